//! Whether the zone holds what it promises: short trainings at step sizes spread over it.

use super::super::super::exit::Failure;
use super::super::super::stop::Stop;
use super::super::train::job::{self, Planned};
use super::super::trainee::Ready;
use crate::ml::schedule::Schedule;
use crate::ml::train::Options;
use crate::render::ml::range_test::{Confirmed, Tried};

/// The seeds of the trainings at each step size.
const SEEDS: [u64; 3] = [1, 2, 3];

/// Trains at `count` step sizes from one edge of the zone to the other; none where it was stopped.
///
/// Without a zone there is nothing to try.
pub(super) fn run(
    ready: &Ready,
    zone: Option<(f64, f64)>,
    count: u64,
    steps: u64,
    stop: &Stop,
) -> Result<Option<Confirmed>, Failure> {
    let Some((low, high)) = zone else {
        return Ok(Some(Confirmed { steps, seeds: SEEDS.len(), tried: Vec::new() }));
    };
    let last = crate::curve::count(count.saturating_sub(1).max(1));
    let places = (0..count).map(|place| low * (high / low).powf(crate::curve::count(place) / last));
    let planned: Vec<Planned<'_>> = places
        .map(|lr| Planned {
            name: lr.to_string(),
            words: String::new(),
            schedule: Schedule::constant(lr),
            ready,
            options: Options { steps, evaluate_every: 15, ceiling: Some(10.0), ..ready.options.clone() },
        })
        .collect();
    let Some(groups) = job::train(&planned, &SEEDS, stop)? else { return Ok(None) };
    let tried = groups.iter().zip(&planned).map(|(group, planned)| {
        let outcomes: Vec<_> = group.runs.iter().map(|(_, outcome)| outcome).collect();
        Tried {
            lr: planned.schedule.at(0),
            accuracies: outcomes.iter().filter_map(|one| one.last()).map(|look| look.accuracy).collect(),
            losses: outcomes.iter().filter_map(|one| one.last()).map(|look| look.loss).collect(),
            diverged: outcomes.iter().filter(|one| one.diverged_at.is_some()).count(),
        }
    });
    Ok(Some(Confirmed { steps, seeds: SEEDS.len(), tried: tried.collect() }))
}
