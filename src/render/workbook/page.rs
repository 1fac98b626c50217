//! A sheet before it is written: what stands where.

use crate::formula::Cell;
use crate::live::{Allowed, Show};

/// A sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) name: String,
    pub(super) placed: Vec<Placed>,
    /// Widths of columns in characters, from the first.
    pub(super) widths: Vec<f64>,
    /// Rows that stay in sight, and are repeated on every printed page.
    pub(super) frozen: u32,
    /// Columns of steps, which fold away.
    pub(super) folded: Option<(u16, u16)>,
    pub(super) charts: Vec<Picture>,
    /// How many columns are printed, where not all.
    pub(super) printed: Option<u16>,
    /// Where the next row goes.
    pub(super) row: u32,
}

/// Something at a place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) row: u32,
    pub(super) column: u16,
    pub(super) what: What,
    pub(super) look: Look,
}

/// What stands in a cell of a sheet.
#[derive(Debug, Clone)]
pub(super) enum What {
    Text(String),
    /// A cell of the book, which has its home here.
    Value(Cell, Show),
    /// The same, of any size.
    Wide(Cell),
    /// The same, to a number of decimal places.
    Rounded(Cell, Show, u32),
    /// An input, with its name in formulas and what it may be.
    Input(Cell, Show, Allowed),
    /// The formula of a cell with the numbers in it, as text.
    Substituted(Cell),
    /// The name by which formulas call an input.
    NameOf(Cell),
    /// A link to a sheet.
    Link(String),
}

/// How it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Look {
    Plain,
    Title,
    Heading,
    Section,
    Note,
    Remark,
    Unit,
    Input,
    Answer,
    Headline,
}

/// Width and height of a chart in pixels.
pub(super) const CHART: (u32, u32) = (424, 300);

/// A chart of columns of a table.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    pub(super) title: String,
    pub(super) row: u32,
    /// Pixels from the left.
    pub(super) across_pixels: u32,
    /// Rows of the values, first and last.
    pub(super) rows: (u32, u32),
    /// The column of the units.
    pub(super) across: u16,
    /// Columns of values with their names.
    pub(super) series: Vec<(u16, String)>,
    pub(super) axis: String,
    /// Whether the units are on a logarithmic scale.
    pub(super) logarithmic: bool,
}

impl Page {
    pub(super) fn new(name: String, widths: &[f64]) -> Self {
        Self { name, widths: widths.to_vec(), ..Self::default() }
    }

    pub(super) fn put(&mut self, column: u16, what: What, look: Look) {
        self.placed.push(Placed { row: self.row, column, what, look });
    }

    pub(super) fn text(&mut self, column: u16, text: &str, look: Look) {
        if !text.is_empty() {
            self.put(column, What::Text(text.to_owned()), look);
        }
    }

    /// A row of texts.
    pub(super) fn heading(&mut self, texts: &[&str]) {
        for (column, text) in (0_u16..).zip(texts) {
            self.put(column, What::Text((*text).to_owned()), Look::Heading);
        }
        self.row += 1;
    }

    /// A text alone in its row.
    pub(super) fn line(&mut self, text: &str, look: Look) {
        self.text(0, text, look);
        self.row += 1;
    }
}
