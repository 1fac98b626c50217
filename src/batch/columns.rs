//! Power laws by the column: arrays in, arrays out, as many rows at once as the processor's vectors hold.

#![expect(clippy::inline_always, reason = "what is not inlined into `fused` is compiled without its vectors")]

use pulp::{Simd, WithSimd};

use crate::curve::{Basis, Index, MAX_UNITS, count, fused, power, power_sum_from, wright_of};

/// Rows of power laws, column by column; all three equally long.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// T1 of each row, the first unit's time or cost in any unit, finite and 0 or more.
    pub first_unit: &'a [f64],
    /// The index b of each, -5 to 2; [`LearningRate::index`](crate::curve::LearningRate::index) makes it of a rate.
    pub index: &'a [f64],
    /// How many units of each, 1 to 1e15.
    pub units: &'a [u64],
}

/// Where the figures of [`Columns`] go, as long as those are; each in the unit of its row's `first_unit`.
#[derive(Debug)]
pub struct Figures<'a> {
    /// The cumulative averages of the first `units`.
    pub average: &'a mut [f64],
    /// Their totals.
    pub total: &'a mut [f64],
    /// The last of them alone.
    pub unit: &'a mut [f64],
}

/// Why columns cannot be evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A column is not as long as the first.
    #[error(
        "the column `{column}` has {length} rows and `first_unit` has {rows}: give all columns the same length"
    )]
    Length {
        /// The column's name.
        column: &'static str,
        /// How many rows it has.
        length: usize,
        /// How many rows `first_unit` has.
        rows: usize,
    },
}

/// Evaluates rows of power laws that never stop learning, each by itself, and gives the places of those outside their domain.
///
/// Wright: average `T1 n^b`, total n times that, unit `T1 (n^(1+b) - (n-1)^(1+b))`. Crawford: unit `T1 n^b`, total the sum of such units.
/// To the bit the figures of [`rows::evaluate`](super::rows::evaluate), and so of a scenario. Relative error at most 20 eps, as the curve's own.
/// The three figures of a row outside its domain are NaN; `rows::evaluate` says why. Threads may share the work, a part of the columns each.
///
/// # Errors
///
/// [`Error::Length`] where the columns differ in length.
///
/// # Example
///
/// ACCA F5 December 2009: the first massage chair takes 2 h, the rate is 95%; the first 128 average 1.39667 h, the last of them 1.29369 h.
///
/// ```
/// use learncurve::batch::columns::{Columns, Figures, evaluate};
/// use learncurve::curve::{Basis, LearningRate};
/// let index = LearningRate::new(0.95).unwrap().index().value();
/// let columns = Columns { first_unit: &[2.0, 2.0], index: &[index; 2], units: &[128, 0] };
/// let (mut average, mut total, mut unit) = ([0.0; 2], [0.0; 2], [0.0; 2]);
/// let figures = Figures { average: &mut average, total: &mut total, unit: &mut unit };
/// assert_eq!(evaluate(Basis::CumulativeAverage, columns, figures), Ok(vec![1]));
/// assert!((average[0] - 1.396_674_592_187_5).abs() < 1e-14); // 2 × 0.95^7
/// assert!((unit[0] - 1.293_694_763_365).abs() < 1e-12);
/// assert!(total[1].is_nan());
/// ```
///
/// Source: T. P. Wright, Journal of the Aeronautical Sciences 3(4), 1936, 122-128.
pub fn evaluate(basis: Basis, columns: Columns, figures: Figures) -> Result<Vec<usize>, Error> {
    let rows = columns.first_unit.len();
    let lengths = [
        ("index", columns.index.len()),
        ("units", columns.units.len()),
        ("average", figures.average.len()),
        ("total", figures.total.len()),
        ("unit", figures.unit.len()),
    ];
    if let Some((column, length)) = lengths.into_iter().find(|(_, length)| *length != rows) {
        return Err(Error::Length { column, length, rows });
    }
    let outside = match basis {
        Basis::CumulativeAverage => wright(columns, figures),
        Basis::Unit => crawford(columns, &mut { figures }),
    };
    if outside == 0 {
        return Ok(Vec::new());
    }
    let Columns { first_unit, index, units } = columns;
    let place = |row: &usize| !inside(first_unit[*row], index[*row], units[*row]);
    Ok((0..rows).filter(place).collect())
}

/// Whether a row is in its domain.
#[inline(always)]
fn inside(first_unit: f64, index: f64, units: u64) -> bool {
    (0.0..=f64::MAX).contains(&first_unit)
        && (Index::LEAST..=Index::MOST).contains(&index)
        && (1..=MAX_UNITS).contains(&units)
}

/// Wright's rows, all columns equally long: how many are outside their domain.
pub(super) fn wright(columns: Columns, figures: Figures) -> u64 {
    fused(Wright { columns, figures })
}

struct Wright<'a> {
    columns: Columns<'a>,
    figures: Figures<'a>,
}

impl WithSimd for Wright<'_> {
    type Output = u64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> u64 {
        let Columns { first_unit, index, units } = self.columns;
        let Figures { average, total, unit } = self.figures;
        let given = first_unit.iter().zip(index).zip(units);
        let places = average.iter_mut().zip(total).zip(unit);
        let mut outside = 0;
        for (((first_unit, index), units), ((average, total), unit)) in given.zip(places) {
            let sound = inside(*first_unit, *index, *units);
            let first_unit = if sound { *first_unit } else { f64::NAN };
            let factors = wright_of(*index, count(*units));
            *average = first_unit * factors[0];
            *total = first_unit * factors[1];
            *unit = first_unit * factors[2];
            outside += u64::from(!sound);
        }
        outside
    }
}

/// Crawford's rows, of which each total is a vector's work already.
fn crawford(columns: Columns, figures: &mut Figures) -> u64 {
    let Columns { first_unit, index, units } = columns;
    let mut outside = 0;
    for row in 0..first_unit.len() {
        let (first_unit, index, units) = (first_unit[row], index[row], units[row]);
        let sound = inside(first_unit, index, units);
        let total = if sound { first_unit * power_sum_from(index, 1.0, units) } else { f64::NAN };
        figures.total[row] = total;
        figures.average[row] = total / count(units);
        figures.unit[row] = if sound { first_unit * power(count(units), index) } else { f64::NAN };
        outside += u64::from(!sound);
    }
    outside
}

#[cfg(test)]
mod tests {
    use super::super::rows::{self, Row};
    use super::*;

    /// The figures of columns, row by row, and the places outside their domain.
    fn evaluated(
        basis: Basis,
        first_unit: &[f64],
        index: &[f64],
        units: &[u64],
    ) -> (Vec<[f64; 3]>, Vec<usize>) {
        let mut figures = [(); 3].map(|()| vec![0.0; units.len()]);
        let [average, total, unit] = &mut figures;
        let columns = Columns { first_unit, index, units };
        let outside = evaluate(basis, columns, Figures { average, total, unit }).unwrap();
        ((0..units.len()).map(|row| [0, 1, 2].map(|figure| figures[figure][row])).collect(), outside)
    }

    proptest::proptest! {
        #[test]
        fn columns_are_rows_to_the_bit(
            crawford in proptest::bool::ANY,
            rows in proptest::collection::vec((-1.0_f64..1e9, -5.1_f64..2.1, 0.0_f64..15.0), 1..50),
        ) {
            let basis = if crawford { Basis::Unit } else { Basis::CumulativeAverage };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 1e15")]
            let row = |&(first_unit, index, power): &(f64, f64, f64)| Row {
                basis, first_unit, index, units: 10_f64.powf(power) as u64, ends_after: None,
            };
            let rows: Vec<Row> = rows.iter().map(row).collect();
            let first_unit: Vec<f64> = rows.iter().map(|row| row.first_unit).collect();
            let index: Vec<f64> = rows.iter().map(|row| row.index).collect();
            let units: Vec<u64> = rows.iter().map(|row| row.units).collect();
            let (figures, outside) = evaluated(basis, &first_unit, &index, &units);
            for (place, (row, figures)) in rows.iter().zip(figures).enumerate() {
                match rows::evaluate(&[*row])[0] {
                    Ok(values) => {
                        let values = [values.average, values.total, values.unit];
                        proptest::prop_assert_eq!(figures.map(f64::to_bits), values.map(f64::to_bits));
                        proptest::prop_assert!(!outside.contains(&place));
                    }
                    Err(_) => proptest::prop_assert!(outside.contains(&place) && figures.iter().all(|figure| figure.is_nan())),
                }
            }
        }
    }

    #[test]
    fn every_bound_of_the_domain_belongs_to_it_and_nothing_past_it() {
        let least = f64::from_bits((-5.0_f64).to_bits() + 1);
        let most = f64::from_bits(2.0_f64.to_bits() + 1);
        let first_unit =
            [0.0, f64::MAX, 1.0, 1.0, 1.0, 1.0, f64::INFINITY, -1e-300, f64::NAN, 1.0, 1.0, 1.0, 1.0, 1.0];
        let index = [-5.0, 2.0, 0.0, -1.0, -5.0, 2.0, 0.0, 0.0, 0.0, least, most, f64::NAN, 0.0, 0.0];
        let units = [1, MAX_UNITS, MAX_UNITS, 2, 2, 1, 1, 1, 1, 1, 1, 1, 0, MAX_UNITS + 1];
        for basis in [Basis::CumulativeAverage, Basis::Unit] {
            let (figures, outside) = evaluated(basis, &first_unit, &index, &units);
            assert_eq!(outside, (6..14).collect::<Vec<_>>());
            assert!(figures[..6].iter().flatten().all(|figure| !figure.is_nan()));
            assert!(figures[6..].iter().flatten().all(|figure| figure.is_nan()));
        }
        // At b = -1 the first unit is all: the second takes nothing, without a sign.
        let (figures, _) = evaluated(Basis::CumulativeAverage, &[1.0], &[-1.0], &[2]);
        assert_eq!(figures[0].map(f64::to_bits), [0.5, 1.0, 0.0].map(f64::to_bits));
    }

    #[test]
    fn columns_of_different_lengths_say_which() {
        let columns = Columns { first_unit: &[1.0, 2.0], index: &[-0.3, -0.2], units: &[5] };
        let (mut average, mut total, mut unit) = ([0.0; 2], [0.0; 2], [0.0; 2]);
        let figures = Figures { average: &mut average, total: &mut total, unit: &mut unit };
        let error = evaluate(Basis::Unit, columns, figures).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the column `units` has 1 rows and `first_unit` has 2: give all columns the same length"
        );
    }
}
