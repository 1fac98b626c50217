//! What a count of units takes and costs: a time from the curve, charged through the cost lines.

use rust_decimal::Decimal;

use super::{Error, Measure, Work};
use crate::cost::{self, CostSheet, Quantities};
use crate::curve::count;
use crate::money;

/// A value of the curve, and what it costs where there are cost lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// In the curve's measure.
    pub value: f64,
    /// The same as a decimal of 15 significant digits.
    pub decimal: Decimal,
    /// The cost lines with their amounts; none where there are no lines.
    pub sheet: Option<CostSheet>,
}

/// The same units as a whole and per unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Amounts {
    /// Of all the units together.
    pub total: Amount,
    /// Per unit.
    pub each: Amount,
}

/// Whether lines that are paid once belong to a count of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Once {
    /// The first units of all: they carry what is paid once.
    Carried,
    /// A unit or lot among others: it does not.
    LeftOut,
}

/// Charges `units` units that take `total` together and `each` apiece.
///
/// # Errors
///
/// Amounts that a decimal does not hold.
pub fn amounts(work: &Work, units: u64, total: f64, each: f64, once: Once) -> Result<Amounts, Error> {
    let once = match once {
        Once::Carried => Decimal::ONE,
        Once::LeftOut => Decimal::ZERO,
    };
    let units = Decimal::from(units);
    let batch_size = Decimal::from(work.batch_size());
    Ok(Amounts {
        total: amount(work, total, units, units / batch_size, once)?,
        each: amount(work, each, Decimal::ONE, Decimal::ONE / batch_size, once / units)?,
    })
}

fn amount(work: &Work, value: f64, units: Decimal, batches: Decimal, once: Decimal) -> Result<Amount, Error> {
    let decimal = money::from_f64(value)?;
    let curve = match work.inputs().measure {
        Measure::Time(unit) => decimal / unit.per_hour(),
        Measure::Money => decimal,
    };
    let sheet = if work.lines.is_empty() {
        None
    } else {
        Some(cost::charge(&work.lines, Quantities { curve, units, batches, once })?)
    };
    Ok(Amount { value, decimal, sheet })
}

/// A value per batch as a value per unit.
pub fn per_unit(work: &Work, per_batch: f64) -> f64 {
    per_batch / count(work.batch_size())
}
