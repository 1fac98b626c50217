//! Sweeps: trainings over many step sizes, which of them reached their target, and what that says of the best one.
//!
//! A run is a step size with the time (or the updates) until a target was reached, or with the fact that it was not. Runs come in
//! groups, one an optimiser say, and may be of models of several sizes.

mod census;
mod drift;
mod growth;
mod sizes;
mod stopping;
mod valley;
mod walls;

use thiserror::Error;

use crate::fit::censored::Value;

pub use census::{Census, Standing, Success, look, standings};
pub use drift::{Direction, Drift, Moving, Test};
pub use growth::{Growth, Law, Line, Power};
pub use sizes::{Order, Sizes};
pub use stopping::{Stop, stops};
pub use valley::{Bottom, Side, Valley, Whole};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// It reached the target after this time or number of updates.
    Reached(f64),
    /// It did not.
    Failed {
        /// Within what time, or number of updates, it would have been let go on; none where nobody says.
        within: Option<f64>,
        /// What it took: less than that where it broke down before; none where nobody says.
        spent: Option<f64>,
    },
}

impl Outcome {
    /// A run that was stopped at a time.
    pub fn stopped(at: Option<f64>) -> Self {
        Self::Failed { within: at, spent: at }
    }
}

/// One training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// The place of its group among the sweep's.
    pub group: usize,
    /// Its step size.
    pub lr: f64,
    /// The size of its model, in any unit.
    pub size: Option<f64>,
    /// The number of its model's weights, where size is another thing.
    pub weights: Option<f64>,
    /// How it ended.
    pub outcome: Outcome,
}

impl Run {
    /// The time until the target, for a run that reached it.
    pub fn reached(&self) -> Option<f64> {
        match self.outcome {
            Outcome::Reached(time) => Some(time),
            Outcome::Failed { .. } => None,
        }
    }

    /// The time that it took, whether or not it reached the target; none where it failed and nobody says when.
    pub fn time(&self) -> Option<f64> {
        match self.outcome {
            Outcome::Reached(time) => Some(time),
            Outcome::Failed { spent, .. } => spent,
        }
    }

    /// The time that a run which failed did not reach the target within.
    pub fn bound(&self) -> Option<f64> {
        match self.outcome {
            Outcome::Reached(_) => None,
            Outcome::Failed { within, .. } => within,
        }
    }

    /// What is known of the logarithm of its time to the target.
    fn ln_time(&self) -> Option<Value> {
        match self.outcome {
            Outcome::Reached(time) => Some(Value::Exactly(time.ln())),
            Outcome::Failed { within, .. } => within.map(|time| Value::MoreThan(time.ln())),
        }
    }
}

/// Runs in their groups, every number in its domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    groups: Vec<String>,
    runs: Vec<Run>,
}

/// The most runs of a sweep.
pub const MOST_RUNS: usize = 10_000;

/// Why runs are no sweep.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum SweepError {
    /// There are none.
    #[error("there are no runs")]
    Empty,
    /// There are more than can be read together.
    #[error("{runs} runs, and a sweep has {MOST_RUNS} at most")]
    TooMany {
        /// How many there are.
        runs: usize,
    },
    /// A number outside its domain.
    #[error("run {run}: the {what} is {value}, and has to be a number above 0")]
    Number {
        /// The run, counted from 1.
        run: usize,
        /// Which of its numbers.
        what: &'static str,
        /// The number.
        value: f64,
    },
    /// A group that is not among the names.
    #[error("run {run} is of group {group}, and there are {groups}")]
    Group {
        /// The run, counted from 1.
        run: usize,
        /// The place of its group.
        group: usize,
        /// How many groups there are.
        groups: usize,
    },
    /// Some runs have a size and others none.
    #[error("run {run} has no size, and others have")]
    Size {
        /// The run, counted from 1.
        run: usize,
    },
}

impl Sweep {
    /// Runs in the groups of these names; the order of runs does not matter.
    ///
    /// # Errors
    ///
    /// No runs or too many; an lr, time, size or number of weights that is not a number above 0; a size that some runs have.
    pub fn new(groups: Vec<String>, runs: Vec<Run>) -> Result<Self, SweepError> {
        if runs.is_empty() {
            return Err(SweepError::Empty);
        }
        if runs.len() > MOST_RUNS {
            return Err(SweepError::TooMany { runs: runs.len() });
        }
        let sized = runs.iter().any(|run| run.size.is_some());
        for (place, run) in runs.iter().enumerate() {
            let numbers = [
                ("lr", Some(run.lr)),
                ("time", run.time()),
                ("limit", run.bound()),
                ("size", run.size),
                ("number of weights", run.weights),
            ];
            for (what, value) in numbers {
                if let Some(value) = value.filter(|value| !(value.is_finite() && *value > 0.0)) {
                    return Err(SweepError::Number { run: place + 1, what, value });
                }
            }
            if run.group >= groups.len() {
                return Err(SweepError::Group { run: place + 1, group: run.group, groups: groups.len() });
            }
            if sized && run.size.is_none() {
                return Err(SweepError::Size { run: place + 1 });
            }
        }
        Ok(Self { groups, runs })
    }

    /// The names of the groups.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// The runs, in the order in which they were given.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The runs of a group.
    pub fn of(&self, group: usize) -> Vec<Run> {
        self.runs.iter().copied().filter(|run| run.group == group).collect()
    }
}

/// What a sweep says of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Who reached the target, and how fast.
    pub census: Census,
    /// The parabola through the runs that did.
    pub reached: Valley,
    /// The valley of all runs, those that did not as lower bounds, each wall with a bend of its own.
    pub whole: Whole,
    /// How time and the best step size depend on the size of the model; none for one size, or one step size.
    pub sizes: Option<Sizes>,
}

/// What a sweep says.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Each group, in the order of their names.
    pub groups: Vec<Group>,
    /// The whole number of which all counts until the target are multiples: how often runs looked for it.
    pub look: Option<u64>,
    /// What stopping every run at a time would have spent and reached, the earliest first; empty where no run failed, or where a
    /// failed one's time is not known.
    pub stops: Vec<Stop>,
}

/// Reads a sweep, with intervals of a level, 0.95 say.
///
/// # Example
///
/// Six runs whose ln time is exactly a parabola in ln lr with its bottom at lr 0.01: `time = 10 e^(ln²(lr/0.01)/2)`.
///
/// ```
/// use learncurve::ml::sweep::{Outcome, Run, Sweep, Valley, analyse};
/// let runs = [1e-3, 3e-3, 1e-2, 3e-2, 1e-1].map(|lr: f64| {
///     let time = 10.0 * (0.5 * (lr / 0.01).ln().powi(2)).exp();
///     Run { group: 0, lr, size: None, weights: None, outcome: Outcome::Reached(time) }
/// });
/// let analysis = analyse(&Sweep::new(vec!["sgd".to_owned()], runs.to_vec()).unwrap(), 0.95);
/// let Valley::Found(bottom) = &analysis.groups[0].reached else { panic!() };
/// assert!((bottom.lr / 0.01 - 1.0).abs() < 1e-9 && (bottom.least / 10.0 - 1.0).abs() < 1e-9);
/// ```
pub fn analyse(sweep: &Sweep, level: f64) -> Analysis {
    let groups = (0..sweep.groups.len())
        .map(|group| {
            let runs = sweep.of(group);
            let reached: Vec<Run> = runs.iter().copied().filter(|run| run.reached().is_some()).collect();
            Group {
                census: Census::of(&runs),
                reached: valley::valley(&reached, level),
                whole: valley::whole(&runs, level),
                sizes: Sizes::of(&runs, level),
            }
        })
        .collect();
    Analysis { groups, look: look(&sweep.runs), stops: stops(&sweep.runs) }
}

/// Values without those that equal the one before, in order.
fn distinct(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

#[expect(clippy::cast_precision_loss, reason = "counts of runs")]
fn count(runs: usize) -> f64 {
    runs as f64
}

#[cfg(test)]
#[path = "sweep/sweep_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "sweep/small_tests.rs"]
mod small;

#[cfg(test)]
#[path = "sweep/coverage_tests.rs"]
mod coverage;
