//! Trainings on several threads, with a bar on standard error, until somebody stops them.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::super::super::exit::{Exit, Failure};
use super::super::super::say;
use super::super::super::stop::Stop;
use super::super::trainee::Ready;
use crate::ml::schedule::Schedule;
use crate::ml::train::{self, Error, MOST_STEPS, Options, Outcome, Progress};
use crate::ordered;
use crate::render::ml::train::Group;

/// A training that is to be made, but for its seed.
pub(crate) struct Planned<'r> {
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) schedule: Schedule,
    pub(crate) ready: &'r Ready,
    pub(crate) options: Options,
}

/// The most updates of all trainings together.
const MOST_UPDATES: u64 = 2 * MOST_STEPS;

/// A bar on standard error that counts updates; nothing where that is no terminal.
pub(crate) fn bar(updates: u64) -> ProgressBar {
    let terminal = io::stderr().is_terminal();
    let target = if terminal { ProgressDrawTarget::stderr_with_hz(8) } else { ProgressDrawTarget::hidden() };
    let shape = "{bar:30} {percent:>3}%  {per_sec} updates  {eta} left";
    ProgressBar::with_draw_target(Some(updates), target)
        .with_style(ProgressStyle::with_template(shape).unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Makes every training with every seed; none where it was stopped, of which is told.
pub(crate) fn train(
    planned: &[Planned<'_>],
    seeds: &[u64],
    stop: &Stop,
) -> Result<Option<Vec<Group>>, Failure> {
    let all = planned.iter().map(|one| one.options.steps).fold(0_u64, u64::saturating_add);
    let all = all.saturating_mul(seeds.len() as u64);
    if all > MOST_UPDATES {
        let message = format!("{all} updates in all, and the losses of at most {MOST_UPDATES} are kept");
        return Err(Failure::new(Exit::Usage, message).with_help("make fewer, or train with fewer seeds"));
    }
    let bar = bar(all);
    let mut work = planned.iter().flat_map(|one| seeds.iter().map(move |seed| (one, *seed)));
    let make = |(one, seed): (&Planned<'_>, u64)| -> Result<Outcome, Error> {
        let options = Options { seed, ..one.options.clone() };
        let mut before = 0;
        let watch = |progress: &Progress| {
            bar.inc(progress.updates - before);
            before = progress.updates;
            !stop.is_asked()
        };
        let outcome = train::run(&one.ready.split, one.ready.model, &one.schedule, &options, watch)?;
        // What an early end leaves out is done too.
        bar.inc(one.options.steps - before);
        Ok(outcome)
    };
    let mut outcomes = Vec::new();
    let failed = ordered::run(
        ordered::processors(),
        || if stop.is_asked() { None } else { work.next() },
        make,
        |outcome| match outcome {
            Ok(outcome) => {
                outcomes.push(outcome);
                ControlFlow::Continue(())
            }
            Err(error) => ControlFlow::Break(refused(&error)),
        },
    );
    bar.finish_and_clear();
    if let Some(failure) = failed {
        return Err(failure);
    }
    if stop.is_asked() {
        let updates: u64 = outcomes.iter().map(Outcome::updates).sum();
        say(&format!("interrupted after {updates} updates; nothing was written"));
        return Ok(None);
    }
    let mut outcomes = outcomes.into_iter();
    let groups = planned.iter().map(|one| Group {
        name: one.name.clone(),
        schedule: one.words.clone(),
        runs: seeds.iter().copied().zip(outcomes.by_ref()).collect(),
    });
    Ok(Some(groups.collect()))
}

/// Options that no training can have, as a failure.
pub(crate) fn refused(error: &Error) -> Failure {
    let failure = Failure::new(Exit::Usage, error.to_string());
    match error {
        Error::Batch { rows, .. } => failure.with_help(format!("--batch {rows} takes them all at once")),
        Error::Schedule { ends, .. } => failure.with_help(format!("--steps {ends} goes to its end")),
        Error::Steps(_) => failure.with_help("ask for fewer with --steps or --epochs"),
        _ => failure,
    }
}
