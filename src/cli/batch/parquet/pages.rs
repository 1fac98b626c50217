//! Pages whose word is not taken for how much they hold: memory is reserved by it.

use parquet::basic::{Encoding, Type as Physical};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescriptor;

use super::thrift;

/// A column's pages, each seen to be large enough for the values that it says it has.
pub(super) struct Checked {
    pages: Box<dyn PageReader>,
    /// The fewest bits that a value of a dictionary takes.
    bits: usize,
    /// Whether values may be missing, so that which they are stands before them.
    optional: bool,
}

impl Checked {
    pub(super) fn new(pages: Box<dyn PageReader>, column: &ColumnDescriptor) -> Self {
        let bits = match column.physical_type() {
            Physical::BOOLEAN => 1,
            Physical::INT64 | Physical::DOUBLE => 64,
            Physical::INT96 => 96,
            // Texts have their length before them.
            Physical::INT32 | Physical::FLOAT | Physical::BYTE_ARRAY => 32,
            Physical::FIXED_LEN_BYTE_ARRAY => 8 * usize::try_from(column.type_length()).unwrap_or(0),
        };
        Self { pages, bits, optional: column.max_def_level() > 0 }
    }

    fn check(&self, page: Page) -> Result<Page> {
        if let Page::DictionaryPage { buf, num_values, .. } = &page {
            let room = 8 * buf.len();
            // Values of no bytes are as many as it says, and as empty.
            let least = usize::try_from(*num_values).unwrap_or(usize::MAX).saturating_mul(self.bits.max(1));
            if least > room {
                let message = format!("a dictionary of {} bytes can't hold {num_values} values", buf.len());
                return Err(ParquetError::General(message));
            }
        }
        let lists = match page.encoding() {
            Encoding::DELTA_LENGTH_BYTE_ARRAY => 1,
            Encoding::DELTA_BYTE_ARRAY => 2,
            _ => 0,
        };
        let buffer = page.buffer();
        let mut lengths = self.values(&page).and_then(|start| buffer.get(start..));
        for _ in 0..lists {
            // None in a page without values, or cut off, which is told when they are read.
            let Some((bytes, list)) = lengths.and_then(|bytes| Some((bytes, Lengths::of(bytes)?))) else {
                break;
            };
            if list.count > MANY + PACKED * bytes.len() as u64 {
                let message = format!("a page of {} bytes can't hold {} texts", bytes.len(), list.count);
                return Err(ParquetError::General(message));
            }
            lengths = list.bytes.and_then(|end| bytes.get(end..));
        }
        Ok(page)
    }

    /// Where the values of a page begin: what is missing of a flat column stands before them.
    fn values(&self, page: &Page) -> Option<usize> {
        match page {
            Page::DataPage { .. } if !self.optional => Some(0),
            Page::DataPage { def_level_encoding: Encoding::RLE, buf, .. } => {
                let length = buf.get(..4)?.try_into().ok()?;
                usize::try_from(u32::from_le_bytes(length)).ok()?.checked_add(4)
            }
            Page::DataPage { num_values, .. } => Some(usize::try_from(*num_values).ok()?.div_ceil(8)),
            Page::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } => {
                usize::try_from(def_levels_byte_len.checked_add(*rep_levels_byte_len)?).ok()
            }
            Page::DictionaryPage { .. } => None,
        }
    }
}

/// Texts that a page has, whatever its size.
const MANY: u64 = 64 * 1024;
/// The most of them for each byte beside: writers have blocks of 128 lengths that take five bytes, where all are the same.
const PACKED: u64 = 1_024;

/// The lengths of a page's texts, packed as differences in blocks.
#[derive(Debug, PartialEq, Eq)]
struct Lengths {
    /// How many it says that there are.
    count: u64,
    /// How many bytes they take; none where they are cut off.
    bytes: Option<usize>,
}

impl Lengths {
    /// The lengths at the beginning of some bytes; none without a number of them.
    ///
    /// Source: Parquet's encodings, delta encoding (`DELTA_BINARY_PACKED`).
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut at = 0;
        let block = number(bytes, &mut at)?;
        let parts = usize::try_from(number(bytes, &mut at)?).ok().filter(|parts| *parts <= bytes.len())?;
        let count = number(bytes, &mut at)?;
        number(bytes, &mut at)?;
        let each = block.checked_div(parts as u64).unwrap_or(0);
        let end = (count <= 1).then_some(at).or_else(|| end_of_blocks(bytes, at, (each, parts), count - 1));
        Some(Self { count, bytes: end })
    }
}

/// Where blocks end that hold so many differences; each has parts of so many.
fn end_of_blocks(bytes: &[u8], mut at: usize, (each, parts): (u64, usize), mut left: u64) -> Option<usize> {
    while left > 0 && each > 0 {
        number(bytes, &mut at)?;
        let widths = bytes.get(at..at.checked_add(parts)?)?;
        at += parts;
        for width in widths {
            // Parts that nothing is left for are not written.
            if left == 0 {
                break;
            }
            let size = each.checked_mul(u64::from(*width))?.div_ceil(8);
            at = at.checked_add(usize::try_from(size).ok()?)?;
            left = left.saturating_sub(each);
        }
    }
    (left == 0).then_some(at)
}

/// The number at a place of some bytes, which is then after it.
fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let byte = || {
        let byte = bytes.get(*at).copied().ok_or(())?;
        *at += 1;
        Ok::<u8, ()>(byte)
    };
    thrift::number(byte).ok().flatten()
}

impl Iterator for Checked {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Checked {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.pages.get_next_page()?.map(|page| self.check(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        self.pages.supports_deferred_dictionary()
    }

    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>> {
        self.pages.take_deferred_dictionary()?.map(|page| self.check(page)).transpose()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

#[cfg(test)]
mod tests {
    use parquet::basic::Encoding;
    use parquet::schema::types::{ColumnPath, Type};

    use super::*;

    struct One(Option<Page>);

    impl Iterator for One {
        type Item = Result<Page>;

        fn next(&mut self) -> Option<Self::Item> {
            self.0.take().map(Ok)
        }
    }

    impl PageReader for One {
        fn get_next_page(&mut self) -> Result<Option<Page>> {
            Ok(self.0.take())
        }

        fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
            Ok(None)
        }

        fn skip_next_page(&mut self) -> Result<()> {
            Ok(())
        }
    }

    fn dictionary(physical: Physical, bytes: usize, num_values: u32) -> Result<Option<Page>> {
        let of = Type::primitive_type_builder("cost", physical).with_length(2).build().unwrap();
        let column = ColumnDescriptor::new(of.into(), 0, 0, ColumnPath::new(vec!["cost".to_owned()]));
        let page = Page::DictionaryPage {
            buf: vec![0; bytes].into(),
            num_values,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        Checked::new(Box::new(One(Some(page))), &column).get_next_page()
    }

    fn texts(optional: bool, encoding: Encoding, buf: Vec<u8>) -> Result<Option<Page>> {
        let of = Type::primitive_type_builder("part", Physical::BYTE_ARRAY).build().unwrap();
        let levels = i16::from(optional);
        let column = ColumnDescriptor::new(of.into(), levels, 0, ColumnPath::new(vec!["part".to_owned()]));
        let page = Page::DataPage {
            buf: buf.into(),
            num_values: 3,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        };
        Checked::new(Box::new(One(Some(page))), &column).get_next_page()
    }

    #[test]
    fn lengths_of_texts_are_counted_before_memory_is_reserved_for_them() {
        // Blocks of 128 in four parts; three lengths, the first 1, the others 1 and 2 more, in a part of one bit each.
        let three = [0x80, 0x01, 4, 3, 2, 2, 1, 0, 0, 0, 0b10, 0, 0, 0];
        assert_eq!(Lengths::of(&three), Some(Lengths { count: 3, bytes: Some(three.len()) }));
        assert_eq!(Lengths::of(&[0x80, 0x01, 4, 1, 2]), Some(Lengths { count: 1, bytes: Some(5) }));
        assert_eq!(Lengths::of(&three[..4]), None);
        assert_eq!(Lengths::of(&three[..9]), Some(Lengths { count: 3, bytes: None }));
        // The same with 2^31, which a block of no bits and any size may have.
        let many = [0x80, 0x80, 0x80, 0x80, 0x08, 1, 0x80, 0x80, 0x80, 0x80, 0x08, 0, 0, 0];
        let levels = [&[2, 0, 0, 0, 6, 1][..], &three, b"abbddd"].concat();
        assert!(texts(true, Encoding::DELTA_LENGTH_BYTE_ARRAY, levels.clone()).is_ok());
        assert!(texts(true, Encoding::PLAIN, [&levels[..6], &many].concat()).is_ok());
        for (optional, encoding, bytes) in [
            (false, Encoding::DELTA_LENGTH_BYTE_ARRAY, many.to_vec()),
            (true, Encoding::DELTA_LENGTH_BYTE_ARRAY, [&levels[..6], &many].concat()),
            (false, Encoding::DELTA_BYTE_ARRAY, many.to_vec()),
            // The ends that texts don't share have lengths of their own.
            (false, Encoding::DELTA_BYTE_ARRAY, [&three[..], &many].concat()),
        ] {
            let refused = texts(optional, encoding, bytes).unwrap_err().to_string();
            assert!(refused.contains("can't hold 2147483648 texts"), "{encoding}: {refused}");
        }
    }

    #[test]
    fn a_dictionary_that_says_it_holds_more_than_it_can_is_refused_before_memory_is_reserved() {
        for (physical, bytes, most) in [
            (Physical::BOOLEAN, 1, 8),
            (Physical::INT32, 8, 2),
            (Physical::INT64, 16, 2),
            (Physical::INT96, 25, 2),
            (Physical::FLOAT, 4, 1),
            (Physical::DOUBLE, 8, 1),
            (Physical::BYTE_ARRAY, 9, 2),
            (Physical::FIXED_LEN_BYTE_ARRAY, 6, 3),
        ] {
            assert!(dictionary(physical, bytes, most).is_ok(), "{physical}");
            let refused = dictionary(physical, bytes, most + 1).unwrap_err().to_string();
            assert!(refused.contains(&format!("can't hold {} values", most + 1)), "{refused}");
            assert!(dictionary(physical, bytes, u32::MAX).is_err());
        }
    }
}
