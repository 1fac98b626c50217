//! Output formats: each one file, each reading reports and nothing else.

pub mod csv;
pub mod diagnosis;
pub mod document;
pub mod fit;
pub mod forecast;
pub mod html;
pub mod json;
pub mod latex;
pub mod markdown;
pub mod mathematics;
#[cfg(feature = "ml")]
pub mod ml;
pub mod page;
pub mod picture;
pub mod sheet;
pub mod text;
pub mod typst;
#[cfg_attr(not(feature = "xlsx"), path = "render/no_workbook.rs")]
pub mod workbook;

use crate::plot::Picture;
use crate::question::sided;
use crate::report::Report;

/// How reports are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a person at a terminal.
    Text,
    /// Markdown, for a document.
    Markdown,
    /// A page of its own for a browser, with mathematics and charts.
    Html,
    /// LaTeX, for pdflatex.
    Latex,
    /// Typst.
    Typst,
    /// A row for each figure.
    Csv,
    /// A JSON object for each scenario, one on a line.
    Json,
    /// A workbook of live formulas, which only scenarios have.
    #[value(skip)]
    Xlsx,
}

/// What a writer of text says of a workbook.
pub(crate) const NO_WORKBOOK: &str = "a workbook is written of scenarios alone, by solve, ask and table";

/// What a writer may leave out, and how wide it may be.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether the working is shown.
    pub working: bool,
    /// Columns that lines of text may take.
    pub width: usize,
    /// Whether text may be coloured.
    pub styled: bool,
}

impl Format {
    /// Whether pictures stand in it.
    pub fn holds_pictures(self) -> bool {
        self == Self::Html
    }
}

/// Writes reports in a format; each report with the text that its findings point into, and its pictures in their order.
///
/// # Errors
///
/// Only what cannot be put into the format at all, as a message.
pub fn render(
    reports: &[(Report, &str)],
    pictures: &[Vec<Picture>],
    format: Format,
    options: Options,
) -> Result<String, String> {
    let document = || document::solutions(reports, pictures, options);
    match format {
        Format::Text => Ok(text::render(reports, options)),
        Format::Markdown => Ok(markdown::render(reports, options)),
        Format::Html => Ok(html::write(&document())),
        Format::Latex => Ok(latex::write(&document())),
        Format::Typst => Ok(typst::write(&document())),
        Format::Csv => csv::render(reports),
        Format::Json => json::render(reports, options),
        Format::Xlsx => Err(NO_WORKBOOK.to_owned()),
    }
}

/// A text with control characters, marks that turn the reading order and ends of lines that are not newlines shown and not sent;
/// a tab, whose width only a terminal knows, is a space.
///
/// # Example
///
/// ```
/// use learncurve::render::visible;
/// assert_eq!(visible("a\tb\u{2028}c\u{7}"), "a b\\u{2028}c\\u{7}");
/// ```
pub fn visible(text: &str) -> String {
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .flat_map(|c| {
            let shown: Vec<char> = match c {
                '\t' => vec![' '],
                c if hidden(c) => c.escape_unicode().collect(),
                c => vec![c],
            };
            shown
        })
        .collect()
}

/// The heading and the cells of an answer's table.
fn table_rows(answered: &crate::report::Answered) -> Vec<Vec<String>> {
    let table = &answered.table;
    let mut rows = Vec::with_capacity(table.rows.len() + 1);
    if let Some(first) = table.rows.first() {
        let mut heading = vec![table.heading.clone()];
        heading.extend(first.figures.iter().map(|figure| match sided(&figure.unit).0 {
            "" => figure.name.clone(),
            unit if unit == figure.name || figure.name.ends_with(unit) => figure.name.clone(),
            unit => format!("{} ({unit})", figure.name),
        }));
        rows.push(heading);
    }
    rows.extend(table.rows.iter().map(|row| {
        let mut cells = vec![row.label.clone()];
        cells.extend(row.figures.iter().map(|figure| match sided(&figure.unit).1 {
            Some(side) => format!("{} {}", figure.value, side.mark()),
            None => figure.value.to_string(),
        }));
        cells
    }));
    rows
}

/// Whether an answer is its table, and has no figure beside it.
fn only_table(answered: &crate::report::Answered) -> bool {
    answered.find == "table"
}
