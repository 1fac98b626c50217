//! What a batch does piece by piece, whatever its input.

use std::path::PathBuf;

use super::super::exit::Failure;
use super::source::Stamp;

/// How far into the inputs a piece reaches, so that a stopped run can go on after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Position {
    /// Which input, counted from 0.
    pub(super) source: usize,
    /// The byte of it that comes next.
    pub(super) at: u64,
    /// The line of it that comes next, from 1.
    pub(super) line: u64,
    /// Scenarios of it so far.
    pub(super) number: u64,
    /// Bytes of all inputs so far.
    pub(super) bytes: u64,
}

/// How many went well and how many did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) fine: u64,
    pub(super) failed: u64,
}

/// A piece of an input: one scenario, or some rows.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    /// Where it starts.
    pub(super) from: Position,
    /// Where the next starts.
    pub(super) to: Position,
    /// Something about it that its bytes don't say.
    pub(super) note: Note,
}

/// What a piece is besides its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// As its bytes say.
    Plain,
    /// A scenario of a list, or the text of a whole file.
    Listed(bool),
    /// Longer than may be held; the bytes are its beginning.
    TooLong,
    /// So long that nothing after it was looked for; the bytes are its beginning.
    Endless,
    /// The input could not be read.
    Unreadable(String),
}

/// What a piece came to.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) output: Vec<u8>,
    /// Rows of the rejects file.
    pub(super) rejects: Vec<u8>,
    pub(super) tally: Tally,
    pub(super) position: Position,
    /// Tables that were read for it, as they were before.
    pub(super) tables: Vec<(PathBuf, Option<Stamp>)>,
}

/// Does the pieces, on any thread.
pub(super) trait Worker: Sync {
    fn work(&self, piece: Result<Piece, Failure>) -> Result<Done, Failure>;
}

/// Cuts the input into pieces.
pub(super) trait Job: Send {
    /// Bytes in all, where they are known.
    fn size(&self) -> Option<u64>;
    /// What does the pieces.
    fn worker(&self) -> Box<dyn Worker>;
    /// The next piece.
    fn next(&mut self) -> Option<Result<Piece, Failure>>;
}
