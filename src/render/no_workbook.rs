//! What stands in place of workbooks in a build without them.

use crate::live::Book;
use crate::report::Report;

/// A scenario's report with its book.
pub type Bound<'b> = (&'b Report, &'b Book);

/// Refuses.
///
/// # Errors
///
/// Always.
pub fn workbook(_books: &[Bound<'_>]) -> Result<Vec<u8>, String> {
    Err("this build writes no workbooks: build it with `--features xlsx`, or use another format".to_owned())
}
