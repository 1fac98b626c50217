//! Stretches of a run within which units only fall, or only rise: what a search for a unit needs to know.

use super::super::domain::count;
use super::super::{Basis, Curve, MAX_UNITS, Shape};
use super::{Path, Run};
use crate::root;

impl Run {
    /// Ranges of units, first and last, that cover 1 to `most` and within each of which unit values only fall or only rise.
    ///
    /// A leg is one range, and two where its curve turns.
    ///
    /// # Example
    ///
    /// Boone's curve at 80% with c = 1000 turns at unit 226.2.
    ///
    /// ```
    /// use learncurve::curve::{Basis, Curve, LearningRate, Run, Shape};
    /// let shape = Shape::Boone { index: LearningRate::new(0.80).unwrap().index(), decay: 1_000.0 };
    /// let run = Run::of(&Curve::new(Basis::Unit, shape, 100.0).unwrap()).unwrap();
    /// assert_eq!(run.stretches(1_000), [(1, 226), (227, 1_000)]);
    /// ```
    pub fn stretches(&self, most: u64) -> Vec<(u64, u64)> {
        let mut stretches = Vec::with_capacity(self.legs.len());
        for (place, leg) in self.legs.iter().enumerate().take_while(|(_, leg)| leg.first <= most) {
            let last = self.legs.get(place + 1).map_or(most, |next| most.min(next.first - 1));
            let mut first = leg.first;
            if let Path::Follow { curve, from, .. } = &leg.path {
                let behind = count(leg.first) - from;
                for turn in turns(curve, *from, *from + count(last - first)) {
                    #[expect(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "it lies within the leg"
                    )]
                    let near = (turn + behind).floor() as u64;
                    let turn = self.extreme(near, first, last);
                    if turn >= first && turn < last {
                        stretches.push((first, turn));
                        first = turn + 1;
                    }
                }
            }
            stretches.push((first, last));
        }
        stretches
    }

    /// The unit about `near` that is larger, or smaller, than both its neighbours; `near` where none is.
    fn extreme(&self, near: u64, first: u64, last: u64) -> u64 {
        let value = |unit: u64| self.unit(unit).unwrap_or(f64::NAN);
        (near.saturating_sub(2).max(first + 1)..=(near + 3).min(last.saturating_sub(1)))
            .find(|&unit| (value(unit) - value(unit - 1)) * (value(unit + 1) - value(unit)) < 0.0)
            .unwrap_or(near)
    }
}

/// Positions between `from` and `to` at which the unit value may turn, in their order.
fn turns(curve: &Curve, from: f64, to: f64) -> Vec<f64> {
    let shape = curve.shape();
    // An average that falls ever more slowly, or to a floor, has units that turn before it does.
    let smooth = match (curve.basis(), shape) {
        (_, Shape::PowerLaw { .. }) => return Vec::new(),
        (Basis::CumulativeAverage, _) => true,
        (Basis::Unit, _) => shape.may_turn(),
    };
    let mut found: Vec<f64> = shape.knots();
    if smooth {
        let slope = |x: f64| {
            let c = *shape.series::<3>(x).coefficients();
            match curve.basis() {
                Basis::Unit => c[1],
                // The unit is nearly the slope of x f(x), whose own slope is 2 f' + x f''.
                Basis::CumulativeAverage => 2.0 * c[1] + 2.0 * x * c[2],
            }
        };
        let points = std::iter::successors(Some(from), |x| Some(x * 1.25)).take_while(|x| *x < to);
        let points: Vec<f64> = points.chain([to.min(count(MAX_UNITS))]).collect();
        found.extend(points.windows(2).filter_map(|pair| {
            let crosses = slope(pair[0]) * slope(pair[1]) < 0.0;
            if crosses { root::brent(slope, pair[0], pair[1], 1e-12) } else { None }
        }));
    }
    found.retain(|turn| (from..to).contains(turn));
    found.sort_by(f64::total_cmp);
    found
}

#[cfg(test)]
#[path = "stretches_tests.rs"]
mod tests;
