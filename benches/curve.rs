//! What evaluating a curve costs, and that it costs the same at every size.
//!
//! `plain_loop` is the peer: the sum of k^b term by term, as a spreadsheet or a first draft does it.

#![expect(clippy::unwrap_used, reason = "a bench may stop at numbers that are outside the domain")]
use divan::{Bencher, black_box};
use learncurve::curve::{Basis, Curve, Index, Lot, Shape};

fn main() {
    divan::main();
}

const UNITS: [u64; 6] = [100, 10_000, 1_000_000, 1_000_000_000, 1_000_000_000_000, 1_000_000_000_000_000];

fn index() -> Index {
    Index::new(0.8_f64.log2()).unwrap()
}

fn curve(basis: Basis) -> Curve {
    Curve::new(basis, Shape::PowerLaw { index: index() }, 100.0).unwrap()
}

#[divan::bench(args = UNITS)]
fn crawford_total(bencher: Bencher, units: u64) {
    let curve = curve(Basis::Unit);
    bencher.bench(|| black_box(&curve).total(black_box(units)));
}

#[divan::bench(args = UNITS)]
fn crawford_lot_of_the_last_half(bencher: Bencher, units: u64) {
    let curve = curve(Basis::Unit);
    let lot = Lot::new(units / 2 + 1, units).unwrap();
    bencher.bench(|| black_box(&curve).lot(black_box(lot)));
}

#[divan::bench(args = UNITS)]
fn wright_unit(bencher: Bencher, number: u64) {
    let curve = curve(Basis::CumulativeAverage);
    bencher.bench(|| black_box(&curve).unit(black_box(number)));
}

#[divan::bench(args = [100, 10_000, 1_000_000])]
fn plain_loop(bencher: Bencher, units: u32) {
    let b = index().value();
    bencher.bench(|| (1..=black_box(units)).map(|k| f64::from(k).powf(black_box(b))).sum::<f64>());
}
