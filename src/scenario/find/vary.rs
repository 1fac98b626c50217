//! Sensitivity: the scenario's curve and costs with other values in turn.

use super::super::tree::Node;
use rust_decimal::Decimal;

use super::super::check::refused;
use super::super::context::Context;
use super::super::curve::{index, rate};
use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::FIND_SENSITIVITY;
use super::super::reader::{Findings, Reader, Value, list, nearest, shorten, wrong_type};
use super::{read, required};
use crate::cost::{CostLine, Driver};
use crate::money;
use crate::question::{CurveInputs, Error, Measure, Of, Question, Sensitivity, Variation, Whole, Work};

/// The most variations of a question.
const MOST: usize = 10_000;

/// Keys of the curve that may vary.
const KEYS: [&str; 15] = [
    "first_time",
    "first_cost",
    "learning_rate",
    "b",
    "ends_after",
    "batch_size",
    "prior_units",
    "incompressible",
    "floor",
    "decay",
    "growth",
    "unit_ratio",
    "flattening",
    "half_units",
    "time_constant",
];

/// One value in place of another: the key, the value as written, and what it changes.
struct Change {
    key: String,
    written: String,
    to: To,
}

/// What a value takes the place of.
#[derive(Clone)]
enum To {
    Curve(Box<CurveInputs>),
    Line(usize, Driver),
}

pub(super) fn sensitivity(
    value: &Value<'_>,
    context: Context<'_>,
    of: Of,
    found: &mut Findings<'_>,
) -> Option<Question> {
    let table = Reader::open(value, &FIND_SENSITIVITY, found)?;
    let example = "{ vary = { learning_rate = [\"75%\", \"80%\"] }, find = { average = { units = 128 } } }";
    let find = required(&table, "find", example, found).and_then(|value| read(value, context, of, found));
    let vary = required(&table, "vary", example, found)?;
    if matches!(find, Some(Question::Sensitivity(_))) {
        found.push(
            Diagnostic::error("contradiction", table.key_span("find"), "a sensitivity of a sensitivity")
                .with_help("vary two keys `together = true` in one question"),
        );
        return None;
    }
    let together = match table.get("together").map(|flag| (flag, flag.node())) {
        None => false,
        Some((_, Node::Boolean(flag))) => *flag,
        Some((flag, _)) => {
            found.push(wrong_type(flag, "true or false"));
            return None;
        }
    };
    let Some(inputs) = context.inputs else {
        if context.measure.is_some() {
            found.push(refused(&Error::OfOneElement, vary.span()));
        }
        return None;
    };
    let lists = lists(vary, inputs, context.lines, found)?;
    if together && lists.len() != 2 {
        found.push(
            Diagnostic::error(
                "contradiction",
                table.key_span("together"),
                format!("{} keys vary together", lists.len()),
            )
            .with_help("`together` is for exactly two keys: every pair of their values"),
        );
        return None;
    }
    let sets: Vec<Vec<&Change>> = if together {
        lists[0].iter().flat_map(|one| lists[1].iter().map(move |other| vec![one, other])).collect()
    } else {
        lists.iter().flatten().map(|change| vec![change]).collect()
    };
    // Of a table or a schedule only the headline is wanted, but all of it is made.
    let rows = match &find {
        Some(Question::Table(counts)) => counts.len(),
        Some(Question::Schedule { periods, .. }) => periods.len(),
        _ => 1,
    };
    if sets.is_empty() || sets.len().saturating_mul(rows) > MOST {
        found.push(
            Diagnostic::error("too-many-rows", vary.span(), format!("`{}` variations", sets.len()))
                .with_help(format!("at least one, and at most {MOST}")),
        );
        return None;
    }
    let mut variations = Vec::with_capacity(sets.len());
    for set in sets {
        let work =
            varied(&set, inputs, context).map_err(|error| found.push(refused(&error, vary.span()))).ok()?;
        let changes = set.iter().map(|change| (change.key.clone(), change.written.clone())).collect();
        variations.push(Variation { changes, whole: Whole::Curve(work) });
    }
    Some(Question::Sensitivity(Box::new(Sensitivity { find: find?, variations })))
}

/// The scenario's work with a set of changes.
fn varied(set: &[&Change], inputs: &CurveInputs, context: Context<'_>) -> Result<Work, Error> {
    let mut changed = inputs.clone();
    let mut lines = context.lines.to_vec();
    for change in set {
        match &change.to {
            To::Curve(curve) => merge(&mut changed, curve, &change.key),
            To::Line(place, driver) => lines[*place].driver = driver.clone(),
        }
    }
    Work::new(changed, lines, context.currency, context.rounding)
}

/// Takes from `other` what `key` changes.
fn merge(inputs: &mut CurveInputs, other: &CurveInputs, key: &str) {
    match key {
        "first_time" | "first_cost" => inputs.first = other.first,
        "learning_rate" | "b" => (inputs.rate, inputs.index) = (other.rate, other.index),
        "ends_after" => inputs.ends_after = other.ends_after,
        "batch_size" => inputs.batch_size = other.batch_size,
        "floor" => inputs.form.floor = other.form.floor,
        name => {
            let own = other.form.shape.parameters().into_iter().find(|parameter| parameter.name == name);
            if let Some(parameter) = own {
                inputs.form.shape = inputs.form.shape.clone().with(name, parameter.value);
            }
        }
    }
}

/// The lists of values under `vary`, by key.
fn lists(
    vary: &Value<'_>,
    inputs: &CurveInputs,
    lines: &[CostLine],
    found: &mut Findings<'_>,
) -> Option<Vec<Vec<Change>>> {
    let Node::Table(table) = vary.node() else {
        found.push(wrong_type(vary, "a table of lists: { learning_rate = [\"75%\", \"80%\"] }"));
        return None;
    };
    let before = found.list.len();
    let mut lists = Vec::new();
    for (key, value) in table.iter() {
        let name = key.name();
        if name == "cost" {
            let Node::Table(costs) = value.node() else {
                found.push(wrong_type(value, "a table of lists by cost line: { Labour = [14, 16] }"));
                continue;
            };
            for (line, value) in costs.iter() {
                let line_name = line.name();
                match lines.iter().position(|line| line.name == line_name) {
                    Some(place) => lists.push(values(value, line_name, found, |item, found| {
                        price(item, &lines[place], found).map(|driver| To::Line(place, driver))
                    })),
                    None => found.push(
                        Diagnostic::error(
                            "unknown-line",
                            line.span(),
                            format!("there is no cost line `{}`", shorten(line_name)),
                        )
                        .with_help(format!(
                            "the lines are {}",
                            list(lines.iter().map(|line| line.name.as_str()))
                        )),
                    ),
                }
            }
        } else if KEYS.contains(&name) {
            lists.push(values(value, name, found, |item, found| {
                curve(item, name, inputs, found).map(|inputs| To::Curve(Box::new(inputs)))
            }));
        } else {
            let help = nearest(name, KEYS).map_or_else(
                || format!("what may vary: {}, and cost lines under `cost`", list(KEYS)),
                |near| format!("did you mean `{near}`?"),
            );
            found.push(
                Diagnostic::error(
                    "unknown-key",
                    key.span(),
                    format!("unknown key `{}` in vary", shorten(name)),
                )
                .with_help(help),
            );
        }
    }
    (found.list.len() == before).then_some(lists)
}

/// Every value of a list, with what it changes.
fn values(
    value: &Value<'_>,
    key: &str,
    found: &mut Findings<'_>,
    read: impl Fn(&Value<'_>, &mut Findings<'_>) -> Option<To>,
) -> Vec<Change> {
    let Node::Array(items) = value.node() else {
        found.push(wrong_type(value, "a list of values"));
        return Vec::new();
    };
    if items.len() > MOST {
        found.push(
            Diagnostic::error("too-many-rows", value.span(), format!("`{}` values", items.len()))
                .with_help(format!("at most {MOST}")),
        );
        return Vec::new();
    }
    let mut changes = Vec::with_capacity(items.len());
    for item in items {
        let written = found.source(item.span()).trim_matches(['"', '\'']).to_owned();
        // What is wrong with one value is mostly wrong with all of the list.
        let Some(to) = read(item, found) else {
            break;
        };
        changes.push(Change { key: key.to_owned(), written: shorten(&written), to });
    }
    changes
}

/// The curve's inputs with another value of a key.
fn curve(item: &Value<'_>, key: &str, inputs: &CurveInputs, found: &mut Findings<'_>) -> Option<CurveInputs> {
    let mut changed = inputs.clone();
    let absent = |found: &mut Findings<'_>| {
        found.push(
            Diagnostic::error("contradiction", item.span(), format!("the curve has no `{key}` to vary"))
                .with_help("vary what the curve's table says"),
        );
        None
    };
    let number = |found: &mut Findings<'_>| {
        let number = number::number(item, "a number", found)?;
        Some(money::to_f64(number))
    };
    match (key, &mut changed.form.shape) {
        ("first_time" | "first_cost", _) if inputs.first.is_none() => return absent(found),
        ("first_time", _) => {
            let Measure::Time(to) = inputs.measure else {
                return absent(found);
            };
            let (time, from) = number::time(item, found)?;
            changed.first = Some(number::in_unit(time, from, to, item.span(), found)?);
        }
        ("first_cost", _) if inputs.measure == Measure::Money => {
            changed.first = Some(number::money(item, found)?);
        }
        ("learning_rate" | "b", _) if inputs.rate.is_none() && inputs.index.is_none() => {
            return absent(found);
        }
        ("learning_rate", _) => {
            (changed.rate, changed.index) = (Some(rate(item, inputs.basis, found)?), None);
        }
        ("b", _) => (changed.rate, changed.index) = (None, Some(index(item, Some(inputs.basis), found)?)),
        ("ends_after", _) => changed.ends_after = Some(number::count(item, found)?),
        ("batch_size", _) => changed.batch_size = number::count(item, found)?,
        ("floor", _) if inputs.form.floor.is_some() => {
            changed.form.floor = Some(match inputs.measure {
                Measure::Money => number::money(item, found)?,
                Measure::Time(to) => {
                    let (time, from) = number::time(item, found)?;
                    number::in_unit(time, from, to, item.span(), found)?
                }
            });
        }
        (name, shape) if name != "floor" && shape.parameters().iter().any(|one| one.name == name) => {
            let value = match name {
                "incompressible" => money::to_f64(number::ratio(item, found)?),
                _ => number(found)?,
            };
            *shape = shape.clone().with(name, value);
        }
        _ => return absent(found),
    }
    Some(changed)
}

/// A cost line's driver at another price or percentage.
fn price(item: &Value<'_>, line: &CostLine, found: &mut Findings<'_>) -> Option<Driver> {
    let mut amount = || -> Option<Decimal> { number::money(item, found) };
    Some(match &line.driver {
        Driver::Hour(_) => Driver::Hour(amount()?),
        Driver::Unit(_) => Driver::Unit(amount()?),
        Driver::Batch(_) => Driver::Batch(amount()?),
        Driver::Once(_) => Driver::Once(amount()?),
        Driver::Percent { of, .. } => Driver::Percent { ratio: number::ratio(item, found)?, of: *of },
        Driver::Curve | Driver::Element => {
            found.push(
                Diagnostic::error(
                    "contradiction",
                    item.span(),
                    format!("`{}` has no rate to vary", line.name),
                )
                .with_help("vary `first_cost` or the learning rate in place of it"),
            );
            return None;
        }
    })
}
