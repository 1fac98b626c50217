//! Surfaces to try optimisers on: functions of x and y whose shape is known.

use super::optimizer::Optimizer;

/// A function of two variables that optimisers are tried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// `x² - y²`: a saddle at 0, and no bottom along y.
    Saddle,
    /// `x² / 2 + y⁴ / 4 - y² / 2`: a saddle at 0 between the minima (0, 1) and (0, -1).
    BoundedSaddle,
    /// `(x² + 10 y²) / 2`: a bowl ten times as steep along y as along x.
    Bowl,
    /// `(1 - x)² + 100 (y - x²)²`: a bent valley whose minimum is at (1, 1).
    Rosenbrock,
}

/// The surfaces.
pub const SURFACES: [Surface; 4] =
    [Surface::Saddle, Surface::BoundedSaddle, Surface::Bowl, Surface::Rosenbrock];

/// The curvature that a step size has to go with, and where on the surface it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curvature {
    /// The largest eigenvalue of the second derivatives.
    pub largest: f64,
    /// Whether it is that at the minimum alone, and elsewhere there is more.
    pub at_minimum: bool,
}

impl Surface {
    /// The surface's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Saddle => "saddle",
            Self::BoundedSaddle => "bounded-saddle",
            Self::Bowl => "bowl",
            Self::Rosenbrock => "rosenbrock",
        }
    }

    /// The formula as people write it.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Saddle => "x² - y²",
            Self::BoundedSaddle => "x²/2 + y⁴/4 - y²/2",
            Self::Bowl => "(x² + 10 y²)/2",
            Self::Rosenbrock => "(1 - x)² + 100 (y - x²)²",
        }
    }

    /// Where paths begin: beside the saddle, on the bowl's side, and where Rosenbrock began.
    pub fn start(self) -> [f64; 2] {
        match self {
            Self::Saddle | Self::BoundedSaddle => [1.0, 0.001],
            Self::Bowl => [5.0, 1.0],
            Self::Rosenbrock => [-1.2, 1.0],
        }
    }

    /// The value at a point.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::surface::Surface;
    /// assert!((Surface::Rosenbrock.value([-1.2, 1.0]) - 24.2).abs() < 1e-12);
    /// ```
    ///
    /// Source: H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function, 1960 (24.2 at the start).
    pub fn value(self, [x, y]: [f64; 2]) -> f64 {
        match self {
            Self::Saddle => x * x - y * y,
            Self::BoundedSaddle => 0.5 * x * x + 0.25 * y.powi(4) - 0.5 * y * y,
            Self::Bowl => 0.5 * (x * x + 10.0 * y * y),
            Self::Rosenbrock => (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2),
        }
    }

    /// The derivatives along x and y at a point.
    pub fn gradient(self, [x, y]: [f64; 2]) -> [f64; 2] {
        match self {
            Self::Saddle => [2.0 * x, -2.0 * y],
            Self::BoundedSaddle => [x, y * y * y - y],
            Self::Bowl => [x, 10.0 * y],
            Self::Rosenbrock => {
                let off = y - x * x;
                [-2.0 * (1.0 - x) - 400.0 * x * off, 200.0 * off]
            }
        }
    }

    /// The curvature L that limits the step size: the largest eigenvalue of the second derivatives, anywhere or at the minimum.
    ///
    /// The bounded saddle and Rosenbrock's valley bend without bound far away, so that theirs is that of the minimum: 2 along
    /// y, and `501 + √(301² + 400²)` = 1001.6 of `[[802, -400], [-400, 200]]`.
    pub fn curvature(self) -> Curvature {
        match self {
            Self::Saddle => Curvature { largest: 2.0, at_minimum: false },
            Self::Bowl => Curvature { largest: 10.0, at_minimum: false },
            Self::BoundedSaddle => Curvature { largest: 2.0, at_minimum: true },
            Self::Rosenbrock => {
                // Half the trace, and the root of half the difference of the diagonal squared and the corner squared.
                Curvature { largest: 501.0 + 301.0_f64.hypot(400.0), at_minimum: true }
            }
        }
    }

    /// Whether the surface has a saddle that a path can escape from along y.
    pub fn has_saddle(self) -> bool {
        matches!(self, Self::Saddle | Self::BoundedSaddle)
    }
}

/// A path over a surface: the point before each step, and the last one.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The surface.
    pub surface: Surface,
    /// The points, the start first; all finite but perhaps the last.
    pub points: Vec<[f64; 2]>,
}

impl Path {
    /// Lets an optimiser walk from a point for at most so many steps; it ends early where a point is not finite.
    ///
    /// `lr` gives the step size of each step, counted from 0.
    ///
    /// # Example
    ///
    /// Near a saddle plain gradient descent gets away by `(1 + lr)^t`: ln 500 / ln 1.05 = 127.4 steps from 0.001 to 0.5, and a
    /// few more as the slope gets less.
    ///
    /// ```
    /// use learncurve::ml::optimizer::{Optimizer, Rule};
    /// use learncurve::ml::surface::{Path, Surface};
    /// let mut descent = Optimizer::new(Rule::named("sgd", &[])?, 2)?;
    /// let surface = Surface::BoundedSaddle;
    /// let path = Path::walk(surface, surface.start(), &mut descent, 200, |_| 0.05);
    /// assert_eq!(path.escape(), Some(131));
    /// # Ok::<(), learncurve::ml::optimizer::Error>(())
    /// ```
    pub fn walk(
        surface: Surface,
        start: [f64; 2],
        optimizer: &mut Optimizer,
        steps: u64,
        mut lr: impl FnMut(u64) -> f64,
    ) -> Self {
        let mut at = start;
        let mut points = vec![at];
        for step in 0..steps {
            let gradient = surface.gradient(at);
            optimizer.step(&mut at, &gradient, lr(step));
            points.push(at);
            if !(at[0].is_finite() && at[1].is_finite()) {
                break;
            }
        }
        Self { surface, points }
    }

    /// The steps until `|y| > 0.5`, away from a saddle; none where the path did not get there or there is no saddle.
    pub fn escape(&self) -> Option<usize> {
        let away = |point: &[f64; 2]| point[1].abs() > 0.5;
        if self.surface.has_saddle() { self.points.iter().position(away) } else { None }
    }

    /// The last point.
    pub fn end(&self) -> [f64; 2] {
        self.points.last().copied().unwrap_or([f64::NAN; 2])
    }

    /// Whether the path left for good: it ends where nothing is finite, or more than 1e6 from 0.
    pub fn is_lost(&self) -> bool {
        let [x, y] = self.end();
        !(x.abs() <= 1e6 && y.abs() <= 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ml::optimizer::Rule;

    #[test]
    fn gradients_are_the_slopes_of_the_values() {
        for surface in SURFACES {
            for [x, y] in [[1.0, 0.001], [-1.2, 1.0], [0.3, -0.7], [5.0, 1.0]] {
                let step = 1e-5;
                let slope = [
                    (surface.value([x + step, y]) - surface.value([x - step, y])) / (2.0 * step),
                    (surface.value([x, y + step]) - surface.value([x, y - step])) / (2.0 * step),
                ];
                for (own, slope) in surface.gradient([x, y]).into_iter().zip(slope) {
                    assert!((own - slope).abs() < 1e-5 * (1.0 + own.abs()), "{surface:?} {own} {slope}");
                }
            }
        }
    }

    #[test]
    fn minima_are_flat_and_as_curved_as_is_said() {
        let minima = [
            (Surface::BoundedSaddle, [0.0, 1.0]),
            (Surface::Bowl, [0.0, 0.0]),
            (Surface::Rosenbrock, [1.0, 1.0]),
        ];
        for (surface, at) in minima {
            assert!(surface.gradient(at).iter().all(|slope| slope.abs() < 1e-12), "{surface:?}");
            let step = 1e-6;
            let by = |dx: f64, dy: f64| {
                let ahead = surface.gradient([at[0] + dx, at[1] + dy]);
                let back = surface.gradient([at[0] - dx, at[1] - dy]);
                [(ahead[0] - back[0]) / (2.0 * step), (ahead[1] - back[1]) / (2.0 * step)]
            };
            let ([a, b], [c, d]) = (by(step, 0.0), by(0.0, step));
            // The larger root of the characteristic polynomial.
            let largest = 0.5 * (a + d) + (0.25 * (a - d).powi(2) + b * c).sqrt();
            assert!((largest / surface.curvature().largest - 1.0).abs() < 1e-6, "{surface:?} {largest}");
        }
    }

    #[test]
    fn escapes_take_what_theory_says_to_five_percent() {
        for lr in [0.005, 0.01, 0.02, 0.05_f64] {
            let mut plain = Optimizer::new(Rule::named("sgd", &[]).unwrap(), 2).unwrap();
            let surface = Surface::BoundedSaddle;
            let path = Path::walk(surface, surface.start(), &mut plain, 2_000, |_| lr);
            let (theory, escape) = (500_f64.ln() / lr.ln_1p(), path.escape().unwrap());
            let steps = crate::curve::count(escape as u64);
            assert!((steps / theory - 1.0).abs() < 0.05, "{lr}: {steps} and {theory}");
        }
    }

    #[test]
    fn a_path_ends_where_it_is_no_longer_finite() {
        let mut plain = Optimizer::new(Rule::named("sgd", &[]).unwrap(), 2).unwrap();
        let path = Path::walk(Surface::Rosenbrock, [-1.2, 1.0], &mut plain, 1_000, |_| 0.1);
        assert!(path.is_lost() && path.points.len() < 20);
    }
}
