//! A document before it is HTML, LaTeX or Typst: sections of answers, tables, working and charts, its texts as they were written.

mod solution;

use super::mathematics::Said;
use super::sheet::Block;
use crate::plot::Picture;

pub use solution::solutions;
pub(super) use solution::{step, value};

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Its sections, in their order.
    pub sections: Vec<Section>,
}

/// A heading with what stands below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The heading; none where the document's title is it.
    pub heading: Option<String>,
    /// How deep it lies, 1 for those right below the title.
    pub depth: u8,
    /// What stands below it.
    pub parts: Vec<Part>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// What a question asks for.
    Task(String),
    /// Facts, each with its label.
    Facts(Vec<(&'static str, String)>),
    /// A paragraph.
    Line(String),
    /// Points of a list.
    Points(Vec<String>),
    /// The answer, and the figures beside it.
    Answer(Value, Vec<Value>),
    /// A remark: what was expected, a note, a warning.
    Remark(Remark, String),
    /// A table.
    Table(Table),
    /// The steps to the answer.
    Working(Vec<Step>),
    /// A chart: the same on even axes and on logarithmic ones, or each panel for itself.
    Chart(Picture),
}

/// What kind of remark it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// An expected answer that is met.
    Met,
    /// One that is missed.
    Missed,
    /// A word of the author's.
    Note,
    /// Something to be careful about.
    Warning,
    /// What has no answer.
    Error,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub name: String,
    /// The number, rounded.
    pub number: String,
    /// Its unit; empty for none.
    pub unit: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The heading of each column.
    pub heading: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// A step of the working.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is found.
    pub what: String,
    /// Formula, numbers and result: a line each.
    pub lines: Vec<Vec<Said>>,
    /// Whether each line equals the one before it.
    pub chain: bool,
    /// Rows that belong to it.
    pub table: Option<Table>,
}

impl Remark {
    /// How it begins, and how it goes on.
    pub(super) fn said(self, said: &str) -> (&'static str, String) {
        match self {
            Self::Met => ("Agrees", format!("with the expected answer, {said}.")),
            Self::Missed => ("Differs", format!("from the expected answer, {said}.")),
            Self::Note => ("Note", said.to_owned()),
            Self::Warning => ("Careful", said.to_owned()),
            Self::Error => ("Not answered", said.to_owned()),
        }
    }
}

impl Table {
    /// Whether a column holds numbers, at least for the most part: they stand to the right.
    pub fn is_of_numbers(&self, column: usize) -> bool {
        let number = |cell: &str| {
            let digit = |c: char| c.is_ascii_digit();
            cell.trim_start_matches(['-', '−', '±', '<', '>', '~', ' ']).starts_with(digit)
                || matches!(cell, "" | "-" | "–" | "…" | "NaN" | "inf" | "-inf")
        };
        let cells = || self.rows.iter().filter_map(|row| row.get(column));
        cells().any(|cell| cell.contains(|c: char| c.is_ascii_digit()))
            && 2 * cells().filter(|cell| number(cell)).count() > self.rows.len()
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).chain([self.heading.len()]).max().unwrap_or(0)
    }
}

/// A report of headings, lines and tables as a document, with its picture at the end.
pub fn of_blocks(blocks: &[Block], picture: Option<&Picture>) -> Document {
    let mut blocks = blocks.iter().peekable();
    let title = match blocks.peek() {
        Some(Block::Heading(_, title)) => {
            blocks.next();
            title.clone()
        }
        _ => "learncurve".to_owned(),
    };
    let mut sections = vec![Section { heading: None, depth: 1, parts: Vec::new() }];
    let part = |part: Part, sections: &mut Vec<Section>| {
        if let Some(last) = sections.last_mut() {
            last.parts.push(part);
        }
    };
    for block in blocks {
        match block {
            Block::Heading(depth, heading) => sections.push(Section {
                heading: Some(heading.clone()),
                depth: depth.saturating_sub(1).max(1),
                parts: Vec::new(),
            }),
            Block::Line(line) => part(Part::Line(line.clone()), &mut sections),
            Block::Points(points) => part(Part::Points(points.clone()), &mut sections),
            Block::Table(heading, rows) => {
                part(Part::Table(Table { heading: heading.clone(), rows: rows.clone() }), &mut sections);
            }
        }
    }
    if let (Some(picture), Some(first)) = (picture, sections.first_mut()) {
        first.parts.push(Part::Chart(picture.clone()));
    }
    Document { title, sections }
}
