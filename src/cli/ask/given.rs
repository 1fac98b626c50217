//! The flags that every kind of question takes: the curve, its costs, the rounding, the output.

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cli::args::{Show, count, whole};
use crate::scenario;

// A doc comment would take the place of each kind's description.
// What is known of the curve, and what its hours cost.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "The curve")]
pub(in crate::cli) struct Stated {
    /// The model: wright (cumulative average), crawford (unit), or another that docs/scenario.md lists
    #[arg(long, value_name = "MODEL", value_parser = PossibleValuesParser::new(scenario::raw::models::names()), hide_possible_values = true, default_value = "wright")]
    pub(in crate::cli) model: String,
    /// What the model describes: unit or cumulative-average
    #[arg(long, value_parser = scenario::raw::models::BASES)]
    pub(in crate::cli) basis: Option<String>,
    /// A key of the model's own: `prior_units=4`, `incompressible=25%`, `rates=75%,90%`; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(in crate::cli) set: Vec<String>,
    /// The first unit's time, "2 h"; with a batch size the first batch's
    #[arg(long, value_name = "TIME", conflicts_with = "first_cost")]
    pub(in crate::cli) first_time: Option<String>,
    /// The first unit's cost, for a curve in money
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    pub(in crate::cli) first_cost: Option<String>,
    /// What each doubling falls to: 95%, or 0.95
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    pub(in crate::cli) learning_rate: Option<String>,
    /// The index b, such as -0.152
    #[arg(short, long, visible_alias = "index", value_name = "B", allow_hyphen_values = true)]
    pub(in crate::cli) b: Option<String>,
    /// A known fact: "average 16 = 3.3 h", total, unit, or "lot 5-8 = 12 h"; may be repeated
    #[arg(long, value_name = "FACT")]
    pub(in crate::cli) known: Vec<String>,
    /// Learning ends with this unit
    #[arg(long, value_name = "N", value_parser = count)]
    pub(in crate::cli) ends_after: Option<u64>,
    /// What later units take: last-unit, average, last-doubling, or "1.3 h"
    #[arg(long, value_name = "RULE")]
    pub(in crate::cli) steady_state: Option<String>,
    /// The curve counts batches of this many units
    #[arg(long, value_name = "N", value_parser = count)]
    pub(in crate::cli) batch_size: Option<u64>,
    /// A cost line: Labour=15/hour (or /unit, /batch, /once), or "Overheads=150% of Labour"; may be repeated
    #[arg(long, value_name = "LINE", help_heading = "Costs and rounding")]
    pub(in crate::cli) cost: Vec<String>,
    /// The currency, an ISO 4217 code
    #[arg(long, value_name = "CODE", help_heading = "Costs and rounding")]
    pub(in crate::cli) currency: Option<String>,
}

impl Stated {
    /// Whether anything is said of the curve.
    pub(in crate::cli) fn is_anything(&self) -> bool {
        let texts = [&self.first_time, &self.first_cost, &self.learning_rate, &self.b];
        texts.iter().any(|text| text.is_some()) || !self.known.is_empty()
    }
}

// The curve, its costs, the rounding and the output.
#[derive(Debug, Args)]
pub(super) struct Given {
    #[command(flatten)]
    pub(super) stated: Stated,
    /// In time or in cost; default cost where there are costs
    #[arg(long, value_parser = ["time", "cost"], help_heading = "Costs and rounding")]
    pub(super) of: Option<String>,
    /// Decimal places of money; default the currency's
    #[arg(long, value_name = "PLACES", value_parser = whole::<u32, 0, 28>, help_heading = "Costs and rounding")]
    pub(super) money: Option<u32>,
    /// half-up, half-even, up, down, ceiling or floor
    #[arg(long, value_name = "MODE", value_parser = scenario::raw::MODES, help_heading = "Costs and rounding")]
    pub(super) rounding: Option<String>,
    /// Mark-scheme rounding on the way: index=3,factor=4,average=2,total=2,unit=2
    #[arg(long, value_name = "STEPS", value_delimiter = ',', help_heading = "Costs and rounding")]
    pub(super) steps: Vec<String>,
    /// A list of values for a key of the curve or a cost line: `learning_rate=75%,80%` or `Labour=12,18`; may be repeated
    #[arg(long, value_name = "KEY=V,…", help_heading = "Costs and rounding")]
    pub(super) vary: Vec<String>,
    /// Vary two keys together, in every pair
    #[arg(long, requires = "vary", help_heading = "Costs and rounding")]
    pub(super) together: bool,
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
