//! A curve fitted to data in place of one that is stated.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::super::check::one_of;
use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::models::{FIT_METHODS, FORMS};
use super::super::raw::{self, DATA_ROW, Kind};
use super::super::reader::{Findings, Reader, Value, wrong_type};
use super::super::tree::Node;
use super::{Steady, Written, in_measure, steady};
use crate::curve::{Basis, Floor, Outline, Shape};
use crate::estimate::table::{self, Cells, Reading};
use crate::estimate::{Data, Estimated, Kind as Rows, Method, Model, Options, estimate};
use crate::money;
use crate::question::{CurveInputs, Fitted, Form, Measure, SteadyRule, TimeUnit};

/// Keys that say what data say already, or what a fit does not go across.
const INSTEAD: [&str; 12] = [
    "first_time",
    "first_cost",
    "final_time",
    "final_cost",
    "learning_rate",
    "b",
    "known",
    "batch_size",
    "breaks",
    "rate_changes",
    "prototypes",
    "production_rates",
];

/// Reads the data of a curve and fits it; parameters of the model that are written are kept as they are.
pub(super) fn read(
    (model, keys): (&str, &raw::Shape),
    basis: Basis,
    table: &Reader<'_, '_>,
    value: &Value<'_>,
    found: &mut Findings<'_>,
) -> Option<CurveInputs> {
    for key in table.present(&INSTEAD) {
        found.push(
            Diagnostic::error("contradiction", table.key_span(key), format!("both `data` and `{key}`"))
                .with_help(
                    "data give the first unit and the rate; the curve goes on as fitted, without breaks",
                )
                .with_related(table.key_span("data"), "the data"),
        );
    }
    let method = match table.get("method") {
        Some(value) => Method::of_name(one_of(value, &FIT_METHODS, found)?)?,
        None => Method::LogOls,
    };
    let (cells, measure) = match value.node() {
        Node::String(file) => from_file(file, value, found)?,
        Node::Array(_) => from_rows(table, found)?,
        _ => {
            found.push(wrong_type(value, "the name of a CSV file, or a list of rows"));
            return None;
        }
    };
    let refuse = |message: String, found: &mut Findings<'_>| {
        found.push(
            Diagnostic::error("bad-data", value.span(), message)
                .with_help("`learncurve fit` shows the same data with all that can be said of them"),
        );
    };
    let data = match table::read(&cells, Reading::default()) {
        Ok(read) => read.data,
        Err(problems) => {
            let in_file = value.as_str().is_some();
            for problem in problems {
                // Rows of the scenario have numbers and no lines.
                let told = if in_file { problem } else { problem.replacen("line ", "row ", 1) };
                refuse(told, found);
            }
            return None;
        }
    };
    let (shape, fixed) = shape(model, keys, table, measure, found)?;
    let made = Model::of_outline(model, Outline::plain(basis, shape), &fixed, false, &data)
        .and_then(|model| estimate(&data, &model, method, &Options::default()));
    let fit = match made {
        Ok(fit) => fit,
        Err(error) => {
            refuse(error.to_string(), found);
            return None;
        }
    };
    for warning in &fit.warnings {
        found.push(Diagnostic::warning(warning.name, value.span(), warning.message.clone()));
    }
    let ends_after = table.get("ends_after").and_then(|v| number::count(v, found));
    if let Some(end) = ends_after.filter(|end| crate::curve::count(*end) < data.last()) {
        let message = format!("learning ends with unit `{end}`, and the data go on to {}", data.last());
        found.push(
            Diagnostic::error("contradiction", table.key_span("ends_after"), message)
                .with_help("a fit is of units that learn: leave later rows out of the data"),
        );
    }
    let steady = match table.get("steady_state").map(|value| steady(value, found)) {
        None => SteadyRule::LastUnit,
        Some(Some(Steady::Rule(rule))) => rule,
        Some(Some(Steady::Own(written))) => {
            SteadyRule::Given(in_measure(written, measure, table.key_span("steady_state"), found)?)
        }
        Some(None) => return None,
    };
    let decimal = |value: f64, found: &mut Findings<'_>| match money::from_f64(value) {
        Ok(decimal) => Some(decimal),
        Err(error) => {
            refuse(error.to_string(), found);
            None
        }
    };
    let coefficient = |name: &str| fit.coefficient(name);
    let floor = match coefficient("floor").map(|floor| floor.value) {
        Some(floor) => Some(decimal(floor, found)?),
        None => fixed.iter().find(|(name, _)| name == "floor").and_then(|(_, value)| decimal(*value, found)),
    };
    let index = match coefficient("index") {
        Some(index) => Some(decimal(index.value, found)?),
        None => None,
    };
    Some(CurveInputs {
        basis,
        measure,
        first: Some(decimal(fit.at[0], found)?),
        rate: None,
        index,
        known: Vec::new(),
        ends_after,
        steady,
        batch_size: 1,
        form: Form { shape: fitted_shape(&fit), floor, ..Form::default() },
        fitted: Some(known(fit, &data)),
    })
}

fn known(fit: Estimated, data: &Data) -> Fitted {
    let error = |name: &str| fit.coefficient(name).and_then(|one| one.std_error);
    let (first_error, index_error) = (error("first_unit"), error("index"));
    Fitted { by: said(&fit, data), first_error, index_error, fit: Arc::new(fit) }
}

fn said(fit: &Estimated, data: &Data) -> String {
    let rows = match data.kind() {
        Rows::Unit => "units",
        Rows::Lot => "lots",
        Rows::Average => "averages",
    };
    format!("{} ({}), to {} {rows}", fit.method.title(), fit.method.name(), data.len())
}

/// The model's shape with every parameter but T1, the index and the floor, which the inputs have.
fn fitted_shape(fit: &Estimated) -> Shape {
    let mut shape = fit.model.shape().clone();
    for (parameter, value) in fit.model.parameters().iter().zip(&fit.at).skip(1) {
        if !matches!(parameter.name.as_str(), "index" | "floor") {
            shape = shape.with(&parameter.name, *value);
        }
    }
    shape
}

/// The model's shape, and the parameters that the table fixes.
fn shape(
    model: &str,
    keys: &raw::Shape,
    table: &Reader<'_, '_>,
    measure: Measure,
    found: &mut Findings<'_>,
) -> Option<(Shape, Vec<(String, f64)>)> {
    let mut shape = Shape::of_model(model)?;
    if let Shape::Plateau { form, .. } = &mut shape
        && table.get("form").and_then(|v| one_of(v, &FORMS, found)) == Some("additive")
    {
        *form = Floor::Additive;
    }
    let mut fixed = Vec::new();
    for parameter in shape.parameters() {
        let (Some(key), Some(value)) = (keys.key(parameter.name), table.get(parameter.name)) else {
            continue;
        };
        let number = match key.kind {
            Kind::Ratio => number::ratio(value, found)?,
            Kind::Value => amount(value, measure, found)?,
            _ => number::number(value, "a number", found)?,
        };
        fixed.push((parameter.name.to_owned(), money::to_f64(number)));
    }
    Some((shape, fixed))
}

/// A time or an amount in the data's measure.
fn amount(value: &Value<'_>, measure: Measure, found: &mut Findings<'_>) -> Option<Decimal> {
    let written = match measure {
        Measure::Money => Written::Cost(number::money(value, found)?),
        Measure::Time(_) => {
            let (time, unit) = number::time(value, found)?;
            Written::Time(time, unit)
        }
    };
    in_measure(written, measure, value.span(), found)
}

/// A table from a file: times are in the unit that stands in brackets behind the heading, `total (min)`; hours for a bare
/// `time`, money for everything else.
fn from_file(file: &str, value: &Value<'_>, found: &mut Findings<'_>) -> Option<(Cells, Measure)> {
    let (heading, rows) = match (found.tables)(file) {
        Ok(table) => table,
        Err(message) => {
            found.push(
                Diagnostic::error("unreadable-data", value.span(), message)
                    .with_help("a file's name is taken from the folder of the scenario"),
            );
            return None;
        }
    };
    let unit = heading.iter().find_map(|name| {
        let (_, unit) = name.split_once(['(', '['])?;
        Some(match unit.trim_end_matches([')', ']', ' ']).trim() {
            "h" | "hr" | "hours" => TimeUnit::Hour,
            "min" | "minutes" => TimeUnit::Minute,
            "s" | "sec" | "seconds" => TimeUnit::Second,
            _ => return None,
        })
    });
    let times = heading.iter().any(|name| name.trim().to_lowercase().starts_with("time"));
    let measure = match unit {
        Some(unit) => Measure::Time(unit),
        None if times => Measure::Time(TimeUnit::Hour),
        None => Measure::Money,
    };
    Some((Cells { heading, rows }, measure))
}

/// A table from rows in the scenario: all in the measure and unit of the first.
fn from_rows(table: &Reader<'_, '_>, found: &mut Findings<'_>) -> Option<(Cells, Measure)> {
    let before = super::errors(found);
    let mut heading: Vec<String> = Vec::new();
    let mut measure = None;
    let mut read: Vec<(usize, Vec<(String, String)>)> = Vec::new();
    for (row, number_of_row) in table.tables("data", &DATA_ROW, found).into_iter().zip(1..) {
        let mut cells = Vec::new();
        for key in DATA_ROW.keys() {
            let Some(value) = row.get(key.name) else {
                continue;
            };
            if !heading.iter().any(|name| name == key.name) {
                heading.push(key.name.to_owned());
            }
            let text = match key.kind {
                Kind::Time | Kind::Money | Kind::Value => {
                    let is_time = matches!(value.node(), Node::String(_)) && key.name != "cost";
                    let of = *measure.get_or_insert_with(|| first_measure(value, is_time));
                    amount(value, of, found).map(|amount| amount.to_string())
                }
                Kind::Count => number::count(value, found).map(|count| count.to_string()),
                _ => number::number(value, "a number", found).map(|number| number.to_string()),
            };
            cells.push((key.name.to_owned(), text.unwrap_or_default()));
        }
        read.push((number_of_row, cells));
    }
    if super::errors(found) > before {
        return None;
    }
    let cell = |cells: &[(String, String)], name: &String| {
        let own = cells.iter().find(|(key, _)| key == name).map(|(_, text)| text.clone());
        own.unwrap_or_else(|| if name == "weight" { "1".to_owned() } else { String::new() })
    };
    let rows = read
        .iter()
        .map(|(row, cells)| (*row, heading.iter().map(|name| cell(cells, name)).collect()))
        .collect();
    Some((Cells { heading, rows }, measure.unwrap_or(Measure::Money)))
}

/// What a first value says of all.
fn first_measure(value: &Value<'_>, is_time: bool) -> Measure {
    let text = value.as_str().unwrap_or_default();
    if !is_time || !text.ends_with(|c: char| c.is_alphabetic()) {
        return Measure::Money;
    }
    let unit = text.trim_start_matches(|c: char| !c.is_alphabetic());
    Measure::Time(match unit.chars().next() {
        Some('m') => TimeUnit::Minute,
        Some('s') => TimeUnit::Second,
        _ => TimeUnit::Hour,
    })
}
