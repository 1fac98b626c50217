//! The tables under `find`.

use super::training::OF_TRAININGS;
use super::{Key, Kind, Shape, key};

/// What a variance question may report first.
pub const REPORTS: [&str; 5] = ["efficiency", "rate", "planning", "operational", "total"];

const UNITS: Key = key("units", Kind::Count, "how many units, from the first");
const NUMBER: Key = key("number", Kind::Count, "the unit's number");
const FIRST: Key = key("first", Kind::Count, "the lot's first unit");
const LAST: Key = key("last", Kind::Count, "the lot's last unit");

/// The kinds of question.
pub static FIND: Shape = Shape {
    name: "find",
    keys: &[
        &[
            key("average", Kind::Table(&FIND_AVERAGE), "average per unit of the first N, or of a lot"),
            key("total", Kind::Table(&FIND_UNITS), "total of the first N"),
            key("unit", Kind::Table(&FIND_NUMBER), "the Nth unit alone"),
            key("lot", Kind::Table(&FIND_LOT), "total of units first to last"),
            key("steady-state", Kind::Table(&FIND_NOTHING), "each unit after learning ends"),
            key("learning-rate", Kind::Table(&FIND_NOTHING), "the learning rate as a percentage"),
            key("index", Kind::Table(&FIND_NOTHING), "the index b"),
            key("first-unit", Kind::Table(&FIND_NOTHING), "the first unit's time or cost"),
            key("midpoint", Kind::Table(&FIND_LOT), "the unit whose time is the lot's average"),
            key("units", Kind::Table(&FIND_LIMIT), "how many units meet a limit"),
            key("price", Kind::Table(&FIND_PRICE), "the price per unit at a markup or a margin"),
            key("cost-gap", Kind::Table(&FIND_GAP), "the cost per unit less its target"),
            key(
                "break-even",
                Kind::Table(&FIND_BREAK_EVEN),
                "fewest units whose contribution covers what is fixed",
            ),
            key(
                "variance",
                Kind::Table(&FIND_VARIANCE),
                "labour variances against the curve as the standard",
            ),
            key("table", Kind::Table(&FIND_TABLE), "the curve at several numbers of units"),
            key("schedule", Kind::Table(&FIND_SCHEDULE), "hours, cost and workers by period"),
            key("sensitivity", Kind::Table(&FIND_SENSITIVITY), "a question's answer as things vary"),
        ],
        &OF_TRAININGS,
    ],
};

/// Keys of `find.total`.
pub static FIND_UNITS: Shape = Shape { name: "find.total", keys: &[&[UNITS]] };
/// Keys of `find.unit`.
pub static FIND_NUMBER: Shape = Shape { name: "find.unit", keys: &[&[NUMBER]] };
/// Keys of `find.lot` and `find.midpoint`.
pub static FIND_LOT: Shape = Shape { name: "find.lot and find.midpoint", keys: &[&[FIRST, LAST]] };
/// Keys of the questions that need none.
pub static FIND_NOTHING: Shape = Shape { name: "this question", keys: &[&[]] };
/// Keys of `find.units`.
pub static FIND_LIMIT: Shape = Shape {
    name: "find.units",
    keys: &[&[
        key("total", Kind::Value, "most units whose total fits in this"),
        key("average", Kind::Value, "fewest units whose average is at most this"),
        key("unit", Kind::Value, "first unit that takes at most this"),
    ]],
};
/// Keys of `find.table`.
pub static FIND_TABLE: Shape = Shape {
    name: "find.table",
    keys: &[&[
        key("units", Kind::Counts, "the numbers of units, one row each"),
        key("to", Kind::Count, "in place of units: rows up to this"),
        key("by", Kind::Spacing, "\"doubling\" (default) or a step"),
    ]],
};
/// Keys of `find.average`.
pub static FIND_AVERAGE: Shape = Shape { name: "find.average", keys: &[&[UNITS, FIRST, LAST]] };
/// Keys of `find.price`.
pub static FIND_PRICE: Shape = Shape {
    name: "find.price",
    keys: &[&[
        UNITS,
        FIRST,
        LAST,
        key("markup", Kind::Ratio, "a share of the cost, added to it"),
        key("margin", Kind::Ratio, "a share of the price, below 100%"),
    ]],
};
/// Keys of `find.cost-gap`.
pub static FIND_GAP: Shape = Shape {
    name: "find.cost-gap",
    keys: &[&[
        UNITS,
        key("unit", Kind::Count, "in place of units: this unit alone"),
        key("steady-state", Kind::Flag, "in place of units, true: each after learning ends"),
        key("target", Kind::Value, "the target per unit"),
        key("price", Kind::Money, "in place of target: the price, with margin"),
        key("margin", Kind::Ratio, "the share of the price that has to be left"),
    ]],
};
/// Keys of `find.break-even`.
pub static FIND_BREAK_EVEN: Shape = Shape {
    name: "find.break-even",
    keys: &[&[
        key("price", Kind::Money, "the price per unit"),
        key("fixed", Kind::Money, "what has to be covered beside the cost lines; default 0"),
    ]],
};
/// Keys of `find.variance`.
pub static FIND_VARIANCE: Shape = Shape {
    name: "find.variance",
    keys: &[&[
        UNITS,
        key("time", Kind::Time, "the time that they took"),
        key("cost", Kind::Money, "what that time cost, for the rate variance"),
        key("line", Kind::Text, "the cost line whose rate values the hours; default the first per hour"),
        key(
            "revised",
            Kind::Table(&REVISED),
            "the curve in hindsight, for planning and operational variances",
        ),
        key("report", Kind::OneOf(&REPORTS), "which variance is the headline; default efficiency"),
    ]],
};
/// What a revised standard may change of the curve.
pub static REVISED: Shape = Shape {
    name: "revised",
    keys: &[&[
        key("first_time", Kind::Time, "another first unit"),
        key("learning_rate", Kind::Ratio, "another rate"),
        key("b", Kind::Index, "another index"),
        key("ends_after", Kind::Count, "learning ends with another unit"),
    ]],
};
/// Keys of `find.schedule`.
pub static FIND_SCHEDULE: Shape = Shape {
    name: "find.schedule",
    keys: &[&[
        key("periods", Kind::Tables(&PERIOD), "the periods, each with its units"),
        key("hours_per_worker", Kind::Number, "hours that a worker has in a period"),
    ]],
};
/// One period.
pub static PERIOD: Shape = Shape {
    name: "a period",
    keys: &[&[key("name", Kind::Text, "what it is called; default Period 1, 2, …"), UNITS]],
};
/// Keys of `find.sensitivity`.
pub static FIND_SENSITIVITY: Shape = Shape {
    name: "find.sensitivity",
    keys: &[&[
        key("vary", Kind::Vary, "lists of values, by the curve's key or the cost line's name under cost"),
        key("find", Kind::Question, "the question whose answer is wanted"),
        key("together", Kind::Flag, "true: every pair of values of two keys; default one at a time"),
    ]],
};
