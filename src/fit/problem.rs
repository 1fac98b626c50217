//! The one open seam: what can be fitted.

use nalgebra::DMatrix;

use super::differences::differentiate;

/// A parameter of a problem: its name and what it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The least that it may be; minus infinity for no bound.
    pub low: f64,
    /// The most; infinity for no bound.
    pub high: f64,
}

impl Parameter {
    /// A parameter that may be anything.
    pub fn free(name: impl Into<String>) -> Self {
        Self { name: name.into(), low: f64::NEG_INFINITY, high: f64::INFINITY }
    }

    /// A parameter from `low` to `high`; either may be infinite.
    pub fn between(name: impl Into<String>, low: f64, high: f64) -> Self {
        Self { name: name.into(), low, high }
    }

    /// Whether its values are counted in decades: it has a sign, and more than four of them between its bounds.
    pub(super) fn is_in_decades(&self) -> bool {
        self.low > 0.0 && self.high.is_finite() && self.high / self.low > 1e4
    }

    /// A value that is moved a hundredth of the way between the bounds into them, where it is at one.
    pub(super) fn off_its_bounds(&self, value: f64) -> f64 {
        if !self.is_at_bound(value) {
            return value;
        }
        let at_low = (value - self.low).abs() <= (self.high - value).abs();
        let share = if at_low { 0.01 } else { 0.99 };
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) if self.is_in_decades() => self.low * (self.high / self.low).powf(share),
            (true, true) => self.low + share * (self.high - self.low),
            (true, false) => value + 0.01 * self.low.abs().max(1.0),
            (false, true) => value - 0.01 * self.high.abs().max(1.0),
            (false, false) => value,
        }
    }

    /// The bound that a value lies near: within a twentieth of the way between two, counted in decades where they are decades
    /// apart.
    pub(super) fn near_bound(&self, value: f64) -> Option<f64> {
        let (low, high) = (self.low, self.high);
        if !(low.is_finite() && high.is_finite()) {
            return None;
        }
        let share = if self.is_in_decades() {
            (value / low).ln() / (high / low).ln()
        } else {
            (value - low) / (high - low)
        };
        match share {
            _ if share < 0.05 => Some(low),
            _ if share > 0.95 => Some(high),
            _ => None,
        }
    }

    /// Whether a value is as good as one of the bounds: within a billionth of the width between them, of the bound itself
    /// where values are counted in decades, or of 1 where there is no other bound, as the search then steps by that.
    pub(crate) fn is_at_bound(&self, value: f64) -> bool {
        let width = self.high - self.low;
        let near = |bound: f64| {
            let width = if self.low > 0.0 {
                bound.abs()
            } else if width.is_finite() {
                width
            } else {
                bound.abs().max(1.0)
            };
            bound.is_finite() && (value - bound).abs() <= 1e-9 * width
        };
        near(self.low) || near(self.high)
    }
}

/// Something that least squares can fit.
///
/// Implement it for data and a model of your own; `docs/methods.md` says how its numbers are used.
pub trait Problem {
    /// The parameters, in the order in which every other method has their values.
    fn parameters(&self) -> Vec<Parameter>;

    /// How many residuals there are.
    fn observations(&self) -> usize;

    /// The residuals at `at`: fitted less observed, times the root of the weight where there are weights.
    ///
    /// `into` has [`observations`](Self::observations) places. Where the model has no value, write NaN.
    fn residuals(&self, at: &[f64], into: &mut [f64]);

    /// The derivatives of the residuals by the parameters: `into[p * observations + i]` is that of residual i by parameter p.
    ///
    /// Give exact ones where you can; these are differences by [`differentiate`], good to about 1e-11 relative.
    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        differentiate(|at, into| self.residuals(at, into), &self.parameters(), at, self.observations(), into);
    }

    /// [`jacobian`](Self::jacobian) as good as is had for less, by [`differentiate_roughly`](super::differentiate_roughly) say; false where
    /// there is none.
    ///
    /// The ways of a search are found by it, its end by the other.
    fn rough_jacobian(&self, _at: &[f64], _into: &mut [f64]) -> bool {
        false
    }

    /// The place of a parameter that need not be searched for, as [`settle`](Self::settle) finds its best value for any of the others.
    ///
    /// Say so only with a `settle` of your own: the one that is given leaves the parameter as it is. Of a problem with a single parameter
    /// it is not asked.
    fn settled(&self) -> Option<usize> {
        None
    }

    /// Sets the parameter that is [`settled`](Self::settled) to the value within its bounds that makes the sum of squares least for
    /// the others, and writes the [`residuals`](Self::residuals) there.
    ///
    /// It comes with the value that it had last; where the model has none, leave it and write NaN.
    fn settle(&self, at: &mut [f64], into: &mut [f64]) {
        self.residuals(at, into);
    }

    /// Where to search from, the best guess first; each within the bounds.
    fn starts(&self) -> Vec<Vec<f64>>;

    /// Guesses of all the parameters where the one at `place` is held at `value`, in any order: the more of what the others may be they
    /// are spread over, the surer is a profile. The one that is held may be anything in them.
    fn held(&self, _place: usize, _value: f64) -> Vec<Vec<f64>> {
        self.starts()
    }

    /// Whether near to parameters that are good there are some of which there is no value: a profile that comes to where the others can't
    /// stay looks for them all over [`held`](Self::held) then.
    fn has_cliffs(&self) -> bool {
        false
    }

    /// [`jacobian`](Self::jacobian) as a matrix, an observation a row.
    fn jacobian_at(&self, at: &[f64], parameters: &[Parameter]) -> DMatrix<f64> {
        let observations = self.observations();
        let mut flat = vec![0.0; observations * parameters.len()];
        self.jacobian(at, &mut flat);
        DMatrix::from_vec(observations, parameters.len(), flat)
    }
}

#[cfg(test)]
#[path = "problem_tests.rs"]
mod tests;
