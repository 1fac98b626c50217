//! Makes the named quantities of a run.
//!
//! Without mark-scheme rounding every value comes straight from the curve, by its cancellation-free forms.
//! With it each quantity is rounded as it arises and the next is made from the rounded one, as a candidate would.

use super::quantity::{FirstN, FirstRoute, LotOf, LotRoute, One, OneRoute, Steady, SteadyRoute};
use super::rounded::RoundedSums;
use super::{Error, Steps, Work};
use crate::curve::{Basis, Curve, Lot, Path, Run, SteadyState, count};
use crate::money::{self, RoundingMode};

/// Makes quantities from a run, with or without mark-scheme rounding.
#[derive(Debug, Clone, Copy)]
pub struct Reckoner<'a> {
    run: &'a Run,
    steps: Steps,
    mode: RoundingMode,
    /// What was added up of rounded units before.
    sums: Option<&'a RoundedSums>,
}

impl<'a> Reckoner<'a> {
    /// Quantities of `run`, each rounded to the places that `steps` has for it.
    pub fn new(run: &'a Run, steps: Steps, mode: RoundingMode) -> Self {
        Self { run, steps, mode, sums: None }
    }

    /// Quantities of a curve's run, rounded as it says.
    pub fn of(work: &'a Work) -> Self {
        let (steps, mode) = (work.rounding.steps, work.rounding.mode);
        Self { run: &work.run, steps, mode, sums: Some(&work.rounded_sums) }
    }

    /// Quantities of `run`, nothing rounded.
    pub fn exact(run: &'a Run) -> Self {
        Self::new(run, Steps::default(), RoundingMode::HalfUp)
    }

    fn keep(&self, value: f64, places: Option<u32>) -> Result<f64, Error> {
        match places {
            Some(places) => Ok(money::to_f64(money::round_f64(value, places, self.mode)?)),
            None => Ok(value),
        }
    }

    /// A sum or difference of rounded figures, as a candidate's calculator has it: `52.11 - 51.27` is 0.84 and no less.
    fn add(one: f64, other: f64) -> Result<f64, Error> {
        let sum = money::from_f64(one)?.checked_add(money::from_f64(other)?);
        sum.map(money::to_f64).ok_or_else(|| Error::too_large("the total"))
    }

    fn basis(&self) -> Basis {
        self.run.curve().basis()
    }

    /// What the first leg's values are multiplied by, for a production rate.
    fn scale(&self) -> f64 {
        self.leg(0).map_or(1.0, |(_, scale, _)| scale)
    }

    /// The curve of a leg, what its values are multiplied by, and where on it the leg's first unit lies.
    fn leg(&self, leg: usize) -> Option<(&'a Curve, f64, f64)> {
        match &self.run.legs().get(leg)?.path {
            Path::Follow { curve, from, scale } => Some((curve, *scale, *from)),
            Path::Flat(_) => None,
        }
    }

    fn ended_before(&self, number: u64) -> Option<u64> {
        self.run.end().map(|end| end.after).filter(|&after| number > after)
    }

    /// The first `count` items; `count` from 1 to 1e15.
    ///
    /// # Errors
    ///
    /// The curve's own, and rounding's where a value is past what a decimal holds.
    pub fn first(&self, count_of: u64) -> Result<FirstN, Error> {
        if let Some(after) = self.ended_before(count_of) {
            let learning = self.first(after)?;
            let steady = self.steady()?.ok_or(Error::LearningNeverEnds)?;
            let rest = count_of - after;
            let (average, total) = if self.steps.carry_on() {
                let total = Self::add(learning.total, count(rest) * steady.value)?;
                let total = self.keep(total, self.steps.total)?;
                (self.keep(total / count(count_of), self.steps.average)?, total)
            } else {
                (self.run.average(count_of)?, self.run.total(count_of)?)
            };
            let route = FirstRoute::PastEnd { learning: Box::new(learning), steady: Box::new(steady), rest };
            return Ok(FirstN { count: count_of, route, average, total });
        }
        if self.run.leg_of(count_of) > 0 {
            let (parts, total) = self.parts(Lot::new(1, count_of)?)?;
            let average = self.keep(total / count(count_of), self.steps.average)?;
            return Ok(FirstN { count: count_of, route: FirstRoute::Parts(parts), average, total });
        }
        let first_unit = self.run.curve().first_unit();
        match self.basis() {
            Basis::CumulativeAverage => {
                let factor = self.scale() * self.run.curve().factor(count_of);
                let (factor, average, total) = if self.steps.carry_on() {
                    let factor = self.keep(factor, self.steps.factor)?;
                    let average = self.keep(first_unit * factor, self.steps.average)?;
                    let total = self.keep(count(count_of) * average, self.steps.total)?;
                    (factor, average, total)
                } else {
                    (factor, self.run.average(count_of)?, self.run.total(count_of)?)
                };
                Ok(FirstN { count: count_of, route: FirstRoute::Wright { factor }, average, total })
            }
            Basis::Unit => {
                let (factors, rounded_units, total) = self.sum(Lot::new(1, count_of)?)?;
                let average = if self.steps.carry_on() {
                    self.keep(total / count(count_of), self.steps.average)?
                } else {
                    self.run.average(count_of)?
                };
                Ok(FirstN {
                    count: count_of,
                    route: FirstRoute::Crawford { factors, rounded_units },
                    average,
                    total,
                })
            }
        }
    }

    /// The sum over a lot under the unit theory: of the factors, whether of rounded units, and the total.
    fn sum(&self, lot: Lot) -> Result<(f64, bool, f64), Error> {
        let curve = self.run.curve();
        let factors = self.scale() * curve.lot_factor(lot);
        if let Some(total) = self.rounded_units(lot)? {
            return Ok((factors, true, total));
        }
        if self.steps.factor.is_some() {
            // Printed tables hold the rounded sum up to each unit, so a lot is the difference of two of them.
            let upto = |last| -> Result<f64, Error> {
                self.keep(self.scale() * curve.lot_factor(Lot::new(1, last)?), self.steps.factor)
            };
            let below = if lot.first() > 1 { upto(lot.first() - 1)? } else { 0.0 };
            let factors = Self::add(upto(lot.last())?, -below)?;
            let total = self.keep(curve.first_unit() * factors, self.steps.total)?;
            return Ok((factors, false, total));
        }
        let total = self.keep(self.run.lot(lot)?, self.steps.total)?;
        Ok((factors, false, total))
    }

    /// Units rounded one by one and added, where the mark scheme does so.
    fn rounded_units(&self, lot: Lot) -> Result<Option<f64>, Error> {
        if self.steps.unit.is_none() || self.basis() != Basis::Unit {
            return Ok(None);
        }
        let alone = RoundedSums::default();
        let of = (self.run, self.steps, self.mode);
        let one = |number| Ok(self.one(number)?.value);
        let total = self.sums.unwrap_or(&alone).total(of, lot, one)?;
        Ok(Some(self.keep(total, self.steps.total)?))
    }

    /// A lot leg by leg, and its total.
    fn parts(&self, lot: Lot) -> Result<(Vec<LotOf>, f64), Error> {
        let parts =
            self.run.parts(lot).into_iter().map(|(_, part)| self.lot(part)).collect::<Result<Vec<_>, _>>()?;
        let total = if self.steps.carry_on() {
            let mut total = 0.0;
            for part in &parts {
                total = Self::add(total, part.total)?;
            }
            self.keep(total, self.steps.total)?
        } else {
            self.run.lot(lot)?
        };
        Ok((parts, total))
    }

    /// A lot that lies on a later leg.
    fn on_leg(&self, leg: usize, lot: Lot) -> Result<LotOf, Error> {
        let (curve, scale, _) = self.leg(leg).ok_or(Error::LearningNeverEnds)?;
        let position = self.run.legs()[leg].position(lot.first());
        let factors = self.keep(scale * curve.stretch_factor(position, lot.quantity()), self.steps.factor)?;
        let (total, rounded_units) = match self.rounded_units(lot)? {
            Some(total) => (total, true),
            None if self.steps.carry_on() => {
                (self.keep(curve.first_unit() * factors, self.steps.total)?, false)
            }
            None => (self.run.lot(lot)?, false),
        };
        Ok(LotOf { lot, route: LotRoute::Leg { leg, factors, rounded_units }, total })
    }

    /// The item of this number alone.
    ///
    /// # Errors
    ///
    /// As [`Reckoner::first`].
    pub fn one(&self, number: u64) -> Result<One, Error> {
        if self.ended_before(number).is_some() {
            let steady = self.steady()?.ok_or(Error::LearningNeverEnds)?;
            return Ok(One { number, value: steady.value, route: OneRoute::PastEnd(Box::new(steady)) });
        }
        let leg = self.run.leg_of(number);
        if leg > 0 {
            let (curve, scale, _) = self.leg(leg).ok_or(Error::LearningNeverEnds)?;
            let position = self.run.legs()[leg].position(number);
            let factor = self.keep(scale * curve.stretch_factor(position, 1), self.steps.factor)?;
            let value = if self.steps.carry_on() {
                self.keep(curve.first_unit() * factor, self.steps.unit)?
            } else {
                self.run.unit(number)?
            };
            return Ok(One { number, route: OneRoute::Leg { leg, factor }, value });
        }
        if self.basis() == Basis::Unit {
            let factor = self.keep(self.scale() * self.run.curve().factor(number), self.steps.factor)?;
            let value = if self.steps.carry_on() {
                self.keep(self.run.curve().first_unit() * factor, self.steps.unit)?
            } else {
                self.run.unit(number)?
            };
            return Ok(One { number, route: OneRoute::Factor { factor }, value });
        }
        let upper = self.first(number)?;
        let lower = match number {
            1 => None,
            _ => Some(Box::new(self.first(number - 1)?)),
        };
        let value = if self.steps.carry_on() {
            let below = lower.as_ref().map_or(0.0, |lower| lower.total);
            let difference = Self::add(upper.total, -below)?;
            self.keep(difference, self.steps.unit)?
        } else {
            self.run.unit(number)?
        };
        Ok(One { number, route: OneRoute::Difference { upper: Box::new(upper), lower }, value })
    }

    /// A lot of items.
    ///
    /// # Errors
    ///
    /// As [`Reckoner::first`].
    pub fn lot(&self, lot: Lot) -> Result<LotOf, Error> {
        if let Some(after) = self.ended_before(lot.last()) {
            let learning = if lot.first() <= after {
                Some(Box::new(self.lot(Lot::new(lot.first(), after)?)?))
            } else {
                None
            };
            let steady = self.steady()?.ok_or(Error::LearningNeverEnds)?;
            let rest = lot.last() - after.max(lot.first() - 1);
            let total = if self.steps.carry_on() {
                let learned = learning.as_ref().map_or(0.0, |part| part.total);
                self.keep(Self::add(learned, count(rest) * steady.value)?, self.steps.total)?
            } else {
                self.run.lot(lot)?
            };
            return Ok(LotOf {
                lot,
                route: LotRoute::PastEnd { learning, steady: Box::new(steady), rest },
                total,
            });
        }
        match (self.run.leg_of(lot.first()), self.run.leg_of(lot.last())) {
            (0, 0) => {}
            (leg, last) if leg == last => return self.on_leg(leg, lot),
            _ => {
                let (parts, total) = self.parts(lot)?;
                return Ok(LotOf { lot, route: LotRoute::Parts(parts), total });
            }
        }
        if self.basis() == Basis::Unit {
            let (factors, rounded_units, total) = self.sum(lot)?;
            return Ok(LotOf { lot, route: LotRoute::Sum { factors, rounded_units }, total });
        }
        let upper = self.first(lot.last())?;
        let lower = match lot.first() {
            1 => None,
            first => Some(Box::new(self.first(first - 1)?)),
        };
        let total = if self.steps.carry_on() {
            let below = lower.as_ref().map_or(0.0, |lower| lower.total);
            let difference = Self::add(upper.total, -below)?;
            self.keep(difference, self.steps.total)?
        } else {
            self.run.lot(lot)?
        };
        Ok(LotOf { lot, route: LotRoute::Difference { upper: Box::new(upper), lower }, total })
    }

    /// What each item takes after learning's end; none where learning never ends.
    ///
    /// # Errors
    ///
    /// As [`Reckoner::first`].
    pub fn steady(&self) -> Result<Option<Steady>, Error> {
        let Some(end) = self.run.end() else {
            return Ok(None);
        };
        let after = end.after;
        let (route, value) = match end.steady_state {
            SteadyState::LastUnit => {
                let one = self.one(after)?;
                let value = one.value;
                (SteadyRoute::LastUnit(one), value)
            }
            SteadyState::Average => {
                let first = self.first(after)?;
                let value = first.average;
                (SteadyRoute::Average(first), value)
            }
            SteadyState::LastDoubling => {
                let lot = self.lot(Lot::new(after / 2 + 1, after)?)?;
                let value = self.keep(lot.total / count(lot.lot.quantity()), self.steps.unit)?;
                (SteadyRoute::LastDoubling(lot), value)
            }
            SteadyState::Given(value) => (SteadyRoute::Given, value),
        };
        Ok(Some(Steady { after, route, value }))
    }
}

#[cfg(test)]
#[path = "reckon_tests.rs"]
mod tests;
