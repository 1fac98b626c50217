//! `ask`: one question from flags alone.
//!
//! The flags are written as a scenario and read by the scenario reader, so that they mean the same and are checked the
//! same; what is found wrong is told by the flag that it stands for.

use std::fmt::Write as _;

use clap::{Args, Subcommand, ValueEnum};

use super::args::{Show, count};
use super::exit::{Exit, Failure};
use super::input::Input;
use super::output::Target;
use super::{say, solve};
use crate::scenario;
use crate::scenario::diagnostic::Severity;

#[derive(Debug, Args)]
#[command(subcommand_value_name = "KIND", subcommand_help_heading = "Kinds")]
pub(crate) struct Ask {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Kind {
    /// The average per unit of the first N
    Average(Units),
    /// The total of the first N
    Total(Units),
    /// The Nth unit alone
    Unit(Number),
    /// The total of units first to last, their average and midpoint
    Lot(Ends),
    /// Each unit after learning ends
    SteadyState(Nothing),
    /// The learning rate that the facts imply
    LearningRate(Nothing),
    /// The index b
    Index(Nothing),
    /// The first unit that the facts imply
    FirstUnit(Nothing),
    /// The unit whose time is the lot's average
    Midpoint(Ends),
    /// How many units meet a limit on their total, their average or a unit
    Units(Limit),
    /// The curve at several numbers of units
    Table(Rows),
}

#[derive(Debug, Args)]
struct Units {
    /// How many units, from the first
    #[arg(long, value_name = "N", value_parser = count)]
    units: u64,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
struct Number {
    /// The unit's number
    #[arg(long, value_name = "N", value_parser = count)]
    number: u64,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
struct Ends {
    /// The lot's first unit
    #[arg(long, value_name = "F", value_parser = count)]
    first: u64,
    /// The lot's last unit
    #[arg(long, value_name = "L", value_parser = count)]
    last: u64,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
struct Nothing {
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("limit").required(true).args(["total", "average", "unit"])))]
struct Limit {
    /// The most units whose total fits in this: "503 h", or an amount
    #[arg(long, value_name = "X")]
    total: Option<String>,
    /// The fewest units whose average is at most this
    #[arg(long, value_name = "X")]
    average: Option<String>,
    /// The first unit that takes at most this
    #[arg(long, value_name = "X")]
    unit: Option<String>,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("rows").required(true).args(["units", "to"])))]
struct Rows {
    /// The numbers of units, one row each
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = count)]
    units: Vec<u64>,
    /// Rows up to this many units
    #[arg(long, value_name = "N", value_parser = count)]
    to: Option<u64>,
    /// `doubling`, or a step; with --to
    #[arg(long, value_name = "doubling|STEP", conflicts_with = "units")]
    by: Option<String>,
    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Model {
    /// The cumulative average falls to the rate at each doubling
    Wright,
    /// The unit's own time falls to the rate at each doubling
    Crawford,
}

/// What is known of the curve, its costs and the rounding.
#[derive(Debug, Args)]
#[command(next_help_heading = "The curve")]
struct Given {
    /// The theory
    #[arg(long, value_enum, default_value = "wright")]
    model: Model,
    /// The first unit's time, "2 h"; with a batch size the first batch's
    #[arg(long, value_name = "TIME", conflicts_with = "first_cost")]
    first_time: Option<String>,
    /// The first unit's cost, for a curve in money
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    first_cost: Option<String>,
    /// What each doubling falls to: 95%, or 0.95
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    learning_rate: Option<String>,
    /// The index b, such as -0.152
    #[arg(short, long, visible_alias = "index", value_name = "B", allow_hyphen_values = true)]
    b: Option<String>,
    /// A known fact: "average 16 = 3.3 h", total, unit, or "lot 5-8 = 12 h"; may be repeated
    #[arg(long, value_name = "FACT")]
    known: Vec<String>,
    /// Learning ends with this unit
    #[arg(long, value_name = "N", value_parser = count)]
    ends_after: Option<u64>,
    /// What later units take: last-unit, average, last-doubling, or "1.3 h"
    #[arg(long, value_name = "RULE")]
    steady_state: Option<String>,
    /// The curve counts batches of this many units
    #[arg(long, value_name = "N", value_parser = count)]
    batch_size: Option<u64>,
    /// A cost line: Labour=15/hour (or /unit, /batch, /once), or "Overheads=150% of Labour"; may be repeated
    #[arg(long, value_name = "LINE", help_heading = "Costs and rounding")]
    cost: Vec<String>,
    /// The currency, an ISO 4217 code
    #[arg(long, value_name = "CODE", help_heading = "Costs and rounding")]
    currency: Option<String>,
    /// In time or in cost; default cost where there are costs
    #[arg(long, value_parser = ["time", "cost"], help_heading = "Costs and rounding")]
    of: Option<String>,
    /// Decimal places of money; default the currency's
    #[arg(long, value_name = "PLACES", value_parser = clap::value_parser!(u32).range(0..=28), help_heading = "Costs and rounding")]
    money: Option<u32>,
    /// half-up, half-even, up, down, ceiling or floor
    #[arg(long, value_name = "MODE", value_parser = scenario::raw::MODES, help_heading = "Costs and rounding")]
    rounding: Option<String>,
    /// Mark-scheme rounding on the way: index=3,factor=4,average=2,total=2,unit=2
    #[arg(long, value_name = "STEPS", value_delimiter = ',', help_heading = "Costs and rounding")]
    steps: Vec<String>,
    /// The published answer, to compare with
    #[arg(long, value_name = "FIGURE", allow_hyphen_values = true, help_heading = "Output")]
    expect: Option<String>,
    /// Print the scenario file that asks the same, in place of the answer
    #[arg(long, help_heading = "Output")]
    as_scenario: bool,
    #[command(flatten, next_help_heading = "Output")]
    show: Show,
}

pub(super) fn run(ask: &Ask) -> Result<Exit, Failure> {
    let (given, question) = match &ask.kind {
        Kind::Average(one) => (&one.given, format!("find.average = {{ units = {} }}", one.units)),
        Kind::Total(one) => (&one.given, format!("find.total = {{ units = {} }}", one.units)),
        Kind::Unit(one) => (&one.given, format!("find.unit = {{ number = {} }}", one.number)),
        Kind::Lot(one) => (&one.given, ends("lot", one)),
        Kind::Midpoint(one) => (&one.given, ends("midpoint", one)),
        Kind::SteadyState(one) => (&one.given, "find.steady-state = {}".to_owned()),
        Kind::LearningRate(one) => (&one.given, "find.learning-rate = {}".to_owned()),
        Kind::Index(one) => (&one.given, "find.index = {}".to_owned()),
        Kind::FirstUnit(one) => (&one.given, "find.first-unit = {}".to_owned()),
        Kind::Units(one) => (&one.given, limit(one)),
        Kind::Table(one) => (&one.given, rows(one)?),
    };
    let scenario = write(given, &question)?;
    let target = Target::new(given.show.out.output.clone(), given.show.out.force);
    target.check(&[])?;
    let input = Input { name: "ask".to_owned(), stem: "ask".to_owned(), text: scenario.text };
    let entries = scenario::load(&input.text);
    let mut wrong = false;
    for finding in entries.iter().flat_map(|entry| &entry.findings) {
        let (line, _) = finding.position(&input.text);
        let flag = scenario.flags.get(line - 1).map_or("", String::as_str);
        let flag = if flag.is_empty() { "the question" } else { flag };
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        wrong |= finding.severity == Severity::Error;
        let help = finding.help.as_ref().map(|help| format!("\n  help: {help}")).unwrap_or_default();
        say(&crate::render::visible(&format!("{severity}: {flag}: {}{help}", finding.message)));
    }
    if wrong {
        return Ok(Exit::Usage);
    }
    if given.as_scenario {
        target.write(&input.text)?;
        return Ok(Exit::Fine);
    }
    let mut reports = solve::reports(&input, entries);
    // Told already, by flag, are those of the flags; those of the question have no place to point at.
    let told: Vec<_> = scenario::load(&input.text).into_iter().flat_map(|entry| entry.findings).collect();
    for report in &mut reports {
        for finding in &mut report.findings {
            finding.span = 0..0;
        }
        report.findings.retain(|finding| !told.iter().any(|known| known.message == finding.message));
    }
    solve::finish(vec![(input, reports)], &given.show, &target)
}

/// A scenario with the flag behind each of its lines.
#[derive(Default)]
struct Scenario {
    text: String,
    flags: Vec<String>,
}

impl Scenario {
    fn line(&mut self, flag: &str, line: &str) {
        let _ = writeln!(self.text, "{line}");
        self.flags.push(flag.to_owned());
    }

    /// A line with a quoted text, where there is one.
    fn text(&mut self, flag: &str, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.line(flag, &format!("{key} = {}", quoted(value)));
        }
    }
}

fn write(given: &Given, question: &str) -> Result<Scenario, Failure> {
    let mut scenario = Scenario::default();
    scenario.text("--currency", "currency", given.currency.as_ref());
    let model = match given.model {
        Model::Wright => "wright",
        Model::Crawford => "crawford",
    };
    scenario.line("the curve", &format!("[curve.{model}]"));
    scenario.text("--first-time", "first_time", given.first_time.as_ref());
    scenario.text("--first-cost", "first_cost", given.first_cost.as_ref());
    scenario.text("--learning-rate", "learning_rate", given.learning_rate.as_ref());
    scenario.text("--b", "b", given.b.as_ref());
    for (key, flag, value) in
        [("ends_after", "--ends-after", given.ends_after), ("batch_size", "--batch-size", given.batch_size)]
    {
        if let Some(value) = value {
            scenario.line(flag, &format!("{key} = {value}"));
        }
    }
    scenario.text("--steady-state", "steady_state", given.steady_state.as_ref());
    for fact in &given.known {
        scenario.line("--known", &format!("[[curve.{model}.known]]"));
        for key in known(fact)? {
            scenario.line("--known", &key);
        }
    }
    for line in &given.cost {
        scenario.line("--cost", "[[cost]]");
        for key in cost(line)? {
            scenario.line("--cost", &key);
        }
    }
    if given.money.is_some() || given.rounding.is_some() || !given.steps.is_empty() {
        scenario.line("", "[rounding]");
        scenario.text("--rounding", "mode", given.rounding.as_ref());
        if let Some(places) = given.money {
            scenario.line("--money", &format!("money = {places}"));
        }
        for step in &given.steps {
            let (name, places) = step
                .split_once('=')
                .ok_or_else(|| usage("--steps", step, "write NAME=PLACES, such as index=3,average=2"))?;
            let places: u32 = places
                .trim()
                .parse()
                .map_err(|_| usage("--steps", step, "places are a whole number, such as index=3"))?;
            scenario.line("--steps", &format!("steps.{} = {places}", key_name(name.trim())));
        }
    }
    scenario.line("", "[[question]]");
    scenario.line("the question", question);
    scenario.text("--of", "of", given.of.as_ref());
    scenario.text("--expect", "expect", given.expect.as_ref());
    Ok(scenario)
}

fn ends(kind: &str, one: &Ends) -> String {
    format!("find.{kind} = {{ first = {}, last = {} }}", one.first, one.last)
}

fn limit(one: &Limit) -> String {
    let limits = [("total", &one.total), ("average", &one.average), ("unit", &one.unit)];
    let given = limits.into_iter().find_map(|(key, value)| Some((key, value.as_ref()?)));
    given.map_or_else(String::new, |(key, value)| format!("find.units = {{ {key} = {} }}", quoted(value)))
}

fn rows(one: &Rows) -> Result<String, Failure> {
    let Some(to) = one.to else {
        let units: Vec<String> = one.units.iter().map(ToString::to_string).collect();
        return Ok(format!("find.table = {{ units = [{}] }}", units.join(", ")));
    };
    let by = match one.by.as_deref() {
        None | Some("doubling") => "\"doubling\"".to_owned(),
        Some(step) => count(step)
            .map_err(|message| usage("--by", step, &format!("`doubling`, or a step; {message}")))?
            .to_string(),
    };
    Ok(format!("find.table = {{ to = {to}, by = {by} }}"))
}

/// `average 16 = 3.3 h` as keys of a known fact.
fn known(fact: &str) -> Result<Vec<String>, Failure> {
    let refuse = || {
        usage(
            "--known",
            fact,
            "write it as \"average 16 = 3.3 h\", \"total 8 = 34.3 h\", \"unit 4 = 71 h\" or \"lot 5-8 = 12 h\"",
        )
    };
    let (about, value) = fact.split_once('=').ok_or_else(refuse)?;
    let (kind, units) = about.trim().split_once(char::is_whitespace).ok_or_else(refuse)?;
    let whole = |text: &str| count(text.trim()).map_err(|_| refuse());
    let units = match kind {
        "average" | "total" | "unit" => whole(units)?.to_string(),
        "lot" => {
            let (first, last) =
                units.split_once("..").or_else(|| units.split_once('-')).ok_or_else(refuse)?;
            format!("[{}, {}]", whole(first)?, whole(last.trim_start_matches('='))?)
        }
        _ => return Err(refuse()),
    };
    let value = value.trim();
    let key = if value.ends_with(|c: char| c.is_ascii_alphabetic()) { "time" } else { "cost" };
    Ok(vec![format!("{kind} = {units}"), format!("{key} = {}", quoted(value))])
}

/// `Labour=15/hour` or `Overheads=150% of Labour` as keys of a cost line.
fn cost(line: &str) -> Result<Vec<String>, Failure> {
    let refuse = || {
        usage(
            "--cost",
            line,
            "write it as Labour=15/hour (or /unit, /batch, /once), or \"Overheads=150% of Labour\"",
        )
    };
    let (name, amount) = line.split_once('=').ok_or_else(refuse)?;
    let mut keys = vec![format!("name = {}", quoted(name.trim()))];
    if let Some((percent, of)) = amount.split_once(" of ") {
        keys.push(format!("percent = {}", quoted(percent.trim())));
        keys.push(format!("of = {}", quoted(of.trim())));
    } else {
        let (rate, per) = amount.rsplit_once('/').ok_or_else(refuse)?;
        keys.push(format!("rate = {}", quoted(rate.trim())));
        keys.push(format!("per = {}", quoted(per.trim())));
    }
    Ok(keys)
}

fn usage(flag: &str, value: &str, help: &str) -> Failure {
    Failure::new(Exit::Usage, format!("{flag}: `{value}` is not understood")).with_help(help)
}

/// A TOML string; JSON's escapes are TOML's too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// A key: bare where it can be, quoted where it must.
fn key_name(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { name.to_owned() } else { quoted(name) }
}
