//! A report of headings, lines and tables, with the same as a table and as an object for programs.

use super::sheet::{self, Block};
use super::{Format, NO_WORKBOOK};
use crate::plot::Picture;

/// A report in every format.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// As it is read.
    pub blocks: Vec<Block>,
    /// As CSV: a heading and rows.
    pub table: (Vec<String>, Vec<Vec<String>>),
    /// As JSON.
    pub object: serde_json::Value,
}

/// Writes a report, with a picture where the format holds pictures.
///
/// # Errors
///
/// A message where the writer fails, which in memory it does not.
pub fn write(page: &Page, picture: Option<&Picture>, format: Format, width: usize) -> Result<String, String> {
    match sheet::write(&page.blocks, picture, format, width) {
        Some(written) => Ok(written),
        None if format == Format::Csv => table(&page.table.0, &page.table.1),
        None if format == Format::Xlsx => Err(NO_WORKBOOK.to_owned()),
        None => {
            serde_json::to_string(&page.object).map(|line| line + "\n").map_err(|error| error.to_string())
        }
    }
}

/// Writes a table as CSV.
///
/// # Errors
///
/// A message where the writer fails, which in memory it does not.
pub(crate) fn table(heading: &[String], rows: &[Vec<String>]) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let say = |error: csv::Error| error.to_string();
    writer.write_record(heading).map_err(say)?;
    for row in rows {
        writer.write_record(row).map_err(say)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}
