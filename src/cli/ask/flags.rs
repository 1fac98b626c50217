//! The flags of `ask`: the kinds of question, and what all of them may be given.

use clap::{Args, Subcommand};

use super::given::Given;
use crate::cli::args::count;
use crate::scenario;

#[derive(Debug, Args)]
#[command(subcommand_value_name = "KIND", subcommand_help_heading = "Kinds")]
pub(crate) struct Ask {
    #[command(subcommand)]
    pub(super) kind: Kind,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(super) enum Kind {
    /// The average per unit of the first N, or of a lot
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask average --first-time \"2 h\" --learning-rate 95% --units 128 --cost Labour=15/hour"
    )]
    Average(UnitsOrLot),
    /// The total of the first N
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask total --first-time \"100 h\" --learning-rate 80% --units 8"
    )]
    Total(Units),
    /// The Nth unit alone
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask unit --first-time \"45 min\" --learning-rate 90% -b -0.152 --number 100"
    )]
    Unit(Number),
    /// The total of units first to last, their average and midpoint
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask lot --model crawford --first-time \"1000 h\" --learning-rate 75% --first 201 --last 500"
    )]
    Lot(Ends),
    /// Each unit after learning ends
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask steady-state --first-time \"2 h\" --learning-rate 95% --ends-after 128"
    )]
    SteadyState(Nothing),
    /// The learning rate that the facts imply
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask learning-rate --first-time \"12.5 h\" --known \"total 8 = 34.3 h\""
    )]
    LearningRate(Nothing),
    /// The index b
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask index --known \"average 4 = 24 h\" --known \"average 32 = 9.34 h\""
    )]
    Index(Nothing),
    /// The first unit that the facts imply
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask first-unit --model crawford --learning-rate 75% --known \"unit 100 = 120 h\""
    )]
    FirstUnit(Nothing),
    /// The unit whose time is the lot's average
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask midpoint --model crawford --first-time \"100 h\" --learning-rate 80% --first 1 --last 10"
    )]
    Midpoint(Ends),
    /// How many units meet a limit on their total, their average or a unit
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask units --first-time \"100 h\" --learning-rate 80% --total \"10000 h\""
    )]
    Units(Limit),
    /// The curve at several numbers of units
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask table --first-time \"100 h\" --learning-rate 80% --to 128 --by doubling"
    )]
    Table(Rows),
    /// The price per unit at a markup or a margin
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask price --first-time \"2 h\" --learning-rate 95% --units 128 --cost Labour=15/hour --margin 20%"
    )]
    Price(Price),
    /// The cost per unit less its target
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask cost-gap --first-time \"2 h\" --learning-rate 95% --units 128 --cost Labour=15/hour --price 25 --margin 20%"
    )]
    CostGap(Gap),
    /// The fewest units whose contribution covers what is fixed
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask break-even --first-time \"100 h\" --learning-rate 80% --cost Labour=20/hour --price 600 --fixed 20000"
    )]
    BreakEven(BreakEven),
    /// Labour variances against the curve as the standard
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask variance --first-time \"8 h\" --learning-rate 100% --cost Labour=15/hour --units 560 --time \"3500 h\" --paid 57750 --revised-b -0.152"
    )]
    Variance(Variance),
    /// Hours, cost and workers by period
    #[command(
        allow_negative_numbers = true,
        after_help = "Example:\n  learncurve ask schedule --first-time \"100 h\" --learning-rate 80% --period Q1=40 --period Q2=60 --hours-per-worker 450"
    )]
    Schedule(Schedule),
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["units", "first"])))]
pub(super) struct UnitsOrLot {
    /// How many units, from the first
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) units: Option<u64>,
    /// Of a lot: its first unit
    #[arg(long, value_name = "F", value_parser = count, requires = "last")]
    pub(super) first: Option<u64>,
    /// Of a lot: its last unit
    #[arg(long, value_name = "L", value_parser = count, requires = "first")]
    pub(super) last: Option<u64>,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["units", "first"])))]
#[command(group(clap::ArgGroup::new("profit").required(true).args(["markup", "margin"])))]
pub(super) struct Price {
    /// The first so many units
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) units: Option<u64>,
    /// Of a lot: its first unit
    #[arg(long, value_name = "F", value_parser = count, requires = "last")]
    pub(super) first: Option<u64>,
    /// Of a lot: its last unit
    #[arg(long, value_name = "L", value_parser = count, requires = "first")]
    pub(super) last: Option<u64>,
    /// A share of the cost, added to it: 25%
    #[arg(long, value_name = "SHARE")]
    pub(super) markup: Option<String>,
    /// A share of the price: 20%
    #[arg(long, value_name = "SHARE")]
    pub(super) margin: Option<String>,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["units", "unit", "in_steady_state"])))]
#[command(group(clap::ArgGroup::new("against").required(true).args(["target", "price"])))]
pub(super) struct Gap {
    /// The average of the first so many units
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) units: Option<u64>,
    /// This unit alone
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) unit: Option<u64>,
    /// Each unit after learning ends
    #[arg(long)]
    pub(super) in_steady_state: bool,
    /// The target per unit
    #[arg(long, value_name = "X")]
    pub(super) target: Option<String>,
    /// In place of the target, the price, with --margin
    #[arg(long, value_name = "P", requires = "margin")]
    pub(super) price: Option<String>,
    /// The share of the price that has to be left: 20%
    #[arg(long, value_name = "SHARE", requires = "price")]
    pub(super) margin: Option<String>,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
pub(super) struct BreakEven {
    /// The price per unit
    #[arg(long, value_name = "P")]
    pub(super) price: String,
    /// What has to be covered beside the cost lines
    #[arg(long, value_name = "F")]
    pub(super) fixed: Option<String>,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
pub(super) struct Variance {
    /// How many units were made
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) units: u64,
    /// The time that they took: "3500 h"
    #[arg(long, value_name = "TIME")]
    pub(super) time: String,
    /// What that time cost, for the rate variance
    #[arg(long, value_name = "AMOUNT")]
    pub(super) paid: Option<String>,
    /// The cost line whose rate values the hours; default the first per hour
    #[arg(long, value_name = "NAME")]
    pub(super) line: Option<String>,
    /// The first unit as it should have been expected
    #[arg(long, value_name = "TIME")]
    pub(super) revised_first_time: Option<String>,
    /// The rate as it should have been expected
    #[arg(long, value_name = "RATE")]
    pub(super) revised_learning_rate: Option<String>,
    /// The index as it should have been expected
    #[arg(long, value_name = "B", allow_hyphen_values = true)]
    pub(super) revised_b: Option<String>,
    /// The variance that is the headline; default efficiency
    #[arg(long, value_name = "WHICH", value_parser = scenario::raw::asked::REPORTS)]
    pub(super) report: Option<String>,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
pub(super) struct Schedule {
    /// A period with its units: Q1=40; may be repeated
    #[arg(long, value_name = "NAME=UNITS", required = true)]
    pub(super) period: Vec<String>,
    /// Hours that a worker has in a period
    #[arg(long, value_name = "HOURS")]
    pub(super) hours_per_worker: Option<String>,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
pub(super) struct Units {
    /// How many units, from the first
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) units: u64,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
pub(super) struct Number {
    /// The unit's number
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) number: u64,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
pub(super) struct Ends {
    /// The lot's first unit
    #[arg(long, value_name = "F", value_parser = count)]
    pub(super) first: u64,
    /// The lot's last unit
    #[arg(long, value_name = "L", value_parser = count)]
    pub(super) last: u64,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
pub(super) struct Nothing {
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("limit").required(true).args(["total", "average", "unit"])))]
pub(super) struct Limit {
    /// The most units whose total fits in this: "503 h", or an amount
    #[arg(long, value_name = "X")]
    pub(super) total: Option<String>,
    /// The fewest units whose average is at most this
    #[arg(long, value_name = "X")]
    pub(super) average: Option<String>,
    /// The first unit that takes at most this
    #[arg(long, value_name = "X")]
    pub(super) unit: Option<String>,
    #[command(flatten)]
    pub(super) given: Given,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("rows").required(true).args(["units", "to"])))]
pub(super) struct Rows {
    /// The numbers of units, one row each
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = count)]
    pub(super) units: Vec<u64>,
    /// Rows up to this many units
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) to: Option<u64>,
    /// `doubling`, or a step; with --to
    #[arg(long, value_name = "doubling|STEP", conflicts_with = "units")]
    pub(super) by: Option<String>,
    #[command(flatten)]
    pub(super) given: Given,
}
