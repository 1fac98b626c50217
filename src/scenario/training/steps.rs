//! `[ml.schedule]` and `[ml.range-test]`: the step sizes of a training.

use super::super::check::text;
use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::training::{RANGE_ROW, RANGE_TEST};
use super::super::reader::{Findings, Reader, Value, list, wrong_type};
use super::super::tree::Node;
use crate::ml::range_test::Log;
use crate::ml::schedule::Schedule;
use crate::ml::schedule::keys::{Keys, plain};
use crate::ml::schedule::named::{LIBRARIES, Like, named};
use crate::money;

/// Reads the one schedule of the table, by its name and its keys.
pub(super) fn schedule(value: &Value<'_>, found: &mut Findings<'_>) -> Option<(String, Schedule)> {
    let Some(table) = value.as_table() else {
        found.push(wrong_type(value, "a table named after the schedule: [ml.schedule.cosine]"));
        return None;
    };
    let mut schedules = table.iter();
    let (Some((name, own)), None) = (schedules.next(), schedules.next()) else {
        found.push(
            Diagnostic::error("contradiction", value.span(), format!("{} schedules", table.len())).with_help(
                "exactly one: [ml.schedule.NAME]; `learncurve ml schedule --list` lists the names",
            ),
        );
        return None;
    };
    let Some(keys) = own.as_table() else {
        found.push(wrong_type(own, "a table of the schedule's keys"));
        return None;
    };
    let mut like = Like::Own;
    let mut pairs: Vec<String> = Vec::with_capacity(keys.len());
    for (key, value) in keys.iter() {
        let written = match value.node() {
            Node::String(text) => text.to_string(),
            Node::Table(_) | Node::Datetime => {
                found.push(wrong_type(value, "a number, a word, or a list of numbers"));
                return None;
            }
            _ => found.source(value.span()).to_owned(),
        };
        if key.name() == "like" {
            let known = LIBRARIES.iter().find(|(library, _)| *library == written);
            let Some((_, library)) = known else {
                found.push(
                    Diagnostic::error("unknown-word", value.span(), format!("unknown library `{written}`"))
                        .with_help(format!("one of {}", list(LIBRARIES.map(|(library, _)| library)))),
                );
                return None;
            };
            like = *library;
            continue;
        }
        pairs.push(format!("{}={written}", key.name()));
    }
    let name = name.name().to_owned();
    let made = Keys::parse(pairs.iter().map(String::as_str))
        .map_err(|problem| vec![problem])
        .and_then(|mut keys| named(&name, like, &mut keys));
    made.map_err(|problems| {
        for problem in problems {
            // Each begins with the key that it is about.
            let key = problem.split('`').nth(1).unwrap_or_default();
            let place = keys.iter().find(|(own, _)| plain(own.name()) == key);
            let span = match place {
                Some((own, _)) if problem.contains("is no key") => own.span(),
                Some((_, value)) => value.span(),
                None => own.span(),
            };
            found.push(
                Diagnostic::error("bad-schedule", span, problem)
                    .with_help("`learncurve ml schedule --list` lists schedules with their keys"),
            );
        }
    })
    .ok()
    .map(|schedule| (name, schedule))
}

/// Reads a range test, from a file beside the scenario or from rows.
pub(super) fn range_test(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Log> {
    let table = Reader::open(value, &RANGE_TEST, found)?;
    let Some(data) = table.get("data") else {
        found.push(
            Diagnostic::error("missing-key", table.span.clone(), "the range test has no `data`")
                .with_help("write `data = \"lr_find.csv\"`, or a list of rows: { lr = 0.001, loss = 2.3 }"),
        );
        return None;
    };
    let rows = match data.node() {
        Node::String(file) => from_file(file, data, &table, found)?,
        Node::Array(_) => from_rows(&table, found)?,
        _ => {
            found.push(wrong_type(data, "the name of a CSV file, or a list of rows"));
            return None;
        }
    };
    Log::new(&rows).map_err(|error| found.push(refuse(error.to_string(), data))).ok()
}

fn refuse(message: String, data: &Value<'_>) -> Diagnostic {
    Diagnostic::error("bad-data", data.span(), message)
        .with_help("`learncurve ml range-test` reads the same file with all that can be said of it")
}

fn from_rows(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Vec<(f64, f64)>> {
    let before = found.list.len();
    let mut rows = Vec::new();
    for row in table.tables("data", &RANGE_ROW, found) {
        let Some(lr) = row.get("lr") else {
            found.push(
                Diagnostic::error("missing-key", row.span.clone(), "the row has no `lr`")
                    .with_help("write { lr = 0.001, loss = 2.3 }"),
            );
            continue;
        };
        let lr = number::number(lr, "a step size", found).map_or(f64::NAN, money::to_f64);
        let loss = match row.get("loss") {
            Some(value) if is_no_number(value, found) => None,
            Some(value) => number::number(value, "a loss", found),
            None => None,
        };
        rows.push((lr, loss.map_or(f64::NAN, money::to_f64)));
    }
    (found.list.len() == before).then_some(rows)
}

/// Whether a value is TOML's `nan` or `inf`, as a loss that has broken out is.
fn is_no_number(value: &Value<'_>, found: &Findings<'_>) -> bool {
    matches!(value.node(), Node::Float)
        && matches!(found.source(value.span()), "nan" | "+nan" | "-nan" | "inf" | "+inf")
}

fn from_file(
    file: &str,
    data: &Value<'_>,
    table: &Reader<'_, '_>,
    found: &mut Findings<'_>,
) -> Option<Vec<(f64, f64)>> {
    let (heading, lines) = match (found.tables)(file) {
        Ok(read) => read,
        Err(message) => {
            found.push(
                Diagnostic::error("bad-data", data.span(), message)
                    .with_help("a file's name is taken from the folder of the scenario"),
            );
            return None;
        }
    };
    let mut column = |key: &str, usual: &[&str]| -> Option<usize> {
        let named = match table.get(key) {
            Some(value) => Some(text(value, found)?),
            None => None,
        };
        let wanted = named.as_deref().map_or(usual.to_vec(), |name| vec![name]);
        let place = wanted.iter().find_map(|name| heading.iter().position(|own| plain(own) == plain(name)));
        if place.is_none() {
            let message = format!("`{file}` has no column `{}`", wanted[0]);
            let help = format!("its columns are {}; `{key}` names another", heading.join(", "));
            found.push(Diagnostic::error("bad-data", data.span(), message).with_help(help));
        }
        place
    };
    let lr = column("lr_column", &["lr", "learning_rate", "step_size"]);
    let loss = column("loss_column", &["loss", "train_loss", "training_loss"]);
    let (lr, loss) = (lr?, loss?);
    let before = found.list.len();
    let mut rows = Vec::with_capacity(lines.len());
    for (line, cells) in &lines {
        let cell = |place: usize| cells.get(place).map_or("", |cell| cell.trim());
        let number = |text: &str| text.parse::<f64>().ok();
        let step = number(cell(lr)).filter(|lr| lr.is_finite());
        // A loss that is blank is one that was no number.
        let lost = if cell(loss).is_empty() { Some(f64::NAN) } else { number(cell(loss)) };
        match (step, lost) {
            (Some(step), Some(lost)) => rows.push((step, lost)),
            (step, _) => {
                let bad = cell(if step.is_none() { lr } else { loss });
                found.push(refuse(format!("`{file}`, line {line}: `{bad}` is no number"), data));
            }
        }
        if found.list.len() > before + MOST_TOLD {
            break;
        }
    }
    (found.list.len() == before).then_some(rows)
}

/// The most lines of a file that are told.
const MOST_TOLD: usize = 20;
