//! Who reached the target: counts, the fastest and the slowest, and where along lr runs failed.

use super::{Run, Sweep, distinct};

/// Times within this factor of the fastest are as good as it: a clock that looks for the target now and then can't order them.
const TIE: f64 = 1.05;

/// A run that reached the target: its step size and its time.
pub type Success = (f64, f64);

/// What became of a group's runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Census {
    /// How many runs there are.
    pub runs: usize,
    /// How many reached the target.
    pub reached: usize,
    /// The least and the greatest lr that were tried.
    pub swept: Option<(f64, f64)>,
    /// The least and the greatest lr that reached the target.
    pub range: Option<(f64, f64)>,
    /// Step sizes between those at which no run reached it.
    pub holes: Vec<f64>,
    /// The next smaller and the next greater lr, at which no run did.
    pub beyond: (Option<f64>, Option<f64>),
    /// The fastest run that reached it.
    pub fastest: Option<Success>,
    /// The slowest.
    pub slowest: Option<Success>,
    /// The step sizes of runs as fast as the fastest within 5%, the fastest's own among them.
    pub tied: Vec<f64>,
    /// The next lr above the fastest run's, where no run reached the target at it.
    pub cliff: Option<f64>,
}

impl Census {
    pub(super) fn of(runs: &[Run]) -> Self {
        let successes: Vec<Success> =
            runs.iter().filter_map(|run| run.reached().map(|time| (run.lr, time))).collect();
        let tried = distinct(runs.iter().map(|run| run.lr).collect());
        let good = distinct(successes.iter().map(|success| success.0).collect());
        let ends = |of: &[f64]| of.first().copied().zip(of.last().copied());
        let range = ends(&good);
        let inside = |lr: &f64| range.is_some_and(|(low, high)| (low..=high).contains(lr));
        let fastest = successes.iter().copied().min_by(|one, other| one.1.total_cmp(&other.1));
        let tied = fastest.map_or(Vec::new(), |(_, least)| {
            distinct(successes.iter().filter(|one| one.1 <= TIE * least).map(|one| one.0).collect())
        });
        let cliff = fastest.and_then(|(lr, _)| {
            tried.iter().copied().find(|other| *other > lr).filter(|next| !good.contains(next))
        });
        Self {
            runs: runs.len(),
            reached: successes.len(),
            swept: ends(&tried),
            range,
            holes: tried.iter().copied().filter(|lr| inside(lr) && !good.contains(lr)).collect(),
            beyond: range.map_or((None, None), |(low, high)| {
                (tried.iter().copied().rfind(|lr| *lr < low), tried.iter().copied().find(|lr| *lr > high))
            }),
            fastest,
            slowest: successes.into_iter().max_by(|one, other| one.1.total_cmp(&other.1)),
            tied,
            cliff,
        }
    }
}

/// The greatest whole number above 1 of which every count until the target is a multiple; none where one is not whole.
pub fn look(runs: &[Run]) -> Option<u64> {
    // Beyond, doubles skip whole numbers.
    const MOST: f64 = 9e15;
    let mut common = 0;
    for time in runs.iter().filter_map(Run::reached) {
        if time.fract() != 0.0 || time > MOST {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, above 0, below 2^53"
        )]
        let mut left = time as u64;
        while left > 0 {
            (common, left) = (left, common % left);
        }
    }
    let differ = distinct(runs.iter().filter_map(Run::reached).collect()).len() > 1;
    (common > 1 && differ).then_some(common)
}

/// How an lr that somebody asks about stands in a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The place of the group.
    pub group: usize,
    /// The lr that was asked about.
    pub asked: f64,
    /// The nearest lr that was tried.
    pub nearest: f64,
    /// Its fastest run that reached the target, with its rank among the group's step sizes, from 1; none where none did.
    pub reached: Option<(f64, usize)>,
    /// That time over the fastest of the group.
    pub ratio: Option<f64>,
}

/// How step sizes stand in each group of a sweep: by the nearest lr that was tried, on the scale of logarithms.
pub fn standings(sweep: &Sweep, asked: &[f64]) -> Vec<Standing> {
    let mut made = Vec::new();
    for group in 0..sweep.groups().len() {
        let runs = sweep.of(group);
        let tried = distinct(runs.iter().map(|run| run.lr).collect());
        let best = |lr: f64| {
            let own = runs.iter().filter(|run| run.lr.to_bits() == lr.to_bits());
            own.filter_map(Run::reached).min_by(f64::total_cmp)
        };
        let times: Vec<f64> = tried.iter().filter_map(|lr| best(*lr)).collect();
        let fastest = times.iter().copied().min_by(f64::total_cmp);
        for asked in asked {
            let far = |lr: &f64| (lr / asked).ln().abs();
            let Some(nearest) = tried.iter().copied().min_by(|one, other| far(one).total_cmp(&far(other)))
            else {
                continue;
            };
            let time = best(nearest);
            made.push(Standing {
                group,
                asked: *asked,
                nearest,
                reached: time.map(|time| (time, 1 + times.iter().filter(|other| **other < time).count())),
                ratio: time.zip(fastest).map(|(time, fastest)| time / fastest),
            });
        }
    }
    made
}
