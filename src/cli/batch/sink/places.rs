//! Where a batch writes: its outputs, and what stands beside them until they are whole.

use std::path::{Path, PathBuf};

use super::super::super::exit::{Exit, Failure};
use super::super::super::input;
use super::super::super::output::{self, Target, exists, folder};
use super::super::Batch;
use super::super::source::Source;

/// The files of a batch.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) output: PathBuf,
    /// Where rejects go: none for scenarios.
    pub(super) rejects: Option<PathBuf>,
    /// Whether rejects go to a stream instead.
    pub(super) rejects_stream: bool,
}

impl Places {
    /// The files that the flags name, refused where any of them, or what stands beside it on the way, is another or an input.
    pub(super) fn of(args: &Batch, sources: &[Source], rows: bool, output: &Path) -> Result<Self, Failure> {
        let inputs = inputs(args, sources);
        let led = |path: &Path| {
            let led = if args.force { output::led(path) } else { Ok(path.to_owned()) };
            led.map_err(|error| {
                Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {error}", path.display()))
            })
        };
        let output = led(output)?;
        let streamed =
            |path: &PathBuf| path.as_os_str() == "-" || (path.exists() && !path.is_file() && !path.is_dir());
        let rejects_stream = args.rows.rejects.as_ref().is_some_and(streamed);
        let rejects = match &args.rows.rejects {
            _ if !rows || rejects_stream => None,
            Some(path) => Some(led(path)?),
            None => Some(output.with_extension("rejects.csv")),
        };
        let mut taken: Vec<(PathBuf, PathBuf)> = Vec::new();
        for (path, endings) in
            [(Some(&output), &["", PART, JOURNAL, MADE][..]), (rejects.as_ref(), &["", PART])]
        {
            let Some(path) = path else { continue };
            Target::new(Some(path.clone()), true).check(&inputs)?;
            for ending in endings {
                let one = beside(path, ending);
                let real = real(&one);
                let shown = one.display();
                if let Some((other, _)) = taken.iter().find(|(_, other)| *other == real) {
                    let message = format!(
                        "the results and the rejects would both be written to `{shown}`, or to `{}`",
                        other.display()
                    );
                    return Err(Failure::new(Exit::Usage, message).with_help("give --rejects another name"));
                }
                if inputs
                    .iter()
                    .any(|input| matches!(input, input::Source::File(input) if self::real(input) == real))
                {
                    return Err(Failure::new(
                        Exit::Usage,
                        format!("`{shown}`, which is written on the way, is one of the inputs"),
                    )
                    .with_help("give the output another name"));
                }
                taken.push((one, real));
            }
        }
        Ok(Self { output, rejects, rejects_stream })
    }

    pub(super) fn journal(&self) -> PathBuf {
        beside(&self.output, JOURNAL)
    }

    /// Refuses outputs that are there, and parts of them that are no stopped run's.
    pub(super) fn refuse_existing(&self, parts: bool) -> Result<(), Failure> {
        for path in std::iter::once(&self.output).chain(&self.rejects) {
            if path.symlink_metadata().is_ok() {
                let refused = exists(path);
                return Err(match &self.rejects {
                    Some(rejects) if rejects == path => {
                        refused.with_help("--force writes over it, and --rejects FILE writes elsewhere")
                    }
                    _ => refused,
                });
            }
            let part = beside(path, PART);
            if parts && part.symlink_metadata().is_ok() {
                return Err(Failure::new(
                    Exit::CannotCreate,
                    format!("`{}` exists already, and no stopped run left it", part.display()),
                )
                .with_help(
                    "results are written to that name on the way: move it, or write over it with --force",
                ));
            }
        }
        Ok(())
    }
}

/// Files that a batch reads.
pub(super) fn inputs(args: &Batch, sources: &[Source]) -> Vec<input::Source> {
    let read = sources.iter().filter_map(|source| source.path.clone()).chain(args.rows.template.clone());
    read.map(input::Source::File).collect()
}

/// What is written until it is whole.
pub(super) const PART: &str = ".part";
/// What says how far that is.
const JOURNAL: &str = ".part.journal";
/// What is made of the whole.
pub(super) const MADE: &str = ".part.made";

/// The name with an ending added.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(ending);
    path.with_file_name(name)
}

/// A path by which two names of one file are the same, whether it is there or not.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| {
        let folder = folder(path).canonicalize().unwrap_or_else(|_| folder(path).to_owned());
        folder.join(path.file_name().unwrap_or_default())
    })
}
