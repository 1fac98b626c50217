//! The question under `find`: its kind and its keys.

use super::tree::Node;
use rust_decimal::Decimal;

use super::check::refused;
use super::context::Context;
use super::diagnostic::Diagnostic;
use super::known::lot_of;
use super::number;
use super::raw::training::is_of_trainings;
use super::raw::{FIND, FIND_AVERAGE, FIND_LIMIT, FIND_LOT, FIND_NOTHING, FIND_NUMBER, FIND_UNITS};
use super::reader::{Findings, Reader, Value, list, nearest, shorten};
use super::training;
use crate::curve::Lot;
use crate::question::{Error, Limit, Measure, Of, Question};

mod business;
pub(super) mod rows;
mod variance;
mod vary;

/// Reads `find`; what it is asked of and `of` say what a limit may be written in.
pub(super) fn read(
    value: &Value<'_>,
    context: Context<'_>,
    of: Of,
    found: &mut Findings<'_>,
) -> Option<Question> {
    let Context { measure, batch_size, .. } = context;
    if let Node::String(word) = value.node() {
        return bare(word, value, context.trains, found);
    }
    let (kind, span, value) = Reader::tag(value, &FIND, "question", found)?;
    if is_of_trainings(kind) != context.trains {
        found.push(refused(&Error::of_another(kind, !context.trains), span));
        return None;
    }
    if context.trains {
        return training::find(kind, value, found).map(Question::Training);
    }
    Some(match kind {
        "average" => average(value, found)?,
        "total" => Question::Total { units: one_count(value, &FIND_UNITS, "units", found)? },
        "unit" => Question::Unit { number: one_count(value, &FIND_NUMBER, "number", found)? },
        "lot" => Question::Lot(lot(value, found)?),
        "midpoint" => Question::Midpoint(lot(value, found)?),
        "units" => Question::Units(limit(value, measure, of, found)?),
        "table" => Question::Table(rows::rows(value, batch_size, found)?),
        "price" => business::price(value, found)?,
        "cost-gap" => business::gap(value, measure, of, found)?,
        "break-even" => business::break_even(value, found)?,
        "variance" => variance::variance(value, context, found)?,
        "schedule" => business::schedule(value, found)?,
        "sensitivity" => vary::sensitivity(value, context, of, found)?,
        parameterless => {
            // `find.index = true` says as clearly what is wanted as `find.index = {}`.
            if !matches!(value.node(), Node::Boolean(true)) {
                Reader::open(value, &FIND_NOTHING, found)?;
            }
            match parameterless {
                "steady-state" => Question::SteadyState,
                "learning-rate" => Question::LearningRate,
                "index" => Question::Index,
                "first-unit" => Question::FirstUnit,
                other => {
                    found.push(Diagnostic::error("unknown-key", span, format!("unknown question `{other}`")));
                    return None;
                }
            }
        }
    })
}

/// `find = "steady-state"`: a question that needs no keys, by its name alone.
fn bare(word: &str, value: &Value<'_>, trains: bool, found: &mut Findings<'_>) -> Option<Question> {
    if let Some(kind) = Question::KINDS.into_iter().find(|kind| *kind == word)
        && is_of_trainings(kind) != trains
    {
        found.push(refused(&Error::of_another(kind, !trains), value.span()));
        return None;
    }
    if let Some(ask) = training::bare(word) {
        return Some(Question::Training(ask));
    }
    Some(match word {
        "steady-state" => Question::SteadyState,
        "learning-rate" => Question::LearningRate,
        "index" => Question::Index,
        "first-unit" => Question::FirstUnit,
        _ => {
            let diagnostic = Diagnostic::error(
                "wrong-type",
                value.span(),
                format!("`{}` is not a question by itself", shorten(word)),
            );
            let near = nearest(word, Question::KINDS);
            found.push(diagnostic.with_help(near.map_or_else(
                || "write the kind as the key, such as `find.average = { units = 128 }`".to_owned(),
                |near| format!("write the kind as the key: `find.{near} = {{ … }}`"),
            )));
            return None;
        }
    })
}

/// Exactly one of several ways to say something.
pub(super) fn one_way(
    table: &Reader<'_, '_>,
    ways: &[&'static str],
    example: &str,
    found: &mut Findings<'_>,
) -> Option<&'static str> {
    match table.present(ways).as_slice() {
        [way] => Some(way),
        [] => {
            found.push(
                Diagnostic::error(
                    "missing-key",
                    table.span.clone(),
                    format!("one of {} is missing", list(ways.iter().copied())),
                )
                .with_help(format!("write {example}")),
            );
            None
        }
        [one, other, ..] => {
            found.push(
                Diagnostic::error(
                    "contradiction",
                    table.key_span(other),
                    format!("both `{one}` and `{other}`"),
                )
                .with_help(format!("exactly one of {}", list(ways.iter().copied())))
                .with_related(table.key_span(one), "the other"),
            );
            None
        }
    }
}

/// A required key of a question.
pub(super) fn required<'a, 't>(
    table: &Reader<'a, 't>,
    key: &'static str,
    example: &str,
    found: &mut Findings<'_>,
) -> Option<&'a Value<'t>> {
    let value = table.get(key);
    if value.is_none() {
        found.push(
            Diagnostic::error("missing-key", table.span.clone(), format!("`{key}` is missing"))
                .with_help(format!("write {example}")),
        );
    }
    value
}

fn one_count(
    value: &Value<'_>,
    shape: &super::raw::Shape,
    key: &'static str,
    found: &mut Findings<'_>,
) -> Option<u64> {
    let before = found.list.len();
    let table = Reader::open(value, shape, found)?;
    if found.list.len() > before && table.get(key).is_none() {
        // The unknown key that was told is probably this one, misspelt.
        return None;
    }
    number::count(required(&table, key, &format!("{{ {key} = 128 }}"), found)?, found)
}

/// The average of the first N, or of a lot.
fn average(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Question> {
    let of_lot = value.as_table().is_some_and(|table| {
        !table.contains_key("units") && (table.contains_key("first") || table.contains_key("last"))
    });
    if !of_lot {
        let units = one_count(value, &FIND_AVERAGE, "units", found)?;
        let table = Reader::open(value, &FIND_AVERAGE, &mut found.none())?;
        if let Some(key) = table.present(&["first", "last"]).first() {
            found.push(
                Diagnostic::error("contradiction", table.key_span(key), format!("both `units` and `{key}`"))
                    .with_help("the average of the first N, or of a lot from `first` to `last`"),
            );
            return None;
        }
        return Some(Question::Average { units });
    }
    let table = Reader::open(value, &FIND_AVERAGE, found)?;
    ends(&table, found).map(Question::LotAverage)
}

/// A lot from a table's `first` and `last`.
fn ends(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Lot> {
    let example = "{ first = 5, last = 8 }";
    let first = required(table, "first", example, found).and_then(|v| number::count(v, found));
    let last = required(table, "last", example, found).and_then(|v| number::count(v, found));
    lot_of(first?, last?, table.span.clone(), found)
}

fn lot(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Lot> {
    let table = Reader::open(value, &FIND_LOT, found)?;
    ends(&table, found)
}

fn limit(value: &Value<'_>, measure: Option<Measure>, of: Of, found: &mut Findings<'_>) -> Option<Limit> {
    let table = Reader::open(value, &FIND_LIMIT, found)?;
    let present = table.present(&["total", "average", "unit"]);
    let [key] = present.as_slice() else {
        found.push(
            Diagnostic::error("missing-key", table.span.clone(), "a limit is on exactly one thing")
                .with_help("one of `total`, `average` and `unit`, such as { total = \"503 h\" }"),
        );
        return None;
    };
    let bound = bound(table.get(key)?, measure, of, found)?;
    Some(match *key {
        "total" => Limit::Total(bound),
        "average" => Limit::Average(bound),
        _ => Limit::Unit(bound),
    })
}

/// A limit or a target: a time where the answer is in time, an amount where it is in money.
fn bound(value: &Value<'_>, measure: Option<Measure>, of: Of, found: &mut Findings<'_>) -> Option<Decimal> {
    // Without a sound curve nobody knows whether it ought to be a time or an amount.
    match (of, measure?) {
        (Of::Cost, _) => {
            if matches!(value.node(), Node::String(text) if text.trim().ends_with(char::is_alphabetic)) {
                found.push(
                    Diagnostic::error(
                        "wrong-type",
                        value.span(),
                        "the limit is a time, but the answer is in money",
                    )
                    .with_help("add `of = \"time\"` to the question, or write the limit as an amount"),
                );
                return None;
            }
            number::money(value, found)
        }
        (Of::Time, measure) => {
            let (time, from) = number::time(value, found)?;
            match measure {
                Measure::Time(to) => number::in_unit(time, from, to, value.span(), found),
                Measure::Money => Some(time),
            }
        }
    }
}
