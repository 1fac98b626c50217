//! What the questions are asked of: one curve, its costs, and how to round.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Error;
use super::form::Form;
use super::rounded::RoundedSums;
use super::time_unit::TimeUnit;
use crate::cost::{CostLine, Driver};
use crate::curve::anchor::{self, Fact, Solution};
use crate::curve::{Basis, Index, LearningEnd, LearningRate, Lot, Outline, Run, SteadyState};
use crate::estimate::Estimated;
use crate::money::{self, Currency, RoundingMode};

/// What the curve's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Time, in this unit.
    Time(TimeUnit),
    /// Money, in the scenario's currency.
    Money,
}

/// What a known fact is about; counts are of units, whatever the curve counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownKind {
    /// The average per unit of the first so many units.
    Average(u64),
    /// The total of the first so many units.
    Total(u64),
    /// The unit of this number alone.
    Unit(u64),
    /// The total of a lot.
    Lot(Lot),
}

/// A fact that the curve must pass through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// What it is about.
    pub kind: KnownKind,
    /// Its value in the curve's measure.
    pub value: Decimal,
}

/// What later units take once learning has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SteadyRule {
    /// The last learning unit's own time: the convention of UK exams.
    LastUnit,
    /// The cumulative average at the end of learning.
    Average,
    /// The average over the last doubling.
    LastDoubling,
    /// A figure of its own, per unit, in the curve's measure.
    Given(Decimal),
}

/// Everything that a scenario says of its curve, before anything is solved.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveInputs {
    /// Whether the model describes the cumulative average or the unit.
    pub basis: Basis,
    /// The model's shape, and what interrupts it.
    pub form: Form,
    /// What the values are.
    pub measure: Measure,
    /// The first unit's (with batches: the first batch's) time or cost.
    pub first: Option<Decimal>,
    /// The learning rate as a ratio, 0.80 for 80%.
    pub rate: Option<Decimal>,
    /// The index b as written.
    pub index: Option<Decimal>,
    /// Known facts; with `first` and `rate` or `index`, two things in all.
    pub known: Vec<Known>,
    /// The last unit that learns.
    pub ends_after: Option<u64>,
    /// What the units after it take.
    pub steady: SteadyRule,
    /// How many units the curve counts as one; at least 1.
    pub batch_size: u64,
    /// Where the parameters are from, if they were fitted to data.
    pub fitted: Option<Fitted>,
}

/// What a reader has to know of parameters that were fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// By what method and to how many rows: `least squares of logarithms (log-ols), to 6 lots`.
    pub by: String,
    /// The standard error of the first unit's value, where there is one.
    pub first_error: Option<f64>,
    /// The standard error of the index.
    pub index_error: Option<f64>,
    /// The fit with its data.
    pub fit: Arc<Estimated>,
}

/// Places for each named quantity, rounded as it arises and carried on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Steps {
    /// Places of the index b.
    pub index: Option<u32>,
    /// Places of the factor `N^b`.
    pub factor: Option<u32>,
    /// Places of an average.
    pub average: Option<u32>,
    /// Places of a total.
    pub total: Option<u32>,
    /// Places of one unit.
    pub unit: Option<u32>,
}

impl CurveInputs {
    /// Whether anything says what the first unit takes.
    pub fn has_first_unit(&self) -> bool {
        self.first.is_some() || self.form.final_value.is_some() || !self.known.is_empty()
    }
}

impl Steps {
    /// Whether anything but the index is rounded on the way.
    pub fn carry_on(&self) -> bool {
        self.factor.is_some() || self.average.is_some() || self.total.is_some() || self.unit.is_some()
    }
}

/// How answers are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Which way.
    pub mode: RoundingMode,
    /// Decimal places of money in answers.
    pub money: u32,
    /// Decimal places of times in answers; by size where not said.
    pub time: Option<u32>,
    /// Mark-scheme rounding.
    pub steps: Steps,
}

/// How the curve's parameters came about, for the working.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// What was written.
    pub inputs: CurveInputs,
    /// Two lots, one after the other from the first unit on, that were added up to a total: a point of Wright's law.
    pub joined: Option<[Known; 2]>,
    /// What the known facts gave, where they were needed.
    pub solution: Option<Solution>,
    /// The index before any rounding of it: from the rate, as given, or from the facts; none for a model without one.
    pub exact_index: Option<Index>,
    /// The index that the headline uses: b as given where it is, rounded where the mark scheme does.
    pub index: Option<Index>,
    /// The learning rate: as given, or 2^b.
    pub learning_rate: Option<f64>,
}

/// One curve with its costs and rounding: what questions are asked of.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// How the parameters came about.
    pub parameters: Parameters,
    /// The curve that the headlines follow; it counts batches where there are any.
    pub run: Run,
    /// The same curve before `steps.index` rounded its index, where it did.
    pub unrounded_run: Option<Run>,
    /// The same curve on the rate's exact index, where the headline follows a b as given.
    pub exact_run: Option<Run>,
    /// The cost lines; none where answers are in time.
    pub lines: Vec<CostLine>,
    /// The currency, where one is named.
    pub currency: Option<Currency>,
    /// How answers are rounded.
    pub rounding: Rounding,
    /// What was added up of units that are rounded one by one.
    pub rounded_sums: RoundedSums,
}

impl Work {
    /// Solves for what the inputs leave open and fixes the curve.
    ///
    /// # Errors
    ///
    /// What the curve or its anchoring refuses; a `batch_size` that does not divide a count.
    pub fn new(
        inputs: CurveInputs,
        lines: Vec<CostLine>,
        currency: Option<Currency>,
        rounding: Rounding,
    ) -> Result<Self, Error> {
        let mut inputs = inputs;
        let joined = join(&mut inputs);
        let outline = outline(&inputs)?;
        let facts =
            inputs.known.iter().map(|known| fact(known, inputs.batch_size)).collect::<Result<Vec<_>, _>>()?;
        let first =
            inputs.first.map(money::to_f64).or_else(|| inputs.form.first_from_final(inputs.batch_size));
        let rate = inputs.rate.map(|rate| LearningRate::new(money::to_f64(rate)));
        let rate = rate.transpose()?;
        let given = inputs.index.map(|index| Index::new(money::to_f64(index)));
        let given = given.transpose()?;

        let mut solution = None;
        let known_index = match (rate, given) {
            _ if outline.shape.index().is_none() => None,
            (Some(rate), _) => Some((rate.index(), rate.ratio())),
            (None, Some(index)) => Some((index, index.learning_rate().ratio())),
            (None, None) => {
                let solved = match (first, facts.as_slice()) {
                    (Some(first), [fact]) => anchor::solve_index(&outline, first, *fact)?,
                    (None, [one, two]) => anchor::solve_index_and_first_unit(&outline, *one, *two)?,
                    _ => return Err(Error::NotTwoFacts),
                };
                let found = (solved.index, solved.learning_rate().ratio());
                solution = Some(solved);
                Some(found)
            }
        };
        let exact_index = known_index.map(|(index, _)| index);
        let written = given.or(exact_index).unwrap_or(Index::NONE);
        let mut index = written;
        if let (Some(places), Some(_)) = (rounding.steps.index, exact_index) {
            let rounded = money::round_f64(written.value(), places, rounding.mode)?;
            index = Index::new(money::to_f64(rounded))?;
        }
        let first_at = |index: Index| match (first, &solution, facts.as_slice()) {
            (Some(first), _, _) => Ok(first),
            (None, Some(solved), _) if solved.index == index => Ok(solved.first_unit),
            (None, _, [fact, ..]) => anchor::solve_first_unit(&outline, index, *fact),
            // For questions that no first unit bears on; others are refused before.
            (None, _, []) if inputs.form.is_plain() => Ok(1.0),
            (None, _, []) => Err(crate::curve::Error::FirstUnitUndetermined),
        };
        let run_at = |index: Index| -> Result<Run, Error> { Ok(outline.run(index, first_at(index)?)?) };
        let run = run_at(index)?;
        let other = |other: Index, than: Index| (other != than).then(|| run_at(other)).transpose();
        let unrounded_run = other(written, index)?;
        let exact_run = other(exact_index.unwrap_or(written), written)?;
        let index = exact_index.map(|_| index);
        let learning_rate = known_index.map(|(_, rate)| rate);
        Ok(Self {
            parameters: Parameters { inputs, joined, solution, exact_index, index, learning_rate },
            run,
            unrounded_run,
            exact_run,
            lines,
            currency,
            rounding,
            rounded_sums: RoundedSums::default(),
        })
    }

    /// What was written of the curve.
    pub fn inputs(&self) -> &CurveInputs {
        &self.parameters.inputs
    }

    /// How many units the curve counts as one.
    pub fn batch_size(&self) -> u64 {
        self.inputs().batch_size
    }

    /// The unit of the curve's values: a time unit's symbol, or the currency.
    pub fn measure_unit(&self) -> String {
        match self.inputs().measure {
            Measure::Time(unit) => unit.symbol().to_owned(),
            Measure::Money => self.money_unit(),
        }
    }

    /// The unit of costs: the currency's code, `money` where none is named.
    pub fn money_unit(&self) -> String {
        self.currency.as_ref().map_or_else(|| "money".to_owned(), |currency| currency.code().to_owned())
    }

    /// Whether any line is paid once and so belongs to no unit.
    pub fn has_once_costs(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.driver, Driver::Once(_)))
    }
}

/// Units as the curve counts them.
///
/// # Errors
///
/// [`Error::NotWholeBatches`] with the two nearest counts that are whole.
pub fn batches(units: u64, batch_size: u64) -> Result<u64, Error> {
    if units.is_multiple_of(batch_size) {
        return Ok(units / batch_size);
    }
    let below = units - units % batch_size;
    Err(Error::NotWholeBatches {
        units,
        batch_size,
        below: (below > 0).then_some(below),
        above: below.checked_add(batch_size),
    })
}

/// A lot of units as a lot of batches: it must start a batch and end one.
///
/// # Errors
///
/// [`Error::NotWholeBatches`] as [`batches`]; the curve's own on the lot's ends.
pub fn lot_in_batches(lot: Lot, batch_size: u64) -> Result<Lot, Error> {
    let before = batches(lot.first() - 1, batch_size).map_err(|_| Error::LotSplitsBatch {
        first: lot.first(),
        batch_size,
        below: (lot.first() - 1) / batch_size * batch_size + 1,
        above: lot.first().div_ceil(batch_size) * batch_size + 1,
    })?;
    Ok(Lot::new(before + 1, batches(lot.last(), batch_size)?)?)
}

/// Adds up two lots that follow one another from the first unit on: under Wright the total is a point of the law.
fn join(inputs: &mut CurveInputs) -> Option<[Known; 2]> {
    let ends = |known: &Known| match known.kind {
        KnownKind::Total(units) => Some((1, units)),
        KnownKind::Lot(lot) => Some((lot.first(), lot.last())),
        KnownKind::Average(_) | KnownKind::Unit(_) => None,
    };
    let [one, two] = inputs.known.as_slice() else {
        return None;
    };
    let (one, two) = (*one, *two);
    let plain = inputs.basis == Basis::CumulativeAverage && inputs.form.is_plain();
    let ((1, last), (first, end)) = (ends(&one)?, ends(&two)?) else {
        return None;
    };
    if !plain || first != last + 1 || inputs.ends_after.is_some() {
        return None;
    }
    let value = one.value.checked_add(two.value)?;
    inputs.known[1] = Known { kind: KnownKind::Total(end), value };
    Some([one, two])
}

/// Everything of a run that is written but its index and its first unit.
fn outline(inputs: &CurveInputs) -> Result<Outline, Error> {
    let outline =
        Outline { end: learning_end(inputs)?, ..Outline::plain(inputs.basis, inputs.form.shape.clone()) };
    inputs.form.interrupt(outline, inputs.batch_size)
}

fn learning_end(inputs: &CurveInputs) -> Result<Option<LearningEnd>, Error> {
    let Some(after) = inputs.ends_after else {
        return Ok(None);
    };
    let steady_state = match inputs.steady {
        SteadyRule::LastUnit => SteadyState::LastUnit,
        SteadyRule::Average => SteadyState::Average,
        SteadyRule::LastDoubling => SteadyState::LastDoubling,
        SteadyRule::Given(value) => {
            SteadyState::Given(money::to_f64(value) * crate::curve::count(inputs.batch_size))
        }
    };
    Ok(Some(LearningEnd { after: batches(after, inputs.batch_size)?, steady_state }))
}

fn fact(known: &Known, batch_size: u64) -> Result<Fact, Error> {
    let value = money::to_f64(known.value);
    let per_batch = value * crate::curve::count(batch_size);
    Ok(match known.kind {
        KnownKind::Average(units) => Fact::Average { units: batches(units, batch_size)?, value: per_batch },
        KnownKind::Total(units) => Fact::Total { units: batches(units, batch_size)?, value },
        KnownKind::Unit(number) => Fact::Unit { number: batches(number, batch_size)?, value: per_batch },
        KnownKind::Lot(lot) => Fact::Lot { lot: lot_in_batches(lot, batch_size)?, value },
    })
}

#[cfg(test)]
#[path = "work_tests.rs"]
mod tests;
