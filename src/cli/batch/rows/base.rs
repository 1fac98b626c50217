//! A scenario file as the base of rows.

use crate::batch::template::Base;

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
    Ok(Base { rest: document.to_string() + "\n", model, curve: keys })
}
