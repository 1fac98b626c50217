//! `schema`: the scenario file's JSON Schema (draft-07), made from the lists that the checker reads.

use serde_json::{Map, Value, json};

use super::args;
use super::exit::{Exit, Failure};
use super::output::Target;
use crate::curve::MAX_UNITS;
use crate::scenario::raw::{FILE, FIND, Key, Kind, SCENARIO, Shape};

pub(super) fn run(args: &args::Out) -> Result<Exit, Failure> {
    let target = Target::new(args.output.clone(), args.force);
    target.check(&[])?;
    target.write(&format!("{:#}\n", schema()))?;
    Ok(Exit::Fine)
}

/// The schema as a JSON value.
///
/// # Example
///
/// ```
/// let schema = learncurve::cli::schema::schema();
/// assert_eq!(schema["properties"]["curve"]["properties"]["wright"]["properties"]["b"]["type"][0], "number");
/// ```
pub fn schema() -> Value {
    let mut schema = object(&FILE);
    if let Value::Object(map) = &mut schema {
        map.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
        map.insert("title".into(), json!("learncurve scenario file, format 1"));
        map.insert(
            "anyOf".into(),
            json!([
                { "required": ["scenario"] },
                { "required": ["curve", "question"] },
                { "required": ["element", "question"] },
                { "required": ["ml", "question"] },
            ]),
        );
    }
    schema
}

fn object(shape: &'static Shape) -> Value {
    let properties: Map<String, Value> =
        shape.keys().map(|key| (key.name.to_owned(), property(key))).collect();
    let mut map = Map::new();
    map.insert("type".into(), json!("object"));
    map.insert("additionalProperties".into(), json!(false));
    map.insert("properties".into(), Value::Object(properties));
    let required: &[&str] = match shape.name {
        name if name == SCENARIO.name => &["question"],
        "[element.NAME]" => &["curve"],
        "[[question]]" => &["find"],
        "find.total" | "a period" => &["units"],
        "find.break-even" => &["price"],
        "find.variance" => &["units", "time"],
        "find.schedule" => &["periods"],
        "find.sensitivity" => &["vary", "find"],
        "find.unit" => &["number"],
        "[ml.curve]" => &["scale", "exponent", "counts"],
        "[ml.law.own]" => &["parameter_scale", "alpha", "token_scale", "beta"],
        "[ml.range-test]" => &["data"],
        "a row of a range test" => &["lr"],
        "find.training-budget" => &["budget"],
        "find.cost-to-reach" => &["target"],
        "find.schedule-saving" => &["against"],
        "find.schedule-break-even" => &["against", "sweep"],
        "find.lr" => &["update"],
        "find.lot and find.midpoint" => &["first", "last"],
        _ => &[],
    };
    if !required.is_empty() {
        map.insert("required".into(), json!(required));
    }
    if shape.name == "find.average" {
        map.insert("anyOf".into(), json!([{ "required": ["units"] }, { "required": ["first", "last"] }]));
    }
    Value::Object(map)
}

fn property(key: &Key) -> Value {
    let mut value = of_kind(key.kind);
    if let Value::Object(map) = &mut value {
        map.insert("description".into(), json!(key.meaning));
    }
    value
}

fn of_kind(kind: Kind) -> Value {
    let count = || json!({ "type": "integer", "minimum": 1, "maximum": MAX_UNITS });
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Currency => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        Kind::Count => count(),
        Kind::Counts => json!({ "type": "array", "items": count(), "minItems": 1 }),
        Kind::FirstAndLast => {
            json!({ "type": "array", "items": count(), "minItems": 2, "maxItems": 2 })
        }
        Kind::Places => json!({ "type": "integer", "minimum": 0, "maximum": 28 }),
        Kind::Ratio => json!({
            "anyOf": [
                { "type": "number", "minimum": 0, "maximum": 4 },
                { "type": "string", "pattern": "^\\s*([+]?[0-9_.]+|-0[0_.]*)([eE][-+]?[0-9]+)?\\s*%?\\s*$" },
            ]
        }),
        Kind::Time => json!({
            "type": "string",
            "pattern": "^\\s*([+]?[0-9_.]+|-0[0_.]*)([eE][-+]?[0-9]+)?\\s*(h|hrs?|hours?|min|mins|minutes?|s|secs?|seconds?)\\s*$",
        }),
        Kind::Ratios => json!({ "type": "array", "items": of_kind(Kind::Ratio), "minItems": 1 }),
        Kind::Index
        | Kind::Money
        | Kind::Value
        | Kind::Figure
        | Kind::Number
        | Kind::NumberOrZero
        | Kind::Large
        | Kind::Signed => {
            json!({ "type": ["number", "string"] })
        }
        Kind::Update => json!({ "type": "integer", "minimum": 0, "maximum": 100_000_000 }),
        Kind::Price => json!({ "type": "string", "pattern": "/" }),
        Kind::Schedule => json!({
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": { "type": "object" },
        }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Question => json!({ "type": ["object", "string"] }),
        Kind::Vary => json!({
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    { "type": "array" },
                    { "type": "object", "additionalProperties": { "type": "array" } },
                ]
            },
        }),
        Kind::Named(shape) => json!({ "type": "object", "additionalProperties": object(shape) }),
        Kind::OneOf(words) => json!({ "enum": words }),
        Kind::OneOfOrValue(words) => {
            json!({ "anyOf": [{ "enum": words }, { "type": ["number", "string"] }] })
        }
        Kind::Spacing => json!({ "anyOf": [{ "const": "doubling" }, count()] }),
        Kind::Version => json!({ "const": 1 }),
        Kind::Table(shape) => object(shape),
        Kind::Data(shape) => json!({
            "anyOf": [{ "type": "string" }, { "type": "array", "items": object(shape), "minItems": 1 }]
        }),
        Kind::Tables(shape) => json!({ "type": "array", "items": object(shape) }),
        Kind::Tagged(shape) => {
            let mut tagged = object(shape);
            if let Value::Object(map) = &mut tagged {
                map.insert("minProperties".into(), json!(1));
                map.insert("maxProperties".into(), json!(1));
            }
            if shape.name == FIND.name {
                let bare = [
                    "steady-state",
                    "learning-rate",
                    "index",
                    "first-unit",
                    "training-cost",
                    "marginal-cost",
                    "spend-doubling",
                    "lr-zone",
                ];
                if let Value::Object(map) = &mut tagged
                    && let Some(Value::Object(kinds)) = map.get_mut("properties")
                {
                    for kind in bare {
                        if let Some(own) = kinds.get_mut(kind) {
                            *own = json!({ "anyOf": [own.clone(), { "const": true }] });
                        }
                    }
                }
                return json!({ "anyOf": [tagged, { "enum": bare }] });
            }
            tagged
        }
    }
}
