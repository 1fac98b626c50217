use super::*;
use Value::{Exactly, MoreThan};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rand_distr::{Distribution as _, StandardNormal};

fn line() -> [Vec<f64>; 2] {
    [vec![1.0; 6], vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0]]
}

#[test]
fn a_fit_with_bounds_is_that_of_forty_digits() {
    // Roots of the likelihood's derivatives, found in 40 digits.
    let values = [Exactly(1.0), Exactly(1.8), Exactly(4.6), Exactly(5.4), MoreThan(6.0), MoreThan(6.0)];
    let made = fit(&line(), &values).unwrap();
    for (own, wanted) in [
        (made.coefficients[0], 0.797_718_932_071_551_4),
        (made.coefficients[1], 1.602_281_067_886_457_1),
        (made.deviation, 0.445_680_781_670_636_8),
        (made.log_likelihood, 1.215_358_350_407_000_3),
    ] {
        // A maximum is flat: its height is met to rounding, its place to the root of that.
        assert!((own / wanted - 1.0).abs() < 1e-9, "{own} {wanted}");
    }
}

#[test]
fn without_bounds_it_is_least_squares_and_its_f_test() {
    let y = [1.0, 1.8, 4.6, 5.4, 6.2, 9.1];
    let with = fit(&line(), &y.map(Exactly)).unwrap();
    let without = fit(&line()[..1], &y.map(Exactly)).unwrap();
    let (squares, fewer) = (solve(&line(), &y).unwrap(), solve(&line()[..1], &y).unwrap());
    assert_eq!(with.coefficients, squares.coefficients);
    assert!((with.deviation - (squares.sum_of_squares / 6.0).sqrt()).abs() < 1e-14);
    let (f, p) = test(&with, &without, 2).unwrap();
    let wanted = (fewer.sum_of_squares - squares.sum_of_squares) / (squares.sum_of_squares / 4.0);
    assert!((f / wanted - 1.0).abs() < 1e-12, "{f} {wanted}");
    assert!((p - stats::t_p_value(wanted.sqrt(), 4).unwrap()).abs() < 1e-12);
}

#[test]
fn bounds_that_are_met_by_far_change_nothing() {
    let y = [1.0, 1.8, 4.6, 5.4];
    let mut values = y.map(Exactly).to_vec();
    values.extend([MoreThan(-300.0), MoreThan(-1e6)]);
    let made = fit(&line(), &values).unwrap();
    let alone = solve(&[vec![1.0; 4], vec![0.0, 1.0, 2.0, 3.0]], &y).unwrap();
    for (own, wanted) in made.coefficients.iter().zip(alone.coefficients) {
        assert!((own - wanted).abs() < 1e-12, "{own} {wanted}");
    }
}

#[test]
fn points_on_a_line_have_no_scatter_and_no_end_to_climb_to() {
    let values = [Exactly(1.0), Exactly(2.0), Exactly(3.0), Exactly(4.0), MoreThan(4.5), MoreThan(5.9)];
    let made = fit(&line(), &values).unwrap();
    assert!((made.coefficients[1] - 1.0).abs() < 1e-9 && made.deviation < 1e-9, "{made:?}");
}

#[test]
fn too_few_exact_values_and_columns_without_any_are_refused() {
    let few = [Exactly(1.0), Exactly(1.8), MoreThan(2.0), MoreThan(2.0), MoreThan(2.0), MoreThan(2.0)];
    assert_eq!(fit(&line(), &few).unwrap_err(), Error::TooFew { observations: 2, parameters: 3 });
    let second = vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
    let values = [Exactly(1.0), Exactly(1.8), Exactly(2.0), Exactly(2.5), MoreThan(3.0), MoreThan(3.0)];
    let refused = fit(&[vec![1.0; 6], second], &values).unwrap_err();
    assert_eq!(refused, Error::Dependent { column: 2 });
}

#[test]
#[expect(clippy::print_stdout, reason = "figures that the documents say")]
fn intervals_by_the_test_hold_the_truth_as_often_as_they_say() {
    // A line through 24 places with values above a limit cut off, about a third: is its slope, 0.5, refused at 5%?
    let x: Vec<f64> = (0..24_u8).map(|place| f64::from(place) / 4.0).collect();
    let columns = [vec![1.0; 24], x.clone()];
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut refused = 0;
    for _ in 0..1000 {
        let drawn: Vec<f64> = x
            .iter()
            .map(|x| {
                let noise: f64 = StandardNormal.sample(&mut random);
                1.0 + 0.5 * x + noise
            })
            .collect();
        let seen = |shift: f64| -> Vec<Value> {
            let cut = |(y, x): (&f64, &f64)| {
                if *y > 3.0 { MoreThan(3.0 - shift * x) } else { Exactly(y - shift * x) }
            };
            drawn.iter().zip(&x).map(cut).collect()
        };
        let (with, held) = (fit(&columns, &seen(0.0)).unwrap(), fit(&columns[..1], &seen(0.5)).unwrap());
        refused += usize::from(test(&with, &held, 2).unwrap().1 < 0.05);
    }
    println!("{refused} of 1000 refused at 5%");
    // 50 of 1000 are expected, within 14 nineteen times of twenty; the plain likelihood-ratio test would refuse more.
    assert!((30..=70).contains(&refused), "{refused}");
}

#[test]
fn a_fit_made_in_another_way_has_the_deviation_and_likelihood_of_its_squares() {
    // σ² is 3/4: L = -4 ln σ - 4/2.
    let made = Censored::exact(vec![1.0], 3.0, &[1.0, 2.0, 3.0, 4.0]);
    assert!((made.deviation - 0.75_f64.sqrt()).abs() < 1e-15);
    assert!((made.log_likelihood - (-4.0 * 0.75_f64.sqrt().ln() - 2.0)).abs() < 1e-14);
    assert_eq!(made.exact, 4);
    // Without scatter the deviation is rounding: a trillionth of the largest value.
    assert!((Censored::exact(vec![1.0], 0.0, &[1.0, -400.0]).deviation / 4e-10 - 1.0).abs() < 1e-14);
}

#[test]
fn a_test_needs_columns_that_were_dropped_and_values_left_over() {
    let y = [1.0, 1.8, 4.6, 5.4, 6.2, 9.1];
    let with = fit(&line(), &y.map(Exactly)).unwrap();
    assert_eq!(test(&with, &with, 2), None);
    let bare = Censored { exact: 2, ..with.clone() };
    let without = fit(&line()[..1], &y.map(Exactly)).unwrap();
    assert_eq!(test(&bare, &without, 2), None);
    // Two columns dropped: F is over two.
    let none = Censored { coefficients: Vec::new(), ..without };
    let (two, one) = (
        test(&with, &none, 2).unwrap().0,
        test(&with, &Censored { coefficients: vec![0.0], ..none }, 2).unwrap().0,
    );
    assert!((two * 2.0 / one - 1.0).abs() < 1e-14);
}

#[test]
fn a_few_values_below_many_bounds_are_fitted_as_elsewhere() {
    // Three values and 500 bounds beyond them; the maximum by SciPy 1.17's Nelder-Mead and by Newton's steps in Python.
    let values: Vec<Value> =
        [0.0, 1.0, 2.0].map(Exactly).into_iter().chain(vec![MoreThan(3.0); 500]).collect();
    let made = fit(&[vec![1.0; 503]], &values).unwrap();
    let found = (made.coefficients[0], made.deviation, made.log_likelihood);
    assert!(
        (found.0 / 17.628_449_2 - 1.0).abs() < 1e-7 && (found.1 / 5.824_394 - 1.0).abs() < 1e-7,
        "{found:?}"
    );
    assert!((found.2 + 20.555_732_785_281_35).abs() < 1e-9, "{found:?}");
}
