use super::*;
use crate::fit::{Options, fit};

/// A line with an intercept that is not below 0, through points that would have it at -3.
struct Held {
    most: f64,
}

impl Problem for Held {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::between("intercept", 0.0, self.most), Parameter::free("slope")]
    }

    fn observations(&self) -> usize {
        4
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        for ((into, x), y) in into.iter_mut().zip([1.0, 2.0, 3.0, 4.0]).zip([-1.0, 1.0, 3.0, 5.0]) {
            *into = at[0] + at[1] * x - y;
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![vec![1.0, 1.0]]
    }
}

#[test]
fn what_does_not_settle_stays_and_has_its_residuals() {
    let (mut at, mut into) = ([2.0, 1.0], [0.0; 4]);
    Held { most: 10.0 }.settle(&mut at, &mut into);
    // 2 + x less -1, 1, 3 and 5.
    assert_eq!((at, into), ([2.0, 1.0], [4.0, 3.0, 2.0, 1.0]));
}

#[test]
fn a_parameter_held_at_nought_is_at_its_bound_whether_or_not_there_is_another() {
    for most in [10.0, f64::INFINITY] {
        let fit = fit(&Held { most }, &Options::default()).unwrap();
        assert!(fit.estimates[0].at_bound, "{most}: {:?}", fit.estimates);
        // Through the origin the slope is Σxy / Σx² = 30/30, the squares 4 + 1 + 0 + 1, its error √(6/3/30).
        let slope = &fit.estimates[1];
        assert!((slope.value - 1.0).abs() < 1e-9, "{slope:?}");
        assert!((slope.std_error.unwrap() - (6.0_f64 / 3.0 / 30.0).sqrt()).abs() < 1e-9, "{slope:?}");
    }
}

const INFINITE: f64 = f64::INFINITY;

fn between(low: f64, high: f64) -> Parameter {
    Parameter::between("p", low, high)
}

#[test]
fn a_value_near_a_bound_is_within_a_twentieth_of_the_way() {
    for (low, high) in [(10.0, 30.0), (-30.0, -10.0), (0.0, 20.0), (1.0, 10_000.0), (-2.0, 1e6)] {
        let at = |share: f64| between(low, high).near_bound(low + share * (high - low));
        assert_eq!(at(0.0), Some(low));
        assert_eq!(at(0.0499), Some(low));
        assert_eq!(at(0.0501), None);
        assert_eq!(at(0.5), None);
        assert_eq!(at(0.9499), None);
        assert_eq!(at(0.9501), Some(high));
        assert_eq!(at(1.0), Some(high));
    }
    for (low, high) in [(-INFINITE, INFINITE), (0.0, INFINITE), (-INFINITE, 5.0)] {
        assert_eq!(between(low, high).near_bound(0.0), None);
        assert_eq!(between(low, high).near_bound(5.0), None);
    }
}

#[test]
fn a_value_near_a_bound_is_counted_in_decades_where_bounds_are_decades_apart() {
    // From 1e-6 to 1e14: twenty decades, of which one is a twentieth.
    let decades = between(1e-6, 1e14);
    assert_eq!(decades.near_bound(9.9e-6), Some(1e-6));
    assert_eq!(decades.near_bound(1.01e-5), None);
    assert_eq!(decades.near_bound(1e4), None);
    assert_eq!(decades.near_bound(0.99e13), None);
    assert_eq!(decades.near_bound(1.01e13), Some(1e14));
    // From 1e-6 to 1e6: twelve decades, of which 0.6 are a twentieth; 10^0.6 is 3.98.
    let twelve = between(1e-6, 1e6);
    assert_eq!([3.9e-6, 4.1e-6, 1e3].map(|at| twelve.near_bound(at)), [Some(1e-6), None, None]);
    // From 100 to 1000 is only one, though the two make 1e5 together.
    assert_eq!(between(100.0, 1_000.0).near_bound(140.0), Some(100.0));
}

#[test]
fn a_value_at_a_bound_is_within_a_billionth() {
    let ordinary = between(-5.0, 15.0);
    // The width between the bounds is 20.
    assert!(
        ordinary.is_at_bound(-5.0)
            && ordinary.is_at_bound(-5.0 + 1.9e-8)
            && ordinary.is_at_bound(15.0 - 1.9e-8)
    );
    assert!(!ordinary.is_at_bound(-5.0 + 2.1e-8) && !ordinary.is_at_bound(15.0 - 2.1e-8));
    // Above 0 each bound is its own measure, whether or not there is another.
    let positive = between(1e-6, 1e6);
    assert!(positive.is_at_bound(1e-6 + 0.9e-15) && !positive.is_at_bound(1e-6 + 1.1e-15));
    assert!(positive.is_at_bound(1e6 - 0.9e-3) && !positive.is_at_bound(1e6 - 1.1e-3));
    let above = between(-40.0, INFINITE);
    assert!(above.is_at_bound(-40.0 + 3.9e-8) && !above.is_at_bound(-40.0 + 4.1e-8));
    let small = between(0.0, INFINITE);
    assert!(small.is_at_bound(0.9e-9) && !small.is_at_bound(1.1e-9));
    assert!(!between(-INFINITE, INFINITE).is_at_bound(0.0));
}

#[test]
fn a_value_at_a_bound_is_moved_a_hundredth_of_the_way_inside() {
    #[track_caller]
    fn moved(low: f64, high: f64, from: f64, expected: f64) {
        let found = between(low, high).off_its_bounds(from);
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{found}, not {expected}");
    }
    moved(-5.0, 15.0, -5.0, -4.8);
    moved(-5.0, 15.0, 15.0, 14.8);
    moved(-5.0, 15.0, 3.0, 3.0);
    moved(2.0, 12.0, 2.0, 2.1);
    // A hundredth of the way in decades: 1e-6 × (1e20)^0.01.
    moved(1e-6, 1e14, 1e-6, 1e-6 * 10_f64.powf(0.2));
    moved(1e-6, 1e14, 1e14, 1e14 * 10_f64.powf(-0.2));
    moved(1e-6, 1e6, 1e-6, 1e-6 * 10_f64.powf(0.12));
    moved(100.0, 1_000.0, 100.0, 109.0);
    moved(-30.0, -10.0, -30.0, -29.8);
    moved(2.0, 2.5, 2.0, 2.005);
    moved(2.0, 2.5, 2.5, 2.495);
    moved(0.0, 1e9, 0.0, 1e7);
    // With one bound alone, a hundredth of it or of 1.
    moved(-40.0, INFINITE, -40.0, -39.6);
    moved(0.0, INFINITE, 0.0, 0.01);
    moved(-INFINITE, 40.0, 40.0, 39.6);
    moved(-INFINITE, 0.5, 0.5, 0.49);
    moved(-INFINITE, INFINITE, 7.0, 7.0);
}
