//! `ml schedule`: the step size of every update.

use std::path::PathBuf;

use clap::Args;

use super::super::args::whole;
use super::super::exit::{Exit, Failure};
use super::super::input::Source;
use super::shared::{Show, Table};
use crate::ml::schedule::Schedule as Made;
use crate::ml::schedule::keys::Keys;
use crate::ml::schedule::named::{LIBRARIES, Like, kind, named};
use crate::plot::Picture;
use crate::render::ml::schedule as written;

#[derive(Debug, Args)]
pub(crate) struct Schedule {
    /// Its name, ours or a library's: cosine, `StepLR`, triangular2
    #[arg(value_name = "NAME", required_unless_present = "list")]
    name: Option<String>,
    /// Its keys: lr=0.1 steps=100
    #[arg(value_name = "KEY=VALUE")]
    keys: Vec<String>,
    /// How many updates, or epochs with --epoch-steps
    #[arg(long, value_name = "N", default_value = "100", value_parser = whole::<u32, 1, 10_000_000>)]
    steps: u32,
    /// The library whose names, defaults and conventions it has
    #[arg(long, value_name = "LIBRARY", value_parser = clap::builder::PossibleValuesParser::new(LIBRARIES.map(|(name, _)| name)))]
    like: Option<String>,
    /// Another schedule from an update on: "20: cosine lr=0.1 steps=80"; again for more of them
    #[arg(long, value_name = "UPDATE: NAME KEY=VALUE…")]
    then: Vec<String>,
    /// Another schedule that multiplies it: "exponential lr=1 rate=0.99"
    #[arg(long, value_name = "NAME KEY=VALUE…")]
    times: Option<String>,
    /// A table (CSV) with the metric of each update, for plateau
    #[arg(long, value_name = "FILE")]
    metric: Option<PathBuf>,
    /// The schedule counts epochs of this many updates
    #[arg(long, value_name = "N", value_parser = whole::<u64, 1, 1_000_000_000>)]
    epoch_steps: Option<u64>,
    /// List the schedules with their keys
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    show: Show,
}

pub(super) fn run(args: &Schedule) -> Result<Exit, Failure> {
    let inputs: Vec<Source> = args.metric.iter().cloned().map(Source::File).collect();
    let targets = args.show.targets(&inputs)?;
    let Some(name) = args.name.as_deref().filter(|_| !args.list) else {
        targets.write(&written::list(), || Picture::of("Schedules", Vec::new()))?;
        return Ok(Exit::Fine);
    };
    let like = args.like.as_deref().and_then(|like| LIBRARIES.iter().find(|(name, _)| *name == like));
    let like = like.map_or(Like::Own, |(_, like)| *like);
    let mut keys = args.keys.clone();
    if let Some(path) = &args.metric {
        keys.push(format!("metric={}", metric(path)?));
    }
    let mut title = format!("{name} {}", args.keys.join(" ")).trim_end().to_owned();
    let mut schedule = made(name, &keys, like)?;
    if !args.then.is_empty() {
        let (mut parts, mut milestones) = (vec![schedule], Vec::new());
        for then in &args.then {
            let (at, part) = follower(then, like)?;
            if milestones.last().is_some_and(|last| *last >= at) {
                return Err(usage(format!("--then: update {at} is not after the one before")));
            }
            title += &format!(
                ", from update {at} on {}",
                then.split_once(':').map_or("", |(_, rest)| rest.trim())
            );
            milestones.push(at);
            parts.push(part);
        }
        schedule = Made::Sequence { parts, milestones };
    }
    if let Some(times) = &args.times {
        title += &format!(", times {times}");
        schedule = Made::Product(Box::new((schedule, of_words(times, like)?)));
    }
    let epochs = u64::from(args.steps);
    if let Some(ends) = schedule.ends().filter(|ends| epochs > *ends) {
        let message = format!("--steps: the schedule has {ends} updates, and {epochs} are asked for");
        let help = if args.metric.is_some() {
            "the table of the metric has a row for each; ask for fewer, or give it more rows"
        } else {
            "its library raises an error there; ask for fewer, or make it longer"
        };
        return Err(usage(message).with_help(help));
    }
    let updates = epochs.saturating_mul(args.epoch_steps.unwrap_or(1));
    let steps = usize::try_from(updates).ok().filter(|updates| *updates <= 10_000_000);
    let steps =
        steps.ok_or_else(|| usage(format!("--epoch-steps: {updates} updates are more than 10,000,000")))?;
    let what = kind(name).map_or(String::new(), |kind| kind.what.to_owned());
    let lr = written::sizes(&schedule, steps, args.epoch_steps);
    if let Some(update) = lr.iter().position(|lr| lr.abs() >= 1e300) {
        return Err(usage(format!("the lr is past 1e300 from update {update} on"))
            .with_help("ask for fewer updates, or for a smaller rate"));
    }
    let shown = written::Shown {
        title,
        what,
        like: args.like.as_deref(),
        schedule: &schedule,
        lr,
        per_epoch: args.epoch_steps,
    };
    targets.write(&written::page(&shown, args.show.format), || written::picture(&shown))?;
    Ok(Exit::Fine)
}

fn usage(message: String) -> Failure {
    Failure::new(Exit::Usage, message)
}

fn made(name: &str, pairs: &[String], like: Like) -> Result<Made, Failure> {
    read(name, pairs, like).map_err(|problems| {
        if let [Problem::Pairs(problem)] = &problems[..] {
            return usage(problem.clone());
        }
        let list: Vec<String> = problems.iter().map(|problem| format!("\n  {}", problem.text())).collect();
        usage(format!("schedule `{name}`:{}", list.concat())).with_help(help(name))
    })
}

/// What is wrong with a schedule: with its pairs, or with one of its keys.
enum Problem {
    Pairs(String),
    Key(String),
}

impl Problem {
    fn text(&self) -> &str {
        match self {
            Self::Pairs(text) | Self::Key(text) => text,
        }
    }
}

fn read(name: &str, pairs: &[String], like: Like) -> Result<Made, Vec<Problem>> {
    let mut keys =
        Keys::parse(pairs.iter().map(String::as_str)).map_err(|problem| vec![Problem::Pairs(problem)])?;
    named(name, like, &mut keys).map_err(|problems| problems.into_iter().map(Problem::Key).collect())
}

fn help(name: &str) -> String {
    match kind(name) {
        Ok(kind) if kind.name == "plateau" => {
            format!(
                "{}: {} ({}); --metric FILE has the metric of each update",
                kind.name, kind.what, kind.keys
            )
        }
        Ok(kind) => format!("{}: {} ({})", kind.name, kind.what, kind.keys),
        Err(_) => "`learncurve ml schedule --list` lists them with their keys".to_owned(),
    }
}

/// A schedule from its name and keys in one text.
pub(super) fn of_words(words: &str, like: Like) -> Result<Made, Failure> {
    let mut words = words.split_whitespace().map(str::to_owned);
    let name = words.next().ok_or_else(|| usage("an empty text names no schedule".to_owned()))?;
    made(&name, &words.collect::<Vec<_>>(), like)
}

/// What is wrong with such a text, one by one, and what helps.
pub(super) fn problems(words: &str, like: Like) -> Result<(), (Vec<String>, Option<String>)> {
    let mut words = words.split_whitespace().map(str::to_owned);
    let Some(name) = words.next() else {
        return Err((vec!["an empty text names no schedule".to_owned()], Some(help(""))));
    };
    match read(&name, &words.collect::<Vec<_>>(), like) {
        Ok(_) => Ok(()),
        Err(problems) => {
            Err((problems.iter().map(|problem| problem.text().to_owned()).collect(), Some(help(&name))))
        }
    }
}

fn follower(text: &str, like: Like) -> Result<(u64, Made), Failure> {
    let bad = || {
        usage(format!("--then: `{text}` is not UPDATE: NAME KEY=VALUE…"))
            .with_help("write \"20: cosine lr=0.1 steps=80\"")
    };
    let (at, words) = text.split_once(':').ok_or_else(bad)?;
    let at = at.trim().parse().ok().filter(|at| *at > 0).ok_or_else(bad)?;
    Ok((at, of_words(words, like)?))
}

/// The metric of each update, from a table that has one column, or one of that name.
fn metric(path: &std::path::Path) -> Result<String, Failure> {
    let table = Table::read(path)?;
    let column = if table.cells.heading.len() == 1 {
        0
    } else {
        table.column(&["metric", "loss", "val_loss", "accuracy"], "of the metric of each update")?
    };
    let numbers = table.numbers(column, None, true)?;
    Ok(numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
}
