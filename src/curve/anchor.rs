//! Curves through known facts: the index, the first unit or both from averages, totals, units and lots.

use super::domain::{Index, LearningRate, Lot, check_units, count};
use super::power::power;
use super::sum::log2_ratio;
use super::{Basis, Error, LearningEnd, Outline, Run, SteadyState};
use crate::root;

mod search;

/// Something known of a curve; values in any unit, the same for all facts of a curve, above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fact {
    /// The average of the first `units` is `value`.
    Average {
        /// How many units.
        units: u64,
        /// Their average.
        value: f64,
    },
    /// The total of the first `units` is `value`.
    Total {
        /// How many units.
        units: u64,
        /// Their total.
        value: f64,
    },
    /// Unit `number` alone takes `value`.
    Unit {
        /// Its number.
        number: u64,
        /// Its value.
        value: f64,
    },
    /// The total of a lot is `value`.
    Lot {
        /// The lot.
        lot: Lot,
        /// Its total.
        value: f64,
    },
}

/// How an index was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// From two points of the power law itself: `b = ln(y2/y1) / ln(x2/x1)`.
    ClosedForm,
    /// As the root of an equation.
    RootFound,
}

/// A curve through its facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The index.
    pub index: Index,
    /// The first unit's value.
    pub first_unit: f64,
    /// How the index was found.
    pub route: Route,
    /// Other indexes that fit as well, but lie outside what learning does: above 0, or under Wright at -1 and below.
    pub also: Vec<f64>,
    learning_rate: LearningRate,
}

impl Solution {
    /// The learning rate; found without the index where the facts allow, so that it is exact for exact facts.
    pub fn learning_rate(&self) -> LearningRate {
        self.learning_rate
    }
}

/// The index of the curve with this first unit that passes through `fact`.
///
/// `first_unit` (T1) and the fact's value in the same unit, above 0; all else of the curve as `outline` has it.
///
/// # Errors
///
/// [`Error::Fact`] for a value of 0 or less, [`Error::SameFact`] and [`Error::ContradictoryFacts`] for facts about the
/// same units, [`Error::FactPastLearning`] for one that says nothing of the curve, [`Error::NoIndexFits`],
/// [`Error::SeveralIndexesFit`], [`Error::NoFirstUnitFits`], [`Error::Units`].
///
/// # Example
///
/// 6 h for the first, an average of 3.3 h over 16: a rate of 86.12%.
///
/// ```
/// use learncurve::curve::{anchor::{solve_index, Fact}, Basis, Outline};
/// let fact = Fact::Average { units: 16, value: 3.3 };
/// let solution = solve_index(&Outline::power_law(Basis::CumulativeAverage, None), 6.0, fact).unwrap();
/// assert!((solution.learning_rate().ratio() - 0.861_173_529_963_367).abs() < 1e-15);
/// ```
pub fn solve_index(outline: &Outline, first_unit: f64, fact: Fact) -> Result<Solution, Error> {
    if outline.is_power_law() {
        let first = Fact::Unit { number: 1, value: first_unit * outline.pace };
        let solution = solve_index_and_first_unit(outline, first, fact)?;
        return Ok(Solution { first_unit, ..solution });
    }
    // T1 need not be a unit's value here, so that it is no fact about one.
    Fact::Unit { number: 1, value: first_unit }.check(None)?;
    fact.check(outline.end)?;
    has_index(outline)?;
    let at = |_: Index| Ok(first_unit);
    let (index, also) = search::find_index(outline, at, first_unit, fact)?;
    Ok(Solution { index, first_unit, route: Route::RootFound, also, learning_rate: index.learning_rate() })
}

/// Refuses a model without an index, of which none can be found.
fn has_index(outline: &Outline) -> Result<(), Error> {
    outline.shape.index().map(|_| ()).ok_or(Error::NoIndex)
}

/// The index and the first unit of the curve that passes through both facts.
///
/// Values in one unit, above 0; a steady state that is given is in that unit too. The index is sought from -5 to 2; where
/// several fit, the one that learning can have is taken (0 or less; under Wright above -1) and the rest are listed.
///
/// # Errors
///
/// As [`solve_index`].
///
/// # Example
///
/// Under Wright the average of 4 is 24 and that of 32 is 9.34: a rate of 73.01%.
///
/// ```
/// use learncurve::curve::{anchor::{solve_index_and_first_unit, Fact}, Basis, Outline};
/// let (four, more) = (Fact::Average { units: 4, value: 24.0 }, Fact::Average { units: 32, value: 9.34 });
/// let outline = Outline::power_law(Basis::CumulativeAverage, None);
/// let solution = solve_index_and_first_unit(&outline, four, more).unwrap();
/// assert!((solution.learning_rate().ratio() - 0.730_093_605_727_8).abs() < 1e-12);
/// ```
pub fn solve_index_and_first_unit(outline: &Outline, one: Fact, two: Fact) -> Result<Solution, Error> {
    let (basis, end) = (outline.basis, outline.end);
    one.check(end)?;
    two.check(end)?;
    has_index(outline)?;
    if one.units() == two.units() {
        return Err(one.clash(two));
    }
    let point = |fact: Fact| fact.point(basis, end).filter(|_| outline.is_power_law());
    let (Some((x1, y1)), Some((x2, y2))) = (point(one), point(two)) else {
        let (index, also) =
            search::find_index(outline, |index| solve_first_unit(outline, index, one), one.value(), two)?;
        return Ok(Solution {
            index,
            first_unit: solve_first_unit(outline, index, one)?,
            route: Route::RootFound,
            also,
            learning_rate: index.learning_rate(),
        });
    };
    let doublings = log2_ratio(count(x1), count(x2));
    let none = |_| {
        let (at_least, at_most) = (y1 * (-5.0 * doublings).exp2(), y1 * (2.0 * doublings).exp2());
        let per_value = two.value() / y2;
        Error::NoIndexFits {
            one: one.value(),
            two: two.value(),
            low: per_value * at_least.min(at_most),
            high: per_value * at_least.max(at_most),
        }
    };
    let index = log2_ratio(y1, y2) / doublings;
    // Of a doubling or more the root is as exact as the facts are; of less it would multiply their rounding.
    let ratio = if doublings.abs() >= 1.0 { (y2 / y1).powf(1.0 / doublings) } else { index.exp2() };
    let learning_rate = LearningRate::new(ratio).map_err(none)?;
    let index = Index::new(index).map_err(none)?;
    let (x, y) = if x1 < x2 { (x1, y1) } else { (x2, y2) };
    Ok(Solution {
        index,
        first_unit: y / (outline.pace * power(count(x), index.value())),
        route: Route::ClosedForm,
        also: Vec::new(),
        learning_rate,
    })
}

/// The first unit of the curve with this index that passes through `fact`, in the fact's unit.
///
/// # Errors
///
/// [`Error::Fact`] for a value of 0 or less, [`Error::NoFirstUnitFits`] for one that no first unit above 0 gives,
/// [`Error::FactPastLearning`] for one that says nothing of the curve, [`Error::Units`].
///
/// # Example
///
/// Kerzner, Project Management: 75%, unit 100 takes 120 h; unit 1 then takes 811.44 h.
///
/// ```
/// use learncurve::curve::{anchor::{solve_first_unit, Fact}, Basis, LearningRate, Outline};
/// let index = LearningRate::new(0.75).unwrap().index();
/// let fact = Fact::Unit { number: 100, value: 120.0 };
/// let first = solve_first_unit(&Outline::power_law(Basis::Unit, None), index, fact).unwrap();
/// assert!((first - 811.439_686_346_3).abs() < 1e-8);
/// ```
pub fn solve_first_unit(outline: &Outline, index: Index, fact: Fact) -> Result<f64, Error> {
    fact.check(outline.end)?;
    let value = fact.value();
    let first_unit = if outline.is_linear() {
        linear(outline, index, fact)?
    } else {
        // Rising with T1, but not in proportion: a floor, or forgetting, has a size of its own.
        let excess = |log: f64| {
            let taken = outline.run(index, log.exp()).and_then(|run| fact.on(&run));
            taken.map_or(f64::NAN, |taken| taken / value - 1.0)
        };
        let middle = value.ln();
        let (low, high) = outline.first_units();
        root::brent(excess, (middle - 20.0).max(low.ln()), (middle + 30.0).min(high.ln()), 1e-15)
            .map_or(f64::NAN, f64::exp)
    };
    if first_unit.is_finite() && first_unit > 0.0 {
        Ok(first_unit)
    } else {
        Err(Error::NoFirstUnitFits { value, index: index.value() })
    }
}

/// A run is linear in its first unit; a given steady state adds a part that does not depend on it.
fn linear(outline: &Outline, index: Index, fact: Fact) -> Result<f64, Error> {
    let end = outline.end;
    let Some(LearningEnd { after, steady_state: SteadyState::Given(_) }) = end else {
        return Ok(fact.value() / fact.on(&outline.run(index, 1.0)?)?);
    };
    let free = LearningEnd { after, steady_state: SteadyState::Given(0.0) };
    let free = Outline { end: Some(free), ..outline.clone() };
    let multiple = fact.on(&free.run(index, 1.0)?)?;
    // What is given does not vary with T1: it is the whole less the multiple, at a T1 of the right size.
    let first_unit = fact.value() / multiple;
    let given = fact.on(&outline.run(index, first_unit)?)? - multiple * first_unit;
    Ok((fact.value() - given) / multiple)
}

impl Fact {
    fn value(self) -> f64 {
        match self {
            Self::Average { value, .. }
            | Self::Total { value, .. }
            | Self::Unit { value, .. }
            | Self::Lot { value, .. } => value,
        }
    }

    /// The fact as a point (x, y) of `y = T1 x^b` itself, where it is one.
    fn point(self, basis: Basis, end: Option<LearningEnd>) -> Option<(u64, f64)> {
        let (x, y) = match self {
            Self::Average { units, value } if basis == Basis::CumulativeAverage || units == 1 => {
                (units, value)
            }
            Self::Total { units, value } if basis == Basis::CumulativeAverage || units == 1 => {
                (units, value / count(units))
            }
            Self::Lot { lot, value }
                if lot.first() == 1 && (basis == Basis::CumulativeAverage || lot.last() == 1) =>
            {
                (lot.last(), value / count(lot.last()))
            }
            Self::Unit { number, value } if basis == Basis::Unit || number == 1 => (number, value),
            _ => return None,
        };
        end.is_none_or(|end| x <= end.after).then_some((x, y))
    }

    /// The first and last unit that it is about.
    fn units(self) -> (u64, u64) {
        match self {
            Self::Average { units, .. } | Self::Total { units, .. } => (1, units),
            Self::Unit { number, .. } => (number, number),
            Self::Lot { lot, .. } => (lot.first(), lot.last()),
        }
    }

    /// The total of its units.
    fn total(self) -> f64 {
        match self {
            Self::Average { units, value } => value * count(units),
            _ => self.value(),
        }
    }

    /// Refuses what no curve can be solved from.
    fn check(self, end: Option<LearningEnd>) -> Result<(), Error> {
        let value = self.value();
        let (first, last) = self.units();
        check_units(first)?;
        check_units(last)?;
        if !value.is_finite() || value <= 0.0 {
            return Err(Error::Fact { value });
        }
        match end {
            Some(end) if matches!(end.steady_state, SteadyState::Given(_)) && first > end.after => {
                Err(Error::FactPastLearning { value, after: end.after })
            }
            _ => Ok(()),
        }
    }

    /// What is wrong with two facts that say as much as one.
    fn clash(self, other: Self) -> Error {
        // Times are seldom given to nine figures, so closer values than that are the same value.
        if (self.total() / other.total() - 1.0).abs() < 1e-9 {
            Error::SameFact
        } else {
            Error::ContradictoryFacts { one: self.value(), two: other.value() }
        }
    }

    /// What a run has for the fact's units.
    fn on(self, run: &Run) -> Result<f64, Error> {
        match self {
            Self::Average { units, .. } => run.average(units),
            Self::Total { units, .. } => run.total(units),
            Self::Unit { number, .. } => run.unit(number),
            Self::Lot { lot, .. } => run.lot(lot),
        }
    }
}

#[cfg(test)]
#[path = "anchor/anchor_tests.rs"]
mod tests;
