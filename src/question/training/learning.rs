//! How a training's loss falls, and what less of it takes: laws in doubles, money in decimals.

use rust_decimal::Decimal;

use super::effort::{Quantity, Run, Spend, total};
use super::{Effort, Means, Training, lacks, said};
use crate::ml::cost::{OffsetPower, ScalingLaw, Size};
use crate::money;
use crate::question::Error;

/// The law by which a loss falls.
#[derive(Debug, Clone, PartialEq)]
pub enum Learning {
    /// A power over a floor of something that the training counts.
    Curve {
        /// The law.
        law: OffsetPower,
        /// What it is a law of.
        counts: Quantity,
        /// What falls: `loss`, `error`.
        metric: String,
    },
    /// A law of parameters and tokens.
    Scaling {
        /// The law.
        law: ScalingLaw,
        /// Its name: `hoffmann`, `besiroglu` or `own`.
        name: &'static str,
    },
}

/// A law of one quantity, as a training follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// The law.
    pub law: OffsetPower,
    /// What it is a law of.
    pub counts: Quantity,
    /// What falls.
    pub metric: String,
    /// The law of sizes that it comes from, along the best of them, where it does.
    pub frontier: Option<ScalingLaw>,
}

impl Learning {
    /// The law that a run follows: of tokens at the run's size, along the best sizes where it has none.
    ///
    /// # Example
    ///
    /// Hoffmann's law at Chinchilla's 70e9 parameters has a floor of its own, 1.773.
    ///
    /// ```
    /// use learncurve::ml::cost::ScalingLaw;
    /// use learncurve::question::training::{Effort, Learning, Quantity, Run};
    /// let effort = Effort::Tokens { parameters: Some(70_000_000_000_i64.into()), speed: None };
    /// let learning = Learning::Scaling { law: ScalingLaw::HOFFMANN, name: "hoffmann" };
    /// let followed = learning.followed(&Run { effort, devices: 1, total: None });
    /// assert_eq!(followed.counts, Quantity::Tokens);
    /// assert!((followed.law.floor() - 1.773).abs() < 5e-4);
    /// ```
    ///
    /// Source: J. Hoffmann and others, 2022, equation 10.
    pub fn followed(&self, run: &Run) -> Followed {
        match self {
            Self::Curve { law, counts, metric } => {
                Followed { law: *law, counts: *counts, metric: metric.clone(), frontier: None }
            }
            Self::Scaling { law, .. } => {
                let (own, counts, frontier) = match run.effort {
                    Effort::Tokens { parameters: Some(parameters), .. } => {
                        (law.by_tokens(money::to_f64(parameters)), Quantity::Tokens, None)
                    }
                    _ => (law.by_flop(), Quantity::Flop, Some(*law)),
                };
                Followed { law: own, counts, metric: "loss".to_owned(), frontier }
            }
        }
    }
}

/// A place on a training's law.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The loss there.
    pub loss: f64,
    /// How much of what the law counts.
    pub x: f64,
    /// What that takes and costs.
    pub spend: Spend,
    /// The best size there, where the law has sizes and the training none.
    pub size: Option<Size>,
}

impl Followed {
    /// Where `count` of what the training counts lead.
    ///
    /// # Errors
    ///
    /// As [`Spend::of`]; [`Error::TrainingLacks`] where the law counts what the training can't be counted in.
    pub fn after(&self, training: &Training, count: Decimal) -> Result<Place, Error> {
        let x = match training.run.amount(self.counts, count)? {
            Some(x) => money::to_f64(x),
            None => return Err(training.run.lacks(self.counts)),
        };
        if x <= 0.0 {
            return Err(Error::NoTraining { why: "nothing is spent, and so nothing learned".to_owned() });
        }
        let size = self.frontier.map(|law| law.best(x));
        Ok(Place { loss: self.law.at(x), x, spend: Spend::of(training, count)?, size })
    }

    /// Where the loss has fallen to a target, in whole updates, samples or tokens.
    ///
    /// # Errors
    ///
    /// [`Error::NoTraining`] at the floor and below; as [`after`](Self::after).
    pub fn reach(&self, training: &Training, target: Decimal) -> Result<Place, Error> {
        let Some(x) = self.law.reach(money::to_f64(target)) else {
            let floor = said(self.law.floor());
            let why = format!("the {} never falls to {target}: its floor is {floor}", self.metric);
            return Err(Error::NoTraining { why });
        };
        let x = money::from_f64(x).map_err(|_| {
            let (metric, counts) = (&self.metric, self.counts.name());
            let why =
                format!("{metric} {target} takes more than 7.9e28 {counts}, the most that can be written");
            Error::NoTraining { why }
        })?;
        let mut count = training.run.count(self.counts, x)?;
        if training.run.counts().is_whole() {
            count = count.ceil().max(Decimal::ONE);
        }
        self.after(training, count)
    }
}

/// How many of a quantity have a cost that can be read, and their name.
pub fn lot(quantity: Quantity) -> (Decimal, &'static str) {
    match quantity {
        Quantity::Updates | Quantity::DeviceHours => (Decimal::ONE, quantity.one()),
        Quantity::Samples => (Decimal::from(1_000_000), "million samples"),
        Quantity::Tokens => (Decimal::from(1_000_000), "million tokens"),
        Quantity::Flop => (Decimal::from(1_000_000_000_000_000_000_u64), "EFLOP"),
    }
}

/// What the next step of a loss costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Marginal {
    /// Where it starts, in whole updates, samples or tokens.
    pub from: Place,
    /// The loss that the slope is taken at, and how much of what the law counts leads to it.
    pub at: (f64, f64),
    /// What one of that costs, or a million or more of them where one costs next to nothing.
    pub each: Decimal,
    /// The step.
    pub step: Decimal,
    /// By the slope: step × price × dx/dloss.
    pub by_slope: Decimal,
    /// How much more of what the law counts for each unit of loss.
    pub slope: f64,
    /// The whole step, where the law gets so far: its end, and what it costs from the start on.
    pub whole: Option<(Place, Decimal)>,
}

/// The marginal cost of the next `step` of loss, from `at` on.
///
/// # Errors
///
/// As [`Followed::reach`].
pub(super) fn marginal(training: &Training, at: Option<Decimal>, step: Decimal) -> Result<Marginal, Error> {
    let followed = training.learns()?.followed(&training.run);
    let from = match at {
        Some(loss) => followed.reach(training, loss)?,
        None => followed.after(training, total(training)?)?,
    };
    // At the loss that was written, and not at that of the whole update after it.
    let loss = at.map_or(from.loss, money::to_f64);
    let slope = followed.law.marginal(loss).ok_or_else(|| Error::NoTraining {
        why: format!("the {} is at its floor, {}", followed.metric, said(followed.law.floor())),
    })?;
    let price = training.priced()?;
    let cost = |amount| training.run.cost(price, training.run.count(followed.counts, amount)?);
    let (lot, _) = lot(followed.counts);
    let each = cost(lot)?;
    let by_slope = cost(money::from_f64(slope)?)?
        .checked_mul(step)
        .ok_or_else(|| Error::too_large("the marginal cost"))?;
    let end = match at {
        Some(loss) => loss.checked_sub(step),
        None => money::from_f64(loss)?.checked_sub(step),
    };
    let whole = match end.map(|end| followed.reach(training, end)) {
        Some(Ok(place)) => {
            let more = place.spend.cost - from.spend.cost;
            Some((place, more))
        }
        // A floor within the step, or a cost past all numbers: only the slope is left to tell.
        _ => None,
    };
    let x = slope * -followed.law.exponent() * (loss - followed.law.floor());
    Ok(Marginal { from, at: (loss, x), each, step, by_slope, slope, whole })
}

/// What twice the money leaves of a loss.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubling {
    /// The share of the loss above the floor that is left, in per cent.
    pub left: f64,
    /// Before and after, where it is said from where on.
    pub places: Option<(Place, Place)>,
}

/// The loss that a doubling of the spend leaves, from `spend` or the training's own cost on.
///
/// # Errors
///
/// As [`Followed::after`].
pub(super) fn doubling(training: &Training, spend: Option<Decimal>) -> Result<Doubling, Error> {
    let followed = training.learns()?.followed(&training.run);
    let from = match (spend, training.run.total) {
        (Some(money), _) => Some(training.run.affordable(training.priced()?, money)?),
        (None, Some(total)) => Some(total),
        (None, None) => None,
    };
    let places = match from {
        Some(count) => {
            let twice = count.checked_mul(Decimal::TWO).ok_or_else(|| Error::too_large("twice the spend"))?;
            Some((followed.after(training, count)?, followed.after(training, twice)?))
        }
        None => None,
    };
    Ok(Doubling { left: 100.0 * followed.law.per_doubling(), places })
}

/// The best size for a budget, or for so many FLOP.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// What it is the best for.
    pub means: Means,
    /// FLOP.
    pub flop: Decimal,
    /// The size and its tokens.
    pub size: Size,
    /// The loss.
    pub loss: f64,
    /// What it takes and costs, where there is a price.
    pub spend: Option<Spend>,
}

/// The size of the least loss for what there is.
///
/// # Errors
///
/// [`Error::TrainingLacks`] without a law of sizes, or for a budget without a price and a speed.
pub(super) fn best_size(training: &Training, means: Means) -> Result<Best, Error> {
    let Learning::Scaling { law, .. } = training.learns()? else {
        return Err(lacks("a law of sizes", "[ml.law.hoffmann] says it, in place of [ml.curve]"));
    };
    // The size is what is sought: a size that the training has is none of its means.
    let free = match training.run.effort {
        Effort::Tokens { speed, .. } => {
            let run = Run { effort: Effort::Flop { speed }, ..training.run };
            Training { run, ..training.clone() }
        }
        _ => training.clone(),
    };
    let run = &free.run;
    let flop = match means {
        Means::Flop(flop) => flop,
        Means::Budget(money) => {
            let count = run.affordable(free.priced()?, money)?;
            run.amount(Quantity::Flop, count)?.ok_or_else(|| run.lacks(Quantity::Flop))?
        }
    };
    let size = law.best(money::to_f64(flop));
    let spend = match free.price {
        Some(_) => Some(Spend::of(&free, run.count(Quantity::Flop, flop)?)?),
        None => None,
    };
    Ok(Best { means, flop, size, loss: law.loss(size), spend })
}
