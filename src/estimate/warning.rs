//! What a reader of a fit has to know before believing it.

use super::{Estimated, Kind, Place};
use crate::curve::Basis;

/// A warning: its name, which scripts may rely on, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Its name: `few-dof`, `rate-over-100`, …
    pub name: &'static str,
    /// What it says.
    pub message: String,
}

impl Warning {
    pub(super) fn new(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, message: message.into() }
    }
}

/// A squared correlation of units and production rate past which what each does can't be told apart: a variance inflation of 10.
const COLLINEAR: f64 = 0.9;

/// Every warning that a fit calls for.
pub(super) fn warnings(of: &Estimated, cycled: bool) -> Vec<Warning> {
    let mut made = Vec::new();
    let mut warn = |name, message: String| made.push(Warning::new(name, message));
    let summary = &of.summary;
    if !of.stopped.is_success() {
        warn(
            "not-converged",
            format!(
                "the search stopped before it arrived ({}): don't rely on these figures",
                of.stopped.name()
            ),
        );
    }
    if cycled {
        warn("cycled", "the rounds went in circles until half steps were taken".to_owned());
    }
    match summary.dof {
        0 => warn(
            "no-dof",
            "as many parameters as rows: the curve goes through every point, and nothing can be said of its errors".to_owned(),
        ),
        1 | 2 => warn(
            "few-dof",
            format!("{} of freedom: intervals are wide and statistics unsure", if summary.dof == 1 { "1 degree" } else { "2 degrees" }),
        ),
        _ => {}
    }
    if of.given.values().windows(2).all(|pair| pair[0].to_bits() == pair[1].to_bits()) {
        warn("no-variation", "every value is the same: there is no learning to be seen in them".to_owned());
    } else if summary.dof > 0 && summary.r_squared.is_some_and(|r| r > 1.0 - 1e-15) {
        warn(
            "exact",
            "the curve goes through every point: these are computed values, or too good to be data"
                .to_owned(),
        );
    }
    if let Some(rate) = of.coefficient("learning_rate") {
        if rate.value > 1.0 {
            warn(
                "rate-over-100",
                format!("the fitted learning rate is {:.1}%: each doubling costs more", 100.0 * rate.value),
            );
        } else if of.model.basis() == Basis::CumulativeAverage && rate.value <= 0.5 {
            warn(
                "rate-under-50",
                format!(
                    "the fitted rate is {:.1}%: under Wright's theory later units cost nothing or less",
                    100.0 * rate.value
                ),
            );
        } else if rate.high.is_some_and(|high| high > 1.0) {
            warn(
                "rate-may-be-100",
                format!(
                    "the {}% interval of the learning rate takes in 100%: there may be no learning",
                    100.0 * of.level
                ),
            );
        }
    }
    for coefficient in &of.coefficients {
        let (name, value) = (&coefficient.name, coefficient.value);
        if coefficient.at_bound && !matches!(name.as_str(), "learning_rate" | "rate_slope" | "ln_first_unit")
        {
            warn("at-bound", format!("{name} is at its bound, {value}: the other errors take it as fixed"));
        } else if coefficient.std_error.is_some_and(|error| error > value.abs() && error > 0.0)
            && !matches!(
                name.as_str(),
                "index" | "learning_rate" | "rate_index" | "rate_slope" | "ln_first_unit" | "growth"
            )
        {
            warn(
                "unsure",
                format!("{name} has a standard error larger than itself: the data hardly determine it"),
            );
        }
    }
    if summary.dof > 0 && !of.core.covariance.is_determined() {
        warn("not-determined", "the data do not determine every parameter: errors can't be given".to_owned());
    }
    for row in of.rows.iter().filter(|row| row.cooks_distance.is_some_and(|distance| distance > 1.0)) {
        warn(
            "influential-row",
            format!(
                "row {} ({}) pulls the fit hard: Cook's distance {:.2}",
                row.observation.row,
                row.observation.place,
                row.cooks_distance.unwrap_or_default()
            ),
        );
    }
    if of.model.has_rates() {
        let rows = of.given.observations();
        let units: Vec<f64> = rows.iter().map(|row| row.place.about().ln()).collect();
        let rates: Vec<f64> = rows.iter().map(|row| row.rate.unwrap_or(1.0).ln()).collect();
        let squared = crate::fit::stats::pearson_squared(&units, &rates).unwrap_or(0.0);
        if squared > COLLINEAR {
            warn(
                "collinear-rate",
                format!(
                    "the production rate goes with the units (r² {squared:.3}): what each does can't be told apart"
                ),
            );
        }
    }
    if of.given.kind() == Kind::Average && summary.dof > 0 {
        warn(
            "correlated-averages",
            "cumulative averages share their units, so that their errors go together: R² and standard errors flatter".to_owned(),
        );
    }
    if let Some((one, other)) = overlap(of) {
        warn(
            "overlapping-lots",
            format!("rows {one} and {other} share units, so that their errors go together"),
        );
    }
    let turn = of.model.curve(&of.at).and_then(|curve| curve.shape().turning_point());
    if let Some(turn) = turn.filter(|turn| *turn < 10.0 * of.given.last()) {
        warn("turns", format!("the fitted curve rises again from unit {turn:.0} on"));
    }
    made
}

/// Two rows whose lots overlap.
fn overlap(of: &Estimated) -> Option<(usize, usize)> {
    let ends = |row: &super::Observation| match row.place {
        Place::Lot(lot) | Place::LotAverage(lot) => Some((lot.first(), lot.last(), row.row)),
        _ => None,
    };
    let mut lots: Vec<(u64, u64, usize)> = of.given.observations().iter().filter_map(ends).collect();
    lots.sort_unstable();
    lots.windows(2).find(|pair| pair[1].0 <= pair[0].1).map(|pair| (pair[0].2, pair[1].2))
}
