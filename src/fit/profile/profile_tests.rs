use super::*;
use crate::fit::{Parameter, Stopped, fit};
use std::cell::RefCell;

/// Rates of a reaction by concentration, with puromycin: `rate = most c / (half + c)`.
///
/// Source: D. M. Bates and D. G. Watts, Nonlinear Regression Analysis and Its Applications, 1988, appendix A1.3.
struct Puromycin {
    least_half: f64,
}

const CONCENTRATIONS: [f64; 12] = [0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.1, 1.1];
const RATES: [f64; 12] = [76.0, 47.0, 97.0, 107.0, 123.0, 139.0, 159.0, 152.0, 191.0, 201.0, 207.0, 200.0];

impl Problem for Puromycin {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::free("most"), Parameter::between("half", self.least_half, f64::INFINITY)]
    }

    fn observations(&self) -> usize {
        12
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        for ((into, concentration), rate) in into.iter_mut().zip(CONCENTRATIONS).zip(RATES) {
            *into = at[0] * concentration / (at[1] + concentration) - rate;
        }
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        for (row, concentration) in CONCENTRATIONS.into_iter().enumerate() {
            into[row] = concentration / (at[1] + concentration);
            into[12 + row] = -at[0] * concentration / (at[1] + concentration).powi(2);
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![vec![205.0, 0.08]]
    }
}

#[track_caller]
fn near(found: Option<f64>, expected: f64, relative: f64) {
    assert!(
        found.is_some_and(|found| (found / expected - 1.0).abs() < relative),
        "{found:?}, not {expected}"
    );
}

#[test]
fn puromycins_intervals_are_those_of_thirty_digits() {
    // R's confint(nls()) prints 197.302 to 229.290 and 0.04692 to 0.08616, between points of the profile; these are its roots.
    let fitted = fit(&Puromycin { least_half: 0.0 }, &Options::default()).unwrap();
    let (low, high) = interval(&Puromycin { least_half: 0.0 }, &fitted, 0, 0.95).unwrap();
    near(low, 197.301_932_900_426_07, 1e-8);
    near(high, 229.289_055_054_887_57, 1e-8);
    let (low, high) = interval(&Puromycin { least_half: 0.0 }, &fitted, 1, 0.95).unwrap();
    near(low, 0.046_920_342_035_315_98, 1e-8);
    near(high, 0.086_156_913_426_900_17, 1e-8);
}

#[test]
fn puromycins_errors_and_leverage_are_those_of_thirty_digits() {
    let fitted = fit(&Puromycin { least_half: 0.0 }, &Options::default()).unwrap();
    near(Some(fitted.estimates[0].value), 212.683_743_142_536_06, 1e-12);
    near(Some(fitted.estimates[1].value), 0.064_121_281_681_567_07, 1e-11);
    near(fitted.estimates[0].std_error, 6.947_155_160_040_72, 1e-10);
    near(fitted.estimates[1].std_error, 0.008_280_949_498_480_352, 1e-10);
    near(fitted.covariance.correlation(0, 1), 0.765_083_701_787_282_7, 1e-10);
    near(
        fitted.covariance.of_pair(0, 1),
        0.765_083_701_787_282_7 * 6.947_155_160_040_72 * 0.008_280_949_498_480_352,
        1e-9,
    );
    near(fitted.residual_error(), (1_195.448_814_439_359_2f64 / 10.0).sqrt(), 1e-12);
    near(Some(fitted.covariance.leverage()[0]), 0.124_852_021_209, 1e-10);
    near(Some(fitted.covariance.leverage()[10]), 0.257_446_843_824, 1e-10);
    // The delta method of most/half by hand: the gradient is (1/half, -most/half²).
    let (most, half) = (fitted.estimates[0].value, fitted.estimates[1].value);
    let (one, other) = (6.947_155_160_040_72 / half, -0.008_280_949_498_480_352 * most / (half * half));
    let variance = one * one + other * other + 2.0 * 0.765_083_701_787_282_7 * one * other;
    near(fitted.covariance.variance_of(&[1.0 / half, -most / (half * half)]), variance, 1e-8);
    assert!(fitted.covariance.is_determined());
}

#[test]
fn an_end_beyond_a_bound_is_none_and_the_other_end_stays() {
    let bounded = Puromycin { least_half: 0.05 };
    let fitted = fit(&bounded, &Options::default()).unwrap();
    let (low, high) = interval(&bounded, &fitted, 1, 0.95).unwrap();
    assert_eq!(low, None);
    near(high, 0.086_156_913_426_900_17, 1e-8);
}

/// y = slope x through (1, 1), (2, 2.5), (3, 2.5).
struct Proportional;

impl Problem for Proportional {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::free("slope")]
    }

    fn observations(&self) -> usize {
        3
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        into.copy_from_slice(&[at[0] - 1.0, 2.0 * at[0] - 2.5, 3.0 * at[0] - 2.5]);
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![vec![0.5]]
    }
}

#[test]
fn the_interval_of_a_linear_models_one_parameter_is_students() {
    // Σxy/Σx² = 13.5/14, the squares 13.5 - 13.5²/14, t(0.975, 2) = 4.302652729749464.
    let fitted = fit(&Proportional, &Options::default()).unwrap();
    let (low, high) = interval(&Proportional, &fitted, 0, 0.95).unwrap();
    let error = ((13.5 - 13.5_f64.powi(2) / 14.0) / 2.0 / 14.0).sqrt();
    near(low, 13.5 / 14.0 - 4.302_652_729_749_464 * error, 1e-9);
    near(high, 13.5 / 14.0 + 4.302_652_729_749_464 * error, 1e-9);
    // Of 99.9% it begins below 0: with two degrees of freedom t is the level times sqrt(2 / (1 - level²)).
    let (low, high) = interval(&Proportional, &fitted, 0, 0.999).unwrap();
    near(low, 13.5 / 14.0 - 31.599_054_576_443_62 * error, 1e-9);
    near(high, 13.5 / 14.0 + 31.599_054_576_443_62 * error, 1e-9);
    // One that never leaves its start has no error to go by, and ends where the sum of squares says all the same.
    let mut without = crate::fit::at(&Proportional, &[13.5 / 14.0], Stopped::ClosedForm).unwrap();
    for nothing in [None, Some(0.0), Some(f64::INFINITY)] {
        without.estimates[0].std_error = nothing;
        let (_, high) = interval(&Proportional, &without, 0, 0.95).unwrap();
        near(high, 13.5 / 14.0 + 4.302_652_729_749_464 * error, 1e-9);
    }
}

#[test]
fn without_degrees_of_freedom_there_is_no_interval() {
    let mut fitted = fit(&Proportional, &Options::default()).unwrap();
    fitted.degrees_of_freedom = 0;
    assert_eq!(
        interval(&Proportional, &fitted, 0, 0.95),
        Err(Error::TooFew { observations: 3, parameters: 1 })
    );
}

/// Where a profile whose t is the distance from 10, in hundredths, is asked on the way outwards, and what it ends at.
fn steps(first_step: f64, limit: f64, wanted: f64) -> (Vec<f64>, Option<f64>) {
    let asked = RefCell::new(Vec::new());
    let found = outwards(10.0, first_step, limit, wanted, vec![10.0], |value, from| {
        // The search for the others begins where the one nearer to the best ended.
        assert!((from[0] - 10.0).abs() <= (value - 10.0).abs());
        asked.borrow_mut().push(value);
        Some((100.0 * (value - 10.0).abs(), vec![value]))
    });
    (asked.into_inner(), found)
}

#[test]
fn steps_outwards_grow_until_the_wanted_t_lies_behind() {
    let (asked, found) = steps(0.125, f64::INFINITY, 40.0);
    // 0.125, then 0.125 × 1.6 = 0.2 more, then 0.32 more: t is 12.5, 32.5, 64.5.
    for (asked, expected) in asked.iter().zip([10.125, 10.325, 10.645]) {
        assert!((asked - expected).abs() < 1e-12, "{asked}");
    }
    near(found, 10.4, 1e-9);
    let (asked, found) = steps(-0.125, f64::NEG_INFINITY, 40.0);
    assert!((asked[2] - 9.355).abs() < 1e-12, "{asked:?}");
    near(found, 9.6, 1e-9);
}

#[test]
fn nothing_is_asked_beyond_the_limit() {
    let (asked, found) = steps(0.125, 10.25, 40.0);
    assert_eq!((asked, found), (vec![10.125, 10.25], None));
    let (asked, found) = steps(-0.5, 9.75, 40.0);
    assert_eq!((asked, found), (vec![9.75], None));
    // At the limit itself, the wanted t is found.
    let (asked, found) = steps(0.125, 10.25, 25.0);
    assert_eq!(asked[..2], [10.125, 10.25]);
    near(found, 10.25, 1e-9);
}

#[test]
fn a_profile_that_never_objects_and_one_that_breaks_off_have_no_end() {
    let flat = |_: f64, _: &[f64]| Some((0.0, Vec::new()));
    assert_eq!(outwards(1.0, 0.5, f64::INFINITY, 2.0, Vec::new(), flat), None);
    assert_eq!(outwards(1.0, 0.5, f64::INFINITY, 2.0, Vec::new(), |_, _| None), None);
}

#[test]
fn steps_that_go_too_far_for_a_search_to_begin_are_made_shorter() {
    // A search begins up to 0.3 from where the others were: they are where the last one ended.
    let found = outwards(10.0, 8.0, f64::INFINITY, 40.0, vec![10.0], |value, from| {
        ((value - from[0]).abs() < 0.3).then(|| (100.0 * (value - 10.0), vec![value]))
    });
    near(found, 10.4, 1e-9);
}

#[test]
fn an_end_that_lies_decades_away_is_found_in_a_few_steps() {
    /// ln a + 10 c and c, each seen twice: a may be far from where it is, along with c.
    struct Wide;
    impl Problem for Wide {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::between("a", 1e-30, 1e30), Parameter::between("c", -10.0, 10.0)]
        }
        fn observations(&self) -> usize {
            4
        }
        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            let middle = at[0].ln() + 10.0 * at[1];
            into.copy_from_slice(&[middle + 1.0, middle - 1.0, at[1] + 0.1, at[1] - 0.1]);
        }
        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![2.0, 0.1]]
        }
    }
    let found = fit(&Wide, &Options::default()).unwrap();
    let (low, high) = interval(&Wide, &found, 0, 0.95).unwrap();
    // With c the best for an a, the sum is 2 + 0.02 + 2 ln² a / (10² + 1); t at 2 degrees of freedom is 4.302653.
    let end = (4.302_653_f64.powi(2) * 1.01 * 101.0 / 2.0).sqrt();
    near(high.map(f64::ln), end, 1e-5);
    near(low.map(f64::ln), -end, 1e-5);
}

#[test]
fn an_end_is_not_that_of_one_branch_where_another_goes_farther() {
    /// a by itself hardly matters; with c near 0 it does, with c at 5 it does not.
    struct Forked {
        elsewhere: bool,
    }
    impl Problem for Forked {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::free("a"), Parameter::between("c", -10.0, 10.0)]
        }
        fn observations(&self) -> usize {
            5
        }
        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            let (a, c) = (at[0], at[1]);
            let split = 3.0 * a * (1.0 - (-(c - 5.0) * (c - 5.0)).exp());
            into.copy_from_slice(&[1.0, -1.0, 0.2 * a, split, 0.001 * c * (c - 5.0)]);
        }
        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![0.1, 0.0]]
        }
        fn held(&self, _place: usize, _value: f64) -> Vec<Vec<f64>> {
            if self.elsewhere { vec![vec![0.0, 0.0], vec![0.0, 5.0]] } else { self.starts() }
        }
    }
    // F = (S / 2 - 1) 3 is t²: S - 2 is (0.2 a)², and (3 a)² more beside 0.
    let (t, level) = (3.182_446_305_284_263_f64, 0.95);
    for (elsewhere, slope) in [(true, 0.04_f64), (false, 9.04)] {
        let problem = Forked { elsewhere };
        let found = crate::fit::at(&problem, &[0.0, 0.0], Stopped::ClosedForm).unwrap();
        let (low, high) = interval(&problem, &found, 0, level).unwrap();
        let end = (t * t * 2.0 / 3.0 / slope).sqrt();
        near(high, end, 1e-6);
        near(low, -end, 1e-6);
    }
}

#[test]
fn a_branch_that_objects_first_but_less_far_out_is_not_where_an_end_is() {
    /// With c near 0 the residuals object to a from 1.8 on, hardly more however far out; with c at 5 from 3 on, and then ever more.
    struct Crossing;
    impl Problem for Crossing {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::free("a"), Parameter::between("c", -10.0, 10.0)]
        }
        fn observations(&self) -> usize {
            5
        }
        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            let (a, c) = (at[0], at[1]);
            let share = (-(c - 5.0) * (c - 5.0)).exp();
            let split = 2.7 * (1.0 - (-a * a).exp()) * (1.0 - share) + 0.29 * a * a * share;
            into.copy_from_slice(&[1.0, -1.0, 0.01 * a, split, 0.001 * c * (c - 5.0)]);
        }
        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![0.1, 0.0]]
        }
        fn held(&self, _place: usize, _value: f64) -> Vec<Vec<f64>> {
            vec![vec![0.0, 0.0], vec![0.0, 5.0]]
        }
    }
    // The first step goes to 10, where c near 0 is the lower of the two.
    let mut found = crate::fit::at(&Crossing, &[0.0, 0.0], Stopped::ClosedForm).unwrap();
    found.estimates[0].std_error = Some(10.0 / (0.5 * 3.182_446_305_284_263));
    let (low, high) = interval(&Crossing, &found, 0, 0.95).unwrap();
    // (0.01 a)² + (0.29 a²)² is 2 t²/3, a quadratic equation of a².
    let (slow, fast) = (0.01_f64.powi(2), 0.29_f64.powi(2));
    let wanted = 3.182_446_305_284_263_f64.powi(2) * 2.0 / 3.0;
    let end = (((slow * slow + 4.0 * fast * wanted).sqrt() - slow) / (2.0 * fast)).sqrt();
    near(high, end, 1e-6);
    near(low, -end, 1e-6);
}

#[test]
fn guesses_are_judged_where_a_parameter_is_held_though_it_settles_elsewhere() {
    /// a less c, and a settles on c.
    struct Settling;
    impl Problem for Settling {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::free("a"), Parameter::free("c")]
        }
        fn observations(&self) -> usize {
            2
        }
        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            into.copy_from_slice(&[at[0] - at[1], 1.0]);
        }
        fn settled(&self) -> Option<usize> {
            Some(0)
        }
        fn settle(&self, at: &mut [f64], into: &mut [f64]) {
            at[0] = at[1];
            self.residuals(at, into);
        }
        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![0.0, 1.0], vec![0.0, 3.0]]
        }
    }
    let pinned = Pinned { problem: &Settling, place: 0, value: 3.0, start: Vec::new(), further: Vec::new() };
    assert_eq!(pinned.elsewhere(), [[3.0], [1.0]]);
}

#[test]
fn a_search_starts_where_the_last_one_ended_and_beside_it_off_a_bound() {
    let problem = Puromycin { least_half: 0.5 };
    let starts = |half: f64| {
        Pinned { problem: &problem, place: 0, value: 200.0, start: vec![half], further: Vec::new() }.starts()
    };
    assert_eq!(starts(0.75), [[0.75]]);
    // A hundredth of 1 off the bound.
    assert_eq!(starts(0.5), [[0.5], [0.51]]);
}
