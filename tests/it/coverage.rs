//! Intervals hold what they should as often as they say: thousands of data sets drawn from known curves, seeded.
//!
//! A share that is 95% in truth lies within half a percent of it at 20,000 draws (more than three of its standard errors), and
//! within one percent at 5,000.

use learncurve::curve::Lot;
use learncurve::estimate::forecast::History;
use learncurve::estimate::predict::{self, predict};
use learncurve::estimate::{Data, Intervals, Method, Model, Observation, Options, Place, estimate};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rand_distr::{Distribution as _, StandardNormal};

const FIRST: f64 = 100.0;
const RATE: f64 = 0.85;

/// How often each interval held the truth, over how many.
#[derive(Debug, Default)]
struct Held {
    held: Vec<(&'static str, u32)>,
    of: u32,
}

impl Held {
    fn count(&mut self, name: &'static str, ends: Option<(f64, f64)>, truth: f64) {
        let holds = u32::from(ends.is_some_and(|(low, high)| (low..=high).contains(&truth)));
        match self.held.iter_mut().find(|(other, _)| *other == name) {
            Some((_, held)) => *held += holds,
            None => self.held.push((name, holds)),
        }
    }

    fn all_within(&self, what: &str, low: f64, high: f64) {
        for (name, held) in &self.held {
            let share = f64::from(*held) / f64::from(self.of);
            assert!((low..=high).contains(&share), "{what}, {name}: {share} of {}", self.of);
        }
    }
}

/// Fits `draws` data sets of `n` units whose errors are of the method's own kind; what units 30 and 200 take is drawn too.
fn units(method: Method, n: u32, sigma: f64, draws: u32, intervals: Intervals) -> Held {
    let mut random = ChaCha8Rng::seed_from_u64(u64::from(n));
    let b = RATE.log2();
    let x: Vec<f64> = (0..n).map(|k| (f64::from(k) * 100_f64.ln() / f64::from(n - 1)).exp()).collect();
    let mut normal = || -> f64 { StandardNormal.sample(&mut random) };
    let mut held = Held { of: draws, ..Held::default() };
    let mut draw = |x: f64| {
        let mean = FIRST * x.powf(b);
        match method {
            Method::Nls => mean + sigma * FIRST * normal(),
            Method::Mupe => mean * (1.0 + sigma * normal()),
            _ => mean * (sigma * normal()).exp(),
        }
    };
    let options = Options { intervals, ..Options::default() };
    let ahead = predict::Options { intervals, ..predict::Options::default() };
    let data = |values: &[f64]| {
        let rows = x.iter().zip(values).zip(1..);
        Data::new(rows.map(|((x, y), row)| Observation::new(Place::Unit(*x), *y, row)).collect()).unwrap()
    };
    let model = Model::named("crawford", None, &[], &data(&vec![FIRST; x.len()])).unwrap();
    for _ in 0..draws {
        let values: Vec<f64> = x.iter().map(|x| draw(*x)).collect();
        let fit = estimate(&data(&values), &model, method, &options).unwrap();
        for (name, truth) in [("first_unit", FIRST), ("index", b), ("learning_rate", RATE)] {
            let one = fit.coefficient(name).unwrap();
            held.count(name, one.low.zip(one.high), truth);
        }
        let found = predict(&fit, Lot::new(200, 200).unwrap(), &ahead);
        let ends =
            |interval: Option<predict::Interval>| interval.map(|interval| (interval.low, interval.high));
        held.count("confidence at 200", ends(found.confidence), FIRST * 200_f64.powf(b));
        held.count("prediction at 200", ends(found.prediction), draw(200.0));
    }
    held
}

#[test]
fn nineteen_in_twenty_log_fits_hold_the_truth_at_8_20_and_100_rows() {
    for n in [8, 20, 100] {
        let draws = if n == 100 { 5_000 } else { 20_000 };
        let around = if n == 100 { 0.01 } else { 0.005 };
        units(Method::LogOls, n, 0.15, draws, Intervals::Asymptotic).all_within(
            &format!("log-ols of {n}"),
            0.95 - around,
            0.95 + around,
        );
    }
}

#[test]
fn nineteen_in_twenty_fits_of_values_and_of_shares_hold_the_truth() {
    for (method, sigma) in [(Method::Nls, 0.02), (Method::Mupe, 0.05)] {
        for (n, draws) in [(8, 10_000), (20, 6_000), (100, 3_000)] {
            units(method, n, sigma, draws, Intervals::Asymptotic).all_within(
                &format!("{} of {n}", method.name()),
                0.94,
                0.96,
            );
        }
    }
}

#[test]
fn nineteen_in_twenty_lots_come_out_where_lots_foretold_them_and_sums_of_units_where_units_did() {
    let draws = 4_000;
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut normal = || -> f64 { StandardNormal.sample(&mut random) };
    let b = RATE.log2();
    let total = |lot: Lot| {
        (lot.first()..=lot.last())
            .map(|unit| FIRST * f64::from(u32::try_from(unit).unwrap()).powf(b))
            .sum::<f64>()
    };
    let lots: Vec<Lot> = (0..9).map(|k| Lot::new(10 * k + 1, 10 * k + 10).unwrap()).collect();
    let ahead = Lot::new(91, 110).unwrap();
    let mut held = Held { of: draws, ..Held::default() };
    for seed in 0..draws {
        let rows = lots.iter().zip(1..);
        let rows = rows
            .map(|(lot, row)| Observation::new(Place::Lot(*lot), total(*lot) * (0.1 * normal()).exp(), row));
        let data = Data::new(rows.collect()).unwrap();
        let model = Model::named("crawford", None, &[], &data).unwrap();
        let fit = estimate(&data, &model, Method::LogOls, &Options::default()).unwrap();
        let found = predict(&fit, ahead, &predict::Options::default());
        let ends = found.prediction.map(|interval| (interval.low, interval.high));
        held.count("a lot from lots", ends, total(ahead) * (0.1 * normal()).exp());
        // Units with errors of their own; few draws make the ends of an interval rough, and no less right on average.
        let rows = (1..=12).map(|unit| {
            Observation::new(
                Place::Unit(f64::from(unit)),
                FIRST * f64::from(unit).powf(b) * (0.2 * normal()).exp(),
                1,
            )
        });
        let data = Data::new(rows.collect()).unwrap();
        let fit = estimate(&data, &model, Method::LogOls, &Options::default()).unwrap();
        let few = predict::Options { draws: 1_000, seed: u64::from(seed), ..predict::Options::default() };
        let found = predict(&fit, Lot::new(13, 16).unwrap(), &few);
        let truth: f64 = (13..=16).map(|unit| FIRST * f64::from(unit).powf(b) * (0.2 * normal()).exp()).sum();
        held.count("a sum from units", found.prediction.map(|interval| (interval.low, interval.high)), truth);
    }
    held.all_within("lots", 0.94, 0.96);
}

#[test]
fn bands_of_first_differences_hold_half_and_nine_in_ten_under_their_own_model() {
    // ln cost moves by -0.3 times the growth of ln production, with shocks of which 0.19 comes again.
    let (draws, rho) = (4_000, 0.19);
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let mut normal = || -> f64 { StandardNormal.sample(&mut random) };
    let (mut held, mut far) = (Held { of: draws, ..Held::default() }, 0);
    for _ in 0..draws {
        let (mut production, mut cost, mut shock) = (0.0_f64, 5.0_f64, 0.1 * normal());
        let mut rows = Vec::new();
        for _ in 0..25 {
            rows.push((production.exp(), cost.exp()));
            let growth = 0.2 + 0.02 * normal();
            let new = 0.1 * normal();
            production += growth;
            cost += -0.3 * growth + new + rho * shock;
            shock = new;
        }
        let history = History::new(&rows[..20]).unwrap();
        let path: Vec<f64> = rows[20..].iter().map(|(production, _)| *production).collect();
        let ahead = history.forecast(&path, rho, &[0.5, 0.9]).unwrap();
        let within = |at: usize, level: usize| {
            let (low, high) = ahead[at].bands[level];
            (low.unwrap()..=high.unwrap()).contains(&rows[20 + at].1)
        };
        let as_ends = |holds: bool| holds.then_some((0.0, 0.0));
        held.count("one period, 90%", as_ends(within(0, 1)), 0.0);
        held.count("five periods, 90%", as_ends(within(4, 1)), 0.0);
        far += u32::from(within(4, 0));
    }
    held.all_within("forecasts", 0.885, 0.915);
    let half = f64::from(far) / f64::from(draws);
    assert!((0.475..=0.525).contains(&half), "five periods, 50%: {half}");
}
