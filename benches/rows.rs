//! What evaluating rows by the slice costs: average, total and unit of a million power laws, on one thread.
//!
//! The peer is the vectorised form in `NumPy` of the three columns: `benches/peers/kernel.py`.

use divan::{Bencher, black_box, counter::ItemsCount};
use learncurve::batch::rows::{Row, evaluate};
use learncurve::curve::Basis;

const ROWS: u32 = 1_000_000;

fn main() {
    divan::main();
}

/// Rows with indexes from -0.7 to -0.05 and up to a million units, by a linear congruential generator.
fn rows(basis: Basis) -> Vec<Row> {
    let mut state = 1_u64;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let share = |bits: u64| f64::from(u32::try_from(bits).unwrap_or(u32::MAX)) / 2_147_483_648.0;
    (0..ROWS)
        .map(|_| Row {
            basis,
            first_unit: 1.0 + 999.0 * share(uniform()),
            index: -0.05 - 0.65 * share(uniform()),
            units: 1 + uniform() % 1_000_000,
            ends_after: None,
        })
        .collect()
}

#[divan::bench(args = [Basis::CumulativeAverage, Basis::Unit], sample_count = 9, sample_size = 1)]
fn slice(bencher: Bencher, basis: Basis) {
    let rows = rows(basis);
    bencher.counter(ItemsCount::new(rows.len())).bench_local(|| evaluate(black_box(&rows)));
}
