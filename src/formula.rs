//! Formulas as values: what is made of numbers, cells and functions that every spreadsheet has.
//!
//! A formula is a place among [`Formulas`], which hold each one once; cells are numbered and are given an address by who writes
//! them. [`Expression`] records arithmetic as such a formula, so that whoever makes one writes it as any other sum.

mod expression;
mod recorder;
mod value;

pub use expression::Expression;
pub use recorder::Recorder;
pub use value::Value;

/// A place among [`Formulas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Formula(u32);

/// A cell by its number: those that a cell is made of come before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell(u32);

/// What a formula is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// What another cell holds.
    Cell(Cell),
    /// Cells in a row or a column, from the first to the last; for functions of ranges.
    Range(Cell, Cell),
    /// The counter of the sum that it stands in: 0, 1, 2, …
    Counter,
    /// Two formulas joined by an operator.
    Binary(Operator, Formula, Formula),
    /// A function of formulas.
    Call(Function, Vec<Formula>),
    /// The sum of a formula over its counter, from 0 to `steps` - 1.
    Sum {
        /// How many terms.
        steps: u32,
        /// The term; of arithmetic, comparisons (1 or 0) and roundings alone.
        body: Formula,
    },
}

/// An operator; a comparison is 1 where it holds and 0 where not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each says what it is")]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

/// A function by its name in spreadsheets; every one of these is in Excel, `LibreOffice` and Google Sheets, and none is volatile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// Without its sign.
    Abs,
    /// Whether all hold.
    And,
    /// e to the number.
    Exp,
    /// The second where the first holds, else the third.
    If,
    /// The value at a place, from 1, of a range.
    Index,
    /// The whole number at or below.
    Int,
    /// The natural logarithm.
    Ln,
    /// The logarithm to base 10.
    Log10,
    /// The place of the last of a rising range that is at most the first argument.
    Match,
    /// The largest.
    Max,
    /// The least.
    Min,
    /// No value: what depends on it has none either.
    Na,
    /// Whether any holds.
    Or,
    /// To so many places, a tie away from zero.
    Round,
    /// To so many places, toward zero.
    RoundDown,
    /// To so many places, away from zero.
    RoundUp,
    /// The sum of a range.
    Sum,
}

impl Function {
    /// Every one.
    pub const ALL: [Self; 17] = [
        Self::Abs,
        Self::And,
        Self::Exp,
        Self::If,
        Self::Index,
        Self::Int,
        Self::Ln,
        Self::Log10,
        Self::Match,
        Self::Max,
        Self::Min,
        Self::Na,
        Self::Or,
        Self::Round,
        Self::RoundDown,
        Self::RoundUp,
        Self::Sum,
    ];

    /// Its name in spreadsheets.
    pub fn name(self) -> &'static str {
        match self {
            Self::Abs => "ABS",
            Self::And => "AND",
            Self::Exp => "EXP",
            Self::If => "IF",
            Self::Index => "INDEX",
            Self::Int => "INT",
            Self::Ln => "LN",
            Self::Log10 => "LOG10",
            Self::Match => "MATCH",
            Self::Max => "MAX",
            Self::Min => "MIN",
            Self::Na => "NA",
            Self::Or => "OR",
            Self::Round => "ROUND",
            Self::RoundDown => "ROUNDDOWN",
            Self::RoundUp => "ROUNDUP",
            Self::Sum => "SUM",
        }
    }
}

/// Formulas, each once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Formulas {
    nodes: Vec<Node>,
}

impl Formulas {
    /// What a formula is made of.
    pub fn node(&self, formula: Formula) -> &Node {
        &self.nodes[formula.0 as usize]
    }

    /// The most steps of any sum over a counter; 0 where there is none.
    pub fn most_steps(&self) -> u32 {
        self.nodes
            .iter()
            .map(|node| if let Node::Sum { steps, .. } = node { *steps } else { 0 })
            .max()
            .unwrap_or(0)
    }
}

impl Cell {
    /// Its number, from 0.
    pub fn number(self) -> usize {
        self.0 as usize
    }
}
