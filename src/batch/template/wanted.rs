//! What can be wanted of a row.

/// What is wanted of every row, by its name on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The name: `average`, `steady-state`.
    pub name: &'static str,
    /// The columns that say what it is asked about, with their keys under `find`.
    pub(super) keys: &'static [(&'static str, &'static [&'static str])],
    /// The kind of question.
    pub(super) kind: &'static str,
}

const UNITS: (&str, &[&str]) = ("units", &["units"]);
const LOT: [(&str, &[&str]); 2] = [("first", &["first"]), ("last", &["last"])];

/// Everything that can be wanted.
pub const WANTED: [Wanted; 10] = [
    Wanted { name: "average", keys: &[UNITS], kind: "average" },
    Wanted { name: "total", keys: &[UNITS], kind: "total" },
    Wanted { name: "unit", keys: &[("number", &["number", "units"])], kind: "unit" },
    Wanted { name: "lot", keys: &LOT, kind: "lot" },
    Wanted { name: "lot-average", keys: &LOT, kind: "average" },
    Wanted { name: "midpoint", keys: &LOT, kind: "midpoint" },
    Wanted { name: "steady-state", keys: &[], kind: "steady-state" },
    Wanted { name: "learning-rate", keys: &[], kind: "learning-rate" },
    Wanted { name: "index", keys: &[], kind: "index" },
    Wanted { name: "first-unit", keys: &[], kind: "first-unit" },
];

impl Wanted {
    /// The one of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        WANTED.into_iter().find(|wanted| wanted.name == name)
    }

    /// The heading of its column of results.
    pub fn heading(self) -> String {
        self.name.replace('-', "_")
    }
}
