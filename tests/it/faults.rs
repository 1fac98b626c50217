//! Disks that fill up and fail, signals, limits, readers that go away, files that change, and what else can go wrong around a
//! run: `docs/faults.md` says what holds then.

use std::process::Command;

use crate::program::{ended, root, run_in, run_with};
use crate::tools::found;

#[test]
fn whatever_goes_wrong_around_a_run_outputs_are_whole_or_absent() {
    let Some(bash) = found("bash") else { return };
    let mut script = Command::new(bash);
    script.arg(root().join("tests/faults/run.sh")).args(["--short", env!("CARGO_BIN_EXE_learncurve")]);
    let output = ended(&mut script, Vec::new());
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complained}");
    // Every part tells what it tried, or that it is left out.
    for part in ["writes", "reads", "signals", "limits", "readers", "changing", "together", "places", "names"]
    {
        assert!(said.lines().any(|line| line.starts_with(&format!("{part}: "))), "{part}: {said}");
    }
}

#[test]
fn an_empty_standard_input_is_no_batch() {
    let empty = run_with(&["batch", "-"], "");
    let solved = run_with(&["solve", "-"], "");
    assert_eq!((empty.code, solved.code), (Some(65), Some(65)));
    assert_eq!(empty.stdout, "");
    for ran in [empty, solved] {
        assert!(ran.stderr.contains("there is no scenario in this file"), "{}", ran.stderr);
    }
}

#[test]
fn the_ending_of_an_output_says_its_format() {
    let folder = tempfile::tempdir().unwrap();
    let ask = ["ask", "average", "--first-time", "2 h", "--learning-rate", "95%", "--units", "128"];
    let written = |name: &str| {
        let ran = run_in(folder.path(), &[&ask[..], &["-o", name]].concat(), "");
        (ran.code, std::fs::read_to_string(folder.path().join(name)).unwrap_or(ran.stderr))
    };
    assert!(written("y.html").1.starts_with("<!DOCTYPE html>"));
    assert!(written("y.json").1.starts_with("{\"schema\":1,"));
    let (code, said) = written("y.tsv");
    assert_eq!(code, Some(2));
    assert!(said.contains("the ending of `y.tsv` says a format that is not written here"), "{said}");
}

#[test]
fn a_batch_is_not_gone_on_with_after_a_table_of_its_scenarios_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("hours.csv"), "unit,time\n1,10\n2,8\n4,6.4\n").unwrap();
    let scenario = "[curve.crawford]\ndata = \"hours.csv\"\n[[question]]\nfind.unit = { number = 8 }\n";
    std::fs::write(at("a.toml"), scenario).unwrap();
    std::fs::write(at("b.toml"), scenario).unwrap();
    // What stands where the workbook is made keeps it from being made, after the scenarios are answered.
    std::fs::create_dir(at("out.xlsx.part.made")).unwrap();
    let batch = |more: &[&str]| {
        run_in(folder.path(), &[&["batch", "a.toml", "b.toml", "-o", "out.xlsx"], more].concat(), "")
    };
    let stopped = batch(&[]);
    assert_eq!(stopped.code, Some(73), "{}", stopped.stderr);
    std::fs::remove_dir(at("out.xlsx.part.made")).unwrap();
    std::fs::write(at("hours.csv"), "unit,time\n1,10\n2,8\n4,6.4\n8,5.12\n").unwrap();
    let resumed = batch(&["--resume"]);
    assert_eq!(resumed.code, Some(2), "{}", resumed.stderr);
    let why = "the table `hours.csv`, which scenarios read, was changed since";
    assert!(resumed.stderr.contains(why), "{}", resumed.stderr);
    assert_eq!(batch(&["--force"]).code, Some(0));
}
