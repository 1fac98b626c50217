//! Input that must never break the program: a clear error, the right exit code, no panic, nothing half written.

use std::fs;

use crate::program::{run, run_in, run_with};

/// A scenario with one line of the curve and one of the question put in.
fn scenario(curve: &str, find: &str) -> String {
    format!("[curve.wright]\n{curve}\n[[question]]\n{find}\n")
}

/// Solves a text and holds exit code and message.
fn refused(text: impl AsRef<[u8]>, code: i32, says: &str) {
    let ran = run_with(&["solve", "-"], text);
    assert_eq!(ran.code, Some(code), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains(says), "`{says}` is not in:\n{}", ran.stderr);
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
}

const FIRST: &str = "first_time = '2 h'";
const AVERAGE: &str = "find.average = { units = 4 }";

#[test]
fn numbers_that_are_none_are_refused_with_what_to_write() {
    for (rate, says) in [
        ("nan", "finite number"),
        ("inf", "finite number"),
        ("-inf", "finite number"),
        ("-0.8", "outside"),
        ("0", "outside"),
        ("80", "\"80%\""),
        ("'80'", "\"80%\""),
        ("'0,8'", "0.8"),
        ("'８０%'", "U+FF18"),
        ("'−80%'", "U+2212"),
        ("''", "missing"),
        ("true", "found true or false"),
        ("[0.8]", "found a list"),
        ("1979-05-27", "found a date"),
        ("0.80000000000000000000000000001", "28"),
        ("1e999", "too large"),
    ] {
        refused(scenario(&format!("{FIRST}\nlearning_rate = {rate}"), AVERAGE), 65, says);
    }
}

#[test]
fn times_and_amounts_that_are_none_are_refused() {
    for (first, says) in [
        ("first_time = 2", "no unit of time"),
        ("first_time = '2'", "no unit of time"),
        ("first_time = '2 days'", "is not a unit of time"),
        ("first_time = '-2 h'", "negative"),
        ("first_time = '2,5 h'", "2.5"),
        ("first_cost = '1,234.50'", "1234.50"),
        ("first_cost = -100", "negative"),
        ("first_cost = '$5'", "5"),
        ("first_cost = 1e999", "7.9e28"),
        ("first_cost = 0.12345678901234567890123456789012345678901", "28"),
        ("first_time = '2 h'\nfirst_cost = 3", "both a first time and a first cost"),
    ] {
        refused(scenario(&format!("{first}\nlearning_rate = 0.8"), AVERAGE), 65, says);
    }
}

#[test]
fn counts_are_whole_numbers_from_1_to_1e15() {
    let curve = format!("{FIRST}\nlearning_rate = 0.8");
    for (units, says) in [
        ("0", "too few"),
        ("-1", "too few"),
        ("2.5", "not a whole number"),
        ("1e3", "write `1000`"),
        ("'128'", "without quotes"),
        ("0x10", "decimal"),
        ("1_000_000_000_000_001", "too many"),
        ("9223372036854775807", "too many"),
        ("18446744073709551616", "too many"),
        ("99999999999999999999999999999999999999999999", "too many"),
    ] {
        refused(scenario(&curve, &format!("find.average = {{ units = {units} }}")), 65, says);
    }
    refused(scenario(&curve, "find.lot = { first = 10, last = 5 }"), 65, "before its first");
    let most = run_with(&["solve", "-"], scenario(&curve, "find.unit = { number = 1_000_000_000_000_000 }"));
    assert_eq!(most.code, Some(0), "{}", most.stderr);
}

#[test]
fn numbers_written_in_other_ways_that_toml_has_are_read_exactly() {
    for (first, average) in [
        ("first_cost = 1_234.50", "987.60"),
        ("first_cost = '1234.50'", "987.60"),
        ("first_cost = 1.2345e3", "987.60"),
        ("first_cost = +1234.5", "987.60"),
        ("first_cost = 99999999999999999999", "79999999999999999999.20"),
    ] {
        let text = scenario(&format!("{first}\nlearning_rate = '80%'"), "find.average = { units = 2 }");
        let ran = run_with(&["solve", "-", "--format", "json"], text);
        assert_eq!(ran.code, Some(0), "{first}: {}", ran.stderr);
        let value =
            &serde_json::from_str::<serde_json::Value>(&ran.stdout).unwrap()["answers"][0]["results"][0];
        if average.len() < 10 {
            assert_eq!(value["value"], average, "{first}");
        }
    }
}

#[test]
fn rates_that_are_odd_but_possible_are_answered_with_a_warning() {
    for (rate, says) in [
        ("1.05", "over 100%"),
        ("0.2", "did you mean \"80%\""),
        ("0.5", "costs nothing"),
        ("0.4", "under 50%"),
    ] {
        let ran = run_with(&["solve", "-"], scenario(&format!("{FIRST}\nlearning_rate = {rate}"), AVERAGE));
        assert_eq!(ran.code, Some(0), "{rate}: {}", ran.stderr);
        assert!(ran.stderr.contains("warning") && ran.stderr.contains(says), "{rate}: {}", ran.stderr);
    }
    let none = run_with(&["solve", "-"], scenario(&format!("{FIRST}\nlearning_rate = 1"), AVERAGE));
    assert_eq!((none.code, none.stderr.as_str()), (Some(0), ""));
}

#[test]
fn texts_that_are_no_scenario_are_refused_where_they_go_wrong() {
    for (text, says) in [
        ("", "no scenario"),
        ("# only a comment\n", "no scenario"),
        ("format = 99\n", "newer version"),
        ("{\"title\": 1}", "JSON"),
        ("---\ntitle: x\n", "YAML"),
        ("title = \"open", "not TOML"),
        ("a = [1, 2", "not TOML"),
        ("[curve.wright", "not TOML"),
        ("title = 'a'\ntitle = 'b'\n", "duplicate key"),
        ("title = 'a\u{0}b'\n", "not TOML"),
        ("title = 'a'\rnote = 'b'\n", "not TOML"),
        ("[[scenaro]]\n", "did you mean `scenario`"),
    ] {
        refused(text, 65, says);
    }
    refused(b"title = '\xe2\x82", 65, "not UTF-8");
    refused(b"\xff\xfet\0i\0", 65, "UTF-16");
    refused(b"PK\x03\x04", 65, "spreadsheet");
}

#[test]
fn hostile_nesting_and_size_end_quickly_and_without_a_crash() {
    refused(format!("a = {}", "[".repeat(100_000)), 65, "not TOML");
    refused(format!("a = {}", "{a=".repeat(100_000)), 65, "not TOML");
    refused(format!("{}a = 1", "a.".repeat(100_000)), 65, "error");
    refused(vec![b'#'; 17 * 1024 * 1024], 65, "larger than 16 MiB");
    refused(format!("title = '{}'\n", "x".repeat(10_000_000)), 65, "no curve");
    refused(
        "x = 1\n".to_owned() + &(0..5_000).map(|k| format!("k{k} = 1")).collect::<Vec<_>>().join("\n"),
        65,
        "more",
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
    let text = format!(
        "\u{feff}{}",
        scenario(&format!("{FIRST}\nlearning_rate = 0.8"), AVERAGE).replace('\n', "\r\n")
    );
    let ran = run_with(&["solve", "-"], text);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
}

#[test]
fn contradictions_are_errors() {
    for (curve, find, says) in [
        ("first_time = '2 h'\nlearning_rate = 0.9\nb = -0.25", AVERAGE, "the rate's index is -0.152003"),
        ("first_time = '2 h'\nb = 0.3", AVERAGE, "write -0.3"),
        ("first_time = '2 h'\nlearning_rate = 0.9\nends_after = 0", AVERAGE, "too few"),
        ("first_time = '2 h'\nlearning_rate = 0.9", "find.steady-state = {}", "learning never ends"),
        ("first_time = '2 h'", AVERAGE, "no learning rate"),
        ("learning_rate = 0.9", AVERAGE, "no first unit"),
        (
            "first_time = '2 h'\nlearning_rate = 0.9\nknown = [{ average = 4, time = '1 h' }]",
            AVERAGE,
            "more than two things",
        ),
        (
            "first_time = '2 h'\nlearning_rate = 0.9\nbatch_size = 10",
            "find.total = { units = 25 }",
            "`20` or `30`",
        ),
        (
            "first_time = '2 h'\nlearning_rate = 0.9",
            "find.total = { units = 4 }\nof = 'cost'",
            "no cost lines",
        ),
        ("first_cost = 0\nknown = [{ average = 4, cost = 1 }]", AVERAGE, "above 0"),
        ("first_time = '2 h'\nknown = [{ average = 4, time = '0 h' }]", AVERAGE, "above 0"),
        ("known = [{ average = 4, time = '1 h' }, { total = 4, time = '4 h' }]", AVERAGE, "same units"),
    ] {
        refused(scenario(curve, find), 65, says);
    }
}

#[test]
fn limits_that_cannot_be_met_are_said_so_with_exit_code_1() {
    let curve = format!("{FIRST}\nlearning_rate = 0.8\nends_after = 100");
    refused(scenario(&curve, "find.units = { total = '1 h' }"), 1, "the first unit already takes 2 h");
    refused(scenario(&curve, "find.units = { average = '0.1 h' }"), 1, "never falls below");
    refused(
        scenario(&format!("{FIRST}\nlearning_rate = 0.5"), "find.units = { total = '3 h' }"),
        1,
        "every number of units",
    );
}

#[test]
fn every_error_of_a_file_is_told_at_once_in_its_order() {
    let text = "titel = 'x'\ncurrency = 'USB'\n[curve.wright]\nfirst_time = '2 h'\nlearning_rat = '80%'\n[[cost]]\nrate = 'x'\nper = 'hours'\n[[question]]\nfind.averge = { units = 4 }\n";
    let ran = run_with(&["solve", "-"], text);
    assert_eq!(ran.code, Some(65));
    let lines: Vec<usize> = ran
        .stderr
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--> <stdin>:")?.split(':').next()?.parse().ok())
        .collect();
    for line in [1, 2, 5, 7, 8, 10] {
        assert!(lines.contains(&line), "nothing about line {line}:\n{}", ran.stderr);
    }
    assert!(lines.is_sorted(), "{lines:?}");
}

#[test]
fn inputs_that_are_not_there_end_with_66() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("chair.toml"), "").unwrap();
    let solve = |path: &str| run_in(folder.path(), &["solve", path], "");
    let missing = solve("chiar.toml");
    assert_eq!(missing.code, Some(66));
    assert!(missing.stderr.contains("did you mean `chair.toml`"), "{}", missing.stderr);
    fs::create_dir(folder.path().join("empty")).unwrap();
    assert_eq!(solve("empty").code, Some(66));
    assert_eq!(solve("").code, Some(2));
    assert_eq!(run_in(folder.path(), &["solve", "-", "-"], "").code, Some(2));
}

#[test]
fn outputs_are_whole_or_absent_and_never_over_a_file_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let good = scenario(&format!("{FIRST}\nlearning_rate = 0.8"), AVERAGE);
    fs::write(folder.path().join("a.toml"), &good).unwrap();
    let solve = |more: &[&str]| {
        let mut args = vec!["solve", "a.toml"];
        args.extend(more);
        run_in(folder.path(), &args, "").code
    };
    assert_eq!(solve(&["-o", "out.txt"]), Some(0));
    assert_eq!(solve(&["-o", "out.txt"]), Some(73));
    assert_eq!(solve(&["-o", "out.txt", "--force"]), Some(0));
    assert_eq!(solve(&["-o", "none/out.txt"]), Some(73));
    assert_eq!(solve(&["-o", "a.toml", "--force"]), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("a.toml")).unwrap(), good);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_closed_pipe_is_not() {
    use std::process::{Command, Stdio};
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = |stdout: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_learncurve"));
        command
            .args(["solve", "configs"])
            .current_dir(crate::program::root())
            .stdout(stdout)
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let ran = run(full.into()).wait_with_output().unwrap();
    assert_eq!(ran.status.code(), Some(74), "{}", String::from_utf8_lossy(&ran.stderr));
    let mut child = run(Stdio::piped());
    drop(child.stdout.take());
    let ran = child.wait_with_output().unwrap();
    assert_eq!(
        (ran.status.code(), ran.stderr.len()),
        (Some(0), 0),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

#[test]
fn the_command_line_is_held_to_its_own_rules() {
    for args in [
        &["sovle", "x"][..],
        &["solve", "x", "--fromat", "json"],
        &["solve", "x", "--format", "xml"],
        &["ask", "average", "--first-time", "2 h", "--learning-rate", "80%", "--units", "1,000"],
        &["ask", "average", "--first-time", "2 h", "--learning-rate", "80%", "--units", "0x10"],
        &["ask", "average", "--first-time", "2 h", "--learning-rate", "0,8", "--units", "4"],
        &[
            "ask",
            "average",
            "--first-time",
            "2 h",
            "--first-cost",
            "3",
            "--learning-rate",
            "80%",
            "--units",
            "4",
        ],
        &[
            "ask",
            "average",
            "--first-time",
            "2 h",
            "--learning-rate",
            "80%",
            "--units",
            "4",
            "--cost",
            "Labour",
        ],
        &["ask", "average", "--first-time", "2 h", "--known", "nonsense", "--units", "4"],
    ] {
        let ran = run(args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.stderr);
        assert!(!ran.stderr.is_empty() && !ran.stderr.contains("panicked"));
    }
    let none = run(&[]);
    assert_eq!((none.code, none.stderr.contains("Usage")), (Some(2), true));
}

#[test]
fn escapes_in_names_never_reach_the_terminal() {
    let text = format!(
        "title = \"\\u001b]0;gotcha\\u0007\"\n{}",
        scenario(&format!("{FIRST}\nlearning_rate = 0.8"), &format!("id = \"\\u001b[31m\"\n{AVERAGE}"))
    );
    for format in ["text", "markdown"] {
        let ran = run_with(&["solve", "-", "--format", format], &text);
        assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
    }
}

#[test]
fn odd_widths_of_the_terminal_do_no_harm() {
    use std::process::Command;
    for columns in ["0", "1", "20", "abc", "99999"] {
        let ran = Command::new(env!("CARGO_BIN_EXE_learncurve"))
            .args(["solve", "configs/massage-chair.toml"])
            .current_dir(crate::program::root())
            .env("COLUMNS", columns)
            .env("TERM", "dumb")
            .output()
            .unwrap();
        assert_eq!(ran.status.code(), Some(0), "COLUMNS={columns}");
        assert!(!ran.stdout.contains(&0x1b));
    }
}
