//! Text for a person: answers first, their working under them, within the width of the terminal.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ContentArrangement, Table};

use super::{Options, only_table, table_rows, visible};
use crate::report::{Answered, Report};

/// Writes reports as text.
pub fn render(reports: &[(Report, &str)], options: Options) -> String {
    let sections: Vec<String> = reports
        .iter()
        .filter(|(report, _)| report.curve.is_some())
        .map(|(report, _)| section(report, options))
        .collect();
    sections.join("\n")
}

fn section(report: &Report, options: Options) -> String {
    let mut out = String::new();
    wrapped(&mut out, "", &bold(&visible(&report.title), options), options);
    if let Some(curve) = &report.curve {
        wrapped(&mut out, "  ", &visible(curve), options);
    }
    for (label, text) in [("source", &report.source), ("note", &report.note)] {
        if let Some(text) = text {
            wrapped(&mut out, "  ", &format!("{label}: {}", visible(text)), options);
        }
    }
    for answered in &report.answers {
        out.push('\n');
        answer(answered, options, &mut out);
    }
    out
}

fn answer(answered: &Answered, options: Options, out: &mut String) {
    let rows = table_rows(answered);
    let id = visible(&answered.id);
    if only_table(answered) {
        wrapped(out, "", &format!("{id}:"), options);
    } else {
        if let Some(headline) = answered.results.first() {
            let text =
                format!("{id}: {} = {}", visible(&headline.name), bold(&visible(&headline.text()), options));
            wrapped(out, "", &text, options);
        }
        let widest = answered.results.iter().skip(1).map(|f| visible(&f.name).chars().count()).max();
        for figure in answered.results.iter().skip(1) {
            let width = widest.unwrap_or(0);
            wrapped(
                out,
                "  ",
                &format!("{:width$}  {}", visible(&figure.name), visible(&figure.text())),
                options,
            );
        }
    }
    table(&rows, "  ", options, out);
    if let Some(verdict) = &answered.expect {
        let met = if verdict.met { "met" } else { "MISSED" };
        wrapped(out, "  ", &format!("expected {}: {met}", verdict.want), options);
    }
    if let Some(published) = &answered.published {
        wrapped(out, "  ", &format!("published: {}", visible(published)), options);
    }
    if let Some(note) = &answered.note {
        wrapped(out, "  ", &format!("note: {}", visible(note)), options);
    }
    if !options.working {
        return;
    }
    wrapped(out, "  ", "working", options);
    for (number, step) in answered.working.iter().enumerate() {
        wrapped(out, "    ", &format!("{}. {}", number + 1, visible(&step.line())), options);
        if !step.rows.is_empty() && step.rows.len() != rows.len() {
            table(&step.rows, "       ", options, out);
        }
    }
}

/// A table under an indent, its numbers to the right.
fn table(rows: &[Vec<String>], indent: &str, options: Options, out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let mut table = Table::new();
    table
        .load_style(comfy_table::presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(options.width.saturating_sub(indent.len()).max(20)).unwrap_or(u16::MAX));
    let mut rows = rows.iter().map(|row| row.iter().map(|cell| visible(cell)).collect::<Vec<_>>());
    if let Some(heading) = rows.next() {
        table.set_header(heading);
    }
    for row in rows {
        table.add_row(row);
    }
    for column in table.column_iter_mut() {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for line in table.to_string().lines() {
        let _ = writeln!(out, "{indent}{}", line.trim_end());
    }
}

pub(super) fn wrapped(out: &mut String, indent: &str, text: &str, options: Options) {
    let hanging = format!("{indent}   ");
    let wrap = textwrap::Options::new(options.width.max(20))
        .initial_indent(indent)
        .subsequent_indent(&hanging)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    for line in textwrap::wrap(&text.replace('\n', " "), wrap) {
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

pub(super) fn bold(text: &str, options: Options) -> String {
    if options.styled { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}
