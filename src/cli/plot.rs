//! `plot`: curves as a picture, in the terminal or in a file.

mod from_flags;

use std::collections::HashSet;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ask::Stated;
use super::exit::{Exit, Failure};
use super::input::{self, Input};
use super::output::Target;
use super::{args, coloured, fit, picture, solve, width};
use crate::plot::curves::{self, Named, Options, Quantity};
use crate::plot::{Picture, Scale, png, svg, terminal};
use crate::question::Of;
use crate::render;
use crate::report::{Report, report};
use crate::scenario::{Entry, Scenario};

#[derive(Debug, Args)]
pub(crate) struct Plot {
    /// Scenario files, folders of them, or `-` for standard input; none for the curve that flags state
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A scenario of the files by its title; default all; may be repeated
    #[arg(long, value_name = "TITLE", requires = "files", help_heading = "The picture")]
    scenario: Vec<String>,
    /// What is drawn; default the unit and the average, of fitted curves what was fitted
    #[arg(long, value_name = "WHAT,…", value_delimiter = ',', value_enum, help_heading = "The picture")]
    show: Vec<Quantity>,
    /// Logarithmic axes, on which a power law is a straight line
    #[arg(long, help_heading = "The picture")]
    log: bool,
    /// The first unit; default 1
    #[arg(long, value_name = "N", value_parser = args::count, help_heading = "The picture")]
    from: Option<u64>,
    /// The last unit; default as far as the scenarios ask, or 128
    #[arg(long, value_name = "N", value_parser = args::count, help_heading = "The picture")]
    to: Option<u64>,
    /// In time or in cost; default cost where everything has costs
    #[arg(long, value_parser = ["time", "cost"], help_heading = "The picture")]
    of: Option<String>,
    /// The level of the bands of fitted curves
    #[arg(long, default_value = "95%", value_parser = fit::level, help_heading = "The picture")]
    level: f64,
    /// The title; default the scenario's
    #[arg(long, value_name = "TEXT", help_heading = "The picture")]
    title: Option<String>,
    /// A curve for each value of a key: `learning_rate=75%,80%,85%` or `model=wright,crawford`; may be repeated, for every pair
    #[arg(long, value_name = "KEY=V,…", help_heading = "The picture")]
    vary: Vec<String>,
    #[command(flatten)]
    stated: Stated,
    /// The format; default by the name of the output: .svg, .png, .csv or .json, else text
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<Format>,
    /// Plain ASCII in the terminal; default where the locale is not UTF-8
    #[arg(long, help_heading = "Output")]
    ascii: bool,
    /// The width of a PNG, in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = 1600, value_parser = clap::value_parser!(u32).range(200..=8000), help_heading = "Output")]
    width: u32,
    #[command(flatten, next_help_heading = "Output")]
    out: args::Out,
}

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Characters, for a terminal
    Text,
    /// A vector graphic, for pages and slides
    Svg,
    /// A bitmap, for what takes nothing else
    Png,
    /// The values that are drawn, a row each
    Csv,
    /// The values that are drawn, with axes and landmarks
    Json,
}

pub(super) fn run(args: &Plot) -> Result<Exit, Failure> {
    let sources = input::expand(&args.files)?;
    let target = Target::new(args.out.output.clone(), args.out.force);
    target.check(&sources)?;
    let format = format(args, &target)?;
    if let (Some(from), Some(to)) = (args.from, args.to)
        && from > to
    {
        return Err(Failure::new(Exit::Usage, format!("--from {from} is after --to {to}")));
    }
    let mut exit = Exit::Fine;
    let mut scenarios: Vec<(String, Scenario)> = Vec::new();
    for source in &sources {
        let input = input::read(source)?;
        let entries = fit::data::scenarios(&input);
        exit = exit.max(tell(&input, &entries));
        scenarios.extend(named(&input, entries));
    }
    picked(&args.scenario, &mut scenarios)?;
    let stated = from_flags::scenarios(&args.stated, &args.vary, args.files.is_empty())?;
    let Some(stated) = stated else { return Ok(Exit::Usage) };
    let by_flags = !stated.is_empty();
    scenarios.extend(stated);
    if scenarios.is_empty() {
        return Ok(exit);
    }
    apart(&mut scenarios);
    let named: Vec<Named<'_>> = scenarios.iter().map(|(name, scenario)| Named { name, scenario }).collect();
    let title = args.title.clone().unwrap_or_else(|| match &named[..] {
        [only] if !by_flags => only.name.to_owned(),
        [_] => "Learning curve".to_owned(),
        _ => "Learning curves".to_owned(),
    });
    let picture = curves::picture(&title, &named, &options(args)).map_err(|error| {
        let exit = if matches!(error, curves::Error::TooMany { .. }) { Exit::Usage } else { Exit::Failed };
        let failure = Failure::new(exit, error.to_string());
        match error.help() {
            Some(help) => failure.with_help(help),
            None => failure,
        }
    })?;
    write(args, &picture, format, &target)?;
    Ok(exit)
}

/// The format that is asked for, or that the name of the output says.
fn format(args: &Plot, target: &Target) -> Result<Format, Failure> {
    let ending = args
        .out
        .output
        .as_deref()
        .and_then(|path| path.extension())
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let format = match (args.format, ending.as_deref()) {
        (Some(format), _) => format,
        (None, None | Some("txt")) => Format::Text,
        (None, Some(ending)) => Format::from_str(ending, true).map_err(|_| {
            Failure::new(Exit::Usage, format!("`.{ending}` is none of the formats of pictures"))
                .with_help("name it .svg, .png, .csv, .json or .txt; or say --format")
        })?,
    };
    if format == Format::Png {
        png::can()
            .map_err(|message| Failure::new(Exit::Usage, message).with_help("name an SVG: -o curve.svg"))?;
        if matches!(target, Target::Stdout) && std::io::stdout().is_terminal() {
            return Err(Failure::new(Exit::Usage, "a PNG is nothing for a terminal")
                .with_help("name a file for it: -o curve.png"));
        }
    }
    Ok(format)
}

fn options(args: &Plot) -> Options {
    Options {
        show: args.show.clone(),
        scale: if args.log { Scale::Log } else { Scale::Linear },
        from: args.from,
        to: args.to,
        of: args.of.as_deref().map(|of| if of == "time" { Of::Time } else { Of::Cost }),
        level: args.level,
    }
}

/// Tells what is wrong with the scenarios of an input.
fn tell(input: &Input, entries: &[Entry]) -> Exit {
    // Without its questions a scenario has nothing to answer, only findings.
    let silent = |entry: &Entry| {
        let mut entry = entry.clone();
        if let Some(scenario) = &mut entry.scenario {
            scenario.questions.clear();
        }
        entry
    };
    let reports: Vec<Report> =
        entries.iter().map(|entry| report(silent(entry), &input.name, &input.stem)).collect();
    solve::tell(input, &reports)
}

/// The sound scenarios of an input, by their titles.
fn named(input: &Input, entries: Vec<Entry>) -> Vec<(String, Scenario)> {
    let many = entries.len() > 1;
    let named = entries.into_iter().enumerate().filter_map(|(place, entry)| {
        let stem = if many { format!("{} {}", input.stem, place + 1) } else { input.stem.clone() };
        Some((entry.title.unwrap_or(stem), entry.scenario?))
    });
    named.collect()
}

/// Keeps the scenarios of these titles, where there are any.
fn picked(titles: &[String], scenarios: &mut Vec<(String, Scenario)>) -> Result<(), Failure> {
    for title in titles {
        if !scenarios.iter().any(|(name, _)| name == title) {
            let names: Vec<String> = scenarios.iter().map(|(name, _)| format!("`{name}`")).collect();
            let failure = Failure::new(Exit::Usage, format!("--scenario: no scenario is called `{title}`"));
            return Err(failure.with_help(format!("one of {}", names.join(", "))));
        }
    }
    scenarios.retain(|(name, _)| titles.is_empty() || titles.contains(name));
    Ok(())
}

/// Gives numbers to scenarios of one name.
fn apart(scenarios: &mut [(String, Scenario)]) {
    let mut seen: HashSet<String> = HashSet::new();
    for (name, _) in scenarios {
        let plain = name.clone();
        let mut number = 2_u32;
        while !seen.insert(name.clone()) {
            *name = format!("{plain} ({number})");
            number += 1;
        }
    }
}

fn write(args: &Plot, drawn: &Picture, format: Format, target: &Target) -> Result<(), Failure> {
    let failed = |message: String| Failure::new(Exit::Io, message);
    match format {
        Format::Text => {
            let to_terminal = matches!(target, Target::Stdout);
            let look = terminal::Look {
                width: width(),
                height: picture::HEIGHT,
                ascii: args.ascii || (to_terminal && !super::unicode()),
                coloured: to_terminal && coloured(&std::io::stdout()),
            };
            target.write(&terminal::draw(drawn, look))
        }
        Format::Svg => target.write(&svg::draw(drawn)),
        Format::Png => target.write_bytes(&png::draw(drawn, args.width).map_err(failed)?),
        Format::Csv => target.write(&render::picture::csv(drawn).map_err(failed)?),
        Format::Json => target.write(&render::picture::json(drawn).map_err(failed)?),
    }
}
