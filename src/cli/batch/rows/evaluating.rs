//! Rows evaluated and written.

use std::sync::Arc;

use super::super::super::exit::Failure;
use super::super::Gathered;
use super::super::column::Column;
use super::super::figure;
use super::super::job::{Done, Note, Piece, Tally, Worker};
use super::records::{Record, fields, has_lone_return, records};
use super::text::LONGEST;
use crate::batch::split::FARTHEST;
use crate::batch::template::Template;
use crate::estimate::table::uneven;

/// What is done with each row.
#[derive(Clone)]
pub(super) struct Evaluating {
    pub(super) template: Arc<Template>,
    pub(super) columns: Arc<Vec<Column>>,
    pub(super) format: Gathered,
    pub(super) rounded: bool,
    pub(super) separator: u8,
    /// Whether results have a decimal comma.
    pub(super) comma_results: bool,
    /// Whether each record counts as a line, whatever line ends its cells have; then a blank one is a row too, of one blank cell.
    pub(super) numbered_by_row: bool,
}

impl Worker for Evaluating {
    fn work(&self, piece: Result<Piece, Failure>) -> Result<Done, Failure> {
        let piece = piece?;
        let mut done = Done { position: piece.to, ..Done::default() };
        if matches!(piece.note, Note::TooLong | Note::Endless) {
            let mebibytes = 1024 * 1024;
            let reason = if piece.note == Note::Endless {
                let most = FARTHEST / mebibytes as u64;
                format!(
                    "the row is longer than {most} MiB, and what follows is not read; this is its beginning"
                )
            } else {
                format!("the row is longer than {} MiB; this is its beginning", LONGEST / mebibytes)
            };
            reject(&mut done, piece.from.line, &reason, &piece.bytes);
            return Ok(done);
        }
        done.output.reserve(3 * piece.bytes.len());
        // Nearly all tables are plain text without quotes: then a line is a record and a separator an end.
        let plain = memchr::memchr2(b'"', 0, &piece.bytes).is_none() && !has_lone_return(&piece.bytes);
        match std::str::from_utf8(&piece.bytes) {
            Ok(text) if plain => self.plain(text, piece.from.line, &mut done),
            _ => self.any(&piece, &mut done),
        }
        Ok(done)
    }
}

/// Puts a row among the rejects.
fn reject(done: &mut Done, line: u64, reason: &str, record: &[u8]) {
    let quoted = |text: &str| text.replace('"', "\"\"");
    let record = String::from_utf8_lossy(record);
    let said = format!("{line},\"{}\",\"{}\"\n", quoted(&crate::render::visible(reason)), quoted(&record));
    done.rejects.extend_from_slice(said.as_bytes());
    done.tally = Tally { failed: done.tally.failed + 1, ..done.tally };
}

impl Evaluating {
    /// Rows of a block that has neither quotes nor odd characters.
    fn plain(&self, block: &str, first: u64, done: &mut Done) {
        let separator = char::from(self.separator);
        let mut cells: Vec<&str> = Vec::with_capacity(self.columns.len());
        let mut scratch = Scratch::default();
        for (line, record) in (first..).zip(block.split_terminator('\n')) {
            let record = record.strip_suffix('\r').unwrap_or(record);
            if record.is_empty() && !self.numbered_by_row {
                continue;
            }
            cells.clear();
            cells.extend(record.split(separator));
            scratch.missing(cells.iter().map(|cell| cell.is_empty()));
            match self.row(record.as_bytes(), &cells, &mut scratch, &mut done.output) {
                Ok(()) => done.tally.fine += 1,
                Err(reason) => reject(done, line, &reason, record.as_bytes()),
            }
        }
    }

    /// Rows of any block.
    fn any(&self, piece: &Piece, done: &mut Done) {
        let mut cells = Vec::with_capacity(self.columns.len());
        let mut scratch = Scratch::default();
        for (row, Record { bytes, line, closed }) in
            (piece.from.line..).zip(records(&piece.bytes, self.separator, piece.from.line))
        {
            let line = if self.numbered_by_row { row } else { line };
            if bytes.is_empty() && !self.numbered_by_row {
                continue;
            }
            if !closed {
                reject(done, line, "a quote is opened in this line and never closed", bytes);
                continue;
            }
            cells.clear();
            let row = fields(bytes, self.separator, &mut cells).and_then(|()| {
                scratch.missing(cells.iter().map(|cell| cell.text.is_empty() && !cell.quoted));
                let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_ref()).collect();
                self.row(bytes, &texts, &mut scratch, &mut done.output)
            });
            match row {
                Ok(()) => done.tally.fine += 1,
                Err(reason) => reject(done, line, &reason, bytes),
            }
        }
    }

    /// Evaluates a row and writes it with its results; nothing is written where it has none.
    fn row(
        &self,
        record: &[u8],
        cells: &[&str],
        scratch: &mut Scratch,
        output: &mut Vec<u8>,
    ) -> Result<(), String> {
        if let Some(problem) = uneven(cells.len(), self.columns.len()) {
            return Err(problem);
        }
        scratch.exact.clear();
        scratch.rounded.clear();
        if self.rounded || !self.template.quick(cells, &mut scratch.exact) {
            let figures = self.template.evaluate(cells).map_err(|reason| reason.0)?;
            scratch.exact.extend(figures.0.iter().map(|(exact, _)| *exact));
            if self.rounded {
                scratch.rounded.extend(figures.0.iter().map(|(_, value)| value.to_string()));
            }
        }
        if self.format == Gathered::Jsonl {
            self.object(cells, scratch, output);
            return Ok(());
        }
        output.extend_from_slice(record);
        for place in 0..scratch.exact.len() {
            output.push(self.separator);
            let start = output.len();
            scratch.write(place, output);
            if self.comma_results
                && let Some(point) = output[start..].iter().position(|byte| *byte == b'.')
            {
                output[start + point] = b',';
                if self.separator == b',' {
                    output.insert(start, b'"');
                    output.push(b'"');
                }
            }
        }
        output.push(b'\n');
        Ok(())
    }

    /// Writes a row as a JSON object.
    fn object(&self, cells: &[&str], scratch: &mut Scratch, output: &mut Vec<u8>) {
        let quoted = |text: &str| serde_json::to_string(text).unwrap_or_else(|_| "null".to_owned());
        output.push(b'{');
        for ((column, cell), missing) in self.columns.iter().zip(cells).zip(&scratch.missing) {
            let cell = match *cell {
                // Parquet tells what is missing from what is empty.
                _ if *missing && self.numbered_by_row => "null".to_owned(),
                "" | "NaN" | "inf" | "-inf" if column.bare => "null".to_owned(),
                cell if column.bare => cell.to_owned(),
                cell => quoted(cell),
            };
            output.extend_from_slice(format!("{}:{cell},", quoted(&column.name)).as_bytes());
        }
        for (place, name) in self.template.headings().iter().enumerate() {
            if place > 0 {
                output.push(b',');
            }
            output.extend_from_slice(quoted(name).as_bytes());
            output.push(b':');
            scratch.write(place, output);
        }
        output.extend_from_slice(b"}\n");
    }
}

/// The figures of a row, and room to write them in.
#[derive(Default)]
struct Scratch {
    exact: Vec<f64>,
    /// As `solve` rounds them, where that is wanted.
    rounded: Vec<String>,
    digits: zmij::Buffer,
    /// Which of its cells have nothing.
    missing: Vec<bool>,
}

impl Scratch {
    fn missing(&mut self, cells: impl Iterator<Item = bool>) {
        self.missing.clear();
        self.missing.extend(cells);
    }

    /// Writes a figure; nothing that is no number.
    fn write(&mut self, place: usize, output: &mut Vec<u8>) {
        if let Some(rounded) = self.rounded.get(place) {
            output.extend_from_slice(rounded.as_bytes());
        } else if self.exact[place].is_finite() {
            figure::write(self.exact[place], &mut self.digits, output);
        } else {
            output.extend_from_slice(b"null");
        }
    }
}
