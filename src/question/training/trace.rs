//! What an answer about a training was made from.

use rust_decimal::Decimal;

use super::Sweep;
use super::effort::Spend;
use super::learning::{Best, Doubling, Followed, Marginal, Place};
use crate::ml::range_test::Analysis;

/// The named quantities of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Trace {
    /// A training and what it costs.
    Cost(Spend),
    /// The most that a budget pays for.
    Budget {
        /// The budget.
        budget: Decimal,
        /// What one of what the training counts costs.
        each: Decimal,
        /// What is affordable, before it is cut to a whole.
        affordable: Decimal,
        /// The most that it pays for.
        at: Spend,
        /// One more, which it does not pay for: the proof.
        beyond: Option<Spend>,
    },
    /// The best size for what there is.
    BestSize(Best),
    /// Where the loss meets a target.
    Reach {
        /// The target.
        target: Decimal,
        /// The law.
        followed: Followed,
        /// The place.
        place: Box<Place>,
    },
    /// What the next step of the loss costs.
    Marginal(Followed, Box<Marginal>),
    /// What twice the money leaves.
    Doubling(Followed, Box<Doubling>),
    /// A schedule against a longer one.
    Saving(Saving),
    /// Trainings until a sweep has paid for itself.
    BreakEven {
        /// What each training saves.
        saving: Saving,
        /// What the sweep took.
        sweep: Sweep,
        /// What the sweep cost.
        paid: Decimal,
        /// How many trainings.
        trainings: Decimal,
    },
    /// The step size of an update.
    StepSize {
        /// The update, from 0.
        update: u64,
        /// Its step size.
        lr: f64,
    },
    /// A zone of step sizes.
    Zone(Box<Analysis>),
}

/// What one schedule saves against another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saving {
    /// The training.
    pub own: Spend,
    /// The same with the other schedule.
    pub other: Spend,
    /// The other's cost less its own.
    pub saving: Decimal,
}
