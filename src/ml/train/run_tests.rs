//! Trainings held to the same in `NumPy`; `tests/ml/README.md` says how each was made.

use super::super::{TRAINING_ROWS, digits};
use super::*;
use crate::ml::schedule::{Ramp, RampPosition, RampShape};

fn split() -> Split {
    Split::first(&digits(), TRAINING_ROWS).unwrap()
}

fn table(file: &str) -> Vec<Vec<String>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ml/digits").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap()
}

fn model(name: &str) -> Model {
    if name == "mlp32" { Model::Tanh { hidden: 32 } } else { Model::named(name).unwrap() }
}

#[test]
fn range_tests_have_the_losses_of_numpy() {
    let split = split();
    for name in ["softmax", "mlp32"] {
        for (mode, start, end, steps, shape) in
            [("exp", 1e-4, 100.0, 119, RampShape::Exponential), ("linear", 0.01, 3.0, 59, RampShape::Linear)]
        {
            let golden: Vec<_> =
                table("range_test.csv").into_iter().filter(|row| row[0] == name && row[1] == mode).collect();
            let lr = Schedule::Ramp(Ramp { start, end, steps, shape, position: RampPosition::BeforeUpdate });
            let options = Options { steps: golden.len() as u64, evaluate_every: 1, ..Options::default() };
            let outcome = run(&split, model(name), &lr, &options, |_| true).unwrap();
            for (batch, row) in golden.iter().enumerate() {
                let step = outcome.steps[batch];
                assert!((step.lr / number(&row[3]) - 1.0).abs() < 1e-12, "{name} {mode} {batch}");
                let (tolerance, held) = (if batch < 60 { 1e-9 } else { 1e-6 }, &row[5]);
                let miss = (step.loss / number(&row[4]) - 1.0).abs();
                assert!(miss < tolerance, "{name} {mode} {batch}: {miss}");
                if !held.is_empty() {
                    let miss = (outcome.evaluations[batch].loss / number(held) - 1.0).abs();
                    assert!(miss < tolerance, "{name} {mode} {batch}, held out: {miss}");
                }
            }
        }
    }
}

/// What NumPy gets by each of OpenBLAS's kernels: updates to the target, and the best accuracy until then.
fn by_kernels(model: Model, lr: f64, target: f64) -> Vec<(Option<u64>, f64)> {
    let hidden = if let Model::Tanh { hidden } = model { hidden } else { 0 };
    let same = |row: &Vec<String>| {
        row[1] == hidden.to_string()
            && (number(&row[2]) / lr - 1.0).abs() < 1e-12
            && row[3] == target.to_string()
    };
    let rows = table("kernels.csv").into_iter().filter(same);
    rows.map(|row| (row[4].parse().ok(), number(&row[5]))).collect()
}

/// Trains at an lr until a target, and holds the count of updates against every kernel's.
///
/// Where kernels disagree with one another, rounding decides, and only whether the target is reached is a fact.
fn sweep_is_numpys(model: Model, lr: f64, target: f64, golden: Option<u64>, best: Option<f64>) -> bool {
    let options = Options { steps: 3_000, target: Some(target), ..Options::default() };
    let outcome = run(&split(), model, &Schedule::constant(lr), &options, |_| true).unwrap();
    let (own, own_best) = (outcome.updates_to(target), outcome.best().unwrap().accuracy);
    let kernels = by_kernels(model, lr, target);
    assert_eq!(kernels.len(), 4);
    let what = format!("{model} at {lr}: {own:?} {own_best}, {kernels:?}");
    let agreed = kernels.iter().all(|(updates, _)| *updates == kernels[0].0);
    if agreed {
        assert_eq!(own, golden, "{what}");
    } else {
        assert_eq!(own.is_some(), golden.is_some(), "{what}");
    }
    let certain = agreed && kernels.iter().all(|(_, best)| best.to_bits() == kernels[0].1.to_bits());
    if certain {
        assert!((own_best - kernels[0].1).abs() < 1e-12, "{what}");
        assert!(best.is_none_or(|best| (own_best - best).abs() < 1e-12), "{what}");
    }
    agreed
}

#[test]
fn sweeps_reach_their_target_at_numpys_update() {
    let rows = table("sweep.csv");
    let agreed = rows.iter().filter(|row| {
        let [lr, target, best] = [1, 2, 4].map(|cell| number(&row[cell]));
        sweep_is_numpys(model(&row[0]), lr, target, row[3].parse().ok(), Some(best))
    });
    assert_eq!((agreed.count(), rows.len()), (37, 38));
}

#[test]
fn nets_of_every_size_reach_their_target_at_numpys_update() {
    let rows = table("size_sweep.csv");
    let agreed = rows.iter().filter(|row| {
        let model = Model::Tanh { hidden: row[0].parse().unwrap() };
        assert_eq!(model.parameters(64, 10).to_string(), row[1]);
        sweep_is_numpys(model, number(&row[2]), 0.89, row[3].parse().ok(), None)
    });
    assert_eq!((agreed.count(), rows.len()), (23, 25));
}

#[test]
fn more_rows_lower_the_held_out_loss_as_in_numpy() {
    let split = split();
    for row in table("learning_curve.csv") {
        let rows = row[0].parse().unwrap();
        let part = split.with_training_rows(rows).unwrap();
        let options =
            Options { batch: rows, steps: 1_501, evaluate_every: 1_500, l2: 1e-3, ..Options::default() };
        let outcome = run(&part, Model::Softmax, &Schedule::constant(1.0), &options, |_| true).unwrap();
        let last = outcome.evaluations[1];
        assert!((last.loss / number(&row[1]) - 1.0).abs() < 1e-9, "{row:?}: {last:?}");
        assert!((1.0 - last.accuracy - number(&row[2])).abs() < 1e-12, "{row:?}: {last:?}");
        let training = outcome.steps[1_500].loss;
        assert!((training / number(&row[3]) - 1.0).abs() < 1e-9, "{row:?}: {training}");
    }
}
