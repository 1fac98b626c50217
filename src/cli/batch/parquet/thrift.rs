//! The notation of a Parquet file's own descriptions, seen to be sound before anything is read by them.
//!
//! A few bytes can say that two thousand million values follow, and the reading crate takes their word: it goes through
//! values of no bytes one by one, reads on where a file has ended, and takes a field for what it should be rather than for
//! what its bytes say. What has passed here has none of that.
//!
//! Source: Thrift's compact protocol, <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>.

use std::io::{self, Read};

/// What a value may be.
#[derive(Debug)]
pub(super) enum Shape {
    Flag,
    Byte,
    /// A whole number of 16, 32 or 64 bits: they are written alike.
    Whole,
    Double,
    Bytes,
    List(&'static Self),
    /// Fields by their numbers, each of which may be missing; others may be anything.
    Fields(&'static [(i16, Self)]),
}

impl Shape {
    fn holds(&self, kind: u8) -> bool {
        match self {
            Self::Flag => matches!(kind, TRUE | FALSE),
            Self::Byte => kind == BYTE,
            Self::Whole => matches!(kind, SHORT | INTEGER | LONG),
            Self::Double => kind == DOUBLE,
            Self::Bytes => kind == BINARY,
            Self::List(_) => kind == LIST,
            Self::Fields(_) => kind == STRUCT,
        }
    }

    fn values(&self) -> Option<&'static Self> {
        if let Self::List(values) = self { Some(values) } else { None }
    }

    fn field(&self, number: i16) -> Option<&'static Self> {
        let Self::Fields(fields) = self else { return None };
        fields.iter().find(|(known, _)| *known == number).map(|(_, shape)| shape)
    }
}

const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const SHORT: u8 = 4;
const INTEGER: u8 = 5;
const LONG: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;
const UUID: u8 = 13;

/// How deep structures stand in one another; the format itself needs six.
const DEEPEST: usize = 32;

/// Something that was come upon; with it goes the way to it, as the numbers of the fields around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Whole(i64),
    /// A structure's end.
    End,
}

/// A way through one description.
pub(super) struct Walk<R, F> {
    input: R,
    /// The most bytes that may still come.
    left: u64,
    seen: F,
    path: Vec<i16>,
    read: Vec<u8>,
}

/// Reads one structure of at most so many bytes, tells what it holds, and gives the bytes that it is made of.
///
/// # Errors
///
/// What is unsound in it, as [`InvalidData`](io::ErrorKind::InvalidData), or the system's word where it can't be read.
pub(super) fn structure<R: Read, F: FnMut(&[i16], Seen)>(
    input: R,
    left: u64,
    shape: &Shape,
    seen: F,
) -> io::Result<Vec<u8>> {
    let mut walk = Walk { input, left, seen, path: Vec::new(), read: Vec::new() };
    walk.fields(Some(shape))?;
    Ok(walk.read)
}

/// What is wrong with a description.
pub(super) fn unsound(reason: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason.into())
}

/// A number of seven bits a byte, the lowest first; none of more than 64 bits.
pub(super) fn number<E>(mut byte: impl FnMut() -> Result<u8, E>) -> Result<Option<u64>, E> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let byte = byte()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

impl<R: Read, F: FnMut(&[i16], Seen)> Walk<R, F> {
    fn bytes(&mut self, count: u64) -> io::Result<()> {
        let short = || unsound("it ends within a description");
        self.left = self.left.checked_sub(count).ok_or_else(short)?;
        let read = (&mut self.input).take(count).read_to_end(&mut self.read)?;
        if read as u64 == count { Ok(()) } else { Err(short()) }
    }

    fn byte(&mut self) -> io::Result<u8> {
        self.bytes(1)?;
        Ok(self.read.last().copied().unwrap_or_default())
    }

    fn number(&mut self) -> io::Result<u64> {
        number(|| self.byte())?.ok_or_else(|| unsound("a number has more than 64 bits"))
    }

    /// A number whose sign is its last bit.
    fn signed(&mut self) -> io::Result<i64> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn fields(&mut self, shape: Option<&Shape>) -> io::Result<()> {
        let mut last = 0_i16;
        loop {
            let header = self.byte()?;
            let kind = header & 0xf;
            if kind == 0 {
                (self.seen)(&self.path, Seen::End);
                return Ok(());
            }
            // Writers put fields in their order, and their numbers in full only where they lie far apart.
            let number = match i64::from(header >> 4) {
                0 => self.signed()?,
                further => i64::from(last) + further,
            };
            let number = i16::try_from(number).ok().filter(|number| *number > last);
            last = number.ok_or_else(|| unsound("the fields of a description are out of order"))?;
            let known = shape.and_then(|shape| shape.field(last));
            self.path.push(last);
            // Its type is its value.
            if !matches!(kind, TRUE | FALSE) || known.is_some_and(|known| !known.holds(kind)) {
                self.value(kind, known)?;
            }
            self.path.pop();
        }
    }

    fn value(&mut self, kind: u8, shape: Option<&Shape>) -> io::Result<()> {
        if self.path.len() > DEEPEST {
            return Err(unsound(format!("descriptions stand in one another more than {DEEPEST} deep")));
        }
        if shape.is_some_and(|shape| !shape.holds(kind)) {
            return Err(unsound(format!("field {} of a description is of another type", self.way())));
        }
        match kind {
            BYTE => self.bytes(1),
            SHORT | INTEGER | LONG => {
                let number = self.signed()?;
                (self.seen)(&self.path, Seen::Whole(number));
                Ok(())
            }
            DOUBLE => self.bytes(8),
            UUID => self.bytes(16),
            BINARY => {
                let length = self.number()?;
                self.bytes(length)
            }
            LIST | SET => self.list(shape.and_then(Shape::values)),
            MAP => self.map(),
            STRUCT => self.fields(shape),
            other => Err(unsound(format!("a description has a value of type {other}"))),
        }
    }

    fn list(&mut self, values: Option<&Shape>) -> io::Result<()> {
        let header = self.byte()?;
        if header == 0 {
            return Ok(());
        }
        let size = match header >> 4 {
            15 => self.number()?,
            size => u64::from(size),
        };
        self.values(size, &[(header & 0xf, values)])
    }

    fn map(&mut self) -> io::Result<()> {
        let size = self.number()?;
        if size == 0 {
            return Ok(());
        }
        let kinds = self.byte()?;
        self.values(size, &[(kinds >> 4, None), (kinds & 0xf, None)])
    }

    fn values(&mut self, size: u64, kinds: &[(u8, Option<&Shape>)]) -> io::Result<()> {
        // Each has a byte at least.
        if size > self.left {
            return Err(unsound(format!(
                "a list says that it holds {size} values, and {} bytes are left",
                self.left
            )));
        }
        // Truths are passed over without a byte by some readers, and with one by others; the format has no lists of them here.
        if size > 0 && kinds.iter().any(|(kind, _)| matches!(*kind, TRUE | FALSE)) {
            return Err(unsound(format!("field {} of a description is a list of truths", self.way())));
        }
        // What stands in lists is deeper too.
        self.path.push(0);
        for _ in 0..size {
            for (kind, shape) in kinds {
                self.value(*kind, *shape)?;
            }
        }
        self.path.pop();
        Ok(())
    }

    /// Which field it is, as 4.1.3.
    fn way(&self) -> String {
        let numbers: Vec<_> = self.path.iter().filter(|number| **number > 0).map(i16::to_string).collect();
        numbers.join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: Shape =
        Shape::Fields(&[(1, Shape::List(&Shape::Whole)), (2, Shape::Flag), (3, Shape::Bytes)]);

    fn told(bytes: &[u8]) -> io::Result<Vec<(Vec<i16>, Seen)>> {
        let mut told = Vec::new();
        let read =
            structure(bytes, bytes.len() as u64, &LISTS, |path, seen| told.push((path.to_vec(), seen)))?;
        assert_eq!(read, bytes);
        Ok(told)
    }

    #[test]
    fn numbers_are_told_with_the_way_to_them() {
        // A list of -1 and 300, true, and a text of two bytes.
        let bytes = [0x19, 0x25, 1, 0xd8, 0x04, 0x11, 0x18, 2, b'a', b'b', 0];
        let expected =
            vec![(vec![1, 0], Seen::Whole(-1)), (vec![1, 0], Seen::Whole(300)), (Vec::new(), Seen::End)];
        assert_eq!(told(&bytes).unwrap(), expected);
    }

    #[test]
    fn what_a_few_bytes_say_is_no_more_than_they_hold() {
        let most = [0xff, 0xff, 0xff, 0xff, 0x07];
        let list = |kind: u8| [&[0x49, 0xf0 | kind][..], &most, &[0]].concat();
        for (bytes, reason) in [
            (list(DOUBLE), "a list says that it holds 2147483647 values, and 1 bytes are left"),
            (list(TRUE), "a list says that it holds 2147483647 values, and 1 bytes are left"),
            // Two truths in two bytes: some readers take them, others pass them over.
            (vec![0x49, 0x21, 1, 1, 0], "field 4 of a description is a list of truths"),
            (vec![0x4b, 2, 0x11, 1, 1, 1, 1, 0], "field 4 of a description is a list of truths"),
            ([&[0x4b][..], &most, &[0x11, 0]].concat(), "a list says that it holds 2147483647 values"),
            ([&[0x38][..], &most, &[0]].concat(), "it ends within a description"),
            (vec![0x38, 5, b'a'], "it ends within a description"),
            (vec![0x15, 2, 0], "field 1 of a description is of another type"),
            (vec![0x21, 0x15, 2, 0], "field 3 of a description is of another type"),
            (vec![0x25, 2, 0], "field 2 of a description is of another type"),
            (vec![0x4e, 0], "a description has a value of type 14"),
            // Field 1 again, and field 0.
            (vec![0x19, 0, 0x09, 2, 0, 0], "the fields of a description are out of order"),
            (vec![0x05, 0, 2, 0], "the fields of a description are out of order"),
            ([&[0x45][..], &[0x80; 10], &[0, 0]].concat(), "a number has more than 64 bits"),
            ([&[0x4c; 40][..], &[0; 41]].concat(), "descriptions stand in one another more than 32 deep"),
            (
                [&[0x49][..], &[0x19; 40], &[0; 41]].concat(),
                "descriptions stand in one another more than 32 deep",
            ),
        ] {
            let refused = told(&bytes).unwrap_err().to_string();
            assert!(refused.starts_with(reason), "{bytes:?}: {refused}");
        }
    }
}
