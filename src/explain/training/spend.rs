//! Steps from what a training counts to hours and to money.

use rust_decimal::Decimal;

use super::super::Step;
use super::super::notation::decimal_number;
use super::{large, money};
use crate::money::{RoundingMode, format_grouped};
use crate::question::natural_places;
use crate::question::training::{Effort, Price, Quantity, Speed, Spend, Training};

/// A price as it is written: `2.49 USD/hour`.
pub(super) fn price(training: &Training, price: &Price) -> String {
    format!("{} {}/{}", price.amount, training.money_unit(), price.unit)
}

/// A share as a percentage.
pub(super) fn percent(share: Decimal) -> String {
    format!("{}%", (share * Decimal::ONE_HUNDRED).normalize())
}

/// The steps to a cost; the last is called `what`.
pub(super) fn cost(training: &Training, spend: &Spend, what: &str) -> Vec<Step> {
    let Some(own) = &training.price else { return Vec::new() };
    let mut steps = chain(training, spend, own.quantity);
    let quantity = match own.quantity {
        Quantity::DeviceHours => format!("{} h", decimal_number(spend.priced)),
        quantity => format!("{} {}", large(spend.priced), quantity.name()),
    };
    let of = match own.quantity {
        Quantity::DeviceHours => "device time",
        Quantity::Flop => "compute",
        quantity => quantity.name(),
    };
    let formula = format!("price × {of}");
    let put = format!("{} × {quantity}", price(training, own));
    steps.push(Step::new(what, formula, put, money(training, spend.cost)));
    steps
}

/// The steps from what is counted to a quantity.
fn chain(training: &Training, spend: &Spend, to: Quantity) -> Vec<Step> {
    let run = &training.run;
    let mut steps = Vec::new();
    let count = large(spend.count);
    let hours = spend.hours.map(decimal_number).unwrap_or_default();
    let flop = spend.flop.map(large).unwrap_or_default();
    match (run.effort, to) {
        (Effort::Updates { seconds: Some(seconds), .. }, Quantity::DeviceHours) => {
            let (devices, formula) = if run.devices > 1 {
                (format!(" × {} devices", run.devices), "updates × seconds × devices / 3,600")
            } else {
                (String::new(), "updates × seconds / 3,600")
            };
            let put = format!("{count} × {} s{devices} / 3,600 s/h", decimal_number(seconds));
            steps.push(Step::new("device time", formula, put, format!("{hours} h")));
        }
        (Effort::Updates { samples: Some(each), .. }, Quantity::Samples)
        | (Effort::Updates { tokens: Some(each), .. }, Quantity::Tokens) => {
            let name = to.name();
            let value = format!("{} {name}", large(spend.priced));
            let put = format!("{count} × {}", large(each));
            steps.push(Step::new(name, format!("updates × {name} in each"), put, value));
        }
        (Effort::Tokens { parameters: Some(parameters), speed }, Quantity::Flop | Quantity::DeviceHours) => {
            let put = format!("6 × {} × {count}", large(parameters));
            steps.push(Step::new("compute", "6 × parameters × tokens", put, format!("{flop} FLOP")));
            if let (Some(speed), Quantity::DeviceHours) = (speed, to) {
                steps.push(device_time(speed, &flop, &hours));
            }
        }
        (Effort::Flop { speed: Some(speed) }, Quantity::DeviceHours) => {
            steps.push(device_time(speed, &count, &hours));
        }
        (Effort::Hours, Quantity::DeviceHours) => {
            if let (Some(elapsed), true) = (spend.elapsed, run.total.is_some()) {
                let put = format!("{} h × {}", decimal_number(elapsed), run.devices);
                steps.push(Step::new("device time", "elapsed time × devices", put, format!("{hours} h")));
            }
        }
        _ => {}
    }
    steps
}

fn device_time(speed: Speed, flop: &str, hours: &str) -> Step {
    let put =
        format!("{flop} FLOP / ({} FLOP/s × {} × 3,600 s/h)", large(speed.flops), percent(speed.utilisation));
    Step::new("device time", "compute / (peak × utilisation × 3,600)", put, format!("{hours} h"))
}

/// A number with the fifteen digits by which a reader's own quotient comes out.
fn in_full(value: Decimal) -> String {
    format_grouped(&value.round_sf(15).unwrap_or(value).normalize())
}

/// A number with as many places as tell it apart from another.
fn apart(value: Decimal, from: Decimal) -> String {
    let least = natural_places(value) + 2;
    let told = (least..28).map(|places| RoundingMode::HalfUp.round(value, places)).find(|told| *told != from);
    told.filter(|_| value != from)
        .map_or_else(|| decimal_number(value), |told| format_grouped(&told.normalize()))
}

/// The most that a budget pays for: one's cost, the quotient, and the proof that it is the most.
pub(super) fn budget(
    training: &Training,
    (budget, each, affordable): (Decimal, Decimal, Decimal),
    at: &Spend,
    beyond: Option<&Spend>,
) -> Vec<Step> {
    let counts = training.run.counts();
    let (one, many) = (counts.one(), counts.name());
    let mut steps = match Spend::of(training, Decimal::ONE) {
        Ok(spend) => cost(training, &spend, &format!("cost of one {one}")),
        Err(_) => Vec::new(),
    };
    let limit = money(training, budget);
    let quotient = Step::new(
        format!("{many} that the budget pays for"),
        format!("budget / cost of one {one}"),
        format!("{limit} / {} {}", in_full(each), training.money_unit()),
        large(affordable),
    );
    steps.push(quotient);
    let Some(beyond) = beyond else { return steps };
    let cost_of = |spend: &Spend| format!("cost of {} {many}", large(spend.count));
    let unit = training.money_unit();
    let within = format!("{} {unit} <= {limit}", apart(at.cost, budget));
    steps.push(Step::new(cost_of(at), format!("{many} × cost of one"), within, "within the budget").stated());
    let over = format!("{} {unit} > {limit}", apart(beyond.cost, budget));
    steps.push(Step::new(cost_of(beyond), "one more", over, "over the budget").stated());
    steps.push(Step::new(format!("most {many} within {limit}"), "the last whole one", "", large(at.count)));
    steps
}
