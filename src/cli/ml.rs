//! `ml`: the step size of machine learning, and what training costs.

mod alpha;
mod cost;
mod extrapolate;
mod money;
mod optimizer;
mod plan;
mod range_test;
mod schedule;
mod shared;
mod sweep;
mod train;
mod trainee;
mod written;

use clap::Subcommand;

use super::exit::{Exit, Failure};
pub(super) use plan::checked;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Ml {
    /// Read a range test, or run one: the phases, the zone of good step sizes, and what well-known finders say
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve ml range-test lr_find.csv --plot\n  learncurve ml range-test log.csv --lr-column lr --loss-column val_loss --format json\n  learncurve ml range-test --builtin digits --model tanh:32 --seeds 5 --confirm\n  learncurve ml range-test --train rows.csv --held-out 25% --optimizer adam --end 1 --plot\n\nThe log has a row for each batch of one run whose lr rises; a loss that is NaN or blank is divergence.\nWith --builtin or --train there is no log: a test is run, which takes a fraction of a second."
    )]
    RangeTest(Box<range_test::RangeTest>),
    /// Train softmax regression or a small net with any step sizes, and judge it by rows that are held out
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve ml train --builtin digits --lr 1 --target 88% --plot\n  learncurve ml train --builtin digits --model tanh:32 --lr auto --seeds 5\n  learncurve ml train configs/ml/digits.train.toml\n  learncurve ml train iris.csv --label species --shuffle --schedule \"one-cycle max=maximum steps=600\" --steps 600 --optimizer momentum\n  learncurve ml train rows.csv --held-out later.csv --optimizer \"adam beta1=0.8\" --lr 0.003 --epochs 20 --log log.csv\n\nA table has a row for each case: a column of labels (whole numbers or words), and numbers in the others.\nExit codes: 0 fine; 1 every training diverged; 130 interrupted; others as always"
    )]
    Train(Box<train::Train>),
    /// Say what trainings over many step sizes come to: the best lr with its interval, time, and money lost
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve ml sweep configs/ml/octavian_lr.csv --price 0.90/hour --currency USD --at 0.0005,0.001,0.00146\n  learncurve ml sweep configs/ml/octavian_model_size.csv --weights 10,12160,3262464 --plot\n  learncurve ml sweep runs.csv --target 96% --metric-column val_acc --limit 120\n  learncurve ml sweep --builtin digits --model tanh:32 --optimizer sgd,adam --lr 0.001..10 --per-decade 4 --target 88% --runs runs.csv\n\nA run that failed is a row whose `reached` is no, whose metric misses --target or, without either, whose time is blank.\nWith --builtin or --train the runs are made first, which takes seconds."
    )]
    Sweep(Box<sweep::Sweeping>),
    /// Tell the step size of every update, as this or that library has it
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve ml schedule cosine lr=0.1 steps=100 warmup=10 --steps 110 --plot\n  learncurve ml schedule OneCycleLR max_lr=0.1 total_steps=40 --like torch --steps 40 --format csv\n  learncurve ml schedule triangular2 base=0.001 max=0.006 step_size=2000 --steps 12000 --plot clr.svg\n  learncurve ml schedule --list"
    )]
    Schedule(Box<schedule::Schedule>),
    /// Price a training: what it costs, what a budget pays for, what less loss takes, what a schedule saves
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve ml cost --updates 25000 --seconds-per-update 0.021 --devices 8 --price 2.49/hour\n  learncurve ml cost --parameters 70e9 --tokens 1.4e12 --flops 989e12 --utilisation 40% --price 2.49/hour\n  learncurve ml cost --seconds-per-update 0.021 --price 2.49/hour --budget 100\n  learncurve ml cost --updates 25000 --seconds-per-update 0.021 --price 2.49/hour --against 70000 --sweep 7.77\n  learncurve ml cost --flops 989e12 --utilisation 40% --price 2.49/hour --law hoffmann --budget 1e6 --best-size\n  learncurve ml cost --seconds-per-update 0.25 --price 2.49/hour --scale 5.3 --exponent -0.35 --floor 0.05 --target 0.09 --marginal 0.1\n\nThe price is always yours: there is no default. --as-scenario writes the same as a scenario file."
    )]
    Cost(Box<cost::Cost>),
    /// Extrapolate learning curves of models: what more data, steps or compute bring, and whether such a forecast held before
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve ml extrapolate curve.csv --to 1e6 --target 0.05 --plot\n  learncurve ml extrapolate curve.csv --target 0.05 --price 0.02/sample --currency USD\n  learncurve ml extrapolate lcdb.csv --by dataset,learner --model all\n  learncurve ml extrapolate lcdb.csv --by dataset,learner --only letter,SVC_rbf --worth 0.001\n  learncurve ml extrapolate chinchilla.csv --model scaling --drop-undertrained 5 --budget-flop 5.76e23\n  learncurve ml extrapolate --constants hoffmann --budget-flop 5.76e23\n\nColumns: samples (n, training_rows, steps, tokens, flop, …) and error (loss, accuracy, …), others by flags; beside them\nsd and runs, the spread over runs and how many. For --model scaling: parameters, tokens or flop, and loss."
    )]
    Extrapolate(Box<extrapolate::Extrapolate>),
    /// Say what the step size of reinforcement learning does to speed and noise
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve ml alpha\n  learncurve ml alpha 0.05 0.1 1/t --plot\n  learncurve ml alpha 0.5 1/t --rewards 1,0,1,1"
    )]
    Alpha(Box<alpha::Alpha>),
    /// Follow optimisers over a surface, step by step
    #[command(
        allow_negative_numbers = true,
        after_help = "Examples:\n  learncurve ml optimizer adam --on bounded-saddle --lr 0.1 --steps 20\n  learncurve ml optimizer sgd momentum=0.9 nesterov=true --on bowl --lr 0.3\n  learncurve ml optimizer sgd --on bounded-saddle --lr 0.05 --steps 150 --compare momentum,adam=0.1 --plot"
    )]
    Optimizer(Box<optimizer::Optimizer>),
}

pub(super) fn run(command: &Ml) -> Result<Exit, Failure> {
    match command {
        Ml::RangeTest(args) => range_test::run(args),
        Ml::Train(args) => train::run(args),
        Ml::Sweep(args) => sweep::run(args),
        Ml::Schedule(args) => schedule::run(args),
        Ml::Cost(args) => cost::run(args),
        Ml::Extrapolate(args) => extrapolate::run(args),
        Ml::Alpha(args) => alpha::run(args),
        Ml::Optimizer(args) => optimizer::run(args),
    }
}
