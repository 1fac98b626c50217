//! Models held against one another on the same rows, and whether the data can tell them apart.

use super::{
    Data, Error, Estimated, Intervals, Kind, MODELS, Method, Model, Options, Warning, estimate, estimate_from,
};
use crate::curve::{Basis, count};
use crate::fit::stats;
use crate::ordered;

/// A model's place in a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its fit.
    pub fit: Estimated,
    /// How far its AICc is above the least; none where too few rows give it one.
    pub behind: Option<f64>,
    /// How likely it is the best of those compared, by Akaike's weights.
    pub weight: Option<f64>,
    /// The root mean square of the errors with which each row is predicted from the others, in the space of the fit.
    pub left_out_error: Option<f64>,
}

/// Models ranked, the best first, and what is to be said of the ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The rows that all were fitted to: cumulative averages have become the lots between them.
    pub data: Data,
    /// The models that were fitted, by AICc, then by the error of left-out rows.
    pub ranked: Vec<Ranked>,
    /// Models that could not be fitted, with why.
    pub failed: Vec<(String, Error)>,
    /// Whether left-out errors are by leverage, the rows being many, rather than by as many fits.
    pub by_leverage: bool,
    /// What a reader has to know.
    pub warnings: Vec<Warning>,
}

/// A difference of AICc below which two models are as good: Burnham and Anderson's rule.
const AS_GOOD: f64 = 2.0;

/// Up to so many rows each is left out in turn and the model fitted anew.
const MOST_LEFT_OUT: usize = 40;

/// Fits every model, each by both theories, to the same rows by one method, and ranks them.
///
/// Cumulative averages are compared as the lots between them: averages share their units, which flatters the theory of averages.
///
/// # Errors
///
/// [`Error::NoRows`] never; the first model's error where none could be fitted.
///
/// Source: K. P. Burnham and D. R. Anderson, Model Selection and Multimodel Inference, 2002, section 2.6.
pub fn compare(
    data: &Data,
    method: Method,
    options: &Options,
    fixed: &[(String, f64)],
) -> Result<Comparison, Error> {
    let lots = data.as_lots();
    let shared = lots.as_ref().unwrap_or(data);
    // A profile takes a hundred fits, and only the best model's intervals are told.
    let quick = Options { intervals: Intervals::Asymptotic, ..*options };
    let mut ranked = Vec::new();
    let mut failed = Vec::new();
    let candidates = candidates(shared);
    let made = ordered::each(candidates.len(), |place| {
        let (name, basis) = candidates[place];
        Model::named(name, basis, fixed, shared).and_then(|model| estimate(shared, &model, method, &quick))
    });
    for ((name, basis), made) in candidates.into_iter().zip(made) {
        match made {
            Ok(fit) => ranked.push(Ranked { fit, behind: None, weight: None, left_out_error: None }),
            // A parameter that a model lacks is no failure of its own.
            Err(Error::NoParameter { .. }) if !fixed.is_empty() => {}
            Err(error) => {
                let basis =
                    basis.map_or(
                        "",
                        |basis| if basis == Basis::Unit { " (unit)" } else { " (cumulative average)" },
                    );
                failed.push((format!("{name}{basis}"), error));
            }
        }
    }
    if ranked.is_empty() {
        return Err(failed.into_iter().next().map_or(Error::NoRows, |(_, error)| error));
    }
    let by_leverage = shared.len() > MOST_LEFT_OUT;
    let errors =
        ordered::each(ranked.len(), |place| left_out(shared, &ranked[place].fit, &quick, by_leverage));
    for (one, error) in ranked.iter_mut().zip(errors) {
        one.left_out_error = error;
    }
    let key = |one: &Ranked| {
        (
            one.fit.summary.aicc.unwrap_or(f64::INFINITY),
            one.left_out_error.unwrap_or(f64::INFINITY),
            one.fit.summary.sse,
        )
    };
    ranked.sort_by(|one, other| {
        let (one, other) = (key(one), key(other));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)).then(one.2.total_cmp(&other.2))
    });
    let criteria: Vec<Option<f64>> = ranked.iter().map(|one| one.fit.summary.aicc).collect();
    for (one, weight) in ranked.iter_mut().zip(stats::akaike_weights(&criteria)) {
        (one.behind, one.weight) = weight.unzip();
    }
    if quick != *options {
        let best = &mut ranked[0].fit;
        *best = estimate(shared, &best.model, method, options)?;
    }
    let warnings = verdicts(data, lots.is_some(), &ranked);
    Ok(Comparison { data: shared.clone(), ranked, failed, by_leverage, warnings })
}

/// The models with the theories to try each by.
fn candidates(data: &Data) -> Vec<(&'static str, Option<Basis>)> {
    let mut made = Vec::new();
    for name in MODELS {
        match name {
            "wright" | "crawford" => made.push((name, None)),
            "rate-effect" if !data.has_rates() => {}
            _ => made.extend([(name, Some(Basis::Unit)), (name, Some(Basis::CumulativeAverage))]),
        }
    }
    made
}

/// The root mean square error of rows predicted from the others.
fn left_out(data: &Data, fit: &Estimated, options: &Options, by_leverage: bool) -> Option<f64> {
    if fit.summary.dof == 0 {
        return None;
    }
    let mut sum = 0.0;
    for (place, row) in fit.rows.iter().enumerate() {
        let error = if by_leverage {
            row.residual / (1.0 - row.leverage?)
        } else {
            let rest = data.without(place);
            let again = estimate_from(&rest, &fit.model, fit.method, options, Some(&fit.at)).ok()?;
            let value = again.value(row.observation.place, row.observation.rate);
            match fit.method {
                method if method.is_log() => (row.observation.value / value).ln(),
                method if method.is_relative() => (row.observation.value - value) / value,
                _ => row.observation.value - value,
            }
        };
        sum += error * error;
    }
    let error = (sum / count(data.len() as u64)).sqrt();
    error.is_finite().then_some(error)
}

/// What the ranking can and can't tell.
fn verdicts(given: &Data, as_lots: bool, ranked: &[Ranked]) -> Vec<Warning> {
    let mut made = Vec::new();
    let best = ranked[0].fit.model.label();
    if given.kind() == Kind::Average {
        made.push(if as_lots {
            Warning::new("compared-as-lots", "cumulative averages share their units: the lots between them are compared")
        } else {
            Warning::new(
                "correlated-averages",
                "cumulative averages share their units, which flatters the theory of averages; they could not be made into lots",
            )
        });
    }
    let near: Vec<String> = ranked
        .iter()
        .skip(1)
        .filter(|one| one.behind.is_some_and(|behind| behind < AS_GOOD))
        .map(|one| one.fit.model.label())
        .collect();
    if ranked[0].fit.summary.aicc.is_none() {
        made.push(Warning::new(
            "too-few-to-rank",
            "too few rows for AICc: the order is that of left-out errors",
        ));
    } else if !near.is_empty() {
        made.push(Warning::new(
            "indistinct",
            format!("the data can't tell {best} from {}: their AICc differ by less than 2", near.join(", ")),
        ));
    }
    let theory = |name: &str| {
        ranked.iter().find(|one| one.fit.model.name() == name).and_then(|one| one.fit.summary.aicc)
    };
    if let (Some(wright), Some(crawford)) = (theory("wright"), theory("crawford")) {
        let (better, by) = if wright < crawford {
            ("Wright's", crawford - wright)
        } else {
            ("Crawford's", wright - crawford)
        };
        let message = if by < AS_GOOD {
            format!("Wright's and Crawford's theories fit these rows alike (AICc {by:.1} apart)")
        } else {
            format!("{better} theory fits these rows better, by {by:.1} in AICc")
        };
        made.push(Warning::new("theories", message));
    }
    let reached = given.observations().iter().map(|row| row.place.about());
    let nearest = reached.fold(f64::INFINITY, f64::min);
    if given.last() < 4.0 * nearest {
        made.push(Warning::new(
            "short",
            "the rows span less than two doublings: shapes hardly differ over so few",
        ));
    }
    made
}
