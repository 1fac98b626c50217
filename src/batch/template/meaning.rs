//! What the name of a column means, and how its cells are written into a scenario.

use std::fmt::Write as _;

use crate::money::Currency;
use crate::question::TimeUnit;
use crate::scenario::raw::{CURVE_MODELS, Kind};

/// What a value is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Literal {
    /// A whole number, bare.
    Count,
    /// A time, to which a unit is added where it has none.
    Time,
    /// A time or an amount of money: the heading's unit of time is added where it has none.
    Value,
    /// A ratio, to which the heading's percent sign is added where it has none.
    Ratio,
    /// An amount of money, or of money per hour.
    Money,
    /// A number or a word, between quotes.
    Quoted,
    /// Ratios apart by spaces or semicolons.
    Ratios,
}

/// The keys that any model's curve may have as a single value.
fn curve_keys() -> impl Iterator<Item = (&'static str, Literal)> {
    CURVE_MODELS
        .keys()
        .flat_map(|model| match model.kind {
            Kind::Table(shape) => shape.keys().collect::<Vec<_>>(),
            _ => Vec::new(),
        })
        .filter_map(|key| {
            let literal = match key.kind {
                Kind::Count => Literal::Count,
                Kind::Time => Literal::Time,
                Kind::Value | Kind::OneOfOrValue(_) => Literal::Value,
                Kind::Ratio => Literal::Ratio,
                Kind::Money => Literal::Money,
                Kind::Index | Kind::Number | Kind::NumberOrZero | Kind::Signed | Kind::OneOf(_) => {
                    Literal::Quoted
                }
                Kind::Ratios => Literal::Ratios,
                _ => return None,
            };
            Some((key.name, literal))
        })
}

/// Keys of a question that columns may be.
pub(super) const QUESTION_KEYS: [&str; 4] = ["units", "number", "first", "last"];

/// The key that a column's name is, how its values are written, and the unit that the name has in brackets.
pub(super) fn meaning(name: &str) -> Option<(&'static str, Literal, String)> {
    let lower = name.trim().to_lowercase().replace([' ', '-'], "_");
    let (bare, unit) = match lower.split_once(['(', '[']) {
        Some((bare, unit)) => (bare.trim_end_matches('_'), unit.trim_end_matches([')', ']']).to_owned()),
        None => (lower.as_str(), String::new()),
    };
    let bare = if bare == "index" { "b" } else { bare };
    if bare == "model" {
        return Some(("model", Literal::Quoted, unit));
    }
    if bare == "rate" {
        return Some(("rate", Literal::Money, unit));
    }
    if let Some(key) = QUESTION_KEYS.into_iter().find(|key| *key == bare) {
        return Some((key, Literal::Count, unit));
    }
    curve_keys().find(|(key, _)| *key == bare).map(|(key, literal)| (key, literal, unit))
}

/// What is wrong with the unit that a heading has, if anything: none is converted.
pub(super) fn unfit(key: &str, literal: Literal, unit: &str) -> Option<String> {
    let currency = |unit: &str| Currency::parse(&unit.to_uppercase()).is_ok();
    let per_hour = |unit: &str| {
        let (money, per) = unit.split_once('/').or_else(|| unit.split_once("per_")).unwrap_or((unit, ""));
        let (money, per) = (money.trim_matches('_'), per.trim_matches('_'));
        (money.is_empty() || currency(money))
            && (per.is_empty() || TimeUnit::of_word(per) == Some(TimeUnit::Hour))
    };
    let (fits, allowed) = match literal {
        Literal::Time => (TimeUnit::of_word(unit).is_some(), "a time is in s, min or h"),
        Literal::Value => (
            TimeUnit::of_word(unit).is_some() || currency(unit),
            "a time is in s, min or h, and money in a currency such as USD",
        ),
        Literal::Ratio => (unit == "%", "a ratio has none, or `%`"),
        Literal::Money if key == "rate" => {
            (per_hour(unit), "the rate is per hour, in a currency: `rate (USD/h)`")
        }
        Literal::Money => (currency(unit), "money is in a currency such as USD"),
        Literal::Count => (key == unit, "what is counted is units"),
        Literal::Quoted | Literal::Ratios => (false, "it has none"),
    };
    (!fits && !unit.is_empty()).then(|| allowed.to_owned())
}

/// The other key that says the same of a curve.
pub(super) fn twin(key: &str) -> Option<&'static str> {
    match key {
        "first_time" => Some("first_cost"),
        "first_cost" => Some("first_time"),
        "learning_rate" => Some("b"),
        "b" => Some("learning_rate"),
        _ => None,
    }
}

/// A text between TOML's quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut made = String::with_capacity(text.len() + 2);
    made.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => made.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(made, "\\u{:04X}", u32::from(c));
            }
            c => made.push(c),
        }
    }
    made.push('"');
    made
}
