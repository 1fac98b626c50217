//! Cost lines: names, rates, and percentages of one another.

use rust_decimal::Decimal;

use super::check::{one_of, text};
use super::diagnostic::Diagnostic;
use super::number;
use super::raw::{COST, PER};
use super::reader::{Findings, Reader, Value, list, nearest, shorten};
use crate::cost::{self, CostLine, Driver, Quantities};

/// The most cost lines of a scenario.
const MOST: usize = 1_000;

pub(super) fn read(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Vec<CostLine> {
    let tables = table.tables("cost", &COST, found);
    if tables.len() > MOST {
        found.push(
            Diagnostic::error(
                "out-of-range",
                tables[MOST].span.clone(),
                format!("{} cost lines", tables.len()),
            )
            .with_help(format!("at most {MOST}: gather those that go by the same hours or units")),
        );
        return Vec::new();
    }
    let mut names: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    for (at, line) in tables.iter().enumerate() {
        let name = line.get("name").and_then(|v| text(v, found));
        let span = line.get("name").map_or(line.span.clone(), Value::span);
        let name = name.unwrap_or_else(|| {
            if tables.len() == 1 { "Cost".to_owned() } else { format!("Cost {}", at + 1) }
        });
        if let Some((_, first)) = names.iter().find(|(other, _)| *other == name) {
            found.push(
                Diagnostic::error(
                    "duplicate-name",
                    span.clone(),
                    format!("a second line is called `{}`", shorten(&name)),
                )
                .with_help("names tell the lines apart: change one")
                .with_related(first.clone(), "the first"),
            );
        }
        names.push((name, span));
    }
    let before = found.list.len();
    let lines: Vec<CostLine> = tables
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            Some(CostLine { driver: driver(line, &names, found)?, name: names[at].0.clone() })
        })
        .collect();
    if found.list.len() == before && lines.iter().any(|line| matches!(line.driver, Driver::Percent { .. })) {
        refuse_rings(&lines, &tables, found);
    }
    lines
}

/// Percentages that run in a ring have no amount: a charge of nothing finds them.
fn refuse_rings(lines: &[CostLine], tables: &[Reader<'_, '_>], found: &mut Findings<'_>) {
    let nothing = Quantities {
        curve: Decimal::ZERO,
        units: Decimal::ZERO,
        batches: Decimal::ZERO,
        once: Decimal::ZERO,
    };
    if let Err(error @ cost::Error::Circular { .. }) = cost::charge(lines, nothing) {
        let at = lines.iter().position(|line| error.line() == line.name);
        let span = at.and_then(|at| tables.get(at)).map_or(0..0, |table| table.key_span("of"));
        found.push(
            Diagnostic::error("circular-percentage", span, error.to_string())
                .with_help("one line of the ring needs a rate of its own"),
        );
    }
}

fn driver(
    line: &Reader<'_, '_>,
    names: &[(String, std::ops::Range<usize>)],
    found: &mut Findings<'_>,
) -> Option<Driver> {
    if let Some(percent) = line.get("percent") {
        for key in line.present(&["rate", "per"]) {
            found.push(
                Diagnostic::error(
                    "contradiction",
                    line.key_span(key),
                    format!("a line with both `percent` and `{key}`"),
                )
                .with_help("a line has `rate` and `per`, or `percent` and `of`"),
            );
        }
        let ratio = number::ratio(percent, found);
        let Some(of) = line.get("of") else {
            found.push(
                Diagnostic::error("missing-key", line.span.clone(), "a percentage of nothing")
                    .with_help("say of which line: `of = \"Labour\"`"),
            );
            return None;
        };
        let name = text(of, found)?;
        let Some(place) = names.iter().position(|(other, _)| *other == name) else {
            let near = nearest(&name, names.iter().map(|(other, _)| other.as_str()));
            let help = near.map_or_else(
                || format!("the lines are {}", list(names.iter().map(|(other, _)| other.as_str()))),
                |near| format!("did you mean `{near}`?"),
            );
            found.push(
                Diagnostic::error(
                    "unknown-line",
                    of.span(),
                    format!("there is no cost line `{}`", shorten(&name)),
                )
                .with_help(help),
            );
            return None;
        };
        let ratio = ratio.and_then(|ratio| number::not_negative(ratio, percent, found))?;
        return Some(Driver::Percent { ratio, of: place });
    }
    if let Some(of) = line.get("of") {
        found.push(
            Diagnostic::error("contradiction", line.key_span("of"), "`of` goes with `percent`")
                .with_help("write `percent = \"150%\"` in place of the rate")
                .with_related(of.span(), ""),
        );
    }
    let rate = match line.get("rate") {
        Some(rate) => number::money(rate, found),
        None => {
            found.push(
                Diagnostic::error("missing-key", line.span.clone(), "the cost line has no `rate`").with_help(
                    "write rate = 15.00 and per = \"hour\", or percent = \"150%\" and of = \"Labour\"",
                ),
            );
            None
        }
    };
    let Some(per) = line.get("per") else {
        found.push(
            Diagnostic::error(
                "missing-key",
                line.span.clone(),
                "the cost line does not say what its rate is `per`",
            )
            .with_help(format!("one of {}", list(PER))),
        );
        return None;
    };
    let per = one_of(per, &PER, found)?;
    let rate: Decimal = rate?;
    Some(match per {
        "hour" => Driver::Hour(rate),
        "unit" => Driver::Unit(rate),
        "batch" => Driver::Batch(rate),
        _ => Driver::Once(rate),
    })
}

/// A curve in money is the first line of its own cost sheet; hours it has none.
pub(super) fn curve_in_money(table: &Reader<'_, '_>, lines: &mut Vec<CostLine>, found: &mut Findings<'_>) {
    if lines.iter().any(|line| matches!(line.driver, Driver::Hour(_))) {
        found.push(
            Diagnostic::error(
                "contradiction",
                table.key_span("cost"),
                "a rate per hour, but the curve is in money",
            )
            .with_help("give `first_time` in place of `first_cost`, or a rate per unit"),
        );
    }
    for line in lines.iter_mut() {
        if let Driver::Percent { of, .. } = &mut line.driver {
            *of += 1;
        }
    }
    lines.insert(0, CostLine { name: "Curve".to_owned(), driver: Driver::Curve });
}
