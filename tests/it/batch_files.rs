//! What a batch does to files: its own, other people's, and those of another run.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::batch::{killed, table};
use crate::program::{Ran, run_in};

fn batch(folder: &Path, args: &[&str]) -> Ran {
    let mut all = vec!["batch"];
    all.extend(args);
    run_in(folder, &all, "")
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

/// Every name in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A folder with a table of four rows, one of them bad.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "in.csv",
        "part,first_time,learning_rate,units\na,2,95%,128\nb,2,95,4\nc,1,80%,2\nd,1,80%,4\n",
    );
    folder
}

/// A run that reads a pipe which stays open, so that it is under way for as long as it is let.
fn under_way(folder: &Path, args: &[&str]) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_learncurve"))
        .current_dir(folder)
        .args(["batch", "-", "--from", "csv"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdin = child.stdin.as_mut().unwrap();
    std::io::Write::write_all(stdin, b"first_time,learning_rate,units\n").unwrap();
    while !folder.join("out.csv.part.journal").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended");
        std::thread::yield_now();
    }
    child
}

#[test]
fn a_file_of_rejects_that_is_there_is_not_written_over() {
    let folder = folder();
    write(folder.path(), "notes.txt", "mine");
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv", "--rejects", "notes.txt"]);
    assert_eq!(ran.code, Some(73), "{}", ran.stderr);
    assert!(ran.stderr.contains("`notes.txt` exists already"), "{}", ran.stderr);
    assert_eq!(read(folder.path(), "notes.txt"), "mine");
    assert_eq!(names(folder.path()), ["in.csv", "notes.txt"]);
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv", "--rejects", "notes.txt", "--force"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(read(folder.path(), "notes.txt").starts_with("line,reason,record\n3,"));
}

#[test]
fn a_file_of_rejects_that_was_named_is_there_without_rejects_too() {
    let folder = folder();
    write(folder.path(), "in.csv", "first_time,learning_rate,units\n2,95%,128\n");
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv", "--rejects", "none.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(read(folder.path(), "none.csv"), "line,reason,record\n");
    // The name that nobody gave is used where there are rejects alone.
    let ran = batch(folder.path(), &["in.csv", "-o", "other.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(names(folder.path()), ["in.csv", "none.csv", "other.csv", "out.csv"]);
}

#[test]
fn no_name_is_used_twice_and_no_input_is_written_over_on_the_way() {
    let folder = folder();
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv", "--rejects", "./out.csv"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv", "--rejects", "out.csv.part"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    write(folder.path(), "t.toml", "[curve.wright]\nfirst_time = '2 h'\n");
    let ran = batch(
        folder.path(),
        &["in.csv", "-o", "out.csv", "--template", "t.toml", "--rejects", "t.toml", "--force"],
    );
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    std::fs::rename(folder.path().join("in.csv"), folder.path().join("out.csv.part")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("out.csv.part", folder.path().join("link.csv")).unwrap();
        let ran = batch(folder.path(), &["link.csv", "-o", "out.csv", "--force"]);
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains("written on the way, is one of the inputs"), "{}", ran.stderr);
        assert_eq!(read(folder.path(), "out.csv.part").lines().count(), 5);
    }
}

#[test]
fn a_part_that_no_run_left_is_somebodys() {
    let folder = folder();
    write(folder.path(), "out.csv.part", "mine");
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv"]);
    assert_eq!(ran.code, Some(73), "{}", ran.stderr);
    assert!(ran.stderr.contains("no stopped run left it"), "{}", ran.stderr);
    assert_eq!(names(folder.path()), ["in.csv", "out.csv.part"]);
    assert_eq!(read(folder.path(), "out.csv.part"), "mine");
}

#[test]
fn what_is_refused_leaves_the_folder_as_it_was() {
    let folder = folder();
    for (args, code) in [
        (&["in.csv", "-o", "out.csv", "--find", "lot"][..], 65),
        (&["in.csv", "-o", "out.csv", "--find", "total,total"], 65),
        (&["in.csv", "-o", "out.csv", "--template", "missing.toml"], 66),
        (&["missing.csv", "-o", "out.csv"], 66),
        (&["missing.toml", "-o", "out.csv"], 66),
        (&["in.csv", "-o", "out.csv", "--no-working"], 2),
        (&["in.csv", "-o", "out.csv", "--from", "csv"], 2),
        (&["in.csv", "-o", "nowhere/out.csv"], 73),
    ] {
        let ran = batch(folder.path(), args);
        assert_eq!(ran.code, Some(code), "{args:?}: {}", ran.stderr);
        assert_eq!(names(folder.path()), ["in.csv"], "{args:?}");
    }
    write(
        folder.path(),
        "a.toml",
        "[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[question]]\nfind.average = { units = 2 }\n",
    );
    for flag in [
        &["--find", "total"][..],
        &["--separator", "tab"],
        &["--decimal-comma"],
        &["--rounded"],
        &["--rejects", "r"],
    ] {
        let ran = batch(folder.path(), &[&["a.toml", "-o", "out.csv"], flag].concat());
        assert_eq!(ran.code, Some(2), "{flag:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("is about tables of rows"), "{}", ran.stderr);
    }
}

#[test]
fn two_runs_do_not_write_one_output() {
    let folder = folder();
    let mut first = under_way(folder.path(), &["-o", "out.csv"]);
    for flags in [&[][..], &["--force"], &["--resume"]] {
        let ran = batch(folder.path(), &[&["in.csv", "-o", "out.csv"], flags].concat());
        assert_eq!(ran.code, Some(73), "{flags:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("another run writes this output now"), "{}", ran.stderr);
    }
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
    assert_eq!(read(folder.path(), "out.csv"), "first_time,learning_rate,units,average,total,unit\n");
    assert_eq!(names(folder.path()), ["in.csv", "out.csv"]);
}

#[test]
fn a_run_that_was_stopped_at_its_very_end_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    // Every row of a model that takes its time.
    write(
        folder.path(),
        "in.csv",
        &table(60_000).replace("crawford", "stanford-b").replace("wright", "stanford-b"),
    );
    let flags = ["--set", "prior_units=2"];
    let args = |output: &'static str| [&["in.csv", "-o", output][..], &flags].concat();
    let whole = batch(folder.path(), &args("whole.csv"));
    assert_eq!(whole.code, Some(1), "{}", whole.stderr);
    let (results, rejects) = (read(folder.path(), "whole.csv"), read(folder.path(), "whole.rejects.csv"));
    // The journal of a run that was killed has the line that tells which run it is.
    killed(folder.path(), &args("out.csv"));
    let journal = read(folder.path(), "out.csv.part.journal");
    let print = journal.lines().next().unwrap();
    let (good, bad) = (results.lines().count() - 1, rejects.lines().count() - 1);
    let last = format!("0 9 9 0 9 {good} {bad} {} {} whole", results.len(), rejects.len());
    let parts = [("out.csv", &results), ("out.rejects.csv", &rejects)];
    for placed in [&[][..], &["out.rejects.csv"], &["out.csv", "out.rejects.csv"]] {
        for (name, text) in parts {
            let part = format!("{name}.part");
            let (there, gone) = if placed.contains(&name) { (name, &*part) } else { (&*part, name) };
            write(folder.path(), there, text);
            let _ = std::fs::remove_file(folder.path().join(gone));
        }
        // A line that was cut off says nothing.
        write(folder.path(), "out.csv.part.journal", &format!("{print}\n{last}\n1 2"));
        let resumed = batch(folder.path(), &[&args("out.csv")[..], &["--resume"]].concat());
        assert_eq!(resumed.code, Some(1), "{placed:?}: {}", resumed.stderr);
        assert!(resumed.stderr.contains("60,000 rows: 59,381 results, 619 rejects"), "{}", resumed.stderr);
        for (name, text) in parts {
            assert!(read(folder.path(), name) == *text, "{placed:?}: {name}");
        }
        let left = names(folder.path());
        assert_eq!(
            left,
            ["in.csv", "out.csv", "out.rejects.csv", "whole.csv", "whole.rejects.csv"],
            "{placed:?}"
        );
    }
}

#[test]
fn scenarios_that_were_killed_are_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let one = "[[scenario]]\n[scenario.curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[scenario.question]]\nfind.average = { units = 7 }\n";
    for name in ["a.toml", "b.toml"] {
        write(folder.path(), name, &format!("{}[[scenario]]\nbad\n", one.repeat(15_000)));
    }
    for output in ["out.jsonl", "out.csv"] {
        let whole = format!("whole.{output}");
        let ran = batch(folder.path(), &["a.toml", "b.toml", "-o", &whole]);
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        killed(folder.path(), &["a.toml", "b.toml", "-o", output]);
        let resumed = batch(folder.path(), &["a.toml", "b.toml", "-o", output, "--resume"]);
        assert!(resumed.stderr.contains("30,002 scenarios: 30,000 answered, 2 failed"), "{}", resumed.stderr);
        assert!(read(folder.path(), output) == read(folder.path(), &whole), "{output}");
    }
}

#[test]
fn a_template_that_changed_is_not_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "in.csv", &table(60_000));
    write(folder.path(), "t.toml", "[curve.stanford-b]\nprior_units = 2\n");
    let args = ["in.csv", "-o", "out.csv", "--template", "t.toml"];
    killed(folder.path(), &args);
    write(folder.path(), "t.toml", "[curve.stanford-b]\nprior_units = 30\n");
    let resumed = batch(folder.path(), &[&args[..], &["--resume"]].concat());
    assert_eq!(resumed.code, Some(2), "{}", resumed.stderr);
    assert!(resumed.stderr.contains("other inputs or other flags"), "{}", resumed.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_full_on_the_way_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "in.csv", &table(60_000));
    // A limit to the size of files is the disk that every test can fill.
    let limited = format!(
        "ulimit -f 1500; trap '' XFSZ; exec {} batch in.csv -o out.csv",
        env!("CARGO_BIN_EXE_learncurve")
    );
    let ran = Command::new("bash").args(["-c", &limited]).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(74), "{said}");
    assert!(said.contains("the same command with --resume goes on"), "{said}");
    let whole = batch(folder.path(), &["in.csv", "-o", "whole.csv"]);
    let resumed = batch(folder.path(), &["in.csv", "-o", "out.csv", "--resume"]);
    assert_eq!((resumed.code, whole.code), (Some(1), Some(1)), "{}", resumed.stderr);
    assert!(read(folder.path(), "out.csv") == read(folder.path(), "whole.csv"));
}

#[test]
#[cfg(unix)]
fn a_link_is_followed_where_it_is_written_over() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("far")).unwrap();
    write(folder.path(), "far/real.csv", "old");
    std::os::unix::fs::symlink("far/real.csv", folder.path().join("out.csv")).unwrap();
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv"]);
    assert_eq!(ran.code, Some(73), "{}", ran.stderr);
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv", "--force"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(folder.path().join("out.csv").is_symlink());
    assert_eq!(read(folder.path(), "far/real.csv").lines().count(), 4);
}

#[test]
fn a_template_that_is_wrong_is_refused_with_its_place() {
    let folder = folder();
    write(folder.path(), "t.toml", "[curve.wright]\nfirst_time = '2 hours'\nlearning_rat = '95%'\n");
    let ran = batch(folder.path(), &["in.csv", "--template", "t.toml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(65), ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("line 3, column 1: unknown key `learning_rat`"), "{}", ran.stderr);
}

#[test]
#[cfg(unix)]
fn rejects_go_to_devices_and_standard_output_too() {
    let folder = folder();
    let ran = batch(folder.path(), &["in.csv", "-o", "out.csv", "--rejects", "-"]);
    assert!(ran.stdout.starts_with("line,reason,record\n3,"), "{}{}", ran.stdout, ran.stderr);
    let ran = batch(folder.path(), &["in.csv", "--rejects", "-"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    let fifo = folder.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let reader = Command::new("cat").arg(&fifo).stdout(Stdio::piped()).spawn().unwrap();
    let ran = batch(folder.path(), &["in.csv", "-o", "other.csv", "--rejects", "fifo"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let read = reader.wait_with_output().unwrap().stdout;
    assert!(read.starts_with(b"line,reason,record\n3,"), "{}", String::from_utf8_lossy(&read));
    assert!(fifo.exists() && !fifo.is_file());
}

#[test]
#[cfg(unix)]
fn who_stops_reading_rejects_gets_all_results() {
    let folder = tempfile::tempdir().unwrap();
    let bad: String = (0..30_000).map(|row| if row % 2 == 0 { "2,95,4\n" } else { "2,95%,4\n" }).collect();
    write(folder.path(), "in.csv", &format!("first_time,learning_rate,units\n{bad}"));
    let program = env!("CARGO_BIN_EXE_learncurve");
    let line = format!("{program} batch in.csv 2> >(head -n 1 > /dev/null) > out.csv; echo $?");
    let ran = Command::new("bash").args(["-c", &line]).current_dir(folder.path()).output().unwrap();
    assert_eq!(String::from_utf8(ran.stdout).unwrap(), "1\n");
    assert_eq!(read(folder.path(), "out.csv").lines().count(), 15_001);
}

#[test]
#[cfg(unix)]
fn links_that_lead_back_are_followed_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("e")).unwrap();
    let one = "[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[question]]\nfind.average = { units = 2 }\n";
    write(folder.path(), "e/a.toml", one);
    std::os::unix::fs::symlink(".", folder.path().join("e/loop")).unwrap();
    let ran = batch(folder.path(), &["e/**/*.toml"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), 1), "{}", ran.stderr);
}
