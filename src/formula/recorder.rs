//! Where formulas are recorded, each once, and what cells hold meanwhile.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{Cell, Expression, Formula, Formulas, Function, Node, Operator, Value};

/// Where formulas are recorded, and what cells hold.
#[derive(Debug, Default)]
pub struct Recorder {
    formulas: RefCell<Formulas>,
    seen: RefCell<HashMap<Key, Formula>>,
    cells: RefCell<Vec<Value>>,
}

/// A node as a key: the bits of its number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Number(u64),
    Text(String),
    Cell(Cell),
    Range(Cell, Cell),
    Counter,
    Binary(Operator, Formula, Formula),
    Call(Function, Vec<Formula>),
    Sum(u32, Formula),
}

impl Key {
    fn of(node: &Node) -> Self {
        match node {
            Node::Number(number) => Self::Number(number.to_bits()),
            Node::Text(text) => Self::Text(text.clone()),
            Node::Cell(cell) => Self::Cell(*cell),
            Node::Range(first, last) => Self::Range(*first, *last),
            Node::Counter => Self::Counter,
            Node::Binary(operator, one, other) => Self::Binary(*operator, *one, *other),
            Node::Call(function, given) => Self::Call(*function, given.clone()),
            Node::Sum { steps, body } => Self::Sum(*steps, *body),
        }
    }
}

impl Recorder {
    /// A cell of this number that holds a value.
    pub fn cell(&self, value: Value) -> Cell {
        let mut cells = self.cells.borrow_mut();
        cells.push(value);
        Cell(u32::try_from(cells.len() - 1).unwrap_or(u32::MAX))
    }

    /// What a cell holds, as a formula.
    pub fn of(&self, cell: Cell) -> Expression<'_> {
        self.record(Node::Cell(cell))
    }

    /// Cells in a row, from one to another.
    pub fn range(&self, first: Cell, last: Cell) -> Expression<'_> {
        self.record(Node::Range(first, last))
    }

    /// A text.
    pub fn text(&self, text: &str) -> Expression<'_> {
        self.record(Node::Text(text.to_owned()))
    }

    /// The counter of the sum that it stands in.
    pub fn counter(&self) -> Expression<'_> {
        self.record(Node::Counter)
    }

    /// The sum of a term over [`counter`](Self::counter), from 0 to `steps` - 1.
    pub fn sum<'r>(&'r self, steps: u32, body: Expression<'r>) -> Expression<'r> {
        let body = self.formula(body);
        self.record(Node::Sum { steps, body })
    }

    /// A function of some formulas.
    pub fn call<'r>(&'r self, function: Function, given: &[Expression<'r>]) -> Expression<'r> {
        let given = given.iter().map(|given| self.formula(*given)).collect();
        self.record(Node::Call(function, given))
    }

    /// The formula of an expression, for a cell.
    pub fn formula(&self, expression: Expression<'_>) -> Formula {
        match expression {
            Expression::Number(number) => self.place(Node::Number(number)),
            Expression::Made(_, formula) => formula,
        }
    }

    /// The cell that an expression is, where it is no more than one.
    pub fn as_cell(&self, expression: Expression<'_>) -> Option<Cell> {
        let Expression::Made(_, formula) = expression else {
            return None;
        };
        match self.formulas.borrow().node(formula) {
            Node::Cell(cell) => Some(*cell),
            _ => None,
        }
    }

    /// What an expression comes to.
    pub fn value(&self, expression: Expression<'_>) -> Value {
        match expression {
            Expression::Number(number) => Value::Number(number),
            Expression::Made(_, formula) => self.formulas.borrow().value(formula, &self.cells.borrow()),
        }
    }

    /// The formulas and the values of the cells.
    pub fn finish(self) -> (Formulas, Vec<Value>) {
        (self.formulas.into_inner(), self.cells.into_inner())
    }

    fn record(&self, node: Node) -> Expression<'_> {
        Expression::Made(self, self.place(node))
    }

    fn place(&self, node: Node) -> Formula {
        let mut seen = self.seen.borrow_mut();
        let nodes = &mut self.formulas.borrow_mut().nodes;
        *seen.entry(Key::of(&node)).or_insert_with(|| {
            nodes.push(node);
            Formula(u32::try_from(nodes.len() - 1).unwrap_or(u32::MAX))
        })
    }

    pub(super) fn binary<'r>(
        &'r self,
        operator: Operator,
        one: Expression<'r>,
        other: Expression<'r>,
    ) -> Expression<'r> {
        let (one, other) = (self.formula(one), self.formula(other));
        self.record(Node::Binary(operator, one, other))
    }
}
