#![expect(clippy::print_stdout, reason = "the worst errors are for those who ask with --nocapture")]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::{Basis, Curve, Lot, Run};
use super::*;

const MODELS: &str = include_str!("../../../tests/oracle/models.csv");
const WORST: &str = include_str!("../../../tests/oracle/worst.csv");

/// The shape that a row's model and parameters name.
fn shape(model: &str, parameters: &str) -> Shape {
    let values: BTreeMap<&str, &str> =
        parameters.split(' ').filter_map(|parameter| parameter.split_once('=')).collect();
    let value = |name: &str| -> f64 { values[name].parse().unwrap() };
    let index = values.get("index").map_or(Index::NONE, |b| Index::new(b.parse().unwrap()).unwrap());
    match model {
        "power-law" => Shape::PowerLaw { index },
        "stanford-b" => Shape::StanfordB { index, prior_units: value("prior_units") },
        "de-jong" => Shape::DeJong { index, incompressible: value("incompressible") },
        "s-curve" => Shape::SCurve {
            index,
            prior_units: value("prior_units"),
            incompressible: value("incompressible"),
        },
        "plateau-hard" => Shape::Plateau { index, floor: value("floor"), form: Floor::Hard },
        "plateau-additive" => Shape::Plateau { index, floor: value("floor"), form: Floor::Additive },
        "boone" => Shape::Boone { index, decay: value("decay") },
        "knecht" => Shape::Knecht { index, growth: value("growth") },
        "levy" => Shape::Levy { index, floor: value("floor"), flattening: value("flattening") },
        "stepped" => Shape::Stepped {
            indexes: values["rates"]
                .split(';')
                .map(|rate| Index::new(rate.parse::<f64>().unwrap().log2()).unwrap())
                .collect(),
        },
        "pegels" => Shape::Pegels { ratio: value("unit_ratio"), floor: value("floor") },
        "hyperbolic" => {
            Shape::Hyperbolic { prior_units: value("prior_units"), half_units: value("half_units") }
        }
        "exponential" => {
            Shape::Exponential { prior_units: value("prior_units"), time_constant: value("time_constant") }
        }
        other => panic!("{other}"),
    }
}

/// 1,800 lots of 15 models under both theories, against direct sums in 50-digit arithmetic, and those that were the worst of many.
#[test]
fn every_model_is_within_1e_13_of_direct_sums_in_many_digits() {
    let mut worst: BTreeMap<(String, String), (f64, String)> = BTreeMap::new();
    for line in MODELS.lines().skip(1).chain(WORST.lines().skip(1)) {
        let fields: Vec<&str> = line.split(',').collect();
        let [model, basis, parameters, first, last, total] = fields.as_slice() else {
            panic!("{line}");
        };
        let of = if *basis == "unit" { Basis::Unit } else { Basis::CumulativeAverage };
        let curve = Curve::new(of, shape(model, parameters), 1.0).unwrap();
        let lot = Lot::new(first.parse().unwrap(), last.parse().unwrap()).unwrap();
        let (got, want) = (curve.lot(lot).unwrap(), total.parse::<f64>().unwrap());
        let error = if want == 0.0 { got.abs() } else { (got / want - 1.0).abs() };
        let entry = worst.entry(((*model).to_owned(), (*basis).to_owned())).or_default();
        if error > entry.0 || entry.1.is_empty() {
            *entry = (error, format!("{line} got {got}"));
        }
    }
    assert!(worst.len() >= 26, "{} kinds", worst.len());
    for ((model, basis), (error, at)) in &worst {
        println!("{model} {basis}: worst {error:.1e}, at {at}");
    }
    for ((model, basis), (error, at)) in worst {
        assert!(error <= 1e-13, "{model} {basis}: {error:e} at {at}");
    }
}

fn any_shape() -> impl Strategy<Value = Shape> {
    let b = || (-1.5_f64..-0.01).prop_map(|b| Index::new(b).unwrap());
    prop_oneof![
        b().prop_map(|index| Shape::PowerLaw { index }),
        (b(), 0.0..50.0).prop_map(|(index, prior_units)| Shape::StanfordB { index, prior_units }),
        (b(), 0.0..1.0).prop_map(|(index, incompressible)| Shape::DeJong { index, incompressible }),
        (b(), 0.0..50.0, 0.0..1.0).prop_map(|(index, prior_units, incompressible)| Shape::SCurve {
            index,
            prior_units,
            incompressible
        }),
        (b(), 0.01..0.9).prop_map(|(index, floor)| Shape::Plateau { index, floor, form: Floor::Hard }),
        (b(), 0.01..0.9).prop_map(|(index, floor)| Shape::Plateau { index, floor, form: Floor::Additive }),
        proptest::collection::vec(b(), 1..8).prop_map(|indexes| Shape::Stepped { indexes: indexes.into() }),
        (b(), 1.0..1e7).prop_map(|(index, decay)| Shape::Boone { index, decay }),
        (b(), -0.01..0.001).prop_map(|(index, growth)| Shape::Knecht { index, growth }),
        (0.5..1.0, 0.0..1.0).prop_map(|(ratio, floor)| Shape::Pegels { ratio, floor }),
        (b(), 0.05..1.0, 1.0..3.0).prop_map(|(index, floor, flattening)| Shape::Levy {
            index,
            floor,
            flattening
        }),
        (0.0..50.0, 0.1..1e4)
            .prop_map(|(prior_units, half_units)| Shape::Hyperbolic { prior_units, half_units }),
        (0.0..50.0, 0.1..1e4)
            .prop_map(|(prior_units, time_constant)| Shape::Exponential { prior_units, time_constant }),
    ]
}

fn run(basis: Basis, shape: Shape) -> Run {
    Run::of(&Curve::new(basis, shape, 100.0).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn lots_side_by_side_add_up_for_every_shape(
        shape in any_shape(), wright: bool, first in 1_u64..3_000, middle in 1_u64..3_000, rest in 1_u64..3_000,
    ) {
        let basis = if wright { Basis::CumulativeAverage } else { Basis::Unit };
        let run = run(basis, shape);
        let lot = |first, last| run.lot(Lot::new(first, last).unwrap()).unwrap();
        let whole = lot(first, first + middle + rest);
        let parts = lot(first, first + middle - 1) + lot(first + middle, first + middle + rest);
        // Under Wright the parts of a steep curve may differ in sign: the size that counts is the total's.
        let size = whole.abs().max(run.total(first + middle + rest).unwrap().abs());
        prop_assert!((whole - parts).abs() <= 1e-12 * size, "{whole} {parts}");
    }

    #[test]
    fn units_add_up_to_the_total_for_every_shape(shape in any_shape(), wright: bool, n in 1_u64..200) {
        let basis = if wright { Basis::CumulativeAverage } else { Basis::Unit };
        let run = run(basis, shape);
        let sum: f64 = (1..=n).map(|k| run.unit(k).unwrap()).sum();
        let total = run.total(n).unwrap();
        let size = total.abs().max(100.0 * run.curve().factor(1));
        prop_assert!((sum - total).abs() <= 1e-12 * size, "{sum} {total}");
    }

    #[test]
    fn the_slope_is_the_numerical_derivative_of_every_shape(shape in any_shape(), x in 1.01_f64..500.0) {
        let h = 1e-5 * x;
        prop_assume!(shape.knots().iter().all(|knot| (knot - x).abs() > 2.0 * h));
        let numerical = (shape.value(x + h) - shape.value(x - h)) / (2.0 * h);
        prop_assert!((shape.slope(x) - numerical).abs() <= 1e-6 * (numerical.abs() + shape.value(x) / x));
    }

    #[test]
    fn the_gradient_is_the_numerical_derivative_by_each_parameter(shape in any_shape(), x in 1.01_f64..500.0) {
        let gradient = shape.gradient(x);
        let parameters = shape.parameters();
        prop_assert_eq!(gradient.len(), parameters.len());
        for (place, (slope, parameter)) in gradient.iter().zip(&parameters).enumerate() {
            let h = 1e-5 * parameter.value.abs().max(1e-3);
            let at = |value: f64| {
                shape.evaluate(x, |other, own| if other == place { value } else { own })
            };
            let (up, down) = (at(parameter.value + h), at(parameter.value - h));
            // Not across a corner, where a floor takes over.
            prop_assume!((up - 2.0 * shape.value(x) + down).abs() <= 1e-6 * (up - down).abs() + 1e-12);
            let numerical = (up - down) / (2.0 * h);
            prop_assert!(
                (slope - numerical).abs() <= 1e-5 * numerical.abs() + 1e-14 * shape.value(x) / h,
                "{} of {shape:?} at {x}: {slope} {numerical}", parameter.name
            );
        }
    }

    #[test]
    fn in_its_limit_every_model_is_a_power_law(b in -1.5_f64..-0.01, wright: bool, n in 1_u64..5_000) {
        let index = Index::new(b).unwrap();
        let basis = if wright { Basis::CumulativeAverage } else { Basis::Unit };
        let power = run(basis, Shape::PowerLaw { index });
        for limit in [
            Shape::StanfordB { index, prior_units: 0.0 },
            Shape::DeJong { index, incompressible: 0.0 },
            Shape::SCurve { index, prior_units: 0.0, incompressible: 0.0 },
            Shape::Plateau { index, floor: 0.0, form: Floor::Hard },
            Shape::Plateau { index, floor: 0.0, form: Floor::Additive },
            Shape::Stepped { indexes: vec![index].into() },
            Shape::Stepped { indexes: vec![index; 5].into() },
            Shape::Knecht { index, growth: 0.0 },
            Shape::Levy { index, floor: 0.5, flattening: 1.0 },
        ] {
            let limit = run(basis, limit);
            for (one, other) in [(limit.unit(n), power.unit(n)), (limit.total(n), power.total(n))] {
                let (one, other) = (one.unwrap(), other.unwrap());
                prop_assert!((one - other).abs() <= 1e-12 * other.abs(), "{:?} {one} {other}", limit.curve());
            }
        }
        let boone = run(basis, Shape::Boone { index, decay: 1e15 });
        prop_assert!((boone.total(n).unwrap() / power.total(n).unwrap() - 1.0).abs() <= 1e-9);
    }

    #[test]
    fn midpoints_have_the_average_of_their_lot(shape in any_shape(), first in 1_u64..500, more in 1_u64..500) {
        prop_assume!(!shape.may_turn() && shape.knots().is_empty());
        let run = run(Basis::Unit, shape);
        let lot = Lot::new(first, first + more).unwrap();
        prop_assume!((run.unit(first).unwrap() / run.unit(first + more).unwrap() - 1.0).abs() > 1e-6);
        let average = run.lot(lot).unwrap() / super::super::count(more + 1);
        let midpoint = run.midpoint(lot).unwrap();
        prop_assert!((run.curve().unit_at(midpoint) / average - 1.0).abs() <= 1e-12);
    }
}

#[test]
fn boone_turns_where_its_formula_says() {
    let index = Index::new(-0.3).unwrap();
    for (decay, turn) in [(1_000.0, 226.2), (100.0, 37.9)] {
        let found = Shape::Boone { index, decay }.turning_point().unwrap();
        assert!((found - turn).abs() < 0.05, "{found}");
    }
}

#[test]
fn parameters_outside_their_bounds_are_refused_by_name() {
    let index = Index::new(-0.3).unwrap();
    for (shape, name) in [
        (Shape::StanfordB { index, prior_units: -1.0 }, "prior_units"),
        (Shape::DeJong { index, incompressible: 1.5 }, "incompressible"),
        (Shape::Boone { index, decay: 0.0 }, "decay"),
        (Shape::Knecht { index, growth: f64::NAN }, "growth"),
        (Shape::Pegels { ratio: 1.1, floor: 0.0 }, "unit_ratio"),
        (Shape::Levy { index, floor: 0.5, flattening: 0.5 }, "flattening"),
    ] {
        let refused = Curve::new(Basis::Unit, shape, 1.0).unwrap_err();
        assert!(refused.to_string().contains(name), "{refused}");
    }
}

#[test]
fn every_models_name_is_that_of_its_shape_and_parameters() {
    let names: [(&str, &[&str]); 13] = [
        ("wright", &["index"]),
        ("crawford", &["index"]),
        ("rate-effect", &["index"]),
        ("stanford-b", &["index", "prior_units"]),
        ("de-jong", &["index", "incompressible"]),
        ("s-curve", &["index", "prior_units", "incompressible"]),
        ("plateau", &["index", "floor"]),
        ("boone", &["index", "decay"]),
        ("knecht", &["index", "growth"]),
        ("pegels", &["unit_ratio", "floor"]),
        ("levy", &["index", "floor", "flattening"]),
        ("hyperbolic", &["prior_units", "half_units"]),
        ("exponential", &["prior_units", "time_constant"]),
    ];
    for (name, parameters) in names {
        let shape = Shape::of_model(name).unwrap();
        let found: Vec<&str> = shape.parameters().iter().map(|parameter| parameter.name).collect();
        assert_eq!(found, parameters, "{name}");
    }
    assert_eq!(Shape::of_model("factors"), None);
}

#[test]
fn output_curves_tend_to_the_best_rate_and_others_to_none() {
    // Time per unit is 1 at the first; the best rate's is (1 + p)/(1 + p + R), 4/12, and 1 - e^(-(1 + p)/R), 1 - e^(-1/2).
    let hyperbolic = Shape::Hyperbolic { prior_units: 3.0, half_units: 8.0 };
    let exponential = Shape::Exponential { prior_units: 3.0, time_constant: 8.0 };
    for (shape, limit) in [(hyperbolic, 1.0 / 3.0), (exponential, 0.393_469_340_287_366_6)] {
        assert!((shape.limit().unwrap() / limit - 1.0).abs() < 1e-15, "{shape:?}");
        // The millionth million units later they are there.
        assert!((shape.value(1e13) / limit - 1.0).abs() < 1e-11, "{shape:?}");
        assert!((shape.value(1.0) - 1.0).abs() < 1e-15);
    }
    assert_eq!(Shape::of_model("plateau").unwrap().limit(), None);
}

#[test]
fn curves_turn_where_their_slope_is_nought_and_only_those_that_fall_first() {
    let index = |b| Index::new(b).unwrap();
    for decay in [0.5, 20.0, 1e3, 1e9] {
        let turn = Shape::Boone { index: index(-0.3), decay }.turning_point().unwrap();
        // x (ln x - 1) = c.
        assert!((turn * (turn.ln() - 1.0) / decay - 1.0).abs() < 1e-11, "{decay}: {turn}");
    }
    let knecht = |b, growth| Shape::Knecht { index: index(b), growth }.turning_point();
    assert_eq!(knecht(-0.3, 0.01), Some(30.0));
    // One that has turned before the first unit rises from it on.
    assert_eq!(knecht(-0.3, 0.6), Some(1.0));
    assert_eq!(
        [knecht(-0.3, 0.0), knecht(-0.3, -0.1), knecht(0.0, 0.1), knecht(0.2, 0.1), knecht(0.2, -0.1)],
        [None; 5]
    );
    assert_eq!(Shape::Boone { index: index(0.0), decay: 20.0 }.turning_point(), None);
    assert_eq!(Shape::Boone { index: index(0.2), decay: 20.0 }.turning_point(), None);
    assert_eq!(Shape::PowerLaw { index: index(-0.3) }.turning_point(), None);
}

#[test]
fn a_shape_has_an_index_of_its_own_only_where_it_has_just_one() {
    let index = Index::new(-0.3).unwrap();
    assert_eq!(Shape::PowerLaw { index }.index(), Some(index));
    assert_eq!(Shape::Boone { index, decay: 5.0 }.index(), Some(index));
    assert_eq!(Shape::Stepped { indexes: [index, Index::NONE].into() }.index(), None);
    assert_eq!(Shape::Stepped { indexes: [index].into() }.index(), None);
    assert_eq!(Shape::of_model("pegels").unwrap().index(), None);
}

#[test]
fn a_printed_table_sums_its_lines_and_takes_its_totals_from_one_another() {
    let table = |unit, sum| Shape::Factors(Arc::new(FactorTable::new(unit, sum).unwrap()));
    // Units 1, 0.9, 0.8, 0.7 … from rows at 1, 3 and 7.
    let units = table(Some(vec![(1.0, 1.0), (3.0, 0.8), (7.0, 0.4)]), None);
    assert!((units.sum(2.0, 4) - 3.0).abs() < 1e-14);
    assert!((units.sum(4.0, 1) - 0.7).abs() < 1e-15);
    assert!((units.difference(2.0, 6.0, 4.0) - 2.6).abs() < 1e-14);
    assert_eq!(units.knots(), [1.0, 3.0, 7.0]);
    let totals = table(None, Some((table::Sum::Total, vec![(1.0, 1.0), (2.0, 1.8), (4.0, 3.0)])));
    assert!((totals.sum(2.0, 3) - 2.0).abs() < 1e-15);
    assert!((totals.difference(1.0, 4.0, 3.0) - 2.0).abs() < 1e-15);
}

#[test]
fn between_its_rows_a_table_rises_and_falls_along_the_line() {
    let rows = vec![(1.0, 1.0), (3.0, 0.8), (7.0, 0.4)];
    let shape = Shape::Factors(Arc::new(FactorTable::new(Some(rows), None).unwrap()));
    assert!((shape.value(2.5) - 0.85).abs() < 1e-15 && (shape.slope(2.5) + 0.1).abs() < 1e-15);
    assert!((shape.value(6.0) - 0.5).abs() < 1e-15 && (shape.slope(6.0) + 0.1).abs() < 1e-15);
}

#[test]
fn formulas_are_written_under_their_names() {
    for (model, name, formula) in [
        ("crawford", "power law", "x^b"),
        ("stanford-b", "Stanford-B", "(x + B)^b"),
        ("pegels", "Pegels", "((1 - C) × a^(x - 1) + C)"),
        ("knecht", "Knecht", "x^b × e^(c × x)"),
    ] {
        assert_eq!(Shape::of_model(model).unwrap().written(), (name, formula));
    }
}

#[test]
fn sums_are_closed_but_of_the_shapes_that_are_no_powers() {
    let index = Index::new(-0.3).unwrap();
    for (shape, closed) in [
        (Shape::PowerLaw { index }, true),
        (Shape::Pegels { ratio: 0.9, floor: 0.2 }, true),
        (Shape::Boone { index, decay: 50.0 }, false),
        (Shape::Knecht { index, growth: -0.01 }, false),
        (Shape::Levy { index, floor: 0.3, flattening: 1.05 }, false),
        (Shape::Exponential { prior_units: 3.0, time_constant: 40.0 }, false),
    ] {
        assert_eq!(shape.has_closed_sum(), closed, "{shape:?}");
    }
}

#[test]
fn a_total_may_begin_before_the_first_unit() {
    // x (x + 3/2)^(-1/2) at 5/2 less that at 1/2: 5/4 - 1/2 / √2.
    let shape = Shape::StanfordB { index: Index::new(-0.5).unwrap(), prior_units: 1.5 };
    assert!((shape.difference(0.5, 2.5, 2.0) - (1.25 - 0.125_f64.sqrt())).abs() < 1e-15);
    assert!((shape.difference(0.0, 2.5, 2.5) - 1.25).abs() < 1e-15);
}

#[test]
fn sums_without_a_closed_form_keep_fourteen_digits_where_fewer_corrections_would_lose_some() {
    // Against sums term by term in 60-digit arithmetic. With half of the corrections a fall by e from unit to unit far out would be
    // off by 1e-8 and a steep power near its start by 3e-13; Levy's from 49 rather than 72 on would be too near to its pole.
    let knecht = |b, growth| Shape::Knecht { index: Index::new(b).unwrap(), growth };
    let levy = Shape::Levy { index: Index::new(-5.0).unwrap(), floor: 1e9, flattening: 1.65 };
    for (shape, start, terms, sum) in [
        (knecht(-0.3, -1.0), 250.0, 200, 8.051_854_031_964_602e-110),
        (knecht(-5.0, -0.001), 24.0, 200, 7.932_008_784_178_592e-7),
        (levy, 1.0, 300, 251_931_113_256.962_46),
    ] {
        let got = shape.sum(start, terms);
        assert!((got / sum - 1.0).abs() < 1e-14, "{shape:?}: {got:e}");
    }
}

#[test]
fn a_total_about_which_a_curve_turns_is_the_integral_of_its_slope() {
    // Knecht's x f(x) turns at 2^29; against 60-digit arithmetic. The whole is 1e-5 of either part that would be added up.
    let shape = Shape::Knecht { index: Index::new(-0.5).unwrap(), growth: -2_f64.powi(-30) };
    let got = shape.difference(532_676_608.0, 541_065_216.0, 8_388_608.0);
    assert!((got / 0.002_233_807_836_887_428_7 - 1.0).abs() < 1e-12, "{got:e}");
}

#[test]
fn a_levy_lot_over_its_knee_is_that_of_units_added_one_by_one() {
    // Five million units in 64 bits of mantissa. Where the curve leaves its floor no halving of the integral may stop early.
    let index = Index::new(-1.853_028_005_835_934_3).unwrap();
    let shape = Shape::Levy { index, floor: 424_803.724_946_529 / 1e9, flattening: 1.000_008_100_464_912_6 };
    let total = Curve::new(Basis::Unit, shape, 1e9).unwrap().lot(Lot::new(779, 5_234_950).unwrap()).unwrap();
    assert!((total / 1_203_864_401_440.714_9 - 1.0).abs() < 1e-13, "{total}");
}
