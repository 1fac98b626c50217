//! How an expression stands on a page, whatever sets it.

use super::{Expression, Relation};

/// A piece of set mathematics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// Pieces side by side.
    Row(Vec<Layout>),
    /// Upright words.
    Text(String),
    /// A number, its thousands grouped by commas.
    Number(String),
    /// An italic letter.
    Letter(char),
    /// A function by its name, and of what: a fence, or an operand without one.
    Function(String, Box<Layout>),
    /// A sign between two sides, with the room that it takes: `×`, `=`.
    Sign(char),
    /// A mark without room about it: `%`, a solidus, a comma.
    Mark(char),
    /// A space: thin between what is multiplied, wide between words.
    Space {
        /// Whether it is wide.
        wide: bool,
    },
    /// One over another.
    Fraction(Box<Layout>, Box<Layout>),
    /// A base, what is raised and what is lowered behind it.
    Scripts {
        /// The base.
        base: Box<Layout>,
        /// What is lowered.
        lowered: Option<Box<Layout>>,
        /// What is raised.
        raised: Option<Box<Layout>>,
    },
    /// Between brackets or bars.
    Fenced {
        /// The opening and the closing one.
        marks: (char, char),
        /// What is between.
        inner: Box<Layout>,
    },
    /// The sign of a sum, with its ends below and above.
    Sum(Option<(Box<Layout>, Box<Layout>)>),
    /// A square root.
    Root(Box<Layout>),
}

impl Layout {
    /// Whether it is higher than a line, so that brackets about it have to grow.
    pub fn is_tall(&self) -> bool {
        match self {
            Self::Fraction(..) | Self::Sum(_) => true,
            Self::Row(parts) => parts.iter().any(Self::is_tall),
            Self::Fenced { inner, .. } | Self::Root(inner) | Self::Function(_, inner) => inner.is_tall(),
            Self::Scripts { base, .. } => base.is_tall(),
            _ => false,
        }
    }

    /// Whether any of its words has a character of these.
    pub fn says_any(&self, of: &[char]) -> bool {
        match self {
            Self::Text(text) => text.contains(of),
            Self::Letter(letter) => of.contains(letter),
            Self::Row(parts) => parts.iter().any(|part| part.says_any(of)),
            Self::Function(_, inner) | Self::Fenced { inner, .. } | Self::Root(inner) => inner.says_any(of),
            Self::Fraction(over, under) => over.says_any(of) || under.says_any(of),
            Self::Scripts { base, lowered, raised } => [Some(base), lowered.as_ref(), raised.as_ref()]
                .into_iter()
                .flatten()
                .any(|one| one.says_any(of)),
            Self::Sum(Some((from, to))) => from.says_any(of) || to.says_any(of),
            Self::Number(_) | Self::Sign(_) | Self::Mark(_) | Self::Space { .. } | Self::Sum(None) => false,
        }
    }

    /// About how many characters wide it is.
    pub fn width(&self) -> usize {
        match self {
            Self::Row(parts) => parts.iter().map(Self::width).sum(),
            Self::Text(text) | Self::Number(text) => text.chars().count(),
            Self::Function(name, of) => name.chars().count() + 1 + of.width(),
            Self::Letter(_) | Self::Mark(_) | Self::Space { .. } => 1,
            Self::Sign(_) => 3,
            Self::Fraction(over, under) => over.width().max(under.width()),
            Self::Scripts { base, lowered, raised } => {
                let script = |one: &Option<Box<Self>>| one.as_ref().map_or(0, |one| one.width() * 7 / 10 + 1);
                base.width() + script(lowered).max(script(raised))
            }
            Self::Fenced { inner, .. } | Self::Root(inner) => inner.width() + 2,
            Self::Sum(_) => 4,
        }
    }

    /// Cut before its outermost signs, where a line may be broken: each piece but the first begins with its sign. What stands in
    /// brackets is cut too where it is wider than `widest`.
    pub fn pieces(self, widest: usize) -> Vec<Self> {
        let Self::Row(parts) = self else { return vec![self] };
        let mut made: Vec<Vec<Self>> = vec![Vec::new()];
        let mut add = |part: Self, cut: bool| match made.last_mut() {
            Some(last) if !cut || last.is_empty() => last.push(part),
            _ => made.push(vec![part]),
        };
        for part in parts {
            match part {
                Self::Fenced { marks: (open, close), inner } if inner.width() > widest => {
                    add(Self::Mark(open), false);
                    for (place, piece) in inner.pieces(widest).into_iter().enumerate() {
                        add(piece, place > 0);
                    }
                    add(Self::Mark(close), false);
                }
                part => {
                    let cut = matches!(part, Self::Sign(_));
                    add(part, cut);
                }
            }
        }
        made.into_iter().map(Self::Row).collect()
    }
}

/// Lays an expression out.
pub fn layout(expression: &Expression) -> Layout {
    let mut parts = Vec::new();
    set(expression, &mut parts);
    row(parts)
}

fn row(mut parts: Vec<Layout>) -> Layout {
    if parts.len() == 1 { parts.remove(0) } else { Layout::Row(parts) }
}

/// What stands over, under or above something needs no brackets.
fn bare(expression: &Expression) -> Layout {
    match expression {
        Expression::Group(inner) => layout(inner),
        other => layout(other),
    }
}

/// An exponent: a fraction there is too small to be read but on one line.
fn raised(exponent: &Expression) -> Layout {
    match exponent {
        Expression::Group(inner) => match &**inner {
            Expression::Fraction(over, under) => {
                Layout::Row(vec![layout(over), Layout::Mark('/'), layout(under)])
            }
            other => layout(other),
        },
        other => layout(other),
    }
}

fn fenced(inner: Box<Layout>, marks: (char, char)) -> Layout {
    Layout::Fenced { marks, inner }
}

fn set(expression: &Expression, out: &mut Vec<Layout>) {
    match expression {
        Expression::Number(text) => number(text, out),
        Expression::Name(text) => out.push(name(text)),
        Expression::Word(word) if word == "pi" => out.push(Layout::Letter('π')),
        Expression::Word(word) => out.push(Layout::Text(word.clone())),
        Expression::Ellipsis => out.push(Layout::Mark('…')),
        Expression::Group(inner) => out.push(fenced(Box::new(layout(inner)), ('(', ')'))),
        Expression::Absolute(inner) => out.push(fenced(Box::new(layout(inner)), ('|', '|'))),
        Expression::Call { name, of } => call(name, of, out),
        Expression::Power(base, exponent) => {
            let several = matches!(&**base, Expression::Number(text) if text.contains(['%', 'e']));
            let base = if several {
                Box::new(fenced(Box::new(layout(base)), ('(', ')')))
            } else {
                Box::new(layout(base))
            };
            out.push(Layout::Scripts { base, lowered: None, raised: Some(Box::new(raised(exponent))) });
        }
        Expression::Minus(of) => {
            out.push(Layout::Mark('−'));
            set(of, out);
        }
        Expression::Solidus(over, under) => match (layout(over), layout(under)) {
            (Layout::Text(over), Layout::Text(under)) => out.push(Layout::Text(format!("{over}/{under}"))),
            (over, under) => out.extend([over, Layout::Mark('/'), under]),
        },
        Expression::Phrase(parts) => phrase(parts, out),
        Expression::Product(first, rest) => {
            if let Some(first) = first {
                factor(first, out);
            }
            for one in rest {
                out.push(Layout::Sign('×'));
                factor(one, out);
            }
        }
        Expression::Fraction(over, under) => {
            out.push(Layout::Fraction(Box::new(bare(over)), Box::new(bare(under))));
        }
        Expression::Terms { first, rest } => {
            set(first, out);
            for (taken, _, term) in rest {
                out.push(Layout::Sign(if *taken { '−' } else { '+' }));
                set(term, out);
            }
        }
        Expression::Sum { of, ends } => {
            let ends = ends.as_deref().map(|(letter, from, to)| {
                let below = Layout::Row(vec![layout(letter), Layout::Sign('='), layout(from)]);
                (Box::new(below), Box::new(layout(to)))
            });
            out.push(Layout::Sum(ends));
            factor(of, out);
        }
        Expression::Relations(first, rest) => {
            if let Some(first) = first {
                set(first, out);
            }
            for (relation, side) in rest {
                out.push(Layout::Sign(sign(*relation)));
                set(side, out);
            }
        }
        Expression::List(first, rest) => {
            set(first, out);
            for (separator, one) in rest {
                out.extend([Layout::Mark(*separator), Layout::Space { wide: false }]);
                set(one, out);
            }
        }
    }
}

/// A factor: a fraction in brackets is seen to be one without them.
fn factor(expression: &Expression, out: &mut Vec<Layout>) {
    match expression {
        Expression::Group(inner) if matches!(**inner, Expression::Fraction(..)) => set(inner, out),
        other => set(other, out),
    }
}

const fn sign(relation: Relation) -> char {
    match relation {
        Relation::Equal => '=',
        Relation::AtMost => '≤',
        Relation::AtLeast => '≥',
        Relation::Less => '<',
        Relation::More => '>',
    }
}

fn number(text: &str, out: &mut Vec<Layout>) {
    let (digits, percent) = text.strip_suffix('%').map_or((text, false), |digits| (digits, true));
    match digits.split_once('e') {
        Some((mantissa, power)) => {
            let mut raised = Vec::new();
            if power.starts_with('-') {
                raised.push(Layout::Mark('−'));
            }
            raised.push(Layout::Number(power.trim_start_matches(['-', '+']).to_owned()));
            let of = |text: &str| Layout::Number(text.to_owned());
            let raised = Some(Box::new(row(raised)));
            let power = Layout::Scripts { base: Box::new(of("10")), lowered: None, raised };
            // A row of its own, which no line is broken in.
            out.push(Layout::Row(vec![of(mantissa), Layout::Sign('×'), power]));
        }
        None => out.push(Layout::Number(digits.to_owned())),
    }
    if percent {
        out.push(Layout::Mark('%'));
    }
}

/// A letter with its number below.
fn name(text: &str) -> Layout {
    let mut letters = text.chars();
    let Some(letter) = letters.next() else { return Layout::Row(Vec::new()) };
    let base = Layout::Letter(letter);
    match letters.as_str() {
        "" => base,
        digits => {
            let lowered = Some(Box::new(Layout::Number(digits.to_owned())));
            Layout::Scripts { base: Box::new(base), lowered, raised: None }
        }
    }
}

fn call(name: &str, of: &Expression, out: &mut Vec<Layout>) {
    match (name, of) {
        ("sqrt", Expression::Group(inner)) => out.push(Layout::Root(Box::new(layout(inner)))),
        ("floor", Expression::Group(inner)) => out.push(fenced(Box::new(layout(inner)), ('⌊', '⌋'))),
        ("log" | "ln" | "exp" | "max" | "min" | "cos" | "tanh", of) => {
            out.push(Layout::Function(name.to_owned(), Box::new(layout(of))));
        }
        (name, of) => {
            let mut letters = name.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => out.push(Layout::Letter(letter)),
                _ => out.push(Layout::Text(name.to_owned())),
            }
            set(of, out);
        }
    }
}

fn phrase(parts: &[(bool, Expression)], out: &mut Vec<Layout>) {
    let quantity = matches!(parts.first(), Some((_, Expression::Number(_))));
    for (place, (spaced, part)) in parts.iter().enumerate() {
        let next = layout(part);
        if *spaced {
            match (out.last_mut(), &next) {
                (Some(Layout::Text(words)), Layout::Text(word)) if place > 0 => {
                    words.push(' ');
                    words.push_str(word);
                    continue;
                }
                (Some(Layout::Text(_)), _) => out.push(Layout::Space { wide: true }),
                (_, Layout::Text(_)) => out.push(Layout::Space { wide: !(quantity && place == 1) }),
                _ => out.push(Layout::Space { wide: false }),
            }
        }
        match next {
            Layout::Row(parts) if !matches!(part, Expression::Number(_)) => out.extend(parts),
            one => out.push(one),
        }
    }
}
