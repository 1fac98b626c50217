//! What is made, unit by unit: legs that follow a curve, one after another, and at the end a flat one.

use super::domain::{Lot, check_units, count};
use super::{Curve, Error, Index, LearningEnd, MAX_UNITS, Outline, Shape, SteadyState};
use crate::root;

mod stretches;

/// Units that follow one path, up to the next leg's first.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    /// The first unit of the leg.
    pub first: u64,
    /// What its units follow.
    pub path: Path,
}

/// What the units of a leg follow.
#[derive(Debug, Clone, PartialEq)]
pub enum Path {
    /// A curve, from a position on.
    Follow {
        /// The curve.
        curve: Curve,
        /// Where on the curve the leg's first unit lies: a real number of 1 or more.
        from: f64,
        /// What the curve's values are multiplied by.
        scale: f64,
    },
    /// The same value for every unit.
    Flat(f64),
}

/// What a transition came to, for the working; values in the unit of the first unit's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Passage {
    /// The index changed.
    Rate {
        /// The last unit before.
        after: u64,
        /// The index from there on.
        index: Index,
        /// The shape's value there, from which the new power law starts.
        value: f64,
    },
    /// A break by the retrograde method.
    Break {
        /// The last unit before.
        after: u64,
        /// What the lost learning is added to.
        base: super::Base,
        /// The first unit's value.
        first: f64,
        /// The last unit's.
        last: f64,
        /// What the next unit would have taken.
        next: f64,
        /// First less last.
        achieved: f64,
        /// The share of it that is lost.
        lost: f64,
        /// What the next unit takes.
        resumed: f64,
        /// The position that has that value.
        exact: f64,
        /// The position at which production starts again: the same, or the nearest whole one.
        restart: f64,
    },
    /// A break by the learn-forget curve model.
    Forgetting {
        /// The last unit before.
        after: u64,
        /// Time spent so far.
        spent: f64,
        /// The forgetting exponent f.
        exponent: f64,
        /// Units that the break's time would have made.
        would_have: f64,
        /// Units whose experience is remembered.
        remembered: f64,
        /// The position of the next unit.
        restart: f64,
    },
    /// A step to another level.
    Step {
        /// The last unit before.
        after: u64,
        /// What values are multiplied by.
        scale: f64,
        /// The position of the next unit.
        restart: f64,
    },
    /// Another production rate.
    Pace {
        /// The last unit before.
        after: u64,
        /// What values are multiplied by.
        pace: f64,
    },
}

/// A curve followed until learning ends, if it does, across whatever interrupts it.
///
/// # Example
///
/// 45 h, b = -0.152, learning ends with unit 100: each later unit takes 18.964421 h, 300 units 6027.549559 h.
///
/// ```
/// use learncurve::curve::{Basis, Index, LearningEnd, Outline, SteadyState};
/// let end = LearningEnd { after: 100, steady_state: SteadyState::LastUnit };
/// let outline = Outline::power_law(Basis::CumulativeAverage, Some(end));
/// let run = outline.run(Index::new(-0.152).unwrap(), 45.0).unwrap();
/// assert!((run.steady_state().unwrap() - 18.964_421).abs() < 5e-7);
/// assert!((run.total(300).unwrap() - 6_027.549_559).abs() < 5e-7);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    first: Curve,
    legs: Vec<Leg>,
    passages: Vec<Passage>,
    end: Option<(LearningEnd, f64)>,
}

impl Leg {
    /// The position of a unit of the leg, or of the one before it, on its curve.
    pub fn position(&self, unit: u64) -> f64 {
        match self.path {
            Path::Follow { from, .. } => from + (count(unit) - count(self.first)),
            Path::Flat(_) => count(unit),
        }
    }

    /// The total of a lot that lies within the leg.
    fn lot(&self, lot: Lot) -> f64 {
        match &self.path {
            Path::Follow { curve, scale, .. } => {
                scale * curve.stretch(self.position(lot.first()), lot.quantity())
            }
            Path::Flat(value) => count(lot.quantity()) * value,
        }
    }
}

impl Run {
    /// A run of these legs, after which learning ends as `end` says or never; see [`Outline::run`].
    pub(super) fn new(
        legs: Vec<Leg>,
        passages: Vec<Passage>,
        end: Option<LearningEnd>,
    ) -> Result<Self, Error> {
        let first = match legs.first().map(|leg| &leg.path) {
            Some(Path::Follow { curve, .. }) => curve.clone(),
            _ => return Err(Error::FirstUnitUndetermined),
        };
        let mut run = Self { first, legs, passages, end: None };
        if let Some(end) = end {
            let value = run.value_after(end)?;
            run.end = Some((end, value));
            if end.after < MAX_UNITS {
                run.legs.push(Leg { first: end.after + 1, path: Path::Flat(value) });
            }
        }
        Ok(run)
    }

    /// A run that follows one curve for ever.
    ///
    /// # Errors
    ///
    /// None for a valid curve.
    pub fn of(curve: &Curve) -> Result<Self, Error> {
        let index = curve.index().unwrap_or(Index::NONE);
        Outline::plain(curve.basis(), curve.shape().clone()).run(index, curve.first_unit())
    }

    /// The curve that the first units follow.
    pub fn curve(&self) -> &Curve {
        &self.first
    }

    /// The legs, from the first unit on.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// What the transitions on the way came to.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
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
    /// [`Error::Units`] outside the domain; [`Error::OutsideTable`] outside a printed table.
    pub fn unit(&self, number: u64) -> Result<f64, Error> {
        self.lot(Lot::new(number, number)?)
    }

    /// The total of the first `units` units, 1 to 1e15.
    ///
    /// # Errors
    ///
    /// As [`Run::unit`].
    pub fn total(&self, units: u64) -> Result<f64, Error> {
        self.lot(Lot::new(1, units)?)
    }

    /// The cumulative average of the first `units` units, 1 to 1e15.
    ///
    /// # Errors
    ///
    /// As [`Run::unit`].
    pub fn average(&self, units: u64) -> Result<f64, Error> {
        check_units(units)?;
        match &self.legs[0].path {
            Path::Follow { curve, scale, .. } if self.leg_of(units) == 0 => Ok(scale * curve.average(units)?),
            _ => Ok(self.total(units)? / count(units)),
        }
    }

    /// The total of a lot, across the legs that it lies on.
    ///
    /// # Errors
    ///
    /// As [`Run::unit`].
    pub fn lot(&self, lot: Lot) -> Result<f64, Error> {
        let mut total = 0.0;
        for (leg, part) in self.parts(lot) {
            if let Path::Follow { curve, .. } = &self.legs[leg].path {
                curve.reach(part.first(), part.last())?;
            }
            total += self.legs[leg].lot(part);
        }
        Ok(total)
    }

    /// The last unit that the run reaches: the last of a printed table, or 1e15.
    pub fn reach(&self) -> u64 {
        let last = self.legs.last().map(|leg| &leg.path);
        match (last, self.first.shape()) {
            (Some(Path::Follow { .. }), Shape::Factors(table)) => table.last(),
            _ => MAX_UNITS,
        }
    }

    /// The leg that a unit lies on, counted from 0.
    pub fn leg_of(&self, unit: u64) -> usize {
        self.legs.partition_point(|leg| leg.first <= unit).saturating_sub(1)
    }

    /// A lot by the legs that it lies on.
    pub fn parts(&self, lot: Lot) -> Vec<(usize, Lot)> {
        let (from, to) = (self.leg_of(lot.first()), self.leg_of(lot.last()));
        (from..=to)
            .filter_map(|leg| {
                let first = self.legs[leg].first.max(lot.first());
                let last = self.legs.get(leg + 1).map_or(lot.last(), |next| lot.last().min(next.first - 1));
                Some((leg, Lot::new(first, last).ok()?))
            })
            .collect()
    }

    /// The midpoint of a lot: the unit, within learning, whose value is the lot's average.
    ///
    /// # Errors
    ///
    /// [`Error::NoMidpoint`] for a lot past learning's end, where all units are alike, where no unit has the average, and
    /// for a lot across a break or a change, where several might.
    pub fn midpoint(&self, lot: Lot) -> Result<f64, Error> {
        let (first, last) = (lot.first(), lot.last());
        let none = Error::NoMidpoint { first, last };
        let learning = |leg: usize| match &self.legs[leg].path {
            Path::Follow { curve, from, scale } => Some((curve, *from, *scale)),
            Path::Flat(_) => None,
        };
        let (start, stop) = (self.leg_of(first), self.leg_of(last));
        if first == last && learning(start).is_some() {
            return Ok(count(first));
        }
        let Some((curve, from, scale)) = learning(start) else {
            return Err(none);
        };
        if start == 0 && stop == 0 {
            return curve.midpoint(lot);
        }
        if stop > start + 1 || (stop > start && learning(stop).is_some()) {
            return Err(none);
        }
        let end = self.legs.get(start + 1).map_or(last, |next| last.min(next.first - 1));
        let average = self.lot(lot)? / count(lot.quantity());
        // In the units of the run, of which the leg's curve may be some way behind.
        let behind = count(self.legs[start].first) - from;
        let excess = |x: f64| scale * curve.unit_at(x - behind) / average - 1.0;
        root::brent(excess, count(first), count(end), 1e-14).ok_or(none)
    }

    fn value_after(&self, end: LearningEnd) -> Result<f64, Error> {
        check_units(end.after)?;
        match end.steady_state {
            SteadyState::LastUnit => self.unit(end.after),
            SteadyState::Average => self.average(end.after),
            SteadyState::LastDoubling if end.after % 2 == 1 => Err(Error::OddDoubling { after: end.after }),
            SteadyState::LastDoubling => {
                let lot = Lot::new(end.after / 2 + 1, end.after)?;
                Ok(self.lot(lot)? / count(lot.quantity()))
            }
            SteadyState::Given(value) if !value.is_finite() || value < 0.0 => {
                Err(Error::SteadyState { value })
            }
            SteadyState::Given(value) => Ok(value),
        }
    }
}
