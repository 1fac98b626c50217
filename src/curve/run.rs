//! A curve on which learning may end: the units after that all take the same.

use super::domain::{Lot, check_units, count};
use super::{Basis, Curve, Error, Shape, sum};
use crate::root;

/// What each unit takes once learning has ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SteadyState {
    /// The last learning unit's own value; under Wright the difference of two totals.
    LastUnit,
    /// The cumulative average when learning ends.
    Average,
    /// The average over the last doubling, units after/2 + 1 to `after`.
    LastDoubling,
    /// A value of its own, finite and 0 or more, in the unit of the first unit.
    Given(f64),
}

/// Where learning ends, and what comes then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LearningEnd {
    /// The last unit that learns, 1 to 1e15; even for [`SteadyState::LastDoubling`].
    pub after: u64,
    /// What each later unit takes.
    pub steady_state: SteadyState,
}

/// A curve followed until learning ends, if it does, and flat from then on.
///
/// # Example
///
/// 45 h, b = -0.152, learning ends with unit 100: each later unit takes 18.964421 h, 300 units 6027.549559 h.
///
/// ```
/// use learncurve::curve::{Basis, Curve, Index, LearningEnd, Run, Shape, SteadyState};
/// let shape = Shape::PowerLaw { index: Index::new(-0.152).unwrap() };
/// let curve = Curve::new(Basis::CumulativeAverage, shape, 45.0).unwrap();
/// let end = LearningEnd { after: 100, steady_state: SteadyState::LastUnit };
/// let run = Run::new(curve, Some(end)).unwrap();
/// assert!((run.steady_state().unwrap() - 18.964_421).abs() < 5e-7);
/// assert!((run.total(300).unwrap() - 6_027.549_559).abs() < 5e-7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    curve: Curve,
    end: Option<(LearningEnd, f64)>,
}

impl Run {
    /// A run of `curve`, on which learning ends as `end` says or never.
    ///
    /// # Errors
    ///
    /// [`Error::Units`] for an end outside 1 to 1e15, [`Error::OddDoubling`] and [`Error::SteadyState`] for a
    /// steady state that is not defined.
    pub fn new(curve: Curve, end: Option<LearningEnd>) -> Result<Self, Error> {
        let end = match end {
            Some(end) => Some((end, value_after(&curve, end)?)),
            None => None,
        };
        Ok(Self { curve, end })
    }

    /// The curve while learning lasts.
    pub fn curve(&self) -> &Curve {
        &self.curve
    }

    /// Where learning ends.
    pub fn end(&self) -> Option<LearningEnd> {
        self.end.map(|(end, _)| end)
    }

    /// What each unit takes after learning's end, in the curve's unit; none where it never ends.
    pub fn steady_state(&self) -> Option<f64> {
        self.end.map(|(_, value)| value)
    }

    /// The value of unit `number` alone, 1 to 1e15.
    ///
    /// # Errors
    ///
    /// [`Error::Units`] outside the domain.
    pub fn unit(&self, number: u64) -> Result<f64, Error> {
        check_units(number)?;
        match self.end {
            Some((end, steady)) if number > end.after => Ok(steady),
            _ => self.curve.unit(number),
        }
    }

    /// The total of the first `units` units, 1 to 1e15.
    ///
    /// # Errors
    ///
    /// [`Error::Units`] outside the domain.
    pub fn total(&self, units: u64) -> Result<f64, Error> {
        self.lot(Lot::new(1, units)?)
    }

    /// The cumulative average of the first `units` units, 1 to 1e15.
    ///
    /// # Errors
    ///
    /// [`Error::Units`] outside the domain.
    pub fn average(&self, units: u64) -> Result<f64, Error> {
        match self.end {
            Some((end, _)) if units > end.after => Ok(self.total(units)? / count(units)),
            _ => self.curve.average(units),
        }
    }

    /// The total of a lot, across learning's end where it lies in between.
    ///
    /// # Errors
    ///
    /// None for a valid lot.
    pub fn lot(&self, lot: Lot) -> Result<f64, Error> {
        match self.end {
            Some((end, steady)) if lot.last() > end.after => {
                let learning = if lot.first() <= end.after {
                    self.curve.lot(Lot::new(lot.first(), end.after)?)?
                } else {
                    0.0
                };
                let rest = lot.last() - end.after.max(lot.first() - 1);
                Ok(learning + count(rest) * steady)
            }
            _ => self.curve.lot(lot),
        }
    }

    /// The midpoint of a lot: the unit, within learning, whose value is the lot's average.
    ///
    /// # Errors
    ///
    /// [`Error::NoMidpoint`] for a lot past learning's end, where all units are alike, and where no unit has the average.
    pub fn midpoint(&self, lot: Lot) -> Result<f64, Error> {
        let (first, last) = (lot.first(), lot.last());
        let none = Error::NoMidpoint { first, last };
        let Some((end, _)) = self.end.filter(|(end, _)| last > end.after) else {
            return self.curve.midpoint(lot);
        };
        if first > end.after {
            return Err(none);
        }
        let average = self.lot(lot)? / count(lot.quantity());
        let excess = |x: f64| self.curve.unit_at(x) / average - 1.0;
        root::brent(excess, count(first), count(end.after), 1e-14).ok_or(none)
    }
}

impl Curve {
    /// The unit's value at a real number x of 1 or more, between whole units as the formula goes.
    fn unit_at(&self, x: f64) -> f64 {
        let Shape::PowerLaw { index } = self.shape();
        self.first_unit()
            * match self.basis() {
                Basis::Unit => x.powf(index.value()),
                Basis::CumulativeAverage => sum::difference(index.value(), x - 1.0, x, 1.0),
            }
    }
}

fn value_after(curve: &Curve, end: LearningEnd) -> Result<f64, Error> {
    check_units(end.after)?;
    match end.steady_state {
        SteadyState::LastUnit => curve.unit(end.after),
        SteadyState::Average => curve.average(end.after),
        SteadyState::LastDoubling if end.after % 2 == 1 => Err(Error::OddDoubling { after: end.after }),
        SteadyState::LastDoubling => {
            let lot = Lot::new(end.after / 2 + 1, end.after)?;
            Ok(curve.lot(lot)? / count(lot.quantity()))
        }
        SteadyState::Given(value) if !value.is_finite() || value < 0.0 => Err(Error::SteadyState { value }),
        SteadyState::Given(value) => Ok(value),
    }
}
