//! Rules of thumb in the place of the exact sum, unit or midpoint.

use super::attempt::Attempt;
use super::case::Case;
use crate::curve::{Index, Lot, count, midpoint};
use crate::explain::{Step, number};
use crate::question::Question;

/// `T1 × (high^c - low^c) / c`, the integral of `T1 x^b`, with its step; none at b = -1.
fn integral(case: &Case<'_>, low: f64, high: f64) -> Option<(f64, Step)> {
    let power = 1.0 + case.index();
    if !case.power_law() || power.abs() < 1e-12 {
        return None;
    }
    let value = case.first_unit() * (high.powf(power) - low.powf(power)) / power;
    let c = number(power);
    let substituted = format!("{} × ({}^{c} - {}^{c}) / {c}", case.t1(), number(high), number(low));
    Some((
        value,
        Step::new(
            "integral in place of the sum",
            "T1 × (high^c - low^c) / c",
            substituted,
            case.value(value),
        ),
    ))
}

fn sums(case: &Case<'_>) -> Option<(u64, u64)> {
    let summed =
        matches!(case.question, Question::Average { .. } | Question::Total { .. } | Question::Lot(_));
    let span = case.span().filter(|_| summed && !case.wright())?;
    Some((span.first, span.last))
}

pub(super) fn half_unit_integral(case: &Case<'_>) -> Vec<Attempt> {
    let Some((first, last)) = sums(case) else { return Vec::new() };
    let made = integral(case, count(first) - 0.5, count(last) + 0.5);
    made.and_then(|(value, step)| case.at_total(value, vec![step])).into_iter().collect()
}

pub(super) fn plain_integral(case: &Case<'_>) -> Vec<Attempt> {
    let Some((first, last)) = sums(case) else { return Vec::new() };
    [(count(first) - 1.0, count(last)), (count(first), count(last)), (count(first), count(last) + 1.0)]
        .into_iter()
        .filter_map(|(low, high)| {
            let (value, step) = integral(case, low, high)?;
            let said = format!("from {} to {}", number(low), number(high));
            Some(case.at_total(value, vec![step])?.detail(said))
        })
        .collect()
}

pub(super) fn marginal(case: &Case<'_>) -> Vec<Attempt> {
    let asks = matches!(case.question, Question::Unit { .. } | Question::SteadyState);
    let Some(span) = case.span().filter(|_| asks && case.wright() && case.power_law()) else {
        return Vec::new();
    };
    let (b, n) = (case.index(), span.last);
    let value = case.first_unit() * (1.0 + b) * count(n).powf(b);
    let step = Step::new(
        format!("{} of {} {n}, from the slope of the total", case.measure(), case.item_word()),
        "T1 × (1 + b) × N^b",
        format!("{} × {} × {n}^{}", case.t1(), number(1.0 + b), number(b)),
        case.each(value),
    );
    case.at_total(value, vec![step]).into_iter().collect()
}

/// The midpoints that rules of thumb give, each with its formula.
fn rules_of_thumb(case: &Case<'_>, lot: Lot) -> Vec<(&'static str, &'static str, f64)> {
    let (first, last) = (count(lot.first()), count(lot.last()));
    let mut rules = vec![
        ("algebraic midpoint", "(F + L + 2 sqrt(F L)) / 4", midpoint::algebraic(lot)),
        ("middle of the lot", "(F + L) / 2", f64::midpoint(first, last)),
        ("geometric mean of the ends", "sqrt(F L)", (first * last).sqrt()),
    ];
    let integral = Index::new(case.index()).ok().and_then(|index| midpoint::half_unit_integral(lot, index));
    if let Some(value) = integral {
        rules.push(("half-unit integral midpoint", "(((L + 0.5)^c - (F - 0.5)^c) / (c Q))^(1/b)", value));
    }
    rules
}

pub(super) fn midpoint_rule(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Midpoint(lot) => {
            let size = case.work.batch_size();
            let Ok(lot) = crate::question::work::lot_in_batches(lot, size) else { return Vec::new() };
            rules_of_thumb(case, lot)
                .into_iter()
                .filter_map(|(name, formula, value)| {
                    let put = format!("F = {}, L = {}", lot.first(), lot.last());
                    let step = Step::new(name, formula, put, "").stated();
                    Some(Attempt::give("lot midpoint", value, case.item_word(), vec![step])?.detail(name))
                })
                .collect()
        }
        Question::Lot(_) if !case.wright() && case.power_law() => {
            let lot = case.span().and_then(|span| Lot::new(span.first, span.last).ok());
            let Some(lot) = lot else { return Vec::new() };
            rules_of_thumb(case, lot)
                .into_iter()
                .filter_map(|(name, formula, at)| {
                    let value = case.first_unit() * at.powf(case.index());
                    let steps = vec![
                        Step::new(
                            name,
                            formula,
                            format!("F = {}, L = {}", lot.first(), lot.last()),
                            number(at),
                        )
                        .stated(),
                        Step::new(
                            "each of the lot, at that midpoint",
                            "T1 × K^b",
                            format!("{} × {}^{}", case.t1(), number(at), number(case.index())),
                            case.each(value),
                        ),
                    ];
                    Some(case.at_each(value, steps)?.detail(name))
                })
                .collect()
        }
        _ => Vec::new(),
    }
}
