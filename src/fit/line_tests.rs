#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use super::*;

/// The third set of F. J. Anscombe's quartet, The American Statistician 27 (1973).
const X: [f64; 11] = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
const Y: [f64; 11] = [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73];

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-14, "{found}, not {expected}");
}

#[test]
fn anscombes_line_has_its_errors_to_the_last_digits_whatever_the_units() {
    // 3.002 + 0.4997 x, errors 1.124 and 0.118, the squares 13.756: his table, in 30 digits.
    for (x_unit, y_unit) in [(1.0, 1.0), (1e-3, 1e6), (1e200, 1e190), (1e-180, 1e-170)] {
        let x: Vec<f64> = X.iter().map(|x| x * x_unit).collect();
        let y: Vec<f64> = Y.iter().map(|y| y * y_unit).collect();
        let fitted = solve(&[vec![1.0; 11], x], &y).unwrap();
        near(fitted.coefficients[0] / y_unit, 3.002_454_545_454_545_7);
        near(fitted.coefficients[1] * x_unit / y_unit, 0.499_727_272_727_272_74);
        let errors = fitted.std_errors.unwrap();
        near(errors[0] / y_unit, 1.124_481_229_639_993_8);
        near(errors[1] * x_unit / y_unit, 0.117_877_662_221_002_27);
        near(-fitted.residuals[2] / y_unit, 3.241_090_909_090_909);
    }
    near(solve(&[vec![1.0; 11], X.to_vec()], &Y).unwrap().sum_of_squares, 13.756_191_818_181_819);
    let straight = straight(&X, &Y).unwrap();
    near(straight.intercept_error, 1.124_481_229_639_993_8);
    near(straight.slope_error, 0.117_877_662_221_002_27);
}

#[test]
fn as_many_rows_as_columns_are_solved_without_errors() {
    let exact = solve(&[vec![1.0, 1.0], vec![2.0, 4.0]], &[5.0, 9.0]).unwrap();
    assert_eq!((exact.coefficients, exact.std_errors), (vec![1.0, 2.0], None));
    let refused = solve(&[vec![1.0], vec![2.0]], &[5.0]).unwrap_err();
    assert_eq!(refused, Error::TooFew { observations: 1, parameters: 2 });
}

#[test]
fn a_column_of_nothing_and_one_made_of_others_are_refused() {
    let ones = vec![1.0; 3];
    assert_eq!(
        solve(&[ones.clone(), vec![0.0; 3]], &[1.0, 2.0, 4.0]).unwrap_err(),
        Error::Dependent { column: 2 }
    );
    assert_eq!(solve(&[ones, vec![7.0; 3]], &[1.0, 2.0, 4.0]).unwrap_err(), Error::Dependent { column: 2 });
}

#[test]
fn values_that_are_all_nought_are_fitted_by_nought() {
    let fitted = solve(&[vec![1.0, 2.0, 3.0]], &[0.0; 3]).unwrap();
    assert_eq!((fitted.coefficients[0], fitted.sum_of_squares), (0.0, 0.0));
}

#[test]
fn a_line_needs_two_places_and_a_value_for_each() {
    assert_eq!(straight(&[1.0], &[1.0]), None);
    assert_eq!(straight(&[1.0, 2.0, 3.0], &[1.0, 2.0]), None);
    assert_eq!(straight(&[2.0, 2.0], &[1.0, 3.0]), None);
    let two = straight(&[1.0, 2.0], &[1.0, 3.0]).unwrap();
    assert_eq!((two.intercept, two.slope), (-1.0, 2.0));
    assert!(two.slope_error.is_nan());
    assert_eq!(weighted(&[1.0, 2.0], &[1.0, 3.0], &[1.0]), None);
}

#[test]
fn a_point_of_a_weight_is_as_many_points() {
    let weighed = weighted(&[0.0, 1.0, 4.0], &[0.0, 2.0, 3.0], &[1.0, 2.0, 3.0]).unwrap();
    let many = straight(&[0.0, 1.0, 1.0, 4.0, 4.0, 4.0], &[0.0, 2.0, 2.0, 3.0, 3.0, 3.0]).unwrap();
    for (one, other) in [
        (weighed.intercept, many.intercept),
        (weighed.slope, many.slope),
        (weighed.sum_of_squares, many.sum_of_squares),
    ] {
        assert!((one / other - 1.0).abs() < 1e-14, "{one} {other}");
    }
}

#[test]
fn places_that_differ_in_their_last_digit_alone_are_one() {
    // The mean of three tenths is a rounding off them.
    assert_eq!(straight(&[0.1; 3], &[1.0, 2.0, 3.0]), None);
    let from = |first: f64| straight(&[first, first + 1.0, first + 2.0], &[1.0, 2.0, 3.0]);
    assert_eq!(from(1e15), None);
    assert_eq!(from(1e14).unwrap().slope, 1.0);
    assert_eq!(straight(&[1e-15, 2e-15, 3e-15], &[1.0, 2.0, 3.0]).unwrap().slope.round(), 1e15);
}

#[test]
fn two_points_say_nothing_of_errors_whatever_is_rounded_on_the_way() {
    for step in 1..50 {
        let first = 0.01 * f64::from(step);
        let line = straight(&[first, 0.7], &[0.3, 1.1 * first]).unwrap();
        assert!(line.slope_error.is_nan() && line.intercept_error.is_nan(), "{line:?}");
    }
}
