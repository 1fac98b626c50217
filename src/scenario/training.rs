//! `[ml]`: a training of machine learning in place of a curve.

mod asked;
mod learning;
mod run;
mod steps;

use super::Scenario;
use super::check::has_errors;
use super::context::Context;
use super::diagnostic::Diagnostic;
use super::raw::training::ML;
use super::reader::{Findings, Reader, allowed};
use crate::money::Currency;
use crate::question::training::Training;
use crate::question::{Rounding, Whole};

pub(super) use asked::{bare, find};

/// Reads `[ml]` and what is asked of it.
pub(super) fn read(
    table: &Reader<'_, '_>,
    currency: Option<Currency>,
    rounding: Rounding,
    found: &mut Findings<'_>,
) -> Option<Scenario> {
    for key in table.present(&["curve", "element", "cost"]) {
        let help = match key {
            "cost" => "what a training costs is the `price` of [ml.training]",
            _ => "a scenario is of work or of a training: make two of it, each in a [[scenario]]",
        };
        found.push(
            Diagnostic::error("contradiction", table.key_span(key), format!("both `ml` and `{key}`"))
                .with_help(help)
                .with_related(table.key_span("ml"), "the training"),
        );
    }
    if let Some(steps) = table.get("rounding").and_then(|own| own.as_table()?.get("steps")) {
        found.push(
            Diagnostic::error("contradiction", steps.span(), "rounding on the way, of a training")
                .with_help("mark schemes round quantities of curves; a training is rounded once, at the end"),
        );
    }
    let ml = Reader::open(table.get("ml")?, &ML, found)?;
    if ml.table.is_empty() {
        found.push(
            Diagnostic::error("missing-key", ml.span.clone(), "nothing is said of the training")
                .with_help(format!("tables of [ml]: {}", allowed(&ML))),
        );
    }
    let own = run::read(&ml, found);
    let learning = learning::read(&ml, found);
    let schedule = ml.get("schedule").map(|value| steps::schedule(value, found));
    let range_test = ml.get("range-test").map(|value| steps::range_test(value, found));
    let context = Context { trains: true, costs: true, ..Context::of_curve(None, &[], currency, rounding) };
    let questions = super::asked::read(table, context, &[], found);
    if has_errors(found) {
        return None;
    }
    let (run, price) = own?;
    let training = Training {
        run,
        price,
        learning,
        schedule: schedule.flatten(),
        range_test: range_test.flatten(),
        currency,
        rounding,
    };
    Some(Scenario { whole: Whole::Training(training), questions })
}
