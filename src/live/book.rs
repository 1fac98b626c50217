//! A scenario as a book of cells: inputs, the working, the answers and tables, each cell with its formula and its value.

use crate::formula::{Cell, Formula, Formulas, Value};
use crate::money::RoundingMode;

/// A scenario whose answers are formulas of its inputs.
///
/// Cells are in the order in which they are made: each needs only cells before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// Every formula of the cells.
    pub formulas: Formulas,
    /// What each cell is, by its number.
    pub contents: Vec<Content>,
    /// What each cell comes to, by its number.
    pub values: Vec<Value>,
    /// What may be changed, by sections.
    pub inputs: Vec<Section<Input>>,
    /// The steps between inputs and answers, by sections.
    pub working: Vec<Section<Line>>,
    /// The answers, in the order of the questions.
    pub answers: Vec<Answer>,
    /// How money and times are rounded.
    pub mode: RoundingMode,
    /// The curve at numbers of units, where the subject has one: by doublings, and in steps.
    pub tables: Vec<Grid>,
}

/// What a cell is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Given: what a reader may change.
    Input,
    /// A formula.
    Formula(Formula),
    /// A value that stands as it was when the book was made.
    Fixed,
}

/// Rows under a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section<T> {
    /// The heading.
    pub heading: String,
    /// The rows.
    pub rows: Vec<T>,
    /// Tables that belong to it.
    pub grids: Vec<Grid>,
}

/// Something that is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Its cell.
    pub cell: Cell,
    /// What formulas call it: `learning_rate`; of words and digits that users wrote, so not yet a safe name, nor a unique one.
    pub name: String,
    /// What people call it: `learning rate`.
    pub label: String,
    /// How it is shown.
    pub show: Show,
    /// What it may be.
    pub allowed: Allowed,
    /// What there is to say about it.
    pub note: String,
}

/// What an input may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Allowed {
    /// Any number.
    Any,
    /// More than 0.
    Positive,
    /// 0 or more.
    NotNegative,
    /// From one number to another.
    Between(f64, f64),
    /// A whole number from this one to 1e15.
    Whole(u32),
}

/// A step.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its cell.
    pub cell: Cell,
    /// What it is: `average time of the first N units`.
    pub what: String,
    /// By which formula, in words: `T1 × N^b`.
    pub how: String,
    /// How it is shown.
    pub show: Show,
}

/// How a number is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Show {
    /// As what kind of number.
    pub kind: Kind,
    /// Its unit; empty for a pure number.
    pub unit: String,
}

/// Kinds of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Money, with so many places.
    Money(u32),
    /// A time or another measure.
    Measure,
    /// A ratio that is shown as a percentage.
    Percent,
    /// A whole number.
    Count,
    /// A number with all its places.
    Number,
    /// 1 or 0 for what holds or does not.
    Holds,
    /// A text.
    Text,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The question's name.
    pub id: String,
    /// A remark for the reader.
    pub note: Option<String>,
    /// Its figures, the headline first.
    pub figures: Vec<AnswerFigure>,
    /// Its rows, for questions that have them.
    pub grid: Option<Grid>,
    /// The published answer.
    pub expected: Option<Expected>,
}

/// One figure of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerFigure {
    /// What it is.
    pub name: String,
    /// Rounded as answers are.
    pub rounded: Cell,
    /// Unrounded.
    pub exact: Cell,
    /// How it is shown.
    pub show: Show,
    /// Its unit, where that depends on its sign: favourable or adverse.
    pub side: Option<Cell>,
    /// What it was, rounded, when the book was made.
    pub solved: f64,
    /// Decimal places that it was shown with then; of a percentage, those of the percents.
    pub scale: u32,
    /// Why it does not follow the inputs, where it does not.
    pub fixed: Option<String>,
}

/// A published answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// As it was written.
    pub text: String,
    /// Whether the headline agrees: a text, `agrees` or `differs`.
    pub verdict: Cell,
}

/// Rows and columns of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// What it shows.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, a cell for each column; none where a row has nothing there.
    pub rows: Vec<Vec<Option<Cell>>>,
    /// Names of the rows, in a column before the others; empty where they need none.
    pub labels: Vec<String>,
    /// The heading over those names.
    pub label: String,
    /// Why it does not follow the inputs, where it does not.
    pub fixed: Option<String>,
}

/// A column of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// How its numbers are shown.
    pub show: Show,
    /// Whether it is a step on the way to the others.
    pub aside: bool,
}

impl Show {
    /// A pure number.
    pub fn number() -> Self {
        Self { kind: Kind::Number, unit: String::new() }
    }

    /// A kind with its unit.
    pub fn of(kind: Kind, unit: impl Into<String>) -> Self {
        Self { kind, unit: unit.into() }
    }
}

impl Book {
    /// The same book with other values in some of its inputs, by their names, and everything that follows from them.
    ///
    /// None where an input has no such name.
    #[must_use]
    pub fn with(&self, changes: &[(&str, f64)]) -> Option<Self> {
        let mut book = self.clone();
        for (name, value) in changes {
            let input = self.input(name)?;
            book.values[input.cell.number()] = Value::Number(*value);
        }
        for (place, content) in self.contents.iter().enumerate() {
            if let Content::Formula(formula) = content {
                book.values[place] = book.formulas.value(*formula, &book.values);
            }
        }
        Some(book)
    }

    /// The input of a name.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().flat_map(|section| &section.rows).find(|input| input.name == name)
    }

    /// What a cell comes to.
    pub fn value(&self, cell: Cell) -> &Value {
        &self.values[cell.number()]
    }

    /// What a cell is.
    pub fn content(&self, cell: Cell) -> &Content {
        &self.contents[cell.number()]
    }
}
