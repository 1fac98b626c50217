//! The curve's table: what it gives, and whether that is two things and no contradiction.

use rust_decimal::Decimal;

use super::check::one_of;
use super::diagnostic::Diagnostic;
use super::raw::models::BASES;
use super::raw::{CURVE_MODELS, Kind, STEADY_STATES, Shape};
use super::reader::{Findings, Reader, Value, list, nearest, shorten, wrong_type};
use super::tree::Node;
use super::{known, number};
use crate::curve::{Basis, LearningRate};
use crate::money::{self, RoundingMode};
use crate::question::{CurveInputs, Form, Known, Measure, SteadyRule, TimeUnit};

pub(super) mod fault;
mod fitted;
mod interrupted;
mod learning;
mod model;

pub(super) use learning::{index, of_facts, rate};

/// A time or an amount as written; a time keeps its unit until the curve's own is known.
#[derive(Clone, Copy)]
pub(super) enum Written {
    Time(Decimal, TimeUnit),
    Cost(Decimal),
}

/// Reads `[curve.MODEL]`.
pub(super) fn read(value: &Value<'_>, found: &mut Findings<'_>) -> Option<CurveInputs> {
    let (model, _, value) = Reader::tag(value, &CURVE_MODELS, "model", found)?;
    let Some(Kind::Table(shape)) = CURVE_MODELS.key(model).map(|key| key.kind) else {
        return None;
    };
    let before = errors(found);
    let table = Reader::open(value, shape, found)?;
    let basis = match (model, table.get("basis").and_then(|v| one_of(v, &BASES, found))) {
        ("wright", _) | (_, Some("cumulative-average")) => Basis::CumulativeAverage,
        _ => Basis::Unit,
    };
    if let Some(data) = table.get("data") {
        let inputs = fitted::read((model, shape), basis, &table, data, found)?;
        return (errors(found) == before).then_some(inputs);
    }
    if table.get("method").is_some() {
        found.push(
            Diagnostic::error("contradiction", table.key_span("method"), "a method of fitting, but no data")
                .with_help("give `data`, or leave the method out"),
        );
    }
    let first = first(&table, found);
    let rate = table.get("learning_rate").and_then(|v| rate(v, basis, found));
    let index =
        table.get("b").and_then(|v| index(v, table.get("learning_rate").is_none().then_some(basis), found));
    let known = known::read(&table, found);
    let ends_after = table.get("ends_after").and_then(|v| number::count(v, found));
    let batch_size = table.get("batch_size").map_or(Some(1), |v| number::count(v, found));
    let steady = table.get("steady_state").map_or(Some(None), |v| steady(v, found).map(Some)).flatten();
    if let (Some(value), None) = (table.get("steady_state"), table.get("ends_after")) {
        found.push(
            Diagnostic::error(
                "contradiction",
                value.span(),
                "a steady state is given, but learning never ends",
            )
            .with_help("say with which unit learning ends: `ends_after = 128`"),
        );
    }
    enough(&table, shape, found);
    if let (Some(rate), Some(index)) = (rate, index) {
        agree(&table, rate, index, found);
    }
    let measure = measure(first, &known);
    let form = model::read((model, shape), &table, measure, found);
    let form = interrupted::read(form, &table, measure, found);
    let first_key = if table.get("first_cost").is_some() { "first_cost" } else { "first_time" };
    let is_final = !table.has_any(&["first_time", "first_cost"]);
    let first = first.and_then(|written| in_measure(written, measure, table.key_span(first_key), found));
    let inputs = CurveInputs {
        basis,
        measure,
        first: first.filter(|_| !is_final),
        rate,
        index,
        known: known
            .iter()
            .filter_map(|(kind, written, fact)| {
                let key = if matches!(written, Written::Time(..)) { "time" } else { "cost" };
                let value = in_measure(*written, measure, fact.key_span(key), found)?;
                Some(Known { kind: *kind, value })
            })
            .collect(),
        ends_after,
        steady: match steady {
            None => SteadyRule::LastUnit,
            Some(Steady::Rule(rule)) => rule,
            Some(Steady::Own(written)) => {
                SteadyRule::Given(in_measure(written, measure, table.key_span("steady_state"), found)?)
            }
        },
        batch_size: batch_size?,
        fitted: None,
        form: Form { final_value: first.filter(|_| is_final), ..form? },
    };
    let sound = errors(found) == before;
    if sound {
        odd(&table, &inputs, found);
    }
    sound.then_some(inputs)
}

fn errors(found: &Findings<'_>) -> usize {
    found.list.iter().filter(|f| f.severity == super::Severity::Error).count()
}

/// The first unit's time or cost, or with models that tend to one the final unit's.
fn first(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Written> {
    let present = table.present(&["first_time", "first_cost", "final_time", "final_cost"]);
    let value = match present.as_slice() {
        [] => return None,
        [key] => table.get(key)?,
        [first, other, ..] => {
            let message = match (*first, *other) {
                ("first_time", "first_cost") => "both a first time and a first cost".to_owned(),
                _ => format!("both `{first}` and `{other}`"),
            };
            let help = if other.starts_with("first") {
                "the curve is in time or in money: keep one of the two"
            } else {
                "either fixes the curve: keep one of the two"
            };
            found.push(
                Diagnostic::error("contradiction", table.key_span(other), message)
                    .with_help(help)
                    .with_related(table.key_span(first), "the other"),
            );
            return None;
        }
    };
    if present[0].ends_with("_time") {
        let (value, unit) = number::time(value, found)?;
        return Some(Written::Time(value, unit));
    }
    Some(Written::Cost(number::money(value, found)?))
}

enum Steady {
    Rule(SteadyRule),
    Own(Written),
}

fn steady(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Steady> {
    let text = match value.node() {
        Node::String(text) => text.trim(),
        Node::Integer(_) | Node::Float => {
            return Some(Steady::Own(Written::Cost(number::money(value, found)?)));
        }
        _ => {
            found.push(wrong_type(value, "one of the conventions, a time or an amount"));
            return None;
        }
    };
    Some(Steady::Rule(match text {
        "last-unit" => SteadyRule::LastUnit,
        "average" => SteadyRule::Average,
        "last-doubling" => SteadyRule::LastDoubling,
        _ if text.starts_with(|c: char| c.is_ascii_digit()) => {
            let (value, unit) = number::time(value, found)?;
            return Some(Steady::Own(Written::Time(value, unit)));
        }
        _ => {
            let help = nearest(text, STEADY_STATES).map_or_else(
                || format!("one of {}, or a time of its own: \"1.2 h\"", list(STEADY_STATES)),
                |near| format!("did you mean `{near}`?"),
            );
            found.push(
                Diagnostic::error(
                    "unknown-word",
                    value.span(),
                    format!("`{}` is no convention for the steady state", shorten(text)),
                )
                .with_help(help),
            );
            return None;
        }
    }))
}

/// That a curve has no first unit, where a question needs it.
pub(super) fn no_first_unit(span: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::error("missing-key", span, "the curve has no first unit").with_help(
        "two things fix a curve: `first_time` and `learning_rate` (or `b`), or a `known` fact in place of each that is missing",
    )
}

/// Two things fix the curve: out of a first unit, a rate (or b, or both) and known facts. A model without a rate needs one.
fn enough(table: &Reader<'_, '_>, shape: &Shape, found: &mut Findings<'_>) {
    let first = usize::from(table.has_any(&["first_time", "first_cost", "final_time", "final_cost"]));
    let has_rate = shape.key("learning_rate").is_some();
    let gives_rate = table.has_any(&["learning_rate", "b"]);
    let rate = usize::from(!has_rate || gives_rate);
    let known = table.get("known").map_or(0, |known| known.as_array().map_or(0, <[_]>::len));
    let help = if has_rate {
        "two things fix a curve: `first_time` and `learning_rate` (or `b`), or a `known` fact in place of each that is missing"
    } else {
        "beside its own keys one thing fixes this model: `first_time`, or a `known` fact in its place"
    };
    // A key that is misspelt has been told, and is probably the one that is missing.
    let misspelt = || table.table.iter().any(|(key, _)| shape.key(key.name()).is_none());
    let message = match first + rate + known {
        2 => return,
        // A rate alone answers questions that no first unit bears on: the questions decide.
        1 if has_rate && gives_rate => return,
        0 | 1 if misspelt() => return,
        0 | 1 if first + rate == 0 && known == 0 => {
            "the curve has neither a first unit nor a rate".to_owned()
        }
        0 | 1 if first == 0 => "the curve has no first unit".to_owned(),
        0 | 1 => "the curve has no learning rate".to_owned(),
        _ if has_rate => {
            "the curve is fixed by more than two things, which can't all hold but by chance".to_owned()
        }
        _ => "the curve is fixed by more than one thing, which can't all hold but by chance".to_owned(),
    };
    let code = if first + rate + known < 2 { "missing-key" } else { "contradiction" };
    let span = if code == "contradiction" { table.key_span("known") } else { table.span.clone() };
    found.push(Diagnostic::error(code, span, message).with_help(help));
}

/// A rate and a b agree when the rate's index, to the places that b is written with, is b.
pub(super) fn agree(table: &Reader<'_, '_>, rate: Decimal, index: Decimal, found: &mut Findings<'_>) {
    let Ok(rate) = LearningRate::new(money::to_f64(rate)) else {
        return;
    };
    let exact = rate.index().value();
    // Past 14 places a double has no more to compare.
    let places = index.scale().min(14);
    let rounded = |mode| money::round_f64(exact, places, mode).ok();
    let written = RoundingMode::HalfUp.round(index, places);
    let agrees =
        [RoundingMode::HalfUp, RoundingMode::HalfEven].into_iter().any(|mode| rounded(mode) == Some(written));
    let near = (money::to_f64(index) - exact).abs() < 1e-13;
    if agrees || near {
        return;
    }
    let right = rounded(RoundingMode::HalfUp).unwrap_or_default();
    found.push(
        Diagnostic::error(
            "contradiction",
            table.key_span("b"),
            format!(
                "b is `{index}`, but the rate's index is {exact:.6}, {right} to {places} place{}",
                if places == 1 { "" } else { "s" }
            ),
        )
        .with_help("keep the one that the question gives, or mend the other")
        .with_related(table.key_span("learning_rate"), "the rate"),
    );
}

fn measure(first: Option<Written>, known: &[known::Fact<'_, '_>]) -> Measure {
    let written = first.or_else(|| known.first().map(|(_, written, _)| *written));
    match written {
        Some(Written::Cost(_)) => Measure::Money,
        Some(Written::Time(_, unit)) => Measure::Time(unit),
        None => Measure::Time(TimeUnit::Hour),
    }
}

/// A time or amount in the curve's measure; at `span` where it is of the other kind.
pub(super) fn in_measure(
    written: Written,
    measure: Measure,
    span: std::ops::Range<usize>,
    found: &mut Findings<'_>,
) -> Option<Decimal> {
    match (written, measure) {
        (Written::Cost(value), Measure::Money) => Some(value),
        (Written::Time(value, from), Measure::Time(to)) => number::in_unit(value, from, to, span, found),
        (Written::Cost(_), Measure::Time(_)) | (Written::Time(..), Measure::Money) => {
            let (is, curve, write) = if measure == Measure::Money {
                ("a time", "money", "write an amount, a number without a unit")
            } else {
                ("an amount of money", "time", "write a time with its unit, such as \"1.3 h\"")
            };
            found.push(
                Diagnostic::error(
                    "contradiction",
                    span,
                    format!("this is {is}, but the curve is in {curve}"),
                )
                .with_help(format!("{write}; a curve is in time or in money throughout")),
            );
            None
        }
    }
}

/// What is possible but odd.
fn odd(table: &Reader<'_, '_>, inputs: &CurveInputs, found: &mut Findings<'_>) {
    if inputs.first.is_some_and(|first| first.is_zero()) {
        let key = if table.get("first_time").is_some() { "first_time" } else { "first_cost" };
        found.push(
            Diagnostic::warning(
                "zero-first-unit",
                table.key_span(key),
                "the first unit takes 0, and so does every other",
            )
            .with_help("nothing can be solved for on such a curve"),
        );
    }
}
