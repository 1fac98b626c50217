//! `ml sweep` as a whole program: the published trainings, the trainer's own, money, and tables that are none.

use std::fmt::Write as _;

use serde_json::Value;

use crate::ml::{json, rows};
use crate::program::{Ran, run, run_with};

const OPTIMIZERS: &str = "configs/ml/octavian_lr.csv";
const MODELS: &str = "configs/ml/octavian_model_size.csv";

fn sweep(args: &[&str]) -> Ran {
    run(&[&["ml", "sweep"], args].concat())
}

fn object(args: &[&str]) -> Value {
    json(&sweep(&[args, &["--format", "json"]].concat()))
}

/// A group of a report by its name.
fn group<'v>(made: &'v Value, name: &str) -> &'v Value {
    made["groups"].as_array().unwrap().iter().find(|group| group["group"] == name).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

#[track_caller]
fn near(value: &Value, wanted: f64, within: f64) {
    assert!((number(value) - wanted).abs() <= within, "{value} and not {wanted}");
}

#[test]
fn a_published_sweep_is_counted_timed_and_costed() {
    let made = object(&[OPTIMIZERS, "--price", "0.90/hour", "--currency", "USD"]);
    // D. Mack's rows: successes, and the fastest of each.
    for (name, runs, reached, lr, time) in [
        ("Adam", 48, 15, 0.001_468, 8.344),
        ("Adadelta", 48, 13, 21.544, 8.383),
        ("Momentum", 48, 7, 0.215_4, 12.406),
        ("Adagrad", 48, 6, 0.1, 7.824),
        ("GD", 47, 6, 0.215_4, 6.989),
        ("RMSProp", 48, 4, 0.001_468, 83.740),
    ] {
        let own = group(&made, name);
        assert_eq!((own["runs"].as_u64(), own["reached"].as_u64()), (Some(runs), Some(reached)), "{name}");
        near(&own["fastest"]["lr"], lr, 5e-4 * lr);
        near(&own["fastest"]["time"], time, 1e-3);
    }
    near(&made["time"], 31_094.67, 0.005);
    near(&Value::from(number(&made["time_failed"]) / number(&made["time"])), 0.929_4, 5e-5);
    // 8.6374 h at 0.90, and 8.0274 h of it for nothing.
    assert_eq!((&made["cost"]["all"], &made["cost"]["failed"]), (&Value::from("7.77"), &Value::from("7.22")));
    assert_eq!(made["cost"]["each"], "0.15");
    // The bottoms in decades and their standard errors by the delta method; hills have none.
    let decades = |name: &str| number(&group(&made, name)["parabola"]["lr"]).log10();
    assert!((decades("Adam") + 2.81).abs() < 0.005 && (decades("Adadelta") - 4.04_f64.log10()).abs() < 0.005);
    near(&group(&made, "Adam")["parabola"]["std_error_decades"], 0.22, 0.005);
    // Open ends are told to programs as they are to people: the next lr on either side failed.
    assert_eq!(group(&made, "Adagrad")["valley_interval"], serde_json::json!([">0.0147", "<0.215"]));
    near(&group(&made, "Adadelta")["parabola"]["std_error_decades"], 0.10, 0.005);
    for name in ["GD", "Momentum"] {
        assert_eq!(group(&made, name)["parabola"]["verdict"], "hill");
        // With the failures on both sides it is one.
        assert_eq!(group(&made, name)["valley"]["verdict"], "valley");
    }
    assert_eq!(group(&made, "RMSProp")["parabola"]["verdict"], "hill");
    assert_eq!(group(&made, "RMSProp")["valley"]["verdict"], "too-few");
}

#[test]
fn the_step_sizes_of_the_article_are_looked_up() {
    let made = object(&[OPTIMIZERS, "--only", "adam", "--at", "0.0005,0.001,0.00146"]);
    let asked = made["asked"].as_array().unwrap();
    // 0.0005's neighbour and 0.00146 are within 2% of the fastest run; 0.001 took 2.8 times as long.
    let ratios: Vec<f64> = asked.iter().map(|one| number(&one["ratio"])).collect();
    assert!(ratios[0] < 1.02 && (ratios[1] - 2.836).abs() < 1e-3 && (ratios[2] - 1.0).abs() < 1e-12);
    assert_eq!(made["groups"][0]["tied"].as_array().unwrap().len(), 6);
    assert!(asked.iter().all(|one| one["in_valley"] == true));
    // Over sizes all three are near the fastest, and their order turns round: 0.00146 among small models, 0.0005 among large.
    let made = object(&[MODELS]);
    let orders = made["groups"][0]["sizes"]["orders"].as_array().unwrap();
    let factor = |lr: usize, half: &str| number(&orders[lr][half]);
    assert!(
        factor(3, "factor_small") < factor(1, "factor_small")
            && factor(1, "factor_large") < factor(3, "factor_large")
    );
    assert_eq!(made["groups"][0]["sizes"]["drift"]["verdict"], "smaller");
}

#[test]
fn growth_with_size_is_told_in_a_table_and_in_words() {
    let text = sweep(&[MODELS, "--weights", "10,12160,3262464"]).stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for wanted in [
        "The best lr drifts towards smaller lr as models grow.",
        "0.001 -2.421 2.2 8.288 0.36 0.938 0.947 1.56 1.22 1.94 power",
        "time grows faster than a straight line in scale at lr 0.0001, 0.0005 and 0.001",
        "a straight line is not refused at 3 of 6 step sizes",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let csv = sweep(&[MODELS, "--weights", "10,12160,3262464", "--format", "csv"]).stdout;
    let row =
        csv.lines().find(|line| line.starts_with("line in weights,all runs,0.0005,r_squared,")).unwrap();
    assert!(row.contains("0.9738"), "{row}");
    // The number of weights as a column of the table is the same as by the polynomial.
    let text = std::fs::read_to_string(crate::program::root().join(MODELS)).unwrap();
    let mut with = String::new();
    for (place, line) in text.lines().enumerate() {
        let size: f64 = line.split(',').nth(1).unwrap().parse().unwrap_or(0.0);
        let weights = 10.0 + 12_160.0 * size + 3_262_464.0 * size * size;
        let _ =
            if place == 0 { writeln!(with, "{line},weights") } else { writeln!(with, "{line},{weights}") };
    }
    let other = run_with(&["ml", "sweep", "-", "--format", "csv"], &with).stdout;
    assert_eq!(other, csv);
}

#[test]
fn stopping_early_is_told_with_what_it_would_lose() {
    let made = object(&[OPTIMIZERS, "--price", "0.90/hour"]);
    let stops = made["stops"].as_array().unwrap();
    let last = stops.last().unwrap();
    assert_eq!(last["reached"], 51);
    near(&last["at"], 119.779_804, 1e-9);
    // The most for the time: 13 successes in 2,474.7 s.
    let best =
        stops.iter().min_by(|a, b| number(&a["time_each"]).total_cmp(&number(&b["time_each"]))).unwrap();
    assert_eq!((&best["reached"], &best["cost"]), (&Value::from(13), &Value::from("0.62")));
    near(&best["time"], 2_474.7, 0.05);
}

#[test]
fn costs_that_the_table_has_are_added_exactly() {
    let text = "lr,time (h),cost,reached\n0.1,1,0.10,yes\n0.2,2,0.20,no\n0.3,4,0.335,no\n";
    let made = json(&run_with(&["ml", "sweep", "-", "--format", "json", "--currency", "EUR"], text));
    // 0.635 rounds half up; stopped at 1 h the runs cost 0.10 + 0.10 + 0.08375.
    assert_eq!((&made["cost"]["all"], &made["cost"]["failed"]), (&Value::from("0.64"), &Value::from("0.54")));
    assert_eq!(made["stops"][0]["cost"], "0.28");
    let text = "lr,updates\n0.1,300\n0.2,60\n0.3,\n";
    let args = [
        "ml",
        "sweep",
        "-",
        "--limit",
        "3000",
        "--price",
        "3.60/hour",
        "--seconds-per-update",
        "0.5",
        "--devices",
        "2",
        "--range-test",
        "120",
        "--format",
        "json",
    ];
    let made = json(&run_with(&args, text));
    // 3,360 updates of half a second on two devices at 0.001 a second.
    assert_eq!(made["cost"]["all"], "3.36");
    assert_eq!(made["plan"]["fastest"]["cost"], "0.18");
    assert_eq!(made["plan"]["slowest"]["cost"], "0.42");
}

/// What `NumPy` gets by each of its kernels: updates until the target.
fn golden(hidden: &str, lr: f64, target: &str) -> Vec<Option<u64>> {
    let kernels: Vec<Option<u64>> = rows("digits/kernels.csv", &[])
        .into_iter()
        .filter(|row| {
            row[1] == hidden && row[3] == target && (row[2].parse::<f64>().unwrap() / lr - 1.0).abs() < 1e-12
        })
        .map(|row| row[4].parse().ok())
        .collect();
    assert_eq!(kernels.len(), 4, "{hidden} {lr} {target}");
    kernels
}

#[test]
fn sweeps_that_are_run_reach_their_target_at_numpys_update() {
    let folder = tempfile::tempdir().unwrap();
    let mut compared = 0;
    for (model, lr, target) in [
        ("softmax", "0.03162277660168379..31.7", "88%"),
        ("tanh:32", "0.1..1.8", "90%"),
        ("tanh:8,tanh:16,tanh:64", "0.3,1", "89%"),
    ] {
        let file = folder.path().join(format!("{}.csv", model.replace([':', ','], "-")));
        let file = file.to_str().unwrap();
        let ran =
            sweep(&["--builtin", "digits", "--model", model, "--lr", lr, "--target", target, "--runs", file]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let text = std::fs::read_to_string(file).unwrap();
        let share = format!("0.{}", target.trim_end_matches('%'));
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let hidden = cells[0].strip_prefix("tanh:").unwrap_or("0");
            // Lines end with lr, seed, reached, updates and the best accuracy.
            let cells = &cells[cells.len() - 5..];
            let share = if share == "0.90" { "0.9" } else { share.as_str() };
            let wanted = golden(hidden, cells[0].parse().unwrap(), share);
            // Where kernels disagree with one another, rounding decides.
            if wanted.iter().any(|own| *own != wanted[0]) {
                continue;
            }
            let own = (cells[2] == "yes").then(|| cells[3].parse::<u64>().unwrap());
            assert_eq!(own, wanted[0], "{line}");
            compared += 1;
        }
        // What was written is read again as the same sweep.
        let again = object(&[file, "--limit", "3000"]);
        assert_eq!(again["runs"].as_u64().unwrap(), text.lines().skip(1).count() as u64);
    }
    assert_eq!(compared, 12 + 6 + 5);
}

#[test]
fn a_range_test_and_one_run_stand_beside_a_grid() {
    let args = [
        "--builtin",
        "digits",
        "--model",
        "tanh:32",
        "--lr",
        "0.3..3",
        "--per-decade",
        "2",
        "--target",
        "90%",
    ];
    let made = object(&args);
    let own = &made["range_tests"][0];
    // The zone holds 1, the best of whole runs, and the run at half of where it diverges reaches the target.
    assert!(number(&own["zone"]["low"]) < 1.0 && number(&own["zone"]["high"]) > 1.0);
    assert_eq!(own["reached"], true);
    assert!(number(&own["time"]) < 0.2 * number(&own["time_grid"]), "{own}");
    near(&own["time_grid"], number(&made["time"]), 1e-9);
    assert_eq!(made["look"], 15);
}

#[test]
fn optimisers_are_groups_and_the_report_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sweep.svg");
    let ran = sweep(&[
        "--builtin",
        "digits",
        "--optimizer",
        "sgd,adam",
        "--lr",
        "0.1,0.3,1,3",
        "--target",
        "85%",
        "--updates-limit",
        "300",
        "--seeds",
        "2",
        "--plot",
        file.to_str().unwrap(),
        "--format",
        "json",
    ]);
    let made = json(&ran);
    assert_eq!(made["runs"], 16);
    assert_eq!(
        (&made["groups"][0]["group"], &made["groups"][1]["group"]),
        (&Value::from("sgd"), &Value::from("adam"))
    );
    let drawn = std::fs::read_to_string(file).unwrap();
    assert!(
        roxmltree::Document::parse(&drawn).is_ok() && drawn.contains("updates") && drawn.contains("adam")
    );
}

#[test]
fn pictures_show_failures_at_their_limit_and_the_valley() {
    let text = sweep(&[OPTIMIZERS, "--only", "Adam,GD", "--plot"]).stdout;
    for wanted in ["time (s)", "Adam, valley", "Adam, failed", "GD, failed"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn little_data_is_no_valley_and_no_error() {
    for (text, said) in [
        ("lr,time\n0.1,5\n", "No valley: a parabola takes 4 runs"),
        ("lr,time\n0.1,\n0.2,\n", "No run reached the target, lr 0.1 to 0.2."),
        ("lr,time\n0.1,5\n0.1,6\n0.1,7\n0.1,8\n", "No valley: a parabola takes 4 runs"),
        ("lr,time\n0.4,5\n0.1,6\n0.2,6\n0.8,6\n0.1,6\n", "A run is the copy of another"),
        (
            "lr,time\n0.1,1\n0.2,1.5\n0.4,3.2\n0.8,9.9\n1.6,40\n3.2,230\n6.4,1800\n12.8,20000\n",
            "The valley goes on down beyond 0.1",
        ),
        (
            "lr,time\n12.8,1\n6.4,1.5\n3.2,3.2\n1.6,9.9\n0.8,40\n0.4,230\n0.2,1800\n0.1,20000\n",
            "The valley goes on up beyond 12.8: sweep greater ones.",
        ),
    ] {
        let ran = run_with(&["ml", "sweep", "-"], text);
        assert_eq!(ran.code, Some(0), "{text}: {}", ran.stderr);
        let flat = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(said), "{said}: {}", ran.stdout);
        let object = run_with(&["ml", "sweep", "-", "--format", "json"], text).stdout;
        assert!(serde_json::from_str::<Value>(&object).is_ok() && !object.contains("NaN"));
    }
}

#[test]
fn only_a_row_that_stands_twice_is_told_as_a_copy() {
    let copies = |text: &str| {
        let said = run_with(&["ml", "sweep", "-"], text).stdout.to_lowercase();
        said.contains("the copy of another") || said.contains("are copies of others")
    };
    // Another seed, or another accuracy in the end, is another run.
    assert!(!copies("lr,seed,time\n0.1,1,37\n0.1,2,37\n0.2,1,30\n0.2,2,31\n"));
    assert!(copies("lr,seed,time\n0.1,1,37\n0.1,1,37\n0.2,1,30\n0.2,2,31\n"));
    assert!(copies("lr,seed,time,reached\n9,1,120,no\n9,1,120,no\n0.2,1,30,yes\n0.2,2,31,yes\n"));
    // Without seeds, failures at one limit and counts of looks are alike by themselves.
    assert!(!copies("lr,time,reached\n9,120,no\n9,120,no\n0.2,30,yes\n0.1,31,yes\n"));
    assert!(!copies("lr,updates\n0.1,45\n0.1,45\n0.2,30\n0.4,15\n"));
    assert!(copies("lr,time\n0.1,45.3\n0.1,45.3\n0.2,30\n0.4,15\n"));
    let made = sweep(&[
        "--builtin",
        "digits",
        "--target",
        "88%",
        "--seeds",
        "2",
        "--lr",
        "0.3,3",
        "--evaluate-every",
        "15",
    ]);
    assert!(made.code == Some(0) && !made.stdout.to_lowercase().contains("cop"), "{}", made.stdout);
}

#[test]
fn a_table_from_standard_input_is_read_once_for_all_optimisers() {
    let mut text = "noise,x,label\n".to_owned();
    for row in 0..60 {
        let _ = writeln!(text, "{},{},{}", row * 7 % 11, row % 5, usize::from(row % 5 > 2));
    }
    let args = ["ml", "sweep", "--train", "-", "--optimizer", "sgd,adam", "--target", "90%", "--lr", "0.1,1"];
    let flags = ["--features", "x", "--scale", "range", "--updates-limit", "300", "--format", "json"];
    let made = json(&run_with(&[&args[..], &flags].concat(), &text));
    assert_eq!(made["runs"], 4);
    assert_eq!(made["groups"].as_array().unwrap().len(), 2);
    // One feature and two classes: 2 weights and 2 biases.
    let said = run_with(&[&args[..], &flags[..6]].concat(), &text).stdout;
    assert!(said.contains("softmax with 4 parameters"), "{said}");
}

#[test]
fn step_sizes_by_the_thousand_are_read_within_seconds() {
    let mut text = "lr,size,time\n".to_owned();
    for row in 0..4_000_u32 {
        let (lr, size) = (1.0 + f64::from(row / 4) / 1_000.0, 2_u32.pow(row % 4));
        let _ = writeln!(text, "{lr},{size},{}", f64::from(size) * (1.0 + 0.1 * f64::from(row * 7 % 13)));
    }
    let made = json(&run_with(&["ml", "sweep", "-", "--format", "json"], &text));
    assert_eq!(made["groups"][0]["sizes"]["drift"]["test"]["numerator"], 1);
    // With failures among them it is said that they are too many.
    text += "1.0,1,\n";
    let text = text.replacen("1,1,1\n", "", 1);
    let ran = run_with(&["ml", "sweep", "-", "--limit", "100"], &text);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let flat = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("no more than some hundred step sizes"), "{flat}");
}

#[test]
fn rows_in_any_order_say_the_same() {
    let text = std::fs::read_to_string(crate::program::root().join(OPTIMIZERS)).unwrap();
    let kept = |line: &&str| line.starts_with("Adam,") || line.starts_with("optimizer");
    let lines: Vec<&str> = text.lines().filter(kept).collect();
    let turned: String = std::iter::once(lines[0])
        .chain(lines[1..].iter().rev().copied())
        .fold(String::new(), |all, line| all + line + "\n");
    let (one, other) =
        (run_with(&["ml", "sweep", "-"], lines.join("\n")), run_with(&["ml", "sweep", "-"], turned));
    assert_eq!(one.stdout, other.stdout);
    assert!(one.stdout.contains("0.00232"));
}

#[test]
fn tables_that_hold_no_runs_are_refused_with_every_line() {
    for (text, args, said) in [
        (
            "lr,time\n-0.1,5\n0,3\n0.1,-3\nnan,3\n0.1,inf\n,4\n0.1,x\n0.1\n",
            &[][..],
            "line 2: `lr` is `-0.1`, and has to be a number above 0\n  line 3: `lr` is `0`, and has to be a number above 0\n  line 4: `time` is `-3`, and has to be a number above 0\n  line 5: `lr` is `nan`, and has to be a number above 0\n  line 6: `time` is `inf`, and has to be a number above 0\n  line 7: `lr` is blank\n  line 8: `time` is `x`, which is no number\n  line 9: 1 cell, and the heading has 2",
        ),
        (
            "lr,time,reached\n0.1,5,maybe\n0.2,6,\n0.3,,yes\n",
            &[],
            "line 2: `reached` is `maybe`, and is yes or no (true or false, 1 or 0)\n  line 3: `reached` is blank, and is yes or no\n  line 4: `time` is blank, and the run reached its target",
        ),
        ("lr,time,accuracy\n0.1,5,97\n", &["--target", "96%"], "write `97%` in the table, or --target 96"),
        (
            "lr,time,accuracy,val_accuracy\n0.1,5,1,1\n",
            &["--target", "0.96"],
            "--target could be about accuracy or val_accuracy",
        ),
        ("lr,time\n0.1,5\n", &["--target", "0.96"], "has no column that --target could be about"),
        ("lr,time (d)\n0.1,5\n", &[], "`d` in the heading `time (d)` is no unit of time here"),
        ("lr,time,size\n0.1,5,1\n0.1,6,\n", &[], "line 3: `size` is blank"),
        (
            "lr,time,cost\n0.1,5,-1\n0.1,5,x\n",
            &[],
            "line 2: `cost` is `-1`, and costs are 0 or more\n  line 3: `cost` is no amount",
        ),
        ("lr,time\n", &[], "there are no runs"),
        ("", &[], "`<stdin>` is empty"),
        ("lr,loss\n0.1,5\n", &[], "has no column `time`, of times or updates"),
    ] {
        let ran = run_with(&[&["ml", "sweep", "-"], args].concat(), text);
        assert_eq!(ran.code, Some(65), "{text}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
        assert!(ran.stdout.is_empty());
    }
}

#[test]
fn flags_that_say_nothing_are_refused() {
    let lr = "lr,updates\n0.1,5\n";
    for (args, said) in [
        (&["-", "--price", "0.90"][..], "`0.90` does not say what it is the price of; write \"0.90/hour\""),
        (&["-", "--price", "-1/hour"], "a price of `-1`; what is paid for costs more than 0"),
        (&["-", "--price", "1/unit"], "`unit` is nothing that a training is counted in"),
        (&["-", "--price", "1/hour"], "say what an update takes: --seconds-per-update 0.021"),
        (&["-", "--price", "1/hour", "--currency", "usd"], "did you mean USD?"),
        (&["-", "--only", "adam"], "--only: there is no group `adam`"),
        (&["-", "--at", "0"], "a number above 0"),
        (&["-", "--lr", "0.1..1"], "--lr is for a sweep that is run"),
        (&["-", "--limit", "-3"], "a number above 0"),
        (&[], "there are no runs to read, and nothing says what to train"),
        (&["--builtin", "digits"], "a sweep that is run needs the accuracy to reach"),
        (&["--builtin", "digits", "--target", "<=0.1"], "goes by held-out accuracy"),
        (&["--builtin", "digits", "--target", "90%", "--limit", "9"], "--limit is for runs that are read"),
        (&["--builtin", "digits", "--target", "90%", "--lr", "1..0.1"], "have to rise"),
        (
            &["--builtin", "digits", "--target", "90%", "--lr", "0.1,1", "--per-decade", "3"],
            "--per-decade goes with",
        ),
        (&["--builtin", "digits", "--target", "90%", "--model", "softmax,softmax"], "`softmax` stands twice"),
        (&["--builtin", "digits", "--target", "90%", "--optimizer", "sgd,sgdd"], "sgdd"),
    ] {
        let ran = run_with(&[&["ml", "sweep"], args].concat(), lr);
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
        assert!(ran.stdout.is_empty());
    }
}
