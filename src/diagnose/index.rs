//! The index and the rate mistaken for one another, or made by the wrong logarithm.

use super::attempt::{Attempt, decimal};
use super::case::Case;
use crate::explain::{Step, number};
use crate::money::{self, RoundingMode};
use crate::question::{Question, Work};

/// Rates that a misread figure may have been, in percent.
const RATES: std::ops::RangeInclusive<u32> = 60..=99;

fn led(case: &Case<'_>, index: f64, formula: &str, substituted: String) -> Option<Attempt> {
    case.with_index(index, Step::new("index, as it was taken", formula, substituted, number(index)))
}

fn percent(rate: f64) -> String {
    format!("{}%", number(100.0 * rate))
}

pub(super) fn sign_lost(case: &Case<'_>) -> Vec<Attempt> {
    let b = case.index();
    led(case, -b, "-b", format!("-({})", number(b))).into_iter().collect()
}

pub(super) fn index_as_rate(case: &Case<'_>) -> Vec<Attempt> {
    let rate = case.index().abs();
    case.with_rate(rate)
        .map(|attempt| attempt.detail(format!("rate {}", percent(rate))))
        .into_iter()
        .collect()
}

pub(super) fn rate_as_index(case: &Case<'_>) -> Vec<Attempt> {
    let rate = case.rate();
    [(-rate, "-r"), (rate, "r"), (rate - 1.0, "r - 1")]
        .into_iter()
        .filter_map(|(index, formula)| {
            let attempt = led(case, index, formula, formula.replace('r', &number(rate)))?;
            Some(attempt.detail(format!("b = {}", number(index))))
        })
        .collect()
}

pub(super) fn rate_as_saving(case: &Case<'_>) -> Vec<Attempt> {
    let rate = 1.0 - case.rate();
    if rate <= 0.0 || matches!(case.question, Question::LearningRate) {
        return Vec::new();
    }
    case.with_rate(rate)
        .map(|attempt| attempt.detail(format!("rate {}", percent(rate))))
        .into_iter()
        .collect()
}

pub(super) fn undivided_logarithm(case: &Case<'_>) -> Vec<Attempt> {
    let rate = case.rate();
    [("ln", rate.ln()), ("log10", rate.log10())]
        .into_iter()
        .filter_map(|(log, index)| {
            let attempt = led(case, index, &format!("b = {log} r"), format!("{log} {}", number(rate)))?;
            Some(attempt.detail(format!("b = {log} {} = {}", number(rate), number(index))))
        })
        .collect()
}

pub(super) fn logarithms_upside_down(case: &Case<'_>) -> Vec<Attempt> {
    let rate = case.rate();
    let index = 2.0_f64.ln() / rate.ln();
    led(case, index, "b = log 2 / log r", format!("log 2 / log {}", number(rate))).into_iter().collect()
}

pub(super) fn no_learning(case: &Case<'_>) -> Vec<Attempt> {
    if case.question.is_of_the_curve() {
        return Vec::new();
    }
    case.with_rate(1.0).into_iter().collect()
}

/// The whole percentage whose index, rounded as b is written, is the b given; none where a rate is given too.
fn rate_behind(case: &Case<'_>) -> Option<f64> {
    let inputs = case.inputs();
    let given = inputs.index.filter(|_| inputs.rate.is_none())?;
    let rate = (100.0 * case.rate()).round() / 100.0;
    let index = money::round_f64(rate.log2(), given.scale(), RoundingMode::HalfUp).ok()?;
    (index == given).then_some(rate)
}

pub(super) fn exact_index(case: &Case<'_>) -> Vec<Attempt> {
    let Some(rate) = rate_behind(case) else { return Vec::new() };
    case.with_rate(rate)
        .map(|attempt| attempt.detail(format!("rate {}", percent(rate))))
        .into_iter()
        .collect()
}

/// The same problem on the exact index of its rate, where it is given a rounded one.
pub(super) fn on_exact_index(case: &Case<'_>) -> Option<Work> {
    let inputs = case.inputs();
    let rate = match (inputs.rate, inputs.index) {
        (Some(rate), Some(_)) => rate,
        _ => decimal(rate_behind(case)?)?,
    };
    case.changed(|inputs| {
        inputs.rate = Some(rate);
        inputs.index = None;
    })
}

pub(super) fn other_rate(case: &Case<'_>) -> Vec<Attempt> {
    if case.question.is_of_the_curve() {
        return Vec::new();
    }
    RATES
        .filter_map(|rate| {
            let rate = f64::from(rate) / 100.0;
            let usual = if (rate * 20.0).fract().abs() < 1e-9 { 0 } else { 4 };
            Some(case.with_rate(rate)?.detail(format!("rate {}", percent(rate))).unlikely(usual))
        })
        .collect()
}
