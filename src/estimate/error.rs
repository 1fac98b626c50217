//! Why data have no curve.

use thiserror::Error as Derive;

use crate::{curve, fit};

/// Why data have no curve.
#[derive(Debug, Clone, PartialEq, Derive)]
#[non_exhaustive]
pub enum Error {
    /// There are no rows.
    #[error("there are no rows of data")]
    NoRows,
    /// Some rows can't be used.
    #[error("{}", several(refused, "row", "used"))]
    Rows {
        /// Each with why.
        refused: Vec<(usize, String)>,
    },
    /// Some periods can't be foretold.
    #[error("{}", several(refused, "period", "foretold"))]
    Periods {
        /// Each with why.
        refused: Vec<(usize, String)>,
    },
    /// Values of a unit so far apart that the squares of some are nothing beside those of others.
    #[error("row {}: {}", one.0, apart(*one, *other, "row"))]
    FarApart {
        /// The first of the least and the most, with its row.
        one: (usize, f64),
        /// The other.
        other: (usize, f64),
    },
    /// There are fewer rows than parameters.
    #[error("{rows} {} can't determine the {parameters} parameters of {model}", if *rows == 1 { "row" } else { "rows" })]
    TooFew {
        /// How many rows there are.
        rows: usize,
        /// How many parameters.
        parameters: usize,
        /// The model.
        model: String,
    },
    /// Every row is at the same place on the curve.
    #[error("every row is at {place}: no slope can be told from one place")]
    OnePlace {
        /// The place.
        place: String,
    },
    /// The production rate never changes.
    #[error("the production rate is the same in every row: what it does can't be told")]
    OneRate,
    /// Production rates that are a power of the units.
    #[error("the production rate goes with the units from row to row: what each does can't be told apart")]
    RateOfUnits,
    /// The model takes production rates and the data have none.
    #[error("the rate effect needs a production rate in every row")]
    NoRates,
    /// The model has no such parameter, or can't have that value.
    #[error("{model} has no parameter `{name}` to set; it has {has}")]
    NoParameter {
        /// The model.
        model: String,
        /// What was named.
        name: String,
        /// What it has.
        has: String,
    },
    /// No such model can be fitted.
    #[error("`{name}` is not a model that is fitted")]
    NoModel {
        /// What was named.
        name: String,
    },
    /// Rows at broken units, where the model needs whole ones.
    #[error("{model} needs whole units, and row {row} is at {place}")]
    Whole {
        /// The model.
        model: String,
        /// The first such row.
        row: usize,
        /// Its place.
        place: String,
    },
    /// A method that does not go with the model or the data.
    #[error("{method} {reason}")]
    Method {
        /// The method's name.
        method: &'static str,
        /// Why not.
        reason: &'static str,
    },
    /// The curve refuses.
    #[error(transparent)]
    Curve(#[from] curve::Error),
    /// The search found nothing.
    #[error(transparent)]
    Fit(#[from] fit::Error),
}

/// What is wrong with one of two values.
pub(super) fn apart(one: (usize, f64), other: (usize, f64), row: &str) -> String {
    let shown =
        |value: f64| if (1e-3..1e15).contains(&value) { value.to_string() } else { format!("{value:e}") };
    format!(
        "it has {} a unit, and {row} {} has {}: values more than 1e100 times apart have no curve in common",
        shown(one.1),
        other.0,
        shown(other.1)
    )
}

fn several(refused: &[(usize, String)], one: &str, done: &str) -> String {
    let each: Vec<String> =
        refused.iter().take(20).map(|(place, reason)| format!("{one} {place}: {reason}")).collect();
    let more = if refused.len() > 20 { format!("; and {} more", refused.len() - 20) } else { String::new() };
    let ending = if refused.len() == 1 { "" } else { "s" };
    format!("{} {one}{ending} can't be {done}: {}{more}", refused.len(), each.join("; "))
}
