//! Why a problem has no fit.

use thiserror::Error as Derive;

/// Why a problem has no fit.
#[derive(Debug, Clone, PartialEq, Derive)]
#[non_exhaustive]
pub enum Error {
    /// There are fewer observations than parameters.
    #[error("{observations} {} can't determine {parameters} parameters", if *observations == 1 { "observation" } else { "observations" })]
    TooFew {
        /// How many observations there are.
        observations: usize,
        /// How many parameters.
        parameters: usize,
    },
    /// The residuals are not finite at any of the starts.
    #[error("the model has no finite values near these data, from {tried} starting guesses")]
    NoStart {
        /// How many starts there were.
        tried: usize,
    },
    /// The search led nowhere.
    #[error("the search did not converge from any of {tried} starting guesses")]
    NotConverged {
        /// How many starts there were.
        tried: usize,
    },
    /// The columns of a linear problem depend on one another.
    #[error("the columns are linearly dependent: column {column} adds nothing to those before it")]
    Dependent {
        /// The first column, counted from 1, that adds nothing.
        column: usize,
    },
}
