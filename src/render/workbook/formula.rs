//! Formulas as text: for a cell, and with the numbers put in.

use crate::formula::{Cell, Formula, Formulas, Function, Node, Operator, Value};

/// Where a cell is, as a formula on some sheet writes it: a name, or an address.
pub(super) trait Places {
    /// One cell.
    fn cell(&self, cell: Cell) -> String;
    /// Cells from one to another.
    fn range(&self, first: Cell, last: Cell) -> String;
    /// The cells that hold 0, 1, 2, …, so many of them.
    fn counter(&self, steps: u32) -> String;
}

/// Text of a formula, without the sign of equality before it.
pub(super) fn text(formulas: &Formulas, formula: Formula, places: &dyn Places) -> String {
    Writer { formulas, places, steps: 0 }.write(formula, 0)
}

struct Writer<'w> {
    formulas: &'w Formulas,
    places: &'w dyn Places,
    /// The counter's length within a sum.
    steps: u32,
}

/// How strongly an operator binds.
fn strength(operator: Operator) -> u8 {
    match operator {
        Operator::Less | Operator::AtMost | Operator::Equal | Operator::AtLeast | Operator::More => 1,
        Operator::Add | Operator::Subtract => 2,
        Operator::Multiply | Operator::Divide => 3,
        Operator::Power => 4,
    }
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        Operator::Power => "^",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::Equal => "=",
        Operator::AtLeast => ">=",
        Operator::More => ">",
    }
}

impl Writer<'_> {
    /// Writes a formula that stands where `outer` binds.
    fn write(&self, formula: Formula, outer: u8) -> String {
        match self.formulas.node(formula) {
            Node::Number(value) => number(*value),
            Node::Text(text) => format!("\"{}\"", text.replace('"', "\"\"")),
            Node::Cell(cell) => self.places.cell(*cell),
            Node::Range(first, last) => self.places.range(*first, *last),
            Node::Counter => self.places.counter(self.steps),
            Node::Binary(operator, one, other) => {
                let own = strength(*operator);
                // Whether a - (b - c) or 2^(3^2) is meant is never left to the reader.
                let text =
                    format!("{}{}{}", self.write(*one, own - 1), sign(*operator), self.write(*other, own));
                let alone = own > outer && !(own == 4 && outer == 3);
                if alone { text } else { format!("({text})") }
            }
            Node::Call(function, given) => {
                let given: Vec<String> = given.iter().map(|given| self.write(*given, 0)).collect();
                format!("{}({})", function.name(), given.join(","))
            }
            Node::Sum { steps, body } => {
                let own = Writer { steps: *steps, ..*self };
                format!("SUMPRODUCT({})", own.write(*body, 0))
            }
        }
    }
}

/// A number; negative ones in brackets, as a sign before a power binds otherwise in spreadsheets than elsewhere.
fn number(value: f64) -> String {
    if value.to_bits() == 2_f64.ln().to_bits() {
        return "LN(2)".to_owned();
    }
    let size = value.abs();
    let text =
        if size != 0.0 && !(1e-5..1e15).contains(&size) { format!("{value:E}") } else { format!("{value}") };
    if value < 0.0 { format!("({text})") } else { text }
}

/// Leaves that a formula with its numbers in it has at most: more would be no help to a reader.
const MOST_LEAVES: usize = 9;

/// A formula whose text is another formula with its numbers put in: `=ROUND(a,6)&" × "&ROUND(b,6)`; none for long ones.
///
/// Of a choice it is the one that is taken.
pub(super) fn substituted(formulas: &Formulas, formula: Formula, places: &dyn Places) -> Option<String> {
    if let Node::Call(Function::If, given) = formulas.node(formula) {
        let branch = |formula| substituted(formulas, formula, places).unwrap_or_else(|| "\"\"".to_owned());
        let (then, otherwise) = (branch(given[1]), branch(given[2]));
        let condition = text(formulas, given[0], places);
        return (then != otherwise).then(|| format!("IF({condition},{then},{otherwise})"));
    }
    let mut parts = Vec::new();
    parts_of(formulas, formula, 0, &mut parts)?;
    let leaves = parts.iter().filter(|part| matches!(part, Said::Cell(_))).count();
    // A single number says no more than the value beside it.
    if leaves == 0 || leaves > MOST_LEAVES || parts.len() == 1 {
        return None;
    }
    let mut joined: Vec<String> = Vec::new();
    let mut literal = String::new();
    for part in parts {
        match part {
            Said::Literal(text) => literal += &text,
            Said::Cell(cell) => {
                if !literal.is_empty() {
                    joined.push(format!("\"{}\"", std::mem::take(&mut literal)));
                }
                joined.push(format!("ROUND({},6)", places.cell(cell)));
            }
        }
    }
    if !literal.is_empty() {
        joined.push(format!("\"{literal}\""));
    }
    if joined.len() == 1 {
        joined.push("\"\"".to_owned());
    }
    Some(joined.join("&"))
}

/// What such a text says where cells hold these values.
pub(super) fn substituted_value(formulas: &Formulas, formula: Formula, values: &[Value]) -> Option<String> {
    if let Node::Call(Function::If, given) = formulas.node(formula) {
        let holds = formulas.value(given[0], values).number();
        if holds.is_nan() {
            return None;
        }
        let taken = if holds == 0.0 { given[2] } else { given[1] };
        return Some(substituted_value(formulas, taken, values).unwrap_or_default());
    }
    let mut parts = Vec::new();
    parts_of(formulas, formula, 0, &mut parts)?;
    let leaves = parts.iter().filter(|part| matches!(part, Said::Cell(_))).count();
    if leaves == 0 || leaves > MOST_LEAVES || parts.len() == 1 {
        return None;
    }
    let said = parts.into_iter().map(|part| match part {
        Said::Literal(text) => Some(text),
        Said::Cell(cell) => {
            let rounded = (values[cell.number()].number() * 1e6).round() / 1e6;
            rounded.is_finite().then(|| format!("{}", if rounded == 0.0 { 0.0 } else { rounded }))
        }
    });
    said.collect()
}

enum Said {
    Literal(String),
    Cell(Cell),
}

fn parts_of(formulas: &Formulas, formula: Formula, outer: u8, parts: &mut Vec<Said>) -> Option<()> {
    let literal = |text: &str| Said::Literal(text.to_owned());
    match formulas.node(formula) {
        Node::Number(value) => parts.push(Said::Literal(number(*value))),
        Node::Cell(cell) => parts.push(Said::Cell(*cell)),
        Node::Binary(operator, one, other) if strength(*operator) > 1 => {
            let own = strength(*operator);
            let bracket = own <= outer;
            if bracket {
                parts.push(literal("("));
            }
            parts_of(formulas, *one, own - 1, parts)?;
            parts.push(literal(match operator {
                Operator::Add => " + ",
                Operator::Subtract => " - ",
                Operator::Multiply => " × ",
                Operator::Divide => " / ",
                _ => "^",
            }));
            parts_of(formulas, *other, own, parts)?;
            if bracket {
                parts.push(literal(")"));
            }
        }
        Node::Call(function, given) => {
            let name = match function {
                Function::Ln => "ln",
                Function::Exp => "exp",
                Function::Round => "round",
                Function::Max => "max",
                Function::Min => "min",
                _ => return None,
            };
            parts.push(Said::Literal(format!("{name}(")));
            for (place, given) in given.iter().enumerate() {
                if place > 0 {
                    parts.push(literal("; "));
                }
                parts_of(formulas, *given, 0, parts)?;
            }
            parts.push(literal(")"));
        }
        _ => return None,
    }
    Some(())
}
