//! Runs from a table.

use std::collections::HashSet;

use super::super::super::exit::{Exit, Failure};
use super::super::shared::Table;
use super::columns::{Columns, Named, Places, Unit, unit};
use super::row::Row;
use super::target::Target;
use crate::estimate::table::uneven;
use crate::ml::sweep::{Outcome, Run, Sweep, look};
use crate::money::Decimal;

/// What a table of runs holds.
pub(super) struct Read {
    pub(super) sweep: Sweep,
    pub(super) unit: Unit,
    pub(super) grouped: Option<String>,
    pub(super) sized: Option<String>,
    /// When a run has reached its target, in words.
    pub(super) target: String,
    /// What each run cost, in the runs' order; none without such a column.
    pub(super) costs: Option<Vec<Decimal>>,
    /// The group of each run that is the copy of one before it.
    pub(super) copies: Vec<usize>,
}

/// Reads runs from a table; `limit` is the time of failed runs that don't say theirs.
pub(super) fn read(
    table: &Table,
    columns: &Columns,
    target: Option<&Target>,
    limit: Option<f64>,
) -> Result<Read, Failure> {
    let named = Named::of(table);
    let places = Places::of(&named, columns, target)?;
    let unit = unit(&named, places.time, columns.unit.as_deref())?;
    let mut groups: Vec<String> = Vec::new();
    let (mut runs, mut rows, mut costs, mut problems) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let width = table.cells.heading.len();
    for (line, cells) in &table.cells.rows {
        if let Some(problem) = uneven(cells.len(), width) {
            problems.push(format!("line {line}: {problem}"));
            continue;
        }
        let mut row = Row { named: &named, line: *line, cells, problems: &mut problems };
        let before = row.problems.len();
        let lr = row.number(places.lr);
        let time = if row.is_blank(places.time) { None } else { row.number(places.time) };
        let reached = match (places.metric.zip(target), places.reached) {
            (Some((metric, target)), _) => row.metric(metric, target),
            (None, Some(reached)) => row.word(reached),
            (None, None) => Some(!row.is_blank(places.time)),
        };
        let size = places.size.and_then(|size| row.number(size));
        let weights = match (places.weights, size) {
            _ if !columns.weights.is_empty() => size.map(|size| polynomial(&columns.weights, size)),
            (Some(weights), _) => row.number(weights),
            (None, _) => None,
        };
        let cost = places.cost.and_then(|cost| row.money(cost));
        if reached == Some(true) && row.is_blank(places.time) {
            row.refuse(places.time, "is blank, and the run reached its target");
        }
        let group = places.group.map_or("", |group| cells[group].trim());
        if row.problems.len() > before {
            continue;
        }
        let group = groups.iter().position(|own| own == group).unwrap_or_else(|| {
            groups.push(group.to_owned());
            groups.len() - 1
        });
        let outcome = match (reached, time) {
            (Some(true), Some(time)) => Outcome::Reached(time),
            // A run that broke down before the limit would not have reached the target within it either.
            (_, spent) => Outcome::Failed {
                within: match (spent, limit) {
                    (Some(spent), Some(limit)) => Some(spent.max(limit)),
                    (spent, limit) => spent.or(limit),
                },
                spent: spent.or(limit),
            },
        };
        runs.push(Run { group, lr: lr.unwrap_or(f64::NAN), size, weights, outcome });
        rows.push(cells);
        costs.extend(cost);
    }
    if !problems.is_empty() {
        return Err(told(table, &problems));
    }
    let sweep = Sweep::new(groups, runs)
        .map_err(|error| Failure::new(Exit::BadData, format!("`{}`: {error}", table.name)))?;
    let copies = copies(&sweep, &rows, table.find(&["seed"]).is_some());
    let words = match (places.metric.zip(target), places.reached) {
        (Some((metric, target)), _) => format!("`{}` {target}", named.heading(metric)),
        (None, Some(reached)) => format!("`{}` says so", named.heading(reached)),
        (None, None) => format!("`{}` is not blank", named.heading(places.time)),
    };
    Ok(Read {
        sweep,
        unit,
        grouped: places.group.map(|place| named.heading(place).to_owned()),
        sized: places.size.map(|place| named.heading(place).to_owned()),
        target: words,
        costs: places.cost.map(|_| costs),
        copies,
    })
}

/// The group of each run whose row is in every cell as one before it.
///
/// Without seeds to tell runs apart, failures at one limit and counts that runs look for now and then are alike by themselves.
fn copies(sweep: &Sweep, rows: &[&Vec<String>], seeded: bool) -> Vec<usize> {
    let looked = look(sweep.runs()).is_some();
    let mut seen = HashSet::new();
    (sweep.runs().iter().zip(rows))
        .filter(|(_, cells)| !seen.insert(cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>()))
        .filter(|(run, _)| seeded || (run.reached().is_some() && !looked))
        .map(|(run, _)| run.group)
        .collect()
}

/// `c0 + c1 x + c2 x² + …`.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

fn told(table: &Table, problems: &[String]) -> Failure {
    /// The most problems that are told.
    const MOST: usize = 20;
    let shown: Vec<String> = problems.iter().take(MOST).map(|problem| format!("\n  {problem}")).collect();
    let more = match problems.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    Failure::new(Exit::BadData, format!("`{}` holds what is no run:{}{more}", table.name, shown.concat()))
}
