//! The question under `find`: its kind and its keys.

use toml::de::DeValue;

use super::diagnostic::Diagnostic;
use super::known::lot_of;
use super::number;
use super::raw::{FIND, FIND_LIMIT, FIND_LOT, FIND_NOTHING, FIND_NUMBER, FIND_TABLE, FIND_UNITS};
use super::reader::{Findings, Reader, Value, nearest, shorten, wrong_type};
use crate::curve::Lot;
use crate::question::{CurveInputs, Limit, Measure, Of, Question};

/// The most rows of a table question.
const MOST_ROWS: u64 = 10_000;

/// Reads `find`; the curve and `of` say what a limit may be written in.
pub(super) fn read(
    value: &Value<'_>,
    curve: Option<&CurveInputs>,
    of: Of,
    found: &mut Findings<'_>,
) -> Option<Question> {
    let batch_size = curve.map_or(1, |curve| curve.batch_size);
    let measure = curve.map(|curve| curve.measure);
    if let DeValue::String(word) = value.get_ref() {
        return bare(word, value, found);
    }
    let (kind, span, value) = Reader::tag(value, &FIND, "question", found)?;
    Some(match kind {
        "average" => Question::Average { units: one_count(value, &FIND_UNITS, "units", found)? },
        "total" => Question::Total { units: one_count(value, &FIND_UNITS, "units", found)? },
        "unit" => Question::Unit { number: one_count(value, &FIND_NUMBER, "number", found)? },
        "lot" => Question::Lot(lot(value, found)?),
        "midpoint" => Question::Midpoint(lot(value, found)?),
        "units" => Question::Units(limit(value, measure, of, found)?),
        "table" => Question::Table(rows(value, batch_size, found)?),
        parameterless => {
            // `find.index = true` says as clearly what is wanted as `find.index = {}`.
            if !matches!(value.get_ref(), DeValue::Boolean(true)) {
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
fn bare(word: &str, value: &Value<'_>, found: &mut Findings<'_>) -> Option<Question> {
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

/// A required key of a question.
fn required<'a, 't>(
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

fn lot(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Lot> {
    let table = Reader::open(value, &FIND_LOT, found)?;
    let example = "{ first = 5, last = 8 }";
    let first = required(&table, "first", example, found).and_then(|v| number::count(v, found));
    let last = required(&table, "last", example, found).and_then(|v| number::count(v, found));
    lot_of(first?, last?, table.span, found)
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
    let bound = table.get(key)?;
    // Without a sound curve nobody knows whether the limit ought to be a time or an amount.
    let measure = measure?;
    let bound = match (of, measure) {
        (Of::Cost, _) => {
            if matches!(bound.get_ref(), DeValue::String(text) if text.trim().ends_with(char::is_alphabetic))
            {
                found.push(
                    Diagnostic::error(
                        "wrong-type",
                        bound.span(),
                        "the limit is a time, but the answer is in money",
                    )
                    .with_help("add `of = \"time\"` to the question, or write the limit as an amount"),
                );
                return None;
            }
            number::money(bound, found)?
        }
        (Of::Time, measure) => {
            let (value, from) = number::time(bound, found)?;
            match measure {
                Measure::Time(to) => number::in_unit(value, from, to, bound.span(), found)?,
                Measure::Money => value,
            }
        }
    };
    Some(match *key {
        "total" => Limit::Total(bound),
        "average" => Limit::Average(bound),
        _ => Limit::Unit(bound),
    })
}

fn rows(value: &Value<'_>, batch_size: u64, found: &mut Findings<'_>) -> Option<Vec<u64>> {
    let table = Reader::open(value, &FIND_TABLE, found)?;
    match (table.get("units"), table.get("to")) {
        (Some(units), None) => {
            if let Some(by) = table.get("by") {
                found.push(
                    Diagnostic::error(
                        "contradiction",
                        by.span(),
                        "`by` goes with `to`, not with a list of units",
                    )
                    .with_help("write { to = 128, by = \"doubling\" }, or leave `by` out"),
                );
            }
            list_of_counts(units, found)
        }
        (None, Some(to)) => {
            let to = number::count(to, found)?;
            match table.get("by") {
                None => Some(doublings(to, batch_size)),
                Some(by) => spaced(to, by, batch_size, found),
            }
        }
        _ => {
            found.push(
                Diagnostic::error("missing-key", table.span.clone(), "the table's rows are not fixed")
                    .with_help("either { units = [1, 2, 4] } or { to = 128, by = \"doubling\" }"),
            );
            None
        }
    }
}

fn list_of_counts(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Vec<u64>> {
    let DeValue::Array(items) = value.get_ref() else {
        found.push(wrong_type(value, "a list of numbers of units, such as [1, 2, 4]"));
        return None;
    };
    if items.is_empty() {
        found.push(
            Diagnostic::error("missing-key", value.span(), "the list of units is empty")
                .with_help("at least one number of units, such as [1, 2, 4]"),
        );
        return None;
    }
    if items.len() as u64 > MOST_ROWS {
        found.push(too_many_rows(items.len() as u64, value));
        return None;
    }
    let counts: Vec<_> = items.iter().map(|item| number::count(item, found)).collect();
    counts.into_iter().collect()
}

fn spaced(to: u64, by: &Value<'_>, batch_size: u64, found: &mut Findings<'_>) -> Option<Vec<u64>> {
    match by.get_ref() {
        DeValue::String(word) if word.as_ref() == "doubling" => Some(doublings(to, batch_size)),
        DeValue::String(word) => {
            found.push(
                Diagnostic::error("unknown-word", by.span(), format!("`{}` is no spacing", shorten(word)))
                    .with_help("`by` is \"doubling\" or a step, such as 10"),
            );
            None
        }
        _ => {
            let step = number::count(by, found)?;
            if to / step > MOST_ROWS {
                found.push(too_many_rows(to / step, by));
                return None;
            }
            Some(stepped(to, step, batch_size))
        }
    }
}

fn too_many_rows(rows: u64, value: &Value<'_>) -> Diagnostic {
    Diagnostic::error("too-many-rows", value.span(), format!("a table of `{rows}` rows"))
        .with_help(format!("at most {MOST_ROWS} rows: take a larger step"))
}

/// The first item of the curve, its doublings up to `to`, and `to` itself, in units.
pub(crate) fn doublings(to: u64, batch_size: u64) -> Vec<u64> {
    let mut counts: Vec<u64> =
        std::iter::successors(Some(batch_size), |n| n.checked_mul(2)).take_while(|n| *n <= to).collect();
    if counts.last() != Some(&to) {
        counts.push(to);
    }
    counts
}

/// The first item of the curve, every step up to `to`, and `to` itself, in units.
fn stepped(to: u64, step: u64, batch_size: u64) -> Vec<u64> {
    let mut counts = vec![batch_size.min(to)];
    counts.extend((1..=to / step).map(|k| k * step));
    counts.push(to);
    counts.sort_unstable();
    counts.dedup();
    counts
}

/// The rows of a table up to `to`, by doubling or by a step written out.
///
/// # Errors
///
/// A message where `by` is neither, or makes too many rows.
pub fn table_rows(to: u64, by: &str, batch_size: u64) -> Result<Vec<u64>, String> {
    if by == "doubling" {
        return Ok(doublings(to, batch_size));
    }
    let step: u64 = by
        .replace('_', "")
        .parse()
        .ok()
        .filter(|step| *step > 0)
        .ok_or_else(|| format!("`{}` is neither `doubling` nor a step", shorten(by)))?;
    if to / step > MOST_ROWS {
        return Err(format!("`{}` rows are too many, at most {MOST_ROWS}", to / step));
    }
    Ok(stepped(to, step, batch_size))
}
