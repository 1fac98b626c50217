//! Scenario files: from TOML text to checked scenarios, with the place of every mistake.

mod asked;
mod check;
mod context;
mod costs;
mod curve;
pub mod diagnostic;
mod elements;
mod find;
mod known;
mod number;
pub mod raw;
pub(crate) mod reader;
mod rounding;
mod syntax;
#[cfg_attr(not(feature = "ml"), path = "scenario/no_training.rs")]
mod training;
mod tree;

pub use find::rows::table_rows as rows;

use std::ops::Range;

use rust_decimal::Decimal;

use crate::question::{Of, Question, Subject, Whole};
use diagnostic::{Diagnostic, Severity};
use reader::Findings;

/// A scenario that can be answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The curve, or the elements, with their costs and their rounding.
    pub whole: Whole,
    /// What is asked, in the file's order.
    pub questions: Vec<Asked>,
}

/// One question of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its name in the answers; unique in its scenario.
    pub id: String,
    /// What is asked.
    pub question: Question,
    /// Which element it is asked of, counted from 0; of all of them together for none.
    pub element: Option<usize>,
    /// In time or in money.
    pub of: Of,
    /// The published answer.
    pub expect: Option<Expect>,
    /// What the source prints, where that is another figure than the expected one.
    pub published: Option<String>,
    /// A remark for the reader.
    pub note: Option<String>,
    /// Its place in the text.
    pub span: Range<usize>,
}

impl Asked {
    /// What the question is asked of.
    pub fn subject<'a>(&self, whole: &'a Whole) -> Subject<'a> {
        let element = match whole {
            Whole::Elements(project) => self.element.and_then(|place| project.elements.get(place)),
            Whole::Curve(_) | Whole::Training(_) => None,
        };
        element.map_or_else(|| whole.into(), |element| (&element.work).into())
    }
}

/// A published figure to compare the headline with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// The figure; its places are the places that have to agree.
    pub want: Decimal,
    /// Whether it was written with a percent sign.
    pub percent: bool,
    /// The unit that was written after it, if any.
    pub unit: Option<String>,
    /// Its place in the text.
    pub span: Range<usize>,
}

/// One scenario of a file as it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Where the problem was published.
    pub source: Option<String>,
    /// A remark for the reader.
    pub note: Option<String>,
    /// Its currency, where that is sound.
    pub currency: Option<String>,
    /// The scenario; none where any of `findings` is an error.
    pub scenario: Option<Scenario>,
    /// Errors and warnings, in the text's order.
    pub findings: Vec<Diagnostic>,
}

/// Reads the scenarios of a file: every one, each with all its errors and warnings.
///
/// `text` is TOML 1.1 in the format of `docs/scenario.md`. Nothing is read from anywhere else.
/// A text that is not TOML gives one entry that holds the syntax errors.
///
/// # Example
///
/// ```
/// let text = r#"
/// [curve.wright]
/// first_time = "2 h"
/// learning_rate = 95
///
/// [[question]]
/// find.averge = { units = 128 }
/// "#;
/// let entries = learncurve::scenario::load(text);
/// let messages: Vec<_> = entries[0].findings.iter().map(|found| found.message.as_str()).collect();
/// assert_eq!(messages, ["`95` is read as a ratio, 9500%", "unknown key `averge` in find"]);
/// ```
pub fn load(text: &str) -> Vec<Entry> {
    load_with(text, &|file| {
        Err(format!("`{file}` can't be read from here: write the rows of data into the scenario"))
    })
}

/// A table beside a scenario: its heading, and its rows with the numbers of their lines.
pub type DataTable = (Vec<String>, Vec<(usize, Vec<String>)>);

/// How a table is read by the name that a scenario has for it; a message where it can't be.
pub type Tables<'t> = &'t dyn Fn(&str) -> Result<DataTable, String>;

/// [`load`] for scenarios that name tables of data, which `tables` reads.
pub fn load_with<'t>(text: &'t str, tables: Tables<'t>) -> Vec<Entry> {
    let document = match document(text) {
        Ok(document) => document,
        Err(findings) => return vec![told(broken(findings))],
    };
    let mut found = Findings::new(text, tables, None);
    let mut entries = check::file(&document, &mut found);
    if entries.is_empty() {
        return vec![told(broken(sorted(found.list)))];
    }
    // What is wrong with the file as a whole is told with its first scenario, which it stops.
    if !found.list.is_empty() {
        let first = &mut entries[0];
        first.findings.append(&mut found.list);
        first.findings = sorted(std::mem::take(&mut first.findings));
        if first.findings.iter().any(|f| f.severity == Severity::Error) {
            first.scenario = None;
        }
    }
    entries.into_iter().map(told).collect()
}

/// A text as TOML, or everything that keeps it from being.
pub(crate) fn document(text: &str) -> Result<tree::Table<'_>, Vec<Diagnostic>> {
    if let Some(finding) = too_many_values(text) {
        return Err(vec![finding]);
    }
    tree::parse(text).map_err(|errors| syntax::errors(&errors, text, MOST_FINDINGS))
}

fn broken(findings: Vec<Diagnostic>) -> Entry {
    Entry { title: None, source: None, note: None, currency: None, scenario: None, findings }
}

/// Findings in the text's order, each once.
pub(crate) fn sorted(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by_key(|found| (found.span.start, found.span.end));
    findings.dedup();
    findings
}

/// The most findings of a scenario that are told.
const MOST_FINDINGS: usize = 1_000;

/// The first thousand of a scenario's findings, and how many more there are.
fn told(mut entry: Entry) -> Entry {
    if entry.findings.len() > MOST_FINDINGS {
        let more = entry.findings.split_off(MOST_FINDINGS);
        let message = format!("and {} more findings from here on", more.len());
        let last = Diagnostic::error("more-findings", more[0].span.clone(), message);
        let severity = more.iter().map(|found| found.severity).min().unwrap_or(Severity::Error);
        entry.findings.push(Diagnostic { severity, ..last });
    }
    entry
}

/// The most values that a text may have: what they take in memory is many times what they take in the text.
const MOST_VALUES: usize = 2_000_000;

/// What is wrong with a text that has more.
fn too_many_values(text: &str) -> Option<Diagnostic> {
    // Each value stands after a comma or an equals sign.
    let values = memchr::memchr2_iter(b',', b'=', text.as_bytes()).count();
    (values > MOST_VALUES).then(|| {
        Diagnostic::error("too-many-values", 0..0, format!("about {values} values in one text"))
            .with_help(format!("at most {MOST_VALUES}: rows of data can stand in a table beside it, and scenarios in several files"))
    })
}
