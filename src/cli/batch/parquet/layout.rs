//! How a Parquet file describes itself: its footer, and the head of each page.
//!
//! Source: the format's definition, <https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift>.

use std::io::{self, Read};

use super::thrift::Shape::{self, Byte, Bytes, Double, Fields, Flag, List, Whole};
use super::thrift::{Seen, structure, unsound};
use parquet::basic::Compression;

const EMPTY: Shape = Fields(&[]);

const STATISTICS: Shape = Fields(&[
    (1, Bytes),
    (2, Bytes),
    (3, Whole),
    (4, Whole),
    (5, Bytes),
    (6, Bytes),
    (7, Flag),
    (8, Flag),
    (9, Whole),
]);

/// Notes on a file or a column: a key and a value.
const NOTES: Shape = List(&Fields(&[(1, Bytes), (2, Bytes)]));

const UNIT_OF_TIME: Shape = Fields(&[(1, EMPTY), (2, EMPTY), (3, EMPTY)]);

const MEANING: Shape = Fields(&[
    (1, EMPTY),
    (2, EMPTY),
    (3, EMPTY),
    (4, EMPTY),
    // A decimal's scale and precision.
    (5, Fields(&[(1, Whole), (2, Whole)])),
    (6, EMPTY),
    // Clocks and moments.
    (7, Fields(&[(1, Flag), (2, UNIT_OF_TIME)])),
    (8, Fields(&[(1, Flag), (2, UNIT_OF_TIME)])),
    // A whole number's width and whether it has a sign.
    (10, Fields(&[(1, Byte), (2, Flag)])),
    (11, EMPTY),
    (12, EMPTY),
    (13, EMPTY),
    (14, EMPTY),
    (15, EMPTY),
    (16, Fields(&[(1, Byte)])),
    (17, Fields(&[(1, Bytes)])),
    (18, Fields(&[(1, Bytes), (2, Whole)])),
]);

const ELEMENT: Shape = Fields(&[
    (1, Whole),
    (2, Whole),
    (3, Whole),
    (4, Bytes),
    (5, Whole),
    (6, Whole),
    (7, Whole),
    (8, Whole),
    (9, Whole),
    (10, MEANING),
]);

const SIZES: Shape = Fields(&[(1, Whole), (2, List(&Whole)), (3, List(&Whole))]);

const PLACES: Shape = Fields(&[
    (1, Double),
    (2, Double),
    (3, Double),
    (4, Double),
    (5, Double),
    (6, Double),
    (7, Double),
    (8, Double),
]);

const COLUMN: Shape = Fields(&[
    (1, Whole),
    (2, List(&Whole)),
    (3, List(&Bytes)),
    (4, Whole),
    (5, Whole),
    (6, Whole),
    (7, Whole),
    (8, NOTES),
    (9, Whole),
    (10, Whole),
    (11, Whole),
    (12, STATISTICS),
    (13, List(&Fields(&[(1, Whole), (2, Whole), (3, Whole)]))),
    (14, Whole),
    (15, Whole),
    (16, SIZES),
    (17, Fields(&[(1, PLACES), (2, List(&Whole))])),
]);

const CHUNK: Shape =
    Fields(&[(1, Bytes), (2, Whole), (3, COLUMN), (4, Whole), (5, Whole), (6, Whole), (7, Whole)]);

const GROUP: Shape = Fields(&[
    (1, List(&CHUNK)),
    (2, Whole),
    (3, Whole),
    (4, List(&Fields(&[(1, Whole), (2, Flag), (3, Flag)]))),
    (5, Whole),
    (6, Whole),
    (7, Whole),
]);

const FOOTER: Shape = Fields(&[
    (1, Whole),
    (2, List(&ELEMENT)),
    (3, Whole),
    (4, List(&GROUP)),
    (5, NOTES),
    (6, Bytes),
    (7, List(&Fields(&[(1, EMPTY), (2, EMPTY)]))),
]);

const PAGE: Shape = Fields(&[
    (1, Whole),
    (2, Whole),
    (3, Whole),
    (4, Whole),
    (5, Fields(&[(1, Whole), (2, Whole), (3, Whole), (4, Whole), (5, STATISTICS)])),
    (6, EMPTY),
    (7, Fields(&[(1, Whole), (2, Whole), (3, Flag)])),
    (
        8,
        Fields(&[
            (1, Whole),
            (2, Whole),
            (3, Whole),
            (4, Whole),
            (5, Whole),
            (6, Whole),
            (7, Flag),
            (8, STATISTICS),
        ]),
    ),
]);

/// How deep columns stand in one another; the reading crate takes a place on the stack for each.
const DEEPEST: usize = 100;

/// A page that is small, whatever it is made from.
const SMALL: i32 = 64 * 1024;
/// The most bytes that a page's head has: some numbers, and the least and the most of its values.
const HEAD: u64 = 16 << 20;

/// The most bytes that a codec makes from one.
pub(super) fn swelling(codec: Compression) -> i32 {
    match codec {
        Compression::UNCOMPRESSED => 1,
        // 64 bytes from three at most; a run of 255 from one; 258 from two bits.
        Compression::SNAPPY => 22,
        Compression::LZ4 | Compression::LZ4_RAW => 256,
        Compression::GZIP(_) => 1_032,
        // Zstandard has blocks of 128 KiB that take four.
        _ => 32 * 1024,
    }
}

/// Sees that a footer is sound.
///
/// # Errors
///
/// What is wrong with it.
pub(super) fn footer(bytes: &[u8]) -> Result<(), String> {
    let mut schema = Vec::new();
    let mut children = 0;
    structure(bytes, bytes.len() as u64, &FOOTER, |path, seen| match (path, seen) {
        ([2, 0, 5], Seen::Whole(number)) => children = number,
        ([2, 0], Seen::End) => schema.push(std::mem::take(&mut children)),
        _ => {}
    })
    .map_err(|error| error.to_string())?;
    sound(&schema)
}

/// Sees that columns which hold others, of which each says how many follow, are no more and no deeper than they can be.
fn sound(schema: &[i64]) -> Result<(), String> {
    let mut open: Vec<usize> = Vec::new();
    for children in schema {
        while open.last() == Some(&0) {
            open.pop();
        }
        if let Some(left) = open.last_mut() {
            *left -= 1;
        }
        let children = usize::try_from(*children).ok().filter(|children| *children < schema.len());
        match children
            .ok_or_else(|| format!("columns say that they hold more than there are: {}", schema.len()))?
        {
            0 => {}
            children => open.push(children),
        }
        if open.len() > DEEPEST {
            return Err(format!("its columns stand in one another more than {DEEPEST} deep"));
        }
    }
    Ok(())
}

/// Reads the head of a page, of which at most so many bytes are there, and sees that it is sound.
///
/// `swelling` is of the codec that the page is packed by.
///
/// # Errors
///
/// What is wrong with it, as [`InvalidData`](io::ErrorKind::InvalidData), or the system's word where it can't be read.
pub(super) fn page(input: impl Read, left: u64, swelling: i32) -> io::Result<Vec<u8>> {
    let (mut plain, mut packed) = (0, 0);
    let read = structure(input, left.min(HEAD), &PAGE, |path, seen| match (path, seen) {
        ([2], Seen::Whole(size)) => plain = size,
        ([3], Seen::Whole(size)) => packed = size,
        _ => {}
    })?;
    let (Ok(plain), Ok(packed)) = (i32::try_from(plain), i32::try_from(packed)) else {
        return Err(unsound(format!("a page says that it has {} bytes", plain.max(packed))));
    };
    if plain > SMALL && plain / swelling > packed {
        return Err(unsound(format!("a page of {packed} bytes can't hold {plain}")));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_hold_no_more_than_there_are_and_stand_no_deeper_than_a_hundred() {
        assert_eq!(sound(&[3, 0, 0, 0]), Ok(()));
        assert_eq!(sound(&[2, 2, 0, 0, 1, 0]), Ok(()));
        for more in [vec![4, 0, 0, 0], vec![i64::MAX, 0], vec![-1, 0], vec![1 << 32, 0]] {
            assert!(sound(&more).unwrap_err().contains("hold more than there are"), "{more:?}");
        }
        let chain = |deep: usize| [vec![1; deep], vec![0]].concat();
        assert_eq!(sound(&chain(DEEPEST)), Ok(()));
        assert!(sound(&chain(DEEPEST + 1)).unwrap_err().contains("more than 100 deep"));
        // Many that are no deeper than one another.
        let flat = [vec![200], [1, 0].repeat(200)].concat();
        assert_eq!(sound(&flat), Ok(()));
    }

    /// A page's head: a data page of so many plain and packed bytes, with what comes after them.
    fn head(plain: &[u8], packed: &[u8], after: &[u8]) -> Vec<u8> {
        [&[0x15, 0, 0x15], plain, &[0x15], packed, after, &[0]].concat()
    }

    #[test]
    fn a_page_swells_no_more_than_its_codec_can_make_it() {
        // 64 KiB and 1 GiB, from one byte and from a hundred.
        let (small, large) = ([0x80, 0x80, 0x08], [0x80, 0x80, 0x80, 0x80, 0x08]);
        for (plain, packed, fine) in [
            (&small[..], &[2][..], true),
            (&large, &[2], false),
            (&large, &[0xc8, 0x01], false),
            // 32 KiB make it.
            (&large, &[0x80, 0x80, 0x04], true),
        ] {
            let bytes = head(plain, packed, &[]);
            let read = page(&bytes[..], bytes.len() as u64, 32 * 1024);
            assert_eq!(read.is_ok(), fine, "{read:?}");
        }
    }

    #[test]
    fn sizes_that_are_not_of_32_bits_are_none() {
        // 2^31 - 1 plain bytes from 2^40 packed ones, of which a reader of 32 bits sees none.
        let (plain, packed) = ([0xfe, 0xff, 0xff, 0xff, 0x0f], [0x80, 0x80, 0x80, 0x80, 0x80, 0x40]);
        let bytes = head(&plain, &packed, &[]);
        let refused = page(&bytes[..], bytes.len() as u64, 22).unwrap_err().to_string();
        assert_eq!(refused, "a page says that it has 1099511627776 bytes");
    }

    #[test]
    fn a_field_of_another_type_is_refused_where_it_stands() {
        // The first of a data page's own fields is a double.
        let bytes = head(&[2], &[2], &[0x2c, 0x17, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let refused = page(&bytes[..], bytes.len() as u64, 32 * 1024).unwrap_err().to_string();
        assert_eq!(refused, "field 5.1 of a description is of another type");
    }

    #[test]
    fn what_later_versions_add_is_passed_over() {
        // A text as field 20, a structure as field 32767, and bytes of the page after it.
        let later = [&[0x08, 40, 3, b'a', b'b', b'c'][..], &[0x0c, 0xfe, 0xff, 0x03, 0x11, 0]].concat();
        let bytes = head(&[2], &[2], &later);
        let with_page = [&bytes[..], &[7; 9]].concat();
        assert_eq!(page(&with_page[..], with_page.len() as u64, 1).unwrap(), bytes);
    }
}
