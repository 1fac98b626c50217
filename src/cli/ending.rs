//! The format of an output that is named by its ending alone: `-o answer.html` is a page, as a batch's `-o` has it.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

use super::args::Arguments;
use super::exit::{Exit, Failure};

/// Formats with the endings that their files have.
const ENDINGS: [(&str, &[&str]); 7] = [
    ("html", &["html", "htm"]),
    ("markdown", &["md", "markdown"]),
    ("latex", &["tex"]),
    ("typst", &["typ"]),
    ("csv", &["csv"]),
    ("json", &["json", "jsonl", "ndjson"]),
    ("xlsx", &["xlsx"]),
];

/// Endings that say what no report is; any other is a name for text.
const OTHERS: [&str; 15] = [
    "tsv", "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsm", "ods", "parquet", "pq", "svg", "png", "xml",
    "yaml",
];

/// Why arguments came to nothing.
pub(super) enum Refused {
    Arguments(clap::Error),
    Ending(Failure),
}

impl From<clap::Error> for Refused {
    fn from(error: clap::Error) -> Self {
        Self::Arguments(error)
    }
}

/// The program's arguments, its own name the first; with the format that the output's ending says, where no other is asked for.
pub(super) fn arguments(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Refused> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    let mut matches = Arguments::command().try_get_matches_from(&words)?;
    if let Some(path) = named(&matches) {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
        let format = ENDINGS.iter().find(|(_, endings)| endings.contains(&ending.as_str()));
        if let Some((format, _)) = format {
            // What stands after two dashes is no flag.
            let place = words.iter().position(|word| word == "--").unwrap_or(words.len());
            words.insert(place, format!("--format={format}").into());
            matches = Arguments::command().try_get_matches_from(&words).map_err(|_| unwritten(&path))?;
        } else if OTHERS.contains(&ending.as_str()) {
            return Err(unwritten(&path));
        }
    }
    Ok(Arguments::from_arg_matches_mut(&mut matches)?)
}

/// The output of a command that writes reports, where nobody said in which format.
fn named(matches: &ArgMatches) -> Option<PathBuf> {
    let mut leaf = matches;
    while let Some((_, next)) = leaf.subcommand() {
        leaf = next;
    }
    let unsaid = leaf.try_contains_id("format").is_ok()
        && leaf.value_source("format") == Some(ValueSource::DefaultValue);
    let output = leaf.try_get_one::<PathBuf>("output").ok().flatten();
    output.filter(|_| unsaid).cloned()
}

fn unwritten(path: &Path) -> Refused {
    let message =
        format!("--output: the ending of `{}` says a format that is not written here", path.display());
    let failure = Failure::new(Exit::Usage, message)
        .with_help("name it .txt, .md, .html, .tex, .typ, .csv or .json, or say --format");
    Refused::Ending(failure)
}

#[cfg(test)]
mod tests {
    use super::super::args::Command;
    use super::*;
    use crate::render::Format;

    /// The format of `solve`, or how it is refused.
    fn format(words: &str) -> Result<Format, Exit> {
        let words = ["learncurve", "solve"].into_iter().chain(words.split(' '));
        match arguments(words.map(OsString::from)) {
            Ok(Arguments { command: Command::Solve(solve) }) => Ok(solve.show.format),
            Err(Refused::Ending(failure)) => Err(failure.exit),
            _ => Err(Exit::BadData),
        }
    }

    #[test]
    fn the_ending_of_an_output_says_its_format_where_nothing_else_does() {
        assert_eq!(format("a.toml -o y.html"), Ok(Format::Html));
        assert_eq!(format("a.toml -o y.HTM"), Ok(Format::Html));
        assert_eq!(format("-o y.xlsx -- -a.toml"), Ok(Format::Xlsx));
        assert_eq!(format("a.toml -o y.html --format text"), Ok(Format::Text));
        assert_eq!(format("a.toml -o y.out"), Ok(Format::Text));
        assert_eq!(format("a.toml -o y"), Ok(Format::Text));
        assert_eq!(format("a.toml"), Ok(Format::Text));
    }

    #[test]
    fn an_ending_that_no_format_has_is_refused() {
        assert_eq!(format("a.toml -o x.tsv"), Err(Exit::Usage));
        assert_eq!(format("a.toml -o x.tsv --format csv"), Ok(Format::Csv));
    }
}
