//! Where results go: parts beside the outputs with a journal of what is whole, renamed when all is done.

mod making;
mod part;
mod syncing;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::super::exit::{Exit, Failure};
use super::super::input;
use super::super::output::Target;
use super::job::{Done, Position, Tally};
use super::source::Source;
use super::{Batch, Gathered, Output};
use making::Making;
use part::{Part, beside, failed};

/// How often the journal is written.
const EVERY: Duration = Duration::from_millis(200);

/// The outputs of a batch.
pub(super) struct Sink {
    output: Part,
    rejects: Part,
    journal: Option<Journal>,
    force: bool,
    rows: bool,
    tally: Tally,
    position: Position,
    begun: Position,
    making: Making,
}

/// A line for each moment at which all that was written is whole.
struct Journal {
    path: PathBuf,
    file: File,
    last: Instant,
}

/// What a journal's last line says.
struct Left {
    position: Position,
    tally: Tally,
    output: u64,
    rejects: u64,
}

impl Sink {
    /// Opens the outputs, refusing what could not be written at the end.
    pub(super) fn open(
        args: &Batch,
        sources: &[Source],
        format: Output,
        rows: bool,
    ) -> Result<Self, Failure> {
        let path = args.output.clone().filter(|path| path.as_os_str() != "-");
        let Some(path) = path else {
            return Self::streams(args, sources, format, rows, Box::new(io::stdout()));
        };
        if path.exists() && !path.is_file() && !path.is_dir() {
            // A device or a pipe has no place to put a finished file into.
            let device = OpenOptions::new().write(true).open(&path).map_err(|error| {
                Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {error}", path.display()))
            })?;
            if !format.is_text() {
                return Err(Failure::new(
                    Exit::Usage,
                    format!("`{}` is no file, and parquet and xlsx are made as files", path.display()),
                ));
            }
            return Self::streams(args, sources, format, rows, Box::new(device));
        }
        let inputs: Vec<input::Source> =
            sources.iter().filter_map(|source| source.path.clone()).map(input::Source::File).collect();
        Target::new(Some(path.clone()), args.force).check(&inputs)?;
        let rejects = args.rows.rejects.clone().unwrap_or_else(|| path.with_extension("rejects.csv"));
        if rows {
            Target::new(Some(rejects.clone()), true).check(&inputs)?;
            if rejects == path {
                return Err(Failure::new(Exit::Usage, "--output and --rejects name the same file"));
            }
        }
        let journal = beside(&path, ".part.journal");
        let stamps: Vec<_> = sources.iter().map(|source| (&source.name, source.stamp())).collect();
        let print = format!("learncurve batch 1 {stamps:?} {format:?} {} {:?}", args.no_working, args.rows);
        let left = Self::left(args, sources, &journal, &print)?;
        let (mut output, rejects_part) = match &left {
            Some(left) => (Part::open(&path, Some(left.output))?, Part::open(&rejects, Some(left.rejects))?),
            None => (Part::open(&path, None)?, Part::open(&rejects, None)?),
        };
        if !format.is_text() {
            output = output.passing();
        }
        let cannot = |error: io::Error| {
            Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {error}", journal.display()))
        };
        let mut file = OpenOptions::new().create(true).append(true).open(&journal).map_err(cannot)?;
        if left.is_none() {
            writeln!(file, "{print}").map_err(cannot)?;
            if !rows && format.gathered() == Gathered::Csv {
                output.put(crate::render::csv::batch_heading().as_bytes())?;
            }
        }
        let begun = left.as_ref().map_or_else(Position::default, |left| left.position);
        let journal = Journal { path: journal, file, last: Instant::now() };
        let tally = left.map_or_else(Tally::default, |left| left.tally);
        Ok(Self {
            output,
            rejects: rejects_part,
            journal: Some(journal),
            force: args.force,
            rows,
            tally,
            position: begun,
            begun,
            making: Making::of(args, sources, format, rows),
        })
    }

    fn streams(
        args: &Batch,
        sources: &[Source],
        format: Output,
        rows: bool,
        stream: Box<dyn Write>,
    ) -> Result<Self, Failure> {
        if args.resume {
            return Err(Failure::new(
                Exit::Usage,
                "--resume: only a run with an --output can be gone on with",
            ));
        }
        let mut output = Part::stream(Box::new(BufWriter::with_capacity(1 << 16, stream)));
        let rejects = match &args.rows.rejects {
            Some(path) => {
                let inputs: Vec<input::Source> = sources
                    .iter()
                    .filter_map(|source| source.path.clone())
                    .map(input::Source::File)
                    .collect();
                Target::new(Some(path.clone()), args.force).check(&inputs)?;
                Part::open(path, None)?
            }
            None => Part::stream(Box::new(io::stderr())),
        };
        if !rows && format == Output::Csv {
            output.put(crate::render::csv::batch_heading().as_bytes())?;
        }
        Ok(Self {
            output,
            rejects,
            journal: None,
            force: args.force,
            rows,
            tally: Tally::default(),
            position: Position::default(),
            begun: Position::default(),
            making: Making::of(args, sources, format, rows),
        })
    }

    /// What a stopped run left, where it is to be gone on with.
    fn left(args: &Batch, sources: &[Source], journal: &Path, print: &str) -> Result<Option<Left>, Failure> {
        if !args.resume {
            if journal.exists() && !args.force {
                return Err(Failure::new(
                    Exit::CannotCreate,
                    format!("a run that was stopped, or is still going, left `{}`", journal.display()),
                )
                .with_help("--resume goes on with it, --force starts anew"));
            }
            // Another run may hold the old one open: a new file is ours alone.
            let _ = fs::remove_file(journal);
            return Ok(None);
        }
        if sources.iter().any(|source| source.path.is_none()) {
            return Err(Failure::new(
                Exit::Usage,
                "--resume: standard input can't be gone on with: it is read once",
            ));
        }
        let text = match fs::read_to_string(journal) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(Failure::new(Exit::Io, format!("cannot read `{}`: {error}", journal.display())));
            }
        };
        let mut lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n')).map(str::trim_end);
        if lines.next() != Some(print) {
            return Err(Failure::new(
                Exit::Usage,
                "--resume: the run that was stopped had other inputs or other flags",
            )
            .with_help(format!(
                "say the same again, or start anew with --force; its journal is `{}`",
                journal.display()
            )));
        }
        let numbers = |line: &str| -> Option<Left> {
            let numbers: Vec<u64> = line.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
            let [source, at, line, number, bytes, fine, failed, output, rejects] = numbers[..] else {
                return None;
            };
            let position = Position { source: usize::try_from(source).ok()?, at, line, number, bytes };
            Some(Left { position, tally: Tally { fine, failed }, output, rejects })
        };
        let last = lines.filter_map(numbers).next_back();
        if last.is_none() {
            let _ = fs::remove_file(journal);
        }
        Ok(last)
    }

    /// Where a resumed run goes on.
    pub(super) fn begun(&self) -> Position {
        self.begun
    }

    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    /// Writes what belongs to no piece.
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.output.put(bytes)
    }

    /// Writes what a piece came to.
    pub(super) fn take(&mut self, done: &Done) -> Result<(), Failure> {
        self.output.put(&done.output)?;
        if !done.rejects.is_empty() {
            if self.rejects.length == 0 {
                let numbered: &[u8] = if self.making.typed.is_some() { b"row" } else { b"line" };
                self.rejects.put(&[numbered, b",reason,record\n"].concat())?;
            }
            self.rejects.put(&done.rejects)?;
        }
        self.tally.fine += done.tally.fine;
        self.tally.failed += done.tally.failed;
        self.position = done.position;
        if self.journal.as_ref().is_some_and(|journal| journal.last.elapsed() >= EVERY) {
            self.note()?;
        }
        Ok(())
    }

    /// Notes in the journal that all so far is whole.
    fn note(&mut self) -> Result<(), Failure> {
        self.output.flush()?;
        self.rejects.flush()?;
        let Some(journal) = &mut self.journal else { return Ok(()) };
        let Position { source, at, line, number, bytes } = self.position;
        let Tally { fine, failed: not } = self.tally;
        let (output, rejects) = (self.output.length, self.rejects.length);
        let said = format!("{source} {at} {line} {number} {bytes} {fine} {not} {output} {rejects}\n");
        journal.file.write_all(said.as_bytes()).map_err(|error| failed(&journal.path, &error))?;
        journal.last = Instant::now();
        Ok(())
    }

    /// Leaves everything so that it can be gone on with; says how.
    pub(super) fn stop(&mut self) -> Result<String, Failure> {
        if self.journal.is_none() {
            // Where the reader has gone there is nobody to tell.
            let _ = self.output.flush();
            return Ok("the output ends there".to_owned());
        }
        if self.position == Position::default() {
            return Ok("nothing was finished".to_owned());
        }
        self.note()?;
        Ok("the same command with --resume goes on".to_owned())
    }

    /// Makes the output of what was gathered, where that is not the output itself.
    ///
    /// Gives what it was made of, to be removed when the output is in its place.
    fn make(&mut self) -> Result<Option<PathBuf>, Failure> {
        if self.making.format.is_text() || self.output.path.is_none() {
            return Ok(None);
        }
        // Should the making fail, what was gathered is there for another try.
        self.note()?;
        let gathered = self.output.beside.clone();
        let made = beside(&gathered, ".made");
        let rejects = (self.rejects.length > 0).then_some(self.rejects.beside.as_path());
        if let Err(failure) = self.making.make(&gathered, rejects, &made) {
            let _ = fs::remove_file(&made);
            let kept = format!("the results are whole as text in `{}`", gathered.display());
            let help = failure.help.as_ref().map_or(kept.clone(), |help| format!("{help}; {kept}"));
            return Err(failure.with_help(help));
        }
        self.output.beside = made;
        Ok(Some(gathered))
    }

    /// Puts the finished files in their places; says where the rejects are.
    pub(super) fn finish(mut self) -> Result<String, Failure> {
        let gathered = self.make()?;
        match self.output.place(self.force) {
            Err(failure) if failure.exit == Exit::Fine => return Ok(String::new()),
            placed => placed?,
        }
        if let Some(gathered) = gathered {
            let _ = fs::remove_file(gathered);
        }
        let mut said = String::new();
        if self.rejects.path.is_some() {
            if self.rejects.length > 0 && !self.making.rejects {
                let _ = fs::remove_file(&self.rejects.beside);
                said.push_str(" (in its sheet `Rejects`)");
            } else if self.rejects.length > 0 {
                self.rejects.place(true)?;
                if let Some(path) = &self.rejects.path {
                    said = format!(" (in `{}`)", path.display());
                }
            } else {
                let _ = fs::remove_file(&self.rejects.beside);
                // Rejects of an earlier run are none of this one's.
                if let Some(path) = self.rejects.path.as_ref().filter(|_| self.rows) {
                    let _ = fs::remove_file(path);
                }
            }
        }
        if let Some(journal) = &self.journal {
            let _ = fs::remove_file(&journal.path);
        }
        Ok(said)
    }
}
