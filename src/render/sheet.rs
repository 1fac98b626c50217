//! A document of headings, lines and tables, before it is text, Markdown or a page.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ContentArrangement, Table};

use super::text::wrapped;
use super::{Format, Options, document, visible};
use crate::plot::Picture;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading, with its depth from 1.
    Heading(u8, String),
    /// A line or paragraph.
    Line(String),
    /// Points of a list.
    Points(Vec<String>),
    /// A table with its heading; the first column to the left, the others to the right.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// Writes blocks in a format of documents, with a picture where the format holds pictures; none for CSV and JSON, which hold no blocks.
pub fn write(blocks: &[Block], picture: Option<&Picture>, format: Format, width: usize) -> Option<String> {
    let document = || document::of_blocks(blocks, picture);
    match format {
        Format::Text => Some(text(blocks, Options { working: true, width, styled: false })),
        Format::Markdown => Some(markdown(blocks)),
        Format::Html => Some(super::html::write(&document())),
        Format::Latex => Some(super::latex::write(&document())),
        Format::Typst => Some(super::typst::write(&document())),
        Format::Csv | Format::Json | Format::Xlsx => None,
    }
}

/// Writes blocks as text.
pub fn text(blocks: &[Block], options: Options) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(depth, heading) => {
                if !out.is_empty() {
                    out.push('\n');
                }
                let heading = visible(heading);
                let heading = if *depth == 1 { super::text::bold(&heading, options) } else { heading };
                wrapped(&mut out, "", &heading, options);
            }
            Block::Line(line) => wrapped(&mut out, "  ", &visible(line), options),
            Block::Points(points) => {
                for point in points {
                    wrapped(&mut out, "  ", &format!("- {}", visible(point)), options);
                }
            }
            Block::Table(heading, rows) => table(heading, rows, &mut out, options),
        }
    }
    out
}

fn table(heading: &[String], rows: &[Vec<String>], out: &mut String, options: Options) {
    let mut table = Table::new();
    table
        .load_style(comfy_table::presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(options.width.saturating_sub(2).max(20)).unwrap_or(u16::MAX))
        .set_header(heading.iter().map(|cell| visible(cell)));
    for row in rows {
        table.add_row(row.iter().map(|cell| visible(cell)));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for line in table.to_string().lines() {
        let _ = writeln!(out, "  {}", line.trim_end());
    }
}

/// Writes blocks as Markdown.
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let cell = |text: &String| super::markdown::escape(&visible(text));
    for block in blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Heading(depth, heading) => {
                let _ = writeln!(out, "{} {}", "#".repeat(usize::from(*depth)), cell(heading));
            }
            Block::Line(line) => {
                let _ = writeln!(out, "{}", cell(line));
            }
            Block::Points(points) => {
                for point in points {
                    let _ = writeln!(out, "- {}", cell(point));
                }
            }
            Block::Table(heading, rows) => {
                let _ = writeln!(out, "| {} |", heading.iter().map(cell).collect::<Vec<_>>().join(" | "));
                let marks = (0..heading.len()).map(|place| if place == 0 { "---" } else { "---:" });
                let _ = writeln!(out, "|{}|", marks.collect::<Vec<_>>().join("|"));
                for row in rows {
                    let _ = writeln!(out, "| {} |", row.iter().map(cell).collect::<Vec<_>>().join(" | "));
                }
            }
        }
    }
    out
}
