//! Schedules: units by period, with their time, cost and workers.

use rust_decimal::Decimal;

use super::answer::{Made, Trace};
use super::figure::{Figure, Row, Table, figure, reading, shown};
use super::{Error, Measure, Of, Part, Period, Subject, Taken};
use crate::curve::Lot;

/// How a schedule was made.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleTrace {
    /// The periods with their units.
    pub periods: Vec<Period>,
    /// All units together.
    pub whole: Taken,
}

/// A row for each period, and the totals.
///
/// The first period carries what is paid once. Workers: hours / hours per worker.
///
/// # Errors
///
/// The curve's own; periods that split a batch; amounts past what a decimal holds.
pub(super) fn schedule(
    subject: Subject<'_>,
    periods: &[Period],
    hours_per_worker: Option<Decimal>,
    of: Of,
) -> Result<Made, Error> {
    let mut made: u64 = 0;
    let mut rows = Vec::with_capacity(periods.len());
    for period in periods {
        let first = made + 1;
        made += period.units;
        let part = if first == 1 { Part::First(made) } else { Part::Lot(Lot::new(first, made)?) };
        let taken = subject.take(part)?;
        let mut figures = vec![
            Figure::of_count("units", period.units, "units"),
            Figure::of_count("cumulative units", made, "units"),
        ];
        for &of in shown(subject, of).iter().rev() {
            let total = figure(subject, &taken.amounts.total, of, "total", false)?;
            figures.push(Figure { name: of.name().to_owned(), ..total });
        }
        if let (Some(each), Measure::Time(unit)) = (hours_per_worker, subject.measure()) {
            let hours = reading(&taken.amounts.total, Of::Time)? / unit.per_hour();
            let workers = hours.checked_div(each).ok_or_else(|| Error::too_large("the number of workers"))?;
            figures.push(Figure::of_number("workers", workers, 2, ""));
            figures.push(Figure::of_number("whole workers", workers.ceil(), 0, ""));
        }
        rows.push(Row { label: period.name.clone(), at: format!("in {}", period.name), figures });
    }
    let whole = subject.take(Part::First(made))?;
    let mut figures = Vec::new();
    for &of in shown(subject, of) {
        figures.push(figure(subject, &whole.amounts.total, of, "total", false)?);
    }
    figures.push(Figure::of_count("units", made, "units"));
    let trace = ScheduleTrace { periods: periods.to_vec(), whole };
    Ok((figures, Table { heading: "period".to_owned(), rows }, Trace::Schedule(trace)))
}
