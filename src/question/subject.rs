//! What a question is asked of: one curve with its costs, several elements together, or a training.

use rust_decimal::Decimal;

use std::cmp::Ordering;

use super::amount::{self, Amount, Amounts, Once};
use super::answer::Scope;
use super::figure::reading;
use super::reckon::Reckoner;
use super::training::Training;
use super::work::{batches, lot_in_batches};
use super::{Error, Measure, Of, Rounding, TimeUnit, Work};
use crate::cost::{self, CostLine, CostSheet, Driver, Quantities};
use crate::curve::{Lot, MAX_UNITS, count};
use crate::money::{self, Currency};
use crate::root;

/// One curve, several elements, or a training.
#[expect(clippy::large_enum_variant, reason = "nearly all are curves, and there is one for each scenario")]
#[derive(Debug, Clone, PartialEq)]
pub enum Whole {
    /// One curve with its costs.
    Curve(Work),
    /// Several elements, each with a curve and costs of its own.
    Elements(Project),
    /// A training of machine learning, which has no units.
    Training(Training),
}

/// Several elements of one product, each made once for each unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The elements, at least one.
    pub elements: Vec<Element>,
    /// Cost lines of the whole: their hours are those of all elements.
    pub lines: Vec<CostLine>,
    /// The currency, where one is named.
    pub currency: Option<Currency>,
    /// How answers are rounded.
    pub rounding: Rounding,
}

/// One element of a project: a department, a work package, a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its curve and costs.
    pub work: Work,
}

/// A borrowed [`Whole`].
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// One curve.
    Curve(&'a Work),
    /// Several elements.
    Elements(&'a Project),
    /// A training.
    Training(&'a Training),
}

impl<'a> From<&'a Work> for Subject<'a> {
    fn from(work: &'a Work) -> Self {
        Self::Curve(work)
    }
}

impl<'a> From<&'a Whole> for Subject<'a> {
    fn from(whole: &'a Whole) -> Self {
        match whole {
            Whole::Curve(work) => Self::Curve(work),
            Whole::Elements(project) => Self::Elements(project),
            Whole::Training(training) => Self::Training(training),
        }
    }
}

/// Which units are taken; counts are of units, whatever the curve counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first so many.
    First(u64),
    /// One alone.
    One(u64),
    /// A lot.
    Lot(Lot),
    /// Each after learning's end.
    Steady,
}

/// Some units with what they take and cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// Which units, in the curve's items.
    pub scope: Scope,
    /// How many units.
    pub units: u64,
    /// Their time and cost.
    pub amounts: Amounts,
    /// The same of each element, where there are several.
    pub elements: Vec<(String, Taken)>,
}

impl<'a> Subject<'a> {
    /// The curve, where there is just one.
    ///
    /// # Errors
    ///
    /// [`Error::OfOneElement`] for several elements, [`Error::NoUnits`] for a training.
    pub fn curve(self) -> Result<&'a Work, Error> {
        match self {
            Self::Curve(work) => Ok(work),
            Self::Elements(_) => Err(Error::OfOneElement),
            Self::Training(_) => Err(Error::NoUnits),
        }
    }

    /// Every curve.
    pub fn works(self) -> impl Iterator<Item = &'a Work> {
        let (one, elements) = match self {
            Self::Curve(work) => (Some(work), &[][..]),
            Self::Elements(project) => (None, &project.elements[..]),
            Self::Training(_) => (None, &[][..]),
        };
        one.into_iter().chain(elements.iter().map(|element| &element.work))
    }

    /// The name of an element, counted from 0, where there are several.
    pub fn element(self, place: usize) -> Option<&'a str> {
        match self {
            Self::Elements(project) => project.elements.get(place).map(|element| element.name.as_str()),
            Self::Curve(_) | Self::Training(_) => None,
        }
    }

    /// How answers are rounded.
    pub fn rounding(self) -> &'a Rounding {
        match self {
            Self::Curve(work) => &work.rounding,
            Self::Elements(project) => &project.rounding,
            Self::Training(training) => training.rounding(),
        }
    }

    /// What values are: of several elements the first one's time unit, or money where any is in money.
    pub fn measure(self) -> Measure {
        let mut measures = self.works().map(|work| work.inputs().measure);
        let first = measures.next().unwrap_or(Measure::Time(TimeUnit::Hour));
        if measures.any(|measure| measure == Measure::Money) { Measure::Money } else { first }
    }

    /// The unit of times: `h`; of a curve in money the currency.
    pub fn measure_unit(self) -> String {
        match self.measure() {
            Measure::Time(unit) => unit.symbol().to_owned(),
            Measure::Money => self.money_unit(),
        }
    }

    /// The unit of costs: the currency's code, `money` where none is named.
    pub fn money_unit(self) -> String {
        let currency = match self {
            Self::Curve(work) => work.currency,
            Self::Elements(project) => project.currency,
            Self::Training(training) => return training.money_unit(),
        };
        currency.map_or_else(|| "money".to_owned(), |currency| currency.code().to_owned())
    }

    /// Whether anything costs.
    pub fn has_costs(self) -> bool {
        let shared = matches!(self, Self::Elements(project) if !project.lines.is_empty());
        shared || self.works().any(|work| !work.lines.is_empty())
    }

    /// Units of which every curve counts a whole number.
    pub fn batch_size(self) -> u64 {
        self.works().map(Work::batch_size).fold(1, least_common_multiple)
    }

    /// What the last of so many [batches](Self::batch_size) adds, by the unit: with batches of several sizes its units differ.
    pub(crate) fn last_batch(self, items: u64) -> Part {
        let (size, units) = (self.batch_size(), items * self.batch_size());
        match Lot::new(units - size + 1, units) {
            Ok(lot) if self.works().any(|work| work.batch_size() != size) => Part::Lot(lot),
            _ => Part::One(units),
        }
    }

    /// Ranges of [batches](Self::batch_size) within which a unit of the part that `each` has of them only falls or only rises.
    ///
    /// Of elements some of which fall while others rise the sum may turn where none of them does.
    pub(crate) fn stretches(self, of: Of, each: &dyn Fn(u64) -> Part) -> Vec<(u64, u64)> {
        let ranges = self.ranges();
        match self {
            Self::Curve(_) | Self::Training(_) => ranges,
            Self::Elements(_) => {
                let unit = |items: u64| {
                    let taken = self.take(each(items)).ok()?;
                    reading(&taken.amounts.each, of).ok()
                };
                ranges.into_iter().flat_map(|range| turning(range, &unit)).collect()
            }
        }
    }

    /// Ranges within which the unit of every curve only falls or only rises.
    fn ranges(self) -> Vec<(u64, u64)> {
        let size = self.batch_size();
        let most = self.most();
        let mut ends: Vec<u64> = Vec::new();
        for work in self.works() {
            let own = work.batch_size();
            for (_, last) in work.run.stretches(MAX_UNITS) {
                ends.push((last.saturating_mul(own) / size).clamp(1, most));
            }
        }
        ends.push(most);
        ends.sort_unstable();
        ends.dedup();
        let mut first = 1;
        ends.into_iter()
            .map(|last| {
                let stretch = (first, last);
                first = last + 1;
                stretch
            })
            .collect()
    }

    /// The most batches of [`batch_size`](Self::batch_size) that every curve reaches.
    pub fn most(self) -> u64 {
        let reach = self.works().map(|work| work.run.reach().saturating_mul(work.batch_size())).min();
        (reach.unwrap_or(MAX_UNITS).min(MAX_UNITS) / self.batch_size()).max(1)
    }

    /// Whether learning ends on any curve.
    pub fn ends(self) -> bool {
        self.works().any(|work| work.run.end().is_some())
    }

    /// Some units with what they take and cost.
    ///
    /// # Errors
    ///
    /// The curve's own; a count that splits a batch; amounts past what a decimal holds.
    pub fn take(self, part: Part) -> Result<Taken, Error> {
        match self {
            Self::Curve(work) => of_one(work, part),
            Self::Elements(project) => of_several(self, project, part),
            Self::Training(_) => Err(Error::NoUnits),
        }
    }
}

/// A range cut where its values turn: looked for at points a quarter apart, and then to the unit.
fn turning((first, last): (u64, u64), unit: &dyn Fn(u64) -> Option<Decimal>) -> Vec<(u64, u64)> {
    let rises = |at: u64| Some(unit(at + 1)?.cmp(&unit(at)?)).filter(|order| order.is_ne());
    let mut cut = Vec::new();
    let mut from = first;
    let mut way: Option<(u64, Ordering)> = None;
    let mut at = first;
    while at < last {
        if let Some(now) = rises(at) {
            if let Some((before, _)) = way.filter(|(_, order)| *order != now)
                && let Some(turn) =
                    root::first_true(before + 1, at, |n| rises(n).is_none_or(|order| order == now))
            {
                cut.push((from, turn));
                from = turn + 1;
            }
            way = Some((at, now));
        }
        // Up to the last step of all, where a turn may be that no point before it sees.
        at = if at + 1 == last { last } else { (at + (at / 4).max(1)).min(last - 1) };
    }
    if from <= last {
        cut.push((from, last));
    }
    cut
}

fn of_one(work: &Work, part: Part) -> Result<Taken, Error> {
    let reckoner = Reckoner::of(work);
    let size = work.batch_size();
    let (scope, units, total, each) = match part {
        Part::First(units) => {
            let first = reckoner.first(batches(units, size)?)?;
            let (total, each) = (first.total, amount::per_unit(work, first.average));
            (Scope::First(first), units, total, each)
        }
        Part::One(number) => {
            let one = reckoner.one(batches(number, size)?)?;
            let each = amount::per_unit(work, one.value);
            (Scope::One(one), 1, each, each)
        }
        Part::Lot(lot) => {
            let made = reckoner.lot(lot_in_batches(lot, size)?)?;
            let (total, quantity) = (made.total, lot.quantity());
            (Scope::Lot(made), quantity, total, total / count(quantity))
        }
        Part::Steady => {
            let steady = reckoner.steady()?.ok_or(Error::LearningNeverEnds)?;
            let each = amount::per_unit(work, steady.value);
            (Scope::Steady(steady), 1, each, each)
        }
    };
    let amounts = amount::amounts(work, units, total, each, once(part))?;
    Ok(Taken { scope, units, amounts, elements: Vec::new() })
}

/// What is paid once belongs to the first units of all.
fn once(part: Part) -> Once {
    match part {
        Part::First(_) => Once::Carried,
        Part::One(_) | Part::Lot(_) | Part::Steady => Once::LeftOut,
    }
}

fn of_several(subject: Subject<'_>, project: &Project, part: Part) -> Result<Taken, Error> {
    let mut elements = Vec::with_capacity(project.elements.len());
    for element in &project.elements {
        elements.push((element.name.clone(), of_one(&element.work, part)?));
    }
    let units = elements.first().map_or(1, |(_, taken)| taken.units);
    let share = match once(part) {
        Once::Carried => Decimal::ONE,
        Once::LeftOut => Decimal::ZERO,
    };
    let size = Decimal::from(subject.batch_size());
    let sum = |pick: &dyn Fn(&Amounts) -> &Amount, units: Decimal, once: Decimal| {
        let mut value = 0.0;
        let mut decimal = Decimal::ZERO;
        let mut charges = Vec::new();
        let mut sheet_sum = Decimal::ZERO;
        for (element, (name, taken)) in project.elements.iter().zip(&elements) {
            let amount = pick(&taken.amounts);
            if let (Measure::Time(to), Measure::Time(from)) =
                (subject.measure(), element.work.inputs().measure)
            {
                value += amount.value * money::to_f64(to.per_hour()) / money::to_f64(from.per_hour());
                // Multiply first: 6 min is then 0.1 h, and nothing that rounding up would raise.
                let multiplied = amount.decimal.checked_mul(to.per_hour());
                let converted = multiplied.and_then(|made| made.checked_div(from.per_hour()));
                decimal = add(decimal, converted.ok_or_else(too_large)?)?;
            }
            if let Some(sheet) = &amount.sheet {
                let (quantity, cost) = (amount.decimal, sheet.sum);
                charges.push(cost::Charge {
                    name: name.clone(),
                    driver: Driver::Element,
                    quantity,
                    amount: cost,
                });
                sheet_sum = add(sheet_sum, cost)?;
            }
        }
        if !project.lines.is_empty() {
            let hours = match subject.measure() {
                Measure::Time(unit) => decimal / unit.per_hour(),
                Measure::Money => Decimal::ZERO,
            };
            let quantities = Quantities { curve: hours, units, batches: units / size, once };
            let shared = cost::charge(&project.lines, quantities)?;
            sheet_sum = add(sheet_sum, shared.sum)?;
            charges.extend(shared.charges);
        }
        let sheet = subject.has_costs().then_some(CostSheet { charges, sum: sheet_sum });
        Ok::<Amount, Error>(Amount { value, decimal, sheet })
    };
    let of_units = Decimal::from(units);
    let amounts = Amounts {
        total: sum(&|amounts| &amounts.total, of_units, share)?,
        each: sum(&|amounts| &amounts.each, Decimal::ONE, share / of_units)?,
    };
    Ok(Taken { scope: Scope::Several, units, amounts, elements })
}

fn add(one: Decimal, other: Decimal) -> Result<Decimal, Error> {
    one.checked_add(other).ok_or_else(too_large)
}

fn too_large() -> Error {
    cost::Error::TooLarge { line: "the sum of the elements".to_owned() }.into()
}

/// The least count that is whole batches of both sizes.
pub(crate) fn least_common_multiple(one: u64, other: u64) -> u64 {
    let (mut a, mut b) = (one, other);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    (one / a.max(1)).saturating_mul(other)
}

#[cfg(test)]
#[path = "subject_tests.rs"]
mod tests;
