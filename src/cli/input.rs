//! Inputs: files, folders and standard input, bounded, as UTF-8 text.

mod kind;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};

use super::exit::{Exit, Failure};

/// The largest scenario file, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
}

/// A text with its names.
#[derive(Debug)]
pub(crate) struct Input {
    /// As messages name it.
    pub(crate) name: String,
    /// What a scenario without a title is called.
    pub(crate) stem: String,
    /// Where the tables are that a scenario names.
    pub(crate) folder: PathBuf,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => shown(path),
        }
    }
}

/// A path as messages show it: on one line.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\n', "\\n")
}

/// What the names of plans of trainings end with, which are no scenarios.
const PLAN: &str = ".train.toml";

/// Whether a file is a plan of trainings by its name.
pub(crate) fn is_plan(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(PLAN))
}

/// The sources that paths stand for: `-` is standard input, a folder all of its scenarios in order.
pub(crate) fn expand(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let mut sources = expand_all(paths)?;
    // Plans that are named are kept: there is a message for them.
    sources.retain(|source| !matches!(source, Source::File(path) if is_plan(path) && !paths.contains(path)));
    if sources.is_empty() && !paths.is_empty() {
        let message = "there are plans of trainings there, and no scenarios";
        return Err(Failure::new(Exit::MissingInput, message)
            .with_help("`learncurve ml train` carries out one of them, `learncurve check` all"));
    }
    Ok(sources)
}

/// [`expand`], with the plans of trainings that folders hold.
pub(crate) fn expand_all(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let (mut sources, mut seen) = (Vec::new(), HashSet::new());
    for path in paths {
        let found = if path.as_os_str() == "-" {
            if seen.contains(&Source::Stdin) {
                return Err(Failure::new(Exit::Usage, "`-` is given twice, but standard input is read once"));
            }
            vec![Source::Stdin]
        } else if path.as_os_str().is_empty() {
            return Err(Failure::new(Exit::Usage, "an empty path names no file")
                .with_help("give a file, a folder, or `-` for standard input"));
        } else if path.is_dir() {
            let mut files = Vec::new();
            walk(path, 0, &mut files)?;
            if files.is_empty() {
                return Err(Failure::new(
                    Exit::MissingInput,
                    format!("there are no .toml files in the folder `{}`", path.display()),
                ));
            }
            files.into_iter().map(Source::File).collect()
        } else {
            vec![Source::File(path.clone())]
        };
        for source in found {
            if seen.insert(source.clone()) {
                sources.push(source);
            }
        }
    }
    Ok(sources)
}

/// Folders nested deeper than this are a loop of links.
const DEEPEST: usize = 64;

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |error: io::Error| {
        Failure::new(Exit::MissingInput, format!("cannot read the folder `{}`: {error}", folder.display()))
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        // Links to folders are not followed: they may lead back here.
        if path.is_dir() && !path.is_symlink() && depth < DEEPEST {
            if walk(&path, depth + 1, files).is_err() {
                // It is told in its place, where it is read as a file.
                files.push(path);
            }
        } else if path.is_file() && path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// What a text is to be, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Scenario,
    Data,
}

impl Wanted {
    fn advice(self) -> &'static str {
        match self {
            Self::Scenario => "scenarios are TOML: see `learncurve init`",
            Self::Data => "data are a table in plain text: save it as CSV",
        }
    }
}

/// Reads a scenario's source whole, at most 16 MiB of it.
pub(crate) fn read(source: &Source) -> Result<Input, Failure> {
    read_as(source, Wanted::Scenario)
}

/// [`read`] for a text of either kind.
pub(crate) fn read_as(source: &Source, wanted: Wanted) -> Result<Input, Failure> {
    let name = source.name();
    let (bytes, stem) = match source {
        Source::Stdin => {
            if io::stdin().is_terminal() {
                let _ = writeln!(io::stderr(), "reading from the terminal; Ctrl-D ends it");
            }
            (bounded(io::stdin().lock(), &name)?, "stdin".to_owned())
        }
        Source::File(path) => {
            let file = File::open(path).map_err(|error| cannot_open(path, &error))?;
            let stem =
                path.file_stem().map_or_else(|| name.clone(), |stem| stem.to_string_lossy().into_owned());
            (bounded(file, &name)?, stem)
        }
    };
    let text = decode(bytes, &name, wanted)?;
    let folder = match source {
        Source::Stdin => PathBuf::new(),
        Source::File(path) => path.parent().map_or_else(PathBuf::new, Path::to_owned),
    };
    Ok(Input { name, stem, folder, text })
}

pub(crate) fn cannot_open(path: &Path, error: &io::Error) -> Failure {
    let failure = Failure::new(
        Exit::MissingInput,
        match error.kind() {
            io::ErrorKind::NotFound => format!("there is no file `{}`", shown(path)),
            _ => format!("cannot read `{}`: {error}", shown(path)),
        },
    );
    match similar(path) {
        Some(near) => failure.with_help(format!("did you mean `{}`?", near.display())),
        None => failure,
    }
}

/// A file in the same folder whose name is nearly this one.
fn similar(path: &Path) -> Option<PathBuf> {
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let names = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
    names
        .flatten()
        .take(1_000)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .map(|name| (strsim::damerau_levenshtein(&wanted, &name), name))
        .filter(|(distance, _)| (1..=3).contains(distance))
        .min()
        .map(|(_, name)| path.with_file_name(name))
}

fn bounded(reader: impl Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut limited = reader.take(LARGEST + 1);
    limited.read_to_end(&mut bytes).map_err(|error| {
        let exit = if error.kind() == io::ErrorKind::IsADirectory { Exit::MissingInput } else { Exit::Io };
        Failure::new(exit, format!("cannot read `{name}`: {error}"))
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::new(Exit::BadData, format!("`{name}` is larger than 16 MiB"))
            .with_help("split it into several files"));
    }
    Ok(bytes)
}

/// The bytes as text, or what they are instead.
pub(crate) fn decode(bytes: Vec<u8>, name: &str, wanted: Wanted) -> Result<String, Failure> {
    let wrong = |what: String, help: &str| Err(Failure::new(Exit::BadData, what).with_help(help));
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return wrong(format!("`{name}` is in UTF-16"), "save it as UTF-8");
    }
    if let Some(what) = kind::binary(&bytes) {
        return wrong(format!("`{name}` is {what}"), wanted.advice());
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let before = String::from_utf8_lossy(&bytes[..at]);
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            return wrong(
                format!("`{name}` is not UTF-8: byte 0x{:02x} at line {line}, column {column}", bytes[at]),
                "save it as UTF-8",
            );
        }
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if let Some(format) = kind::other(&text, wanted) {
        return wrong(format!("`{name}` looks like {format}"), wanted.advice());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(
            decode(b"\xef\xbb\xbftitle = 'x'".to_vec(), "x", Wanted::Scenario).unwrap(),
            "title = 'x'"
        );
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_placed() {
        let failure = decode(b"a = 1\nb = '\xff'".to_vec(), "x", Wanted::Data).unwrap_err();
        assert_eq!(failure.exit, Exit::BadData);
        assert!(failure.message.ends_with("byte 0xff at line 2, column 6"), "{}", failure.message);
    }

    #[test]
    fn a_file_without_end_is_refused_at_the_limit() {
        assert_eq!(bounded(io::repeat(b'a'), "x").unwrap_err().exit, Exit::BadData);
    }
}
