//! Learning's end overlooked, or followed by another steady state.

use super::attempt::{Attempt, decimal};
use super::case::Case;
use crate::curve::count;
use crate::explain::Step;
use crate::question::work::batches;
use crate::question::{CurveInputs, Question, SteadyRule};

/// The last item that learns.
fn end(case: &Case<'_>) -> Option<u64> {
    batches(case.inputs().ends_after?, case.work.batch_size()).ok()
}

fn one(attempt: Option<Attempt>) -> Vec<Attempt> {
    attempt.into_iter().collect()
}

fn steady(case: &Case<'_>, rule: SteadyRule) -> Vec<Attempt> {
    if end(case).is_none() || case.inputs().steady == rule {
        return Vec::new();
    }
    one(case.changed(|inputs: &mut CurveInputs| inputs.steady = rule).map(|work| case.ask_of(work)))
}

pub(super) fn at_average(case: &Case<'_>) -> Vec<Attempt> {
    steady(case, SteadyRule::Average)
}

pub(super) fn at_last_doubling(case: &Case<'_>) -> Vec<Attempt> {
    steady(case, SteadyRule::LastDoubling)
}

pub(super) fn at_last_unit(case: &Case<'_>) -> Vec<Attempt> {
    steady(case, SteadyRule::LastUnit)
}

pub(super) fn at_next_unit(case: &Case<'_>) -> Vec<Attempt> {
    let Some(next) = end(case).map(|end| end + 1) else { return Vec::new() };
    let endless = case.changed(|inputs| inputs.ends_after = None);
    let Some(value) = endless.and_then(|work| work.run.unit(next).ok()) else { return Vec::new() };
    let Some(each) = decimal(value / count(case.work.batch_size())) else { return Vec::new() };
    let step = Step::new(
        format!("{} of {} {next}, as if learning went on", case.measure(), case.item_word()),
        "from the curve without an end",
        "",
        case.each(value),
    );
    let work = case.changed(|inputs| inputs.steady = SteadyRule::Given(each));
    one(work.map(|work| case.ask_of(work).led_by(step)))
}

pub(super) fn no_end(case: &Case<'_>) -> Vec<Attempt> {
    if end(case).is_none() {
        return Vec::new();
    }
    one(case.changed(|inputs| inputs.ends_after = None).map(|work| case.ask_of(work)))
}

pub(super) fn end_for_number(case: &Case<'_>) -> Vec<Attempt> {
    let (Some(last), Some(units)) = (end(case), case.inputs().ends_after) else { return Vec::new() };
    let asked = match *case.question {
        Question::Average { units: other } | Question::Total { units: other } if other != units => other,
        _ => return Vec::new(),
    };
    let mut attempts = match case.question {
        Question::Average { .. } => vec![case.ask(Question::Average { units })],
        _ => Vec::new(),
    };
    let Ok(average) = case.work.run.average(last) else { return attempts };
    let step = Step::new(
        format!("average of the first {last} {}", case.items_word()),
        "from the curve, where learning ends",
        "",
        case.each(average),
    );
    if matches!(case.question, Question::Total { .. }) {
        attempts.extend(
            case.at_each(average, vec![step])
                .map(|attempt| attempt.detail(format!("the average at {units} units, for {asked}"))),
        );
    }
    attempts
}

pub(super) fn all_steady(case: &Case<'_>) -> Vec<Attempt> {
    let (Some(last), Some(span), Some(value)) = (end(case), case.span(), case.work.run.steady_state()) else {
        return Vec::new();
    };
    if span.last <= last || span.first > last {
        return Vec::new();
    }
    let step = Step::new("steady state, for every unit", "as after learning's end", "", case.each(value));
    one(case.at_each(value, vec![step]))
}

pub(super) fn rest_left_out(case: &Case<'_>) -> Vec<Attempt> {
    let Some(units) = case.inputs().ends_after else { return Vec::new() };
    match *case.question {
        Question::Total { units: asked } if asked > units => {
            vec![case.ask(Question::Total { units })]
        }
        Question::Lot(lot) if lot.last() > units && lot.first() <= units => {
            one(crate::curve::Lot::new(lot.first(), units).ok().map(|lot| case.ask(Question::Lot(lot))))
        }
        _ => Vec::new(),
    }
}
