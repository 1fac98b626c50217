//! A training of machine learning: what it takes, what that costs, and what more money would buy.

mod answer;
pub mod effort;
mod figures;
mod fraction;
pub mod learning;
pub mod price;
mod schedule;
pub mod trace;

use rust_decimal::Decimal;

use super::{Error, Of, Rounding, natural_places};
use crate::ml::range_test::Log;
use crate::ml::schedule::Schedule;
use crate::money::{self, Currency, RoundingMode};

pub(super) use answer::answer;
pub use effort::{Effort, Quantity, Run, Speed, Spend};
pub use fraction::fraction;
pub use learning::Learning;
pub use price::{Price, PriceError};
pub use trace::Trace;

/// A training as its scenario has it; a question needs some of its parts.
///
/// # Example
///
/// Mack's sweep of 2018, 31,094.67 s of a device at 0.90 an hour: 7.77.
///
/// ```
/// use learncurve::question::{Of, Question, answer, training::Ask};
/// let text = "[ml.training]\ntime = '31094.67 s'\nprice = '0.90/hour'\n[[question]]\nfind = 'training-cost'";
/// let scenario = learncurve::scenario::load(text).remove(0).scenario.unwrap();
/// let answer = answer(&scenario.whole, &Question::Training(Ask::Cost), Of::Cost).unwrap();
/// assert_eq!(answer.headline().unwrap().text(), "7.77 money");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Training {
    /// How it is counted, and how much of it there is.
    pub run: Run,
    /// What it costs, per hour or whatever else it is counted in.
    pub price: Option<Price>,
    /// How its loss falls.
    pub learning: Option<Learning>,
    /// Its step sizes, with the schedule's name.
    pub schedule: Option<(String, Schedule)>,
    /// A range test of it.
    pub range_test: Option<Log>,
    /// The currency, where one is named.
    pub currency: Option<Currency>,
    /// How answers are rounded.
    pub rounding: Rounding,
}

impl Training {
    /// How answers are rounded.
    pub fn rounding(&self) -> &Rounding {
        &self.rounding
    }

    /// The unit of costs: the currency's code, `money` where none is named.
    pub fn money_unit(&self) -> String {
        self.currency.map_or_else(|| "money".to_owned(), |currency| currency.code().to_owned())
    }

    /// The price, or what to write for it.
    fn priced(&self) -> Result<&Price, Error> {
        self.price.as_ref().ok_or_else(|| {
            lacks("a price", "`price` in [ml.training] says it, such as \"2.49/hour\"; there is no default")
        })
    }

    /// How its loss falls, or what to write for it.
    fn learns(&self) -> Result<&Learning, Error> {
        self.learning
            .as_ref()
            .ok_or_else(|| lacks("a law by which its loss falls", "[ml.curve] says it, or [ml.law.hoffmann]"))
    }
}

/// Something that a training lacks, and what to write for it.
fn lacks(what: &str, help: &str) -> Error {
    Error::TrainingLacks { what: what.to_owned(), help: help.to_owned() }
}

/// A number of a law as an error says it.
fn said(value: f64) -> String {
    money::from_f64(value).map_or_else(
        |_| format!("{value:e}"),
        |decimal| RoundingMode::HalfUp.round(decimal, natural_places(decimal)).to_string(),
    )
}

/// What is asked of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// What it costs.
    Cost,
    /// The most of it that a budget pays for.
    Budget {
        /// The budget.
        budget: Decimal,
    },
    /// The best size and its tokens for so much money, or so many FLOP.
    BestSize(Means),
    /// What it costs to bring the loss to a target.
    Reach {
        /// The target.
        loss: Decimal,
    },
    /// What the next step of the loss costs.
    Marginal {
        /// From which loss on; from the training's own where it is not said.
        at: Option<Decimal>,
        /// How large a step.
        step: Decimal,
    },
    /// What twice the money leaves of the loss.
    Doubling {
        /// From which spend on; from the training's own where it is not said.
        spend: Option<Decimal>,
    },
    /// What a schedule saves against a longer one.
    Saving {
        /// How long the other is, in what the training counts.
        against: Decimal,
    },
    /// How many trainings pay for the sweep that found the schedule.
    BreakEven {
        /// How long the other schedule is, in what the training counts.
        against: Decimal,
        /// What the sweep took.
        sweep: Sweep,
    },
    /// The step size of an update, counted from 0.
    StepSize {
        /// The update.
        update: u64,
    },
    /// The zone of good step sizes, from the range test.
    Zone,
}

/// What a best size is sought for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// So much money.
    Budget(Decimal),
    /// So many FLOP.
    Flop(Decimal),
}

/// What a sweep took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sweep {
    /// Money.
    Cost(Decimal),
    /// Device-hours, at the training's price.
    Hours(Decimal),
}

impl Ask {
    /// The kind's name, as it stands under `find`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Cost => "training-cost",
            Self::Budget { .. } => "training-budget",
            Self::BestSize(_) => "best-size",
            Self::Reach { .. } => "cost-to-reach",
            Self::Marginal { .. } => "marginal-cost",
            Self::Doubling { .. } => "spend-doubling",
            Self::Saving { .. } => "schedule-saving",
            Self::BreakEven { .. } => "schedule-break-even",
            Self::StepSize { .. } => "lr",
            Self::Zone => "lr-zone",
        }
    }

    /// Whether the headline is money.
    fn of(&self) -> Option<Of> {
        matches!(self, Self::Cost | Self::Reach { .. } | Self::Marginal { .. } | Self::Saving { .. })
            .then_some(Of::Cost)
    }
}
