//! The commands of machine learning as whole programs.

use std::fmt::Write as _;

use serde_json::Value;

use crate::program::{Ran, root, run_with};

/// The rows of a golden table whose first cells are these.
pub(crate) fn rows(file: &str, keep: &[&str]) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(root().join("tests/ml").join(file)).unwrap();
    let rows = text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    rows.filter(|row| keep.iter().zip(row).all(|(keep, cell)| keep == cell)).collect()
}

fn log(rows: &[Vec<String>], lr: usize, loss: usize) -> String {
    rows.iter().fold("lr,loss\n".to_owned(), |mut text, row| {
        let _ = writeln!(text, "{},{}", row[lr], row[loss]);
        text
    })
}

pub(crate) fn json(ran: &Ran) -> Value {
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn a_range_test_tells_its_phases_and_what_finders_say() {
    let text = log(&rows("digits/range_test.csv", &["mlp32", "exp"]), 3, 4);
    let made = json(&run_with(&["ml", "range-test", "-", "--format", "json"], &text));
    assert_eq!(made["verdicts"], Value::Array(Vec::new()));
    // The best lr of whole runs is 1.0, and they fail from 1.78 on.
    assert!(made["zone"]["low"].as_f64().unwrap() < 1.0 && made["zone"]["high"].as_f64().unwrap() > 1.0);
    assert!(
        (made["edges"]["diverges"]["lr"].as_f64().unwrap() / 1.530_643_140_556_357_9 - 1.0).abs() < 1e-12
    );
    // fastai itself, over the whole of this log.
    let valley = rows("digits/range_test_suggestions.csv", &["mlp32", "fastai_smoothed", "fastai_valley"])[0]
        [3]
    .clone();
    assert_eq!(made["finders"][0]["name"], "fastai valley");
    assert!(
        (made["finders"][0]["lr"].as_f64().unwrap() / valley.parse::<f64>().unwrap() - 1.0).abs() < 1e-12
    );
    let text = run_with(&["ml", "range-test", "-", "--plot"], &text).stdout;
    assert!(text.contains("Zone: lr 0.0547 to 1.53") && text.contains("steepest descent: 0.0547"), "{text}");
}

#[test]
fn a_range_test_that_says_nothing_says_why() {
    for (curve, code, said) in
        [("flat", "no-descent", "no descent: "), ("monotone_up", "no-descent", "no descent: ")]
    {
        let text = log(&rows("lr_finder/curves.csv", &[curve]), 2, 3);
        let made = json(&run_with(&["ml", "range-test", "-", "--format", "json"], &text));
        assert_eq!(made["verdicts"][0]["code"], code, "{curve}");
        assert!(made["verdicts"][0]["message"].as_str().unwrap().starts_with(said));
        assert_eq!(made["zone"], Value::Null);
        let csv = run_with(&["ml", "range-test", "-", "--format", "csv"], &text);
        assert!(csv.stdout.contains(&format!("verdict: {code}")), "{}", csv.stdout);
    }
}

#[test]
fn a_log_with_blanks_between_is_read_without_them() {
    let mut text = "step,lr,train_loss,val_loss\n".to_owned();
    for i in 0..60_u32 {
        let lr = 1e-4 * 1e5_f64.powf(f64::from(i) / 59.0);
        let loss = 0.3 + 2.0 / (1.0 + (lr / 1e-2).powf(1.2)) + 0.5 * lr.powi(3);
        // As Lightning has it: rows of the validation have no lr.
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!("{i},{lr},{loss},\n{i},,,{loss}\n"));
    }
    let bare = run_with(&["ml", "range-test", "-"], &text);
    assert!(bare.code == Some(65) && bare.stderr.contains("--skip-blank"), "{}", bare.stderr);
    let made = run_with(&["ml", "range-test", "-", "--skip-blank"], &text);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    for said in ["60 rows without an lr or a loss were left out", "Read is `train_loss`", "Zone: lr"] {
        assert!(made.stdout.contains(said), "{said}: {}", made.stdout);
    }
    let gaps = "lr,loss\n1e-4,2\n2e-4,1.9\n4e-4,1.8\n8e-4,\n1e-3,1.5\n2e-3,1.2\n4e-3,1\n";
    let short = run_with(&["ml", "range-test", "-"], gaps);
    assert!(short.code == Some(65) && short.stderr.contains("--skip-blank"), "{}", short.stderr);
}

/// Half of the noise is as large as the loss itself: nobody knows where such a test diverges, and it says so.
#[test]
fn a_divergence_that_nobody_knows_is_called_vague() {
    let mut text = "lr,loss\n".to_owned();
    for i in 0..100_u32 {
        let lr = 1e-7 * 1e8_f64.powf(f64::from(i) / 99.0);
        // Multiplied by e^±0.45 and more, by the digits of a multiplicative sequence.
        let u = f64::from(i * 7_919 % 1_009) / 1_009.0 + 0.001;
        let v = f64::from(i * 104_729 % 1_013) / 1_013.0;
        let z = (-2.0 * u.min(0.999).ln()).sqrt() * (std::f64::consts::TAU * v).cos();
        let loss = 0.3 + 2.0 / (1.0 + (lr / 1e-3).powf(1.2)) + 0.05 * (lr / 0.6).powi(3);
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!("{lr},{}\n", loss * (0.45 * z).exp()));
    }
    let made = json(&run_with(&["ml", "range-test", "-", "--format", "json"], &text));
    let codes: Vec<_> =
        made["verdicts"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"vague-divergence") || codes.contains(&"too-noisy"), "{made}");
}

#[test]
fn the_lr_of_a_test_that_is_run_rises_as_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log.csv");
    let run = |ramp: &str| {
        let args =
            ["ml", "range-test", "--builtin", "digits", "--start", "0.01", "--end", "3", "--batches", "30"];
        let more = ["--ramp", ramp, "--resamples", "0", "--force", "--log-to", file.to_str().unwrap()];
        let ran = crate::program::run(&[&args[..], &more].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let text = std::fs::read_to_string(&file).unwrap();
        let lr: Vec<f64> =
            text.lines().skip(1).map(|line| line.split(',').next().unwrap().parse().unwrap()).collect();
        (ran.stdout, lr)
    };
    let (said, lr) = run("linear");
    assert!(said.contains("The lr rises by the") && lr.len() == 30, "{said}");
    assert!(lr.windows(2).all(|pair| (pair[1] - pair[0] - 2.99 / 29.0).abs() < 1e-12), "{lr:?}");
    let (said, lr) = run("exponential");
    assert!(!said.contains("The lr rises by the") && lr.len() == 30, "{said}");
    assert!(lr.windows(2).all(|pair| (pair[1] / pair[0] / 300_f64.powf(1.0 / 29.0) - 1.0).abs() < 1e-12));
    let ran = run_with(&["ml", "range-test", "-", "--ramp", "linear"], "lr,loss\n");
    assert!(ran.code == Some(2) && ran.stderr.contains("--ramp is for a test that is run"), "{}", ran.stderr);
}

#[test]
fn many_losses_are_read_as_means_of_neighbours_which_is_said() {
    let mut text = "lr,loss\n".to_owned();
    for row in 0..20_000_u32 {
        let lr = 1e-5 * 1e6_f64.powf(f64::from(row) / 19_999.0);
        let noise = 0.2 * (f64::from(row) * 1.7).sin();
        let _ = writeln!(text, "{lr},{}", 1.0 + 2.0 / (1.0 + lr / 0.01) + 0.2 * lr * lr + noise);
    }
    let args = ["ml", "range-test", "-", "--resamples", "100"];
    let said = run_with(&args, &text).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.starts_with("Range test: <stdin> 20000 losses, lr 0.00001 to 10;"), "{said}");
    assert!(said.contains("means of neighbours, and the noise is that of a mean."), "{said}");
    let made = json(&run_with(&[&args[..], &["--format", "json"]].concat(), &text));
    let read = made["gathered"].as_u64().unwrap();
    assert!((900..=2_001).contains(&read) && made["losses"] == 20_000);
    // d/d(ln lr): 0.4 lr² is what the fall still has, 200 lr/(1 + 100 lr)², at 0.3618.
    assert!((made["edges"]["least"]["lr"].as_f64().unwrap() / 0.361_8 - 1.0).abs() < 0.05, "{made}");
}

#[test]
fn logs_that_are_none_are_refused_with_their_line() {
    let header = "lr,loss\n";
    let many = |lr: &str| {
        (0..20).fold(header.to_owned(), |text, row| text + &format!("{lr},{}\n", 2.0 - 0.01 * f64::from(row)))
    };
    for (text, said) in [
        ("lr,value\n0.1,2\n".to_owned(), "has no column `loss`, of losses; --loss-column names another"),
        (format!("{header}0.1,2\n0.2,x\n"), "column `loss`:\n  line 3: `x` is no number"),
        (format!("{header}0.1,2\n-0.2,1\n"), "line 3: the lr is -0.2, and a step size is a number above 0"),
        (
            format!("{header}0.1,2\n0.2,1\n"),
            "2 finite losses before the first that is none, and a range test takes 12 at least",
        ),
        (many("0.1"), "every row has the lr 0.1: in a range test it rises from batch to batch"),
    ] {
        let ran = run_with(&["ml", "range-test", "-"], &text);
        assert_eq!(ran.code, Some(65), "{text}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
        assert!(ran.stdout.is_empty());
    }
}

#[test]
fn a_schedule_is_written_as_a_table_and_in_words() {
    let args =
        ["ml", "schedule", "OneCycleLR", "max_lr=0.1", "total_steps=40", "--like", "torch", "--steps", "40"];
    let csv = crate::program::run(&[&args[..], &["--format", "csv"]].concat());
    let golden = rows("schedules/torch_one_cycle.csv", &["default"]);
    assert!(csv.stdout.starts_with("step,lr,momentum\n"), "{}", csv.stderr);
    for (line, golden) in csv.stdout.lines().skip(1).zip(&golden) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        for (ours, theirs) in cells[1..].iter().zip(&golden[2..]) {
            assert!((ours / theirs.parse::<f64>().unwrap() - 1.0).abs() < 1e-12, "{line} {golden:?}");
        }
    }
    assert_eq!(csv.stdout.lines().count(), 1 + golden.len());
    let text = crate::program::run(&args).stdout;
    assert!(
        text.contains("up once, down once, as torch has it") && text.contains("highest 0.1 at update 11"),
        "{text}"
    );
}

#[test]
fn schedules_that_are_none_say_what_is_wrong() {
    for (args, said) in [
        (&["cosin", "lr=1"][..], "`cosin` is no schedule; did you mean `cosine`?"),
        (
            &["step", "lr=-1", "evry=3"],
            "`lr` is `-1`, and has to be a number that is 0 or more\n  `every` is missing\n  `evry` is no key here; did you mean `every`?",
        ),
        (&["cosine", "lr"], "`lr` is no pair: write key=value, lr=0.1"),
        (
            &["one-cycle", "max=1", "steps=10", "--like", "torch", "--steps", "11"],
            "the schedule has 10 updates, and 11 are asked for",
        ),
        (&["plateau", "lr=1"], "`metric` is missing"),
        (&["constant", "lr=1", "--then", "x"], "`x` is not UPDATE: NAME KEY=VALUE…"),
        (&["cosine", "lr=1", "steps=10", "--steps", "0"], "a whole number from 1 to 10000000"),
    ] {
        let ran = crate::program::run(&[&["ml", "schedule"], args].concat());
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
    }
}
