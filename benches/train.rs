//! What training, schedules and the intervals of a range test cost, on one thread.
//!
//! `benches/peers/train.py` times the same training in `PyTorch` beside `softmax`.

#![expect(clippy::unwrap_used, reason = "a bench may stop at numbers that are outside the domain")]
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use learncurve::ml::optimizer::Rule;
use learncurve::ml::range_test::{self, Log, analyse};
use learncurve::ml::schedule::Schedule;
use learncurve::ml::schedule::keys::Keys;
use learncurve::ml::schedule::named::{Like, named};
use learncurve::ml::train::{Model, Options, Split, TRAINING_ROWS, digits, run};

fn main() {
    divan::main();
}

/// Updates of a training; none of them is evaluated but the first and the last.
const UPDATES: u64 = 2_000;

fn train(bencher: Bencher, model: &str, rule: &str) {
    let split = Split::first(&digits(), TRAINING_ROWS).unwrap();
    let (model, rule) = (Model::named(model).unwrap(), Rule::named(rule, &[]).unwrap());
    let options = Options { rule, steps: UPDATES, evaluate_every: UPDATES, ..Options::default() };
    let lr = Schedule::constant(0.1);
    bencher
        .counter(ItemsCount::new(UPDATES))
        .bench(|| run(black_box(&split), model, &lr, &options, |_| true));
}

#[divan::bench(sample_count = 20)]
fn softmax(bencher: Bencher) {
    train(bencher, "softmax", "sgd");
}

#[divan::bench(sample_count = 20)]
fn softmax_by_adam(bencher: Bencher) {
    train(bencher, "softmax", "adam");
}

#[divan::bench(sample_count = 10)]
fn tanh_32(bencher: Bencher) {
    train(bencher, "tanh:32", "sgd");
}

/// Step sizes of a schedule by the slice.
#[divan::bench(args = [
    "constant lr=0.1",
    "step lr=0.1 every=1000",
    "exponential lr=0.1 rate=0.96 every=1000",
    "inverse-time lr=0.1 rate=0.5 every=1000",
    "linear lr=0.1 steps=1000000",
    "polynomial lr=0.1 steps=1000000 power=2",
    "cosine lr=0.1 steps=1000000",
    "triangular base=0.001 max=0.006 step_size=2000",
    "triangular2 base=0.001 max=0.006 step_size=2000",
    "one-cycle max=0.1 steps=1000000",
])]
fn schedule(bencher: Bencher, words: &str) {
    let (name, pairs) = words.split_once(' ').unwrap();
    let schedule = named(name, Like::Own, &mut Keys::parse(pairs.split(' ')).unwrap()).unwrap();
    let mut steps = vec![0.0; 1_000_000];
    bencher.counter(ItemsCount::new(steps.len())).bench_local(|| schedule.fill(0, black_box(&mut steps)));
}

/// A range test of 200 losses, with so many resamples for its intervals.
#[divan::bench(args = [0, 1_000], sample_count = 20)]
fn range_test(bencher: Bencher, resamples: u32) {
    let log = Log::new(&losses()).unwrap();
    let options = range_test::Options { resamples, ..range_test::Options::default() };
    bencher.bench(|| analyse(black_box(&log), options));
}

/// Losses that descend and break out, with noise of three percent from a generator of its own.
fn losses() -> Vec<(f64, f64)> {
    let mut state = 1_u64;
    let rows = (0..200).map(|batch| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = f64::from(u32::try_from(state >> 32).unwrap()) / 2_147_483_648.0 - 1.0;
        let lr = 1e-7 * 1e8_f64.powf(f64::from(batch) / 199.0);
        let loss = 0.3 + 2.0 / (1.0 + (lr / 1e-3).powf(1.2)) + 0.05 * (lr / 0.6).powi(3);
        (lr, loss * (1.0 + 0.03 * 1.7 * draw))
    });
    rows.collect()
}
