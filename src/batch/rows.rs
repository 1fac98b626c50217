//! Rows of power laws evaluated by the slice.

use super::columns::{self, Columns, Figures};
use crate::curve::{
    Basis, Error, Index, LearningEnd, Outline, Run, SteadyState, check_units, count, power, power_sum_from,
    wright,
};

/// A power law and how many units are asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Wright's theory or Crawford's.
    pub basis: Basis,
    /// T1, the first unit's time or cost in any unit, finite and 0 or more.
    pub first_unit: f64,
    /// The index b, -5 to 2; [`LearningRate::index`](crate::curve::LearningRate::index) makes it of a rate.
    pub index: f64,
    /// How many units, 1 to 1e15.
    pub units: u64,
    /// The last unit that learns, after which each takes as long as it did; none where learning never ends.
    pub ends_after: Option<u64>,
}

/// What the units of a row take, in the unit of its `first_unit`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Values {
    /// The cumulative average of the first `units`.
    pub average: f64,
    /// Their total.
    pub total: f64,
    /// The last of them alone.
    pub unit: f64,
}

/// Evaluates rows, each by itself: a row outside its domain is an error in its place.
///
/// Wright: average `T1 n^b`, total n times that, unit `T1 (n^(1+b) - (n-1)^(1+b))`. Crawford: unit `T1 n^b`, total the sum of such units, average
/// total over n. Each figure is in the unit of its row's `first_unit`. The same figures as [`Run`] gives, to the bit. Relative error at most 20 eps, as the curve's own.
///
/// # Errors
///
/// For each row what the curve refuses: [`Error::Index`], [`Error::FirstUnit`], [`Error::Units`].
///
/// # Example
///
/// ACCA F5 December 2009: the first massage chair takes 2 h, the rate is 95%; the first 128 average 1.39667 h, the last of them 1.29369 h.
///
/// ```
/// use learncurve::batch::rows::{Row, evaluate};
/// use learncurve::curve::{Basis, LearningRate};
/// let index = LearningRate::new(0.95).unwrap().index().value();
/// let row = Row { basis: Basis::CumulativeAverage, first_unit: 2.0, index, units: 128, ends_after: None };
/// let values = evaluate(&[row, Row { units: 0, ..row }]);
/// let chairs = values[0].unwrap();
/// assert!((chairs.average - 1.396_674_592_187_5).abs() < 1e-14); // 2 × 0.95^7
/// assert!((chairs.unit - 1.293_694_763_365).abs() < 1e-12);
/// assert!(values[1].is_err());
/// ```
///
/// Source: T. P. Wright, Factors affecting the cost of airplanes, 1936; J. R. Crawford, Learning curve, ship curve, ratios, related data, 1944.
pub fn evaluate(rows: &[Row]) -> Vec<Result<Values, Error>> {
    let mut values = Vec::with_capacity(rows.len());
    for rows in rows.chunks(BLOCK) {
        let [mut average, mut total, mut unit] = [[f64::NAN; BLOCK]; 3];
        wright_block(rows, Figures { average: &mut average, total: &mut total, unit: &mut unit });
        let figures = average.into_iter().zip(total).zip(unit);
        values.extend(rows.iter().zip(figures).map(|(row, ((average, total), unit))| {
            // What the columns do not take, or refuse.
            if average.is_nan() { one(row) } else { Ok(Values { average, total, unit }) }
        }));
    }
    values
}

/// Rows that are put in columns together: few enough for the first cache.
const BLOCK: usize = 128;

/// The figures of Wright's rows that never stop learning; NaN for others.
fn wright_block(rows: &[Row], figures: Figures) {
    let ([mut first_unit, mut index], mut units) = ([[f64::NAN; BLOCK]; 2], [1; BLOCK]);
    for (place, row) in rows.iter().enumerate() {
        if row.basis == Basis::CumulativeAverage && row.ends_after.is_none() {
            (first_unit[place], index[place], units[place]) = (row.first_unit, row.index, row.units);
        }
    }
    columns::wright(Columns { first_unit: &first_unit, index: &index, units: &units }, figures);
}

fn one(row: &Row) -> Result<Values, Error> {
    let index = Index::new(row.index)?;
    if let Some(after) = row.ends_after {
        let end = LearningEnd { after, steady_state: SteadyState::LastUnit };
        return of_run(&Outline::power_law(row.basis, Some(end)).run(index, row.first_unit)?, row.units);
    }
    check_units(row.units)?;
    if !row.first_unit.is_finite() || row.first_unit < 0.0 {
        return Err(Error::FirstUnit { value: row.first_unit });
    }
    Ok(plain(row.basis, index, row.first_unit, row.units))
}

/// A power law without an end, its inputs sound: the curve's own sums, without a curve.
pub(super) fn plain(basis: Basis, index: Index, first_unit: f64, units: u64) -> Values {
    let (b, n) = (index.value(), count(units));
    match basis {
        Basis::CumulativeAverage => {
            let [average, total, unit] = wright(b, n);
            Values { average: first_unit * average, total: first_unit * total, unit: first_unit * unit }
        }
        Basis::Unit => {
            let total = first_unit * power_sum_from(b, 1.0, units);
            Values { average: total / n, total, unit: first_unit * power(n, b) }
        }
    }
}

pub(super) fn of_run(run: &Run, units: u64) -> Result<Values, Error> {
    Ok(Values { average: run.average(units)?, total: run.total(units)?, unit: run.unit(units)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_end_learning_are_runs_that_do() {
        // 45 h, b = -0.152, learning ends with unit 100: 6,027.549559 h for 300 units.
        let row = Row {
            basis: Basis::CumulativeAverage,
            first_unit: 45.0,
            index: -0.152,
            units: 300,
            ends_after: Some(100),
        };
        let values = evaluate(&[row])[0].unwrap();
        assert!((values.total - 6_027.549_559).abs() < 5e-7 && (values.unit - 18.964_421).abs() < 5e-7);
    }

    proptest::proptest! {
        #[test]
        fn a_row_is_its_curve_to_the_bit(
            crawford in proptest::bool::ANY, first_unit in 0.0_f64..1e9, index in -5.0_f64..2.0, power in 0.0_f64..15.0,
        ) {
            let basis = if crawford { Basis::Unit } else { Basis::CumulativeAverage };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 1e15")]
            let units = 10_f64.powf(power) as u64;
            let row = Row { basis, first_unit, index, units, ends_after: None };
            let run = Outline::power_law(basis, None).run(Index::new(index).unwrap(), first_unit).unwrap();
            let bits = |values: Values| [values.average, values.total, values.unit].map(f64::to_bits);
            proptest::prop_assert_eq!(bits(evaluate(&[row])[0].unwrap()), bits(of_run(&run, units).unwrap()));
        }
    }

    #[test]
    fn each_row_fails_by_itself() {
        let row = Row { basis: Basis::Unit, first_unit: 10.0, index: -0.3, units: 5, ends_after: None };
        let values = evaluate(&[Row { index: -6.0, ..row }, Row { first_unit: f64::NAN, ..row }, row]);
        assert!(matches!(values[0], Err(Error::Index { .. })));
        assert!(matches!(values[1], Err(Error::FirstUnit { .. })));
        assert!(values[2].is_ok());
    }
}
