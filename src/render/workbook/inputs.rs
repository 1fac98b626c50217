//! The sheet of inputs: what may be changed, each with its unit, its name in formulas and where it is written.

use super::page::{Look, Page, What};
use super::sheets;
use crate::live::{Book, Content};
use crate::report::Report;

pub(super) fn page(report: &Report, book: &Book, name: String) -> Page {
    let mut page = Page::new(name, &[42.0, 16.0, 12.0, 44.0, 52.0]);
    sheets::title(
        &mut page,
        report,
        "Change the coloured cells: answers, table, working and charts follow. A cell left empty counts as 0.",
    );
    if let Some(curve) = &report.curve {
        page.line(curve, Look::Note);
    }
    page.printed = Some(5);
    page.row += 1;
    page.heading(&["Input", "Value", "Unit", "Name in formulas", "Key in the scenario"]);
    page.frozen = page.row;
    for section in &book.inputs {
        page.line(&section.heading, Look::Section);
        for input in &section.rows {
            page.text(0, &input.label, Look::Plain);
            page.put(1, What::Input(input.cell, input.show.clone(), input.allowed), Look::Input);
            page.text(2, &sheets::unit(&input.show), Look::Unit);
            page.put(3, What::NameOf(input.cell), Look::Plain);
            page.text(4, &input.note, Look::Plain);
            page.row += 1;
        }
        for grid in &section.grids {
            page.line(&grid.title, Look::Section);
            let given = |cell| matches!(book.content(cell), Content::Input);
            sheets::grid(&mut page, grid, &given, 0);
        }
        page.row += 1;
    }
    page
}
