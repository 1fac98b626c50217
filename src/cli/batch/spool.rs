//! Results read back from the text in which they were gathered, for formats that are made of the whole.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::super::exit::{Exit, Failure};
use super::super::stop::Stop;
use super::rows::records::{Cell, cells, cut, records};

/// How much is read at once.
const BLOCK: usize = 1 << 20;
/// Digits that every spreadsheet and every double keep.
const DIGITS: usize = 15;

/// Results as text, in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spool<'p> {
    pub(super) path: &'p Path,
    pub(super) separator: u8,
    /// Whether the numbers of the input have a decimal comma.
    pub(super) decimal_comma: bool,
    /// How many of the last columns are results.
    pub(super) results: usize,
    /// Whether results are rounded.
    pub(super) rounded: bool,
    /// Whether texts that are too long for a format may be cut.
    pub(super) cut: bool,
    pub(super) stop: &'p Stop,
}

/// What all cells of a column are that are not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Whole,
    /// Numbers with at most so many places.
    Number(usize),
}

/// A column of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Whether it is a result and none of the input's columns.
    pub(super) result: bool,
    /// The characters of its widest cell.
    pub(super) widest: usize,
    /// Whether its numbers have no more digits than a double keeps, and how many before the point.
    pub(super) whole_digits: usize,
}

impl Spool<'_> {
    /// Hands over the cells of each row, the heading's first.
    pub(super) fn each(
        &self,
        mut take: impl FnMut(&[Cell<'_>]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let broken = |what: &dyn std::fmt::Display| {
            Failure::new(Exit::Io, format!("cannot read `{}`: {what}", self.path.display()))
        };
        let mut file = File::open(self.path).map_err(|error| broken(&error))?;
        let mut held = Vec::new();
        loop {
            let room = held.len().max(BLOCK) as u64;
            let read = (&mut file).take(room).read_to_end(&mut held).map_err(|error| broken(&error))?;
            let end = if read == 0 { held.len() } else { cut(&held, self.separator) };
            for record in records(&held[..end], self.separator, 1) {
                let text = std::str::from_utf8(record.bytes).map_err(|error| broken(&error))?;
                let mut made = Vec::new();
                cells(text, self.separator, &mut made).map_err(|problem| broken(&problem))?;
                take(&made)?;
                if self.stop.is_asked() {
                    return Err(Failure::new(Exit::Interrupted, "interrupted while the output was made")
                        .with_help("the same command with --resume goes on"));
                }
            }
            held.drain(..end);
            if read == 0 {
                return Ok(());
            }
        }
    }

    /// Its columns, by what their cells are.
    pub(super) fn columns(&self) -> Result<Vec<Column>, Failure> {
        let mut columns: Vec<Column> = Vec::new();
        let mut seen: Vec<Seen> = Vec::new();
        self.each(|cells| {
            if columns.is_empty() {
                let first_result = cells.len().saturating_sub(self.results);
                columns = (cells.iter().enumerate())
                    .map(|(place, cell)| Column {
                        name: cell.text.trim().to_owned(),
                        kind: Kind::Text,
                        result: place >= first_result,
                        widest: cell.text.chars().count(),
                        whole_digits: 0,
                    })
                    .collect();
                seen.resize(cells.len(), Seen::default());
                return Ok(());
            }
            for ((cell, column), seen) in cells.iter().zip(&mut columns).zip(&mut seen) {
                column.widest = column.widest.max(cell.text.len());
                seen.take(&self.number(&cell.text, column.result), column.result);
            }
            Ok(())
        })?;
        for (column, seen) in columns.iter_mut().zip(seen) {
            column.kind = seen.kind();
            column.whole_digits = seen.whole_digits;
        }
        Ok(columns)
    }

    /// A number of the input with a point in place of its comma; results have points.
    pub(super) fn number<'t>(&self, text: &'t str, result: bool) -> Cow<'t, str> {
        let text = text.trim();
        if self.decimal_comma && !result {
            Cow::Owned(text.replacen(',', ".", 1))
        } else {
            Cow::Borrowed(text)
        }
    }
}

/// What the cells of a column were so far.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    any: bool,
    text: bool,
    fraction: bool,
    places: usize,
    whole_digits: usize,
}

impl Seen {
    fn take(&mut self, text: &str, result: bool) {
        if text.is_empty() || self.text {
            return;
        }
        self.any = true;
        if result && text == "null" {
            return;
        }
        match plain(text) {
            // What rows come to are doubles, however many digits they have; of the input's no digit may be lost.
            Some((whole, places)) if result || whole + places <= DIGITS => {
                self.fraction |= places > 0;
                self.places = self.places.max(places);
                self.whole_digits = self.whole_digits.max(whole);
            }
            // Digits that a double keeps are told by its shortest text; a whole number that long is a code.
            _ if text.contains(['.', 'e']) && double(text) => {
                self.fraction = true;
                let places = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
                self.places = self.places.max(places.min(DIGITS));
            }
            _ => self.text = true,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self { text: true, .. } | Self { any: false, .. } => Kind::Text,
            Self { fraction: false, .. } => Kind::Whole,
            Self { places, .. } => Kind::Number(places),
        }
    }
}

/// The digits before and after the point of a plain number; none of one that has needless zeros before it, as codes have.
fn plain(text: &str) -> Option<(usize, usize)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let needless = whole.len() > 1 && whole.starts_with('0');
    if needless || text == "-0" || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    Some((whole.len(), if digits.contains('.') { fraction.len() } else { 0 }))
}

/// Whether a text is just as the shortest digits of a double are written.
fn double(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|value| value.is_finite() && value.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let stop = Stop::default();
        let spool = Spool {
            path: file.path(),
            separator: b',',
            decimal_comma: false,
            results: 1,
            rounded: false,
            cut: false,
            stop: &stop,
        };
        spool.columns().unwrap().iter().map(|column| column.kind).collect()
    }

    #[test]
    fn columns_are_what_their_cells_are() {
        let text = "part,code,units,price,note,total\nchair,007,128,15.5,,1.0000000000000002\n\"a,b\",12,,15.25,,null\n";
        assert_eq!(
            kinds(text),
            [Kind::Text, Kind::Text, Kind::Whole, Kind::Number(2), Kind::Text, Kind::Number(16)]
        );
    }

    #[test]
    fn numbers_that_would_lose_digits_stay_text() {
        assert_eq!(
            kinds("id,n,total\n12345678901234567890,0.30000000000000004,1\n"),
            [Kind::Text, Kind::Number(15), Kind::Whole]
        );
    }
}
