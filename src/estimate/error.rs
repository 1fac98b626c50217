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

fn several(refused: &[(usize, String)], one: &str, done: &str) -> String {
    let each: Vec<String> =
        refused.iter().take(20).map(|(place, reason)| format!("{one} {place}: {reason}")).collect();
    let more = if refused.len() > 20 { format!("; and {} more", refused.len() - 20) } else { String::new() };
    let ending = if refused.len() == 1 { "" } else { "s" };
    format!("{} {one}{ending} can't be {done}: {}{more}", refused.len(), each.join("; "))
}
