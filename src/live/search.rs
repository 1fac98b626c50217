//! Searches as tables of cells, a row for each step: halving for numbers, and powers of two for counts.

use super::Fixed;
use super::book::{Column, Grid, Kind, Show};
use super::builder::Builder;
use crate::formula::{Cell, Expression};

/// How often an interval is halved: a width of 7 then is below 2e-15.
const HALVINGS: u32 = 52;

/// The powers of two that counts are sought by: 2^50 is past the most units of a curve.
const POWERS: u32 = 50;

/// The rows of a search, which all have the same columns.
struct Rows {
    columns: Vec<Column>,
    rows: Vec<Vec<Option<Cell>>>,
}

impl Rows {
    fn new() -> Self {
        Self { columns: Vec::new(), rows: Vec::new() }
    }

    fn add(&mut self, row: Vec<(Column, Cell)>) -> Result<(), Fixed> {
        if self.rows.is_empty() {
            self.columns = row.iter().map(|(column, _)| column.clone()).collect();
        }
        if row.len() != self.columns.len() {
            return Err(Fixed::new("the rows of its search are not all alike"));
        }
        self.rows.push(row.into_iter().map(|(_, cell)| Some(cell)).collect());
        Ok(())
    }

    fn grid(self, title: &str) -> Grid {
        Grid {
            title: title.to_owned(),
            columns: self.columns,
            rows: self.rows,
            labels: Vec::new(),
            label: String::new(),
            fixed: None,
        }
    }
}

fn column(heading: &str, show: &Show) -> Column {
    Column { heading: heading.to_owned(), show: show.clone(), aside: false }
}

/// The number between `low` and `high` at which `excess` is 0, by halving; none where its signs at the ends agree.
pub(super) fn halve<'r>(
    builder: &Builder<'r>,
    title: &str,
    (low, high): (Expression<'r>, Expression<'r>),
    excess: &dyn Fn(Expression<'r>) -> Result<Expression<'r>, Fixed>,
) -> Result<Expression<'r>, Fixed> {
    builder.once(title, || {
        let number = Show::number();
        let recorder = builder.recorder();
        let mut rows = Rows::new();
        let mut at_low = None;
        let (mut low, mut high) = (low, high);
        let mut first_high = None;
        // Two rows of the ends come first: they say which sign the excess has where.
        for end in [low, high] {
            let end_cell = builder.made(end);
            let (made, asides) = builder.row(|| excess(recorder.of(end_cell)));
            let excess_cell = builder.made(made?);
            let mut row = vec![
                (column("low", &number), end_cell),
                (column("high", &number), end_cell),
                (column("middle", &number), end_cell),
                (column("excess", &number), excess_cell),
            ];
            row.extend(asides);
            rows.add(row)?;
            let value = recorder.of(excess_cell);
            if at_low.is_none() {
                at_low = Some(value);
            } else {
                first_high = Some(value);
            }
        }
        let (Some(at_low), Some(at_high)) = (at_low, first_high) else {
            return Err(Fixed::new("its search has no ends"));
        };
        for _ in 0..HALVINGS {
            let (low_cell, high_cell) = (builder.made(low), builder.made(high));
            let (lower, upper) = (recorder.of(low_cell), recorder.of(high_cell));
            let middle_cell = builder.made((lower + upper) / 2.0.into());
            let middle = recorder.of(middle_cell);
            let (made, asides) = builder.row(|| excess(middle));
            let excess_cell = builder.made(made?);
            let same = (recorder.of(excess_cell) * at_low).more(0.0.into());
            let mut row = vec![
                (column("low", &number), low_cell),
                (column("high", &number), high_cell),
                (column("middle", &number), middle_cell),
                (column("excess", &number), excess_cell),
            ];
            row.extend(asides);
            rows.add(row)?;
            (low, high) = (same.choose(middle, lower), same.choose(upper, middle));
        }
        builder.working_grid(rows.grid(title));
        let found = (low + high) / 2.0.into();
        let found = (at_low * at_high).at_most(0.0.into()).choose(found, builder.none());
        Ok(builder.step(title, "by halving, in the table below", Show::number(), found))
    })
}

/// The last count up to `most` of those for which something holds, 0 for none: it holds up to a count, and not past it.
///
/// `holds` gives what is looked at, and whether it holds.
pub(super) fn last<'r>(
    builder: &Builder<'r>,
    title: &str,
    most: f64,
    shown: (&str, &Show),
    holds: &dyn Fn(Expression<'r>) -> Result<(Expression<'r>, Expression<'r>), Fixed>,
) -> Result<Expression<'r>, Fixed> {
    builder.once(title, || {
        let count = Show::of(Kind::Count, "");
        let recorder = builder.recorder();
        let mut rows = Rows::new();
        let mut found = Expression::from(0.0);
        for power in (0..POWERS).rev() {
            let size = f64::from(power).exp2();
            if size > most {
                continue;
            }
            // A cell of its own even in the first row, so that all rows are alike.
            let step_cell = builder.fixed(size.into());
            let attempt_cell = builder.made(found + recorder.of(step_cell));
            let attempt = recorder.of(attempt_cell);
            let (made, asides) = builder.row(|| holds(attempt));
            let (value, held) = made?;
            let value_cell = builder.made(value);
            let held = attempt.at_most(most.into()).choose(held.choose(1.0.into(), 0.0.into()), 0.0.into());
            let held_cell = builder.made(held);
            let found_cell = builder.made(recorder.of(held_cell).more(0.0.into()).choose(attempt, found));
            let mut row = vec![
                (column("step", &count), step_cell),
                (column("try", &count), attempt_cell),
                (column(shown.0, shown.1), value_cell),
                (column("holds", &Show::of(Kind::Holds, "")), held_cell),
                (column("found so far", &count), found_cell),
            ];
            row.extend(asides);
            rows.add(row)?;
            found = recorder.of(found_cell);
        }
        builder.working_grid(rows.grid(title));
        Ok(builder.step(title, "by powers of two, in the table below", count, found + 0.0.into()))
    })
}
