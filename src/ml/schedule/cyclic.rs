//! Cyclical policies: up and down between two values.

use super::real;

/// Up and down between two values, with the cycles' height scaled.
///
/// `cycle = floor(1 + t/(up + down))`, within it up over `up` updates and down over `down`: `lr = base + (max - base) x scale`, x the
/// height from 0 to 1. Momentum goes the other way.
///
/// Source: L. N. Smith, Cyclical learning rates for training neural networks, 2017.
#[derive(Debug, Clone, PartialEq)]
pub struct Cyclic {
    /// The lower value.
    pub base: f64,
    /// The upper value.
    pub max: f64,
    /// Updates from lower to upper.
    pub up: u64,
    /// Updates from upper to lower.
    pub down: u64,
    /// How cycles become lower.
    pub scaling: Scaling,
    /// The lower and the upper momentum, where it cycles too.
    pub momentum: Option<(f64, f64)>,
}

/// How a cyclical policy's cycles become lower.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scaling {
    /// They don't: `triangular`.
    Triangular,
    /// Half as high each time: `triangular2`, a fixed cyclic decay.
    Halving,
    /// By `gamma^t`: `exp_range`, an exponential cyclic decay.
    Exponential(f64),
}

impl Cyclic {
    /// The height within the cycle, and the scale of the cycle.
    fn height(&self, t: u64) -> (f64, f64) {
        let length = self.up + self.down;
        let (cycle, within) = (t / length, t % length);
        let height = if within <= self.up {
            real(within) / real(self.up)
        } else {
            real(length - within) / real(self.down)
        };
        let scale = match self.scaling {
            Scaling::Triangular => 1.0,
            Scaling::Halving => 0.5_f64.powi(i32::try_from(cycle).unwrap_or(i32::MAX)),
            Scaling::Exponential(gamma) => gamma.powf(real(t)),
        };
        (height, scale)
    }

    pub(super) fn at(&self, t: u64) -> f64 {
        let (height, scale) = self.height(t);
        self.base + (self.max - self.base) * height * scale
    }

    pub(super) fn momentum(&self, t: u64) -> Option<f64> {
        let (low, high) = self.momentum?;
        let (height, scale) = self.height(t);
        Some(high - (high - low) * height * scale)
    }
}
