//! `ml sweep`: what trainings over many step sizes say, and what they cost.

mod alternative;
mod columns;
mod grid;
mod price;
mod read;
mod real;
mod row;
mod target;

use std::path::PathBuf;

use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::fit::{data, level};
use super::shared::{Show, Table, Targets};
use super::written::lr;
use crate::ml::sweep::{Run, Sweep, analyse, standings};
use crate::render::ml::sweep::{self as written, Alternative, Report};
use columns::Columns;
use price::Charges;
use read::Read;
use real::Real;
use target::Target;

#[derive(Debug, Args)]
pub(crate) struct Sweeping {
    /// Runs (CSV), a row each, with columns lr and time, or `-` for standard input
    #[arg(value_name = "RUNS")]
    runs: Option<PathBuf>,
    /// What a run has to reach: an accuracy, 96% or 0.96; or the most that a loss may be, "<=0.05"
    #[arg(long, value_name = "TARGET", value_parser = Target::parse)]
    target: Option<Target>,
    /// When runs of a table were stopped: for failed ones whose time is blank, or that broke down before
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, value_parser = above_0)]
    limit: Option<f64>,
    /// Only these groups
    #[arg(long, value_name = "GROUP,…", value_delimiter = ',')]
    only: Vec<String>,
    /// Step sizes to look up: how do they stand?
    #[arg(long, value_name = "LR,…", value_delimiter = ',', allow_hyphen_values = true, value_parser = lr)]
    at: Vec<f64>,
    /// The level of the intervals and of the verdicts
    #[arg(long, value_name = "LEVEL", default_value = "95%", value_parser = level)]
    level: f64,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    real: Real,
    #[command(flatten)]
    charges: Charges,
    #[command(flatten, next_help_heading = "Output")]
    show: Show,
}

/// A number above 0.
fn above_0(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("a number above 0".to_owned()),
    }
}

pub(super) fn run(args: &Sweeping) -> Result<Exit, Failure> {
    let Some(path) = &args.runs else { return run_real(args) };
    if let Some(flag) = args.real.given() {
        let message = format!("{flag} is for a sweep that is run, and `{}` holds runs", path.display());
        return Err(Failure::new(Exit::Usage, message)
            .with_help("leave the file out and say what to train: --builtin digits, or --train DATA.csv"));
    }
    let targets = args.show.targets(&[data::source(path)])?;
    let table = Table::read(path)?;
    let mut read = read::read(&table, &args.columns, args.target.as_ref(), args.limit)?;
    if !args.only.is_empty() {
        only(&mut read, &args.only)?;
    }
    report(args, &read, &targets, &table.name, &[], Vec::new())
}

/// Runs a sweep and reads it.
fn run_real(args: &Sweeping) -> Result<Exit, Failure> {
    if !args.real.is_named() {
        return Err(Failure::new(Exit::Usage, "there are no runs to read, and nothing says what to train").with_help(
            "name runs (CSV) with columns lr and time; or run a sweep: --builtin digits, or --train DATA.csv",
        ));
    }
    if let Some(flag) = args.columns.given().or(args.limit.map(|_| "--limit")) {
        return Err(Failure::new(Exit::Usage, format!("{flag} is for runs that are read"))
            .with_help("a sweep that is run has --updates-limit, and needs no columns"));
    }
    let targets = args.show.targets(&args.real.inputs())?;
    let Some(mut made) = real::run(args)? else { return Ok(Exit::Interrupted) };
    if !args.only.is_empty() {
        only(&mut made.read, &args.only)?;
    }
    made.read.target =
        format!("held-out accuracy {}", args.target.map_or(String::new(), |target| target.to_string()));
    report(args, &made.read, &targets, &made.title, &made.about, made.alternatives)
}

/// Reads runs and writes the report.
fn report(
    args: &Sweeping,
    read: &Read,
    targets: &Targets,
    title: &str,
    about: &[String],
    mut alternatives: Vec<Alternative>,
) -> Result<Exit, Failure> {
    let analysis = analyse(&read.sweep, args.level);
    let costs = args.charges.costs(read, &analysis)?;
    let plan = args.charges.plan(read)?;
    args.charges.charge(read, &mut alternatives)?;
    let asked = standings(&read.sweep, &args.at);
    let report = Report {
        title,
        about,
        sweep: &read.sweep,
        analysis: &analysis,
        unit: read.unit.symbol(),
        grouped: read.grouped.as_deref(),
        sized: read.sized.as_deref(),
        target: &read.target,
        copies: &read.copies,
        level: args.level,
        standings: &asked,
        costs: costs.as_ref(),
        plan: plan.as_ref(),
        alternatives: &alternatives,
    };
    targets.write(&written::page(&report), || written::picture(&report))?;
    Ok(Exit::Fine)
}

/// Keeps the groups of these names.
fn only(read: &mut Read, names: &[String]) -> Result<(), Failure> {
    let groups = read.sweep.groups();
    let mut kept = Vec::new();
    for name in names {
        let place = groups.iter().position(|own| own.eq_ignore_ascii_case(name.trim()));
        let place = place.ok_or_else(|| {
            let message = format!("--only: there is no group `{}`", name.trim());
            Failure::new(Exit::Usage, message).with_help(match &read.grouped {
                Some(column) => format!("`{column}` has {}", groups.join(", ")),
                None => "no column groups the runs; --group-column names one".to_owned(),
            })
        })?;
        if !kept.contains(&place) {
            kept.push(place);
        }
    }
    let of = |run: &Run| kept.iter().position(|place| *place == run.group);
    let costs = read.costs.take();
    read.costs = costs.map(|costs| {
        read.sweep
            .runs()
            .iter()
            .zip(costs)
            .filter(|(run, _)| of(run).is_some())
            .map(|(_, cost)| cost)
            .collect()
    });
    read.copies =
        read.copies.iter().filter_map(|group| kept.iter().position(|place| place == group)).collect();
    let runs = read.sweep.runs().iter().filter_map(|run| Some(Run { group: of(run)?, ..*run })).collect();
    let names = kept.iter().map(|place| groups[*place].clone()).collect();
    read.sweep = Sweep::new(names, runs).map_err(|error| Failure::new(Exit::BadData, error.to_string()))?;
    Ok(())
}
