//! Rows of a Parquet file as blocks of text.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use super::super::super::exit::{Exit, Failure};
use super::super::super::input;
use super::super::column::Column;
use super::super::job::{Note, Piece, Position};
use super::guard::guarded;
use super::leaf::{Leaf, leaves};
use super::pages::Checked;
use super::source::{Chunk, Source};
use super::values::{Values, Writing};
use super::{bad, damaged, failed};

/// The most rows that are done at a time.
const ROWS: usize = 4_096;
/// About how many bytes of text are done at a time.
const BLOCK: usize = 256 * 1024;
/// How many there are before no further row is begun.
const MOST: usize = 8 * BLOCK;

/// The rows of a file.
pub(in super::super) struct Reader {
    name: String,
    whole: Whole,
    values: Vec<Values>,
    /// The columns of the group of rows that is being read.
    columns: Vec<ColumnReader>,
    /// The next group.
    group: usize,
    /// Rows that the open group still has.
    left: u64,
    /// Rows of all groups.
    all: u64,
    bytes: u64,
    separator: u8,
    raw: bool,
    /// How many rows the next block has: as many as are likely to make [`BLOCK`].
    rows: usize,
    /// How many rows were read.
    read: usize,
    /// How many of them are done.
    done: usize,
    /// For each column, which of the values read is the next.
    next: Vec<usize>,
    at: Position,
    failed: bool,
}

/// A file and what it says of itself.
pub(super) struct Whole {
    source: Arc<Source>,
    pub(super) metadata: ParquetMetaData,
    leaves: Vec<Leaf>,
}

/// Opens a file and reads the types of its columns.
pub(super) fn open(path: &Path, name: &str) -> Result<Whole, Failure> {
    let file = File::open(path).map_err(|error| input::cannot_open(path, &error))?;
    let (source, metadata) = guarded(|| Ok(Source::open(file)), || damaged(name))?.map_err(|error| {
        failed(name, &error, |said| bad(name, &format_args!("is no whole Parquet file: {said}")))
    })?;
    let leaves = leaves(metadata.file_metadata().schema_descr()).map_err(|problem| bad(name, &problem))?;
    Ok(Whole { source, metadata, leaves })
}

impl Reader {
    /// Opens a file; `raw` leaves times and dates as the numbers that they are stored as.
    pub(in super::super) fn open(path: &Path, name: &str, separator: u8, raw: bool) -> Result<Self, Failure> {
        let whole = open(path, name)?;
        let leaves = &whole.leaves;
        if leaves.is_empty() {
            return Err(bad(name, &"has no columns"));
        }
        for (place, leaf) in leaves.iter().enumerate() {
            if leaves[..place].iter().any(|other| other.name == leaf.name) {
                return Err(bad(name, &format_args!("has `{}` twice", leaf.name)));
            }
        }
        let all = u64::try_from(whole.metadata.file_metadata().num_rows()).unwrap_or(0);
        let bytes = std::fs::metadata(path).map_or(0, |data| data.len());
        let values = leaves.iter().map(Values::new).collect();
        Ok(Self {
            name: name.to_owned(),
            whole,
            values,
            columns: Vec::new(),
            group: 0,
            left: 0,
            all,
            bytes,
            separator,
            raw,
            rows: 1,
            read: 0,
            done: 0,
            next: Vec::new(),
            at: Position { line: 1, ..Position::default() },
            failed: false,
        })
    }

    /// Its columns.
    pub(in super::super) fn columns(&self) -> Vec<Column> {
        let column =
            |leaf: &Leaf| Column { name: leaf.name.clone(), bare: leaf.is_bare(), unfit: leaf.unfit() };
        self.whole.leaves.iter().map(column).collect()
    }

    /// Goes to where a stopped run left off.
    pub(in super::super) fn go_on(&mut self, at: Position) -> Result<(), Failure> {
        let name = self.name.clone();
        guarded(|| self.skip_to(at), || damaged(&name))
    }

    fn skip_to(&mut self, at: Position) -> Result<(), Failure> {
        self.at = at;
        let mut skip = at.at;
        while skip > 0 && self.next_group()? {
            if skip >= self.left {
                skip -= self.left;
                self.left = 0;
                continue;
            }
            let rows = usize::try_from(skip).unwrap_or(usize::MAX);
            for column in &mut self.columns {
                let skipped = match column {
                    ColumnReader::BoolColumnReader(reader) => reader.skip_records(rows),
                    ColumnReader::Int32ColumnReader(reader) => reader.skip_records(rows),
                    ColumnReader::Int64ColumnReader(reader) => reader.skip_records(rows),
                    ColumnReader::Int96ColumnReader(reader) => reader.skip_records(rows),
                    ColumnReader::FloatColumnReader(reader) => reader.skip_records(rows),
                    ColumnReader::DoubleColumnReader(reader) => reader.skip_records(rows),
                    ColumnReader::ByteArrayColumnReader(reader) => reader.skip_records(rows),
                    ColumnReader::FixedLenByteArrayColumnReader(reader) => reader.skip_records(rows),
                };
                skipped.map_err(|error| failed(&self.name, &error, |said| bad(&self.name, &said)))?;
            }
            self.left -= skip;
            skip = 0;
        }
        Ok(())
    }

    /// Opens the next group of rows; false at the end.
    fn next_group(&mut self) -> Result<bool, Failure> {
        let Whole { source, metadata, .. } = &self.whole;
        if self.group >= metadata.num_row_groups() {
            return Ok(false);
        }
        let broken = |error| {
            let wrong = |said| bad(&self.name, &format_args!("group {} of rows: {said}", self.group + 1));
            failed(&self.name, &error, wrong)
        };
        let group = metadata.row_group(self.group);
        let rows = usize::try_from(group.num_rows()).unwrap_or(0);
        let columns = group.columns().iter().map(|chunk| {
            let column = chunk.column_descr_ptr();
            let pages = SerializedPageReader::new(
                Arc::new(Chunk::new(source, chunk.compression())),
                chunk,
                rows,
                None,
            )?;
            let pages = Checked::new(Box::new(pages), &column);
            Ok(get_column_reader(column, Box::new(pages)))
        });
        self.columns = columns.collect::<Result<_, _>>().map_err(broken)?;
        self.left = rows as u64;
        self.group += 1;
        Ok(true)
    }

    /// The next block of rows.
    pub(in super::super) fn next(&mut self) -> Option<Result<Piece, Failure>> {
        if self.failed {
            return None;
        }
        let name = self.name.clone();
        let piece = guarded(|| self.piece(), || damaged(&name)).transpose();
        self.failed = matches!(piece, Some(Err(_)));
        piece
    }

    /// Reads further rows; false at the end.
    fn read_rows(&mut self) -> Result<bool, Failure> {
        while self.left == 0 {
            if !self.next_group()? {
                if self.at.at != self.all {
                    let message =
                        format_args!("its groups have {} rows, and it says {}", self.at.at, self.all);
                    return Err(bad(&self.name, &message).with_help("the file is damaged: write it anew"));
                }
                return Ok(false);
            }
        }
        let rows = usize::try_from(self.left).unwrap_or(ROWS).min(self.rows);
        let first = self.at.line;
        let place = |reason: &dyn std::fmt::Display, leaf: &Leaf| {
            let message = format!("`{}`: from row {first} on, column `{}`: {reason}", self.name, leaf.name);
            Failure::new(Exit::BadData, message).with_help("the file is damaged: write it anew")
        };
        for ((leaf, values), reader) in self.whole.leaves.iter().zip(&mut self.values).zip(&mut self.columns)
        {
            let read = values
                .read(reader, rows, leaf)
                .map_err(|error| failed(&self.name, &error, |said| place(&said, leaf)))?;
            if read != rows {
                return Err(place(&format_args!("{read} values for {rows} rows"), leaf));
            }
        }
        (self.read, self.done) = (rows, 0);
        self.next = vec![0; self.whole.leaves.len()];
        Ok(true)
    }

    fn piece(&mut self) -> Result<Option<Piece>, Failure> {
        if self.read == self.done && !self.read_rows()? {
            return Ok(None);
        }
        let mut writing = Writing::new(self.separator);
        let first = self.done;
        // What stands once in a file may be in each of many rows: they are not all done at once where they are wide.
        while self.done < self.read && writing.out.len() < MOST {
            let row = self.done;
            for (column, (leaf, values)) in self.whole.leaves.iter().zip(&self.values).enumerate() {
                if column > 0 {
                    writing.out.push(writing.separator);
                }
                if values.there().get(row).is_some_and(|there| *there > 0) {
                    values.put(self.next[column], leaf, self.raw, &mut writing);
                    self.next[column] += 1;
                }
            }
            writing.out.push(b'\n');
            self.done += 1;
        }
        let rows = self.done - first;
        // Wide rows are read few at a time, and no more than doubled without having been seen to be narrow.
        let each = writing.out.len() / rows + 1;
        self.rows = (BLOCK / each).clamp(1, 2 * rows.max(self.rows)).min(ROWS);
        self.left -= rows as u64;
        let from = self.at;
        let at = from.at + rows as u64;
        #[expect(clippy::cast_possible_truncation, reason = "no more than the size of the file")]
        let bytes = (u128::from(self.bytes) * u128::from(at) / u128::from(self.all.max(at))) as u64;
        self.at = Position { at, line: from.line + rows as u64, bytes: bytes.max(1), ..from };
        Ok(Some(Piece { bytes: writing.out, from, to: self.at, note: Note::Plain }))
    }
}
