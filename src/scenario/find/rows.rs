//! The rows of a table question.

use super::super::tree::Node;

use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::FIND_TABLE;
use super::super::reader::{Findings, Reader, Value, shorten, wrong_type};

/// The most rows of a table question.
const MOST_ROWS: u64 = 10_000;

/// Reads `find.table` into the numbers of units that it has rows for.
pub(super) fn rows(value: &Value<'_>, batch_size: u64, found: &mut Findings<'_>) -> Option<Vec<u64>> {
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
    let Node::Array(items) = value.node() else {
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
    match by.node() {
        Node::String(word) if word.as_ref() == "doubling" => Some(doublings(to, batch_size)),
        Node::String(word) => {
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
