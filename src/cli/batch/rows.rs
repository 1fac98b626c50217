//! Rows of a table, each a scenario of its own.

mod base;
mod evaluating;
mod records;

use std::io::{BufRead, Read as _};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::input;
use super::job::{Job, Note, Piece, Position, Worker};
use super::sink::Sink;
use super::source::Source;
use super::{Batch, Output, wanted_names};
use crate::batch::template::{Base, Fixed, Template, Wanted};
use evaluating::Evaluating;
use records::{cut, fields};

// No doc comment: it would take the place of the description of the command.
// What is said of rows alone.
#[derive(Debug, Clone, Args)]
pub(super) struct Flags {
    /// What is wanted of each row
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', default_value = "average,total,unit", value_parser = wanted_names())]
    find: Vec<String>,
    /// A key that is the same for every row: `model=crawford`, `rate=15`
    #[arg(long, value_name = "NAME=VALUE", value_parser = constant)]
    set: Vec<(String, String)>,
    /// A scenario whose curve the columns change, with its costs and its rounding
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Results as `solve` rounds them, not as doubles
    #[arg(long)]
    rounded: bool,
    /// What stands between cells; the output has the same
    #[arg(long, default_value = "comma", value_parser = ["comma", "semicolon", "tab"])]
    separator: String,
    /// Numbers have a decimal comma: 1234,5
    #[arg(long)]
    decimal_comma: bool,
    /// Where rows without results go; default beside the output, `OUT.rejects.csv`, or standard error
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
}

fn constant(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE: model=crawford")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

impl Flags {
    /// Refuses flags about rows where there are none.
    pub(super) fn check(&self, rows: bool) -> Result<(), Failure> {
        if rows || (self.set.is_empty() && self.template.is_none() && !self.rounded && self.rejects.is_none())
        {
            return Ok(());
        }
        Err(Failure::new(Exit::Usage, "--set, --template, --rounded and --rejects are about tables of rows")
            .with_help("name a .csv file, or say --from csv for standard input"))
    }
}

/// About how many bytes of rows are done at a time.
const BLOCK: usize = 256 * 1024;
/// The longest row.
const LONGEST: usize = 16 * 1024 * 1024;

/// The rows of a table.
pub(super) struct Rows {
    source: Source,
    reader: Box<dyn BufRead + Send>,
    /// What was read and is not yet cut off.
    held: Vec<u8>,
    ended: bool,
    at: Position,
    evaluating: Evaluating,
}

impl Rows {
    /// Opens a table: its heading says which column is what.
    pub(super) fn open(
        args: &Batch,
        source: &Source,
        format: Output,
        sink: &mut Sink,
    ) -> Result<Self, Failure> {
        let flags = &args.rows;
        let separator = match flags.separator.as_str() {
            "semicolon" => b';',
            "tab" => b'\t',
            _ if source.path.as_ref().is_some_and(|path| {
                path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"))
            }) =>
            {
                b'\t'
            }
            _ => b',',
        };
        let mut reader = source.open(0)?;
        let bad = |message: String| Failure::new(Exit::BadData, format!("`{}`: {message}", source.name));
        let (heading, length) = heading(&mut *reader, source)?;
        let columns = columns(&heading, separator).map_err(bad)?;
        let base = flags.template.as_ref().map(|path| template_base(path)).transpose()?;
        let fixed = Fixed { constants: flags.set.clone(), base, decimal_comma: flags.decimal_comma };
        let wanted: Vec<Wanted> = flags.find.iter().filter_map(|name| Wanted::of_name(name)).collect();
        let template = Template::new(&columns, &fixed, wanted).map_err(|problems| {
            let list: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
            let has = crate::render::visible(&columns.join(", "));
            bad(format!("its columns make no curves:{}", list.concat()))
                .with_help(format!("the heading has {has}"))
        })?;
        let headings = template.headings();
        if let Some(taken) = headings.iter().find(|heading| columns.contains(heading)) {
            return Err(bad(format!("there is a column `{taken}` already, which is the name of a result"))
                .with_help("rename it: results are put beside the columns that are there"));
        }
        let evaluating = Evaluating {
            template: Arc::new(template),
            columns: Arc::new(columns),
            format,
            rounded: flags.rounded,
            separator,
            decimal_comma: flags.decimal_comma,
        };
        let mut at = Position { at: length, line: 2, bytes: length, ..Position::default() };
        if sink.begun().at > 0 {
            at = sink.begun();
            reader = source.open(at.at)?;
        } else if format == Output::Csv {
            let mut line = heading.clone();
            for name in &headings {
                line.push(separator);
                line.extend_from_slice(name.as_bytes());
            }
            line.push(b'\n');
            sink.put(&line)?;
        }
        Ok(Self { source: source.clone(), reader, held: Vec::new(), ended: false, at, evaluating })
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
        let mut skipped = 0;
        loop {
            if let Some(end) = self.held.iter().position(|byte| *byte == b'\n') {
                skipped += end as u64 + 1;
                self.held.drain(..=end);
                break;
            }
            skipped += self.held.len() as u64;
            self.held.clear();
            self.fill(BLOCK)?;
            if self.held.is_empty() {
                break;
            }
        }
        self.at =
            Position { at: from.at + skipped, line: from.line + 1, bytes: from.bytes + skipped, ..from };
        Ok(Piece { bytes: beginning, from, to: self.at, note: Note::TooLong })
    }

    fn piece(&mut self) -> std::io::Result<Option<Piece>> {
        let mut wanted = BLOCK;
        loop {
            self.fill(wanted)?;
            if self.held.is_empty() {
                return Ok(None);
            }
            let end = if self.ended { self.held.len() } else { cut(&self.held) };
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

/// The scenario that columns change.
fn template_base(path: &std::path::Path) -> Result<Base, Failure> {
    let input = input::read(&input::Source::File(path.to_owned()))?;
    base::base(&input.text)
        .map_err(|problem| Failure::new(Exit::BadData, format!("`{}`: {problem}", input.name)))
}

/// The heading's line, without its end and the mark of UTF-8, and how many bytes of the file it takes.
fn heading(reader: &mut dyn BufRead, source: &Source) -> Result<(Vec<u8>, u64), Failure> {
    let failed = |error| Failure::new(Exit::Io, format!("cannot read `{}`: {error}", source.name));
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
    let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii_end();
    if text.is_empty() {
        return bad("has no heading", "its first line names the columns: first_time,learning_rate,units");
    }
    Ok((text.to_vec(), length))
}

/// The names of the columns.
fn columns(heading: &[u8], separator: u8) -> Result<Vec<String>, String> {
    let mut cells = Vec::new();
    fields(heading, separator, &mut cells).map_err(|problem| format!("its heading: {problem}"))?;
    let mut columns: Vec<String> = Vec::new();
    for (place, cell) in cells.into_iter().enumerate() {
        let name = cell.trim().to_owned();
        if name.is_empty() {
            return Err(format!("column {} of its heading has no name", place + 1));
        }
        if columns.contains(&name) {
            return Err(format!("its heading has `{}` twice", crate::render::visible(&name)));
        }
        columns.push(name);
    }
    Ok(columns)
}

impl Job for Rows {
    fn size(&self) -> Option<u64> {
        self.source.stamp().map(|(size, _)| size)
    }

    fn worker(&self) -> Box<dyn Worker> {
        Box::new(self.evaluating.clone())
    }

    fn next(&mut self) -> Option<Result<Piece, Failure>> {
        match self.piece() {
            Ok(piece) => piece.map(Ok),
            Err(error) => {
                self.ended = true;
                self.held.clear();
                Some(Err(Failure::new(Exit::Io, format!("cannot read `{}`: {error}", self.source.name))))
            }
        }
    }
}
