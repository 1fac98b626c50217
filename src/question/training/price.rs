//! What a training's hours, FLOP, tokens, samples or updates cost each.

use rust_decimal::Decimal;
use thiserror::Error;

use super::Quantity;
use super::fraction::fraction;
use crate::money::{self, ParseError};

/// An amount of money for so many of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// The money, above 0.
    pub amount: Decimal,
    /// What it is for.
    pub quantity: Quantity,
    /// How many of them: 1 for an hour, 1e6 for a million tokens, 24 for a day.
    pub per: Decimal,
    /// How many of what is named make one of them: 60 for a price by the minute.
    pub times: Decimal,
    /// What it is for, as it was written: `hour`, `million tokens`.
    pub unit: String,
}

/// What is wrong with a price.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PriceError {
    /// The amount is no number.
    #[error(transparent)]
    Amount(#[from] ParseError),
    /// It is not said what the amount is for.
    #[error("`{text}` does not say what it is the price of")]
    OfWhat {
        /// The text.
        text: String,
    },
    /// The amount is 0 or less.
    #[error("a price of `{amount}`")]
    NotAbove {
        /// The amount.
        amount: Decimal,
    },
    /// It is for something else.
    #[error("`{unit}` is nothing that a training is counted in")]
    Unit {
        /// What it is for.
        unit: String,
    },
}

impl PriceError {
    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Amount(error) => error.help(),
            Self::OfWhat { text } => Some(format!("write \"{text}/hour\", or per {KNOWN}")),
            Self::NotAbove { .. } => {
                Some("what is paid for costs more than 0; there is no default".to_owned())
            }
            Self::Unit { .. } => Some(format!("a price is per {KNOWN}")),
        }
    }
}

const KNOWN: &str = "second, minute, hour or day of a device, update, sample, token, million tokens, FLOP or PFLOP (any SI prefix)";

/// Words for powers of ten before what is counted.
const THOUSANDS: [(&str, u32); 10] = [
    ("thousand", 3),
    ("million", 6),
    ("billion", 9),
    ("trillion", 12),
    ("k", 3),
    ("K", 3),
    ("M", 6),
    ("B", 9),
    ("G", 9),
    ("T", 12),
];

const PREFIXES: [(char, u32); 9] =
    [('k', 3), ('K', 3), ('M', 6), ('G', 9), ('T', 12), ('P', 15), ('E', 18), ('Z', 21), ('Y', 24)];

/// A number, which may end in `k`, `M`, `B` (or `G`) or `T`, or the words for them: `70e9`, `70B`, `1.4 trillion`.
///
/// # Errors
///
/// Those of [`money::parse_decimal`].
///
/// # Example
///
/// ```
/// use learncurve::question::training::price::counted;
/// assert_eq!(counted("70B").unwrap(), counted("70e9").unwrap());
/// assert_eq!(counted("1.4 trillion").unwrap().to_string(), "1400000000000");
/// ```
pub fn counted(text: &str) -> Result<Decimal, ParseError> {
    let text = text.trim();
    let suffix =
        THOUSANDS.iter().find_map(|(word, zeros)| Some((text.strip_suffix(word)?.trim_end(), *zeros)));
    match suffix {
        Some((number, zeros)) => money::parse_decimal(&format!("{}e{zeros}", number.trim_end_matches('.')))
            .or_else(|_| money::parse_decimal(text)),
        None => money::parse_decimal(text),
    }
}

fn power_of_ten(zeros: u32) -> Decimal {
    Decimal::from_i128_with_scale(10_i128.pow(zeros), 0)
}

impl Price {
    /// Reads `2.49/hour`, `0.60/million tokens`, `1.75/EFLOP`, `0.0001/update`.
    ///
    /// # Errors
    ///
    /// [`PriceError`]: no amount above 0, or nothing that it is for.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::question::training::{Price, Quantity};
    /// let price = Price::parse("2.49/hour").unwrap();
    /// assert_eq!((price.amount.to_string().as_str(), price.quantity), ("2.49", Quantity::DeviceHours));
    /// assert_eq!(Price::parse("0.60 / million tokens").unwrap().per.to_string(), "1000000");
    /// assert!(Price::parse("2.49").is_err() && Price::parse("0/hour").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, PriceError> {
        let Some((amount, unit)) = text.split_once('/') else {
            // A slip in the number is told first: `2,49` needs a point before it needs an hour.
            money::parse_decimal(text.trim())?;
            return Err(PriceError::OfWhat { text: text.trim().to_owned() });
        };
        let amount = money::parse_decimal(amount.trim())?;
        if amount <= Decimal::ZERO {
            return Err(PriceError::NotAbove { amount });
        }
        let unit = unit.split_whitespace().collect::<Vec<_>>().join(" ");
        let (quantity, per, times) =
            read_unit(&unit).ok_or_else(|| PriceError::Unit { unit: unit.chars().take(40).collect() })?;
        Ok(Self { amount, quantity, per, times, unit })
    }

    /// What so much of its quantity costs, unrounded: `amount × times × over / (per × under)`, divided once; none past what a
    /// decimal holds.
    ///
    /// `over` and `under` are factors of how much there is: seconds over 3,600, so that a tie of a rounding stays one.
    ///
    /// # Example
    ///
    /// Mack's sweep of 2018, 31,094.67 s of a device at 0.90 an hour: 7.77.
    ///
    /// ```
    /// use learncurve::money::parse_decimal;
    /// use learncurve::question::training::Price;
    /// let seconds = parse_decimal("31094.67").unwrap();
    /// let cost = Price::parse("0.90/hour").unwrap().of(&[seconds], &[3_600.into()]).unwrap();
    /// assert_eq!(cost.round_dp(2).to_string(), "7.77");
    /// ```
    ///
    /// Source: D. Mack, "How to pick the best learning rate for your machine learning project", 2018, for the times.
    pub fn of(&self, over: &[Decimal], under: &[Decimal]) -> Option<Decimal> {
        fraction(&[&[self.amount, self.times], over].concat(), &[&[self.per], under].concat())
    }
}

/// What a unit counts, how many of them it is, and how many of it make one.
fn read_unit(unit: &str) -> Option<(Quantity, Decimal, Decimal)> {
    if let Some((count, rest)) = unit.rsplit_once(' ') {
        let (quantity, per, times) = named(rest)?;
        let count = match count {
            word if THOUSANDS.iter().any(|(known, _)| *known == word) => {
                counted(&format!("1 {word}")).ok()?
            }
            // `device hour`, `GPU hour`
            "device" | "GPU" | "gpu" | "TPU" | "tpu" | "chip" if quantity == Quantity::DeviceHours => {
                Decimal::ONE
            }
            number => counted(number).ok().filter(|count| *count > Decimal::ZERO)?,
        };
        return Some((quantity, per.checked_mul(count)?, times));
    }
    named(unit)
}

fn named(word: &str) -> Option<(Quantity, Decimal, Decimal)> {
    if let Some(prefix) = word.strip_suffix("FLOPs").or_else(|| word.strip_suffix("FLOP")) {
        let zeros = match prefix.chars().next() {
            None => 0,
            Some(letter) if prefix.len() == 1 => PREFIXES.iter().find(|(known, _)| *known == letter)?.1,
            Some(_) => return None,
        };
        return Some((Quantity::Flop, power_of_ten(zeros), Decimal::ONE));
    }
    let lower = word.to_lowercase();
    let bare = ["device-", "gpu-", "tpu-", "chip-"].iter().find_map(|kind| lower.strip_prefix(kind));
    let one = Decimal::ONE;
    Some(match bare.unwrap_or(&lower) {
        "h" | "hr" | "hour" | "hours" => (Quantity::DeviceHours, one, one),
        "min" | "minute" | "minutes" => (Quantity::DeviceHours, one, Decimal::from(60)),
        "s" | "sec" | "second" | "seconds" => (Quantity::DeviceHours, one, Decimal::from(3_600)),
        "day" | "days" => (Quantity::DeviceHours, Decimal::from(24), one),
        _ if bare.is_some() => return None,
        "update" | "updates" | "step" | "steps" | "iteration" | "iterations" => (Quantity::Updates, one, one),
        "sample" | "samples" | "example" | "examples" | "image" | "images" => (Quantity::Samples, one, one),
        "token" | "tokens" => (Quantity::Tokens, one, one),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_says_what_it_is_for_in_the_words_of_price_lists() {
        for (text, quantity, per, times) in [
            ("2.49/hour", Quantity::DeviceHours, "1", "1"),
            ("2.49/GPU-hour", Quantity::DeviceHours, "1", "1"),
            ("2.49 / GPU hour", Quantity::DeviceHours, "1", "1"),
            ("0.0007/s", Quantity::DeviceHours, "1", "3600"),
            ("59.76/day", Quantity::DeviceHours, "24", "1"),
            ("0.60/million tokens", Quantity::Tokens, "1000000", "1"),
            ("0.60/M tokens", Quantity::Tokens, "1000000", "1"),
            ("0.60/1M tokens", Quantity::Tokens, "1000000", "1"),
            ("3/1e6 samples", Quantity::Samples, "1000000", "1"),
            ("1.75/EFLOP", Quantity::Flop, "1000000000000000000", "1"),
            ("1e-20/FLOP", Quantity::Flop, "1", "1"),
            ("0.0001/step", Quantity::Updates, "1", "1"),
        ] {
            let price = Price::parse(text).unwrap();
            let found = (price.quantity, price.per.to_string(), price.times.to_string());
            assert_eq!(found, (quantity, per.to_owned(), times.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_price_that_is_none_says_what_it_lacks() {
        for (text, said) in [
            ("2.49", "`2.49` does not say what it is the price of"),
            ("2,49/hour", "`2,49`"),
            ("$2.49/hour", "`$2.49`"),
            ("0/hour", "a price of `0`"),
            ("-2.49/hour", "a price of `-2.49`"),
            ("nan/hour", "`nan`"),
            ("2.49/", "`` is nothing that a training is counted in"),
            ("2.49/furlong", "`furlong` is nothing that a training is counted in"),
            ("2.49/0 tokens", "`0 tokens` is nothing that a training is counted in"),
            ("2.49/gpu-token", "`gpu-token` is nothing that a training is counted in"),
            ("2.49/GPU token", "`GPU token` is nothing that a training is counted in"),
            ("1.75/EXAFLOP", "`EXAFLOP` is nothing that a training is counted in"),
            ("2.49/XFLOP", "`XFLOP` is nothing that a training is counted in"),
            ("1/1e28 YFLOP", "`1e28 YFLOP` is nothing that a training is counted in"),
            ("", ""),
        ] {
            let error = Price::parse(text).unwrap_err();
            assert!(error.to_string().contains(said), "{text}: {error}");
            assert!(error.help().is_some(), "{text}");
        }
    }

    #[test]
    fn counts_may_end_in_the_letters_of_their_thousands() {
        for (text, value) in [
            ("70B", "70000000000"),
            ("1.4T", "1400000000000"),
            ("350 M", "350000000"),
            ("5k", "5000"),
            ("5. k", "5000"),
        ] {
            assert_eq!(counted(text).unwrap().to_string(), value, "{text}");
        }
        for text in ["B", "7 0B", "-", "70Q", "1e999", "70BB", "9e27T", "7_k", "7e", "7ek"] {
            assert!(counted(text).is_err(), "{text}");
        }
    }
}
