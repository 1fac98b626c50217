//! Data from tables with named columns, whatever the file: which columns make which rows, and what is wrong with each cell.

use super::{Data, Error, Observation, Place};
use crate::curve::{Lot, MAX_UNITS};
use crate::money::{ParseError, parse_decimal};

/// A table as it was read: a heading and rows, each with the number of its line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells {
    /// The names of the columns, as written.
    pub heading: Vec<String>,
    /// The rows.
    pub rows: Vec<(usize, Vec<String>)>,
}

impl Cells {
    /// Rows with more or fewer cells than the heading has, each with its line.
    pub fn ragged(&self) -> Vec<String> {
        self.rows.iter().filter_map(|(line, row)| self.uneven(*line, row)).collect()
    }

    fn uneven(&self, line: usize, row: &[String]) -> Option<String> {
        uneven(row.len(), self.heading.len()).map(|problem| format!("line {line}: {problem}"))
    }
}

/// What is said of a row whose cells are more or fewer than those of the heading.
///
/// # Example
///
/// ```
/// use learncurve::estimate::table::uneven;
/// assert_eq!(uneven(1, 3).unwrap(), "1 cell, and the heading has 3");
/// assert_eq!(uneven(3, 3), None);
/// ```
pub fn uneven(cells: usize, columns: usize) -> Option<String> {
    let plural = if cells == 1 { "cell" } else { "cells" };
    (cells != columns).then(|| format!("{cells} {plural}, and the heading has {columns}"))
}

/// How cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Whether numbers have a decimal comma.
    pub decimal_comma: bool,
    /// The first unit of the first lot, where lots are given by their quantities.
    pub first: u64,
}

impl Default for Reading {
    fn default() -> Self {
        Self { decimal_comma: false, first: 1 }
    }
}

/// A data set with what was noticed while reading it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The data.
    pub data: Data,
    /// What values are in, where the heading says so in brackets: `time (min)`.
    pub unit: Option<String>,
    /// The name of the column that holds the values.
    pub measure: &'static str,
    /// Columns that mean nothing here.
    pub ignored: Vec<String>,
}

/// Columns that say where a row is, and those that hold its value.
const COLUMNS: [&str; 11] =
    ["unit", "units", "first", "last", "quantity", "time", "cost", "total", "average", "weight", "rate"];

/// What the columns make of a row.
#[derive(Clone, Copy)]
enum Form {
    Unit { unit: usize },
    Lot { first: usize, last: usize, average: bool },
    Quantity { quantity: usize, average: bool },
    Average { units: usize, of_total: bool },
}

/// Reads a data set from a table.
///
/// Rows are single units (`unit` with `time` or `cost`), lots (`first`, `last` or `quantity`, with `total` or `average`) or
/// cumulative averages (`units` with `average`, or with the `total` so far); `weight` and `rate` may stand beside.
///
/// # Errors
///
/// Every problem at once: missing, doubled or contradicting columns, and each cell that is no number, with its line.
///
/// # Example
///
/// ```
/// use learncurve::estimate::table::{Cells, Reading, read};
/// let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
/// let rows = vec![(2, cells("1,10,1000")), (3, cells("11,20,800")), (4, cells("21,30,x"))];
/// let refused = read(&Cells { heading: cells("first,last,total"), rows }, Reading::default()).unwrap_err();
/// assert_eq!(refused, ["line 4: `total` is `x`, which is no number"]);
/// ```
pub fn read(cells: &Cells, reading: Reading) -> Result<Read, Vec<String>> {
    let mut problems = Vec::new();
    let named: Vec<(String, Option<String>)> = cells.heading.iter().map(|name| column(name)).collect();
    let ignored: Vec<String> = named
        .iter()
        .zip(&cells.heading)
        .filter(|((name, _), _)| !COLUMNS.contains(&name.as_str()))
        .map(|(_, written)| written.trim().to_owned())
        .collect();
    for name in COLUMNS {
        if named.iter().filter(|(column, _)| column == name).count() > 1 {
            problems.push(format!("the column `{name}` stands twice"));
        }
    }
    let at = |name: &str| named.iter().position(|(column, _)| column == name);
    let form = match form(&at) {
        Ok(form) => Some(form),
        Err(problem) => {
            problems.push(format!("{problem}; the heading has {}", list(&cells.heading)));
            None
        }
    };
    let value = form.and_then(|(_, value)| at(value));
    let (Some((form, measure)), Some(value), true) = (form, value, problems.is_empty()) else {
        return Err(problems);
    };
    let mut rows = Vec::with_capacity(cells.rows.len());
    let mut reached = reading.first - 1;
    for (line, row) in &cells.rows {
        let sheet = Row { cells: row, line: *line, heading: &named, comma: reading.decimal_comma };
        if let Some(problem) = cells.uneven(*line, row) {
            problems.push(problem);
            continue;
        }
        let before = problems.len();
        let place = sheet.place(form, &mut reached, &mut problems);
        let number = sheet.number(value, &mut problems);
        let weight = at("weight").map_or(Some(1.0), |weight| sheet.number(weight, &mut problems));
        let rate = at("rate").map(|rate| sheet.number(rate, &mut problems));
        if problems.len() > before {
            continue;
        }
        if let (Some(place), Some(number), Some(weight)) = (place, number, weight) {
            let spread = match (form, place) {
                (Form::Average { of_total: true, .. }, Place::Average(units)) => units,
                _ => 1.0,
            };
            rows.push(Observation {
                place,
                value: number / spread,
                weight,
                rate: rate.flatten(),
                row: *line,
            });
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    match Data::new(rows) {
        Ok(data) => {
            let unit = named[value].1.clone();
            Ok(Read { data, unit, measure, ignored })
        }
        Err(Error::Rows { refused }) => {
            Err(refused.into_iter().map(|(line, reason)| format!("line {line}: {reason}")).collect())
        }
        Err(Error::FarApart { one, other }) => {
            Err(vec![format!("line {}: {}", one.0, super::error::apart(one, other, "line"))])
        }
        Err(error) => Err(vec![error.to_string()]),
    }
}

/// A column's name in lower case, and the unit that stands behind it in brackets.
fn column(written: &str) -> (String, Option<String>) {
    let lower = written.trim().to_lowercase();
    match lower.split_once(['(', '[']) {
        Some((name, unit)) => {
            let unit = unit.trim_end_matches([')', ']']).trim().to_owned();
            (name.trim().to_owned(), Some(unit))
        }
        None => (lower, None),
    }
}

fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().take(20).map(|name| format!("`{}`", name.trim())).collect();
    if quoted.is_empty() { "no columns".to_owned() } else { quoted.join(", ") }
}

/// What the columns make of rows, and the column that holds their values.
fn form(at: &impl Fn(&str) -> Option<usize>) -> Result<(Form, &'static str), String> {
    let values: Vec<&'static str> =
        ["time", "cost", "total", "average"].into_iter().filter(|name| at(name).is_some()).collect();
    let value = match values.as_slice() {
        [] => return Err("no column holds values: `time`, `cost`, `total` or `average`".to_owned()),
        [one] => *one,
        [one, other, ..] => return Err(format!("both `{one}` and `{other}` hold values")),
    };
    let places: Vec<&str> =
        ["unit", "units", "quantity", "first"].into_iter().filter(|name| at(name).is_some()).collect();
    if let [one, other, ..] = places.as_slice() {
        return Err(format!("both `{one}` and `{other}` say where a row is"));
    }
    let form = match (at("unit"), at("units"), at("quantity"), at("first"), at("last")) {
        (Some(unit), .., None) if matches!(value, "time" | "cost") => Form::Unit { unit },
        (Some(_), ..) => return Err("`unit` goes with `time` or `cost`".to_owned()),
        (_, Some(units), .., None) if matches!(value, "average" | "total") => {
            Form::Average { units, of_total: value == "total" }
        }
        (_, Some(_), ..) => {
            return Err(
                "`units` goes with `average` or `total`: for single units the column is `unit`".to_owned()
            );
        }
        (_, _, Some(quantity), _, None) => Form::Quantity { quantity, average: value == "average" },
        (_, _, _, Some(first), Some(last)) => Form::Lot { first, last, average: value == "average" },
        (.., Some(_), None) => return Err("`first` needs `last` beside it".to_owned()),
        (.., Some(_)) => {
            return Err(
                "`last` needs `first` beside it, and nothing else that says where a row is".to_owned()
            );
        }
        _ => {
            return Err(
                "no column says where a row is: `unit`, `first` and `last`, `quantity` or `units`".to_owned()
            );
        }
    };
    Ok((form, value))
}

/// Whether points may set off thousands in a number, as they do where decimals have a comma: `1.000`.
pub(crate) fn is_grouped_by_points(number: &str) -> bool {
    let mut groups = number.trim_start_matches(['+', '-']).split('.');
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|group| digits(group) && group.len() <= 3);
    let mut further = groups.peekable();
    first && further.peek().is_some() && further.all(|group| digits(group) && group.len() == 3)
}

/// The word behind a number, as the unit of a value may stand there.
fn unit_of(cell: &str) -> Option<&str> {
    let (value, unit) = cell.trim().split_once(' ')?;
    let unit = unit.trim();
    (parse_decimal(value).is_ok() && unit.starts_with(char::is_alphabetic)).then_some(unit)
}

/// What to write in place of a cell that is no number, where that is clear.
fn advice(cell: &str, comma: bool) -> String {
    if comma && is_grouped_by_points(cell) {
        return ": with --decimal-comma thousands are not set off, and decimals have a comma".to_owned();
    }
    if cell.contains('\n') {
        return ": its quote is never closed".to_owned();
    }
    match parse_decimal(cell) {
        Err(ParseError::DecimalComma { .. }) if !comma => {
            ": with a decimal comma say --decimal-comma".to_owned()
        }
        Err(ParseError::AmbiguousComma { .. }) if !comma => {
            ": a comma that sets off thousands is left out; if decimals have a comma here, say --decimal-comma"
                .to_owned()
        }
        Err(ParseError::Malformed { .. } | ParseError::NotFinite { .. }) | Ok(_) => String::new(),
        Err(error) if !comma => error.help().map_or(String::new(), |help| format!(": {help}")),
        Err(_) => String::new(),
    }
}

/// The beginning of a cell, on one line.
fn shown(cell: &str) -> String {
    let mut characters = cell.chars();
    let beginning: String = characters.by_ref().take(40).flat_map(char::escape_debug).collect();
    if characters.next().is_some() { beginning + "…" } else { beginning }
}

/// One row with what is needed to read its cells.
struct Row<'c> {
    cells: &'c [String],
    line: usize,
    heading: &'c [(String, Option<String>)],
    comma: bool,
}

impl Row<'_> {
    fn place(&self, form: Form, reached: &mut u64, problems: &mut Vec<String>) -> Option<Place> {
        let lot =
            |first: u64, last: u64, average: bool, problems: &mut Vec<String>| match Lot::new(first, last) {
                Ok(lot) if average => Some(Place::LotAverage(lot)),
                Ok(lot) => Some(Place::Lot(lot)),
                Err(error) => {
                    problems.push(format!("line {}: {error}", self.line));
                    None
                }
            };
        match form {
            Form::Unit { unit } => self.number(unit, problems).map(Place::Unit),
            Form::Average { units, .. } => self.number(units, problems).map(Place::Average),
            Form::Lot { first, last, average } => {
                let (first, last) = (self.whole(first, problems), self.whole(last, problems));
                lot(first?, last?, average, problems)
            }
            Form::Quantity { quantity, average } => {
                let quantity = self.whole(quantity, problems)?;
                let first = *reached + 1;
                *reached = reached.saturating_add(quantity);
                lot(first, *reached, average, problems)
            }
        }
    }

    fn refuse(&self, column: usize, reason: &str, problems: &mut Vec<String>) {
        problems.push(format!("line {}: `{}` {reason}", self.line, self.heading[column].0));
    }

    /// A finite number.
    fn number(&self, column: usize, problems: &mut Vec<String>) -> Option<f64> {
        let cell = self.cells[column].trim();
        if cell.is_empty() {
            self.refuse(column, "is blank", problems);
            return None;
        }
        let comma = self.comma && cell.contains(',');
        let plain = if comma { cell.replace(',', ".") } else { cell.to_owned() };
        let written = plain
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
        match plain.parse::<f64>() {
            Ok(number)
                if written
                    && number.is_finite()
                    && !(comma && cell.contains('.'))
                    && !(self.comma && is_grouped_by_points(cell)) =>
            {
                if number > 0.0 {
                    return Some(number);
                }
                let digits = plain.split(['e', 'E']).next().unwrap_or_default();
                let is_tiny =
                    number.is_sign_positive() && digits.contains(|digit| matches!(digit, '1'..='9'));
                let reason = if is_tiny {
                    format!("is {}, and the least number above 0 is 4.9e-324", shown(cell))
                } else {
                    format!("is {number}, which is not above 0")
                };
                self.refuse(column, &reason, problems);
                None
            }
            Ok(number) if written && number.is_infinite() => {
                let reason = if number > 0.0 {
                    format!("is {}, and the largest number is 1.8e308", shown(cell))
                } else {
                    format!("is {}, which is not above 0", shown(cell))
                };
                self.refuse(column, &reason, problems);
                None
            }
            _ => {
                let name = self.heading[column].0.as_str();
                let is_value = matches!(name, "time" | "cost" | "total" | "average");
                let unit = unit_of(cell).filter(|_| is_value);
                let advice = match unit {
                    Some(unit) => {
                        format!(": the unit stands in the heading, as in `{name} ({})`", shown(unit))
                    }
                    None => advice(cell, self.comma),
                };
                self.refuse(column, &format!("is `{}`, which is no number{advice}", shown(cell)), problems);
                None
            }
        }
    }

    /// A count of units.
    fn whole(&self, column: usize, problems: &mut Vec<String>) -> Option<u64> {
        let number = self.number(column, problems)?;
        #[expect(clippy::cast_precision_loss, reason = "1e15 is exact")]
        if number.fract() != 0.0 || !(1.0..=MAX_UNITS as f64).contains(&number) {
            self.refuse(
                column,
                &format!("is {number}, and units are counted whole from 1 to 1e15"),
                problems,
            );
            return None;
        }
        Some(super::data::whole(number))
    }
}
