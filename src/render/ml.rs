//! Reports of the machine-learning commands.

pub mod extrapolate;
pub mod range_test;
pub mod scaling;
pub mod schedule;
pub mod sweep;
pub mod train;
