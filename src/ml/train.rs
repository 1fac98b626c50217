//! A real trainer: softmax regression and nets of one hidden layer by mini-batch gradient descent, in doubles.
//!
//! Small enough to train in milliseconds, real enough to show what a step size does. Every run is the same to the last digit
//! wherever it is made: sums have one order, and draws come from a seed.

mod data;
mod digits;
mod exponential;
mod interval;
mod model;
mod network;
mod order;
mod product;
mod range;
mod run;

pub use data::{Data, DataError, MOST_CLASSES, Scaling, Split};
pub use digits::{TRAINING_ROWS, digits};
pub use interval::wilson;
pub use model::{MOST_HIDDEN, MOST_PARAMETERS, Model, ModelError};
pub use range::{RangeTest, ramped, range_test};
pub use run::{End, Error, Evaluation, MOST_STEPS, Options, Outcome, Progress, Step, run};
