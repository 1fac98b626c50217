//! Money of trainings at its edges: ties, the largest amounts, and devices.

use serde_json::Value;

use crate::ml::json;
use crate::program::{run, run_with};

fn cost(args: &[&str]) -> Value {
    json(&run(&[&["ml", "cost"], args, &["--format", "json"]].concat()))
}

fn sweep(text: &str, args: &[&str]) -> Value {
    json(&run_with(&[&["ml", "sweep", "-"], args, &["--format", "json"]].concat(), text))
}

/// 20 min at 3.015 an hour are 1.005 exactly, and so 1.01 half up; a third of an hour is no decimal.
#[test]
fn a_tie_stays_one_where_the_time_is_no_decimal_of_hours() {
    let made = cost(&["--time", "20 min", "--price", "3.015/hour"]);
    assert_eq!(made["answers"][0]["results"][0]["value"], "1.01", "{made}");
    let runs = "lr,minutes,reached\n0.1,20,yes\n1,40,no\n";
    let made = sweep(runs, &["--price", "3.015/hour"]);
    assert_eq!((&made["cost"]["failed"], &made["cost"]["all"]), (&"2.01".into(), &"3.02".into()), "{made}");
}

#[test]
fn devices_cost_by_the_hour_and_updates_by_the_update() {
    let runs = "lr,updates,reached\n0.1,1000,yes\n1,3000,no\n";
    let by_update = sweep(runs, &["--price", "0.001/update", "--devices", "8"]);
    assert_eq!(by_update["cost"]["all"], "4.00");
    let by_hour = sweep(runs, &["--price", "3.60/hour", "--seconds-per-update", "0.1", "--devices", "8"]);
    // 400 s of 8 devices at 0.001 a second.
    assert_eq!(by_hour["cost"]["all"], "3.20");
    let refused = run_with(&["ml", "sweep", "-", "--price", "1/token"], runs);
    assert!(
        refused.code == Some(2) && refused.stderr.contains("--price 0.0001/update")
            || refused.stderr.contains("0.0001/update"),
        "{}",
        refused.stderr
    );
}

#[test]
fn what_is_past_a_decimal_is_refused_in_words() {
    let most = "79228162514264337593543950335";
    let budget = run(&["ml", "cost", "--seconds-per-update", "1", "--price", "1/update", "--budget", most]);
    assert!(
        budget.code == Some(2) && budget.stderr.contains("7.9e28"),
        "{:?} {}",
        budget.code,
        budget.stderr
    );
    let runs = "lr,updates,reached\n0.1,1e6,yes\n";
    let long = run_with(&["ml", "sweep", "-", "--price", "1e9/hour", "--seconds-per-update", "1e27"], runs);
    assert!(long.code == Some(1) && long.stderr.contains("7.9e28"), "{:?} {}", long.code, long.stderr);
    let short = sweep(runs, &["--price", "1/hour", "--seconds-per-update", "1e-27"]);
    assert_eq!(short["cost"]["all"], "0.00");
    let own = "lr,seconds,reached,cost\n0.1,1,yes,5e28\n1,1,no,5e28\n";
    let sums = run_with(&["ml", "sweep", "-"], own);
    assert!(sums.code == Some(1) && sums.stderr.contains("7.9e28"), "{:?} {}", sums.code, sums.stderr);
}

/// The rise of 10 updates goes to 0.1 in a straight line: 0.05 at the update of which it is half done.
#[test]
fn the_working_of_a_step_size_is_that_of_its_rise() {
    let text = |update: u32| {
        format!(
            "[ml.training]\nupdates = 110\nseconds_per_update = 1\n[ml.schedule.cosine]\nlr = 0.1\nsteps = 100\nwarmup = 10\n\
             [[question]]\nfind.lr = {{ update = {update} }}\n"
        )
    };
    let rise = run_with(&["solve", "-"], text(5));
    assert!(rise.stdout.contains("0 + (0.1 - 0) × 5 / 10"), "{}{}", rise.stdout, rise.stderr);
    let fall = run_with(&["solve", "-"], text(60));
    assert!(fall.stdout.contains("t = 50"), "{}", fall.stdout);
}

#[test]
fn a_schedule_that_cycles_momentum_in_a_part_has_blank_cells_elsewhere() {
    let made = run(&[
        "ml",
        "schedule",
        "constant",
        "lr=0.1",
        "--then",
        "20: one-cycle max=1 steps=40",
        "--steps",
        "60",
        "--format",
        "csv",
    ]);
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let lines: Vec<&str> = made.stdout.lines().collect();
    assert_eq!((lines[0], lines[1], lines.len()), ("step,lr,momentum", "0,0.1,", 61));
    assert_eq!(lines[21], "20,0.04,0.95");
}

/// By epochs an lr that doubles each time is 0.1 × 2^19 after 20 of them, whatever 2,000 doublings would be.
#[test]
fn an_lr_by_epochs_is_refused_only_for_epochs_that_are_asked_for() {
    let args = ["ml", "schedule", "exponential", "lr=0.1", "rate=2", "--format", "json", "--steps"];
    let made = json(&run(&[&args[..], &["20", "--epoch-steps", "100"]].concat()));
    assert!((made["last"].as_f64().unwrap() / (0.1 * 2_f64.powi(19)) - 1.0).abs() < 1e-12, "{made}");
    let refused = run(&[&args[..], &["2000"]].concat());
    assert!(refused.code == Some(2) && refused.stderr.contains("past 1e300"), "{}", refused.stderr);
}
