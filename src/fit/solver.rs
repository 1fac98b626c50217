//! The search itself: Levenberg-Marquardt by the crate of that name, over unbounded numbers.

mod search;

use levenberg_marquardt::{LevenbergMarquardt, TerminationReason};

use self::search::Search;
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

/// How sure an end has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    /// By the slopes that the way was found by: the sum of squares is the least to all its digits there, the parameters to half of them.
    Rough,
    /// By exact slopes, and polished.
    Exact,
}

/// How far the first step may go, in lengths of the scaled start: far, as the solver has it by default, then near.
///
/// A far step finds distant ends in few steps, and may also fly to where a parameter no longer does anything.
const REACHES: [f64; 2] = [100.0, 1.0];

/// The whole patience over that of one turn.
const TURN: usize = 8;
/// How many turns follow the first, a leap before each.
const FURTHER: usize = 6;
/// How many of the searches that need more than one turn go on.
const GOING_ON: usize = 3;
/// More starts than this are begun, each for a few steps, and only so many that come lowest are gone on with.
const PROMISING: usize = 6;
/// The whole patience over that of such a beginning.
const BEGINNING: usize = 25;

/// A search that ended, with the sum of squares there.
struct Ended<'p, P: ?Sized> {
    search: Search<'p, P>,
    stopped: Stopped,
    sum: f64,
}

impl<'p, P: Problem + ?Sized> Ended<'p, P> {
    /// One turn of a search; none where it ends at what is no number. Beside it, how often it evaluated.
    fn of(search: Search<'p, P>, reach: f64, patience: usize) -> (Option<Self>, usize) {
        let solver = LevenbergMarquardt::new().with_patience(patience.max(1)).with_stepbound(reach);
        let (search, report) = solver.minimize(search);
        let stopped = Stopped::from(report.termination);
        let sum = search.sum();
        let ended = search.is_finite().then_some(Self { search, stopped, sum });
        (ended, report.number_of_evaluations)
    }

    /// Whether this end is to be had rather than another: of two that are as good, the one that says it has arrived.
    fn is_better_than(&self, other: &Self) -> bool {
        self.sum < other.sum * (1.0 - 1e-12)
            || (self.sum <= other.sum * (1.0 + 1e-12)
                && self.stopped.is_success()
                && !other.stopped.is_success())
    }

    /// Goes on from where it was `before` for as long as it has not arrived, in so many turns of so much patience with a leap before each.
    ///
    /// Gives how often it evaluated.
    fn go_on(
        &mut self,
        mut before: Vec<f64>,
        parameters: &'p [Parameter],
        reach: f64,
        (turn, turns): (usize, usize),
    ) -> usize {
        let mut evaluations = 0;
        for _ in 0..turns {
            if self.stopped != Stopped::LostPatience {
                break;
            }
            evaluations += self.leap(parameters, &before);
            before.clone_from(&self.search.values);
            let (further, taken) = Self::of(self.search.clone(), reach, turn);
            evaluations += taken;
            let Some(further) = further else { break };
            *self = further;
        }
        evaluations
    }

    /// Goes on as it went since `before`, in strides that double for as long as the sum of squares falls.
    ///
    /// Valleys along which searches creep are mostly straight where parameters of one sign are multiplied rather than added to,
    /// a T1 that grows as a share shrinks say. Gives how often it evaluated.
    fn leap(&mut self, parameters: &'p [Parameter], before: &[f64]) -> usize {
        let from = self.search.values.clone();
        let mut stride = 1.0;
        for taken in 1..=LEAPS {
            let place = |((parameter, old), now): ((&Parameter, &f64), &f64)| {
                let moved =
                    if old * now > 0.0 { now * (now / old).powf(stride) } else { now + stride * (now - old) };
                // A search can't leave a bound: it is only come nearer to.
                let inside = |bound: f64| now + 0.9 * (bound - now);
                match moved {
                    moved if moved <= parameter.low => inside(parameter.low),
                    moved if moved >= parameter.high => inside(parameter.high),
                    moved => moved,
                }
            };
            let values: Vec<f64> = parameters.iter().zip(before).zip(&from).map(place).collect();
            let there = self.search.moved(&values);
            let sum = there.sum();
            if !(there.is_finite() && sum < self.sum * (1.0 - WORTH)) {
                return taken;
            }
            (self.search, self.sum) = (there, sum);
            stride *= 2.0;
        }
        LEAPS
    }
}

/// The most strides in one direction.
const LEAPS: usize = 12;
/// The least share of the sum of squares that a stride has to win: towards an end that lies infinitely far there is no use in going.
const WORTH: f64 = 1e-4;

/// The starts whose searches come lowest in their first steps, and where those have led; all of them where there are few.
///
/// Beside them, how often was evaluated.
fn promising<P: Problem + ?Sized>(
    problem: &P,
    parameters: &[Parameter],
    starts: Vec<Vec<f64>>,
    options: &Options,
) -> (Vec<Vec<f64>>, usize) {
    if starts.len() <= PROMISING {
        return (starts, 0);
    }
    let (mut begun, mut evaluations) = (Vec::new(), 0);
    let [.., near] = REACHES;
    for start in &starts {
        let search = Search::at(problem, parameters, start).roughly();
        if !search.is_finite() {
            continue;
        }
        let (sum, values) = (search.sum(), search.values.clone());
        let (ended, taken) = Ended::of(search, near, options.patience / BEGINNING);
        evaluations += taken;
        begun.push(ended.map_or((sum, values), |ended| (ended.sum, ended.search.values)));
    }
    begun.sort_by(|one, other| one.0.total_cmp(&other.0));
    // As low as another is on the way to the same end.
    begun.dedup_by(|one, other| (one.0 - other.0).abs() <= 1e-6 * other.0);
    begun.truncate(PROMISING);
    (begun.into_iter().map(|(_, values)| values).collect(), evaluations)
}

/// The best end of the searches from a problem's starts.
///
/// Most searches arrive in one turn; of those that creep along a valley only the lowest are worth all of the patience.
pub(super) fn best<P: Problem + ?Sized>(
    problem: &P,
    parameters: &[Parameter],
    options: &Options,
    ends: Ends,
) -> Result<Solved, Error> {
    let mut starts = problem.starts();
    if options.starts == Starts::First {
        starts.truncate(1);
    }
    let tried = starts.len();
    let (starts, mut evaluations) = promising(problem, parameters, starts, options);
    let turn = (options.patience / TURN).max(1);
    let further = FURTHER.min((options.patience / turn).saturating_sub(1));
    let (mut arrived, mut creeping, mut searched) = (Vec::new(), Vec::new(), false);
    for start in &starts {
        for reach in REACHES {
            let search = Search::at(problem, parameters, start).roughly();
            if !search.is_finite() {
                break;
            }
            searched = true;
            let (ended, taken) = Ended::of(search, reach, turn);
            evaluations += taken;
            match ended {
                Some(ended) if ended.stopped == Stopped::LostPatience => {
                    creeping.push((ended, start.clone(), reach));
                }
                Some(ended) => {
                    let determined = is_determined(&ended.search, parameters, ends);
                    let done = ended.stopped.is_success() && determined;
                    arrived.push(ended);
                    if done {
                        break;
                    }
                }
                None => {}
            }
        }
    }
    creeping.sort_by(|one, other| one.0.sum.total_cmp(&other.0.sum));
    for (place, (mut ended, start, reach)) in creeping.into_iter().enumerate() {
        if place < GOING_ON {
            evaluations += ended.go_on(start.clone(), parameters, reach, (turn, further));
        }
        // Some get there by plodding alone, with all of the patience and never turned.
        if place == 0 && ended.stopped == Stopped::LostPatience {
            let (plodded, taken) =
                Ended::of(Search::at(problem, parameters, &start).roughly(), reach, options.patience);
            evaluations += taken;
            arrived.extend(plodded);
        }
        arrived.push(ended);
    }
    let best = arrived.into_iter().reduce(|best, end| if end.is_better_than(&best) { end } else { best });
    let best = best.map(|rough| {
        if ends == Ends::Rough || rough.search.rough_slopes().is_none() {
            return rough;
        }
        // The way was found by rough slopes: the exact ones say whether it ends here.
        let [.., near] = REACHES;
        let from = &rough.search.values;
        let (mut exact, taken) = Ended::of(Search::at(problem, parameters, from), near, turn);
        evaluations += taken;
        if let Some(exact) = &mut exact {
            evaluations += exact.go_on(from.clone(), parameters, near, (turn, further));
        }
        match exact {
            Some(exact) if !rough.is_better_than(&exact) => exact,
            _ => rough,
        }
    });
    match best {
        Some(Ended { search, stopped, .. }) => {
            let residuals = search.residuals.as_slice().to_vec();
            let mut solved = Solved { values: search.values, residuals, stopped, evaluations, starts: tried };
            if ends == Ends::Exact {
                polish(problem, parameters, &mut solved);
            }
            Ok(solved)
        }
        None if searched => Err(Error::NotConverged { tried }),
        None => Err(Error::NoStart { tried }),
    }
}

/// Whether every parameter within its bounds still does something of its own.
fn is_determined<P: Problem + ?Sized>(search: &Search<'_, P>, parameters: &[Parameter], ends: Ends) -> bool {
    let rough = if ends == Ends::Rough { search.rough_slopes() } else { None };
    let slopes = rough.unwrap_or_else(|| search.problem.jacobian_at(&search.values, parameters));
    let jacobian = slopes.select_columns(&within(parameters, &search.values));
    Factored::of(jacobian).is_some_and(|factored| factored.has_full_rank())
}

/// The places of the parameters that are not at a bound.
pub(super) fn within(parameters: &[Parameter], values: &[f64]) -> Vec<usize> {
    (0..parameters.len()).filter(|&place| !parameters[place].is_at_bound(values[place])).collect()
}

#[cfg(test)]
#[path = "solver/solver_tests.rs"]
mod tests;
