//! ZMPE: the least squares of `(y - f) / f` among the curves whose percentage errors sum to 0.

use std::cell::RefCell;

use super::method::{Found, effort, of_shares};
use super::{Data, Error, Model, starts};
use crate::fit::{self, Parameter, Problem, sum_of_squares};
use crate::root;

/// The problem once the constraint has given T1: for every choice of the other parameters it is `mean(y / g)`.
struct ZeroBias<'a> {
    model: &'a Model,
    data: &'a Data,
    roots: Vec<f64>,
    starts: Vec<Vec<f64>>,
}

impl ZeroBias<'_> {
    /// All parameters, T1 being what the constraint makes it, and what the model then says of every row.
    ///
    /// `rest` has a floor as a share of T1.
    fn whole(&self, rest: &[f64], fitted: &mut [f64]) -> Vec<f64> {
        let rows = self.data.observations();
        let weights = self.data.weight();
        let fitted = RefCell::new(fitted);
        let bias = |first_unit: f64| {
            let mut fitted = fitted.borrow_mut();
            let at = self.at(first_unit, rest);
            self.model.values(&at, rows.iter().map(|row| (row.place, row.rate)), &mut fitted);
            rows.iter().zip(fitted.iter()).map(|(row, value)| row.weight * row.value / value).sum::<f64>()
                / weights
        };
        // T1 scales every value, so that one step lands; a fixed floor needs a search.
        let mut first_unit = 1.0;
        if self.model.is_scaled_with_its_floor() {
            first_unit = bias(first_unit);
            for value in fitted.borrow_mut().iter_mut() {
                *value *= first_unit;
            }
            return self.at(first_unit, rest);
        }
        for _ in 0..3 {
            let mean = bias(first_unit);
            if (mean - 1.0).abs() < 1e-15 {
                break;
            }
            first_unit *= mean;
        }
        if (bias(first_unit) - 1.0).abs() > 1e-12 {
            let excess = |log: f64| bias(log.exp()) - 1.0;
            if let Some(log) = root::brent(excess, -25.0, 25.0, 1e-15) {
                first_unit = log.exp();
            }
            // What was fitted last is what the search for T1 looked at last.
            bias(first_unit);
        }
        self.at(first_unit, rest)
    }

    fn at(&self, first_unit: f64, rest: &[f64]) -> Vec<f64> {
        let mut at = vec![first_unit];
        let names = self.model.parameters().iter().skip(1);
        at.extend(
            names.zip(rest).map(|(p, value)| if p.name == "floor" { value * first_unit } else { *value }),
        );
        at
    }
}

impl Problem for ZeroBias<'_> {
    fn parameters(&self) -> Vec<Parameter> {
        let share = |p: &Parameter| match p.name.as_str() {
            "floor" => Parameter::between("floor", 0.5 * p.low / self.data.least(), 1e3),
            _ => p.clone(),
        };
        self.model.parameters().iter().skip(1).map(share).collect()
    }

    fn observations(&self) -> usize {
        self.data.len()
    }

    fn residuals(&self, rest: &[f64], into: &mut [f64]) {
        // Below an index of -1 a negative T1 makes the shares of a curve that is none.
        let bounds = &self.model.parameters()[0];
        if !(bounds.low..=bounds.high).contains(&self.whole(rest, into)[0]) {
            into.fill(f64::NAN);
        }
        for ((into, row), root) in into.iter_mut().zip(self.data.observations()).zip(&self.roots) {
            *into = root * (row.value / *into - 1.0);
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        self.starts.clone()
    }
}

/// Fits by ZMPE. It has no standard errors: the constraint is not a sum of squares.
pub(super) fn fitted(model: &Model, data: &Data, warm: Option<&[f64]>) -> Result<Found, Error> {
    let rows = data.observations();
    let roots: Vec<f64> = rows.iter().map(|row| row.weight.sqrt()).collect();
    let mut problem = ZeroBias { model, data, roots, starts: Vec::new() };
    let shares = |at: &[f64]| -> Vec<f64> {
        let names = model.parameters().iter().skip(1);
        names.zip(&at[1..]).map(|(p, value)| if p.name == "floor" { value / at[0] } else { *value }).collect()
    };
    let loss = |rest: &[f64]| {
        let mut residuals = vec![0.0; data.len()];
        problem.residuals(rest, &mut residuals);
        sum_of_squares(&residuals)
    };
    let starts: Vec<Vec<f64>> = if let Some(warm) = warm {
        vec![shares(warm)]
    } else if model.parameters().len() == 2 {
        vec![vec![along(&model.parameters()[1], |value| loss(&[value]))]]
    } else {
        starts::starts(model, data, |at| loss(&shares(at))).iter().map(|at| shares(at)).collect()
    };
    let scanned = starts.clone();
    problem.starts = starts;
    let (rest, search) = match fit::fit(&problem, &effort(model, data, warm)) {
        Ok(fit) => (fit.values(), (fit.stopped, fit.evaluations, fit.starts)),
        // A single parameter's scan has found its least value already.
        Err(_) if scanned.len() == 1 && model.parameters().len() == 2 => {
            (scanned[0].clone(), (fit::Stopped::Converged, 1, 0))
        }
        Err(error) => return Err(error.into()),
    };
    let whole = |moved: Option<Vec<f64>>| {
        let rest = moved.map_or_else(|| rest.clone(), |moved| shares(&moved));
        problem.whole(&rest, &mut vec![0.0; data.len()])
    };
    let mut fit = of_shares(model, data, whole, search.0)?;
    (fit.evaluations, fit.starts) = (search.1, search.2);
    Ok(Found { fit, data: data.clone(), rounds: 0, cycled: false, errors: false })
}

/// Where a loss of one parameter is least: scanned, then narrowed. It cannot fail to end.
pub(super) fn along(parameter: &Parameter, loss: impl Fn(f64) -> f64) -> f64 {
    let (low, high) = (parameter.low, parameter.high);
    let steps = 280;
    let at = |step: i32| low + (high - low) * f64::from(step) / f64::from(steps);
    let value = |step: i32| {
        let loss = loss(at(step));
        if loss.is_finite() { loss } else { f64::INFINITY }
    };
    let best = (1..steps).min_by(|one, other| value(*one).total_cmp(&value(*other))).unwrap_or(1);
    root::least(&loss, at(best - 1), at(best + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::{Observation, Place};

    #[test]
    fn units_whose_best_index_is_minus_1_have_the_curve_that_they_tend_to() {
        let values =
            [4.42134, 3.94416, 3.41503, 3.32255, 2.78693, 4.82235, 3.2056, 1.86304, 2.77349, 2.78218];
        let weights = [1.19, 3.27, 4.59, 2.29, 2.81, 3.0, 2.42, 2.88, 4.04, 4.9];
        let rows = values.iter().zip(weights).zip(40..).map(|((value, weight), unit)| {
            let unit = Place::Unit(f64::from(unit));
            Observation { weight, ..Observation::new(unit, *value, 2) }
        });
        let data = Data::new(rows.collect()).unwrap();
        let model = Model::named("wright", None, &[], &data).unwrap();
        // The limit of (x^(1+b) - (x-1)^(1+b)) / (1+b) is ln (x / (x-1)).
        let found = fitted(&model, &data, None).unwrap().fit;
        let shapes: Vec<f64> = (40..50).map(|unit| -(-1.0 / f64::from(unit)).ln_1p()).collect();
        let shares = || {
            values.iter().zip(weights).zip(&shapes).map(|((value, weight), shape)| (value / shape, weight))
        };
        let scale = shares().map(|(share, weight)| share * weight).sum::<f64>() / weights.iter().sum::<f64>();
        let least: f64 = shares().map(|(share, weight)| weight * (share / scale - 1.0).powi(2)).sum();
        assert!((found.sum_of_squares / least - 1.0).abs() < 1e-9, "{found:?}, not {least}");
        assert!((found.values()[1] + 1.0).abs() < 1e-7, "{found:?}");
    }
}
