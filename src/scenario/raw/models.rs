//! The models' tables.

use super::interrupted::{BREAK, DATA_ROW, FACTOR_ROW, PACE_ROW, PROTOTYPES, RATE_CHANGE};
use super::{KNOWN, Key, Kind, STEADY_STATES, Shape, key};

/// What a model may describe.
pub const BASES: [&str; 2] = ["unit", "cumulative-average"];
/// How a curve is fitted to data.
pub const FIT_METHODS: [&str; 5] = ["log-ols", "nls", "mupe", "zmpe", "midpoint-ols"];
/// How a floor bears on a curve.
pub const FORMS: [&str; 2] = ["hard", "additive"];

const FIRST_TIME: Key =
    key("first_time", Kind::Time, "the first unit's time, or with batch_size the first batch's: \"2 h\"");
const FIRST_COST: Key = key("first_cost", Kind::Money, "the first unit's cost, in place of first_time");
const FINAL_TIME: Key = key("final_time", Kind::Time, "in place of first_time: what units tend to");
const FINAL_COST: Key = key("final_cost", Kind::Money, "in place of first_cost: what units tend to");
const LEARNING_RATE: Key = key("learning_rate", Kind::Ratio, "what each doubling falls to: \"95%\" or 0.95");
const B: Key = key("b", Kind::Index, "the index, negative: log r / log 2");
const ENDS_AFTER: Key = key("ends_after", Kind::Count, "learning ends with this unit");
const STEADY_STATE: Key =
    key("steady_state", Kind::OneOfOrValue(&STEADY_STATES), "what later units take; default last-unit");
const BATCH_SIZE: Key =
    key("batch_size", Kind::Count, "the curve counts batches of this many units; all else counts units");
const KNOWN_KEY: Key =
    key("known", Kind::Tables(&KNOWN), "facts in place of the first unit, the rate or both");
const BASIS: Key = key(
    "basis",
    Kind::OneOf(&BASES),
    "what the model describes: the unit (default) or the cumulative average",
);
const BREAKS: Key = key("breaks", Kind::Tables(&BREAK), "breaks in production, each after a unit");
const RATE_CHANGES: Key = key("rate_changes", Kind::Tables(&RATE_CHANGE), "other rates from a unit on");
const PROTOTYPES_KEY: Key =
    key("prototypes", Kind::Table(&PROTOTYPES), "the first units are prototypes; production follows them");

/// What the first units take.
const FIRST: [Key; 2] = [FIRST_TIME, FIRST_COST];
/// What units tend to, in place of it.
const FINAL: [Key; 2] = [FINAL_TIME, FINAL_COST];
/// How values fall.
const RATE: [Key; 2] = [LEARNING_RATE, B];
/// Learning's end, batches and facts.
const LATER: [Key; 4] = [ENDS_AFTER, STEADY_STATE, BATCH_SIZE, KNOWN_KEY];
/// Data in place of the first unit, the rate and the model's own parameters.
const FITTED: [Key; 2] = [
    key("data", Kind::Data(&DATA_ROW), "the curve is fitted: a CSV file beside this one, or rows"),
    key("method", Kind::OneOf(&FIT_METHODS), "how it is fitted; default log-ols"),
];
/// Breaks and changes.
const INTERRUPTED: [Key; 3] = [BREAKS, RATE_CHANGES, PROTOTYPES_KEY];

/// The models' names.
pub fn names() -> impl Iterator<Item = &'static str> {
    CURVE_MODELS.keys().map(|key| key.name)
}

/// The models, as tables under `curve`.
pub static CURVE_MODELS: Shape = Shape {
    name: "[curve]",
    keys: &[&[
        key("wright", Kind::Table(&WRIGHT), "the cumulative average falls to r at each doubling"),
        key("crawford", Kind::Table(&CRAWFORD), "the unit's own time falls to r at each doubling"),
        key("stanford-b", Kind::Table(&STANFORD_B), "(x + B)^b: with the experience of B earlier units"),
        key("de-jong", Kind::Table(&DE_JONG), "M + (1 - M) x^b: a share M does not fall"),
        key("s-curve", Kind::Table(&S_CURVE), "M + (1 - M) (x + B)^b: both"),
        key("plateau", Kind::Table(&PLATEAU), "a power law with a floor"),
        key("stepped", Kind::Table(&STEPPED), "a rate of its own for each doubling"),
        key("factors", Kind::Table(&FACTORS), "a printed table of factors, used as printed"),
        key("boone", Kind::Table(&BOONE), "x^(b / (1 + x/c)): learning that slows"),
        key("knecht", Kind::Table(&KNECHT), "x^b e^(c x)"),
        key("pegels", Kind::Table(&PEGELS), "each unit nearer a floor in the same proportion"),
        key("levy", Kind::Table(&LEVY), "a power law that flattens to a floor"),
        key("hyperbolic", Kind::Table(&HYPERBOLIC), "output (x + p) / (x + p + R) of the best rate"),
        key("exponential", Kind::Table(&EXPONENTIAL), "output 1 - e^(-(x + p) / R) of the best rate"),
        key("rate-effect", Kind::Table(&RATE_EFFECT), "x^b q^c: with the production rate q"),
    ]],
};

/// Keys of the cumulative-average power law.
static WRIGHT: Shape =
    Shape { name: "[curve.wright]", keys: &[&FIRST, &RATE, &LATER, &FITTED, &INTERRUPTED] };

/// Keys of the unit power law.
static CRAWFORD: Shape =
    Shape { name: "[curve.crawford]", keys: &[&FIRST, &RATE, &LATER, &FITTED, &INTERRUPTED] };

/// Keys of Stanford-B.
static STANFORD_B: Shape = Shape {
    name: "[curve.stanford-b]",
    keys: &[
        &FIRST,
        &RATE,
        &[key("prior_units", Kind::Number, "B, units' worth of experience before the first")],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of `DeJong`.
static DE_JONG: Shape = Shape {
    name: "[curve.de-jong]",
    keys: &[
        &FIRST,
        &RATE,
        &[key("incompressible", Kind::Ratio, "M, the share that does not fall")],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of the S-curve.
static S_CURVE: Shape = Shape {
    name: "[curve.s-curve]",
    keys: &[
        &FIRST,
        &RATE,
        &[
            key("prior_units", Kind::Number, "B, units' worth of experience before the first"),
            key("incompressible", Kind::Ratio, "M, the share that does not fall"),
        ],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of the plateau.
static PLATEAU: Shape = Shape {
    name: "[curve.plateau]",
    keys: &[
        &FIRST,
        &RATE,
        &[
            key("floor", Kind::Value, "C, the time or amount that units fall to"),
            key(
                "form",
                Kind::OneOf(&FORMS),
                "hard: the larger of curve and floor; additive: their sum; default hard",
            ),
        ],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of rates by doubling.
static STEPPED: Shape = Shape {
    name: "[curve.stepped]",
    keys: &[
        &FIRST,
        &[key("rates", Kind::Ratios, "the rate of each doubling; the last goes on")],
        &[BASIS],
        &LATER,
        &INTERRUPTED,
    ],
};

/// Keys of a printed table.
static FACTORS: Shape = Shape {
    name: "[curve.factors]",
    keys: &[&FIRST, &[key("rows", Kind::Tables(&FACTOR_ROW), "the rows of the table")], &LATER],
};

/// Keys of Boone.
static BOONE: Shape = Shape {
    name: "[curve.boone]",
    keys: &[
        &FIRST,
        &RATE,
        &[key("decay", Kind::Number, "c, units over which learning slows")],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of Knecht.
static KNECHT: Shape = Shape {
    name: "[curve.knecht]",
    keys: &[
        &FIRST,
        &RATE,
        &[key("growth", Kind::Signed, "c, for each unit; -1 to 1")],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of Pegels.
static PEGELS: Shape = Shape {
    name: "[curve.pegels]",
    keys: &[
        &FIRST,
        &[
            key("unit_ratio", Kind::Ratio, "a, what each unit's excess over the floor is of the one before"),
            key("floor", Kind::Value, "the time or amount that units fall to"),
        ],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of Levy.
static LEVY: Shape = Shape {
    name: "[curve.levy]",
    keys: &[
        &FIRST,
        &RATE,
        &[
            key("floor", Kind::Value, "the time or amount that units fall to"),
            key("flattening", Kind::Number, "k, 1 or more: how soon the curve flattens"),
        ],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of hyperbolic output.
static HYPERBOLIC: Shape = Shape {
    name: "[curve.hyperbolic]",
    keys: &[
        &FIRST,
        &FINAL,
        &[
            key("prior_units", Kind::NumberOrZero, "p, units' worth of experience before the first"),
            key(
                "half_units",
                Kind::Number,
                "R: with p + R units behind them, people reach half their best rate",
            ),
        ],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of exponential output.
static EXPONENTIAL: Shape = Shape {
    name: "[curve.exponential]",
    keys: &[
        &FIRST,
        &FINAL,
        &[
            key("prior_units", Kind::NumberOrZero, "p, units' worth of experience before the first"),
            key("time_constant", Kind::Number, "R, units over which the shortfall falls to 1/e"),
        ],
        &[BASIS],
        &LATER,
        &FITTED,
        &INTERRUPTED,
    ],
};

/// Keys of the rate effect.
static RATE_EFFECT: Shape = Shape {
    name: "[curve.rate-effect]",
    keys: &[
        &FIRST,
        &RATE,
        &[
            key("rate_slope", Kind::Ratio, "what a doubled production rate takes values to"),
            key("rate_index", Kind::Signed, "c, in place of rate_slope"),
            key("production_rate", Kind::Number, "q, units made in a period"),
            key("production_rates", Kind::Tables(&PACE_ROW), "in place of production_rate: rates by unit"),
        ],
        &[BASIS],
        &LATER,
        &INTERRUPTED,
    ],
};
