//! Plans: several trainings of one model on the same data, with step sizes that a range test finds.

mod keys;
mod read;

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::super::draw::draw;
use super::super::exit::{Exit, Failure};
use super::super::input::{self, Input};
use super::super::stop::Stop;
use super::super::{coloured, say, width};
use super::shared::Show;
use super::train::job::{self, Planned};
use super::train::size::{self, Words};
use super::trainee::{HeldOut, Trainee, source};
use crate::ml::train::{Options, RangeTest};
use crate::render::ml::train::{self as written, About, Group, Shown};

/// A plan that is sound.
#[derive(Debug, Clone)]
struct Plan {
    title: Option<String>,
    /// The table, as the plan names it; none for data that come with the program.
    file: Option<PathBuf>,
    trainee: Trainee,
    held_out: HeldOut,
    steps: Option<u64>,
    epochs: Option<u64>,
    every: u64,
    target: Option<f64>,
    stop_at_target: bool,
    l2: f64,
    ceiling: f64,
    seeds: Vec<u64>,
    test: Option<Test>,
    runs: Vec<Run>,
}

/// The range test of a plan.
#[derive(Debug, Clone)]
struct Test {
    start: f64,
    end: f64,
    batches: u64,
    seeds: Vec<u64>,
}

/// One training of a plan.
#[derive(Debug, Clone)]
struct Run {
    name: String,
    words: Words,
    expect: Option<Expect>,
    span: Range<usize>,
}

/// What has to come of a run.
#[derive(Debug, Clone)]
struct Expect {
    /// The held-out accuracy at the end in percent, and the places that it is written with.
    accuracy: Option<(f64, usize)>,
    updates: Option<u64>,
    span: Range<usize>,
}

/// A plan that was carried out.
struct Done {
    title: String,
    about: About,
    groups: Vec<Group>,
    target: Option<f64>,
    every: u64,
    found: Option<(String, serde_json::Value)>,
    /// Expectations, and those of them that were missed, in words.
    expected: (usize, Vec<String>),
}

/// What a check of a plan came to.
pub(crate) struct Checked {
    pub(crate) exit: Exit,
    /// The trainings that were made.
    pub(crate) runs: usize,
    pub(crate) expected: usize,
    pub(crate) met: usize,
}

/// Carries a plan out and holds what came of it against what is expected; none where the text is no plan.
pub(crate) fn checked(input: &Input) -> Option<Checked> {
    if !read::is_plan(&input.text) {
        return None;
    }
    let bad = |exit| Checked { exit, runs: 0, expected: 0, met: 0 };
    Some(match carry_out(input, &Stop::default()) {
        Ok(Some(done)) => {
            let (expected, missed) = (done.expected.0, done.expected.1.len());
            for line in &done.expected.1 {
                say(line);
            }
            let exit = if missed > 0 { Exit::Failed } else { super::train::exit(&done.groups) };
            let runs = done.groups.iter().map(|group| group.runs.len()).sum();
            Checked { exit, runs, expected, met: expected - missed }
        }
        Ok(None) => bad(Exit::Interrupted),
        Err(failure) => {
            super::super::complain(&failure);
            bad(failure.exit)
        }
    })
}

/// Reads a plan, carries it out, and writes its report.
pub(super) fn run(
    path: &Path,
    show: &Show,
    log: impl FnOnce(&[Group]) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    let targets = show.targets(&[source(path)])?;
    let input = input::read(&source(path))?;
    let Some(done) = carry_out(&input, &Stop::on_signals()?)? else { return Ok(Exit::Interrupted) };
    let shown = Shown {
        title: &done.title,
        about: &done.about,
        groups: &done.groups,
        target: done.target,
        every: done.every,
        found: done.found.clone(),
    };
    log(&done.groups)?;
    targets.write(&written::page(&shown), || written::picture(&shown))?;
    for line in &done.expected.1 {
        say(line);
    }
    let missed = !done.expected.1.is_empty();
    Ok(if missed { Exit::Failed } else { super::train::exit(&done.groups) })
}

/// Carries a plan out; none where it was stopped.
fn carry_out(input: &Input, stop: &Stop) -> Result<Option<Done>, Failure> {
    let (plan, findings) = read::read(&input.text);
    if !findings.is_empty() {
        let styled = coloured(&std::io::stderr());
        say(draw(&findings, &input.name, &input.text, styled, width()).trim_end());
    }
    let Some(plan) = plan else {
        let mistakes = findings.len();
        let count = if mistakes == 1 { "a mistake".to_owned() } else { format!("{mistakes} mistakes") };
        return Err(Failure::new(Exit::BadData, format!("the plan `{}` has {count}", input.name)));
    };
    let folder = Path::new(&input.name).parent().unwrap_or(Path::new(""));
    let beside = |path: &PathBuf| folder.join(path);
    let held_out = match &plan.held_out {
        HeldOut::Table(path) => HeldOut::Table(beside(path)),
        share @ HeldOut::Share(_) => share.clone(),
    };
    let ready = plan.trainee.ready(plan.file.as_ref().map(beside).as_deref(), &held_out)?;
    let rows = ready.split.training().rows() as u64;
    let steps = match plan.epochs {
        Some(epochs) => epochs.saturating_mul(rows).div_ceil((ready.options.batch as u64).max(1)),
        None => plan.steps.unwrap_or(1_000),
    };
    let options = Options {
        steps,
        evaluate_every: plan.every,
        target: plan.target.filter(|_| plan.stop_at_target),
        l2: plan.l2,
        ceiling: Some(plan.ceiling).filter(|ceiling| ceiling.is_finite()),
        ..ready.options.clone()
    };
    let found = if plan.runs.iter().any(|run| run.words.are_found()) {
        let test = plan.test.clone().unwrap_or(Test { start: 1e-4, end: 10.0, batches: 100, seeds: vec![0] });
        let Test { start, end, batches, seeds } = test;
        let test = RangeTest { start, end, batches, seeds, held_out: false };
        Some(size::find_by(&ready, &options, test, stop)?)
    } else {
        None
    };
    let planned = plan.runs.iter().map(|run| {
        Ok(Planned {
            name: run.name.clone(),
            words: run.words.told(found.as_ref()),
            schedule: run.words.schedule(found.as_ref())?,
            ready: &ready,
            options: options.clone(),
        })
    });
    let planned: Vec<Planned<'_>> = planned.collect::<Result<_, Failure>>()?;
    let Some(groups) = job::train(&planned, &plan.seeds, stop)? else { return Ok(None) };
    let expected = expectations(&plan, &groups, &input.name);
    Ok(Some(Done {
        title: plan.title.unwrap_or_else(|| input.stem.clone()),
        about: ready.about.clone(),
        groups,
        target: plan.target,
        every: plan.every,
        found: found.map(|found| found.told()),
        expected,
    }))
}

/// How many figures were expected, and a line for each that was missed.
fn expectations(plan: &Plan, groups: &[Group], name: &str) -> (usize, Vec<String>) {
    let (mut count, mut missed) = (0, Vec::new());
    for (run, group) in plan.runs.iter().zip(groups) {
        let (Some(expect), Some((_, outcome))) = (&run.expect, group.runs.first()) else { continue };
        let mut miss = |what: &str, wanted: String, own: String| {
            let line = format!("missed: {name} `{}`: expected {what} {wanted}, found {own}", run.name);
            missed.push(crate::render::visible(&line));
        };
        if let Some((wanted, places)) = expect.accuracy {
            count += 1;
            let own = outcome.last().map_or(f64::NAN, |look| 100.0 * look.accuracy);
            if format!("{own:.places$}") != format!("{wanted:.places$}") {
                miss("an accuracy of", format!("{wanted:.places$}%"), format!("{own:.places$}%"));
            }
        }
        if let Some(wanted) = expect.updates {
            count += 1;
            let own = plan.target.and_then(|target| outcome.updates_to(target));
            if own != Some(wanted) {
                let own = own.map_or("none".to_owned(), |own| own.to_string());
                miss("updates to the target of", wanted.to_string(), own);
            }
        }
    }
    (count, missed)
}
