//! `--target`: when a metric says that a run has reached it.

use std::fmt;

/// An accuracy to reach, or a loss to go down to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Target {
    value: f64,
    /// Whether it was written as a percentage.
    percent: bool,
    ceiling: bool,
}

/// A number, and whether it was a percentage.
fn number(text: &str) -> Option<(f64, bool)> {
    let (digits, percent) =
        text.trim().strip_suffix('%').map_or((text.trim(), false), |digits| (digits.trim_end(), true));
    let value: f64 = digits.parse().ok()?;
    value.is_finite().then_some((if percent { value / 100.0 } else { value }, percent))
}

impl Target {
    /// `96%` or `0.96` for at least that, `<=0.05` for at most.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (rest, ceiling) = match text.strip_prefix("<=").or_else(|| text.strip_prefix('<')) {
            Some(rest) => (rest, true),
            None => (text.strip_prefix(">=").unwrap_or(text), false),
        };
        let (value, percent) = number(rest).ok_or(
            "a target is an accuracy such as 96% or 0.96, or the most that a loss may be, such as \"<=0.05\"",
        )?;
        Ok(Self { value, percent, ceiling })
    }

    /// Whether less is better.
    pub(super) fn is_ceiling(&self) -> bool {
        self.ceiling
    }

    /// The accuracy to reach, a share from 0 to 1; none where it is not one.
    pub(super) fn accuracy(&self) -> Option<f64> {
        (!self.ceiling && (0.0..=1.0).contains(&self.value)).then_some(self.value)
    }

    /// Whether a cell meets it, or why that can't be told.
    pub(super) fn is_met(&self, cell: &str) -> Result<bool, String> {
        let (value, percent) = number(cell).ok_or("which is no number")?;
        let shares = self.percent || (!self.ceiling && self.value <= 1.0);
        if shares && !percent && value > 1.0 && !self.ceiling {
            return Err(format!(
                "and the target a share of 1: write `{value}%` in the table, or --target {} for percentages without a sign",
                100.0 * self.value
            ));
        }
        Ok(if self.ceiling { value <= self.value } else { value >= self.value })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let way = if self.ceiling { "at most" } else { "at least" };
        if self.percent {
            write!(f, "{way} {}%", rounded(100.0 * self.value))
        } else {
            write!(f, "{way} {}", self.value)
        }
    }
}

/// Without what a hundredth and back leave in the last digits.
fn rounded(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn targets_are_met_from_their_side() {
        let met = |target: &str, cell: &str| Target::parse(target).unwrap().is_met(cell).unwrap();
        assert!(met("96%", "0.96") && met("96%", "96.1%") && !met("0.96", "0.9599"));
        assert!(met("<=0.05", "0.05") && !met("<= 5%", "0.051") && met("<2", "1.5"));
        // Percentages without a sign against a target without one.
        assert!(met("96", "97") && !met("96", "95"));
        assert!(Target::parse("96%").unwrap().is_met("97").unwrap_err().contains("--target 96"));
        assert!(Target::parse("x").is_err() && Target::parse("nan").is_err());
        assert_eq!(Target::parse("57%").unwrap().to_string(), "at least 57%");
    }
}
