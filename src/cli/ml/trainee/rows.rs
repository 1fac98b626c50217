//! Rows to train on from a table: features as numbers, labels as classes.

use std::path::Path;

use super::super::super::exit::{Exit, Failure};
use super::super::shared::Table;
use crate::ml::train::{Data, MOST_CLASSES};

/// The most problems of a table that are told.
const MOST_TOLD: usize = 20;

/// Rows as a table has them.
pub(super) struct Rows {
    pub(super) name: String,
    pub(super) features: Vec<String>,
    values: Vec<f64>,
    labels: Vec<String>,
}

/// Reads a table's rows; features are all columns but the label's where none are named.
pub(super) fn read(path: &Path, label: Option<&str>, features: &[String]) -> Result<Rows, Failure> {
    let table = Table::read(path)?;
    let heading = &table.cells.heading;
    let at_label = match label {
        Some(name) => table.column(&[name], "of labels")?,
        None => table.column(&["label", "class", "target"], "of labels; --label names another")?,
    };
    let places: Vec<usize> = if features.is_empty() {
        (0..heading.len()).filter(|place| *place != at_label).collect()
    } else {
        features
            .iter()
            .map(|name| table.column(&[name.as_str()], "to learn from"))
            .collect::<Result<_, _>>()?
    };
    let bad = |message: String| Failure::new(Exit::BadData, message);
    if places.is_empty() {
        return Err(bad(format!(
            "`{}` has no column beside its labels: there is nothing to learn from",
            table.name
        )));
    }
    if let Some(place) = places.iter().find(|place| **place == at_label) {
        return Err(bad(format!(
            "`{}`: column `{}` has the labels, and can't be learned from as well",
            table.name, heading[*place]
        )));
    }
    if table.cells.rows.is_empty() {
        return Err(bad(format!("`{}` has no rows below its heading", table.name)));
    }
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    let mut problems = Vec::new();
    for (line, row) in &table.cells.rows {
        if row.len() != heading.len() {
            problems.push(format!("line {line}: {} cells, and the heading has {}", row.len(), heading.len()));
            continue;
        }
        for place in &places {
            match row[*place].trim().parse::<f64>() {
                Ok(value) if value.is_finite() => values.push(value),
                _ => problems.push(format!(
                    "line {line}, column `{}`: `{}` is no number",
                    heading[*place], row[*place]
                )),
            }
        }
        let label = row[at_label].trim();
        match label.parse::<f64>() {
            _ if label.is_empty() => problems.push(format!("line {line}: no label")),
            Ok(value) if value.fract() != 0.0 || !value.is_finite() => problems.push(format!(
                "line {line}, column `{}`: `{label}` is no label, which is a whole number or a word",
                heading[at_label]
            )),
            _ => labels.push(label.to_owned()),
        }
    }
    if problems.is_empty() {
        let features = places.iter().map(|place| heading[*place].clone()).collect();
        return Ok(Rows { name: table.name, features, values, labels });
    }
    let more = match problems.len().saturating_sub(MOST_TOLD) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    let told: Vec<String> = problems.iter().take(MOST_TOLD).map(|problem| format!("\n  {problem}")).collect();
    Err(bad(format!("`{}` can't be trained on:{}{more}", table.name, told.concat()))
        .with_help("leave such rows out, or name the columns to learn from: --features a,b"))
}

/// The labels of all of these rows, each once: numbers by their size, else words in alphabetical order.
pub(super) fn classes(parts: &[&Rows]) -> Result<Vec<String>, Failure> {
    let labels = || parts.iter().flat_map(|part| &part.labels);
    let numbers: Option<Vec<f64>> = labels().map(|label| label.parse().ok()).collect();
    let classes = match numbers {
        Some(mut numbers) => {
            numbers.sort_by(f64::total_cmp);
            numbers.dedup();
            numbers.iter().map(ToString::to_string).collect()
        }
        None => {
            let mut words: Vec<String> = labels().cloned().collect();
            words.sort();
            words.dedup();
            words
        }
    };
    let name = parts.first().map_or("", |part| part.name.as_str());
    let bad = |message: String| Err(Failure::new(Exit::BadData, format!("`{name}`: {message}")));
    match classes.len() {
        1 => bad(format!(
            "every row has the label `{}`, and there has to be a second to tell it from",
            classes[0]
        )),
        count if count > MOST_CLASSES => {
            bad(format!("{count} labels: at most {MOST_CLASSES} can be told apart"))
        }
        _ => Ok(classes),
    }
}

impl Rows {
    /// The rows as data, by the classes of [`classes`].
    pub(super) fn data(&self, classes: &[String]) -> Result<Data, Failure> {
        let numeric = classes.iter().all(|class| class.parse::<f64>().is_ok());
        let place = |label: &String| {
            let same = |class: &String| match (numeric, label.parse::<f64>(), class.parse::<f64>()) {
                (true, Ok(one), Ok(other)) => one.total_cmp(&other).is_eq() || (one == 0.0 && other == 0.0),
                _ => label == class,
            };
            classes.iter().position(same).unwrap_or(0)
        };
        let labels = self.labels.iter().map(place).collect();
        Data::of_classes(self.values.clone(), self.features.len(), labels, classes.len())
            .map_err(|error| Failure::new(Exit::BadData, format!("`{}`: {error}", self.name)))
    }
}
