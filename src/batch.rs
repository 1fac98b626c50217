//! Many at once: rows by the slice, tables of rows, long files of scenarios, and work done in parallel but in order.

pub mod columns;
pub mod rows;
pub mod split;
pub mod template;

pub use crate::ordered;
