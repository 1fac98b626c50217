//! Printed tables of factors as cells, read with straight lines between their rows.

use super::book::{Column, Grid, Kind, Show};
use super::builder::Builder;
use crate::curve::{FactorTable, Sum};
use crate::formula::{Cell, Expression, Function};

/// A printed table in cells.
#[derive(Clone)]
pub(super) struct Factors {
    units: Option<Printed>,
    sums: Option<(Sum, Printed)>,
    /// The sum of the units up to each row, where the table prints none.
    sofar: Option<Vec<Cell>>,
}

/// A column with the numbers of units that it is printed for.
#[derive(Clone)]
struct Printed {
    at: Vec<Cell>,
    factors: Vec<Cell>,
}

impl Printed {
    /// The row at or before `x`, but never the last: its unit number and factor, and those of the next.
    fn about<'r>(
        &self,
        builder: &Builder<'r>,
        x: Expression<'r>,
        of: &[Cell],
    ) -> Option<[Expression<'r>; 4]> {
        let recorder = builder.recorder();
        let (at, factors) = (range(builder, &self.at)?, range(builder, of)?);
        let last = f64::from(u32::try_from(self.at.len()).ok()?) - 1.0;
        let row = recorder.call(Function::Match, &[x, at]).min(last.into());
        let read = |column, row| recorder.call(Function::Index, &[column, row]);
        Some([read(at, row), read(factors, row), read(at, row + 1.0.into()), read(factors, row + 1.0.into())])
    }

    /// The factor on the line between the rows about `x`; none outside the table.
    fn between<'r>(&self, builder: &Builder<'r>, x: Expression<'r>) -> Expression<'r> {
        let recorder = builder.recorder();
        let (first, last) = (recorder.of(self.at[0]), recorder.of(self.at[self.at.len() - 1]));
        let value = match self.about(builder, x, &self.factors) {
            Some([x1, y1, x2, y2]) if self.at.len() > 1 => y1 + (y2 - y1) * (x - x1) / (x2 - x1),
            _ => recorder.of(self.factors[0]),
        };
        let outside = recorder.call(Function::Or, &[x.less(first), x.more(last)]);
        outside.choose(builder.none(), value)
    }
}

fn range<'r>(builder: &Builder<'r>, cells: &[Cell]) -> Option<Expression<'r>> {
    Some(builder.recorder().range(*cells.first()?, *cells.last()?))
}

impl Factors {
    /// The table's rows as inputs.
    pub(super) fn new(builder: &Builder<'_>, table: &FactorTable, prefix: &str) -> Self {
        let (units, sums) = table.columns();
        let column =
            |heading: &str| Column { heading: heading.to_owned(), show: Show::number(), aside: false };
        let mut columns = Vec::new();
        let mut cells: Vec<Vec<Cell>> = Vec::new();
        let mut print = |rows: &[(f64, f64)], heading: &str| {
            let at: Vec<Cell> = rows.iter().map(|(x, _)| builder.input_cell(*x)).collect();
            let factors: Vec<Cell> = rows.iter().map(|(_, factor)| builder.input_cell(*factor)).collect();
            columns.push(Column { show: Show::of(Kind::Count, ""), ..column("units") });
            columns.push(column(heading));
            cells.extend([at.clone(), factors.clone()]);
            Printed { at, factors }
        };
        let units = units.map(|rows| print(rows, "factor of the unit"));
        let sums = sums.map(|(sum, rows)| {
            let heading = if sum == Sum::Total { "factor of the total" } else { "factor of the average" };
            (sum, print(rows, heading))
        });
        let sofar = match (&units, &sums) {
            (Some(printed), None) => Some(sofar(builder, printed)),
            _ => None,
        };
        if let Some(sofar) = &sofar {
            columns.push(column("sum of the units so far"));
            cells.push(sofar.clone());
        }
        let rows = (0..cells.iter().map(Vec::len).max().unwrap_or(0))
            .map(|row| cells.iter().map(|column| column.get(row).copied()).collect())
            .collect();
        builder.inputs_grid(Grid {
            title: format!("{prefix}Printed factors"),
            columns,
            rows,
            labels: Vec::new(),
            label: String::new(),
            fixed: None,
        });
        Self { units, sums, sofar }
    }

    /// The factor of unit `x` alone.
    pub(super) fn unit<'r>(&self, builder: &Builder<'r>, x: Expression<'r>) -> Expression<'r> {
        match &self.units {
            Some(printed) => printed.between(builder, x),
            None => self.total(builder, x) - self.total(builder, x - 1.0.into()),
        }
    }

    /// The factor of the first `x` together.
    pub(super) fn total<'r>(&self, builder: &Builder<'r>, x: Expression<'r>) -> Expression<'r> {
        let none = Expression::from(0.0);
        let value = match (&self.sums, &self.units, &self.sofar) {
            (Some((Sum::Total, printed)), _, _) => printed.between(builder, x),
            (Some((Sum::Average, printed)), _, _) => x * printed.between(builder, x),
            (None, Some(printed), Some(sofar)) => upto(builder, printed, sofar, x),
            _ => builder.none(),
        };
        x.less(1.0.into()).choose(none, value)
    }

    /// The factor of the units from `first` to `last` together.
    pub(super) fn lot<'r>(
        &self,
        builder: &Builder<'r>,
        first: Expression<'r>,
        last: Expression<'r>,
    ) -> Expression<'r> {
        let before = first - 1.0.into();
        let all = self.total(builder, last);
        if matches!(before, Expression::Number(zero) if zero == 0.0) {
            all
        } else {
            all - self.total(builder, before)
        }
    }
}

/// The sum of the units up to each row: an arithmetic series from row to row.
fn sofar(builder: &Builder<'_>, printed: &Printed) -> Vec<Cell> {
    let recorder = builder.recorder();
    let of = |cell: Cell| recorder.of(cell);
    let mut sums = vec![builder.made(of(printed.factors[0]) + 0.0.into())];
    for row in 1..printed.at.len() {
        let [x1, x2] = [row - 1, row].map(|row| of(printed.at[row]));
        let [y1, y2] = [row - 1, row].map(|row| of(printed.factors[row]));
        let more = x2 - x1;
        let added = more * y1 + (y2 - y1) * (more + 1.0.into()) / 2.0.into();
        sums.push(builder.made(of(sums[row - 1]) + added));
    }
    sums
}

/// The sum of the units up to `x`, on the lines between the rows.
fn upto<'r>(builder: &Builder<'r>, printed: &Printed, sofar: &[Cell], x: Expression<'r>) -> Expression<'r> {
    let recorder = builder.recorder();
    let (first, last) = (recorder.of(printed.at[0]), recorder.of(printed.at[printed.at.len() - 1]));
    let outside = recorder.call(Function::Or, &[x.less(first - 1.0.into()), x.more(last)]);
    let value = match (printed.about(builder, x, &printed.factors), printed.about(builder, x, sofar)) {
        (Some([x1, y1, x2, y2]), Some([_, before, _, _])) if printed.at.len() > 1 => {
            let more = x - x1;
            before + more * y1 + (y2 - y1) / (x2 - x1) * more * (more + 1.0.into()) / 2.0.into()
        }
        _ => recorder.of(printed.factors[0]),
    };
    outside.choose(builder.none(), x.less(first).choose(0.0.into(), value))
}
