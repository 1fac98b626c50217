//! Right in principle, but rounded or cut off on the way, or read off a printed table.

use super::attempt::{Attempt, decimal};
use super::case::Case;
use crate::explain::{Step, explain, number};
use crate::money::{self, RoundingMode};
use crate::question::quantity::FirstN;
use crate::question::reckon::Reckoner;
use crate::question::{Figure, Question, Steps, Work, answer};

/// Places that are tried at most.
const MOST_PLACES: u32 = 6;

/// Places of factors in printed tables.
const TABLE_PLACES: std::ops::RangeInclusive<u32> = 3..=5;

/// A quantity that may be rounded on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Index,
    Factor,
    Average,
    Total,
    Unit,
}

/// What is rounded together, and how much less likely that is than a single quantity.
const TOGETHER: [(&[Part], u32); 11] = [
    (&[Part::Index], 0),
    (&[Part::Average], 0),
    (&[Part::Total], 0),
    (&[Part::Unit], 1),
    (&[Part::Factor], 1),
    (&[Part::Index, Part::Average], 4),
    (&[Part::Index, Part::Total], 5),
    (&[Part::Index, Part::Unit], 5),
    (&[Part::Index, Part::Factor], 5),
    (&[Part::Factor, Part::Average], 5),
    (&[Part::Average, Part::Total], 4),
];

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Factor => "factors",
            Self::Average => "averages",
            Self::Total => "totals",
            Self::Unit => "units",
        }
    }

    fn put(self, steps: &mut Steps, places: u32) {
        let slot = match self {
            Self::Index => &mut steps.index,
            Self::Factor => &mut steps.factor,
            Self::Average => &mut steps.average,
            Self::Total => &mut steps.total,
            Self::Unit => &mut steps.unit,
        };
        *slot = Some(places);
    }

    /// The fewest places that anybody keeps of it: an index or a factor with fewer is none.
    fn fewest(self) -> u32 {
        match self {
            Self::Index | Self::Factor => 2,
            _ => 0,
        }
    }

    /// How odd it is to keep so few places of it: indexes and factors are kept to three or four.
    fn odd(self, places: u32) -> u32 {
        match (self, places) {
            (Self::Index | Self::Factor, 3 | 4) => 0,
            (Self::Index | Self::Factor, _) => 2,
            (_, 0..=3) => 0,
            (_, 4) => 1,
            _ => 3,
        }
    }
}

/// Every set of places for some quantities.
fn places(parts: &[Part]) -> Vec<Vec<(Part, u32)>> {
    let mut sets = vec![Vec::new()];
    for part in parts {
        sets = sets
            .iter()
            .flat_map(|set| {
                (part.fewest()..=MOST_PLACES).map(move |places| {
                    let mut longer = set.clone();
                    longer.push((*part, places));
                    longer
                })
            })
            .collect();
    }
    sets
}

/// The same work rounded so; `indexed` holds those that have their index rounded already.
fn rounded(
    case: &Case<'_>,
    set: &[(Part, u32)],
    mode: RoundingMode,
    indexed: &[Option<Work>],
) -> Option<Work> {
    let mut work = match set.first() {
        Some((Part::Index, places)) => indexed.get(usize::try_from(*places).ok()?)?.clone()?,
        _ => case.work.clone(),
    };
    for (part, places) in set.iter().filter(|(part, _)| *part != Part::Index) {
        part.put(&mut work.rounding.steps, *places);
    }
    work.rounding.mode = mode;
    Some(work)
}

fn tried(case: &Case<'_>, mode: RoundingMode, sets: &[(&[Part], u32)]) -> Vec<Attempt> {
    let indexed: Vec<Option<Work>> =
        (0..=MOST_PLACES).map(|places| with_index_to(case.work, places, mode)).collect();
    let adds_units = !case.wright() && case.many_units();
    let mut attempts = Vec::new();
    for (parts, unlikely) in sets {
        if adds_units && parts.contains(&Part::Unit) {
            continue;
        }
        for set in places(parts) {
            let Some(work) = rounded(case, &set, mode, &indexed) else { continue };
            let said: Vec<String> = set
                .iter()
                .map(|(part, places)| {
                    let plural = if *places == 1 { "" } else { "s" };
                    format!("{} to {places} place{plural}", part.name())
                })
                .collect();
            let odd: u32 = set.iter().map(|(part, places)| part.odd(*places)).sum();
            attempts.push(case.ask_of(work).detail(said.join(", ")).unlikely(unlikely + odd));
        }
    }
    attempts
}

/// The same work with its index rounded to so many places.
pub(super) fn with_index_to(work: &Work, places: u32, mode: RoundingMode) -> Option<Work> {
    let mut rounding = work.rounding;
    rounding.steps.index = Some(places);
    rounding.mode = mode;
    Work::new(work.inputs().clone(), work.lines.clone(), work.currency, rounding).ok()
}

pub(super) fn half_up(case: &Case<'_>) -> Vec<Attempt> {
    tried(case, RoundingMode::HalfUp, &TOGETHER)
}

pub(super) fn half_up_thrice(case: &Case<'_>) -> Vec<Attempt> {
    let parts: &[Part] = &[Part::Average, Part::Total, Part::Unit];
    tried(case, RoundingMode::HalfUp, &[(parts, 0)])
}

pub(super) fn cut(case: &Case<'_>) -> Vec<Attempt> {
    tried(case, RoundingMode::Down, &TOGETHER)
}

/// Totals rounded in unlike ways before they are subtracted.
const UNLIKE: [(Steps, &str); 7] = {
    const NONE: Steps = Steps { index: None, factor: None, average: None, total: None, unit: None };
    [
        (NONE, "nothing rounded"),
        (Steps { average: Some(2), ..NONE }, "average to 2 places"),
        (Steps { average: Some(3), ..NONE }, "average to 3 places"),
        (Steps { factor: Some(4), ..NONE }, "factor to 4 places"),
        (Steps { factor: Some(4), average: Some(2), ..NONE }, "factor to 4 places and average to 2"),
        (Steps { factor: Some(3), average: Some(2), ..NONE }, "factor to 3 places and average to 2"),
        (Steps { total: Some(0), ..NONE }, "total to whole figures"),
    ]
};

pub(super) fn unevenly(case: &Case<'_>) -> Vec<Attempt> {
    let asks = matches!(case.question, Question::Unit { .. } | Question::SteadyState | Question::Lot(_));
    let Some(span) = case.span().filter(|span| asks && case.wright() && span.first > 1) else {
        return Vec::new();
    };
    let made =
        |steps: Steps, n: u64| Reckoner::new(&case.work.run, steps, case.work.rounding.mode).first(n).ok();
    let step = |n: u64, made: &FirstN, said: &str| {
        Step::new(
            format!("total of the first {n}, {said}"),
            "N × average",
            format!("{n} × {}", case.value(made.average)),
            case.value(made.total),
        )
    };
    let mut attempts = Vec::new();
    for (one, said) in UNLIKE {
        for (other, said_other) in UNLIKE.into_iter().filter(|(other, _)| *other != one) {
            let (Some(upper), Some(lower)) = (made(one, span.last), made(other, span.first - 1)) else {
                continue;
            };
            let less = upper.total - lower.total;
            let difference = Step::new(
                "difference of the totals",
                "total - total",
                format!("{} - {}", case.value(upper.total), case.value(lower.total)),
                case.value(less),
            );
            let steps =
                vec![step(span.last, &upper, said), step(span.first - 1, &lower, said_other), difference];
            let detail = format!("{} with {said}, {} with {said_other}", span.last, span.first - 1);
            attempts.extend(case.at_total(less, steps).map(|attempt| attempt.detail(detail)));
        }
    }
    attempts
}

pub(super) fn cut_at_the_end(case: &Case<'_>) -> Vec<Attempt> {
    ended(case, RoundingMode::Down)
}

pub(super) fn rounded_up_at_the_end(case: &Case<'_>) -> Vec<Attempt> {
    ended(case, RoundingMode::Up)
}

/// The right answer, its last rounding by another mode.
fn ended(case: &Case<'_>, mode: RoundingMode) -> Vec<Attempt> {
    let Ok(answered) = answer(case.work, case.question, case.of) else { return Vec::new() };
    let Some(right) = answered.headline() else { return Vec::new() };
    let mut steps = explain(case.work, &answered);
    steps.push(Step::new(
        format!("{}, {}", right.name, if mode == RoundingMode::Down { "cut off" } else { "rounded up" }),
        "the right answer, to fewer places",
        "",
        "",
    ));
    (0..=MOST_PLACES)
        .filter_map(|places| {
            let value = mode.round(right.unrounded, places);
            let figure = Figure { value, unrounded: value, exact: money::to_f64(value), ..right.clone() };
            Attempt::give_for(&figure, figure.exact, steps.clone())
        })
        .collect()
}

pub(super) fn rate_rounded(case: &Case<'_>) -> Vec<Attempt> {
    if case.inputs().known.is_empty() || matches!(case.question, Question::LearningRate) {
        return Vec::new();
    }
    (0..=2)
        .filter_map(|places| {
            let percent = money::round_f64(100.0 * case.rate(), places, RoundingMode::HalfUp).ok()?;
            let attempt = case.with_rate(money::to_f64(percent) / 100.0)?;
            Some(attempt.detail(format!("to {percent}%")))
        })
        .collect()
}

pub(super) fn printed_table(case: &Case<'_>) -> Vec<Attempt> {
    let Some(span) = case.span() else { return Vec::new() };
    let mut attempts = Vec::new();
    for places in TABLE_PLACES {
        let mut work = case.work.clone();
        work.rounding.steps = Steps { factor: Some(places), ..work.rounding.steps };
        attempts.push(case.ask_of(work).detail(format!("factors to {places} places")));
        let other = if case.wright() {
            sum_factor(case, span.last, places)
        } else {
            average_factor(case, span.last, places)
        };
        attempts.extend(other);
    }
    attempts
}

/// Wright's total from a table of cumulative factors, N^(1+b).
fn sum_factor(case: &Case<'_>, last: u64, places: u32) -> Option<Attempt> {
    let upto = |n: u64| -> Option<f64> {
        let factor = case.work.run.total(n).ok()? / case.first_unit();
        Some(money::to_f64(money::round_f64(factor, places, RoundingMode::HalfUp).ok()?))
    };
    let span = case.span().filter(|_| case.first_unit() > 0.0)?;
    let below = if span.first > 1 { upto(span.first - 1)? } else { 0.0 };
    let factor = decimal(upto(last)? - below).map(money::to_f64)?;
    let total = case.first_unit() * factor;
    let step = Step::new(
        format!("cumulative factor to {places} places"),
        "T1 × factor",
        format!("{} × {}", case.t1(), number(factor)),
        case.value(total),
    );
    Some(
        case.at_total(total, vec![step])?
            .detail(format!("cumulative factors to {places} places"))
            .unlikely(1),
    )
}

/// Crawford's average from a table of average factors.
fn average_factor(case: &Case<'_>, last: u64, places: u32) -> Option<Attempt> {
    if !matches!(case.question, Question::Average { .. } | Question::Total { .. }) || case.first_unit() <= 0.0
    {
        return None;
    }
    let exact = case.work.run.average(last).ok()? / case.first_unit();
    let factor = money::to_f64(money::round_f64(exact, places, RoundingMode::HalfUp).ok()?);
    let average = case.first_unit() * factor;
    let step = Step::new(
        format!("average factor to {places} places"),
        "T1 × factor",
        format!("{} × {}", case.t1(), number(factor)),
        case.each(average),
    );
    Some(case.at_each(average, vec![step])?.detail(format!("average factors to {places} places")).unlikely(1))
}
