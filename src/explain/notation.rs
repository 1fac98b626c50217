//! How the working writes numbers, units and the things that are counted.

use rust_decimal::Decimal;

use crate::curve::Basis;
use crate::money::{self, RoundingMode};
use crate::question::{Work, natural_places};

/// A number as the working shows it: two places more than an answer, so that a reader's own sums come out.
///
/// # Example
///
/// ```
/// assert_eq!(learncurve::explain::number(1.39667459519485), "1.396675");
/// assert_eq!(learncurve::explain::number(640.0), "640");
/// ```
pub fn number(value: f64) -> String {
    match money::from_f64(value) {
        Ok(decimal) => decimal_number(decimal),
        Err(_) => format!("{value:e}"),
    }
}

/// As [`number`], of a decimal.
pub(super) fn decimal_number(value: Decimal) -> String {
    let normal = value.normalize();
    let places = (natural_places(normal) + 2).min(normal.scale());
    money::format_grouped(&RoundingMode::HalfUp.round(normal, places).normalize())
}

/// The words and units of one scenario's working.
pub(super) struct Notation<'a> {
    pub(super) work: &'a Work,
    /// The unit of the curve's values, `h` or `USD`.
    pub(super) unit: String,
    /// What the curve counts: `unit` or `batch`.
    pub(super) item: &'static str,
    /// `time` or `cost`.
    pub(super) measure: &'static str,
}

impl<'a> Notation<'a> {
    pub(super) fn new(work: &'a Work) -> Self {
        let measure = match work.inputs().measure {
            crate::question::Measure::Time(_) => "time",
            crate::question::Measure::Money => "cost",
        };
        Self {
            work,
            unit: work.measure_unit(),
            item: if work.batch_size() > 1 { "batch" } else { "unit" },
            measure,
        }
    }

    pub(super) fn wright(&self) -> bool {
        self.work.inputs().basis == Basis::CumulativeAverage
    }

    /// `units` or `batches`.
    pub(super) fn items(&self) -> &'static str {
        if self.item == "batch" { "batches" } else { "units" }
    }

    /// `the first 128 units`.
    pub(super) fn first(&self, count: u64) -> String {
        match count {
            1 => format!("the first {}", self.item),
            _ => format!("the first {} {}", grouped(count), self.items()),
        }
    }

    /// A value of the curve: `178.774348 h`.
    pub(super) fn value(&self, value: f64) -> String {
        format!("{} {}", self.number(value), self.unit)
    }

    /// A value of the curve per item: `1.396675 h/unit`.
    pub(super) fn each(&self, value: f64) -> String {
        format!("{} {}/{}", self.number(value), self.unit, self.item)
    }

    /// A number with every place that a mark scheme carries on.
    pub(super) fn number(&self, value: f64) -> String {
        let steps = &self.work.rounding.steps;
        let kept = [steps.factor, steps.average, steps.total, steps.unit].into_iter().flatten().max();
        match (money::from_f64(value), kept) {
            (Ok(decimal), Some(kept)) => {
                let places = (natural_places(decimal) + 2).max(kept).min(decimal.normalize().scale());
                money::format_grouped(&RoundingMode::HalfUp.round(decimal, places).normalize())
            }
            _ => number(value),
        }
    }

    /// The index as the working puts it into formulas; nothing for a model without one.
    pub(super) fn index(&self) -> String {
        self.work.parameters.index.map_or_else(String::new, |b| index(b.value()))
    }

    /// The curve's factor in the variable `n`: `N^b`, with what a production rate multiplies it by.
    pub(super) fn formula(&self, n: &str) -> String {
        let pace = if self.pace().is_some() { " × q^c" } else { "" };
        format!("{}{pace}", super::model::formula(self.work.run.curve().shape(), n))
    }

    /// The same with its numbers.
    pub(super) fn factor(&self, n: &str) -> String {
        let pace = self.pace().map(|(q, c)| format!(" × {q}^{c}")).unwrap_or_default();
        format!("{}{pace}", super::model::substituted(self.work.run.curve().shape(), n))
    }

    /// The production rate of the first units and its index.
    fn pace(&self) -> Option<(String, String)> {
        let pace = self.work.inputs().form.pace.as_ref()?;
        let (_, rate) = pace.rates.first()?;
        Some((places(*rate, 8), places(pace.index, 8)))
    }

    /// Whether the curve is a power law that nothing interrupts.
    pub(super) fn plain(&self) -> bool {
        self.work.inputs().form.is_plain()
    }

    /// The first unit's value as the working puts it into formulas.
    pub(super) fn first_unit(&self) -> String {
        self.value(self.work.run.curve().first_unit())
    }
}

/// An index with up to eight places: `-0.07400058`.
pub(super) fn index(value: f64) -> String {
    places(value, 8)
}

/// A number with at most so many places, trailing zeros dropped.
pub(super) fn places(value: f64, places: u32) -> String {
    money::from_f64(value).map_or_else(
        |_| format!("{value:e}"),
        |decimal| RoundingMode::HalfUp.round(decimal, places).normalize().to_string(),
    )
}

/// A count with its thousands grouped.
pub(super) fn grouped(count: u64) -> String {
    money::format_grouped(&Decimal::from(count))
}
