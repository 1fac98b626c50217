//! Rows of a table, each a scenario of its own.

mod base;
mod evaluating;
pub(super) mod records;
mod text;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::super::exit::{Exit, Failure};
use super::super::input;
use super::super::stop::Stop;
use super::job::{Job, Piece, Position, Worker};
use super::parquet;
use super::source::{Holds, Source};
use super::{Batch, Output, wanted_names};
use crate::batch::template::{Base, Fixed, Template, Wanted};
use crate::scenario::diagnostic::Severity;
use evaluating::Evaluating;
use text::Lines;

// No doc comment: it would take the place of the description of the command.
// What is said of rows alone.
#[derive(Debug, Clone, Args)]
pub(super) struct Flags {
    /// What is wanted of each row
    ///
    /// Default `average,total,unit`.
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = wanted_names())]
    find: Vec<String>,
    /// A key that is the same for every row: `model=crawford`, `rate=15`
    #[arg(long, value_name = "NAME=VALUE", value_parser = constant)]
    set: Vec<(String, String)>,
    /// A scenario whose curve the columns change, with its costs and its rounding
    #[arg(long, value_name = "FILE")]
    pub(super) template: Option<PathBuf>,
    /// Results as `solve` rounds them, not as doubles
    #[arg(long)]
    rounded: bool,
    /// What stands between cells; the output has the same
    ///
    /// Default a comma, and a tab where the file is named `.tsv`.
    #[arg(long, value_parser = ["comma", "semicolon", "tab"])]
    separator: Option<String>,
    /// Numbers have a decimal comma: 1234,5
    #[arg(long)]
    decimal_comma: bool,
    /// Where rows without results go; default beside the output, `OUT.rejects.csv`, or standard error
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
}

fn constant(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE: model=crawford")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

impl Flags {
    /// What stands between the cells of a table.
    pub(super) fn separator(&self, source: &Source) -> u8 {
        match self.separator.as_deref() {
            Some("semicolon") => b';',
            Some("tab") => b'\t',
            None if source.holds == Holds::Tabs => b'\t',
            _ => b',',
        }
    }

    /// Whether numbers have a decimal comma.
    pub(super) fn has_decimal_comma(&self) -> bool {
        self.decimal_comma
    }

    /// How many columns of results rows have.
    pub(super) fn results(&self) -> usize {
        self.wanted().len()
    }

    /// What is wanted of each row.
    fn wanted(&self) -> Vec<Wanted> {
        let usual = ["average", "total", "unit"].map(str::to_owned);
        let names = if self.find.is_empty() { &usual[..] } else { &self.find };
        names.iter().filter_map(|name| Wanted::of_name(name)).collect()
    }

    /// Whether results are rounded.
    pub(super) fn are_rounded(&self) -> bool {
        self.rounded
    }

    /// Refuses flags about rows where there are none.
    pub(super) fn check(&self, rows: bool) -> Result<(), Failure> {
        let given = [
            ("--find", !self.find.is_empty()),
            ("--set", !self.set.is_empty()),
            ("--template", self.template.is_some()),
            ("--rounded", self.rounded),
            ("--separator", self.separator.is_some()),
            ("--decimal-comma", self.decimal_comma),
            ("--rejects", self.rejects.is_some()),
        ];
        match given.into_iter().find(|(_, given)| *given && !rows) {
            None => Ok(()),
            Some((flag, _)) => Err(Failure::new(Exit::Usage, format!("{flag} is about tables of rows"))
                .with_help("name a .csv file, or say --from csv for standard input")),
        }
    }
}

/// The rows of a table.
pub(super) struct Rows {
    source: Source,
    input: Input,
    evaluating: Evaluating,
}

/// What rows are read from.
enum Input {
    Lines(Lines),
    Parquet(Box<parquet::Reader>),
}

impl Rows {
    /// Opens a table: its heading says which column is what. Gives the heading of its results too.
    pub(super) fn open(
        args: &Batch,
        source: &Source,
        format: Output,
        stop: &Stop,
    ) -> Result<(Self, Vec<u8>), Failure> {
        let flags = &args.rows;
        let bad = |message: String| Failure::new(Exit::BadData, format!("`{}`: {message}", source.name));
        let separator = flags.separator(source);
        let (input, columns, mut heading) = match (source.holds, &source.path) {
            (Holds::Parquet, Some(path)) => {
                if flags.decimal_comma {
                    return Err(Failure::new(
                        Exit::Usage,
                        "--decimal-comma is about numbers that are written as text",
                    )
                    .with_help("leave it out: a Parquet file has numbers as such"));
                }
                let reader = parquet::Reader::open(path, &source.name, separator, format == Output::Parquet)?;
                let columns = reader.columns();
                let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                let heading = records::line(&names, separator);
                (Input::Parquet(Box::new(reader)), columns, heading)
            }
            _ => {
                let (lines, columns, heading) = Lines::open(source, separator, stop)?;
                (Input::Lines(lines), columns, heading)
            }
        };
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let base = flags.template.as_ref().map(|path| template_base(path)).transpose()?;
        let fixed = Fixed { constants: flags.set.clone(), base, decimal_comma: flags.decimal_comma };
        let template = Template::new(&names, &fixed, flags.wanted()).map_err(|problems| {
            let list: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
            let failure = bad(format!("its columns make no curves:{}", list.concat()));
            let other =
                [(b';', "semicolon"), (b'\t', "tab"), (b',', "comma")].into_iter().find(|(byte, _)| {
                    names.len() == 1 && *byte != separator && names[0].as_bytes().contains(byte)
                });
            failure.with_help(match other {
                Some((_, name)) => format!("its cells seem to stand apart otherwise: --separator {name}"),
                None => format!("the heading has {}", crate::render::visible(&some(&names))),
            })
        })?;
        let mistyped: Vec<String> = (columns.iter().enumerate())
            .filter(|(place, _)| template.uses(*place))
            .filter_map(|(_, column)| {
                column.unfit.map(|unfit| format!("\n  `{}` holds {unfit}", column.name))
            })
            .collect();
        if !mistyped.is_empty() {
            return Err(bad(format!(
                "columns that are read hold neither numbers nor text:{}",
                mistyped.concat()
            ))
            .with_help(
                "cast them to numbers or to text, or give them names of their own to carry them along",
            ));
        }
        let headings = template.headings();
        if let Some(taken) = headings.iter().find(|heading| names.contains(heading)) {
            return Err(bad(format!("there is a column `{taken}` already, which is the name of a result"))
                .with_help("rename it: results are put beside the columns that are there"));
        }
        let evaluating = Evaluating {
            template: Arc::new(template),
            columns: Arc::new(columns),
            format: format.gathered(),
            rounded: flags.rounded,
            separator,
            // What is made of the results later reads numbers with a point.
            comma_results: flags.decimal_comma && format.is_text(),
            numbered_by_row: matches!(input, Input::Parquet(_)),
        };
        for name in &headings {
            heading.push(separator);
            heading.extend_from_slice(name.as_bytes());
        }
        heading.push(b'\n');
        Ok((Self { source: source.clone(), input, evaluating }, heading))
    }

    /// Goes to where a stopped run left off.
    pub(super) fn go_on(&mut self, at: Position) -> Result<(), Failure> {
        match &mut self.input {
            Input::Lines(lines) => lines.go_on(at),
            Input::Parquet(reader) => reader.go_on(at),
        }
    }
}

/// The first of some names.
fn some(names: &[String]) -> String {
    const SOME: usize = 20;
    let shown: Vec<String> = names.iter().take(SOME).map(|name| name.chars().take(40).collect()).collect();
    let more = if names.len() > SOME { format!(" and {} more", names.len() - SOME) } else { String::new() };
    shown.join(", ") + &more
}

/// The scenario that columns change.
fn template_base(path: &std::path::Path) -> Result<Base, Failure> {
    let input = input::read(&input::Source::File(path.to_owned()))?;
    // What it lacks, columns may give; what it has must be right.
    let wrong: Vec<String> = (crate::scenario::load(&input.text).iter())
        .flat_map(|entry| &entry.findings)
        .filter(|found| {
            found.severity == Severity::Error && !["missing-key", "no-scenario"].contains(&found.code)
        })
        .map(|found| {
            let (line, column) = found.position(&input.text);
            format!("\n  line {line}, column {column}: {}", found.message)
        })
        .collect();
    if !wrong.is_empty() {
        return Err(Failure::new(
            Exit::BadData,
            format!("the template `{}` is wrong:{}", input.name, wrong.concat()),
        )
        .with_help(format!("`learncurve check {}` shows where", input.name)));
    }
    base::base(&input.text)
        .map_err(|problem| Failure::new(Exit::BadData, format!("`{}`: {problem}", input.name)))
}

impl Job for Rows {
    fn size(&self) -> Option<u64> {
        self.source.stamp().map(|(size, _)| size)
    }

    fn worker(&self) -> Box<dyn Worker> {
        Box::new(self.evaluating.clone())
    }

    fn next(&mut self) -> Option<Result<Piece, Failure>> {
        match &mut self.input {
            Input::Lines(lines) => lines.next(),
            Input::Parquet(reader) => reader.next(),
        }
    }
}
