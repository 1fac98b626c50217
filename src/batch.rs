//! Many at once: long files of scenarios cut one by one, tables of rows, and work done in parallel but in order.

pub mod ordered;
pub mod split;
