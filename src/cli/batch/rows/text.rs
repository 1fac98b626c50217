//! Rows of text: blocks of whole records cut from a file, and its heading.

use std::collections::HashSet;
use std::io::{BufRead, Read as _};

use super::super::super::exit::{Exit, Failure};
use super::super::super::stop::Stop;
use super::super::column::Column;
use super::super::job::{Note, Piece, Position};
use super::super::piped::STOPPED;
use super::super::source::Source;
use super::records::{cut, fields};
use crate::batch::split::FARTHEST;

/// About how many bytes of rows are done at a time.
const BLOCK: usize = 256 * 1024;
/// The longest row.
pub(super) const LONGEST: usize = 16 * 1024 * 1024;

/// The lines of a table.
pub(super) struct Lines {
    source: Source,
    reader: Box<dyn BufRead + Send>,
    /// What was read and is not yet cut off.
    held: Vec<u8>,
    ended: bool,
    separator: u8,
    at: Position,
    stop: Stop,
}

impl Lines {
    /// Opens a table; gives its columns, and its heading as it is written.
    pub(super) fn open(
        source: &Source,
        separator: u8,
        stop: &Stop,
    ) -> Result<(Self, Vec<Column>, Vec<u8>), Failure> {
        let mut reader = source.open(0, stop)?;
        let (heading, length) = heading(&mut *reader, source)?;
        let columns = columns(&heading, separator).map_err(|message| {
            let failure = Failure::new(Exit::BadData, format!("`{}`: {message}", source.name));
            if message.contains("not UTF-8") { failure.with_help("save it as UTF-8") } else { failure }
        })?;
        let at = Position { at: length, line: 2, bytes: length, ..Position::default() };
        Ok((
            Self {
                source: source.clone(),
                reader,
                held: Vec::new(),
                ended: false,
                separator,
                at,
                stop: stop.clone(),
            },
            columns,
            heading,
        ))
    }

    /// Goes to where a stopped run left off.
    pub(super) fn go_on(&mut self, at: Position) -> Result<(), Failure> {
        self.at = at;
        self.reader = self.source.open(at.at, &self.stop)?;
        Ok(())
    }

    /// The next block of whole rows.
    pub(super) fn next(&mut self) -> Option<Result<Piece, Failure>> {
        match self.piece() {
            Ok(piece) => piece.map(Ok),
            Err(error) => {
                self.ended = true;
                self.held.clear();
                Some(Err(Failure::new(Exit::Io, format!("cannot read `{}`: {error}", self.source.name))))
            }
        }
    }

    fn fill(&mut self, wanted: usize) -> std::io::Result<()> {
        while self.held.len() < wanted && !self.ended {
            let room = (wanted - self.held.len()) as u64;
            self.ended = (&mut self.reader).take(room).read_to_end(&mut self.held)? == 0;
        }
        Ok(())
    }

    /// Goes to the end of a row that is longer than may be held; gives its beginning.
    ///
    /// Where a quote that is never closed makes it so long, it is its first line alone.
    fn skip(&mut self) -> std::io::Result<Piece> {
        let from = self.at;
        if let Some(end) = memchr::memchr(b'\n', &self.held) {
            let rest = self.held.split_off(end + 1);
            let bytes = std::mem::replace(&mut self.held, rest);
            let length = bytes.len() as u64;
            self.at =
                Position { at: from.at + length, line: from.line + 1, bytes: from.bytes + length, ..from };
            return Ok(Piece { bytes, from, to: self.at, note: Note::Plain });
        }
        let beginning = self.held[..self.held.len().min(1024)].to_vec();
        let (mut skipped, mut note) = (0, Note::TooLong);
        loop {
            if let Some(end) = self.held.iter().position(|byte| *byte == b'\n') {
                skipped += end as u64 + 1;
                self.held.drain(..=end);
                break;
            }
            skipped += self.held.len() as u64;
            self.held.clear();
            if skipped >= FARTHEST && self.source.stamp().is_none() {
                // What is no file may have no end, and no other row.
                (self.ended, note) = (true, Note::Endless);
                break;
            }
            self.fill(BLOCK)?;
            if self.held.is_empty() {
                break;
            }
        }
        self.at =
            Position { at: from.at + skipped, line: from.line + 1, bytes: from.bytes + skipped, ..from };
        Ok(Piece { bytes: beginning, from, to: self.at, note })
    }

    fn piece(&mut self) -> std::io::Result<Option<Piece>> {
        let mut wanted = BLOCK;
        loop {
            self.fill(wanted)?;
            if self.held.is_empty() {
                return Ok(None);
            }
            let end = if self.ended { self.held.len() } else { cut(&self.held, self.separator) };
            if end > 0 {
                let rest = self.held.split_off(end);
                let bytes = std::mem::replace(&mut self.held, rest);
                let from = self.at;
                let lines = memchr::memchr_iter(b'\n', &bytes).count() as u64;
                self.at = Position {
                    at: from.at + end as u64,
                    line: from.line + lines,
                    bytes: from.bytes + end as u64,
                    ..from
                };
                return Ok(Some(Piece { bytes, from, to: self.at, note: Note::Plain }));
            }
            if self.held.len() >= LONGEST {
                return self.skip().map(Some);
            }
            wanted = (2 * self.held.len()).clamp(BLOCK, LONGEST);
        }
    }
}

/// The heading's line, without its end and the mark of UTF-8, and how many bytes of the file it takes.
fn heading(reader: &mut dyn BufRead, source: &Source) -> Result<(Vec<u8>, u64), Failure> {
    let failed = |error: std::io::Error| match error.kind() {
        STOPPED => Failure::new(Exit::Interrupted, "interrupted while waiting for the heading"),
        _ => Failure::new(Exit::Io, format!("cannot read `{}`: {error}", source.name)),
    };
    let mut line = Vec::new();
    reader.take(LONGEST as u64).read_until(b'\n', &mut line).map_err(failed)?;
    let length = line.len() as u64;
    let bad = |message: &str, help: &str| {
        Err(Failure::new(Exit::BadData, format!("`{}` {message}", source.name)).with_help(help))
    };
    if line.starts_with(&[0xff, 0xfe]) || line.starts_with(&[0xfe, 0xff]) {
        return bad("is in UTF-16", "save it as UTF-8");
    }
    if line.starts_with(b"PK\x03\x04") {
        return bad("is a spreadsheet or an archive", "save it as CSV");
    }
    if line.starts_with(b"PAR1") {
        return bad("is a Parquet file", "name it .parquet");
    }
    if line.contains(&0) {
        return bad("has a NUL character in its heading", "save it as plain text");
    }
    if length == LONGEST as u64 && !line.ends_with(b"\n") {
        return bad(
            "has a heading longer than 16 MiB",
            "its first line names the columns: first_time,learning_rate,units",
        );
    }
    let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let text = text.strip_suffix(b"\r").unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return bad("has no heading", "its first line names the columns: first_time,learning_rate,units");
    }
    Ok((text.to_vec(), length))
}

/// The names of the columns.
fn columns(heading: &[u8], separator: u8) -> Result<Vec<Column>, String> {
    let mut cells = Vec::new();
    fields(heading, separator, &mut cells).map_err(|problem| format!("its heading: {problem}"))?;
    let mut columns: Vec<Column> = Vec::with_capacity(cells.len());
    let mut names = HashSet::new();
    for (place, cell) in cells.into_iter().enumerate() {
        let name = cell.text.trim().to_owned();
        if name.is_empty() {
            return Err(format!("column {} of its heading has no name", place + 1));
        }
        if !names.insert(name.clone()) {
            return Err(format!("its heading has `{}` twice", crate::render::visible(&name)));
        }
        columns.push(Column { name, bare: false, unfit: None });
    }
    Ok(columns)
}
