//! Optimisers held to traces of `PyTorch` in doubles: `tests/oracle/optimizers.py` made some of them.

use super::*;
use crate::ml::surface::{Path, SURFACES, Surface};

fn table(text: &str) -> Vec<Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

/// A rule by the name that its trace has.
fn traced(name: &str) -> Rule {
    let (rule, settings): (&str, &[(&str, &str)]) = match name {
        "sgd_momentum" => ("momentum", &[]),
        "sgd_momentum_dampened" => ("momentum", &[("dampening", "0.1")]),
        "sgd_nesterov" => ("nesterov", &[]),
        "sgd_weight_decay" => ("sgd", &[("weight_decay", "0.01")]),
        "rmsprop_centered_momentum" => {
            ("rmsprop", &[("alpha", "0.9"), ("centered", "true"), ("momentum", "0.5")])
        }
        "adam_l2" => ("adam", &[("weight_decay", "0.1")]),
        "adamw" => ("adamw", &[("weight_decay", "0.1")]),
        "nadam_decoupled" => ("nadam", &[("weight_decay", "0.1"), ("decoupled", "true")]),
        "radam_l2" => ("radam", &[("weight_decay", "0.1")]),
        "adagrad_decaying" => {
            ("adagrad", &[("lr_decay", "0.1"), ("weight_decay", "0.01"), ("initial_accumulator", "0.5")])
        }
        other => (other, &[]),
    };
    Rule::named(rule, settings).unwrap()
}

/// What a trace was made with on each surface, in the order of [`SURFACES`].
fn lrs(name: &str) -> [f64; 4] {
    match name {
        "sgd" | "sgd_weight_decay" => [0.05, 0.05, 0.05, 0.001],
        "sgd_momentum" | "sgd_momentum_dampened" | "sgd_nesterov" => [0.05, 0.05, 0.05, 0.0005],
        "adagrad" | "adagrad_decaying" => [0.5, 0.5, 0.5, 0.1],
        "adadelta" => [1.0; 4],
        "rmsprop" | "rmsprop_centered_momentum" | "rprop" => [0.01; 4],
        // Until its mean square is trusted it goes by the gradient, which is steep here.
        "radam" | "radam_l2" => [0.1, 0.1, 0.1, 0.001],
        _ => [0.1, 0.1, 0.1, 0.02],
    }
}

fn close(own: f64, wanted: f64) -> bool {
    (own - wanted).abs() <= 1e-9 * wanted.abs()
}

#[test]
fn fifty_steps_are_those_of_pytorch_in_doubles() {
    let traces = [
        ("sgd", include_str!("../../../tests/ml/optimizers/sgd.csv")),
        ("sgd_momentum", include_str!("../../../tests/ml/optimizers/sgd_momentum.csv")),
        ("sgd_momentum_dampened", include_str!("../../../tests/ml/optimizers/sgd_momentum_dampened.csv")),
        ("sgd_nesterov", include_str!("../../../tests/ml/optimizers/sgd_nesterov.csv")),
        ("sgd_weight_decay", include_str!("../../../tests/ml/optimizers/sgd_weight_decay.csv")),
        ("adagrad", include_str!("../../../tests/ml/optimizers/adagrad.csv")),
        ("adadelta", include_str!("../../../tests/ml/optimizers/adadelta.csv")),
        ("rmsprop", include_str!("../../../tests/ml/optimizers/rmsprop.csv")),
        ("adam", include_str!("../../../tests/ml/optimizers/adam.csv")),
        ("adam_l2", include_str!("../../../tests/ml/optimizers/adam_l2.csv")),
        ("amsgrad", include_str!("../../../tests/ml/optimizers/amsgrad.csv")),
        ("adamw", include_str!("../../../tests/ml/optimizers/adamw.csv")),
        ("rprop", include_str!("../../../tests/ml/optimizers/rprop.csv")),
        (
            "rmsprop_centered_momentum",
            include_str!("../../../tests/ml/optimizers/rmsprop_centered_momentum.csv"),
        ),
        ("adamax", include_str!("../../../tests/ml/optimizers/adamax.csv")),
        ("nadam", include_str!("../../../tests/ml/optimizers/nadam.csv")),
        ("nadam_decoupled", include_str!("../../../tests/ml/optimizers/nadam_decoupled.csv")),
        ("radam", include_str!("../../../tests/ml/optimizers/radam.csv")),
        ("radam_l2", include_str!("../../../tests/ml/optimizers/radam_l2.csv")),
        ("adagrad_decaying", include_str!("../../../tests/ml/optimizers/adagrad_decaying.csv")),
    ];
    for (name, text) in traces {
        let rows = table(text);
        for (surface, lr) in SURFACES.into_iter().zip(lrs(name)) {
            let mut optimizer = Optimizer::new(traced(name), 2).unwrap();
            let path = Path::walk(surface, surface.start(), &mut optimizer, 50, |_| lr);
            let own_name = surface.name().replace('-', "_");
            let wanted: Vec<_> = rows.iter().filter(|row| row[0] == own_name).collect();
            assert_eq!(wanted.len(), 51);
            for (row, point) in wanted.iter().zip(&path.points) {
                let (x, y): (f64, f64) = (row[2].parse().unwrap(), row[3].parse().unwrap());
                assert!(close(point[0], x) && close(point[1], y), "{name} {row:?} {point:?}");
            }
        }
    }
}

#[test]
fn saddles_are_escaped_in_as_many_steps_as_pytorch_takes() {
    let rows = table(include_str!("../../../tests/ml/optimizers/saddle_escape.csv"));
    assert_eq!(rows.len(), 45);
    for row in rows {
        let mut optimizer = Optimizer::new(traced(row[0].trim_end_matches("_sweep")), 2).unwrap();
        let (lr, surface) = (row[1].parse().unwrap(), Surface::BoundedSaddle);
        let path = Path::walk(surface, surface.start(), &mut optimizer, 2_000, |_| lr);
        assert_eq!(path.escape(), Some(row[2].parse().unwrap()), "{row:?}");
    }
}
