//! Where a lot's total by the curve lies, by the profile of the sum of squares.

use super::{How, Interval, Options};
use crate::curve::{Lot, Shape, count};
use crate::estimate::squares::{Space, Squares};
use crate::estimate::{Data, Estimated, Model, Place, rescaled, starts};
use crate::fit::{
    self, Parameter, Problem, Stopped, differentiate, differentiate_roughly, profile, sum_of_squares,
};

/// The most steps to the T1 whose curve gives a lot some total; a few are enough.
const MOST_STEPS: usize = 60;

/// What the profiles of all lots stand on: a fit's problem with values near 1, where bounds and tolerances mean what they say.
pub(super) struct Ground {
    data: Data,
    model: Model,
    space: Space,
    /// The parameters.
    at: Vec<f64>,
    /// The sum of squares there, and how many rows are more than what they are fitted by.
    sum_of_squares: f64,
    degrees_of_freedom: usize,
    /// What values were multiplied by.
    scale: f64,
    /// Guesses all over what the parameters may be.
    guesses: Vec<Vec<f64>>,
}

impl Ground {
    pub(super) fn of(fit: &Estimated) -> Self {
        let space = Space::held(fit);
        let (data, model) = (fit.fitted_data().scaled(fit.scale), fit.model.scaled(fit.scale));
        let guesses = starts::candidates(&model, &data, None);
        let at = rescaled(&fit.model, &fit.at, fit.scale);
        let mut residuals = vec![0.0; data.len()];
        Squares::new(&model, &data, space.clone()).residuals(&at, &mut residuals);
        let (sum_of_squares, degrees_of_freedom) = (sum_of_squares(&residuals), fit.core.degrees_of_freedom);
        Self { data, model, space, at, sum_of_squares, degrees_of_freedom, scale: fit.scale, guesses }
    }

    /// The interval of a lot's total, whose value by the curve is given; none where an end is not found.
    pub(super) fn interval(&self, lot: Lot, value: f64, options: &Options) -> Option<Interval> {
        let mut ends = (None, None);
        for place in self.giving_way() {
            let through = self.through(lot, options.rate, place);
            let mut at = self.at.clone();
            at[place] = value * self.scale;
            let Ok(mut base) = fit::at(&through, &at, Stopped::ClosedForm) else { continue };
            // Where a lot does not say what gives way, a curve through its total need not be the fitted one.
            if base.sum_of_squares > self.sum_of_squares * (1.0 + 1e-9) {
                continue;
            }
            (base.sum_of_squares, base.degrees_of_freedom) = (self.sum_of_squares, self.degrees_of_freedom);
            let Ok((low, high)) = profile::interval(&through, &base, place, options.level) else { continue };
            ends = (farther(ends.0, low, f64::min), farther(ends.1, high, f64::max));
        }
        // Logarithms object to nothing at all, and so does a floor.
        let nothing = (self.space != Space::Log && self.model.is_scaled_by_first_unit()).then_some(0.0);
        let (low, high) = (ends.0.or(nothing)? / self.scale, ends.1? / self.scale);
        Some(Interval { low, high, how: How::Profile }).filter(|interval| interval.high.is_finite())
    }

    /// The parameters of which one gives way for the total: T1, and the floor too, below which T1 says nothing of a lot.
    fn giving_way(&self) -> Vec<usize> {
        let floor = self.model.parameters().iter().position(|parameter| parameter.name == "floor");
        let is_below = !matches!(self.model.shape(), Shape::Levy { .. });
        std::iter::once(0).chain(floor.filter(|_| is_below)).collect()
    }

    fn through(&self, lot: Lot, rate: Option<f64>, place: usize) -> Through<'_> {
        let squares = Squares::new(&self.model, &self.data, self.space.clone());
        Through { squares, model: &self.model, place, first: self.at[0], lot, rate, guesses: &self.guesses }
    }
}

/// The one of two ends that is farther out, where there are both.
fn farther(one: Option<f64>, other: Option<f64>, out: fn(f64, f64) -> f64) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(out(one, other)),
        _ => one.or(other),
    }
}

/// The fit's problem with a lot's total in the place of T1 or of the floor: its profile is that of the total.
struct Through<'a> {
    squares: Squares<'a>,
    model: &'a Model,
    /// The place of the parameter that gives way.
    place: usize,
    /// T1 to start from.
    first: f64,
    lot: Lot,
    rate: Option<f64>,
    guesses: &'a [Vec<f64>],
}

impl Through<'_> {
    /// The parameters whose curve gives the lot this total; none where there are none.
    fn inward(&self, at: &[f64]) -> Option<Vec<f64>> {
        let place = self.place;
        let mut inward = at.to_vec();
        // No floor is higher than a total that is all floor.
        inward[place] = if place == 0 { self.first } else { at[place] / count(self.lot.quantity()) };
        let bounds = &self.model.parameters()[place];
        let within = |inward: Vec<f64>| (bounds.low..=bounds.high).contains(&inward[place]).then_some(inward);
        let mut before: Option<(f64, f64)> = None;
        for _ in 0..MOST_STEPS {
            let (now, value) = (inward[place], self.total(&inward));
            let ratio = at[place] / value;
            if !ratio.is_finite() {
                return None;
            }
            if (ratio - 1.0).abs() < 1e-14 {
                return within(inward);
            }
            // Exact where T1 scales all; beside a floor the line through two steps is, or comes near.
            let line = before.map(|(now_before, value_before)| {
                now + (at[place] - value) * (now - now_before) / (value - value_before)
            });
            inward[place] = line.filter(|line| line.is_finite() && *line > 0.0).unwrap_or(now * ratio);
            before = Some((now, value));
        }
        if (at[place] / self.total(&inward) - 1.0).abs() < 1e-9 { within(inward) } else { None }
    }

    fn total(&self, inward: &[f64]) -> f64 {
        self.model.value(inward, Place::Lot(self.lot), self.rate)
    }

    /// Slopes of the residuals from those by the curve's own parameters: beside the others that which gives way moves too, so that the
    /// total stays.
    fn turn(&self, inward: &[f64], roughly: bool, into: &mut [f64]) {
        let parameters = self.model.parameters();
        let mut of_total = vec![0.0; parameters.len()];
        let total = |at: &[f64], into: &mut [f64]| into[0] = self.total(at);
        if roughly {
            differentiate_roughly(total, parameters, inward, 1, &mut of_total);
        } else {
            differentiate(total, parameters, inward, 1, &mut of_total);
        }
        let rows = self.observations();
        let own = self.place * rows..(self.place + 1) * rows;
        let by_total: Vec<f64> = into[own.clone()].iter().map(|slope| slope / of_total[self.place]).collect();
        for (column, of_total) in into.chunks_mut(rows).zip(&of_total) {
            for (slope, by_total) in column.iter_mut().zip(&by_total) {
                *slope -= by_total * of_total;
            }
        }
        into[own].copy_from_slice(&by_total);
    }
}

impl Problem for Through<'_> {
    fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = self.model.parameters().to_vec();
        parameters[self.place] = Parameter::between("total", 0.0, f64::INFINITY);
        parameters
    }

    fn observations(&self) -> usize {
        self.squares.observations()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        match self.inward(at) {
            Some(inward) => self.squares.residuals(&inward, into),
            None => into.fill(f64::NAN),
        }
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let Some(inward) = self.inward(at) else {
            into.fill(f64::NAN);
            return;
        };
        self.squares.jacobian(&inward, into);
        self.turn(&inward, false, into);
    }

    fn rough_jacobian(&self, at: &[f64], into: &mut [f64]) -> bool {
        let Some(inward) = self.inward(at) else { return false };
        let rough = self.squares.rough_jacobian(&inward, into);
        if rough {
            self.turn(&inward, true, into);
        }
        rough
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        Vec::new()
    }

    fn has_cliffs(&self) -> bool {
        // A total below a floor, or a floor below what the curve takes anyway.
        matches!(self.model.shape(), Shape::Plateau { .. })
    }

    fn held(&self, _place: usize, _value: f64) -> Vec<Vec<f64>> {
        self.guesses.to_vec()
    }
}

#[cfg(test)]
#[path = "profiled_tests.rs"]
mod tests;
