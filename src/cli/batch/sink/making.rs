//! Outputs that are made of the whole at the end.

use std::path::{Path, PathBuf};

use super::super::super::exit::Failure;
use super::super::super::stop::Stop;
use super::super::source::{Holds, Source};
use super::super::spool::Spool;
use super::super::{Batch, Output, parquet, xlsx};

/// What is made of the whole at the end.
#[derive(Debug, Clone)]
pub(super) struct Making {
    pub(super) format: Output,
    separator: u8,
    decimal_comma: bool,
    results: usize,
    rounded: bool,
    /// The input, where its columns have types.
    pub(super) typed: Option<PathBuf>,
    /// Whether rejects have a file of their own.
    pub(super) rejects: bool,
}

impl Making {
    pub(super) fn of(args: &Batch, sources: &[Source], format: Output, rows: bool) -> Self {
        let one = sources.first().filter(|_| rows);
        let typed =
            one.filter(|source| source.holds == Holds::Parquet).and_then(|source| source.path.clone());
        Self {
            format,
            separator: one.map_or(b',', |source| args.rows.separator(source)),
            decimal_comma: args.rows.has_decimal_comma(),
            results: if rows { args.rows.results() } else { 0 },
            rounded: args.rows.are_rounded(),
            typed,
            rejects: format != Output::Xlsx || args.rows.rejects.is_some(),
        }
    }

    /// Makes the output of what was gathered.
    pub(super) fn make(
        &self,
        (gathered, rejects): (&Path, Option<&Path>),
        to: &Path,
        stop: &Stop,
    ) -> Result<(), Failure> {
        let &Self { separator, decimal_comma, results, rounded, .. } = self;
        let spool = Spool { path: gathered, separator, decimal_comma, results, rounded, cut: false, stop };
        match self.format {
            Output::Parquet => parquet::write(&spool, to, self.typed.as_deref()),
            Output::Xlsx => xlsx::write(&spool, rejects, to),
            Output::Csv | Output::Jsonl => Ok(()),
        }
    }
}
