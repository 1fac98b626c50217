//! Why there is no picture of a scenario.

use thiserror::Error;

use crate::question;

/// Why there is no picture of a scenario.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A training, which has no units.
    #[error("`{name}` is a training, which has no units to draw a curve over")]
    Training {
        /// The scenario.
        name: String,
    },
    /// Nothing says what the first unit takes.
    #[error("`{name}` does not say what its first unit takes, so that its curve has no height")]
    NoFirstUnit {
        /// The scenario.
        name: String,
    },
    /// A curve in money, where times are drawn.
    #[error("`{name}` is in money, and has no time to draw")]
    NoTime {
        /// The scenario.
        name: String,
    },
    /// A curve in time without cost lines, where costs are drawn.
    #[error("`{name}` has no costs to draw")]
    NoCosts {
        /// The scenario.
        name: String,
    },
    /// Amounts in different currencies.
    #[error("`{one}` is in {in_one} and `{other}` in {in_other}: they share no axis")]
    Currencies {
        /// One scenario.
        one: String,
        /// Its unit.
        in_one: String,
        /// The other scenario.
        other: String,
        /// Its unit.
        in_other: String,
    },
    /// More scenarios than can be told apart.
    #[error("{curves} scenarios are too many to tell apart in one picture, which takes {most} at most")]
    TooMany {
        /// How many there are.
        curves: usize,
        /// How many there may be.
        most: usize,
    },
    /// No unit of the range has a value on any curve.
    #[error("there is nothing to draw from unit {first} to {last}")]
    Nothing {
        /// The first unit.
        first: u64,
        /// The last.
        last: u64,
    },
    /// What the curve or its costs refuse.
    #[error("`{name}`: {error}")]
    Question {
        /// The scenario.
        name: String,
        /// What is refused.
        error: question::Error,
    },
}

impl Error {
    pub(super) fn of(name: &str, error: question::Error) -> Self {
        Self::Question { name: name.to_owned(), error }
    }

    /// What to do about it, where there is something.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Training { .. } => Some(
                "`learncurve ml extrapolate` and `learncurve ml scaling` draw how losses fall, `learncurve ml schedule` step sizes".to_owned(),
            ),
            Self::NoFirstUnit { .. } => Some("say it: first_time = \"10 h\"".to_owned()),
            Self::NoTime { .. } => {
                Some("draw it apart from those in time, or all of them in money where all have costs: --of cost".to_owned())
            }
            Self::NoCosts { .. } => Some("draw its time: --of time; or give it [[cost]] lines".to_owned()),
            Self::Currencies { .. } => {
                Some("draw them apart, or in time where all have times: --of time".to_owned())
            }
            Self::TooMany { .. } => Some("name fewer of them; --scenario TITLE picks one of a file".to_owned()),
            Self::Nothing { .. } => {
                Some("a printed table ends somewhere, and curves that step by batches have whole batches".to_owned())
            }
            Self::Question { error, .. } => error.help(),
        }
    }
}
