//! Units of time.

use rust_decimal::Decimal;

/// A unit of time, as the scenario writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds, `s`.
    Second,
    /// Minutes, `min`.
    Minute,
    /// Hours, `h`.
    Hour,
}

impl TimeUnit {
    /// Every unit, shortest first.
    pub const ALL: [Self; 3] = [Self::Second, Self::Minute, Self::Hour];

    /// The symbol that answers carry: `s`, `min` or `h`.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Minute => "min",
            Self::Hour => "h",
        }
    }

    /// The unit that a word stands for: `h`, `hours`, `min`, `seconds`.
    pub fn of_word(word: &str) -> Option<Self> {
        match word {
            "h" | "hr" | "hrs" | "hour" | "hours" => Some(Self::Hour),
            "min" | "mins" | "minute" | "minutes" => Some(Self::Minute),
            "s" | "sec" | "secs" | "second" | "seconds" => Some(Self::Second),
            _ => None,
        }
    }

    /// How many of it make an hour.
    pub fn per_hour(self) -> Decimal {
        match self {
            Self::Second => Decimal::from(3600),
            Self::Minute => Decimal::from(60),
            Self::Hour => Decimal::ONE,
        }
    }
}
