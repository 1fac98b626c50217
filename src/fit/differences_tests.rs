#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use super::*;

#[test]
fn rough_slopes_are_good_to_eight_digits_at_bounds_too() {
    let slope = |parameter: Parameter, at: f64| {
        let mut slope = [0.0];
        differentiate_roughly(|at, into| into[0] = at[0].exp(), &[parameter], &[at], 1, &mut slope);
        slope[0] / at.exp() - 1.0
    };
    for at in [-3.0, 0.0, 0.5, 2.0] {
        assert!(slope(Parameter::free("x"), at).abs() < 1e-8, "{at}");
        assert!(slope(Parameter::between("x", at, 9.0), at).abs() < 1e-8, "{at} at its low bound");
        assert!(slope(Parameter::between("x", -9.0, at), at).abs() < 1e-8, "{at} at its high bound");
    }
}

fn slope_of(f: impl Fn(f64) -> f64, parameter: Parameter, at: f64) -> f64 {
    let mut slope = [0.0];
    differentiate(|at, into| into[0] = f(at[0]), &[parameter], &[at], 1, &mut slope);
    slope[0]
}

#[test]
fn a_peak_that_is_narrow_beside_its_place_is_differentiated_as_well() {
    // d/dx exp(-(x - 450)²/2) at 451 is -exp(-1/2); a step of 0.3 would see the whole peak.
    let slope = slope_of(|x| (-0.5 * (x - 450.0).powi(2)).exp(), Parameter::free("x"), 451.0);
    assert!((slope / -(-0.5_f64).exp() - 1.0).abs() < 1e-9, "{slope}");
}

#[test]
fn a_value_at_its_bound_is_differentiated_from_inside() {
    let root = |x: f64| if x < 1.0 { f64::NAN } else { x.powf(1.5) };
    let slope = slope_of(root, Parameter::between("x", 1.0, 9.0), 1.0);
    assert!((slope - 1.5).abs() < 1e-9, "{slope}");
    let slope =
        slope_of(|x: f64| if x > 9.0 { f64::NAN } else { x.ln() }, Parameter::between("x", 1.0, 9.0), 9.0);
    assert!((slope - 1.0 / 9.0).abs() < 1e-11, "{slope}");
}

#[test]
fn a_parameter_that_moves_nothing_has_slope_nought() {
    assert_eq!(slope_of(|_| 3.0, Parameter::free("x"), 2.0).to_bits(), 0);
}

/// The slope of `f` at `at`, and where it was asked.
fn asked(f: impl Fn(f64) -> f64, parameter: Parameter, at: f64) -> (f64, Vec<f64>) {
    let places = std::cell::RefCell::new(Vec::new());
    let slope = slope_of(
        |x| {
            places.borrow_mut().push(x);
            f(x)
        },
        parameter,
        at,
    );
    (slope, places.into_inner())
}

#[test]
fn a_smooth_slope_costs_one_set_of_places_about_the_point() {
    for (low, high) in [(f64::NEG_INFINITY, f64::INFINITY), (1.0, 3.0), (0.0, f64::INFINITY)] {
        let (slope, places) = asked(f64::exp, Parameter::between("x", low, high), 2.0);
        assert!((slope / 2.0_f64.exp() - 1.0).abs() < 2e-12, "{slope}");
        // Four places, 0.0007 of 2 apart.
        let steps: Vec<f64> = places.iter().map(|place| (place - 2.0) / 1.4e-3).collect();
        assert_eq!(steps.len(), 4);
        assert!(
            steps.iter().zip([-2.0, -1.0, 1.0, 2.0]).all(|(one, other)| (one - other).abs() < 1e-9),
            "{steps:?}"
        );
    }
}

#[test]
fn a_value_beside_a_bound_is_differentiated_without_crossing_it() {
    let boxes = [
        // Two steps fit on one side, or less than two, or none.
        (2.0 - 3e-3, 9.0),
        (2.0 - 2e-3, 9.0),
        (2.0 - 1e-4, 9.0),
        (2.0 - 1e-6, 9.0),
        (2.0, 9.0),
        (0.0, 2.0 + 2e-3),
        (0.0, 2.0 + 1e-4),
        (0.0, 2.0 + 1e-6),
        (0.0, 2.0),
        (1.9, 2.0),
        (2.0, 2.1),
        // Neither side has room for two steps.
        (2.0 - 1e-4, 2.0 + 1e-4),
        (2.0 - 1e-4, 2.0 + 3e-4),
    ];
    for (low, high) in boxes {
        let (slope, places) = asked(f64::ln, Parameter::between("x", low, high), 2.0);
        assert!(places.iter().all(|place| (low..=high).contains(place)), "{low} {high}: {places:?}");
        assert!((slope - 0.5).abs() < 1e-10, "{low} {high}: {slope}");
    }
}

#[test]
fn columns_differ_by_a_share_of_the_firsts_length() {
    assert_eq!(difference(&[3.0, 4.0], &[3.0, 4.0]), 0.0);
    assert_eq!(difference(&[3.0, 4.0], &[0.0, 0.0]), 1.0);
    assert_eq!(difference(&[0.0, 2.0], &[0.0, 1.0]), 0.5);
    assert_eq!(difference(&[0.0, 0.0], &[0.0, 0.0]), 0.0);
    assert_eq!(difference(&[0.0, 0.0], &[0.0, 1.0]), f64::INFINITY);
    assert_eq!(difference(&[f64::NAN, 1.0], &[0.0, 1.0]), f64::INFINITY);
}

#[test]
fn each_parameters_column_is_its_own() {
    let mut flat = [0.0; 6];
    let values = |at: &[f64], into: &mut [f64]| {
        into.copy_from_slice(&[at[0] * at[1], at[0] + 3.0 * at[1], at[1].exp()]);
    };
    differentiate(values, &[Parameter::free("x"), Parameter::free("y")], &[2.0, 1.0], 3, &mut flat);
    for (slope, expected) in flat.into_iter().zip([1.0, 1.0, 0.0, 2.0, 3.0, std::f64::consts::E]) {
        assert!((slope - expected).abs() < 1e-11, "{flat:?}");
    }
}
