use super::super::{Floor, LearningEnd, LearningRate, Lot, SteadyState};
use super::*;

fn rate(ratio: f64) -> Index {
    LearningRate::new(ratio).unwrap().index()
}

fn with(basis: Basis, transitions: Vec<Transition>) -> Outline {
    Outline { transitions, ..Outline::power_law(basis, None) }
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-13, "{found}, not {expected}");
}

#[test]
fn a_floor_in_hours_is_a_share_of_the_first_unit_within_the_shapes_bounds() {
    let shape = Shape::Pegels { ratio: 0.9, floor: 0.0 };
    let outline = Outline { floor: Some(20.0), ..Outline::plain(Basis::Unit, shape) };
    // (1 - C) 0.9^(x - 1) + C with C 20/100: 0.8 × 0.9 + 0.2 at unit 2.
    near(outline.run(Index::NONE, 100.0).unwrap().unit(2).unwrap(), 92.0);
    // C is 0 to 1: the first unit is at least the floor, and nothing bounds it from above.
    let (low, high) = outline.first_units();
    assert!(low > 20.0 && low < 20.0 * (1.0 + 1e-14), "{low}");
    assert!(high.is_infinite());
    assert!(outline.run(Index::NONE, low).is_ok());
    let levy = Shape::of_model("levy").unwrap();
    let outline = Outline { floor: Some(20.0), ..Outline::plain(Basis::Unit, levy) };
    let (low, high) = outline.first_units();
    // C is 1e-9 to 1e9.
    assert!(low > 2e-8 && low < 2e-8 * (1.0 + 1e-14), "{low}");
    assert!(high < 2e10 && high > 2e10 * (1.0 - 1e-14), "{high}");
    assert_eq!(Outline::power_law(Basis::Unit, None).first_units(), (0.0, f64::INFINITY));
}

#[test]
fn a_first_unit_of_nothing_has_no_floor_above_it() {
    let run = |floor| {
        let shape = Shape::of_model("plateau").unwrap();
        Outline { floor: Some(floor), ..Outline::plain(Basis::Unit, shape) }.run(rate(0.8), 0.0)
    };
    assert_eq!(run(20.0), Err(Error::FloorOfNothing));
    assert_eq!(run(0.0).unwrap().total(10), Ok(0.0));
}

#[test]
fn what_is_a_power_law_and_what_is_in_proportion_is_told_by_what_interrupts() {
    let pace = Transition { after: 5, kind: TransitionKind::Pace(0.9) };
    let forget = Transition { after: 5, kind: TransitionKind::Forgetting { time: 10.0, total: 900.0 } };
    let plain = Outline::power_law(Basis::Unit, None);
    assert!(plain.is_power_law() && plain.is_linear());
    let paced = with(Basis::Unit, vec![pace]);
    assert!(!paced.is_power_law() && paced.is_linear());
    let forgetful = with(Basis::Unit, vec![pace, forget]);
    assert!(!forgetful.is_power_law() && !forgetful.is_linear());
    let floored =
        Outline { floor: Some(3.0), ..Outline::plain(Basis::Unit, Shape::of_model("plateau").unwrap()) };
    assert!(!floored.is_power_law() && !floored.is_linear());
}

#[test]
fn a_new_rate_starts_from_the_value_reached() {
    let turned = Transition { after: 8, kind: TransitionKind::Rate(rate(0.9)) };
    let run = with(Basis::Unit, vec![turned]).run(rate(0.8), 100.0).unwrap();
    near(run.unit(8).unwrap(), 51.2);
    // 51.2 at unit 8, and 90% of it at each doubling from there.
    near(run.unit(16).unwrap(), 51.2 * 0.9);
    near(run.unit(32).unwrap(), 51.2 * 0.81);
    assert_eq!(run.legs().len(), 2);
    assert!(
        matches!(run.passages(), [Passage::Rate { after: 8, value, .. }] if (value / 51.2 - 1.0).abs() < 1e-13)
    );
    // On another level, the value is that of the level.
    let step = Transition { after: 4, kind: TransitionKind::Step { scale: 0.5, restart: None } };
    let run = with(Basis::Unit, vec![step, turned]).run(rate(0.8), 100.0).unwrap();
    near(run.unit(16).unwrap(), 25.6 * 0.9);
    assert!(matches!(run.passages()[1], Passage::Rate { value, .. } if (value / 25.6 - 1.0).abs() < 1e-13));
}

#[test]
fn steps_and_paces_multiply_and_each_replaces_its_own_kind() {
    let step = |after, scale, restart| Transition { after, kind: TransitionKind::Step { scale, restart } };
    let pace = |after, pace| Transition { after, kind: TransitionKind::Pace(pace) };
    let outline = Outline {
        pace: 1.25,
        ..with(Basis::Unit, vec![step(1, 0.5, None), pace(3, 2.0), step(7, 3.0, Some(4.0))])
    };
    let run = outline.run(rate(0.8), 100.0).unwrap();
    near(run.unit(1).unwrap(), 125.0);
    near(run.unit(2).unwrap(), 80.0 * 1.25 * 0.5);
    near(run.unit(4).unwrap(), 64.0 * 0.5 * 2.0);
    // Back at position 4 of the curve, at three times its level and twice for its pace.
    near(run.unit(8).unwrap(), 64.0 * 3.0 * 2.0);
    near(run.unit(12).unwrap(), 51.2 * 6.0);
    let zero = with(Basis::Unit, vec![step(1, 0.0, None)]).run(rate(0.8), 100.0);
    assert_eq!(zero, Err(Error::Parameter { name: "step", value: 0.0, low: 0.0, high: f64::MAX }));
    let endless = with(Basis::Unit, vec![step(1, f64::INFINITY, None)]).run(rate(0.8), 100.0);
    assert!(matches!(endless, Err(Error::Parameter { name: "step", .. })));
}

#[test]
fn transitions_come_in_their_order_and_before_learnings_end() {
    let pace = |after| Transition { after, kind: TransitionKind::Pace(0.9) };
    let ordered = with(Basis::Unit, vec![pace(5), pace(5), pace(9)]).run(rate(0.8), 100.0).unwrap();
    assert_eq!(ordered.legs().iter().map(|leg| leg.first).collect::<Vec<_>>(), [1, 6, 10]);
    assert_eq!(ordered.passages().len(), 3);
    let wrong = with(Basis::Unit, vec![pace(5), pace(4)]).run(rate(0.8), 100.0);
    assert_eq!(wrong, Err(Error::TransitionOrder { after: 4 }));
    let end = Some(LearningEnd { after: 5, steady_state: SteadyState::LastUnit });
    let ended = |after| Outline { end, ..with(Basis::Unit, vec![pace(after)]) }.run(rate(0.8), 100.0);
    assert!(ended(4).is_ok());
    assert_eq!(ended(5), Err(Error::LearningHasEnded { after: 5, end: 5 }));
    assert_eq!(ended(6), Err(Error::LearningHasEnded { after: 6, end: 5 }));
}

#[test]
fn forgetting_needs_a_power_law_of_the_unit_theory_that_learns_and_a_break_of_some_length() {
    let forget =
        |time, total| vec![Transition { after: 10, kind: TransitionKind::Forgetting { time, total } }];
    let run = |basis, index, time, total| with(basis, forget(time, total)).run(index, 100.0);
    let refused = Err(Error::Forgetting { after: 10 });
    assert!(run(Basis::Unit, rate(0.8), 50.0, 900.0).is_ok());
    // A break of no length forgets nothing.
    let none = run(Basis::Unit, rate(0.8), 0.0, 900.0).unwrap();
    near(none.unit(11).unwrap(), 100.0 * 11_f64.powf(0.8_f64.log2()));
    for (basis, index, time, total) in [
        (Basis::CumulativeAverage, rate(0.8), 50.0, 900.0),
        (Basis::Unit, rate(1.0), 50.0, 900.0),
        (Basis::Unit, rate(1.1), 50.0, 900.0),
        (Basis::Unit, rate(0.5), 50.0, 900.0),
        (Basis::Unit, rate(0.8), -1.0, 900.0),
        (Basis::Unit, rate(0.8), 50.0, 0.0),
        (Basis::Unit, rate(0.8), 50.0, -1.0),
    ] {
        assert_eq!(run(basis, index, time, total), refused, "{basis:?} {index:?} {time} {total}");
    }
}

#[test]
fn a_midpoint_past_a_step_is_counted_in_units_of_the_run() {
    let step = Transition { after: 10, kind: TransitionKind::Step { scale: 2.0, restart: Some(3.0) } };
    let run = with(Basis::Unit, vec![step]).run(rate(0.8), 100.0).unwrap();
    let lot = Lot::new(11, 30).unwrap();
    let middle = run.midpoint(lot).unwrap();
    // Unit 11 is position 3: at 8 units less, the curve's own midpoint of positions 3 to 22.
    let plain = Outline::power_law(Basis::Unit, None).run(rate(0.8), 100.0).unwrap();
    near(middle, plain.midpoint(Lot::new(3, 22).unwrap()).unwrap() + 8.0);
    assert_eq!(run.midpoint(Lot::new(12, 12).unwrap()), Ok(12.0));
    assert_eq!(run.midpoint(Lot::new(5, 15).unwrap()), Err(Error::NoMidpoint { first: 5, last: 15 }));
    // A lot that runs past learning's end still has a unit that takes its average.
    let end = Some(LearningEnd { after: 20, steady_state: SteadyState::LastUnit });
    let ended = Outline { end, ..with(Basis::Unit, vec![step]) }.run(rate(0.8), 100.0).unwrap();
    let middle = ended.midpoint(Lot::new(11, 25).unwrap()).unwrap();
    let average = ended.lot(Lot::new(11, 25).unwrap()).unwrap() / 15.0;
    near(200.0 * (middle - 8.0).powf(0.8_f64.log2()), average);
    assert_eq!(ended.midpoint(Lot::new(22, 25).unwrap()), Err(Error::NoMidpoint { first: 22, last: 25 }));
}

#[test]
fn a_run_reaches_as_far_as_its_table_and_no_other_ends() {
    assert_eq!(
        Outline::power_law(Basis::Unit, None).run(rate(0.8), 1.0).unwrap().reach(),
        1_000_000_000_000_000
    );
    let floor = Shape::Plateau { index: rate(0.8), floor: 0.3, form: Floor::Hard };
    assert_eq!(
        Outline::plain(Basis::Unit, floor).run(rate(0.8), 1.0).unwrap().reach(),
        1_000_000_000_000_000
    );
}

#[test]
fn a_midpoint_on_a_later_leg_is_counted_in_units_of_the_run() {
    // From unit 11 on production begins again where unit 1 was.
    let step = Transition { after: 10, kind: TransitionKind::Step { scale: 0.5, restart: Some(1.0) } };
    let run = with(Basis::Unit, vec![step]).run(rate(0.8), 100.0).unwrap();
    let plain = Outline::power_law(Basis::Unit, None).run(rate(0.8), 100.0).unwrap();
    let lot = |first, last| Lot::new(first, last).unwrap();
    near(run.midpoint(lot(13, 30)).unwrap(), 10.0 + plain.midpoint(lot(3, 20)).unwrap());
    // Across the step several units might have the average.
    let across = lot(6, 15);
    assert_eq!(run.midpoint(across), Err(Error::NoMidpoint { first: 6, last: 15 }));
    assert_eq!(run.midpoint(across), Err(Error::NoMidpoint { first: 6, last: 15 }));
    // Units 6 to 10 fall from 56 to 48, and unit 11 takes 50: the average is among them.
    assert_eq!(run.midpoint(lot(6, 11)), Err(Error::NoMidpoint { first: 6, last: 11 }));
}

#[test]
fn a_midpoint_is_a_unit_that_learns() {
    // Units of 60, 30, 20 and 15 h, and then 10 h each: 12.5 h on average for the fourth and the fifth, as at 4.8 were there one.
    let end = LearningEnd { after: 4, steady_state: SteadyState::Given(10.0) };
    let run = Outline::power_law(Basis::Unit, Some(end)).run(rate(0.5), 60.0).unwrap();
    let lot = |first, last| Lot::new(first, last).unwrap();
    assert_eq!(run.midpoint(lot(4, 5)), Err(Error::NoMidpoint { first: 4, last: 5 }));
    // 30, 20, 15 and 10 are 18.75 on average, as unit 3.2.
    near(run.midpoint(lot(2, 5)).unwrap(), 3.2);
}
