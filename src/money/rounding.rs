//! How a decimal is rounded: the direction and the handling of ties, by name.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

/// The most decimal places that a `Decimal` holds.
const MAX_PLACES: u32 = 28;

/// Where a value between two neighbours of the wanted number of places goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RoundingMode {
    /// To the nearer; a tie away from zero, as accountants round: 2.345 is 2.35, -2.345 is -2.35.
    #[default]
    HalfUp,
    /// To the nearer; a tie to the even digit, as bankers and IEEE 754 round: 2.345 is 2.34.
    HalfEven,
    /// Away from zero: 2.341 is 2.35, -2.341 is -2.35.
    Up,
    /// Toward zero: 2.349 is 2.34, -2.349 is -2.34.
    Down,
    /// Toward positive infinity: 2.341 is 2.35, -2.349 is -2.34.
    Ceiling,
    /// Toward negative infinity: 2.349 is 2.34, -2.341 is -2.35.
    Floor,
}

impl RoundingMode {
    /// Every mode, in the order in which they are listed to users.
    pub const ALL: [Self; 6] =
        [Self::HalfUp, Self::HalfEven, Self::Up, Self::Down, Self::Ceiling, Self::Floor];

    /// The mode's name in scenarios and options, such as `half-up`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HalfUp => "half-up",
            Self::HalfEven => "half-even",
            Self::Up => "up",
            Self::Down => "down",
            Self::Ceiling => "ceiling",
            Self::Floor => "floor",
        }
    }

    /// The mode of a name, exactly as [`name`](Self::name) spells it.
    ///
    /// ```
    /// use learncurve::money::RoundingMode;
    ///
    /// assert_eq!(RoundingMode::from_name("half-even"), Some(RoundingMode::HalfEven));
    /// assert_eq!(RoundingMode::from_name("bankers"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// `value` rounded to `places` decimal places (0 to 28; more counts as 28), in `value`'s own unit.
    ///
    /// The result has exactly that many places, trailing zeros included, and is never a negative zero.
    /// Only a value so large that it has no room for that many places keeps as many zeros as fit.
    ///
    /// ```
    /// use learncurve::money::{RoundingMode, parse_decimal};
    ///
    /// let value = parse_decimal("2.345")?;
    /// assert_eq!(RoundingMode::HalfUp.round(value, 2).to_string(), "2.35");
    /// assert_eq!(RoundingMode::HalfEven.round(value, 2).to_string(), "2.34");
    /// assert_eq!(RoundingMode::HalfUp.round(value, 4).to_string(), "2.3450");
    /// # Ok::<(), learncurve::money::ParseError>(())
    /// ```
    ///
    /// Source: General Decimal Arithmetic Specification 1.70, "Rounding", whose half-up, half-even, up, down,
    /// ceiling and floor these are.
    #[must_use]
    pub fn round(self, value: Decimal, places: u32) -> Decimal {
        let places = places.min(MAX_PLACES);
        let mut rounded = value.round_dp_with_strategy(places, self.strategy());
        rounded.rescale(places);
        if rounded.is_zero() {
            rounded.set_sign_positive(true);
        }
        rounded
    }

    const fn strategy(self) -> RoundingStrategy {
        match self {
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::Up => RoundingStrategy::AwayFromZero,
            Self::Down => RoundingStrategy::ToZero,
            Self::Ceiling => RoundingStrategy::ToPositiveInfinity,
            Self::Floor => RoundingStrategy::ToNegativeInfinity,
        }
    }
}

impl fmt::Display for RoundingMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
#[path = "rounding_tests.rs"]
mod tests;
