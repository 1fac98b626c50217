//! Units miscounted: one off, a lot's ends, batches for units, another row of a table.

use super::attempt::Attempt;
use super::case::Case;
use crate::curve::count;
use crate::explain::{Step, number};
use crate::question::{Question, Steps, Work, answer};

/// How far an eye may slip in a table, in rows up or down.
const MOST_ROWS: u64 = 20;

/// The same question about a count that is `by` items more, or fewer.
fn shifted(case: &Case<'_>, by: i64) -> Option<Question> {
    let size = i64::try_from(case.work.batch_size()).ok()?;
    let by = by.checked_mul(size)?;
    let shift = |units: u64| units.checked_add_signed(by).filter(|units| *units > 0);
    Some(match *case.question {
        Question::Average { units } => Question::Average { units: shift(units)? },
        Question::Total { units } => Question::Total { units: shift(units)? },
        Question::Unit { number } => Question::Unit { number: shift(number)? },
        Question::SteadyState => Question::Unit { number: shift(case.inputs().ends_after?)? },
        _ => return None,
    })
}

/// One more or fewer than the count that answers a limit.
fn limit_shifted(case: &Case<'_>, by: f64) -> Option<Attempt> {
    if !matches!(case.question, Question::Units(_)) {
        return None;
    }
    let found = answer(case.work, case.question, case.of).ok()?.headline()?.exact;
    let size = count(case.work.batch_size());
    let step = Step::new(
        "units, the limit not quite kept",
        if by > 0.0 { "the right number + 1" } else { "the right number - 1" },
        format!("{} {} {}", number(found), if by > 0.0 { "+" } else { "-" }, number(size)),
        "",
    );
    Attempt::give("units", found + by * size, "units", vec![step])
}

pub(super) fn one_fewer(case: &Case<'_>) -> Vec<Attempt> {
    let asked = shifted(case, -1).map(|question| case.ask(question));
    asked.into_iter().chain(limit_shifted(case, -1.0)).collect()
}

pub(super) fn one_more(case: &Case<'_>) -> Vec<Attempt> {
    // One past learning's end is the steady state itself: that is another slip.
    if matches!(case.question, Question::SteadyState) {
        return Vec::new();
    }
    let asked = shifted(case, 1).map(|question| case.ask(question));
    asked.into_iter().chain(limit_shifted(case, 1.0)).collect()
}

pub(super) fn lot_ends(case: &Case<'_>) -> Vec<Attempt> {
    let (Question::Lot(_), Some(span)) = (case.question, case.span()) else { return Vec::new() };
    let (first, last) = (span.first, span.last);
    [
        (first + 1, last, "its first left out"),
        (first.saturating_sub(1), last, "the one before it taken in"),
        (first, last - 1, "its last left out"),
        (first, last + 1, "the one after it taken in"),
    ]
    .into_iter()
    .filter_map(|(first, last, detail)| {
        Some(case.ask(Question::Lot(case.lot_of_units(first, last)?)).detail(detail))
    })
    .collect()
}

pub(super) fn batch_size_ignored(case: &Case<'_>) -> Vec<Attempt> {
    if case.work.batch_size() == 1 {
        return Vec::new();
    }
    case.changed(|inputs| inputs.batch_size = 1).map(|work| case.ask_of(work)).into_iter().collect()
}

pub(super) fn units_as_batches(case: &Case<'_>) -> Vec<Attempt> {
    let size = case.work.batch_size();
    if size == 1 {
        return Vec::new();
    }
    let question = match *case.question {
        Question::Average { units } => units.checked_mul(size).map(|units| Question::Average { units }),
        Question::Total { units } => units.checked_mul(size).map(|units| Question::Total { units }),
        Question::Unit { number } => number.checked_mul(size).map(|number| Question::Unit { number }),
        Question::Lot(lot) => case.lot_of_units(lot.first(), lot.last()).map(Question::Lot),
        _ => None,
    };
    question.map(|question| case.ask(question)).into_iter().collect()
}

/// The answer times a number.
fn scaled(case: &Case<'_>, by: f64, formula: &str, substituted: impl Fn(f64) -> String) -> Option<Attempt> {
    let answered = answer(case.work, case.question, case.of).ok()?;
    let headline = answered.headline()?;
    let mut steps = crate::explain::explain(case.work, &answered);
    steps.push(Step::new(
        format!("{}, as it was taken", headline.name),
        formula,
        substituted(headline.exact),
        "",
    ));
    Attempt::give_for(headline, headline.exact * by, steps)
}

pub(super) fn per_batch(case: &Case<'_>) -> Vec<Attempt> {
    let size = case.work.batch_size();
    if size == 1 || !case.span().is_some_and(|span| span.per_unit) {
        return Vec::new();
    }
    let times = |value: f64| format!("{} × {size}", number(value));
    scaled(case, count(size), "per unit × batch size", times).into_iter().collect()
}

pub(super) fn batch_size_twice(case: &Case<'_>) -> Vec<Attempt> {
    let size = case.work.batch_size();
    if size == 1 || case.span().is_none() {
        return Vec::new();
    }
    let over = |value: f64| format!("{} / {size}", number(value));
    scaled(case, 1.0 / count(size), "answer / batch size", over).into_iter().collect()
}

pub(super) fn wrong_time_unit(case: &Case<'_>) -> Vec<Attempt> {
    let timed = case.span().is_some() && case.inputs().measure != crate::question::Measure::Money;
    if !timed {
        return Vec::new();
    }
    [(60.0, "× 60", 0), (1.0 / 60.0, "/ 60", 0), (3600.0, "× 3600", 4), (1.0 / 3600.0, "/ 3600", 4)]
        .into_iter()
        .filter_map(|(by, said, unlikely)| {
            let put = |value: f64| format!("{} {said}", number(value));
            Some(scaled(case, by, &format!("answer {said}"), put)?.detail(said).unlikely(unlikely))
        })
        .collect()
}

pub(super) fn neighbouring_row(case: &Case<'_>) -> Vec<Attempt> {
    let Some(span) = case.span().filter(|_| !matches!(case.question, Question::Lot(_))) else {
        return Vec::new();
    };
    let right = span.last;
    let size = case.work.batch_size();
    let tables: Vec<(Work, &str)> =
        [(None, ""), (Some(3), ", factors to 3 places"), (Some(4), ", factors to 4 places")]
            .into_iter()
            .map(|(factor, said)| {
                let mut work = case.work.clone();
                if factor.is_some() {
                    work.rounding.steps = Steps { factor, ..work.rounding.steps };
                }
                (work, said)
            })
            .collect();
    // The first row is no learning at all, which is a slip of its own.
    let nearest = right.saturating_sub(MOST_ROWS).max(2);
    let furthest = right.saturating_mul(2).min(right.saturating_add(MOST_ROWS));
    let mut attempts = Vec::new();
    for row in (nearest..=furthest).filter(|row| *row != right) {
        let Some(units) = row.checked_mul(size) else { continue };
        let far = u32::try_from(row.abs_diff(right)).unwrap_or(u32::MAX).min(12);
        for (work, said) in &tables {
            let own = Case { work, ..*case };
            let attempt = match case.question {
                Question::Average { .. } => Some(own.ask(Question::Average { units })),
                Question::Unit { .. } | Question::SteadyState => {
                    Some(own.ask(Question::Unit { number: units }))
                }
                _ if case.wright() => misread_average(&own, row),
                _ => misread_total(&own, units),
            };
            let detail = format!("the row of {} {row}{said}", case.item_word());
            attempts.extend(attempt.map(|attempt| attempt.detail(detail).unlikely(far)));
        }
    }
    attempts
}

/// Wright's total with the average of another row, times the right number.
fn misread_average(case: &Case<'_>, row: u64) -> Option<Attempt> {
    if case.first_unit() <= 0.0 {
        return None;
    }
    let factor = case.work.run.average(row).ok()? / case.first_unit();
    let factor = match case.work.rounding.steps.factor {
        Some(places) => {
            let rounded = crate::money::round_f64(factor, places, case.work.rounding.mode).ok()?;
            crate::money::to_f64(rounded)
        }
        None => factor,
    };
    let average = case.first_unit() * factor;
    let step = Step::new(
        format!("average, with the factor of {row} {}", case.items_word()),
        "T1 × factor",
        format!("{} × {}", case.t1(), number(factor)),
        case.each(average),
    );
    case.at_each(average, vec![step])
}

/// Crawford's total from another row of a table of sums.
fn misread_total(case: &Case<'_>, units: u64) -> Option<Attempt> {
    matches!(case.question, Question::Total { .. }).then(|| case.ask(Question::Total { units }))
}
