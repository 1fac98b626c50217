//! Questions whose answers are rows: the curve at several counts, and units by period.

use super::Fixed;
use super::amounts::Part;
use super::asked::{Asking, Made, Row};
use super::book::{Allowed, Kind, Show};
use super::round;
use crate::curve::count;
use crate::formula::Expression;
use crate::money::{self, RoundingMode};
use crate::question::{Measure, Of, Period};

/// The curve at several counts of units.
pub(super) fn table<'r>(asking: &Asking<'_, 'r, '_>, counts: &[u64]) -> Result<Made<'r>, Fixed> {
    let mut rows = Vec::with_capacity(counts.len());
    for (place, units) in counts.iter().enumerate() {
        let units =
            asking.units(&format!("units_{}", place + 1), &format!("units, row {}", place + 1), *units);
        let first = asking.whole.take(asking.builder, Part::First(units))?;
        let one = asking.whole.take(asking.builder, Part::One(units))?;
        let figures = vec![
            asking.figure(one.each, asking.of, "unit", true)?,
            asking.figure(first.each, asking.of, "average", true)?,
            asking.figure(first.total, asking.of, "total", false)?,
        ];
        rows.push(Row {
            label: String::new(),
            figures: [vec![asking.count("units", units)], figures].concat(),
        });
    }
    let last = rows.last().map_or_else(Vec::new, |row| row.figures.clone());
    let figures = [2, 3, 1].into_iter().filter_map(|place| last.get(place).cloned()).collect();
    Ok(Made { figures, rows, heading: String::new() })
}

/// Units by period, with their time, cost and workers.
pub(super) fn schedule<'r>(
    asking: &Asking<'_, 'r, '_>,
    periods: &[Period],
    hours_per_worker: Option<f64>,
) -> Result<Made<'r>, Fixed> {
    let builder = asking.builder;
    let per_worker = hours_per_worker.map(|hours| {
        let show = Show::of(Kind::Measure, "h");
        asking.give("hours_per_worker", "hours of a worker in a period", show, Allowed::Positive, hours)
    });
    let mut made = Expression::from(0.0);
    let mut rows = Vec::with_capacity(periods.len());
    for (place, period) in periods.iter().enumerate() {
        let key = format!("units_{}", place + 1);
        let show = Show::of(Kind::Count, "units");
        let label = format!("units in {}", period.name);
        let units = asking.give(&key, &label, show.clone(), Allowed::Whole(1), count(period.units));
        let first = made + 1.0.into();
        made = builder.step(&format!("units up to the end of {}", period.name), "", show, made + units);
        let part = if place == 0 { Part::First(made) } else { Part::Lot(first, made) };
        let taken = asking.whole.take(builder, part)?;
        let mut figures = vec![asking.count("units", units), asking.count("cumulative units", made)];
        for &of in asking.shown().iter().rev() {
            let mut total = asking.figure(taken.total, of, "total", false)?;
            of.name().clone_into(&mut total.name);
            figures.push(total);
        }
        if let (Some(each), Measure::Time(unit)) = (per_worker, asking.subject.measure()) {
            let hours = taken.total.of(Of::Time)? / money::to_f64(unit.per_hour()).into();
            let workers = hours / each;
            figures.push(asking.number("workers", workers, 2, Show::number()));
            let whole = round::rounded(RoundingMode::Ceiling, workers, 0.0.into());
            figures.push(asking.number("whole workers", whole, 0, Show::of(Kind::Count, "")));
        }
        rows.push(Row { label: period.name.clone(), figures });
    }
    let whole = asking.whole.take(builder, Part::First(made))?;
    let mut figures = Vec::new();
    for &of in asking.shown() {
        figures.push(asking.figure(whole.total, of, "total", false)?);
    }
    figures.push(asking.count("units", made));
    Ok(Made { figures, rows, heading: "period".to_owned() })
}
