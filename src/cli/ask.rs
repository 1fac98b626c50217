//! `ask`: one question from flags alone.
//!
//! The flags are written as a scenario, [`flagged`].

mod flags;
mod given;
pub(super) mod written;

pub(crate) use flags::Ask;
pub(in crate::cli) use given::Stated;

use super::args::{MOST_SHOWN, count};
use super::exit::{Exit, Failure};
use super::flagged::quoted;
use super::output::Target;
use super::{diagnose, flagged, workbook};
use flags::{Ends, Gap, Kind, Limit, Price, Rows, Schedule, Variance};
use written::{usage, write};

pub(super) fn run(ask: &Ask) -> Result<Exit, Failure> {
    let (given, question) = match &ask.kind {
        Kind::Average(one) => {
            let keys = [counted("units", one.units), counted("first", one.first), counted("last", one.last)];
            (&one.given, table("average", &keys))
        }
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
        Kind::Price(one) => (&one.given, price(one)),
        Kind::CostGap(one) => (&one.given, gap(one)),
        Kind::BreakEven(one) => {
            let keys = [text("price", Some(&one.price)), text("fixed", one.fixed.as_ref())];
            (&one.given, table("break-even", &keys))
        }
        Kind::Variance(one) => (&one.given, variance(one)),
        Kind::Schedule(one) => (&one.given, schedule(one)?),
    };
    let scenario = write(given, &question)?;
    let target = Target::new(given.show.out.output.clone(), given.show.out.force);
    target.check(&[])?;
    let Some((input, entries)) = scenario.read("ask") else {
        return Ok(Exit::Usage);
    };
    if given.as_scenario {
        target.write(&input.text)?;
        return Ok(Exit::Fine);
    }
    workbook::check(&given.show, &target)?;
    if let Some(text) = &given.diagnose {
        let claim = diagnose::claim("--diagnose", text, &given.show)?;
        let scenarios = entries.iter().filter_map(|entry| entry.scenario.as_ref());
        let mut asked = scenarios.flat_map(|own| own.questions.iter().map(move |asked| (own, asked)));
        if let Some((own, asked)) = asked.next() {
            let meant = (input.stem.clone(), own, asked);
            return diagnose::finish(&meant, claim, &input, &given.show, MOST_SHOWN, &target);
        }
    }
    flagged::answer(input, entries, &given.show, &target)
}

/// `find.KIND` with those of its keys that are there.
fn table(kind: &str, keys: &[Option<String>]) -> String {
    let keys: Vec<&str> = keys.iter().flatten().map(String::as_str).collect();
    format!("find.{kind} = {{ {} }}", keys.join(", "))
}

fn counted(key: &str, value: Option<u64>) -> Option<String> {
    value.map(|value| format!("{key} = {value}"))
}

fn text(key: &str, value: Option<&String>) -> Option<String> {
    value.map(|value| format!("{key} = {}", quoted(value)))
}

fn price(one: &Price) -> String {
    let keys = [
        counted("units", one.units),
        counted("first", one.first),
        counted("last", one.last),
        text("markup", one.markup.as_ref()),
        text("margin", one.margin.as_ref()),
    ];
    table("price", &keys)
}

fn gap(one: &Gap) -> String {
    let keys = [
        counted("units", one.units),
        counted("unit", one.unit),
        one.in_steady_state.then(|| "steady-state = true".to_owned()),
        text("target", one.target.as_ref()),
        text("price", one.price.as_ref()),
        text("margin", one.margin.as_ref()),
    ];
    table("cost-gap", &keys)
}

fn variance(one: &Variance) -> String {
    let revised: Vec<String> = [
        text("first_time", one.revised_first_time.as_ref()),
        text("learning_rate", one.revised_learning_rate.as_ref()),
        text("b", one.revised_b.as_ref()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let keys = [
        counted("units", Some(one.units)),
        text("time", Some(&one.time)),
        text("cost", one.paid.as_ref()),
        text("line", one.line.as_ref()),
        text("report", one.report.as_ref()),
        (!revised.is_empty()).then(|| format!("revised = {{ {} }}", revised.join(", "))),
    ];
    table("variance", &keys)
}

fn schedule(one: &Schedule) -> Result<String, Failure> {
    let mut periods = Vec::with_capacity(one.period.len());
    for period in &one.period {
        let help = "write NAME=UNITS, such as Q1=40";
        let (name, units) = period.rsplit_once('=').ok_or_else(|| usage("--period", period, help))?;
        let units = count(units.trim()).map_err(|_| usage("--period", period, help))?;
        periods.push(format!("{{ name = {}, units = {units} }}", quoted(name.trim())));
    }
    let keys = [
        Some(format!("periods = [ {} ]", periods.join(", "))),
        text("hours_per_worker", one.hours_per_worker.as_ref()),
    ];
    Ok(table("schedule", &keys))
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
