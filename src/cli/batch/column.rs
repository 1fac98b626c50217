//! The columns of a table that is read.

/// A column and what its type says of it, where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// Whether JSON has its values without quotes, as numbers and truths are.
    pub(super) bare: bool,
    /// What it holds, where that is neither numbers nor text.
    pub(super) unfit: Option<&'static str>,
}
