//! A model with a floor as a problem in which T1 multiplies all there is, the floor too.

use super::squares::{Differ, Squares};
use super::starts::{self, Held};
use crate::fit::{Fit, Parameter, Problem};

/// The problem with the floor as a share of T1, as searches find their way best.
pub(super) struct Shares<'s, 'a> {
    squares: &'s Squares<'a>,
    floor: usize,
    bounds: Parameter,
}

impl<'s, 'a> Shares<'s, 'a> {
    /// Of a problem whose floor is fitted; none where there is none, or something interrupts the curve.
    pub(super) fn of(squares: &'s Squares<'a>) -> Option<Self> {
        let model = squares.model();
        let floor = model.parameters().iter().position(|parameter| parameter.name == "floor")?;
        let bounds = model.shape().parameters().into_iter().find(|parameter| parameter.name == "floor")?;
        let bounds = Parameter::between("floor", bounds.low, bounds.high);
        model.is_scaled_with_its_floor().then_some(Self { squares, floor, bounds })
    }

    /// The model's own parameters, within their bounds.
    pub(super) fn whole(&self, at: &[f64]) -> Vec<f64> {
        let mut whole = self.in_units(at);
        let floor = &self.squares.model().parameters()[self.floor];
        whole[self.floor] = whole[self.floor].clamp(floor.low, floor.high);
        // Rounding must not make a larger share of it than there may be.
        while whole[self.floor] / whole[0] > self.bounds.high && whole[self.floor] > floor.low {
            whole[self.floor] = whole[self.floor].next_down();
        }
        whole
    }

    /// A fit of the model's own parameters, with the floor as it is here.
    pub(super) fn fit(&self, whole: &Fit) -> Fit {
        let mut fit = whole.clone();
        fit.estimates[self.floor].value /= fit.estimates[0].value;
        fit
    }

    /// T1 multiplies all there is here, the floor too.
    fn slopes(&self, at: &[f64], into: &mut [f64], roughly: bool) {
        let parameters = self.parameters();
        let differ = Differ { parameters: &parameters, rows: self.observations(), roughly };
        let residuals = |at: &[f64], into: &mut [f64]| self.residuals(at, into);
        differ.but_by_scale(at, into, residuals, |scale| self.squares.by_scale(&self.in_units(at), scale));
    }

    /// Leaves no residuals where the floor is above what the model has.
    fn refuse(&self, at: &[f64], residuals: &mut [f64]) {
        if at[self.floor] * at[0] > self.squares.model().parameters()[self.floor].high {
            residuals.fill(f64::NAN);
        }
    }

    /// Parameters whose floor is in the data's unit, with the floor as a share.
    fn as_shares(&self, mut all: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
        for at in &mut all {
            at[self.floor] /= at[0];
        }
        all
    }

    /// The parameters with the floor in the data's unit.
    fn in_units(&self, at: &[f64]) -> Vec<f64> {
        let mut at = at.to_vec();
        at[self.floor] *= at[0];
        at
    }
}

impl Problem for Shares<'_, '_> {
    fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = self.squares.parameters();
        parameters[self.floor] = self.bounds.clone();
        parameters
    }

    fn observations(&self) -> usize {
        self.squares.observations()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        self.squares.residuals(&self.in_units(at), into);
        self.refuse(at, into);
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        self.slopes(at, into, false);
    }

    fn rough_jacobian(&self, at: &[f64], into: &mut [f64]) -> bool {
        self.slopes(at, into, true);
        true
    }

    fn settled(&self) -> Option<usize> {
        Some(0)
    }

    fn settle(&self, at: &mut [f64], into: &mut [f64]) {
        at[0] = self.squares.settled_first_unit(&self.in_units(at), into);
        self.refuse(at, into);
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        self.as_shares(self.squares.starts())
    }

    fn held(&self, place: usize, value: f64) -> Vec<Vec<f64>> {
        // A share that is held holds no floor.
        let held = Some(Held { place, value }).filter(|_| place != self.floor);
        self.as_shares(starts::candidates(self.squares.model(), self.squares.data(), held))
    }
}
