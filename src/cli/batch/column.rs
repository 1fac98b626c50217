//! The columns of a table that is read.

/// A column and what its type says of it, where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// Whether all that it can hold is numbers.
    pub(super) numeric: bool,
    /// What it holds, where that is neither numbers nor text.
    pub(super) unfit: Option<&'static str>,
}
