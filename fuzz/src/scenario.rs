//! What has to hold of a scenario that was read.

use std::sync::OnceLock;

use learncurve::report::{Report, report};
use learncurve::scenario::diagnostic::{Diagnostic, Severity};
use learncurve::scenario::{Entry, load};

/// A text's entries, every place of every finding within the text.
pub fn read(text: &str) -> Vec<Entry> {
    let entries = load(text);
    assert!(!entries.is_empty(), "no entry and no finding");
    for entry in &entries {
        let refused = entry.findings.iter().any(|found| found.severity == Severity::Error);
        assert_eq!(refused, entry.scenario.is_none(), "{:?}", entry.findings);
        entry.findings.iter().for_each(|found| check_finding(found, text));
    }
    entries
}

fn check_finding(found: &Diagnostic, text: &str) {
    let places = std::iter::once(&found.span).chain(found.related.iter().map(|(span, _)| span));
    for span in places {
        assert!(text.get(span.clone()).is_some(), "{span:?} is no place in {} bytes: {found:?}", text.len());
    }
    let (line, column) = found.position(text);
    assert!(line >= 1 && column >= 1);
    assert!(!found.message.is_empty());
}

/// Answers an entry: every question has figures that are numbers, or an error with its place.
pub fn check_entry(entry: Entry, text: &str) -> Report {
    let asked = entry.scenario.as_ref().map_or(0, |scenario| scenario.questions.len());
    let report = report(entry, "fuzz.toml", "fuzz");
    report.findings.iter().for_each(|found| check_finding(found, text));
    let errors = report.findings.iter().filter(|found| found.severity == Severity::Error).count();
    assert!(report.answers.len() + errors >= asked, "a question has neither an answer nor an error");
    for answered in &report.answers {
        assert!(!answered.results.is_empty(), "{} has no figure", answered.id);
        let rows = answered.table.rows.iter().flat_map(|row| &row.figures);
        for figure in answered.results.iter().chain(rows) {
            assert!(figure.exact.is_finite(), "{figure:?} of {}", answered.id);
        }
    }
    report
}

/// What the checker accepts, the JSON Schema accepts.
pub fn check_schema(text: &str) {
    static SCHEMA: OnceLock<jsonschema::Validator> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| jsonschema::draft7::new(&learncurve::cli::schema::schema()).unwrap());
    let table: toml::Table = match toml::from_str(text) {
        Ok(table) => table,
        // Numbers are read exactly here, whole ones past what the crate's own values hold too.
        Err(error) if error.message().contains("as i128") || error.message().contains("as u128") => return,
        Err(error) => panic!("what was accepted is TOML: {error}"),
    };
    let value = serde_json::to_value(table).unwrap();
    let faults: Vec<String> = schema.iter_errors(&value).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?} in\n{text}");
}
