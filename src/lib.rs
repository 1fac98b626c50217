//! Learning curves: what work costs when it gets faster with practice.

pub mod cost;
pub mod curve;
pub mod explain;
pub mod money;
pub mod question;
pub mod root;
pub mod scenario;
