//! Cost lines: what turns hours, units and batches into money.

use rust_decimal::Decimal;
use thiserror::Error;

/// What a cost line's rate is multiplied by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Driver {
    /// Currency per hour of the curve's time.
    Hour(Decimal),
    /// Currency per unit made.
    Unit(Decimal),
    /// Currency per batch of the curve's `batch_size` units.
    Batch(Decimal),
    /// Currency once, before the first unit.
    Once(Decimal),
    /// A share of another line: the ratio (1.5 for 150%) and that line's place in the list.
    Percent {
        /// The ratio, 1.5 for 150%.
        ratio: Decimal,
        /// The other line's place in the list of lines, counted from 0.
        of: usize,
    },
    /// The curve's own cost, where the curve is in money and not in time.
    Curve,
    /// An element's cost, from a sheet of its own.
    Element,
}

/// One line of a cost sheet before any quantity is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostLine {
    /// What the reader calls it, such as `Labour`.
    pub name: String,
    /// What drives it.
    pub driver: Driver,
}

/// The quantities that the lines are multiplied by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantities {
    /// Hours where the curve is in time, currency where it is in money.
    pub curve: Decimal,
    /// Units; 1 for a figure per unit.
    pub units: Decimal,
    /// Batches; the reciprocal of the batch size for a figure per unit.
    pub batches: Decimal,
    /// The share of the one-off lines: 1 for a total, 1/N for an average, 0 where they do not belong.
    pub once: Decimal,
}

/// A cost line with its quantity and its amount, unrounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The line's name.
    pub name: String,
    /// What drives it.
    pub driver: Driver,
    /// What the rate was multiplied by (hours, units, …); for a percentage, the other line's amount.
    pub quantity: Decimal,
    /// Rate × quantity, in the currency, unrounded.
    pub amount: Decimal,
}

/// All lines with their amounts and the sum of them, unrounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostSheet {
    /// The lines in their order.
    pub charges: Vec<Charge>,
    /// Sum of the amounts, in the currency.
    pub sum: Decimal,
}

/// Why a cost sheet can't be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// An amount passes what a decimal of 96 bits holds.
    #[error("the amount of `{line}` exceeds 7.9e28, the largest amount that is exact")]
    TooLarge {
        /// The line's name.
        line: String,
    },
    /// Percentages that are of one another.
    #[error("`{line}` is a percentage of itself, through the lines that it is taken of")]
    Circular {
        /// The line's name.
        line: String,
    },
}

impl Error {
    /// The name of the line that the error is about.
    pub fn line(&self) -> &str {
        match self {
            Self::TooLarge { line } | Self::Circular { line } => line,
        }
    }
}

/// Charges every line: rate × quantity, percentages of their line's amount, and their sum.
///
/// `lines` in any order, percentages before or after the line that they are of; `quantities` as [`Quantities`] says.
/// Amounts are exact decimals in the currency of the rates; nothing is rounded here.
///
/// # Errors
///
/// [`Error::TooLarge`] past 7.9e28, [`Error::Circular`] where percentages run in a ring.
///
/// # Example
///
/// The labour of the first 128 massage chairs (ACCA F5 December 2009): 178.774348 h at 15 USD an hour.
///
/// ```
/// use learncurve::cost::{charge, CostLine, Driver, Quantities};
/// use rust_decimal::Decimal;
///
/// let labour = CostLine { name: "Labour".into(), driver: Driver::Hour(Decimal::from(15)) };
/// let quantities = Quantities {
///     curve: "178.774348".parse().unwrap(),
///     units: Decimal::from(128),
///     batches: Decimal::from(128),
///     once: Decimal::ONE,
/// };
/// assert_eq!(charge(&[labour], quantities).unwrap().sum, "2681.61522".parse().unwrap());
/// ```
pub fn charge(lines: &[CostLine], quantities: Quantities) -> Result<CostSheet, Error> {
    let mut amounts: Vec<Option<(Decimal, Decimal)>> = vec![None; lines.len()];
    for start in 0..lines.len() {
        // A percentage waits for the line it is of: walk down to the line that stands alone, then back up.
        let mut waiting = Vec::new();
        let mut place = start;
        while amounts[place].is_none() {
            let line = &lines[place];
            if waiting.contains(&place) {
                return Err(Error::Circular { line: line.name.clone() });
            }
            if let Driver::Percent { of, .. } = line.driver {
                waiting.push(place);
                place = of;
            } else {
                amounts[place] = Some(multiply(line, quantities)?);
            }
        }
        while let Some(percentage) = waiting.pop() {
            let line = &lines[percentage];
            if let (Driver::Percent { ratio, of }, None) = (&line.driver, amounts[percentage]) {
                let base = amounts[*of].map_or(Decimal::ZERO, |(_, amount)| amount);
                amounts[percentage] = Some((base, product(line, *ratio, base)?));
            }
        }
    }
    let mut sum = Decimal::ZERO;
    let mut charges = Vec::with_capacity(lines.len());
    for (line, (quantity, amount)) in lines.iter().zip(amounts.into_iter().flatten()) {
        sum = sum.checked_add(amount).ok_or_else(|| Error::TooLarge { line: line.name.clone() })?;
        charges.push(Charge { name: line.name.clone(), driver: line.driver.clone(), quantity, amount });
    }
    Ok(CostSheet { charges, sum })
}

fn multiply(line: &CostLine, quantities: Quantities) -> Result<(Decimal, Decimal), Error> {
    let (rate, quantity) = match line.driver {
        Driver::Hour(rate) => (rate, quantities.curve),
        Driver::Unit(rate) => (rate, quantities.units),
        Driver::Batch(rate) => (rate, quantities.batches),
        Driver::Once(rate) => (rate, quantities.once),
        Driver::Percent { ratio, .. } => (ratio, Decimal::ZERO),
        Driver::Curve => (Decimal::ONE, quantities.curve),
        // An element comes with its amount and is never charged by itself.
        Driver::Element => (Decimal::ONE, Decimal::ZERO),
    };
    Ok((quantity, product(line, rate, quantity)?))
}

fn product(line: &CostLine, rate: Decimal, quantity: Decimal) -> Result<Decimal, Error> {
    rate.checked_mul(quantity).ok_or_else(|| Error::TooLarge { line: line.name.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, driver: Driver) -> CostLine {
        CostLine { name: name.into(), driver }
    }

    fn quantities() -> Quantities {
        Quantities {
            curve: Decimal::from(10),
            units: Decimal::from(8),
            batches: Decimal::from(2),
            once: Decimal::ONE,
        }
    }

    #[test]
    fn a_percentage_may_stand_before_the_line_it_is_of() {
        let lines = [
            line("Overhead", Driver::Percent { ratio: Decimal::new(15, 1), of: 1 }),
            line("Labour", Driver::Hour(Decimal::from(12))),
        ];
        let sheet = charge(&lines, quantities()).unwrap();
        assert_eq!(sheet.charges[0].amount, Decimal::from(180));
        assert_eq!(sheet.sum, Decimal::from(300));
    }

    #[test]
    fn each_driver_takes_its_own_quantity() {
        let lines = [
            line("Labour", Driver::Hour(Decimal::from(3))),
            line("Material", Driver::Unit(Decimal::from(5))),
            line("Set-up", Driver::Batch(Decimal::from(7))),
            line("Tooling", Driver::Once(Decimal::from(11))),
        ];
        let sheet = charge(&lines, quantities()).unwrap();
        let amounts: Vec<_> = sheet.charges.iter().map(|c| c.amount).collect();
        assert_eq!(amounts, [30, 40, 14, 11].map(Decimal::from));
        assert_eq!(sheet.sum, Decimal::from(95));
    }

    #[test]
    fn percentages_in_a_ring_are_refused() {
        let percent = |of| Driver::Percent { ratio: Decimal::ONE, of };
        let lines = [line("A", percent(1)), line("B", percent(0))];
        let refused = charge(&lines, quantities()).unwrap_err();
        assert!(matches!(refused, Error::Circular { .. }));
        assert!(["A", "B"].contains(&refused.line()));
    }

    #[test]
    fn an_amount_past_the_largest_decimal_is_refused_and_not_wrapped() {
        let lines = [line("Labour", Driver::Hour(Decimal::MAX))];
        assert_eq!(charge(&lines, quantities()), Err(Error::TooLarge { line: "Labour".into() }));
    }
}
