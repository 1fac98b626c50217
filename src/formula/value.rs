//! What formulas come to.

use super::{Cell, Formula, Formulas, Function, Node, Operator};

/// What a cell holds, or a formula comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number; not a number where a spreadsheet has an error.
    Number(f64),
    /// A text.
    Text(String),
}

impl Value {
    /// The number; none of a text.
    pub fn number(&self) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Text(_) => f64::NAN,
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl Formulas {
    /// What a formula comes to where cells hold these values, as a spreadsheet evaluates it.
    pub fn value(&self, formula: Formula, cells: &[Value]) -> Value {
        match self.node(formula) {
            Node::Text(text) => Value::Text(text.clone()),
            Node::Cell(cell) => cells[cell.number()].clone(),
            Node::Call(Function::If, given) => {
                let chosen = if self.number(given[0], cells, 0.0) == 0.0 { given[2] } else { given[1] };
                if self.number(given[0], cells, 0.0).is_nan() {
                    return Value::Number(f64::NAN);
                }
                self.value(chosen, cells)
            }
            _ => Value::Number(self.number(formula, cells, f64::NAN)),
        }
    }

    fn number(&self, formula: Formula, cells: &[Value], counter: f64) -> f64 {
        let of = |formula: Formula| self.number(formula, cells, counter);
        match self.node(formula) {
            Node::Number(number) => *number,
            Node::Cell(cell) => cells[cell.number()].number(),
            Node::Text(_) | Node::Range(..) => f64::NAN,
            Node::Counter => counter,
            Node::Binary(operator, one, other) => operator.apply(of(*one), of(*other)),
            Node::Sum { steps, body } => {
                (0..*steps).map(|step| self.number(*body, cells, f64::from(step))).sum()
            }
            Node::Call(function, given) => self.call(*function, given, cells, counter),
        }
    }

    fn call(&self, function: Function, given: &[Formula], cells: &[Value], counter: f64) -> f64 {
        let of = |place: usize| self.number(given[place], cells, counter);
        let all = || given.iter().map(|formula| self.number(*formula, cells, counter));
        match function {
            Function::Abs => of(0).abs(),
            Function::And => {
                all().fold(1.0, |held, next| if next == 0.0 { 0.0 } else { held * next.abs().min(1.0) })
            }
            Function::Or => {
                all().fold(0.0, |held, next| if next == 0.0 { held } else { next.abs().min(1.0) })
            }
            Function::Exp => of(0).exp(),
            Function::If => match of(0) {
                condition if condition.is_nan() => f64::NAN,
                0.0 => of(2),
                _ => of(1),
            },
            Function::Int => of(0).floor(),
            Function::Ln => of(0).ln(),
            Function::Log10 => of(0).log10(),
            Function::Max => {
                all().fold(f64::NEG_INFINITY, |most, next| if next.is_nan() { next } else { most.max(next) })
            }
            Function::Min => {
                all().fold(f64::INFINITY, |least, next| if next.is_nan() { next } else { least.min(next) })
            }
            Function::Na => f64::NAN,
            Function::Round => to_places(of(0), of(1), f64::round),
            Function::RoundDown => to_places(of(0), of(1), f64::trunc),
            Function::RoundUp => {
                to_places(of(0), of(1), |scaled| if scaled < 0.0 { scaled.floor() } else { scaled.ceil() })
            }
            Function::Sum => self.range(given[0]).map(|cell| cells[cell.number()].number()).sum(),
            Function::Index => {
                let mut range = self.range(given[0]);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a place in a range"
                )]
                let place = (of(1) as usize).checked_sub(1);
                let found = place.and_then(|place| range.nth(place));
                found.map_or(f64::NAN, |cell| cells[cell.number()].number())
            }
            Function::Match => {
                let wanted = of(0);
                let at_most =
                    self.range(given[1]).take_while(|cell| cells[cell.number()].number() <= wanted).count();
                if at_most == 0 { f64::NAN } else { crate::curve::count(at_most as u64) }
            }
        }
    }

    fn range(&self, formula: Formula) -> impl Iterator<Item = Cell> {
        let (first, last) = match self.node(formula) {
            Node::Range(first, last) => (first.0, last.0),
            _ => (1, 0),
        };
        (first..=last).map(Cell)
    }
}

impl Operator {
    fn apply(self, one: f64, other: f64) -> f64 {
        let holds =
            |holds: bool| if one.is_nan() || other.is_nan() { f64::NAN } else { f64::from(u8::from(holds)) };
        #[expect(clippy::float_cmp, reason = "a spreadsheet compares so")]
        match self {
            Self::Add => one + other,
            Self::Subtract => one - other,
            Self::Multiply => one * other,
            // A spreadsheet has an error where a double is infinite.
            Self::Divide => finite(one / other),
            Self::Power => finite(one.powf(other)),
            Self::Less => holds(one < other),
            Self::AtMost => holds(one <= other),
            Self::Equal => holds(one == other),
            Self::AtLeast => holds(one >= other),
            Self::More => holds(one > other),
        }
    }
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

/// A number rounded at a decimal place, after 15 significant digits, as spreadsheets do it.
fn to_places(value: f64, places: f64, round: impl Fn(f64) -> f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    #[expect(clippy::cast_possible_truncation, reason = "places are few")]
    let scale = 10_f64.powi((places.abs() as i32).min(300));
    let scaled = if places < 0.0 { value / scale } else { value * scale };
    let rounded = round(at_15_digits(scaled));
    if places < 0.0 { rounded * scale } else { rounded / scale }
}

/// The same number with 15 significant digits.
fn at_15_digits(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_those_of_decimals_and_not_of_doubles() {
        // 1.005 is below its decimal in binary; 2.675 too.
        for (value, places, wanted) in
            [(1.005, 2.0, 1.01), (2.675, 2.0, 2.68), (-2.5, 0.0, -3.0), (1234.5, -2.0, 1200.0)]
        {
            assert!((to_places(value, places, f64::round) - wanted).abs() < 1e-12, "{value}");
        }
        assert!((to_places(0.1 + 0.2, 1.0, f64::ceil) - 0.3).abs() < 1e-15);
    }
}
