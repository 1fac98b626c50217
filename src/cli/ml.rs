//! `ml`: the step size of machine learning, and what training costs.

mod alpha;
mod optimizer;
mod written;

use clap::Subcommand;

use super::exit::{Exit, Failure};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Ml {
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
        Ml::Alpha(args) => alpha::run(args),
        Ml::Optimizer(args) => optimizer::run(args),
    }
}
