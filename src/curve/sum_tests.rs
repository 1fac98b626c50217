#![expect(clippy::print_stdout, reason = "the worst errors are for those who ask with --nocapture")]

use super::super::{Basis, Index, midpoint};

use super::*;

/// A lot's share of x^(1+b).
fn power_difference(b: f64, lot: Lot) -> f64 {
    let (before, last) = (count(lot.first() - 1), count(lot.last()));
    difference(b, before, last, count(lot.quantity()))
}

#[test]
fn what_additions_lose_is_carried_along() {
    // A million tenths: additions one by one would be off in the eleventh digit.
    let sum = added(std::iter::repeat_n(0.1, 1_000_000));
    assert!((sum / 1e5 - 1.0).abs() < 2.3e-16, "{sum}");
}

#[test]
fn sums_match_printed_coefficients_of_an_80_percent_curve() {
    let b = 0.8_f64.log2();
    for (units, printed) in [(10, 6.315_373_0), (100, 32.650_810_8), (1000, 158.670_923_0)] {
        let sum = power_sum(b, Lot::new(1, units).unwrap());
        assert!((sum - printed).abs() < 5e-8, "{units}: {sum}");
    }
}

struct Case<'a> {
    basis: &'a str,
    b: f64,
    lot: Lot,
    value: f64,
}

/// Rows of `[basis,]b,first,last,value` under a heading.
fn cases(csv: &str) -> Vec<Case<'_>> {
    csv.lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let (basis, rest) = if fields.len() == 5 { (fields[0], &fields[1..]) } else { ("", &fields[..]) };
            let lot = Lot::new(rest[1].parse().unwrap(), rest[2].parse().unwrap()).unwrap();
            Case { basis, b: rest[0].parse().unwrap(), lot, value: rest[3].parse().unwrap() }
        })
        .collect()
}

/// The worst error of `got` over the cases that `which` picks, relative, in units of `scale`; 0 must be met exactly.
#[track_caller]
fn worst(
    what: &str,
    csv: &str,
    scale: f64,
    which: impl Fn(&Case) -> bool,
    got: impl Fn(&Case) -> f64,
) -> f64 {
    let (mut most, mut at, mut checked) = (0.0, String::new(), 0_u32);
    for case in cases(csv).iter().filter(|case| which(case)) {
        let (value, got) = (case.value, got(case));
        let error =
            if value == 0.0 { got.abs() / f64::MIN_POSITIVE } else { ((got - value) / value).abs() / scale };
        assert!(!error.is_nan(), "{what}: b = {} {:?}: {got}", case.b, case.lot);
        checked += 1;
        if error > most {
            most = error;
            at = format!("b = {} {:?}: {got:e} for {value:e}", case.b, case.lot);
        }
    }
    println!("{what}: worst {most:.2} × {scale:.1e} of {checked}, at {at}");
    assert!(checked > 20, "{what}: {checked} cases");
    most
}

const SUMS: &str = include_str!("../../tests/oracle/sums.csv");
const DIFFERENCES: &str = include_str!("../../tests/oracle/differences.csv");
const MIDPOINTS: &str = include_str!("../../tests/oracle/midpoints.csv");

#[test]
fn crawford_totals_are_within_4_eps() {
    let from_one = |case: &Case| case.lot.first() == 1;
    let sum = |case: &Case| power_sum(case.b, case.lot);
    assert!(worst("crawford totals", SUMS, f64::EPSILON, from_one, sum) <= 4.0);
}

#[test]
fn crawford_lots_are_within_4_eps_however_far_out() {
    let sum = |case: &Case| power_sum(case.b, case.lot);
    assert!(worst("crawford lots", SUMS, f64::EPSILON, |_| true, sum) <= 4.0);
}

#[test]
fn wright_units_are_within_4_eps() {
    let one = |case: &Case| case.lot.quantity() == 1;
    let unit = |case: &Case| power_difference(case.b, case.lot);
    assert!(worst("wright units", DIFFERENCES, f64::EPSILON, one, unit) <= 4.0);
}

#[test]
fn wright_totals_are_within_2_eps() {
    let from_one = |case: &Case| case.lot.first() == 1;
    let total = |case: &Case| power_difference(case.b, case.lot);
    assert!(worst("wright totals", DIFFERENCES, f64::EPSILON, from_one, total) <= 2.0);
}

#[test]
fn wright_lots_are_within_4_eps_however_far_out() {
    let lot = |case: &Case| power_difference(case.b, case.lot);
    assert!(worst("wright lots", DIFFERENCES, f64::EPSILON, |_| true, lot) <= 4.0);
}

#[test]
fn crawford_midpoints_are_within_1e_13() {
    let crawford = |case: &Case| case.basis == "unit";
    let exact =
        |case: &Case| midpoint::exact(Basis::Unit, Index::new(case.b).unwrap(), case.lot).unwrap_or(f64::NAN);
    assert!(worst("crawford midpoints", MIDPOINTS, 1e-13, crawford, exact) <= 1.0);
}

#[test]
fn wright_midpoints_are_within_1e_13() {
    let wright = |case: &Case| case.basis == "cumulative-average";
    let exact = |case: &Case| {
        midpoint::exact(Basis::CumulativeAverage, Index::new(case.b).unwrap(), case.lot).unwrap_or(f64::NAN)
    };
    assert!(worst("wright midpoints", MIDPOINTS, 1e-13, wright, exact) <= 1.0);
}
