//! CSV: a row for each figure of each answer.

use super::{only_table, visible};
use crate::report::Report;

const COLUMNS: [&str; 10] = ["file", "scenario", "id", "find", "of", "name", "value", "exact", "unit", "met"];

/// Writes reports as CSV with a header; rows of a table question are figures named after their units.
///
/// # Errors
///
/// A message where the writer fails, which in memory it does not.
pub fn render(reports: &[(Report, &str)]) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let say = |error: csv::Error| error.to_string();
    writer.write_record(COLUMNS).map_err(say)?;
    for (report, _) in reports {
        let (file, title) = (cell(&report.file), cell(&report.title));
        for answered in &report.answers {
            let of = answered.of.map_or("", crate::question::Of::name);
            let mut row = |name: &str, value: String, exact: String, unit: &str, met: &str| {
                let (id, name, unit) = (cell(&answered.id), cell(name), cell(unit));
                writer
                    .write_record([&file, &title, &id, answered.find, of, &name, &value, &exact, &unit, met])
                    .map_err(say)
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
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// A text that a spreadsheet takes for a text: one that it would take for a formula stands behind an apostrophe, and control
/// characters are written out.
pub(super) fn cell(text: &str) -> String {
    let printable = visible(text);
    if printable.starts_with(['=', '+', '-', '@']) { format!("'{printable}") } else { printable }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn texts_that_a_spreadsheet_would_run_stand_behind_an_apostrophe() {
        for (text, kept) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("@x", "'@x"),
            ("A = B", "A = B"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
        ] {
            assert_eq!(cell(text), kept);
        }
    }
}
