//! The last digits: Gauss-Newton steps from where a search ended.
//!
//! A search ends when the sum of squares no longer changes. As the sum is flat at its least, the parameters are then good to
//! half of a double's digits only. What tells the other half is how much of the residuals lies in the directions in which the
//! parameters move the fit: none, at the least sum.

use nalgebra::{DMatrix, DVector};

use super::factor::Factored;
use super::solver::{Solved, within};
use super::{Parameter, Problem, sum_of_squares};

/// More steps than this are not made; most fits need two to five.
const STEPS: usize = 60;
/// The share of the residuals along the fit's directions below which there is nothing but rounding.
const ROUNDING: f64 = 1e-16;
/// How far the sum of squares may seem to rise: rounding of its terms, not an ascent.
const RISE: f64 = 1e-9;

/// A place that steps are made from.
struct Place {
    values: Vec<f64>,
    residuals: Vec<f64>,
    sum: f64,
    step: DVector<f64>,
    /// The length of the residuals' part along the fit's directions.
    offset: f64,
}

/// Makes Gauss-Newton steps from a search's end for as long as they bring the residuals nearer to right angles to the fit.
///
/// Parameters at a bound stay there, and no step leaves the bounds. Where the Jacobian is singular there are no steps.
///
/// Source: D. M. Bates and D. G. Watts, A relative offset orthogonality convergence criterion for nonlinear least squares,
/// Technometrics 23(2), 1981.
pub(super) fn polish<P: Problem + ?Sized>(problem: &P, parameters: &[Parameter], solved: &mut Solved) {
    let free = within(parameters, &solved.values);
    let Some(mut here) = place(problem, parameters, &free, solved.values.clone(), solved.residuals.clone())
    else {
        return;
    };
    for _ in 0..STEPS {
        if here.offset <= ROUNDING * here.sum.sqrt() {
            break;
        }
        let mut values = here.values.clone();
        for (place, step) in free.iter().zip(here.step.iter()) {
            values[*place] -= step;
        }
        let allowed =
            |(parameter, value): (&Parameter, &f64)| parameter.low <= *value && *value <= parameter.high;
        if values == here.values || !parameters.iter().zip(&values).all(allowed) {
            break;
        }
        let mut residuals = vec![0.0; here.residuals.len()];
        problem.residuals(&values, &mut residuals);
        solved.evaluations += 1;
        let Some(there) = place(problem, parameters, &free, values, residuals) else { break };
        // False too for what is no number.
        let better = there.offset < here.offset && there.sum <= here.sum * (1.0 + RISE);
        if !better {
            break;
        }
        here = there;
    }
    solved.values = here.values;
    solved.residuals = here.residuals;
}

fn place<P: Problem + ?Sized>(
    problem: &P,
    parameters: &[Parameter],
    free: &[usize],
    values: Vec<f64>,
    residuals: Vec<f64>,
) -> Option<Place> {
    let sum = sum_of_squares(&residuals);
    let jacobian: DMatrix<f64> = problem.jacobian_at(&values, parameters).select_columns(free);
    let factored = Factored::of(jacobian).filter(Factored::has_full_rank)?;
    let along = factored.q.tr_mul(&DVector::from_column_slice(&residuals));
    let step = factored.solve(&along)?;
    Some(Place { values, residuals, sum, step, offset: along.norm() })
}

#[cfg(test)]
#[path = "polish_tests.rs"]
mod tests;
