//! Machine learning's learning rate, which is another thing: the optimiser's step size, here always `lr`.
//!
//! Schedules of it, optimisers that take it, and what trainings come to. Curves are fitted by the same core as those of costs.

pub mod alpha;
pub mod cost;
pub mod extrapolate;
pub mod optimizer;
pub mod range_test;
pub mod scaling;
pub mod schedule;
pub mod smooth;
pub mod surface;
pub mod sweep;
pub mod train;
