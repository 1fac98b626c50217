//! Tables of data from files: separators, comments, and what is wrong with a file as a whole.

use std::path::Path;

use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::input::{self, Source, Wanted};
use crate::estimate::table::{self, Cells, Read, Reading};

// No doc comment: it would take the place of the description of each command that has these flags.
// How a table of data is written.
#[derive(Debug, Clone, Args)]
pub(crate) struct Table {
    /// What stands between cells
    #[arg(long, default_value = "comma", value_parser = ["comma", "semicolon", "tab"])]
    pub(crate) separator: String,
    /// Numbers have a decimal comma: 1234,5
    #[arg(long)]
    pub(crate) decimal_comma: bool,
    /// The first unit of the first lot, where lots are given by their quantity
    #[arg(long, value_name = "UNIT", default_value = "1", value_parser = super::super::args::count)]
    pub(crate) first_unit: u64,
}

/// The most problems of a file that are told.
const MOST_TOLD: usize = 20;

/// Reads a data set.
pub(crate) fn read(path: &Path, how: &Table) -> Result<Read, Failure> {
    let (name, cells) = cells(path, &how.separator)?;
    let reading = Reading { decimal_comma: how.decimal_comma, first: how.first_unit };
    table::read(&cells, reading).map_err(|problems| told(&name, &problems, &cells))
}

/// Where a table is: standard input for `-`.
pub(crate) fn source(path: &Path) -> Source {
    if path.as_os_str() == "-" { Source::Stdin } else { Source::File(path.to_owned()) }
}

/// The cells of a table, with the name of where they come from.
pub(crate) fn cells(path: &Path, separator: &str) -> Result<(String, Cells), Failure> {
    let input = input::read_as(&source(path), Wanted::Data)?;
    if let Some(at) = input.text.find('\0') {
        let line = input.text[..at].matches('\n').count() + 1;
        return Err(Failure::new(
            Exit::BadData,
            format!("`{}` has a NUL character on line {line}", input.name),
        )
        .with_help("save it as plain text"));
    }
    let delimiter = match separator {
        "semicolon" => b';',
        "tab" => b'\t',
        _ => b',',
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .comment(Some(b'#'))
        .flexible(true)
        .trim(csv::Trim::All)
        .has_headers(true)
        .from_reader(input.text.as_bytes());
    let bad = |error: csv::Error| Failure::new(Exit::BadData, format!("`{}`: {error}", input.name));
    let heading: Vec<String> = reader.headers().map_err(bad)?.iter().map(str::to_owned).collect();
    if heading.iter().all(String::is_empty) {
        return Err(Failure::new(Exit::BadData, format!("`{}` is empty", input.name))
            .with_help("a table's first line names its columns, and each line below it is a row"));
    }
    let mut rows = Vec::new();
    let mut lines = Lines { text: input.text.as_bytes(), at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let from = record.position().map_or(0, csv::Position::byte);
        let line = lines.of_record(usize::try_from(from).unwrap_or(usize::MAX));
        if record.iter().all(str::is_empty) {
            continue;
        }
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok((input.name, Cells { heading, rows }))
}

/// Counts the lines of a text, from its beginning on.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the record that is read from a byte on: the reader passes over blank lines and comments before it.
    fn of_record(&mut self, from: usize) -> usize {
        let mut in_comment = false;
        while let Some(byte) = self.text.get(self.at) {
            let passed = self.at < from || matches!(byte, b'\n' | b'\r') || in_comment || *byte == b'#';
            if !passed {
                break;
            }
            in_comment = self.at >= from && *byte != b'\n' && (in_comment || *byte == b'#');
            self.line += usize::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}

/// Problems as lines of a message, as many as are told.
pub(crate) fn listed(problems: &[String]) -> String {
    let shown: Vec<String> =
        problems.iter().take(MOST_TOLD).map(|problem| format!("\n  {problem}")).collect();
    let more = match problems.len().saturating_sub(MOST_TOLD) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    shown.concat() + &more
}

fn told(name: &str, problems: &[String], cells: &Cells) -> Failure {
    let failure = Failure::new(Exit::BadData, format!("`{name}` can't be fitted:{}", listed(problems)));
    // One column that holds the others' separators.
    if let [only] = cells.heading.as_slice()
        && let Some((_, separator)) =
            [(';', "semicolon"), ('\t', "tab")].iter().find(|(mark, _)| only.contains(*mark))
    {
        return failure.with_help(format!("its cells stand apart by another mark: --separator {separator}"));
    }
    let of_cells = problems.iter().all(|problem| problem.starts_with("line "));
    failure.with_help(if of_cells {
        "correct these rows, or take them out"
    } else if cells.rows.is_empty() {
        "below the heading stands a row for each unit or lot"
    } else {
        "the columns are unit,time (or cost); first,last,total; quantity,total; or units,average"
    })
}

/// The scenarios of an input, which may name tables in its folder.
pub(crate) fn scenarios(input: &input::Input) -> Vec<crate::scenario::Entry> {
    scenarios_noting(input, &|_| ())
}

/// [`scenarios`], with the path of each table told before it is read.
pub(crate) fn scenarios_noting(input: &input::Input, note: &dyn Fn(&Path)) -> Vec<crate::scenario::Entry> {
    let read = |file: &str| -> Result<crate::scenario::DataTable, String> {
        if file == "-" || file.is_empty() {
            return Err(format!("`{file}` is no name of a file"));
        }
        let path = input.folder.join(file);
        note(&path);
        let (_, cells) = cells(&path, "comma").map_err(|failure| failure.message)?;
        Ok((cells.heading, cells.rows))
    };
    crate::scenario::load_with(&input.text, &read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_over_comments_blank_lines_and_cells_of_several() {
        let text = "unit,time\n1,10\n# note, 1\n2,8\r\n\r\n\n4,7\n#\n# a\n\"5\n\",6\n7,5";
        let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
        let found: Vec<usize> = reader
            .records()
            .map(|record| {
                let from = record.unwrap().position().unwrap().byte();
                lines.of_record(usize::try_from(from).unwrap())
            })
            .collect();
        assert_eq!(found, [2, 4, 7, 10, 12]);
    }
}
