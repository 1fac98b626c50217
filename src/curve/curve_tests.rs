#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use super::*;
use proptest::prelude::*;

const WRIGHT: Basis = Basis::CumulativeAverage;
const CRAWFORD: Basis = Basis::Unit;

fn curve(basis: Basis, b: f64, first_unit: f64) -> Curve {
    let shape = Shape::PowerLaw { index: Index::new(b).unwrap() };
    Curve::new(basis, shape, first_unit).unwrap()
}

fn lot(first: u64, last: u64) -> Lot {
    Lot::new(first, last).unwrap()
}

fn ends(curve: &Curve, after: u64, steady_state: SteadyState) -> Result<Run, Error> {
    let end = LearningEnd { after, steady_state };
    let outline = Outline { end: Some(end), ..Outline::plain(curve.basis(), curve.shape().clone()) };
    outline.run(curve.index().unwrap(), curve.first_unit())
}

#[track_caller]
fn close(got: f64, want: f64, relative: f64) {
    assert!(((got - want) / want).abs() <= relative, "{got} for {want}, off by {:e}", (got - want) / want);
}

#[test]
fn units_of_an_80_percent_curve_match_printed_coefficients() {
    let curve = curve(CRAWFORD, 0.8_f64.log2(), 1.0);
    for (number, printed) in [(10, 0.476_509_9), (100, 0.227_061_7), (1000, 0.108_197_1)] {
        close(curve.unit(number).unwrap(), printed, 5e-7);
    }
}

#[test]
fn exact_midpoints_match_the_checked_values() {
    for (rate, first, last, midpoint) in
        [(0.80, 1, 10, 4.168_860), (0.70, 1, 10, 3.950_075), (0.75, 201, 500, 334.610_466)]
    {
        let curve = curve(CRAWFORD, f64::log2(rate), 1.0);
        close(curve.midpoint(lot(first, last)).unwrap(), midpoint, 2e-7);
    }
}

#[test]
fn heuristic_midpoints_match_the_checked_values() {
    let index = LearningRate::new(0.8).unwrap().index();
    let integral = midpoint::half_unit_integral(lot(1, 10), index).unwrap();
    close(integral, 4.114_587, 2e-7);
    close(midpoint::algebraic(lot(1, 10)), 4.3311, 1e-5);
    let at = |x: f64| x.powf(index.value()) / (curve(CRAWFORD, index.value(), 1.0).average(10).unwrap());
    close(at(integral) - 1.0, 0.0042, 0.02);
    close(at(midpoint::algebraic(lot(1, 10))) - 1.0, -0.0122, 0.02);
}

#[test]
fn the_integral_midpoint_does_not_jump_where_its_form_changes_near_b_0() {
    for lot in [lot(1, 10), lot(1, 1_000_000), lot(1_000_000, 1_000_100)] {
        let at = |b| midpoint::half_unit_integral(lot, Index::new(b).unwrap());
        for edge in [0.05, -0.05] {
            close(at(edge * (1.0 - 1e-12)).unwrap(), at(edge * (1.0 + 1e-12)).unwrap(), 1e-12);
        }
        close(at(1e-12).unwrap(), at(-1e-12).unwrap(), 1e-10);
        assert_eq!(at(0.0), None);
    }
}

#[test]
fn the_midpoint_at_b_0_is_the_geometric_mean_and_at_minus_1_the_harmonic() {
    let cube = |a: f64| a.powf(1.0 / 3.0);
    close(curve(CRAWFORD, 0.0, 1.0).midpoint(lot(2, 4)).unwrap(), cube(24.0), 1e-14);
    let harmonic = 3.0 / (1.0 / 2.0 + 1.0 / 3.0 + 1.0 / 4.0);
    close(curve(CRAWFORD, -1.0, 1.0).midpoint(lot(2, 4)).unwrap(), harmonic, 1e-14);
}

#[test]
fn wright_at_50_percent_has_no_midpoint_and_units_that_cost_nothing() {
    let curve = curve(WRIGHT, -1.0, 10.0);
    assert!(curve.unit(7).unwrap() == 0.0);
    assert!(curve.total(7).unwrap() == 10.0);
    assert_eq!(curve.midpoint(lot(2, 9)), Err(Error::NoMidpoint { first: 2, last: 9 }));
}

/// The middle to 22 digits, by bisection in 700: products with so small a b have few digits.
#[test]
fn wrights_midpoint_keeps_its_digits_where_hardly_anything_is_learned() {
    let lot = lot(917_866, 933_027_023_467_050);
    for (b, middle) in [
        (2.7e-299, 343_241_466_993_939.22),
        (1e-25, 343_241_466_993_939.22),
        (1e-19, 343_241_466_993_939.22),
        (1e-10, 343_241_467_011_101.3),
        (0.0, 343_241_466_993_939.22),
    ] {
        let found = midpoint::exact(WRIGHT, Index::new(b).unwrap(), lot).unwrap();
        assert!((found / middle - 1.0).abs() < 1e-15, "{found} for {b}");
    }
}

#[test]
fn wright_below_50_percent_has_units_that_cost_less_than_nothing() {
    close(curve(WRIGHT, -2.0, 10.0).unit(2).unwrap(), -5.0, 1e-15);
}

#[test]
fn the_derivative_is_as_far_from_wrights_unit_as_checked() {
    let b = 0.8_f64.log2();
    let curve = curve(WRIGHT, b, 1.0);
    for (number, off) in [(1, -0.32), (2, -0.096), (10, -0.0166), (100, -0.001_61), (1000, -0.000_161)] {
        let approximate = (1.0 + b) * count(number).powf(b);
        close(approximate / curve.unit(number).unwrap() - 1.0, off, 0.01);
    }
}

#[test]
fn wrights_unit_meets_its_derivative_far_out_where_subtraction_would_not() {
    for rate in [0.6, 0.8, 0.95] {
        let b = f64::log2(rate);
        let unit = curve(WRIGHT, b, 1.0).unit(1_000_000_000).unwrap();
        close((1.0 + b) * 1e9_f64.powf(b), unit, 4e-10);
    }
}

#[test]
fn the_least_unit_at_most_30_is_the_43rd_under_crawford_and_the_14th_under_wright() {
    let b = 0.8_f64.log2();
    for (basis, number) in [(CRAWFORD, 43), (WRIGHT, 14)] {
        let curve = curve(basis, b, 100.0);
        let fits = |n| curve.unit(n).unwrap() <= 30.0;
        assert_eq!(crate::root::first_true(1, MAX_UNITS, fits), Some(number));
    }
    close(curve(WRIGHT, b, 100.0).unit(14).unwrap(), 29.338, 2e-5);
    close(curve(WRIGHT, b, 100.0).unit(13).unwrap(), 30.075, 2e-5);
}

#[test]
fn a_budget_of_10000_makes_890_units_under_wright_and_508_under_crawford() {
    let b = 0.8_f64.log2();
    for (basis, units) in [(WRIGHT, 890), (CRAWFORD, 508)] {
        let curve = curve(basis, b, 100.0);
        let fits = |n| curve.total(n).unwrap() <= 10_000.0;
        assert_eq!(crate::root::last_true(1, MAX_UNITS, fits), Some(units));
    }
    close(curve(CRAWFORD, b, 100.0).total(508).unwrap(), 9_992.61, 1e-6);
}

#[test]
fn learning_that_ends_with_unit_100_costs_the_published_steady_state_and_total() {
    for (b, steady, total) in
        [(-0.152, 18.964_421, 6_027.549_559), (0.9_f64.log2(), 18.964_082, 6_027.449_915)]
    {
        let run = ends(&curve(WRIGHT, b, 45.0), 100, SteadyState::LastUnit).unwrap();
        close(run.steady_state().unwrap(), steady, 3e-8);
        close(run.total(300).unwrap(), total, 1e-10);
        close(run.unit(300).unwrap(), steady, 3e-8);
        close(run.average(300).unwrap(), total / 300.0, 1e-10);
    }
}

#[test]
fn every_steady_state_is_what_its_name_says() {
    let curve = curve(WRIGHT, -0.3, 12.0);
    let state = |state| ends(&curve, 64, state).unwrap().steady_state().unwrap();
    let total = |n| curve.total(n).unwrap();
    close(state(SteadyState::LastUnit), total(64) - total(63), 1e-13);
    close(state(SteadyState::Average), total(64) / 64.0, 1e-15);
    close(state(SteadyState::LastDoubling), (total(64) - total(32)) / 32.0, 1e-14);
    close(state(SteadyState::Given(2.5)), 2.5, 0.0);
    assert_eq!(ends(&curve, 63, SteadyState::LastDoubling), Err(Error::OddDoubling { after: 63 }));
    assert_eq!(ends(&curve, 64, SteadyState::Given(-1.0)), Err(Error::SteadyState { value: -1.0 }));
    assert_eq!(ends(&curve, 0, SteadyState::LastUnit), Err(Error::Units { units: 0 }));
}

#[test]
fn a_lot_across_the_end_has_a_midpoint_within_learning_and_one_past_it_none() {
    for basis in [CRAWFORD, WRIGHT] {
        let run = ends(&curve(basis, -0.3, 12.0), 100, SteadyState::LastUnit).unwrap();
        let midpoint = run.midpoint(lot(51, 200)).unwrap();
        let average = run.lot(lot(51, 200)).unwrap() / 150.0;
        let near = |n: f64| {
            if basis == CRAWFORD { 12.0 * n.powf(-0.3) } else { 12.0 * (n.powf(0.7) - (n - 1.0).powf(0.7)) }
        };
        assert!((51.0..=100.0).contains(&midpoint));
        close(near(midpoint), average, 1e-13);
        assert_eq!(run.midpoint(lot(101, 200)), Err(Error::NoMidpoint { first: 101, last: 200 }));
        close(run.midpoint(lot(1, 100)).unwrap(), run.curve().midpoint(lot(1, 100)).unwrap(), 0.0);
    }
}

#[test]
fn units_outside_1_to_1e15_are_refused_with_their_number() {
    let curve = curve(CRAWFORD, -0.3, 1.0);
    for units in [0, MAX_UNITS + 1, u64::MAX] {
        assert_eq!(curve.unit(units), Err(Error::Units { units }));
        assert_eq!(curve.total(units), Err(Error::Units { units }));
        assert_eq!(curve.average(units), Err(Error::Units { units }));
    }
    assert_eq!(Lot::new(9, 8), Err(Error::Lot { first: 9, last: 8 }));
    assert!(Curve::new(CRAWFORD, curve.shape().clone(), f64::NAN).is_err());
    assert!(Index::new(f64::NAN).is_err() && LearningRate::new(f64::NAN).is_err());
}

fn any_curve() -> impl Strategy<Value = Curve> {
    (any::<bool>(), -5.0_f64..=2.0, 0.01_f64..1e6)
        .prop_map(|(crawford, b, first)| curve(if crawford { CRAWFORD } else { WRIGHT }, b, first))
}

/// A number of units of any size, as likely small as large.
fn any_units() -> impl Strategy<Value = u64> {
    (0_u32..=49).prop_flat_map(|bits| (1_u64 << bits)..(2_u64 << bits)).prop_map(|n| n.min(MAX_UNITS))
}

#[test]
fn a_lots_factor_is_the_sum_of_the_shape() {
    let index = Index::new(-1.0).unwrap();
    let curve = Curve::new(CRAWFORD, Shape::PowerLaw { index }, 60.0).unwrap();
    // 1/2 + 1/3 + 1/4.
    assert!((curve.lot_factor(lot(2, 4)) * 12.0 - 13.0).abs() < 1e-14);
    assert!((curve.lot_factor(lot(1, 1)) - 1.0).abs() < 1e-15);
}

#[test]
fn a_curve_by_a_table_goes_no_farther_than_its_rows() {
    let table = FactorTable::new(Some(vec![(1.0, 1.0), (4.0, 0.7)]), None).unwrap();
    let curve = Curve::new(CRAWFORD, Shape::Factors(table.into()), 10.0).unwrap();
    assert!((curve.unit(3).unwrap() - 8.0).abs() < 1e-14);
    assert!((curve.total(4).unwrap() - 34.0).abs() < 1e-13);
    let outside = Err(Error::OutsideTable { unit: 5, first: 1, last: 4 });
    assert_eq!(curve.unit(5), outside);
    assert_eq!(curve.total(5), outside);
    assert_eq!(curve.lot(lot(2, 5)), outside);
    assert_eq!(curve.midpoint(lot(2, 5)), outside);
}

#[test]
fn wrights_three_factors_come_from_one_power() {
    // 80%: the average of 4 is 0.64, the total 2.56, and of 3 it is 3^(1 + b).
    let b = 0.8_f64.log2();
    let [average, total, unit] = wright(b, 4.0);
    assert!((average - 0.64).abs() < 1e-15 && (total - 2.56).abs() < 4e-15, "{average} {total}");
    assert!((unit - (2.56 - 3_f64.powf(1.0 + b))).abs() < 4e-15, "{unit}");
    assert_eq!(wright(b, 1.0), [1.0; 3]);
}

proptest! {
    #[test]
    fn lots_that_adjoin_add_up(curve in any_curve(), mut cuts in prop::array::uniform3(any_units())) {
        cuts.sort_unstable();
        let [first, middle, last] = cuts;
        prop_assume!(middle < last);
        let whole = curve.lot(lot(first, last)).unwrap();
        let (left, right) = (curve.lot(lot(first, middle)).unwrap(), curve.lot(lot(middle + 1, last)).unwrap());
        // Wright's parts differ in sign below 50%, where the sum can be less than either.
        let size = left.abs() + right.abs();
        prop_assert!((left + right - whole).abs() <= 1e-14 * size, "{left} + {right} for {whole}");
    }

    #[test]
    fn a_unit_is_a_lot_of_one(curve in any_curve(), number in any_units()) {
        let (unit, lot) = (curve.unit(number).unwrap(), curve.lot(lot(number, number)).unwrap());
        prop_assert!((unit - lot).abs() <= 1e-15 * unit.abs());
    }

    #[test]
    fn the_first_unit_is_the_first_unit(curve in any_curve()) {
        let first = curve.first_unit();
        prop_assert_eq!(curve.unit(1).unwrap(), first);
        prop_assert_eq!(curve.total(1).unwrap(), first);
        prop_assert_eq!(curve.average(1).unwrap(), first);
    }

    #[test]
    fn the_total_is_the_average_times_the_units(curve in any_curve(), units in any_units()) {
        let (total, average) = (curve.total(units).unwrap(), curve.average(units).unwrap());
        prop_assert!((average * count(units) / total - 1.0).abs() < 1e-15);
    }

    #[test]
    fn doubling_costs_the_rate(curve in any_curve(), units in 1_u64..500_000_000_000_000) {
        let of = |n| match curve.basis() {
            Basis::Unit => curve.unit(n).unwrap(),
            Basis::CumulativeAverage => curve.average(n).unwrap(),
        };
        let rate = curve.index().unwrap().learning_rate().ratio();
        prop_assert!((of(2) / (rate * of(1)) - 1.0).abs() < 1e-15);
        prop_assert!((of(2 * units) / (rate * of(units)) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_midpoint_lies_in_its_lot(curve in any_curve(), ends in prop::array::uniform2(any_units())) {
        let lot = lot(ends[0].min(ends[1]), ends[0].max(ends[1]));
        match curve.midpoint(lot) {
            Ok(midpoint) => prop_assert!((count(lot.first())..=count(lot.last())).contains(&midpoint), "{midpoint}"),
            Err(refused) => {
                prop_assert!(curve.basis() == WRIGHT && curve.index().unwrap().value() <= -1.0 && lot.first() == 1, "{refused}");
            }
        }
    }

    #[test]
    fn a_curve_scales_with_its_first_unit(curve in any_curve(), units in any_units(), scale in 0.001_f64..1e3) {
        let scaled = Curve::new(curve.basis(), curve.shape().clone(), scale * curve.first_unit()).unwrap();
        prop_assert!((scaled.total(units).unwrap() / (scale * curve.total(units).unwrap()) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_run_is_its_curve_until_learning_ends_and_flat_after(
        curve in any_curve(), after in 1_u64..1000, more in 1_u64..1_000_000,
    ) {
        let run = ends(&curve, after, SteadyState::LastUnit).unwrap();
        let steady = run.steady_state().unwrap();
        prop_assert_eq!(run.total(after), curve.total(after));
        prop_assert_eq!(run.unit(after + more).unwrap(), steady);
        let (whole, learning) = (run.total(after + more).unwrap(), curve.total(after).unwrap());
        let rest = count(more) * steady;
        prop_assert!((learning + rest - whole).abs() <= 1e-14 * (learning.abs() + rest.abs()));
    }

    #[test]
    fn a_rate_is_the_index_and_back(ratio in 0.031_25_f64..4.0) {
        let rate = LearningRate::new(ratio).unwrap();
        prop_assert!((rate.index().learning_rate().ratio() / ratio - 1.0).abs() < 1e-15);
    }
}
