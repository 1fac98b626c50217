//! A model's own parameters.

use std::sync::Arc;

use super::super::tree::{Node, Value};
use rust_decimal::Decimal;

use super::super::check::one_of;
use super::super::diagnostic::Diagnostic;
use super::super::number;
use super::super::raw::models::FORMS;
use super::super::raw::{self, FACTOR_ROW, Kind, PACE_ROW};
use super::super::reader::{Findings, Reader, list, wrong_type};
use super::{Written, in_measure, rate};
use crate::curve::{self, Basis, FactorTable, Floor, Index, LearningRate, Shape, Sum};
use crate::money;
use crate::question::{Form, Measure, Pace};

/// Reads what a model's table says beside the first unit and the rate.
///
/// `keys` says how each of the model's parameters is written.
pub(super) fn read(
    (model, keys): (&str, &raw::Shape),
    table: &Reader<'_, '_>,
    measure: Measure,
    found: &mut Findings<'_>,
) -> Option<Form> {
    let own = Own { table, measure };
    let plain = Form::default();
    let form = match model {
        "stepped" => Form { shape: Shape::Stepped { indexes: own.rates(found)? }, ..plain },
        "factors" => Form { shape: Shape::Factors(Arc::new(own.rows(found)?)), ..plain },
        "rate-effect" => Form { pace: Some(own.pace(found)?), ..plain },
        _ => own.parameters(Shape::of_model(model)?, keys, found)?,
    };
    if let Err(error @ curve::Error::Parameter { name, .. }) = form.shape.check() {
        let span = if table.get(name).is_some() { table.key_span(name) } else { table.span.clone() };
        found.push(
            Diagnostic::error("bad-parameter", span, error.to_string())
                .with_help("docs/methods.md says what each parameter of a model means"),
        );
        return None;
    }
    Some(form)
}

/// A model's table and the curve's measure.
struct Own<'r, 'a, 't> {
    table: &'r Reader<'a, 't>,
    measure: Measure,
}

impl Own<'_, '_, '_> {
    fn missing(&self, key: &str, example: &str, found: &mut Findings<'_>) {
        found.push(
            Diagnostic::error("missing-key", self.table.span.clone(), format!("`{key}` is missing"))
                .with_help(format!("this model needs it: {key} = {example}")),
        );
    }

    fn signed(&self, key: &str, found: &mut Findings<'_>) -> Option<f64> {
        let Some(value) = self.table.get(key) else {
            self.missing(key, "0.5", found);
            return None;
        };
        number::number(value, "a number", found).map(money::to_f64)
    }

    fn number(&self, key: &str, found: &mut Findings<'_>) -> Option<f64> {
        let Some(value) = self.table.get(key) else {
            self.missing(key, "4", found);
            return None;
        };
        let number = number::number(value, "a number", found)?;
        number::not_negative(number, value, found).map(money::to_f64)
    }

    /// A shape with its parameters, each read as the key of its name has it; all that are wrong are told.
    fn parameters(&self, mut shape: Shape, keys: &raw::Shape, found: &mut Findings<'_>) -> Option<Form> {
        let mut floor = None;
        let mut sound = true;
        for parameter in shape.parameters() {
            let Some(key) = keys.key(parameter.name) else {
                continue;
            };
            let value = match key.kind {
                Kind::NumberOrZero if self.table.get(key.name).is_none() => Some(0.0),
                Kind::Ratio => self.share(key.name, found),
                Kind::Signed => self.signed(key.name, found),
                Kind::Value => {
                    // What it is of T1 is known with T1.
                    floor = self.value(key.name, found);
                    floor.map(|_| parameter.value)
                }
                _ => self.number(key.name, found),
            };
            match value {
                Some(value) => shape = shape.with(parameter.name, value),
                None => sound = false,
            }
        }
        if let Shape::Plateau { form, .. } = &mut shape
            && self.table.get("form").and_then(|v| one_of(v, &FORMS, found)) == Some("additive")
        {
            *form = Floor::Additive;
        }
        sound.then(|| Form { shape, floor, ..Form::default() })
    }

    fn share(&self, key: &str, found: &mut Findings<'_>) -> Option<f64> {
        let Some(value) = self.table.get(key) else {
            self.missing(key, "\"25%\"", found);
            return None;
        };
        number::ratio(value, found).map(money::to_f64)
    }

    /// A time or an amount, in the curve's measure.
    fn value(&self, key: &str, found: &mut Findings<'_>) -> Option<Decimal> {
        let Some(value) = self.table.get(key) else {
            self.missing(key, if self.measure == Measure::Money { "15.00" } else { "\"15 h\"" }, found);
            return None;
        };
        let written = match self.measure {
            Measure::Money => Written::Cost(number::money(value, found)?),
            Measure::Time(_) => {
                let (value, unit) = number::time(value, found)?;
                Written::Time(value, unit)
            }
        };
        in_measure(written, self.measure, value.span(), found)
    }

    /// The rate of each doubling.
    fn rates(&self, found: &mut Findings<'_>) -> Option<Arc<[Index]>> {
        let Some(value) = self.table.get("rates") else {
            self.missing("rates", "[\"75%\", \"90%\"]", found);
            return None;
        };
        let Node::Array(items) = value.node() else {
            found.push(wrong_type(value, "a list of rates, such as [\"75%\", \"90%\"]"));
            return None;
        };
        if items.is_empty() || items.len() > 50 {
            found.push(
                Diagnostic::error("bad-parameter", value.span(), format!("a list of {} rates", items.len()))
                    .with_help("at least one rate and at most 50, one for each doubling"),
            );
            return None;
        }
        let rates: Vec<Option<Index>> = items
            .iter()
            .map(|item| {
                let ratio = rate(item, Basis::Unit, found)?;
                LearningRate::new(money::to_f64(ratio)).ok().map(LearningRate::index)
            })
            .collect();
        rates.into_iter().collect::<Option<Vec<Index>>>().map(Arc::from)
    }

    /// A printed table: the same columns in every row.
    fn rows(&self, found: &mut Findings<'_>) -> Option<FactorTable> {
        if self.table.get("rows").is_none() {
            self.missing("rows", "[ { units = 1, unit = 1.0 }, … ]", found);
            return None;
        }
        let rows = self.table.tables("rows", &FACTOR_ROW, found);
        let columns = rows.first()?.present(&["unit", "total", "average"]);
        let refuse =
            |span, message: String, help: &str| Diagnostic::error("bad-table", span, message).with_help(help);
        if columns.is_empty() || (columns.contains(&"total") && columns.contains(&"average")) {
            found.push(refuse(
                rows.first()?.span.clone(),
                format!("the row has the factors {}", list(columns.iter().copied())),
                "a row has `unit`, and one of `total` and `average`, or either",
            ));
            return None;
        }
        let mut made = vec![Vec::with_capacity(rows.len()); columns.len()];
        let mut last = 0;
        for row in &rows {
            let Some(units) = row.get("units") else {
                found.push(
                    Diagnostic::error("missing-key", row.span.clone(), "`units` is missing")
                        .with_help("write { units = 5, unit = 0.596, total = 3.738 }"),
                );
                return None;
            };
            let units_of = number::count(units, found)?;
            if units_of <= last {
                found.push(refuse(
                    units.span(),
                    format!("`{units_of}` comes after `{last}`"),
                    "the numbers of units rise from row to row",
                ));
                return None;
            }
            last = units_of;
            if row.present(&["unit", "total", "average"]) != columns {
                found.push(refuse(
                    row.span.clone(),
                    "the row has other columns than the first".to_owned(),
                    &format!("every row has {}", list(columns.iter().copied())),
                ));
                return None;
            }
            for (column, key) in made.iter_mut().zip(&columns) {
                let value = row.get(key)?;
                let factor = number::number(value, "a factor", found)?;
                if factor <= Decimal::ZERO {
                    found.push(refuse(
                        value.span(),
                        format!("`{factor}` is no factor"),
                        "factors are above 0",
                    ));
                    return None;
                }
                column.push((curve::count(units_of), money::to_f64(factor)));
            }
        }
        let mut made = columns.iter().zip(made);
        let (mut unit, mut sum) = (None, None);
        for (key, column) in &mut made {
            match *key {
                "unit" => unit = Some(column),
                "total" => sum = Some((Sum::Total, column)),
                _ => sum = Some((Sum::Average, column)),
            }
        }
        let table = FactorTable::new(unit, sum);
        table
            .map_err(|error| {
                found.push(refuse(
                    self.table.get("rows").map_or(self.table.span.clone(), Value::span),
                    error.to_string(),
                    "totals rise from row to row, and say the same of unit 1 as its own factor",
                ));
            })
            .ok()
    }

    /// The rate effect: its index, and which rate holds from which unit.
    fn pace(&self, found: &mut Findings<'_>) -> Option<Pace> {
        let index = match (self.table.get("rate_slope"), self.table.get("rate_index")) {
            (Some(slope), None) => money::to_f64(number::ratio(slope, found)?).log2(),
            (None, Some(_)) => self.signed("rate_index", found)?,
            (None, None) => {
                self.missing("rate_slope", "\"95%\"", found);
                return None;
            }
            (Some(_), Some(index)) => {
                found.push(
                    Diagnostic::error("contradiction", index.span(), "both `rate_slope` and `rate_index`")
                        .with_help("the index is log slope / log 2: keep one of the two"),
                );
                return None;
            }
        };
        let rates = self.production_rates(found)?;
        let bounded = (-5.0..=5.0).contains(&index);
        if !bounded || rates.iter().any(|(_, rate)| *rate <= 0.0) {
            found.push(
                Diagnostic::error(
                    "bad-parameter",
                    self.table.span.clone(),
                    "the rate effect is out of bounds",
                )
                .with_help("production rates are above 0, and the rate's index is from -5 to 5"),
            );
            return None;
        }
        Some(Pace { index, rates })
    }

    fn production_rates(&self, found: &mut Findings<'_>) -> Option<Vec<(u64, f64)>> {
        if self.table.get("production_rates").is_none() {
            return Some(vec![(1, self.number("production_rate", found)?)]);
        }
        if self.table.get("production_rate").is_some() {
            found.push(
                Diagnostic::error(
                    "contradiction",
                    self.table.key_span("production_rate"),
                    "both `production_rate` and `production_rates`",
                )
                .with_help("one rate for all units, or a list of rates by unit: keep one of the two"),
            );
            return None;
        }
        let rows = self.table.tables("production_rates", &PACE_ROW, found);
        if rows.len() > 1_000 {
            let span = self.table.key_span("production_rates");
            found.push(
                Diagnostic::error("too-many-rows", span, format!("{} production rates", rows.len()))
                    .with_help("at most 1000 of them on one curve"),
            );
            return None;
        }
        let mut rates = Vec::with_capacity(rows.len());
        for row in &rows {
            let own = Own { table: row, measure: self.measure };
            let rate = own.number("rate", found)?;
            let from = match row.get("from") {
                Some(from) => number::count(from, found)?,
                None => 1,
            };
            rates.push((from, rate));
        }
        let rising = rates.windows(2).all(|pair| pair[0].0 < pair[1].0);
        if rates.first().is_none_or(|(from, _)| *from != 1) || !rising {
            found.push(
                Diagnostic::error(
                    "bad-table",
                    self.table.key_span("production_rates"),
                    "the production rates do not cover the units in order",
                )
                .with_help("the first is from unit 1, and each next from a later unit"),
            );
            return None;
        }
        Some(rates)
    }
}
