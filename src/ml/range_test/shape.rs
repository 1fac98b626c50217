//! The shape of a range test: a fall in ln lr and a rise, fitted to raw losses.

use crate::fit::robust::{Counted, Loss};
use crate::fit::{Parameter, Problem, stats};

/// The parameters, in their order.
pub(super) const COUNT: usize = 6;

/// Losses over places ln lr, with what a loss must miss the curve by to count less.
///
/// `loss(x) = low + drop / (1 + e^(steepness (x - centre))) + e^(power (x - edge))`, the last in units of `rise`: a logistic
/// fall and a power of lr that takes over. Residuals beyond `spread` count by their size and not by its square (soft L1).
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) places: Vec<f64>,
    pub(super) losses: Vec<f64>,
    /// The unit of the rise: how high it stands at `edge`.
    pub(super) rise: f64,
    pub(super) spread: f64,
    pub(super) starts: Vec<Vec<f64>>,
    /// Whether there is a fall at all.
    pub(super) falls: bool,
}

/// A curve of that shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve {
    pub(super) at: [f64; COUNT],
    pub(super) rise: f64,
}

impl Curve {
    /// Its height at a place.
    pub(super) fn value(&self, x: f64) -> f64 {
        let [low, drop, centre, steepness, edge, power] = self.at;
        low + drop / (1.0 + (steepness * (x - centre)).exp()) + self.rise * (power * (x - edge)).exp()
    }

    /// Its slope there.
    pub(super) fn slope(&self, x: f64) -> f64 {
        let [_, drop, centre, steepness, edge, power] = self.at;
        let fallen = 1.0 / (1.0 + (-steepness * (x - centre)).exp());
        self.rise * power * (power * (x - edge)).exp() - drop * steepness * fallen * (1.0 - fallen)
    }

    /// The place from `low` to `high` where it falls most steeply.
    pub(super) fn steepest(&self, low: f64, high: f64) -> f64 {
        const GRID: u32 = 48;
        let step = (high - low) / f64::from(GRID);
        let best = (0..=GRID)
            .map(|place| low + step * f64::from(place))
            .min_by(|one, other| self.slope(*one).total_cmp(&self.slope(*other)))
            .unwrap_or(low);
        crate::root::least(|x| self.slope(x), (best - step).max(low), (best + step).min(high))
    }

    /// The place beyond `from` where it stops falling; `high` where it falls as far as there.
    pub(super) fn turn(&self, from: f64, high: f64) -> f64 {
        if self.slope(high) <= 0.0 {
            return high;
        }
        bisect(|x| self.slope(x) > 0.0, from, high)
    }

    /// The place up to `turn` where it has come down by `share` of the way from `low` to `turn`.
    pub(super) fn fallen(&self, share: f64, low: f64, turn: f64) -> f64 {
        let (first, last) = (self.value(low), self.value(turn));
        let height = first + share * (last - first);
        bisect(|x| self.value(x) <= height, low, turn)
    }
}

/// Where a predicate turns true between two places; the first where it is true there already.
fn bisect(is: impl Fn(f64) -> bool, mut low: f64, mut high: f64) -> f64 {
    if is(low) {
        return low;
    }
    // A span of ln lr is some tens: 40 halvings are 1e-11 of it.
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if is(middle) { high = middle } else { low = middle }
    }
    high
}

impl Shape {
    pub(super) fn curve(&self, at: &[f64]) -> Curve {
        let mut kept = [0.0; COUNT];
        kept.copy_from_slice(&at[..COUNT]);
        Curve { at: kept, rise: self.rise }
    }

    fn ends(&self) -> (f64, f64) {
        (self.places.first().copied().unwrap_or(0.0), self.places.last().copied().unwrap_or(1.0))
    }

    /// The shape as it is fitted: residuals beyond `spread` count by their size.
    pub(super) fn counted(&self) -> Counted<'_, Self> {
        Counted { problem: self, loss: Loss::SoftL1 { scale: self.spread } }
    }
}

impl Problem for Shape {
    fn parameters(&self) -> Vec<Parameter> {
        let (first, last) = self.ends();
        let span = last - first;
        let (least, most) = stats::ends(&self.losses);
        let height = (most - least).max(self.spread);
        let drop = if self.falls { 3.0 * height } else { 0.0 };
        vec![
            Parameter::between("low", least - height, most + height),
            Parameter::between("drop", 0.0, drop.max(1e-12 * height)),
            Parameter::between("centre", first - 0.2 * span, last + 0.2 * span),
            Parameter::between("steepness", 0.2, 12.0),
            Parameter::between("edge", first, last + 0.5 * span),
            Parameter::between("power", 0.3, 12.0),
        ]
    }

    fn observations(&self) -> usize {
        self.places.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        let curve = self.curve(at);
        for ((into, x), loss) in into.iter_mut().zip(&self.places).zip(&self.losses) {
            *into = curve.value(*x) - loss;
        }
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let [_, drop, centre, steepness, edge, power] = self.curve(at).at;
        let count = self.places.len();
        for (place, x) in self.places.iter().enumerate() {
            let left = 1.0 / (1.0 + (steepness * (x - centre)).exp());
            let risen = self.rise * (power * (x - edge)).exp();
            let bend = drop * left * (1.0 - left);
            let by = [1.0, left, steepness * bend, -(x - centre) * bend, -power * risen, (x - edge) * risen];
            for (parameter, by) in by.into_iter().enumerate() {
                into[parameter * count + place] = by;
            }
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        self.starts.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_are_those_of_the_residuals() {
        let places: Vec<f64> = (0..20).map(|place| -8.0 + 0.5 * f64::from(place)).collect();
        let losses: Vec<f64> = places.iter().map(|x| 2.0 - 0.1 * x.sin()).collect();
        let shape = Shape { places, losses, rise: 1.0, spread: 0.1, starts: Vec::new(), falls: true };
        let shape = shape.counted();
        let at = [0.4, 1.8, -4.0, 1.3, 0.5, 2.0];
        let (mut exact, mut near) = (vec![0.0; 120], vec![0.0; 120]);
        shape.jacobian(&at, &mut exact);
        let residuals = |at: &[f64], into: &mut [f64]| shape.residuals(at, into);
        crate::fit::differentiate(residuals, &shape.parameters(), &at, 20, &mut near);
        for (exact, near) in exact.iter().zip(&near) {
            assert!((exact - near).abs() < 1e-7 * (1.0 + exact.abs()), "{exact} {near}");
        }
    }

    #[test]
    fn the_steepest_place_is_where_the_slope_is_least() {
        // 0.3 + 2/(1+(lr/1e-3)^1.2) + 0.05 (lr/0.6)^3: steepest at 1e-3, least at 0.1865.
        let (centre, edge) = (1e-3_f64.ln(), 0.6_f64.ln());
        let curve = Curve { at: [0.3, 2.0, centre, 1.2, edge, 3.0], rise: 0.05 };
        let (low, high) = (1e-7_f64.ln(), 10_f64.ln());
        let steepest = curve.steepest(low, high);
        assert!((steepest.exp() / 1e-3 - 1.0).abs() < 1e-4, "{}", steepest.exp());
        let turn = curve.turn(steepest, high);
        assert!(
            (turn.exp() - 0.1865).abs() < 5e-5 && (curve.value(turn) - 0.30526).abs() < 5e-6,
            "{}",
            turn.exp()
        );
    }
}
