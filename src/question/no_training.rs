//! What stands in place of trainings in a build without machine learning: there are none.

use std::convert::Infallible;

use super::{Answer, Error, Rounding};

/// There is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Training(Infallible);

/// Nothing is asked of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask(Infallible);

/// And nothing answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace(Infallible);

impl Training {
    /// Anything at all, of none.
    pub(crate) fn none<T>(&self) -> T {
        match self.0 {}
    }

    /// Of none.
    pub fn rounding(&self) -> &Rounding {
        self.none()
    }

    /// Of none.
    pub fn money_unit(&self) -> String {
        self.none()
    }
}

impl Ask {
    /// Of none.
    pub fn kind(&self) -> &'static str {
        match self.0 {}
    }
}

pub(super) fn answer(training: &Training, _ask: Ask) -> Result<Answer, Error> {
    training.none()
}
