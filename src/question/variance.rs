//! Labour variances against the curve as the standard.

use rust_decimal::Decimal;

use super::answer::{Made, Trace};
use super::figure::{Figure, Table};
use super::{Error, Measure, Part, Reported, Subject, Taken, Variance};
use crate::cost::Driver;

/// How variances were made; hours throughout, whatever unit the curve is in.
#[derive(Debug, Clone, PartialEq)]
pub struct VarianceTrace {
    /// What was paid.
    pub given: Variance,
    /// The standard time of the units.
    pub standard: Taken,
    /// The revised standard time, where there is one.
    pub revised: Option<Taken>,
    /// The line's name and its rate per hour.
    pub line: (String, Decimal),
    /// Standard, actual and revised hours.
    pub hours: Hours,
    /// The variances, positive where favourable.
    pub variances: Vec<(Reported, Decimal)>,
}

/// Hours that are held against one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// By the curve.
    pub standard: Decimal,
    /// Really taken.
    pub actual: Decimal,
    /// By the revised curve.
    pub revised: Option<Decimal>,
}

impl Reported {
    /// Its name: `efficiency variance`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Efficiency => "efficiency variance",
            Self::Rate => "rate variance",
            Self::Planning => "planning variance",
            Self::Operational => "operational variance",
            Self::Total => "total variance",
        }
    }
}

/// The variances of `given`, the one that is asked for first, each marked F or A.
///
/// Efficiency: (standard - actual hours) × rate. Rate: actual hours × rate - actual cost. Planning: (standard - revised
/// standard) × rate. Operational: (revised standard - actual) × rate.
///
/// # Errors
///
/// [`Error::NoHours`] and [`Error::NoHourlyLine`]; [`Error::NoSuchVariance`] where the headline lacks what it is made from.
pub(super) fn variance(subject: Subject<'_>, given: &Variance) -> Result<Made, Error> {
    let Measure::Time(unit) = subject.measure() else {
        return Err(Error::NoHours);
    };
    let line = hourly(subject, given.line.as_deref())?;
    let hours = |time: Decimal| time / unit.per_hour();
    let standard = subject.take(Part::First(given.units))?;
    let revised = match &given.revised {
        Some(work) => Some(Subject::from(work).take(Part::First(given.units))?),
        None => None,
    };
    let time = |taken: &Taken| hours(taken.amounts.total.decimal);
    let held =
        Hours { standard: time(&standard), actual: hours(given.time), revised: revised.as_ref().map(time) };
    let rate = line.1;
    let valued = |one: Decimal, other: Decimal| {
        one.checked_sub(other)
            .and_then(|gap| gap.checked_mul(rate))
            .ok_or_else(|| Error::too_large("a variance"))
    };
    let mut variances = vec![(Reported::Efficiency, valued(held.standard, held.actual)?)];
    if let Some(revised) = held.revised {
        variances.push((Reported::Planning, valued(held.standard, revised)?));
        variances.push((Reported::Operational, valued(revised, held.actual)?));
    }
    if let Some(cost) = given.cost {
        let allowed = held.actual.checked_mul(rate).ok_or_else(|| Error::too_large("a variance"))?;
        let paid = allowed.checked_sub(cost).ok_or_else(|| Error::too_large("a variance"))?;
        let efficiency = variances[0].1;
        let total = efficiency.checked_add(paid).ok_or_else(|| Error::too_large("a variance"))?;
        variances.push((Reported::Rate, paid));
        variances.push((Reported::Total, total));
    }
    let Some(place) = variances.iter().position(|(kind, _)| *kind == given.report) else {
        return Err(Error::NoSuchVariance { name: given.report.name() });
    };
    let mut ordered = variances.clone();
    let headline = ordered.remove(place);
    ordered.insert(0, headline);
    let mut figures: Vec<Figure> =
        ordered.iter().map(|(kind, amount)| marked(subject, kind.name(), *amount)).collect();
    let in_hours = |name: &str, hours: Decimal| Figure {
        unit: "h".to_owned(),
        ..Figure::of_time(subject, name, hours, false)
    };
    figures.push(in_hours("standard hours", held.standard));
    if let Some(revised) = held.revised {
        figures.push(in_hours("revised standard hours", revised));
    }
    figures.push(in_hours("actual hours", held.actual));
    let trace =
        VarianceTrace { given: given.clone(), standard, revised, line, hours: held, variances: ordered };
    Ok((figures, Table::default(), Trace::Variance(Box::new(trace))))
}

/// An amount without its sign, marked favourable or adverse.
pub(crate) fn marked(subject: Subject<'_>, name: &str, amount: Decimal) -> Figure {
    let mut figure = Figure::of_money(subject, name, amount.abs(), false);
    if !amount.is_zero() {
        figure.unit += if amount.is_sign_negative() { " A" } else { " F" };
    }
    figure
}

/// The line whose rate values the hours.
fn hourly(subject: Subject<'_>, name: Option<&str>) -> Result<(String, Decimal), Error> {
    let lines = match subject {
        Subject::Curve(work) => &work.lines,
        Subject::Elements(project) => &project.lines,
        Subject::Training(_) => return Err(Error::NoUnits),
    };
    lines
        .iter()
        .filter(|line| name.is_none_or(|name| line.name == name))
        .find_map(|line| match line.driver {
            Driver::Hour(rate) => Some((line.name.clone(), rate)),
            _ => None,
        })
        .ok_or(Error::NoHourlyLine)
}
