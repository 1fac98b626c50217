#![expect(
    clippy::float_cmp,
    clippy::unnecessary_wraps,
    reason = "what is exact is compared exactly; ends go where an option goes"
)]

use super::super::Shape;
use super::*;
use proptest::prelude::*;

const WRIGHT: Basis = Basis::CumulativeAverage;
const CRAWFORD: Basis = Basis::Unit;

fn average(units: u64, value: f64) -> Fact {
    Fact::Average { units, value }
}

fn total(units: u64, value: f64) -> Fact {
    Fact::Total { units, value }
}

fn unit(number: u64, value: f64) -> Fact {
    Fact::Unit { number, value }
}

fn ends(after: u64, steady_state: SteadyState) -> Option<LearningEnd> {
    Some(LearningEnd { after, steady_state })
}

/// What a curve has for the fact's units, in place of the fact's value.
fn seen(run: &Run, fact: Fact) -> Fact {
    let value = fact.on(run).unwrap();
    match fact {
        Fact::Average { units, .. } => average(units, value),
        Fact::Total { units, .. } => total(units, value),
        Fact::Unit { number, .. } => unit(number, value),
        Fact::Lot { lot, .. } => Fact::Lot { lot, value },
    }
}

fn run(basis: Basis, b: f64, first_unit: f64, end: Option<LearningEnd>) -> Run {
    Outline::power_law(basis, end).run(Index::new(b).unwrap(), first_unit).unwrap()
}

#[test]
fn averages_of_8_and_7_over_one_doubling_are_exactly_87_5_percent() {
    let found =
        solve_index_and_first_unit(&Outline::power_law(WRIGHT, None), average(1, 8.0), average(2, 7.0))
            .unwrap();
    assert!(found.learning_rate().ratio() == 0.875, "{found:?}");
    assert!(found.first_unit == 8.0);
    assert_eq!(found.route, Route::ClosedForm);
}

#[test]
fn six_hours_that_average_3_3_over_16_are_a_rate_of_86_1173529963367_percent() {
    let found = solve_index(&Outline::power_law(WRIGHT, None), 6.0, average(16, 3.3)).unwrap();
    let rate = found.learning_rate().ratio();
    assert!((rate - 0.861_173_529_963_367).abs() < 1e-15, "{rate}");
}

#[test]
fn two_unit_times_under_wright_find_the_index_by_a_root() {
    let known = run(WRIGHT, -0.322, 50.0, None);
    let (one, two) = (seen(&known, unit(2, 1.0)), seen(&known, unit(40, 1.0)));
    let found = solve_index_and_first_unit(&Outline::power_law(WRIGHT, None), one, two).unwrap();
    assert_eq!(found.route, Route::RootFound);
    assert!((found.index.value() + 0.322).abs() < 1e-12);
    assert!((found.first_unit - 50.0).abs() < 1e-10);
}

#[test]
fn a_root_just_above_minus_one_is_found_under_wright() {
    let found =
        solve_index_and_first_unit(&Outline::power_law(WRIGHT, None), unit(1, 100.0), unit(2, 0.5)).unwrap();
    assert!((found.index.value() - (1.005_f64.log2() - 1.0)).abs() < 1e-12, "{found:?}");
}

#[test]
fn of_two_indexes_that_fit_the_one_of_learning_is_taken_and_the_other_told() {
    let known = run(WRIGHT, -0.05, 10.0, None);
    let (one, two) = (seen(&known, unit(5, 1.0)), seen(&known, total(10, 1.0)));
    let found = solve_index_and_first_unit(&Outline::power_law(WRIGHT, None), one, two).unwrap();
    assert!((found.index.value() + 0.05).abs() < 1e-9, "{found:?}");
    let [other] = found.also[..] else { panic!("{found:?}") };
    assert!(other > 0.5, "{found:?}");
    let at_other =
        solve_first_unit(&Outline::power_law(WRIGHT, None), Index::new(other).unwrap(), one).unwrap();
    let again = seen(&run(WRIGHT, other, at_other, None), two);
    assert!((again.value() / two.value() - 1.0).abs() < 1e-12);
}

#[test]
fn two_indexes_within_one_step_of_the_search_are_both_found() {
    let excess = |b: f64| (b - 0.0051) * (b - 0.0061);
    let grid: Vec<(f64, f64)> =
        (-64..=64).map(|step| f64::from(step) / 64.0).map(|b| (b, excess(b))).collect();
    let roots = search::roots(excess, &grid);
    assert_eq!(roots.len(), 2, "{roots:?}");
    assert!((roots[0] - 0.0051).abs() < 1e-12 && (roots[1] - 0.0061).abs() < 1e-12);
}

#[test]
fn a_value_out_of_reach_is_refused_with_what_would_be_in_reach() {
    let refused =
        solve_index_and_first_unit(&Outline::power_law(WRIGHT, None), average(1, 8.0), average(2, 40.0));
    assert_eq!(refused, Err(Error::NoIndexFits { one: 8.0, two: 40.0, low: 0.25, high: 32.0 }));
    let refused = solve_index(&Outline::power_law(CRAWFORD, None), 10.0, total(2, 9.0));
    let Err(Error::NoIndexFits { low, high, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert!((low - 10.3125).abs() < 1e-12 && (high - 50.0).abs() < 1e-12, "{low} {high}");
}

#[test]
fn the_same_fact_twice_and_facts_that_differ_are_told_apart() {
    let (one, same, other) = (average(4, 10.0), total(4, 40.0), total(4, 41.0));
    let solve = |two| solve_index_and_first_unit(&Outline::power_law(WRIGHT, None), one, two);
    assert_eq!(solve(same), Err(Error::SameFact));
    assert_eq!(solve(other), Err(Error::ContradictoryFacts { one: 10.0, two: 41.0 }));
}

#[test]
fn two_units_past_the_end_are_one_fact() {
    let end = ends(100, SteadyState::LastUnit);
    let solve = |value| {
        solve_index_and_first_unit(&Outline::power_law(WRIGHT, end), unit(150, 5.0), unit(200, value))
    };
    assert_eq!(solve(5.0), Err(Error::SameFact));
    assert_eq!(solve(6.0), Err(Error::ContradictoryFacts { one: 5.0, two: 6.0 }));
}

#[test]
fn a_unit_past_a_given_steady_state_says_nothing_of_the_curve() {
    let end = ends(100, SteadyState::Given(5.0));
    assert_eq!(
        solve_index(&Outline::power_law(WRIGHT, end), 20.0, unit(101, 5.0)),
        Err(Error::FactPastLearning { value: 5.0, after: 100 })
    );
}

#[test]
fn a_total_below_what_a_given_steady_state_takes_fits_no_first_unit() {
    let end = ends(100, SteadyState::Given(5.0));
    let index = Index::new(-0.3).unwrap();
    assert_eq!(
        solve_first_unit(&Outline::power_law(WRIGHT, end), index, total(200, 499.0)),
        Err(Error::NoFirstUnitFits { value: 499.0, index: -0.3 })
    );
}

#[test]
fn values_of_zero_or_less_are_refused() {
    for value in [0.0, -1.0, f64::INFINITY] {
        let refused = solve_index(&Outline::power_law(WRIGHT, None), 6.0, average(16, value));
        assert_eq!(refused, Err(Error::Fact { value }));
    }
    assert!(solve_index(&Outline::power_law(WRIGHT, None), 0.0, average(16, 3.0)).is_err());
    assert_eq!(
        solve_index(&Outline::power_law(WRIGHT, None), 6.0, average(0, 3.0)),
        Err(Error::Units { units: 0 })
    );
}

fn any_fact() -> impl Strategy<Value = Fact> {
    prop_oneof![
        (1_u64..500).prop_map(|units| average(units, 1.0)),
        (1_u64..500).prop_map(|units| total(units, 1.0)),
        (1_u64..500).prop_map(|number| unit(number, 1.0)),
        (1_u64..300, 0_u64..200)
            .prop_map(|(first, more)| Fact::Lot { lot: Lot::new(first, first + more).unwrap(), value: 1.0 }),
    ]
}

fn any_end() -> impl Strategy<Value = Option<LearningEnd>> {
    prop_oneof![
        Just(None),
        (1_u64..400).prop_map(|after| ends(after, SteadyState::LastUnit)),
        (1_u64..400).prop_map(|after| ends(after, SteadyState::Average)),
        (1_u64..200).prop_map(|half| ends(2 * half, SteadyState::LastDoubling)),
    ]
}

proptest! {
    #[test]
    fn solving_for_the_first_unit_inverts_the_curve(
        crawford: bool, b in -0.95_f64..0.5, first_unit in 0.01_f64..1e6, end in any_end(), fact in any_fact(),
    ) {
        let basis = if crawford { CRAWFORD } else { WRIGHT };
        let fact = seen(&run(basis, b, first_unit, end), fact);
        let found = solve_first_unit(&Outline::power_law(basis, end), Index::new(b).unwrap(), fact).unwrap();
        prop_assert!((found / first_unit - 1.0).abs() < 1e-14, "{found}");
    }

    #[test]
    fn solving_for_the_index_gives_a_curve_through_both_facts(
        crawford: bool, b in -0.95_f64..0.5, first_unit in 0.01_f64..1e6, end in any_end(), one in any_fact(), two in any_fact(),
    ) {
        let basis = if crawford { CRAWFORD } else { WRIGHT };
        let known = run(basis, b, first_unit, end);
        let (one, two) = (seen(&known, one), seen(&known, two));
        match solve_index_and_first_unit(&Outline::power_law(basis, end), one, two) {
            Ok(found) => {
                let again = run(basis, found.index.value(), found.first_unit, end);
                for fact in [one, two] {
                    let value = seen(&again, fact).value();
                    prop_assert!((value / fact.value() - 1.0).abs() < 1e-11, "{fact:?}: {value} of {found:?}");
                }
                let all = [&found.also[..], &[found.index.value()]].concat();
                let nearest = all.iter().map(|other| (other - b).abs()).fold(1.0, f64::min);
                prop_assert!(found.also.is_empty() || nearest < 1e-3, "{found:?}");
            }
            Err(Error::SameFact | Error::SeveralIndexesFit { .. }) => {}
            Err(other) => prop_assert!(false, "{other}: {one:?} {two:?}"),
        }
    }
}

/// Points so near one another that their ratio rounds to few digits or none; in 50 digits.
#[test]
#[expect(clippy::excessive_precision, reason = "the digits that were computed, more than a double holds")]
fn points_near_one_another_give_all_digits_of_the_index() {
    let two = |basis, (x1, y1), (x2, y2)| {
        let fact = |x, y| match basis {
            Basis::Unit => Fact::Unit { number: x, value: y },
            Basis::CumulativeAverage => Fact::Average { units: x, value: y },
        };
        solve_index_and_first_unit(&Outline::power_law(basis, None), fact(x1, y1), fact(x2, y2)).unwrap()
    };
    let close = |got: f64, want: f64| assert!((got / want - 1.0).abs() < 1e-15, "{got:e} for {want:e}");
    let near = two(Basis::Unit, (1_000, 10.0), (1_001, 9.99));
    close(near.index.value(), -1.001_000_500_416_937_25);
    close(near.learning_rate().ratio(), 0.499_653_373_184_133_498);
    let flat =
        two(Basis::CumulativeAverage, (185, 1_202.414_069_467_240_3), (36_541, 1_202.414_069_467_240_6));
    close(flat.index.value(), 3.577_441_841_407_238_52e-17);
    let far = two(
        Basis::CumulativeAverage,
        (277_739_472_700_238, 15.843_948_053_885_898),
        (277_739_472_700_241, 15.843_948_053_885_914),
    );
    close(far.index.value(), 0.093_416_945_743_170_328);
}

fn lot_of(first: u64, last: u64, value: f64) -> Fact {
    Fact::Lot { lot: Lot::new(first, last).unwrap(), value }
}

#[test]
fn facts_that_are_points_of_the_power_law_are_solved_in_closed_form() {
    // Each says the same of a curve of 87.5% that starts at 8: the first takes 8, two take 7 on average, four 6.125.
    let wright = [
        average(2, 7.0),
        total(2, 14.0),
        lot_of(1, 2, 14.0),
        average(4, 6.125),
        total(4, 24.5),
        lot_of(1, 4, 24.5),
    ];
    let crawford = [unit(2, 7.0), unit(4, 6.125)];
    let ones = [unit(1, 8.0), average(1, 8.0), total(1, 8.0), lot_of(1, 1, 8.0)];
    for (basis, points) in [(WRIGHT, &wright[..]), (CRAWFORD, &crawford)] {
        for end in [None, ends(4, SteadyState::LastUnit)] {
            let outline = Outline::power_law(basis, end);
            for (one, two) in ones.iter().flat_map(|one| points.iter().map(move |two| (*one, *two))) {
                let found = solve_index_and_first_unit(&outline, one, two).unwrap();
                assert_eq!(found.route, Route::ClosedForm, "{one:?} {two:?}");
                assert!((found.learning_rate().ratio() - 0.875).abs() < 1e-15, "{found:?}");
                assert!((found.first_unit - 8.0).abs() < 1e-14, "{found:?}");
            }
        }
    }
}

#[test]
fn other_facts_and_those_past_learnings_end_are_solved_by_a_root() {
    let found = |basis, end, fact| {
        solve_index_and_first_unit(&Outline::power_law(basis, end), unit(1, 8.0), fact).unwrap().route
    };
    for (basis, fact) in [
        (WRIGHT, unit(2, 6.0)),
        (WRIGHT, lot_of(2, 3, 11.0)),
        (CRAWFORD, average(2, 7.5)),
        (CRAWFORD, total(2, 15.0)),
        (CRAWFORD, lot_of(1, 2, 15.0)),
        (CRAWFORD, lot_of(2, 3, 13.0)),
    ] {
        assert_eq!(found(basis, None, fact), Route::RootFound, "{basis:?} {fact:?}");
    }
    assert_eq!(found(WRIGHT, ends(4, SteadyState::LastUnit), average(4, 6.125)), Route::ClosedForm);
    assert_eq!(found(WRIGHT, ends(3, SteadyState::LastUnit), average(4, 6.125)), Route::RootFound);
}

#[test]
fn what_is_in_reach_is_told_in_the_words_of_the_fact_whatever_the_first_one_is_about() {
    // From 2 to 8 units are two doublings: 8 falls to 8 × 2^-10 at most and rises to 8 × 2^4.
    let outline = Outline::power_law(WRIGHT, None);
    let refused = solve_index_and_first_unit(&outline, average(2, 8.0), average(8, 200.0));
    assert_eq!(refused, Err(Error::NoIndexFits { one: 8.0, two: 200.0, low: 0.007_812_5, high: 128.0 }));
    // As a total of 8 units, eight times as much.
    let refused = solve_index_and_first_unit(&outline, average(2, 8.0), total(8, 1600.0));
    assert_eq!(refused, Err(Error::NoIndexFits { one: 8.0, two: 1600.0, low: 0.0625, high: 1024.0 }));
    // The later fact first: 8 at 8 units is at most 8 × 2^10 at 2.
    let refused = solve_index_and_first_unit(&outline, average(8, 8.0), average(2, 1e4));
    assert_eq!(refused, Err(Error::NoIndexFits { one: 8.0, two: 1e4, low: 0.5, high: 8192.0 }));
}

#[test]
fn two_later_points_give_the_first_unit_of_a_pace() {
    // 80% from 100: 64 at unit 4 and 51.2 at unit 8; at a pace of 1.25 these are 80 and 64.
    let outline = Outline { pace: 1.25, ..Outline::power_law(CRAWFORD, None) };
    for (one, two) in [(unit(4, 80.0), unit(8, 64.0)), (unit(16, 51.2), unit(4, 80.0))] {
        let found = solve_index_and_first_unit(&outline, one, two).unwrap();
        assert!((found.first_unit - 100.0).abs() < 1e-12, "{found:?}");
        assert!((found.learning_rate().ratio() - 0.8).abs() < 1e-15, "{found:?}");
    }
    let found = solve_index(&outline, 100.0, unit(8, 64.0)).unwrap();
    assert!((found.first_unit - 100.0).abs() < 1e-12 && (found.learning_rate().ratio() - 0.8).abs() < 1e-15);
}

#[test]
fn an_index_is_found_where_the_first_units_multiple_is_given() {
    // Stanford-B, 4 units of experience: (x + 4)^b × 100.
    let outline = Outline::plain(CRAWFORD, Shape::of_model("stanford-b").unwrap().with("prior_units", 4.0));
    let value = 100.0 * 10_f64.powf(0.85_f64.log2());
    let found = solve_index(&outline, 100.0, unit(6, value)).unwrap();
    assert!((found.learning_rate().ratio() - 0.85).abs() < 1e-13, "{found:?}");
    assert_eq!((found.first_unit, found.route), (100.0, Route::RootFound));
    let pegels = Outline::plain(CRAWFORD, Shape::of_model("pegels").unwrap());
    assert_eq!(solve_index(&pegels, 100.0, unit(6, 50.0)), Err(Error::NoIndex));
    assert_eq!(solve_index_and_first_unit(&pegels, unit(1, 100.0), unit(6, 50.0)), Err(Error::NoIndex));
}

#[test]
fn a_first_unit_is_found_above_a_floor_in_hours() {
    // Hours of 100 at 80% that go down to 40: 64 at unit 4, the floor from unit 18 on.
    let index = Index::new(0.8_f64.log2()).unwrap();
    let outline =
        Outline { floor: Some(40.0), ..Outline::plain(CRAWFORD, Shape::of_model("plateau").unwrap()) };
    let first = solve_first_unit(&outline, index, unit(4, 64.0)).unwrap();
    assert!((first - 100.0).abs() < 1e-10, "{first}");
    let sum: f64 = (1..=30).map(|x| (100.0 * f64::from(x).powf(0.8_f64.log2())).max(40.0)).sum();
    let first = solve_first_unit(&outline, index, total(30, sum)).unwrap();
    assert!((first - 100.0).abs() < 1e-10, "{first}");
    // Very small and very large ones are still in reach.
    for size in [1e-7, 1e8] {
        let outline = Outline { floor: Some(0.4 * size), ..outline.clone() };
        let first = solve_first_unit(&outline, index, unit(4, 0.64 * size)).unwrap();
        assert!((first / size - 1.0).abs() < 1e-12, "{first}");
    }
    let pegels = Shape::Pegels { ratio: 0.9, floor: 0.0 };
    let outline = Outline { floor: Some(20.0), ..Outline::plain(CRAWFORD, pegels) };
    let first = solve_first_unit(&outline, Index::NONE, unit(2, 92.0)).unwrap();
    assert!((first - 100.0).abs() < 1e-10, "{first}");
    assert!(matches!(
        solve_first_unit(&outline, Index::NONE, unit(2, 19.0)),
        Err(Error::NoFirstUnitFits { .. })
    ));
}

#[test]
fn a_steady_state_that_is_given_is_taken_off_before_the_first_unit_is_found() {
    // 80% from 50: 50 + 40 for two, then 5 for each of eight more.
    let outline = Outline::power_law(CRAWFORD, ends(2, SteadyState::Given(5.0)));
    let index = Index::new(0.8_f64.log2()).unwrap();
    for fact in [total(10, 130.0), average(10, 13.0), lot_of(2, 10, 80.0)] {
        let first = solve_first_unit(&outline, index, fact).unwrap();
        assert!((first - 50.0).abs() < 1e-12, "{fact:?}: {first}");
    }
    let past = solve_first_unit(&outline, index, lot_of(3, 4, 10.0));
    assert_eq!(past, Err(Error::FactPastLearning { value: 10.0, after: 2 }));
    assert!(solve_first_unit(&outline, index, unit(2, 40.0)).is_ok());
}

#[test]
fn a_steady_state_that_is_given_costs_a_long_run_no_digit() {
    // With b = -1/2 a million million units take T1 times a million; ten more take 1 each.
    let outline = Outline::power_law(WRIGHT, ends(1_000_000_000_000, SteadyState::Given(1.0)));
    let first = solve_first_unit(&outline, Index::new(-0.5).unwrap(), total(1_000_000_000_010, 50_000_010.0));
    assert!((first.unwrap() - 50.0).abs() < 1e-12);
}
