//! Where a lot's total by the curve lies, by the profile of the sum of squares.

use super::{How, Interval, Options};
use crate::curve::Lot;
use crate::estimate::squares::{Space, Squares};
use crate::estimate::{Data, Estimated, Method, Model, Place, rescaled, starts};
use crate::fit::{self, Parameter, Problem, Stopped, differentiate, differentiate_roughly, profile};

/// The most steps to the T1 whose curve gives a lot some total; a few are enough.
const MOST_STEPS: usize = 60;

/// What the profiles of all lots stand on: a fit's problem with values near 1, where bounds and tolerances mean what they say.
pub(super) struct Ground {
    data: Data,
    model: Model,
    space: Space,
    /// The parameters.
    at: Vec<f64>,
    /// What values were multiplied by.
    scale: f64,
    /// Guesses all over what the parameters may be.
    guesses: Vec<Vec<f64>>,
}

impl Ground {
    pub(super) fn of(fit: &Estimated) -> Self {
        let space = match fit.method {
            Method::LogOls | Method::Midpoints => Space::Log,
            Method::Nls => Space::Level,
            Method::Mupe | Method::Zmpe => {
                Space::Relative(fit.rows.iter().map(|row| row.fitted * fit.scale).collect())
            }
        };
        let (data, model) = (fit.fitted_data().scaled(fit.scale), fit.model.scaled(fit.scale));
        let guesses = starts::candidates(&model, &data, None);
        Self { at: rescaled(&fit.model, &fit.at, fit.scale), data, model, space, scale: fit.scale, guesses }
    }

    /// The interval of a lot's total, whose value by the curve is given; none where there is no upper end.
    pub(super) fn interval(&self, lot: Lot, value: f64, options: &Options) -> Option<Interval> {
        let squares = Squares::new(&self.model, &self.data, self.space.clone());
        let through = Through {
            squares,
            model: &self.model,
            first: self.at[0],
            lot,
            rate: options.rate,
            guesses: &self.guesses,
        };
        let mut at = self.at.clone();
        at[0] = value * self.scale;
        let base = fit::at(&through, &at, Stopped::ClosedForm).ok()?;
        let (low, high) = profile::interval(&through, &base, 0, options.level).ok()?;
        let (low, high) = (low.unwrap_or(0.0) / self.scale, high.unwrap_or(f64::INFINITY) / self.scale);
        Some(Interval { low, high, how: How::Profile }).filter(|interval| interval.high.is_finite())
    }
}

/// The fit's problem with a lot's total in T1's place: its profile is that of the total.
struct Through<'a> {
    squares: Squares<'a>,
    model: &'a Model,
    /// T1 to start from.
    first: f64,
    lot: Lot,
    rate: Option<f64>,
    guesses: &'a [Vec<f64>],
}

impl Through<'_> {
    /// The parameters whose curve gives the lot this total; none where there are none.
    fn inward(&self, at: &[f64]) -> Option<Vec<f64>> {
        let mut inward = at.to_vec();
        inward[0] = self.first;
        let mut before: Option<(f64, f64)> = None;
        for _ in 0..MOST_STEPS {
            let (first, value) = (inward[0], self.total(&inward));
            let ratio = at[0] / value;
            if !ratio.is_finite() {
                return None;
            }
            if (ratio - 1.0).abs() < 1e-14 {
                return Some(inward);
            }
            // Exact where T1 scales all; beside a floor the line through two steps is, or comes near.
            let line = before.map(|(first_before, value_before)| {
                first + (at[0] - value) * (first - first_before) / (value - value_before)
            });
            inward[0] = line.filter(|line| line.is_finite() && *line > 0.0).unwrap_or(first * ratio);
            before = Some((first, value));
        }
        ((at[0] / self.total(&inward) - 1.0).abs() < 1e-9).then_some(inward)
    }

    fn total(&self, inward: &[f64]) -> f64 {
        self.model.value(inward, Place::Lot(self.lot), self.rate)
    }

    /// Slopes of the residuals from those by the curve's own parameters: beside the others T1 moves too, so that the total stays.
    fn turn(&self, inward: &[f64], roughly: bool, into: &mut [f64]) {
        let parameters = self.model.parameters();
        let mut of_total = vec![0.0; parameters.len()];
        let total = |at: &[f64], into: &mut [f64]| into[0] = self.total(at);
        if roughly {
            differentiate_roughly(total, parameters, inward, 1, &mut of_total);
        } else {
            differentiate(total, parameters, inward, 1, &mut of_total);
        }
        let (by_first, by_others) = into.split_at_mut(self.observations());
        for slope in by_first.iter_mut() {
            *slope /= of_total[0];
        }
        for (column, of_total) in by_others.chunks_mut(by_first.len()).zip(&of_total[1..]) {
            for (slope, by_total) in column.iter_mut().zip(by_first.iter()) {
                *slope -= by_total * of_total;
            }
        }
    }
}

impl Problem for Through<'_> {
    fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = self.model.parameters().to_vec();
        parameters[0] = Parameter::between("total", 0.0, f64::INFINITY);
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

    fn held(&self, _place: usize, _value: f64) -> Vec<Vec<f64>> {
        self.guesses.to_vec()
    }
}

#[cfg(test)]
#[path = "profiled_tests.rs"]
mod tests;
