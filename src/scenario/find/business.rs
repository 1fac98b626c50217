//! Questions of prices, targets, break-even and schedules.

use super::super::tree::Node;
use rust_decimal::Decimal;

use super::super::check::text;
use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::{FIND_BREAK_EVEN, FIND_GAP, FIND_PRICE, FIND_SCHEDULE, PERIOD};
use super::super::reader::{Findings, Reader, Value, shorten, wrong_type};
use super::{bound, ends, one_way, required};
use crate::curve::MAX_UNITS;
use crate::question::{CostOf, Measure, Of, Period, Profit, Question, Target, TimeUnit};

/// The most periods of a schedule.
const MOST_PERIODS: usize = 10_000;

/// A share of the price, below 100%.
fn margin(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    let ratio = number::not_negative(number::ratio(value, found)?, value, found)?;
    if ratio >= Decimal::ONE {
        found.push(
            Diagnostic::error("bad-parameter", value.span(), "a margin that leaves nothing for the cost")
                .with_help("a margin is a share of the price, below 100%; a share of the cost is a `markup`"),
        );
        return None;
    }
    Some(ratio)
}

pub(super) fn price(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Question> {
    let table = Reader::open(value, &FIND_PRICE, found)?;
    let example = "{ units = 128, markup = \"25%\" }";
    let of = match one_way(&table, &["units", "first"], example, found)? {
        "units" => {
            if let Some(last) = table.get("last") {
                found.push(
                    Diagnostic::error("contradiction", last.span(), "both `units` and `last`")
                        .with_help("the first N units, or a lot from `first` to `last`"),
                );
                return None;
            }
            CostOf::First(number::count(table.get("units")?, found)?)
        }
        _ => CostOf::Lot(ends(&table, found)?),
    };
    let profit = match one_way(&table, &["markup", "margin"], example, found)? {
        "markup" => {
            let value = table.get("markup")?;
            Profit::Markup(number::not_negative(number::ratio(value, found)?, value, found)?)
        }
        _ => Profit::Margin(margin(table.get("margin")?, found)?),
    };
    Some(Question::Price(of, profit))
}

pub(super) fn gap(
    value: &Value<'_>,
    measure: Option<Measure>,
    of: Of,
    found: &mut Findings<'_>,
) -> Option<Question> {
    let table = Reader::open(value, &FIND_GAP, found)?;
    let example = "{ units = 128, target = 96.00 }";
    let cost_of = match one_way(&table, &["units", "unit", "steady-state"], example, found)? {
        "units" => CostOf::First(number::count(table.get("units")?, found)?),
        "unit" => CostOf::Unit(number::count(table.get("unit")?, found)?),
        _ => {
            let flag = table.get("steady-state")?;
            if !matches!(flag.node(), Node::Boolean(true)) {
                found.push(wrong_type(flag, "`true`"));
                return None;
            }
            CostOf::Steady
        }
    };
    let target = match one_way(&table, &["target", "price"], example, found)? {
        "target" => {
            if let Some(margin) = table.get("margin") {
                found.push(
                    Diagnostic::error("contradiction", margin.span(), "`margin` goes with `price`")
                        .with_help("leave it out, or give the price in place of the target"),
                );
                return None;
            }
            Target::Given(bound(table.get("target")?, measure, of, found)?)
        }
        _ => {
            let price = number::money(table.get("price")?, found);
            // Without a margin the price itself is the target: the gap is what each unit loses.
            let margin = table.get("margin").map_or(Some(Decimal::ZERO), |share| margin(share, found))?;
            Target::OfPrice { margin, price: price? }
        }
    };
    Some(Question::CostGap(cost_of, target))
}

pub(super) fn break_even(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Question> {
    let table = Reader::open(value, &FIND_BREAK_EVEN, found)?;
    let price = required(&table, "price", "{ price = 85.00, fixed = 10_000 }", found)
        .and_then(|value| number::money(value, found));
    let fixed = table.get("fixed").map_or(Some(Decimal::ZERO), |value| number::money(value, found));
    Some(Question::BreakEven { price: price?, fixed: fixed? })
}

pub(super) fn schedule(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Question> {
    let table = Reader::open(value, &FIND_SCHEDULE, found)?;
    let before = found.list.len();
    let rows = table.tables("periods", &PERIOD, found);
    if (rows.is_empty() || rows.len() > MOST_PERIODS) && found.list.len() == before {
        let message =
            if rows.is_empty() { "no period".to_owned() } else { format!("{} periods", rows.len()) };
        found.push(
            Diagnostic::error("missing-key", table.span.clone(), message)
                .with_help("write periods = [ { name = \"Q1\", units = 40 }, … ], at most 10,000 of them"),
        );
    }
    let mut periods: Vec<Period> = Vec::with_capacity(rows.len());
    let mut made: u64 = 0;
    for (place, row) in rows.iter().enumerate() {
        let name =
            row.get("name").map_or_else(|| Some(format!("Period {}", place + 1)), |value| text(value, found));
        let units = required(row, "units", "{ name = \"Q1\", units = 40 }", found)
            .and_then(|value| number::count(value, found));
        let (Some(name), Some(units)) = (name, units) else {
            continue;
        };
        if periods.iter().any(|other| other.name == name) {
            found.push(
                Diagnostic::error(
                    "duplicate-name",
                    row.key_span("name"),
                    format!("a second period is called `{}`", shorten(&name)),
                )
                .with_help("names tell the periods apart: change one"),
            );
        }
        made += units;
        if made > MAX_UNITS {
            found.push(
                Diagnostic::error("bad-count", row.span.clone(), "the periods have more than 1e15 units")
                    .with_help("at most 1_000_000_000_000_000 (1e15) units together"),
            );
            return None;
        }
        periods.push(Period { name, units });
    }
    let hours_per_worker = match table.get("hours_per_worker") {
        None => None,
        Some(value) => {
            let written = value.as_str().is_some_and(|text| text.ends_with(|c: char| c.is_alphabetic()));
            let hours = if written {
                let (time, unit) = number::time(value, found)?;
                number::in_unit(time, unit, TimeUnit::Hour, value.span(), found)?
            } else {
                number::number(value, "hours, such as 450", found)?
            };
            if hours <= Decimal::ZERO {
                found.push(
                    Diagnostic::error("bad-parameter", value.span(), "a worker without hours")
                        .with_help("hours that a worker has in a period, above 0"),
                );
                return None;
            }
            Some(hours)
        }
    };
    (found.list.len() == before).then_some(Question::Schedule { periods, hours_per_worker })
}
