//! From a parsed file to checked scenarios: every table read, every finding collected.

use std::collections::BTreeMap;

use super::context::Context;
use super::diagnostic::{Diagnostic, Severity};
use super::raw::{FILE, SCENARIO};
use super::reader::{Findings, Reader, Value, list, nearest, shorten, wrong_type};
use super::tree::{Node, Table};
use super::{Entry, Scenario, asked, costs, curve, elements, rounding, sorted, training};
use crate::cost::CostLine;
use crate::money::Currency;
use crate::question::{CurveInputs, Measure, Rounding, Whole, Work};

/// Reads the scenarios of a file; what is wrong with the file as a whole goes to `found`.
pub(super) fn file<'t>(document: &Table<'t>, found: &mut Findings<'t>) -> Vec<Entry> {
    let top = Reader::top(document, &FILE, found);
    format_version(&top, found);
    if document.contains_key("scenario") {
        for key in SCENARIO.keys() {
            if document.contains_key(key.name) {
                found.push(
                    Diagnostic::error(
                        "misplaced-key",
                        top.key_span(key.name),
                        format!("`{}` stands above the scenarios of the file", key.name),
                    )
                    .with_help("in a file of many, each [[scenario]] has its own"),
                );
            }
        }
        let mut entries = Vec::new();
        let mut titles: BTreeMap<String, std::ops::Range<usize>> = BTreeMap::new();
        let Some(Node::Array(items)) = top.get("scenario").map(Value::node) else {
            top.tables("scenario", &SCENARIO, found);
            return Vec::new();
        };
        for item in items {
            let mut own = found.none();
            let mut entry = match Reader::open(item, &SCENARIO, &mut own) {
                Some(table) => {
                    let entry = scenario(&table, &mut own);
                    if let Some(title) = &entry.title
                        && let Some(first) = titles.insert(title.clone(), table.key_span("title"))
                    {
                        own.push(
                            Diagnostic::error(
                                "duplicate-title",
                                table.key_span("title"),
                                format!("a second scenario is called `{}`", shorten(title)),
                            )
                            .with_help("titles tell the scenarios of a file apart: change one")
                            .with_related(first, "the first"),
                        );
                    }
                    entry
                }
                None => super::broken(Vec::new()),
            };
            close(&mut entry, own);
            entries.push(entry);
        }
        if entries.is_empty() {
            found.push(nothing_to_answer());
        }
        return entries;
    }
    if document.is_empty() || (document.len() == 1 && document.contains_key("format")) {
        found.push(nothing_to_answer());
        return Vec::new();
    }
    let mut own = found.none();
    let mut entry = scenario(&top, &mut own);
    close(&mut entry, own);
    vec![entry]
}

fn close(entry: &mut Entry, own: Findings<'_>) {
    entry.findings = sorted(own.list);
    if entry.findings.iter().any(|f| f.severity == Severity::Error) {
        entry.scenario = None;
    }
}

fn nothing_to_answer() -> Diagnostic {
    Diagnostic::error("no-scenario", 0..0, "there is no scenario in this file")
        .with_help("`learncurve init` writes a commented one to start from")
}

fn format_version(top: &Reader<'_, '_>, found: &mut Findings<'_>) {
    let Some(value) = top.get("format") else {
        return;
    };
    let text = found.source(value.span());
    let problem = match value.node() {
        Node::Integer(version) if version.as_str() == "1" => return,
        Node::Integer(version) => {
            let older = version.as_str().starts_with(['0', '-']);
            let why = if older { "which there never was" } else { "made for a newer version of learncurve" };
            let message = format!("the file is of format `{}`, {why}", shorten(text));
            Diagnostic::error("format-version", value.span(), message)
                .with_help("this version reads format 1")
        }
        _ => wrong_type(value, "the format's version, 1"),
    };
    found.push(problem);
}

fn scenario(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Entry {
    let title = table.get("title").and_then(|v| text(v, found));
    let source = table.get("source").and_then(|v| text(v, found));
    let note = table.get("note").and_then(|v| text(v, found));
    let currency = table.get("currency").and_then(|v| currency(v, found));
    let rounding = rounding::read(table, currency, found);
    let scenario = if table.get("ml").is_some() {
        training::read(table, currency, rounding, found)
    } else if table.get("element").is_some() {
        elements::read(table, currency, rounding, found)
    } else {
        one_curve(table, currency, rounding, found)
    };
    Entry {
        title,
        source,
        note,
        currency: currency.map(|currency| currency.code().to_owned()),
        scenario,
        findings: Vec::new(),
    }
}

/// A scenario of one curve.
fn one_curve(
    table: &Reader<'_, '_>,
    currency: Option<Currency>,
    rounding: Rounding,
    found: &mut Findings<'_>,
) -> Option<Scenario> {
    if table.get("curve").is_none() {
        found.push(
            Diagnostic::error("missing-key", table.span.clone(), "the scenario has no curve").with_help(
                "add a table `[curve.wright]` or `[curve.crawford]`; for a training, `[ml.training]`",
            ),
        );
    }
    let (inputs, lines) = curve_and_costs(table, found);
    let context = Context::of_curve(inputs.as_ref(), &lines, currency, rounding);
    let questions = asked::read(table, context, &[], found);
    let needs_first = questions.is_empty() || questions.iter().any(|asked| asked.question.needs_first_unit());
    if inputs.as_ref().is_some_and(|inputs| !inputs.has_first_unit()) && needs_first {
        found.push(curve::no_first_unit(curve_span(table)));
    }
    let work = work(table, inputs, lines, currency, rounding, found)?;
    Some(Scenario { whole: Whole::Curve(work), questions })
}

/// The curve of a scenario or of an element, and its cost lines.
pub(super) fn curve_and_costs(
    table: &Reader<'_, '_>,
    found: &mut Findings<'_>,
) -> (Option<CurveInputs>, Vec<CostLine>) {
    let inputs = table.get("curve").and_then(|value| curve::read(value, found));
    let mut lines = costs::read(table, found);
    if inputs.as_ref().is_some_and(|inputs| inputs.measure == Measure::Money) {
        costs::curve_in_money(table, &mut lines, found);
    }
    (inputs, lines)
}

/// Solves for what the inputs leave open, where nothing was wrong so far.
pub(super) fn work(
    table: &Reader<'_, '_>,
    inputs: Option<CurveInputs>,
    lines: Vec<CostLine>,
    currency: Option<Currency>,
    rounding: Rounding,
    found: &mut Findings<'_>,
) -> Option<Work> {
    let inputs = inputs.filter(|_| !has_errors(found))?;
    match Work::new(inputs, lines, currency, rounding) {
        Ok(work) => {
            if let Some(solved) = &work.parameters.solution {
                let known = curve::fault::at(table, &["known"]);
                let rate = solved.learning_rate().ratio();
                found.list.extend(curve::of_facts(rate, work.inputs().basis, known));
            }
            Some(work)
        }
        Err(error) => {
            found.push(refused(&error, curve::fault::span(table, &error)));
            None
        }
    }
}

/// The place of the curve's table, or of its model's where there is one.
pub(super) fn curve_span(table: &Reader<'_, '_>) -> std::ops::Range<usize> {
    let Some(value) = table.get("curve") else {
        return table.span.clone();
    };
    let models = value.as_table();
    models.and_then(|models| models.iter().next()).map_or(value.span(), |(_, model)| model.span())
}

/// What the question layer refuses, at its place.
pub(super) fn refused(error: &crate::question::Error, span: std::ops::Range<usize>) -> Diagnostic {
    let diagnostic = Diagnostic::error(error.code(), span, error.to_string());
    match error.help() {
        Some(help) => diagnostic.with_help(help),
        None => diagnostic,
    }
}

pub(super) fn has_errors(found: &Findings<'_>) -> bool {
    found.list.iter().any(|f| f.severity == Severity::Error)
}

pub(super) fn text(value: &Value<'_>, found: &mut Findings<'_>) -> Option<String> {
    borrowed(value, found).map(str::to_owned)
}

/// A text as it stands in the document.
fn borrowed<'v>(value: &'v Value<'_>, found: &mut Findings<'_>) -> Option<&'v str> {
    let Node::String(text) = value.node() else {
        found.push(wrong_type(value, "a text in quotes"));
        return None;
    };
    Some(text)
}

pub(super) fn one_of(
    value: &Value<'_>,
    words: &'static [&'static str],
    found: &mut Findings<'_>,
) -> Option<&'static str> {
    let word = borrowed(value, found)?;
    let hit = words.iter().copied().find(|known| *known == word);
    if hit.is_none() {
        let help = nearest(word, words.iter().copied()).map_or_else(
            || format!("one of {}", list(words.iter().copied())),
            |near| format!("did you mean `{near}`?"),
        );
        found.push(
            Diagnostic::error("unknown-word", value.span(), format!("unknown word `{}`", shorten(word)))
                .with_help(help),
        );
    }
    hit
}

fn currency(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Currency> {
    let code = borrowed(value, found)?;
    Currency::parse(code)
        .map_err(|error| {
            let diagnostic = Diagnostic::error("unknown-currency", value.span(), error.to_string());
            found.push(match error.help() {
                Some(help) => diagnostic.with_help(help),
                None => diagnostic,
            });
        })
        .ok()
}
