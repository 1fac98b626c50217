//! Derivatives by differences, for problems that give none of their own.

use super::Parameter;

/// Weights of values some steps away, over the step: of fourth order, and of second order to judge the first by.
type Stencil = [(f64, f64, f64)];

/// Around the point.
const MIDDLE: [(f64, f64, f64); 4] =
    [(-2.0, 1.0 / 12.0, 0.0), (-1.0, -2.0 / 3.0, -0.5), (1.0, 2.0 / 3.0, 0.5), (2.0, -1.0 / 12.0, 0.0)];
/// From a bound inwards.
const EDGE: [(f64, f64, f64); 5] =
    [(0.0, -25.0 / 12.0, -1.5), (1.0, 4.0, 2.0), (2.0, -3.0, -0.5), (3.0, 4.0 / 3.0, 0.0), (4.0, -0.25, 0.0)];

/// The step, as a share of the length over which the values bend: errors of order h^4 and eps/h balance near eps^(1/5).
const SHARE: f64 = 7e-4;
/// The step of differences of second order: errors of h^2 and eps/h balance near eps^(1/3).
const ROUGH_SHARE: f64 = 2e-5;
/// Above this difference of the orders the step is too long: h^2 errors of 3e-6 leave h^4 errors near 1e-11.
const BENT: f64 = 3e-6;
/// How often a step is shortened.
const SHORTENED: usize = 4;

/// Derivatives of `values` at `at` by five-point differences that keep within the parameters' bounds.
///
/// Column by column into `into`, as [`Problem::jacobian`](super::Problem::jacobian) has them; relative error about 1e-11 for
/// smooth functions. The step is a share of the parameter, or of 0.001 at 0, and is shortened where differences of a lower
/// order say that the values bend over less. It is not lengthened: beside 0, less is left of what a step changes than of the
/// values' own rounding.
///
/// # Example
///
/// ```
/// use learncurve::fit::{Parameter, differentiate};
/// let mut slope = [0.0];
/// differentiate(|at, into| into[0] = at[0].sin(), &[Parameter::free("x")], &[1.0], 1, &mut slope);
/// assert!((slope[0] - 1_f64.cos()).abs() < 1e-11);
/// ```
pub fn differentiate(
    values: impl Fn(&[f64], &mut [f64]),
    parameters: &[Parameter],
    at: &[f64],
    rows: usize,
    into: &mut [f64],
) {
    let mut moved = at.to_vec();
    let mut column = vec![0.0; rows];
    let mut first = vec![0.0; rows];
    let mut rough = vec![0.0; rows];
    let mut slopes = vec![0.0; rows];
    for (place, parameter) in parameters.iter().enumerate() {
        let x = at[place];
        let (stencil, mut step) = stencil(parameter, x);
        let kept = &mut into[place * rows..(place + 1) * rows];
        let mut bent = f64::INFINITY;
        for _ in 0..=SHORTENED {
            let exact = exact(x, step);
            slopes.fill(0.0);
            rough.fill(0.0);
            for (turn, (steps, weight, rough_weight)) in stencil.iter().enumerate() {
                moved[place] = x + steps * exact;
                let values_there = if turn == 0 { &mut first } else { &mut column };
                values(&moved, values_there);
                if turn == 0 {
                    continue;
                }
                // The weights' sum is 0: from the first value on, nothing is left of what does not change.
                let changes = column.iter().zip(&first).map(|(value, first)| (value - first) / exact);
                for ((slope, rough), change) in slopes.iter_mut().zip(&mut rough).zip(changes) {
                    *slope += weight * change;
                    *rough += rough_weight * change;
                }
            }
            let now = difference(&slopes, &rough);
            // A shorter step that bends no less has met rounding: the longer one stands.
            if bent.is_finite() && now >= bent {
                break;
            }
            kept.copy_from_slice(&slopes);
            if now <= BENT {
                break;
            }
            bent = now;
            // Second-order errors are some sixth of the squared share of the bend's length.
            let share = if now.is_finite() { (6.0 * now).sqrt() } else { 1.0 };
            step *= (SHARE / share).clamp(1e-3, 0.5);
        }
        moved[place] = x;
    }
}

/// As [`differentiate`], by differences of second order: two values for each parameter, at a bound three, no step shortened.
///
/// Good to about 1e-8 for functions that don't bend over less than a parameter's own size, which is enough to find the way by. Where
/// a value on the way is no number its slope is none.
///
/// # Example
///
/// ```
/// use learncurve::fit::{Parameter, differentiate_roughly};
/// let mut slope = [0.0];
/// differentiate_roughly(|at, into| into[0] = at[0].sin(), &[Parameter::free("x")], &[1.0], 1, &mut slope);
/// assert!((slope[0] - 1_f64.cos()).abs() < 1e-8);
/// ```
pub fn differentiate_roughly(
    values: impl Fn(&[f64], &mut [f64]),
    parameters: &[Parameter],
    at: &[f64],
    rows: usize,
    into: &mut [f64],
) {
    let mut moved = at.to_vec();
    let mut column = vec![0.0; rows];
    for (place, parameter) in parameters.iter().enumerate() {
        let x = at[place];
        let (stencil, step) = stencil(parameter, x);
        let step = if step.abs() < ROUGH_SHARE * x.abs() { step } else { step * ROUGH_SHARE / SHARE };
        let exact = exact(x, step);
        let slopes = &mut into[place * rows..(place + 1) * rows];
        slopes.fill(0.0);
        for (steps, _, weight) in stencil.iter().filter(|(.., weight)| *weight != 0.0) {
            moved[place] = x + steps * exact;
            values(&moved, &mut column);
            for (slope, value) in slopes.iter_mut().zip(&column) {
                *slope += weight * value / exact;
            }
        }
        moved[place] = x;
    }
}

/// Where to take values: around the point, or inwards from a bound; and the first step.
fn stencil(parameter: &Parameter, x: f64) -> (&'static Stencil, f64) {
    let scale = if x == 0.0 { 1e-3 } else { x.abs() };
    let step = SHARE * scale;
    let room = (x - parameter.low).min(parameter.high - x);
    if room >= 2.0 * step {
        (&MIDDLE, step)
    } else if room > 1e-5 * scale {
        (&MIDDLE, 0.5 * room)
    } else {
        (&EDGE, if x - parameter.low <= parameter.high - x { step } else { -step })
    }
}

/// The step that is exactly what a sum makes of it.
fn exact(x: f64, step: f64) -> f64 {
    ((x + step.abs()) - x).abs().max(f64::MIN_POSITIVE).copysign(step)
}

/// How far two columns differ, as a share of the first's length; infinite for what is no number.
fn difference(one: &[f64], other: &[f64]) -> f64 {
    let length: f64 = one.iter().map(|value| value * value).sum();
    let apart: f64 = one.iter().zip(other).map(|(one, other)| (one - other) * (one - other)).sum();
    match (apart / length).sqrt() {
        share if share.is_finite() => share,
        // Nothing at all: a parameter that moves nothing.
        _ if length == 0.0 && apart == 0.0 => 0.0,
        _ => f64::INFINITY,
    }
}

#[cfg(test)]
#[path = "differences_tests.rs"]
mod tests;
