//! Learning curves: a shape, and the theory that says what it is a shape of.
//!
//! A [`Shape`] is one function of the unit number. The [`Basis`] says what it describes: the unit's own time (Crawford) or
//! the cumulative average (Wright). Units, totals, averages, lots and midpoints follow from the two, for every shape.
//! A [`Run`] is what is really made: it follows a curve until learning ends, across breaks and changes on the way.

mod analytic;
pub mod anchor;
mod domain;
mod error;
pub mod midpoint;
mod outline;
mod power;
mod retrograde;
mod run;
mod shape;
mod smooth;
mod sum;

pub use analytic::{Analytic, Taylor};
pub(crate) use domain::count;
pub use domain::{Index, LearningRate, Lot};
pub use error::Error;
pub use outline::{Base, LearningEnd, Outline, Restart, SteadyState, Transition, TransitionKind};
pub(crate) use power::{fused, power};
pub use run::{Leg, Passage, Path, Run};
pub use shape::table::Sum;
pub use shape::{FactorTable, Floor, Parameter, Shape};
pub use sum::power_sum;
pub(crate) use sum::{power_sum_from, wright, wright_of};

pub(crate) use domain::check_units;

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
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    basis: Basis,
    shape: Shape,
    first_unit: f64,
}

impl Curve {
    /// A curve from its theory, its shape and T1 (finite, 0 or more): for most shapes the first unit's value.
    ///
    /// # Errors
    ///
    /// [`Error::FirstUnit`] outside that domain; [`Error::Parameter`] for a shape outside its own.
    pub fn new(basis: Basis, shape: Shape, first_unit: f64) -> Result<Self, Error> {
        shape.check()?;
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
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The index b of the shape, where it has one.
    pub fn index(&self) -> Option<Index> {
        self.shape.index()
    }

    /// T1, the multiple of the shape: for most shapes the first unit's value.
    pub fn first_unit(&self) -> f64 {
        self.first_unit
    }

    /// The shape at unit `number`, 1 or more: for a power law `N^b`.
    pub fn factor(&self, number: u64) -> f64 {
        self.shape.value(count(number))
    }

    /// The sum of the shape over a lot: for a power law the sum of k^b.
    pub fn lot_factor(&self, lot: Lot) -> f64 {
        self.shape.sum(count(lot.first()), lot.quantity())
    }

    /// The value of one unit at position `x` of the curve, a real number of 1 or more; between units as the formula goes.
    ///
    /// Crawford: `T1 f(x)`. Wright: `T1 (x f(x) - (x-1) f(x-1))`.
    pub fn unit_at(&self, x: f64) -> f64 {
        self.first_unit * self.stretch_factor(x, 1)
    }

    /// The total of `units` units at the positions `from`, `from` + 1, …; `from` a real number of 1 or more.
    pub fn stretch(&self, from: f64, units: u64) -> f64 {
        self.first_unit * self.stretch_factor(from, units)
    }

    /// [`stretch`](Self::stretch) of a curve whose T1 is 1.
    pub fn stretch_factor(&self, from: f64, units: u64) -> f64 {
        match self.basis {
            Basis::Unit if units == 1 => self.shape.value(from),
            Basis::Unit => self.shape.sum(from, units),
            Basis::CumulativeAverage => {
                self.shape.difference(from - 1.0, from + count(units - 1), count(units))
            }
        }
    }

    /// Refuses units that the curve does not reach: those outside a printed table.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideTable`].
    fn reach(&self, first: u64, last: u64) -> Result<(), Error> {
        match &self.shape {
            Shape::Factors(table) => table.check(first, last),
            _ => Ok(()),
        }
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
        self.reach(number, number)?;
        Ok(self.unit_at(count(number)))
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
    /// [`Error::OutsideTable`] for units that a printed table does not reach.
    pub fn lot(&self, lot: Lot) -> Result<f64, Error> {
        self.reach(lot.first(), lot.last())?;
        Ok(self.stretch(count(lot.first()), lot.quantity()))
    }

    /// The midpoint of a lot: the (real) unit whose value is the lot's average.
    ///
    /// # Errors
    ///
    /// [`Error::NoMidpoint`] where none has it (Wright at and below 50%).
    pub fn midpoint(&self, lot: Lot) -> Result<f64, Error> {
        self.reach(lot.first(), lot.last())?;
        match &self.shape {
            Shape::PowerLaw { index } => midpoint::exact(self.basis, *index, lot),
            _ => midpoint::by_search(self, lot),
        }
    }
}

#[cfg(test)]
#[path = "curve/curve_tests.rs"]
mod tests;
