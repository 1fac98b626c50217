//! The log of trainings: a row for every update.

use super::super::super::exit::{Exit, Failure};
use crate::render::ml::train::Group;
use crate::render::{csv, page};

/// Updates with their lr and loss, and what the held-out rows said after them, where they were looked at.
///
/// Columns for the run and the seed stand before, where there are several.
pub(super) fn written(groups: &[Group]) -> Result<String, Failure> {
    let several = groups.iter().map(|group| group.runs.len()).sum::<usize>() > 1;
    let mut heading =
        ["step", "lr", "loss", "held_out_loss", "held_out_accuracy"].map(str::to_owned).to_vec();
    if several {
        heading.splice(0..0, ["run".to_owned(), "seed".to_owned()]);
    }
    let number = |value: f64| if value.is_finite() { value.to_string() } else { String::new() };
    let mut rows = Vec::new();
    for group in groups {
        for (seed, outcome) in &group.runs {
            let mut looks = outcome.evaluations.iter().filter(|look| look.updates > 0).peekable();
            for (step, made) in (0_u64..).zip(&outcome.steps) {
                let look = looks.next_if(|look| look.updates == step + 1);
                let mut row = vec![
                    step.to_string(),
                    number(made.lr),
                    number(made.loss),
                    look.map_or(String::new(), |look| number(look.loss)),
                    look.map_or(String::new(), |look| number(look.accuracy)),
                ];
                if several {
                    row.splice(0..0, [csv::cell(&group.name), seed.to_string()]);
                }
                rows.push(row);
            }
        }
    }
    page::table(&heading, &rows).map_err(|message| Failure::new(Exit::Io, message))
}
