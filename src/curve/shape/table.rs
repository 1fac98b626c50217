//! Printed tables of factors, used as printed.

use super::super::Error;

/// Unit numbers with their factors.
pub(crate) type Printed<'t> = &'t [(f64, f64)];

/// A printed table: factors of single units, of totals or of averages, at the unit numbers that it has rows for.
///
/// Between rows the factors lie on a straight line. What has no column of its own follows from what has: a unit
/// is the difference of two totals, a total the sum of the units.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorTable {
    unit: Option<Column>,
    sum: Option<(Sum, Column)>,
}

/// What a table's column of cumulative factors holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// Totals of the first N.
    Total,
    /// Averages of the first N.
    Average,
}

type Column = Vec<(f64, f64)>;

impl FactorTable {
    /// A table from its columns: unit numbers, whole and rising from row to row, each with its factor above 0.
    ///
    /// # Errors
    ///
    /// [`Error::Table`] for no column, an empty one, or rows out of order; [`Error::TableFalls`] for totals that do not rise,
    /// [`Error::TableStart`] where both columns have unit 1 and differ about it.
    ///
    /// # Example
    ///
    /// Stevenson, Operations Management: at 80% a table has 3.738 for the total of five units; at 300 h for the first, 1,121.4 h.
    ///
    /// ```
    /// use learncurve::curve::{FactorTable, Sum};
    /// let table = FactorTable::new(Some(vec![(1.0, 1.0), (5.0, 0.596)]), Some((Sum::Total, vec![(1.0, 1.0), (5.0, 3.738)]))).unwrap();
    /// assert!((300.0 * table.total(5.0) - 1_121.4).abs() < 1e-9);
    /// ```
    pub fn new(unit: Option<Column>, sum: Option<(Sum, Column)>) -> Result<Self, Error> {
        let columns: Vec<&Column> = unit.iter().chain(sum.iter().map(|(_, column)| column)).collect();
        let sound = |column: &&Column| {
            !column.is_empty()
                && column.iter().all(|(x, factor)| *x >= 1.0 && factor.is_finite() && *factor > 0.0)
                && column.windows(2).all(|pair| pair[0].0 < pair[1].0)
        };
        if columns.is_empty() || !columns.iter().all(sound) {
            return Err(Error::Table);
        }
        let table = Self { unit, sum };
        table.agree()?;
        Ok(table)
    }

    /// Refuses rows that cannot all be true.
    fn agree(&self) -> Result<(), Error> {
        let Some((kind, column)) = &self.sum else {
            return Ok(());
        };
        let total = |(x, factor): (f64, f64)| if *kind == Sum::Average { x * factor } else { factor };
        if let Some(pair) = column.windows(2).find(|pair| total(pair[1]) <= total(pair[0])) {
            return Err(Error::TableFalls { unit: whole(pair[1].0) });
        }
        match self.unit.as_ref().map(|column| column[0]) {
            Some((1.0, unit)) if column[0].0 <= 1.0 && column[0].1.to_bits() != unit.to_bits() => {
                Err(Error::TableStart { unit, together: column[0].1 })
            }
            _ => Ok(()),
        }
    }

    /// The first and last unit number that the table reaches.
    pub fn reach(&self) -> (f64, f64) {
        let ends = |column: &Column| (column[0].0, column[column.len() - 1].0);
        match (&self.unit, &self.sum) {
            (Some(unit), Some((_, sum))) => {
                let ((one, two), (three, four)) = (ends(unit), ends(sum));
                (one.max(three), two.min(four))
            }
            (Some(unit), None) => ends(unit),
            (None, Some((_, sum))) => ends(sum),
            (None, None) => (1.0, 1.0),
        }
    }

    /// Unit numbers with their factors of single units, and of totals or averages, as they are printed.
    pub(crate) fn columns(&self) -> (Option<Printed<'_>>, Option<(Sum, Printed<'_>)>) {
        (self.unit.as_deref(), self.sum.as_ref().map(|(sum, column)| (*sum, column.as_slice())))
    }

    /// The unit numbers that the table has rows for.
    pub(super) fn rows(&self) -> Vec<f64> {
        let columns = self.unit.iter().chain(self.sum.iter().map(|(_, column)| column));
        columns.flatten().map(|(x, _)| *x).collect()
    }

    /// The last unit number that the table reaches.
    pub(in super::super) fn last(&self) -> u64 {
        whole(self.reach().1)
    }

    /// Refuses units that the table does not reach.
    ///
    /// Of one unit the column of units decides, where there is one. A lot is the difference of two totals, the one before it
    /// too, where the table prints totals or averages; nothing comes before the first unit.
    ///
    /// # Errors
    ///
    /// [`Error::OutsideTable`] with the unit and the table's ends.
    pub(in super::super) fn check(&self, first: u64, last: u64) -> Result<(), Error> {
        let ends = |column: &Column| (whole(column[0].0), whole(column[column.len() - 1].0));
        let ((from, to), needed) = match (&self.unit, &self.sum) {
            (Some(unit), _) if first == last => (ends(unit), first),
            (_, Some((_, sum))) => (ends(sum), if first == 1 { last } else { first - 1 }),
            (Some(unit), None) => (ends(unit), first),
            (None, None) => return Err(Error::Table),
        };
        match [needed, last].into_iter().find(|unit| *unit < from || *unit > to) {
            Some(unit) => Err(Error::OutsideTable { unit, first: from, last: to }),
            None => Ok(()),
        }
    }

    /// Whether single units have a column of their own.
    pub fn has_units(&self) -> bool {
        self.unit.is_some()
    }

    /// What the column of cumulative factors holds, where there is one.
    pub fn sums(&self) -> Option<Sum> {
        self.sum.as_ref().map(|(sum, _)| *sum)
    }

    /// The factor of unit `x` alone, and its slope.
    pub(super) fn unit_and_slope(&self, x: f64) -> (f64, f64) {
        match &self.unit {
            Some(column) => between(column, x),
            None => (self.total(x) - self.total(x - 1.0), 0.0),
        }
    }

    /// The factor of the first `x` together.
    pub fn total(&self, x: f64) -> f64 {
        match (&self.sum, &self.unit) {
            _ if x < 1.0 => 0.0,
            (Some((Sum::Total, column)), _) => between(column, x).0,
            (Some((Sum::Average, column)), _) => x * between(column, x).0,
            (None, Some(column)) => sum_of_lines(column, 1.0, x),
            (None, None) => 0.0,
        }
    }

    /// The factor of the units from `first` to `last` together.
    pub fn lot(&self, first: f64, last: f64) -> f64 {
        match (&self.sum, &self.unit) {
            (None, Some(column)) => sum_of_lines(column, first, last),
            _ => self.total(last) - self.total(first - 1.0),
        }
    }
}

/// A row's number of units, which is whole.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows are numbers of units")]
fn whole(units: f64) -> u64 {
    units as u64
}

/// The value and slope at `x` on the line between the rows about it.
#[expect(clippy::float_cmp, reason = "at a row the factor is the printed one and no other")]
fn between(column: &Column, x: f64) -> (f64, f64) {
    let after = column.partition_point(|(row, _)| *row < x).clamp(1, column.len().max(2) - 1);
    let (Some(&(x1, y1)), Some(&(x2, y2))) = (column.get(after - 1), column.get(after)) else {
        return (column[0].1, 0.0);
    };
    if x == x1 {
        return (y1, 0.0);
    }
    if x == x2 {
        return (y2, 0.0);
    }
    let slope = (y2 - y1) / (x2 - x1);
    (y1 + slope * (x - x1), slope)
}

/// The sum over whole numbers from `first` to `last` of the lines between the rows.
fn sum_of_lines(column: &Column, first: f64, last: f64) -> f64 {
    let mut sum = 0.0;
    let mut from = first;
    // Up to each row, and to the end: an arithmetic series is its length times the mean of its ends.
    let ends = column.iter().map(|(x, _)| *x).filter(|x| *x >= first && *x < last).chain([last]);
    for to in ends {
        let terms = to - from + 1.0;
        if terms >= 1.0 {
            // Both ends of a stretch lie on the line that ends at `to`.
            sum += terms * 0.5 * (between(column, from).0 + between(column, to).0);
            from = to + 1.0;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_on_past_the_last_row() {
        let column = vec![(1.0, 1.0), (3.0, 0.75), (7.0, 0.25)];
        assert_eq!(between(&column, 8.0), (0.125, -0.125));
        assert_eq!(between(&vec![(1.0, 0.5)], 8.0), (0.5, 0.0));
    }

    #[test]
    fn units_between_rows_lie_on_the_line_and_add_up() {
        let table = FactorTable::new(Some(vec![(1.0, 1.0), (3.0, 0.8), (7.0, 0.4)]), None).unwrap();
        let units = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
        for (x, unit) in (1..=7).zip(units) {
            assert!((table.unit_and_slope(f64::from(x)).0 - unit).abs() < 1e-15);
        }
        assert!((table.total(7.0) - units.iter().sum::<f64>()).abs() < 1e-14);
        assert!((table.lot(2.0, 5.0) - (0.9 + 0.8 + 0.7 + 0.6)).abs() < 1e-14);
    }

    #[test]
    fn a_table_of_averages_gives_totals_and_units() {
        let table =
            FactorTable::new(None, Some((Sum::Average, vec![(1.0, 1.0), (2.0, 0.9), (3.0, 0.834)]))).unwrap();
        assert!((table.total(3.0) - 2.502).abs() < 1e-15);
        assert!((table.unit_and_slope(2.0).0 - 0.8).abs() < 1e-15);
    }

    #[test]
    fn a_table_that_starts_late_has_no_units_of_which_it_prints_no_total_before_them() {
        let table = FactorTable::new(None, Some((Sum::Total, vec![(5.0, 3.738), (10.0, 6.315)]))).unwrap();
        assert!(table.check(1, 5).is_ok() && table.check(6, 10).is_ok() && table.check(7, 7).is_ok());
        for (first, last, unit) in [(5, 5, 4), (1, 2, 2), (1, 1, 1), (5, 10, 4), (6, 11, 11)] {
            assert_eq!(
                table.check(first, last),
                Err(Error::OutsideTable { unit, first: 5, last: 10 }),
                "{first} to {last}"
            );
        }
    }

    #[test]
    fn rows_that_contradict_one_another_are_refused() {
        let totals = |rows| FactorTable::new(None, Some((Sum::Total, rows)));
        assert_eq!(totals(vec![(1.0, 1.0), (2.0, 0.9)]), Err(Error::TableFalls { unit: 2 }));
        let averages = FactorTable::new(None, Some((Sum::Average, vec![(1.0, 1.0), (2.0, 0.5)])));
        assert_eq!(averages, Err(Error::TableFalls { unit: 2 }));
        let both = FactorTable::new(
            Some(vec![(1.0, 1.0), (2.0, 0.8)]),
            Some((Sum::Total, vec![(1.0, 1.1), (2.0, 1.8)])),
        );
        assert_eq!(both, Err(Error::TableStart { unit: 1.0, together: 1.1 }));
    }

    #[test]
    fn rows_out_of_order_and_empty_tables_are_refused() {
        assert!(FactorTable::new(None, None).is_err());
        assert!(FactorTable::new(Some(vec![(2.0, 1.0), (1.0, 0.5)]), None).is_err());
    }

    #[test]
    fn a_table_of_both_reaches_what_both_reach_and_says_what_it_holds() {
        let unit = vec![(1.0, 1.0), (4.0, 0.7), (9.0, 0.5)];
        let sum = vec![(2.0, 1.8), (6.0, 4.4)];
        let both = FactorTable::new(Some(unit.clone()), Some((Sum::Total, sum.clone()))).unwrap();
        assert_eq!(both.reach(), (2.0, 6.0));
        assert_eq!(both.last(), 6);
        assert_eq!(both.rows(), [1.0, 4.0, 9.0, 2.0, 6.0]);
        assert!(both.has_units());
        assert_eq!(both.sums(), Some(Sum::Total));
        assert_eq!(both.columns(), (Some(unit.as_slice()), Some((Sum::Total, sum.as_slice()))));
        let alone = FactorTable::new(Some(unit.clone()), None).unwrap();
        assert_eq!((alone.reach(), alone.last(), alone.sums()), ((1.0, 9.0), 9, None));
        let average = FactorTable::new(None, Some((Sum::Average, sum.clone())));
        let average = average.unwrap();
        assert_eq!(
            (average.reach(), average.has_units(), average.sums()),
            ((2.0, 6.0), false, Some(Sum::Average))
        );
        assert_eq!(average.columns(), (None, Some((Sum::Average, sum.as_slice()))));
    }

    #[test]
    fn single_units_are_checked_in_their_own_column_and_lots_in_that_of_totals() {
        let unit = vec![(1.0, 1.0), (9.0, 0.5)];
        let both =
            FactorTable::new(Some(unit.clone()), Some((Sum::Total, vec![(2.0, 1.8), (6.0, 4.4)]))).unwrap();
        assert!(both.check(9, 9).is_ok() && both.check(3, 6).is_ok() && both.check(1, 6).is_ok());
        assert_eq!(both.check(3, 7), Err(Error::OutsideTable { unit: 7, first: 2, last: 6 }));
        assert_eq!(both.check(10, 10), Err(Error::OutsideTable { unit: 10, first: 1, last: 9 }));
        let alone = FactorTable::new(Some(unit), None).unwrap();
        assert!(alone.check(1, 9).is_ok() && alone.check(2, 5).is_ok());
        assert_eq!(alone.check(5, 10), Err(Error::OutsideTable { unit: 10, first: 1, last: 9 }));
    }

    #[test]
    fn nothing_is_made_before_the_first_unit() {
        let total = FactorTable::new(None, Some((Sum::Total, vec![(1.0, 1.0), (3.0, 2.4)]))).unwrap();
        assert_eq!((total.total(0.0), total.total(1.0)), (0.0, 1.0));
        assert!((total.lot(1.0, 3.0) - 2.4).abs() < 1e-15 && (total.lot(2.0, 3.0) - 1.4).abs() < 1e-15);
        // Units on rows, and one column of one row.
        let single = FactorTable::new(Some(vec![(1.0, 0.7)]), None).unwrap();
        assert_eq!((single.total(1.0), single.unit_and_slope(1.0).0), (0.7, 0.7));
        let rows = FactorTable::new(Some(vec![(1.0, 1.0), (2.0, 0.8), (4.0, 0.6)]), None).unwrap();
        assert!((rows.lot(1.0, 4.0) - (1.0 + 0.8 + 0.7 + 0.6)).abs() < 1e-15);
        assert!((rows.lot(2.0, 2.0) - 0.8).abs() < 1e-15 && (rows.lot(4.0, 4.0) - 0.6).abs() < 1e-15);
        let (value, slope) = rows.unit_and_slope(3.5);
        assert!((value - 0.65).abs() < 1e-15 && (slope + 0.1).abs() < 1e-15);
    }
}
