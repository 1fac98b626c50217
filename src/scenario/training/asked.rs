//! Questions about a training, under `find`.

use super::super::diagnostic::Diagnostic;
use super::super::find::{one_way, required};
use super::super::number;
use super::super::raw::FIND_NOTHING;
use super::super::raw::training::{
    FIND_BEST_SIZE, FIND_COST_TO_REACH, FIND_LR, FIND_MARGINAL_COST, FIND_SCHEDULE_BREAK_EVEN,
    FIND_SCHEDULE_SAVING, FIND_SPEND_DOUBLING, FIND_TRAINING_BUDGET,
};
use super::super::reader::{Findings, Reader, Value, shorten};
use super::super::tree::Node;
use super::run::{large, positive, whole};
use crate::question::TimeUnit;
use crate::question::training::{Ask, Means, Sweep};
use rust_decimal::Decimal;

/// A point of accuracy.
const POINT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// A question that needs no keys, by its name alone.
pub(in super::super) fn bare(word: &str) -> Option<Ask> {
    Some(match word {
        "training-cost" => Ask::Cost,
        "marginal-cost" => Ask::Marginal { at: None, step: POINT },
        "spend-doubling" => Ask::Doubling { spend: None },
        "lr-zone" => Ask::Zone,
        _ => return None,
    })
}

/// The question of a kind.
pub(in super::super) fn find(kind: &str, value: &Value<'_>, found: &mut Findings<'_>) -> Option<Ask> {
    if matches!(value.node(), Node::Boolean(true))
        && let Some(ask) = bare(kind)
    {
        return Some(ask);
    }
    match kind {
        "training-budget" => {
            let table = Reader::open(value, &FIND_TRAINING_BUDGET, found)?;
            let budget = required(&table, "budget", "{ budget = 100 }", found)?;
            Some(Ask::Budget { budget: amount(budget, found)? })
        }
        "best-size" => {
            let table = Reader::open(value, &FIND_BEST_SIZE, found)?;
            let example = "{ budget = 1_000_000 } or { flop = 5.76e23 }";
            let means = match one_way(&table, &["budget", "flop"], example, found)? {
                "budget" => Means::Budget(amount(table.get("budget")?, found)?),
                _ => Means::Flop(large(table.get("flop")?, found)?),
            };
            Some(Ask::BestSize(means))
        }
        "cost-to-reach" => {
            let table = Reader::open(value, &FIND_COST_TO_REACH, found)?;
            let target = required(&table, "target", "{ target = 0.05 }", found)?;
            Some(Ask::Reach { loss: loss(target, found)? })
        }
        "marginal-cost" => {
            let table = Reader::open(value, &FIND_MARGINAL_COST, found)?;
            let at = table.get("at").map(|value| loss(value, found));
            let step = table.get("step").map_or(Some(POINT), |value| loss(value, found));
            Some(Ask::Marginal { at: at.map_or(Some(None), |at| at.map(Some))?, step: step? })
        }
        "spend-doubling" => {
            let table = Reader::open(value, &FIND_SPEND_DOUBLING, found)?;
            let spend = table.get("spend").map(|value| amount(value, found));
            Some(Ask::Doubling { spend: spend.map_or(Some(None), |spend| spend.map(Some))? })
        }
        "schedule-saving" => {
            let table = Reader::open(value, &FIND_SCHEDULE_SAVING, found)?;
            Some(Ask::Saving { against: against(&table, found)? })
        }
        "schedule-break-even" => {
            let table = Reader::open(value, &FIND_SCHEDULE_BREAK_EVEN, found)?;
            let against = against(&table, found);
            let sweep = required(&table, "sweep", "{ against = 70_000, sweep = 7.77 }", found)
                .and_then(|value| sweep(value, found));
            Some(Ask::BreakEven { against: against?, sweep: sweep? })
        }
        "lr" => {
            let table = Reader::open(value, &FIND_LR, found)?;
            let update = required(&table, "update", "{ update = 2_000 }, the first being 0", found)?;
            Some(Ask::StepSize { update: from_zero(update, found)? })
        }
        kind => {
            Reader::open(value, &FIND_NOTHING, found)?;
            bare(kind)
        }
    }
}

fn amount(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    positive(number::number(value, "an amount of money", found)?, value, found)
}

fn loss(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Decimal> {
    positive(number::number(value, "a number above 0", found)?, value, found)
}

fn against(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<Decimal> {
    whole(required(table, "against", "{ against = 70_000 }", found)?, found)
}

/// The last update that is asked about: some schedules go through all before it.
const LAST_UPDATE: u64 = 100_000_000;

/// An update's number: a whole number from 0.
fn from_zero(value: &Value<'_>, found: &mut Findings<'_>) -> Option<u64> {
    let written = match value.node() {
        Node::Integer(integer) => integer.as_str(),
        _ => "",
    };
    if written == "0" {
        return Some(0);
    }
    if !written.starts_with('-') {
        let update = number::count(value, found)?;
        if update <= LAST_UPDATE {
            return Some(update);
        }
    }
    found.push(
        Diagnostic::error("bad-count", value.span(), format!("there is no update {}", shorten(written)))
            .with_help("updates are numbered from 0, and asked about up to 100_000_000"),
    );
    None
}

/// Money, or device time.
fn sweep(value: &Value<'_>, found: &mut Findings<'_>) -> Option<Sweep> {
    let is_time = value.as_str().is_some_and(|text| text.trim().ends_with(char::is_alphabetic));
    if !is_time {
        return amount(value, found).map(Sweep::Cost);
    }
    let (time, unit) = number::time(value, found)?;
    let hours = number::in_unit(time, unit, TimeUnit::Hour, value.span(), found)?;
    positive(hours, value, found).map(Sweep::Hours)
}
