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

#[test]
fn a_model_of_which_only_t1_is_free_is_fitted_by_every_method() {
    let values = [100.0, 91.0, 80.0, 73.0, 66.0];
    let rows =
        (0..5).zip(values).map(|(place, value)| Observation::new(Place::Unit(2_f64.powi(place)), value, 2));
    let (data, _) = scaled(rows.collect());
    for name in crate::estimate::MODELS {
        let Ok(free) = Model::named(name, None, &[], &data) else { continue };
        let fixed: Vec<(String, f64)> =
            free.shape().parameters().iter().map(|p| (p.name.to_owned(), fixed(p.name))).collect();
        let model = Model::named(name, None, &fixed, &data).unwrap();
        for method in [Method::LogOls, Method::Nls, Method::Mupe, Method::Zmpe] {
            let found = fitted(&model, &data, method, None);
            let found = found.unwrap_or_else(|error| panic!("{name} by {method:?}: {error}")).fit;
            // The sum is least at T1: it is no less on either side of it.
            let space = match method {
                Method::LogOls => Space::Log,
                Method::Nls => Space::Level,
                _ => continue,
            };
            let squares = Squares::new(&model, &data, space);
            for beside in [0.999, 1.001] {
                let at = [found.estimates[0].value * beside];
                let sum = fit::at(&squares, &at, Stopped::ClosedForm).unwrap().sum_of_squares;
                assert!(sum >= found.sum_of_squares, "{name} by {method:?}: {sum} at {at:?}");
            }
        }
    }
}

#[test]
fn weighted_rows_that_rise_are_best_fitted_by_the_constant_of_pegels() {
    // With a ratio of 1, and with a floor of T1, the curve is constant: the weighted geometric mean of the rows, or their mean.
    let rows = (1..=4).map(|unit| {
        let (value, weight) = (9.0 + count(unit), if unit == 4 { 9.0 } else { 1.0 });
        Observation { weight, ..Observation::new(Place::Unit(count(unit)), value, 2) }
    });
    let data = Data::new(rows.collect()).unwrap();
    let model = Model::named("pegels", None, &[], &data).unwrap();
    let geometric = ((10.0_f64 * 11.0 * 12.0).ln() + 9.0 * 13_f64.ln()) / 12.0;
    let mean = (10.0 + 11.0 + 12.0 + 9.0 * 13.0) / 12.0;
    for (method, constant) in [(Method::LogOls, geometric.exp()), (Method::Nls, mean), (Method::Mupe, mean)] {
        let found = fitted(&model, &data, method, None).unwrap().fit;
        let mut curve = [0.0; 4];
        Squares::new(&model, &data, Space::Level).fitted(&found.values(), &mut curve);
        for value in curve {
            assert!((value / constant - 1.0).abs() < 1e-6, "{method:?}: {curve:?}, not {constant}");
        }
    }
}

#[test]
fn mupe_has_its_curve_where_rounds_of_weights_go_in_circles() {
    // The gamma deviance's least of 300 searches by SciPy's least_squares, T1 eliminated; holding the f of the round before never ends.
    let lots = [
        (1, 7, 83110.4, 0.965),
        (8, 25, 53292.7, 2.42),
        (26, 47, 44232.4, 0.416),
        (55, 72, 27260.2, 1.67),
        (79, 94, 17421.7, 1.62),
        (95, 99, 4457.0, 1.27),
        (100, 100, 802.52, 2.54),
        (101, 115, 12424.9, 3.07),
        (116, 121, 5461.99, 2.94),
        (122, 133, 9504.49, 1.96),
        (134, 158, 18115.6, 0.451),
    ];
    let rows = lots.map(|(first, last, total, weight)| {
        let lot = Place::Lot(Lot::new(first, last).unwrap());
        Observation { weight, ..Observation::new(lot, total, 2) }
    });
    let (data, scale) = scaled(rows.to_vec());
    let model = Model::named("pegels", None, &[], &data).unwrap();
    let found = fitted(&model, &data, Method::Mupe, None).unwrap().fit;
    let at = found.values();
    for (value, expected) in
        [at[0] / scale, at[1], at[2] / scale].iter().zip([8343.2732, 0.951_481_13, 838.197_758])
    {
        assert!((value / expected - 1.0).abs() < 1e-7, "{at:?}");
    }
    let roots = data.observations().iter().map(|row| row.weight.sqrt());
    let bias: f64 = roots.zip(&found.residuals).map(|(root, residual)| root * residual).sum();
    assert!(bias.abs() < 1e-9 && (found.sum_of_squares / 0.866_714_22 - 1.0).abs() < 1e-8, "{found:?}");
}

#[test]
fn lots_of_any_size_are_fitted_by_the_values_of_their_units() {
    // The sums of the least squares by SciPy's least_squares over lots by their integrals, and the first unit there.
    let lots = [(1, 1_000_000_000_000_000_u64, 5e15), (2, 1_000_000_000_000_000, 6e15), (10, 14, 30.0)];
    let rows = lots
        .map(|(first, last, total)| Observation::new(Place::Lot(Lot::new(first, last).unwrap()), total, 2));
    let (data, scale) = scaled(rows.to_vec());
    let model = Model::named("crawford", None, &[], &data).unwrap();
    let found = fitted(&model, &data, Method::LogOls, None).unwrap().fit;
    assert!((found.sum_of_squares / 0.01662 - 1.0).abs() < 1e-3, "{found:?}");
    assert!((found.values()[0] / scale / 6.043_79 - 1.0).abs() < 1e-4, "{found:?}");
}

/// A value of a parameter that suits five units.
fn fixed(name: &str) -> f64 {
    match name {
        "index" => -0.15,
        "prior_units" => 1.0,
        "incompressible" | "floor" => 0.2,
        "growth" => 0.001,
        "unit_ratio" => 0.9,
        "flattening" => 1.01,
        _ => 30.0,
    }
}

#[test]
fn zmpe_with_a_fixed_floor_tells_the_errors_of_its_own_curve() {
    // No curve above this floor has percentage errors that sum to 0: all rows but one lie below it.
    let values = [1.0, 0.91, 0.8, 0.73, 0.66];
    let rows =
        (0..5).zip(values).map(|(place, value)| Observation::new(Place::Unit(2_f64.powi(place)), value, 2));
    let data = Data::new(rows.collect()).unwrap();
    let model = Model::named("plateau", None, &[("floor".to_owned(), 2.0)], &data).unwrap();
    let found = fitted(&model, &data, Method::Zmpe, None).unwrap().fit;
    let mut curve = vec![0.0; 5];
    Squares::new(&model, &data, Space::Level).fitted(&found.values(), &mut curve);
    let squares: f64 = curve.iter().zip(values).map(|(curve, value)| (1.0 - value / curve).powi(2)).sum();
    assert!((found.sum_of_squares / squares - 1.0).abs() < 1e-9 && squares > 1.0, "{found:?} {squares}");
}

#[test]
fn slopes_of_what_is_searched_for_are_those_of_the_sum_once_t1_has_settled() {
    let (data, _) = with_an_outlier();
    let model = Model::named("s-curve", Some(Basis::Unit), &[], &data).unwrap();
    let base = data.values();
    for space in [Space::Log, Space::Level, Space::Relative(base)] {
        let squares = Squares::new(&model, &data, space);
        let settled = |others: &[f64]| {
            let mut at = vec![1.0, others[0], others[1], others[2]];
            let mut residuals = vec![0.0; data.len()];
            squares.settle(&mut at, &mut residuals);
            (residuals.iter().map(|residual| residual * residual).sum::<f64>(), at, residuals)
        };
        let others = [-0.4, 3.0, 0.3];
        let (sum, at, residuals) = settled(&others);
        let slopes =
            squares.jacobian_at(&at, model.parameters()).tr_mul(&nalgebra::DVector::from_vec(residuals));
        // T1 has no slope left, and the others' are those of the sum along which T1 follows.
        assert!(slopes[0].abs() * at[0] < 1e-9 * sum, "{slopes}");
        for place in 0..3 {
            let moved = |step: f64| {
                let mut others = others;
                others[place] += step;
                settled(&others).0
            };
            let slope = (moved(1e-5) - moved(-1e-5)) / 4e-5;
            assert!(
                (slopes[place + 1] - slope).abs() < 1e-6 * slope.abs().max(sum),
                "{place}: {slope} {slopes}"
            );
        }
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

#[test]
fn a_floor_that_is_fixed_does_not_keep_a_fit_from_its_least_sum() {
    let units = |pairs: &[(f64, f64)]| {
        let rows = pairs
            .iter()
            .zip(2..)
            .map(|((unit, value), row)| Observation::new(Place::Unit(*unit), *value, row));
        scaled(rows.collect())
    };
    let steep = [
        (1.0, 100.617),
        (2.0, 40.3813),
        (9.0, 14.2712),
        (20.0, 5.68224),
        (175.0, 0.445_575),
        (284.0, 0.426_984),
        (285.0, 0.353_595),
        (296.0, 0.407_152),
        (1613.0, 0.063_692_1),
    ];
    let ratio = [(1.0, 105.07), (2.0, 93.902), (8.0, 71.382), (12.0, 64.463), (136.0, 43.649)];
    // The least sums of searches from anywhere by SciPy 1.16, to four digits at the most.
    for (pairs, name, floor, least) in
        [(&steep[..], "plateau", 4.1, 133.64), (&ratio[..], "pegels", 21.8, 506.771)]
    {
        let (data, scale) = units(pairs);
        let model =
            Model::named(name, Some(Basis::Unit), &[("floor".to_owned(), floor * scale)], &data).unwrap();
        let found = fitted(&model, &data, Method::Nls, None).unwrap().fit;
        let sum = found.sum_of_squares / (scale * scale);
        assert!(sum <= least * (1.0 + 1e-4), "{name}: {sum} at {:?}", found.values());
    }
    // A floor between the middle of the data and T1.
    let (data, scale) = units(&[(1.0, 120.0), (2.0, 90.0), (4.0, 70.0), (8.0, 60.0), (16.0, 52.0)]);
    let model =
        Model::named("pegels", Some(Basis::Unit), &[("floor".to_owned(), 90.0 * scale)], &data).unwrap();
    fitted(&model, &data, Method::Nls, None).unwrap();
}

#[test]
fn rows_a_million_million_units_away_are_fitted_by_the_curve_that_they_are_of() {
    let places = [1e11, 5e11, 1e12, 2e12, 4e12, 9e12].map(Place::Unit);
    let rows = |value: &dyn Fn(Place) -> f64| {
        Data::new(
            places.iter().zip(2..).map(|(place, row)| Observation::new(*place, value(*place), row)).collect(),
        )
        .unwrap()
    };
    let any = rows(&|_| 1.0);
    let curves: [(&str, &[f64]); 3] = [
        ("stanford-b", &[5e5, -0.3, 4e8]),
        ("hyperbolic", &[5e3, 4e8, 1e12]),
        ("exponential", &[5e3, 4e8, 1e12]),
    ];
    for (name, at) in curves {
        let truth = Model::named(name, Some(Basis::Unit), &[], &any).unwrap();
        let (data, scale) = {
            let data = rows(&|place| truth.value(at, place, None));
            let scale = scale_of(&data);
            (data.scaled(scale), scale)
        };
        let model = Model::named(name, Some(Basis::Unit), &[], &data).unwrap();
        let found = fitted(&model, &data, Method::LogOls, None).unwrap().fit;
        // Prior units far below the first row hardly matter, nor does T1 beside them; the rest is sure.
        assert!(found.sum_of_squares < 1e-9, "{name}: {:e} at {:?}", found.sum_of_squares, found.values());
        let sure = if name == "stanford-b" { 1 } else { 2 };
        assert!((found.values()[sure] / at[sure] - 1.0).abs() < 1e-2, "{name}: {:?}", found.values());
        for place in places {
            let told = model.value(&found.values(), place, None) / scale;
            assert!((told / truth.value(at, place, None) - 1.0).abs() < 1e-4, "{name} at {place:?}");
        }
    }
}
