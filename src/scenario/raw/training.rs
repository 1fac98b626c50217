//! The tables under `[ml]`: a training, its law, its schedule, its range test; and what is asked of them under `find`.

use super::{FIND_NOTHING, Key, Kind, Shape, key};

/// What a law may be a law of.
pub const COUNTS: [&str; 5] = ["updates", "samples", "tokens", "FLOP", "device-hours"];

/// A training of machine learning.
pub static ML: Shape = Shape {
    name: "[ml]",
    keys: &[&[
        key("training", Kind::Table(&TRAINING), "how long the training is, and what it costs"),
        key("curve", Kind::Table(&ML_CURVE), "how its loss falls: a power over a floor"),
        key("law", Kind::Tagged(&LAWS), "in place of curve: a law of parameters and tokens, by its name"),
        key(
            "schedule",
            Kind::Schedule,
            "its step sizes: a table named after the schedule, with the schedule's keys",
        ),
        key("range-test", Kind::Table(&RANGE_TEST), "a range test of its step sizes"),
    ]],
};

/// How a training is counted and what it costs.
pub static TRAINING: Shape = Shape {
    name: "[ml.training]",
    keys: &[&[
        key("updates", Kind::Count, "how many updates (optimiser steps)"),
        key("seconds_per_update", Kind::Number, "seconds that an update takes"),
        key("samples_per_update", Kind::Large, "samples in an update"),
        key("tokens_per_update", Kind::Large, "tokens in an update"),
        key("parameters", Kind::Large, "in place of updates: the model's size, 70e9 or \"70B\""),
        key("tokens", Kind::Large, "with parameters: how many tokens, 1.4e12 or \"1.4T\""),
        key("flop", Kind::Large, "in place of both: how many FLOP"),
        key("flops", Kind::Large, "peak FLOP per second of a device"),
        key("utilisation", Kind::Ratio, "the share of the peak that is reached: \"40%\""),
        key("time", Kind::Time, "in place of all of them: how long the training takes from beginning to end"),
        key("devices", Kind::Count, "how many devices work at once; default 1"),
        key(
            "price",
            Kind::Price,
            "what it costs: \"2.49/hour\" of a device, or per update, sample, million tokens, EFLOP",
        ),
    ]],
};

/// A power over a floor.
pub static ML_CURVE: Shape = Shape {
    name: "[ml.curve]",
    keys: &[&[
        key("scale", Kind::Number, "the loss above its floor at x = 1"),
        key("exponent", Kind::Signed, "the power of x, negative: -0.35"),
        key("floor", Kind::NumberOrZero, "what the loss falls towards"),
        key("counts", Kind::OneOf(&COUNTS), "what x counts"),
        key("metric", Kind::Text, "what falls; default loss"),
    ]],
};

/// Laws of sizes by name.
pub static LAWS: Shape = Shape {
    name: "[ml.law]",
    keys: &[&[
        key("hoffmann", Kind::Table(&FIND_NOTHING), "Hoffmann and others 2022, the constants as printed"),
        key(
            "besiroglu",
            Kind::Table(&FIND_NOTHING),
            "Besiroglu and others 2024, fitted again to the same trainings",
        ),
        key("own", Kind::Table(&OWN_LAW), "floor + parameter_scale / N^alpha + token_scale / D^beta"),
    ]],
};

/// The constants of a law of one's own.
pub static OWN_LAW: Shape = Shape {
    name: "[ml.law.own]",
    keys: &[&[
        key("floor", Kind::NumberOrZero, "E, what no size and no data go below"),
        key("parameter_scale", Kind::Number, "A"),
        key("alpha", Kind::Number, "the exponent of parameters, above 0"),
        key("token_scale", Kind::Number, "B"),
        key("beta", Kind::Number, "the exponent of tokens, above 0"),
    ]],
};

/// A range test.
pub static RANGE_TEST: Shape = Shape {
    name: "[ml.range-test]",
    keys: &[&[
        key("data", Kind::Data(&RANGE_ROW), "a CSV file beside this one with columns lr and loss, or rows"),
        key("lr_column", Kind::Text, "the column of step sizes, by another name"),
        key("loss_column", Kind::Text, "the column of losses, by another name"),
    ]],
};

/// One batch of a range test.
pub static RANGE_ROW: Shape = Shape {
    name: "a row of a range test",
    keys: &[&[
        key("lr", Kind::Number, "the step size"),
        key("loss", Kind::Signed, "the loss; left out where it was no number"),
    ]],
};

const AGAINST: Key =
    key("against", Kind::Large, "how long it would be by the other schedule, in what the training counts");

/// What is asked of a training.
pub(super) const OF_TRAININGS: [Key; 10] = [
    key("training-cost", Kind::Table(&FIND_NOTHING), "what the training costs"),
    key("training-budget", Kind::Table(&FIND_TRAINING_BUDGET), "the most training that a budget pays for"),
    key(
        "best-size",
        Kind::Table(&FIND_BEST_SIZE),
        "the size of the least loss for a budget, or for so many FLOP",
    ),
    key("cost-to-reach", Kind::Table(&FIND_COST_TO_REACH), "what it costs to bring the loss to a target"),
    key("marginal-cost", Kind::Table(&FIND_MARGINAL_COST), "what the next step of the loss costs"),
    key(
        "spend-doubling",
        Kind::Table(&FIND_SPEND_DOUBLING),
        "what a doubling of the spend leaves of the loss",
    ),
    key(
        "schedule-saving",
        Kind::Table(&FIND_SCHEDULE_SAVING),
        "what a training saves against another schedule",
    ),
    key(
        "schedule-break-even",
        Kind::Table(&FIND_SCHEDULE_BREAK_EVEN),
        "how many trainings pay for the sweep that found the schedule",
    ),
    key("lr", Kind::Table(&FIND_LR), "the step size of an update"),
    key("lr-zone", Kind::Table(&FIND_NOTHING), "the zone of good step sizes, from the range test"),
];

/// Whether a kind of question is asked of trainings, and not of units.
pub fn is_of_trainings(kind: &str) -> bool {
    OF_TRAININGS.iter().any(|key| key.name == kind)
}

/// Keys of `find.training-budget`.
pub static FIND_TRAINING_BUDGET: Shape =
    Shape { name: "find.training-budget", keys: &[&[key("budget", Kind::Money, "the budget")]] };
/// Keys of `find.best-size`.
pub static FIND_BEST_SIZE: Shape = Shape {
    name: "find.best-size",
    keys: &[&[
        key("budget", Kind::Money, "the budget"),
        key("flop", Kind::Large, "in place of the budget: how many FLOP"),
    ]],
};
/// Keys of `find.cost-to-reach`.
pub static FIND_COST_TO_REACH: Shape = Shape {
    name: "find.cost-to-reach",
    keys: &[&[key("target", Kind::Number, "the loss to reach, above its floor")]],
};
/// Keys of `find.marginal-cost`.
pub static FIND_MARGINAL_COST: Shape = Shape {
    name: "find.marginal-cost",
    keys: &[&[
        key("at", Kind::Number, "from which loss on; default that of the whole training"),
        key("step", Kind::Number, "how large a step; default 0.01, a point of accuracy"),
    ]],
};
/// Keys of `find.spend-doubling`.
pub static FIND_SPEND_DOUBLING: Shape = Shape {
    name: "find.spend-doubling",
    keys: &[&[key("spend", Kind::Money, "from which spend on; default what the training costs")]],
};
/// Keys of `find.schedule-saving`.
pub static FIND_SCHEDULE_SAVING: Shape = Shape { name: "find.schedule-saving", keys: &[&[AGAINST]] };
/// Keys of `find.schedule-break-even`.
pub static FIND_SCHEDULE_BREAK_EVEN: Shape = Shape {
    name: "find.schedule-break-even",
    keys: &[&[
        AGAINST,
        key(
            "sweep",
            Kind::Value,
            "what the sweep cost, or its device time (\"8.6 h\") at the training's price",
        ),
    ]],
};
/// Keys of `find.lr`.
pub static FIND_LR: Shape =
    Shape { name: "find.lr", keys: &[&[key("update", Kind::Update, "the update, the first being 0")]] };
