//! What evaluating rows by the slice costs: average, total and unit of a million power laws, on one thread.
//!
//! The peer is the vectorised form in `NumPy` of the three columns: `benches/peers/kernel.py`.

use divan::{Bencher, black_box, counter::ItemsCount};
use learncurve::batch::columns::{self, Columns, Figures};
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

/// Ten million rows by the column, more than any cache holds.
const COLUMN: usize = 10_000_000;

struct Owned {
    first_unit: Vec<f64>,
    index: Vec<f64>,
    units: Vec<u64>,
    figures: [Vec<f64>; 3],
}

impl Owned {
    fn new(length: usize) -> Self {
        let rows: Vec<Row> = rows(Basis::CumulativeAverage).into_iter().cycle().take(length).collect();
        Self {
            first_unit: rows.iter().map(|row| row.first_unit).collect(),
            index: rows.iter().map(|row| row.index).collect(),
            units: rows.iter().map(|row| row.units).collect(),
            figures: [(); 3].map(|()| vec![0.0; length]),
        }
    }

    /// Evaluates the rows, a part on each thread.
    fn evaluate(&mut self, basis: Basis, threads: usize) {
        let part = self.first_unit.len().div_ceil(threads);
        let given = self.first_unit.chunks(part).zip(self.index.chunks(part)).zip(self.units.chunks(part));
        let [average, total, unit] = &mut self.figures;
        let places = average.chunks_mut(part).zip(total.chunks_mut(part)).zip(unit.chunks_mut(part));
        let work = given.zip(places).map(|(((first_unit, index), units), ((average, total), unit))| {
            move || {
                let figures = Figures { average, total, unit };
                columns::evaluate(basis, Columns { first_unit, index, units }, figures)
            }
        });
        if threads == 1 {
            work.for_each(|mut work| drop(black_box(work())));
        } else {
            std::thread::scope(|scope| work.for_each(|work| drop(scope.spawn(work))));
        }
    }
}

#[divan::bench(args = [1, 2], sample_count = 9, sample_size = 1)]
fn columns_of_ten_million(bencher: Bencher, threads: usize) {
    let mut rows = Owned::new(COLUMN);
    bencher.counter(ItemsCount::new(COLUMN)).bench_local(|| rows.evaluate(Basis::CumulativeAverage, threads));
}

/// The same arithmetic with the memory left out: rows that stay in the first cache.
#[divan::bench(sample_count = 9, sample_size = 1000)]
fn columns_of_a_thousand(bencher: Bencher) {
    let mut rows = Owned::new(1000);
    bencher.counter(ItemsCount::new(1000_usize)).bench_local(|| rows.evaluate(Basis::CumulativeAverage, 1));
}
