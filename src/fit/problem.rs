//! The one open seam: what can be fitted.

use nalgebra::DMatrix;

/// A parameter of a problem: its name and what it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The least that it may be; minus infinity for no bound.
    pub low: f64,
    /// The most; infinity for no bound.
    pub high: f64,
}

impl Parameter {
    /// A parameter that may be anything.
    pub fn free(name: impl Into<String>) -> Self {
        Self { name: name.into(), low: f64::NEG_INFINITY, high: f64::INFINITY }
    }

    /// A parameter from `low` to `high`; either may be infinite.
    pub fn between(name: impl Into<String>, low: f64, high: f64) -> Self {
        Self { name: name.into(), low, high }
    }

    /// Whether a value is as good as one of the bounds.
    pub(crate) fn is_at_bound(&self, value: f64) -> bool {
        let decades = self.low > 0.0;
        let near = |bound: f64| {
            let width = if decades || !(self.high - self.low).is_finite() {
                bound.abs()
            } else {
                self.high - self.low
            };
            bound.is_finite() && (value - bound).abs() <= 1e-9 * width
        };
        near(self.low) || near(self.high)
    }
}

/// Something that least squares can fit.
///
/// Implement it for data and a model of your own; `docs/methods.md` says how its numbers are used.
pub trait Problem {
    /// The parameters, in the order in which every other method has their values.
    fn parameters(&self) -> Vec<Parameter>;

    /// How many residuals there are.
    fn observations(&self) -> usize;

    /// The residuals at `at`: fitted less observed, times the root of the weight where there are weights.
    ///
    /// `into` has [`observations`](Self::observations) places. Where the model has no value, write NaN.
    fn residuals(&self, at: &[f64], into: &mut [f64]);

    /// The derivatives of the residuals by the parameters: `into[p * observations + i]` is that of residual i by parameter p.
    ///
    /// Give exact ones where you can; these are five-point differences, good to about 1e-11 relative.
    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        differentiate(|at, into| self.residuals(at, into), &self.parameters(), at, self.observations(), into);
    }

    /// Where to search from, the best guess first; each within the bounds.
    fn starts(&self) -> Vec<Vec<f64>>;

    /// [`jacobian`](Self::jacobian) as a matrix, an observation a row.
    fn jacobian_at(&self, at: &[f64], parameters: &[Parameter]) -> DMatrix<f64> {
        let observations = self.observations();
        let mut flat = vec![0.0; observations * parameters.len()];
        self.jacobian(at, &mut flat);
        DMatrix::from_vec(observations, parameters.len(), flat)
    }
}

/// Derivatives of `values` at `at` by five-point differences that keep within the parameters' bounds.
///
/// Column by column into `into`, as [`Problem::jacobian`] has them; relative error about 1e-11 for smooth functions.
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
    // Weights of f(x + k h), k steps away, over h: inside the bounds, and from one of them inwards.
    const MIDDLE: [(f64, f64); 4] =
        [(-2.0, 1.0 / 12.0), (-1.0, -2.0 / 3.0), (1.0, 2.0 / 3.0), (2.0, -1.0 / 12.0)];
    const EDGE: [(f64, f64); 5] =
        [(0.0, -25.0 / 12.0), (1.0, 4.0), (2.0, -3.0), (3.0, 4.0 / 3.0), (4.0, -0.25)];
    let mut moved = at.to_vec();
    let mut column = vec![0.0; rows];
    for (place, parameter) in parameters.iter().enumerate() {
        let x = at[place];
        // Errors of order h^4 and eps/h balance near eps^(1/5).
        let scale = if x == 0.0 { 1e-3 } else { x.abs() };
        let mut step = 7e-4 * scale;
        let room = (x - parameter.low).min(parameter.high - x);
        let (stencil, direction): (&[(f64, f64)], f64) = if room >= 2.0 * step {
            (&MIDDLE, 1.0)
        } else if room > 1e-5 * scale {
            step = 0.5 * room;
            (&MIDDLE, 1.0)
        } else {
            (&EDGE, if x - parameter.low <= parameter.high - x { 1.0 } else { -1.0 })
        };
        // A step that is exactly what the sum makes of it.
        step = ((x + step) - x).abs().max(f64::MIN_POSITIVE) * direction;
        let slopes = &mut into[place * rows..(place + 1) * rows];
        slopes.fill(0.0);
        for (steps, weight) in stencil {
            moved[place] = x + steps * step;
            values(&moved, &mut column);
            for (slope, value) in slopes.iter_mut().zip(&column) {
                *slope += weight * value;
            }
        }
        for slope in slopes {
            *slope /= step;
        }
        moved[place] = x;
    }
}
