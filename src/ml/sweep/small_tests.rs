//! Sweeps of a few runs, and of odd ones.

use super::*;
use Outcome::Reached;

fn of(rows: &[(f64, Option<f64>)]) -> Sweep {
    let runs = rows.iter().map(|(lr, time)| Run {
        group: 0,
        lr: *lr,
        size: None,
        weights: None,
        outcome: time.map_or(Outcome::stopped(None), Reached),
    });
    Sweep::new(vec![String::new()], runs.collect()).unwrap()
}

#[test]
fn a_sweep_that_saw_one_wall_says_that_the_bottom_lies_beyond() {
    let time = |lr: f64| 100.0 * (0.3 * (lr / 10.0).ln().powi(2)).exp();
    let rows: Vec<(f64, Option<f64>)> = (0..10_u8)
        .map(|place| 1e-3 * 2_f64.powi(i32::from(place)))
        .zip([1.02, 0.99, 1.01, 0.98, 1.0].iter().cycle())
        .map(|(lr, noise)| (lr, Some(noise * time(lr))))
        .collect();
    let group = &analyse(&of(&rows), 0.95).groups[0];
    assert!(matches!(&group.reached, Valley::Outside(bottom, Side::Above) if bottom.lr > 1.0));
    assert!(matches!(&group.whole.valley, Valley::Outside(_, Side::Above)), "{:?}", group.whole);
    // The same times from the other end.
    let turned: Vec<_> = rows.iter().map(|(lr, time)| (1.0 / lr, *time)).collect();
    let group = &analyse(&of(&turned), 0.95).groups[0];
    assert!(matches!(&group.reached, Valley::Outside(bottom, Side::Below) if bottom.lr < 1.0));
    assert!(matches!(&group.whole.valley, Valley::Outside(_, Side::Below)), "{:?}", group.whole);
}

#[test]
fn failures_are_a_cliff_even_where_nobody_says_when_they_were_stopped() {
    let time = |lr: f64| 5.0 * (0.1 * (lr / 2.0).ln().powi(2)).exp();
    let mut rows: Vec<(f64, Option<f64>)> = (0..13_u8)
        .map(|place| 10_f64.powf(f64::from(place) / 4.0 - 3.0))
        .zip([1.02, 0.99, 1.01, 0.98, 1.0].iter().cycle())
        .map(|(lr, noise)| (lr, Some(noise * time(lr))))
        .collect();
    let open = analyse(&of(&rows), 0.95).groups[0].whole.valley.clone();
    assert!(matches!(open, Valley::Outside(_, Side::Above)), "{open:?}");
    rows.extend([(3.0, None), (10.0, None)]);
    let valley = analyse(&of(&rows), 0.95).groups[0].whole.valley.clone();
    let Valley::Found(bottom) = valley else { panic!("{valley:?}") };
    assert!(bottom.lr < 1.0 && (bottom.interval.1 - 1.0).abs() < 1e-9, "{bottom:?}");
}

#[test]
fn sweeps_with_little_in_them_have_no_valley_and_no_panic() {
    let few = |reached, places| Valley::TooFew { reached, places };
    let valley = |rows: &[(f64, Option<f64>)]| analyse(&of(rows), 0.95).groups[0].reached.clone();
    assert_eq!(valley(&[(0.1, None)]), few(0, 0));
    assert_eq!(valley(&[(0.1, Some(3.0))]), few(1, 1));
    assert_eq!(valley(&[(0.1, Some(3.0)); 9]), few(9, 1));
    assert_eq!(valley(&[(0.1, Some(3.0)), (0.2, Some(2.0)), (0.4, Some(3.0))]), few(3, 3));
    // Level times have no bend at all.
    let level = [0.1, 0.2, 0.4, 0.8, 1.6].map(|lr| (lr, Some(3.0)));
    assert_eq!(valley(&level), Valley::Unclear { p: 1.0 });
    let wide = [(1e-300, Some(1e-300)), (1e300, Some(1e300)), (1.0, Some(1e-300)), (2.0, Some(1e300))];
    let _ = valley(&wide);
}

#[test]
fn counts_that_are_multiples_of_one_number_were_looked_for_that_often() {
    let look = |times: &[f64]| {
        analyse(&of(&times.iter().map(|time| (0.1, Some(*time))).collect::<Vec<_>>()), 0.95).look
    };
    assert_eq!(look(&[75.0, 90.0, 255.0]), Some(15));
    assert_eq!(look(&[75.0, 90.0, 91.0]), None);
    assert_eq!(look(&[75.0, 90.5]), None);
    assert_eq!(look(&[75.0, 75.0]), None);
}

#[test]
fn numbers_outside_their_domain_are_refused_with_their_run() {
    let run = |lr, size, outcome| Run { group: 0, lr, size, weights: None, outcome };
    let refused = |runs: Vec<Run>| Sweep::new(vec!["a".to_owned()], runs).unwrap_err().to_string();
    let good = run(0.1, None, Reached(2.0));
    assert_eq!(refused(vec![]), "there are no runs");
    assert_eq!(
        refused(vec![good, run(-0.1, None, Reached(2.0))]),
        "run 2: the lr is -0.1, and has to be a number above 0"
    );
    assert!(refused(vec![run(0.1, None, Outcome::stopped(Some(f64::NAN)))]).contains("the time is NaN"));
    assert!(refused(vec![run(0.1, Some(0.0), Outcome::stopped(None))]).contains("the size is 0"));
    assert_eq!(refused(vec![good, run(0.1, Some(1.0), Reached(1.0))]), "run 1 has no size, and others have");
    assert!(refused(vec![Run { group: 3, ..good }]).contains("of group 3"));
}
