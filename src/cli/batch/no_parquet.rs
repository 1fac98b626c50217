//! What stands in place of Parquet in a build without it.

use std::convert::Infallible;
use std::path::Path;

use super::super::exit::{Exit, Failure};
use super::column::Column;
use super::job::{Piece, Position};
use super::spool::Spool;

/// There is none.
pub(super) struct Reader(Infallible);

fn absent() -> Failure {
    Failure::new(Exit::Usage, "this build reads and writes no Parquet")
        .with_help("build it with `--features parquet`, or use .csv")
}

impl Reader {
    pub(super) fn open(_path: &Path, _name: &str, _separator: u8, _raw: bool) -> Result<Self, Failure> {
        Err(absent())
    }

    pub(super) fn columns(&self) -> Vec<Column> {
        match self.0 {}
    }

    pub(super) fn go_on(&mut self, _at: Position) -> Result<(), Failure> {
        match self.0 {}
    }

    pub(super) fn next(&mut self) -> Option<Result<Piece, Failure>> {
        match self.0 {}
    }
}

/// Refuses.
pub(super) fn write(_spool: &Spool<'_>, _to: &Path, _input: Option<&Path>) -> Result<(), Failure> {
    Err(absent())
}
