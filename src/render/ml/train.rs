//! Reports of trainings: what was trained, what the held-out rows say, and what to do.

mod told;

use serde_json::{Value, json};

use super::super::fit::significant;
use super::super::page::Page;
use super::super::sheet::Block;
use crate::ml::train::{End, Evaluation, Outcome, Scaling, wilson};
use crate::plot::{Drawn, Panel, Picture, Scale, Series};

/// What is trained, and on what.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// The data's name.
    pub data: String,
    /// Rows to train on, and rows held out.
    pub rows: (usize, usize),
    /// Numbers in a row.
    pub features: usize,
    /// Classes to tell apart.
    pub classes: usize,
    /// What was done to features first.
    pub scaling: Scaling,
    /// The model's name.
    pub model: String,
    /// Its weights and biases.
    pub parameters: usize,
    /// The optimiser with its settings.
    pub optimizer: String,
    /// Rows in a batch.
    pub batch: usize,
    /// What is odd about the data.
    pub notes: Vec<String>,
}

impl About {
    /// What is trained on what, in a line.
    pub fn line(&self) -> String {
        let scaled = match self.scaling {
            Scaling::None => "",
            Scaling::Standard => ", each scaled to mean 0 and standard deviation 1",
            Scaling::Range => ", each scaled to 0 and 1",
        };
        let pass = crate::curve::count(self.rows.0 as u64) / crate::curve::count(self.batch as u64);
        format!(
            "{} with {} parameters, by {}. {} rows to train on, {} held out; {} features{scaled}; {} classes. Batches of {} rows: {} updates are a pass over them.",
            self.model,
            self.parameters,
            self.optimizer,
            self.rows.0,
            self.rows.1,
            self.features,
            self.classes,
            self.batch,
            significant(pass, 3)
        )
    }

    /// The same as an object.
    pub fn object(&self) -> Value {
        json!({
            "data": self.data, "training_rows": self.rows.0, "held_out_rows": self.rows.1,
            "features": self.features, "classes": self.classes, "model": self.model,
            "parameters": self.parameters, "optimizer": self.optimizer, "batch": self.batch,
        })
    }
}

/// Trainings that differ in nothing but their seeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name; empty where there is one group.
    pub name: String,
    /// The schedule in words.
    pub schedule: String,
    /// Each seed with what it came to, at least one.
    pub runs: Vec<(u64, Outcome)>,
}

/// Trainings that are to be shown.
#[derive(Debug, Clone)]
pub struct Shown<'s> {
    /// What the report is called.
    pub title: &'s str,
    /// What is trained.
    pub about: &'s About,
    /// The trainings, at least one group.
    pub groups: &'s [Group],
    /// The held-out accuracy that is wanted.
    pub target: Option<f64>,
    /// Updates from one look at the held-out rows to the next.
    pub every: u64,
    /// What a range test found before, in words, and as an object.
    pub found: Option<(String, Value)>,
}

/// A share as a percentage, to a tenth.
fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

fn loss(value: f64) -> String {
    if value.is_finite() { significant(value, 4) } else { "none".to_owned() }
}

/// The values of a group's runs: the mean, and from which to which where there are several.
fn over(values: &[f64], write: fn(f64) -> String) -> String {
    let count = crate::curve::count(values.len() as u64);
    let mean = values.iter().sum::<f64>() / count;
    if values.len() < 2 {
        return write(mean);
    }
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    format!("{} ({} to {})", write(mean), write(low), write(high))
}

/// The report of trainings.
pub fn page(shown: &Shown<'_>) -> Page {
    let mut blocks =
        vec![Block::Heading(1, format!("Training: {}", shown.title)), Block::Line(shown.about.line())];
    blocks.extend(shown.found.iter().map(|(words, _)| Block::Line(words.clone())));
    let mut notes = shown.about.notes.clone();
    if let [Group { runs, schedule, .. }] = shown.groups
        && let [(seed, outcome)] = runs.as_slice()
    {
        one(shown, schedule, *seed, outcome, &mut blocks);
        notes.extend(told::notes(outcome, shown));
    } else {
        several(shown, &mut blocks);
        notes.extend(told::of_groups(shown));
    }
    if !notes.is_empty() {
        blocks.push(Block::Points(notes));
    }
    Page { blocks, table: table(shown), object: object(shown) }
}

/// A single training at length.
fn one(shown: &Shown<'_>, schedule: &str, seed: u64, outcome: &Outcome, blocks: &mut Vec<Block>) {
    let drawn = if seed == 0 { "no draws".to_owned() } else { format!("seed {seed}") };
    let last = outcome.last();
    blocks.push(Block::Heading(2, last.map_or(String::new(), |look| told::headline(look, outcome))));
    let sizes =
        if schedule.starts_with("lr ") { schedule.to_owned() } else { format!("Step sizes: {schedule}") };
    blocks.push(Block::Line(format!("{sizes}; {drawn}. {}", told::ended(outcome, shown.target))));
    if let Some(look) = last.filter(|look| look.loss.is_finite()) {
        let (low, high) = wilson(look.accuracy, shown.about.rows.1);
        blocks.push(Block::Line(format!(
            "On as many other rows as the {} held out, an accuracy of {} means {} to {} (Wilson's interval, 95%).",
            shown.about.rows.1,
            percent(look.accuracy),
            percent(low),
            percent(high)
        )));
    }
    let row = |what: &str, look: Evaluation| {
        vec![what.to_owned(), look.updates.to_string(), percent(look.accuracy), loss(look.loss)]
    };
    let mut rows = Vec::new();
    rows.extend(outcome.evaluations.first().map(|look| row("before training", *look)));
    if let Some(target) = shown.target {
        let reached = outcome.evaluations.iter().find(|look| look.accuracy >= target);
        let reached = reached.filter(|look| Some(**look) != last);
        rows.extend(reached.map(|look| row(&format!("{} or more", percent(target)), *look)));
    }
    let earlier = |look: &Evaluation| Some(*look) != last;
    rows.extend(outcome.best().filter(earlier).map(|look| row("best accuracy", look)));
    rows.extend(outcome.least_loss().filter(earlier).map(|look| row("least loss", look)));
    rows.extend(last.map(|look| row("at the end", look)));
    let heading = ["held out", "after updates", "accuracy", "loss (nats)"].map(str::to_owned).to_vec();
    blocks.push(Block::Table(heading, rows));
    blocks.push(Block::Heading(2, "The course".to_owned()));
    let heading =
        ["updates", "lr", "loss in training", "held-out loss", "accuracy"].map(str::to_owned).to_vec();
    blocks.push(Block::Table(heading, course(outcome)));
    blocks.push(Block::Line(format!(
        "The loss in training is the mean of the batches since the row before. The held-out rows were looked at every {} updates.",
        shown.every
    )));
}

/// The most rows of a course.
const ROWS: usize = 12;

/// Some looks at the held-out rows, evenly over the course, with the loss in training between them.
fn course(outcome: &Outcome) -> Vec<Vec<String>> {
    let looks = &outcome.evaluations;
    let step = looks.len().saturating_sub(1).div_ceil(ROWS - 1).max(1);
    let mut places: Vec<usize> = (0..looks.len()).step_by(step).collect();
    if places.last() != Some(&(looks.len() - 1)) {
        places.push(looks.len() - 1);
    }
    let mut before = 0;
    let row = |place: usize| {
        let look = looks[place];
        let updates = usize::try_from(look.updates).unwrap_or(usize::MAX).min(outcome.steps.len());
        let since = &outcome.steps[before.min(updates)..updates];
        before = updates;
        let mean = (!since.is_empty()).then(|| {
            since.iter().map(|step| step.loss).sum::<f64>() / crate::curve::count(since.len() as u64)
        });
        vec![
            look.updates.to_string(),
            since.last().map_or(String::new(), |step| significant(step.lr, 4)),
            mean.map_or(String::new(), loss),
            loss(look.loss),
            percent(look.accuracy),
        ]
    };
    places.into_iter().map(row).collect()
}

/// Several trainings side by side.
fn several(shown: &Shown<'_>, blocks: &mut Vec<Block>) {
    let seeds = shown.groups[0].runs.len();
    let title = if seeds > 1 {
        format!("Held out, mean over {seeds} seeds (least to most)")
    } else {
        "Held out".to_owned()
    };
    blocks.push(Block::Heading(2, title));
    let mut heading =
        vec!["run".to_owned(), "accuracy at the end".to_owned(), "best".to_owned(), "loss".to_owned()];
    heading.extend(shown.target.map(|target| format!("updates to {}", percent(target))));
    let rows = shown.groups.iter().map(|group| {
        let of = |pick: fn(&Outcome) -> Option<f64>| -> Vec<f64> {
            group.runs.iter().filter_map(|(_, outcome)| pick(outcome)).collect()
        };
        let name = if group.name.is_empty() { "all".to_owned() } else { group.name.clone() };
        let mut row = vec![
            name,
            over(&of(|outcome| outcome.last().map(|look| look.accuracy)), percent),
            over(&of(|outcome| outcome.best().map(|look| look.accuracy)), percent),
            over(&of(|outcome| outcome.last().map(|look| look.loss)), |value| significant(value, 3)),
        ];
        row.extend(shown.target.map(|target| reached(group, target)));
        row
    });
    blocks.push(Block::Table(heading, rows.collect()));
    for group in shown.groups {
        let name = if group.name.is_empty() { String::new() } else { format!("{}: ", group.name) };
        blocks.push(Block::Line(format!("{name}{}", group.schedule)));
    }
    let accuracies = shown.groups.iter().flat_map(|group| &group.runs);
    let best =
        accuracies.filter_map(|(_, outcome)| outcome.last()).map(|look| look.accuracy).fold(0.0, f64::max);
    let (low, high) = wilson(best, shown.about.rows.1);
    blocks.push(Block::Line(format!(
        "The {} held-out rows were looked at every {} updates. On as many others an accuracy of {} means {} to {} (Wilson's interval, 95%): smaller differences between runs may be chance.",
        shown.about.rows.1,
        shown.every,
        percent(best),
        percent(low),
        percent(high)
    )));
}

/// The updates that a group took to a target.
fn reached(group: &Group, target: f64) -> String {
    let updates: Vec<f64> = (group.runs.iter())
        .filter_map(|(_, outcome)| outcome.updates_to(target).map(crate::curve::count))
        .collect();
    let all = group.runs.len();
    match updates.len() {
        0 => "never".to_owned(),
        some if some < all => {
            format!("{}, in {some} of {all}", over(&updates, |value| significant(value, 4)))
        }
        _ => over(&updates, |value| significant(value, 4)),
    }
}

/// A row for each training.
fn table(shown: &Shown<'_>) -> (Vec<String>, Vec<Vec<String>>) {
    let heading = [
        "run",
        "schedule",
        "seed",
        "updates",
        "end",
        "diverged_at",
        "held_out_accuracy",
        "held_out_loss",
        "best_accuracy",
        "best_accuracy_at",
        "least_loss",
        "least_loss_at",
        "updates_to_target",
    ];
    let exact = |value: f64| if value.is_finite() { value.to_string() } else { String::new() };
    let maybe = |value: Option<u64>| value.map_or(String::new(), |value| value.to_string());
    let row = |group: &Group, seed: u64, outcome: &Outcome| {
        let (last, best, least) = (outcome.last(), outcome.best(), outcome.least_loss());
        let accuracy = |look: Option<Evaluation>| look.map_or(String::new(), |look| exact(look.accuracy));
        let loss = |look: Option<Evaluation>| look.map_or(String::new(), |look| exact(look.loss));
        vec![
            super::super::csv::cell(&group.name),
            super::super::csv::cell(&group.schedule),
            seed.to_string(),
            outcome.updates().to_string(),
            word(outcome.end).to_owned(),
            maybe(outcome.diverged_at),
            accuracy(last),
            loss(last),
            accuracy(best),
            maybe(best.map(|look| look.updates)),
            loss(least),
            maybe(least.map(|look| look.updates)),
            maybe(shown.target.and_then(|target| outcome.updates_to(target))),
        ]
    };
    let rows = shown.groups.iter().flat_map(|group| group.runs.iter().map(move |run| (group, run)));
    (
        heading.map(str::to_owned).to_vec(),
        rows.map(|(group, (seed, outcome))| row(group, *seed, outcome)).collect(),
    )
}

fn word(end: End) -> &'static str {
    match end {
        End::Steps => "steps",
        End::Target => "target",
        End::Diverged => "diverged",
        End::Stopped => "stopped",
    }
}

fn object(shown: &Shown<'_>) -> Value {
    let look =
        |look: Evaluation| json!({ "updates": look.updates, "loss": look.loss, "accuracy": look.accuracy });
    let run = |(seed, outcome): &(u64, Outcome)| {
        json!({
            "seed": seed, "updates": outcome.updates(), "end": word(outcome.end), "diverged_at": outcome.diverged_at,
            "last": outcome.last().map(look), "best": outcome.best().map(look),
            "least_loss": outcome.least_loss().map(look),
            "updates_to_target": shown.target.and_then(|target| outcome.updates_to(target)),
            "evaluations": outcome.evaluations.iter().copied().map(look).collect::<Vec<_>>(),
        })
    };
    let groups = shown.groups.iter().map(|group| {
        json!({
            "name": group.name, "schedule": group.schedule,
            "runs": group.runs.iter().map(run).collect::<Vec<_>>(),
        })
    });
    json!({
        "schema": 1, "title": shown.title, "trained": shown.about.object(), "target": shown.target,
        "evaluate_every": shown.every, "range_test": shown.found.as_ref().map(|(_, object)| object),
        "groups": groups.collect::<Vec<_>>(),
        "notes": told::all(shown),
    })
}

/// The held-out loss and accuracy over updates, a line for each group's first run.
pub fn picture(shown: &Shown<'_>) -> Picture {
    let panel = |label: &str, pick: fn(&Evaluation) -> f64| {
        let series = shown.groups.iter().enumerate().map(|(hue, group)| {
            let looks = group.runs.first().map_or(&[][..], |(_, outcome)| &outcome.evaluations);
            let points = looks.iter().map(|look| (crate::curve::count(look.updates), pick(look)));
            let name = if group.name.is_empty() { group.schedule.clone() } else { group.name.clone() };
            Series { name, hue, drawn: Drawn::Line(points.filter(|point| point.1.is_finite()).collect()) }
        });
        Panel::of(series.collect(), ("updates", label), Scale::Linear)
    };
    let panels = vec![
        panel("held-out loss (nats)", |look| look.loss),
        panel("held-out accuracy (%)", |look| 100.0 * look.accuracy),
    ];
    Picture::of(format!("Training: {}", shown.title), panels)
}
