//! Lines of the working as words with mathematics among them.

use super::layout::{Layout, layout};
use super::{Expression, read};
use crate::explain::{Reads, Step};
use crate::render::visible;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Words.
    Text(String),
    /// Mathematics.
    Mathematics(Layout),
}

/// A line as words and mathematics; all words where it is no notation.
pub fn line(text: &str) -> Vec<Said> {
    let text = visible(text);
    let mut out = Vec::new();
    match read(&text) {
        None => out.push(Said::Text(text)),
        Some(Expression::List(first, rest)) => {
            one(&first, &mut out);
            for (separator, next) in &rest {
                words(&format!("{separator} "), &mut out);
                one(next, &mut out);
            }
        }
        Some(expression) => one(&expression, &mut out),
    }
    out
}

/// A step's lines: its formula, its numbers and its result; those after the first of a chain of equals behind their sign.
pub fn steps(step: &Step) -> Vec<Vec<Said>> {
    let mut texts: Vec<&str> = Vec::with_capacity(3);
    for part in [&step.formula, &step.substituted, &step.value] {
        if !part.is_empty() && texts.last() != Some(&part.as_str()) {
            texts.push(part);
        }
    }
    let mut lines: Vec<Vec<Said>> = Vec::new();
    for (place, text) in texts.into_iter().enumerate() {
        let mut said = line(text);
        if place > 0 && step.reads == Reads::Equation {
            let equal = Layout::Sign('=');
            match said.first_mut() {
                Some(Said::Mathematics(first)) => {
                    let own = std::mem::replace(first, Layout::Row(Vec::new()));
                    *first = match own {
                        Layout::Row(mut parts) => {
                            parts.insert(0, equal);
                            Layout::Row(parts)
                        }
                        one => Layout::Row(vec![equal, one]),
                    };
                }
                _ => said.insert(0, Said::Mathematics(Layout::Row(vec![equal]))),
            }
        }
        lines.push(said);
    }
    lines
}

/// Lines for a page that breaks none of them: a chain that fits on one line, or lines broken before their signs where they are wider than
/// `widest` characters.
pub fn broken(lines: &[Vec<Said>], chain: bool, widest: usize) -> Vec<Vec<Said>> {
    if chain && !lines.is_empty() && lines.iter().map(|line| width(line)).sum::<usize>() <= widest {
        return vec![lines.concat()];
    }
    let mut made = Vec::new();
    for line in lines {
        let (mut row, mut wide) = (Vec::new(), 0);
        for piece in line.iter().flat_map(|said| pieces(said, widest)) {
            let more = width(std::slice::from_ref(&piece));
            if wide > 0 && wide + more > widest {
                let indent = vec![Layout::Space { wide: true }; INDENT];
                made.push(std::mem::replace(&mut row, vec![Said::Mathematics(Layout::Row(indent))]));
                wide = INDENT;
            }
            match (row.last_mut(), piece) {
                (Some(Said::Text(words)), Said::Text(word)) => words.push_str(&word),
                (_, piece) => row.push(piece),
            }
            wide += more;
        }
        made.push(row);
    }
    made
}

/// How far a line that goes on is moved in, in spaces.
const INDENT: usize = 4;

/// What a line may be broken between.
pub fn pieces(said: &Said, widest: usize) -> Vec<Said> {
    match said {
        Said::Text(words) => words.split_inclusive(' ').map(|word| Said::Text(word.to_owned())).collect(),
        Said::Mathematics(layout) if layout.width() > widest => {
            layout.clone().pieces(widest).into_iter().map(Said::Mathematics).collect()
        }
        formula @ Said::Mathematics(_) => vec![formula.clone()],
    }
}

fn width(line: &[Said]) -> usize {
    let of = |said: &Said| match said {
        Said::Text(words) => words.chars().count(),
        Said::Mathematics(layout) => layout.width(),
    };
    line.iter().map(of).sum()
}

/// One of several that commas and semicolons part: words with letters among them, or a formula.
fn one(expression: &Expression, out: &mut Vec<Said>) {
    let simple = |part: &Expression| part.is_prose() || matches!(part, Expression::Name(_));
    match expression {
        quantity if is_quantity(quantity) => out.push(Said::Mathematics(layout(quantity))),
        prose if prose.is_prose() => words(&prose.to_string(), out),
        Expression::Phrase(parts) if parts.iter().all(|(_, part)| simple(part)) => {
            for (spaced, part) in parts {
                if *spaced {
                    words(" ", out);
                }
                match part {
                    Expression::Name(_) => out.push(Said::Mathematics(layout(part))),
                    word => words(&word.to_string(), out),
                }
            }
        }
        formula => out.push(Said::Mathematics(layout(formula))),
    }
}

/// Whether it is a number, or one with its unit and what marks that: `23,424 USD F`.
fn is_quantity(expression: &Expression) -> bool {
    match expression {
        Expression::Number(_) => true,
        Expression::Minus(of) => is_quantity(of),
        Expression::Phrase(parts) => {
            parts.len() <= 3
                && parts.iter().all(|(_, part)| part.is_prose())
                && matches!(parts.first(), Some((_, Expression::Number(_))))
                && parts.iter().skip(1).all(|(_, part)| !matches!(part, Expression::Number(_)))
        }
        _ => false,
    }
}

fn words(text: &str, out: &mut Vec<Said>) {
    match out.last_mut() {
        Some(Said::Text(before)) => before.push_str(text),
        _ => out.push(Said::Text(text.to_owned())),
    }
}
