//! `ml`: the step size of machine learning, and what training costs.

mod alpha;
mod extrapolate;
mod optimizer;
mod range_test;
mod schedule;
mod shared;
mod written;

use clap::Subcommand;

use super::exit::{Exit, Failure};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Ml {
    /// Read a range test: the phases, the zone of good step sizes, and what well-known finders say
    #[command(
        after_help = "Examples:\n  learncurve ml range-test lr_find.csv --plot\n  learncurve ml range-test log.csv --lr-column lr --loss-column val_loss --format json\n\nThe log has a row for each batch of one run whose lr rises; a loss that is NaN or blank is divergence."
    )]
    RangeTest(range_test::RangeTest),
    /// Tell the step size of every update, as this or that library has it
    #[command(
        after_help = "Examples:\n  learncurve ml schedule cosine lr=0.1 steps=100 warmup=10 --steps 110 --plot\n  learncurve ml schedule OneCycleLR max_lr=0.1 total_steps=40 --like torch --steps 40 --format csv\n  learncurve ml schedule triangular2 base=0.001 max=0.006 step_size=2000 --steps 12000 --plot clr.svg\n  learncurve ml schedule --list"
    )]
    Schedule(schedule::Schedule),
    /// Extrapolate learning curves of models: what more data, steps or compute bring, and whether such a forecast held before
    #[command(
        after_help = "Examples:\n  learncurve ml extrapolate curve.csv --to 1e6 --target 0.05 --plot\n  learncurve ml extrapolate lcdb.csv --by dataset,learner --model all\n  learncurve ml extrapolate lcdb.csv --by dataset,learner --only letter,SVC_rbf --worth 0.001\n  learncurve ml extrapolate chinchilla.csv --model scaling --drop-undertrained 5 --budget-flop 5.76e23\n  learncurve ml extrapolate --constants hoffmann --budget-flop 5.76e23\n\nColumns: samples (n, training_rows, steps, tokens, flop, …) and error (loss, accuracy, …), others by flags; beside them\nsd and runs, the spread over runs and how many. For --model scaling: parameters, tokens or flop, and loss."
    )]
    Extrapolate(Box<extrapolate::Extrapolate>),
    /// Say what the step size of reinforcement learning does to speed and noise
    #[command(
        after_help = "Examples:\n  learncurve ml alpha\n  learncurve ml alpha 0.05 0.1 1/t --plot\n  learncurve ml alpha 0.5 1/t --rewards 1,0,1,1"
    )]
    Alpha(Box<alpha::Alpha>),
    /// Follow optimisers over a surface, step by step
    #[command(
        after_help = "Examples:\n  learncurve ml optimizer adam --on bounded-saddle --lr 0.1 --steps 20\n  learncurve ml optimizer sgd momentum=0.9 nesterov=true --on bowl --lr 0.3\n  learncurve ml optimizer sgd --on bounded-saddle --lr 0.05 --steps 150 --compare momentum,adam=0.1 --plot"
    )]
    Optimizer(Box<optimizer::Optimizer>),
}

pub(super) fn run(command: &Ml) -> Result<Exit, Failure> {
    match command {
        Ml::RangeTest(args) => range_test::run(args),
        Ml::Schedule(args) => schedule::run(args),
        Ml::Extrapolate(args) => extrapolate::run(args),
        Ml::Alpha(args) => alpha::run(args),
        Ml::Optimizer(args) => optimizer::run(args),
    }
}
