//! The sheet of answers: every figure rounded and unrounded, with what was published and whether it follows the inputs.

use super::page::{Look, Page, What};
use super::sheets;
use crate::live::{Book, Kind, Show};
use crate::report::Report;

pub(super) fn page(report: &Report, book: &Book, name: String) -> Page {
    let mut page = Page::new(name, &[24.0, 36.0, 17.0, 11.0, 5.0, 22.0, 12.0, 14.0, 9.0, 48.0]);
    sheets::title(&mut page, report, "Rounded as the scenario says; the unrounded figure beside it.");
    page.row += 1;
    page.heading(&[
        "Question",
        "Figure",
        "Answer",
        "Unit",
        "F/A",
        "Unrounded",
        "Rounded to",
        "Published",
        "Verdict",
        "Note",
    ]);
    page.frozen = page.row;
    for answer in &book.answers {
        for (place, figure) in answer.figures.iter().enumerate() {
            let look = if place == 0 { Look::Headline } else { Look::Answer };
            if place == 0 {
                page.text(0, &answer.id, Look::Headline);
            }
            page.text(1, &figure.name, if place == 0 { Look::Headline } else { Look::Plain });
            page.put(2, What::Rounded(figure.rounded, figure.show.clone(), figure.scale), look);
            page.text(3, &sheets::unit(&figure.show), Look::Unit);
            if let Some(side) = figure.side {
                page.put(4, What::Value(side, Show::of(Kind::Text, "")), Look::Plain);
            }
            let exact = match figure.show.kind {
                Kind::Percent => What::Rounded(figure.exact, figure.show.clone(), 9),
                Kind::Count => What::Value(figure.exact, figure.show.clone()),
                _ => What::Value(figure.exact, Show::number()),
            };
            page.put(5, exact, Look::Plain);
            page.text(6, &places(figure.scale), Look::Unit);
            let mut said = Vec::new();
            if let Some(why) = &figure.fixed {
                said.push(format!("A value that does not follow the inputs: {why}."));
            }
            if place == 0 {
                if let Some(expected) = &answer.expected {
                    page.text(7, &expected.text, Look::Plain);
                    page.put(8, What::Value(expected.verdict, Show::of(Kind::Text, "")), Look::Plain);
                }
                said.extend(answer.note.clone());
            }
            page.text(9, &said.join(" "), Look::Remark);
            page.row += 1;
        }
    }
    page.row += 1;
    let mode = book.mode.name();
    page.line(
        &format!("Money and times are rounded {mode}; rates, indexes and midpoints half-up."),
        Look::Note,
    );
    page
}

/// The rows of answers that have them.
pub(super) fn rows(report: &Report, book: &Book, name: String) -> Option<Page> {
    let mut page = Page::new(name, &[36.0, 17.0, 17.0, 17.0, 17.0, 17.0, 17.0, 17.0]);
    sheets::title(
        &mut page,
        report,
        "The rows of answers that have more than one figure, rounded as the scenario says.",
    );
    page.frozen = page.row;
    for answer in &book.answers {
        if let Some(grid) = &answer.grid {
            page.row += 1;
            page.line(&format!("Question {}", grid.title), Look::Section);
            if let Some(why) = &grid.fixed {
                page.line(&format!("Values that do not follow the inputs: {why}."), Look::Note);
            }
            sheets::grid(&mut page, grid, &|_| false, 0);
        }
    }
    book.answers.iter().any(|answer| answer.grid.is_some()).then_some(page)
}

/// `2 places`.
fn places(scale: u32) -> String {
    match scale {
        0 => "whole".to_owned(),
        1 => "1 place".to_owned(),
        many => format!("{many} places"),
    }
}
