//! Live workbooks: a scenario's book as sheets of formulas with their results, for Excel, `LibreOffice` and Google Sheets.

mod answers;
mod formula;
mod inputs;
mod names;
mod page;
mod sheets;
mod style;
mod table;
mod working;
mod write;

use crate::live::Book;
use crate::report::Report;

/// A scenario's report with its book; none where it could not be answered.
pub type Bound<'b> = (&'b Report, &'b Book);

/// Writes books as one workbook: for each scenario the sheets Inputs, Answers, Curve and Working, numbered where there are several.
///
/// # Errors
///
/// What cannot be put into a workbook at all, as a message.
pub fn workbook(books: &[Bound<'_>]) -> Result<Vec<u8>, String> {
    let many = books.len() > 1;
    let mut names = names::Names::default();
    let mut pages = Vec::new();
    if many {
        pages.push(sheets::contents(books));
    }
    let mut bound = Vec::with_capacity(books.len());
    for (place, (report, book)) in books.iter().enumerate() {
        let prefix = if many { format!("{} ", place + 1) } else { String::new() };
        let first = pages.len();
        pages.extend(sheets::of(report, book, &prefix));
        bound.push((*book, names.of(book), first..pages.len()));
    }
    write::write(&pages, &bound, books).map_err(|error| format!("cannot write the workbook: {error}"))
}
