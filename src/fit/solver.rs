//! The search itself: Levenberg-Marquardt by the crate of that name, over unbounded numbers.

use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt, TerminationReason};
use nalgebra::storage::Owned;
use nalgebra::{DMatrix, DVector, Dyn};

use super::bounds::Transform;
use super::factor::Factored;
use super::polish::polish;
use super::{Error, Options, Parameter, Problem, Starts};

/// Why a search stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stopped {
    /// The sum of squares, the parameters or both no longer changed.
    Converged,
    /// The residuals are at right angles to every direction: no step makes them less.
    Flat,
    /// Every residual is 0.
    Exact,
    /// The most evaluations that were allowed were made.
    LostPatience,
    /// No step made the sum of squares less, to the precision of a double.
    NoImprovement,
    /// The values stopped being numbers.
    Numerical,
    /// Nothing was searched: a closed form gives the answer.
    ClosedForm,
}

impl Stopped {
    /// What is said of it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Converged => "converged",
            Self::Flat => "flat",
            Self::Exact => "exact",
            Self::LostPatience => "lost-patience",
            Self::NoImprovement => "to-precision",
            Self::Numerical => "numerical",
            Self::ClosedForm => "closed-form",
        }
    }

    /// Whether the search ended where it should.
    pub fn is_success(self) -> bool {
        !matches!(self, Self::LostPatience | Self::Numerical)
    }
}

impl From<TerminationReason> for Stopped {
    fn from(reason: TerminationReason) -> Self {
        match reason {
            TerminationReason::Converged { .. } => Self::Converged,
            TerminationReason::Orthogonal => Self::Flat,
            TerminationReason::ResidualsZero => Self::Exact,
            TerminationReason::LostPatience => Self::LostPatience,
            TerminationReason::NoImprovementPossible(_) => Self::NoImprovement,
            _ => Self::Numerical,
        }
    }
}

/// Where a search ended.
pub(super) struct Solved {
    pub(super) values: Vec<f64>,
    pub(super) residuals: Vec<f64>,
    pub(super) stopped: Stopped,
    pub(super) evaluations: usize,
    pub(super) starts: usize,
}

/// Stands in for what a model has no value for: a step there is never taken.
const FORBIDDEN: f64 = 1e140;

/// The problem as the solver wants it.
struct Search<'p, P: ?Sized> {
    problem: &'p P,
    transforms: Vec<Transform>,
    inward: DVector<f64>,
    values: Vec<f64>,
}

impl<'p, P: Problem + ?Sized> Search<'p, P> {
    fn at(problem: &'p P, parameters: &[Parameter], start: &[f64]) -> Self {
        let transforms: Vec<Transform> = parameters.iter().map(Transform::of).collect();
        let inward = transforms.iter().zip(start).map(|(transform, value)| transform.inward(*value));
        let inward = DVector::from_iterator(transforms.len(), inward);
        let values = transforms.iter().zip(&inward).map(|(transform, u)| transform.outward(*u)).collect();
        Self { problem, transforms, inward, values }
    }

    /// Whether the model has a value for every observation here.
    fn is_finite(&self) -> bool {
        self.residuals().is_some_and(|residuals| residuals.iter().all(|residual| residual.abs() < FORBIDDEN))
    }
}

impl<P: Problem + ?Sized> LeastSquaresProblem<f64, Dyn, Dyn> for Search<'_, P> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, inward: &DVector<f64>) {
        self.inward.copy_from(inward);
        for ((value, transform), u) in self.values.iter_mut().zip(&self.transforms).zip(inward.iter()) {
            *value = transform.outward(*u);
        }
    }

    fn params(&self) -> DVector<f64> {
        self.inward.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        let mut residuals = DVector::zeros(self.problem.observations());
        self.problem.residuals(&self.values, residuals.as_mut_slice());
        for residual in &mut residuals {
            if !residual.is_finite() {
                *residual = FORBIDDEN;
            }
        }
        Some(residuals)
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let rows = self.problem.observations();
        let mut flat = vec![0.0; rows * self.values.len()];
        self.problem.jacobian(&self.values, &mut flat);
        for ((column, transform), u) in flat.chunks_mut(rows).zip(&self.transforms).zip(self.inward.iter()) {
            let slope = transform.slope(*u);
            if slope.to_bits() != 1_f64.to_bits() {
                for derivative in column {
                    *derivative *= slope;
                }
            }
        }
        flat.iter()
            .all(|derivative| derivative.is_finite())
            .then(|| DMatrix::from_vec(rows, self.values.len(), flat))
    }
}

/// How far the first step may go, in lengths of the scaled start: far, as the solver has it by default, then near.
///
/// A far step finds distant ends in few steps, and may also fly to where a parameter no longer does anything.
const REACHES: [f64; 2] = [100.0, 1.0];

/// The best end of the searches from a problem's starts.
pub(super) fn best<P: Problem + ?Sized>(
    problem: &P,
    parameters: &[Parameter],
    options: &Options,
) -> Result<Solved, Error> {
    let starts = problem.starts();
    let tried = match options.starts {
        Starts::First => starts.len().min(1),
        Starts::All => starts.len(),
    };
    let mut best: Option<(f64, Solved)> = None;
    let (mut evaluations, mut searched) = (0, false);
    for start in starts.iter().take(tried) {
        for reach in REACHES {
            let search = Search::at(problem, parameters, start);
            if !search.is_finite() {
                break;
            }
            searched = true;
            let solver = LevenbergMarquardt::new().with_patience(options.patience).with_stepbound(reach);
            let (search, report) = solver.minimize(search);
            evaluations += report.number_of_evaluations;
            if !search.is_finite() {
                continue;
            }
            let stopped = Stopped::from(report.termination);
            let arrived = stopped.is_success() && is_determined(problem, parameters, &search.values);
            let residuals = search.residuals().unwrap_or_default().as_slice().to_vec();
            let sum: f64 = residuals.iter().map(|residual| residual * residual).sum();
            let better = best.as_ref().is_none_or(|(least, other)| {
                // Of two ends that are as good, the one that says it has arrived.
                let as_good = sum <= least * (1.0 + 1e-12);
                sum < *least * (1.0 - 1e-12)
                    || (as_good && stopped.is_success() && !other.stopped.is_success())
            });
            if better {
                let values = search.values;
                best = Some((sum, Solved { values, residuals, stopped, evaluations: 0, starts: 0 }));
            }
            if arrived {
                break;
            }
        }
    }
    match best {
        Some((_, solved)) => {
            let mut solved = Solved { evaluations, starts: tried, ..solved };
            polish(problem, parameters, &mut solved);
            Ok(solved)
        }
        None if searched => Err(Error::NotConverged { tried }),
        None => Err(Error::NoStart { tried }),
    }
}

/// Whether every parameter within its bounds still does something of its own.
fn is_determined<P: Problem + ?Sized>(problem: &P, parameters: &[Parameter], values: &[f64]) -> bool {
    let jacobian = problem.jacobian_at(values, parameters).select_columns(&within(parameters, values));
    Factored::of(jacobian).is_some_and(|factored| factored.has_full_rank())
}

/// The places of the parameters that are not at a bound.
pub(super) fn within(parameters: &[Parameter], values: &[f64]) -> Vec<usize> {
    (0..parameters.len()).filter(|&place| !parameters[place].is_at_bound(values[place])).collect()
}
