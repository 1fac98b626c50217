//! `fit`: a curve from data.

use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{self, Show, seed, whole};
use super::exit::{Exit, Failure};
use super::output::Target;
use super::{picture, say, width};
use crate::curve::{Basis, Lot};
use crate::estimate::compare::{Comparison, compare};
use crate::estimate::predict::{self, Correction, Prediction};
use crate::estimate::table::Read;
use crate::estimate::{Error, Estimated, Intervals, Kind, METHODS, MODELS, Method, Model, Options, estimate};
use crate::plot;
use crate::render::fit::{self as written, Report};

pub(super) mod data;

#[derive(Debug, Args)]
pub(crate) struct Fit {
    /// A table of data (CSV), or `-` for standard input
    #[arg(value_name = "DATA")]
    file: PathBuf,
    /// The model, or `all` to rank every one; default by the data: `wright` for averages, `rate-effect` with a rate, else `crawford`
    #[arg(long, value_name = "MODEL", value_parser = model_name())]
    model: Option<String>,
    /// The theory of a model that goes with both: `unit` or `cumulative-average`
    #[arg(long, value_parser = ["unit", "cumulative-average"])]
    basis: Option<String>,
    /// What is made least, or `all` to show every method
    #[arg(long, default_value = "log-ols", value_parser = method_name())]
    method: String,
    /// The level of the intervals
    #[arg(long, default_value = "95%", value_parser = level)]
    level: f64,
    /// How intervals are made: from standard errors, or by the profile of the sum of squares
    #[arg(long, default_value = "asymptotic", value_parser = ["asymptotic", "profile"])]
    intervals: String,
    /// Units to predict: one (200) or a lot (201..250)
    #[arg(long, value_name = "UNITS", value_delimiter = ',', value_parser = units)]
    predict: Vec<Lot>,
    /// What a log fit's predictions are multiplied by, to be means and not medians
    #[arg(long, default_value = "none", value_parser = ["none", "ping", "smearing"])]
    correct: String,
    /// The production rate to predict at
    #[arg(long, value_name = "RATE", value_parser = positive)]
    at_rate: Option<f64>,
    /// Fix a parameter of the model: `prior_units=4`
    #[arg(long, value_name = "NAME=VALUE", value_parser = setting)]
    set: Vec<(String, f64)>,
    /// The seed of the draws where an interval is simulated
    #[arg(long, default_value_t = 1, value_parser = seed)]
    seed: u64,
    /// How many draws
    #[arg(long, default_value_t = 20_000, value_parser = whole::<u32, 100, 1_000_000>)]
    draws: u32,
    /// Draw the data, the fit and its bands: to an SVG file, or below the report where none is named
    #[arg(long, value_name = "FILE.svg", num_args = 0..=1, default_missing_value = "-")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    table: data::Table,
    #[command(flatten)]
    show: Show,
}

fn model_name() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(MODELS.into_iter().chain(["all"]))
}

fn method_name() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(METHODS.map(Method::name).into_iter().chain(["all"]))
}

/// A level such as 95% or 0.95.
pub(super) fn level(text: &str) -> Result<f64, String> {
    let (number, scale) = text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |number| (number, 100.0));
    match number.trim_end().parse::<f64>() {
        Ok(number) if number > 0.0 && number < scale => Ok(number / scale),
        _ => Err("a level lies between 0% and 100%: 95% or 0.95".to_owned()),
    }
}

fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("a number above 0".to_owned()),
    }
}

fn setting(text: &str) -> Result<(String, f64), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE: prior_units=4")?;
    match value.trim().parse::<f64>() {
        Ok(value) if value.is_finite() => Ok((name.trim().to_owned(), value)),
        _ => Err(format!("`{}` is no number", value.trim())),
    }
}

/// One unit, or a lot as first..last.
fn units(text: &str) -> Result<Lot, String> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (args::count(first.trim())?, args::count(last.trim().trim_start_matches('='))?);
    Lot::new(first, last).map_err(|error| error.to_string())
}

pub(super) fn run(args: &Fit) -> Result<Exit, Failure> {
    super::workbook::refuse(&args.show, "a fit")?;
    let sources = [data::source(&args.file)];
    let target = Target::new(args.show.out.output.clone(), args.show.out.force);
    target.check(&sources)?;
    let picture_target = picture::target(args.plot.as_deref(), args.show.format, &args.show.out)?;
    if let Some(target) = &picture_target {
        target.check(&sources)?;
    }
    let read = data::read(&args.file, &args.table)?;
    let options = Options {
        level: args.level,
        intervals: if args.intervals == "profile" { Intervals::Profile } else { Intervals::Asymptotic },
    };
    let outcome = if args.model.as_deref() == Some("all") {
        ranked(args, &read, &options)
    } else {
        fits(args, &read, &options).map(|fits| (fits, None))
    };
    let (fits, comparison) = outcome.map_err(|error| refused(&args.file, &error))?;
    let correction = match args.correct.as_str() {
        "ping" => Correction::Ping,
        "smearing" => Correction::Smearing,
        _ => Correction::None,
    };
    if correction != Correction::None && !fits.iter().all(|fit| fit.method.is_log()) {
        return Err(Failure::new(Exit::Usage, "--correct: only a fit of logarithms has medians to correct")
            .with_help("leave it out, or fit by log-ols"));
    }
    let scattered = |fit: &Estimated| fit.summary.dof > 0 && fit.corrections.is_none();
    if correction != Correction::None && fits.iter().any(scattered) {
        let message = "--correct: the values scatter so widely that no factor makes means of medians";
        return Err(Failure::new(Exit::BadData, message).with_help("leave it out, or look for wrong rows"));
    }
    if !args.predict.is_empty() && args.at_rate.is_none() && fits.iter().any(|fit| fit.model.has_rates()) {
        return Err(Failure::new(Exit::Usage, "--predict: the model needs a production rate to predict at")
            .with_help("say it: --at-rate 12"));
    }
    let ahead = predict::Options {
        level: args.level,
        correction,
        intervals: options.intervals,
        rate: args.at_rate,
        seed: args.seed,
        draws: usize::try_from(args.draws).unwrap_or(usize::MAX),
    };
    let predictions: Vec<Vec<Prediction>> =
        fits.iter().map(|fit| predict::all(fit, &args.predict, &ahead)).collect();
    if predictions.iter().flatten().any(|made| !made.value.is_finite()) {
        let message = "--predict: what is predicted lies past 1.8e308, the most that a double holds";
        return Err(Failure::new(Exit::BadData, message).with_help("give the data in a larger unit"));
    }
    for name in &read.ignored {
        say(&format!("warning: the column `{}` is not used", crate::render::visible(name)));
    }
    let name = args.file.display().to_string();
    let report = Report {
        name: &name,
        read: &read,
        fits: &fits,
        predictions: &predictions,
        ahead,
        comparison: comparison.as_ref(),
    };
    let last = args.predict.iter().map(|lot| lot.last()).max().unwrap_or(1);
    let what = if matches!(read.measure, "time" | "cost") { read.measure } else { "value" };
    let measured = (what, read.unit.as_deref());
    let drawn = picture_target.is_some() || args.show.format.holds_pictures();
    let picture = drawn.then(|| plot::fitted(&fits, title(&report), measured, last, &ahead)).flatten();
    let mut text =
        written::render(&report, picture.as_ref(), args.show.format, !args.show.no_working, width())
            .map_err(|message| Failure::new(Exit::Io, message))?;
    if let Some((picture_target, picture)) = picture_target.zip(picture) {
        picture::draw(&picture, &picture_target, &mut text, &target)?;
    }
    target.write(&text)?;
    Ok(Exit::Fine)
}

/// What the picture is of.
fn title(report: &Report<'_>) -> String {
    let fit = &report.fits[0];
    let rate = fit
        .coefficient("learning_rate")
        .map_or(String::new(), |rate| format!(", learning rate {}%", (1e4 * rate.value).round() / 100.0));
    format!("{}: {}{rate}", report.name, fit.model.label())
}

/// The fits that are asked for: one model by one method or by every one.
fn fits(args: &Fit, read: &Read, options: &Options) -> Result<Vec<Estimated>, Error> {
    let data = &read.data;
    let name = args.model.as_deref().unwrap_or(match (data.has_rates(), data.kind()) {
        (true, _) => "rate-effect",
        (false, Kind::Average) => "wright",
        _ => "crawford",
    });
    let by_kind = (args.model.is_none() && data.kind() == Kind::Average).then_some(Basis::CumulativeAverage);
    let model = Model::named(name, basis(args).or(by_kind), &args.set, data)?;
    if let Some(method) = Method::of_name(&args.method) {
        return Ok(vec![estimate(data, &model, method, options)?]);
    }
    let mut made = Vec::new();
    for method in METHODS {
        match estimate(data, &model, method, options) {
            Ok(fit) => made.push(fit),
            Err(Error::Method { .. }) if method == Method::Midpoints => {}
            Err(error) => return Err(error),
        }
    }
    Ok(made)
}

fn basis(args: &Fit) -> Option<Basis> {
    args.basis.as_deref().map(|basis| if basis == "unit" { Basis::Unit } else { Basis::CumulativeAverage })
}

/// Every model, ranked; the best is the one that is reported in full.
fn ranked(args: &Fit, read: &Read, options: &Options) -> Result<(Vec<Estimated>, Option<Comparison>), Error> {
    let method = Method::of_name(&args.method).unwrap_or(Method::LogOls);
    let comparison = compare(&read.data, method, options, &args.set)?;
    let best = comparison.ranked[0].fit.clone();
    Ok((vec![best], Some(comparison)))
}

pub(super) fn refused(file: &Path, error: &Error) -> Failure {
    let name = data::source(file).name();
    let failure = Failure::new(Exit::BadData, format!("`{name}`: {error}"));
    match error {
        Error::NoParameter { .. } => Failure { exit: Exit::Usage, ..failure }
            .with_help("leave that --set out, or name a model that has it: --model stanford-b"),
        Error::Curve(_) => {
            Failure { exit: Exit::Usage, ..failure }.with_help("--set it to a value that the model can have")
        }
        Error::OnePlace { .. } => failure.with_help("add rows at other units"),
        Error::OneRate | Error::RateOfUnits => {
            failure.with_help("fit a model without the rate (--model crawford), or add rows at other rates")
        }
        Error::TooFew { .. } => failure.with_help("add rows, or fix a parameter: --set NAME=VALUE"),
        Error::NoModel { .. } => Failure { exit: Exit::Usage, ..failure },
        Error::NoRates => failure.with_help("add a column `rate`"),
        _ => failure,
    }
}
