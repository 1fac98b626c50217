//! Pages whose word is not taken for how much they hold: memory is reserved by it.

use parquet::basic::Type as Physical;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescriptor;

/// A column's pages, each seen to be large enough for the values that it says it has.
pub(super) struct Checked {
    pages: Box<dyn PageReader>,
    /// The fewest bits that a value of a dictionary takes.
    bits: usize,
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
        Self { pages, bits }
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
        Ok(page)
    }
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
