//! `ml train`: a real training, or several by a plan.

pub(super) mod job;
mod log;
pub(super) mod size;

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::args::{seed, whole};
use super::super::exit::{Exit, Failure};
use super::super::fit::level;
use super::super::input::Source;
use super::super::output::Target;
use super::super::stop::Stop;
use super::plan;
use super::shared::Show;
use super::trainee::{HeldOut, Ready, Trainee, held_out, source};
use crate::ml::schedule::named::LIBRARIES;
use crate::ml::train::{MOST_STEPS, Options};
use crate::render::ml::train::{self as written, Group, Shown};
use job::Planned;
use size::Words;

#[derive(Debug, Args)]
pub(crate) struct Train {
    /// A table (CSV) to train on, with a column of labels, or `-` for standard input; or a plan (TOML) of several trainings
    #[arg(value_name = "DATA|PLAN.toml")]
    file: Option<PathBuf>,
    #[command(flatten)]
    trainee: Trainee,
    /// What is kept out of training to judge by: the last rows, as a share of all, or another table; default 20%
    #[arg(long, value_name = "SHARE|TABLE", allow_hyphen_values = true, value_parser = held_out)]
    held_out: Option<HeldOut>,
    /// The step size: a number, or found by a range test: `auto` (half of where training diverges; with a momentum or Adam the best of short runs), base, steepest, divergence
    #[arg(long, value_name = "LR", conflicts_with = "schedule")]
    lr: Option<String>,
    /// A schedule of the step size, as in "cosine lr=0.1 steps=900"; an lr may be one of the words of --lr, as in max=maximum/2
    #[arg(long, value_name = "NAME KEY=VALUE…")]
    schedule: Option<String>,
    /// The library whose conventions the schedule has
    #[arg(long, value_name = "LIBRARY", requires = "schedule", value_parser = clap::builder::PossibleValuesParser::new(LIBRARIES.map(|(name, _)| name)))]
    like: Option<String>,
    /// Updates to make; default 1000
    #[arg(long, value_name = "N", value_parser = whole::<u64, 1, MOST_STEPS>)]
    steps: Option<u64>,
    /// Passes over the training rows to make, in place of --steps
    #[arg(long, value_name = "N", conflicts_with = "steps", value_parser = whole::<u64, 1, MOST_STEPS>)]
    epochs: Option<u64>,
    /// Updates from one look at the held-out rows to the next; default 15
    #[arg(long, value_name = "N", value_parser = whole::<u64, 1, MOST_STEPS>)]
    evaluate_every: Option<u64>,
    /// Stop at this held-out accuracy
    #[arg(long, value_name = "ACCURACY", value_parser = level)]
    target: Option<f64>,
    /// Weight decay on weights alone, biases left out; 0 or more
    #[arg(long, value_name = "STRENGTH", value_parser = strength)]
    l2: Option<f64>,
    /// Stop as diverged where the median loss of 100 batches is above so many times the first; `never` for only where it is no number; default 10
    #[arg(long, value_name = "TIMES", value_parser = ceiling)]
    stop_above: Option<f64>,
    /// What first weights and the order of rows are drawn by; default 0: no draws
    #[arg(long, value_name = "SEED", value_parser = seed)]
    seed: Option<u64>,
    /// Train with so many seeds, from 1 or from --seed on
    #[arg(long, value_name = "N", value_parser = whole::<u64, 1, 1_000>)]
    seeds: Option<u64>,
    /// Write every update to this file (CSV): step, lr, loss, `held_out_loss`, `held_out_accuracy`
    #[arg(long, value_name = "OUT.csv")]
    log: Option<PathBuf>,
    #[command(flatten)]
    show: Show,
}

/// The strength of weight decay.
pub(crate) fn strength(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number >= 0.0 && number.is_finite() => Ok(number),
        _ => Err("weight decay is a number that is 0 or more".to_owned()),
    }
}

/// Times the first loss; infinite for never.
pub(crate) fn ceiling(text: &str) -> Result<f64, String> {
    match text.trim() {
        "never" => Ok(f64::INFINITY),
        text => match text.parse::<f64>() {
            Ok(number) if number > 1.0 && number.is_finite() => Ok(number),
            _ => Err("write a number above 1, or never".to_owned()),
        },
    }
}

fn usage(message: impl Into<String>) -> Failure {
    Failure::new(Exit::Usage, message)
}

pub(super) fn run(args: &Train) -> Result<Exit, Failure> {
    let table = args.file.as_deref();
    if let Some(path) =
        table.filter(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")))
    {
        return run_plan(args, path);
    }
    if !args.trainee.is_named(table) {
        return Err(usage("nothing says what to train on")
            .with_help("name a table (CSV) with a column of labels, or --builtin digits"));
    }
    let words = match (&args.lr, &args.schedule) {
        (Some(lr), None) => Words::lr(lr)?,
        (None, Some(schedule)) => Words::new(schedule, args.like.as_deref())?,
        _ => {
            return Err(usage("no step size is given")
                .with_help("say --lr 0.1, --lr auto to find one by a range test, or --schedule \"cosine lr=0.1 steps=1000\""));
        }
    };
    let inputs: Vec<_> =
        table.map(source).into_iter().chain(held_out_table(args.held_out.as_ref())).collect();
    let targets = args.show.targets(&inputs)?;
    let log = log_target(args, &inputs)?;
    let ready = args.trainee.ready(table, &args.held_out.clone().unwrap_or_default())?;
    let options = options(args, &ready);
    let stop = Stop::on_signals()?;
    let found = if words.are_found() { Some(size::find(&ready, &options, &stop)?) } else { None };
    let schedule = words.schedule(found.as_ref())?;
    let planned =
        Planned { name: String::new(), words: words.told(found.as_ref()), schedule, ready: &ready, options };
    let seeds: Vec<u64> = match (args.seed, args.seeds) {
        (seed, None) => vec![seed.unwrap_or(0)],
        (seed, Some(count)) => {
            let first = seed.unwrap_or(1);
            let last = first.checked_add(count).ok_or_else(|| {
                usage(format!("--seed {first} leaves no {count} seeds: the last is 18446744073709551615"))
            })?;
            (first..last).collect()
        }
    };
    let Some(groups) = job::train(std::slice::from_ref(&planned), &seeds, &stop)? else {
        return Ok(Exit::Interrupted);
    };
    let title = format!("{} on {}", ready.about.model, ready.about.data);
    let shown = Shown {
        title: &title,
        about: &ready.about,
        groups: &groups,
        target: args.target,
        every: planned.options.evaluate_every,
        found: found.map(|found| found.told()),
    };
    if let Some(log) = log {
        log.write(&log::written(&groups)?)?;
    }
    targets.write(&written::page(&shown), || written::picture(&shown))?;
    Ok(exit(&groups))
}

/// Failed where every run diverged, fine else.
pub(super) fn exit(groups: &[Group]) -> Exit {
    let mut runs = groups.iter().flat_map(|group| &group.runs);
    if runs.all(|(_, outcome)| outcome.diverged_at.is_some()) { Exit::Failed } else { Exit::Fine }
}

fn held_out_table(held_out: Option<&HeldOut>) -> Option<Source> {
    match held_out {
        Some(HeldOut::Table(path)) => Some(source(path)),
        _ => None,
    }
}

fn options(args: &Train, ready: &Ready) -> Options {
    let rows = ready.split.training().rows() as u64;
    let batch = (ready.options.batch as u64).max(1);
    let steps = match args.epochs {
        Some(epochs) => epochs.saturating_mul(rows).div_ceil(batch),
        None => args.steps.unwrap_or(1_000),
    };
    Options {
        steps,
        evaluate_every: args.evaluate_every.unwrap_or(15),
        target: args.target,
        l2: args.l2.unwrap_or(0.0),
        ceiling: Some(args.stop_above.unwrap_or(10.0)).filter(|ceiling| ceiling.is_finite()),
        ..ready.options.clone()
    }
}

/// The first flag beside a plan that says what the plan says.
fn beside_a_plan(args: &Train) -> Option<&'static str> {
    let own = [
        (args.trainee.builtin.is_some(), "--builtin"),
        (args.held_out.is_some(), "--held-out"),
        (args.lr.is_some(), "--lr"),
        (args.schedule.is_some(), "--schedule"),
        (args.steps.is_some(), "--steps"),
        (args.epochs.is_some(), "--epochs"),
        (args.evaluate_every.is_some(), "--evaluate-every"),
        (args.target.is_some(), "--target"),
        (args.l2.is_some(), "--l2"),
        (args.stop_above.is_some(), "--stop-above"),
        (args.seed.is_some(), "--seed"),
        (args.seeds.is_some(), "--seeds"),
    ];
    own.into_iter().find_map(|(given, flag)| given.then_some(flag)).or(args.trainee.given())
}

/// Carries a plan out.
fn run_plan(args: &Train, path: &Path) -> Result<Exit, Failure> {
    if let Some(flag) = beside_a_plan(args) {
        return Err(usage(format!("{flag}: the plan `{}` says that", path.display()))
            .with_help("change it there, or leave the plan out"));
    }
    let log = log_target(args, &[source(path)])?;
    plan::run(path, &args.show, |groups| log.map_or(Ok(()), |log| log.write(&log::written(groups)?)))
}

/// Where the log goes, where there is to be one; refused before any work where it could not be written.
fn log_target(args: &Train, inputs: &[Source]) -> Result<Option<Target>, Failure> {
    let Some(path) = &args.log else { return Ok(None) };
    let log = Target::new(Some(path.clone()), args.show.out.force);
    log.check(inputs)?;
    if args.show.out.output == args.log {
        return Err(usage("--log and --output name the same file").with_help("name another for one of them"));
    }
    Ok(Some(log))
}
