//! Steps for averages, totals, units, lots and steady states.

use super::Step;
use super::doubling;
use super::legs::{each_part, leg_text, sum_formula, sum_text};
use super::model;
use super::notation::{Notation, grouped, index, number, places};
use crate::curve::Shape;
use crate::question::amount::Amount;
use crate::question::answer::Scope;
use crate::question::quantity::{FirstN, FirstRoute, LotOf, LotRoute, One, OneRoute, Steady, SteadyRoute};

/// Which of the two figures of a count of units the steps end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    Average,
    Total,
}

/// Past this many units a difference of two totals shows nothing that a reader could check.
const LARGEST_DIFFERENCE: u64 = 1_000_000;

/// The amount of one of `amounts` that the steps end with, by scope.
pub(super) fn scope(notation: &Notation<'_>, scope: &Scope, want: Want, steps: &mut Vec<Step>) {
    match scope {
        Scope::First(made) => {
            if matches!(made.route, FirstRoute::Wright { .. }) {
                doubling::averages(notation, made.count, steps);
            }
            first(notation, made, want, steps);
        }
        Scope::One(made) => {
            if matches!(made.route, OneRoute::Factor { .. }) {
                doubling::units(notation, made.number, steps);
            }
            one(notation, made, steps);
        }
        Scope::Lot(made) => lot(notation, made, want, steps),
        Scope::Steady(made) => steady(notation, made, steps),
        Scope::Several => {}
    }
}

/// The step from the curve's batches to single units, where the curve counts batches and the answer is per unit.
pub(super) fn per_unit(notation: &Notation<'_>, scope: &Scope, want: Want, amount: &Amount) -> Option<Step> {
    let size = notation.work.batch_size();
    let (name, per_batch) = match (scope, want) {
        _ if size == 1 => return None,
        (Scope::First(made), Want::Average) => (format!("average {}", notation.measure), made.average),
        (Scope::One(made), _) => (format!("{} of the unit", notation.measure), made.value),
        (Scope::Steady(made), _) => (format!("steady-state {}", notation.measure), made.value),
        _ => return None,
    };
    Some(Step::new(
        format!("{name}, per unit"),
        "per batch / batch size",
        format!("{} / {}", notation.value(per_batch), grouped(size)),
        format!("{} {}/unit", number(amount.value), notation.unit),
    ))
}

fn first(notation: &Notation<'_>, made: &FirstN, want: Want, steps: &mut Vec<Step>) {
    let (of, n) = (notation.first(made.count), grouped(made.count));
    let rounded = &notation.work.rounding.steps;
    let average = |formula: &str, substituted: String| {
        Step::new(
            format!("average {} of {of}{}", notation.measure, to_places(rounded.average)),
            formula,
            substituted,
            notation.each(made.average),
        )
    };
    let total = |formula: &str, substituted: String| {
        Step::new(
            format!("total {} of {of}{}", notation.measure, to_places(rounded.total)),
            formula,
            substituted,
            notation.value(made.total),
        )
    };
    let divided = || average("total / N", format!("{} / {n}", notation.value(made.total)));
    match &made.route {
        FirstRoute::Wright { factor } => {
            let mut power = notation.factor(&n);
            if let Some(rounded) = notation.work.rounding.steps.factor {
                steps.push(Step::new(
                    format!("factor for {n} {}, to {rounded} places", notation.items()),
                    notation.formula("N"),
                    power,
                    number(*factor),
                ));
                power = number(*factor);
            }
            let first = notation.first_unit();
            let formula = format!("T1 × {}", notation.formula("N"));
            steps.push(average(&formula, format!("{first} × {power}")));
            if want == Want::Total {
                let each = notation.value(made.average);
                steps.push(total("N × average", format!("{n} × {each}")));
            }
        }
        FirstRoute::Crawford { factors, rounded_units } => {
            let sum = sum_text(notation, 1, made.count, *factors, *rounded_units);
            steps.push(total(&sum_formula(notation, "1 to N"), sum));
            if want == Want::Average {
                steps.push(divided());
            }
        }
        FirstRoute::Parts(parts) => {
            let (names, values) = each_part(notation, parts, steps);
            steps.push(total(&names, values));
            if want == Want::Average {
                steps.push(divided());
            }
        }
        FirstRoute::PastEnd { learning, steady: after, rest } => {
            first(notation, learning, Want::Total, steps);
            steady(notation, after, steps);
            steps.push(total(
                "total while learning + later units × steady state",
                format!("{} + {} × {}", number(learning.total), grouped(*rest), notation.value(after.value)),
            ));
            if want == Want::Average {
                steps.push(divided());
            }
        }
    }
}

fn one(notation: &Notation<'_>, made: &One, steps: &mut Vec<Step>) {
    let n = grouped(made.number);
    let rounded = to_places(notation.work.rounding.steps.unit);
    let what = format!("{} of {} {n} alone{rounded}", notation.measure, notation.item);
    let value = notation.each(made.value);
    match &made.route {
        OneRoute::Difference { upper, lower } => {
            let lower = lower.as_deref();
            let large = made.number > LARGEST_DIFFERENCE && notation.plain();
            if large && !notation.work.rounding.steps.carry_on() {
                let b = notation.work.parameters.index.map_or(0.0, crate::curve::Index::value);
                let power = index(1.0 + b);
                let (first, below) = (notation.first_unit(), grouped(made.number - 1));
                steps.push(Step::new(
                    what,
                    "T1 × (N^(1+b) - (N-1)^(1+b))",
                    format!("{first} × ({n}^{power} - {below}^{power})"),
                    value,
                ));
                return;
            }
            first(notation, upper, Want::Total, steps);
            if let Some(lower) = lower {
                first(notation, lower, Want::Total, steps);
            }
            steps.push(Step::new(
                what,
                format!("total of N {0} - total of N - 1 {0}", notation.items()),
                difference(notation, upper.total, lower.map_or(0.0, |l| l.total)),
                value,
            ));
        }
        OneRoute::Factor { factor } => {
            let mut power = notation.factor(&n);
            if matches!(notation.work.run.curve().shape(), Shape::Factors(_)) {
                power = number(*factor);
            }
            if let Some(rounded) = notation.work.rounding.steps.factor {
                steps.push(Step::new(
                    format!("factor for {} {n}, to {rounded} places", notation.item),
                    notation.formula("N"),
                    power,
                    number(*factor),
                ));
                power = number(*factor);
            }
            let first = notation.first_unit();
            let formula = format!("T1 × {}", notation.formula("N"));
            steps.push(Step::new(what, formula, format!("{first} × {power}"), value));
        }
        OneRoute::Leg { leg, factor } => {
            model::passages(notation, made.number, steps);
            let one = crate::curve::Lot::new(made.number, made.number).ok();
            let (formula, substituted) = leg_text(notation, *leg, one, *factor, false);
            steps.push(Step::new(what, formula, substituted, value));
        }
        OneRoute::PastEnd(after) => {
            steady(notation, after, steps);
            steps.push(
                Step::new(
                    what,
                    "steady state",
                    format!("learning ended with {} {}", notation.item, grouped(after.after)),
                    value,
                )
                .stated(),
            );
        }
    }
}

/// Steps for a lot's total, then its average where that is wanted.
pub(super) fn lot(notation: &Notation<'_>, made: &LotOf, want: Want, steps: &mut Vec<Step>) {
    let (from, to) = (made.lot.first(), made.lot.last());
    let label = match (from, to) {
        _ if from == to => format!("{} {}", notation.item, grouped(from)),
        _ => format!("{} {} to {}", notation.items(), grouped(from), grouped(to)),
    };
    let rounded = to_places(notation.work.rounding.steps.total);
    let what = format!("total {} of {label}{rounded}", notation.measure);
    let value = notation.value(made.total);
    match &made.route {
        LotRoute::Difference { upper, lower } => {
            first(notation, upper, Want::Total, steps);
            if let Some(lower) = lower {
                first(notation, lower, Want::Total, steps);
                steps.push(Step::new(
                    what,
                    format!("total of {} - total of {}", grouped(to), grouped(from - 1)),
                    difference(notation, upper.total, lower.total),
                    value,
                ));
            }
        }
        LotRoute::Sum { factors, rounded_units } => steps.push(Step::new(
            what,
            sum_formula(notation, "F to L"),
            sum_text(notation, from, to, *factors, *rounded_units),
            value,
        )),
        LotRoute::Leg { leg, factors, rounded_units } => {
            model::passages(notation, to, steps);
            let (formula, substituted) = leg_text(notation, *leg, Some(made.lot), *factors, *rounded_units);
            steps.push(Step::new(what, formula, substituted, value));
        }
        LotRoute::Parts(parts) => {
            let (names, values) = each_part(notation, parts, steps);
            steps.push(Step::new(what, names, values, value));
        }
        LotRoute::PastEnd { learning, steady: after, rest } => {
            let later = format!("{} × {}", grouped(*rest), notation.value(after.value));
            let substituted = match learning {
                Some(learning) => {
                    lot(notation, learning, Want::Total, steps);
                    format!("{} + {later}", number(learning.total))
                }
                None => later,
            };
            steady(notation, after, steps);
            steps.push(Step::new(what, "units that learn + later units × steady state", substituted, value));
        }
    }
    if want == Want::Average {
        let quantity = made.lot.quantity();
        steps.push(Step::new(
            format!("average {} of {label}", notation.measure),
            format!("total / number of {}", notation.items()),
            format!("{} / {}", notation.value(made.total), grouped(quantity)),
            notation.each(made.total / crate::curve::count(quantity)),
        ));
    }
}

/// The unit whose time is the lot's average.
pub(super) fn midpoint(notation: &Notation<'_>, made: &LotOf, value: f64) -> Step {
    let average = made.total / crate::curve::count(made.lot.quantity());
    let (formula, substituted) = if !notation.plain() {
        (
            "the K at which the curve has the lot's average",
            format!("solved for K at {}", notation.each(average)),
        )
    } else if notation.wright() {
        (
            "the K with T1 × (K^(1+b) - (K-1)^(1+b)) = lot average",
            format!("solved for K at {}", notation.each(average)),
        )
    } else {
        (
            "K = (lot average / T1)^(1/b)",
            format!(
                "({} / {})^(1/{})",
                number(average),
                number(notation.work.run.curve().first_unit()),
                notation.index()
            ),
        )
    };
    let step = Step::new("lot midpoint", formula, substituted, number(value));
    if notation.wright() || !notation.plain() { step.stated() } else { step }
}

fn steady(notation: &Notation<'_>, made: &Steady, steps: &mut Vec<Step>) {
    let formula = match &made.route {
        SteadyRoute::LastUnit(last) => {
            one(notation, last, steps);
            format!("the last learning {}'s own {}", notation.item, notation.measure)
        }
        SteadyRoute::Average(average) => {
            first(notation, average, Want::Average, steps);
            "the average when learning ends".to_owned()
        }
        SteadyRoute::LastDoubling(doubling) => {
            lot(notation, doubling, Want::Average, steps);
            "the average over the last doubling".to_owned()
        }
        SteadyRoute::Given => "as the scenario gives it".to_owned(),
    };
    steps.push(Step::new(
        format!("steady state: each {} after the first {}", notation.item, grouped(made.after)),
        formula,
        "",
        notation.each(made.value),
    ));
}

/// That a quantity is rounded as the mark scheme has it, and how.
fn to_places(places: Option<u32>) -> String {
    match places {
        None => String::new(),
        Some(0) => ", to a whole number".to_owned(),
        Some(1) => ", to 1 place".to_owned(),
        Some(places) => format!(", to {places} places"),
    }
}

fn difference(notation: &Notation<'_>, upper: f64, lower: f64) -> String {
    // Both with the same places, enough for the difference to come out.
    let shown = |value: f64| {
        crate::money::from_f64(value).map_or_else(
            |_| places(value, 6),
            |decimal| {
                crate::money::format_grouped(
                    &crate::money::RoundingMode::HalfUp.round(decimal, 6).normalize(),
                )
            },
        )
    };
    format!("{} - {} {}", shown(upper), shown(lower), notation.unit)
}
