//! Learning curves: a shape, and the theory that says what it is a shape of.
//!
//! A [`Shape`] is one function of the unit number that starts at 1. The [`Basis`] says what it describes: the unit's
//! own time (Crawford) or the cumulative average (Wright). Units, totals, averages, lots and midpoints follow from the two.
//! A [`Run`] is a curve on which learning may end.

pub mod anchor;
mod domain;
mod error;
pub mod midpoint;
mod run;
mod shape;
mod sum;

pub(crate) use domain::count;
pub use domain::{Index, LearningRate, Lot};
pub use error::Error;
pub use run::{LearningEnd, Run, SteadyState};
pub use shape::Shape;
pub use sum::power_sum;

use domain::check_units;

/// The most units that a curve is evaluated at: 1e15, the end of the tested domain.
pub const MAX_UNITS: u64 = 1_000_000_000_000_000;

/// What the shape describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The unit's own time or cost: Crawford's theory.
    Unit,
    /// The cumulative average of the first N: Wright's theory.
    CumulativeAverage,
}

/// A learning curve: T1 × shape, as the unit's own value or as the cumulative average.
///
/// Values are in the unit of `first_unit`, any time or money.
///
/// # Example
///
/// ACCA F5 December 2009: the first massage chair takes 2 h, the rate is 95%; the first 128 average 1.39667 h.
///
/// ```
/// use learncurve::curve::{Basis, Curve, LearningRate, Shape};
/// let index = LearningRate::new(0.95).unwrap().index();
/// let curve = Curve::new(Basis::CumulativeAverage, Shape::PowerLaw { index }, 2.0).unwrap();
/// assert!((curve.average(128).unwrap() - 1.396_674_595_194_85).abs() < 1e-8);
/// assert!((curve.unit(128).unwrap() - 1.293_694_766_768_11).abs() < 1e-8);
/// ```
///
/// Source: T. P. Wright, Journal of the Aeronautical Sciences 3(4), 1936, 122-128.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    basis: Basis,
    shape: Shape,
    first_unit: f64,
}

impl Curve {
    /// A curve from its theory, its shape and its first unit's value (finite, 0 or more).
    ///
    /// # Errors
    ///
    /// [`Error::FirstUnit`] outside that domain.
    pub fn new(basis: Basis, shape: Shape, first_unit: f64) -> Result<Self, Error> {
        if !first_unit.is_finite() || first_unit < 0.0 {
            return Err(Error::FirstUnit { value: first_unit });
        }
        Ok(Self { basis, shape, first_unit })
    }

    /// The theory.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// The shape.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The index b of the shape.
    pub fn index(&self) -> Index {
        self.shape.index()
    }

    /// The first unit's value, T1.
    pub fn first_unit(&self) -> f64 {
        self.first_unit
    }

    /// The shape at unit `number`, 1 or more: for a power law `N^b`.
    pub fn factor(&self, number: u64) -> f64 {
        self.shape.value(count(number))
    }

    /// The sum of the shape over a lot: for a power law the sum of k^b.
    pub fn lot_factor(&self, lot: Lot) -> f64 {
        self.shape.sum(lot)
    }

    /// The value of unit `number` alone, 1 to 1e15, in the unit of the first unit's value.
    ///
    /// Crawford: `T1 N^b`. Wright: `T1 (N^(1+b) - (N-1)^(1+b))`, by a form that cancels nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Units`] outside the domain.
    pub fn unit(&self, number: u64) -> Result<f64, Error> {
        check_units(number)?;
        Ok(match self.basis {
            Basis::Unit => self.first_unit * self.factor(number),
            Basis::CumulativeAverage => self.lot(Lot::new(number, number)?)?,
        })
    }

    /// The total of the first `units` units, 1 to 1e15.
    ///
    /// Wright: `T1 N^(1+b)`. Crawford: `T1 Σ k^b`.
    ///
    /// # Errors
    ///
    /// [`Error::Units`] outside the domain.
    ///
    /// # Example
    ///
    /// Chase, Jacobs and Aquilano, Operations Management, exhibit 4A.2: 80%, first unit 100,000 h, 256 units.
    ///
    /// ```
    /// use learncurve::curve::{Basis, Curve, LearningRate, Shape};
    /// let index = LearningRate::new(0.80).unwrap().index();
    /// let curve = Curve::new(Basis::Unit, Shape::PowerLaw { index }, 100_000.0).unwrap();
    /// assert_eq!(curve.total(256).unwrap().round(), 6_247_572.0);
    /// ```
    pub fn total(&self, units: u64) -> Result<f64, Error> {
        self.lot(Lot::new(1, units)?)
    }

    /// The cumulative average of the first `units` units, 1 to 1e15: their total over their number.
    ///
    /// # Errors
    ///
    /// [`Error::Units`] outside the domain.
    pub fn average(&self, units: u64) -> Result<f64, Error> {
        check_units(units)?;
        Ok(match self.basis {
            Basis::CumulativeAverage => self.first_unit * self.factor(units),
            Basis::Unit => self.total(units)? / count(units),
        })
    }

    /// The total of a lot, evaluated directly and never as the difference of two totals.
    ///
    /// # Errors
    ///
    /// None for a valid lot; the signature leaves room for shapes with a shorter domain.
    pub fn lot(&self, lot: Lot) -> Result<f64, Error> {
        Ok(self.first_unit
            * match self.basis {
                Basis::Unit => self.shape.sum(lot),
                Basis::CumulativeAverage => self.shape.difference(lot),
            })
    }

    /// The midpoint of a lot: the (real) unit whose value is the lot's average.
    ///
    /// # Errors
    ///
    /// [`Error::NoMidpoint`] where none has it (Wright at and below 50%).
    pub fn midpoint(&self, lot: Lot) -> Result<f64, Error> {
        midpoint::exact(self.basis, self.index(), lot)
    }
}

#[cfg(test)]
#[path = "curve/curve_tests.rs"]
mod tests;
