//! What is wrong with a text that is not TOML, and what to write instead.

use std::collections::HashSet;
use std::ops::Range;

use super::diagnostic::Diagnostic;
use super::reader;

/// Everything that keeps a text from being TOML, in its order; of what is wrong with a line in one way several times, the first.
///
/// Advice is for the first `advised`: it takes looks at the text, and nobody reads on for thousands.
pub(super) fn errors<'e>(
    errors: impl IntoIterator<Item = &'e toml::de::Error>,
    text: &str,
    advised: usize,
) -> Vec<Diagnostic> {
    let ends: Vec<usize> = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
    let mut found: Vec<(Range<usize>, usize, &str)> = errors
        .into_iter()
        .map(|error| {
            let span = error.span().unwrap_or(text.len()..text.len());
            let line = ends.partition_point(|end| *end < span.start);
            (span, line, error.message().lines().next().unwrap_or_default())
        })
        .collect();
    found.sort_by_key(|(span, ..)| (span.start, span.end));
    let mut told = HashSet::new();
    found.retain(|(_, line, message)| told.insert((*line, *message)));
    let line = |number: usize| {
        let start = number.checked_sub(1).map_or(0, |before| ends[before] + 1);
        let line = &text[start..ends.get(number).copied().unwrap_or(text.len())];
        line.strip_suffix('\r').unwrap_or(line)
    };
    let mut looked_for = 0;
    let diagnostic = |(place, (span, number, message)): (usize, (Range<usize>, usize, &str))| {
        let diagnostic = Diagnostic::error("syntax", span.clone(), format!("not TOML: {message}"));
        if place >= advised {
            return diagnostic;
        }
        let line = line(number);
        let diagnostic = match advice(message, line) {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        };
        if !message.contains("duplicate") || looked_for == LOOKED_FOR {
            return diagnostic;
        }
        looked_for += 1;
        match first_of_two(text, line, &span) {
            Some(first) => diagnostic.with_related(first, "the first one"),
            None => diagnostic,
        }
    };
    found.into_iter().enumerate().map(diagnostic).collect()
}

/// Of how many that stand twice the first is looked for: each look may go through the whole text.
const LOOKED_FOR: usize = 50;

/// Where the key or the header that stands a second time at `second`, on this line, stood before, in the same table.
fn first_of_two(text: &str, line: &str, second: &Range<usize>) -> Option<Range<usize>> {
    let key = text.get(second.clone())?;
    let line = line.trim();
    let before = text.get(..second.start)?;
    let before = &before[..before.rfind('\n')?];
    let mut end = before.len();
    for own in before.rsplit('\n') {
        let start = end - own.len();
        let inner = own.trim_start();
        let at = start + own.len() - inner.len();
        if line.starts_with('[') {
            if inner.trim_end() == line {
                return Some(at..at + line.len());
            }
        } else if inner.starts_with('[') {
            return None;
        } else if let Some(rest) = inner.strip_prefix(key)
            && rest.starts_with([' ', '\t', '=', '.'])
        {
            return Some(at..at + key.len());
        }
        end = start.saturating_sub(1);
    }
    None
}

/// Advice by the slip that people make most where such an error is found.
fn advice(message: &str, line: &str) -> Option<String> {
    if message.contains("duplicate") {
        let advice = if line.trim_start().starts_with('[') {
            "each table has one header: put the keys of both under the first"
        } else {
            "each key stands once in its table: remove one of the two"
        };
        return Some(advice.to_owned());
    }
    if let Some((_, value)) = line.split_once('=')
        && let Some(advice) = number(value.trim())
    {
        return Some(advice);
    }
    let bare = without_texts(line);
    if bare.match_indices('=').any(|(at, _)| is_grouped(bare[at + 1..].trim_start())) {
        return Some(GROUPED.into());
    }
    if line.contains(['“', '”', '„', '‘', '’']) {
        return Some("texts stand between straight quotes: \"…\" or '…'".into());
    }
    if line.trim_start().starts_with(';') || line.trim_start().starts_with("//") || bare.contains(" //") {
        return Some("comments begin with #".into());
    }
    if bare.trim_end().ends_with(';') {
        return Some("a line ends without a semicolon".into());
    }
    if bare.contains("==") {
        return Some("one = stands between a key and its value".into());
    }
    GENERAL.iter().find(|(part, _)| message.contains(part)).map(|(_, advice)| (*advice).to_owned())
}

/// A line without what stands in its quotes; one that is not closed holds all the rest.
fn without_texts(line: &str) -> String {
    let mut within = None;
    let bare = line.chars().filter(|c| match within {
        Some(quote) => {
            if *c == quote {
                within = None;
            }
            false
        }
        None => {
            if matches!(c, '"' | '\'') {
                within = Some(*c);
            }
            within.is_none()
        }
    });
    bare.collect()
}

/// What is said of a number with a comma.
const GROUPED: &str = "numbers have a decimal point and no separators: 1234.50 or 1_234.50";

/// Whether a value begins with digits, a comma and a digit; in braces a key would follow.
fn is_grouped(value: &str) -> bool {
    let rest = value.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = rest.strip_prefix(',').filter(|_| rest.len() < value.len());
    after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()))
}

/// Advice about a value that begins like a number.
fn number(value: &str) -> Option<String> {
    if value.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        if value.ends_with('%') {
            return Some(format!("a percentage is written with quotes: \"{}\"", reader::shorten(value)));
        }
        if value.ends_with(|c: char| c.is_ascii_alphabetic()) {
            return Some(format!("a time is written with quotes: \"{}\"", reader::shorten(value)));
        }
        if value.contains(',') {
            return Some(GROUPED.into());
        }
    }
    value.contains('\u{2212}').then(|| "U+2212 MINUS SIGN was found: write the hyphen-minus, -".into())
}

/// Advice by the words of the message, the first that fits.
const GENERAL: &[(&str, &str)] = &[
    ("must be quoted", "a text is written with quotes: title = \"Chair\""),
    (
        "hexadecimal",
        "\\u is followed by four hexadecimal digits and \\U by eight, those of a character and never of half a pair: \"\\U0001F600\"",
    ),
    (
        "escape",
        "in a text between double quotes a backslash begins an escape: write it twice, or use single quotes, 'C:\\chairs'",
    ),
    (
        "invalid multi-line",
        "a text that begins with three quotes ends with three, and holds no control characters",
    ),
    (
        "string, expected",
        "a text ends on its line with the quote that it began with, and holds no control characters: \\u0000 writes one",
    ),
    ("key with no value", "each line is key = value, or a header such as [curve.wright]"),
    ("invalid unquoted key", "a key is of letters, digits, - and _; any other stands between quotes"),
    ("unclosed array table", "a header ends with its brackets: [curve.wright], [[question]]"),
    ("unclosed table", "a header ends with its bracket: [curve.wright], [[question]]"),
    ("unclosed inline table", "an inline table ends with its brace: { units = 128 }"),
    ("unclosed array", "a list ends with its bracket: [1, 2, 4]"),
    ("comma", "commas stand between the items of a list: [1, 2, 4]"),
    ("inline table", "an inline table stands between braces: { units = 128 }"),
    (
        "carriage return",
        "lines end with a newline, or with a carriage return and a newline: save it with Unix or Windows line ends",
    ),
    ("mantissa", "a digit stands before the point of a number: 0.5"),
    ("invalid fraction", "a digit stands after the point of a number: 5.0"),
    ("may only go between digits", "an underscore stands between two digits: 1_000"),
    ("leading zero", "numbers begin with no zero: 10, not 010"),
    ("recur", "no scenario needs lists, tables or keys more than a few levels deep"),
    ("invalid date", "a text is written with quotes: note = \"1936-02-01\""),
    ("invalid time", "a time is a text with its unit: \"2 h\""),
];
