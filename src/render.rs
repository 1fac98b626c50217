//! Output formats: each one file, each reading reports and nothing else.

pub mod csv;
pub mod diagnosis;
pub mod json;
pub mod markdown;
pub mod text;

use crate::report::Report;

/// How reports are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a person at a terminal.
    Text,
    /// Markdown, for a document.
    Markdown,
    /// A row for each figure.
    Csv,
    /// A JSON object for each scenario, one on a line.
    Json,
}

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

/// Writes reports in a format; each report with the text that its findings point into.
///
/// # Errors
///
/// Only what cannot be put into the format at all, as a message.
pub fn render(reports: &[(Report, &str)], format: Format, options: Options) -> Result<String, String> {
    match format {
        Format::Text => Ok(text::render(reports, options)),
        Format::Markdown => Ok(markdown::render(reports, options)),
        Format::Csv => csv::render(reports),
        Format::Json => json::render(reports, options),
    }
}

/// A text with control characters and marks that turn the reading order shown and not sent.
pub fn visible(text: &str) -> String {
    let hidden = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .flat_map(|c| {
            let shown: Vec<char> = if hidden(c) { c.escape_unicode().collect() } else { vec![c] };
            shown
        })
        .collect()
}

/// The heading and the cells of a table question.
fn table_rows(answered: &crate::report::Answered) -> Vec<Vec<String>> {
    let mut rows = Vec::with_capacity(answered.table.len() + 1);
    if let Some(first) = answered.table.first() {
        let heading = |figure: &crate::question::Figure| format!("{} ({})", figure.name, figure.unit);
        rows.push(vec![
            "units".to_owned(),
            heading(&first.unit),
            heading(&first.average),
            heading(&first.total),
        ]);
    }
    rows.extend(answered.table.iter().map(|row| {
        vec![
            row.units.to_string(),
            row.unit.value.to_string(),
            row.average.value.to_string(),
            row.total.value.to_string(),
        ]
    }));
    rows
}
