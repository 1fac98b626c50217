//! The tabular method gone wrong: the rate applied another number of times than there are doublings.

use super::attempt::Attempt;
use super::case::Case;
use crate::curve::count;
use crate::explain::{Step, number};
use crate::question::Question;

/// More doublings than this are nobody's slip.
const MOST: u64 = 1_000;

/// Up to this many doublings are tried where no slip of its own names their number.
const MOST_MISCOUNTED: u64 = 20;

/// The number of items whose doublings are counted, and those doublings.
fn doublings(case: &Case<'_>) -> Option<(u64, f64)> {
    let of_first = matches!(
        case.question,
        Question::Average { .. } | Question::Total { .. } | Question::Unit { .. } | Question::SteadyState
    );
    let last = case.span().filter(|_| of_first && case.power_law())?.last;
    (last > 1).then(|| (last, count(last).log2()))
}

/// The answer where the rate is applied so many times.
fn applied(case: &Case<'_>, times: u64) -> Option<Attempt> {
    let power = i32::try_from(times).ok()?;
    let value = case.first_unit() * case.rate().powi(power);
    let step = Step::new(
        format!("the rate applied {times} time{}", if times == 1 { "" } else { "s" }),
        format!("T1 × r^{times}"),
        format!("{} × {}%^{times}", case.t1(), number(100.0 * case.rate())),
        case.each(value),
    );
    let steps = vec![step];
    let said = format!("{times} doubling{}", if times == 1 { "" } else { "s" });
    Some(case.at_each(value, steps)?.detail(said))
}

/// Whole doublings below and above; the same where the number is a power of two.
fn whole(last: u64) -> (u64, u64) {
    let below = u64::from(last.ilog2());
    (below, below + u64::from(!last.is_power_of_two()))
}

pub(super) fn too_few(case: &Case<'_>) -> Vec<Attempt> {
    let Some((last, _)) = doublings(case) else { return Vec::new() };
    let (below, _) = whole(last);
    below
        .checked_sub(1)
        .filter(|times| *times > 0)
        .and_then(|times| applied(case, times))
        .into_iter()
        .collect()
}

pub(super) fn too_many(case: &Case<'_>) -> Vec<Attempt> {
    let Some((last, _)) = doublings(case) else { return Vec::new() };
    applied(case, whole(last).1 + 1).into_iter().collect()
}

pub(super) fn whole_doublings(case: &Case<'_>) -> Vec<Attempt> {
    match doublings(case) {
        Some((last, _)) if !last.is_power_of_two() => {
            let (below, above) = whole(last);
            [below, above].into_iter().filter_map(|times| applied(case, times)).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn one(case: &Case<'_>) -> Vec<Attempt> {
    match doublings(case) {
        Some((last, _)) if last > 2 => applied(case, 1).into_iter().collect(),
        _ => Vec::new(),
    }
}

pub(super) fn as_many_as_units(case: &Case<'_>) -> Vec<Attempt> {
    match doublings(case) {
        Some((last, _)) if (3..=MOST).contains(&last) => {
            [last - 1, last].into_iter().filter_map(|times| applied(case, times)).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn half_as_many_as_units(case: &Case<'_>) -> Vec<Attempt> {
    match doublings(case) {
        Some((last, _)) if last.is_multiple_of(2) && (6..=MOST).contains(&last) => {
            applied(case, last / 2).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn miscounted(case: &Case<'_>) -> Vec<Attempt> {
    let Some((last, exact)) = doublings(case) else { return Vec::new() };
    let (below, above) = whole(last);
    (2..=MOST_MISCOUNTED)
        .filter(|times| *times + 1 < below || *times > above + 1)
        .filter_map(|times| {
            let off = (count(times) - exact).abs().round();
            Some(applied(case, times)?.unlikely(if off > 3.0 { 8 } else { 2 }))
        })
        .collect()
}
