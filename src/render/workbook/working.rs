//! The sheets of the working: each step with its formula, the numbers in it and its value, all of which follow the inputs; and the
//! searches, a row for each step of one.

use super::page::{Look, Page, What};
use super::sheets;
use crate::live::{Answer, Book};
use crate::report::Report;

pub(super) fn page(report: &Report, book: &Book, name: String) -> Option<Page> {
    let mut page = Page::new(name, &[48.0, 48.0, 44.0, 18.0, 12.0]);
    sheets::title(
        &mut page,
        report,
        "The steps from the inputs to the answers; what is sought is in the sheet of searches.",
    );
    page.row += 1;
    page.heading(&["Step", "Formula", "With the numbers", "Value", "Unit"]);
    page.frozen = page.row;
    let mut any = false;
    for section in book.working.iter().filter(|section| !section.rows.is_empty()) {
        any = true;
        page.line(&section.heading, Look::Section);
        for line in &section.rows {
            page.text(0, &line.what, Look::Plain);
            page.text(1, &line.how, Look::Plain);
            page.put(2, What::Substituted(line.cell), Look::Plain);
            page.put(3, What::Value(line.cell, line.show.clone()), Look::Answer);
            page.text(4, &sheets::unit(&line.show), Look::Unit);
            page.row += 1;
        }
        page.row += 1;
    }
    for (answer, answered) in book.answers.iter().zip(&report.answers) {
        if !is_fixed(answer) || answered.working.is_empty() {
            continue;
        }
        any = true;
        page.line(
            &format!("Question {}, as it was solved: these values do not follow the inputs", answer.id),
            Look::Section,
        );
        for step in &answered.working {
            page.text(0, &step.what, Look::Plain);
            page.text(1, &step.formula, Look::Plain);
            page.text(2, &step.substituted, Look::Plain);
            page.text(3, &step.value, Look::Plain);
            page.row += 1;
        }
        page.row += 1;
    }
    any.then_some(page)
}

/// Whether an answer has something that does not follow the inputs.
fn is_fixed(answer: &Answer) -> bool {
    answer.figures.iter().any(|figure| figure.fixed.is_some())
        || answer.grid.as_ref().is_some_and(|grid| grid.fixed.is_some())
}

/// The searches; none where nothing is sought.
pub(super) fn searches(report: &Report, book: &Book, name: String) -> Option<Page> {
    let widest =
        book.working.iter().flat_map(|section| &section.grids).map(|grid| grid.columns.len()).max()?;
    let mut page = Page::new(name, &vec![19.0; widest]);
    sheets::title(
        &mut page,
        report,
        "What has no closed formula is sought here, a row for each step; the last row has found it.",
    );
    page.frozen = page.row;
    for section in &book.working {
        for grid in &section.grids {
            page.row += 1;
            page.line(&format!("{}: {}", section.heading, grid.title), Look::Section);
            sheets::sought(&mut page, grid);
        }
    }
    Some(page)
}
