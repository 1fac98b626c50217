//! The sheets of a scenario.

use super::page::{Look, Page, What};
use super::{Bound, answers, inputs, table, working};
use crate::formula::Cell;
use crate::live::{Book, Grid, Kind, Show};
use crate::question::sided;
use crate::report::Report;

/// Inputs, answers and their rows, the curve's table, the working and its searches, as far as there is something in them.
pub(super) fn of(report: &Report, book: &Book, prefix: &str) -> Vec<Page> {
    let named = |name: &str| format!("{prefix}{name}");
    let mut pages = Vec::new();
    if !book.inputs.is_empty() {
        pages.push(inputs::page(report, book, named("Inputs")));
    }
    pages.push(answers::page(report, book, named("Answers")));
    pages.extend(answers::rows(report, book, named("Rows")));
    if !book.tables.is_empty() {
        pages.push(table::page(report, book, named("Curve")));
    }
    pages.extend(working::page(report, book, named("Working")));
    pages.extend(working::searches(report, book, named("Searches")));
    pages
}

/// The scenarios with links to their sheets, where there are several.
pub(super) fn contents(books: &[Bound<'_>]) -> Page {
    let mut page = Page::new("Contents".to_owned(), &[6.0, 60.0, 16.0, 36.0]);
    page.line("Scenarios of this workbook", Look::Title);
    page.row += 1;
    page.heading(&["No.", "Scenario", "Answers", "File"]);
    page.frozen = page.row;
    for (place, (report, _)) in books.iter().enumerate() {
        page.text(0, &(place + 1).to_string(), Look::Plain);
        page.text(1, &report.title, Look::Plain);
        page.put(2, What::Link(format!("{} Answers", place + 1)), Look::Plain);
        page.text(3, &report.file, Look::Plain);
        page.row += 1;
    }
    page
}

/// The title of a scenario over a sheet.
pub(super) fn title(page: &mut Page, report: &Report, what: &str) {
    page.line(&report.title, Look::Title);
    page.line(what, Look::Note);
    if let Some(source) = &report.source {
        page.line(&format!("Source: {source}"), Look::Note);
    }
}

/// A unit as a column has it: `USD/unit`, of a percentage `%`.
pub(super) fn unit(show: &Show) -> String {
    match show.kind {
        Kind::Percent => "%".to_owned(),
        _ => sided(&show.unit).0.to_owned(),
    }
}

/// A column's heading with its unit.
fn headed(heading: &str, show: &Show) -> String {
    let unit = unit(show);
    if unit.is_empty() || heading == unit || heading.ends_with(&unit) {
        heading.to_owned()
    } else {
        format!("{heading} ({unit})")
    }
}

/// Writes a search: its numbers may be of any size.
pub(super) fn sought(page: &mut Page, own: &Grid) {
    let first = page.placed.len();
    grid(page, own, &|_| false, 0);
    for placed in &mut page.placed[first..] {
        if let What::Value(cell, _) = placed.what {
            placed.what = What::Wide(cell);
        }
    }
}

/// Writes a grid from the page's row on; gives the rows of its values.
pub(super) fn grid(page: &mut Page, grid: &Grid, given: &dyn Fn(Cell) -> bool, from: u16) -> (u32, u32) {
    let before = page.row;
    let labelled = u16::from(!grid.labels.is_empty());
    if labelled > 0 {
        page.put(from, What::Text(grid.label.clone()), Look::Heading);
    }
    for (column, own) in (from + labelled..).zip(&grid.columns) {
        page.put(column, What::Text(headed(&own.heading, &own.show)), Look::Heading);
    }
    page.row += 1;
    for (place, row) in grid.rows.iter().enumerate() {
        if let Some(label) = grid.labels.get(place) {
            page.text(from, label, Look::Plain);
        }
        for ((column, cell), own) in (from + labelled..).zip(row).zip(&grid.columns) {
            if let Some(cell) = cell {
                let look = if given(*cell) { Look::Input } else { Look::Plain };
                page.put(column, What::Value(*cell, own.show.clone()), look);
            }
        }
        page.row += 1;
    }
    (before + 1, page.row - 1)
}
