//! How a training is counted, and what so much of it takes and costs: exact decimals, divided once.

use rust_decimal::Decimal;

use super::fraction::fraction;
use super::{Price, Training, lacks};
use crate::money;
use crate::question::Error;

/// What a training is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Updates of the parameters, optimiser steps.
    Updates,
    /// Samples that the model sees, again each time that it sees them again.
    Samples,
    /// Tokens, likewise.
    Tokens,
    /// FLOP.
    Flop,
    /// Hours of a device.
    DeviceHours,
}

impl Quantity {
    /// Every quantity by the word for it in scenarios.
    pub const ALL: [Self; 5] = [Self::Updates, Self::Samples, Self::Tokens, Self::Flop, Self::DeviceHours];

    /// The word for several: `updates`, `FLOP`, `device-hours`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Updates => "updates",
            Self::Samples => "samples",
            Self::Tokens => "tokens",
            Self::Flop => "FLOP",
            Self::DeviceHours => "device-hours",
        }
    }

    /// The word for one: `update`.
    pub fn one(self) -> &'static str {
        match self {
            Self::Flop => "FLOP",
            other => other.name().trim_end_matches('s'),
        }
    }

    /// Whether there are only whole ones.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Updates | Self::Samples | Self::Tokens)
    }

    /// The quantity of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quantity| quantity.name() == name)
    }
}

/// What devices reach: their peak, and the share of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speed {
    /// Peak FLOP per second of one device.
    pub flops: Decimal,
    /// The share of the peak that is reached, above 0 and at most 1.
    pub utilisation: Decimal,
}

/// By what a training is counted, and what one of that takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// In updates, each of so many seconds, samples, tokens, as far as they are known.
    Updates {
        /// Seconds for each.
        seconds: Option<Decimal>,
        /// Samples in each.
        samples: Option<Decimal>,
        /// Tokens in each.
        tokens: Option<Decimal>,
    },
    /// In tokens of a model of so many parameters, where that is known: 6 FLOP for each of both.
    Tokens {
        /// Parameters.
        parameters: Option<Decimal>,
        /// What devices reach.
        speed: Option<Speed>,
    },
    /// In FLOP.
    Flop {
        /// What devices reach.
        speed: Option<Speed>,
    },
    /// In device-hours.
    Hours,
}

/// How a training runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// By what it is counted.
    pub effort: Effort,
    /// How many devices work at once, at least 1.
    pub devices: u64,
    /// How much of it there is; none where that is what is asked.
    pub total: Option<Decimal>,
}

/// FLOP for each parameter and token.
pub const FLOP_EACH: Decimal = Decimal::from_parts(6, 0, 0, false, 0);
const SECONDS: Decimal = Decimal::from_parts(3_600, 0, 0, false, 0);

/// So much of one quantity in each of another: factors over factors.
#[derive(Debug, Clone)]
struct Ratio {
    over: Vec<Decimal>,
    under: Vec<Decimal>,
}

impl Ratio {
    fn of(over: &[Decimal], under: &[Decimal]) -> Self {
        Self { over: over.to_vec(), under: under.to_vec() }
    }
}

impl Run {
    /// What the training is counted in.
    pub fn counts(&self) -> Quantity {
        match self.effort {
            Effort::Updates { .. } => Quantity::Updates,
            Effort::Tokens { .. } => Quantity::Tokens,
            Effort::Flop { .. } => Quantity::Flop,
            Effort::Hours => Quantity::DeviceHours,
        }
    }

    /// What devices reach, where it is said.
    pub fn speed(&self) -> Option<Speed> {
        match self.effort {
            Effort::Tokens { speed, .. } | Effort::Flop { speed } => speed,
            Effort::Updates { .. } | Effort::Hours => None,
        }
    }

    /// How much of a quantity is in one of what the training counts, where that is known.
    fn ratio(&self, of: Quantity) -> Option<Ratio> {
        let devices = Decimal::from(self.devices);
        let hours = |each: &[Decimal], speed: Option<Speed>| {
            speed.map(|speed| Ratio::of(each, &[speed.flops, speed.utilisation, SECONDS]))
        };
        match (self.effort, of) {
            (_, same) if same == self.counts() => Some(Ratio::of(&[], &[])),
            (Effort::Updates { seconds, .. }, Quantity::DeviceHours) => {
                Some(Ratio::of(&[seconds?, devices], &[SECONDS]))
            }
            (Effort::Updates { samples, .. }, Quantity::Samples) => Some(Ratio::of(&[samples?], &[])),
            (Effort::Updates { tokens, .. }, Quantity::Tokens) => Some(Ratio::of(&[tokens?], &[])),
            (Effort::Tokens { parameters, .. }, Quantity::Flop) => {
                Some(Ratio::of(&[FLOP_EACH, parameters?], &[]))
            }
            (Effort::Tokens { parameters, speed }, Quantity::DeviceHours) => {
                hours(&[FLOP_EACH, parameters?], speed)
            }
            (Effort::Flop { speed }, Quantity::DeviceHours) => hours(&[], speed),
            _ => None,
        }
    }

    /// The ratio, or what to write for it.
    fn known(&self, of: Quantity) -> Result<Ratio, Error> {
        self.ratio(of).ok_or_else(|| self.lacks(of))
    }

    /// What a run lacks that is to be counted in a quantity.
    pub(super) fn lacks(&self, of: Quantity) -> Error {
        const SIZE: &str = "`parameters`";
        const SPEED: &str = "`flops` and `utilisation`";
        let keys = match (self.effort, of) {
            (Effort::Updates { .. }, Quantity::Samples) => vec!["`samples_per_update`"],
            (Effort::Updates { .. }, Quantity::Tokens) => vec!["`tokens_per_update`"],
            (Effort::Updates { .. }, Quantity::DeviceHours) | (Effort::Hours, Quantity::Updates) => {
                vec!["`seconds_per_update`"]
            }
            (Effort::Tokens { parameters, speed }, Quantity::Flop | Quantity::DeviceHours) => {
                let size = parameters.is_none().then_some(SIZE);
                let lacks_speed = of == Quantity::DeviceHours && speed.is_none();
                size.into_iter().chain(lacks_speed.then_some(SPEED)).collect()
            }
            (Effort::Flop { .. }, Quantity::DeviceHours) | (Effort::Hours, Quantity::Flop) => vec![SPEED],
            (Effort::Flop { .. }, Quantity::Tokens) => vec![SIZE],
            (Effort::Hours, Quantity::Tokens) => vec![SIZE, SPEED],
            _ => Vec::new(),
        };
        let help = match keys.join(", ") {
            none if none.is_empty() => {
                format!("count the training in {}, not in {}", of.name(), self.counts().name())
            }
            keys if keys.contains(" and ") => format!("{keys} in [ml.training] say it"),
            key => format!("{key} in [ml.training] says it"),
        };
        lacks(&format!("what turns {} into {}", self.counts().name(), of.name()), &help)
    }

    /// How much of a quantity is in `count` of what the training counts; none where nobody knows.
    ///
    /// # Errors
    ///
    /// An amount past what a decimal holds.
    pub fn amount(&self, of: Quantity, count: Decimal) -> Result<Option<Decimal>, Error> {
        let Some(ratio) = self.ratio(of) else { return Ok(None) };
        let over = [&[count], ratio.over.as_slice()].concat();
        fraction(&over, &ratio.under).map(Some).ok_or_else(|| Error::too_large(of.name()))
    }

    /// How many of what the training counts have so much of a quantity; not rounded.
    ///
    /// # Errors
    ///
    /// What is not known of the training; an amount past what a decimal holds.
    pub fn count(&self, of: Quantity, amount: Decimal) -> Result<Decimal, Error> {
        let ratio = self.known(of)?;
        let over = [&[amount], ratio.under.as_slice()].concat();
        fraction(&over, &ratio.over).ok_or_else(|| Error::too_large(self.counts().name()))
    }

    /// What `count` of what the training counts cost: price × how much of what has the price is in them.
    ///
    /// # Errors
    ///
    /// What is not known of the training; an amount past what a decimal holds.
    ///
    /// # Example
    ///
    /// Smith's 25,000 updates of CIFAR-10, at 0.021 s each and 2.49 an hour; and what 100 pay for.
    ///
    /// ```
    /// use learncurve::money::parse_decimal;
    /// use learncurve::question::training::{Effort, Price, Run};
    /// let seconds = parse_decimal("0.021").ok();
    /// let run = Run { effort: Effort::Updates { seconds, samples: None, tokens: None }, devices: 1, total: None };
    /// let price = Price::parse("2.49/hour").unwrap();
    /// let cost = run.cost(&price, 25_000.into()).unwrap();
    /// assert_eq!(cost.to_string(), "0.363125");
    /// assert_eq!(run.affordable(&price, 100.into()).unwrap().floor().to_string(), "6884681");
    /// ```
    ///
    /// Source: L. N. Smith, Cyclical learning rates for training neural networks, 2017, for the count.
    pub fn cost(&self, price: &Price, count: Decimal) -> Result<Decimal, Error> {
        let ratio = self.known(price.quantity)?;
        let over = [&[count], ratio.over.as_slice()].concat();
        let cost = price.of(&over, &ratio.under).ok_or_else(|| Error::too_large("the cost"))?;
        // Twenty minutes are no decimal of hours: what the 28th digit lacks goes, so that ties are ties.
        Ok(if self.effort == Effort::Hours { money::without_dust(cost) } else { cost })
    }

    /// How many of what the training counts so much money pays for, not rounded: the inverse of [`cost`](Self::cost).
    ///
    /// # Errors
    ///
    /// What is not known of the training; an amount past what a decimal holds.
    pub fn affordable(&self, price: &Price, money: Decimal) -> Result<Decimal, Error> {
        let ratio = self.known(price.quantity)?;
        let over = [&[money, price.per], ratio.under.as_slice()].concat();
        let under = [&[price.amount, price.times], ratio.over.as_slice()].concat();
        fraction(&over, &under).ok_or_else(|| Error::too_large(self.counts().name()))
    }
}

/// What so much of a training takes and costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spend {
    /// How much of what the training counts.
    pub count: Decimal,
    /// FLOP, where they are known.
    pub flop: Option<Decimal>,
    /// Device-hours, where they are known.
    pub hours: Option<Decimal>,
    /// Hours from beginning to end on all devices, where there are several.
    pub elapsed: Option<Decimal>,
    /// How much of what has the price.
    pub priced: Decimal,
    /// The cost.
    pub cost: Decimal,
}

impl Spend {
    /// What `count` of what a training counts take and cost.
    ///
    /// # Errors
    ///
    /// [`Error::TrainingLacks`] without a price or what leads to what it is for; an amount past what a decimal holds.
    pub fn of(training: &Training, count: Decimal) -> Result<Self, Error> {
        let (run, price) = (&training.run, training.priced()?);
        let cost = run.cost(price, count)?;
        let hours = run.amount(Quantity::DeviceHours, count)?;
        Ok(Self {
            count,
            flop: run.amount(Quantity::Flop, count)?,
            hours,
            elapsed: hours.filter(|_| run.devices > 1).map(|hours| hours / Decimal::from(run.devices)),
            priced: run.amount(price.quantity, count)?.unwrap_or(count),
            cost,
        })
    }

    /// What the whole of a training takes and costs.
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of); [`Error::TrainingLacks`] where it is not said how much there is.
    pub fn of_all(training: &Training) -> Result<Self, Error> {
        Self::of(training, total(training)?)
    }
}

/// How much of a training there is, or what to write for it.
pub(super) fn total(training: &Training) -> Result<Decimal, Error> {
    training.run.total.ok_or_else(|| {
        let key = match training.run.effort {
            Effort::Updates { .. } => "`updates`",
            Effort::Tokens { .. } => "`tokens`",
            Effort::Flop { .. } => "`flop`",
            Effort::Hours => "`updates`, `tokens`, `flop` or `time`",
        };
        lacks("its length", &format!("{key} in [ml.training] says it"))
    })
}

#[cfg(test)]
#[path = "effort_tests.rs"]
mod tests;
