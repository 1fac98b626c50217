//! Values of a column: read from a file and written as text, read from text and written to a file.

use std::fmt::Write as _;
use std::io::Write as _;

use half::f16;
use parquet::basic::Type as Physical;
use parquet::column::reader::ColumnReader;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use parquet::errors::Result;

use super::super::figure;
use super::super::rows::records;
use super::leaf::{
    Fraction, Leaf, Meaning, read_decimal, write_clock, write_day, write_decimal, write_half, write_moment,
};

/// What stands before the hexadecimal digits of bytes that are no text.
const MARK: &str = "\\x";

/// Some rows of a column: the values that are there, and for each row whether it has one.
#[derive(Debug)]
pub(super) struct Values {
    there: Vec<i16>,
    stored: Stored,
}

/// Values as Parquet stores them.
#[derive(Debug)]
enum Stored {
    Truth(Vec<bool>),
    Short(Vec<i32>),
    Long(Vec<i64>),
    Old(Vec<Int96>),
    Single(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

impl Values {
    /// None yet, of a column.
    pub(super) fn new(leaf: &Leaf) -> Self {
        let stored = match leaf.physical {
            Physical::BOOLEAN => Stored::Truth(Vec::new()),
            Physical::INT32 => Stored::Short(Vec::new()),
            Physical::INT64 => Stored::Long(Vec::new()),
            Physical::INT96 => Stored::Old(Vec::new()),
            Physical::FLOAT => Stored::Single(Vec::new()),
            Physical::DOUBLE => Stored::Double(Vec::new()),
            Physical::BYTE_ARRAY => Stored::Bytes(Vec::new()),
            Physical::FIXED_LEN_BYTE_ARRAY => Stored::Fixed(Vec::new()),
        };
        Self { there: Vec::new(), stored }
    }

    fn clear(&mut self) {
        self.there.clear();
        match &mut self.stored {
            Stored::Truth(values) => values.clear(),
            Stored::Short(values) => values.clear(),
            Stored::Long(values) => values.clear(),
            Stored::Old(values) => values.clear(),
            Stored::Single(values) => values.clear(),
            Stored::Double(values) => values.clear(),
            Stored::Bytes(values) => values.clear(),
            Stored::Fixed(values) => values.clear(),
        }
    }

    /// Reads up to this many rows; says how many there were.
    pub(super) fn read(&mut self, reader: &mut ColumnReader, rows: usize, leaf: &Leaf) -> Result<usize> {
        self.clear();
        let there = &mut self.there;
        // A reader for each type that it can have, and room of that type.
        macro_rules! read {
            ($reader:expr, $values:expr) => {
                $reader.read_records(rows, Some(&mut *there), None, $values)
            };
        }
        let read = match (reader, &mut self.stored) {
            (ColumnReader::BoolColumnReader(reader), Stored::Truth(values)) => read!(reader, values),
            (ColumnReader::Int32ColumnReader(reader), Stored::Short(values)) => read!(reader, values),
            (ColumnReader::Int64ColumnReader(reader), Stored::Long(values)) => read!(reader, values),
            (ColumnReader::Int96ColumnReader(reader), Stored::Old(values)) => read!(reader, values),
            (ColumnReader::FloatColumnReader(reader), Stored::Single(values)) => read!(reader, values),
            (ColumnReader::DoubleColumnReader(reader), Stored::Double(values)) => read!(reader, values),
            (ColumnReader::ByteArrayColumnReader(reader), Stored::Bytes(values)) => read!(reader, values),
            (ColumnReader::FixedLenByteArrayColumnReader(reader), Stored::Fixed(values)) => {
                read!(reader, values)
            }
            _ => Ok((0, 0, 0)),
        };
        let (records, ..) = read?;
        if !leaf.optional {
            self.there.clear();
            self.there.resize(records, 1);
        }
        Ok(records)
    }

    /// Which rows have a value.
    pub(super) fn there(&self) -> &[i16] {
        &self.there
    }

    /// Writes a value as a cell; `raw` leaves times as the numbers that they are stored as.
    pub(super) fn put(&self, place: usize, leaf: &Leaf, raw: bool, writing: &mut Writing) {
        match &self.stored {
            Stored::Truth(values) => writing.word(if at(values, place) { "true" } else { "false" }),
            Stored::Short(values) if leaf.meaning == Meaning::Unsigned => {
                writing.whole(i64::from(at(values, place).cast_unsigned()), leaf.meaning, raw);
            }
            Stored::Short(values) => writing.whole(i64::from(at(values, place)), leaf.meaning, raw),
            Stored::Long(values) => writing.whole(at(values, place), leaf.meaning, raw),
            Stored::Old(values) => {
                let value = values.get(place).copied().unwrap_or_default();
                let [low, high, day] = [value.data()[0], value.data()[1], value.data()[2]];
                if raw {
                    let bytes: Vec<u8> = [low, high, day].into_iter().flat_map(u32::to_le_bytes).collect();
                    writing.hexadecimal(&bytes);
                } else {
                    writing.old_moment(day, (u64::from(high) << 32) | u64::from(low));
                }
            }
            // The shortest number that reads back to the same single is what was meant, not its expansion.
            Stored::Single(values) => writing.word(&at(values, place).to_string()),
            Stored::Double(values) => figure::write(at(values, place), &mut writing.digits, &mut writing.out),
            Stored::Bytes(values) => {
                writing.array(values.get(place).map_or(&[], |value| value.data()), leaf.meaning);
            }
            Stored::Fixed(values) => {
                writing.array(values.get(place).map_or(&[], |value| value.data()), leaf.meaning);
            }
        }
    }

    /// Takes a cell as a value; false where it can't be one.
    pub(super) fn take(&mut self, cell: Option<&str>, leaf: &Leaf) -> bool {
        let Some(cell) = cell else {
            self.there.push(0);
            return leaf.optional;
        };
        self.there.push(1);
        match &mut self.stored {
            Stored::Truth(values) => push(values, cell.parse().ok()),
            Stored::Short(values) => match leaf.meaning {
                Meaning::Decimal(places) => {
                    push(values, read_decimal(cell, places).and_then(|value| value.try_into().ok()))
                }
                Meaning::Unsigned => push(values, cell.parse().ok().map(u32::cast_signed)),
                _ => push(values, cell.parse().ok()),
            },
            Stored::Long(values) => match leaf.meaning {
                Meaning::Decimal(places) => {
                    push(values, read_decimal(cell, places).and_then(|value| value.try_into().ok()))
                }
                Meaning::Unsigned => push(values, cell.parse().ok().map(u64::cast_signed)),
                _ => push(values, cell.parse().ok()),
            },
            Stored::Old(values) => push(values, old(cell)),
            Stored::Single(values) => push(values, cell.parse().ok()),
            Stored::Double(values) => push(values, cell.parse().ok()),
            Stored::Bytes(values) => match leaf.meaning {
                Meaning::Decimal(places) => {
                    push(values, read_decimal(cell, places).map(|value| significant(value).into()))
                }
                Meaning::Untyped if cell.starts_with(MARK) => {
                    push(values, unhexadecimal(&cell[MARK.len()..]).map(ByteArray::from))
                }
                _ => push(values, Some(ByteArray::from(cell))),
            },
            Stored::Fixed(values) => {
                let width = leaf.width;
                let bytes = match leaf.meaning {
                    Meaning::Decimal(places) => {
                        read_decimal(cell, places).and_then(|value| padded(value, width))
                    }
                    Meaning::Half => {
                        cell.parse().ok().map(|value| f16::from_f32(value).to_le_bytes().to_vec())
                    }
                    _ => unhexadecimal(cell),
                };
                push(values, bytes.map(|bytes| FixedLenByteArray::from(ByteArray::from(bytes))))
            }
        }
    }

    /// Writes all as a column of a group of rows, and begins anew.
    pub(super) fn write(&mut self, writer: &mut ColumnWriter<'_>, leaf: &Leaf) -> Result<()> {
        let there = leaf.optional.then_some(self.there.as_slice());
        macro_rules! write {
            ($writer:expr, $values:expr) => {
                $writer.write_batch($values, there, None)
            };
        }
        let written = match (writer, &self.stored) {
            (ColumnWriter::BoolColumnWriter(writer), Stored::Truth(values)) => write!(writer, values),
            (ColumnWriter::Int32ColumnWriter(writer), Stored::Short(values)) => write!(writer, values),
            (ColumnWriter::Int64ColumnWriter(writer), Stored::Long(values)) => write!(writer, values),
            (ColumnWriter::Int96ColumnWriter(writer), Stored::Old(values)) => write!(writer, values),
            (ColumnWriter::FloatColumnWriter(writer), Stored::Single(values)) => write!(writer, values),
            (ColumnWriter::DoubleColumnWriter(writer), Stored::Double(values)) => write!(writer, values),
            (ColumnWriter::ByteArrayColumnWriter(writer), Stored::Bytes(values)) => write!(writer, values),
            (ColumnWriter::FixedLenByteArrayColumnWriter(writer), Stored::Fixed(values)) => {
                write!(writer, values)
            }
            _ => Ok(0),
        };
        self.clear();
        written.map(|_| ())
    }
}

fn at<T: Copy + Default>(values: &[T], place: usize) -> T {
    values.get(place).copied().unwrap_or_default()
}

fn push<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let fits = value.is_some();
    values.extend(value);
    fits
}

/// A record that is being written.
#[derive(Default)]
pub(super) struct Writing {
    pub(super) out: Vec<u8>,
    pub(super) separator: u8,
    digits: zmij::Buffer,
    text: String,
}

impl Writing {
    /// Nothing yet, of records whose cells are so far apart.
    pub(super) fn new(separator: u8) -> Self {
        Self { separator, ..Self::default() }
    }

    fn word(&mut self, word: &str) {
        self.out.extend_from_slice(word.as_bytes());
    }

    fn whole(&mut self, value: i64, meaning: Meaning, raw: bool) {
        self.text.clear();
        match meaning {
            Meaning::Unsigned => self.text = value.cast_unsigned().to_string(),
            Meaning::Decimal(places) => write_decimal(i128::from(value), places, &mut self.text),
            Meaning::Day if !raw => write_day(value, &mut self.text),
            Meaning::Clock(fraction) if !raw => write_clock(value, fraction, &mut self.text),
            Meaning::Moment(fraction, utc) if !raw => write_moment(value, fraction, utc, &mut self.text),
            _ => {
                let _ = write!(self.text, "{value}");
            }
        }
        self.out.extend_from_slice(self.text.as_bytes());
    }

    /// A Julian day and the nanoseconds since its midnight.
    fn old_moment(&mut self, day: u32, nanoseconds: u64) {
        const JULIAN_DAY_OF_1970: i64 = 2_440_588;
        self.text.clear();
        write_day(i64::from(day) - JULIAN_DAY_OF_1970, &mut self.text);
        self.text.push('T');
        write_clock(nanoseconds.cast_signed(), Fraction::Nano, &mut self.text);
        self.out.extend_from_slice(self.text.as_bytes());
    }

    fn array(&mut self, bytes: &[u8], meaning: Meaning) {
        match meaning {
            Meaning::Decimal(places) => {
                self.text.clear();
                write_decimal(number(bytes), places, &mut self.text);
                self.out.extend_from_slice(self.text.as_bytes());
            }
            Meaning::Half => {
                let bits = bytes.try_into().map_or(f16::NAN, f16::from_le_bytes);
                self.text.clear();
                write_half(bits, &mut self.text);
                self.out.extend_from_slice(self.text.as_bytes());
            }
            Meaning::Text => records::put(bytes, self.separator, &mut self.out),
            Meaning::Untyped => {
                let text = |text: &&str| !text.starts_with(MARK) && !text.contains(char::is_control);
                if std::str::from_utf8(bytes).is_ok_and(|said| text(&said)) {
                    records::put(bytes, self.separator, &mut self.out);
                } else {
                    self.word(MARK);
                    self.hexadecimal(bytes);
                }
            }
            _ => self.hexadecimal(bytes),
        }
    }

    fn hexadecimal(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let _ = write!(self.out, "{byte:02x}");
        }
        if bytes.is_empty() {
            self.word("\"\"");
        }
    }
}

/// The number that big-endian bytes are; of more than sixteen, what the last sixteen are.
fn number(bytes: &[u8]) -> i128 {
    let negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number, byte| (number << 8) | i128::from(*byte))
}

/// A number as big-endian bytes, no more than it takes.
fn significant(number: i128) -> Vec<u8> {
    let bytes = number.to_be_bytes();
    let filling = if number < 0 { 0xff } else { 0 };
    let same_sign = |byte: u8| (byte >= 0x80) == (number < 0);
    let mut start = 0;
    while start < 15 && bytes[start] == filling && same_sign(bytes[start + 1]) {
        start += 1;
    }
    bytes[start..].to_vec()
}

/// A number as so many big-endian bytes; none where it takes more.
fn padded(number: i128, width: usize) -> Option<Vec<u8>> {
    let bytes = significant(number);
    let lacking = width.checked_sub(bytes.len())?;
    let mut padded = vec![if number < 0 { 0xff } else { 0 }; lacking];
    padded.extend(bytes);
    Some(padded)
}

fn unhexadecimal(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// A point in time of an old type, from its twelve bytes.
fn old(text: &str) -> Option<Int96> {
    let bytes = unhexadecimal(text)?;
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let mut value = Int96::new();
    value.set_data(word(0)?, word(4)?, word(8)?);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_of_bytes_come_back() {
        for value in [0, 1, -1, 127, 128, -128, -129, 2_095, i128::from(i64::MIN), i128::MAX, i128::MIN] {
            assert_eq!(number(&significant(value)), value);
            assert_eq!(padded(value, 16).map(|bytes| number(&bytes)), Some(value));
        }
        assert_eq!(significant(128), [0, 128]);
        assert_eq!(padded(128, 1), None);
    }
}
