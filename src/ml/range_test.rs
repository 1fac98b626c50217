//! The range test: which step sizes do nothing, which teach, and from where on training breaks down.

pub mod finders;
mod log;

pub use log::{FEWEST, Log, LogError};
