//! Markdown: a section for each scenario, its answers and their working.

use std::fmt::Write as _;

use super::{Options, only_table, table_rows, visible};
use crate::report::{Answered, Report};

/// Writes reports as Markdown.
pub fn render(reports: &[(Report, &str)], options: Options) -> String {
    let sections: Vec<String> = reports.iter().map(|(report, _)| section(report, options)).collect();
    sections.join("\n")
}

fn section(report: &Report, options: Options) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", escape(&report.title));
    let about =
        [(report.label, &report.curve), (Some("Source"), &report.source), (Some("Note"), &report.note)];
    for (label, text) in about {
        if let Some(text) = text {
            let label = label.map(|label| format!("{label}: ")).unwrap_or_default();
            let _ = writeln!(out, "{label}{}\n", escape(text));
        }
    }
    for found in &report.findings {
        let _ = writeln!(out, "> {}: {}\n", severity(found), escape(&found.message));
    }
    for answered in &report.answers {
        answer(answered, options, &mut out);
    }
    out
}

fn severity(found: &crate::scenario::diagnostic::Diagnostic) -> &'static str {
    match found.severity {
        crate::scenario::diagnostic::Severity::Error => "**error**",
        crate::scenario::diagnostic::Severity::Warning => "**warning**",
    }
}

fn answer(answered: &Answered, options: Options, out: &mut String) {
    let _ = writeln!(out, "## {}\n", escape(&answered.id));
    let rows = table_rows(answered);
    if !only_table(answered) {
        for (place, figure) in answered.results.iter().enumerate() {
            let strong = if place == 0 { "**" } else { "" };
            let _ = writeln!(out, "- {}: {strong}{}{strong}", escape(&figure.name), escape(&figure.text()));
        }
        out.push('\n');
    }
    if !rows.is_empty() {
        table(&rows, out);
    }
    if let Some(verdict) = &answered.expect {
        let met = if verdict.met { "met" } else { "**missed**" };
        let _ = writeln!(out, "Expected {}: {met}.\n", escape(&verdict.want));
    }
    if let Some(published) = &answered.published {
        let _ = writeln!(out, "Published: {}.\n", escape(published));
    }
    if let Some(note) = &answered.note {
        let _ = writeln!(out, "{}\n", escape(note));
    }
    if !options.working {
        return;
    }
    for (number, step) in answered.working.iter().enumerate() {
        let _ = writeln!(out, "{}. {}", number + 1, escape(&step.line()));
        if !step.rows.is_empty() && step.rows.len() != rows.len() {
            out.push('\n');
            let mut inner = String::new();
            table(&step.rows, &mut inner);
            for line in inner.lines() {
                let _ = writeln!(out, "{}{line}", if line.is_empty() { "" } else { "   " });
            }
        }
    }
    out.push('\n');
}

fn table(rows: &[Vec<String>], out: &mut String) {
    for (place, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
        if place == 0 {
            let _ = writeln!(out, "|{}", " ---: |".repeat(row.len()));
        }
    }
    out.push('\n');
}

/// Text that Markdown takes for itself and HTML does not run.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).replace(['\n', '\t'], " ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
