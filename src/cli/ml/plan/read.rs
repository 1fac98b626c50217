//! Plans from TOML: strict, with every mistake at its place and all of them at once.

use std::ops::Range;
use std::path::PathBuf;

use super::super::super::args::count;
use super::super::super::fit::level;
use super::super::train::size::Words;
use super::super::train::{ceiling, strength};
use super::super::trainee::{BUILTIN, HeldOut, Scale, Trainee, held_out, model, optimizer};
use super::super::written::lr;
use super::keys::{EXPECT, FILE, RANGE_TEST, RUN, SHAPES, TRAIN};
use super::{Expect, Plan, Run, Test};
use crate::ml::schedule::named::LIBRARIES;
use crate::ml::train::MOST_STEPS;
use crate::scenario::diagnostic::{Diagnostic, Severity};
use crate::scenario::reader::{Findings, Node, Reader, Value, list, nearest, shorten, wrong_type};

/// Whether a text is a plan: TOML with a table `train`.
pub(super) fn is_plan(text: &str) -> bool {
    let heads = |line: &str| {
        let line = line.trim_start();
        line.strip_prefix("[train]")
            .is_some_and(|rest| rest.trim_start().is_empty() || rest.trim_start().starts_with('#'))
    };
    text.lines().any(heads)
}

/// Reads a plan; without errors there is one.
pub(super) fn read(text: &str) -> (Option<Plan>, Vec<Diagnostic>) {
    let document = match crate::scenario::document(text) {
        Ok(document) => document,
        Err(findings) => return (None, findings),
    };
    let mut found = Findings::new(text, &|file| Err(format!("`{file}` is not read here")), Some(&SHAPES));
    let top = Reader::top(&document, &FILE, &mut found);
    let plan = plan(&top, &mut found);
    let findings = crate::scenario::sorted(found.list);
    let sound = findings.iter().all(|finding| finding.severity != Severity::Error);
    (plan.filter(|_| sound), findings)
}

fn plan(top: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Plan> {
    let title = top.get("title").and_then(|value| text(value, found)).map(str::to_owned);
    let test = top.get("range_test").and_then(|value| Reader::open(value, &RANGE_TEST, found));
    let test = test.map(|test| range_test(&test, found));
    let mut runs = Vec::new();
    for own in top.tables("run", &RUN, found) {
        runs.extend(run(&own, found));
    }
    names_differ(&runs, found);
    if !top.has_any(&["run"]) {
        found.push(
            Diagnostic::error("missing-key", 0..0, "the plan has no run")
                .with_help("write `[[run]]` with a name and a schedule, once for each training"),
        );
    }
    let Some(value) = top.get("train") else {
        found.push(
            Diagnostic::error("missing-key", 0..0, "the plan does not say what to train")
                .with_help("write `[train]` with `builtin = \"digits\"`, or `file` for a table"),
        );
        return None;
    };
    let own = Reader::open(value, &TRAIN, found)?;
    let plan = train(title, &own, found);
    for run in &runs {
        if let Some(expect) = &run.expect {
            expectations(&plan, expect, found);
        }
    }
    Some(Plan { test, runs, ..plan })
}

fn train(title: Option<String>, own: &Reader<'_, '_>, found: &mut Findings<'_>) -> Plan {
    let builtin = own.get("builtin").and_then(|value| one_of(value, &BUILTIN, found));
    let file = own.get("file").and_then(|value| text(value, found)).map(PathBuf::from);
    match own.present(&["builtin", "file"])[..] {
        [] => found.push(
            Diagnostic::error("missing-key", own.span.clone(), "nothing says what to train on")
                .with_help("write `builtin = \"digits\"`, or `file = \"rows.csv\"`"),
        ),
        [_, _] => contradiction(own, "file", "builtin", found),
        _ => {}
    }
    if own.has_any(&["builtin"]) {
        for key in own.present(&["label", "features", "shuffle"]) {
            found.push(
                Diagnostic::error(
                    "contradiction",
                    own.key_span(key),
                    format!("`{key}` is for tables, and the digits are none"),
                )
                .with_help("leave it out"),
            );
        }
    }
    if own.present(&["steps", "epochs"]).len() == 2 {
        contradiction(own, "epochs", "steps", found);
    }
    let mut whole = |key: &str| own.get(key).and_then(|value| parsed(value, count, found));
    let (batch, steps, epochs) = (whole("batch"), whole("steps"), whole("epochs"));
    let (every, seeds) = (whole("evaluate_every"), whole("seeds"));
    for (key, value, most) in [
        ("steps", steps, MOST_STEPS),
        ("epochs", epochs, MOST_STEPS),
        ("batch", batch, u64::from(u32::MAX)),
        ("seeds", seeds, 1_000),
    ] {
        if value.is_some_and(|value| value > most) {
            let span = own.get(key).map_or(own.span.clone(), Value::span);
            found.push(
                Diagnostic::error("bad-count", span, format!("`{key}` is too large"))
                    .with_help(format!("at most {most}")),
            );
        }
    }
    let seed = own.get("seed").and_then(|value| parsed(value, seed, found));
    let scale = own.get("scale").and_then(|value| one_of(value, &["standard", "range", "none"], found));
    let trainee = Trainee {
        builtin,
        label: own.get("label").and_then(|value| text(value, found)).map(str::to_owned),
        features: own.get("features").map_or(Vec::new(), |value| texts(value, found)),
        scale: scale.as_deref().map(|scale| match scale {
            "range" => Scale::Range,
            "none" => Scale::None,
            _ => Scale::Standard,
        }),
        shuffle: own.get("shuffle").and_then(|value| parsed(value, self::seed, found)),
        model: own.get("model").and_then(|value| parsed(value, model, found)),
        optimizer: own.get("optimizer").and_then(|value| parsed(value, optimizer, found)),
        batch: batch.and_then(|batch| u32::try_from(batch).ok()),
    };
    let held_out = own.get("held_out").and_then(|value| parsed(value, held_out, found));
    if let (Some(HeldOut::Table(_)), true) = (&held_out, own.has_any(&["builtin"])) {
        found.push(
            Diagnostic::error(
                "contradiction",
                own.key_span("held_out"),
                "a table can't be held out of the digits",
            )
            .with_help("a share of them can: `held_out = \"20%\"`"),
        );
    }
    let target = own.get("target").and_then(|value| parsed(value, level, found));
    let stop_at_target = own.get("stop_at_target").and_then(|value| flag(value, found)).unwrap_or(false);
    if stop_at_target && !own.has_any(&["target"]) {
        found.push(
            Diagnostic::error("missing-key", own.key_span("stop_at_target"), "there is no target to stop at")
                .with_help("write `target = \"90%\"` beside it"),
        );
    }
    Plan {
        title,
        file,
        trainee,
        held_out: held_out.unwrap_or_default(),
        steps,
        epochs,
        every: every.unwrap_or(15).min(MOST_STEPS),
        target,
        stop_at_target,
        l2: own.get("l2").and_then(|value| parsed(value, strength, found)).unwrap_or(0.0),
        ceiling: own.get("stop_above").and_then(|value| parsed(value, ceiling, found)).unwrap_or(10.0),
        seeds: match (seed, seeds) {
            (seed, None) => vec![seed.unwrap_or(0)],
            (seed, Some(count)) => {
                (0..count.min(1_000)).map(|place| seed.unwrap_or(1).saturating_add(place)).collect()
            }
        },
        test: None,
        runs: Vec::new(),
    }
}

fn range_test(own: &Reader<'_, '_>, found: &mut Findings<'_>) -> Test {
    let start = own.get("start").and_then(|value| parsed(value, lr, found)).unwrap_or(1e-4);
    let end = own.get("end").and_then(|value| parsed(value, lr, found)).unwrap_or(10.0);
    if start >= end {
        let key = if own.has_any(&["end"]) { "end" } else { "start" };
        found.push(
            Diagnostic::error(
                "contradiction",
                own.key_span(key),
                format!("the lr goes from {start} to {end}"),
            )
            .with_help("it has to rise: let `end` be above `start`"),
        );
    }
    let few = |text: &str| match count(text) {
        Ok(number) if (12..=1_000_000).contains(&number) => Ok(number),
        _ => Err("a range test takes from 12 to 1000000 batches".to_owned()),
    };
    let seeds = own.get("seeds").and_then(|value| parsed(value, count, found));
    Test {
        start,
        end,
        batches: own.get("batches").and_then(|value| parsed(value, few, found)).unwrap_or(100),
        seeds: seeds.map_or(vec![0], |seeds| (1..=seeds.min(1_000)).collect()),
    }
}

fn run(own: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Run> {
    let name = own.get("name").and_then(|value| text(value, found)).map(str::to_owned);
    let names = LIBRARIES.map(|(name, _)| name);
    let like = own.get("like").and_then(|value| one_of(value, &names, found));
    let words = match own.present(&["schedule", "lr"])[..] {
        [] => {
            found.push(
                Diagnostic::error("missing-key", own.span.clone(), "the run has no step size")
                    .with_help("write `schedule = \"cosine lr=0.1 steps=1000\"`, or `lr = 0.1`"),
            );
            None
        }
        ["lr"] => own.get("lr").and_then(|value| {
            parsed(
                value,
                |text| Words::lr(text).map_err(|failure| failure.help.unwrap_or(failure.message)),
                found,
            )
        }),
        ["schedule"] => own.get("schedule").and_then(|value| schedule(value, like.as_deref(), found)),
        _ => {
            contradiction(own, "lr", "schedule", found);
            None
        }
    };
    let expect = own.get("expect").and_then(|value| Reader::open(value, &EXPECT, found));
    let expect = expect.map(|own| Expect {
        accuracy: own.get("accuracy").and_then(|value| parsed(value, figure, found)),
        updates: own.get("updates_to_target").and_then(|value| parsed(value, count, found)),
        span: own.span.clone(),
    });
    let words = words?;
    Some(Run { name: name.unwrap_or_else(|| words.name()), words, expect, span: own.span.clone() })
}

/// A schedule in words, each of its problems at the key that it is about.
fn schedule(value: &Value<'_>, like: Option<&str>, found: &mut Findings<'_>) -> Option<Words> {
    let words = text(value, found)?;
    match Words::read(words, like) {
        Ok(words) => Some(words),
        Err((problems, help)) => {
            let whole = value.span();
            let source = found.source(whole.clone());
            for problem in problems {
                let key = problem.split('`').nth(1).filter(|key| !key.is_empty());
                let at = key.and_then(|key| Some((source.find(&format!("{key}="))?, key.len())));
                let at = at.map(|(at, length)| whole.start + at..whole.start + at + length);
                let finding = Diagnostic::error("bad-schedule", at.unwrap_or(whole.clone()), problem);
                found.push(match &help {
                    Some(help) => finding.with_help(help.clone()),
                    None => finding,
                });
            }
            None
        }
    }
}

/// What can't be expected: more than one seed gives, or updates to a target that there is not.
fn expectations(plan: &Plan, expect: &Expect, found: &mut Findings<'_>) {
    if plan.seeds.len() > 1 {
        found.push(
            Diagnostic::error(
                "contradiction",
                expect.span.clone(),
                "something is expected of a run with several seeds",
            )
            .with_help("expectations are of one: leave `seeds` out, or `expect`"),
        );
    }
    if expect.updates.is_some() && plan.target.is_none() {
        found.push(
            Diagnostic::error(
                "missing-key",
                expect.span.clone(),
                "updates to a target are expected, and there is none",
            )
            .with_help("write `target = \"90%\"` into `[train]`"),
        );
    }
}

fn names_differ(runs: &[Run], found: &mut Findings<'_>) {
    for (place, run) in runs.iter().enumerate() {
        if let Some(other) = runs[..place].iter().find(|other| other.name == run.name) {
            found.push(
                Diagnostic::error(
                    "contradiction",
                    run.span.clone(),
                    format!("a second run is called `{}`", shorten(&run.name)),
                )
                .with_help("give each a name of its own")
                .with_related(other.span.clone(), "the first"),
            );
        }
    }
}

fn contradiction(own: &Reader<'_, '_>, second: &str, first: &str, found: &mut Findings<'_>) {
    found.push(
        Diagnostic::error("contradiction", own.key_span(second), format!("`{second}` beside `{first}`"))
            .with_help("they say the same in two ways: leave one out")
            .with_related(own.key_span(first), "the other"),
    );
}

fn text<'v>(value: &'v Value<'_>, found: &mut Findings<'_>) -> Option<&'v str> {
    let text = value.as_str();
    if text.is_none() {
        found.push(wrong_type(value, "a text in quotes"));
    }
    text
}

fn texts(value: &Value<'_>, found: &mut Findings<'_>) -> Vec<String> {
    match value.node() {
        Node::Array(items) => items.iter().filter_map(|item| text(item, found)).map(str::to_owned).collect(),
        _ => {
            found.push(wrong_type(value, "a list of texts"));
            Vec::new()
        }
    }
}

fn flag(value: &Value<'_>, found: &mut Findings<'_>) -> Option<bool> {
    match value.node() {
        Node::Boolean(flag) => Some(*flag),
        _ => {
            found.push(wrong_type(value, "true or false"));
            None
        }
    }
}

fn one_of(value: &Value<'_>, words: &[&'static str], found: &mut Findings<'_>) -> Option<String> {
    let own = text(value, found)?;
    if let Some(word) = words.iter().find(|word| **word == own) {
        return Some((*word).to_owned());
    }
    let help = match nearest(own, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of {}", list(words.iter().copied())),
    };
    found.push(
        Diagnostic::error("bad-value", value.span(), format!("there is no `{}` here", shorten(own)))
            .with_help(help),
    );
    None
}

/// A number or a text by what reads it on the command line.
fn parsed<T>(
    value: &Value<'_>,
    read: impl Fn(&str) -> Result<T, String>,
    found: &mut Findings<'_>,
) -> Option<T> {
    let span: Range<usize> = value.span();
    let words = match value.node() {
        Node::Integer(_) | Node::Float => found.source(span.clone()).replace('_', ""),
        Node::String(text) => text.to_string(),
        _ => {
            found.push(wrong_type(value, "a number or a text"));
            return None;
        }
    };
    match read(&words) {
        Ok(read) => Some(read),
        Err(message) => {
            let what = format!("`{}` can't stand here", shorten(&words));
            found.push(Diagnostic::error("bad-value", span, what).with_help(message));
            None
        }
    }
}

fn seed(text: &str) -> Result<u64, String> {
    text.trim().parse().map_err(|_| "a seed is a whole number from 0".to_owned())
}

/// An accuracy with the places that it is written with.
fn figure(text: &str) -> Result<(f64, usize), String> {
    let wrong = || "an accuracy in percent, such as \"91.7%\"".to_owned();
    let number = text.trim().strip_suffix('%').map(str::trim_end).ok_or_else(wrong)?;
    let places = number.split_once('.').map_or(0, |(_, places)| places.len());
    match number.parse::<f64>() {
        Ok(value) if (0.0..=100.0).contains(&value) && places <= 12 => Ok((value, places)),
        _ => Err(wrong()),
    }
}
