//! What stands in place of workbooks in a build without them.

use std::path::Path;

use super::super::exit::{Exit, Failure};
use super::spool::Spool;

/// Refuses.
pub(super) fn write(_spool: &Spool<'_>, _rejects: Option<&Path>, _to: &Path) -> Result<(), Failure> {
    Err(Failure::new(Exit::Usage, "this build writes no workbooks")
        .with_help("build it with `--features xlsx`, or use .csv"))
}
