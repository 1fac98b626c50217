//! A schedule's report: its figures, a table of its updates, and a picture.

use serde_json::json;

use super::super::Format;
use super::super::fit::{number, significant};
use super::super::page::Page;
use super::super::sheet::Block;
use crate::ml::schedule::Schedule;
use crate::ml::schedule::named::{KINDS, LIBRARIES};
use crate::plot::{Drawn, Panel, Picture, Scale, Series};

/// A schedule that is to be shown.
pub struct Shown<'s> {
    /// Its name with its keys.
    pub title: String,
    /// What it does, in words or as a formula.
    pub what: String,
    /// Whose conventions it has.
    pub like: Option<&'s str>,
    /// The schedule.
    pub schedule: &'s Schedule,
    /// The lr of each update: [`sizes`].
    pub lr: Vec<f64>,
    /// Updates of an epoch, where the schedule goes by epochs.
    pub per_epoch: Option<u64>,
}

/// The lr of each of so many updates, where the schedule goes by epochs of `per_epoch` of them.
pub fn sizes(schedule: &Schedule, steps: usize, per_epoch: Option<u64>) -> Vec<f64> {
    let Some(updates) = per_epoch else { return schedule.table(steps) };
    let each = usize::try_from(updates).unwrap_or(usize::MAX);
    let epochs = schedule.table(steps.div_ceil(each));
    (0..steps).map(|t| epochs[t / each]).collect()
}

/// The most rows that a table in text has.
const ROWS: usize = 21;

impl Shown<'_> {
    fn momentum(&self, t: usize) -> Option<f64> {
        self.schedule.momentum(t as u64 / self.per_epoch.unwrap_or(1))
    }
}

/// The report of a schedule; of every update only what a format shows.
pub fn page(shown: &Shown<'_>, format: Format) -> Page {
    let table = &shown.lr;
    let momenta: Vec<Option<f64>> = (0..table.len()).map(|t| shown.momentum(t)).collect();
    let cycles = momenta.iter().any(Option::is_some);
    let peak = (0..table.len()).fold(0, |best, t| if table[t] > table[best] { t } else { best });
    let sum: f64 = table.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "a count of updates")]
    let mean = sum / table.len() as f64;
    let like = shown.like.map_or(String::new(), |like| format!(", as {like} has it"));
    let by =
        shown.per_epoch.map_or(String::new(), |updates| format!("; t counts epochs of {updates} updates"));
    let mut blocks = vec![
        Block::Heading(1, format!("Schedule: {}", shown.title)),
        Block::Line(format!("{}{like}; updates t from 0{by}.", shown.what)),
        Block::Line(format!(
            "First {}, highest {} at update {peak}, last {} (update {}); mean {}, sum {}.",
            number(table[0]),
            number(table[peak]),
            number(table[table.len() - 1]),
            table.len() - 1,
            number(mean),
            number(sum)
        )),
    ];
    let mut heading = vec!["update".to_owned(), "lr".to_owned()];
    if cycles {
        heading.push("momentum".to_owned());
    }
    let row = |t: usize, digits: usize| {
        let mut row = vec![t.to_string(), significant(table[t], digits)];
        if cycles {
            row.push(momenta[t].map_or(String::new(), |momentum| significant(momentum, digits)));
        }
        row
    };
    let last = table.len() - 1;
    let step = last.div_ceil(ROWS - 1).max(1);
    let mut places: Vec<usize> = (0..=last).step_by(step).collect();
    for place in [peak, last] {
        if let Err(at) = places.binary_search(&place) {
            places.insert(at, place);
        }
    }
    blocks.push(Block::Table(heading, places.into_iter().map(|t| row(t, 8)).collect()));
    let of_all = |wanted: Format| if format == wanted { table.len() } else { 0 };
    let json = of_all(Format::Json);
    let object = json!({
        "schema": 1, "schedule": shown.title, "like": shown.like, "steps": table.len(),
        "first": table[0], "highest": { "update": peak, "lr": table[peak] }, "last": table[last],
        "mean": mean, "sum": sum, "lr": table[..json], "momentum": cycles.then_some(&momenta[..json]),
    });
    let heading = if cycles { &["step", "lr", "momentum"][..] } else { &["step", "lr"] };
    let rows = (0..of_all(Format::Csv)).map(|t| {
        let mut row = vec![t.to_string(), table[t].to_string()];
        if cycles {
            row.push(momenta[t].map_or(String::new(), |momentum| momentum.to_string()));
        }
        row
    });
    let rows = rows.collect();
    Page { blocks, table: (heading.iter().map(|name| (*name).to_owned()).collect(), rows), object }
}

/// The most points that a picture's line has.
const POINTS: usize = 2_000;

/// The lr over updates, and the momentum beside it.
pub fn picture(shown: &Shown<'_>) -> Picture {
    let table = &shown.lr;
    let step = table.len().div_ceil(POINTS).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a count of updates")]
    let line = |of: &dyn Fn(usize) -> Option<f64>| -> Vec<(f64, f64)> {
        (0..table.len()).step_by(step).filter_map(|t| of(t).map(|value| (t as f64, value))).collect()
    };
    let drawn = |name: &str, hue, points| Series { name: name.to_owned(), hue, drawn: Drawn::Line(points) };
    let lr = line(&|t| Some(table[t]));
    let mut panels = vec![Panel::of(vec![drawn("lr", 0, lr)], ("update", "lr"), Scale::Linear)];
    let momentum = line(&|t| shown.momentum(t));
    if !momentum.is_empty() {
        panels.push(Panel::of(vec![drawn("momentum", 0, momentum)], ("update", "momentum"), Scale::Linear));
    }
    Picture::of(format!("Schedule: {}", shown.title), panels)
}

/// Every schedule with its keys, and every library.
pub fn list() -> Page {
    let heading: Vec<String> = ["name", "keys", "what it does"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = KINDS
        .iter()
        .map(|kind| vec![kind.name.to_owned(), kind.keys.to_owned(), kind.what.to_owned()])
        .collect();
    let libraries: Vec<&str> = LIBRARIES.iter().map(|(name, _)| *name).collect();
    let mut blocks = vec![Block::Heading(1, "Schedules".to_owned())];
    for kind in KINDS {
        blocks.push(Block::Line(format!("{}: {}", kind.name, kind.what)));
        blocks.push(Block::Line(format!("    {}", kind.keys)));
    }
    blocks.push(Block::Line(format!(
        "warmup=N puts a rise before any of them. --like {} takes that library's names, defaults and conventions.",
        libraries.join("|")
    )));
    let object = json!({
        "schedules": KINDS.iter().map(|kind| json!({ "name": kind.name, "keys": kind.keys, "what": kind.what })).collect::<Vec<_>>(),
        "libraries": libraries,
    });
    Page { blocks, table: (heading, rows), object }
}
