//! `ml extrapolate --model scaling`: a law of parameters and tokens, and the best use of a budget.

use clap::Args;

use super::super::super::args::{seed, whole};
use super::super::super::exit::{Exit, Failure};
use super::super::shared::{Table, Targets};
use super::columns::faults;
use super::{Extrapolate, positive};
use crate::ml::cost::ScalingLaw;
use crate::ml::scaling::{self, Error, Options, Run};
use crate::render::ml::scaling as written;

/// Names of the columns of parameters, tokens and FLOP.
const PARAMETERS: [&str; 7] = [
    "parameters",
    "params",
    "n_params",
    "num_params",
    "model_size",
    "model_parameters",
    "nonembedding_parameters",
];
const TOKENS: [&str; 6] =
    ["tokens", "training_tokens", "train_tokens", "n_tokens", "num_tokens", "dataset_tokens"];
const FLOP: [&str; 6] = ["training_flop", "flop", "flops", "training_flops", "compute", "train_flops"];
const LOSSES: [&str; 6] = ["loss", "test_loss", "validation_loss", "val_loss", "eval_loss", "final_loss"];

// No doc comment: it would take the place of the command's description.
// Flags of the law of parameters and tokens alone.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "With --model scaling")]
pub(crate) struct Scaling {
    /// FLOP to be spent: the best size and tokens for them
    #[arg(long, value_name = "FLOP,…", value_delimiter = ',', value_parser = positive)]
    pub(crate) budget_flop: Vec<f64>,
    /// The law's constants in place of data: `hoffmann`, `besiroglu`, or E,A,B,alpha,beta
    #[arg(long, value_name = "CONSTANTS", conflicts_with = "data", value_parser = constants)]
    pub(crate) constants: Option<(String, ScalingLaw)>,
    /// Leave out the runs with the fewest tokens per parameter, so many of them
    #[arg(long, value_name = "N", conflicts_with = "constants", value_parser = whole::<usize, 0, 1_000_000>)]
    pub(crate) drop_undertrained: Option<usize>,
    /// The miss of a logarithm from which on it counts by its size and not by its square
    #[arg(long, value_name = "SIZE", value_parser = positive, conflicts_with = "constants")]
    pub(crate) huber: Option<f64>,
    /// How often the runs are drawn again for the intervals; 0 for none
    #[arg(long, value_name = "N", value_parser = whole::<u32, 0, 100_000>, conflicts_with = "constants")]
    pub(crate) resamples: Option<u32>,
    /// The seed of the draws
    #[arg(long, value_name = "SEED", conflicts_with = "constants", value_parser = seed)]
    pub(crate) seed: Option<u64>,
}

fn constants(text: &str) -> Result<(String, ScalingLaw), String> {
    match text {
        "hoffmann" => return Ok(("Hoffmann and others, 2022, as printed".to_owned(), ScalingLaw::HOFFMANN)),
        "besiroglu" => return Ok(("Besiroglu and others, 2024".to_owned(), ScalingLaw::BESIROGLU)),
        _ => {}
    }
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|part| part.trim().parse::<f64>()).collect();
    match numbers.as_deref() {
        Ok([floor, a, b, alpha, beta]) => ScalingLaw::new(*floor, (*a, *alpha), (*b, *beta))
            .map(|law| ("the constants given".to_owned(), law))
            .map_err(|_| {
                "E has to be 0 or more, A and B above 0, alpha and beta above 0 and at most 5".to_owned()
            }),
        _ => Err("`hoffmann`, `besiroglu`, or five numbers E,A,B,alpha,beta: 1.69,406.4,410.7,0.34,0.28"
            .to_owned()),
    }
}

impl Scaling {
    /// Refuses the flags of the law where another is fitted.
    pub(super) fn refuse_without_law(&self) -> Result<(), Failure> {
        let given = [
            ("--budget-flop", !self.budget_flop.is_empty()),
            ("--drop-undertrained", self.drop_undertrained.is_some()),
            ("--huber", self.huber.is_some()),
            ("--resamples", self.resamples.is_some()),
            ("--seed", self.seed.is_some()),
        ];
        match given.iter().find(|(_, given)| *given) {
            Some((flag, _)) => {
                Err(Failure::new(Exit::Usage, format!("{flag} goes with --model scaling alone"))
                    .with_help("that takes columns of parameters, of tokens or FLOP, and of losses"))
            }
            None => Ok(()),
        }
    }
}

/// Whether a law of parameters and tokens is asked for, or the table is one of such runs and nothing else is asked for.
pub(super) fn is_meant(args: &Extrapolate, table: Option<&Table>) -> bool {
    match args.model.as_deref() {
        Some(model) => model == "scaling",
        None if args.scaling.constants.is_some() => true,
        None => table.is_some_and(|table| {
            let has = |names: &[&str]| table.find(names).is_some();
            args.columns.amount_column.is_none()
                && has(&PARAMETERS)
                && (has(&TOKENS) || has(&FLOP))
                && has(&LOSSES)
        }),
    }
}

pub(super) fn run(args: &Extrapolate, table: Option<&Table>, targets: &Targets) -> Result<Exit, Failure> {
    refuse_others(args)?;
    let options = Options {
        huber: args.scaling.huber.unwrap_or(1e-3),
        level: args.level,
        resamples: args.scaling.resamples.unwrap_or(1_000),
        seed: args.scaling.seed.unwrap_or(1),
    };
    let asked =
        written::Asked { budgets: args.scaling.budget_flop.clone(), losses: args.target.clone(), options };
    let report = match (&args.scaling.constants, table) {
        (Some((name, law)), _) => written::Report::of_constants(name, *law, asked),
        (None, Some(table)) => {
            let mut runs = runs(table, args)?;
            let dropped = args.scaling.drop_undertrained.unwrap_or(0).min(runs.len());
            // The runs stay in their order, without those of the least ratio.
            let mut order: Vec<usize> = (0..runs.len()).collect();
            let ratio = |place: &usize| runs[*place].tokens / runs[*place].parameters;
            order.sort_by(|one, other| ratio(one).total_cmp(&ratio(other)));
            let mut kept = order.split_off(dropped);
            kept.sort_unstable();
            runs = kept.iter().map(|place| runs[*place]).collect();
            let fitted = scaling::fit(&runs, &options).map_err(|error| refused(&table.name, &error))?;
            let hidden = (args.hide() > 0.0).then(|| scaling::hidden(&runs, args.hide(), &options)).flatten();
            written::Report::of_runs(&table.name, runs, dropped, fitted, hidden, asked)
        }
        (None, None) => return Err(Failure::new(Exit::Usage, "--model scaling needs runs, or --constants")),
    };
    targets.write(&written::page(&report), || written::picture(&report))?;
    Ok(Exit::Fine)
}

/// Refuses flags of curves of one amount.
fn refuse_others(args: &Extrapolate) -> Result<(), Failure> {
    let columns = &args.columns;
    let given = [
        ("--to", !args.to.is_empty(), "budgets are --budget-flop"),
        ("--worth", !args.worth.is_empty(), "what a doubling of compute brings is told anyway"),
        ("--floor", args.floor.is_some(), "the floor E is fitted"),
        ("--errors", args.errors.is_some(), "logarithms are fitted, by Huber's loss"),
        ("--by", !columns.by.is_empty(), "all runs are of one law"),
        ("--accuracy-column", columns.accuracy_column.is_some(), "the law is one of losses"),
        ("--price", args.money.price.is_some(), "`ml cost --law` prices sizes, budgets and targets"),
        ("--percent", columns.percent, "the law is one of losses"),
    ];
    match given.iter().find(|(_, given, _)| *given) {
        Some((flag, _, why)) => Err(Failure::new(
            Exit::Usage,
            format!("{flag} goes with curves of one amount, not with a law of parameters and tokens"),
        )
        .with_help((*why).to_owned())),
        None => Ok(()),
    }
}

fn runs(table: &Table, args: &Extrapolate) -> Result<Vec<Run>, Failure> {
    let parameters = table.column(&PARAMETERS, "of the models' parameters")?;
    let loss = match &args.columns.loss_column {
        Some(name) => table.column(&[name], "of losses")?,
        None => table.column(&LOSSES, "of losses; --loss-column names another")?,
    };
    let (tokens, is_flop) = match (table.find(&TOKENS), table.find(&FLOP)) {
        (Some(tokens), _) => (tokens, false),
        (None, Some(flop)) => (flop, true),
        (None, None) => (table.column(&TOKENS, "of training tokens, nor one `flop` that tells them")?, false),
    };
    let [parameters, tokens, losses] =
        [parameters, tokens, loss].map(|column| table.numbers(column, None, false));
    let (parameters, tokens, losses) = (parameters?, tokens?, losses?);
    let run = |((parameters, tokens), loss): ((f64, f64), f64)| {
        let tokens = if is_flop { tokens / crate::ml::cost::flop(parameters, 1.0) } else { tokens };
        Run { parameters, tokens, loss }
    };
    let runs: Vec<Run> = parameters.into_iter().zip(tokens).zip(losses).map(run).collect();
    // Places become lines where they are told.
    let lines: Vec<usize> = table.cells.rows.iter().map(|(line, _)| *line).collect();
    let sound = |value: f64| value.is_finite() && value > 0.0;
    let wrong: Vec<String> = runs
        .iter()
        .zip(lines)
        .filter(|(run, _)| !(sound(run.parameters) && sound(run.tokens) && sound(run.loss)))
        .map(|(run, line)| {
            format!(
                "line {line}: {} parameters, {} tokens and a loss of {}: each has to be above 0",
                run.parameters, run.tokens, run.loss
            )
        })
        .collect();
    if wrong.is_empty() { Ok(runs) } else { Err(faults(&table.name, &wrong)) }
}

fn refused(name: &str, error: &Error) -> Failure {
    Failure::new(Exit::BadData, format!("`{name}`: {error}"))
}
