//! What a file is that is neither a scenario nor a table, by how it begins.

use super::Wanted;

/// Files that are no plain text, by their first bytes.
const BINARY: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a spreadsheet or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet or document"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)"),
    (b"BZh", "compressed (bzip2)"),
    (b"%PDF-", "a PDF"),
    (b"SQLite format 3\0", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\x7fELF", "a program"),
];

/// What bytes are that are no plain text, as a message says it.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    BINARY.iter().find(|(first, _)| bytes.starts_with(first)).map(|(_, what)| *what)
}

/// The format of a text that is of another than is wanted.
pub(super) fn other(text: &str, wanted: Wanted) -> Option<&'static str> {
    let start = text.trim_start();
    if start.starts_with('{') {
        return Some("JSON");
    }
    if start.starts_with('<') {
        return Some("HTML or XML");
    }
    if wanted == Wanted::Data {
        return None;
    }
    if text.starts_with("---") {
        return Some("YAML");
    }
    let first = start.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    if first.contains(['=', '[', '"', '\'']) {
        return None;
    }
    let word =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c));
    if first
        .split_once(':')
        .is_some_and(|(key, rest)| word(key) && (rest.is_empty() || rest.starts_with(' ')))
    {
        return Some("YAML");
    }
    [',', ';', '\t']
        .iter()
        .any(|separator| {
            let cells = first.split(*separator);
            cells.clone().count() > 1 && cells.clone().all(|cell| word(cell.trim()))
        })
        .then_some("a table (CSV)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_other_formats_are_told_from_scenarios_with_slips() {
        for (text, is) in [
            ("{\"a\": 1}", Some("JSON")),
            ("<!DOCTYPE html>", Some("HTML or XML")),
            ("---\na: 1\n", Some("YAML")),
            ("# chairs\ncurve:\n  wright:\n", Some("YAML")),
            ("unit,time\n1,10\n", Some("a table (CSV)")),
            ("unit;time (h)\n", None),
            ("title: \"Chair\"\n", None),
            ("title \"Chair\"\n", None),
            ("[curve.wright\n", None),
            ("learning_rate = 0,8\n", None),
            ("", None),
        ] {
            assert_eq!(other(text, Wanted::Scenario), is, "{text}");
        }
        assert_eq!(other("lr: 1,loss\n", Wanted::Data), None);
    }
}
