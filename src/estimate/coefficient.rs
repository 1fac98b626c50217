//! Fitted parameters as a report has them, with what follows from them.

use super::shares::Shares;
use super::squares::{Space, Squares};
use super::{Data, Estimated, Intervals, Model, Options, model};
use crate::fit::{profile, stats};
use crate::ordered;

/// One line of the table of parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// Its name: `first_unit`, `index`, `learning_rate`, a parameter of the shape, or `ln_first_unit`.
    pub name: String,
    /// Its value; T1 and floors in the data's unit, rates as ratios.
    pub value: f64,
    /// Its standard error; none without degrees of freedom, at a bound, or for methods that have none.
    pub std_error: Option<f64>,
    /// How far the value lies from where it would have no effect, over its standard error; none where there is no such value.
    /// That is 0, and 1 for `unit_ratio` and `flattening`.
    pub t: Option<f64>,
    /// How likely a t so far from 0 is by chance alone.
    pub p: Option<f64>,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// Whether it is at one of its bounds.
    pub at_bound: bool,
}

/// Every parameter of a fit, the learning rate after the index, and for a log fit ln T1 after T1.
pub(super) fn coefficients(
    of: &Estimated,
    errors: bool,
    options: &Options,
    scaled: (&Model, &Data),
) -> Vec<Coefficient> {
    let dof = of.core.degrees_of_freedom;
    let t = stats::t_quantile(0.5 + 0.5 * options.level, dof);
    let by_profile = options.intervals == Intervals::Profile && errors && dof > 0;
    let places = if by_profile { of.at.len() } else { 0 };
    // Each is a search of its own.
    let profiles = ordered::each(places, |place| {
        let at_bound = of.core.estimates[place].at_bound;
        if at_bound { None } else { profiled(of, place, options.level, scaled) }
    });
    let mut made = Vec::new();
    for (place, (parameter, value)) in of.model.parameters().iter().zip(&of.at).enumerate() {
        let unscale = if model::is_valued(&parameter.name) { 1.0 / of.scale } else { 1.0 };
        let at_bound = of.core.estimates[place].at_bound;
        let std_error = of.core.estimates[place].std_error.filter(|_| errors).map(|error| error * unscale);
        // In logarithms T1's interval is that of ln T1, which is linear there.
        let in_logs = of.method.is_log() && parameter.name == "first_unit";
        let (low, high) = if by_profile && !at_bound {
            let (low, high) = profiles[place].unwrap_or_default();
            (low.map(|x| x * unscale), high.map(|x| x * unscale))
        } else {
            ends(*value, std_error, t, in_logs)
        };
        // What the parameter would be if it had no effect.
        let idle = match parameter.name.as_str() {
            "unit_ratio" | "flattening" => Some(1.0),
            // No number of units, and no T1, is without effect.
            "first_unit" | "decay" | "half_units" | "time_constant" => None,
            _ => Some(0.0),
        };
        let ratio =
            idle.zip(std_error.filter(|error| *error > 0.0)).map(|(idle, error)| (value - idle) / error);
        made.push(Coefficient {
            name: parameter.name.clone(),
            value: *value,
            std_error,
            t: ratio,
            p: ratio.and_then(|t| stats::t_p_value(t, dof)),
            low,
            high,
            at_bound,
        });
        if in_logs {
            made.push(log_of(&made[made.len() - 1], dof));
        }
        match parameter.name.as_str() {
            "index" => made.push(rate_of("learning_rate", &made[made.len() - 1])),
            "rate_index" => made.push(rate_of("rate_slope", &made[made.len() - 1])),
            _ => {}
        }
    }
    made
}

fn ends(value: f64, std_error: Option<f64>, t: Option<f64>, in_logs: bool) -> (Option<f64>, Option<f64>) {
    let (Some(error), Some(t)) = (std_error, t) else {
        return (None, None);
    };
    if in_logs {
        let factor = (t * error / value).exp();
        return (Some(value / factor), Some(value * factor).filter(|high| high.is_finite()));
    }
    (Some(value - t * error), Some(value + t * error))
}

/// The profile interval of a parameter, of the scaled data. MUPE's holds its last weights.
fn profiled(
    of: &Estimated,
    place: usize,
    level: f64,
    (model, data): (&Model, &Data),
) -> Option<(Option<f64>, Option<f64>)> {
    let space = Space::held(of);
    let squares = Squares::new(model, data, space);
    let interval = match Shares::of(&squares).filter(|_| model.parameters()[place].name != "floor") {
        // What the others may be is the same with the floor as a share of T1, and is found sooner.
        Some(shares) => profile::interval(&shares, &shares.fit(&of.core), place, level),
        None => profile::interval(&squares, &of.core, place, level),
    };
    interval.ok()
}

/// The learning rate of an index: 2^b, its ends those of b.
fn rate_of(name: &str, index: &Coefficient) -> Coefficient {
    let value = index.value.exp2();
    Coefficient {
        name: name.to_owned(),
        value,
        std_error: index.std_error.map(|error| error * value * std::f64::consts::LN_2),
        t: None,
        p: None,
        low: index.low.map(f64::exp2),
        // An index that the data hardly bound has an end whose rate is no double.
        high: index.high.map(f64::exp2).filter(|high| high.is_finite()),
        at_bound: index.at_bound,
    }
}

/// ln T1 of T1.
fn log_of(first_unit: &Coefficient, dof: usize) -> Coefficient {
    let value = first_unit.value.ln();
    let std_error = first_unit.std_error.map(|error| error / first_unit.value);
    let t = std_error.filter(|error| *error > 0.0).map(|error| value / error);
    Coefficient {
        name: "ln_first_unit".to_owned(),
        value,
        std_error,
        t,
        p: t.and_then(|t| stats::t_p_value(t, dof)),
        low: first_unit.low.map(f64::ln),
        high: first_unit.high.map(f64::ln),
        at_bound: first_unit.at_bound,
    }
}
