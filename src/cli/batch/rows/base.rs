//! A scenario file as the base of rows.

use toml_edit::{Item, Table};

use crate::batch::template::{Base, Cost};

/// Takes a scenario apart.
///
/// # Errors
///
/// What it has that a template can't have.
pub(super) fn base(text: &str) -> Result<Base, String> {
    let mut document: toml_edit::DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| format!("the template is not TOML: {}", error.message()))?;
    if document.contains_key("scenario") || document.contains_key("element") {
        return Err("the template is one scenario with one curve".to_owned());
    }
    document.remove("question");
    let Some(curves) = document.remove("curve") else {
        return Err("the template has no curve".to_owned());
    };
    let Ok(curves) = curves.into_table() else {
        return Err("the template's curve is no table".to_owned());
    };
    let mut models = curves.into_iter();
    let (Some((model, curve)), None) = (models.next(), models.next()) else {
        return Err("the template has one model".to_owned());
    };
    let Ok(curve) = curve.into_table() else {
        return Err(format!("the template's `curve.{model}` is no table"));
    };
    let mut keys = Vec::new();
    for (key, item) in curve {
        match item.into_value() {
            Ok(value) => keys.push((key.clone(), value.decorated("", "").to_string())),
            Err(_) => return Err(format!("in a template `{key}` is written in one line: {key} = [ … ]")),
        }
    }
    let costs = match document.remove("cost") {
        None => Vec::new(),
        Some(Item::ArrayOfTables(lines)) => lines.into_iter().map(cost).collect(),
        Some(Item::Value(toml_edit::Value::Array(lines))) => {
            lines.into_iter().filter_map(|line| Item::Value(line).into_table().ok()).map(cost).collect()
        }
        Some(_) => return Err("the template's `cost` is no list of tables: write `[[cost]]`".to_owned()),
    };
    Ok(Base { rest: document.to_string() + "\n", costs, model, curve: keys })
}

/// A cost line, its rate by itself where that is per hour.
fn cost(mut line: Table) -> Cost {
    let hourly = line.get("per").and_then(Item::as_str) == Some("hour");
    let rate = if hourly { line.remove("rate").and_then(|rate| rate.into_value().ok()) } else { None };
    let rate = rate.map(|rate| rate.decorated("", "").to_string());
    let keys = line.into_iter().filter_map(|(key, item)| Some((key, item.into_value().ok()?)));
    let keys: Vec<String> =
        keys.map(|(key, value)| format!("{key} = {}\n", value.decorated("", ""))).collect();
    Cost { hourly: rate.is_some(), keys: keys.concat(), rate: rate.unwrap_or_default() }
}
