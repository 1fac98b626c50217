//! Curves through known facts: the index, the first unit or both from averages, totals, units and lots.

use super::domain::{Index, LearningRate, Lot, count};
use super::{Basis, Curve, Error, LearningEnd, Run, Shape};
use crate::root;

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
    /// Other indexes that fit as well, but lie outside what learning does.
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
/// `first_unit` and the fact's value in the same unit, above 0; learning may end as `end` says.
///
/// # Errors
///
/// [`Error::Fact`], [`Error::SameFact`], [`Error::NoIndexFits`], [`Error::SeveralIndexesFit`].
///
/// # Example
///
/// 6 h for the first, an average of 3.3 h over 16: a rate of 86.12%.
///
/// ```
/// use learncurve::curve::{anchor::{solve_index, Fact}, Basis};
/// let fact = Fact::Average { units: 16, value: 3.3 };
/// let solution = solve_index(Basis::CumulativeAverage, None, 6.0, fact).unwrap();
/// assert!((solution.learning_rate().ratio() - 0.861_173_529_963_367).abs() < 1e-15);
/// ```
pub fn solve_index(
    basis: Basis,
    end: Option<LearningEnd>,
    first_unit: f64,
    fact: Fact,
) -> Result<Solution, Error> {
    let first = Fact::Unit {
        number: 1,
        value: first_unit,
    };
    let solution = solve_index_and_first_unit(basis, end, first, fact)?;
    Ok(Solution {
        first_unit,
        ..solution
    })
}

/// The index and the first unit of the curve that passes through both facts.
///
/// Values in one unit, above 0; learning may end as `end` says.
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
/// use learncurve::curve::{anchor::{solve_index_and_first_unit, Fact}, Basis};
/// let (four, more) = (Fact::Average { units: 4, value: 24.0 }, Fact::Average { units: 32, value: 9.34 });
/// let solution = solve_index_and_first_unit(Basis::CumulativeAverage, None, four, more).unwrap();
/// assert!((solution.learning_rate().ratio() - 0.730_093_605_727_8).abs() < 1e-12);
/// ```
pub fn solve_index_and_first_unit(
    basis: Basis,
    end: Option<LearningEnd>,
    one: Fact,
    two: Fact,
) -> Result<Solution, Error> {
    for value in [one.value(), two.value()] {
        if !value.is_finite() || value <= 0.0 {
            return Err(Error::Fact { value });
        }
    }
    if let (Some((x1, y1)), Some((x2, y2))) = (one.point(basis, end), two.point(basis, end)) {
        if x1 == x2 {
            return Err(Error::SameFact);
        }
        let doublings = (count(x2) / count(x1)).log2();
        let none = Error::NoIndexFits {
            one: one.value(),
            two: two.value(),
        };
        let learning_rate =
            LearningRate::new((y2 / y1).powf(1.0 / doublings)).map_err(|_| none)?;
        let index = Index::new((y2 / y1).log2() / doublings).map_err(|_| none)?;
        let (x, y) = if x1 < x2 { (x1, y1) } else { (x2, y2) };
        return Ok(Solution {
            index,
            first_unit: y / count(x).powf(index.value()),
            route: Route::ClosedForm,
            also: Vec::new(),
            learning_rate,
        });
    }
    if one.same_units(two) {
        return Err(Error::SameFact);
    }
    let (index, also) = find_index(basis, end, one, two)?;
    Ok(Solution {
        index,
        first_unit: solve_first_unit(basis, end, index, one)?,
        route: Route::RootFound,
        also,
        learning_rate: index.learning_rate(),
    })
}

/// The first unit of the curve with this index that passes through `fact`, in the fact's unit.
///
/// # Errors
///
/// [`Error::Fact`] for a value of 0 or less, or one that a first unit above 0 cannot give.
///
/// # Example
///
/// Kerzner, Project Management: 75%, unit 100 takes 120 h; unit 1 then takes 811.44 h.
///
/// ```
/// use learncurve::curve::{anchor::{solve_first_unit, Fact}, Basis, LearningRate};
/// let index = LearningRate::new(0.75).unwrap().index();
/// let fact = Fact::Unit { number: 100, value: 120.0 };
/// let first = solve_first_unit(Basis::Unit, None, index, fact).unwrap();
/// assert!((first - 811.439_686_346_3).abs() < 1e-8);
/// ```
pub fn solve_first_unit(
    basis: Basis,
    end: Option<LearningEnd>,
    index: Index,
    fact: Fact,
) -> Result<f64, Error> {
    let value = fact.value();
    let refused = Error::Fact { value };
    let at = |first_unit: f64| -> Result<f64, Error> {
        let curve = Curve::new(basis, Shape::PowerLaw { index }, first_unit)?;
        fact.on(&Run::new(curve, end)?)
    };
    // A curve is linear in its first unit, but for a steady state of its own.
    let base = at(0.0)?;
    let per_first_unit = at(1.0)? - base;
    let first_unit = (value - base) / per_first_unit;
    if value > 0.0 && first_unit.is_finite() && first_unit > 0.0 {
        Ok(first_unit)
    } else {
        Err(refused)
    }
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

    /// Whether both are about the very same units, however put.
    fn same_units(self, other: Self) -> bool {
        let units = |fact: Self| match fact {
            Self::Average { units, .. } | Self::Total { units, .. } => (1, units),
            Self::Unit { number, .. } => (number, number),
            Self::Lot { lot, .. } => (lot.first(), lot.last()),
        };
        units(self) == units(other)
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

/// Steps per unit of b in the search for sign changes; roots closer together than a step are told from none.
const STEPS: u32 = 64;

/// The index at which the curve through `one` also passes through `two`, and others that lie outside learning.
fn find_index(
    basis: Basis,
    end: Option<LearningEnd>,
    one: Fact,
    two: Fact,
) -> Result<(Index, Vec<f64>), Error> {
    let excess = |b: f64| -> f64 {
        let on_curve = || -> Result<f64, Error> {
            let index = Index::new(b)?;
            let first_unit = solve_first_unit(basis, end, index, one)?;
            let curve = Curve::new(basis, Shape::PowerLaw { index }, first_unit)?;
            two.on(&Run::new(curve, end)?)
        };
        on_curve().map_or(f64::NAN, |value| (value / two.value()).ln())
    };
    let mut roots: Vec<f64> = Vec::new();
    let mut previous: Option<(f64, f64)> = None;
    for step in 0..=7 * STEPS {
        let b = -5.0 + f64::from(step) / f64::from(STEPS);
        let value = excess(b);
        if value == 0.0 {
            roots.push(b);
        } else if let Some((before, at_before)) = previous
            && value.is_finite()
            && at_before * value < 0.0
        {
            roots.extend(root::brent(excess, before, b, 1e-15));
        }
        previous = value.is_finite().then_some((b, value));
    }
    let learning: Vec<f64> = roots.iter().copied().filter(|b| *b <= 0.0).collect();
    let (chosen, also) = match (learning.as_slice(), roots.as_slice()) {
        ([b], all) => (*b, all.iter().copied().filter(|other| other != b).collect()),
        ([], [b]) => (*b, Vec::new()),
        ([], []) => {
            return Err(Error::NoIndexFits {
                one: one.value(),
                two: two.value(),
            });
        }
        ([one, two, ..], _) | ([], [one, two, ..]) => {
            return Err(Error::SeveralIndexesFit {
                one: *one,
                two: *two,
            });
        }
    };
    Ok((Index::new(chosen)?, also))
}
