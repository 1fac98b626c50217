//! What a batch reads: files, folders and patterns of scenarios, a table, or standard input.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::super::exit::{Exit, Failure};
use super::super::input;
use super::super::stop::Stop;
use super::piped::Piped;

/// How much is read at once.
const BLOCK: usize = 256 * 1024;

/// One input.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Source {
    /// None for standard input.
    pub(super) path: Option<PathBuf>,
    /// As messages name it.
    pub(super) name: String,
    pub(super) holds: Holds,
}

/// What an input holds, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Holds {
    Scenarios,
    /// Rows, their cells apart by commas or what the flags say.
    Rows,
    /// Rows, their cells apart by tabs.
    Tabs,
    Parquet,
}

impl Holds {
    fn of(path: &Path) -> Self {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("csv") => Self::Rows,
            Some("tsv") => Self::Tabs,
            Some("parquet" | "pq") => Self::Parquet,
            _ => Self::Scenarios,
        }
    }
}

impl Source {
    /// Whether it holds rows.
    pub(super) fn is_table(&self) -> bool {
        self.holds != Holds::Scenarios
    }

    /// What a scenario without a title is called.
    pub(super) fn stem(&self) -> String {
        let stem = self.path.as_deref().and_then(Path::file_stem);
        stem.map_or_else(|| "stdin".to_owned(), |stem| stem.to_string_lossy().into_owned())
    }

    /// Its size and when it was changed last, where it is a file.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        stamp(self.path.as_ref()?)
    }

    /// Opens it from a byte on; standard input is waited for no longer than until somebody asks to stop.
    pub(super) fn open(&self, from: u64, stop: &Stop) -> Result<Box<dyn BufRead + Send>, Failure> {
        let Some(path) = &self.path else {
            let piped = Piped::new(io::stdin(), BLOCK, stop.clone());
            return match piped {
                Ok(piped) => Ok(Box::new(piped)),
                Err(error) => {
                    Err(Failure::new(Exit::Io, format!("cannot read `{}` ahead: {error}", self.name)))
                }
            };
        };
        let mut file = File::open(path).map_err(|error| input::cannot_open(path, &error))?;
        if from > 0 {
            file.seek(SeekFrom::Start(from)).map_err(|error| {
                Failure::new(Exit::Io, format!("cannot go on in `{}`: {error}", self.name))
            })?;
        }
        Ok(Box::new(BufReader::with_capacity(BLOCK, file)))
    }
}

/// The size of a file in bytes, and when it was changed last, in nanoseconds since 1970.
pub(super) type Stamp = (u64, u128);

/// The stamp of a file; none of what is not there or is no file.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    let data = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let changed = data.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((data.len(), changed.as_nanos()))
}

/// The sources that paths stand for: `-`, folders, patterns, files, each once.
pub(super) fn expand(paths: &[PathBuf], from: Option<super::From>) -> Result<Vec<Source>, Failure> {
    let (mut sources, mut seen) = (Vec::new(), HashSet::new());
    let of = |path: &Path| Source {
        path: Some(path.to_owned()),
        name: path.display().to_string(),
        holds: Holds::of(path),
    };
    for path in paths {
        let text = path.to_string_lossy();
        let found: Vec<Source> = if text == "-" {
            let holds = if from == Some(super::From::Csv) { Holds::Rows } else { Holds::Scenarios };
            vec![Source { path: None, name: "<stdin>".to_owned(), holds }]
        } else if text.contains(['*', '?', '[']) && !path.exists() {
            let bad = |error: &dyn std::fmt::Display| {
                Failure::new(Exit::Usage, format!("`{text}` is no pattern: {error}"))
            };
            let matches = glob::glob(&text).map_err(|error| bad(&error))?;
            let (mut files, mut met) = (Vec::new(), HashSet::new());
            for path in matches {
                // What can't be read is told in its place.
                let (path, readable) = match path {
                    Ok(path) => (path, true),
                    Err(error) => (error.path().to_owned(), false),
                };
                // A link may lead back to where the pattern came from.
                let mut new = || path.canonicalize().map_or(true, |real| met.insert(real));
                if !readable || (path.is_file() && !input::is_plan(&path) && new()) {
                    files.push(of(&path));
                }
            }
            if files.is_empty() {
                return Err(Failure::new(Exit::MissingInput, format!("no file matches `{text}`")));
            }
            files
        } else {
            if let Err(error) = std::fs::metadata(path)
                && !path.as_os_str().is_empty()
            {
                return Err(input::cannot_open(path, &error));
            }
            let expanded = input::expand(std::slice::from_ref(path))?;
            let file = |source: input::Source| match source {
                input::Source::File(path) => Some(of(&path)),
                input::Source::Stdin => None,
            };
            expanded.into_iter().filter_map(file).collect()
        };
        for source in found {
            if seen.insert(source.clone()) {
                sources.push(source);
            } else if source.path.is_none() {
                return Err(Failure::new(Exit::Usage, "`-` is given twice, but standard input is read once"));
            }
        }
    }
    if from.is_some() && seen.iter().all(|source| source.path.is_some()) {
        return Err(Failure::new(Exit::Usage, "--from says what standard input holds, and it is not read")
            .with_help("name `-` to read it; what a file holds its ending says"));
    }
    Ok(sources)
}
