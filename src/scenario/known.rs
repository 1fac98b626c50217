//! Known facts: what each is about, and its value.

use super::tree::Node;

use super::curve::Written;
use super::diagnostic::Diagnostic;
use super::number;
use super::raw::KNOWN;
use super::reader::{Findings, Reader, Value, list, wrong_type};
use crate::curve::Lot;
use crate::question::KnownKind;

/// What a fact is about, its value, and its table for messages.
pub(super) type Fact<'a, 't> = (KnownKind, Written, Reader<'a, 't>);

/// Reads the curve's `known` facts.
pub(super) fn read<'a, 't>(table: &Reader<'a, 't>, found: &mut Findings<'_>) -> Vec<Fact<'a, 't>> {
    let facts = table.tables("known", &KNOWN, found);
    facts.into_iter().filter_map(|fact| known_fact(fact, found)).collect()
}

fn known_fact<'a, 't>(fact: Reader<'a, 't>, found: &mut Findings<'_>) -> Option<Fact<'a, 't>> {
    let about = fact.present(&["average", "total", "unit", "lot"]);
    let [about] = about.as_slice() else {
        let message = if about.is_empty() {
            "the fact does not say what it is about".to_owned()
        } else {
            format!("one fact about several things: {}", list(about.iter().copied()))
        };
        found.push(
            Diagnostic::error("bad-fact", fact.span.clone(), message)
                .with_help("exactly one of `average`, `total`, `unit` and `lot` in each fact"),
        );
        return None;
    };
    let value = fact.get(about)?;
    let kind = match *about {
        "average" => KnownKind::Average(number::count(value, found)?),
        "total" => KnownKind::Total(number::count(value, found)?),
        "unit" => KnownKind::Unit(number::count(value, found)?),
        _ => KnownKind::Lot(lot(value, found)?),
    };
    let written = match (fact.get("time"), fact.get("cost")) {
        (Some(time), None) => {
            let (value, unit) = number::time(time, found)?;
            Written::Time(value, unit)
        }
        (None, Some(cost)) => Written::Cost(number::money(cost, found)?),
        (None, None) => {
            found.push(
                Diagnostic::error("missing-key", fact.span.clone(), "the fact has no value")
                    .with_help("give its `time`, such as \"3.3 h\" (or its `cost` on a curve in money)"),
            );
            return None;
        }
        (Some(_), Some(cost)) => {
            found.push(
                Diagnostic::error("contradiction", cost.span(), "one fact with both a time and a cost")
                    .with_help("keep the one that the curve is in"),
            );
            return None;
        }
    };
    Some((kind, written, fact))
}

fn lot(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Lot> {
    let ends = match value.node() {
        Node::Array(items) if items.len() == 2 => {
            let ends: Vec<_> = items.iter().map(|item| number::count(item, found)).collect();
            (ends[0]?, ends[1]?)
        }
        _ => {
            found.push(wrong_type(value, "the lot's first and last unit").with_help("write lot = [5, 8]"));
            return None;
        }
    };
    lot_of(ends.0, ends.1, value.span(), found)
}

/// A lot from its ends, the first not after the last.
pub(super) fn lot_of(
    first: u64,
    last: u64,
    span: std::ops::Range<usize>,
    found: &mut Findings<'_>,
) -> Option<Lot> {
    Lot::new(first, last)
        .map_err(|_| {
            found.push(
                Diagnostic::error(
                    "bad-lot",
                    span,
                    format!("the lot ends with unit `{last}`, before its first, `{first}`"),
                )
                .with_help(format!("did you mean units {last} to {first}?")),
            );
        })
        .ok()
}
