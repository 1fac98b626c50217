//! What stands beside a sweep that is run: a range test, and one run at the step size that it suggests.

use super::super::super::exit::Failure;
use super::super::super::stop::Stop;
use super::super::train::job::refused;
use super::super::train::size::tries;
use super::real::{Combination, updates};
use crate::ml::range_test::{self, Log};
use crate::ml::schedule::Schedule;
use crate::ml::train::{self, End, Options};
use crate::render::ml::sweep::Alternative;

/// A range test, and a run at the step size that it suggests; none where it was stopped.
pub(super) fn alternative(
    group: String,
    one: &Combination,
    options: &Options,
    grid: f64,
    stop: &Stop,
) -> Result<Option<Alternative>, Failure> {
    let test = train::RangeTest { start: 1e-4, end: 100.0, batches: 120, seeds: vec![0], held_out: false };
    let losses = train::range_test(&one.ready.split, one.model, options, &test, || !stop.is_asked())
        .map_err(|error| refused(&error))?;
    let read = range_test::Options { resamples: 0, ..range_test::Options::default() };
    let analysis = Log::new(&losses).ok().map(|log| range_test::analyse(&log, read));
    let mut made = Alternative {
        group,
        zone: analysis.as_ref().and_then(range_test::Analysis::zone),
        lr: analysis.as_ref().and_then(range_test::Analysis::maximum),
        range_test: crate::curve::count(losses.len() as u64),
        run: None,
        reached: false,
        grid,
        cost: None,
    };
    if let Some(tried) =
        made.zone.map(|zone| tries(&one.ready.split, one.model, options, zone, stop)).transpose()?.flatten()
    {
        made.lr = tried.best();
        made.range_test += crate::curve::count(tried.steps * tried.runs.len() as u64);
    }
    if let Some(lr) = made.lr {
        let outcome =
            train::run(&one.ready.split, one.model, &Schedule::constant(lr), options, |_| !stop.is_asked())
                .map_err(|error| refused(&error))?;
        made.run = Some(updates(&outcome));
        made.reached = outcome.end == End::Target;
    }
    Ok((!stop.is_asked()).then_some(made))
}
