#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use std::cell::Cell;

use super::super::sample::{crawford, decimal, lot, stepped};
use super::*;
use crate::curve::{Transition, TransitionKind};
use crate::question::reckon::Reckoner;
use crate::question::{CurveInputs, Form, Work};

const TO_CENTS: Steps = Steps { index: None, factor: None, average: None, total: None, unit: Some(2) };

/// 60 h by 80%, with its later legs from units 5 and 9 on, and an end after the twelfth.
fn broken() -> Work {
    let step = |after| Transition { after, kind: TransitionKind::Step { scale: 0.5, restart: Some(1.0) } };
    let form = Form { transitions: vec![step(4), step(8)], ..Form::default() };
    stepped(CurveInputs { form, ends_after: Some(12), ..crawford("60", "0.8") }, TO_CENTS)
}

#[test]
fn sums_are_those_of_units_added_one_by_one_whatever_was_asked_before() {
    let work = broken();
    let reckoner = Reckoner::of(&work);
    let alone = |first: u64, last: u64| -> f64 {
        let units = (first..=last).map(|unit| money::from_f64(reckoner.one(unit).unwrap().value).unwrap());
        money::to_f64(units.sum())
    };
    for (first, last) in [(1, 7), (1, 3), (5, 8), (1, 20), (6, 7), (1, 15), (9, 11), (1, 16), (4, 14)] {
        assert_eq!(reckoner.lot(lot(first, last)).unwrap().total, alone(first, last), "{first} to {last}");
        assert_eq!(reckoner.first(last).unwrap().total, alone(1, last), "the first {last}");
    }
}

#[test]
fn each_unit_is_rounded_once_for_all_counts_that_are_asked() {
    let work = broken();
    let (asked, sums) = (Cell::new(0), RoundedSums::default());
    let total = |part| {
        let one = |_| {
            asked.set(asked.get() + 1);
            Ok(0.25)
        };
        sums.total((&work.run, TO_CENTS, RoundingMode::HalfUp), part, one).unwrap()
    };
    let totals: Vec<f64> = (1..=4).map(|last| total(lot(1, last))).collect();
    assert_eq!((totals, asked.get()), (vec![0.25, 0.5, 0.75, 1.0], 4));
    // From unit 5 on there is another leg, whose sums begin anew; those of lots within one are not kept.
    assert_eq!((total(lot(5, 6)), total(lot(5, 5)), asked.get()), (0.5, 0.25, 6));
    assert_eq!((total(lot(2, 3)), total(lot(2, 3)), asked.get()), (0.5, 0.5, 10));
}

#[test]
fn sums_of_another_curve_or_other_places_are_begun_anew() {
    let mut work = stepped(crawford("60", "0.8"), TO_CENTS);
    assert_eq!(Reckoner::of(&work).first(2).unwrap().total, 108.0);
    work.rounding.steps.unit = Some(0);
    work.run = stepped(crawford("60.4", "0.8"), TO_CENTS).run;
    // 60.4 and 48.32.
    assert_eq!(Reckoner::of(&work).first(2).unwrap().total, 108.0);
    work.run = stepped(crawford("60.6", "0.8"), TO_CENTS).run;
    // 60.6 and 48.48.
    assert_eq!(Reckoner::of(&work).first(2).unwrap().total, 109.0);
    work.rounding.steps.unit = Some(1);
    assert_eq!(Reckoner::of(&work).first(2).unwrap().total, 109.1);
    assert_eq!(work.clone().rounded_sums, work.rounded_sums);
    assert_eq!(decimal("109.1"), add(decimal("60.6"), 48.5).unwrap());
}
