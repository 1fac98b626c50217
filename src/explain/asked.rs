//! Steps for prices, gaps, break-even, schedules, tables and sensitivities.

use rust_decimal::Decimal;

use super::notation::{decimal_number, grouped};
use super::quantities::Want;
use super::{Step, explain, taken};
use crate::curve::Basis;
use crate::question::break_even::{BreakEvenTrace, Contribution};
use crate::question::gap::GapTrace;
use crate::question::price::PriceTrace;
use crate::question::schedule::ScheduleTrace;
use crate::question::{Answer, Figure, Of, Profit, Subject, Table, Target};

/// Steps to a cost or time per unit, the last of which says `name`.
fn each(subject: Subject<'_>, taken: &crate::question::Taken, of: Of, figure: &Figure) -> Vec<Step> {
    let mut steps = taken::steps(subject, taken, Want::Average, of, figure);
    if let Some(last) = steps.last_mut() {
        last.value = figure.text();
    }
    steps
}

fn percent(ratio: Decimal) -> String {
    format!("{}%", (ratio * Decimal::ONE_HUNDRED).normalize())
}

/// The cost per unit, then the price.
pub(super) fn price(subject: Subject<'_>, trace: &PriceTrace, headline: &Figure) -> Vec<Step> {
    let money = subject.money_unit();
    let cost = exact_money(subject, "cost", trace.cost);
    let mut steps = each(subject, &trace.taken, Of::Cost, &cost);
    let (formula, substituted) = match trace.profit {
        Profit::Markup(markup) => (
            "cost × (1 + markup)",
            format!("{} {money} × (1 + {})", decimal_number(trace.cost), percent(markup)),
        ),
        Profit::Margin(margin) => (
            "cost / (1 - margin on the price)",
            format!("{} {money} / (1 - {})", decimal_number(trace.cost), percent(margin)),
        ),
    };
    steps.push(Step::new("price per unit", formula, substituted, headline.text()));
    steps
}

/// An amount per unit with all the places that the working shows.
fn exact_money(subject: Subject<'_>, name: &str, amount: Decimal) -> Figure {
    let places = (super::natural(amount) + 2).min(amount.normalize().scale());
    Figure {
        name: name.to_owned(),
        value: crate::money::RoundingMode::HalfUp.round(amount, places).normalize(),
        exact: crate::money::to_f64(amount),
        unrounded: amount,
        unit: format!("{}/unit", subject.money_unit()),
    }
}

/// The cost per unit, its target, and one less the other.
pub(super) fn gap(subject: Subject<'_>, trace: &GapTrace, of: Of, figures: &[Figure]) -> Vec<Step> {
    let [headline, cost, ..] = figures else {
        return Vec::new();
    };
    let unit = match of {
        Of::Cost => subject.money_unit(),
        Of::Time => subject.measure_unit(),
    };
    let exact = match of {
        Of::Cost => exact_money(subject, of.name(), trace.cost),
        Of::Time => cost.clone(),
    };
    let mut steps = each(subject, &trace.taken, of, &exact);
    match trace.target {
        Target::Given(bound) => {
            steps.push(Step::new(
                "target, as given",
                "",
                "",
                format!("{} {unit}/unit", decimal_number(bound)),
            ));
        }
        Target::OfPrice { price, margin } => steps.push(Step::new(
            "target",
            "price × (1 - margin)",
            format!("{} {unit} × (1 - {})", decimal_number(price), percent(margin)),
            format!("{} {unit}/unit", decimal_number(trace.bound)),
        )),
    }
    let verdict = if trace.cost > trace.bound { "above the target" } else { "within the target" };
    if let Some(total) = figures.iter().find(|figure| figure.name.starts_with("total ")) {
        let units = grouped(trace.taken.units);
        steps.push(Step::new(
            format!("{}: of all {units} units", total.name),
            format!("total {} - target × N", of.name()),
            format!("{} - {} × {units} {unit}", decimal_number(trace.total), decimal_number(trace.bound)),
            total.text(),
        ));
    }
    steps.push(Step::new(
        format!("{}: the {} is {verdict}", headline.name, of.name()),
        format!("{} - target", of.name()),
        format!("{} - {} {unit}", decimal_number(trace.cost), decimal_number(trace.bound)),
        headline.text(),
    ));
    steps
}

/// What the answer brings in, and what one step less does.
pub(super) fn break_even(subject: Subject<'_>, trace: &BreakEvenTrace, headline: &Figure) -> Vec<Step> {
    let money = subject.money_unit();
    let mut steps = taken::curves(subject);
    let mut say = |made: &Contribution, verdict: &str| {
        steps.push(
            Step::new(
                format!("contribution of {} units", grouped(made.units)),
                "price × units - total cost",
                format!(
                    "{} {money} × {} - {} {money} = {} {money}",
                    decimal_number(trace.price),
                    grouped(made.units),
                    decimal_number(made.cost),
                    decimal_number(made.contribution)
                ),
                format!("{verdict} {} {money}", decimal_number(trace.fixed)),
            )
            .stated(),
        );
    };
    if let Some(before) = &trace.before {
        say(before, "does not cover");
    }
    say(&trace.at, "covers");
    let fixed = decimal_number(trace.fixed);
    steps.push(
        Step::new(
            format!("fewest units whose contribution covers {fixed} {money}"),
            "the first that does",
            format!("N = {}", grouped(trace.at.units)),
            headline.text(),
        )
        .stated(),
    );
    steps
}

/// Periods as a table, and their sum.
pub(super) fn schedule(subject: Subject<'_>, trace: &ScheduleTrace, answer: &Answer) -> Vec<Step> {
    let mut steps = taken::curves(subject);
    let mut step = rows(subject, &answer.table);
    "each period: the lot of its units".clone_into(&mut step.what);
    steps.push(step);
    let name = answer.of.map_or("", Of::name);
    let terms: Vec<String> = answer
        .table
        .rows
        .iter()
        .filter_map(|row| row.figures.iter().find(|figure| figure.name == name))
        .map(|figure| decimal_number(figure.value))
        .collect();
    let headline = answer.headline().map_or_else(String::new, Figure::text);
    steps.push(Step::new(
        format!("total {name} of {} units", grouped(trace.whole.units)),
        "sum over the periods, before any rounding",
        terms.join(" + "),
        headline,
    ));
    steps
}

/// The answer as the scenario stands, and how the variations come out.
pub(super) fn sensitivity(subject: Subject<'_>, base: &Answer, answer: &Answer) -> Vec<Step> {
    let mut steps = explain(subject, base);
    let headline = answer.headline().map_or_else(String::new, Figure::text);
    steps.push(Step {
        rows: cells(&answer.table),
        ..Step::new(
            "each variation, solved in the same way; the answer as the scenario stands",
            "change = varied answer - answer as it stands",
            "",
            headline,
        )
        .stated()
    });
    steps
}

/// A table's rows as one step.
pub(super) fn rows(subject: Subject<'_>, table: &Table) -> Step {
    let formula = match subject {
        Subject::Curve(work) => {
            let notation = super::Notation::new(work);
            if work.inputs().basis == Basis::CumulativeAverage {
                format!(
                    "average = T1 × {}; total = N × average; unit N = total of N - total of N - 1",
                    notation.formula("N")
                )
            } else {
                format!(
                    "unit N = T1 × {}; total = sum of the units; average = total / N",
                    notation.formula("N")
                )
            }
        }
        Subject::Elements(_) => "each row the sum of the elements".to_owned(),
        Subject::Training(_) => String::new(),
    };
    let last = table.rows.last().map_or_else(String::new, |row| row.label.clone());
    let last = last.parse().map_or(last, grouped);
    Step {
        rows: cells(table),
        ..Step::new(
            "the curve at each number of units; the last row's average",
            formula,
            format!("N = … {last}"),
            "",
        )
        .stated()
    }
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    let Some(first) = table.rows.first() else {
        return Vec::new();
    };
    let mut cells = vec![vec![table.heading.clone()]];
    cells[0].extend(first.figures.iter().map(|figure| figure.name.clone()));
    for row in &table.rows {
        let label = row.label.parse().map_or_else(|_| row.label.clone(), grouped);
        let mut line = vec![label];
        line.extend(row.figures.iter().map(Figure::text));
        cells.push(line);
    }
    cells
}
