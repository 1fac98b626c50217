//! Tables that scenarios name as their data: a run is gone on with only where those that it read are what they were.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::super::source::{Stamp, stamp};

/// What the journal's lines about them begin with.
const WORD: &str = "table ";

/// The tables that were read so far, with their sizes and times as they were then.
#[derive(Debug, Default)]
pub(super) struct Tables {
    read: BTreeMap<PathBuf, Option<Stamp>>,
    /// Lines that the journal does not have yet.
    lines: String,
}

impl Tables {
    /// Takes what a piece read.
    pub(super) fn take(&mut self, read: &[(PathBuf, Option<Stamp>)]) {
        for (path, stamp) in read {
            // A name that is no text is not told again from a journal, which is text.
            let Some(name) = path.to_str().filter(|_| !self.read.contains_key(path)) else { continue };
            let _ = writeln!(self.lines, "{WORD}{}", serde_json::json!([name, told(*stamp)]));
            self.read.insert(path.clone(), *stamp);
        }
    }

    /// The lines for the journal, and that it has them.
    pub(super) fn told(&mut self) -> String {
        std::mem::take(&mut self.lines)
    }

    /// The first table in a journal's lines that is not what it was.
    pub(super) fn changed<'l>(lines: impl Iterator<Item = &'l str>) -> Option<String> {
        lines
            .filter_map(|line| serde_json::from_str::<(String, String)>(line.strip_prefix(WORD)?).ok())
            .find_map(|(name, before)| (told(stamp(Path::new(&name))) != before).then_some(name))
    }
}

/// A stamp as the journal has it.
fn told(stamp: Option<Stamp>) -> String {
    stamp.map_or_else(|| "absent".to_owned(), |(size, changed)| format!("{size} {changed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_told_once_and_known_again_until_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hours \"of\"\nunits.csv");
        std::fs::write(&path, "unit,time\n").unwrap();
        let mut tables = Tables::default();
        let read = [(path.clone(), stamp(&path)), (folder.path().join("none.csv"), None)];
        tables.take(&read);
        tables.take(&read);
        let lines = tables.told();
        assert_eq!(lines.lines().count(), 2, "{lines}");
        assert_eq!(Tables::changed(lines.lines()), None);
        std::fs::write(&path, "unit,time\n1,2\n").unwrap();
        assert_eq!(Tables::changed(lines.lines()).as_deref(), path.to_str());
    }
}
