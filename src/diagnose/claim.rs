//! Somebody's answer: a figure as it was written, and what agrees with it.

use rust_decimal::Decimal;

use crate::money::{self, ParseError, RoundingMode};
use crate::question::{Figure, Side, sided};

/// A figure that somebody gave as the answer; its places are those that have to agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The figure.
    pub value: Decimal,
    /// Whether it was written with a percent sign.
    pub percent: bool,
    /// The unit that was written after it, if any.
    pub unit: Option<String>,
}

/// How a value agrees with a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agrees {
    /// Rounded to the claim's places it is the claim.
    Rounded,
    /// Cut off at the claim's places, not rounded, it is the claim.
    Cut,
}

/// Fewer digits than this say too little to tell a cut from chance.
const FEWEST_DIGITS_CUT: u32 = 3;

/// A bare rate up to this is a ratio, past it a percentage: as `expect` reads it.
const LARGEST_RATIO: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

impl Claim {
    /// Reads `25.60`, `25.60 h` or `87.5%`.
    ///
    /// # Errors
    ///
    /// What is wrong with the number.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::diagnose::Claim;
    ///
    /// let claim = Claim::parse("25.60 h").unwrap();
    /// assert_eq!((claim.value.to_string().as_str(), claim.unit.as_deref()), ("25.60", Some("h")));
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let text = text.trim();
        if let Some(number) = text.strip_suffix('%') {
            let value = money::parse_decimal(number.trim_end())?;
            return Ok(Self { value, percent: true, unit: None });
        }
        let (number, unit) = match text.split_once(char::is_whitespace) {
            Some((number, unit)) if unit.trim().starts_with(|c: char| c.is_alphabetic()) => {
                (number, Some(unit.trim().to_owned()))
            }
            _ => (text, None),
        };
        Ok(Self { value: money::parse_decimal(number)?, percent: false, unit })
    }

    /// How many digits it has, leading zeros left out.
    pub fn digits(&self) -> u32 {
        self.value.mantissa().unsigned_abs().checked_ilog10().map_or(1, |log| log + 1)
    }

    /// The claim as a figure in `unit`, with its places: a bare ratio is a percentage where the answer is one.
    fn in_unit(&self, unit: &str) -> (Decimal, u32) {
        let places = self.value.scale();
        if unit == "%" && !self.percent && self.value <= LARGEST_RATIO {
            let hundredfold = self.value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(self.value);
            return (hundredfold, places.saturating_sub(2));
        }
        (self.value, places)
    }

    /// Favourable or adverse, where the claim says which.
    fn side(&self) -> Option<Side> {
        sided(self.unit.as_deref()?).1
    }

    /// Whether a figure agrees to the places written, and how; `mode` is how the scenario rounds.
    pub fn agrees(&self, figure: &Figure, mode: RoundingMode) -> Option<Agrees> {
        let side = self.side();
        if side.is_some() && !figure.value.is_zero() && side != sided(&figure.unit).1 {
            return None;
        }
        let (want, places) = self.in_unit(&figure.unit);
        let to_places = |mode: RoundingMode| mode.round(figure.unrounded, places.min(28));
        if to_places(mode) == want || figure.value == want {
            return Some(Agrees::Rounded);
        }
        let cut = self.digits() >= FEWEST_DIGITS_CUT && to_places(RoundingMode::Down) == want;
        cut.then_some(Agrees::Cut)
    }

    /// The figure cut off at the claim's places.
    pub(super) fn as_cut(&self, figure: &Figure) -> Decimal {
        let (_, places) = self.in_unit(&figure.unit);
        RoundingMode::Down.round(figure.unrounded, places.min(28))
    }

    /// Whether the claim is the figure rounded to tens, hundreds or the like, and how; at least two digits are left.
    pub(super) fn loosely(&self, figure: &Figure, mode: RoundingMode) -> Option<String> {
        let (want, places) = self.in_unit(&figure.unit);
        let mut scale = Decimal::TEN;
        let mut left = self.digits();
        while places == 0 && left > 2 && !want.is_zero() && (want % scale).is_zero() {
            let tens = figure.unrounded.checked_div(scale)?;
            if mode.round(tens, 0) * scale == want {
                return Some(format!("rounded to the nearest {scale}"));
            }
            scale *= Decimal::TEN;
            left -= 1;
        }
        None
    }

    /// Whether it was written in another unit than the answer; favourable or adverse is a verdict of its own.
    pub(crate) fn in_other_unit(&self, figure: &Figure) -> bool {
        let bare = |unit: &str| sided(unit).0.trim_end_matches("/unit").to_owned();
        match &self.unit {
            None => self.percent && figure.unit != "%",
            Some(unit) => {
                let own = bare(unit);
                !own.is_empty() && own != bare(&figure.unit)
            }
        }
    }

    /// A warning where the claim was written in another unit than the answer.
    pub(super) fn other_unit(&self, figure: &Figure) -> Option<String> {
        self.in_other_unit(figure)
            .then(|| format!("the answer is in `{}`; the figures are compared as they stand", figure.unit))
    }

    /// The claim as it was written.
    pub fn text(&self) -> String {
        let number = money::format_grouped(&self.value);
        match (&self.unit, self.percent) {
            (_, true) => format!("{number}%"),
            (Some(unit), _) => format!("{number} {unit}"),
            _ => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: &str, unit: &str) -> Figure {
        let unrounded: Decimal = value.parse().unwrap();
        Figure {
            name: "average time".into(),
            value: unrounded.round_dp(4),
            exact: money::to_f64(unrounded),
            unrounded,
            unit: unit.into(),
        }
    }

    #[test]
    fn a_claim_is_held_to_the_places_that_it_is_written_with() {
        let chair = figure("1.39667459519485", "h/unit");
        let agrees = |text| Claim::parse(text).unwrap().agrees(&chair, RoundingMode::HalfUp);
        assert_eq!(agrees("1.40"), Some(Agrees::Rounded));
        assert_eq!(agrees("1.39667460"), Some(Agrees::Rounded));
        assert_eq!(agrees("1.396"), Some(Agrees::Cut));
        assert_eq!(agrees("1.3"), None);
        assert_eq!(agrees("1.41"), None);
    }

    #[test]
    fn a_rate_may_be_a_ratio_or_a_percentage() {
        let rate = figure("80", "%");
        for text in ["80%", "80", "0.8", "0.80"] {
            assert!(Claim::parse(text).unwrap().agrees(&rate, RoundingMode::HalfUp).is_some(), "{text}");
        }
    }

    #[test]
    fn the_mark_of_a_variance_counts_after_a_unit_and_alone() {
        let variance = figure("76.51", "USD F");
        for (text, agrees, other) in [
            ("76.51 USD F", true, false),
            ("76.51 F", true, false),
            ("76.51 USD", true, false),
            ("76.51 USD A", false, false),
            ("76.51 A", false, false),
            ("76.51 EUR F", true, true),
        ] {
            let claim = Claim::parse(text).unwrap();
            assert_eq!(claim.agrees(&variance, RoundingMode::HalfUp).is_some(), agrees, "{text}");
            assert_eq!(claim.in_other_unit(&variance), other, "{text}");
        }
    }

    #[test]
    fn a_claim_is_rounded_the_way_of_the_scenario() {
        let time = figure("1.39611", "h");
        assert_eq!(Claim::parse("1.397").unwrap().agrees(&time, RoundingMode::Up), Some(Agrees::Rounded));
        assert_eq!(Claim::parse("1.40").unwrap().agrees(&time, RoundingMode::Down), None);
    }

    #[test]
    fn a_figure_in_round_hundreds_may_be_rounded_to_them() {
        let loosely =
            |text: &str| Claim::parse(text).unwrap().loosely(&figure("5347", "h"), RoundingMode::HalfUp);
        assert_eq!(loosely("5350"), Some("rounded to the nearest 10".into()));
        assert_eq!(loosely("5300"), Some("rounded to the nearest 100".into()));
        assert_eq!(loosely("5000"), None);
        assert_eq!(loosely("5400"), None);
    }
}
