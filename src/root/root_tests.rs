#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

use super::*;
use proptest::prelude::*;
use std::cell::RefCell;

#[test]
fn brent_finds_the_root_of_a_function_that_is_flat_at_it() {
    let root = brent(|x: f64| (x - 1.0).powi(9), 0.0, 3.0, 1e-15).unwrap();
    assert!((root - 1.0).abs() < 1e-2, "{root}");
}

#[test]
fn brent_refuses_an_interval_without_a_change_of_sign() {
    assert_eq!(brent(|x| x * x + 1.0, -1.0, 1.0, 1e-12), None);
}

/// Where the book's own procedure asks, in its order, and the root that it ends at: `tests/oracle/brent.py`.
const ASKED: &str = include_str!("../../tests/oracle/brent.csv");

fn asked_by_the_book(function: &str) -> (Vec<f64>, f64) {
    let rows = ASKED.lines().filter_map(|line| line.strip_prefix(function)?.strip_prefix(','));
    let (mut asked, mut root) = (Vec::new(), f64::NAN);
    for (number, point) in rows.map(|row| row.split_once(',').unwrap()) {
        let point = point.parse().unwrap();
        if number == "root" {
            root = point;
        } else {
            asked.push(point);
        }
    }
    (asked, root)
}

#[track_caller]
fn follows_the_book(function: &str, f: impl Fn(f64) -> f64, low: f64, high: f64, tolerance: f64) {
    let asked = RefCell::new(Vec::new());
    let root = brent(
        |x| {
            asked.borrow_mut().push(x);
            f(x)
        },
        low,
        high,
        tolerance,
    );
    let (expected, expected_root) = asked_by_the_book(function);
    assert!(expected.len() > 5, "{function}");
    assert_eq!(asked.into_inner(), expected, "{function}");
    assert_eq!(root, Some(expected_root), "{function}");
}

#[test]
fn brent_asks_where_the_books_procedure_asks_to_the_last_bit() {
    let wallis = |x: f64| x * (x * x - 2.0) - 5.0;
    let ninth = |x: f64| x * x * x * x * x * x * x * x * x - 0.001_953_125;
    let flat = |x: f64| (x - 1.0) * (x - 1.0) * (x - 1.0) * (x + 2.0);
    follows_the_book("x^2 - 2", |x| x * x - 2.0, 0.0, 2.0, 1e-15);
    follows_the_book("x^3 - 2x - 5", wallis, 2.0, 3.0, 1e-15);
    follows_the_book("x^3 - 2x - 5 from afar", wallis, 3.0, -50.0, 1e-15);
    follows_the_book("(x - 1)^3 (x + 2)", flat, -1.5, 4.0, 1e-6);
    follows_the_book("x^9 - 1/512", ninth, -1.0, 4.0, 1e-15);
    follows_the_book("1/x - 3", |x| 1.0 / x - 3.0, 0.007_812_5, 64.0, 1e-15);
    follows_the_book("(x - 3) / (x^2 + 1)", |x| (x - 3.0) / (x * x + 1.0), -40.0, 10.0, 1e-3);
}

#[test]
fn a_root_at_an_end_is_found_without_a_search() {
    assert_eq!(brent(|x| x, 0.0, 2.0, 1e-15), Some(0.0));
    assert_eq!(brent(|x| x - 2.0, 0.0, 2.0, 1e-15), Some(2.0));
}

#[test]
fn brent_refuses_values_that_are_not_finite_at_the_ends_and_between() {
    assert_eq!(brent(|x| 1.0 / x, 0.0, 1.0, 1e-12), None);
    assert_eq!(brent(|x| if x > 0.0 { f64::INFINITY } else { -1.0 }, -1.0, 1.0, 1e-12), None);
    assert_eq!(brent(|x| if x > 0.5 { f64::INFINITY } else { x }, -1.0, 1.0, 1e-12), None);
    assert_eq!(brent(|x| if x.abs() < 1.0 { f64::NAN } else { x }, -1.0, 1.0, 1e-12), None);
}

#[test]
fn the_least_place_is_the_best_of_all_that_were_asked_about() {
    // Kiefer's search: each place after the first two narrows the interval by the golden ratio.
    for valley in [-0.9, -0.3, 0.1, 0.3, 0.8] {
        let asked = RefCell::new(Vec::new());
        let sharp = |x: f64| {
            asked.borrow_mut().push(x);
            (x - valley).abs()
        };
        let found = least(sharp, -1.0, 1.0);
        let asked = asked.into_inner();
        assert_eq!(asked.len(), 47);
        let best = asked.iter().map(|x| (x - valley).abs()).fold(f64::INFINITY, f64::min);
        assert_eq!((found - valley).abs(), best, "{valley}");
        // 2 (0.618...)^46, the width of the interval about the last place.
        assert!(best < 4.9e-10, "{best:e}");
    }
}

#[test]
fn edges_at_either_end_are_found() {
    assert_eq!(first_true(7, 1_000, |_| true), Some(7));
    assert_eq!(first_true(7, 1_000, |n| n >= 1_000), Some(1_000));
    assert_eq!(last_true(7, 1_000, |n| n <= 7), Some(7));
    assert_eq!(last_true(7, 1_000, |_| false), None);
    assert_eq!(first_true(u64::MAX - 3, u64::MAX, |n| n == u64::MAX), Some(u64::MAX));
}

#[test]
fn an_edge_that_is_never_reached_is_none() {
    assert_eq!(first_true(1, 1_000, |_| false), None);
    assert_eq!(last_true(1, 1_000, |_| false), None);
    assert_eq!(last_true(1, 1_000, |_| true), Some(1_000));
}

proptest! {
    #[test]
    fn edges_are_found_wherever_they_are(edge in 1_u64..1_000_000_000_000_000) {
        let mut asked = 0;
        let found = first_true(1, 1_000_000_000_000_000, |n| { asked += 1; n >= edge });
        prop_assert_eq!(found, Some(edge));
        prop_assert!(asked <= 110, "asked {} times", asked);
    }

    #[test]
    fn brent_inverts_a_cubic(root in -100.0_f64..100.0) {
        let found = brent(|x| (x - root) * (x * x + 1.0), -101.0, 101.0, 1e-14).unwrap();
        prop_assert!((found - root).abs() <= 1e-12 * root.abs().max(1.0));
    }
}
