//! The tables of what interrupts a curve, and of rows within a model.

use super::{Kind, Shape, key};

/// Which unit's value the learning that a break loses is added to.
pub const BREAK_BASES: [&str; 2] = ["next-unit", "last-unit"];
/// Where on the curve production starts again.
pub const RESTARTS: [&str; 2] = ["fractional", "whole"];
/// How prototypes go over into production.
pub const TRANSITIONS: [&str; 3] = ["sequential", "disjoint", "equivalent"];

/// A break in production.
pub static BREAK: Shape = Shape {
    name: "a break",
    keys: &[&[
        key("after", Kind::Count, "the last unit before the break"),
        key("loss", Kind::Ratio, "the share of the learning that is lost"),
        key("elements", Kind::Tables(&ELEMENT), "in place of loss: the elements of learning, weighted"),
        key("base", Kind::OneOf(&BREAK_BASES), "what the lost learning is added to; default next-unit"),
        key(
            "restart",
            Kind::OneOf(&RESTARTS),
            "at the very place on the curve, or at the nearest unit; default fractional",
        ),
        key("time", Kind::Time, "in place of loss, for the learn-forget model: how long the break is"),
        key("total_forgetting", Kind::Time, "with time: the break after which all is forgotten"),
    ]],
};

/// One element of learning.
pub static ELEMENT: Shape = Shape {
    name: "an element of learning",
    keys: &[&[
        key("name", Kind::Text, "personnel, supervision, continuity, methods, tooling"),
        key("weight", Kind::Ratio, "its share of all learning"),
        key("loss", Kind::Ratio, "how much of it is lost"),
    ]],
};

/// A rate that holds from a unit on.
pub static RATE_CHANGE: Shape = Shape {
    name: "a change of rate",
    keys: &[&[
        key("after", Kind::Count, "the last unit at the old rate"),
        key("learning_rate", Kind::Ratio, "the rate from there on"),
        key("b", Kind::Index, "its index, in place of the rate"),
    ]],
};

/// Prototypes before production.
pub static PROTOTYPES: Shape = Shape {
    name: "prototypes",
    keys: &[&[
        key("units", Kind::Count, "how many units are prototypes"),
        key("transition", Kind::OneOf(&TRANSITIONS), "how production follows them; default sequential"),
        key("step", Kind::Ratio, "what production values are of prototype ones; default 100%"),
        key("equivalent", Kind::Number, "for equivalent: how many production units the prototypes are worth"),
    ]],
};

/// A production rate from a unit on.
pub static PACE_ROW: Shape = Shape {
    name: "a production rate",
    keys: &[&[
        key("from", Kind::Count, "the first unit made at this rate"),
        key("rate", Kind::Number, "units made in a period"),
    ]],
};

/// A row of a printed table.
pub static FACTOR_ROW: Shape = Shape {
    name: "a row of factors",
    keys: &[&[
        key("units", Kind::Count, "the number of units"),
        key("unit", Kind::Number, "the factor of that unit alone"),
        key("total", Kind::Number, "the factor of the total of the first so many"),
        key("average", Kind::Number, "the factor of their average, in place of total"),
    ]],
};

/// A row of data that a curve is fitted to.
pub static DATA_ROW: Shape = Shape {
    name: "a row of data",
    keys: &[&[
        key("unit", Kind::Number, "a single unit, with its time or cost"),
        key("time", Kind::Time, "the unit's time"),
        key("cost", Kind::Money, "the unit's cost"),
        key("first", Kind::Count, "the first unit of a lot, with last and total or average"),
        key("last", Kind::Count, "the last unit of the lot"),
        key("quantity", Kind::Count, "in place of first and last: lots one after another"),
        key("units", Kind::Number, "the first so many units, with their average or their total so far"),
        key("total", Kind::Value, "a lot's total time or cost"),
        key("average", Kind::Value, "an average time or cost"),
        key("weight", Kind::Number, "how much the row counts; default 1"),
    ]],
};
