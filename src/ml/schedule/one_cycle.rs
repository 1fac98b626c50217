//! One cycle: up once, down once, perhaps down further.

use super::decay::{Ramp, RampPosition, RampShape};
use super::real;

/// Phases one after another, each from a value to the next.
///
/// Source: L. N. Smith and N. Topin, Super-convergence, 2018.
#[derive(Debug, Clone, PartialEq)]
pub struct OneCycle {
    /// The lr at the beginning, after the first phase, and so on.
    pub values: Vec<f64>,
    /// Where each phase ends, in updates, ascending; may be broken numbers.
    pub ends: Vec<f64>,
    /// The momentum at the same places, where it cycles too.
    pub momentum: Option<Vec<f64>>,
    /// Along what.
    pub anneal: Anneal,
    /// Updates after which the library raises an error; none where the last value is held.
    pub raises: Option<u64>,
}

/// Along what a phase goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anneal {
    /// Half a cosine.
    Cosine,
    /// A straight line.
    Linear,
}

impl OneCycle {
    pub(super) fn at(&self, t: u64) -> f64 {
        self.along(&self.values, t)
    }

    pub(super) fn momentum(&self, t: u64) -> Option<f64> {
        self.momentum.as_ref().map(|values| self.along(values, t))
    }

    pub(super) fn ends(&self) -> Option<u64> {
        self.raises
    }

    fn along(&self, values: &[f64], t: u64) -> f64 {
        let t = real(t);
        let Some(phase) = self.ends.iter().position(|end| t <= *end) else {
            return values[values.len() - 1];
        };
        let start = if phase == 0 { 0.0 } else { self.ends[phase - 1] };
        let length = self.ends[phase] - start;
        let share = if length > 0.0 { (t - start) / length } else { 1.0 };
        let shape = if self.anneal == Anneal::Cosine { RampShape::Cosine } else { RampShape::Linear };
        Ramp {
            start: values[phase],
            end: values[phase + 1],
            steps: 1,
            shape,
            position: RampPosition::BeforeUpdate,
        }
        .along(share)
    }
}
