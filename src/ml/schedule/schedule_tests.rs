use super::keys::Keys;
use super::named::{LIBRARIES, Like, named};
use super::*;

fn made(name: &str, like: Like, pairs: &[&str]) -> Schedule {
    let mut keys = Keys::parse(pairs.iter().copied()).unwrap();
    named(name, like, &mut keys).unwrap_or_else(|problems| panic!("{name} {pairs:?}: {problems:?}"))
}

fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ml/schedules")
}

/// Rows (case, step, lr, momentum) of a golden table.
fn table(file: &str) -> Vec<(String, u64, f64, Option<f64>)> {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    text.lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let momentum = cells.get(3).map(|cell| cell.parse().unwrap());
            (cells[0].to_owned(), cells[1].parse().unwrap(), cells[2].parse().unwrap(), momentum)
        })
        .collect()
}

fn text(value: &toml::Value, metrics: Option<&toml::Value>) -> String {
    match value {
        toml::Value::String(word) => match metrics.and_then(|metrics| metrics.get(word)) {
            Some(metric) => text(metric, None),
            None => word.clone(),
        },
        toml::Value::Array(list) => list.iter().map(|one| text(one, None)).collect::<Vec<_>>().join(","),
        toml::Value::Integer(count) => count.to_string(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Boolean(truth) => truth.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The schedule of a case of the index, by the library's names for it and for its parameters.
fn of_case(entry: &toml::Value, case: &toml::Value) -> Option<Schedule> {
    let (library, scheduler) = (entry["library"].as_str().unwrap(), entry["scheduler"].as_str().unwrap());
    let id = case["id"].as_str().unwrap();
    let like = LIBRARIES.iter().find(|(name, _)| *name == library).map_or(Like::Own, |(_, like)| *like);
    let mut pairs: Vec<String> = Vec::new();
    for (key, value) in case["parameters"].as_table().unwrap() {
        // How the table was sampled, and what the library's optimiser has and the schedule does not use.
        let said = matches!(key.as_str(), "every" | "batches_per_epoch" | "sampled")
            || (scheduler == "one_cycle" && key == "base_lr");
        if !said {
            pairs.push(format!("{key}={}", text(value, entry.get("metrics"))));
        }
    }
    let (name, like) = match (library, id) {
        ("fastai", "lin" | "cos" | "exp") if scheduler == "annealers" => (format!("sched_{id}"), like),
        ("fastai", "poly2") => ("sched_poly".to_owned(), like),
        // The same phases, of momentum alone.
        ("fastai", "momentum") => return None,
        ("finder", "fastai") => ("ramp".to_owned(), Like::Fastai),
        ("finder", id) => {
            let like = if id.starts_with("lightning") { Like::Lightning } else { Like::TorchLrFinder };
            (if id.ends_with("linear") { "ramp-linear" } else { "ramp" }.to_owned(), like)
        }
        ("clr", _) => ("cyclic".to_owned(), like),
        ("blog", "brownlee_step" | "pyimagesearch_step_f025" | "pyimagesearch_step_f05_15") => {
            pairs.push("offset=1".to_owned());
            ("step".to_owned(), like)
        }
        ("blog", "pyimagesearch_linear" | "pyimagesearch_poly5") => ("polynomial".to_owned(), like),
        ("blog", "brownlee_time_compounded") => ("inverse-time-compounded".to_owned(), like),
        ("blog", _) => ("inverse-time".to_owned(), like),
        ("burn", id) => (id.to_owned(), like),
        _ => (scheduler.to_owned(), like),
    };
    let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
    Some(made(&name, like, &pairs))
}

#[test]
fn every_golden_table_is_met() {
    let index: toml::Table =
        toml::from_str(&std::fs::read_to_string(folder().join("index.toml")).unwrap()).unwrap();
    let entries = index["schedule"].as_array().unwrap();
    let mut cases = 0;
    for entry in entries {
        let file = entry["file"].as_str().unwrap().trim_start_matches("schedules/");
        let rows = table(file);
        for case in entry["case"].as_array().unwrap() {
            let id = case["id"].as_str().unwrap();
            let rows: Vec<_> = rows.iter().filter(|row| row.0 == id).collect();
            assert_eq!(
                i64::try_from(rows.len()).unwrap(),
                case["steps"].as_integer().unwrap(),
                "{file} {id}"
            );
            cases += 1;
            let Some(schedule) = of_case(entry, case) else {
                let phases = made("one-cycle", Like::Fastai, &["max=1", "points=40"]);
                for (_, step, value, _) in rows {
                    assert!(
                        (phases.momentum(*step).unwrap() / value - 1.0).abs() < 1e-12,
                        "{file} {id} {step}"
                    );
                }
                continue;
            };
            let parameters = &case["parameters"];
            let every = parameters.get("every").or(parameters.get("batches_per_epoch"));
            let every = every.map_or(1, |every| u64::try_from(every.as_integer().unwrap()).unwrap());
            let top = rows.iter().map(|row| row.2).fold(0.0, f64::max);
            let filled = schedule.table(rows.len());
            for (place, (_, step, lr, momentum)) in rows.into_iter().enumerate() {
                let ours = schedule.at(step * every);
                // Where a cosine ends at nothing, what is left is the last digit of its top.
                let miss = (ours - lr).abs() / lr.abs().max(1e-4 * f64::EPSILON.sqrt() * top);
                assert!(miss < 1e-12, "{file} {id} {step}: {ours} {lr}");
                if every == 1 {
                    assert_eq!(filled[place].to_bits(), ours.to_bits(), "{file} {id} {step}");
                }
                if let (Some(ours), Some(theirs)) = (schedule.momentum(*step), momentum) {
                    assert!(
                        (ours / theirs - 1.0).abs() < 1e-12,
                        "{file} {id} {step}: momentum {ours} {theirs}"
                    );
                }
            }
        }
    }
    assert!(cases > 80, "{cases}");
    let files = std::fs::read_dir(folder())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|ending| ending == "csv"));
    assert_eq!(files.count(), entries.len());
}

#[test]
fn libraries_differ_by_one_update_where_they_do() {
    // The drop of a widely copied formula comes one update before PyTorch's.
    let early = made("step", Like::Own, &["lr=1", "every=10", "offset=1"]);
    let torch = made("StepLR", Like::Torch, &["base_lr=1", "step_size=10"]);
    assert_eq!((early.at(8), early.at(9), torch.at(9), torch.at(10)), (1.0, 0.1, 1.0, 0.1));
    // At a boundary Keras has the old value, PyTorch the new one.
    let keras = made("PiecewiseConstantDecay", Like::Keras, &["boundaries=10", "values=1,0.1"]);
    let torch = made("MultiStepLR", Like::Torch, &["lr=1", "milestones=10"]);
    assert_eq!((keras.at(10), keras.at(11), torch.at(10)), (1.0, 0.1, 0.1));
    // A first update of nothing.
    assert!(made("linear", Like::Hf, &["lr=1", "warmup=10", "steps=50"]).at(0).abs() < 1e-300);
    // Warm-up within the steps, or before them.
    let optax = made("cosine", Like::Optax, &["peak_value=1", "warmup_steps=10", "decay_steps=50"]);
    let keras = made("cosine", Like::Keras, &["warmup_target=1", "warmup_steps=10", "decay_steps=50"]);
    assert!(optax.at(50) < 1e-15 && keras.at(60) < 1e-15 && keras.at(50) > 0.05);
    // Past the end: rises, holds, starts again.
    let at = |like| made("cosine", like, &["lr=1", "steps=10"]).at(11);
    assert!(at(Like::Torch) > 0.02 && at(Like::Keras) < 1e-15 && (at(Like::Burn) - 1.0).abs() < 1e-15);
}

#[test]
fn a_warm_up_may_skip_the_head_of_what_follows() {
    // timm by default: 0.0933 where the peak of 0.1 would be, after 5 of 30 epochs.
    let timm = made("cosine", Like::Timm, &["lr=0.1", "t_initial=30", "warmup_t=5"]);
    assert!((timm.at(5) - 0.093_3).abs() < 5e-5, "{}", timm.at(5));
    let whole = made("cosine", Like::Timm, &["lr=0.1", "t_initial=30", "warmup_t=5", "warmup_prefix=true"]);
    assert!((whole.at(5) - 0.1).abs() < 1e-15);
}

#[test]
fn restarts_are_counted_in_whole_updates() {
    // log(1000)/log(10) is below 3, by which others miss the third restart.
    let tenfold = made("cosine-restarts", Like::Torch, &["lr=1", "T_0=1", "T_mult=10"]);
    for start in [0, 1, 11, 111, 1_111, 11_111] {
        assert!((tenfold.at(start) - 1.0).abs() < 1e-15, "{start}");
    }
}

#[test]
fn a_triangle_has_its_mean_half_way_and_its_amplitude_halves() {
    let halving = made("triangular2", Like::Own, &["base=0.001", "max=0.006", "step_size=50"]);
    let plain = made("triangular", Like::Own, &["base=0.001", "max=0.006", "step_size=50"]);
    let mean = plain.table(100).iter().sum::<f64>() / 100.0;
    assert!((mean - 0.003_5).abs() < 1e-15, "{mean}");
    for cycle in 0..5 {
        let height = halving.at(50 + 100 * cycle) - 0.001;
        assert!((height / (0.005 / 2_f64.powi(i32::try_from(cycle).unwrap())) - 1.0).abs() < 1e-12);
    }
}

#[test]
fn a_tutorials_five_digits_are_those_of_the_compounded_decay() {
    let compounded = made("inverse-time-compounded", Like::Own, &["lr=0.1", "rate=0.001"]);
    let printed = [0.1, 0.099_900_099_9, 0.099_700_698_5, 0.099_402_491_03, 0.099_006_465_17];
    for (ours, printed) in compounded.table(5).iter().zip(printed) {
        assert!((ours - printed).abs() < 1e-10);
    }
    let keras = made("inverse-time", Like::Own, &["lr=0.1", "rate=0.001"]);
    assert!((keras.at(3) - 0.099_700_897_3).abs() < 1e-10);
}

#[test]
fn schedules_follow_and_multiply_one_another() {
    let rise = made("ramp-linear", Like::Own, &["start=0", "end=1", "steps=10"]);
    let fall = made("cosine", Like::Own, &["lr=1", "steps=20"]);
    let chain = Schedule::Sequence { parts: vec![rise.clone(), fall.clone()], milestones: vec![10] };
    assert_eq!((chain.at(5), chain.at(10), chain.at(20)), (0.5, 1.0, fall.at(10)));
    let product = Schedule::Product(Box::new((rise, fall.clone())));
    assert!((product.at(5) - 0.5 * fall.at(5)).abs() < 1e-16);
}

#[test]
fn every_problem_is_told_at_once() {
    let mut keys = Keys::parse(["lr=-1", "stepz=10", "gama=0.5", "every=0"]).unwrap();
    let problems = named("step", Like::Own, &mut keys).unwrap_err();
    assert_eq!(
        problems,
        [
            "`lr` is `-1`, and has to be a number that is 0 or more",
            "`every` is `0`, and has to be a whole number from 1 to 1e12",
            "`stepz` is no key here; did you mean `step_size`?",
            "`gama` is no key here; did you mean `gamma`?",
        ]
    );
    assert_eq!(
        named("cosin", Like::Own, &mut Keys::default()).unwrap_err(),
        ["`cosin` is no schedule; did you mean `cosine`?"]
    );
    assert_eq!(Keys::parse(["lr"]).unwrap_err(), "`lr` is no pair: write key=value, lr=0.1");
    assert_eq!(Keys::parse(["lr=1", "LR=2"]).unwrap_err(), "`lr` is given twice");
}

/// Keras's `on_epoch_end`, followed by hand: wait 1 and 2 lower it, the cooldown of one ends in the next epoch, which counts.
#[test]
fn a_plateau_of_keras_counts_the_epoch_in_which_a_cooldown_ends() {
    let keys = ["lr=1", "patience=2", "cooldown=1", "min_delta=0", "metric=1,1,1,1,1,1,1,1"];
    let keras = made("plateau", Like::Keras, &keys);
    let expected = [1.0, 1.0, 1.0, 0.1, 0.1, 0.01, 0.01, 0.001];
    for (ours, expected) in keras.table(8).iter().zip(expected) {
        assert!((ours / expected - 1.0).abs() < 1e-12, "{ours} {expected}");
    }
}

#[test]
fn a_rise_before_a_cycle_keeps_the_momentum_of_its_first_update() {
    let cycle = made("one-cycle", Like::Torch, &["max_lr=1", "total_steps=20"]);
    let warm = made("one-cycle", Like::Torch, &["max_lr=1", "total_steps=20", "warmup=5"]);
    assert_eq!((warm.momentum(0), warm.momentum(4), warm.momentum(5)), (Some(0.95), Some(0.95), Some(0.95)));
    assert_eq!(warm.momentum(11), cycle.momentum(6));
    let plain = made("constant", Like::Own, &["lr=1"]);
    let both = Schedule::Product(Box::new((plain.clone(), cycle.clone())));
    assert_eq!((both.momentum(6), both.ends()), (cycle.momentum(6), cycle.ends()));
    let early = Schedule::Sequence { parts: vec![cycle.clone(), plain.clone()], milestones: vec![30] };
    assert_eq!(early.ends(), Some(20), "its library raises an error in the first part");
    let whole = Schedule::Sequence { parts: vec![cycle, plain], milestones: vec![20] };
    assert_eq!(whole.ends(), None);
}

#[test]
fn a_slice_of_restarts_is_filled_with_the_same_values() {
    let slow = made("cosine-restarts", Like::Own, &["lr=1", "first=3", "multiply=1.25", "decay=0.9"]);
    let mut filled = [0.0; 200];
    slow.fill(100, &mut filled);
    for (t, value) in (100..).zip(filled) {
        assert_eq!(value.to_bits(), slow.at(t).to_bits(), "{t}");
    }
}

/// Values of `optax` 0.2.8, Keras 3.15 and the formulas of `transformers` 5.23 and fastai 2.8 themselves.
#[test]
fn libraries_names_and_defaults_give_what_the_libraries_give() {
    let near = |like: Like, name: &str, keys: &[&str], expected: &[f64]| {
        let table = made(name, like, keys).table(expected.len());
        for (t, (ours, expected)) in table.iter().zip(expected).enumerate() {
            assert!((ours - expected).abs() < 1e-7, "{name} {t}: {ours} {expected}");
        }
    };
    let clipped = [
        "init_value=0",
        "peak_value=0.1",
        "warmup_steps=5",
        "transition_steps=2",
        "decay_rate=1.2",
        "end_value=0.04",
    ];
    near(
        Like::Optax,
        "warmup_exponential_decay_schedule",
        &clipped,
        &[0.0, 0.02, 0.04, 0.06, 0.08, 0.04, 0.04],
    );
    let none = ["init_value=0", "peak_value=0.1", "warmup_steps=0", "decay_steps=10"];
    near(Like::Optax, "warmup_cosine_decay_schedule", &none, &[0.1, 0.097_552_825_8, 0.090_450_849_7]);
    let scales = ["init_value=1", "boundaries_and_scales={2:0.1,4:0.5}"];
    near(Like::Optax, "piecewise_constant_schedule", &scales, &[1.0, 1.0, 0.1, 0.1, 0.05]);
    // Without a target Keras has no rise.
    let bare = ["initial_learning_rate=0.1", "decay_steps=10", "warmup_steps=5"];
    near(Like::Keras, "CosineDecay", &bare, &[0.1, 0.097_552_828, 0.090_450_846, 0.079_389_267]);
    let hard = ["lr=1", "num_warmup_steps=2", "num_training_steps=10", "num_cycles=2"];
    let restarted = [0.0, 0.5, 1.0, 0.853_553_391, 0.5, 0.146_446_609, 1.0];
    near(Like::Hf, "get_cosine_with_hard_restarts_schedule_with_warmup", &hard, &restarted);
    near(Like::Hf, "cosine_with_restarts", &hard, &restarted);
    near(Like::Fastai, "fit_flat_cos", &["lr=1", "steps=8"], &[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.500_005]);
    // PyTorch without a rise: the first update is at 1/10 of the fall.
    let fall = ["max_lr=1", "total_steps=10", "pct_start=0"];
    near(Like::Torch, "OneCycleLR", &fall, &[0.975_528_356, 0.904_508_879]);
    let product = made("OneCycleLR", Like::Torch, &["max_lr=1", "epochs=2", "steps_per_epoch=5"]);
    assert_eq!(product, made("OneCycleLR", Like::Torch, &["max_lr=1", "total_steps=10"]));
    assert!(made("one-cycle", Like::Optax, &["max=1", "steps=20"]).momentum(3).is_none());
    let refused = |name: &str, like, keys: &[&str]| {
        named(name, like, &mut Keys::parse(keys.iter().copied()).unwrap()).unwrap_err().concat()
    };
    assert!(refused("cosine", Like::Burn, &["lr=2", "num_iters=5"]).contains("burn takes none above 1"));
    assert!(refused("piecewise", Like::Own, &["values=1,2,3", "boundaries=4,3"]).contains("have to rise"));
}
