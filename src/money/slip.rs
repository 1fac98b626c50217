//! Which slip makes a text no number, and how to write what was likely meant.

use rust_decimal::Decimal;

use super::characters::{self, is_currency_sign};
use super::currency::minor_units;
use super::error::{ParseError, SHOWN, excerpt};
use super::parse::plain_value;

/// Names the slip in a text that is not a number.
pub(super) fn diagnose(source: &str) -> ParseError {
    let trimmed = source.trim();
    if trimmed.is_empty() {
        return ParseError::Empty;
    }
    let text = excerpt(source);
    let unsigned = trimmed.trim_start_matches(['+', '-', '\u{2212}']);
    if ["inf", "infinity", "nan", "\u{221e}"].iter().any(|name| unsigned.eq_ignore_ascii_case(name)) {
        return ParseError::NotFinite { text };
    }
    if let Some(radix) = radix(unsigned) {
        let instead = in_decimal(trimmed, unsigned, radix);
        return ParseError::Radix { text, instead };
    }
    let spelling = respell(source);
    let reading = spelling.as_ref().map(|spelling| spelling.reading);
    let instead = spelling.map(|spelling| spelling.instead);
    let foreign = |c: &char| !c.is_ascii() && !is_currency_sign(*c);
    if let Some(character) = source.chars().find(foreign) {
        let shown = excerpt(character.encode_utf8(&mut [0; 4]));
        let character = format!("`{shown}` ({})", characters::name(character));
        ParseError::Character { text, character, instead }
    } else if trimmed.contains(['(', ')']) {
        ParseError::Parentheses { text, instead }
    } else if trimmed.ends_with('%') {
        ParseError::Percent { text, instead }
    } else if trimmed.contains(is_currency_sign) || has_code(trimmed) {
        ParseError::CurrencySign { text, instead }
    } else if source.contains(char::is_whitespace) {
        ParseError::Spaces { text, instead }
    } else {
        match reading {
            Some(Reading::DecimalComma) => ParseError::DecimalComma { text, instead },
            Some(Reading::Thousands) => ParseError::ThousandsSeparators { text, instead },
            Some(Reading::Either) => ParseError::AmbiguousComma { text, instead },
            Some(Reading::Plain) | None => ParseError::Malformed { text, instead },
        }
    }
}

/// The base that a prefix announces: `0x`, `0o` or `0b`.
fn radix(unsigned: &str) -> Option<u32> {
    match unsigned.as_bytes() {
        [b'0', b'x' | b'X', ..] => Some(16),
        [b'0', b'o' | b'O', ..] => Some(8),
        [b'0', b'b' | b'B', ..] => Some(2),
        _ => None,
    }
}

fn in_decimal(text: &str, unsigned: &str, radix: u32) -> Option<String> {
    let digits = unsigned.get(2..).filter(|digits| digits.len() <= SHOWN)?;
    let value = u64::from_str_radix(&digits.replace('_', ""), radix).ok()?;
    let negative = text.starts_with(['-', '\u{2212}']);
    Some(format!("{}{value}", if negative { "-" } else { "" }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Plain,
    DecimalComma,
    Thousands,
    Either,
}

struct Spelling {
    reading: Reading,
    /// What follows "write ".
    instead: String,
}

/// What was likely meant, in a spelling that does parse.
fn respell(source: &str) -> Option<Spelling> {
    if source.chars().nth(SHOWN).is_some() {
        return None;
    }
    let plain = characters::plain(source);
    let mut body = plain.trim();
    let mut negative = false;
    if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        body = inner.trim();
        negative = true;
    }
    let percentage = body.strip_suffix('%');
    body = percentage.unwrap_or(body).trim_end();
    body = body.trim_end_matches(is_currency_sign);
    body = without_code(body).trim();
    let unsigned = body.trim_start_matches(is_currency_sign).trim_start();
    if let Some(rest) = unsigned.strip_prefix('-') {
        // Two negatives may mean either sign: leave that to the writer.
        if negative {
            return None;
        }
        negative = true;
        body = rest;
    } else {
        body = unsigned.strip_prefix('+').unwrap_or(unsigned);
    }
    body = body.trim_start().trim_start_matches(is_currency_sign).trim();

    if !body.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }

    let sign = if negative { "-" } else { "" };
    let reading = read_marks(body)?;
    let point = if reading == Reading::DecimalComma { ',' } else { '.' };
    let groups = groups(body, point, reading)?;
    let write = |separator: &str| spell(sign, &groups.0.join(separator), groups.1);
    let value = plain_value(&write(""))?;
    let instead = match (percentage, reading) {
        (Some(_), Reading::Either) => return None,
        (Some(_), _) => hundredth(value)?.to_string(),
        (None, Reading::Thousands) => format!("{} or {}", write(""), write("_")),
        (None, Reading::Either) => format!(
            "{} or {} if the comma groups thousands, {sign}{} if it marks decimals",
            write(""),
            write("_"),
            body.replace(',', "."),
        ),
        (None, _) => write(""),
    };
    Some(Spelling { reading, instead })
}

/// How the commas, points, spaces and apostrophes of an unsigned number read; `None` if they make no sense.
fn read_marks(body: &str) -> Option<Reading> {
    let count = |mark: char| body.matches(mark).count();
    let spaced = body.contains(['\'', ' ']);
    Some(match (count(','), count('.')) {
        (0, 0 | 1) if spaced => Reading::Thousands,
        (0, 0 | 1) => Reading::Plain,
        (1, 0) => {
            let (before, after) = body.split_once(',')?;
            let grouped = (1..=3).contains(&before.len()) && !before.starts_with('0');
            if grouped && after.len() == 3 && !after.contains(['e', 'E']) {
                Reading::Either
            } else {
                Reading::DecimalComma
            }
        }
        (0, _) | (_, 0) => Reading::Thousands,
        (1, _) if body.rfind(',') > body.rfind('.') => Reading::DecimalComma,
        // With a comma behind the point there is no number in it, however its groups read.
        (_, 1) => Reading::Thousands,
        _ => return None,
    })
}

/// The groups of digits before the decimal mark, and what stands after it.
fn groups(body: &str, point: char, reading: Reading) -> Option<(Vec<&str>, Option<&str>)> {
    // Several points and no comma: all of them group.
    let grouping_points = body.matches(point).count() > 1;
    let (whole, fraction) = match body.split_once(point) {
        Some((whole, fraction)) if !grouping_points => (whole, Some(fraction)),
        _ => (body, None),
    };
    let marks = [',', '.', '\'', ' '];
    let groups: Vec<&str> = match reading {
        Reading::Plain => return Some((whole.split('_').collect(), fraction)),
        _ => whole.split(marks).collect(),
    };
    let (first, rest) = groups.split_first()?;
    let (last, middle) = rest.split_last().unwrap_or((&"000", &[]));
    let well_formed = (1..=3).contains(&first.len())
        // India groups by two above the thousands.
        && middle.iter().all(|group| matches!(group.len(), 2 | 3))
        && last.len() == 3;
    (rest.is_empty() || well_formed).then_some((groups, fraction))
}

/// A number from its parts, with the zero that `.5` lacks and without the point that `5.` has.
fn spell(sign: &str, whole: &str, fraction: Option<&str>) -> String {
    let whole = if whole.is_empty() { "0" } else { whole };
    match fraction {
        None | Some("") => format!("{sign}{whole}"),
        Some(fraction) => format!("{sign}{whole}.{fraction}"),
    }
}

fn hundredth(value: Decimal) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(value.mantissa(), value.scale() + 2).ok()
}

fn has_code(text: &str) -> bool {
    without_code(text).len() < text.len()
}

/// The text without an ISO 4217 code before or after it.
fn without_code(text: &str) -> &str {
    let end = text.len().saturating_sub(3);
    match (text.split_at_checked(3), text.split_at_checked(end)) {
        (Some((code, rest)), _) if minor_units(code).is_some() => rest,
        (_, Some((rest, code))) if minor_units(code).is_some() => rest,
        _ => text,
    }
}

#[cfg(test)]
#[path = "slip_tests.rs"]
mod tests;
