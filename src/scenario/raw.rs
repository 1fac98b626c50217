//! The scenario file's keys: what each table may hold. The checker, the help and the schema read the same lists.

pub mod asked;
pub mod interrupted;
pub mod models;
pub mod training;

pub use asked::{
    FIND, FIND_AVERAGE, FIND_BREAK_EVEN, FIND_GAP, FIND_LIMIT, FIND_LOT, FIND_NOTHING, FIND_NUMBER,
    FIND_PRICE, FIND_SCHEDULE, FIND_SENSITIVITY, FIND_TABLE, FIND_UNITS, FIND_VARIANCE, PERIOD, REVISED,
};
pub use interrupted::{BREAK, DATA_ROW, ELEMENT, FACTOR_ROW, PACE_ROW, PROTOTYPES, RATE_CHANGE};
pub use models::CURVE_MODELS;

/// What a key's value has to be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any text.
    Text,
    /// An ISO 4217 code.
    Currency,
    /// A whole number from 1 to 1e15.
    Count,
    /// A list of counts.
    Counts,
    /// Two counts, first and last.
    FirstAndLast,
    /// Decimal places, 0 to 28.
    Places,
    /// `"80%"` or 0.80.
    Ratio,
    /// An index b.
    Index,
    /// A time with its unit, such as `"2 h"`.
    Time,
    /// An amount of money, a number without its currency.
    Money,
    /// A time or an amount, as the curve or the question has it.
    Value,
    /// A number of 0 or more.
    Number,
    /// A number of 0 or more, 0 where it is left out.
    NumberOrZero,
    /// A number above 0 that may be large: 70e9, or `"70B"`.
    Large,
    /// An update's number, from 0.
    Update,
    /// An amount for so many of something: `"2.49/hour"`.
    Price,
    /// A table named after a schedule of step sizes, with its keys.
    Schedule,
    /// A number of either sign.
    Signed,
    /// A list of ratios.
    Ratios,
    /// True or false.
    Flag,
    /// A question within a question.
    Question,
    /// Values in place of those of the curve and the costs: a table of lists.
    Vary,
    /// Tables by names that the writer chooses.
    Named(&'static Shape),
    /// A figure as printed, compared to the places it is written with.
    Figure,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One of these words, or a time or amount.
    OneOfOrValue(&'static [&'static str]),
    /// `"doubling"` or a step.
    Spacing,
    /// The version of the format.
    Version,
    /// A table.
    Table(&'static Shape),
    /// A list of tables.
    Tables(&'static Shape),
    /// The name of a file that holds a table, or its rows as a list of tables.
    Data(&'static Shape),
    /// A table with exactly one key, whose name is the kind of the thing.
    Tagged(&'static Shape),
}

/// One key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// The keys of one kind of table.
#[derive(Debug)]
pub struct Shape {
    /// How messages name the table.
    pub name: &'static str,
    /// What it may hold, in groups that tables share.
    pub keys: &'static [&'static [Key]],
}

impl Shape {
    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> + use<> {
        self.keys.iter().copied().flatten()
    }

    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys().find(|key| key.name == name)
    }
}

pub(crate) const fn key(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, meaning }
}

/// The conventions for the steady state that have a name.
pub const STEADY_STATES: [&str; 3] = ["last-unit", "average", "last-doubling"];
/// What a cost line may be per.
pub const PER: [&str; 4] = ["hour", "unit", "batch", "once"];
/// The rounding modes.
pub const MODES: [&str; 6] = ["half-up", "half-even", "up", "down", "ceiling", "floor"];
/// What an answer may be in.
pub const OF: [&str; 2] = ["time", "cost"];

const TITLE_KEY: Key = key("title", Kind::Text, "what the scenario is called; the file's stem otherwise");
const SOURCE_KEY: Key = key("source", Kind::Text, "where the problem was published");
const NOTE_KEY: Key = key("note", Kind::Text, "anything a reader should know");
const CURRENCY_KEY: Key =
    key("currency", Kind::Currency, "an ISO 4217 code; its minor units are the money's places");
const CURVE_KEY: Key =
    key("curve", Kind::Tagged(&CURVE_MODELS), "the curve; the model's name is the table's name");
const ELEMENT_KEY: Key = key(
    "element",
    Kind::Named(&ELEMENT_OF_WORK),
    "in place of one curve: elements by name, each with a curve and costs of its own",
);
const ML_KEY: Key = key(
    "ml",
    Kind::Table(&training::ML),
    "in place of a curve: a training of machine learning, with its price",
);
const COST_KEY: Key =
    key("cost", Kind::Tables(&COST), "cost lines; none: answers are in time, or in money for first_cost");
const ROUNDING_KEY: Key =
    key("rounding", Kind::Table(&ROUNDING), "how answers are rounded; default: once, at the end, half-up");
const QUESTION_KEY: Key = key("question", Kind::Tables(&QUESTION), "what is asked");

/// The keys of a scenario.
const OF_A_SCENARIO: [Key; 10] = [
    TITLE_KEY,
    SOURCE_KEY,
    NOTE_KEY,
    CURRENCY_KEY,
    CURVE_KEY,
    ELEMENT_KEY,
    ML_KEY,
    COST_KEY,
    ROUNDING_KEY,
    QUESTION_KEY,
];

/// The top level of a file: a scenario, or a list of them.
pub static FILE: Shape = Shape {
    name: "the top level",
    keys: &[
        &[
            key("format", Kind::Version, "the version of this format, 1"),
            key("scenario", Kind::Tables(&SCENARIO), "many scenarios in one file, each with the keys of one"),
        ],
        &OF_A_SCENARIO,
    ],
};

/// One element of several.
pub static ELEMENT_OF_WORK: Shape = Shape { name: "[element.NAME]", keys: &[&[CURVE_KEY, COST_KEY]] };

/// One scenario of a `[[scenario]]` list.
pub static SCENARIO: Shape = Shape { name: "[[scenario]]", keys: &[&OF_A_SCENARIO] };

/// A known fact.
pub static KNOWN: Shape = Shape {
    name: "a known fact",
    keys: &[&[
        key("average", Kind::Count, "the fact is the average of the first so many units"),
        key("total", Kind::Count, "the fact is the total of the first so many units"),
        key("unit", Kind::Count, "the fact is this unit alone"),
        key("lot", Kind::FirstAndLast, "the fact is the total of units [first, last]"),
        key("time", Kind::Time, "its time"),
        key("cost", Kind::Money, "its cost, on a curve in money"),
    ]],
};

/// A cost line.
pub static COST: Shape = Shape {
    name: "[[cost]]",
    keys: &[&[
        key("name", Kind::Text, "what the line is called"),
        key("rate", Kind::Money, "money per hour, unit or batch, or once"),
        key("per", Kind::OneOf(&PER), "what the rate is per"),
        key("percent", Kind::Ratio, "in place of rate and per: a percentage of another line"),
        key("of", Kind::Text, "the line that it is a percentage of"),
    ]],
};

/// How to round.
pub static ROUNDING: Shape = Shape {
    name: "[rounding]",
    keys: &[&[
        key("mode", Kind::OneOf(&MODES), "which way; default half-up"),
        key("money", Kind::Places, "places of money in answers; default the currency's"),
        key("time", Kind::Places, "places of times in answers; default by size"),
        key("steps", Kind::Table(&STEPS), "mark-scheme rounding: places of each quantity as it arises"),
    ]],
};

/// Mark-scheme rounding.
pub static STEPS: Shape = Shape {
    name: "rounding.steps",
    keys: &[&[
        key("index", Kind::Places, "places of the index b"),
        key("factor", Kind::Places, "places of N^b, or of the sum of them under the unit theory"),
        key("average", Kind::Places, "places of an average"),
        key("total", Kind::Places, "places of a total"),
        key("unit", Kind::Places, "places of one unit"),
    ]],
};

/// A question.
pub static QUESTION: Shape = Shape {
    name: "[[question]]",
    keys: &[&[
        key("id", Kind::Text, "its name in the answers; default its kind"),
        key("find", Kind::Tagged(&FIND), "what is asked: the kind is the key"),
        key("element", Kind::Text, "the element that is asked about; default all of them together"),
        key("of", Kind::OneOf(&OF), "time or cost; default cost where there are costs"),
        key("expect", Kind::Figure, "the published answer, right to the places written"),
        key(
            "published",
            Kind::Text,
            "what the source prints where `expect` is another figure; shown, not compared",
        ),
        key("note", Kind::Text, "anything a reader should know"),
    ]],
};

/// Every table of the format, for hints about keys in the wrong place.
pub fn shapes() -> impl Iterator<Item = &'static Shape> {
    let models = CURVE_MODELS.keys().filter_map(|key| match key.kind {
        Kind::Table(shape) => Some(shape),
        _ => None,
    });
    let others: [&'static Shape; 43] = [
        &FILE,
        &KNOWN,
        &COST,
        &ROUNDING,
        &STEPS,
        &QUESTION,
        &FIND,
        &FIND_UNITS,
        &FIND_NUMBER,
        &FIND_LOT,
        &FIND_LIMIT,
        &FIND_TABLE,
        &FIND_AVERAGE,
        &FIND_PRICE,
        &FIND_GAP,
        &FIND_BREAK_EVEN,
        &FIND_VARIANCE,
        &FIND_SCHEDULE,
        &FIND_SENSITIVITY,
        &PERIOD,
        &REVISED,
        &CURVE_MODELS,
        &BREAK,
        &ELEMENT,
        &RATE_CHANGE,
        &PROTOTYPES,
        &PACE_ROW,
        &FACTOR_ROW,
        &DATA_ROW,
        &training::ML,
        &training::TRAINING,
        &training::ML_CURVE,
        &training::LAWS,
        &training::OWN_LAW,
        &training::RANGE_TEST,
        &training::RANGE_ROW,
        &training::FIND_TRAINING_BUDGET,
        &training::FIND_BEST_SIZE,
        &training::FIND_COST_TO_REACH,
        &training::FIND_MARGINAL_COST,
        &training::FIND_SPEND_DOUBLING,
        &training::FIND_SCHEDULE_BREAK_EVEN,
        &training::FIND_LR,
    ];
    models.chain(others)
}
