//! The table of the curve: units with their own value, the average and the total, by doublings and in round steps.

use super::Fixed;
use super::amounts::{Part, Whole};
use super::book::{Column, Grid, Kind, Show};
use super::builder::Builder;
use crate::curve::count;
use crate::formula::Cell;
use crate::question::{Of, Subject};

/// Doublings that a table has at most.
const DOUBLINGS: u32 = 20;

/// Steps of the table in round numbers.
const STEPS: u64 = 10;

/// The tables of a subject up to about so many units: in doublings, and in equal steps.
pub(super) fn tables<'r>(
    builder: &Builder<'r>,
    subject: Subject<'_>,
    whole: &Whole<'r, '_>,
    last: u64,
) -> Result<Vec<Grid>, Fixed> {
    let size = subject.batch_size();
    let most = subject.most().min(last.div_ceil(size)).max(8.min(subject.most()));
    let doublings: Vec<u64> =
        (0..DOUBLINGS).map(|power| 1 << power).take_while(|items| *items <= most).collect();
    let step = round_step(most);
    let first = u64::from(step == 1);
    let even: Vec<u64> =
        (first..=STEPS).map(|place| (place * step).max(1)).filter(|items| *items <= subject.most()).collect();
    let titled = [("By doublings", doublings), ("In equal steps", even)];
    titled.into_iter().map(|(title, items)| grid(builder, subject, whole, (title, &items, size))).collect()
}

/// A tenth of `most`, as 1, 2 or 5 times a power of ten.
fn round_step(most: u64) -> u64 {
    let wanted = most.div_ceil(STEPS);
    let mut power = 1;
    loop {
        for step in [power, 2 * power, 5 * power] {
            if step >= wanted {
                return step;
            }
        }
        power *= 10;
    }
}

fn grid<'r>(
    builder: &Builder<'r>,
    subject: Subject<'_>,
    whole: &Whole<'r, '_>,
    (title, items, size): (&str, &[u64], u64),
) -> Result<Grid, Fixed> {
    let places = subject.rounding().money;
    let timed = matches!(subject.measure(), crate::question::Measure::Time(_));
    let mut measures = Vec::new();
    if timed || !subject.has_costs() {
        measures.push(Of::Time);
    }
    if subject.has_costs() {
        measures.push(Of::Cost);
    }
    let mut columns: Vec<Column> = Vec::new();
    let mut rows: Vec<Vec<Option<Cell>>> = Vec::new();
    for items in items {
        let units = builder.input_cell(count(items * size));
        let (made, asides) = builder.row(|| {
            let units = builder.recorder().of(units);
            Ok::<_, Fixed>((whole.take(builder, Part::First(units))?, whole.take(builder, Part::One(units))?))
        });
        let (first, one) = made?;
        let mut row = vec![(column("units", Show::of(Kind::Count, "units")), units)];
        for of in &measures {
            let show = |each: bool| {
                let (kind, unit) = match (of, timed) {
                    (Of::Time, true) => (Kind::Measure, subject.measure_unit()),
                    _ => (Kind::Money(places), subject.money_unit()),
                };
                Show::of(kind, if each { unit + "/unit" } else { unit })
            };
            let word = of.name();
            row.push((column(&format!("unit {word}"), show(true)), builder.made(one.each.of(*of)?)));
            row.push((column(&format!("average {word}"), show(true)), builder.made(first.each.of(*of)?)));
            row.push((column(&format!("total {word}"), show(false)), builder.made(first.total.of(*of)?)));
        }
        row.extend(asides);
        if columns.is_empty() {
            columns = row.iter().map(|(column, _)| column.clone()).collect();
        }
        if row.len() != columns.len() {
            return Err(Fixed::new("the rows of the table are not all alike"));
        }
        rows.push(row.into_iter().map(|(_, cell)| Some(cell)).collect());
    }
    let title = title.to_owned();
    Ok(Grid { title, columns, rows, labels: Vec::new(), label: String::new(), fixed: None })
}

fn column(heading: &str, show: Show) -> Column {
    Column { heading: heading.to_owned(), show, aside: false }
}
