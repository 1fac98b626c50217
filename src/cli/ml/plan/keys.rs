//! The keys of a plan: what each table may hold.

use crate::scenario::raw::{Key, Kind, Shape, key};

const TRAIN_KEYS: [Key; 19] = [
    key("builtin", Kind::Text, "data that come with the program: \"digits\""),
    key("file", Kind::Text, "in its place a table (CSV) beside the plan"),
    key("label", Kind::Text, "the table's column of labels"),
    key("features", Kind::Text, "the table's columns to learn from, as a list; default all others"),
    key("scale", Kind::OneOf(&["standard", "range", "none"]), "what is done to features first"),
    key("shuffle", Kind::Count, "the seed by which the table's rows are shuffled before its end is held out"),
    key("held_out", Kind::Text, "the last rows as a share, \"20%\", or another table"),
    key("model", Kind::Text, "\"softmax\" or \"tanh:32\""),
    key("optimizer", Kind::Text, "its name and settings: \"momentum momentum=0.8\""),
    key("batch", Kind::Count, "rows in a batch; default 32"),
    key("steps", Kind::Count, "updates of each run; default 1000"),
    key("epochs", Kind::Count, "in place of steps: passes over the training rows"),
    key("evaluate_every", Kind::Count, "updates from one look at the held-out rows to the next; default 15"),
    key("target", Kind::Ratio, "the held-out accuracy to which updates are counted"),
    key("stop_at_target", Kind::Flag, "whether a run ends there; default false"),
    key("l2", Kind::Number, "weight decay on weights alone"),
    key("stop_above", Kind::Number, "stop as diverged above so many times the first loss, or \"never\""),
    key("seed", Kind::Count, "what first weights and the order of rows are drawn by; default 0, no draws"),
    key("seeds", Kind::Count, "how many seeds to train with, from 1 or from seed on"),
];

/// The top level.
pub(super) static FILE: Shape = Shape {
    name: "a plan",
    keys: &[&[
        key("title", Kind::Text, "what the report is called"),
        key("train", Kind::Table(&TRAIN), "what is trained, and how"),
        key(
            "range_test",
            Kind::Table(&RANGE_TEST),
            "the test that finds base, maximum, steepest and divergence",
        ),
        key("run", Kind::Tables(&RUN), "a training with step sizes of its own"),
    ]],
};

/// What is trained.
pub(super) static TRAIN: Shape = Shape { name: "[train]", keys: &[&TRAIN_KEYS] };

/// The range test.
pub(super) static RANGE_TEST: Shape = Shape {
    name: "[range_test]",
    keys: &[&[
        key("start", Kind::Number, "the lr of the first batch; default 1e-4"),
        key("end", Kind::Number, "the lr of the last; default 10"),
        key("batches", Kind::Count, "how many; default 100"),
        key("seeds", Kind::Count, "how many runs are averaged; default one without draws"),
    ]],
};

/// A run.
pub(super) static RUN: Shape = Shape {
    name: "[[run]]",
    keys: &[&[
        key("name", Kind::Text, "what it is called"),
        key("schedule", Kind::Text, "its step sizes: \"triangular2 base=base max=maximum step_size=90\""),
        key("lr", Kind::Number, "in its place one lr, or a word for what the range test finds"),
        key("like", Kind::Text, "the library whose conventions the schedule has"),
        key("expect", Kind::Table(&EXPECT), "what has to come of it, where there is one seed"),
    ]],
};

/// What is expected of a run.
pub(super) static EXPECT: Shape = Shape {
    name: "expect",
    keys: &[&[
        key("accuracy", Kind::Figure, "the held-out accuracy at the end, right to the places written"),
        key("updates_to_target", Kind::Count, "the updates until the target was met"),
    ]],
};

/// Every table of a plan.
pub(super) static SHAPES: [&Shape; 5] = [&FILE, &TRAIN, &RANGE_TEST, &RUN, &EXPECT];
