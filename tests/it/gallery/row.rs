//! A row of the gallery: what is written, how the program is run on it, and what has to come of that.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::program::{Ran, ended};

/// One file of the gallery.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chapter {
    pub(super) section: String,
    pub(super) about: String,
    /// What many rows have in common, by name.
    #[serde(default, rename = "frame")]
    frames: BTreeMap<String, Frame>,
    #[serde(rename = "row")]
    pub(super) rows: Vec<Row>,
}

/// A run with a gap, `HERE`, for what a row writes.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    #[serde(default)]
    run: Option<String>,
    #[serde(default)]
    stdin: Option<Text>,
    #[serde(default)]
    files: BTreeMap<String, Text>,
}

/// One bad input, or one that looks bad and is taken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    /// What is wrong, or what is taken and why.
    pub(super) title: String,
    #[serde(default)]
    frame: Option<String>,
    /// What stands in the frame's gap.
    #[serde(default)]
    pub(super) written: Option<String>,
    /// A command of the shell, in a folder that holds `files`.
    #[serde(default)]
    run: Option<String>,
    #[serde(default)]
    stdin: Option<Text>,
    #[serde(default)]
    files: BTreeMap<String, Text>,
    pub(super) code: i32,
    /// The whole of standard error.
    #[serde(default)]
    pub(super) says: String,
    /// Parts of standard output, which else is empty.
    #[serde(default)]
    pub(super) prints: Vec<String>,
    /// Files that the run leaves beside those it was given.
    #[serde(default)]
    leaves: Vec<String>,
    /// What to do about it, where the message does not say that.
    #[serde(default)]
    pub(super) advice: Option<String>,
}

/// A text, or parts of one: some are bytes, some stand many times.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Text {
    Whole(String),
    Parts(Vec<Part>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Part {
    Text(String),
    Bytes { hex: String },
    Many { text: String, times: usize },
}

impl Text {
    fn bytes(&self, here: &str) -> Vec<u8> {
        let parts = match self {
            Self::Whole(text) => return text.replace("HERE", here).into_bytes(),
            Self::Parts(parts) => parts,
        };
        let digit = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        parts
            .iter()
            .flat_map(|part| match part {
                Part::Text(text) => text.replace("HERE", here).into_bytes(),
                Part::Bytes { hex } => hex.as_bytes().chunks(2).map(digit).collect(),
                Part::Many { text, times } => text.repeat(*times).into_bytes(),
            })
            .collect()
    }
}

impl Row {
    fn frame<'s>(&self, section: &'s Chapter) -> Option<&'s Frame> {
        let name = self.frame.as_ref()?;
        Some(section.frames.get(name).unwrap_or_else(|| panic!("{}: no frame `{name}`", self.title)))
    }

    /// The command as it is given to the shell.
    pub(super) fn command(&self, section: &Chapter) -> String {
        let run = self.run.as_ref().or_else(|| self.frame(section)?.run.as_ref());
        let run = run.unwrap_or_else(|| panic!("{}: nothing is run", self.title));
        run.replace("HERE", self.written.as_deref().unwrap_or_default())
    }

    /// Whether its command says what is wrong, and its input or its files don't.
    pub(super) fn is_short(&self, section: &Chapter) -> bool {
        self.frame.is_none() && self.command(section).len() <= 100
    }

    /// Runs it in a folder of its own; `timeout` ends what hangs, with exit code 124.
    pub(super) fn run(&self, section: &Chapter) -> Ran {
        let here = self.written.as_deref().unwrap_or_default();
        let folder = tempfile::tempdir().unwrap();
        let none = Frame::default();
        let frame = self.frame(section).unwrap_or(&none);
        let files: BTreeMap<&String, &Text> = frame.files.iter().chain(&self.files).collect();
        for (name, text) in &files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text.bytes(here)).unwrap();
        }
        let program = Path::new(env!("CARGO_BIN_EXE_learncurve"));
        let path = std::env::var("PATH").unwrap_or_default();
        let bytes = self.stdin.as_ref().or(frame.stdin.as_ref()).map_or(Vec::new(), |text| text.bytes(here));
        let mut shell = Command::new("timeout");
        shell
            .args(["-k", "1", "20", "sh", "-c", &self.command(section)])
            .current_dir(folder.path())
            .env("PATH", format!("{}:{path}", program.parent().unwrap().display()));
        let output = ended(&mut shell, bytes);
        self.leaves_nothing_else(folder.path(), &files);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Holds that no file was left half written, and none changed.
    fn leaves_nothing_else(&self, folder: &Path, given: &BTreeMap<&String, &Text>) {
        let here = self.written.as_deref().unwrap_or_default();
        let first = |name: &str| name.split('/').next().unwrap().to_owned();
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            let known = given.keys().any(|own| first(own) == name) || self.leaves.contains(&name);
            assert!(known, "{}: it leaves `{name}`", self.title);
        }
        for (name, text) in given {
            let kept = self.leaves.contains(name)
                || std::fs::read(folder.join(name)).is_ok_and(|now| now == text.bytes(here));
            assert!(kept, "{}: it changed `{name}`", self.title);
        }
    }

    /// What came otherwise than the row says; what is said is not compared where it is just being kept.
    pub(super) fn wrong(&self, ran: &Ran, update: bool) -> Option<String> {
        let said = format!("{}{}", ran.stdout, ran.stderr);
        if ran.code != Some(self.code) {
            return Some(format!("exit {:?} in place of {}\n{said:.3000}", ran.code, self.code));
        }
        if said.contains("panicked") || said.contains("RUST_BACKTRACE") {
            return Some(format!("it panicked\n{said:.3000}"));
        }
        if !update && ran.stderr != self.says {
            return Some(format!("it says\n{}in place of\n{}", ran.stderr, self.says));
        }
        if let Some(missing) = self.prints.iter().find(|part| !ran.stdout.contains(*part)) {
            return Some(format!("`{missing}` is not printed\n{said:.3000}"));
        }
        let silent = self.code == 0 || !self.prints.is_empty();
        if !silent && !ran.stdout.is_empty() {
            return Some(format!("it prints\n{:.3000}", ran.stdout));
        }
        // JSON holds no NaN: there is no way to write it.
        let objects = ran.stdout.lines().filter(|line| line.starts_with("{\""));
        objects.map(serde_json::from_str::<serde_json::Value>).find_map(|read| {
            read.err().map(|error| format!("JSON that is none: {error}\n{:.3000}", ran.stdout))
        })
    }
}
