//! Reports of the machine-learning commands.

pub mod range_test;
pub mod schedule;
pub mod train;
