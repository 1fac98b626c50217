//! The parts of questions that have several: prices, gaps, variances, schedules, variations.

use rust_decimal::Decimal;

use super::{Question, Whole, Work};
use crate::curve::Lot;

/// How a price follows from a cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profit {
    /// A share of the cost, added to it: 0.25 for 25%.
    Markup(Decimal),
    /// A share of the price, below 1: 0.20 for 20%.
    Margin(Decimal),
}

/// Which units' cost per unit is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostOf {
    /// The average of the first so many.
    First(u64),
    /// A lot's average.
    Lot(Lot),
    /// One unit alone.
    Unit(u64),
    /// Each after learning's end.
    Steady,
}

/// What a cost is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A figure of its own, per unit.
    Given(Decimal),
    /// A price less the margin that it has to leave, a share of the price.
    OfPrice {
        /// The price.
        price: Decimal,
        /// The margin, 0.20 for 20%.
        margin: Decimal,
    },
}

/// Hours and wages that were really paid, to be held against the curve's standard.
#[derive(Debug, Clone, PartialEq)]
pub struct Variance {
    /// Units made.
    pub units: u64,
    /// The time that they took, in the curve's measure.
    pub time: Decimal,
    /// What that time cost.
    pub cost: Option<Decimal>,
    /// The line whose rate values the hours; the first per hour where none is named.
    pub line: Option<String>,
    /// The curve as it should have been expected in hindsight.
    pub revised: Option<Work>,
    /// The keys that it revises.
    pub revises: Vec<&'static str>,
    /// Which variance is the headline.
    pub report: Reported,
}

/// A labour variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reported {
    /// Standard hours less actual hours, at the standard rate.
    Efficiency,
    /// Actual hours at the standard rate, less what they cost.
    Rate,
    /// Standard hours less revised standard hours, at the standard rate.
    Planning,
    /// Revised standard hours less actual hours, at the standard rate.
    Operational,
    /// Efficiency and rate together.
    Total,
}

/// One period of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Its name.
    pub name: String,
    /// Units made in it.
    pub units: u64,
}

/// The same question of a scenario in which one thing, or two, were otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// The question.
    pub find: Question,
    /// The scenario with each value in turn.
    pub variations: Vec<Variation>,
}

/// A scenario with another value in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    /// What was changed: the keys, with the values as written.
    pub changes: Vec<(String, String)>,
    /// The scenario with them.
    pub whole: Whole,
}
