//! Range tests that are run: the lr rises from batch to batch of a real training.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};

use super::super::super::args::whole;
use super::super::super::exit::{Exit, Failure};
use super::super::super::output::Target;
use super::super::super::stop::Stop;
use super::super::train::job::refused;
use super::super::trainee::{HeldOut, held_out, source};
use super::super::written::lr;
use super::{RangeTest, confirm};
use crate::ml::range_test::{Log, analyse_watched};
use crate::ml::schedule::RampShape;
use crate::ml::train::{self, MOST_STEPS};
use crate::render::ml::range_test::{self as written, Made};

// No doc comment: it would take the place of the description of each command that has these flags.
// How a range test is run; nothing has a default here, so that what is given can be told.
#[derive(Debug, Args)]
pub(super) struct Real {
    /// Judge by rows that are kept out of training: the last ones, as a share, or another table; default 20%
    #[arg(long, value_name = "SHARE|TABLE", num_args = 0..=1, default_missing_value = "20%", value_parser = held_out)]
    pub(super) held_out: Option<HeldOut>,
    /// Run it with so many seeds and average the losses batch by batch; default one run without draws
    #[arg(long, value_name = "N", value_parser = whole::<u64, 1, 1_000>)]
    pub(super) seeds: Option<u64>,
    /// The lr of the first batch; default 0.0001
    #[arg(long, value_name = "LR", value_parser = lr)]
    pub(super) start: Option<f64>,
    /// The lr of the last; default 10
    #[arg(long, value_name = "LR", value_parser = lr)]
    pub(super) end: Option<f64>,
    /// How the lr rises from batch to batch: multiplied by the same, or by adding the same as Smith has it; default exponential
    #[arg(long, value_enum)]
    pub(super) ramp: Option<Ramp>,
    /// How many batches; default 100
    #[arg(long, value_name = "N", value_parser = whole::<u64, 12, 1_000_000>)]
    pub(super) batches: Option<u64>,
    /// Train shortly at so many step sizes of the zone, and tell which was best; default 5
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "5", value_parser = whole::<u64, 2, 50>)]
    pub(super) confirm: Option<u64>,
    /// Updates of each of these trainings; default 300
    #[arg(long, value_name = "N", requires = "confirm", value_parser = whole::<u64, 1, MOST_STEPS>)]
    pub(super) confirm_steps: Option<u64>,
    /// Write the test's losses to this file (CSV): lr, loss
    #[arg(long, value_name = "OUT.csv")]
    pub(super) log_to: Option<std::path::PathBuf>,
}

/// Along what the lr rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Ramp {
    /// The same amount is added each time: most batches are at great step sizes
    Linear,
    /// It is multiplied by the same each time: as many batches at each order of magnitude
    Exponential,
}

/// The first flag that only a test that is run has.
pub(super) fn given(args: &RangeTest) -> Option<&'static str> {
    let real = &args.real;
    let own = [
        (args.trainee.builtin.is_some(), "--builtin"),
        (real.held_out.is_some(), "--held-out"),
        (real.seeds.is_some(), "--seeds"),
        (real.start.is_some(), "--start"),
        (real.end.is_some(), "--end"),
        (real.ramp.is_some(), "--ramp"),
        (real.batches.is_some(), "--batches"),
        (real.confirm.is_some(), "--confirm"),
        (real.log_to.is_some(), "--log-to"),
    ];
    own.into_iter().find_map(|(given, flag)| given.then_some(flag)).or(args.trainee.given())
}

fn usage(message: &str) -> Failure {
    Failure::new(Exit::Usage, message)
}

/// Runs a test and reads it.
pub(super) fn run(args: &RangeTest) -> Result<Exit, Failure> {
    let real = &args.real;
    if !args.trainee.is_named(args.train.as_deref()) {
        return Err(usage("there is no log to read, and nothing says what to train").with_help(
            "name a log (CSV) with columns lr and loss; or run a test: --builtin digits, or --train DATA.csv",
        ));
    }
    let (start, end) = (real.start.unwrap_or(1e-4), real.end.unwrap_or(10.0));
    if start >= end {
        return Err(usage(&format!("the lr goes from --start {start} to --end {end}, and has to rise")));
    }
    let mut inputs: Vec<_> = args.train.as_deref().map(source).into_iter().collect();
    if let Some(HeldOut::Table(path)) = &real.held_out {
        inputs.push(source(path));
    }
    let targets = args.show.targets(&inputs)?;
    let log_to = real.log_to.as_ref().map(|path| Target::new(Some(path.clone()), args.show.out.force));
    if let Some(log_to) = &log_to {
        log_to.check(&inputs)?;
    }
    let held_out = real.held_out.clone();
    let ready = args.trainee.ready(args.train.as_deref(), &held_out.clone().unwrap_or_default())?;
    let test = train::RangeTest {
        start,
        end,
        batches: real.batches.unwrap_or(100),
        seeds: real.seeds.map_or(vec![0], |seeds| (1..=seeds).collect()),
        held_out: held_out.is_some(),
    };
    let stop = Stop::on_signals()?;
    let shape = match real.ramp {
        Some(Ramp::Linear) => RampShape::Linear,
        Some(Ramp::Exponential) | None => RampShape::Exponential,
    };
    let going = || !stop.is_asked();
    let rows = train::ramped(&ready.split, ready.model, &ready.options, &test, shape, going)
        .map_err(|error| refused(&error))?;
    let interrupted = || Failure::new(Exit::Interrupted, "interrupted; nothing was written");
    if stop.is_asked() {
        return Err(interrupted());
    }
    let name = format!("{} on {}", ready.about.model, ready.about.data);
    let log = Log::new(&rows).map_err(|error| Failure::new(Exit::Failed, format!("{name}: {error}")))?;
    let options = args.options();
    let analysis = analyse_watched(&log, options, going).ok_or_else(interrupted)?;
    let losses =
        if test.held_out { "the held-out rows before each update" } else { "each batch before its update" };
    let runs = match test.seeds.len() {
        1 => String::new(),
        count => format!(", averaged batch by batch over {count} runs with seeds 1 to {count}"),
    };
    let rises =
        if shape == RampShape::Linear { " The lr rises by the same from batch to batch." } else { "" };
    let about = format!("{} Losses are those of {losses}{runs}.{rises}", ready.about.line());
    let confirmed = match real.confirm {
        None => None,
        Some(count) => {
            let steps = real.confirm_steps.unwrap_or(300);
            Some(confirm::run(&ready, analysis.zone(), count, steps, &stop)?.ok_or_else(interrupted)?)
        }
    };
    let made = Made {
        about: Some(about),
        notes: ready.about.notes.clone(),
        trained: Some(ready.about.object()),
        confirmed,
    };
    if let Some(log_to) = log_to {
        let mut text = "lr,loss\n".to_owned();
        for (lr, loss) in &rows {
            let loss = if loss.is_finite() { loss.to_string() } else { String::new() };
            let _ = writeln!(text, "{lr},{loss}");
        }
        log_to.write(&text)?;
    }
    let page = written::page(&name, &log, &analysis, options, &made);
    targets.write(&page, || written::picture(&name, &analysis))?;
    Ok(Exit::Fine)
}
