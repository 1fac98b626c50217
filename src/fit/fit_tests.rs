#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use super::*;

/// `y = at[0] + at[1] x` through some points; a second start leads nowhere where `y` has no value there.
struct Line {
    points: Vec<(f64, f64)>,
    least_slope: f64,
    starts: Vec<Vec<f64>>,
}

impl Problem for Line {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::free("intercept"), Parameter::between("slope", self.least_slope, 1000.0)]
    }

    fn observations(&self) -> usize {
        self.points.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        for (into, (x, y)) in into.iter_mut().zip(&self.points) {
            // Above an intercept of 100 the model has no value.
            *into = if at[0] > 100.0 { f64::NAN } else { at[0] + at[1] * x - y };
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        self.starts.clone()
    }
}

fn line(points: &[(f64, f64)]) -> Line {
    Line { points: points.to_vec(), least_slope: -1000.0, starts: vec![vec![0.0, 1.0], vec![5.0, -1.0]] }
}

#[test]
fn as_many_values_as_parameters_are_fitted_without_degrees_of_freedom() {
    let two = line(&[(1.0, 3.0), (2.0, 5.0)]);
    let fitted = fit(&two, &Options::default()).unwrap();
    assert!((fitted.estimates[0].value - 1.0).abs() < 1e-9 && (fitted.estimates[1].value - 2.0).abs() < 1e-9);
    assert_eq!((fitted.degrees_of_freedom, fitted.residual_error()), (0, None));
    assert_eq!(fitted.estimates[0].std_error, None);
    let given = at(&two, &[1.0, 2.0], Stopped::ClosedForm).unwrap();
    assert_eq!((given.sum_of_squares, given.evaluations, given.starts), (0.0, 1, 0));
    let one = line(&[(1.0, 3.0)]);
    assert_eq!(fit(&one, &Options::default()), Err(Error::TooFew { observations: 1, parameters: 2 }));
    assert_eq!(
        at(&one, &[1.0, 2.0], Stopped::ClosedForm),
        Err(Error::TooFew { observations: 1, parameters: 2 })
    );
}

#[test]
fn starts_without_values_are_passed_over_and_only_such_are_refused() {
    let points = [(1.0, 3.1), (2.0, 4.9), (3.0, 7.0)];
    let starts = vec![vec![200.0, 1.0], vec![0.0, 1.0]];
    let problem = Line { starts, ..line(&points) };
    let fitted = fit(&problem, &Options::default()).unwrap();
    assert!((fitted.estimates[1].value - 1.95).abs() < 1e-9);
    assert_eq!(fitted.starts, 2);
    let first = Options { starts: Starts::First, ..Options::default() };
    assert_eq!(fit(&problem, &first), Err(Error::NoStart { tried: 1 }));
    let none = Line { starts: vec![vec![200.0, 1.0], vec![300.0, 1.0]], ..line(&points) };
    assert_eq!(fit(&none, &Options::default()), Err(Error::NoStart { tried: 2 }));
    assert_eq!(at(&problem, &[200.0, 1.0], Stopped::ClosedForm), Err(Error::NoStart { tried: 1 }));
}

#[test]
fn each_start_costs_evaluations_and_the_first_alone_fewer() {
    let problem = line(&[(1.0, 3.1), (2.0, 4.9), (3.0, 7.0)]);
    let all = fit(&problem, &Options::default()).unwrap();
    let first = fit(&problem, &Options { starts: Starts::First, ..Options::default() }).unwrap();
    assert_eq!((all.starts, first.starts), (2, 1));
    // A linear problem takes a step or two from each start, with looks before and after it.
    assert!((3..15).contains(&first.evaluations), "{}", first.evaluations);
    assert!(
        (first.evaluations + 2..30).contains(&all.evaluations),
        "{} {}",
        first.evaluations,
        all.evaluations
    );
    assert_eq!(all.estimates, first.estimates);
}

#[test]
fn a_search_without_patience_says_so() {
    // NIST's first start, far from the best.
    let problem = Bent { starts: vec![vec![500.0, 1e-4]] };
    let hasty = Options { patience: 1, ..Options::default() };
    assert_eq!(fit(&problem, &hasty).unwrap().stopped, Stopped::LostPatience);
    let none = Options { patience: 0, ..Options::default() };
    assert_eq!(fit(&problem, &none).unwrap().stopped, Stopped::LostPatience);
    assert!(fit(&problem, &Options::default()).unwrap().stopped.is_success());
}

/// `y = a (1 - e^(-b x))`, NIST's `Misra1a`: the best is a 238.94212918, b 5.5015643181e-4.
struct Bent {
    starts: Vec<Vec<f64>>,
}

impl Problem for Bent {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::between("a", 0.0, 1e4), Parameter::between("b", 0.0, f64::INFINITY)]
    }

    fn observations(&self) -> usize {
        14
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        let x =
            [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0];
        let y =
            [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78];
        for ((into, x), y) in into.iter_mut().zip(x).zip(y) {
            *into = -at[0] * (-at[1] * x).exp_m1() - y;
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        self.starts.clone()
    }
}

#[test]
fn of_several_starts_the_one_with_the_least_sum_wins() {
    // From b = 3 the curve is flat at the mean over the whole of the data, and does not come back of itself.
    let far = vec![40.0, 3.0];
    let near = vec![250.0, 5e-4];
    for starts in [vec![near.clone(), far.clone()], vec![far, near]] {
        let fitted = fit(&Bent { starts }, &Options::default()).unwrap();
        assert!((fitted.estimates[0].value / 238.942_129_18 - 1.0).abs() < 1e-9, "{:?}", fitted.estimates);
        assert!((fitted.estimates[1].value / 5.501_564_318_1e-4 - 1.0).abs() < 1e-9);
        assert!((fitted.sum_of_squares / 1.245_513_889_4e-1 - 1.0).abs() < 1e-9);
        assert!((fitted.estimates[0].std_error.unwrap() / 2.707_007_524_1 - 1.0).abs() < 1e-8);
    }
}

/// A sum of squares that falls towards a bound and is as good as flat before it.
struct Creeping {
    bend: f64,
}

impl Problem for Creeping {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::free("level"), Parameter::between("share", 0.0, 1.0)]
    }

    fn observations(&self) -> usize {
        3
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        let bend = self.bend * at[1].powi(2);
        into.copy_from_slice(&[at[0] - 1.0 + bend, at[0] - 2.0 + bend, at[0] - 3.0 + 2.0 * bend]);
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![vec![1.0, 0.03]]
    }
}

#[test]
fn what_wins_nothing_near_its_bound_is_put_onto_it() {
    let given = at(&Creeping { bend: 1e-7 }, &[2.0, 0.04], Stopped::Converged).unwrap();
    assert_eq!(given.estimates[1].value, 0.0);
    assert!(given.estimates[1].at_bound);
    assert_eq!((given.degrees_of_freedom, given.sum_of_squares), (2, 2.0));
    // Farther away than a twentieth it stays, and so does what would be worse at the bound.
    assert_eq!(
        at(&Creeping { bend: 1e-7 }, &[2.0, 0.06], Stopped::Converged).unwrap().estimates[1].value,
        0.06
    );
    // So does one that would raise the sum of squares by 1.6 parts of a billion there.
    assert_eq!(
        at(&Creeping { bend: 1e-6 }, &[2.0, 0.04], Stopped::Converged).unwrap().estimates[1].value,
        0.04
    );
    let worse = Line { least_slope: 1.9, ..line(&[(1.0, 3.1), (2.0, 4.9), (3.0, 7.0)]) };
    assert_eq!(at(&worse, &[1.1, 1.95], Stopped::ClosedForm).unwrap().estimates[1].value, 1.95);
}

#[test]
fn two_parameters_that_do_the_same_are_not_determined() {
    struct Twice;
    impl Problem for Twice {
        fn parameters(&self) -> Vec<Parameter> {
            vec![Parameter::free("one"), Parameter::free("other")]
        }
        fn observations(&self) -> usize {
            3
        }
        fn residuals(&self, at: &[f64], into: &mut [f64]) {
            let sum = at[0] + at[1];
            into.copy_from_slice(&[sum - 1.0, sum - 2.0, sum - 4.0]);
        }
        fn starts(&self) -> Vec<Vec<f64>> {
            vec![vec![0.0, 0.0]]
        }
    }
    let fitted = fit(&Twice, &Options::default()).unwrap();
    assert!(!fitted.covariance.is_determined());
    assert_eq!((fitted.estimates[0].std_error, fitted.covariance.correlation(0, 1)), (None, None));
    assert!((fitted.sum_of_squares - 14.0 / 3.0).abs() < 1e-12);
}

#[test]
fn ends_of_searches_have_their_names() {
    let all = [
        (Stopped::Converged, "converged", true),
        (Stopped::Flat, "flat", true),
        (Stopped::Exact, "exact", true),
        (Stopped::LostPatience, "lost-patience", false),
        (Stopped::NoImprovement, "to-precision", true),
        (Stopped::Numerical, "numerical", false),
        (Stopped::ClosedForm, "closed-form", true),
    ];
    for (stopped, name, success) in all {
        assert_eq!((stopped.name(), stopped.is_success()), (name, success));
    }
}

#[test]
fn the_searchs_reasons_become_ours() {
    use levenberg_marquardt::TerminationReason;
    let reasons = [
        (TerminationReason::Converged { ftol: true, xtol: false }, Stopped::Converged),
        (TerminationReason::Orthogonal, Stopped::Flat),
        (TerminationReason::ResidualsZero, Stopped::Exact),
        (TerminationReason::LostPatience, Stopped::LostPatience),
        (TerminationReason::NoImprovementPossible("ftol"), Stopped::NoImprovement),
        (TerminationReason::Numerical("residuals"), Stopped::Numerical),
    ];
    for (reason, stopped) in reasons {
        assert_eq!(Stopped::from(reason), stopped);
    }
}
