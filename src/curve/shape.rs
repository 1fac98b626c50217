//! Shapes: how the value falls with the unit number, before any theory says what the value is.

use super::domain::{Index, Lot};
use super::sum::{power_difference, power_sum};

/// One function of the unit number x, 1 at x = 1.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// `x^b`: each doubling of x multiplies it by 2^b.
    PowerLaw {
        /// The index b.
        index: Index,
    },
}

impl Shape {
    /// The index b of its power of x.
    pub fn index(self) -> Index {
        match self {
            Self::PowerLaw { index } => index,
        }
    }

    /// The shape at x, 1 or more.
    pub fn value(self, x: f64) -> f64 {
        match self {
            Self::PowerLaw { index } => x.powf(index.value()),
        }
    }

    /// The sum over a lot of units: what the unit theory totals.
    pub fn sum(self, lot: Lot) -> f64 {
        match self {
            Self::PowerLaw { index } => power_sum(index.value(), lot),
        }
    }

    /// `L f(L) - (F-1) f(F-1)` over a lot: what the cumulative-average theory totals.
    pub fn difference(self, lot: Lot) -> f64 {
        match self {
            Self::PowerLaw { index } => power_difference(index.value(), lot),
        }
    }
}
