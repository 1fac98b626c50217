//! `ml range-test`: the phases of a range test and the zone between them, of a log or of a test that is run.

mod confirm;
mod real;

use std::path::PathBuf;

use clap::Args;

use super::super::args::{seed, whole};
use super::super::exit::{Exit, Failure};
use super::super::fit::{data, level};
use super::super::stop::Stop;
use super::shared::{Show, Table};
use super::trainee::Trainee;
use crate::ml::range_test::{Log, Options, analyse};
use crate::render::ml::range_test as written;
use crate::render::ml::range_test::Made;

#[derive(Debug, Args)]
pub(crate) struct RangeTest {
    /// A log (CSV) with columns lr and loss, from any framework, or `-` for standard input
    #[arg(value_name = "LOG")]
    log: Option<PathBuf>,
    /// The column of step sizes
    #[arg(long, value_name = "NAME", requires = "log")]
    lr_column: Option<String>,
    /// The column of losses
    #[arg(long, value_name = "NAME", requires = "log")]
    loss_column: Option<String>,
    /// Leave rows out whose lr or loss is blank, as logs have them between evaluations; else a blank loss is divergence
    #[arg(long, requires = "log")]
    skip_blank: bool,
    /// The level of the intervals
    #[arg(long, value_name = "LEVEL", default_value = "95%", value_parser = level)]
    level: f64,
    /// How often the losses are drawn again for the intervals; 0 for none
    #[arg(long, value_name = "N", default_value = "1000", value_parser = whole::<u32, 0, 1_000_000>)]
    resamples: u32,
    /// The seed of the draws
    #[arg(long, value_name = "SEED", default_value = "1", value_parser = seed)]
    seed: u64,
    /// Run the test: train on a table (CSV) with a column of labels
    #[arg(long, value_name = "DATA", conflicts_with_all = ["log", "builtin"])]
    train: Option<PathBuf>,
    #[command(flatten)]
    trainee: Trainee,
    #[command(flatten)]
    real: real::Real,
    #[command(flatten)]
    show: Show,
}

pub(super) fn run(args: &RangeTest) -> Result<Exit, Failure> {
    let Some(path) = &args.log else { return real::run(args) };
    if let Some(flag) = real::given(args) {
        return Err(Failure::new(
            Exit::Usage,
            format!("{flag} is for a test that is run, and `{}` is a log", path.display()),
        )
        .with_help("leave the log out and say what to train: --builtin digits, or --train DATA.csv"));
    }
    let targets = args.show.targets(&[data::source(path)])?;
    // A log may come from a training that goes on, and many resamples take long.
    Stop::at_once();
    let mut table = Table::read(path)?;
    let (lr, loss) = columns(args, &table)?;
    let mut notes = Vec::new();
    if let Some(others) = others(args, &table, loss) {
        notes.push(others);
    }
    let blank = |row: &[String], column: usize| row.get(column).is_none_or(|cell| cell.trim().is_empty());
    if args.skip_blank {
        let all = table.cells.rows.len();
        table.cells.rows.retain(|(_, row)| !blank(row, lr) && !blank(row, loss));
        notes.push(format!("{} rows without an lr or a loss were left out.", all - table.cells.rows.len()));
    }
    // A loss that comes back was not diverged, but not written.
    let gap = table.cells.rows.iter().position(|(_, row)| blank(row, loss));
    let gap = gap.filter(|gap| table.cells.rows[*gap..].iter().any(|(_, row)| !blank(row, loss)));
    let advice = "rows whose lr or loss is blank are left out by --skip-blank";
    if let Some(gap) = gap {
        notes.push(format!(
            "The loss of line {} is blank, which is divergence, and losses follow: {advice}.",
            table.cells.rows[gap].0
        ));
    }
    let advised = |failure: Failure| if gap.is_some() { failure.with_help(advice) } else { failure };
    let step_sizes = table.numbers(lr, None, false).map_err(|failure| {
        if table.cells.rows.iter().any(|(_, row)| blank(row, lr)) {
            failure.with_help(advice)
        } else {
            failure
        }
    })?;
    let rows: Vec<(f64, f64)> =
        step_sizes.into_iter().zip(table.numbers(loss, Some(f64::NAN), true)?).collect();
    let log = Log::new(&rows).map_err(|error| {
        let found = match error.row() {
            Some(row) => data::listed(&[format!("line {}: {}", table.cells.rows[row].0, error.reason())]),
            None => format!(" {error}"),
        };
        advised(Failure::new(Exit::BadData, format!("`{}`:{found}", table.name)))
    })?;
    let options = args.options();
    let analysis = analyse(&log, options);
    let page = written::page(&table.name, &log, &analysis, options, &Made { notes, ..Made::default() });
    targets.write(&page, || written::picture(&table.name, &analysis))?;
    Ok(Exit::Fine)
}

/// The columns of step sizes and of losses.
fn columns(args: &RangeTest, table: &Table) -> Result<(usize, usize), Failure> {
    let lr = match &args.lr_column {
        Some(name) => table.column(&[name], "of step sizes")?,
        None => {
            table.column(&["lr", "learning_rate", "step_size"], "of step sizes; --lr-column names another")?
        }
    };
    let loss = match &args.loss_column {
        Some(name) => table.column(&[name], "of losses")?,
        None => table.column(&LOSSES, "of losses; --loss-column names another")?,
    };
    Ok((lr, loss))
}

/// Names of losses, the first that a log has being read.
const LOSSES: [&str; 3] = ["loss", "train_loss", "training_loss"];

/// Which losses are read, where others might have been meant.
fn others(args: &RangeTest, table: &Table, loss: usize) -> Option<String> {
    let heading = &table.cells.heading;
    let more: Vec<String> = (0..heading.len())
        .filter(|column| *column != loss && heading[*column].to_lowercase().ends_with("loss"))
        .map(|column| format!("`{}`", heading[column].trim()))
        .collect();
    (args.loss_column.is_none() && !more.is_empty()).then(|| {
        format!("Read is `{}`; --loss-column names another: {}.", heading[loss].trim(), more.join(", "))
    })
}

impl RangeTest {
    fn options(&self) -> Options {
        Options { level: self.level, seed: self.seed, resamples: self.resamples }
    }
}
