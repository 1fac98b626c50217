//! Scenarios one by one, from however many files.

use std::cell::RefCell;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use super::super::exit::{Exit, Failure};
use super::super::stop::Stop;
use super::super::{fit, input};
use super::job::{Done, Job, Note, Piece, Position, Tally, Worker};
use super::source::{Source, Stamp, stamp};
use super::{Batch, Gathered, Output};
use crate::batch::split::{FARTHEST, LARGEST, Piece as Pieced, Pieces};
use crate::render::{Format, Options, render};
use crate::report::{Outcome, Report, plain};
use crate::scenario::diagnostic::{Diagnostic, Severity};

/// The scenarios of some files.
pub(super) struct Scenarios {
    sources: Vec<Source>,
    format: Gathered,
    guarded: bool,
    working: bool,
    at: Position,
    stop: Stop,
    open: Option<Open>,
}

/// The file that is being read.
struct Open {
    pieces: Pieces<Box<dyn BufRead + Send>>,
    /// Where reading began: a resumed run opens a file in its middle.
    from: Position,
}

impl Scenarios {
    pub(super) fn new(
        args: &Batch,
        sources: Vec<Source>,
        (format, at): (Output, Position),
        stop: Stop,
    ) -> Self {
        let (format, guarded) = (format.gathered(), format.is_text());
        Self { sources, format, guarded, working: !args.no_working, at, stop, open: None }
    }

    /// A piece that tells why a source can't be read, and goes on with the next.
    fn unreadable(&mut self, failure: &Failure) -> Piece {
        let from = self.at;
        self.at = Position { source: from.source + 1, at: 0, line: 1, number: 0, bytes: from.bytes };
        Piece { bytes: Vec::new(), from, to: self.at, note: Note::Unreadable(failure.message.clone()) }
    }
}

impl Job for Scenarios {
    fn size(&self) -> Option<u64> {
        self.sources.iter().map(|source| source.stamp().map(|(size, _)| size)).sum()
    }

    fn worker(&self) -> Box<dyn Worker> {
        Box::new(Answering {
            sources: self.sources.clone(),
            format: self.format,
            guarded: self.guarded,
            working: self.working,
        })
    }

    fn next(&mut self) -> Option<Result<Piece, Failure>> {
        loop {
            let source = self.sources.get(self.at.source)?;
            let open = match &mut self.open {
                Some(open) => open,
                None => {
                    if self.at.line == 0 {
                        self.at.line = 1;
                    }
                    match source.open(self.at.at, &self.stop) {
                        Ok(reader) => {
                            let pieces = Pieces::new(reader);
                            let is_file = source.stamp().is_some();
                            let pieces = if is_file { pieces } else { pieces.of_no_end() };
                            self.open.insert(Open { pieces, from: self.at })
                        }
                        Err(failure) => return Some(Ok(self.unreadable(&failure))),
                    }
                }
            };
            match open.pieces.next() {
                Some(Ok(piece)) => {
                    let start = open.from;
                    let from = Position { line: start.line + piece.line - 1, ..self.at };
                    let lines = memchr::memchr_iter(b'\n', &piece.text).count() as u64;
                    self.at = Position {
                        source: from.source,
                        at: start.at + piece.end,
                        line: from.line + lines,
                        number: from.number + 1,
                        bytes: start.bytes + piece.end,
                    };
                    if piece.text.is_empty() && start.at > 0 {
                        // The end of a file that was gone on with just there.
                        continue;
                    }
                    if source.path.is_none() && self.sources.len() == 1 && piece.text.trim_ascii().is_empty()
                    {
                        let message = "there is no scenario in this file";
                        return Some(Err(Failure::new(Exit::BadData, message)
                            .with_help("`learncurve init` writes a commented one to start from")));
                    }
                    let note = match piece {
                        Pieced { abandoned: true, .. } => Note::Endless,
                        Pieced { cut: true, .. } => Note::TooLong,
                        _ => Note::Listed(piece.listed || start.at > 0),
                    };
                    if note == Note::Endless {
                        self.open = None;
                        self.at = Position { source: from.source + 1, at: 0, line: 1, number: 0, ..self.at };
                    }
                    return Some(Ok(Piece { bytes: piece.text, from, to: self.at, note }));
                }
                Some(Err(error)) => {
                    let failure = Failure::new(Exit::Io, format!("cannot read `{}`: {error}", source.name));
                    self.open = None;
                    return Some(Ok(self.unreadable(&failure)));
                }
                None => {
                    self.open = None;
                    self.at = Position {
                        source: self.at.source + 1,
                        at: 0,
                        line: 1,
                        number: 0,
                        bytes: self.at.bytes,
                    };
                }
            }
        }
    }
}

/// Answers scenarios.
struct Answering {
    sources: Vec<Source>,
    format: Gathered,
    /// Whether texts that a spreadsheet would take for formulas are guarded: in CSV, not in what has types.
    guarded: bool,
    working: bool,
}

impl Worker for Answering {
    fn work(&self, piece: Result<Piece, Failure>) -> Result<Done, Failure> {
        let piece = piece?;
        let (source, position) = (&self.sources[piece.from.source], piece.to);
        let working = self.working && self.format == Gathered::Jsonl;
        let tables = Tables::default();
        let (reports, text) = answered(source, piece, working, &tables);
        let failed = reports.iter().filter(|report| report.outcome != Outcome::Fine).count() as u64;
        let fine = reports.len() as u64 - failed;
        let options = Options { working: self.working, width: 100, styled: false };
        let mut output = String::new();
        for report in reports {
            let written = match self.format {
                Gathered::Csv => crate::render::csv::batch(&report, &text, self.guarded),
                Gathered::Jsonl => render(&[(report, text.as_str())], &[], Format::Json, options),
            };
            let written = written.map_err(|message| Failure::new(Exit::Io, message))?;
            if output.is_empty() { output = written } else { output.push_str(&written) }
        }
        let tally = Tally { fine, failed };
        Ok(Done {
            output: output.into_bytes(),
            rejects: Vec::new(),
            tally,
            position,
            tables: tables.into_inner(),
        })
    }
}

/// Tables that scenarios name, as they were before they were read.
type Tables = RefCell<Vec<(PathBuf, Option<Stamp>)>>;

/// The reports of a piece, one but for scenarios that are written as a list in brackets, and the text that they are about.
fn answered(source: &Source, piece: Piece, working: bool, tables: &Tables) -> (Vec<Report>, String) {
    let name = source.name.as_str();
    let listed = piece.note == Note::Listed(true);
    let stem = if listed { format!("{} {}", source.stem(), piece.from.number + 1) } else { source.stem() };
    let refused = |message: String, help: Option<String>| {
        let finding = Diagnostic::error("unreadable", 0..0, message);
        let finding = match help {
            Some(help) => finding.with_help(help),
            None => finding,
        };
        let mut made = Report::unread(name, &stem, finding);
        made.first_line = usize::try_from(piece.from.line).unwrap_or(usize::MAX);
        (vec![made], String::new())
    };
    match &piece.note {
        Note::Unreadable(message) => return refused(message.clone(), None),
        Note::Endless => {
            let most = FARTHEST / (1024 * 1024);
            return refused(
                format!("no other scenario begins in {most} MiB: what follows is not read"),
                Some("begin each scenario with a line `[[scenario]]`".to_owned()),
            );
        }
        Note::TooLong => {
            return refused(
                format!("the scenario is longer than {} MiB", LARGEST / (1024 * 1024)),
                Some("split it".to_owned()),
            );
        }
        Note::Plain | Note::Listed(_) => {}
    }
    if let Err(error) = std::str::from_utf8(&piece.bytes) {
        let at = error.valid_up_to();
        let finding =
            Diagnostic::error("unreadable", at..at, format!("not UTF-8: byte 0x{:02x}", piece.bytes[at]));
        let mut made = Report::unread(name, &stem, finding.with_help("save it as UTF-8"));
        made.first_line = usize::try_from(piece.from.line).unwrap_or(usize::MAX);
        return (vec![made], String::from_utf8_lossy(&piece.bytes[..at]).into_owned());
    }
    let text = match input::decode(piece.bytes, name, input::Wanted::Scenario) {
        Ok(text) => text,
        Err(failure) => return refused(failure.message, failure.help),
    };
    let folder = source.path.as_deref().and_then(Path::parent).map_or_else(PathBuf::new, Path::to_owned);
    let of_file = input::Input { name: name.to_owned(), stem: stem.clone(), folder, text };
    let entries = fit::data::scenarios_noting(&of_file, &|path| {
        tables.borrow_mut().push((path.to_owned(), stamp(path)));
    });
    let several = entries.len() > 1;
    let reports = entries.into_iter().zip(1..).map(|(entry, number)| {
        let stem = if several { format!("{stem} {number}") } else { stem.clone() };
        let mut made = plain(entry, name, &stem, working);
        made.first_line = usize::try_from(piece.from.line).unwrap_or(usize::MAX);
        if made.findings.iter().any(|finding| finding.severity == Severity::Error)
            && made.outcome == Outcome::Fine
        {
            made.outcome = Outcome::BadData;
        }
        made
    });
    let reports: Vec<Report> = reports.collect();
    if reports.is_empty() {
        return refused("there is no scenario".to_owned(), None);
    }
    (reports, of_file.text)
}
