//! Worked solutions as a document.

use super::{Document, Part, Remark, Section, Step, Table, Value};
use crate::explain::Reads;
use crate::plot::Picture;
use crate::question::Figure;
use crate::render::{Options, mathematics, only_table, table_rows};
use crate::report::{Answered, Report};
use crate::scenario::diagnostic::Severity;

/// The reports as one document: each scenario with its facts, its pictures and its questions.
pub fn solutions(reports: &[(Report, &str)], pictures: &[Vec<Picture>], options: Options) -> Document {
    let alone = reports.len() == 1;
    let mut sections = Vec::new();
    for (place, (report, _)) in reports.iter().enumerate() {
        let heading = (!alone).then(|| report.title.clone());
        sections.push(Section { heading, depth: 1, parts: about(report, pictures.get(place)) });
        for answered in &report.answers {
            sections.push(Section {
                heading: Some(answered.id.clone()),
                depth: if alone { 1 } else { 2 },
                parts: answer(answered, options),
            });
        }
    }
    let title = match reports {
        [(only, _)] => only.title.clone(),
        _ => "Worked solutions".to_owned(),
    };
    Document { title, sections }
}

/// What is known of a scenario before its questions.
fn about(report: &Report, pictures: Option<&Vec<Picture>>) -> Vec<Part> {
    let facts = [
        (report.label.unwrap_or("Given"), &report.curve),
        ("Source", &report.source),
        ("Note", &report.note),
    ];
    let facts: Vec<_> = facts.into_iter().filter_map(|(label, text)| Some((label, text.clone()?))).collect();
    let mut parts = Vec::new();
    if !facts.is_empty() {
        parts.push(Part::Facts(facts));
    }
    for found in &report.findings {
        let kind = match found.severity {
            Severity::Error => Remark::Error,
            Severity::Warning => Remark::Warning,
        };
        parts.push(Part::Remark(kind, found.message.clone()));
    }
    parts.extend(pictures.into_iter().flatten().cloned().map(Part::Chart));
    parts
}

fn answer(answered: &Answered, options: Options) -> Vec<Part> {
    let mut parts = Vec::new();
    if !answered.task.is_empty() {
        parts.push(Part::Task(answered.task.clone()));
    }
    if let (false, Some((headline, others))) = (only_table(answered), answered.results.split_first()) {
        parts.push(Part::Answer(value(headline), others.iter().map(value).collect()));
    }
    let rows = table_rows(answered);
    let many = rows.len();
    parts.extend(table(rows).map(Part::Table));
    if let Some(verdict) = &answered.expect {
        let kind = if verdict.met { Remark::Met } else { Remark::Missed };
        parts.push(Part::Remark(kind, verdict.want.clone()));
    }
    if let Some(published) = &answered.published {
        parts.push(Part::Remark(Remark::Note, format!("The source prints {published}.")));
    }
    if let Some(note) = &answered.note {
        parts.push(Part::Remark(Remark::Note, note.clone()));
    }
    if options.working && !answered.working.is_empty() {
        parts.push(Part::Working(answered.working.iter().map(|one| step(one, many)).collect()));
    }
    parts
}

/// A step; its table is left out where the answer has it, as it is where it has as many rows.
pub(in crate::render) fn step(step: &crate::explain::Step, rows: usize) -> Step {
    let table = if step.rows.len() == rows { None } else { table(step.rows.clone()) };
    let chain = step.reads == Reads::Equation;
    Step { what: step.what.clone(), lines: mathematics::steps(step), chain, table }
}

fn table(mut rows: Vec<Vec<String>>) -> Option<Table> {
    if rows.is_empty() {
        return None;
    }
    let heading = rows.remove(0);
    Some(Table { heading, rows })
}

/// A figure, its number apart from its unit where that stands behind it.
pub(in crate::render) fn value(figure: &Figure) -> Value {
    let text = figure.text();
    let split = text.strip_suffix(figure.unit.as_str()).and_then(|number| number.strip_suffix(' '));
    let (number, unit) = match split {
        Some(number) if !figure.unit.is_empty() => (number.to_owned(), figure.unit.clone()),
        _ => (text, String::new()),
    };
    Value { name: figure.name.clone(), number, unit }
}
