//! The program run on arguments and standard input, with all that it says.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The package's folder, where every test runs.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the program in the package's folder.
pub(crate) fn run(args: &[&str]) -> Ran {
    run_with(args, "")
}

/// Runs the program with a text on standard input.
pub(crate) fn run_with(args: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
    run_in(&root(), args, stdin)
}

/// Runs the program in a folder.
pub(crate) fn run_in(folder: &Path, args: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
    let mut program = Command::new(env!("CARGO_BIN_EXE_learncurve"));
    let output = ended(program.args(args).current_dir(folder), stdin.as_ref().to_vec());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// What a command gave on standard input, in a terminal's width and a language that are the same everywhere.
pub(crate) fn ended(command: &mut Command, stdin: Vec<u8>) -> Output {
    let mut child = command
        .env("COLUMNS", "100")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    // The program may end without reading all: that is its right.
    let writer = std::thread::spawn(move || {
        let _ = input.write_all(&stdin);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// Files of a folder with an ending, in order.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .collect();
    files.sort();
    files
}

/// Holds a text against a kept file; with `UPDATE_GOLDEN=1` keeps the text instead.
pub(crate) fn hold(kept: &Path, text: &str) {
    if std::env::var("UPDATE_GOLDEN").is_ok_and(|value| value == "1") {
        std::fs::write(kept, text).unwrap();
        return;
    }
    let before = std::fs::read_to_string(kept).unwrap_or_else(|_| {
        panic!("{} is missing: run the tests with UPDATE_GOLDEN=1 and read what it keeps", kept.display())
    });
    assert_eq!(
        before,
        text,
        "{} differs: if the change is meant, run with UPDATE_GOLDEN=1 and review the diff",
        kept.display()
    );
}
