//! What fits cost: 100,000 data sets of 20 points, and one data set with its whole report.
//!
//! The peers are `polyfit` of `NumPy` and of `SciPy` `curve_fit` on the same data; `benches/peers/fit.py` runs both side by side.

#![expect(clippy::unwrap_used, reason = "a bench may stop where a fit fails")]
use divan::{Bencher, black_box, counter::ItemsCount};
use learncurve::estimate::power::Scratch;
use learncurve::estimate::{Data, Method, Model, Observation, Options, Place, estimate};

const SETS: usize = 100_000;
const POINTS: usize = 20;

fn main() {
    divan::main();
}

/// Data sets `100 x^log2(0.8) e^(0.1 z)` at x = 1 to 20, z uniform from -1 to 1 by a linear congruential generator.
fn sets() -> (Vec<f64>, Vec<f64>) {
    let x: Vec<f64> = (1..=20).map(f64::from).collect();
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 32).unwrap()) / 2_147_483_648.0 - 1.0
    };
    let y = (0..SETS * POINTS)
        .map(|k| 100.0 * x[k % POINTS].powf(0.8_f64.log2()) * (0.1 * noise()).exp())
        .collect();
    (x, y)
}

/// The sum of the indexes, so that no fit is left out: both runs print the same.
fn indexes(fit: impl FnMut(&[f64]) -> f64, y: &[f64]) -> f64 {
    y.chunks_exact(POINTS).map(fit).sum()
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn log_ols(bencher: Bencher) {
    let (x, y) = sets();
    let mut scratch = Scratch::default();
    bencher
        .counter(ItemsCount::new(SETS))
        .bench_local(|| indexes(|y| scratch.log_ols(&x, y).unwrap().index, black_box(&y)));
}

#[divan::bench(sample_count = 7, sample_size = 1)]
fn nls(bencher: Bencher) {
    let (x, y) = sets();
    let mut scratch = Scratch::default();
    bencher
        .counter(ItemsCount::new(SETS))
        .bench_local(|| indexes(|y| scratch.nls(&x, y).unwrap().index, black_box(&y)));
}

#[divan::bench(args = [Method::LogOls, Method::Nls, Method::Mupe, Method::Zmpe])]
fn whole_report(bencher: Bencher, method: Method) {
    let (x, y) = sets();
    let rows = x.iter().zip(&y).zip(1..).map(|((x, y), row)| Observation::new(Place::Unit(*x), *y, row));
    let data = Data::new(rows.collect()).unwrap();
    let model = Model::named("crawford", None, &[], &data).unwrap();
    bencher.bench(|| estimate(black_box(&data), &model, method, &Options::default()).unwrap());
}
