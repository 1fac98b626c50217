//! The question of labour variances, and the curve as it should have been expected.

use super::super::check::{one_of, refused, text};
use super::super::context::Context;
use super::super::curve::{agree, index, rate};
use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::asked::REPORTS;
use super::super::raw::{FIND_VARIANCE, REVISED};
use super::super::reader::{Findings, Reader, Value, list};
use super::required;
use crate::cost::Driver;
use crate::question::{CurveInputs, Error, Measure, Question, Reported, Variance, Work};

pub(super) fn variance(
    value: &Value<'_>,
    context: Context<'_>,
    found: &mut Findings<'_>,
) -> Option<Question> {
    let table = Reader::open(value, &FIND_VARIANCE, found)?;
    let example = "{ units = 560, time = \"3500 h\", cost = 57_750 }";
    let units = required(&table, "units", example, found).and_then(|value| number::count(value, found));
    let time = required(&table, "time", example, found)
        .and_then(|value| Some((value.span(), number::time(value, found)?)));
    let cost = table.get("cost").map_or(Some(None), |value| number::money(value, found).map(Some));
    let line = table.get("line").and_then(|value| text(value, found));
    if let Some(name) = &line {
        let hourly = || context.lines.iter().filter(|line| matches!(line.driver, Driver::Hour(_)));
        if !hourly().any(|line| line.name == *name) {
            found.push(
                Diagnostic::error(
                    "unknown-line",
                    table.get("line")?.span(),
                    format!("there is no line `{name}` with a rate per hour"),
                )
                .with_help(format!(
                    "the lines per hour are {}",
                    list(hourly().map(|line| line.name.as_str()))
                )),
            );
            return None;
        }
    }
    let report = match table.get("report").and_then(|value| one_of(value, &REPORTS, found)) {
        Some("rate") => Reported::Rate,
        Some("planning") => Reported::Planning,
        Some("operational") => Reported::Operational,
        Some("total") => Reported::Total,
        _ => Reported::Efficiency,
    };
    let mut revises = Vec::new();
    let revised = match table.get("revised") {
        Some(value) => Some(revised(value, context, &mut revises, found)?),
        None => None,
    };
    let (span, (amount, unit)) = time?;
    let Measure::Time(to) = context.measure? else {
        found.push(refused(&Error::NoHours, span));
        return None;
    };
    let time = number::in_unit(amount, unit, to, span, found)?;
    Some(Question::Variance(Box::new(Variance {
        units: units?,
        time,
        cost: cost?,
        line,
        revised,
        revises,
        report,
    })))
}

/// The scenario's curve with what is revised, solved.
fn revised(
    value: &Value<'_>,
    context: Context<'_>,
    revises: &mut Vec<&'static str>,
    found: &mut Findings<'_>,
) -> Option<Work> {
    let table = Reader::open(value, &REVISED, found)?;
    revises.extend(
        ["first_time", "learning_rate", "b", "ends_after"].iter().filter(|key| table.has_any(&[**key])),
    );
    if revises.is_empty() {
        found
            .push(Diagnostic::error("missing-key", value.span(), "nothing is revised").with_help(
                "write what hindsight would have expected: revised = { learning_rate = \"85%\" }",
            ));
        return None;
    }
    let Some(inputs) = context.inputs else {
        if context.measure.is_some() {
            found.push(refused(&Error::OfOneElement, value.span()));
        }
        return None;
    };
    let mut changed: CurveInputs = inputs.clone();
    if let (Some(value), Measure::Time(to)) = (table.get("first_time"), inputs.measure) {
        let (time, from) = number::time(value, found)?;
        changed.first = Some(number::in_unit(time, from, to, value.span(), found)?);
    }
    let rate = match table.get("learning_rate") {
        Some(value) => Some(rate(value, inputs.basis, found)?),
        None => None,
    };
    let index = match table.get("b") {
        Some(value) => Some(index(value, rate.is_none().then_some(inputs.basis), found)?),
        None => None,
    };
    if let (Some(rate), Some(index)) = (rate, index) {
        let before = found.list.len();
        agree(&table, rate, index, found);
        if found.list.len() > before {
            return None;
        }
    }
    if let Some(key) = table.present(&["learning_rate", "b"]).first() {
        if changed.form.shape.index().is_none() {
            found.push(
                Diagnostic::error("contradiction", table.key_span(key), "this model has no one rate to revise")
                    .with_help("revise `first_time` or `ends_after`, or write the revised curve as a scenario of its own"),
            );
            return None;
        }
        (changed.rate, changed.index) = (rate, index);
    }
    if let Some(value) = table.get("ends_after") {
        changed.ends_after = Some(number::count(value, found)?);
    }
    Work::new(changed, context.lines.to_vec(), context.currency, context.rounding)
        .map_err(|error| found.push(refused(&error, value.span())))
        .ok()
}
