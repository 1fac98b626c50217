//! CSV: a row for each figure of each answer.

use super::{only_table, visible};
use crate::report::Report;
use crate::scenario::diagnostic::Severity;

const COLUMNS: [&str; 10] = ["file", "scenario", "id", "find", "of", "name", "value", "exact", "unit", "met"];

/// Writes reports as CSV with a header; rows of a table question are figures named after their units.
///
/// # Errors
///
/// A message where the writer fails, which in memory it does not.
pub fn render(reports: &[(Report, &str)]) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|error| error.to_string())?;
    for (report, _) in reports {
        figures(report, &mut writer, &[], cell).map_err(|error| error.to_string())?;
    }
    text(writer)
}

/// The heading of a batch's table: that of [`render`], and the place and the words of an error.
pub fn batch_heading() -> String {
    COLUMNS.join(",") + ",line,column,error\n"
}

/// A report's rows in a batch's table, without a heading: its figures, and a row for each error. Where they are not `guarded`, texts that a
/// spreadsheet would take for formulas stand as they are, for a format that has types.
///
/// # Errors
///
/// A message where the writer fails, which in memory it does not.
pub fn batch(report: &Report, text_of: &str, guarded: bool) -> Result<String, String> {
    let cell = if guarded { cell } else { visible };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let say = |error: csv::Error| error.to_string();
    figures(report, &mut writer, &["", "", ""], cell).map_err(say)?;
    for found in report.findings.iter().filter(|found| found.severity == Severity::Error) {
        let (line, column) = report.position(found, text_of);
        let (file, title) = (cell(&report.file), cell(&report.title));
        let (line, column) = (line.to_string(), column.to_string());
        let message = cell(&found.message);
        let blank = [""; 8];
        let row = [file.as_str(), &title].into_iter().chain(blank).chain([line.as_str(), &column, &message]);
        writer.write_record(row).map_err(say)?;
    }
    text(writer)
}

fn text(writer: csv::Writer<Vec<u8>>) -> Result<String, String> {
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// A row for each figure of a report, with more cells after it.
fn figures(
    report: &Report,
    writer: &mut csv::Writer<Vec<u8>>,
    more: &[&str],
    cell: fn(&str) -> String,
) -> csv::Result<()> {
    let (file, title) = (cell(&report.file), cell(&report.title));
    for answered in &report.answers {
        let of = answered.of.map_or("", crate::question::Of::name);
        let mut row = |name: &str, value: String, exact: String, unit: &str, met: &str| {
            let (id, name, unit) = (cell(&answered.id), cell(name), cell(unit));
            let cells = [&file, &title, &id, answered.find, of, &name, &value, &exact, &unit, met];
            writer.write_record(cells.into_iter().chain(more.iter().copied()))
        };
        for (place, figure) in answered.results.iter().enumerate().filter(|_| !only_table(answered)) {
            let met = match (&answered.expect, place) {
                (Some(verdict), 0) => verdict.met.to_string(),
                _ => String::new(),
            };
            let (value, exact) = (figure.value.to_string(), figure.exact.to_string());
            row(&figure.name, value, exact, &figure.unit, &met)?;
        }
        for line in &answered.table.rows {
            for figure in &line.figures {
                let name = format!("{} {}", figure.name, line.at);
                let (value, exact) = (figure.value.to_string(), figure.exact.to_string());
                row(&name, value, exact, &figure.unit, "")?;
            }
        }
    }
    Ok(())
}

/// A text that a spreadsheet takes for a text: one that it would take for a formula stands behind an apostrophe, and control
/// characters are written out.
pub(crate) fn cell(text: &str) -> String {
    // A tab is part of a value, not of how it is shown.
    let printable = text.split('\t').map(visible).collect::<Vec<_>>().join("\t");
    // Blanks before it, or what some spreadsheets take for one, hide nothing.
    if printable.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']) {
        format!("'{printable}")
    } else {
        printable
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn texts_that_a_spreadsheet_would_run_stand_behind_an_apostrophe() {
        for (text, kept) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("@x", "'@x"),
            ("\t=1+1", "'\t=1+1"),
            (" =1", "' =1"),
            ("A = B", "A = B"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
        ] {
            assert_eq!(cell(text), kept);
        }
    }
}
