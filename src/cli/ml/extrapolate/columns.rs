//! The columns of a table of learning curves: by their names, or by flags.

use clap::Args;

use super::super::super::exit::{Exit, Failure};
use super::super::super::fit::data;
use super::super::shared::Table;
use crate::ml::extrapolate::{self, Errors, Point};

/// Names of amounts, the first that a table has being taken.
const AMOUNTS: [&str; 22] = [
    "samples",
    "n",
    "training_rows",
    "train_size",
    "training_size",
    "examples",
    "rows",
    "size",
    "tokens",
    "flop",
    "flops",
    "training_flop",
    "training_flops",
    "compute",
    "steps",
    "step",
    "updates",
    "iterations",
    "iteration",
    "epochs",
    "epoch",
    "amount",
];
/// Names of errors and losses, those of held-out data first.
const LOSSES: [&str; 21] = [
    "error",
    "test_error",
    "mean_test_error",
    "held_out_error",
    "validation_error",
    "val_error",
    "eval_error",
    "error_rate",
    "loss",
    "test_loss",
    "held_out_loss",
    "validation_loss",
    "val_loss",
    "valid_loss",
    "eval_loss",
    "cross_entropy",
    "perplexity",
    "mse",
    "rmse",
    "mae",
    "wer",
];
const ACCURACIES: [&str; 8] = [
    "accuracy",
    "test_accuracy",
    "mean_test_accuracy",
    "held_out_accuracy",
    "validation_accuracy",
    "val_accuracy",
    "val_acc",
    "acc",
];
const SPREADS: [&str; 7] =
    ["sd", "std", "stdev", "sd_test_error", "std_test_error", "standard_deviation", "error_sd"];
const RUNS: [&str; 4] = ["runs", "repeats", "replicates", "seeds"];

// No doc comment: it would take the place of the command's description.
// Which columns are read, and how.
#[derive(Debug, Clone, Args)]
pub(crate) struct Columns {
    /// Columns whose values tell curves apart: dataset,learner
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(crate) by: Vec<String>,
    /// Only the curve with these values of --by: letter,SVC
    #[arg(long, value_name = "VALUE,…", value_delimiter = ',', requires = "by")]
    pub(crate) only: Vec<String>,
    /// The column of amounts: samples, steps, FLOP
    #[arg(long, value_name = "NAME")]
    pub(crate) amount_column: Option<String>,
    /// The column of errors or losses
    #[arg(long, value_name = "NAME")]
    pub(crate) loss_column: Option<String>,
    /// The column of accuracies; the error is 1 less that
    #[arg(long, value_name = "NAME", conflicts_with = "loss_column")]
    pub(crate) accuracy_column: Option<String>,
    /// The column of standard deviations over runs
    #[arg(long, value_name = "NAME")]
    pub(crate) sd_column: Option<String>,
    /// The column that says how many runs each row is the mean of
    #[arg(long, value_name = "NAME")]
    pub(crate) runs_column: Option<String>,
    /// Errors, accuracies and their spread are in percent
    #[arg(long)]
    pub(crate) percent: bool,
    /// Leave rows out whose amount or error is blank, as logs have them between evaluations
    #[arg(long)]
    pub(crate) skip_blank: bool,
}

/// One curve's rows.
pub(super) struct Group {
    /// The values of the columns that tell it apart; empty for a table of one curve.
    pub(super) name: String,
    pub(super) points: Vec<Point>,
    lines: Vec<usize>,
}

/// What a table has.
pub(super) struct Read {
    /// The name of the amounts' column.
    pub(super) amount: String,
    /// What is read as the error.
    pub(super) value: String,
    /// Whether it was an accuracy.
    pub(super) accuracy: bool,
    pub(super) groups: Vec<Group>,
    /// Rows that were left out for a blank.
    pub(super) skipped: usize,
    /// Other columns that might have been meant for the error.
    pub(super) others: Vec<String>,
    /// Columns of words that differ from row to row, where nobody said that they tell curves apart.
    pub(super) apart: Vec<String>,
}

/// Reads the curves of a table; `errors` are those to be fitted, by whether there is a spread over runs.
pub(super) fn read(
    table: &Table,
    args: &Columns,
    errors: &dyn Fn(bool) -> Result<Errors, Failure>,
) -> Result<(Read, Errors), Failure> {
    table.even()?;
    let named = |flag: &Option<String>, names: &[&str], what: &str| match flag {
        Some(name) => table.column(&[name], what).map(Some),
        None => Ok(table.find(names)),
    };
    let amount = match named(&args.amount_column, &AMOUNTS, "of amounts")? {
        Some(column) => column,
        None => {
            table.column(&AMOUNTS[..1], "of amounts, nor another that is known; --amount-column names it")?
        }
    };
    let loss = if args.accuracy_column.is_some() {
        None
    } else {
        named(&args.loss_column, &LOSSES, "of errors or losses")?
    };
    let accuracy = match loss {
        Some(_) => None,
        None => named(&args.accuracy_column, &ACCURACIES, "of accuracies")?,
    };
    let Some(column) = loss.or(accuracy) else {
        return Err(table
            .column(
                &["error"],
                "of errors, nor another that is known; --loss-column or --accuracy-column names it",
            )
            .err()
            .unwrap_or_else(|| Failure::new(Exit::BadData, "there is no column of errors")));
    };
    let sd = named(&args.sd_column, &SPREADS, "of standard deviations")?;
    let runs = named(&args.runs_column, &RUNS, "of runs")?;
    let by: Vec<usize> =
        args.by.iter().map(|name| table.column(&[name], "to tell curves apart")).collect::<Result<_, _>>()?;
    let mut reading = Reading { table, args, problems: Vec::new(), skipped: 0 };
    let errors = errors(sd.is_some())?;
    let groups = reading.groups(&by, [Some(amount), Some(column), sd, runs], accuracy.is_some());
    reading.hold(&groups, errors);
    reading.told()?;
    let heading = |column: usize| table.cells.heading[column].trim().to_owned();
    let others = LOSSES.iter().chain(&ACCURACIES).filter_map(|name| table.find(&[name]));
    let apart = if by.is_empty() { words(table, &groups) } else { Vec::new() };
    let read = Read {
        amount: heading(amount),
        value: heading(column),
        accuracy: accuracy.is_some(),
        skipped: reading.skipped,
        others: others.filter(|other| *other != column).map(heading).collect(),
        groups: chosen(groups, &args.only, &table.name)?,
        apart,
    };
    Ok((read, errors))
}

/// Columns of words that take a few values, where amounts are repeated as they are by several curves.
fn words(table: &Table, groups: &[Group]) -> Vec<String> {
    let Some(group) = groups.first() else { return Vec::new() };
    let mut amounts: Vec<u64> = group.points.iter().map(|point| point.amount.to_bits()).collect();
    amounts.sort_unstable();
    amounts.dedup();
    if amounts.len() == group.points.len() {
        return Vec::new();
    }
    let tells = |column: &usize| {
        let mut values: Vec<&str> = table.texts(*column).map(|(_, cell)| cell).collect();
        values.sort_unstable();
        values.dedup();
        let some = values.len() > 1 && 3 * values.len() <= group.points.len();
        some && values.iter().all(|value| !value.is_empty() && value.parse::<f64>().is_err())
    };
    let found = (0..table.cells.heading.len()).filter(tells);
    found.map(|column| table.cells.heading[column].trim().to_owned()).collect()
}

/// The curve that is asked for, or all of them.
fn chosen(groups: Vec<Group>, only: &[String], name: &str) -> Result<Vec<Group>, Failure> {
    if groups.is_empty() {
        return Err(Failure::new(Exit::BadData, format!("`{name}` has no rows")));
    }
    if only.is_empty() {
        return Ok(groups);
    }
    let wanted = only.iter().map(|value| value.trim()).collect::<Vec<_>>().join(", ");
    let (mut kept, rest): (Vec<Group>, Vec<Group>) =
        groups.into_iter().partition(|group| group.name == wanted);
    if kept.is_empty() {
        let names: Vec<&str> = rest.iter().take(20).map(|group| group.name.as_str()).collect();
        return Err(Failure::new(Exit::BadData, format!("`{name}` has no curve `{wanted}`"))
            .with_help(format!("its curves are: {}", names.join("; "))));
    }
    for group in &mut kept {
        group.name.clone_from(&wanted);
    }
    Ok(kept)
}

struct Reading<'t> {
    table: &'t Table,
    args: &'t Columns,
    /// What is wrong, with its line.
    problems: Vec<(usize, String)>,
    skipped: usize,
}

impl Reading<'_> {
    fn groups(&mut self, by: &[usize], columns: [Option<usize>; 4], accuracy: bool) -> Vec<Group> {
        let [amount, value, sd, runs] = columns;
        let mut groups: Vec<Group> = Vec::new();
        let mut places = std::collections::HashMap::new();
        let table = self.table;
        for (line, row) in &table.cells.rows {
            let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
            let name = by.iter().map(|column| cell(*column)).collect::<Vec<_>>().join(", ");
            let blank = [amount, value].into_iter().flatten().any(|column| is_blank(cell(column)));
            if blank && self.args.skip_blank {
                self.skipped += 1;
                continue;
            }
            let mut number = |column: Option<usize>, share: bool, needed: bool| {
                column.map(|column| self.number(*line, column, cell(column), (share, needed)))
            };
            let (amount, value) = (number(amount, false, true), number(value, true, true));
            let (sd, runs) = (number(sd, true, false), number(runs, false, false));
            let (Some(Some(amount)), Some(Some(value))) = (amount, value) else { continue };
            if sd == Some(None) || runs == Some(None) {
                continue;
            }
            if accuracy && !(0.0..=1.0).contains(&value) {
                let advice = if value > 1.0 && value <= 100.0 && !self.args.percent {
                    ": say --percent where accuracies are in percent"
                } else {
                    ""
                };
                self.problems.push((*line, format!("the accuracy is {value}, and lies from 0 to 1{advice}")));
                continue;
            }
            let point = Point {
                sd: sd.flatten(),
                runs: runs.flatten().unwrap_or(1.0),
                ..Point::new(amount, if accuracy { 1.0 - value } else { value })
            };
            let place = *places.entry(name.clone()).or_insert_with(|| {
                groups.push(Group { name, points: Vec::new(), lines: Vec::new() });
                groups.len() - 1
            });
            groups[place].points.push(point);
            groups[place].lines.push(*line);
        }
        groups
    }

    /// Notes what can't be fitted by some errors.
    fn hold(&mut self, groups: &[Group], errors: Errors) {
        for group in groups {
            let faults = extrapolate::faults(&group.points, errors).into_iter();
            self.problems.extend(faults.map(|(place, fault)| (group.lines[place], fault.to_string())));
        }
        self.problems.sort_by_key(|(line, _)| *line);
    }

    /// A finite number; of a share also as a percentage. Rows without one that is needed may be left out.
    fn number(
        &mut self,
        line: usize,
        column: usize,
        cell: &str,
        (share, needed): (bool, bool),
    ) -> Option<f64> {
        let heading = &self.table.cells.heading[column];
        if is_blank(cell) {
            let shown = if cell.is_empty() { "is blank".to_owned() } else { format!("is `{cell}`") };
            let advice = if needed { "; --skip-blank leaves such rows out" } else { "" };
            self.problems.push((line, format!("`{heading}` {shown}{advice}")));
            return None;
        }
        let (digits, unit) = match cell.strip_suffix('%').filter(|_| share) {
            Some(digits) => (digits.trim_end(), 100.0),
            None => (cell, if share && self.args.percent { 100.0 } else { 1.0 }),
        };
        let parsed = digits.parse::<f64>().ok().filter(|number| number.is_finite());
        if parsed.is_none() {
            let shown: String = cell.chars().take(40).flat_map(char::escape_debug).collect();
            self.problems.push((line, format!("`{heading}` is `{shown}`, which is no number")));
        }
        parsed.map(|number| number / unit)
    }

    fn told(&self) -> Result<(), Failure> {
        let told: Vec<String> =
            self.problems.iter().map(|(line, problem)| format!("line {line}: {problem}")).collect();
        if told.is_empty() { Ok(()) } else { Err(faults(&self.table.name, &told)) }
    }
}

/// Whether a cell stands for no value.
fn is_blank(cell: &str) -> bool {
    cell.is_empty() || ["nan", "na", "n/a", "none", "null", "-"].contains(&cell.to_lowercase().as_str())
}

/// What is wrong with a table's rows.
pub(super) fn faults(name: &str, problems: &[String]) -> Failure {
    Failure::new(Exit::BadData, format!("`{name}`:{}", data::listed(problems)))
}
