use super::super::sample::{at_an_hour, crawford, decimal, said, work};
use super::*;
use crate::question::{CurveInputs, Question, Steps, Trace, Work, answer};

/// Batches of ten, the n-th of 60/n hours: 60, 90, 110, 125, 137 together.
fn batches(rate: &str) -> CurveInputs {
    CurveInputs { batch_size: 10, ..crawford("60", rate) }
}

fn asked(work: &Work, limit: Limit) -> Result<Vec<String>, Error> {
    answer(work, &Question::Units(limit), Of::Time).map(|answer| said(&answer))
}

#[test]
fn a_limit_is_met_by_whole_batches_and_the_next_batch_proves_it() {
    let work = work(batches("0.5"));
    let total = Limit::Total(decimal("100"));
    let found = answer(&work, &Question::Units(total), Of::Time).unwrap();
    assert_eq!(said(&found), ["units: 20 units", "total time: 90 h", "total time at 30 units: 110 h"]);
    let Trace::Limit(trace) = found.trace else { panic!("{:?}", found.trace) };
    assert_eq!((trace.units, trace.beyond.unwrap().0), (20, 30));
    // 60/4 h a batch are 1.5 h a unit.
    assert_eq!(
        asked(&work, Limit::Unit(decimal("1.5"))).unwrap(),
        ["units: 40 units", "unit time: 1.5 h/unit", "unit time at 30 units: 2 h/unit"]
    );
}

#[test]
fn the_first_unit_has_no_unit_before_it() {
    let found = asked(&work(crawford("60", "0.5")), Limit::Average(decimal("60"))).unwrap();
    assert_eq!(found, ["units: 1 units", "average time: 60 h/unit"]);
}

#[test]
fn units_that_are_rounded_one_by_one_are_said_to_be_where_they_end() {
    let rounded = |rate: &str| {
        let mut work = work(crawford("60", rate));
        work.rounding.steps = Steps { unit: Some(2), ..Steps::default() };
        work
    };
    // Some 700 h in all: units are 0.00 h from number 12,001 on, as 60/x is below 0.005 there.
    let all = asked(&rounded("0.5"), Limit::Total(decimal("100000"))).unwrap_err().to_string();
    assert!(
        all.starts_with(
            "every number of units up to 100000, as many as are rounded one by one, meets this limit: the total of 100000 units is "
        ),
        "{all}"
    );
    let none = asked(&rounded("1"), Limit::Average(decimal("59"))).unwrap_err().to_string();
    assert_eq!(
        none,
        "no number of units up to 100000, as many as are rounded one by one, meets this limit: the average time starts at \
         60 h/unit; in the end it is 60 h/unit"
    );
    // Beyond half of what there may be the next stride goes too far, and the answer lies before it: 60 h each.
    let found = asked(&rounded("1"), Limit::Total(decimal("4800000"))).unwrap();
    assert_eq!(found[0], "units: 80,000 units");
    // A unit alone is rounded alone.
    // They are rounded one by one up to where learning ends, and from there on all are the same: 60 h each.
    let mut ends = work(CurveInputs { ends_after: Some(90_000), ..crawford("60", "1") });
    ends.rounding.steps = Steps { unit: Some(2), ..Steps::default() };
    let found = asked(&ends, Limit::Total(decimal("7200000"))).unwrap();
    assert_eq!(found[0], "units: 120,000 units");
    let mut ends = work(CurveInputs { ends_after: Some(150_000), ..crawford("60", "1") });
    ends.rounding.steps = Steps { unit: Some(2), ..Steps::default() };
    let found = asked(&ends, Limit::Total(decimal("4800000"))).unwrap();
    assert_eq!(found[0], "units: 80,000 units");
    let unit = asked(&rounded("0.5"), Limit::Unit(decimal("0"))).unwrap();
    assert_eq!(unit[0], "units: 12,001 units");
}

#[test]
fn a_limit_that_all_or_none_meet_says_why() {
    let why = |work: &Work, limit| asked(work, limit).unwrap_err().to_string();
    let total = Limit::Total(decimal("50"));
    assert_eq!(
        why(&work(batches("0.5")), total),
        "no number of units meets this limit: the first batch of 10 already takes 60 h"
    );
    assert_eq!(
        why(&work(crawford("60", "0.5")), total),
        "no number of units meets this limit: the first unit already takes 60 h"
    );
    // At 3.125% later units are so short that all of them together stay below twice the first.
    let all = why(&work(batches("0.03125")), Limit::Total(decimal("120")));
    assert!(
        all.starts_with("every number of units meets this limit: the total of 1000000000000000 units is 62."),
        "{all}"
    );
    let unit = Limit::Unit(decimal("10"));
    assert_eq!(
        why(&work(crawford("60", "1")), unit),
        "no number of units meets this limit: the unit time starts at 60 h/unit; even in the end it is 60 h/unit"
    );
    let ends = CurveInputs { ends_after: Some(2), ..crawford("60", "0.5") };
    assert_eq!(
        why(&work(ends), unit),
        "no number of units meets this limit: the unit time starts at 60 h/unit; learning ends, and it never falls below 30 h/unit"
    );
}

#[test]
fn a_stretch_without_an_answer_leaves_the_next_to_be_searched() {
    let mut check = |n: u64| n >= 6;
    let mut unit = |n: u64| n >= 5;
    assert_eq!(first_within(&[(1, 4), (5, 8)], false, &mut check, &mut unit), Some(6));
}

fn break_even(work: &Work, price: &str, fixed: &str) -> Result<Vec<String>, Error> {
    let question = Question::BreakEven { price: decimal(price), fixed: decimal(fixed) };
    answer(work, &question, Of::Cost).map(|answer| said(&answer))
}

#[test]
fn a_break_even_is_of_whole_batches() {
    // At 20 an hour: 1200, 600, 400, 300, 240, 200 a batch, and a batch brings in 500.
    assert_eq!(
        break_even(&at_an_hour(batches("0.5"), "20"), "50", "0").unwrap(),
        [
            "units: 60 units",
            "contribution: 60.00 money",
            "revenue: 3,000.00 money",
            "total cost: 2,940.00 money",
            "contribution at 50 units: -240.00 money"
        ]
    );
}

#[test]
fn a_break_even_of_batches_that_rise_lies_where_they_still_pay() {
    // The n-th batch costs 20n and brings in 120: 100, 180, 240, 280, 300, 300, 280, 240 are left.
    let rising = at_an_hour(CurveInputs { batch_size: 10, ..crawford("1", "2") }, "20");
    let found = break_even(&rising, "12", "300").unwrap();
    assert_eq!(found[..2], ["units: 50 units", "contribution: 300.00 money"]);
    // No batch pays: the last of 1e14 costs 20e14.
    let why = break_even(&rising, "1", "0").unwrap_err().to_string();
    assert_eq!(
        why,
        "no number of units meets this limit: a unit costs 200,000,000,000,000.00 money/unit in the end, and the price is 1.00 money/unit"
    );
}

#[test]
fn a_break_even_at_the_first_unit_has_nothing_before_it() {
    let found = break_even(&at_an_hour(crawford("3", "0.5"), "20"), "100", "0").unwrap();
    assert_eq!(
        found,
        ["units: 1 units", "contribution: 40.00 money", "revenue: 100.00 money", "total cost: 60.00 money"]
    );
}
