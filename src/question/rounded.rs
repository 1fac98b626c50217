//! Units that are rounded one by one, added up once for however many counts of them are asked.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rust_decimal::Decimal;

use super::{Error, Steps};
use crate::curve::{Lot, Run};
use crate::money::{self, RoundingMode};

/// The most units whose rounded times are added one by one.
pub(super) const MOST_ROUNDED_UNITS: u64 = 100_000;
/// How many sums are kept, of all legs together, before they are begun anew: some 10 MB.
const MOST_KEPT: usize = 400_000;

/// The sums of rounded units from where a leg begins up to each unit, as far as they were asked for.
///
/// A table asks for the first 1, 2, 3 and so on: without what was added before, its time would grow with the square of its length.
#[derive(Debug, Default)]
pub struct RoundedSums(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// Of which values the sums are.
    of: Option<(Run, Steps, RoundingMode)>,
    /// By a leg's first unit, the sum up to each of its units.
    sums: HashMap<u64, Vec<Decimal>>,
}

impl RoundedSums {
    /// The sum of a lot's units, each as `one` rounds it; kept where the lot is the beginning of a leg.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyRoundedUnits`] for more than 100,000; those of `one`; a total past what a decimal holds.
    pub(super) fn total(
        &self,
        of: (&Run, Steps, RoundingMode),
        lot: Lot,
        one: impl Fn(u64) -> Result<f64, Error>,
    ) -> Result<f64, Error> {
        if lot.quantity() > MOST_ROUNDED_UNITS {
            return Err(Error::TooManyRoundedUnits { units: lot.quantity(), most: MOST_ROUNDED_UNITS });
        }
        let (run, steps, mode) = of;
        let (first, last) = (lot.first(), lot.last());
        let begins = first == 1 || run.leg_of(first) != run.leg_of(first - 1);
        if !begins {
            return (first..=last)
                .try_fold(Decimal::ZERO, |sum, number| add(sum, one(number)?))
                .map(money::to_f64);
        }
        // A panic between two sums leaves whole ones.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |(kept, kept_steps, kept_mode): &(Run, Steps, RoundingMode)| {
            (kept, *kept_steps, *kept_mode) == (run, steps, mode)
        };
        if !kept.of.as_ref().is_some_and(is_same)
            || kept.sums.values().map(Vec::len).sum::<usize>() > MOST_KEPT
        {
            *kept = Kept { of: Some((run.clone(), steps, mode)), sums: HashMap::new() };
        }
        let sums = kept.sums.entry(first).or_default();
        let mut number = first + sums.len() as u64;
        while number <= last {
            let before = sums.last().copied().unwrap_or_default();
            sums.push(add(before, one(number)?)?);
            number += 1;
        }
        Ok(sums.get(place(last - first)).copied().map_or(0.0, money::to_f64))
    }
}

/// What has been added up is no part of what something is: a copy begins anew, and all are alike.
impl Clone for RoundedSums {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for RoundedSums {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

fn add(sum: Decimal, unit: f64) -> Result<Decimal, Error> {
    sum.checked_add(money::from_f64(unit)?).ok_or_else(|| Error::too_large("the total"))
}

fn place(units: u64) -> usize {
    usize::try_from(units).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[path = "rounded_tests.rs"]
mod tests;
