//! Scenarios one by one, from however many files.

use std::io::BufRead;

use super::super::exit::{Exit, Failure};
use super::super::{fit, input};
use super::job::{Done, Job, Note, Piece, Position, Tally, Worker};
use super::source::Source;
use super::{Batch, Gathered};
use crate::batch::split::{LARGEST, Pieces};
use crate::render::{Format, Options, render};
use crate::report::{Outcome, Report, plain};
use crate::scenario::diagnostic::{Diagnostic, Severity};

/// The scenarios of some files.
pub(super) struct Scenarios {
    sources: Vec<Source>,
    format: Gathered,
    working: bool,
    at: Position,
    open: Option<Open>,
}

/// The file that is being read.
struct Open {
    pieces: Pieces<Box<dyn BufRead + Send>>,
    /// Where reading began: a resumed run opens a file in its middle.
    from: Position,
}

impl Scenarios {
    pub(super) fn new(args: &Batch, sources: Vec<Source>, format: Gathered, at: Position) -> Self {
        Self { sources, format, working: !args.no_working, at, open: None }
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
        Box::new(Answering { sources: self.sources.clone(), format: self.format, working: self.working })
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
                    match source.open(self.at.at) {
                        Ok(reader) => self.open.insert(Open { pieces: Pieces::new(reader), from: self.at }),
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
                    let note =
                        if piece.cut { Note::TooLong } else { Note::Listed(piece.listed || start.at > 0) };
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
    working: bool,
}

impl Worker for Answering {
    fn work(&self, piece: Result<Piece, Failure>) -> Result<Done, Failure> {
        let piece = piece?;
        let (source, position) = (&self.sources[piece.from.source], piece.to);
        let (report, text) = answered(source, piece, self.working && self.format == Gathered::Jsonl);
        let failed = report.outcome != Outcome::Fine;
        let options = Options { working: self.working, width: 100, styled: false };
        let format = match self.format {
            Gathered::Csv => Format::Csv,
            Gathered::Jsonl => Format::Json,
        };
        let written = if self.format == Gathered::Csv {
            crate::render::csv::batch(&report, &text)
        } else {
            render(&[(report, text.as_str())], format, options)
        };
        let output = written.map_err(|message| Failure::new(Exit::Io, message))?.into_bytes();
        let tally = Tally { fine: u64::from(!failed), failed: u64::from(failed) };
        Ok(Done { output, rejects: Vec::new(), tally, position })
    }
}

/// The report of a piece, and the text that it is about.
fn answered(source: &Source, piece: Piece, working: bool) -> (Report, String) {
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
        (made, String::new())
    };
    match &piece.note {
        Note::Unreadable(message) => return refused(message.clone(), None),
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
        return (made, String::from_utf8_lossy(&piece.bytes[..at]).into_owned());
    }
    let text = match input::decode(piece.bytes, name, input::Wanted::Scenario) {
        Ok(text) => text,
        Err(failure) => return refused(failure.message, failure.help),
    };
    let of_file = input::Input { name: name.to_owned(), stem: stem.clone(), text };
    let entries = fit::data::scenarios(&of_file);
    let Some(entry) = entries.into_iter().next() else {
        return refused("there is no scenario".to_owned(), None);
    };
    let mut made = plain(entry, name, &stem, working);
    made.first_line = usize::try_from(piece.from.line).unwrap_or(usize::MAX);
    if made.findings.iter().any(|finding| finding.severity == Severity::Error)
        && made.outcome == Outcome::Fine
    {
        made.outcome = Outcome::BadData;
    }
    (made, of_file.text)
}
