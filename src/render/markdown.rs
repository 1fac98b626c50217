//! Markdown: a section for each scenario, its answers and their working.

use std::fmt::Write as _;

use super::mathematics::{self, Said, latex};
use super::{Options, only_table, table_rows, visible};
use crate::explain::{Reads, Step};
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
        let _ = writeln!(out, "{}. {}", number + 1, self::step(step));
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

/// A step, its mathematics as GitHub sets it.
pub(super) fn step(step: &Step) -> String {
    let lines = mathematics::steps(step);
    // Within `\text` its renderer knows none of these characters by an escape.
    let hard = ['&', '#', '_', '%', '$', '~', '`', '\\', '{', '}', '^'];
    let is_hard = |said: &Said| matches!(said, Said::Mathematics(layout) if layout.says_any(&hard));
    if lines.iter().flatten().any(is_hard) {
        return escape(&step.line());
    }
    let said = |said: &Said| match said {
        Said::Text(words) => escape(words),
        Said::Mathematics(layout) => format!("$`{}`$", latex::formula(layout, &str::to_owned).trim_start()),
    };
    let lines: Vec<String> = lines.iter().map(|line| line.iter().map(said).collect()).collect();
    let between = if step.reads == Reads::Equation { " " } else { "; " };
    format!("{}: {}", escape(&step.what), lines.join(between))
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
    let text = visible(text).replace(['\n', '\t'], " ");
    // What would begin a list.
    let marker = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = marker.len() < text.len();
    let marked = marker.starts_with(if numbered { ['.', ')'] } else { ['-', '+'] });
    let marker = (marked && marker[1..].starts_with(' ')).then_some(text.len() - marker.len());
    for (place, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            // As GitHub has it where no mathematics is meant.
            '$' => out.push_str("<span>$</span>"),
            c if marker == Some(place) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}
