//! The search for an index where no closed form gives it.

use super::super::{Basis, Error, Index, Outline};
use super::Fact;
use crate::root;

/// Steps per unit of b in the search for changes of sign.
const STEPS: u32 = 64;

/// The index at which the curve through `fact` has the T1 that `first_unit` gives, and others that lie outside learning.
///
/// `other` is the value that fixed the first unit, for messages.
pub(super) fn find_index(
    outline: &Outline,
    first_unit: impl Fn(Index) -> Result<f64, Error>,
    other: f64,
    fact: Fact,
) -> Result<(Index, Vec<f64>), Error> {
    let basis = outline.basis;
    let excess = |b: f64| -> f64 {
        let on_curve = || -> Result<f64, Error> {
            let index = Index::new(b)?;
            fact.on(&outline.run(index, first_unit(index)?)?)
        };
        on_curve().map_or(f64::NAN, |value| (value / fact.value()).ln())
    };
    let points: Vec<(f64, f64)> =
        indexes(basis).into_iter().map(|b| (b, excess(b))).filter(|(_, value)| value.is_finite()).collect();
    let values = || points.iter().map(|(_, value)| *value);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    if points.is_empty() {
        // The fact is at fault only where what fixes the first unit has a curve.
        first_unit(Index::NONE)?;
        return Err(Error::NoFirstUnitFits { value: fact.value(), index: 0.0 });
    }
    if high - low < 1e-12 {
        // Two facts past the end, say: whatever the index, the one fixes the other.
        return Err(if low.abs() < 1e-9 {
            Error::SameFact
        } else {
            Error::ContradictoryFacts { one: other, two: fact.value() }
        });
    }
    let none = Error::NoIndexFits {
        one: other,
        two: fact.value(),
        low: fact.value() * low.exp(),
        high: fact.value() * high.exp(),
    };
    choose(basis, &roots(excess, &points), none)
}

/// Where to look: evenly from -5 to 2, and closer and closer to -1 under Wright, whose later units go to 0 there.
fn indexes(basis: Basis) -> Vec<f64> {
    let mut indexes: Vec<f64> =
        (0..=7 * STEPS).map(|step| -5.0 + f64::from(step) / f64::from(STEPS)).collect();
    if basis == Basis::CumulativeAverage {
        indexes.extend((7..48).map(|k| -1.0 + f64::from(-k).exp2()));
        indexes.sort_by(f64::total_cmp);
    }
    indexes
}

/// The roots between the points, a pair of them within one step included.
pub(super) fn roots(excess: impl Fn(f64) -> f64, points: &[(f64, f64)]) -> Vec<f64> {
    const TOLERANCE: f64 = 1e-15;
    let mut roots: Vec<f64> = points.iter().filter(|(_, value)| *value == 0.0).map(|(b, _)| *b).collect();
    for pair in points.windows(2) {
        if let [(low, at_low), (high, at_high)] = *pair
            && at_low * at_high < 0.0
        {
            roots.extend(root::brent(&excess, low, high, TOLERANCE));
        }
    }
    for triple in points.windows(3) {
        let [(low, at_low), (_, at_middle), (high, at_high)] = *triple else {
            continue;
        };
        let sign = at_middle.signum();
        let (before, middle, after) = (sign * at_low, sign * at_middle, sign * at_high);
        if middle > 0.0 && before > middle && after >= middle {
            let turn = root::least(|b| sign * excess(b), low, high);
            if sign * excess(turn) < 0.0 {
                roots.extend(root::brent(&excess, low, turn, TOLERANCE));
                roots.extend(root::brent(&excess, turn, high, TOLERANCE));
            }
        }
    }
    roots.sort_by(f64::total_cmp);
    roots
}

/// The one root that learning can have, or else the only one; the others beside it.
#[expect(clippy::float_cmp, reason = "the others are those that are not this very one")]
fn choose(basis: Basis, roots: &[f64], none: Error) -> Result<(Index, Vec<f64>), Error> {
    let learns = |b: f64| b <= 0.0 && (basis == Basis::Unit || b > -1.0);
    let learning: Vec<f64> = roots.iter().copied().filter(|b| learns(*b)).collect();
    match (learning.as_slice(), roots) {
        ([b], _) | ([], [b]) => {
            let also = roots.iter().copied().filter(|other| other != b);
            Ok((Index::new(*b)?, also.collect()))
        }
        ([], []) => Err(none),
        ([one, two, ..], _) | ([], [one, two, ..]) => Err(Error::SeveralIndexesFit { one: *one, two: *two }),
    }
}
