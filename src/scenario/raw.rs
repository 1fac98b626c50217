//! The scenario file's keys: what each table may hold. The checker, the help and the schema read the same lists.

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
    /// What it may hold.
    pub keys: &'static [Key],
}

impl Shape {
    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

const fn key(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, meaning }
}

/// The conventions for the steady state that have a name.
pub const STEADY_STATES: [&str; 3] = ["last-unit", "average", "last-doubling"];
/// The models that a curve's table may be named after.
pub const MODELS: [&str; 2] = ["wright", "crawford"];
/// What a cost line may be per.
pub const PER: [&str; 4] = ["hour", "unit", "batch", "once"];
/// The rounding modes.
pub const MODES: [&str; 6] = ["half-up", "half-even", "up", "down", "ceiling", "floor"];
/// What an answer may be in.
pub const OF: [&str; 2] = ["time", "cost"];

const UNITS: Key = key("units", Kind::Count, "how many units, from the first");
const NUMBER: Key = key("number", Kind::Count, "the unit's number");
const FIRST: Key = key("first", Kind::Count, "the lot's first unit");
const LAST: Key = key("last", Kind::Count, "the lot's last unit");

const TITLE_KEY: Key = key("title", Kind::Text, "what the scenario is called; the file's stem otherwise");
const SOURCE_KEY: Key = key("source", Kind::Text, "where the problem was published");
const NOTE_KEY: Key = key("note", Kind::Text, "anything a reader should know");
const CURRENCY_KEY: Key =
    key("currency", Kind::Currency, "an ISO 4217 code; its minor units are the money's places");
const CURVE_KEY: Key =
    key("curve", Kind::Tagged(&CURVE_MODELS), "the curve; the model's name is the table's name");
const COST_KEY: Key =
    key("cost", Kind::Tables(&COST), "cost lines; none: answers are in time, or in money for first_cost");
const ROUNDING_KEY: Key =
    key("rounding", Kind::Table(&ROUNDING), "how answers are rounded; default: once, at the end, half-up");
const QUESTION_KEY: Key = key("question", Kind::Tables(&QUESTION), "what is asked");

/// The top level of a file: a scenario, or a list of them.
pub static FILE: Shape = Shape {
    name: "the top level",
    keys: &[
        key("format", Kind::Version, "the version of this format, 1"),
        key("scenario", Kind::Tables(&SCENARIO), "many scenarios in one file, each with the keys of one"),
        TITLE_KEY,
        SOURCE_KEY,
        NOTE_KEY,
        CURRENCY_KEY,
        CURVE_KEY,
        COST_KEY,
        ROUNDING_KEY,
        QUESTION_KEY,
    ],
};

/// One scenario of a `[[scenario]]` list.
pub static SCENARIO: Shape = Shape {
    name: "[[scenario]]",
    keys: &[TITLE_KEY, SOURCE_KEY, NOTE_KEY, CURRENCY_KEY, CURVE_KEY, COST_KEY, ROUNDING_KEY, QUESTION_KEY],
};

/// The models, as tables under `curve`.
pub static CURVE_MODELS: Shape = Shape {
    name: "[curve]",
    keys: &[
        key("wright", Kind::Table(&CURVE), "the cumulative average falls to r at each doubling"),
        key("crawford", Kind::Table(&CURVE), "the unit's own time falls to r at each doubling"),
    ],
};

/// A curve's parameters.
pub static CURVE: Shape = Shape {
    name: "the curve's table",
    keys: &[
        key("first_time", Kind::Time, "the first unit's time, or with batch_size the first batch's: \"2 h\""),
        key("first_cost", Kind::Money, "the first unit's cost, in place of first_time"),
        key("learning_rate", Kind::Ratio, "what each doubling falls to: \"95%\" or 0.95"),
        key("b", Kind::Index, "the index, negative: log r / log 2"),
        key("ends_after", Kind::Count, "learning ends with this unit"),
        key("steady_state", Kind::OneOfOrValue(&STEADY_STATES), "what later units take; default last-unit"),
        key("batch_size", Kind::Count, "the curve counts batches of this many units; all else counts units"),
        key("known", Kind::Tables(&KNOWN), "facts in place of the first unit, the rate or both"),
    ],
};

/// A known fact.
pub static KNOWN: Shape = Shape {
    name: "a known fact",
    keys: &[
        key("average", Kind::Count, "the fact is the average of the first so many units"),
        key("total", Kind::Count, "the fact is the total of the first so many units"),
        key("unit", Kind::Count, "the fact is this unit alone"),
        key("lot", Kind::FirstAndLast, "the fact is the total of units [first, last]"),
        key("time", Kind::Time, "its time"),
        key("cost", Kind::Money, "its cost, on a curve in money"),
    ],
};

/// A cost line.
pub static COST: Shape = Shape {
    name: "[[cost]]",
    keys: &[
        key("name", Kind::Text, "what the line is called"),
        key("rate", Kind::Money, "money per hour, unit or batch, or once"),
        key("per", Kind::OneOf(&PER), "what the rate is per"),
        key("percent", Kind::Ratio, "in place of rate and per: a percentage of another line"),
        key("of", Kind::Text, "the line that it is a percentage of"),
    ],
};

/// How to round.
pub static ROUNDING: Shape = Shape {
    name: "[rounding]",
    keys: &[
        key("mode", Kind::OneOf(&MODES), "which way; default half-up"),
        key("money", Kind::Places, "places of money in answers; default the currency's"),
        key("time", Kind::Places, "places of times in answers; default by size"),
        key("steps", Kind::Table(&STEPS), "mark-scheme rounding: places of each quantity as it arises"),
    ],
};

/// Mark-scheme rounding.
pub static STEPS: Shape = Shape {
    name: "rounding.steps",
    keys: &[
        key("index", Kind::Places, "places of the index b"),
        key("factor", Kind::Places, "places of N^b, or of the sum of them under the unit theory"),
        key("average", Kind::Places, "places of an average"),
        key("total", Kind::Places, "places of a total"),
        key("unit", Kind::Places, "places of one unit"),
    ],
};

/// A question.
pub static QUESTION: Shape = Shape {
    name: "[[question]]",
    keys: &[
        key("id", Kind::Text, "its name in the answers; default its kind"),
        key("find", Kind::Tagged(&FIND), "what is asked: the kind is the key"),
        key("of", Kind::OneOf(&OF), "time or cost; default cost where there are costs"),
        key("expect", Kind::Figure, "the published answer, right to the places written"),
        key(
            "published",
            Kind::Text,
            "what the source prints where `expect` is another figure; shown, not compared",
        ),
        key("note", Kind::Text, "anything a reader should know"),
    ],
};

/// The kinds of question.
pub static FIND: Shape = Shape {
    name: "find",
    keys: &[
        key("average", Kind::Table(&FIND_UNITS), "average per unit of the first N"),
        key("total", Kind::Table(&FIND_UNITS), "total of the first N"),
        key("unit", Kind::Table(&FIND_NUMBER), "the Nth unit alone"),
        key("lot", Kind::Table(&FIND_LOT), "total of units first to last"),
        key("steady-state", Kind::Table(&FIND_NOTHING), "each unit after learning ends"),
        key("learning-rate", Kind::Table(&FIND_NOTHING), "the learning rate as a percentage"),
        key("index", Kind::Table(&FIND_NOTHING), "the index b"),
        key("first-unit", Kind::Table(&FIND_NOTHING), "the first unit's time or cost"),
        key("midpoint", Kind::Table(&FIND_LOT), "the unit whose time is the lot's average"),
        key("units", Kind::Table(&FIND_LIMIT), "how many units meet a limit"),
        key("table", Kind::Table(&FIND_TABLE), "the curve at several numbers of units"),
    ],
};

/// Keys of `find.average` and `find.total`.
pub static FIND_UNITS: Shape = Shape { name: "find.average and find.total", keys: &[UNITS] };
/// Keys of `find.unit`.
pub static FIND_NUMBER: Shape = Shape { name: "find.unit", keys: &[NUMBER] };
/// Keys of `find.lot` and `find.midpoint`.
pub static FIND_LOT: Shape = Shape { name: "find.lot and find.midpoint", keys: &[FIRST, LAST] };
/// Keys of the questions that need none.
pub static FIND_NOTHING: Shape = Shape { name: "this question", keys: &[] };
/// Keys of `find.units`.
pub static FIND_LIMIT: Shape = Shape {
    name: "find.units",
    keys: &[
        key("total", Kind::Value, "most units whose total fits in this"),
        key("average", Kind::Value, "fewest units whose average is at most this"),
        key("unit", Kind::Value, "first unit that takes at most this"),
    ],
};
/// Keys of `find.table`.
pub static FIND_TABLE: Shape = Shape {
    name: "find.table",
    keys: &[
        key("units", Kind::Counts, "the numbers of units, one row each"),
        key("to", Kind::Count, "in place of units: rows up to this"),
        key("by", Kind::Spacing, "\"doubling\" (default) or a step"),
    ],
};

/// Every table of the format, for hints about keys in the wrong place.
pub static SHAPES: [&Shape; 14] = [
    &FILE,
    &CURVE,
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
    &CURVE_MODELS,
];
