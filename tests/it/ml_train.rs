//! `ml train`, and range tests that are run: held to `NumPy`'s trainings, and to what a person may get wrong.

use std::path::Path;

use serde_json::Value;

use crate::ml::{json, rows};
use crate::program::{Ran, hold, root, run, run_in, run_with};

fn train(args: &[&str]) -> Ran {
    run(&[&["ml", "train"], args].concat())
}

fn test(args: &[&str]) -> Ran {
    run(&[&["ml", "range-test"], args].concat())
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// Two classes that a line parts, in the order of their classes where `sorted`.
fn points(count: u32, sorted: bool) -> String {
    let row = |k: u32| {
        let blue = if sorted { k >= count / 2 } else { k % 2 == 1 };
        let at = f64::from(k * 7919 % 101) / 101.0;
        format!("{},{},{}\n", at, if blue { at + 0.3 } else { at - 0.3 }, if blue { "blue" } else { "red" })
    };
    "a,b,label\n".to_owned() + &(0..count).map(row).collect::<String>()
}

#[test]
fn a_training_reaches_its_target_at_numpys_update() {
    for (model, lr, target) in [("softmax", "1", "88%"), ("tanh:32", "0.1", "90%")] {
        let made = json(&train(&[
            "--builtin",
            "digits",
            "--model",
            model,
            "--lr",
            lr,
            "--target",
            target,
            "--steps",
            "3000",
            "--format",
            "json",
        ]));
        let name = if model == "softmax" { model } else { "mlp32" };
        let golden = rows("digits/sweep.csv", &[name]);
        let row = golden.iter().find(|row| row[1] == lr || row[1] == format!("{lr}.0")).unwrap();
        let run = &made["groups"][0]["runs"][0];
        assert_eq!(run["updates_to_target"].to_string(), row[3], "{model}");
        assert_eq!((run["end"].as_str(), run["updates"].to_string()), (Some("target"), row[3].clone()));
        assert!((number(&run["best"]["accuracy"]) - row[4].parse::<f64>().unwrap()).abs() < 1e-12);
    }
}

#[test]
fn a_log_has_every_update_and_a_range_test_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.csv");
    let log = log.to_str().unwrap();
    let schedule = "exponential lr=0.0001 rate=1.1231045018329521";
    let ran = train(&[
        "--builtin",
        "digits",
        "--schedule",
        schedule,
        "--steps",
        "100",
        "--evaluate-every",
        "10",
        "--stop-above",
        "never",
        "--log",
        log,
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = std::fs::read_to_string(log).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines[0], ["step", "lr", "loss", "held_out_loss", "held_out_accuracy"]);
    assert_eq!(lines.len(), 101);
    // The schedule is NumPy's ramp, to the digits that its ratio is written with.
    for (line, golden) in lines[1..].iter().zip(rows("digits/range_test.csv", &["softmax", "exp"])).take(60) {
        let (own, wanted): (f64, f64) = (line[2].parse().unwrap(), golden[4].parse().unwrap());
        assert!((own / wanted - 1.0).abs() < 1e-9, "{line:?} {golden:?}");
    }
    // Looks are after the update of their row.
    assert!(lines[1..].iter().enumerate().all(|(step, line)| line[3].is_empty() == ((step + 1) % 10 != 0)));
    let read = json(&test(&[log, "--format", "json"]));
    assert!(number(&read["zone"]["low"]) < number(&read["zone"]["high"]));
    assert_eq!(train(&["--builtin", "digits", "--lr", "1", "--log", log]).code, Some(73));
}

#[test]
fn a_range_test_that_is_run_has_the_zone_and_the_finders_of_numpys() {
    for (model, name, best) in [("softmax", "softmax", 3.162_277_660_168_379_5), ("tanh:32", "mlp32", 1.0)] {
        let of = |more: &[&str]| {
            let args = [
                "--builtin",
                "digits",
                "--model",
                model,
                "--end",
                "100",
                "--batches",
                "120",
                "--format",
                "json",
            ];
            json(&test(&[&args, more].concat()))
        };
        // NumPy's log of the net ends where its loss is no longer told.
        let golden = rows("digits/range_test_suggestions.csv", &[name]);
        let read = if name == "softmax" {
            of(&[])
        } else {
            let log = rows("digits/range_test.csv", &[name, "exp"]);
            let end = log.last().unwrap()[3].clone();
            let batches = log.len().to_string();
            let args = [
                "--builtin",
                "digits",
                "--model",
                model,
                "--end",
                &end,
                "--batches",
                &batches,
                "--format",
                "json",
            ];
            json(&test(&args))
        };
        assert!(
            number(&read["zone"]["low"]) < best && best < number(&read["zone"]["high"]),
            "{model}: {read}"
        );
        let diverges =
            golden.iter().find(|row| row[2].starts_with("divergence")).unwrap()[3].parse::<f64>().unwrap();
        assert!((number(&read["edges"]["diverges"]["lr"]) / diverges - 1.0).abs() < 1e-9);
        let smoothed = golden.iter().filter(|row| row[1].ends_with("smoothed"));
        let mut compared = 0;
        for row in smoothed {
            let finder = row[2]
                .replace("_steepest", "")
                .replace('_', if row[2].starts_with("torch") { "-" } else { " " });
            let finder = if finder == "lightning" { "Lightning".to_owned() } else { finder };
            let own = read["finders"].as_array().unwrap().iter().find(|own| own["name"] == finder.as_str());
            let own = number(&own.unwrap_or_else(|| panic!("{finder}"))["lr"]);
            assert!(
                (own / row[3].parse::<f64>().unwrap() - 1.0).abs() < 1e-9,
                "{model} {finder}: {own} {row:?}"
            );
            compared += 1;
        }
        assert_eq!(compared, 6);
        for more in [&["--held-out"][..], &["--seeds", "3"], &["--seeds", "2", "--held-out", "20%"]] {
            let read = of(&[more, &["--resamples", "0"]].concat());
            assert!(
                number(&read["zone"]["low"]) < best && best < number(&read["zone"]["high"]),
                "{model} {more:?}"
            );
        }
    }
}

#[test]
fn step_sizes_of_the_zone_are_tried_and_the_best_is_told() {
    let args = [
        "--builtin",
        "digits",
        "--seeds",
        "5",
        "--confirm",
        "4",
        "--confirm-steps",
        "200",
        "--resamples",
        "0",
    ];
    let read = json(&test(&[&args[..], &["--format", "json"]].concat()));
    let tried = read["confirmed"]["tried"].as_array().unwrap();
    assert_eq!(tried.len(), 4);
    assert!((number(&tried[0]["lr"]) / number(&read["zone"]["low"]) - 1.0).abs() < 1e-12);
    assert!((number(&tried[3]["lr"]) / number(&read["zone"]["high"]) - 1.0).abs() < 1e-12);
    let best = tried.iter().map(|one| number(&one["accuracy"])).fold(0.0, f64::max);
    let own = tried.iter().find(|one| one["lr"] == read["confirmed"]["best"]).unwrap();
    assert!((number(&own["accuracy"]) - best).abs() < 1e-12 && best > 0.85, "{read}");
    let text = test(&args).stdout;
    assert!(text.contains("averaged batch by batch over 5 runs with seeds 1 to 5"), "{text}");
    assert!(
        text.contains("Tried: 200 updates at step sizes of the zone")
            && text.contains("Best on the held-out rows")
    );
}

#[test]
fn the_plan_of_the_digits_says_the_same_in_text_and_markdown() {
    for (format, ending) in [("text", "txt"), ("markdown", "md")] {
        let ran = train(&["configs/ml/digits.train.toml", "--format", format]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        hold(&root().join(format!("tests/it/golden/ml/digits.train.{ending}")), &ran.stdout);
    }
    let made = json(&train(&["configs/ml/digits.train.toml", "--format", "json"]));
    let found = &made["range_test"];
    assert!((number(&found["maximum"]) / number(&found["divergence"]) - 0.5).abs() < 1e-15);
    assert_eq!(made["groups"].as_array().unwrap().len(), 3);
    let checked = run(&["check", "configs/ml"]);
    assert_eq!(checked.code, Some(0), "{}", checked.stderr);
    assert!(checked.stdout.contains("3 trainings, 6 of 6 expectations met"), "{}", checked.stdout);
}

#[test]
fn an_expectation_that_is_missed_fails_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("a.train.toml");
    let text = "[train]\nbuiltin = \"digits\"\ntarget = \"88%\"\n[[run]]\nlr = 1\nexpect = { accuracy = \"50%\", updates_to_target = 120 }\n";
    std::fs::write(&plan, text).unwrap();
    for args in [["check", plan.to_str().unwrap()].as_slice(), &["ml", "train", plan.to_str().unwrap()]] {
        let ran = run(args);
        assert_eq!(ran.code, Some(1), "{}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains("`constant`: expected an accuracy of 50%, found 9"), "{}", ran.stderr);
        assert_eq!(ran.stderr.matches("missed").count(), 1);
    }
}

#[test]
fn every_mistake_of_a_plan_is_told_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("bad.toml"),
        "titel = \"x\"\n[train]\nbuiltin = \"digit\"\nmodel = \"tanh:0\"\noptimiser = \"sgd\"\nsteps = 0\nepochs = 3\nscale = \"standrd\"\n\
         [range_test]\nstart = 1.0\nend = 0.1\n\
         [[run]]\nschedule = \"triangular2 bas=base max=maximum\"\n[[run]]\nlr = -1\n[[run]]\nlr = 0.1\nschedule = \"cosine lr=1 steps=9\"\n[[run]]\n",
    )
    .unwrap();
    let ran = run_in(folder.path(), &["ml", "train", "bad.toml"], "");
    assert_eq!(ran.code, Some(65), "{}", ran.stderr);
    assert!(ran.stdout.is_empty());
    for said in [
        "unknown key `titel` in a plan",
        "did you mean `title`?",
        "there is no `digit` here",
        "did you mean `digits`?",
        "from 1 to 10000, as in `tanh:32`",
        "unknown key `optimiser` in [train]",
        "did you mean `optimizer`?",
        "counts start at 1",
        "`epochs` beside `steps`",
        "did you mean `standard`?",
        "the lr goes from 1 to 0.1",
        "`bas` is no key here; did you mean `base`?",
        "`base` is missing",
        "or auto, or one of base, maximum, steepest, divergence",
        "`lr` beside `schedule`",
        "the run has no step size",
        "bad.toml:4:9",
        "bad.toml:13:25",
        "has 13 mistakes",
    ] {
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
    }
    let scenario = run_in(folder.path(), &["solve", "bad.toml"], "");
    assert!(
        scenario.stderr.contains("that is a plan of trainings: `learncurve ml train FILE`"),
        "{}",
        scenario.stderr
    );
}

#[test]
fn folders_of_scenarios_leave_plans_to_those_who_carry_them_out() {
    let solved = run(&["solve", "configs", "--no-working", "--format", "json"]);
    assert_eq!(solved.code, Some(0), "{}", solved.stderr);
    assert!(!solved.stdout.contains("digits"));
    let ran = run(&["solve", "configs/ml"]);
    assert_eq!(ran.code, Some(66));
    assert!(ran.stderr.contains("plans of trainings"), "{}", ran.stderr);
}

#[test]
fn tables_are_trained_on_with_their_labels_in_words() {
    let made = json(&run_with(
        &["ml", "train", "-", "--lr", "1", "--steps", "200", "--format", "json"],
        points(200, false),
    ));
    assert_eq!(made["trained"]["training_rows"], 160);
    assert_eq!(
        (made["trained"]["features"].as_u64(), made["trained"]["classes"].as_u64()),
        (Some(2), Some(2))
    );
    let last = &made["groups"][0]["runs"][0]["last"];
    assert!(number(&last["accuracy"]) > 0.999, "{last}");
    // In the order of their classes the end has one class alone.
    let text = run_with(&["ml", "train", "-", "--lr", "1", "--held-out", "50%"], points(200, true));
    assert_eq!(text.code, Some(65));
    assert!(
        text.stderr.contains("every training row has the same label") && text.stderr.contains("--shuffle")
    );
    let mixed = run_with(
        &["ml", "train", "-", "--lr", "1", "--held-out", "50%", "--shuffle", "--format", "json"],
        points(200, true),
    );
    assert!(number(&json(&mixed)["groups"][0]["runs"][0]["last"]["accuracy"]) > 0.95);
}

#[test]
fn a_second_table_can_be_held_out() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.csv"), points(60, false)).unwrap();
    // Columns in another order, and a class that training does not have.
    let other = "label,b,a\nred,0.1,0.4\nblue,0.8,0.5\ngreen,0.5,0.5\n";
    std::fs::write(folder.path().join("b.csv"), other).unwrap();
    let args =
        ["ml", "train", "a.csv", "--held-out", "b.csv", "--lr", "1", "--steps", "300", "--format", "json"];
    let made = json(&run_in(folder.path(), &args, ""));
    assert_eq!(
        (made["trained"]["held_out_rows"].as_u64(), made["trained"]["classes"].as_u64()),
        (Some(3), Some(3))
    );
    assert!((number(&made["groups"][0]["runs"][0]["last"]["accuracy"]) - 2.0 / 3.0).abs() < 1e-12);
    assert!(made["notes"][0].as_str().unwrap().contains("No training row has the label `green`"), "{made}");
}

#[test]
fn tables_that_are_none_are_refused_with_every_line() {
    let cases: [(&str, &[&str], i32, &str); 12] = [
        (
            "a,label\n1,0\n2,x,3\n3\nfour,1\n5,\n",
            &[],
            65,
            "line 3: 3 cells, and the heading has 2\n  line 4: 1 cells",
        ),
        (
            "a,label\n1,0\n2,x,3\n3\nfour,1\n5,\n",
            &[],
            65,
            "line 5, column `a`: `four` is no number\n  line 6: no label",
        ),
        ("a,label\n1,0\nNaN,1\n", &[], 65, "line 3, column `a`: `NaN` is no number"),
        ("a,label\n1,0.5\n2,1.5\n", &[], 65, "`0.5` is no label, which is a whole number or a word"),
        ("a,label\n1,3\n2,3\n", &[], 65, "every row has the label `3`"),
        ("a,label\n1,0\n", &[], 65, "every row has the label `0`"),
        ("a,label\n", &[], 65, "has no rows"),
        ("label\n0\n1\n", &[], 65, "no column beside its labels"),
        ("a,b\n0,1\n1,2\n", &[], 65, "has no column `label`, of labels; --label names another"),
        ("a,label\n1,0\n2,1\n", &["--held-out", "99%"], 65, "of 2 rows 0 are for training"),
        (
            "a,label\n1,0\n2,1\n3,0\n",
            &["--batch", "5"],
            2,
            "a batch of 5 rows: write a whole number from 1 to the 2 rows",
        ),
        (
            "a,label\n1,0\n2,1\n",
            &["--features", "a,label"],
            65,
            "has the labels, and can't be learned from as well",
        ),
    ];
    for (text, more, code, said) in cases {
        let ran = run_with(&[&["ml", "train", "-", "--lr", "1"], more].concat(), text);
        assert_eq!(ran.code, Some(code), "{text}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{text}: {}", ran.stderr);
        assert!(ran.stdout.is_empty());
    }
    let flat = run_with(
        &["ml", "train", "-", "--lr", "1", "--steps", "50", "--shuffle"],
        "a,b,label\n1,7,0\n2,7,1\n3,7,0\n4,7,1\n5,7,0\n",
    );
    assert_eq!(flat.code, Some(0), "{}", flat.stderr);
    assert!(flat.stdout.contains("One feature is the same in every training row"), "{}", flat.stdout);
}

#[test]
fn flags_that_no_training_can_have_are_refused() {
    let digits = ["--builtin", "digits"];
    let cases: [(&[&str], &str); 20] = [
        (&[], "no step size is given"),
        (&["--lr", "-0.1"], "`-0.1` is no step size, which is a number above 0"),
        (&["--lr=-0.1"], "`-0.1` is no step size, which is a number above 0"),
        (&["--lr", "fast"], "`fast` is no step size"),
        (&["--lr", "1", "--schedule", "cosine lr=1 steps=3"], "cannot be used with"),
        (&["--schedule", "cosin lr=1"], "`cosin` is no schedule; did you mean `cosine`?"),
        (&["--schedule", "cosine lr=1 stps=3"], "`stps` is no key here; did you mean `steps`?"),
        (
            &["--schedule", "one-cycle max=1 steps=10", "--like", "torch", "--steps", "11"],
            "the schedule has 10 updates, and 11 are to be made",
        ),
        (&["--lr", "1", "--steps", "0"], "a whole number from 1 to 10000000"),
        (&["--lr", "1", "--steps", "1e9"], "in plain digits such as 1000"),
        (&["--lr", "1", "--steps", "99999999"], "a whole number from 1 to 10000000"),
        (&["--lr", "1", "--model", "tanh:0"], "from 1 to 10000, as in `tanh:32`"),
        (&["--lr", "1", "--model", "tanh:1e9"], "from 1 to 10000, as in `tanh:32`"),
        (&["--lr", "1", "--model", "relu:8"], "there is no model `relu:8`"),
        (&["--lr", "1", "--optimizer", "adm"], "there is no optimiser `adm`"),
        (&["--lr", "1", "--optimizer", "adam momentum=0.9"], "`adam` has no setting `momentum`"),
        (&["--lr", "1", "--held-out", "0%"], "lies between 0% and 100%"),
        (&["--lr", "1", "--batch", "1438"], "1 to the 1437 rows"),
        (&["--lr", "1", "--label", "x"], "--label is for tables, and the digits are none"),
        (&["--lr", "1", "--target", "120%"], "between 0% and 100%"),
    ];
    for (more, said) in cases {
        let ran = train(&[&digits[..], more].concat());
        assert_eq!(ran.code, Some(2), "{more:?}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(said), "{more:?}: {}", ran.stderr);
    }
    for (args, said) in [
        (&["ml", "train", "--lr", "1"][..], "nothing says what to train on"),
        (
            &["ml", "train", "configs/ml/digits.train.toml", "--lr", "1"],
            "--lr: the plan `configs/ml/digits.train.toml` says that",
        ),
        (&["ml", "range-test"], "there is no log to read, and nothing says what to train"),
        (
            &["ml", "range-test", "-", "--builtin", "digits"],
            "--builtin is for a test that is run, and `-` is a log",
        ),
        (&["ml", "range-test", "-", "--confirm"], "--confirm is for a test that is run"),
        (&["ml", "range-test", "--builtin", "digits", "--start", "1", "--end", "0.1"], "has to rise"),
    ] {
        let ran = run(args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn a_training_that_breaks_down_says_so_and_what_to_do() {
    let ran = train(&["--builtin", "digits", "--model", "tanh:32", "--lr", "30"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stdout.contains("It diverged at update ") && ran.stdout.contains("Take a smaller lr"),
        "{}",
        ran.stdout
    );
    let lost = train(&[
        "--builtin",
        "digits",
        "--lr",
        "1000",
        "--l2",
        "1",
        "--format",
        "json",
        "--stop-above",
        "never",
    ]);
    assert_eq!(lost.code, Some(1), "{}", lost.stderr);
    let made: Value = serde_json::from_str(&lost.stdout).unwrap();
    assert!(made["groups"][0]["runs"][0]["diverged_at"].as_u64().unwrap() < 200, "{made}");
    let found = train(&["--builtin", "digits", "--lr", "auto", "--steps", "100", "--plot"]);
    assert!(
        found.stdout.contains("A range test of 100 batches") && found.stdout.contains("held-out loss (nats)")
    );
    let none =
        run_with(&["ml", "train", "-", "--lr", "auto", "--steps", "9"], "a,label\n1,0\n1,1\n1,0\n1,1\n1,0\n");
    assert_eq!(none.code, Some(1), "{}", none.stderr);
    assert!(none.stderr.contains("the range test found no step size"), "{}", none.stderr);
}

#[test]
fn several_seeds_are_told_by_their_mean_and_range() {
    let args =
        ["--builtin", "digits", "--lr", "1", "--steps", "150", "--seeds", "3", "--target", "80%", "--format"];
    let csv = train(&[&args[..], &["csv"]].concat());
    let lines: Vec<&str> = csv.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{}", csv.stderr);
    assert!(lines[0].starts_with("run,schedule,seed,updates,end,diverged_at,held_out_accuracy"));
    assert!(
        (1..=3).all(|seed| lines[seed].starts_with(&format!(",lr 1 at every update,{seed},"))),
        "{lines:?}"
    );
    let text = train(&[&args[..], &["text"]].concat()).stdout;
    assert!(text.contains("mean over 3 seeds (least to most)") && text.contains(" to "), "{text}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_a_training_and_leaves_no_output() {
    use std::io::Read as _;
    use std::process::{Command, Stdio};

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.txt");
    let mut child = Command::new(env!("CARGO_BIN_EXE_learncurve"))
        .args([
            "ml",
            "train",
            "--builtin",
            "digits",
            "--model",
            "tanh:1000",
            "--lr",
            "0.01",
            "--steps",
            "10000000",
        ])
        .args(["--evaluate-every", "10000000", "-o", out.to_str().unwrap()])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A signal before the program listens ends it by the signal itself: ask until it says that it was asked.
    let kill = |id: u32| Command::new("kill").args(["-INT", &id.to_string()]).status().unwrap();
    while !listens(child.id()) {
        std::thread::yield_now();
    }
    assert!(kill(child.id()).success());
    let status = child.wait().unwrap();
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(status.code(), Some(130), "{said}");
    assert!(said.contains("interrupted") && !out.exists(), "{said}");
}

/// Whether a process catches Ctrl-C, by what the system says of it; where it says nothing, it is taken to.
#[cfg(unix)]
fn listens(id: u32) -> bool {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{id}/status")) else { return true };
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    caught.is_none_or(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 0b10 != 0))
}

/// Half of the divergence is a rule of plain gradient descent: with a memory such a run diverges or stalls.
#[test]
fn an_lr_that_is_found_trains_whatever_the_optimiser() {
    for (optimizer, model) in
        [("momentum", "tanh:32"), ("adam", "tanh:32"), ("adamw", "softmax"), ("adadelta", "softmax")]
    {
        let made = json(&run(&[
            "ml",
            "train",
            "--builtin",
            "digits",
            "--model",
            model,
            "--optimizer",
            optimizer,
            "--lr",
            "auto",
            "--steps",
            "1000",
            "--format",
            "json",
        ]));
        let text = made.to_string();
        assert!(text.contains("\"tried\":{"), "{text}");
        let accuracy = made["groups"][0]["runs"][0]["last"]["accuracy"].as_f64().unwrap();
        assert!(accuracy > 0.86, "{optimizer} on {model}: {accuracy}");
    }
}

#[test]
fn a_short_run_that_breaks_down_is_said_to() {
    let ran = run(&["ml", "train", "--builtin", "digits", "--lr", "1e6", "--steps", "50"]);
    assert!(ran.code == Some(1) && ran.stdout.contains("Diverged"), "{:?} {}", ran.code, ran.stdout);
    let seeds = run(&[
        "ml",
        "train",
        "--builtin",
        "digits",
        "--lr",
        "1",
        "--seed",
        "18446744073709551615",
        "--seeds",
        "2",
    ]);
    assert!(seeds.code == Some(2) && seeds.stderr.contains("leaves no 2 seeds"), "{}", seeds.stderr);
}
