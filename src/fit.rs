//! Least squares: any problem that can say its residuals, fitted within bounds, with what the fit is worth.
//!
//! A [`Problem`] gives residuals for parameters; [`fit`](fit()) finds the parameters whose residuals have the least sum of
//! squares, by Levenberg-Marquardt from every start that the problem proposes, and [`line::solve`] solves linear ones by QR.
//! Nothing here knows what is being fitted.

mod bounds;
pub mod censored;
mod covariance;
mod differences;
mod error;
mod factor;
pub mod line;
mod polish;
mod problem;
pub mod profile;
mod refit;
pub mod robust;
mod solver;
pub mod stats;
mod twofold;

pub use covariance::Covariance;
pub use differences::{differentiate, differentiate_roughly};
pub use error::Error;
pub use problem::{Parameter, Problem};
pub use refit::refit;
pub use solver::Stopped;

/// How a problem is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Where to search from: the problem's first start alone, or every one of them.
    pub starts: Starts,
    /// The most evaluations of the residuals from one start, for each parameter and one more.
    pub patience: usize,
}

/// How many of a problem's starts are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Starts {
    /// The first alone.
    First,
    /// All; the least sum of squares wins.
    All,
}

impl Default for Options {
    fn default() -> Self {
        Self { starts: Starts::All, patience: 200 }
    }
}

impl Options {
    /// For a search from where another one ended nearby: what does not end soon then creeps along what the data do not determine.
    pub(crate) fn nearby() -> Self {
        let whole = Self::default();
        Self { patience: whole.patience / 4, ..whole }
    }
}

/// A fitted problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The parameters with their values, in the problem's order.
    pub estimates: Vec<Estimate>,
    /// The residuals there, as the problem gives them.
    pub residuals: Vec<f64>,
    /// Their sum of squares.
    pub sum_of_squares: f64,
    /// Residuals less parameters that are free; 0 where there are no more residuals than parameters.
    pub degrees_of_freedom: usize,
    /// How sure the parameters are, and what each observation's pull is.
    pub covariance: Covariance,
    /// Why the search stopped.
    pub stopped: Stopped,
    /// How often the residuals were evaluated, from all starts.
    pub evaluations: usize,
    /// From how many starts the search began.
    pub starts: usize,
}

/// One fitted parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Its standard error; none where there are no degrees of freedom, or the data do not determine it.
    pub std_error: Option<f64>,
    /// Whether it lies at one of its bounds, which the errors of the others then take as fixed.
    pub at_bound: bool,
    /// Whether it does nothing here, so that the data say nothing of it; the errors of the others take it as fixed too.
    pub inert: bool,
}

impl Fit {
    /// The values of the parameters, in their order.
    pub fn values(&self) -> Vec<f64> {
        self.estimates.iter().map(|estimate| estimate.value).collect()
    }

    /// The residual standard error: the root of the sum of squares over the degrees of freedom, none for 0 of them.
    #[expect(clippy::cast_precision_loss, reason = "counts of observations")]
    pub fn residual_error(&self) -> Option<f64> {
        (self.degrees_of_freedom > 0).then(|| (self.sum_of_squares / self.degrees_of_freedom as f64).sqrt())
    }
}

/// Fits a problem: the parameters, within their bounds, whose residuals have the least sum of squares.
///
/// Levenberg-Marquardt over parameters that a transform keeps within their bounds, from each start in turn.
///
/// # Errors
///
/// [`Error::TooFew`] for fewer residuals than parameters; [`Error::NoStart`] where the residuals are finite at none of the
/// starts; [`Error::NotConverged`] where the search led nowhere from any of them.
///
/// # Example
///
/// NIST's certified fit of `y = b1 x^b2` to the data set `DanWood`.
///
/// ```
/// use learncurve::fit::{self, Options, Parameter, Problem};
/// struct DanWood;
/// const X: [f64; 6] = [1.309, 1.471, 1.490, 1.565, 1.611, 1.680];
/// const Y: [f64; 6] = [2.138, 3.421, 3.597, 4.340, 4.882, 5.660];
/// impl Problem for DanWood {
///     fn parameters(&self) -> Vec<Parameter> {
///         vec![Parameter::free("b1"), Parameter::free("b2")]
///     }
///     fn observations(&self) -> usize {
///         X.len()
///     }
///     fn residuals(&self, at: &[f64], into: &mut [f64]) {
///         for ((into, x), y) in into.iter_mut().zip(X).zip(Y) {
///             *into = at[0] * x.powf(at[1]) - y;
///         }
///     }
///     fn starts(&self) -> Vec<Vec<f64>> {
///         vec![vec![1.0, 5.0]]
///     }
/// }
/// let fit = fit::fit(&DanWood, &Options::default()).unwrap();
/// assert!((fit.estimates[0].value / 7.688_622_617_6e-1 - 1.0).abs() < 1e-10);
/// assert!((fit.estimates[1].std_error.unwrap() / 5.172_661_091_3e-2 - 1.0).abs() < 1e-10);
/// ```
///
/// Source: J. J. Moré, The Levenberg-Marquardt algorithm: implementation and theory, 1978.
pub fn fit<P: Problem + ?Sized>(problem: &P, options: &Options) -> Result<Fit, Error> {
    let parameters = problem.parameters();
    let observations = problem.observations();
    if observations < parameters.len() {
        return Err(Error::TooFew { observations, parameters: parameters.len() });
    }
    let solved = solver::best(problem, &parameters, options, solver::Ends::Exact)?;
    Ok(finished(problem, &parameters, solved))
}

/// Where a search ended, and no more than that.
pub(crate) struct Least {
    pub(crate) values: Vec<f64>,
    pub(crate) sum_of_squares: f64,
}

/// The least sum of squares, as a profile asks for it again and again, without what a fit is worth.
pub(crate) fn least<P: Problem + ?Sized>(problem: &P, options: &Options) -> Result<Least, Error> {
    let parameters = problem.parameters();
    let mut solved = solver::best(problem, &parameters, options, solver::Ends::Rough)?;
    settle(problem, &parameters, &mut solved);
    Ok(Least { sum_of_squares: sum_of_squares(&solved.residuals), values: solved.values })
}

/// What a problem is worth at parameters that were found in another way, by a closed form say.
///
/// # Errors
///
/// [`Error::TooFew`] for fewer residuals than parameters; [`Error::NoStart`] where the residuals are not finite there.
pub fn at<P: Problem + ?Sized>(problem: &P, values: &[f64], stopped: Stopped) -> Result<Fit, Error> {
    let parameters = problem.parameters();
    let observations = problem.observations();
    if observations < parameters.len() {
        return Err(Error::TooFew { observations, parameters: parameters.len() });
    }
    let mut residuals = vec![0.0; observations];
    problem.residuals(values, &mut residuals);
    if residuals.iter().any(|residual| !residual.is_finite()) {
        return Err(Error::NoStart { tried: 1 });
    }
    let solved = solver::Solved { values: values.to_vec(), residuals, stopped, evaluations: 1, starts: 0 };
    Ok(finished(problem, &parameters, solved))
}

/// Puts onto its bound each parameter that lies near one and does nothing there that it would not do at the bound itself.
///
/// A search creeps towards a bound where the sum of squares has no more to win, and stops anywhere.
fn settle<P: Problem + ?Sized>(problem: &P, parameters: &[Parameter], solved: &mut solver::Solved) {
    let mut residuals = vec![0.0; solved.residuals.len()];
    for (place, parameter) in parameters.iter().enumerate() {
        let Some(bound) = parameter.near_bound(solved.values[place]) else { continue };
        let mut moved = solved.values.clone();
        moved[place] = bound;
        problem.residuals(&moved, &mut residuals);
        if sum_of_squares(&residuals) <= sum_of_squares(&solved.residuals) * (1.0 + 1e-9) {
            solved.values = moved;
            solved.residuals.copy_from_slice(&residuals);
        }
    }
}

/// The sum of the squares of residuals.
pub(crate) fn sum_of_squares(residuals: &[f64]) -> f64 {
    residuals.iter().map(|residual| residual * residual).sum()
}

fn finished<P: Problem + ?Sized>(problem: &P, parameters: &[Parameter], mut solved: solver::Solved) -> Fit {
    settle(problem, parameters, &mut solved);
    let jacobian = problem.jacobian_at(&solved.values, parameters);
    let at_bound: Vec<bool> = parameters
        .iter()
        .zip(&solved.values)
        .map(|(parameter, value)| parameter.is_at_bound(*value))
        .collect();
    let inert: Vec<bool> =
        jacobian.column_iter().map(|column| column.iter().all(|slope| *slope == 0.0)).collect();
    let free: Vec<bool> =
        at_bound.iter().zip(&inert).map(|(at_bound, inert)| !(*at_bound || *inert)).collect();
    let degrees_of_freedom = problem.observations() - free.iter().filter(|free| **free).count();
    let sum_of_squares = sum_of_squares(&solved.residuals);
    let covariance = Covariance::of(&jacobian, &free, sum_of_squares, degrees_of_freedom);
    let estimates = parameters
        .iter()
        .zip(&solved.values)
        .enumerate()
        .map(|(place, (parameter, &value))| Estimate {
            name: parameter.name.clone(),
            value,
            std_error: covariance.std_error(place),
            at_bound: at_bound[place],
            inert: inert[place],
        })
        .collect();
    Fit {
        estimates,
        residuals: solved.residuals,
        sum_of_squares,
        degrees_of_freedom,
        covariance,
        stopped: solved.stopped,
        evaluations: solved.evaluations,
        starts: solved.starts,
    }
}

#[cfg(test)]
#[path = "fit/fit_tests.rs"]
mod tests;
