//! `forecast` and `hindcast`: costs by first differences of their past.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{Out, count};
use super::exit::{Exit, Failure};
use super::fit::{data, level, refused};
use super::output::Target;
use super::width;
use crate::estimate::Error;
use crate::estimate::forecast::{AUTOCORRELATION, History};
use crate::render::{Format, forecast as written};

#[derive(Debug, Args)]
pub(crate) struct Forecast {
    /// A table of data (CSV), or `-` for standard input
    #[arg(value_name = "DATA")]
    file: PathBuf,
    /// How many periods ahead
    #[arg(long, value_name = "N", default_value = "10", value_parser = count, conflicts_with = "to")]
    periods: u64,
    /// How cumulative production grows in each period; default as it did on average: 25%
    #[arg(long, value_name = "RATE", value_parser = growth, allow_hyphen_values = true, conflicts_with = "to")]
    growth: Option<f64>,
    /// The cumulative production of each period ahead
    #[arg(long, value_name = "X,…", value_delimiter = ',', value_parser = production)]
    to: Vec<f64>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Hindcast {
    /// A table of data (CSV), or `-` for standard input
    #[arg(value_name = "DATA")]
    file: PathBuf,
    /// The fewest periods that a forecast is made from
    #[arg(long, value_name = "N", default_value = "5", value_parser = count)]
    least: u64,
    #[command(flatten)]
    common: Common,
}

// No doc comment: it would take the place of the description of each command that has these flags.
// What both have.
#[derive(Debug, Args)]
struct Common {
    /// How much of a period's shock comes again in the next, from -1 to 1
    #[arg(long, value_name = "RHO", default_value_t = AUTOCORRELATION, allow_hyphen_values = true, value_parser = correlation)]
    autocorrelation: f64,
    /// The levels of the bands
    #[arg(long, value_name = "LEVEL,…", default_value = "50%,90%", value_delimiter = ',', value_parser = level)]
    levels: Vec<f64>,
    /// What stands between cells
    #[arg(long, default_value = "comma", value_parser = ["comma", "semicolon", "tab"])]
    separator: String,
    /// The format of the output
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    out: Out,
}

fn growth(text: &str) -> Result<f64, String> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    match number.trim().parse::<f64>() {
        Ok(number) if number >= 0.0 && number.is_finite() => Ok(number / scale),
        _ => Err("growth is 0 or more: 25% or 0.25".to_owned()),
    }
}

fn production(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("cumulative production is a number above 0".to_owned()),
    }
}

fn correlation(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if (-1.0..=1.0).contains(&number) => Ok(number),
        _ => Err("from -1 to 1".to_owned()),
    }
}

/// The most periods ahead.
const MOST: u64 = 1_000;

pub(super) fn run(args: &Forecast) -> Result<Exit, Failure> {
    let (history, target) = opened(&args.file, &args.common)?;
    if args.periods > MOST {
        return Err(Failure::new(Exit::Usage, format!("--periods: at most {MOST}")));
    }
    let growth = args.growth.unwrap_or_else(|| history.growth());
    let path: Vec<f64> = if args.to.is_empty() {
        let exponent = |period: u64| i32::try_from(period).unwrap_or(i32::MAX);
        (1..=args.periods).map(|period| history.last() * (1.0 + growth).powi(exponent(period))).collect()
    } else {
        args.to.clone()
    };
    let rho = args.common.autocorrelation;
    let failed = |error| refused(&args.file, &error);
    let trend = history.trend(rho).map_err(failed)?;
    let ahead = history.forecast(&path, rho, &args.common.levels).map_err(failed)?;
    let grown = args.to.is_empty().then_some(growth);
    let report = written::Forecast {
        name: name(&args.file),
        trend,
        levels: &args.common.levels,
        ahead: &ahead,
        growth: grown,
    };
    let text = written::forecast(&report, args.common.format, width());
    target.write(&text.map_err(|message| Failure::new(Exit::Io, message))?)?;
    Ok(Exit::Fine)
}

pub(super) fn hindcast(args: &Hindcast) -> Result<Exit, Failure> {
    let (history, target) = opened(&args.file, &args.common)?;
    let least = usize::try_from(args.least).unwrap_or(usize::MAX);
    let rho = args.common.autocorrelation;
    let made = history.hindcast(least, rho, &args.common.levels).map_err(|error| match error {
        Error::TooFew { rows, parameters, .. } => {
            let file = name(&args.file);
            Failure::new(
                Exit::BadData,
                format!("`{file}`: {rows} periods leave nothing to foretell and check"),
            )
            .with_help(format!(
                "a hindcast takes {parameters} periods at least: add rows, or start from fewer with --least"
            ))
        }
        error => refused(&args.file, &error),
    })?;
    let text = written::hindcast(&name(&args.file), &made, args.common.format, width());
    target.write(&text.map_err(|message| Failure::new(Exit::Io, message))?)?;
    Ok(Exit::Fine)
}

fn name(path: &Path) -> String {
    data::source(path).name()
}

/// The history of a file, and where the output goes.
fn opened(file: &Path, common: &Common) -> Result<(History, Target), Failure> {
    let sources = [data::source(file)];
    let target = Target::new(common.out.output.clone(), common.out.force);
    target.check(&sources)?;
    let (name, cells) = data::cells(file, &common.separator)?;
    let column = |wanted: &[&str]| {
        cells.heading.iter().position(|heading| {
            let lower = heading.trim().to_lowercase();
            let bare = lower.split(['(', '[']).next().unwrap_or_default().trim().to_owned();
            wanted.contains(&bare.as_str())
        })
    };
    let lacks = |what: &str| {
        Failure::new(Exit::BadData, format!("`{name}` has no column `{what}`"))
            .with_help("the columns are `experience` (cumulative production) and `cost`")
    };
    let experience =
        column(&["experience", "units", "production", "capacity"]).ok_or_else(|| lacks("experience"))?;
    let cost = column(&["cost", "price", "time"]).ok_or_else(|| lacks("cost"))?;
    let mut problems = cells.ragged();
    let mut rows = Vec::new();
    for (line, row) in cells.rows.iter().filter(|(_, row)| row.len() == cells.heading.len()) {
        let mut number = |place: usize| -> f64 {
            let cell = row.get(place).map_or("", String::as_str);
            let parsed = cell.parse::<f64>().ok().filter(|number| number.is_finite());
            parsed.unwrap_or_else(|| {
                problems
                    .push(format!("line {line}: `{}` is `{cell}`, which is no number", cells.heading[place]));
                f64::NAN
            })
        };
        rows.push((number(experience), number(cost)));
    }
    let told = |problems: &mut dyn Iterator<Item = String>| {
        let message = format!("`{name}` can't be forecast:{}", data::listed(&problems.collect::<Vec<_>>()));
        Failure::new(Exit::BadData, message)
            .with_help("a row for each period in order; correct these rows, or take them out")
    };
    if !problems.is_empty() {
        return Err(told(&mut problems.into_iter()));
    }
    let history = History::new(&rows).map_err(|error| match error {
        Error::Rows { refused } => {
            told(&mut refused.iter().map(|(row, why)| format!("line {}: {why}", cells.rows[row - 1].0)))
        }
        Error::TooFew { .. } => Failure::new(Exit::BadData, format!("`{name}`: {error}"))
            .with_help("a trend takes three periods at least: add rows"),
        error => refused(file, &error),
    })?;
    Ok((history, target))
}
