//! `ml cost`: what a training costs, what a budget pays for, and what less loss takes.
//!
//! The flags are written as a scenario with `[ml]`, and its questions answered as `solve` answers them.

use clap::Args;

use super::super::args::{Show, count, whole};
use super::super::exit::{Exit, Failure};
use super::super::flagged::{self, Scenario, quoted};
use super::super::output::Target;
use super::super::workbook;
use crate::scenario::raw;

#[derive(Debug, Args)]
#[command(next_help_heading = "The training")]
pub(crate) struct Cost {
    /// How many updates (optimiser steps)
    #[arg(long, value_name = "N", value_parser = count)]
    updates: Option<u64>,
    /// Seconds that an update takes
    #[arg(long, value_name = "S", allow_hyphen_values = true)]
    seconds_per_update: Option<String>,
    /// Samples in an update
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    samples_per_update: Option<String>,
    /// Tokens in an update
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    tokens_per_update: Option<String>,
    /// In place of updates: the model's size, 70e9 or 70B
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    parameters: Option<String>,
    /// With --parameters: how many tokens, 1.4e12 or 1.4T; FLOP are 6 × parameters × tokens
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    tokens: Option<String>,
    /// In place of both: how many FLOP
    #[arg(long, value_name = "C", allow_hyphen_values = true)]
    flop: Option<String>,
    /// Peak FLOP per second of a device
    #[arg(long, value_name = "FLOP/S", allow_hyphen_values = true)]
    flops: Option<String>,
    /// The share of the peak that is reached: 40%
    #[arg(long, visible_alias = "utilization", value_name = "SHARE", allow_hyphen_values = true)]
    utilisation: Option<String>,
    /// In place of all of them: how long the training takes, "8.64 h"
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    time: Option<String>,
    /// How many devices work at once; default 1
    #[arg(long, value_name = "N", value_parser = count)]
    devices: Option<u64>,
    /// What it costs: 2.49/hour of a device; or /second, /update, /sample, "/million tokens", /EFLOP. There is no default
    #[arg(long, value_name = "PRICE", allow_hyphen_values = true, required_unless_present = "best_size")]
    price: Option<String>,
    /// A law of sizes: hoffmann, besiroglu, or your own as E,A,B,ALPHA,BETA: E + A/N^alpha + B/D^beta
    #[arg(long, value_name = "LAW", allow_hyphen_values = true, conflicts_with_all = ["scale", "exponent", "floor", "counts"], help_heading = "How its loss falls")]
    law: Option<String>,
    /// In place of a law: the loss above its floor at x = 1, of floor + scale × x^exponent
    #[arg(
        long,
        value_name = "A",
        allow_hyphen_values = true,
        requires = "exponent",
        help_heading = "How its loss falls"
    )]
    scale: Option<String>,
    /// The power of x, negative: -0.35
    #[arg(
        long,
        value_name = "B",
        allow_hyphen_values = true,
        requires = "scale",
        help_heading = "How its loss falls"
    )]
    exponent: Option<String>,
    /// What the loss falls towards; default 0
    #[arg(
        long,
        value_name = "C",
        allow_hyphen_values = true,
        requires = "scale",
        help_heading = "How its loss falls"
    )]
    floor: Option<String>,
    /// What x counts; default what the training is counted in
    #[arg(long, value_parser = raw::training::COUNTS, requires = "scale", help_heading = "How its loss falls")]
    counts: Option<String>,
    /// What falls, such as error; default loss
    #[arg(long, value_name = "WORD", requires = "scale", help_heading = "How its loss falls")]
    metric: Option<String>,
    /// The most training that this much money pays for
    #[arg(long, value_name = "MONEY", allow_hyphen_values = true, help_heading = "What is asked")]
    budget: Option<String>,
    /// The size of the least loss for the --budget, or for the --flop
    #[arg(long, requires = "law", help_heading = "What is asked")]
    best_size: bool,
    /// What it costs to bring the loss to this
    #[arg(long, value_name = "LOSS", allow_hyphen_values = true, help_heading = "What is asked")]
    target: Option<String>,
    /// What the next --step of the loss costs, from this loss on; default from that of the whole training on
    #[arg(long, value_name = "LOSS", num_args = 0..=1, default_missing_value = "", help_heading = "What is asked")]
    marginal: Option<String>,
    /// How large a step; default 0.01, a point of accuracy
    #[arg(
        long,
        value_name = "STEP",
        allow_hyphen_values = true,
        requires = "marginal",
        help_heading = "What is asked"
    )]
    step: Option<String>,
    /// What a doubling of the spend leaves of the loss, from this spend on; default from the training's on
    #[arg(long, value_name = "MONEY", num_args = 0..=1, default_missing_value = "", help_heading = "What is asked")]
    doubling: Option<String>,
    /// What is saved against a schedule of this many updates (or tokens, or FLOP)
    #[arg(long, value_name = "N", allow_hyphen_values = true, help_heading = "What is asked")]
    against: Option<String>,
    /// How many trainings pay for the sweep that found the schedule: its cost, or its device time "8.64 h"
    #[arg(
        long,
        value_name = "COST",
        allow_hyphen_values = true,
        requires = "against",
        help_heading = "What is asked"
    )]
    sweep: Option<String>,
    /// The currency, an ISO 4217 code
    #[arg(long, value_name = "CODE", help_heading = "Output")]
    currency: Option<String>,
    /// Decimal places of money; default the currency's
    #[arg(long, value_name = "PLACES", value_parser = whole::<u32, 0, 28>, help_heading = "Output")]
    money: Option<u32>,
    /// half-up, half-even, up, down, ceiling or floor
    #[arg(long, value_name = "MODE", value_parser = raw::MODES, help_heading = "Output")]
    rounding: Option<String>,
    /// Print the scenario file that asks the same, in place of the answers
    #[arg(long, help_heading = "Output")]
    as_scenario: bool,
    #[command(flatten, next_help_heading = "Output")]
    show: Show,
}

pub(super) fn run(args: &Cost) -> Result<Exit, Failure> {
    let scenario = written(args)?;
    let target = Target::new(args.show.out.output.clone(), args.show.out.force);
    workbook::check(&args.show, &target)?;
    target.check(&[])?;
    let Some((input, entries)) = scenario.read("ml cost") else {
        return Ok(Exit::Usage);
    };
    if args.as_scenario {
        target.write(&input.text)?;
        return Ok(Exit::Fine);
    }
    // What a scenario lacks is a flag that is not there.
    match flagged::answer(input, entries, &args.show, &target)? {
        Exit::BadData => Ok(Exit::Usage),
        exit => Ok(exit),
    }
}

/// The scenario that the flags stand for.
fn written(args: &Cost) -> Result<Scenario, Failure> {
    let mut scenario = Scenario::default();
    scenario.text("--currency", "currency", args.currency.as_ref());
    if args.money.is_some() || args.rounding.is_some() {
        scenario.line("", "[rounding]");
        if let Some(places) = args.money {
            scenario.line("--money", &format!("money = {places}"));
        }
        scenario.text("--rounding", "mode", args.rounding.as_ref());
    }
    scenario.line("the training", "[ml.training]");
    for (flag, key, value) in [("--updates", "updates", args.updates), ("--devices", "devices", args.devices)]
    {
        if let Some(value) = value {
            scenario.line(flag, &format!("{key} = {value}"));
        }
    }
    let keys = [
        ("--seconds-per-update", "seconds_per_update", &args.seconds_per_update),
        ("--samples-per-update", "samples_per_update", &args.samples_per_update),
        ("--tokens-per-update", "tokens_per_update", &args.tokens_per_update),
        ("--parameters", "parameters", &args.parameters),
        ("--tokens", "tokens", &args.tokens),
        ("--flop", "flop", &args.flop),
        ("--flops", "flops", &args.flops),
        ("--utilisation", "utilisation", &args.utilisation),
        ("--time", "time", &args.time),
        ("--price", "price", &args.price),
    ];
    for (flag, key, value) in keys {
        scenario.text(flag, key, value.as_ref());
    }
    learning(args, &mut scenario)?;
    for (flag, find) in asked(args) {
        scenario.line("", "[[question]]");
        scenario.line(flag, &find);
    }
    Ok(scenario)
}

fn learning(args: &Cost, scenario: &mut Scenario) -> Result<(), Failure> {
    if let Some(law) = &args.law {
        let constants: Vec<&str> = law.split(',').map(str::trim).collect();
        match constants.as_slice() {
            [name @ ("hoffmann" | "besiroglu")] => scenario.line("--law", &format!("[ml.law.{name}]")),
            constants @ [_, _, _, _, _] => {
                scenario.line("--law", "[ml.law.own]");
                let keys = ["floor", "parameter_scale", "token_scale", "alpha", "beta"];
                for (key, value) in keys.into_iter().zip(constants) {
                    scenario.line("--law", &format!("{key} = {}", quoted(value)));
                }
            }
            _ => {
                return Err(Failure::new(Exit::Usage, format!("--law: `{law}` is no law")).with_help(
                    "hoffmann, besiroglu, or five constants E,A,B,alpha,beta: 1.69,406.4,410.7,0.34,0.28",
                ));
            }
        }
    }
    if args.scale.is_some() {
        scenario.line("--scale", "[ml.curve]");
        scenario.text("--scale", "scale", args.scale.as_ref());
        scenario.text("--exponent", "exponent", args.exponent.as_ref());
        scenario.text("--floor", "floor", args.floor.as_ref());
        let counts = args.counts.clone().unwrap_or_else(|| counted_in(args).to_owned());
        scenario.text("--counts", "counts", Some(&counts));
        scenario.text("--metric", "metric", args.metric.as_ref());
    }
    Ok(())
}

/// What the training is counted in, by its flags.
fn counted_in(args: &Cost) -> &'static str {
    if args.updates.is_some() || args.seconds_per_update.is_some() {
        "updates"
    } else if args.parameters.is_some() {
        "tokens"
    } else if args.flop.is_some() || args.flops.is_some() {
        "FLOP"
    } else {
        "device-hours"
    }
}

/// The questions, each with the flag that asks it; what the training costs where nothing else is asked, or where it has a length.
fn asked(args: &Cost) -> Vec<(&'static str, String)> {
    let mut asked = Vec::new();
    let key = |key: &str, value: &Option<String>| {
        let value = value.as_deref().filter(|value| !value.is_empty())?;
        Some(format!("{key} = {}", quoted(value)))
    };
    let best = args.best_size;
    match &args.budget {
        Some(_) if !best => asked.push(("--budget", "training-budget", vec![key("budget", &args.budget)])),
        Some(_) => asked.push(("--best-size", "best-size", vec![key("budget", &args.budget)])),
        None if best => asked.push(("--best-size", "best-size", vec![key("flop", &args.flop)])),
        None => {}
    }
    if args.target.is_some() {
        asked.push(("--target", "cost-to-reach", vec![key("target", &args.target)]));
    }
    if args.marginal.is_some() {
        let keys = vec![key("at", &args.marginal), key("step", &args.step)];
        asked.push(("--marginal", "marginal-cost", keys));
    }
    if args.doubling.is_some() {
        asked.push(("--doubling", "spend-doubling", vec![key("spend", &args.doubling)]));
    }
    let against = key("against", &args.against);
    match (&args.against, &args.sweep) {
        (Some(_), Some(_)) => {
            asked.push(("--sweep", "schedule-break-even", vec![against, key("sweep", &args.sweep)]));
        }
        (Some(_), None) => asked.push(("--against", "schedule-saving", vec![against])),
        _ => {}
    }
    let has_length =
        args.updates.is_some() || args.tokens.is_some() || args.flop.is_some() || args.time.is_some();
    if asked.is_empty() || (has_length && args.price.is_some()) {
        asked.insert(0, ("the training", "training-cost", Vec::new()));
    }
    let written = |(flag, kind, keys): (&'static str, &str, Vec<Option<String>>)| {
        let keys: Vec<String> = keys.into_iter().flatten().collect();
        (flag, format!("find.{kind} = {{ {} }}", keys.join(", ")))
    };
    asked.into_iter().map(written).collect()
}
