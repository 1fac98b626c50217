//! Steps for labour variances.

use rust_decimal::Decimal;

use super::notation::decimal_number;
use super::quantities::Want;
use super::{Step, taken};
use crate::question::variance::{VarianceTrace, marked};
use crate::question::{Figure, Of, Reported, Subject, Taken};

/// Standard hours, revised ones, and each variance; the one that was asked for last.
pub(super) fn steps(subject: Subject<'_>, trace: &VarianceTrace) -> Vec<Step> {
    let money = subject.money_unit();
    let (line, rate) = (&trace.line.0, decimal_number(trace.line.1));
    let hours = |hours: Decimal| format!("{} h", decimal_number(hours));
    let mut steps = standard(subject, &trace.standard, trace.hours.standard, "standard hours");
    if let (Some(work), Some(taken), Some(revised)) =
        (&trace.given.revised, &trace.revised, trace.hours.revised)
    {
        let own = standard(work.into(), taken, revised, "revised standard hours");
        steps.extend(own.into_iter().map(|mut step| {
            step.what = format!("revised: {}", step.what);
            step
        }));
    }
    let value = |one: Decimal, other: Decimal| {
        format!("({} - {}) × {rate} {money}/h", decimal_number(one), hours(other))
    };
    let held = trace.hours;
    let revised = held.revised.unwrap_or_default();
    let made = |kind: Reported, amount: Decimal| {
        let (formula, substituted) = match kind {
            Reported::Efficiency => {
                ("(standard hours - actual hours) × rate", value(held.standard, held.actual))
            }
            Reported::Planning => {
                ("(standard hours - revised standard hours) × rate", value(held.standard, revised))
            }
            Reported::Operational => {
                ("(revised standard hours - actual hours) × rate", value(revised, held.actual))
            }
            Reported::Rate => (
                "actual hours × rate - actual cost",
                format!(
                    "{} × {rate} {money}/h - {} {money}",
                    hours(held.actual),
                    decimal_number(trace.given.cost.unwrap_or_default())
                ),
            ),
            Reported::Total => ("efficiency variance + rate variance", sum(trace, &money)),
        };
        let figure: Figure = marked(subject, kind.name(), amount);
        Step::new(format!("{} ({line})", kind.name()), formula, substituted, figure.text())
    };
    // Asked for last, but made in the order in which each rests on the others.
    let mut order: Vec<&(Reported, Decimal)> = trace.variances.iter().skip(1).collect();
    order.sort_by_key(|(kind, _)| *kind as u8);
    steps.extend(order.into_iter().map(|(kind, amount)| made(*kind, *amount)));
    steps.extend(trace.variances.first().map(|(kind, amount)| made(*kind, *amount)));
    steps
}

/// The steps to the time of the units, and the same in hours.
fn standard(subject: Subject<'_>, taken: &Taken, in_hours: Decimal, name: &str) -> Vec<Step> {
    let time = &taken.amounts.total;
    let unit = subject.measure_unit();
    let figure = Figure {
        name: name.to_owned(),
        value: time.decimal,
        exact: time.value,
        unrounded: time.decimal,
        unit: unit.clone(),
    };
    let mut steps = taken::steps(subject, taken, Want::Total, Of::Time, &figure);
    if unit != "h" {
        steps.push(Step::new(
            name,
            format!("{unit} in hours"),
            format!("{} {unit}", decimal_number(time.decimal)),
            format!("{} h", decimal_number(in_hours)),
        ));
    }
    steps
}

fn sum(trace: &VarianceTrace, money: &str) -> String {
    let of = |wanted: Reported| {
        let found = trace.variances.iter().find(|(kind, _)| *kind == wanted);
        found.map_or(Decimal::ZERO, |(_, amount)| *amount)
    };
    let mark = |amount: Decimal| if amount.is_sign_negative() { "A" } else { "F" };
    let (efficiency, rate) = (of(Reported::Efficiency), of(Reported::Rate));
    format!(
        "{} {} and {} {} {money}",
        decimal_number(efficiency.abs()),
        mark(efficiency),
        decimal_number(rate.abs()),
        mark(rate)
    )
}
