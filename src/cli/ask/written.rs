//! Flags as the scenario that they stand for, each line with the flag behind it.

use super::super::flagged::{Scenario, key_name, quoted};
use super::given::{Given, Stated};
use crate::cli::args::count;
use crate::cli::exit::{Exit, Failure};

/// What flags state of a curve and its costs, without any question.
pub(in crate::cli) fn stated(stated: &Stated) -> Result<Scenario, Failure> {
    let mut scenario = Scenario::default();
    scenario.text("--currency", "currency", stated.currency.as_ref());
    let model = stated.model.as_str();
    scenario.line("the curve", &format!("[curve.{model}]"));
    scenario.text("--basis", "basis", stated.basis.as_ref());
    for own in &stated.set {
        let (key, value) = pair("--set", own, "write KEY=VALUE, such as prior_units=4")?;
        scenario.line("--set", &format!("{} = {}", key_name(key), list_or_text(value)));
    }
    scenario.text("--first-time", "first_time", stated.first_time.as_ref());
    scenario.text("--first-cost", "first_cost", stated.first_cost.as_ref());
    scenario.text("--learning-rate", "learning_rate", stated.learning_rate.as_ref());
    scenario.text("--b", "b", stated.b.as_ref());
    for (key, flag, value) in
        [("ends_after", "--ends-after", stated.ends_after), ("batch_size", "--batch-size", stated.batch_size)]
    {
        if let Some(value) = value {
            scenario.line(flag, &format!("{key} = {value}"));
        }
    }
    scenario.text("--steady-state", "steady_state", stated.steady_state.as_ref());
    for fact in &stated.known {
        scenario.line("--known", &format!("[[curve.{model}.known]]"));
        for key in known(fact)? {
            scenario.line("--known", &key);
        }
    }
    for line in &stated.cost {
        scenario.line("--cost", "[[cost]]");
        for key in cost(line)? {
            scenario.line("--cost", &key);
        }
    }
    Ok(scenario)
}

/// The scenario that flags and a question stand for.
pub(super) fn write(given: &Given, question: &str) -> Result<Scenario, Failure> {
    let mut scenario = stated(&given.stated)?;
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
    scenario.line("the question", &varied(given, question)?);
    scenario.text("--of", "of", given.of.as_ref());
    scenario.text("--expect", "expect", given.expect.as_ref());
    Ok(scenario)
}

/// A question, or its sensitivity where something varies.
fn varied(given: &Given, question: &str) -> Result<String, Failure> {
    if given.vary.is_empty() {
        return Ok(question.to_owned());
    }
    let (mut curve, mut costs) = (Vec::new(), Vec::new());
    for own in &given.vary {
        let (key, values) = pair("--vary", own, "write KEY=V,V, such as learning_rate=75%,80%")?;
        let values: Vec<String> = values.split(',').map(|value| bare_or_quoted(value.trim())).collect();
        let said = format!("{} = [{}]", key_name(key), values.join(", "));
        let is_line = given
            .stated
            .cost
            .iter()
            .any(|line| line.split_once('=').is_some_and(|(name, _)| name.trim() == key));
        if is_line { costs.push(said) } else { curve.push(said) }
    }
    if !costs.is_empty() {
        curve.push(format!("cost = {{ {} }}", costs.join(", ")));
    }
    let inner = question.strip_prefix("find.").unwrap_or(question);
    let together = if given.together { ", together = true" } else { "" };
    Ok(format!("find.sensitivity = {{ vary = {{ {} }}, find = {{ {inner} }}{together} }}", curve.join(", ")))
}

pub(in crate::cli) fn pair<'t>(flag: &str, text: &'t str, help: &str) -> Result<(&'t str, &'t str), Failure> {
    let (key, value) = text.split_once('=').ok_or_else(|| usage(flag, text, help))?;
    Ok((key.trim(), value.trim()))
}

/// A whole number as it is, anything else as a text.
fn bare_or_quoted(value: &str) -> String {
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) && !value.starts_with('0') {
        return value.to_owned();
    }
    quoted(value)
}

/// A list where there are commas, else one value.
fn list_or_text(value: &str) -> String {
    if value.contains(',') {
        let values: Vec<String> = value.split(',').map(|value| quoted(value.trim())).collect();
        return format!("[{}]", values.join(", "));
    }
    quoted(value)
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
        let (rate, per) = rate(amount).ok_or_else(refuse)?;
        keys.push(format!("rate = {}", quoted(rate)));
        keys.push(format!("per = {}", quoted(per)));
    }
    Ok(keys)
}

/// `15/hour` as its rate and what that is for.
pub(in crate::cli) fn rate(text: &str) -> Option<(&str, &str)> {
    text.rsplit_once('/').map(|(rate, per)| (rate.trim(), per.trim()))
}

pub(in crate::cli) fn usage(flag: &str, value: &str, help: &str) -> Failure {
    Failure::new(Exit::Usage, format!("{flag}: `{value}` is not understood")).with_help(help)
}
