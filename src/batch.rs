//! Many at once: rows by the slice, tables of rows and long files of scenarios.

pub mod columns;
pub mod rows;
pub mod split;
pub mod template;
