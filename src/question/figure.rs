//! Figures: what an answer says, rounded and with its unit; and tables of them.

use rust_decimal::Decimal;

use super::amount::{Amount, Amounts};
use super::{Error, Measure, Of, Subject, natural_places};
use crate::money;

/// One figure of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is, such as `average cost`.
    pub name: String,
    /// Rounded, with exactly the places that it is shown with.
    pub value: Decimal,
    /// Unrounded.
    pub exact: f64,
    /// Unrounded, as a decimal: what a published answer is compared with.
    pub unrounded: Decimal,
    /// Its unit, such as `USD/unit`; empty for a pure number.
    pub unit: String,
}

/// Rows of figures, of a table question and others that have them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The heading over the rows' labels.
    pub heading: String,
    /// The rows, all with figures of the same names and units.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the row is of: `128`.
    pub label: String,
    /// The same within a figure's name: `at 128 units`.
    pub at: String,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// Favourable or adverse: the mark after a variance's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// `F`: less was paid than the standard allows.
    Favourable,
    /// `A`: more was.
    Adverse,
}

impl Side {
    /// Its mark: `F` or `A`.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Favourable => "F",
            Self::Adverse => "A",
        }
    }
}

/// A unit without its mark, and the mark: `USD F` is `USD` and favourable, `A` alone is no unit and adverse.
pub(crate) fn sided(unit: &str) -> (&str, Option<Side>) {
    let (bare, mark) = unit.rsplit_once(char::is_whitespace).unwrap_or(("", unit));
    match mark {
        "F" => (bare.trim_end(), Some(Side::Favourable)),
        "A" => (bare.trim_end(), Some(Side::Adverse)),
        _ => (unit, None),
    }
}

impl Figure {
    /// The value with its unit, thousands grouped: `2,681.62 USD`.
    pub fn text(&self) -> String {
        let number = money::format_grouped(&self.value);
        match self.unit.as_str() {
            "" => number,
            "unit" | "batch" => format!("{} {number}", self.unit),
            "%" => format!("{number}%"),
            "FLOP" if self.value >= Decimal::from(1_000_000) => {
                format!("{} FLOP", money::format_scientific(&self.value))
            }
            unit => format!("{number} {unit}"),
        }
    }

    /// A figure of the curve itself, rounded half-up to at most `places`.
    pub(super) fn of_curve(name: &str, exact: f64, places: u32, unit: &str) -> Result<Self, Error> {
        let decimal = money::from_f64(exact)?;
        let places = places.min(decimal.normalize().scale());
        Ok(Self {
            name: name.to_owned(),
            value: money::RoundingMode::HalfUp.round(decimal, places),
            exact,
            unrounded: decimal,
            unit: unit.to_owned(),
        })
    }

    /// A figure that is a whole count.
    pub(super) fn of_count(name: &str, count: u64, unit: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: Decimal::from(count),
            exact: crate::curve::count(count),
            unrounded: Decimal::from(count),
            unit: unit.to_owned(),
        }
    }

    /// An amount of money, rounded as the scenario says.
    pub(super) fn of_money(subject: Subject<'_>, name: &str, amount: Decimal, each: bool) -> Self {
        let rounding = subject.rounding();
        let unit = subject.money_unit();
        Self {
            name: name.to_owned(),
            value: rounding.mode.round(amount, rounding.money),
            exact: money::to_f64(amount),
            unrounded: amount,
            unit: if each { unit + "/unit" } else { unit },
        }
    }

    /// A time, with the places that times are shown with.
    pub(super) fn of_time(subject: Subject<'_>, name: &str, time: Decimal, each: bool) -> Self {
        let rounding = subject.rounding();
        let places = rounding.time.unwrap_or_else(|| natural_places(time));
        let unit = subject.measure_unit();
        Self {
            name: name.to_owned(),
            value: rounding.mode.round(time, places),
            exact: money::to_f64(time),
            unrounded: time,
            unit: if each { unit + "/unit" } else { unit },
        }
    }

    /// A pure number or percentage with up to so many places.
    pub(super) fn of_number(name: &str, number: Decimal, places: u32, unit: &str) -> Self {
        let places = places.min(number.normalize().scale());
        Self {
            name: name.to_owned(),
            value: money::RoundingMode::HalfUp.round(number, places),
            exact: money::to_f64(number),
            unrounded: number,
            unit: unit.to_owned(),
        }
    }
}

/// Total and per-unit figures of an amount, in the asked measure first, then in time where cost was asked.
pub(super) fn pair(
    subject: Subject<'_>,
    amounts: &Amounts,
    of: Of,
    names: [&str; 2],
    per_unit_first: bool,
) -> Result<Vec<Figure>, Error> {
    let order = if per_unit_first {
        [(&amounts.each, true), (&amounts.total, false)]
    } else {
        [(&amounts.total, false), (&amounts.each, true)]
    };
    let mut figures = Vec::with_capacity(4);
    for &of in shown(subject, of) {
        for (name, (amount, per_unit)) in names.iter().zip(order) {
            figures.push(figure(subject, amount, of, name, per_unit)?);
        }
    }
    Ok(figures)
}

/// The per-unit figure of an amount, in the asked measure first, then in time where cost was asked.
pub(super) fn single(
    subject: Subject<'_>,
    amount: &Amount,
    of: Of,
    name: &str,
) -> Result<Vec<Figure>, Error> {
    shown(subject, of).iter().map(|&of| figure(subject, amount, of, name, true)).collect()
}

pub(super) fn shown(subject: Subject<'_>, of: Of) -> &'static [Of] {
    match (of, subject.measure()) {
        (Of::Cost, Measure::Time(_)) => &[Of::Cost, Of::Time],
        (Of::Cost, Measure::Money) => &[Of::Cost],
        (Of::Time, _) => &[Of::Time],
    }
}

/// An amount in the asked measure, unrounded.
pub(super) fn reading(amount: &Amount, of: Of) -> Result<Decimal, Error> {
    match (of, &amount.sheet) {
        (Of::Cost, Some(sheet)) => Ok(sheet.sum),
        (Of::Cost, None) => Err(Error::NoCosts),
        (Of::Time, _) => Ok(amount.decimal),
    }
}

/// One figure of an amount, rounded to the places that its kind is shown with.
pub(super) fn figure(
    subject: Subject<'_>,
    amount: &Amount,
    of: Of,
    name: &str,
    per_unit: bool,
) -> Result<Figure, Error> {
    let full = [name, " ", of.name()].concat();
    let value = reading(amount, of)?;
    if of == Of::Cost {
        return Ok(Figure::of_money(subject, &full, value, per_unit));
    }
    let mut made = Figure::of_time(subject, &full, value, per_unit);
    if let (Some(places), None) = (step_places(subject, name), subject.rounding().time) {
        made.value = subject.rounding().mode.round(value, places);
    }
    Ok(Figure { exact: amount.value, ..made })
}

/// The places that the mark scheme has for a figure; with batches it rounds the batch's, not the unit's.
fn step_places(subject: Subject<'_>, name: &str) -> Option<u32> {
    let steps = &subject.rounding().steps;
    if subject.batch_size() > 1 {
        return None;
    }
    match name {
        "average" => steps.average,
        "total" | "lot total" => steps.total,
        "unit" | "steady-state" => steps.unit,
        _ => None,
    }
}

#[cfg(test)]
#[path = "figure_tests.rs"]
mod tests;
