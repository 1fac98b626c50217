//! Numbers of a scenario, exact from their source text: counts, ratios, times, amounts.

use std::ops::Range;

use super::tree::Node;
use rust_decimal::Decimal;

use super::diagnostic::Diagnostic;
use super::reader::{Findings, Value, shorten, wrong_type};
use crate::curve::MAX_UNITS;
use crate::money::{self, ParseError};
use crate::question::TimeUnit;

/// The largest bare number that is read as a ratio; past it a percentage was meant.
const LARGEST_BARE_RATIO: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

/// The source text of a number, or the content of a text, with its place.
pub(super) fn words<'v, 't: 'v>(
    value: &'v Value<'_>,
    wanted: &str,
    found: &mut Findings<'t>,
) -> Option<(&'v str, Range<usize>)> {
    let span = value.span();
    match value.node() {
        Node::Integer(_) | Node::Float => Some((found.source(span.clone()), span)),
        Node::String(text) => Some((text.trim(), span)),
        _ => {
            found.push(wrong_type(value, wanted));
            None
        }
    }
}

fn parsed(text: &str, span: Range<usize>, found: &mut Findings<'_>) -> Option<Decimal> {
    match money::parse_decimal(text) {
        Ok(decimal) => Some(decimal),
        Err(error) => {
            found.push(not_a_number(&error, span));
            None
        }
    }
}

pub(super) fn not_a_number(error: &ParseError, span: Range<usize>) -> Diagnostic {
    let diagnostic = Diagnostic::error("bad-number", span, error.to_string());
    match error.help() {
        Some(help) => diagnostic.with_help(help),
        None => diagnostic,
    }
}

/// A whole number from 1 to 1e15, written as a TOML integer.
pub(super) fn count(value: &Value<'_>, found: &mut Findings<'_>) -> Option<u64> {
    let span = value.span();
    if let Node::Integer(integer) = value.node()
        && integer.radix() == 10
        && let Ok(number) = integer.as_str().parse::<u64>()
        && (1..=MAX_UNITS).contains(&number)
    {
        return Some(number);
    }
    let text = shorten(found.source(span.clone()));
    let refuse = |message: String, help: &str| {
        Some(Diagnostic::error("bad-count", span.clone(), message).with_help(help))
    };
    let problem = match value.node() {
        Node::Integer(integer) if integer.radix() != 10 => {
            refuse(format!("`{text}` is not in decimal"), "write it in decimal")
        }
        Node::Integer(integer) => {
            let digits: String = integer.as_str().chars().filter(|c| *c != '_').collect();
            match digits.parse::<i128>() {
                Ok(number) if number < 1 => {
                    refuse(format!("`{text}` is too few"), "counts are whole numbers from 1")
                }
                Ok(number) if number <= i128::from(MAX_UNITS) => {
                    return u64::try_from(number).ok();
                }
                _ => refuse(format!("`{text}` is too many"), "at most 1_000_000_000_000_000 (1e15) units"),
            }
        }
        Node::Float => {
            let whole = money::parse_decimal(found.source(span.clone()))
                .ok()
                .filter(|number| number.is_integer() && *number >= Decimal::ONE);
            let help = whole.map_or_else(
                || "units are counted whole".to_owned(),
                |number| format!("write `{}`", number.normalize()),
            );
            refuse(format!("`{text}` is not a whole number"), &help)
        }
        Node::String(_) => {
            refuse(format!("found the text {text}, expected a whole number"), "write it without quotes")
        }
        _ => Some(wrong_type(value, "a whole number from 1")),
    };
    found.list.extend(problem);
    None
}

/// Decimal places, 0 to 28.
pub(super) fn places(value: &Value<'_>, found: &mut Findings<'_>) -> Option<u32> {
    let places = match value.node() {
        Node::Integer(integer) if integer.radix() == 10 => {
            integer.as_str().parse().ok().filter(|places: &u32| *places <= 28)
        }
        Node::Integer(_) => None,
        _ => {
            found.push(wrong_type(value, "a whole number of places from 0 to 28"));
            return None;
        }
    };
    if places.is_none() {
        let text = shorten(found.source(value.span()));
        found.push(
            Diagnostic::error("bad-places", value.span(), format!("`{text}` places can't be kept"))
                .with_help("decimal places are a whole number from 0 to 28"),
        );
    }
    places
}

/// A ratio: `"80%"` or 0.80; at least 0.
pub(super) fn ratio(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    let (text, span) = words(value, "a percentage such as \"80%\", or 0.80", found)?;
    let (number, percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text, false),
    };
    let number = parsed(number, span.clone(), found)?;
    if percent {
        // Shifting the point is exact; dividing would round past 28 places.
        let mut ratio = number;
        if number.scale() > 26 || ratio.set_scale(number.scale() + 2).is_err() {
            found.push(
                Diagnostic::error("bad-number", span, format!("`{}` has too many places", shorten(text)))
                    .with_help("at most 26 places in a percentage"),
            );
            return None;
        }
        return Some(ratio);
    }
    if number > LARGEST_BARE_RATIO {
        found.push(
            Diagnostic::error(
                "bare-percentage",
                span,
                format!("`{}` is read as a ratio, {}%", shorten(text), percent_text(number)),
            )
            .with_help(format!(
                "for {0} percent write \"{0}%\" or {1}",
                number.normalize(),
                (number / Decimal::ONE_HUNDRED).normalize()
            )),
        );
        return None;
    }
    Some(number)
}

fn percent_text(ratio: Decimal) -> String {
    ratio
        .checked_mul(Decimal::ONE_HUNDRED)
        .map_or_else(|| format!("{ratio} × 100"), |percent| percent.normalize().to_string())
}

/// A plain number: an amount of money, an index.
pub(super) fn number(value: &Value<'_>, wanted: &str, found: &mut Findings<'_>) -> Option<Decimal> {
    let (text, span) = words(value, wanted, found)?;
    parsed(text, span, found)
}

/// An amount of money, at least 0.
pub(super) fn money(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    let amount = number(value, "an amount of money", found)?;
    not_negative(amount, value, found)
}

/// Refuses what is below 0.
pub(super) fn not_negative(amount: Decimal, value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    if amount.is_sign_negative() && !amount.is_zero() {
        found.push(
            Diagnostic::error("negative", value.span(), format!("`{amount}` is negative"))
                .with_help("times, costs and rates are 0 or more"),
        );
        return None;
    }
    Some(amount)
}

/// A time with its unit: `"2 h"`, `"90 min"`, `"45 s"`.
pub(super) fn time(value: &Value<'_>, found: &mut Findings<'_>) -> Option<(Decimal, TimeUnit)> {
    let (text, span) = words(value, "a time with its unit, such as \"2 h\"", found)?;
    let split = text.find(|c: char| c.is_ascii_alphabetic() && c != 'e' && c != 'E');
    let (number, unit) = match split {
        Some(at) if !text[at..].starts_with("inf") && !text[at..].starts_with("nan") => text.split_at(at),
        _ => (text, ""),
    };
    let (number, unit) = (number.trim_end(), unit.trim());
    let of_two_words = !unit.is_empty() || number.contains(char::is_whitespace);
    if of_two_words && !number.contains(|c: char| c.is_ascii_digit()) && number.is_ascii() {
        // What is not even a number is told whole, not by where a unit would begin.
        found.push(
            Diagnostic::error("bad-number", span, format!("`{}` is not a time", shorten(text)))
                .with_help("write a number with its unit, such as \"2 h\""),
        );
        return None;
    }
    let number = parsed(number, span.clone(), found)?;
    let Some(unit) = TimeUnit::of_word(unit) else {
        let (message, help) = if unit.is_empty() {
            (
                format!("`{}` has no unit of time", shorten(text)),
                format!("write it in s, min or h, with quotes: \"{} h\"", number.normalize()),
            )
        } else {
            (
                format!("`{}` is not a unit of time", shorten(unit)),
                "write it in one of s, min and h: \"1.5 h\" or \"90 min\"".to_owned(),
            )
        };
        found.push(Diagnostic::error("bad-time-unit", span, message).with_help(help));
        return None;
    };
    Some((not_negative(number, value, found)?, unit))
}

/// A time in another unit of time.
pub(super) fn in_unit(
    value: Decimal,
    from: TimeUnit,
    to: TimeUnit,
    span: Range<usize>,
    found: &mut Findings<'_>,
) -> Option<Decimal> {
    if from == to {
        return Some(value);
    }
    // Multiply first: minutes to hours and back then comes out even wherever it can.
    let converted = value.checked_mul(to.per_hour()).and_then(|value| value.checked_div(from.per_hour()));
    if converted.is_none() {
        found.push(
            Diagnostic::error("out-of-range", span, "the time is too large to convert")
                .with_help(format!("write it in {}", to.symbol())),
        );
    }
    converted
}

/// A published figure: its number, whether it is a percentage, and the unit written after it, if any.
pub(super) fn figure(value: &Value<'_>, found: &mut Findings<'_>) -> Option<(Decimal, bool, Option<String>)> {
    let (text, span) = words(value, "the published figure, such as \"20.95\"", found)?;
    if let Some(number) = text.strip_suffix('%') {
        return Some((parsed(number.trim_end(), span, found)?, true, None));
    }
    let (number, unit) = match text.split_once(char::is_whitespace) {
        Some((number, unit)) => (number, Some(unit.trim().to_owned())),
        None => (text, None),
    };
    Some((parsed(number, span, found)?, false, unit))
}
