//! The flags of `ask`: the kinds of question, and what all of them may be given.

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::{Show, count};
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
    /// The average per unit of the first N
    #[command(
        after_help = "Example:\n  learncurve ask average --first-time \"2 h\" --learning-rate 95% --units 128 --cost Labour=15/hour"
    )]
    Average(Units),
    /// The total of the first N
    #[command(
        after_help = "Example:\n  learncurve ask total --first-time \"100 h\" --learning-rate 80% --units 8"
    )]
    Total(Units),
    /// The Nth unit alone
    #[command(
        after_help = "Example:\n  learncurve ask unit --first-time \"45 min\" --learning-rate 90% -b -0.152 --number 100"
    )]
    Unit(Number),
    /// The total of units first to last, their average and midpoint
    #[command(
        after_help = "Example:\n  learncurve ask lot --model crawford --first-time \"1000 h\" --learning-rate 75% --first 201 --last 500"
    )]
    Lot(Ends),
    /// Each unit after learning ends
    #[command(
        after_help = "Example:\n  learncurve ask steady-state --first-time \"2 h\" --learning-rate 95% --ends-after 128"
    )]
    SteadyState(Nothing),
    /// The learning rate that the facts imply
    #[command(
        after_help = "Example:\n  learncurve ask learning-rate --first-time \"12.5 h\" --known \"total 8 = 34.3 h\""
    )]
    LearningRate(Nothing),
    /// The index b
    #[command(
        after_help = "Example:\n  learncurve ask index --known \"average 4 = 24 h\" --known \"average 32 = 9.34 h\""
    )]
    Index(Nothing),
    /// The first unit that the facts imply
    #[command(
        after_help = "Example:\n  learncurve ask first-unit --model crawford --learning-rate 75% --known \"unit 100 = 120 h\""
    )]
    FirstUnit(Nothing),
    /// The unit whose time is the lot's average
    #[command(
        after_help = "Example:\n  learncurve ask midpoint --model crawford --first-time \"100 h\" --learning-rate 80% --first 1 --last 10"
    )]
    Midpoint(Ends),
    /// How many units meet a limit on their total, their average or a unit
    #[command(
        after_help = "Example:\n  learncurve ask units --first-time \"100 h\" --learning-rate 80% --total \"10000 h\""
    )]
    Units(Limit),
    /// The curve at several numbers of units
    #[command(
        after_help = "Example:\n  learncurve ask table --first-time \"100 h\" --learning-rate 80% --to 128 --by doubling"
    )]
    Table(Rows),
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

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Model {
    /// The cumulative average falls to the rate at each doubling
    Wright,
    /// The unit's own time falls to the rate at each doubling
    Crawford,
}

// What is known of the curve, its costs and the rounding; a doc comment would take the place of each kind's description.
#[derive(Debug, Args)]
#[command(next_help_heading = "The curve")]
pub(super) struct Given {
    /// The theory
    #[arg(long, value_enum, default_value = "wright")]
    pub(super) model: Model,
    /// The first unit's time, "2 h"; with a batch size the first batch's
    #[arg(long, value_name = "TIME", conflicts_with = "first_cost")]
    pub(super) first_time: Option<String>,
    /// The first unit's cost, for a curve in money
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub(super) first_cost: Option<String>,
    /// What each doubling falls to: 95%, or 0.95
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    pub(super) learning_rate: Option<String>,
    /// The index b, such as -0.152
    #[arg(short, long, visible_alias = "index", value_name = "B", allow_hyphen_values = true)]
    pub(super) b: Option<String>,
    /// A known fact: "average 16 = 3.3 h", total, unit, or "lot 5-8 = 12 h"; may be repeated
    #[arg(long, value_name = "FACT")]
    pub(super) known: Vec<String>,
    /// Learning ends with this unit
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) ends_after: Option<u64>,
    /// What later units take: last-unit, average, last-doubling, or "1.3 h"
    #[arg(long, value_name = "RULE")]
    pub(super) steady_state: Option<String>,
    /// The curve counts batches of this many units
    #[arg(long, value_name = "N", value_parser = count)]
    pub(super) batch_size: Option<u64>,
    /// A cost line: Labour=15/hour (or /unit, /batch, /once), or "Overheads=150% of Labour"; may be repeated
    #[arg(long, value_name = "LINE", help_heading = "Costs and rounding")]
    pub(super) cost: Vec<String>,
    /// The currency, an ISO 4217 code
    #[arg(long, value_name = "CODE", help_heading = "Costs and rounding")]
    pub(super) currency: Option<String>,
    /// In time or in cost; default cost where there are costs
    #[arg(long, value_parser = ["time", "cost"], help_heading = "Costs and rounding")]
    pub(super) of: Option<String>,
    /// Decimal places of money; default the currency's
    #[arg(long, value_name = "PLACES", value_parser = clap::value_parser!(u32).range(0..=28), help_heading = "Costs and rounding")]
    pub(super) money: Option<u32>,
    /// half-up, half-even, up, down, ceiling or floor
    #[arg(long, value_name = "MODE", value_parser = scenario::raw::MODES, help_heading = "Costs and rounding")]
    pub(super) rounding: Option<String>,
    /// Mark-scheme rounding on the way: index=3,factor=4,average=2,total=2,unit=2
    #[arg(long, value_name = "STEPS", value_delimiter = ',', help_heading = "Costs and rounding")]
    pub(super) steps: Vec<String>,
    /// The published answer, to compare with
    #[arg(long, value_name = "FIGURE", allow_hyphen_values = true, help_heading = "Output")]
    pub(super) expect: Option<String>,
    /// Somebody's answer: find which slip, convention or rounding leads to it
    #[arg(
        long,
        value_name = "X",
        allow_hyphen_values = true,
        conflicts_with = "as_scenario",
        help_heading = "Output"
    )]
    pub(super) diagnose: Option<String>,
    /// Print the scenario file that asks the same, in place of the answer
    #[arg(long, help_heading = "Output")]
    pub(super) as_scenario: bool,
    #[command(flatten, next_help_heading = "Output")]
    pub(super) show: Show,
}
