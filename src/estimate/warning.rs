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
    of_the_search(of, cycled, &mut made);
    of_the_rate(of, &mut made);
    of_parameters(of, &mut made);
    of_rows(of, &mut made);
    let turn = of.model.curve(&of.at).and_then(|curve| curve.shape().turning_point());
    if let Some(turn) = turn.filter(|turn| *turn < 10.0 * of.given.last()) {
        made.push(Warning::new("turns", format!("the fitted curve rises again from unit {turn:.0} on")));
    }
    made
}

/// Whether the search arrived, and what there was to search in.
fn of_the_search(of: &Estimated, cycled: bool, made: &mut Vec<Warning>) {
    let mut warn = |name, message: &str| made.push(Warning::new(name, message));
    if !of.stopped.is_success() {
        let how = of.stopped.name();
        warn(
            "not-converged",
            &format!("the search stopped before it arrived ({how}): don't rely on these figures"),
        );
    }
    if cycled {
        warn("cycled", "the midpoints went in circles: they were found between two bounds");
    }
    match of.summary.dof {
        0 => warn(
            "no-dof",
            "as many parameters as rows: the curve goes through every point, and nothing can be said of its errors",
        ),
        1 => warn("few-dof", "1 degree of freedom: intervals are wide and statistics unsure"),
        2 => warn("few-dof", "2 degrees of freedom: intervals are wide and statistics unsure"),
        _ => {}
    }
    if of.given.values().windows(2).all(|pair| pair[0].to_bits() == pair[1].to_bits()) {
        warn("no-variation", "every value is the same: there is no learning to be seen in them");
    } else if of.summary.dof > 0 && of.summary.r_squared.is_some_and(|r| r > 1.0 - 1e-15) {
        warn(
            "exact",
            "the curve goes through every point: these are computed values, or too good to be data",
        );
    }
}

/// A learning rate that is none, or may be none.
fn of_the_rate(of: &Estimated, made: &mut Vec<Warning>) {
    let Some(rate) = of.coefficient("learning_rate") else {
        return;
    };
    let mut warn = |name, message: String| made.push(Warning::new(name, message));
    let percent = 100.0 * rate.value;
    if rate.value > 1.0 {
        warn("rate-over-100", format!("the fitted learning rate is {percent:.1}%: each doubling costs more"));
    } else if of.model.basis() == Basis::CumulativeAverage && rate.value <= 0.5 {
        warn(
            "rate-under-50",
            format!(
                "the fitted rate is {percent:.1}%: under Wright's theory later units cost nothing or less"
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

/// Parameters at their bounds, or hardly determined.
fn of_parameters(of: &Estimated, made: &mut Vec<Warning>) {
    for (estimate, value) in of.core.estimates.iter().zip(&of.at) {
        let name = estimate.name.as_str();
        let may_be_nought = matches!(name, "index" | "rate_index" | "growth");
        if estimate.at_bound {
            let message = format!("{name} is at its bound, {value}: the other errors take it as fixed");
            made.push(Warning::new("at-bound", message));
        } else if estimate.inert {
            let message = format!(
                "{name} does nothing at this fit: the data say nothing of it, and the other errors take it as fixed"
            );
            made.push(Warning::new("not-determined", message));
        } else if !may_be_nought
            && of.coefficient(name).and_then(|one| one.std_error).is_some_and(|error| error > value.abs())
        {
            let message =
                format!("{name} has a standard error larger than itself: the data hardly determine it");
            made.push(Warning::new("unsure", message));
        }
    }
    if of.summary.dof > 0 && !of.core.covariance.is_determined() {
        made.push(Warning::new(
            "not-determined",
            "the data do not determine every parameter: errors can't be given",
        ));
    }
}

/// Rows that pull hard, or whose errors go together.
fn of_rows(of: &Estimated, made: &mut Vec<Warning>) {
    for row in &of.rows {
        if let Some(distance) = row.cooks_distance.filter(|distance| *distance > 1.0) {
            let (number, place) = (row.observation.row, row.observation.place);
            made.push(Warning::new(
                "influential-row",
                format!("row {number} ({place}) pulls the fit hard: Cook's distance {distance:.2}"),
            ));
        }
    }
    let rows = of.given.observations();
    if of.model.has_rates() {
        let units: Vec<f64> = rows.iter().map(|row| row.place.about().ln()).collect();
        let rates: Vec<f64> = rows.iter().map(|row| row.rate.unwrap_or(1.0).ln()).collect();
        let squared = crate::fit::stats::pearson_squared(&units, &rates).unwrap_or(0.0);
        if squared > COLLINEAR {
            made.push(Warning::new(
                "collinear-rate",
                format!("the production rate goes with the units (r² {squared:.3}): what each does can't be told apart"),
            ));
        }
    }
    if of.given.kind() == Kind::Average && of.summary.dof > 0 {
        made.push(Warning::new(
            "correlated-averages",
            "cumulative averages share their units, so that their errors go together: R² and standard errors flatter",
        ));
    }
    if let Some((one, other)) = overlap(of) {
        made.push(Warning::new(
            "overlapping-lots",
            format!("rows {one} and {other} share units, so that their errors go together"),
        ));
    }
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
