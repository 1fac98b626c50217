//! Losses by which far residuals pull less than their squares would, and the fit whose losses have the least sum.

use nalgebra::{DMatrix, DVector};

use super::solver::within;
use super::{Error, Options, Parameter, Problem, Stopped};

/// How much a residual counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Loss {
    /// `s² (sqrt(1 + (r/s)²) - 1)`: half the square of small residuals, the size of large ones, without a corner.
    SoftL1 {
        /// The residual s from about which on the size counts; above 0.
        scale: f64,
    },
    /// `r²/2` up to `s`, `s (|r| - s/2)` beyond.
    ///
    /// Source: P. J. Huber, Robust estimation of a location parameter, Annals of Mathematical Statistics 35(1), 1964.
    Huber {
        /// The residual s from which on the size counts; above 0.
        scale: f64,
    },
}

impl Loss {
    /// The loss of a residual, about `r²/2` for a small one.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::fit::robust::Loss;
    /// let huber = Loss::Huber { scale: 1.0 };
    /// assert_eq!([0.5, -1.0, 3.0].map(|r| huber.value(r)), [0.125, 0.5, 2.5]);
    /// ```
    pub fn value(self, residual: f64) -> f64 {
        match self {
            Self::SoftL1 { .. } => 0.5 * self.counted(residual).0.powi(2),
            Self::Huber { scale } if residual.abs() <= scale => 0.5 * residual * residual,
            Self::Huber { scale } => scale * (residual.abs() - 0.5 * scale),
        }
    }

    /// The derivative of [`value`](Self::value): what a residual pulls with.
    pub fn slope(self, residual: f64) -> f64 {
        match self {
            Self::SoftL1 { scale } => residual / (residual / scale).hypot(1.0),
            Self::Huber { scale } => residual.clamp(-scale, scale),
        }
    }

    /// The residual that least squares would have to see, half its square being the loss, and its derivative.
    pub fn counted(self, residual: f64) -> (f64, f64) {
        match self {
            Self::SoftL1 { scale } => {
                let share = residual / scale;
                let root = (1.0 + share * share).sqrt();
                // 2 (root - 1) without loss near 0.
                let counted = (2.0 * share * share / (root + 1.0)).sqrt();
                let slope = if counted > 0.0 { share.abs() / (root * counted) } else { 1.0 };
                (scale * counted.copysign(residual), slope)
            }
            Self::Huber { scale } if residual.abs() <= scale => (residual, 1.0),
            Self::Huber { .. } => {
                let counted = (2.0 * self.value(residual)).sqrt();
                (counted.copysign(residual), self.slope(residual).abs() / counted)
            }
        }
    }
}

/// A problem whose residuals count by a loss: as least squares sees it.
///
/// For [`fit`](super::fit()) and [`refit`](super::refit()) where squares come near enough to the end; [`fit`](fit()) goes on to it.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'p, P: ?Sized> {
    /// The problem with its residuals as they are.
    pub problem: &'p P,
    /// What they count by.
    pub loss: Loss,
}

impl<P: Problem + ?Sized> Problem for Counted<'_, P> {
    fn parameters(&self) -> Vec<Parameter> {
        self.problem.parameters()
    }

    fn observations(&self) -> usize {
        self.problem.observations()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        self.problem.residuals(at, into);
        for residual in into {
            *residual = self.loss.counted(*residual).0;
        }
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let mut residuals = vec![0.0; self.observations()];
        self.problem.residuals(at, &mut residuals);
        self.problem.jacobian(at, into);
        for column in into.chunks_mut(residuals.len()) {
            for (slope, residual) in column.iter_mut().zip(&residuals) {
                *slope *= self.loss.counted(*residual).1;
            }
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        self.problem.starts()
    }

    fn held(&self, place: usize, value: f64) -> Vec<Vec<f64>> {
        self.problem.held(place, value)
    }
}

/// Where the sum of losses is least.
#[derive(Debug, Clone, PartialEq)]
pub struct Robust {
    /// The parameters' values, in the problem's order.
    pub values: Vec<f64>,
    /// The sum of losses there.
    pub sum: f64,
    /// How far from 0 the sum's slopes are there: a Newton step would lower the sum by about half of its square.
    pub slope: f64,
    /// Why the search stopped.
    pub stopped: Stopped,
}

/// Fits a problem: the parameters, within their bounds, whose residuals have the least sum of losses.
///
/// Levenberg-Marquardt on counted residuals from each start, then Newton's steps on the sum itself: where most residuals
/// count by their size, squares alone come near the end very slowly.
///
/// # Errors
///
/// Those of [`fit`](super::fit()).
///
/// # Example
///
/// The level of 1, 2, 3 and an outlier, which pulls with 1 and no more: at 2.5 the pulls 1, 0.5, -0.5 and -1 add to 0.
///
/// ```
/// use learncurve::fit::robust::{Loss, fit};
/// use learncurve::fit::{Options, Parameter, Problem};
/// struct Level([f64; 4]);
/// impl Problem for Level {
///     fn parameters(&self) -> Vec<Parameter> {
///         vec![Parameter::free("level")]
///     }
///     fn observations(&self) -> usize {
///         4
///     }
///     fn residuals(&self, at: &[f64], into: &mut [f64]) {
///         for (into, value) in into.iter_mut().zip(self.0) {
///             *into = at[0] - value;
///         }
///     }
///     fn starts(&self) -> Vec<Vec<f64>> {
///         vec![vec![0.0]]
///     }
/// }
/// let found = fit(&Level([1.0, 2.0, 3.0, 100.0]), Loss::Huber { scale: 1.0 }, &Options::default()).unwrap();
/// assert!((found.values[0] - 2.5).abs() < 1e-9, "{found:?}");
/// ```
///
/// Source: P. J. Huber and E. M. Ronchetti, Robust Statistics, 2009, section 7.8.
pub fn fit<P: Problem + ?Sized>(problem: &P, loss: Loss, options: &Options) -> Result<Robust, Error> {
    let counted = Counted { problem, loss };
    let near = super::fit(&counted, options)?;
    let found = settle(problem, loss, &near.values(), f64::EPSILON);
    found.ok_or(Error::NotConverged { tried: near.starts }).map(|found| Robust {
        stopped: if near.stopped.is_success() || found.slope <= ARRIVED * found.sum.sqrt() {
            Stopped::Converged
        } else {
            near.stopped
        },
        ..found
    })
}

/// More Newton steps than this are not made; most ends take fewer than ten.
const STEPS: usize = 100;
/// The slope over the root of the sum at which there is no more to win.
const ARRIVED: f64 = 1e-12;

/// Fits a problem again whose optimum is near `from`: Newton's steps on the sum of losses, none of which raises it.
///
/// They end where a step would lower the sum by less than about half of `tolerance²` of it: 1e-4 is within a hundredth of a
/// standard error, [`f64::EPSILON`] as near as doubles come. None where the residuals are not finite at `from`.
pub fn settle<P: Problem + ?Sized>(problem: &P, loss: Loss, from: &[f64], tolerance: f64) -> Option<Robust> {
    let parameters = problem.parameters();
    let sums = Sums { problem, loss, rows: problem.observations() };
    let mut at = from.to_vec();
    let mut sum = sums.value(&at)?;
    let mut slope = f64::INFINITY;
    for _ in 0..STEPS {
        let free = within(&parameters, &at);
        let Some((gradient, bends)) = sums.derivatives(&at, &free) else { break };
        slope = scaled(&gradient, &bends);
        if slope <= tolerance * sum.sqrt() {
            break;
        }
        let Some((next, lower, flatter)) = sums.step(&parameters, &free, &at, (sum, &gradient, &bends))
        else {
            break;
        };
        (at, sum) = (next, lower);
        slope = flatter;
    }
    Some(Robust { values: at, sum, slope, stopped: Stopped::Converged })
}

/// The length of a gradient in units in which every parameter bends the sum by 1.
fn scaled(gradient: &DVector<f64>, bends: &DMatrix<f64>) -> f64 {
    let one = |(slope, bend): (&f64, f64)| slope * slope / bend.abs().max(f64::MIN_POSITIVE);
    gradient.iter().zip(bends.diagonal().iter().copied()).map(one).sum::<f64>().sqrt()
}

struct Sums<'p, P: ?Sized> {
    problem: &'p P,
    loss: Loss,
    rows: usize,
}

impl<P: Problem + ?Sized> Sums<'_, P> {
    fn value(&self, at: &[f64]) -> Option<f64> {
        let mut residuals = vec![0.0; self.rows];
        self.problem.residuals(at, &mut residuals);
        let sum: f64 = residuals.iter().map(|residual| self.loss.value(*residual)).sum();
        sum.is_finite().then_some(sum)
    }

    fn gradient(&self, at: &[f64], free: &[usize]) -> DVector<f64> {
        let mut residuals = vec![0.0; self.rows];
        self.problem.residuals(at, &mut residuals);
        for residual in &mut residuals {
            *residual = self.loss.slope(*residual);
        }
        let mut flat = vec![0.0; self.rows * at.len()];
        self.problem.jacobian(at, &mut flat);
        DVector::from_iterator(
            free.len(),
            free.iter().map(|place| {
                let column = &flat[place * self.rows..(place + 1) * self.rows];
                column.iter().zip(&residuals).map(|(slope, pull)| slope * pull).sum::<f64>()
            }),
        )
    }

    /// The gradient and the matrix of second derivatives, the latter by differences.
    fn derivatives(&self, at: &[f64], free: &[usize]) -> Option<(DVector<f64>, DMatrix<f64>)> {
        let mut bends = DMatrix::zeros(free.len(), free.len());
        let mut moved = at.to_vec();
        for (column, place) in free.iter().enumerate() {
            let step = 1e-7 * at[*place].abs().max(1e-3);
            moved[*place] = at[*place] + step;
            let above = self.gradient(&moved, free);
            moved[*place] = at[*place] - step;
            let below = self.gradient(&moved, free);
            moved[*place] = at[*place];
            bends.set_column(column, &((above - below) / (2.0 * step)));
        }
        let bends = 0.5 * (&bends + bends.transpose());
        let gradient = self.gradient(at, free);
        gradient.iter().chain(bends.iter()).all(|value| value.is_finite()).then_some((gradient, bends))
    }

    /// The first of steps that grow shorter which lowers the sum, or where sums no longer tell, the slope.
    fn step(
        &self,
        parameters: &[Parameter],
        free: &[usize],
        at: &[f64],
        (sum, gradient, bends): (f64, &DVector<f64>, &DMatrix<f64>),
    ) -> Option<(Vec<f64>, f64, f64)> {
        let slope = scaled(gradient, bends);
        let mut damping = 0.0;
        for _ in 0..24 {
            let mut damped = bends.clone();
            for place in 0..free.len() {
                damped[(place, place)] += damping * bends[(place, place)].abs().max(f64::MIN_POSITIVE);
            }
            damping = if damping == 0.0 { 1e-6 } else { 10.0 * damping };
            // Where the sum bends downwards there is no step.
            let Some(step) = damped.cholesky().map(|factored| factored.solve(gradient)) else { continue };
            let mut next = at.to_vec();
            for (place, step) in free.iter().zip(step.iter()) {
                let parameter = &parameters[*place];
                next[*place] = (next[*place] - step).clamp(parameter.low, parameter.high);
            }
            let Some(lower) = self.value(&next) else { continue };
            let flatter = scaled(&self.gradient(&next, free), bends);
            if lower < sum * (1.0 - 1e-15) || (lower <= sum * (1.0 + 1e-15) && flatter < 0.9 * slope) {
                return Some((next, lower, flatter));
            }
        }
        None
    }
}

#[cfg(test)]
#[path = "robust_tests.rs"]
mod tests;
