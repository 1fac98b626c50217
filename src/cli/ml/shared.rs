//! What the commands of machine learning share: their flags for output, pictures, and columns of numbers.

use std::path::{Path, PathBuf};

use clap::Args;

use super::super::args::Out;
use super::super::exit::{Exit, Failure};
use super::super::fit::data;
use super::super::input::Source;
use super::super::output::Target;
use super::super::{picture, width};
use crate::estimate::table::Cells;
use crate::plot::Picture;
use crate::render::Format;
use crate::render::page::{self, Page};

// No doc comment: it would take the place of the description of each command that has these flags.
// How a report is written.
#[derive(Debug, Clone, Args)]
pub(crate) struct Show {
    /// The format of the output
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// A picture: below the text, or in this SVG or PNG file
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) out: Out,
}

/// Where a report and its picture go.
pub(crate) struct Targets {
    text: Target,
    picture: Option<Target>,
    format: Format,
}

impl Show {
    /// Refuses, before any work, what could not be written at its end.
    pub(crate) fn targets(&self, inputs: &[Source]) -> Result<Targets, Failure> {
        let text = Target::new(self.out.output.clone(), self.out.force);
        text.check(inputs)?;
        let picture = picture::target(self.plot.as_deref(), self.format, &self.out)?;
        if let Some(picture) = &picture {
            picture.check(inputs)?;
        }
        Ok(Targets { text, picture, format: self.format })
    }
}

impl Targets {
    /// Writes a report, and its picture where that is wanted.
    pub(crate) fn write(&self, page: &Page, drawn: impl FnOnce() -> Picture) -> Result<(), Failure> {
        let drawn = (self.picture.is_some() || self.format.holds_pictures()).then(drawn);
        let mut text = page::write(page, drawn.as_ref(), self.format, width())
            .map_err(|message| Failure::new(Exit::Io, message))?;
        if let (Some(target), Some(drawn)) = (&self.picture, &drawn) {
            picture::draw(drawn, target, &mut text, &self.text)?;
        }
        self.text.write(&text)
    }
}

/// A table from a file, by the names of its columns.
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) cells: Cells,
}

impl Table {
    /// Reads a file, or standard input for `-`.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let (name, cells) = data::cells(path, "comma")?;
        let refused = |message: String| Failure::new(Exit::BadData, message);
        if let [only] = cells.heading.as_slice()
            && let Some(mark) = [';', '\t', '|'].into_iter().find(|mark| only.contains(*mark))
        {
            let mark = if mark == '\t' { "a tab".to_owned() } else { format!("`{mark}`") };
            let message = format!("`{name}` has one column, `{}`, which {mark} seems to part", only.trim());
            return Err(refused(message)
                .with_help("save it with commas between the cells, and points in the numbers"));
        }
        for (place, heading) in cells.heading.iter().enumerate().filter(|(_, heading)| !heading.is_empty()) {
            if cells.heading[..place].iter().any(|other| plain(other) == plain(heading)) {
                return Err(refused(format!("`{name}` has two columns `{heading}`"))
                    .with_help("rename one of them in the first line, or take it out"));
            }
        }
        Ok(Self { name, cells })
    }

    /// Refuses rows with more or fewer cells than the heading has: which cell is under which name is then unknown.
    pub(crate) fn even(&self) -> Result<(), Failure> {
        let ragged = self.cells.ragged();
        if ragged.is_empty() {
            return Ok(());
        }
        let columns = self.cells.heading.len();
        let more = self.cells.rows.iter().any(|(_, row)| row.len() > columns);
        let message = format!("`{}`:{}", self.name, data::listed(&ragged));
        Err(Failure::new(Exit::BadData, message).with_help(if more {
            "with decimal commas one number makes two cells: write decimal points, 0.5"
        } else {
            "each row has a cell for each column, if a blank one"
        }))
    }

    /// The place of the first of some names among the columns.
    pub(crate) fn find(&self, names: &[&str]) -> Option<usize> {
        names
            .iter()
            .find_map(|name| self.cells.heading.iter().position(|heading| plain(heading) == plain(name)))
    }

    /// The place of a column that has to be there, by any of its names.
    pub(crate) fn column(&self, names: &[&str], what: &str) -> Result<usize, Failure> {
        self.find(names).ok_or_else(|| {
            let message = format!("`{}` has no column `{}`, {what}", self.name, names[0]);
            Failure::new(Exit::BadData, message)
                .with_help(format!("its columns are {}", self.cells.heading.join(", ")))
        })
    }

    /// The cells of a column, each with its line.
    pub(crate) fn texts(&self, column: usize) -> impl Iterator<Item = (usize, &str)> {
        self.cells.rows.iter().map(move |(line, row)| (*line, row.get(column).map_or("", |cell| cell.trim())))
    }

    /// The numbers of a column; `blank` stands for blank cells where they may be, and NaN may be a number or not.
    pub(crate) fn numbers(&self, column: usize, blank: Option<f64>, nan: bool) -> Result<Vec<f64>, Failure> {
        self.even()?;
        let mut problems = Vec::new();
        let mut numbers = Vec::with_capacity(self.cells.rows.len());
        for (line, cell) in self.texts(column) {
            let number = match cell {
                "" => blank,
                cell => cell.parse::<f64>().ok().filter(|number| nan || number.is_finite()),
            };
            match number {
                Some(number) => numbers.push(number),
                None if cell.is_empty() => problems.push(format!("line {line}: it is blank")),
                None => {
                    let comma = cell.replace(',', ".").parse::<f64>().ok().filter(|_| cell.contains(','));
                    let advice = comma
                        .map_or(String::new(), |number| format!(": with a decimal point it is {number}"));
                    problems.push(format!("line {line}: `{cell}` is no number{advice}"));
                }
            }
        }
        if problems.is_empty() {
            return Ok(numbers);
        }
        let heading = &self.cells.heading[column];
        Err(Failure::new(
            Exit::BadData,
            format!("`{}`, column `{heading}`:{}", self.name, data::listed(&problems)),
        ))
    }
}

/// A column's name in small letters, with one mark between its words.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}
