#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use super::super::sample::{crawford, decimal, lot, stepped, work, wright};
use super::*;
use crate::curve::{Transition, TransitionKind};
use crate::question::rounded::MOST_ROUNDED_UNITS;
use crate::question::{CurveInputs, Form, Pace, Work};

fn reckoner(work: &Work) -> Reckoner<'_> {
    Reckoner::of(work)
}

#[test]
fn a_hundred_thousand_units_are_rounded_one_by_one_and_no_more() {
    let work = stepped(crawford("1", "1"), Steps { unit: Some(0), ..Steps::default() });
    let most = MOST_ROUNDED_UNITS;
    assert_eq!(reckoner(&work).first(most).unwrap().total, 100_000.0);
    let more = Error::TooManyRoundedUnits { units: most + 1, most };
    assert_eq!(reckoner(&work).first(most + 1), Err(more));
}

#[test]
fn rounded_units_past_a_decimal_have_no_sum() {
    // Two of 5e28 are past 7.9e28.
    let work = stepped(crawford("5e28", "1"), Steps { unit: Some(0), ..Steps::default() });
    assert_eq!(reckoner(&work).first(1).unwrap().total, 5e28);
    assert_eq!(reckoner(&work).first(2), Err(Error::too_large("the total")));
}

#[test]
fn a_later_leg_is_rounded_as_the_first_is() {
    // Two prototypes, and half their values from the curve's beginning on: 0.5 x 1 and 0.5 x 0.85.
    let transition = Transition { after: 2, kind: TransitionKind::Step { scale: 0.5, restart: Some(1.0) } };
    let form = Form { transitions: vec![transition], ..Form::default() };
    let inputs = CurveInputs { form, ..crawford("100", "0.85") };
    let rounded = stepped(inputs.clone(), Steps { factor: Some(1), ..Steps::default() });
    let (exact, rounded) = (work(inputs), rounded);
    let near = |value: f64, want: f64| assert!((value - want).abs() < 1e-9, "{value} {want}");
    near(reckoner(&exact).lot(lot(3, 4)).unwrap().total, 92.5);
    near(reckoner(&exact).one(4).unwrap().value, 42.5);
    // Factors of 0.925 and 0.425, to one place.
    near(reckoner(&rounded).lot(lot(3, 4)).unwrap().total, 90.0);
    near(reckoner(&rounded).one(4).unwrap().value, 40.0);
    let OneRoute::Leg { factor, .. } = reckoner(&exact).one(4).unwrap().route else { panic!() };
    near(factor, 0.425);
    // Across both legs: 100 + 85 + 50 + 42.5, and 90 for the latter two where they are rounded.
    let across = reckoner(&exact).first(4).unwrap();
    near(across.total, 277.5);
    near(across.average, 69.375);
    let FirstRoute::Parts(parts) = across.route else { panic!("{:?}", across.route) };
    assert_eq!(parts.iter().map(|part| part.lot).collect::<Vec<_>>(), [lot(1, 2), lot(3, 4)]);
    // The factors of the first two are 1.85, to one place 1.9.
    near(reckoner(&rounded).first(4).unwrap().total, 190.0 + 90.0);
}

#[test]
fn a_lot_past_learnings_end_is_what_is_learned_and_so_many_steady_units() {
    // Units of 60, 30, 20 and 15 h, and 15 h each from there on.
    let inputs = CurveInputs { ends_after: Some(4), ..crawford("60", "0.5") };
    let work = stepped(inputs, Steps { total: Some(2), ..Steps::default() });
    for (of, steady, total) in [(lot(3, 6), 2, 65.0), (lot(6, 8), 3, 45.0), (lot(5, 5), 1, 15.0)] {
        let made = reckoner(&work).lot(of).unwrap();
        let LotRoute::PastEnd { rest, .. } = made.route else { panic!("{made:?}") };
        assert_eq!((rest, made.total), (steady, total), "{of:?}");
    }
    // 125 for the four and 15 for each of three more.
    let seven = reckoner(&work).first(7).unwrap();
    assert_eq!((seven.total, seven.average), (170.0, 170.0 / 7.0));
}

#[test]
fn a_unit_is_the_difference_of_two_rounded_totals() {
    // CIMA P2, May 2010, question 1: 52.11 h for thirty and 51.27 h for 29 leave 0.84 h.
    let inputs = CurveInputs { index: Some(decimal("-0.5146")), ..wright("10", "0.70") };
    let work = stepped(inputs, Steps { average: Some(3), total: Some(2), ..Steps::default() });
    let totals = [29, 30].map(|units| reckoner(&work).first(units).unwrap().total);
    assert_eq!(totals, [51.27, 52.11]);
    assert_eq!(reckoner(&work).one(30).unwrap().value, 0.84);
    assert_eq!(reckoner(&work).lot(lot(30, 30)).unwrap().total, 0.84);
}

#[test]
fn a_lot_is_the_difference_of_two_rounded_sums_of_factors() {
    // At 50% they are 1 + 1/2 = 1.50 and 1.50 + 1/3 + 1/4 = 2.08, and 0.58 of 60 are 34.8.
    let work = stepped(crawford("60", "0.5"), Steps { factor: Some(2), ..Steps::default() });
    let made = reckoner(&work).lot(lot(3, 4)).unwrap();
    let LotRoute::Sum { factors, .. } = made.route else { panic!("{made:?}") };
    assert_eq!(factors, 0.58);
    assert!((made.total - 34.8).abs() < 1e-12, "{made:?}");
}

#[test]
fn a_production_rate_is_in_the_factor() {
    // Twice the rate at half the cost, and two units at 80%.
    let form = Form { pace: Some(Pace { index: -1.0, rates: vec![(1, 2.0)] }), ..Form::default() };
    let work = work(CurveInputs { form, ..wright("100", "0.8") });
    let first = reckoner(&work).first(2).unwrap();
    let FirstRoute::Wright { factor } = first.route else { panic!("{first:?}") };
    assert!((factor - 0.4).abs() < 1e-15 && (first.average - 40.0).abs() < 1e-13, "{first:?}");
}
