//! Fits of published data, against their published and high-precision figures.

use learncurve::curve::{Basis, Lot};
use learncurve::estimate::{Data, Estimated, Method, Model, Observation, Options, Place, estimate, predict};

use crate::program::root;

fn data(places: impl IntoIterator<Item = (Place, f64)>) -> Data {
    let rows = places.into_iter().zip(1..).map(|((place, value), row)| Observation::new(place, value, row));
    Data::new(rows.collect()).unwrap()
}

fn units(x: &[f64], y: &[f64]) -> Data {
    data(x.iter().zip(y).map(|(x, y)| (Place::Unit(*x), *y)))
}

fn fitted(data: &Data, model: &str, method: Method) -> Estimated {
    let model = Model::named(model, None, &[], data).unwrap();
    estimate(data, &model, method, &Options::default()).unwrap()
}

#[track_caller]
fn near(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    let scale = theirs.abs().max(1e-12);
    assert!((ours - theirs).abs() <= tolerance * scale, "{what}: {ours} for {theirs}");
}

struct Set {
    id: String,
    kind: String,
    rows: Vec<(f64, f64)>,
    exact: toml::Table,
}

fn sets() -> Vec<Set> {
    let text = std::fs::read_to_string(root().join("tests/fits/published.toml")).unwrap();
    let whole: toml::Table = toml::from_str(&text).unwrap();
    let number = |value: &toml::Value| {
        value
            .as_float()
            .or_else(|| value.as_integer().map(|whole| f64::from(i32::try_from(whole).unwrap())))
            .unwrap()
    };
    whole["dataset"]
        .as_array()
        .unwrap()
        .iter()
        .map(|set| Set {
            id: set["id"].as_str().unwrap().to_owned(),
            kind: set["kind"].as_str().unwrap().to_owned(),
            rows: set["rows"]
                .as_array()
                .unwrap()
                .iter()
                .map(|row| (number(&row[0]), number(&row[1])))
                .collect(),
            exact: set["exact"].as_table().unwrap().clone(),
        })
        .collect()
}

/// The data of a set, as a block of its figures has them: by units, as lots in sequence, or as cumulative averages.
fn data_of(set: &Set, block: &str) -> Data {
    let mut reached = 0.0;
    let mut spent = 0.0;
    data(set.rows.iter().map(|(x, y)| match (set.kind.as_str(), block) {
        ("unit", "ols_on_cumulative_average") => {
            spent += y;
            (Place::Average(*x), spent / x)
        }
        ("unit", _) => (Place::Unit(*x), *y),
        ("cumulative-average", _) => (Place::Average(*x), y / x),
        ("lot", "wright_cumulative_average") => {
            (reached, spent) = (reached + x, spent + y);
            (Place::Average(reached), spent / reached)
        }
        ("lot", _) => {
            let lot = Lot::new(whole(reached) + 1, whole(reached + x)).unwrap();
            reached += x;
            (Place::Lot(lot), *y)
        }
        (other, _) => panic!("{other}"),
    }))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small counts")]
fn whole(units: f64) -> u64 {
    units as u64
}

#[test]
fn every_kept_data_set_is_fitted_to_eleven_digits() {
    let mut compared = 0;
    for set in sets() {
        for (block, figures) in &set.exact {
            let Some(figures) = figures.as_table() else {
                continue;
            };
            let (model, method) = match block.as_str() {
                "ols_on_cumulative_average" | "wright_cumulative_average" => ("wright", Method::LogOls),
                "two_point" if set.kind == "cumulative-average" => ("wright", Method::LogOls),
                "ols" | "ols_on_unit" | "two_point_1_2" | "two_point" => ("crawford", Method::LogOls),
                "nls" => ("crawford", Method::Nls),
                "mupe" => ("crawford", Method::Mupe),
                "exact_midpoint" => ("crawford", Method::Midpoints),
                // A rule of thumb for midpoints, kept to show how far off it is.
                "half_unit_midpoint" => continue,
                other => panic!("{other}"),
            };
            let mut data = data_of(&set, block);
            if block == "two_point_1_2" {
                data = Data::new(data.observations()[..2].to_vec()).unwrap();
            }
            let fit = fitted(&data, model, method);
            let exactly_through = fit.summary.dof == 0;
            for (name, figure) in figures {
                let Some(figure) = figure.as_float() else {
                    continue;
                };
                let coefficient = |name: &str| fit.coefficient(name).unwrap();
                let what = format!("{} {block} {name}", set.id);
                let (ours, tolerance) = match name.as_str() {
                    "t1" => (coefficient("first_unit").value, 1e-11),
                    "b" => (coefficient("index").value, 1e-11),
                    "slope" => (coefficient("learning_rate").value, 1e-11),
                    "intercept_ln" => (coefficient("ln_first_unit").value, 1e-11),
                    _ if exactly_through => continue,
                    "se_b" => (coefficient("index").std_error.unwrap(), 1e-9),
                    "se_intercept" => (coefficient("ln_first_unit").std_error.unwrap(), 1e-9),
                    "t_b" => (coefficient("index").t.unwrap(), 1e-9),
                    "r2" => (fit.summary.r_squared.unwrap(), 1e-11),
                    "adj_r2" => (fit.summary.adjusted_r_squared.unwrap(), 1e-11),
                    "sse_ln" | "sse" => (fit.summary.sse, 1e-11),
                    "see_ln" => (fit.summary.see_fit.unwrap(), 1e-11),
                    "mean_pct_error" => {
                        let bias: f64 = fit.rows.iter().map(|row| row.residual).sum();
                        assert!(bias.abs() < 1e-9, "{what}: {bias}");
                        continue;
                    }
                    "iterations" => continue,
                    other => panic!("{other}"),
                };
                near(&what, ours, figure, tolerance);
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 114, "figures compared");
}

const TRI_X: [f64; 9] = [5.0, 5.2, 7.0, 10.0, 12.0, 17.8, 18.0, 21.0, 25.0];
const TRI_Y: [f64; 9] = [205.3, 111.0, 225.6, 182.2, 255.3, 523.4, 695.8, 377.0, 638.5];

/// Tecolote Research, Fitting Nonlinear Cost Estimating Relationships, 2016, example 2.
#[test]
fn a_published_comparison_of_methods_comes_out_to_its_printed_figures() {
    let data = units(&TRI_X, &TRI_Y);
    let cases = [
        (Method::LogOls, 33.402_612_487_310_95, 0.899_880_052_348_9, 539.0),
        (Method::Mupe, 35.489_060, 0.891_948_479, 559.0),
        (Method::Zmpe, 36.435_968, 0.881_196_376, 555.0),
    ];
    for (method, first_unit, index, at_22) in cases {
        let fit = fitted(&data, "crawford", method);
        let tolerance = if method == Method::LogOls { 1e-12 } else { 2e-8 };
        near(method.name(), fit.at[0], first_unit, tolerance);
        near(method.name(), fit.at[1], index, tolerance);
        let value = predict::predict(&fit, Lot::new(22, 22).unwrap(), &predict::Options::default()).value;
        assert_eq!(value.floor().to_bits(), f64::to_bits(at_22), "{value}");
    }
    let fit = fitted(&data, "crawford", Method::LogOls);
    assert_eq!(format!("{:.1} {:.3}", fit.summary.see.unwrap(), fit.summary.spe.unwrap()), "121.7 0.343");
}

/// Exact lot sums; the figures are roots of the normal equations in 40 digits (mpmath), each sum term by term.
#[test]
fn lots_are_fitted_on_their_exact_sums() {
    let totals = [96.8e6, 70.2e6, 90e6, 100.5e6, 96e6, 111.6e6];
    let ends = [(1, 22), (23, 40), (41, 65), (66, 95), (96, 125), (126, 161)];
    let lots = ends
        .iter()
        .zip(totals)
        .map(|((first, last), total)| (Place::Lot(Lot::new(*first, *last).unwrap()), total));
    let data = data(lots);
    let cases = [
        (Method::LogOls, 5_899_940.090_577_729, -0.128_073_179_808_581_3),
        (Method::Nls, 5_857_379.434_456_343, -0.127_058_134_632_370_4),
        (Method::Mupe, 5_902_051.745_498_99, -0.128_136_708_539_713),
    ];
    for (method, first_unit, index) in cases {
        let fit = fitted(&data, "crawford", method);
        near(method.name(), fit.at[0], first_unit, 1e-12);
        near(method.name(), fit.at[1], index, 1e-11);
    }
}

#[test]
fn zmpe_and_mupe_leave_no_percentage_bias() {
    let data = units(&TRI_X, &TRI_Y);
    for method in [Method::Mupe, Method::Zmpe] {
        let bias: f64 = fitted(&data, "crawford", method).rows.iter().map(|row| row.residual).sum();
        assert!(bias.abs() < 1e-10, "{}: {bias}", method.name());
    }
}

#[test]
fn noise_free_lots_of_every_model_give_their_parameters_back() {
    let lots = [(1, 5), (6, 15), (16, 35), (36, 75), (76, 135), (136, 215), (216, 300), (301, 420)];
    let cases: [(&str, &[(&str, f64)]); 11] = [
        ("crawford", &[("index", -0.3)]),
        ("wright", &[("index", -0.25)]),
        ("stanford-b", &[("index", -0.35), ("prior_units", 4.0)]),
        ("de-jong", &[("index", -0.4), ("incompressible", 0.25)]),
        ("s-curve", &[("index", -0.4), ("prior_units", 6.0), ("incompressible", 0.2)]),
        ("boone", &[("index", -0.4), ("decay", 300.0)]),
        ("knecht", &[("index", -0.3), ("growth", 0.001)]),
        ("pegels", &[("unit_ratio", 0.98), ("floor", 20.0)]),
        ("levy", &[("index", -0.3), ("floor", 15.0), ("flattening", 1.05)]),
        ("hyperbolic", &[("prior_units", 3.0), ("half_units", 40.0)]),
        ("exponential", &[("prior_units", 3.0), ("time_constant", 60.0)]),
    ];
    for (name, parameters) in cases {
        for method in [Method::LogOls, Method::Nls, Method::Mupe, Method::Zmpe] {
            for basis in [Basis::Unit, Basis::CumulativeAverage] {
                let lot = |(first, last): &(u64, u64)| Place::Lot(Lot::new(*first, *last).unwrap());
                let blank = data(lots.iter().map(|ends| (lot(ends), 100.0)));
                let model = Model::named(name, Some(basis), &[], &blank).unwrap();
                let truth: Vec<f64> = model
                    .parameters()
                    .iter()
                    .map(|p| {
                        parameters.iter().find(|(name, _)| *name == p.name).map_or(100.0, |(_, value)| *value)
                    })
                    .collect();
                let exact = data(lots.iter().map(|ends| (lot(ends), model.value(&truth, lot(ends), None))));
                let model = Model::named(name, Some(basis), &[], &exact).unwrap();
                let fit = estimate(&exact, &model, method, &Options::default()).unwrap();
                let worst = fit
                    .rows
                    .iter()
                    .map(|row| (row.fitted / row.observation.value - 1.0).abs())
                    .fold(0.0, f64::max);
                assert!(
                    worst < 1e-7,
                    "{} {}: {worst:e}, {:?} for {truth:?}",
                    model.label(),
                    method.name(),
                    fit.at
                );
            }
        }
    }
}
