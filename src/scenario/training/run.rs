//! `[ml.training]`: by what a training is counted, how much of it there is, and its price.

use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::training::TRAINING;
use super::super::reader::{Findings, Reader, Value, wrong_type};
use super::super::tree::Node;
use crate::question::TimeUnit;
use crate::question::training::price::counted;
use crate::question::training::{Effort, Price, Quantity, Run, Speed};
use rust_decimal::Decimal;

/// The ways to count a training, each with the keys that belong to it alone.
const WAYS: [(&str, &[&str]); 4] = [
    ("updates", &["updates", "seconds_per_update", "samples_per_update", "tokens_per_update"]),
    ("tokens", &["parameters", "tokens"]),
    ("FLOP", &["flop"]),
    ("time", &["time"]),
];

/// Reads `[ml.training]`; without one a training has no length and no price.
pub(super) fn read(ml: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<(Run, Option<Price>)> {
    let Some(value) = ml.get("training") else {
        return Some((Run { effort: Effort::Hours, devices: 1, total: None }, None));
    };
    let table = Reader::open(value, &TRAINING, found)?;
    let before = found.list.len();
    let price = table.get("price").and_then(|value| price(value, found));
    let devices = table.get("devices").map_or(Some(1), |value| number::count(value, found));
    one_way(&table, found);
    let speed = speed(&table, found);
    let mut large = |key: &str| table.get(key).and_then(|value| whole(value, found));
    let (parameters, tokens, flop) = (large("parameters"), large("tokens"), large("flop"));
    let (samples_each, tokens_each) = (large("samples_per_update"), large("tokens_per_update"));
    let updates = table.get("updates").and_then(|value| number::count(value, found));
    let seconds = table.get("seconds_per_update").and_then(|value| {
        positive(number::number(value, "a number of seconds, such as 0.021", found)?, value, found)
    });
    let time = table.get("time").and_then(|value| hours(value, found));
    if found.list.len() > before {
        return None;
    }
    let devices = devices?;
    let (effort, total) = if table.has_any(WAYS[0].1) {
        let effort = Effort::Updates { seconds, samples: samples_each, tokens: tokens_each };
        (effort, updates.map(Decimal::from))
    } else if parameters.is_some() || tokens.is_some() {
        (Effort::Tokens { parameters, speed }, tokens)
    } else if flop.is_some() || speed.is_some() {
        (Effort::Flop { speed }, flop)
    } else if let (Some(price), None) = (&price, time) {
        (counted_by(price), None)
    } else {
        let total = match time.map(|time| time.checked_mul(Decimal::from(devices))) {
            Some(None) => {
                found.push(
                    Diagnostic::error(
                        "out-of-range",
                        table.key_span("time"),
                        "more device-hours than 7.9e28",
                    )
                    .with_help("the most that a decimal holds"),
                );
                return None;
            }
            time => time.flatten(),
        };
        (Effort::Hours, total)
    };
    Some((Run { effort, devices, total }, price))
}

/// What a training is counted in of which nothing is known but its price.
fn counted_by(price: &Price) -> Effort {
    match price.quantity {
        Quantity::Updates | Quantity::Samples => {
            Effort::Updates { seconds: None, samples: None, tokens: None }
        }
        Quantity::Tokens => Effort::Tokens { parameters: None, speed: None },
        Quantity::Flop => Effort::Flop { speed: None },
        Quantity::DeviceHours => Effort::Hours,
    }
}

/// Refuses keys of two ways to count, and keys of a speed beside a time.
fn one_way(table: &Reader<'_, '_>, found: &mut Findings<'_>) {
    let used: Vec<(&str, &str)> =
        WAYS.iter().filter_map(|(way, keys)| Some((*way, *table.present(keys).first()?))).collect();
    if let [(way, first), (_, second), ..] = used[..] {
        found.push(
            Diagnostic::error(
                "contradiction",
                table.key_span(second),
                format!("both `{first}` and `{second}`"),
            )
            .with_help("count the training once: in updates, in parameters and tokens, in FLOP, or in time")
            .with_related(table.key_span(first), format!("it is counted in {way} already")),
        );
    }
    let others: Vec<&str> = [WAYS[0].1, WAYS[3].1].concat();
    if let (Some(key), Some(speed)) =
        (table.present(&others).first(), table.present(&["flops", "utilisation"]).first())
    {
        found.push(
            Diagnostic::error("contradiction", table.key_span(speed), format!("both `{key}` and `{speed}`"))
                .with_help("`flops` and `utilisation` turn FLOP into time, and the time is said already")
                .with_related(table.key_span(key), "the time, or what has one"),
        );
    }
}

/// What devices reach: both keys or none.
fn speed(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Speed> {
    let flops = table.get("flops").map(|value| (value, large(value, found)));
    let utilisation = table.get("utilisation").map(|value| (value, share(value, found)));
    match (flops, utilisation) {
        (Some((_, flops)), Some((_, utilisation))) => {
            Some(Speed { flops: flops?, utilisation: utilisation? })
        }
        (None, None) => None,
        (flops, _) => {
            let (there, lacks, example) = if flops.is_some() {
                ("flops", "utilisation", "utilisation = \"40%\"")
            } else {
                ("utilisation", "flops", "flops = 989e12")
            };
            found.push(
                Diagnostic::error(
                    "missing-key",
                    table.key_span(there),
                    format!("`{there}` without `{lacks}`"),
                )
                .with_help(format!("no device reaches its peak: write, say, `{example}`")),
            );
            None
        }
    }
}

/// A share above 0 and at most 1.
fn share(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    let share = number::ratio(value, found)?;
    if share <= Decimal::ZERO || share > Decimal::ONE {
        let percent = (share * Decimal::ONE_HUNDRED).normalize();
        found.push(
            Diagnostic::error("bad-parameter", value.span(), format!("a utilisation of {percent}%"))
                .with_help("it is the share of the peak that is reached, above 0% and at most 100%"),
        );
        return None;
    }
    Some(share)
}

/// A time in hours, above 0.
fn hours(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    let (time, unit) = number::time(value, found)?;
    let hours = number::in_unit(time, unit, TimeUnit::Hour, value.span(), found)?;
    positive(hours, value, found)
}

/// A number above 0.
pub(super) fn positive(number: Decimal, value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    if number > Decimal::ZERO {
        return Some(number);
    }
    found.push(
        Diagnostic::error("bad-parameter", value.span(), format!("`{number}` is not above 0"))
            .with_help("write a number above 0"),
    );
    None
}

/// A large number above 0: 70e9, or `"70B"`.
pub(super) fn large(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    let (text, span) = number::words(value, "a number, such as 70e9 or \"70B\"", found)?;
    match counted(text) {
        Ok(number) => positive(number, value, found),
        Err(error) => {
            found.push(number::not_a_number(&error, span));
            None
        }
    }
}

/// The same, of things that there are only whole ones of.
pub(super) fn whole(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    let number = large(value, found)?;
    if number.is_integer() {
        return Some(number.normalize());
    }
    found.push(
        Diagnostic::error("bad-count", value.span(), format!("`{number}` is not a whole number"))
            .with_help("parameters, tokens, samples and FLOP are counted whole"),
    );
    None
}

/// A price: a text that says what it is for.
fn price(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Price> {
    let text = match value.node() {
        Node::String(text) => text.as_ref(),
        Node::Integer(_) | Node::Float => found.source(value.span()),
        _ => {
            found.push(wrong_type(value, "a price with what it is for, such as \"2.49/hour\""));
            return None;
        }
    };
    match Price::parse(text) {
        Ok(price) => Some(price),
        Err(error) => {
            let diagnostic = Diagnostic::error("bad-price", value.span(), error.to_string());
            found.push(match error.help() {
                Some(help) => diagnostic.with_help(help),
                None => diagnostic,
            });
            None
        }
    }
}
