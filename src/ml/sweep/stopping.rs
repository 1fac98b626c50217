//! What stopping every run at some time would have spent, and which successes it would have cost.

use super::{Run, count, distinct};

/// Every run stopped at a time, if it has not reached the target by then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// The time at which runs are stopped: that of a run which just reaches the target.
    pub at: f64,
    /// The time that all runs then take together.
    pub spent: f64,
    /// How many have reached the target by then.
    pub reached: usize,
}

impl Stop {
    /// The time spent for each run that reached the target.
    pub fn each(&self) -> f64 {
        self.spent / count(self.reached)
    }
}

/// A stop at each time at which a run reached its target, the earliest first.
///
/// Between two such times a later stop spends more and reaches nothing, so these are all that are worth a thought. Empty where no
/// run failed (there is nothing to save), where none reached the target, or where a failed run's time is not known.
///
/// # Example
///
/// Runs of 2 and 8 that reach the target and two that fail at 10: stopped at 2, they take 2 + 2 + 2 + 2.
///
/// ```
/// use learncurve::ml::sweep::{Outcome, Run, stops};
/// let (reached, stopped) = (Outcome::Reached, Outcome::stopped);
/// let runs = [reached(8.0), stopped(Some(10.0)), reached(2.0), stopped(Some(10.0))]
///     .map(|outcome| Run { group: 0, lr: 0.1, size: None, weights: None, outcome });
/// let stops = stops(&runs);
/// assert_eq!((stops[0].at, stops[0].spent, stops[0].reached), (2.0, 8.0, 1));
/// assert_eq!((stops[1].at, stops[1].spent, stops[1].reached), (8.0, 26.0, 2));
/// ```
pub fn stops(runs: &[Run]) -> Vec<Stop> {
    let successes = distinct(runs.iter().filter_map(Run::reached).collect());
    let times: Option<Vec<f64>> = runs.iter().map(Run::time).collect();
    let (Some(mut times), true) = (times, runs.iter().any(|run| run.reached().is_none())) else {
        return Vec::new();
    };
    times.sort_by(f64::total_cmp);
    let mut reached: Vec<f64> = runs.iter().filter_map(Run::reached).collect();
    reached.sort_by(f64::total_cmp);
    let mut below = 0;
    let mut taken = 0.0;
    successes
        .into_iter()
        .map(|at| {
            while below < times.len() && times[below] <= at {
                taken += times[below];
                below += 1;
            }
            Stop {
                at,
                spent: taken + at * count(times.len() - below),
                reached: reached.partition_point(|time| *time <= at),
            }
        })
        .collect()
}
