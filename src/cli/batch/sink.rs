//! Where results go: parts beside the outputs with a journal of what is whole, put in their places when all is done.

mod journal;
mod making;
mod part;
mod places;
mod syncing;
mod tables;

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::super::exit::{Exit, Failure};
use super::super::output::Target;
use super::super::stop::Stop;
use super::job::{Done, Position, Tally};
use super::source::Source;
use super::{Batch, Gathered, Output};
use journal::{Journal, Left, Wanted};
use making::Making;
use part::Part;
use places::{MADE, PART, Places, beside};
use tables::Tables;

/// The outputs of a batch.
pub(super) struct Sink {
    output: Part,
    rejects: Part,
    journal: Option<Journal>,
    /// How far all that was written reaches.
    left: Left,
    tables: Tables,
    begun: Position,
    making: Making,
    force: bool,
    /// Whether rejects have a file whose name was asked for: then it is there, whether there are any or not.
    named_rejects: bool,
}

/// What is said of a run that ended before its end.
const KEPT: &str = "the same command with --resume goes on";

const NOTHING: Left = Left {
    position: Position { source: 0, at: 0, line: 0, number: 0, bytes: 0 },
    tally: Tally { fine: 0, failed: 0 },
    output: 0,
    rejects: 0,
    whole: false,
};

impl Sink {
    /// Refuses flags about outputs that can't be, before anything is read or written.
    pub(super) fn check(args: &Batch, sources: &[Source], rows: bool) -> Result<(), Failure> {
        match args.output.as_deref().filter(|path| path.as_os_str() != "-") {
            Some(path) if !path.exists() || path.is_file() => {
                Places::of(args, sources, rows, path).map(|_| ())
            }
            None if args.resume => {
                Err(Failure::new(Exit::Usage, "--resume: only a run with an --output can be gone on with"))
            }
            _ => Ok(()),
        }
    }

    /// Opens the outputs, refusing what could not be written at the end; a table of results begins with `heading`.
    pub(super) fn open(
        args: &Batch,
        sources: &[Source],
        (format, heading): (Output, &[u8]),
        rows: bool,
    ) -> Result<Self, Failure> {
        let making = Making::of(args, sources, format, rows);
        let mut sink = match args.output.as_deref().filter(|path| path.as_os_str() != "-") {
            None => Self::streams(args, sources, making, Box::new(io::stdout()))?,
            Some(path) if path.exists() && !path.is_file() && !path.is_dir() => {
                // A device or a pipe has no place to put a finished file into.
                let device = OpenOptions::new().write(true).open(path).map_err(|error| {
                    Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {error}", path.display()))
                })?;
                if !format.is_text() {
                    let message =
                        format!("`{}` is no file, and parquet and xlsx are made as files", path.display());
                    return Err(Failure::new(Exit::Usage, message));
                }
                Self::streams(args, sources, making, Box::new(device))?
            }
            Some(path) => Self::files(args, sources, making, &Places::of(args, sources, rows, path)?)?,
        };
        if sink.begun.bytes == 0 && !sink.left.whole && format.gathered() == Gathered::Csv {
            sink.output.put(heading)?;
        }
        Ok(sink)
    }

    fn files(args: &Batch, sources: &[Source], making: Making, places: &Places) -> Result<Self, Failure> {
        let wanted = match (args.resume, args.force) {
            (true, _) => Wanted::Resumed,
            (false, true) => Wanted::Forced,
            (false, false) => Wanted::New,
        };
        let path = places.journal();
        if wanted == Wanted::New {
            places.refuse_existing(!path.exists())?;
        }
        let (journal, left) = Journal::open(&path, &print(args, sources, making.format), wanted)?;
        // That which was there may have ended since.
        let stopped = !journal.made;
        let opened = Self::parts(args, &making, places, (left, stopped));
        let (output, rejects) = opened.inspect_err(|_| {
            // What was begun here and came to nothing is no run to go on with.
            let _ = if stopped { Ok(()) } else { journal.remove() };
        })?;
        let left = left.unwrap_or(NOTHING);
        Ok(Self {
            output,
            rejects,
            journal: Some(journal),
            begun: left.position,
            left,
            tables: Tables::default(),
            making,
            force: args.force,
            named_rejects: args.rows.rejects.is_some(),
        })
    }

    /// The parts of the outputs, new or as they were left.
    fn parts(
        args: &Batch,
        making: &Making,
        places: &Places,
        (left, stopped): (Option<Left>, bool),
    ) -> Result<(Part, Part), Failure> {
        let unused = || Part::stream(Box::new(io::sink()));
        if let Some(left) = left.filter(|left| left.whole) {
            let ending = if making.format.is_text() { PART } else { MADE };
            let output = Part::finished(&places.output, ending, left.output);
            let rejects = places.rejects.as_ref().map(|path| Part::finished(path, PART, left.rejects));
            return Ok((output, rejects.unwrap_or_else(unused)));
        }
        if !args.force {
            places.refuse_existing(!stopped)?;
        }
        let open = |path: &Path, length: Option<u64>| match length {
            Some(length) => Part::go_on(path, length),
            None => Part::create(path),
        };
        let output = open(&places.output, left.map(|left| left.output))?;
        let output = if making.format.is_text() { output } else { output.passing() };
        let rejects = match &places.rejects {
            _ if places.rejects_stream => Self::rejects_stream(args)?.unwrap_or_else(unused),
            Some(path) => open(path, left.map(|left| left.rejects)).inspect_err(|_| {
                if left.is_none() {
                    output.discard();
                }
            })?,
            None => unused(),
        };
        Ok((output, rejects))
    }

    fn streams(
        args: &Batch,
        sources: &[Source],
        making: Making,
        stream: Box<dyn Write>,
    ) -> Result<Self, Failure> {
        if args.resume {
            return Err(Failure::new(
                Exit::Usage,
                "--resume: only a run with an --output can be gone on with",
            ));
        }
        let rejects = match (Self::rejects_stream(args)?, &args.rows.rejects) {
            (Some(stream), _) => stream,
            (None, Some(path)) => {
                Target::new(Some(path.clone()), args.force).check(&places::inputs(args, sources))?;
                if !args.force {
                    Places { output: path.clone(), rejects: None, rejects_stream: false }
                        .refuse_existing(true)?;
                }
                Part::create(path)?
            }
            (None, None) => Part::aside(Box::new(io::stderr())),
        };
        Ok(Self {
            output: Part::stream(Box::new(BufWriter::with_capacity(1 << 16, stream))),
            rejects,
            journal: None,
            left: NOTHING,
            tables: Tables::default(),
            begun: Position::default(),
            making,
            force: args.force,
            named_rejects: args.rows.rejects.is_some(),
        })
    }

    /// Where rejects go that have no file: standard output, or a device or pipe.
    fn rejects_stream(args: &Batch) -> Result<Option<Part>, Failure> {
        let Some(path) = &args.rows.rejects else { return Ok(None) };
        if path.as_os_str() == "-" {
            if args.output.as_ref().is_none_or(|output| output.as_os_str() == "-") {
                return Err(Failure::new(
                    Exit::Usage,
                    "the results and the rejects would both go to standard output",
                )
                .with_help("name a file for one of them with --output or --rejects"));
            }
            return Ok(Some(Part::aside(Box::new(io::stdout()))));
        }
        if !path.exists() || path.is_file() || path.is_dir() {
            return Ok(None);
        }
        let device = OpenOptions::new().write(true).open(path).map_err(|error| {
            Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {error}", path.display()))
        })?;
        Ok(Some(Part::aside(Box::new(device))))
    }

    /// Where a resumed run goes on.
    pub(super) fn begun(&self) -> Position {
        self.begun
    }

    /// Whether a stopped run did all of the work, and only what it wrote has to be put in its place.
    pub(super) fn is_whole(&self) -> bool {
        self.left.whole
    }

    pub(super) fn tally(&self) -> Tally {
        self.left.tally
    }

    /// Writes what a piece came to.
    pub(super) fn take(&mut self, done: &Done) -> Result<(), Failure> {
        self.output.put(&done.output)?;
        if !done.rejects.is_empty() {
            self.put_rejects(&done.rejects)?;
        }
        self.left.tally.fine += done.tally.fine;
        self.left.tally.failed += done.tally.failed;
        self.left.position = done.position;
        self.tables.take(&done.tables);
        self.reached();
        if self.journal.as_ref().is_some_and(Journal::is_due) {
            self.note()?;
        }
        Ok(())
    }

    /// Writes rejects, under a heading.
    fn put_rejects(&mut self, rejects: &[u8]) -> Result<(), Failure> {
        if self.rejects.length == 0 {
            let numbered: &[u8] = if self.making.typed.is_some() { b"row" } else { b"line" };
            self.rejects.put(&[numbered, b",reason,record\n"].concat())?;
        }
        self.rejects.put(rejects)
    }

    /// Takes what was put so far for whole: not what a piece came to in part, when the rest of it could not be written.
    fn reached(&mut self) {
        (self.left.output, self.left.rejects) = (self.output.length, self.rejects.length);
    }

    /// Notes in the journal what is whole so far.
    fn note(&mut self) -> Result<(), Failure> {
        self.output.flush()?;
        self.rejects.flush()?;
        self.journal.as_mut().map_or(Ok(()), |journal| journal.note(&self.tables.told(), &self.left))
    }

    /// Leaves everything so that it can be gone on with; says how.
    pub(super) fn stop(&mut self) -> String {
        if self.journal.is_none() {
            // Where the reader has gone there is nobody to tell.
            let _ = self.output.flush();
            self.rejects.discard();
            return "what was written ends there".to_owned();
        }
        if self.left.position == Position::default() {
            self.discard();
            return "nothing was finished".to_owned();
        }
        // A full disk takes no further note; what was noted before is gone on from.
        let _ = self.note();
        KEPT.to_owned()
    }

    /// Puts the finished files in their places; says where the rejects are, or nothing where nobody reads the results.
    ///
    /// All is on the disk and noted as whole before the first of them moves, so that a run that is stopped meanwhile can be gone on with.
    pub(super) fn finish(mut self, stop: &Stop) -> Result<Option<String>, Failure> {
        let placed = self.place(stop);
        let Err(failure) = placed else { return placed.map(Some) };
        if self.journal.is_some() {
            let help = failure.help.or_else(|| Some(KEPT.to_owned()));
            return Err(Failure { help, ..failure });
        }
        // The results are where they went; rejects would be those of a part of them.
        self.rejects.discard();
        if failure.exit == Exit::Fine { Ok(None) } else { Err(Failure { help: None, ..failure }) }
    }

    fn place(&mut self, stop: &Stop) -> Result<String, Failure> {
        let text = self.making.format.is_text() || self.output.path.is_none();
        let gathered = if text { None } else { self.output.path.as_deref().map(|path| beside(path, PART)) };
        if !self.left.whole {
            if self.named_rejects && self.rejects.length == 0 {
                self.put_rejects(&[])?;
            }
            self.reached();
            self.note()?;
            if let Some(gathered) = &gathered {
                self.make(gathered, stop)?;
            }
            match self.output.settle().and_then(|()| self.rejects.settle()) {
                // What the system says it may have lost nobody could find later.
                Err(failure) if self.journal.is_some() => {
                    self.discard();
                    let help = "nothing is kept, for the disk may have lost some of it: run it again";
                    return Err(failure.with_help(help));
                }
                settled => settled?,
            }
            self.left.whole = true;
            if let Some(journal) = &mut self.journal {
                journal.note("", &self.left)?;
            }
        }
        let said = self.place_rejects()?;
        self.output.place(self.force)?;
        if let Some(gathered) = gathered {
            part::remove(&gathered)?;
        }
        if let Some(journal) = &self.journal {
            journal.remove()?;
        }
        Ok(said)
    }

    /// Takes everything away.
    pub(super) fn discard(&self) {
        self.output.discard();
        self.rejects.discard();
        if let Some(path) = &self.output.path {
            let _ = fs::remove_file(beside(path, PART));
        }
        if let Some(journal) = &self.journal {
            let _ = journal.remove();
        }
    }

    /// Makes the output of what was gathered: should that fail, what was gathered is there for another try.
    fn make(&mut self, gathered: &Path, stop: &Stop) -> Result<(), Failure> {
        let made = self.output.path.as_deref().map(|path| beside(path, MADE)).unwrap_or_default();
        let rejects = (self.rejects.length > 0).then_some(self.rejects.beside.as_path());
        if let Err(failure) = self.making.make((gathered, rejects), &made, stop) {
            let _ = fs::remove_file(&made);
            let kept = format!("the results are whole as text in `{}`", gathered.display());
            let help = failure.help.as_ref().map_or(kept.clone(), |help| format!("{help}; {kept}"));
            return Err(failure.with_help(help));
        }
        self.output.beside = made;
        Ok(())
    }

    /// Puts rejects in their place, where there are any and they have one; says where that is.
    fn place_rejects(&self) -> Result<String, Failure> {
        let Some(path): Option<&PathBuf> = self.rejects.path.as_ref() else { return Ok(String::new()) };
        let (any, sheet) = (self.left.tally.failed > 0, !self.making.rejects);
        if !sheet && (any || self.named_rejects) {
            self.rejects.place(self.force)?;
        } else {
            part::remove(&self.rejects.beside)?;
            if self.force {
                // Rejects of an earlier run are none of this one's.
                part::remove(path)?;
            }
        }
        Ok(match (any, sheet) {
            (false, _) => String::new(),
            (true, true) => " (in its sheet `Rejects`)".to_owned(),
            (true, false) => format!(" (in `{}`)", path.display()),
        })
    }
}

/// What tells a run from another: the program, its inputs with their sizes and times, its flags.
fn print(args: &Batch, sources: &[Source], format: Output) -> String {
    let inputs: Vec<_> = sources.iter().map(|source| (&source.name, source.stamp())).collect();
    let template = args.rows.template.as_deref().map(super::source::stamp);
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "learncurve {version} batch {inputs:?} {format:?} {} {:?} {template:?}",
        args.no_working, args.rows
    )
}
