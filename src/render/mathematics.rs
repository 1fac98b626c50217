//! The notation of the working, read into expressions and set as mathematics.
//!
//! The working says `T1 × Σ k^b, k = 1 to N` and `2 h × 128^-0.074`, as one writes it on a line. [`read`] makes an [`Expression`] of that, whose
//! `Display` gives the line back to the letter; a [`layout`](layout::layout) says how it stands on a page, and a writer for each
//! format sets it: fractions over one another, exponents raised, ends of sums above and below. What is no notation is [`None`], and stays a text.

pub mod latex;
pub mod layout;
pub mod mathml;
mod plain;
mod read;
mod said;
pub mod typst;

pub use read::read;
pub use said::{Said, broken, line, pieces, steps};

/// Something that the notation can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// A number as it is written: `1,396.67`, `5.88e23`, `95%`.
    Number(String),
    /// A letter, with a number that tells it from its like: `N`, `T1`, `α`.
    Name(String),
    /// A word: `total`, `h`, `Bought-in`.
    Word(String),
    /// What is left out between others: `…`.
    Ellipsis,
    /// `(x)`.
    Group(Box<Expression>),
    /// `|x|`.
    Absolute(Box<Expression>),
    /// A function of what stands in brackets, `max(x, y)`, or of what comes next, `log r`.
    Call {
        /// Its name.
        name: String,
        /// Of what: a group, or an operand.
        of: Box<Expression>,
    },
    /// `x^y`.
    Power(Box<Expression>, Box<Expression>),
    /// `-x`.
    Minus(Box<Expression>),
    /// A quotient on the line, without spaces: `USD/h`, `1/b`.
    Solidus(Box<Expression>, Box<Expression>),
    /// What stands beside one another, each with whether a space comes before it: `2 h`, `total of N`, `(x)(y)`.
    Phrase(Vec<(bool, Expression)>),
    /// `x × y`; a factor that is missing before the first sign is none: `× 0.8`.
    Product(Option<Box<Expression>>, Vec<Expression>),
    /// `x / y`, with spaces: set as a fraction.
    Fraction(Box<Expression>, Box<Expression>),
    /// Terms, each after the first with whether it is taken away; `spaced` where spaces stand about the signs.
    Terms {
        /// The first.
        first: Box<Expression>,
        /// The others: whether each is taken away, whether spaces stand about its sign, and it.
        rest: Vec<(bool, bool, Expression)>,
    },
    /// `Σ x`, with its ends where they follow: `Σ k^b, k = 1 to N`.
    Sum {
        /// What is added.
        of: Box<Expression>,
        /// The letter, and from where to where.
        ends: Option<Box<(Expression, Expression, Expression)>>,
    },
    /// `x = y <= z`; what is missing before the first sign is none: `<= limit`.
    Relations(Option<Box<Expression>>, Vec<(Relation, Expression)>),
    /// Several, each after the first behind its separator: `x = 1; y = 2`.
    List(Box<Expression>, Vec<(char, Expression)>),
}

/// How two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `=`.
    Equal,
    /// `<=`.
    AtMost,
    /// `>=`.
    AtLeast,
    /// `<`.
    Less,
    /// `>`.
    More,
}

impl Relation {
    /// As the working writes it.
    const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
            Self::Less => "<",
            Self::More => ">",
        }
    }
}

impl Expression {
    /// Whether it is words and numbers alone, which a page sets as text.
    pub fn is_prose(&self) -> bool {
        match self {
            Self::Number(_) | Self::Word(_) => true,
            Self::Phrase(parts) => parts.iter().all(|(_, part)| part.is_prose()),
            Self::List(first, rest) => first.is_prose() && rest.iter().all(|(_, one)| one.is_prose()),
            Self::Solidus(over, under) => over.is_prose() && under.is_prose(),
            Self::Minus(of) => of.is_prose(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod mathematics_tests;
