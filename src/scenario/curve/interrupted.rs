//! What interrupts a curve: breaks, changes of rate, prototypes.

use super::super::check::{one_of, text};
use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::interrupted::{BREAK_BASES, RESTARTS, TRANSITIONS};
use super::super::raw::{BREAK, ELEMENT, PROTOTYPES, RATE_CHANGE};
use super::super::reader::{Findings, Reader, list};
use super::{Written, in_measure};
use crate::curve::{Base, Basis, Index, LearningRate, Restart, Transition, TransitionKind};
use crate::money;
use crate::question::{Form, LearningElement, Measure};

/// The most breaks and changes of a curve.
const MOST: usize = 1_000;

/// Reads `breaks`, `rate_changes` and `prototypes` into the form.
pub(super) fn read(
    form: Option<Form>,
    table: &Reader<'_, '_>,
    measure: Measure,
    found: &mut Findings<'_>,
) -> Option<Form> {
    let mut transitions = Vec::new();
    let mut elements = Vec::new();
    let mut sound = true;
    for own in table.tables("breaks", &BREAK, found) {
        match stop(&own, measure, &mut elements, found) {
            Some(transition) => transitions.push((transition, own.span.clone())),
            None => sound = false,
        }
    }
    for own in table.tables("rate_changes", &RATE_CHANGE, found) {
        match rate_change(&own, found) {
            Some(transition) => transitions.push((transition, own.span.clone())),
            None => sound = false,
        }
    }
    if let Some(value) = table.get("prototypes") {
        match Reader::open(value, &PROTOTYPES, found).and_then(|own| prototypes(&own, found)) {
            Some(transition) => transitions.push((transition, value.span())),
            None => sound = false,
        }
    }
    if transitions.len() > MOST {
        let message = format!("{} breaks and changes", transitions.len());
        found.push(
            Diagnostic::error("too-many-rows", table.span.clone(), message)
                .with_help(format!("at most {MOST} of them on one curve")),
        );
        sound = false;
    }
    transitions.sort_by_key(|(transition, _)| transition.after);
    if let Some(pair) = transitions.windows(2).find(|pair| pair[0].0.after == pair[1].0.after) {
        found.push(
            Diagnostic::error(
                "contradiction",
                pair[1].1.clone(),
                format!("two things happen after unit `{}`", pair[0].0.after),
            )
            .with_help("one of them has to come after another unit")
            .with_related(pair[0].1.clone(), "the first"),
        );
        sound = false;
    }
    let transitions = transitions.into_iter().map(|(transition, _)| transition).collect();
    form.filter(|_| sound).map(|form| Form { transitions, elements, ..form })
}

/// The unit after which it happens.
fn after(own: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<u64> {
    let Some(value) = own.get("after") else {
        found.push(
            Diagnostic::error("missing-key", own.span.clone(), "`after` is missing")
                .with_help("say after which unit: after = 100"),
        );
        return None;
    };
    number::count(value, found)
}

fn stop(
    own: &Reader<'_, '_>,
    measure: Measure,
    elements: &mut Vec<(u64, Vec<LearningElement>)>,
    found: &mut Findings<'_>,
) -> Option<Transition> {
    let after = after(own, found)?;
    let base = match own.get("base").and_then(|v| one_of(v, &BREAK_BASES, found)) {
        Some("last-unit") => Base::LastUnit,
        _ => Base::NextUnit,
    };
    let restart = match own.get("restart").and_then(|v| one_of(v, &RESTARTS, found)) {
        Some("whole") => Restart::Whole,
        _ => Restart::Fractional,
    };
    let given = own.present(&["loss", "elements", "time"]);
    let [given] = given.as_slice() else {
        found.push(
            Diagnostic::error(
                if given.is_empty() { "missing-key" } else { "contradiction" },
                own.span.clone(),
                if given.is_empty() {
                    "the break does not say what is lost".to_owned()
                } else {
                    format!("the break says what is lost by {}", list(given.iter().copied()))
                },
            )
            .with_help("one of `loss = \"40%\"`, `elements`, and `time` with `total_forgetting`"),
        );
        return None;
    };
    let others: &[&'static str] = if *given == "time" { &["base", "restart"] } else { &["total_forgetting"] };
    let others = own.present(others);
    if let Some(other) = others.first() {
        found.push(
            Diagnostic::error(
                "contradiction",
                own.key_span(other),
                format!("{} beside `{given}`, which has no use for it", list(others.iter().copied())),
            )
            .with_help("`base` and `restart` go with `loss` and `elements`, `total_forgetting` with `time`"),
        );
        return None;
    }
    let kind = match *given {
        "loss" => {
            let value = own.get("loss")?;
            TransitionKind::Break { loss: share(value, found)?, base, restart }
        }
        "elements" => {
            let weighted = weighted(own, found)?;
            let loss = weighted.iter().map(|element| element.weight * element.loss).sum();
            elements.push((after, weighted));
            TransitionKind::Break { loss, base, restart }
        }
        _ => {
            let Some(total) = own.get("total_forgetting") else {
                found.push(
                    Diagnostic::error("missing-key", own.span.clone(), "`total_forgetting` is missing")
                        .with_help(
                            "say after how long a break all is forgotten: total_forgetting = \"1000 h\"",
                        ),
                );
                return None;
            };
            let mut time = |value| {
                let (amount, unit) = number::time(value, found)?;
                in_measure(Written::Time(amount, unit), measure, value.span(), found).map(money::to_f64)
            };
            TransitionKind::Forgetting { time: time(own.get("time")?)?, total: time(total)? }
        }
    };
    Some(Transition { after, kind })
}

/// A share from 0 to 100%.
fn share(value: &super::super::reader::Value<'_>, found: &mut Findings<'_>) -> Option<f64> {
    let ratio = number::ratio(value, found)?;
    let wrong = match ratio {
        ratio if ratio > rust_decimal::Decimal::ONE => Some("more than all"),
        ratio if ratio < rust_decimal::Decimal::ZERO => Some("less than nothing"),
        _ => None,
    };
    if let Some(wrong) = wrong {
        let percent = ratio * rust_decimal::Decimal::ONE_HUNDRED;
        found.push(
            Diagnostic::error(
                "bad-parameter",
                value.span(),
                format!("`{}%` is {wrong}", percent.normalize()),
            )
            .with_help("a share is from 0% to 100%"),
        );
        return None;
    }
    Some(money::to_f64(ratio))
}

/// The elements of learning; their weights add up to 100%.
fn weighted(own: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Vec<LearningElement>> {
    let rows = own.tables("elements", &ELEMENT, found);
    let mut sum = rust_decimal::Decimal::ZERO;
    let mut elements = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let name = row.get("name").and_then(|v| text(v, found));
        let (Some(weight), Some(loss)) = (row.get("weight"), row.get("loss")) else {
            found.push(
                Diagnostic::error(
                    "missing-key",
                    row.span.clone(),
                    "an element needs its `weight` and its `loss`",
                )
                .with_help("write { name = \"tooling\", weight = \"20%\", loss = \"5%\" }"),
            );
            return None;
        };
        sum += number::ratio(weight, found)?;
        elements.push(LearningElement {
            name: name.unwrap_or_else(|| format!("element {}", place + 1)),
            weight: share(weight, found)?,
            loss: share(loss, found)?,
        });
    }
    if sum != rust_decimal::Decimal::ONE {
        let percent = (sum * rust_decimal::Decimal::ONE_HUNDRED).normalize();
        found.push(
            Diagnostic::error(
                "bad-parameter",
                own.key_span("elements"),
                format!("the weights add up to `{percent}%`"),
            )
            .with_help("the elements are shares of all learning: their weights add up to 100%"),
        );
        return None;
    }
    Some(elements)
}

fn rate_change(own: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Transition> {
    let after = after(own, found)?;
    let index = match (own.get("learning_rate"), own.get("b")) {
        (Some(value), None) => {
            let rate = super::rate(value, Basis::Unit, found)?;
            LearningRate::new(money::to_f64(rate)).ok()?.index()
        }
        (None, Some(value)) => {
            Index::new(money::to_f64(super::index(value, Some(Basis::Unit), found)?)).ok()?
        }
        (rate, _) => {
            let message = if rate.is_some() { "both a rate and b" } else { "the change has no rate" };
            let code = if rate.is_some() { "contradiction" } else { "missing-key" };
            found.push(
                Diagnostic::error(code, own.span.clone(), message)
                    .with_help("write { after = 50, learning_rate = \"90%\" }, or b in place of the rate"),
            );
            return None;
        }
    };
    Some(Transition { after, kind: TransitionKind::Rate(index) })
}

fn prototypes(own: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Transition> {
    let Some(units) = own.get("units") else {
        found.push(
            Diagnostic::error("missing-key", own.span.clone(), "`units` is missing")
                .with_help("say how many units are prototypes: units = 4"),
        );
        return None;
    };
    let units = number::count(units, found)?;
    let how = own.get("transition").and_then(|v| one_of(v, &TRANSITIONS, found)).unwrap_or("sequential");
    let scale = match own.get("step") {
        Some(step) => money::to_f64(number::ratio(step, found)?),
        None => 1.0,
    };
    let restart = match (how, own.get("equivalent")) {
        ("equivalent", Some(value)) => {
            let worth = number::number(value, "a number of units", found)?;
            Some(1.0 + money::to_f64(number::not_negative(worth, value, found)?))
        }
        ("equivalent", None) => {
            found.push(
                Diagnostic::error("missing-key", own.span.clone(), "`equivalent` is missing")
                    .with_help("say how many production units the prototypes are worth: equivalent = 2"),
            );
            return None;
        }
        (_, Some(value)) => {
            found.push(
                Diagnostic::error(
                    "contradiction",
                    value.span(),
                    format!("`equivalent` does not go with a {how} transition"),
                )
                .with_help("leave it out, or write transition = \"equivalent\""),
            );
            return None;
        }
        ("disjoint", None) => Some(1.0),
        _ => None,
    };
    if scale <= 0.0 {
        found.push(
            Diagnostic::error("bad-parameter", own.key_span("step"), "a step to nothing")
                .with_help("production values are above 0% of prototype ones"),
        );
        return None;
    }
    Some(Transition { after: units, kind: TransitionKind::Step { scale, restart } })
}
