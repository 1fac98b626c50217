//! Figures about a training: money, hours, losses and sizes, each rounded as its scenario or its law asks for.

use rust_decimal::Decimal;

use super::Training;
use super::effort::{Quantity, Spend};
use super::learning::{Place, lot};
use super::trace::Saving;
use crate::money;
use crate::question::figure::Figure;
use crate::question::{Error, natural_places};

/// Figures of one training, rounded as its scenario says.
pub(super) struct Figures<'a> {
    pub(super) training: &'a Training,
}

impl Figures<'_> {
    pub(super) fn decimal(&self, name: &str, value: Decimal, places: u32, unit: &str) -> Figure {
        Figure {
            name: name.to_owned(),
            value: self.training.rounding.mode.round(value, places),
            exact: money::to_f64(value),
            unrounded: value,
            unit: unit.to_owned(),
        }
    }

    pub(super) fn money(&self, name: &str, amount: Decimal) -> Figure {
        self.decimal(name, amount, self.training.rounding.money, &self.training.money_unit())
    }

    pub(super) fn hours(&self, name: &str, hours: Decimal) -> Figure {
        let places = self.training.rounding.time.unwrap_or_else(|| natural_places(hours));
        self.decimal(name, hours, places, "h")
    }

    /// A pure number by its size: four places from 1 upward, six digits below.
    #[expect(clippy::unused_self, reason = "one of the figures")]
    pub(super) fn loss(&self, name: &str, value: f64) -> Result<Figure, Error> {
        let decimal = match money::from_f64(value) {
            // Of a loss that small there is nothing left.
            Err(money::CrossingError::TooSmall { .. }) => Decimal::ZERO,
            crossed => crossed?,
        };
        Ok(Figure { exact: value, ..Figure::of_number(name, decimal, natural_places(decimal), "") })
    }

    /// How much of what the training counts.
    pub(super) fn count(&self, name: &str, count: Decimal) -> Figure {
        match self.training.run.counts() {
            Quantity::DeviceHours => self.hours(name, count),
            Quantity::Flop => flop(name, count),
            counts => self.decimal(name, count, 0, counts.name()),
        }
    }

    /// The same beside the hours and FLOP that it is, where it is neither of them itself.
    pub(super) fn length(&self, spend: &Spend) -> Vec<Figure> {
        let mut list = self.taken(spend);
        if self.training.run.counts().is_whole() {
            list.insert(0, self.count("length", spend.count));
        }
        list
    }

    /// Device-hours, hours and FLOP, as far as they are known.
    pub(super) fn taken(&self, spend: &Spend) -> Vec<Figure> {
        let mut list = Vec::new();
        list.extend(spend.hours.map(|hours| self.hours("device time", hours)));
        list.extend(spend.elapsed.map(|hours| self.hours("elapsed time", hours)));
        list.extend(spend.flop.map(|amount| flop("compute", amount)));
        list
    }

    /// What one of what the training counts costs, or a million of them.
    pub(super) fn each(&self) -> Result<Option<Figure>, Error> {
        let counts = self.training.run.counts();
        if counts == Quantity::DeviceHours {
            return Ok(None);
        }
        let (count, name) = lot(counts);
        let name = format!("cost of one {name}");
        let cost = self.training.run.cost(self.training.priced()?, count)?;
        let places = self.training.rounding.money.max(natural_places(cost));
        Ok(Some(self.decimal(&name, cost, places, &self.training.money_unit())))
    }

    /// The loss that a count leads to, where there is a law of something that it has.
    pub(super) fn learned(&self, count: Decimal) -> Result<Vec<Figure>, Error> {
        let training = self.training;
        let Some(followed) = training.learning.as_ref().map(|own| own.followed(&training.run)) else {
            return Ok(Vec::new());
        };
        if training.run.amount(followed.counts, count)?.is_none() {
            return Ok(Vec::new());
        }
        self.led_to(&followed.metric, &followed.after(training, count)?)
    }

    /// The loss of a place, and its size where that is sought along.
    pub(super) fn led_to(&self, metric: &str, place: &Place) -> Result<Vec<Figure>, Error> {
        let mut list = vec![self.loss(&format!("{metric} reached"), place.loss)?];
        if let Some(size) = place.size {
            list.push(scaled("best size", size.parameters, "parameters")?);
            list.push(scaled("trained on", size.tokens, "tokens")?);
        }
        Ok(list)
    }

    /// What both sides of a saving cost, and the share that is saved.
    pub(super) fn sides(&self, saving: &Saving) -> Result<Vec<Figure>, Error> {
        let counts = self.training.run.counts().name();
        let cost = |spend: &Spend| {
            let count = money::format_grouped(&spend.count.normalize());
            self.money(&format!("cost of {count} {counts}"), spend.cost)
        };
        let share = saving
            .saving
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|saved| saved.checked_div(saving.other.cost))
            .ok_or_else(|| Error::too_large("the share saved"))?;
        let share = Figure::of_number("share saved", share, 1, "%");
        Ok(vec![cost(&saving.own), cost(&saving.other), share])
    }
}

/// FLOP, to six digits.
pub(super) fn flop(name: &str, amount: Decimal) -> Figure {
    let value = amount.round_sf(6).unwrap_or(amount).normalize();
    Figure {
        name: name.to_owned(),
        value,
        exact: money::to_f64(amount),
        unrounded: amount,
        unit: "FLOP".to_owned(),
    }
}

/// A number of a law, to the four digits that its constants are good for.
pub(super) fn significant(name: &str, value: f64, unit: &str) -> Result<Figure, Error> {
    let decimal = money::from_f64(value)?;
    let rounded = decimal.round_sf(4).unwrap_or(decimal).normalize();
    Ok(Figure {
        name: name.to_owned(),
        value: rounded,
        exact: value,
        unrounded: decimal,
        unit: unit.to_owned(),
    })
}

/// The same in thousands of thousands where it is large: `32.19 billion parameters`.
pub(super) fn scaled(name: &str, value: f64, unit: &str) -> Result<Figure, Error> {
    let (divisor, word) = match value {
        value if value >= 1e12 => (1e12, "trillion "),
        value if value >= 1e9 => (1e9, "billion "),
        value if value >= 1e6 => (1e6, "million "),
        _ => (1.0, ""),
    };
    significant(name, value / divisor, &format!("{word}{unit}"))
}
