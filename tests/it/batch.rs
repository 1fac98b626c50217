//! `batch` as a whole program: the same answers as `solve`, in order, nothing lost, and a stopped run gone on with.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program::{Ran, root, run, run_in, run_with};

fn batch(folder: &Path, args: &[&str]) -> Ran {
    let mut all = vec!["batch"];
    all.extend(args);
    run_in(folder, &all, "")
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A table of many rows, some of them bad.
pub(crate) fn table(rows: usize) -> String {
    let mut text = "part,model,first_time,learning_rate,units\n".to_owned();
    for row in 0..rows {
        let model = if row % 3 == 0 { "crawford" } else { "wright" };
        let rate = if row % 97 == 0 { "95".to_owned() } else { format!("{}%", 70 + row % 30) };
        text += &format!("\"p, {row}\",{model},{}.5,{rate},{}\n", row % 50, 1 + row * row % 1_000);
    }
    text
}

#[test]
fn scenarios_come_as_solve_has_them_in_order_for_any_number_of_threads() {
    let solved = run(&["solve", "configs", "--format", "json"]);
    let one = run(&["batch", "configs", "--threads", "1"]);
    let many = run(&["batch", "configs", "--threads", "7"]);
    assert_eq!((one.code, many.code), (Some(0), Some(0)), "{}", one.stderr);
    assert!(one.stdout == many.stdout, "threads change the output");
    // A list's scenarios are named after their number in both.
    assert_eq!(solved.stdout, one.stdout);
}

#[test]
fn one_bad_scenario_is_a_row_with_its_place_and_the_rest_go_on() {
    let list = "format = 1\n[[scenario]]\ntitle = 'good'\n[scenario.curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n\
                [[scenario.question]]\nfind.average = { units = 128 }\n[[scenario]]\ntitle = 'bad'\n[scenario.curve.wright]\n\
                first_time = '2 h'\nlearning_rate = 95\n[[scenario.question]]\nfind.average = { units = 4 }\n[[scenario]\nbroken\n\
                [[scenario]]\ntitle = 'last'\n[scenario.curve.wright]\nfirst_time = '2 h'\nlearning_rate = '90%'\n\
                [[scenario.question]]\nfind.unit = { number = 2 }\n";
    let ran = run_with(&["batch", "-"], list);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("3 scenarios: 2 answered, 1 failed"), "{}", ran.stderr);
    let objects: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let titles: Vec<&str> = objects.iter().map(|object| object["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["good", "stdin 2", "last"]);
    // The broken line belongs to the scenario that it stands in.
    assert_eq!(objects[1]["errors"][0]["line"], 16, "{}", objects[1]["errors"]);
    let csv = run_with(&["batch", "-", "--format", "csv"], list).stdout;
    let bad = csv.lines().find(|line| line.contains("not TOML")).unwrap();
    assert!(bad.starts_with("<stdin>,stdin 2,,,,,,,,,16,"), "{bad}");
}

#[test]
fn rows_have_the_figures_of_solve_and_bad_ones_their_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let text = table(1_000);
    std::fs::write(folder.path().join("in.csv"), &text).unwrap();
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv", "--find", "average,total,unit"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("1,000 rows: 989 results, 11 rejects (in `out.rejects.csv`)"),
        "{}",
        ran.stderr
    );
    let (out, rejects) = (read(folder.path(), "out.csv"), read(folder.path(), "out.rejects.csv"));
    assert_eq!((out.lines().count(), rejects.lines().count()), (990, 12));
    assert!(
        rejects.starts_with(
            "line,reason,record\n2,\"learning_rate: `95` is read as a ratio, 9500%\",\"\"\"p, 0\"\""
        ),
        "{rejects}"
    );
    for line in out.lines().skip(1).step_by(83) {
        let cells: Vec<String> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(line.as_bytes())
            .records()
            .next()
            .unwrap()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let scenario = format!(
            "[curve.{}]\nfirst_time = '{} h'\nlearning_rate = '{}'\n[[question]]\nfind.average = {{ units = {u} }}\n\
             [[question]]\nfind.total = {{ units = {u} }}\n[[question]]\nfind.unit = {{ number = {u} }}\n",
            cells[1],
            cells[2],
            cells[3],
            u = cells[4]
        );
        let solved = run_with(&["solve", "-", "--format", "json"], scenario).stdout;
        let solved: Value = serde_json::from_str(&solved).unwrap();
        for (place, cell) in cells[5..].iter().enumerate() {
            let exact = solved["answers"][place]["results"][0]["exact"].as_f64().unwrap();
            assert_eq!(cell.parse::<f64>().unwrap().to_bits(), exact.to_bits(), "{line}");
        }
    }
}

#[test]
fn a_template_and_constants_stand_for_columns() {
    let scenario = "currency = 'USD'\n[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[cost]]\nname = 'Labour'\nrate = 15\nper = 'hour'\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("chair.toml"), scenario).unwrap();
    std::fs::write(folder.path().join("in.csv"), "units\n128\n256\n").unwrap();
    let ran = batch(folder.path(), &["in.csv", "--template", "chair.toml", "--find", "average", "--rounded"]);
    assert_eq!(ran.stdout, "units,average\n128,20.95\n256,19.90\n", "{}", ran.stderr);
    let ran = batch(
        folder.path(),
        &[
            "in.csv",
            "--find",
            "average,steady-state",
            "--rounded",
            "--set",
            "first_cost=100",
            "--set",
            "index=-0.3",
            "--set",
            "model=crawford",
            "--set",
            "ends_after=200",
            "--format",
            "jsonl",
        ],
    );
    assert!(ran.stdout.starts_with("{\"units\":\"128\",\"average\":"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn whatever_a_row_is_it_is_counted() {
    let mut text = b"first_time,learning_rate,units\n1,90%,2\n\n1,90%\n1,90%,2,3\n,,\n1,\xff,2\n1,90%,\0\n1,\"90%\"x,2\n1,NaN,2\n1,90%,0\n1,\"90%\",2\r\n1,90%,\"2\n1,90%,3\n".to_vec();
    text.extend(std::iter::repeat_n(b'9', 17 * 1024 * 1024));
    text.extend(b"\n1,90%,4");
    let ran = run_with(&["batch", "-", "--from", "csv", "--find", "unit"], &text);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(ran.stdout.lines().count(), 5, "{}", ran.stdout);
    let said = &ran.stderr;
    for reason in [
        "4,\"2 cells, and the heading has 3\"",
        "5,\"4 cells, and the heading has 3\"",
        "6,\"the curve has neither a first unit nor a rate\"",
        "7,\"not UTF-8: byte 0xff after 2 bytes\"",
        "8,\"it has a NUL character\"",
        "9,\"something stands between a closing quote and the next separator\"",
        "10,\"learning_rate: ",
        "11,\"units: `0` is too few\"",
        "13,\"a quote is opened in this line and never closed\"",
        "15,\"the row is longer than 16 MiB; this is its beginning\"",
        "14 rows: 4 results, 10 rejects",
    ] {
        assert!(said.contains(reason), "{reason}: {said:.3000}");
    }
}

#[test]
fn a_row_that_never_ends_is_read_no_farther_than_its_end_may_be_looked_for() {
    let mut text = b"first_time,learning_rate,units\n1,90%,2\n".to_vec();
    text.extend(std::iter::repeat_n(b'9', 81 * 1024 * 1024));
    text.extend(b"\n1,90%,4");
    let ran = run_with(&["batch", "-", "--from", "csv", "--find", "unit"], &text);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
    let reason = "3,\"the row is longer than 64 MiB, and what follows is not read; this is its beginning\"";
    assert!(ran.stderr.contains(reason), "{:.3000}", ran.stderr);
    assert!(
        ran.stderr.ends_with("2 rows: 1 result, 1 reject\n"),
        "{}",
        &ran.stderr[ran.stderr.len() - 100..]
    );
}

/// Headings and flags that are refused, the exit code, and what is said.
const REFUSED: &[(&str, &[&str], i32, &str)] = &[
    ("", &[], 65, "has no heading"),
    ("a,a\n1,2\n", &[], 65, "its heading has `a` twice"),
    ("a,,units\n", &[], 65, "column 2 of its heading has no name"),
    ("first_time\n2\n", &[], 65, "`average` needs a column `units`"),
    (
        "units,average\n2,3\n",
        &["--set", "first_time=2", "--set", "learning_rate=90%"],
        65,
        "there is a column `average` already",
    ),
    ("units\n2\n", &["--set", "colour=red"], 65, "`colour` is no key of a curve or a question"),
    ("units\n2\n", &["--find", "mean"], 2, "invalid value 'mean'"),
    ("units\n2\n", &["-o", "out.txt"], 2, "says no format"),
    ("units\n2\n", &["-o", "in.csv"], 2, "is one of the inputs"),
    ("units\n2\n", &["--resume"], 2, "only a run with an --output"),
    ("PAR1xx\n", &[], 65, "is a Parquet file"),
];

#[test]
fn tables_that_make_no_rows_are_refused_before_any_output() {
    for (text, args, code, said) in REFUSED {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("in.csv"), text).unwrap();
        let mut all = vec!["in.csv"];
        all.extend(*args);
        let ran = batch(folder.path(), &all);
        assert_eq!(ran.code, Some(*code), "{text} {args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(said) && ran.stdout.is_empty(), "{text} {args:?}: {}", ran.stderr);
        assert!(!folder.path().join("out.csv").exists());
    }
}

#[test]
fn an_output_is_whole_or_absent_and_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.csv"), table(10)).unwrap();
    std::fs::write(folder.path().join("out.csv"), "mine").unwrap();
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv"]);
    assert_eq!((ran.code, read(folder.path(), "out.csv").as_str()), (Some(73), "mine"), "{}", ran.stderr);
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv", "--force"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["in.csv", "out.csv", "out.rejects.csv"]);
}

/// Starts a batch and kills it once its journal says that something is whole.
pub(crate) fn killed(folder: &Path, args: &[&str]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_learncurve"))
        .arg("batch")
        .args(args)
        .current_dir(folder)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = args[args.iter().position(|arg| *arg == "-o").unwrap() + 1];
    let journal = folder.join(format!("{output}.part.journal"));
    loop {
        let grown = std::fs::read_to_string(&journal).is_ok_and(|text| text.lines().count() > 1);
        if grown {
            break;
        }
        assert!(child.try_wait().unwrap().is_none(), "it ended before anything was noted");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
}

#[test]
fn a_run_that_was_killed_is_gone_on_with_and_repeats_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let rows = table(100_000).replace("crawford", "stanford-b").replace("wright", "stanford-b");
    std::fs::write(folder.path().join("in.csv"), rows).unwrap();
    let args = ["in.csv", "-o", "out.csv", "--set", "prior_units=2", "--threads", "2"];
    let whole = batch(folder.path(), &["in.csv", "-o", "whole.csv", "--set", "prior_units=2"]);
    assert_eq!(whole.code, Some(1), "{}", whole.stderr);
    killed(folder.path(), &args);
    let again = batch(folder.path(), &args);
    assert_eq!(again.code, Some(73), "{}", again.stderr);
    assert!(again.stderr.contains("--resume goes on with it"), "{}", again.stderr);
    let other = batch(folder.path(), &["in.csv", "-o", "out.csv", "--set", "prior_units=3", "--resume"]);
    assert!(other.stderr.contains("other inputs or other flags"), "{}", other.stderr);
    // A part that was written after the journal's last line is cut off again.
    let part = folder.path().join("out.csv.part");
    let mut torn = std::fs::read(&part).unwrap();
    torn.extend(b"half a li");
    std::fs::write(&part, torn).unwrap();
    let resumed = batch(
        folder.path(),
        &["in.csv", "-o", "out.csv", "--set", "prior_units=2", "--threads", "2", "--resume"],
    );
    assert_eq!(resumed.code, Some(1), "{}", resumed.stderr);
    assert!(resumed.stderr.contains("100,000 rows: 98,969 results, 1,031 rejects"), "{}", resumed.stderr);
    assert!(read(folder.path(), "out.csv") == read(folder.path(), "whole.csv"));
    assert!(read(folder.path(), "out.rejects.csv") == read(folder.path(), "whole.rejects.csv"));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_learncurve"))
        .args(["batch", "configs", "configs/wright.toml"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_ends_with_130_and_is_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let rows = table(100_000).replace("crawford", "stanford-b").replace("wright", "stanford-b");
    std::fs::write(folder.path().join("in.csv"), rows).unwrap();
    let args = ["batch", "in.csv", "-o", "out.csv", "--set", "prior_units=2"];
    let child = Command::new(env!("CARGO_BIN_EXE_learncurve"))
        .args(args)
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !std::fs::read_to_string(folder.path().join("out.csv.part.journal"))
        .is_ok_and(|text| text.lines().count() > 1)
    {
        std::thread::yield_now();
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("interrupted after") && said.contains("--resume goes on"), "{said}");
    assert!(!folder.path().join("out.csv").exists());
    let resumed = batch(folder.path(), &[&args[1..], &["--resume"]].concat());
    assert_eq!(resumed.code, Some(1), "{}", resumed.stderr);
    assert!(resumed.stderr.contains("100,000 rows: 98,969 results, 1,031 rejects"), "{}", resumed.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_and_no_result() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.csv"), table(5_000)).unwrap();
    let ran = batch(folder.path(), &["in.csv", "-o", "/dev/full", "--format", "csv"]);
    assert_eq!(ran.code, Some(74), "{}", ran.stderr);
    assert!(ran.stderr.contains("No space left on device"), "{}", ran.stderr);
    assert!(!Path::new("/dev/full.part").exists());
}

#[test]
fn a_text_that_is_never_closed_costs_its_own_scenario() {
    let one = |title: &str, more: &str| {
        format!(
            "[[scenario]]\ntitle = '{title}'\n{more}[scenario.curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n\
             [[scenario.question]]\nfind.average = {{ units = 2 }}\n"
        )
    };
    let text =
        [one("a", ""), one("b", "note = \"\"\"open\n"), one("c", ""), one("d", "note = 'x'\n")].concat();
    let ran = run_with(&["batch", "-"], text);
    assert!(ran.stderr.contains("4 scenarios: 3 answered, 1 failed"), "{}", ran.stderr);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines[2].contains("\"title\":\"c\"") && lines[3].contains("\"title\":\"d\""), "{}", ran.stdout);
}

#[test]
fn a_single_scenario_is_named_as_solve_names_it_and_odd_bytes_are_placed() {
    let folder = tempfile::tempdir().unwrap();
    let one = "\u{feff}[[scenario]]\n[scenario.curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[scenario.question]]\nfind.average = { units = 2 }\n";
    std::fs::write(folder.path().join("x.toml"), one).unwrap();
    let solved = run_in(folder.path(), &["solve", "x.toml", "--format", "json"], "");
    let ran = batch(folder.path(), &["x.toml"]);
    assert_eq!(ran.stdout, solved.stdout, "{}", ran.stderr);
    let mut odd = [one, "[[scenario]]\ntitle = 'a"].concat().into_bytes();
    odd.extend(b"\xe9'\n");
    std::fs::write(folder.path().join("x.toml"), odd).unwrap();
    let ran = batch(folder.path(), &["x.toml"]);
    let bad: Value = serde_json::from_str(ran.stdout.lines().nth(1).unwrap()).unwrap();
    let error = &bad["errors"][0];
    assert_eq!((error["line"].as_u64(), error["column"].as_u64()), (Some(8), Some(11)), "{error}");
    assert_eq!(error["message"], "not UTF-8: byte 0xe9");
}

#[test]
fn quotes_within_cells_open_nothing_and_decimal_commas_stay_one_cell() {
    let text = "part,first_time,learning_rate,units\n5\" pipe,2,90%,8\nbolt,2,90%,8\n6\" pipe,2,90%,8\n";
    let ran = run_with(&["batch", "-", "--from", "csv", "--find", "total"], text);
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), 4), "{}", ran.stderr);
    assert!(ran.stdout.contains("\n6\" pipe,2,90%,8,11.66"), "{}", ran.stdout);
    let text = "first_time,learning_rate,units\n\"1,5\",\"0,9\",2\n";
    let ran = run_with(&["batch", "-", "--from", "csv", "--find", "total", "--decimal-comma"], text);
    assert_eq!(
        ran.stdout, "first_time,learning_rate,units,total\n\"1,5\",\"0,9\",2,\"2,7\"\n",
        "{}",
        ran.stderr
    );
}

#[test]
fn scenarios_in_brackets_are_all_answered() {
    let one = |title: &str| {
        format!(
            "{{ title = '{title}', curve.wright = {{ first_time = '2 h', learning_rate = '95%' }}, question = [ {{ find.unit = {{ number = 2 }} }} ] }}"
        )
    };
    let text = format!("scenario = [ {}, {} ]\n", one("a"), one("b"));
    let ran = run_with(&["batch", "-"], &text);
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
    assert_eq!(ran.stdout, run_with(&["solve", "-", "--format", "json"], &text).stdout);
}

#[test]
fn units_in_headings_are_read_or_refused_and_results_are_in_one() {
    let rows = |text: &str, more: &[&str]| {
        run_with(&[&["batch", "-", "--from", "csv", "--find", "total", "--rounded"], more].concat(), text)
    };
    let ran = rows("first_time (min),learning_rate (%),units\n90,80,2.0\n90 min,80%,2\n1.5 h,80,2\n", &[]);
    assert_eq!(
        ran.stdout, "first_time (min),learning_rate (%),units,total\n90,80,2.0,144\n90 min,80%,2,144\n",
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("`1.5 h` is not in min, as its column is"), "{}", ran.stderr);
    for (heading, said) in [
        ("first_time,learning_rate,units,rate (USD/min)", "the rate is per hour"),
        ("first_time,learning_rate,units (thousands)", "what is counted is units"),
        ("first_cost (k USD),learning_rate,units", "money is in a currency such as USD"),
        ("first_time (days),learning_rate,units", "a time is in s, min or h"),
        (
            "first_time,learning_rte,units",
            "there is no column `learning_rate` or `index`; is `learning_rte` one?",
        ),
        ("first_time;learning_rate;units", "--separator semicolon"),
    ] {
        let ran = rows(&format!("{heading}\n"), &[]);
        assert_eq!(ran.code, Some(65), "{heading}: {}", ran.stderr);
        assert!(ran.stderr.contains(said), "{heading}: {}", ran.stderr);
    }
    let ran = rows("first_time,learning_rate,units,rate (USD/h)\n2,80%,1,15\n", &[]);
    assert!(ran.stdout.ends_with("2,80%,1,15,30.00\n"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
#[cfg(unix)]
fn waiting_for_input_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_learncurve"))
        .args(["batch", "-", "--from", "csv", "-o", "out.csv"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, b"first_time,learning_rate,units\n2,95%,4\n").unwrap();
    while !folder.path().join("out.csv.part.journal").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended");
        std::thread::yield_now();
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    // Standard input stays open.
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!folder.path().join("out.csv").exists());
    drop(stdin);
}
