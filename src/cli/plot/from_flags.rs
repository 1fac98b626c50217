//! Curves that flags state: one, or one for each value of what varies.

use super::super::ask::{Stated, written};
use super::super::exit::{Exit, Failure};
use crate::scenario::{Scenario, raw};

/// The most curves that flags may vary into, which is more than a picture takes.
const MOST: usize = 1_000;

/// The scenarios that flags state, by their names; none where a flag is wrong, which is then told.
pub(super) fn scenarios(
    stated: &Stated,
    vary: &[String],
    needed: bool,
) -> Result<Option<Vec<(String, Scenario)>>, Failure> {
    if !stated.is_anything() && vary.is_empty() {
        return if needed {
            Err(Failure::new(Exit::Usage, "there is no curve to draw").with_help(
                "name a scenario file, or state a curve: --first-time \"2 h\" --learning-rate 95%",
            ))
        } else {
            Ok(Some(Vec::new()))
        };
    }
    let mut made = Vec::new();
    for (name, stated) in varied(stated, vary)? {
        let mut scenario = written::stated(&stated)?;
        scenario.line("", "[[question]]");
        scenario.line("the question", "find.index = {}");
        let Some((_, entries)) = scenario.read("plot") else { return Ok(None) };
        made.extend(entries.into_iter().filter_map(|entry| Some((name.clone(), entry.scenario?))));
    }
    Ok(Some(made))
}

/// A curve for every combination of the values that vary, each with its name.
fn varied(stated: &Stated, vary: &[String]) -> Result<Vec<(String, Stated)>, Failure> {
    let mut made = vec![(String::new(), stated.clone())];
    let twice = |message: String, help: String| Failure::new(Exit::Usage, message).with_help(help);
    let mut keys = Vec::new();
    for flag in vary {
        let (key, values) = written::pair("--vary", flag, "write KEY=V,V, such as learning_rate=75%,80%")?;
        let values: Vec<&str> = values.split(',').map(str::trim).collect();
        if let Some(value) =
            values.iter().zip(0..).find_map(|(value, at)| values[..at].contains(value).then_some(value))
        {
            return Err(twice(
                format!("--vary: {key} has `{value}` twice"),
                "each value makes a curve: say it once".to_owned(),
            ));
        }
        if keys.contains(&key) {
            let help = format!("say all of its values in one: --vary {key}=V,V");
            return Err(twice(format!("--vary: {key} is varied twice"), help));
        }
        keys.push(key);
        let mut next = Vec::new();
        for (name, before) in &made {
            for &value in &values {
                let mut own = before.clone();
                set(&mut own, key, value)?;
                let said = if key == "model" {
                    value.to_owned()
                } else {
                    format!("{} {value}", key.replace('_', " "))
                };
                next.push((if name.is_empty() { said } else { format!("{name}, {said}") }, own));
            }
        }
        if next.len() > MOST {
            return Err(Failure::new(Exit::Usage, format!("--vary: more than {MOST} curves"))
                .with_help("vary less: a picture takes few curves"));
        }
        made = next;
    }
    if vary.is_empty() {
        "as stated".clone_into(&mut made[0].0);
    }
    Ok(made)
}

/// Puts a value in the place of what a flag says, or of a key of the model's own.
fn set(stated: &mut Stated, key: &str, value: &str) -> Result<(), Failure> {
    let value = value.to_owned();
    match key {
        "model" => {
            if !raw::models::names().any(|name| name == value) {
                return Err(Failure::new(Exit::Usage, format!("--vary: there is no model `{value}`"))
                    .with_help(format!("one of {}", raw::models::names().collect::<Vec<_>>().join(", "))));
            }
            stated.model = value;
        }
        "basis" => stated.basis = Some(value),
        "first_time" => stated.first_time = Some(value),
        "first_cost" => stated.first_cost = Some(value),
        "learning_rate" => stated.learning_rate = Some(value),
        "b" => stated.b = Some(value),
        "steady_state" => stated.steady_state = Some(value),
        "ends_after" | "batch_size" => {
            let count = super::super::args::count(&value)
                .map_err(|message| Failure::new(Exit::Usage, format!("--vary: {key} {value}: {message}")))?;
            *(if key == "ends_after" { &mut stated.ends_after } else { &mut stated.batch_size }) =
                Some(count);
        }
        _ => stated.set.push(format!("{key}={value}")),
    }
    Ok(())
}
