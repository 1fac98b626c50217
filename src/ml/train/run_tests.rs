//! Trainings held to the same in `NumPy`; `tests/ml/README.md` says how each was made.

use super::super::{Data, TRAINING_ROWS, digits};
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

/// What `NumPy` gets by each of `OpenBLAS`'s kernels: updates to the target, and the best accuracy until then.
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

#[test]
fn other_seeds_draw_other_runs_and_the_same_seed_the_same() {
    let split = split();
    let of = |model: &str, seed| {
        let options = Options { steps: 100, seed, ..Options::default() };
        run(&split, Model::named(model).unwrap(), &Schedule::constant(0.5), &options, |_| true).unwrap()
    };
    for model in ["softmax", "tanh:8"] {
        assert_eq!(of(model, 3), of(model, 3));
        let losses: Vec<u64> = (0..4).map(|seed| of(model, seed).last().unwrap().loss.to_bits()).collect();
        assert!(losses.iter().collect::<std::collections::BTreeSet<_>>().len() == 4, "{losses:?}");
        // Drawn or not, a hundred updates get well below the ln 10 that guessing has.
        assert!((0..4).all(|seed| of(model, seed).last().unwrap().loss < 1.2));
    }
}

#[test]
fn every_optimiser_trains_at_a_working_lr() {
    let split = split();
    for name in optimizer::NAMES {
        let rule = Rule::named(name, &[]).unwrap();
        // Mini-batches turn gradients' signs too often for steps that go by signs alone.
        let (lr, batch) = match name {
            "sgd" => (1.0, 32),
            "momentum" | "nesterov" | "adagrad" => (0.1, 32),
            "adadelta" => (10.0, 32),
            "rprop" => (0.01, 1437),
            _ => (0.01, 32),
        };
        let options = Options { rule, batch, steps: 300, ..Options::default() };
        let outcome =
            run(&split, Model::Tanh { hidden: 16 }, &Schedule::constant(lr), &options, |_| true).unwrap();
        assert!(outcome.best().unwrap().accuracy > 0.7, "{name}: {:?}", outcome.best());
    }
}

#[test]
fn a_schedule_changes_the_lr_at_every_update_and_momentum_with_it() {
    let schedule = |momentum| {
        Schedule::OneCycle(crate::ml::schedule::OneCycle {
            values: vec![0.01, 0.5, 0.0],
            ends: vec![30.0, 99.0],
            momentum,
            anneal: crate::ml::schedule::Anneal::Linear,
            raises: None,
        })
    };
    let rule = Rule::named("momentum", &[]).unwrap();
    let options = Options { rule, steps: 100, ..Options::default() };
    let of = |momentum| run(&split(), Model::Softmax, &schedule(momentum), &options, |_| true).unwrap();
    let (plain, cycled, held) = (of(None), of(Some(vec![0.95, 0.85, 0.95])), of(Some(vec![0.9, 0.9, 0.9])));
    let lrs: Vec<f64> = plain.steps.iter().map(|step| step.lr).collect();
    assert_eq!(lrs, schedule(None).table(100));
    assert_eq!(plain, held);
    assert_ne!(plain.last(), cycled.last());
}

#[test]
fn a_run_ends_where_it_breaks_down_or_is_told_to() {
    let split = split();
    let tanh = Model::Tanh { hidden: 32 };
    let options = Options { steps: 3_000, ceiling: Some(10.0), ..Options::default() };
    let lost = run(&split, tanh, &Schedule::constant(10.0), &options, |_| true).unwrap();
    assert_eq!((lost.end, lost.updates()), (End::Diverged, 100));
    // Its losses are 2.29, 5.76, 21.7, 60.8 in NumPy, and stay above a hundred.
    assert_eq!(lost.diverged_at, Some(3));
    let found = run(&split, tanh, &Schedule::constant(1.0), &options, |_| true).unwrap();
    assert_eq!((found.end, found.updates(), found.diverged_at), (End::Steps, 3_000, None));
    // Decay that takes more than twice what there is grows without end.
    let options = Options { l2: 1.0, ..options };
    let grown = run(&split, tanh, &Schedule::constant(1e3), &Options { ceiling: None, ..options }, |_| true);
    let grown = grown.unwrap();
    assert_eq!(grown.end, End::Diverged);
    assert!(grown.diverged_at.unwrap() < 200 && grown.updates() <= grown.steps.len() as u64);
    let options = Options { steps: 3_000, ..Options::default() };
    let told =
        run(&split, tanh, &Schedule::constant(0.1), &options, |progress| progress.updates < 100).unwrap();
    assert_eq!((told.end, told.updates()), (End::Stopped, 105));
}

#[test]
fn options_that_no_training_can_have_are_refused() {
    let split = split();
    let refused = |options: Options| {
        run(&split, Model::Softmax, &Schedule::constant(0.1), &options, |_| true).unwrap_err().to_string()
    };
    let of = Options::default;
    for (options, said) in [
        (Options { batch: 0, ..of() }, "a batch of 0 rows: write a whole number from 1 to the 1437 rows"),
        (Options { batch: 1438, ..of() }, "a batch of 1438 rows"),
        (Options { steps: 0, ..of() }, "0 updates: write a whole number from 1 to 10000000"),
        (Options { steps: MOST_STEPS + 1, ..of() }, "10000001 updates"),
        (Options { l2: -1.0, ..of() }, "an l2 of -1"),
        (Options { l2: f64::NAN, ..of() }, "an l2 of NaN"),
        (Options { target: Some(90.0), ..of() }, "a target of 90: an accuracy is a share from 0 to 1"),
        (Options { ceiling: Some(1.0), ..of() }, "a ceiling of 1 times"),
    ] {
        let error = refused(options);
        assert!(error.contains(said), "{error}");
    }
    let plan = crate::ml::schedule::OneCycle {
        values: vec![0.1, 1.0, 0.0],
        ends: vec![3.0, 9.0],
        momentum: None,
        anneal: crate::ml::schedule::Anneal::Cosine,
        raises: Some(10),
    };
    let options = Options { steps: 11, ..of() };
    let error = run(&split, Model::Softmax, &Schedule::OneCycle(plan), &options, |_| true).unwrap_err();
    assert_eq!(error, Error::Schedule { ends: 10, steps: 11 });
    let wide = Data::new(vec![0.0; 40_000], 20_000, vec![0, 1]).unwrap();
    let wide = Split::of(wide.clone(), wide).unwrap();
    let options = Options { batch: 1, ..of() };
    let error = run(&wide, Model::Tanh { hidden: 10_000 }, &Schedule::constant(0.1), &options, |_| true);
    assert!(matches!(error, Err(Error::Model(ModelError::Parameters(_)))));
}
