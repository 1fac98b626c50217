//! What can be asked of a curve and its costs, and the answers as named quantities.

pub mod amount;
pub mod answer;
pub mod break_even;
mod error;
pub mod figure;
pub mod form;
pub mod gap;
pub mod kinds;
pub mod limit;
mod parameter;
mod places;
pub mod price;
pub mod quantity;
pub mod reckon;
pub mod rounded;
#[cfg(test)]
mod sample;
pub mod schedule;
mod sensitivity;
pub mod subject;
mod time_unit;
#[cfg_attr(not(feature = "ml"), path = "question/no_training.rs")]
pub mod training;
pub mod variance;
pub mod work;

pub use answer::{Answer, Trace, answer};
pub use error::Error;
pub(crate) use figure::sided;
pub use figure::{Figure, Row, Side, Table};
pub use form::{Form, LearningElement, Pace};
pub use kinds::{CostOf, Period, Profit, Reported, Sensitivity, Target, Variance, Variation};
pub use places::natural_places;
pub use subject::{Element, Part, Project, Subject, Taken, Whole};
pub use time_unit::TimeUnit;
pub use work::{
    CurveInputs, Fitted, Known, KnownKind, Measure, Parameters, Rounding, SteadyRule, Steps, Work,
};

use crate::curve::Lot;
use rust_decimal::Decimal;

/// A question; counts are of units, whatever the curve counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// The average per unit of the first so many units.
    Average {
        /// How many.
        units: u64,
    },
    /// The average per unit of a lot.
    LotAverage(Lot),
    /// The total of the first so many units.
    Total {
        /// How many.
        units: u64,
    },
    /// One unit alone.
    Unit {
        /// Its number.
        number: u64,
    },
    /// The total of a lot.
    Lot(Lot),
    /// Each unit after learning ends.
    SteadyState,
    /// The learning rate, as a percentage.
    LearningRate,
    /// The index b.
    Index,
    /// The first unit's time or cost.
    FirstUnit,
    /// The unit whose time or cost is the lot's average.
    Midpoint(Lot),
    /// How many units meet a limit.
    Units(Limit),
    /// A price, per unit.
    Price(CostOf, Profit),
    /// A cost per unit less its target.
    CostGap(CostOf, Target),
    /// The fewest units whose contribution covers what is fixed.
    BreakEven {
        /// The price per unit.
        price: Decimal,
        /// What has to be covered beside the cost lines.
        fixed: Decimal,
    },
    /// Labour variances against the curve as the standard.
    Variance(Box<Variance>),
    /// The curve at several counts of units.
    Table(Vec<u64>),
    /// Units by period, with their hours, cost and workers.
    Schedule {
        /// The periods, at least one.
        periods: Vec<Period>,
        /// Hours that a worker has in a period.
        hours_per_worker: Option<Decimal>,
    },
    /// A question's answer as one thing or two vary.
    Sensitivity(Box<Sensitivity>),
    /// A question about a training of machine learning.
    Training(training::Ask),
}

/// A limit that a count of units has to meet, in time or money as the question says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The most units whose total is at most this.
    Total(Decimal),
    /// The fewest units whose average is at most this.
    Average(Decimal),
    /// The first unit that takes at most this.
    Unit(Decimal),
}

/// Whether an answer is in time or in money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// In the curve's time unit.
    Time,
    /// In the currency.
    Cost,
}

impl Of {
    /// The word for it: `time` or `cost`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Cost => "cost",
        }
    }
}

impl Question {
    /// The name of every kind, as it stands under `find`.
    pub const KINDS: [&'static str; 27] = [
        "average",
        "total",
        "unit",
        "lot",
        "steady-state",
        "learning-rate",
        "index",
        "first-unit",
        "midpoint",
        "units",
        "price",
        "cost-gap",
        "break-even",
        "variance",
        "table",
        "schedule",
        "sensitivity",
        "training-cost",
        "training-budget",
        "best-size",
        "cost-to-reach",
        "marginal-cost",
        "spend-doubling",
        "schedule-saving",
        "schedule-break-even",
        "lr",
        "lr-zone",
    ];

    /// The kind's name, as it stands under `find`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Average { .. } | Self::LotAverage(_) => "average",
            Self::Total { .. } => "total",
            Self::Unit { .. } => "unit",
            Self::Lot(_) => "lot",
            Self::SteadyState => "steady-state",
            Self::LearningRate => "learning-rate",
            Self::Index => "index",
            Self::FirstUnit => "first-unit",
            Self::Midpoint(_) => "midpoint",
            Self::Units(_) => "units",
            Self::Price(..) => "price",
            Self::CostGap(..) => "cost-gap",
            Self::BreakEven { .. } => "break-even",
            Self::Variance(_) => "variance",
            Self::Table(_) => "table",
            Self::Schedule { .. } => "schedule",
            Self::Sensitivity(_) => "sensitivity",
            Self::Training(ask) => ask.kind(),
        }
    }

    /// The last unit that the question is about, where it names one.
    pub fn last_unit(&self) -> Option<u64> {
        match self {
            Self::Average { units } | Self::Total { units } => Some(*units),
            Self::Unit { number } => Some(*number),
            Self::Lot(lot) | Self::LotAverage(lot) | Self::Midpoint(lot) => Some(lot.last()),
            Self::Price(of, _) | Self::CostGap(of, _) => match of {
                CostOf::First(units) | CostOf::Unit(units) => Some(*units),
                CostOf::Lot(lot) => Some(lot.last()),
                CostOf::Steady => None,
            },
            Self::Variance(variance) => Some(variance.units),
            Self::Schedule { periods, .. } => Some(periods.iter().map(|period| period.units).sum()),
            Self::Table(counts) => counts.iter().copied().max(),
            _ => None,
        }
    }

    /// Whether the answer depends on what the first unit takes.
    pub fn needs_first_unit(&self) -> bool {
        !matches!(self, Self::LearningRate | Self::Index | Self::Midpoint(_))
    }

    /// Whether the answer is a parameter of the curve, with neither time nor cost to choose between.
    pub fn is_of_the_curve(&self) -> bool {
        matches!(self, Self::LearningRate | Self::Index | Self::FirstUnit | Self::Midpoint(_))
    }
}

#[cfg(test)]
#[path = "question/question_tests.rs"]
mod tests;
