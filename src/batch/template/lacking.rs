//! What a table must have for its rows to make curves.

use super::{From, Slot};

/// What columns lack without which no row makes a curve, where the rows can't say another model that needs it not.
pub(super) fn without_curve(columns: &[String], slots: &[Slot]) -> Vec<String> {
    let model = slots.iter().find(|slot| slot.key == "model");
    let power_law = match model.map(|slot| &slot.from) {
        None => true,
        Some(From::Constant(model)) => ["", "wright", "crawford"].contains(&model.as_str()),
        Some(From::Column(_)) => false,
    };
    let has = |keys: [&str; 2]| slots.iter().any(|slot| keys.contains(&slot.key));
    let lacks = |keys: [&str; 2], said: &str| -> Option<String> {
        if has(keys) {
            return None;
        }
        let near =
            columns.iter().find(|name| keys.iter().any(|key| strsim::damerau_levenshtein(name, key) <= 3));
        let near = near.map(|name| format!("; is `{name}` one?")).unwrap_or_default();
        Some(format!("there is no column `{}` or `{said}`{near}", keys[0]))
    };
    if !power_law {
        return Vec::new();
    }
    let first = lacks(["first_time", "first_cost"], "first_cost");
    first.into_iter().chain(lacks(["learning_rate", "b"], "index")).collect()
}
