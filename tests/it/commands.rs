//! The commands besides `solve`, as their help describes them.

use crate::program::{run, run_in, run_with};

#[test]
fn ask_answers_as_the_scenario_that_it_stands_for() {
    let flags = [
        "--first-time",
        "2 h",
        "--learning-rate",
        "95%",
        "--units",
        "128",
        "--cost",
        "Labour=15/hour",
        "--currency",
        "USD",
    ];
    let ask = |more: &[&str]| {
        let mut args = vec!["ask", "average"];
        args.extend(flags);
        args.extend(more);
        run(&args)
    };
    let asked = ask(&["--format", "json"]);
    assert_eq!(asked.code, Some(0), "{}", asked.stderr);
    assert!(asked.stdout.contains(r#""name":"average cost","value":"20.95""#), "{}", asked.stdout);
    let scenario = ask(&["--as-scenario"]).stdout;
    let solved = run_with(&["solve", "-", "--format", "json"], &scenario).stdout;
    assert_eq!(asked.stdout.replace("ask", ""), solved.replace("<stdin>", "").replace("stdin", ""));
}

#[test]
fn ask_names_the_flag_that_is_wrong() {
    let ran = run(&["ask", "average", "--first-time", "2 h", "--learning-rate", "80", "--units", "4"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.stderr,
        "error: --learning-rate: `80` is read as a ratio, 8000%\n  help: for 80 percent write \"80%\" or 0.8\n"
    );
}

#[test]
fn every_kind_of_question_can_be_asked_from_flags_alone() {
    let curve = ["--first-time", "100 h", "--learning-rate", "80%"];
    for (kind, flags, headline) in [
        ("average", &["--units", "8"][..], "average time = 51.2 h/unit"),
        ("total", &["--units", "8"], "total time = 409.6 h"),
        ("unit", &["--number", "2"], "unit time = 60 h/unit"),
        ("lot", &["--first", "3", "--last", "4"], "lot total time = 96 h"),
        ("steady-state", &["--ends-after", "2"], "steady-state time = 60 h/unit"),
        ("learning-rate", &[], "learning rate = 80%"),
        ("index", &[], "index = -0.321928"),
        ("first-unit", &[], "first unit = 100 h"),
        ("units", &["--unit", "30 h"], "units = 14 units"),
        ("table", &["--to", "16"], "655.36"),
        ("midpoint", &["--model", "crawford", "--first", "1", "--last", "10"], "lot midpoint = unit 4.1689"),
        ("average", &["--first", "5", "--last", "8"], "lot average time = 38.4 h/unit"),
        // 51.2 h at 10 an hour, and a quarter more.
        (
            "price",
            &["--units", "8", "--cost", "Labour=10/hour", "--markup", "25%"],
            "price = 640.00 money/unit",
        ),
        ("cost-gap", &["--unit", "2", "--target", "50 h", "--of", "time"], "time gap = 10 h/unit"),
        (
            "break-even",
            &["--cost", "Labour=20/hour", "--price", "600", "--fixed", "20000"],
            "units = 119 units",
        ),
        (
            "variance",
            &["--cost", "Labour=8/hour", "--units", "8", "--time", "400 h"],
            "efficiency variance = 76.80 money F",
        ),
        ("schedule", &["--period", "Q1=2", "--period", "Q2=2"], "total time = 256 h"),
        ("total", &["--units", "2", "--vary", "learning_rate=70%,90%"], "learning_rate = 70%"),
        ("unit", &["--model", "stanford-b", "--set", "prior_units=4", "--number", "10"], "42.7592 h/unit"),
    ] {
        let mut args = vec!["ask", kind];
        args.extend(curve);
        args.extend(flags);
        let ran = run(&args);
        assert_eq!(ran.code, Some(0), "{kind}: {}", ran.stderr);
        assert!(ran.stdout.contains(headline), "{kind}: {}", ran.stdout);
    }
}

#[test]
fn init_writes_a_scenario_that_is_right_and_never_over_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let init = |more: &[&str]| {
        let mut args = vec!["init", "chair.toml"];
        args.extend(more);
        run_in(folder.path(), &args, "").code
    };
    assert_eq!(init(&[]), Some(0));
    assert_eq!(init(&[]), Some(73));
    assert_eq!(init(&["--force"]), Some(0));
    let checked = run_in(folder.path(), &["check", "chair.toml"], "");
    assert_eq!((checked.code, checked.stdout.contains("1 of 1 expectation met")), (Some(0), true));
}

#[test]
fn table_prints_the_curve_to_where_learning_ends() {
    let ran = run(&["table", "configs/massage-chair.toml", "--of", "time"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("1.2937"), "{}", ran.stdout);
    let by_step =
        run(&["table", "configs/massage-chair.toml", "--to", "30", "--by", "10", "--format", "csv"]);
    assert_eq!(by_step.stdout.lines().count(), 1 + 3 * 4);
}

#[test]
fn check_says_what_was_missed_and_ends_with_1() {
    let text = "[curve.wright]\nfirst_time = '100 h'\nlearning_rate = '80%'\n[[question]]\nfind.average = { units = 8 }\nexpect = '51.3'\n";
    let ran = run_with(&["check", "-"], text);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("expected 51.3, found 51.2 h/unit"), "{}", ran.stderr);
}

#[test]
fn completions_and_man_pages_are_made_for_every_shell_and_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(run(&["completions", shell]).stdout.contains("learncurve"), "{shell}");
    }
    for command in ["solve", "ask", "check", "diagnose", "table", "init", "schema", "completions", "man"] {
        let page = run(&["man", command]).stdout;
        assert!(page.contains(".TH"), "{command}: {page}");
        assert_eq!(run(&[command, "--help"]).code, Some(0), "{command}");
    }
}

#[test]
fn every_command_s_help_begins_with_what_it_does() {
    for (command, begins) in [
        (&["solve"][..], "Answer the questions"),
        (&["diagnose"], "Find which slip"),
        (&["table"], "Print a scenario's curve"),
        (&["schema"], "Print the JSON Schema"),
        (&["ask", "average"], "The average per unit"),
    ] {
        let help = run(&[command, &["--help"]].concat()).stdout;
        assert!(help.starts_with(begins), "{command:?}: {help}");
    }
}

#[test]
fn several_files_give_one_json_object_on_each_line() {
    let ran = run(&["solve", "configs", "--format", "json"]);
    assert!(ran.stdout.lines().count() >= 10);
    for line in ran.stdout.lines() {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(object["schema"], 1);
        for answer in object["answers"].as_array().unwrap() {
            assert!(answer["results"][0]["value"].is_string());
        }
    }
}
