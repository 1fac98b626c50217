//! Sweeps that are run: the built-in trainer at every step size, by every optimiser, for every model.

use std::path::PathBuf;

use clap::Args;

use super::super::super::args::{seed, whole};
use super::super::super::exit::{Exit, Failure};
use super::super::super::output::Target as File;
use super::super::super::stop::Stop;
use super::super::train::job::{self, Planned};
use super::super::trainee::{
    BUILTIN, HeldOut, Optimizer, Ready, Scale, Trainee, held_out, model, optimizer, source,
};
use super::Sweeping;
use super::alternative::alternative;
use super::columns::Unit;
use super::grid::Grid;
use super::read::Read;
use crate::ml::schedule::Schedule;
use crate::ml::sweep::{Outcome, Run, Sweep};
use crate::ml::train::{self, End, MOST_STEPS, Model, Options};
use crate::render::ml::sweep::Alternative;

// No doc comment: it would take the place of the description of the command.
// How a sweep is run; nothing has a default here, so that what is given can be told.
#[derive(Debug, Args)]
#[command(next_help_heading = "A sweep that is run")]
pub(crate) struct Real {
    /// Train on data that come with the program: digits are 1,797 images of 64 pixels in 10 classes
    #[arg(long, value_name = "NAME", conflicts_with = "runs", value_parser = clap::builder::PossibleValuesParser::new(BUILTIN))]
    builtin: Option<String>,
    /// Train on a table (CSV) with a column of labels
    #[arg(long, value_name = "DATA", conflicts_with_all = ["runs", "builtin"])]
    train: Option<PathBuf>,
    /// The column of the table with the classes; default `label`, `class` or `target`
    #[arg(long, value_name = "COLUMN", requires = "train")]
    label: Option<String>,
    /// The columns of the table to learn from; default all the others
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',', requires = "train")]
    features: Vec<String>,
    /// What is done to the features first, by the training rows; default standard for a table, none for the digits
    #[arg(long, value_enum)]
    scale: Option<Scale>,
    /// Shuffle the table's rows before its end is held out; default seed 1
    #[arg(long, value_name = "SEED", num_args = 0..=1, require_equals = true, default_missing_value = "1", requires = "train", value_parser = seed)]
    shuffle: Option<u64>,
    /// What is kept out of training to judge by: the last rows, as a share, or another table; default 20%
    #[arg(long, value_name = "SHARE|TABLE", allow_hyphen_values = true, value_parser = held_out)]
    held_out: Option<HeldOut>,
    /// Models: softmax, or tanh:N with N hidden units; several are compared, several tanh as sizes of one. Default softmax
    #[arg(long, value_name = "MODEL,…", value_delimiter = ',', value_parser = model)]
    model: Vec<Model>,
    /// Optimisers, with settings that are not `PyTorch`'s defaults: sgd,adam,"momentum momentum=0.8". Default sgd
    #[arg(long, value_name = "NAME KEY=VALUE…,…", value_delimiter = ',', value_parser = optimizer)]
    optimizer: Vec<Optimizer>,
    /// Step sizes: from..to, or a list; default 0.001..10
    #[arg(long, value_name = "FROM..TO|LR,…", value_parser = Grid::parse)]
    lr: Option<Grid>,
    /// How many of them to a decade; default 4
    #[arg(long, value_name = "N", value_parser = whole::<u32, 1, 1_000>)]
    per_decade: Option<u32>,
    /// When a run is stopped that has not reached the target; default 3000
    #[arg(long, value_name = "N", value_parser = whole::<u64, 1, MOST_STEPS>)]
    updates_limit: Option<u64>,
    /// Updates from one look at the held-out rows to the next; default 15
    #[arg(long, value_name = "N", value_parser = whole::<u64, 1, MOST_STEPS>)]
    evaluate_every: Option<u64>,
    /// Rows in a batch; default 32, or as many as there are for training
    #[arg(long, value_name = "ROWS", value_parser = whole::<u32, 1, 4_294_967_295>)]
    batch: Option<u32>,
    /// Run each with so many seeds; default one run without draws
    #[arg(long, value_name = "N", value_parser = whole::<u64, 1, 1_000>)]
    seeds: Option<u64>,
    /// Write the runs to this file (CSV), which this command reads
    #[arg(long = "runs", value_name = "OUT.csv", id = "runs_to")]
    runs_to: Option<PathBuf>,
}

impl Real {
    /// Whether anything says what to train on.
    pub(super) fn is_named(&self) -> bool {
        self.builtin.is_some() || self.train.is_some()
    }

    /// The first flag that is given here.
    pub(super) fn given(&self) -> Option<&'static str> {
        [
            (self.scale.is_some(), "--scale"),
            (self.held_out.is_some(), "--held-out"),
            (!self.model.is_empty(), "--model"),
            (!self.optimizer.is_empty(), "--optimizer"),
            (self.lr.is_some(), "--lr"),
            (self.per_decade.is_some(), "--per-decade"),
            (self.updates_limit.is_some(), "--updates-limit"),
            (self.evaluate_every.is_some(), "--evaluate-every"),
            (self.batch.is_some(), "--batch"),
            (self.seeds.is_some(), "--seeds"),
            (self.runs_to.is_some(), "--runs"),
        ]
        .into_iter()
        .find_map(|(given, flag)| given.then_some(flag))
    }

    /// The files that are read.
    pub(super) fn inputs(&self) -> Vec<super::super::super::input::Source> {
        let other = match &self.held_out {
            Some(HeldOut::Table(path)) => Some(path.as_path()),
            _ => None,
        };
        self.train.as_deref().into_iter().chain(other).map(source).collect()
    }
}

/// What was run, read as runs are.
pub(super) struct Made {
    pub(super) read: Read,
    pub(super) title: String,
    pub(super) about: Vec<String>,
    pub(super) alternatives: Vec<Alternative>,
}

/// One model by one optimiser.
pub(super) struct Combination {
    pub(super) model: Model,
    pub(super) optimizer: Optimizer,
    pub(super) ready: Ready,
}

/// Runs the sweep; none where it was stopped, of which is told.
pub(super) fn run(args: &Sweeping) -> Result<Option<Made>, Failure> {
    let real = &args.real;
    let target = match &args.target {
        Some(target) => target.accuracy().ok_or_else(|| {
            Failure::new(Exit::Usage, "--target: a sweep that is run goes by held-out accuracy, which rises")
                .with_help("say an accuracy: --target 88%")
        })?,
        None => {
            return Err(Failure::new(Exit::Usage, "a sweep that is run needs the accuracy to reach")
                .with_help("say it: --target 88%"));
        }
    };
    let runs_to = real.runs_to.as_ref().map(|path| File::new(Some(path.clone()), args.show.out.force));
    if let Some(file) = &runs_to {
        file.check(&real.inputs())?;
        if args.show.out.output == real.runs_to {
            return Err(Failure::new(Exit::Usage, "--runs and --output name the same file")
                .with_help("name another for one of them"));
        }
    }
    let combinations = combinations(real)?;
    let steps = real.lr.clone().unwrap_or_default().steps(real.per_decade)?;
    let seeds: Vec<u64> = real.seeds.map_or(vec![0], |seeds| (1..=seeds).collect());
    let limit = real.updates_limit.unwrap_or(3_000);
    let options = |ready: &Ready| Options {
        steps: limit,
        evaluate_every: real.evaluate_every.unwrap_or(15),
        target: Some(target),
        ..ready.options.clone()
    };
    let mut planned: Vec<Planned<'_>> = Vec::new();
    for one in &combinations {
        planned.extend(steps.iter().map(|lr| Planned {
            name: String::new(),
            words: String::new(),
            schedule: Schedule::constant(*lr),
            ready: &one.ready,
            options: options(&one.ready),
        }));
    }
    let stop = Stop::on_signals()?;
    let Some(made) = job::train(&planned, &seeds, &stop)? else { return Ok(None) };
    let mut runs = Vec::new();
    for (combination, groups) in made.chunks(steps.len()).enumerate() {
        for (lr, group) in steps.iter().zip(groups) {
            runs.extend(group.runs.iter().map(|(seed, outcome)| One {
                combination,
                lr: *lr,
                seed: *seed,
                outcome,
            }));
        }
    }
    let sized = is_sized(&real.model);
    let read = read(&combinations, &runs, sized, limit)?;
    if let Some(file) = runs_to {
        file.write(&written(&combinations, &runs, sized))?;
    }
    let mut alternatives = Vec::new();
    for (place, one) in combinations.iter().enumerate() {
        let spent: f64 =
            runs.iter().filter(|run| run.combination == place).map(|run| updates(run.outcome)).sum();
        let Some(own) = alternative(name(one, &combinations), one, &options(&one.ready), spent, &stop)?
        else {
            return Ok(None);
        };
        alternatives.push(own);
    }
    let mut about: Vec<String> = vec![combinations[0].ready.about.line()];
    about.extend(combinations[0].ready.about.notes.iter().cloned());
    if combinations.len() > 1 {
        about[0] = format!("{} The same for {} more.", about[0], combinations.len() - 1);
    }
    let title = format!("{} on {}", models(&real.model), combinations[0].ready.about.data);
    Ok(Some(Made { read, title, about, alternatives }))
}

/// A training of a sweep.
struct One<'r> {
    combination: usize,
    lr: f64,
    seed: u64,
    outcome: &'r train::Outcome,
}

pub(super) fn updates(outcome: &train::Outcome) -> f64 {
    crate::curve::count(outcome.updates())
}

/// Whether the models are one in several sizes.
fn is_sized(models: &[Model]) -> bool {
    models.len() > 1 && models.iter().all(|model| matches!(model, Model::Tanh { .. }))
}

fn models(models: &[Model]) -> String {
    let names: Vec<String> = models.iter().map(ToString::to_string).collect();
    if names.is_empty() { Model::Softmax.to_string() } else { names.join(", ") }
}

/// Every model by every optimiser.
fn combinations(real: &Real) -> Result<Vec<Combination>, Failure> {
    let models = if real.model.is_empty() { vec![Model::Softmax] } else { real.model.clone() };
    for (place, model) in models.iter().enumerate() {
        if models[..place].contains(model) {
            return Err(Failure::new(Exit::Usage, format!("--model: `{model}` stands twice")));
        }
    }
    let optimizers = if real.optimizer.is_empty() {
        let sgd = optimizer("sgd").map_err(|error| Failure::new(Exit::Usage, error))?;
        vec![sgd]
    } else {
        real.optimizer.clone()
    };
    let about = Trainee {
        builtin: real.builtin.clone(),
        label: real.label.clone(),
        features: real.features.clone(),
        scale: real.scale,
        shuffle: real.shuffle,
        batch: real.batch,
        ..Trainee::default()
    };
    // Read once: standard input can't be read again.
    let data = about.take(real.train.as_deref(), &real.held_out.clone().unwrap_or_default())?;
    let mut made: Vec<Combination> = Vec::new();
    for optimizer in &optimizers {
        if made.iter().any(|one| one.optimizer.words == optimizer.words) {
            return Err(Failure::new(
                Exit::Usage,
                format!("--optimizer: `{}` stands twice", optimizer.words),
            ));
        }
        made.extend(models.iter().map(|model| {
            let trainee =
                Trainee { model: Some(*model), optimizer: Some(optimizer.clone()), ..about.clone() };
            Combination { model: *model, optimizer: optimizer.clone(), ready: trainee.with(&data) }
        }));
    }
    Ok(made)
}

/// A combination by what tells it from the others.
fn name(one: &Combination, all: &[Combination]) -> String {
    let models = all.iter().any(|other| other.model != one.model);
    let optimizers = all.iter().any(|other| other.optimizer != one.optimizer);
    match (models, optimizers) {
        (true, true) => format!("{}, {}", one.model, one.optimizer.words),
        (true, false) => one.model.to_string(),
        _ => one.optimizer.words.clone(),
    }
}

/// The trainings as runs: groups are optimisers where models are sizes, else combinations.
fn read(all: &[Combination], runs: &[One<'_>], sized: bool, limit: u64) -> Result<Read, Failure> {
    let mut groups: Vec<String> = Vec::new();
    let of: Vec<usize> = all
        .iter()
        .map(|one| {
            let name = if sized { one.optimizer.words.clone() } else { name(one, all) };
            groups.iter().position(|own| *own == name).unwrap_or_else(|| {
                groups.push(name);
                groups.len() - 1
            })
        })
        .collect();
    let size = |model: Model| match model {
        Model::Tanh { hidden } if sized => Some(crate::curve::count(hidden as u64)),
        _ => None,
    };
    let made = runs.iter().map(|run| {
        let one = &all[run.combination];
        let spent = updates(run.outcome);
        Run {
            group: of[run.combination],
            lr: run.lr,
            size: size(one.model),
            weights: sized.then(|| crate::curve::count(run.outcome.parameters as u64)),
            outcome: if run.outcome.end == End::Target {
                // A look before the first update may say that the target is reached: as good as one update.
                Outcome::Reached(spent.max(1.0))
            } else {
                // What broke down would not have reached the target within the limit either.
                Outcome::Failed { within: Some(crate::curve::count(limit)), spent: Some(spent.max(1.0)) }
            },
        }
    });
    let grouped = match (groups.len(), sized) {
        (1, _) => None,
        (_, true) => Some("optimizer"),
        _ if all.iter().all(|one| one.model == all[0].model) => Some("optimizer"),
        _ => Some("model"),
    };
    let sweep = Sweep::new(groups, made.collect())
        .map_err(|error| Failure::new(Exit::Usage, error.to_string()).with_help("ask for fewer runs"))?;
    Ok(Read {
        sweep,
        unit: Unit::Count,
        grouped: grouped.map(str::to_owned),
        sized: sized.then(|| "hidden".to_owned()),
        target: String::new(),
        costs: None,
        copies: Vec::new(),
    })
}

/// The runs as a table that this command reads as it read them.
fn written(all: &[Combination], runs: &[One<'_>], sized: bool) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    // Groups of their own where neither models nor optimisers alone tell them.
    let grouped =
        !sized && all.iter().any(|one| one.model != all[0].model && one.optimizer == all[0].optimizer);
    let mut text = if grouped { "group," } else { "" }.to_owned() + "model,optimizer,";
    text += if sized { "hidden,weights," } else { "" };
    text += "lr,seed,reached,updates,best_held_out_accuracy\n";
    for run in runs {
        let one = &all[run.combination];
        if grouped {
            text += &(quoted(&name(one, all)) + ",");
        }
        text += &format!("{},{},", one.model, quoted(&one.optimizer.words));
        if let (true, Model::Tanh { hidden }) = (sized, one.model) {
            text += &format!("{hidden},{},", run.outcome.parameters);
        }
        text += &format!(
            "{},{},{},{},{}\n",
            run.lr,
            run.seed,
            if run.outcome.end == End::Target { "yes" } else { "no" },
            run.outcome.updates().max(1),
            run.outcome.best().map_or(String::new(), |look| look.accuracy.to_string())
        );
    }
    text
}
