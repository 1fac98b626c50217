//! How many units meet a limit on their total, their average, or a unit's own time or cost.

use rust_decimal::Decimal;

use super::figure::{Figure, figure, reading as amount_in};
use super::{Error, Limit, Of, Part, Subject};
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
/// [`Error::Unreachable`], [`Error::Unlimited`] and [`Error::BeyondRounded`] with the figures that stand in the way.
pub fn units(subject: Subject<'_>, limit: Limit, of: Of) -> Result<(Vec<Figure>, LimitTrace), Error> {
    if subject.works().all(|work| work.run.curve().first_unit() == 0.0) {
        return Err(Error::NothingToSolve);
    }
    let most = subject.most();
    let found = search(subject, limit, of, (most, false));
    let Err(Error::TooManyRoundedUnits { .. }) = found else { return found };
    // Strides go farther than units are rounded one by one, and the answer may lie before.
    let is_rounded =
        |items: u64| !matches!(bounded(subject, limit, of, items), Err(Error::TooManyRoundedUnits { .. }));
    match root::last_true(1, most, is_rounded) {
        Some(most) => search(subject, limit, of, (most, true)),
        None => found,
    }
}

/// The number among so many that meets `limit`, and whether beyond them units are no longer rounded one by one.
fn search(
    subject: Subject<'_>,
    limit: Limit,
    of: Of,
    (most, rounded): (u64, bool),
) -> Result<(Vec<Figure>, LimitTrace), Error> {
    let size = subject.batch_size();
    let reading = |items: u64| bounded(subject, limit, of, items);
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
            // For an average, where what a batch adds keeps within the bound the excess falls.
            let part = |items: u64| match limit {
                Limit::Unit(_) => Part::One(items * size),
                _ => subject.last_batch(items),
            };
            let mut unit = |items: u64| -> bool {
                let taken = subject.take(part(items)).and_then(|taken| amount_in(&taken.amounts.each, of));
                taken.is_ok_and(|value| value <= bound(limit))
            };
            let mut stretches = subject.stretches(of, &part);
            stretches.retain_mut(|(first, last)| {
                *last = most.min(*last);
                *first <= *last
            });
            first_within(&stretches, matches!(limit, Limit::Unit(_)), &mut check, &mut unit)
        }
    };
    if let Some(error) = failure {
        return Err(error);
    }
    let Some(items) = found else {
        return Err(unreachable(subject, limit, of, (most, rounded))?);
    };
    let (_, at) = reading(items)?;
    let neighbour = match limit {
        Limit::Total(_) if rounded && items == most => {
            let why = format!("the total of {} units is {}", items * size, at.text());
            return Err(Error::BeyondRounded { which: "every", units: items * size, why });
        }
        // At the end of a printed table nobody knows what more units would take.
        Limit::Total(_) if items == most && most < MAX_UNITS / size => None,
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
pub(super) fn first_within(
    stretches: &[(u64, u64)],
    alone: bool,
    check: &mut dyn FnMut(u64) -> bool,
    unit: &mut dyn FnMut(u64) -> bool,
) -> Option<u64> {
    for &(first, last) in stretches {
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
fn bounded(subject: Subject<'_>, limit: Limit, of: Of, items: u64) -> Result<(Decimal, Figure), Error> {
    let units = items * subject.batch_size();
    let (part, name, each) = match limit {
        Limit::Total(_) => (Part::First(units), "total", false),
        Limit::Average(_) => (Part::First(units), "average", true),
        Limit::Unit(_) => (Part::One(units), "unit", true),
    };
    let taken = subject.take(part)?.amounts;
    let amount = if each { &taken.each } else { &taken.total };
    Ok((amount_in(amount, of)?, figure(subject, amount, of, name, each)?))
}

/// Why no count meets the limit.
fn unreachable(
    subject: Subject<'_>,
    limit: Limit,
    of: Of,
    (most, rounded): (u64, bool),
) -> Result<Error, Error> {
    let size = subject.batch_size();
    let (_, first) = bounded(subject, limit, of, 1)?;
    let why = match limit {
        Limit::Total(_) if size > 1 => {
            format!("the first batch of {size} already takes {}", first.text())
        }
        Limit::Total(_) => format!("the first unit already takes {}", first.text()),
        Limit::Average(_) | Limit::Unit(_) => {
            let last = match bounded(subject, limit, of, most) {
                Ok((_, last)) => last.text(),
                Err(Error::Cost(cost::Error::TooLarge { .. }) | Error::Crossing(_)) => {
                    "more than can be written".to_owned()
                }
                Err(error) => return Err(error),
            };
            let from = if rounded {
                "in the end it is"
            } else if subject.ends() {
                "learning ends, and it never falls below"
            } else {
                "even in the end it is"
            };
            format!("the {} starts at {}; {from} {last}", first.name, first.text())
        }
    };
    Ok(if rounded {
        Error::BeyondRounded { which: "no", units: most * size, why }
    } else {
        Error::Unreachable { why }
    })
}

#[cfg(test)]
#[path = "limit_tests.rs"]
mod tests;
