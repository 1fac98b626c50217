#![doc = include_str!("../README.md")]

#[cfg(feature = "cli")]
pub mod cli;
pub mod cost;
pub mod curve;
pub mod diagnose;
pub mod estimate;
pub mod explain;
pub mod fit;
pub mod money;
pub mod question;
#[cfg(feature = "cli")]
pub mod render;
pub mod report;
pub mod root;
pub mod scenario;
