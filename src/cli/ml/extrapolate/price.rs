//! `--price`: what the amounts of a learning curve cost.

use super::super::super::exit::{Exit, Failure};
use super::Extrapolate;
use crate::question::training::Quantity;
use crate::render::ml::extrapolate::Costs;

/// What a column of amounts counts, by its name; none for one whose name does not tell.
fn counted(amount: &str) -> Option<Quantity> {
    let name = amount.to_lowercase();
    let word = |words: &[&str]| words.iter().any(|word| name.split(['_', ' ']).any(|part| part == *word));
    if word(&["tokens"]) {
        Some(Quantity::Tokens)
    } else if word(&["flop", "flops", "compute"]) {
        Some(Quantity::Flop)
    } else if word(&["step", "steps", "update", "updates", "iteration", "iterations"]) {
        Some(Quantity::Updates)
    } else if word(&["hour", "hours"]) {
        Some(Quantity::DeviceHours)
    } else if word(&["samples", "n", "rows", "size", "examples", "images"]) {
        Some(Quantity::Samples)
    } else {
        None
    }
}

/// The price, where there is one and it is for what the amounts count.
pub(super) fn costs(args: &Extrapolate, amount: &str) -> Result<Option<Costs>, Failure> {
    let money = &args.money;
    let Some(price) = &money.price else {
        return match (money.currency, money.places) {
            (None, None) => Ok(None),
            _ => Err(Failure::new(
                Exit::Usage,
                "--currency and --money say how costs are written, and there is no price",
            )
            .with_help("write one: --price 0.02/sample")),
        };
    };
    let fits = match counted(amount) {
        Some(quantity) => quantity == price.quantity,
        None => price.quantity != Quantity::DeviceHours,
    };
    if !fits {
        let what = counted(amount).map_or("sample", Quantity::one);
        return Err(Failure::new(
            Exit::Usage,
            format!("--price: `{amount}` does not count what `{}` is", price.unit),
        )
        .with_help(format!("write the price of what it counts: --price {}/{what}; what trainings cost by the hour is `ml cost`", price.amount)));
    }
    let places = money.decimals();
    Ok(Some(Costs { price: price.clone(), currency: money.currency, places, step: args.marginal }))
}
