//! What is trained: data with a part held out, a model and an optimiser, as the commands that train take them.

mod rows;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::super::args::{seed, whole};
use super::super::exit::{Exit, Failure};
use super::super::input::Source;
use crate::ml::optimizer::Rule;
use crate::ml::train::{Data, DataError, Model, Options, Scaling, Split, digits};
use crate::render::ml::train::About;

/// The data that come with the program.
pub(crate) const BUILTIN: [&str; 1] = ["digits"];

// No doc comment: it would take the place of the description of each command that has these flags.
// What is trained; everything may be left out.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Trainee {
    /// Train on data that come with the program: digits are 1,797 images of 64 pixels in 10 classes
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(BUILTIN))]
    pub(crate) builtin: Option<String>,
    /// The column of a table with the classes, whole numbers or words; default `label`, `class` or `target`
    #[arg(long, value_name = "COLUMN")]
    pub(crate) label: Option<String>,
    /// The columns of a table to learn from; default all the others
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    pub(crate) features: Vec<String>,
    /// What is done to a table's features first, by the training rows; default standard
    #[arg(long, value_enum)]
    pub(crate) scale: Option<Scale>,
    /// Shuffle a table's rows before its end is held out; default seed 1
    #[arg(long, value_name = "SEED", num_args = 0..=1, require_equals = true, default_missing_value = "1", value_parser = seed)]
    pub(crate) shuffle: Option<u64>,
    /// softmax, or tanh:N with N hidden units; default softmax
    #[arg(long, value_parser = model)]
    pub(crate) model: Option<Model>,
    /// The optimiser, with settings that are not `PyTorch`'s defaults: "momentum momentum=0.8"; default sgd
    #[arg(long, value_name = "NAME KEY=VALUE…", value_parser = optimizer)]
    pub(crate) optimizer: Option<Optimizer>,
    /// Rows in a batch; default 32, or as many as there are for training
    #[arg(long, value_name = "ROWS", value_parser = whole::<u32, 1, 4_294_967_295>)]
    pub(crate) batch: Option<u32>,
}

/// An optimiser with the words that named it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Optimizer {
    pub(crate) words: String,
    pub(crate) rule: Rule,
}

/// What is done to features before training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scale {
    /// To mean 0 and standard deviation 1
    Standard,
    /// To 0 and 1 at the least and the largest value
    Range,
    /// Nothing
    None,
}

/// What is kept out of training to judge by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum HeldOut {
    /// The last rows: their share of all.
    Share(f64),
    /// Another table.
    Table(PathBuf),
}

impl Default for HeldOut {
    fn default() -> Self {
        Self::Share(0.2)
    }
}

/// A share such as `20%`, or a file.
pub(crate) fn held_out(text: &str) -> Result<HeldOut, String> {
    let text = text.trim();
    let share = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok().map(|percent| percent / 100.0),
        None => text.parse::<f64>().ok(),
    };
    match share {
        Some(share) if share > 0.0 && share < 1.0 => Ok(HeldOut::Share(share)),
        Some(_) => Err("the held-out share lies between 0% and 100%: 20% or 0.2".to_owned()),
        None if text.is_empty() || text.ends_with('%') => {
            Err("write a share such as 20%, or the name of a table".to_owned())
        }
        None => Ok(HeldOut::Table(PathBuf::from(text))),
    }
}

pub(crate) fn model(text: &str) -> Result<Model, String> {
    Model::named(text).map_err(|error| error.to_string())
}

pub(crate) fn optimizer(text: &str) -> Result<Optimizer, String> {
    let mut words = text.split_whitespace();
    let name = words.next().ok_or("name an optimiser, as in \"momentum momentum=0.8\"")?;
    let pairs: Vec<(&str, &str)> = words
        .map(|pair| pair.split_once('=').ok_or(format!("`{pair}` is no pair: write key=value, momentum=0.8")))
        .collect::<Result<_, _>>()?;
    let rule = Rule::named(name, &pairs).map_err(|error| error.to_string())?;
    Ok(Optimizer { words: text.split_whitespace().collect::<Vec<_>>().join(" "), rule })
}

/// Data that are read and split, with the model and the optimiser that learn from them.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) split: Arc<Split>,
    pub(crate) model: Model,
    pub(crate) options: Options,
    pub(crate) about: About,
}

/// Data that are read and split; what learns from them is another matter.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    name: String,
    split: Arc<Split>,
    notes: Vec<String>,
    scaling: Scaling,
}

impl Trainee {
    /// Whether anything says what to train on.
    pub(crate) fn is_named(&self, table: Option<&Path>) -> bool {
        self.builtin.is_some() || table.is_some()
    }

    /// The first flag that is given here, but for what to train on.
    pub(crate) fn given(&self) -> Option<&'static str> {
        [
            (self.label.is_some(), "--label"),
            (!self.features.is_empty(), "--features"),
            (self.scale.is_some(), "--scale"),
            (self.shuffle.is_some(), "--shuffle"),
            (self.model.is_some(), "--model"),
            (self.optimizer.is_some(), "--optimizer"),
            (self.batch.is_some(), "--batch"),
        ]
        .into_iter()
        .find_map(|(given, flag)| given.then_some(flag))
    }

    /// Reads and splits the data, and what learns from them.
    pub(crate) fn ready(&self, table: Option<&Path>, held_out: &HeldOut) -> Result<Ready, Failure> {
        Ok(self.with(&self.take(table, held_out)?))
    }

    /// Reads and splits the data of a table, or those that come with the program.
    pub(crate) fn take(&self, table: Option<&Path>, held_out: &HeldOut) -> Result<Taken, Failure> {
        let (name, split, notes, scaling) = match table {
            Some(path) => {
                if self.builtin.is_some() {
                    return Err(usage("a table and --builtin are two data sets, and one is trained on"));
                }
                self.table(path, held_out)?
            }
            None => self.builtin(held_out)?,
        };
        Ok(Taken { name, split: Arc::new(split), notes, scaling })
    }

    /// The model and the optimiser on data that were read.
    pub(crate) fn with(&self, data: &Taken) -> Ready {
        let Taken { name, split, notes, scaling } = data.clone();
        let model = self.model.unwrap_or(Model::Softmax);
        let optimizer = self.optimizer.clone().unwrap_or_else(|| {
            let rule = Options::default().rule;
            Optimizer { words: "sgd".to_owned(), rule }
        });
        let rows = split.training().rows();
        let batch = self.batch.map_or(rows.min(32), |batch| usize::try_from(batch).unwrap_or(usize::MAX));
        let (features, classes) = (split.training().features(), split.training().classes());
        let about = About {
            data: name,
            rows: (rows, split.held_out().rows()),
            features,
            classes,
            scaling,
            model: model.to_string(),
            parameters: model.parameters(features, classes),
            optimizer: optimizer.words,
            batch,
            notes,
        };
        Ready { split, model, options: Options { rule: optimizer.rule, batch, ..Options::default() }, about }
    }

    fn builtin(&self, held_out: &HeldOut) -> Result<(String, Split, Vec<String>, Scaling), Failure> {
        for (given, flag) in [
            (self.label.is_some(), "--label"),
            (!self.features.is_empty(), "--features"),
            (self.shuffle.is_some(), "--shuffle"),
        ] {
            if given {
                return Err(usage(format!("{flag} is for tables, and the digits are none")));
            }
        }
        let HeldOut::Share(share) = held_out else {
            return Err(usage("--held-out: a table goes with a table to train on")
                .with_help("of --builtin digits a share is held out: --held-out 20%"));
        };
        let data = digits();
        let split =
            Split::first(&data, kept(data.rows(), *share)).map_err(|error| refused(&error, "digits"))?;
        let scaling = self.scaling(Scale::None);
        Ok(("digits".to_owned(), split.scaled(scaling), Vec::new(), scaling))
    }

    fn table(
        &self,
        path: &Path,
        held_out: &HeldOut,
    ) -> Result<(String, Split, Vec<String>, Scaling), Failure> {
        let label = self.label.as_deref();
        let training = rows::read(path, label, &self.features)?;
        let mixed = |data: Data| self.shuffle.map_or(data.clone(), |seed| data.shuffled(seed));
        let name = training.name.clone();
        let (split, classes) = match held_out {
            HeldOut::Table(other) => {
                let held = rows::read(other, label, &training.features)?;
                let classes = rows::classes(&[&training, &held])?;
                let parts = [training.data(&classes)?, held.data(&classes)?];
                let [training, held] = parts;
                (Split::of(training, held).map_err(|error| refused(&error, &name))?, classes)
            }
            HeldOut::Share(share) => {
                let classes = rows::classes(&[&training])?;
                let data = mixed(training.data(&classes)?);
                let split = Split::first(&data, kept(data.rows(), *share));
                let split = split.map_err(|error| {
                    refused(&error, &name).with_help("more rows are needed, or another share: --held-out 50%")
                })?;
                (split, classes)
            }
        };
        let notes = notes(&split, &classes)?;
        let scaling = self.scaling(Scale::Standard);
        Ok((name, split.scaled(scaling), notes, scaling))
    }

    fn scaling(&self, default: Scale) -> Scaling {
        match self.scale.unwrap_or(default) {
            Scale::Standard => Scaling::Standard,
            Scale::Range => Scaling::Range,
            Scale::None => Scaling::None,
        }
    }
}

/// How many of some rows are for training, where a share is held out, rounded up.
fn kept(rows: usize, share: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
    let held = (share * crate::curve::count(rows as u64)).ceil() as usize;
    rows.saturating_sub(held)
}

/// What is odd about a split: classes that one part lacks, features that tell nothing.
fn notes(split: &Split, classes: &[String]) -> Result<Vec<String>, Failure> {
    let has = |data: &Data, class: usize| data.labels().contains(&class);
    let taught = (0..classes.len()).filter(|class| has(split.training(), *class)).count();
    let shuffle =
        "the rows may be in the order of their classes: --shuffle mixes them before the end is held out";
    if taught < 2 {
        let message = "every training row has the same label, and there has to be a second to tell it from";
        return Err(Failure::new(Exit::BadData, message).with_help(shuffle));
    }
    let mut notes = Vec::new();
    let missing: Vec<&str> = (0..classes.len())
        .filter(|class| !has(split.training(), *class))
        .map(|class| classes[class].as_str())
        .collect();
    if !missing.is_empty() {
        notes.push(format!(
            "No training row has the label {}, so none is told rightly: {shuffle}.",
            list(&missing)
        ));
    }
    let training = split.training();
    let flat = (0..training.features()).filter(|feature| {
        let first = training.row(0)[*feature];
        (1..training.rows()).all(|row| training.row(row)[*feature].to_bits() == first.to_bits())
    });
    match flat.count() {
        0 => {}
        1 => {
            notes.push("One feature is the same in every training row: it teaches nothing.".to_owned());
        }
        flat => {
            notes.push(format!("{flat} features are the same in every training row: they teach nothing."));
        }
    }
    Ok(notes)
}

/// A few names in backticks.
fn list(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    let more = names.len() - shown.len();
    shown.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
}

fn refused(error: &DataError, name: &str) -> Failure {
    Failure::new(Exit::BadData, format!("`{name}`: {error}"))
}

fn usage(message: impl Into<String>) -> Failure {
    Failure::new(Exit::Usage, message)
}

/// A file as an input.
pub(crate) fn source(path: &Path) -> Source {
    if path.as_os_str() == "-" { Source::Stdin } else { Source::File(path.to_owned()) }
}
