//! Searches held to what a search from anywhere else finds.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::*;
use crate::curve::count;
use crate::estimate::{Observation, Place, scale_of};
use crate::fit::Parameter;

/// Data near 1 in size, as fits have them.
fn scaled(rows: Vec<Observation>) -> (Data, f64) {
    let data = Data::new(rows).unwrap();
    let scale = scale_of(&data);
    (data.scaled(scale), scale)
}

/// Six lots, the total of the second a tenth of what its neighbours say.
fn with_an_outlier() -> (Data, f64) {
    let lots = [(22, 96.8e6), (18, 7.02e6), (25, 90e6), (30, 100.5e6), (30, 96e6), (36, 111.6e6)];
    let mut last = 0;
    let rows = lots.iter().zip(2..).map(|((quantity, total), row)| {
        last += quantity;
        Observation::new(Place::Lot(Lot::new(last - quantity + 1, last).unwrap()), *total, row)
    });
    scaled(rows.collect())
}

#[test]
fn an_outlier_does_not_keep_the_s_curve_from_its_least_sum() {
    // The least of 400 searches from random starts by SciPy 1.16's least_squares, T1 eliminated: all at the bounds b = -5, B = 0.
    let (data, scale) = with_an_outlier();
    let model = Model::named("s-curve", Some(Basis::CumulativeAverage), &[], &data).unwrap();
    for (method, least) in [(Method::LogOls, 0.101_955_556_530_659), (Method::Nls, 5.864_022_777_118_95e14)] {
        let found = fitted(&model, &data, method, None).unwrap().fit;
        let sum = found.sum_of_squares * if method == Method::Nls { scale.powi(-2) } else { 1.0 };
        assert!((sum / least - 1.0).abs() < 1e-9, "{method:?}: {sum:e} at {:?}", found.values());
    }
}

/// From 0 to 1.
fn share(random: &mut ChaCha8Rng) -> f64 {
    f64::from(random.next_u32()) / f64::from(u32::MAX)
}

/// One of a few.
fn one_of<T: Copy>(random: &mut ChaCha8Rng, few: &[T]) -> T {
    few[random.next_u32() as usize % few.len()]
}

/// Rows of a curve that has prior units, an incompressible share and a floor or not, with noise and perhaps an outlier.
fn rows(random: &mut ChaCha8Rng) -> Vec<Observation> {
    let number = 5 + random.next_u32() as usize % 8;
    let (kind, noise) = (random.next_u32() % 3, one_of(random, &[0.01, 0.05, 0.3]));
    let outlier = one_of(random, &[0, 0, 0, 0, number / 2]);
    let index = -share(random);
    let prior = one_of(random, &[0.0, 1.0]) * 10.0 * share(random);
    let incompressible = one_of(random, &[0.0, 1.0]) * 0.6 * share(random);
    let floor = one_of(random, &[0.0, 0.0, 1.0]) * 0.5 * share(random);
    let unit = |unit: u64| {
        f64::max(floor, incompressible + (1.0 - incompressible) * (count(unit) + prior).powf(index))
    };
    let (mut last, mut total) = (0, 0.0);
    let row = |row: usize| {
        let lot = Lot::new(last + 1, last + 1 + u64::from(random.next_u32() % 30)).unwrap();
        last = lot.last();
        let made: f64 = (lot.first()..=last).map(unit).sum();
        total += made;
        let (place, value) = match kind {
            0 => (Place::Unit(count(last)), unit(last)),
            1 => (Place::Lot(lot), made),
            _ => (Place::Average(count(last)), total / count(last)),
        };
        // The sum of twelve shares is nearly normal.
        let normal = (0..12).map(|_| share(random)).sum::<f64>() - 6.0;
        let slip = if row == outlier && row > 0 { 0.1 } else { 1.0 };
        Observation::new(place, 100.0 * value * (noise * normal).exp() * slip, row + 2)
    };
    (0..number).map(row).collect()
}

/// A value within a parameter's bounds: evenly, near either of them, or by decades.
fn anywhere(random: &mut ChaCha8Rng, parameter: &Parameter) -> f64 {
    let (low, width) = (parameter.low, parameter.high - parameter.low);
    match random.next_u32() % 4 {
        0 => low + width * share(random),
        1 => low + width * 10_f64.powf(-8.0 * share(random)),
        2 => parameter.high - width * 10_f64.powf(-8.0 * share(random)),
        _ if parameter.name == "index" => -share(random),
        _ if low > 0.0 => low * (parameter.high / low).powf(share(random)),
        _ => low + width * share(random),
    }
}

#[test]
fn searches_from_anywhere_else_hardly_ever_end_lower() {
    let mut random = ChaCha8Rng::seed_from_u64(20_261_126);
    let (mut fits, mut lower) = (0_u32, Vec::new());
    for _ in 0..3 {
        let (data, _) = scaled(rows(&mut random));
        for (name, basis) in crate::estimate::MODELS.iter().flat_map(|name| {
            [Basis::Unit, Basis::CumulativeAverage].into_iter().map(move |basis| (name, basis))
        }) {
            let Ok(model) = Model::named(name, Some(basis), &[], &data) else { continue };
            for (method, space) in [(Method::LogOls, Space::Log), (Method::Nls, Space::Level)] {
                let sum = fitted(&model, &data, method, None).unwrap().fit.sum_of_squares;
                fits += 1;
                for _ in 0..12 {
                    let parameters = model.parameters().iter().skip(1);
                    let rest = parameters.map(|parameter| anywhere(&mut random, parameter));
                    let start = std::iter::once(1.0).chain(rest).collect();
                    let elsewhere = fit::fit(
                        &Squares::new(&model, &data, space.clone()).from(start),
                        &Options::default(),
                    );
                    if let Ok(other) = elsewhere
                        && other.sum_of_squares < 0.99 * sum
                        && sum > 1e-20
                    {
                        lower.push(format!(
                            "{} by {method:?}: {:e}, not {sum:e}",
                            model.label(),
                            other.sum_of_squares
                        ));
                        break;
                    }
                }
            }
        }
    }
    assert!(fits >= 120, "{fits}");
    // Levy's model and a hard floor have as many valleys as there are rows.
    assert!(lower.len() * 100 <= fits as usize, "{} of {fits}: {lower:#?}", lower.len());
}
