//! Workbooks of live formulas: `--format xlsx`.

use clap::ValueEnum as _;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::args::Show;
use super::caught::caught;
use super::exit::{Exit, Failure};
use super::input::Input;
use super::output::Target;
use super::solve;
use crate::live::{self, Book};
use crate::render::{Format, workbook};
use crate::report::Report;
use crate::scenario::{Entry, Scenario};

/// The name of the format.
const NAME: &str = "xlsx";

/// The formats of text, and workbooks.
pub(super) fn formats() -> impl TypedValueParser<Value = Format> {
    let texts = Format::value_variants().iter().filter_map(clap::ValueEnum::to_possible_value);
    let workbook =
        PossibleValue::new(NAME).help("A workbook of live formulas, for `solve`, `ask` and `table` with -o");
    PossibleValuesParser::new(texts.chain([workbook]))
        .map(|name| Format::from_str(&name, false).unwrap_or(Format::Xlsx))
}

/// Refuses a workbook that would go nowhere.
pub(super) fn check(show: &Show, target: &Target) -> Result<(), Failure> {
    if show.format == Format::Xlsx && matches!(target, Target::Stdout) {
        return Err(Failure::new(Exit::Usage, "--format: a workbook is no text, and goes into a file")
            .with_help("name the file: -o answer.xlsx"));
    }
    Ok(())
}

/// Refuses a workbook where a command has none.
pub(super) fn refuse(show: &Show, what: &str) -> Result<(), Failure> {
    if show.format == Format::Xlsx {
        return Err(Failure::new(Exit::Usage, format!("--format: {what} has no workbook"))
            .with_help("use another format; `solve`, `ask` and `table` write workbooks"));
    }
    Ok(())
}

/// An input with its reports, and the scenarios that were answered.
pub(super) struct Solved {
    input: Input,
    reports: Vec<Report>,
    scenarios: Vec<Option<Scenario>>,
}

impl Solved {
    /// Answers the entries of an input.
    pub(super) fn new(input: Input, entries: Vec<Entry>) -> Self {
        let scenarios = entries.iter().map(|entry| entry.scenario.clone()).collect();
        Self { reports: solve::reports(&input, entries), input, scenarios }
    }

    /// The reports, to be changed.
    pub(super) fn reports(&mut self) -> &mut Vec<Report> {
        &mut self.reports
    }
}

/// Tells the findings, writes one workbook of all that has answers, and gives the exit code that they add up to.
pub(super) fn finish(solved: &[Solved], target: &Target) -> Result<Exit, Failure> {
    let mut exit = Exit::Fine;
    let mut books: Vec<(&Report, Book)> = Vec::new();
    for one in solved {
        exit = exit.max(solve::tell(&one.input, &one.reports));
        for (report, scenario) in one.reports.iter().zip(&one.scenarios) {
            if let Some(scenario) = scenario.as_ref().filter(|_| !report.answers.is_empty()) {
                books.push((report, live::book(scenario, report)));
            }
        }
    }
    if books.is_empty() {
        return Ok(exit);
    }
    let bound: Vec<workbook::Bound<'_>> = books.iter().map(|(report, book)| (*report, book)).collect();
    let written = caught(|| workbook::workbook(&bound))
        .map_err(|error| Failure::new(Exit::Io, format!("cannot make the workbook: {error}")))?;
    let written = written.map_err(|message| {
        Failure::new(Exit::BadData, message)
            .with_help("a workbook is limited to what Excel holds: write another format, or ask less")
    })?;
    target.write_bytes(&written)?;
    Ok(exit)
}
