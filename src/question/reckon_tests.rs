use super::super::sample::{crawford, lot, stepped, work};
use super::*;
use crate::curve::{Transition, TransitionKind};
use crate::question::{CurveInputs, Form, Work};

fn reckoner(work: &Work) -> Reckoner<'_> {
    Reckoner::new(&work.run, work.rounding.steps, work.rounding.mode)
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
}
