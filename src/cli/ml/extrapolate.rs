//! `ml extrapolate`: learning curves of models, and what lies beyond them.

mod columns;
mod price;
mod scaling;

use std::path::PathBuf;

use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::fit::{data, level};
use super::money::Money;
use super::shared::{Show, Table};
use crate::ml::extrapolate::{Analysis, Error, Errors, Floor, LAWS, Law, Model, Options, Points, analyse};
use crate::render::ml::extrapolate as written;
use columns::{Columns, Group, Read};
use scaling::Scaling;

#[derive(Debug, Args)]
pub(crate) struct Extrapolate {
    /// A table (CSV) of amounts with their errors or losses, or `-` for standard input
    #[arg(value_name = "DATA", required_unless_present = "constants")]
    data: Option<PathBuf>,
    /// The law: `auto` is a power law with or without a floor, by AICc; `all` the best of all; `scaling` one of parameters and tokens
    #[arg(long, visible_alias = "law", value_name = "LAW", value_parser = model_name())]
    model: Option<String>,
    /// What errors the fit makes least; by default `spread` where there is a column of it, else `relative`
    #[arg(long, value_parser = ["relative", "spread", "absolute"])]
    errors: Option<String>,
    /// A floor that is known: 0 for none
    #[arg(long, value_name = "ERROR", value_parser = floor, allow_negative_numbers = true)]
    floor: Option<f64>,
    /// Amounts to extrapolate to: 1e6,1e7
    #[arg(long, value_name = "AMOUNT,…", value_delimiter = ',', value_parser = positive, allow_negative_numbers = true)]
    to: Vec<f64>,
    /// Errors or losses to come down to: what amount that takes, or that it never will
    #[arg(long, value_name = "ERROR,…", value_delimiter = ',', value_parser = positive, allow_negative_numbers = true)]
    target: Vec<f64>,
    /// The gain that a doubling has to bring: from where on it does not
    #[arg(long, value_name = "GAIN,…", value_delimiter = ',', value_parser = positive, allow_negative_numbers = true)]
    worth: Vec<f64>,
    /// The share of the points that the test of the extrapolation hides, a third by default; 0% for no test
    #[arg(long, value_name = "SHARE", value_parser = share)]
    hide: Option<f64>,
    /// The level of the intervals
    #[arg(long, value_name = "LEVEL", default_value = "95%", value_parser = level)]
    level: f64,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    scaling: Scaling,
    #[command(flatten)]
    money: Money,
    /// How much less error to price at a time: what a point of accuracy costs, and the next
    #[arg(long, value_name = "ERROR", value_parser = positive, allow_negative_numbers = true, requires = "price", help_heading = "Money", default_value = "0.01")]
    marginal: f64,
    #[command(flatten, next_help_heading = "Output")]
    show: Show,
}

fn model_name() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(
        ["auto", "all"].into_iter().chain(LAWS.map(Law::name)).chain(["scaling"]),
    )
}

fn positive(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("a number above 0, such as 1e6 or 0.05".to_owned()),
    }
}

fn floor(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number >= 0.0 && number.is_finite() => Ok(number),
        _ => Err("an error from 0 up".to_owned()),
    }
}

/// A share such as 30% or 0.3, below 100%.
fn share(text: &str) -> Result<f64, String> {
    let (number, scale) = text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |number| (number, 100.0));
    match number.trim_end().parse::<f64>() {
        Ok(number) if (0.0..scale).contains(&number) => Ok(number / scale),
        _ => Err("a share from 0% to below 100%: 30% or 0.3".to_owned()),
    }
}

impl Extrapolate {
    fn hide(&self) -> f64 {
        self.hide.unwrap_or(1.0 / 3.0)
    }

    /// What errors are made least, where the flag says so or the table has a spread.
    fn errors(&self, spread: bool) -> Result<Errors, Failure> {
        match self.errors.as_deref() {
            Some("relative") => Ok(Errors::Relative),
            Some("absolute") => Ok(Errors::Absolute),
            Some(_) if !spread => {
                Err(Failure::new(Exit::Usage, "--errors spread: there is no column of standard deviations")
                    .with_help("name it: --sd-column NAME"))
            }
            None if !spread => Ok(Errors::Relative),
            _ => Ok(Errors::Spread),
        }
    }
}

pub(super) fn run(args: &Extrapolate) -> Result<Exit, Failure> {
    let inputs: Vec<_> = args.data.iter().map(|path| data::source(path)).collect();
    let targets = args.show.targets(&inputs)?;
    let table = args.data.as_ref().map(|path| Table::read(path)).transpose()?;
    if scaling::is_meant(args, table.as_ref()) {
        return scaling::run(args, table.as_ref(), &targets);
    }
    args.scaling.refuse_without_law()?;
    match (args.model.as_deref(), args.floor) {
        (Some("power"), Some(floor)) if floor > 0.0 => {
            return Err(Failure::new(Exit::Usage, "--model power has no floor, and --floor states one")
                .with_help("take --model offset-power, or leave --model out"));
        }
        (Some("offset-power"), Some(0.0)) => {
            return Err(Failure::new(Exit::Usage, "--floor 0 makes --model offset-power a power law")
                .with_help("take --model power, or leave --model out"));
        }
        _ => {}
    }
    let Some(table) = table else {
        return Err(Failure::new(Exit::Usage, "there are no data"));
    };
    let (read, errors) = columns::read(&table, &args.columns, &|spread| args.errors(spread))?;
    let costs = price::costs(args, &read.amount)?;
    let options = options(args);
    let mut curves = Vec::with_capacity(read.groups.len());
    for group in &read.groups {
        match one(&table.name, group, errors, &options) {
            Ok((points, analysis)) => {
                curves.push(written::Curve { name: group.name.clone(), said: Ok((points, analysis)) });
            }
            // Of one curve, what is wrong is the answer; of several the others are still told.
            Err(failure) if read.groups.len() == 1 => return Err(failure),
            Err(failure) => {
                curves.push(written::Curve { name: group.name.clone(), said: Err(failure.message) });
            }
        }
    }
    if curves.iter().all(|curve| curve.said.is_err()) {
        let why: Vec<String> = curves
            .iter()
            .filter_map(|curve| curve.said.as_ref().err().map(|why| format!("\n  {}: {why}", curve.name)))
            .take(20)
            .collect();
        return Err(Failure::new(
            Exit::BadData,
            format!("`{}`: no curve can be fitted:{}", table.name, why.concat()),
        ));
    }
    let failed = curves.iter().any(|curve| curve.said.is_err());
    let report = written::Report { costs, ..report(&table, read, errors, &options, curves) };
    targets.write(&written::page(&report), || written::picture(&report))?;
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}

fn options(args: &Extrapolate) -> Options {
    let model = match args.model.as_deref() {
        None | Some("auto") => Model::Floor,
        Some("all") => Model::All,
        Some(name) => Law::of_name(name).map_or(Model::Floor, Model::One),
    };
    Options {
        level: args.level,
        model,
        floor: args.floor.map_or(Floor::Fitted, Floor::At),
        hide: args.hide(),
        to: args.to.clone(),
        targets: args.target.clone(),
        worth: args.worth.clone(),
    }
}

fn one(name: &str, group: &Group, errors: Errors, options: &Options) -> Result<(Points, Analysis), Failure> {
    let bad = |message: String| Failure::new(Exit::BadData, message);
    let points =
        Points::new(&group.points, errors).map_err(|error: Error| bad(format!("`{name}`: {error}")))?;
    let analysis = analyse(&points, options).map_err(|error| {
        bad(format!("`{name}`: {error}"))
            .with_help("add points, or take a law of fewer parameters: --model power")
    })?;
    Ok((points, analysis))
}

fn report(
    table: &Table,
    read: Read,
    errors: Errors,
    options: &Options,
    curves: Vec<written::Curve>,
) -> written::Report {
    let mut notes = Vec::new();
    if read.accuracy {
        notes.push(format!("The error is 1 less `{}`.", read.value));
    } else if !read.others.is_empty() {
        notes.push(format!(
            "Fitted is `{}`; --loss-column names another: {}.",
            read.value,
            read.others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ));
    }
    let most = read.groups.iter().flat_map(|group| &group.points).fold(0.0_f64, |most, p| most.max(p.value));
    if read.value.to_lowercase().contains("error") && most > 1.0 && most <= 100.0 {
        notes.push(
            "Errors above 1 are taken as they are; where they are percentages, say --percent.".to_owned(),
        );
    }
    if !read.apart.is_empty() {
        notes.push(format!(
            "Amounts are repeated, and {} vary: if the rows are of several curves, say --by {}.",
            read.apart.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
            read.apart.join(",")
        ));
    }
    if read.skipped > 0 {
        notes.push(format!("{} rows without an amount or an error were left out.", read.skipped));
    }
    written::Report {
        file: table.name.clone(),
        amount: read.amount,
        value: if read.accuracy { "error".to_owned() } else { read.value },
        errors,
        options: options.clone(),
        costs: None,
        notes,
        curves,
    }
}
