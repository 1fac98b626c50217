//! Scenarios as books whose answers are formulas of their inputs: for spreadsheets, and for whoever asks "and if this were otherwise?".
//!
//! What a book says is held against the solved answers as it is made: a figure whose formula does not come to the answer, or that
//! has none, stands in it as a value with a note that says so.

mod amounts;
mod answers;
mod asked;
mod book;
mod builder;
mod costs;
mod counts;
mod curve;
mod factors;
mod facts;
mod grids;
mod legs;
mod lists;
mod model;
mod parameters;
mod reckon;
mod round;
mod search;
mod sum;
mod varied;

pub use answers::book;
pub use book::{
    Allowed, Answer, AnswerFigure, Book, Column, Content, Expected, Grid, Input, Kind, Line, Section, Show,
};

/// Why something does not follow the inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fixed(String);

impl Fixed {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}
