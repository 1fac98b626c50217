//! One figure taken for another: averages, units, totals and lots.

use super::attempt::Attempt;
use super::case::{Case, without};
use crate::cost::Driver;
use crate::curve::{Basis, Lot, count};
use crate::explain::Step;
use crate::question::{Limit, Measure, Of, Question};

pub(super) fn average_for_unit(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Unit { number } => case.ask_about_first(&Question::Average { units: number }),
        _ => Vec::new(),
    }
}

pub(super) fn unit_for_average(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Average { units } => vec![case.ask(Question::Unit { number: units })],
        _ => Vec::new(),
    }
}

pub(super) fn average_for_total(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Total { units } => vec![case.ask(Question::Average { units })],
        _ => Vec::new(),
    }
}

pub(super) fn total_for_average(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Average { units } => vec![case.ask(Question::Total { units })],
        _ => Vec::new(),
    }
}

pub(super) fn unit_for_total(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Total { units } => vec![case.ask(Question::Unit { number: units })],
        Question::Lot(lot) => vec![case.ask(Question::Unit { number: lot.last() })],
        _ => Vec::new(),
    }
}

pub(super) fn total_for_unit(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Unit { number } => case.ask_about_first(&Question::Total { units: number }),
        _ => Vec::new(),
    }
}

pub(super) fn total_for_lot(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Lot(lot) if lot.first() > 1 => case.ask_about_first(&Question::Total { units: lot.last() }),
        _ => Vec::new(),
    }
}

/// A gap or a variance with its sign reversed: the target less the cost, adverse for favourable.
pub(super) fn sign_reversed(case: &Case<'_>) -> Vec<Attempt> {
    if !matches!(case.question, Question::CostGap(..) | Question::Variance(..)) {
        return Vec::new();
    }
    let Some(figure) = case.headline() else { return Vec::new() };
    let (right, reversed) = match figure.unit.rsplit_once(' ') {
        Some((unit, "F")) => (figure.clone(), format!("{unit} A")),
        Some((unit, "A")) => (figure.clone(), format!("{unit} F")),
        _ => (figure.clone(), figure.unit.clone()),
    };
    let value = if reversed == right.unit { -right.exact } else { right.exact };
    let other = crate::question::Figure { unit: reversed, ..right.clone() };
    let step = Step::new(
        format!("{} the other way round", right.name),
        "what is taken off for what it is taken off from",
        right.text(),
        "",
    );
    Attempt::give_for(&other, value, vec![step]).into_iter().collect()
}

pub(super) fn learning_restarted(case: &Case<'_>) -> Vec<Attempt> {
    match *case.question {
        Question::Lot(lot) if lot.first() > 1 => {
            case.ask_about_first(&Question::Total { units: lot.quantity() })
        }
        _ => Vec::new(),
    }
}

pub(super) fn average_for_lot(case: &Case<'_>) -> Vec<Attempt> {
    let (Question::Lot(lot), Some(span)) = (case.question, case.span()) else {
        return Vec::new();
    };
    let mut attempts = case.ask_about_first(&Question::Average { units: lot.last() });
    for attempt in &mut attempts {
        attempt.unlikely += 2;
    }
    // The lot's own average: what answers to the lot, shared among its units.
    let Ok(items) = Lot::new(span.first, span.last) else { return attempts };
    if let Ok(total) = case.work.run.lot(items) {
        let steps = vec![Step::new(
            "the lot's average, taken for its total",
            "lot total / number of units",
            format!("{} / {}", case.value(total), lot.quantity()),
            "",
        )];
        attempts.extend(case.as_one_unit(total / count(lot.quantity()), steps));
    }
    attempts
}

pub(super) fn lot_at_one_figure(case: &Case<'_>) -> Vec<Attempt> {
    let (Question::Lot(_), Some(span)) = (case.question, case.span()) else {
        return Vec::new();
    };
    let run = &case.work.run;
    let mut attempts = Vec::new();
    for (what, value) in [
        (format!("average of the first {}", span.last), run.average(span.last)),
        (format!("{} {} alone", case.item_word(), span.last), run.unit(span.last)),
        (format!("{} {} alone", case.item_word(), span.first), run.unit(span.first)),
    ] {
        let Ok(value) = value else { continue };
        let step =
            Step::new(format!("{what}, taken for each of the lot"), "from the curve", "", case.each(value));
        attempts.extend(case.at_each(value, vec![step]).map(|attempt| attempt.detail(what)));
    }
    attempts
}

pub(super) fn unit_times_number(case: &Case<'_>) -> Vec<Attempt> {
    let (Question::Total { .. }, Some(span)) = (case.question, case.span()) else {
        return Vec::new();
    };
    // Past learning's end that is to take every unit at the steady state, a slip of its own.
    if case.work.run.end().is_some_and(|end| span.last > end.after) {
        return Vec::new();
    }
    let Ok(value) = case.work.run.unit(span.last) else { return Vec::new() };
    let what = format!("{} of {} {} alone", case.measure(), case.item_word(), span.last);
    let step = Step::new(what, "from the curve", "", case.each(value));
    case.at_each(value, vec![step]).into_iter().collect()
}

pub(super) fn mean_of_ends(case: &Case<'_>) -> Vec<Attempt> {
    let Some(span) = case.span().filter(|span| span.items() > 1) else {
        return Vec::new();
    };
    let (Ok(first), Ok(last)) = (case.work.run.unit(span.first), case.work.run.unit(span.last)) else {
        return Vec::new();
    };
    let mean = f64::midpoint(first, last);
    let step = Step::new(
        format!("mean of {} {} and {0} {}", case.item_word(), span.first, span.last),
        "(first + last) / 2",
        format!("({} + {}) / 2", case.value(first), case.value(last)),
        case.each(mean),
    );
    case.at_each(mean, vec![step]).into_iter().collect()
}

pub(super) fn averages_subtracted(case: &Case<'_>) -> Vec<Attempt> {
    let Some(span) = case.span() else { return Vec::new() };
    if !matches!(case.question, Question::Unit { .. } | Question::Lot(_) | Question::SteadyState)
        || span.first < 2
    {
        return Vec::new();
    }
    let run = &case.work.run;
    let (Ok(upper), Ok(lower)) = (run.average(span.last), run.average(span.first - 1)) else {
        return Vec::new();
    };
    let step = |n: u64, value: f64| {
        Step::new(
            format!("average of the first {n} {}", case.items_word()),
            "from the curve",
            "",
            case.each(value),
        )
    };
    let mut attempts = Vec::new();
    for (from, less) in [(lower, upper), (upper, lower)] {
        let difference = Step::new(
            "difference of the averages",
            "average - average",
            format!("{} - {}", case.value(from), case.value(less)),
            case.value(from - less),
        );
        let steps = vec![step(span.last, upper), step(span.first - 1, lower), difference];
        attempts.extend(case.at_total(from - less, steps));
    }
    attempts
}

pub(super) fn other_theory(case: &Case<'_>) -> Vec<Attempt> {
    let other = case.changed(|inputs| {
        inputs.basis = match inputs.basis {
            Basis::Unit => Basis::CumulativeAverage,
            Basis::CumulativeAverage => Basis::Unit,
        };
    });
    other.map(|work| case.ask_of(case.lighter(work))).into_iter().collect()
}

pub(super) fn theories_mixed(case: &Case<'_>) -> Vec<Attempt> {
    if case.inputs().known.is_empty() {
        return Vec::new();
    }
    let Some(mut pinned) = case.pinned() else { return Vec::new() };
    pinned.basis = if case.wright() { Basis::Unit } else { Basis::CumulativeAverage };
    case.changed(|inputs| *inputs = pinned).map(|work| case.ask_of(case.lighter(work))).into_iter().collect()
}

pub(super) fn time_for_cost(case: &Case<'_>) -> Vec<Attempt> {
    let asks_cost = case.of == Of::Cost && !case.question.is_of_the_curve();
    if !asks_cost || !matches!(case.inputs().measure, Measure::Time(_)) {
        return Vec::new();
    }
    vec![Attempt::solve(case.work.clone(), case.question.clone(), Of::Time)]
}

pub(super) fn cost_for_time(case: &Case<'_>) -> Vec<Attempt> {
    if case.of == Of::Cost || case.work.lines.is_empty() || case.question.is_of_the_curve() {
        return Vec::new();
    }
    vec![Attempt::solve(case.work.clone(), case.question.clone(), Of::Cost)]
}

pub(super) fn other_limit(case: &Case<'_>) -> Vec<Attempt> {
    let Question::Units(limit) = *case.question else { return Vec::new() };
    let (Limit::Total(bound) | Limit::Average(bound) | Limit::Unit(bound)) = limit;
    [
        (Limit::Total(bound), "of the total"),
        (Limit::Average(bound), "of the average"),
        (Limit::Unit(bound), "of the unit alone"),
    ]
    .into_iter()
    .filter(|(other, _)| *other != limit)
    .map(|(other, detail)| case.ask(Question::Units(other)).detail(detail))
    .collect()
}

impl Case<'_> {
    /// One unit's figure given for the answer, charged as one unit is.
    fn as_one_unit(&self, each: f64, steps: Vec<Step>) -> Option<Attempt> {
        let lines = without(&self.work.lines, |line| matches!(line.driver, Driver::Once(_)));
        let work = crate::question::Work { lines, ..self.work.clone() };
        let question = Question::Unit { number: self.work.batch_size() };
        let one = Case { work: &work, question: &question, of: self.of };
        one.at_total(each * count(self.work.batch_size()), steps)
    }
}
