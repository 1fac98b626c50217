//! How many units meet a limit on their total, their average, or a unit's own time or cost.

use rust_decimal::Decimal;

use super::amount::{Once, amounts, per_unit};
use super::answer::{Figure, figure};
use super::reckon::Reckoner;
use super::{Error, Limit, Of, Work};
use crate::curve::MAX_UNITS;
use crate::{cost, root};

/// How a limit was met.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitTrace {
    /// The limit.
    pub limit: Limit,
    /// In time or in money.
    pub of: Of,
    /// The answer, in units.
    pub units: u64,
    /// What the limit bounds, at the answer.
    pub at: Figure,
    /// The same one step further, where the limit is missed: the proof that the answer is the last or the first.
    pub beyond: Option<(u64, Figure)>,
}

/// The number of units that meets `limit`.
///
/// # Errors
///
/// [`Error::Unreachable`] and [`Error::Unlimited`] with the figures that stand in the way.
pub fn units(
    work: &Work,
    reckoner: &Reckoner<'_>,
    limit: Limit,
    of: Of,
) -> Result<(Vec<Figure>, LimitTrace), Error> {
    if work.run.curve().first_unit() == 0.0 {
        return Err(Error::NothingToSolve);
    }
    let size = work.batch_size();
    let most = MAX_UNITS / size;
    let reading = |items: u64| bounded(work, reckoner, limit, of, items);
    // An amount past what a decimal holds is over any limit that can be written.
    let within = |items: u64| match reading(items) {
        Ok((value, _)) => Ok(value <= bound(limit)),
        Err(Error::Cost(cost::Error::TooLarge { .. }) | Error::Crossing(_)) => Ok(false),
        Err(error) => Err(error),
    };
    let mut failure = None;
    let mut check = |items: u64| {
        within(items).unwrap_or_else(|error| {
            failure.get_or_insert(error);
            false
        })
    };
    let found = match limit {
        Limit::Total(_) => root::last_true(1, most, &mut check),
        Limit::Average(_) | Limit::Unit(_) => {
            let mut unit = |items: u64| -> bool {
                // For an average, where the unit itself keeps within the bound the excess falls.
                let alone = match limit {
                    Limit::Average(bound) => Limit::Unit(bound),
                    other => other,
                };
                bounded(work, reckoner, alone, of, items).is_ok_and(|(value, _)| value <= bound(limit))
            };
            first_within(work, most, matches!(limit, Limit::Unit(_)), &mut check, &mut unit)
        }
    };
    if let Some(error) = failure {
        return Err(error);
    }
    let Some(items) = found else {
        return Err(unreachable(work, reckoner, limit, of)?);
    };
    let (_, at) = reading(items)?;
    let neighbour = match limit {
        Limit::Total(_) if items == most => {
            return Err(Error::Unlimited {
                why: format!("the total of {} units is {}", items * size, at.text()),
            });
        }
        Limit::Total(_) => Some(items + 1),
        Limit::Average(_) | Limit::Unit(_) => items.checked_sub(1).filter(|&items| items > 0),
    };
    let beyond = match neighbour {
        Some(items) => match reading(items) {
            Ok((_, figure)) => Some((items * size, figure)),
            Err(_) => None,
        },
        None => None,
    };
    let headline = Figure::of_count("units", items * size, "units");
    let mut figures = vec![headline, at.clone()];
    if let Some((units, figure)) = &beyond {
        figures.push(Figure { name: format!("{} at {units} units", figure.name), ..figure.clone() });
    }
    let trace = LimitTrace { limit, of, units: items * size, at, beyond };
    Ok((figures, trace))
}

/// The first count that keeps within a limit on the average or the unit, stretch by stretch.
///
/// Within a stretch units only fall or only rise. Where they fall, a unit once within stays within, and so does the
/// average; where they rise, the first of the stretch decides for a unit, and the average is least where units pass the bound.
fn first_within(
    work: &Work,
    most: u64,
    alone: bool,
    check: &mut dyn FnMut(u64) -> bool,
    unit: &mut dyn FnMut(u64) -> bool,
) -> Option<u64> {
    for (first, last) in work.run.stretches(most) {
        if check(first) {
            return Some(first);
        }
        let rises = !unit(last) && unit(first);
        let end = if rises && !alone { root::last_true(first, last, &mut *unit)? } else { last };
        if let Some(found) = root::first_true(first, end, &mut *check) {
            return Some(found);
        }
    }
    None
}

fn bound(limit: Limit) -> Decimal {
    match limit {
        Limit::Total(bound) | Limit::Average(bound) | Limit::Unit(bound) => bound,
    }
}

/// What the limit bounds, at so many items of the curve: unrounded, and as a figure.
fn bounded(
    work: &Work,
    reckoner: &Reckoner<'_>,
    limit: Limit,
    of: Of,
    items: u64,
) -> Result<(Decimal, Figure), Error> {
    let units = items * work.batch_size();
    let (amount, name, each) = match limit {
        Limit::Total(_) | Limit::Average(_) => {
            let first = reckoner.first(items)?;
            let each = per_unit(work, first.average);
            let both = amounts(work, units, first.total, each, Once::Carried)?;
            match limit {
                Limit::Total(_) => (both.total, "total", false),
                _ => (both.each, "average", true),
            }
        }
        Limit::Unit(_) => {
            let each = per_unit(work, reckoner.one(items)?.value);
            let both = amounts(work, 1, each, each, Once::LeftOut)?;
            (both.each, "unit", true)
        }
    };
    let figure = figure(work, &amount, of, name, each)?;
    let value = match (of, &amount.sheet) {
        (Of::Cost, Some(sheet)) => sheet.sum,
        _ => amount.decimal,
    };
    Ok((value, figure))
}

/// Why no count meets the limit.
fn unreachable(work: &Work, reckoner: &Reckoner<'_>, limit: Limit, of: Of) -> Result<Error, Error> {
    let size = work.batch_size();
    let (_, first) = bounded(work, reckoner, limit, of, 1)?;
    let why = match limit {
        Limit::Total(_) if size > 1 => {
            format!("the first batch of {size} already takes {}", first.text())
        }
        Limit::Total(_) => format!("the first unit already takes {}", first.text()),
        Limit::Average(_) | Limit::Unit(_) => {
            let items = match (limit, work.run.end()) {
                (Limit::Unit(_), Some(end)) => end.after + 1,
                (Limit::Unit(_), None) => {
                    work.run.stretches(MAX_UNITS / size).last().map_or(1, |(_, last)| *last)
                }
                _ => MAX_UNITS / size,
            };
            let (_, last) = bounded(work, reckoner, limit, of, items)?;
            let from = if work.run.end().is_some() {
                "learning ends, and it never falls below"
            } else {
                "even after 1e15 units it is"
            };
            format!("the {} starts at {}; {from} {}", first.name, first.text(), last.text())
        }
    };
    Ok(Error::Unreachable { why })
}
