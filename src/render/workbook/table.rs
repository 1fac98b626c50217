//! The sheet of the curve: its tables, which follow the inputs, and charts of the unit and the average.

use super::page::{CHART, Look, Page, Picture};
use super::sheets;
use crate::live::{Book, Content, Grid, Kind};
use crate::report::Report;

/// Rows that a chart covers.
const CHART_ROWS: u32 = 17;

pub(super) fn page(report: &Report, book: &Book, name: String) -> Page {
    let widest = book.tables.iter().map(|grid| grid.columns.len()).max().unwrap_or(0);
    let mut page = Page::new(name, &vec![17.0; widest.min(60)]);
    sheets::title(
        &mut page,
        report,
        "The curve at numbers of units, which may be changed too. Steps on the way are folded away at the right.",
    );
    page.frozen = page.row;
    let mut places = Vec::new();
    for grid in &book.tables {
        page.row += 1;
        page.line(&grid.title, Look::Section);
        let given = |cell| matches!(book.content(cell), Content::Input);
        places.push((grid, sheets::grid(&mut page, grid, &given, 0)));
    }
    let shown =
        book.tables.first().map_or(0, |grid| grid.columns.iter().filter(|column| !column.aside).count());
    let column = |place: usize| u16::try_from(place).unwrap_or(u16::MAX);
    if widest > shown {
        page.folded = Some((column(shown), column(widest - 1)));
    }
    page.row += 1;
    let mut across = 0;
    for (grid, rows) in places {
        let measures: Vec<usize> = (1..shown).step_by(3).collect();
        for first in measures {
            if let Some(mut picture) = picture(grid, rows, first) {
                (picture.row, picture.across_pixels) = (page.row, across);
                page.charts.push(picture);
                across += CHART.0 + 10;
            }
        }
        across = 0;
        page.row += CHART_ROWS;
    }
    page
}

/// A chart of the unit and the average, in the columns from `first` on.
fn picture(grid: &Grid, rows: (u32, u32), first: usize) -> Option<Picture> {
    let (unit, average) = (grid.columns.get(first)?, grid.columns.get(first + 1)?);
    let word = if matches!(unit.show.kind, Kind::Money(_)) { "Cost" } else { "Time" };
    let column = |place: usize| u16::try_from(place).ok();
    Some(Picture {
        title: format!("{word} per unit, {}", grid.title.to_lowercase()),
        row: 0,
        across_pixels: 0,
        rows,
        across: 0,
        series: vec![(column(first)?, unit.heading.clone()), (column(first + 1)?, average.heading.clone())],
        axis: format!("{word} ({})", sheets::unit(&unit.show)),
        logarithmic: grid.title.starts_with("By doublings"),
    })
}
