//! Cost lines left out, shared wrongly, or taken of the wrong line.

use rust_decimal::Decimal;

use super::attempt::Attempt;
use super::case::{Case, without};
use crate::cost::{CostLine, Driver};
use crate::question::{Measure, Of, Question, TimeUnit, Work};

/// The question of the same curve with other cost lines.
fn with_lines(case: &Case<'_>, lines: Vec<CostLine>) -> Option<Attempt> {
    let same = lines == case.work.lines || lines.is_empty();
    (!same && costed(case)).then(|| case.ask_of(Work { lines, ..case.work.clone() }))
}

fn costed(case: &Case<'_>) -> bool {
    case.of == Of::Cost && !case.question.is_of_the_curve()
}

fn is_once(line: &CostLine) -> bool {
    matches!(line.driver, Driver::Once(_))
}

pub(super) fn once_left_out(case: &Case<'_>) -> Vec<Attempt> {
    with_lines(case, without(&case.work.lines, is_once)).into_iter().collect()
}

pub(super) fn once_in_full(case: &Case<'_>) -> Vec<Attempt> {
    let units = case.span().map_or(1, |span| if span.per_unit { 1 } else { span.units });
    charged_per_unit(case, Decimal::from(units))
}

pub(super) fn once_shared(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Unit { number } => charged_per_unit(case, Decimal::from(number)),
        Question::Lot(lot) => charged_per_unit(case, Decimal::from(lot.last())),
        _ => Vec::new(),
    }
}

/// What is paid once charged on every unit, as this part of it.
fn charged_per_unit(case: &Case<'_>, among: Decimal) -> Vec<Attempt> {
    let share = |line: &CostLine| match line.driver {
        Driver::Once(amount) => CostLine { driver: Driver::Unit(amount / among), name: line.name.clone() },
        _ => line.clone(),
    };
    with_lines(case, case.work.lines.iter().map(share).collect()).into_iter().collect()
}

pub(super) fn labour_only(case: &Case<'_>) -> Vec<Attempt> {
    let drops = |line: &CostLine| !matches!(line.driver, Driver::Hour(_) | Driver::Curve);
    with_lines(case, without(&case.work.lines, drops)).into_iter().collect()
}

pub(super) fn line_left_out(case: &Case<'_>) -> Vec<Attempt> {
    let lines = &case.work.lines;
    lines
        .iter()
        .filter_map(|dropped| {
            let kept = without(lines, |line| line.name == dropped.name);
            Some(with_lines(case, kept)?.detail(format!("`{}`", dropped.name)))
        })
        .collect()
}

pub(super) fn percentage_of_wrong_line(case: &Case<'_>) -> Vec<Attempt> {
    let lines = &case.work.lines;
    let mut attempts = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let Driver::Percent { of, ratio } = line.driver else { continue };
        for (other, base) in lines.iter().enumerate() {
            if other == of || other == place {
                continue;
            }
            let mut changed = lines.clone();
            changed[place].driver = Driver::Percent { ratio, of: other };
            let detail = format!("`{}` of `{}`", line.name, base.name);
            attempts.extend(with_lines(case, changed).map(|attempt| attempt.detail(detail)));
        }
    }
    attempts
}

pub(super) fn percentage_read_otherwise(case: &Case<'_>) -> Vec<Attempt> {
    let change = |ratio: fn(Decimal) -> Decimal| {
        let mut lines = case.work.lines.clone();
        for line in &mut lines {
            if let Driver::Percent { ratio: own, .. } = &mut line.driver {
                *own = ratio(*own);
            }
        }
        with_lines(case, lines)
    };
    let part = change(|ratio| ratio - Decimal::ONE).map(|attempt| attempt.detail("100% too little"));
    let more = change(|ratio| ratio + Decimal::ONE).map(|attempt| attempt.detail("100% too much"));
    part.into_iter().chain(more).collect()
}

pub(super) fn rate_per_wrong_time(case: &Case<'_>) -> Vec<Attempt> {
    let Measure::Time(unit) = case.inputs().measure else { return Vec::new() };
    if !costed(case) {
        return Vec::new();
    }
    TimeUnit::ALL
        .into_iter()
        .filter(|other| *other != unit)
        .filter_map(|other| {
            let work = case.changed(|inputs| inputs.measure = Measure::Time(other))?;
            Some(case.ask_of(work).detail(format!("{} taken for {}", unit.symbol(), other.symbol())))
        })
        .collect()
}
