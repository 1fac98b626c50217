//! Learning curves: what work costs when it gets faster with practice.

pub mod cost;
pub mod curve;
pub mod money;
pub mod root;
pub mod scenario;
