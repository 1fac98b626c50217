//! `--price`: what the runs' times cost, by the cost lines of the rest of the program.

use clap::Args;

use super::super::super::ask::written::rate;
use super::super::super::exit::{Exit, Failure};
use super::above_0;
use super::columns::Unit;
use super::read::Read;
use crate::cost::{self, CostLine, Driver, Quantities};
use crate::ml::sweep::{Analysis, Run};
use crate::money::{self, Currency, Decimal, RoundingMode, parse_decimal};
use crate::render::ml::sweep::{Alternative, Costs, Plan};

// No doc comment: it would take the place of the description of the command.
// What turns times into money.
#[derive(Debug, Args)]
#[command(next_help_heading = "Money")]
pub(crate) struct Money {
    /// What an hour of a device costs: "0.90/hour"
    #[arg(long, value_name = "RATE", value_parser = Price::parse, allow_hyphen_values = true)]
    price: Option<Price>,
    /// How many devices a run takes
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..), requires = "price")]
    devices: u32,
    /// What an update takes, where runs are counted in updates
    #[arg(long, value_name = "SECONDS", allow_hyphen_values = true, value_parser = above_0, requires = "price")]
    seconds_per_update: Option<f64>,
    /// The currency, an ISO 4217 code
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<Currency>,
    /// Decimal places of money; default the currency's, else 2
    #[arg(long = "money", value_name = "PLACES", value_parser = clap::value_parser!(u32).range(0..=28))]
    places: Option<u32>,
    /// What a range test would take, in the unit of times: what it costs with one run after it, against the whole sweep
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, value_parser = above_0)]
    range_test: Option<f64>,
}

/// A rate per hour.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Price(Decimal);

impl Price {
    fn parse(text: &str) -> Result<Self, String> {
        let (amount, per) = rate(text).ok_or("a price says what it is for: write it as 0.90/hour")?;
        if !matches!(per, "hour" | "h") {
            return Err(format!("`{per}` is not what runs take: write the price of an hour, as 0.90/hour"));
        }
        let amount = parse_decimal(amount).map_err(|error| match error.help() {
            Some(help) => format!("{error}; {help}"),
            None => error.to_string(),
        })?;
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err("a price is 0 or more".to_owned());
        }
        Ok(Self(amount))
    }
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).map_err(|error| match error.help() {
        Some(help) => format!("{error}; {help}"),
        None => error.to_string(),
    })
}

/// A way from times to money.
struct Charged {
    line: CostLine,
    devices: Decimal,
    /// How many of the times' units make an hour.
    per_hour: Decimal,
}

impl Charged {
    /// The cost of a time that runs take together, unrounded.
    fn of(&self, time: Decimal) -> Result<Decimal, Failure> {
        let too_large = || {
            Failure::new(Exit::Failed, "the sweep costs more than 7.9e28, the largest amount that is exact")
        };
        let hours = (time / self.per_hour).checked_mul(self.devices).ok_or_else(too_large)?;
        let one = Decimal::ONE;
        let quantities = Quantities { curve: hours, units: one, batches: one, once: one };
        let sheet = cost::charge(std::slice::from_ref(&self.line), quantities);
        Ok(sheet.map_err(|error| Failure::new(Exit::Failed, error.to_string()))?.sum)
    }
}

/// A time as a decimal of 15 digits.
fn crossed(time: f64) -> Result<Decimal, Failure> {
    money::from_f64(time)
        .map_err(|error| Failure::new(Exit::Failed, format!("a time can't be charged: {error}")))
}

impl Money {
    /// The price as a cost line with what it is multiplied by; none without a price.
    fn charged(&self, unit: Unit) -> Result<Option<Charged>, Failure> {
        let Some(Price(rate)) = &self.price else { return Ok(None) };
        let per_hour = match (unit, self.seconds_per_update) {
            (Unit::Time(unit), None) => unit.per_hour(),
            (Unit::Time(_), Some(_)) => {
                return Err(Failure::new(
                    Exit::Usage,
                    "--seconds-per-update: the runs are in time, not in updates",
                )
                .with_help("leave it out"));
            }
            (Unit::Count, Some(seconds)) => Decimal::from(3600) / crossed(seconds)?,
            (Unit::Count, None) => {
                return Err(Failure::new(
                    Exit::Usage,
                    "--price: the runs are counted in updates, and a price is for an hour",
                )
                .with_help("say what an update takes: --seconds-per-update 0.021"));
            }
        };
        let line = CostLine { name: "Device".to_owned(), driver: Driver::Hour(*rate) };
        Ok(Some(Charged { line, devices: Decimal::from(self.devices), per_hour }))
    }

    fn rounded(&self, amount: Decimal) -> Decimal {
        let places = self.places.or(self.currency.map(Currency::minor_units)).unwrap_or(2);
        RoundingMode::HalfUp.round(amount, places)
    }

    /// What the runs cost: by their own column of costs, else by the price; none without either.
    pub(super) fn costs(&self, read: &Read, analysis: &Analysis) -> Result<Option<Costs>, Failure> {
        let charged = self.charged(read.unit)?;
        let runs = read.sweep.runs();
        let each: Vec<(Decimal, Option<Decimal>)> = match (&read.costs, &charged) {
            (Some(own), _) => {
                let times = runs.iter().map(|run| run.time().map(crossed).transpose());
                own.iter()
                    .zip(times)
                    .map(|(cost, time)| Ok((*cost, time?)))
                    .collect::<Result<_, Failure>>()?
            }
            (None, Some(charged)) => {
                let times: Option<Vec<f64>> = runs.iter().map(Run::time).collect();
                let Some(times) = times else { return Ok(None) };
                let of = |time: f64| {
                    let time = crossed(time)?;
                    Ok((charged.of(time)?, Some(time)))
                };
                times.into_iter().map(of).collect::<Result<_, Failure>>()?
            }
            (None, None) => return Ok(None),
        };
        let reached = runs.iter().filter(|run| run.reached().is_some()).count() as u64;
        let sum = |keep: &dyn Fn(&Run) -> bool| -> Decimal {
            runs.iter().zip(&each).filter(|(run, _)| keep(run)).map(|(_, (cost, _))| *cost).sum()
        };
        let all = sum(&|_| true);
        let stops = analysis.stops.iter().map(|stop| {
            let at = crossed(stop.at)?;
            // A run that is stopped costs the share of it that was made.
            let share = |(cost, time): &(Decimal, Option<Decimal>)| match time {
                Some(time) if *time > at => *cost * (at / *time),
                _ => *cost,
            };
            Ok(self.rounded(each.iter().map(share).sum()))
        });
        Ok(Some(Costs {
            currency: self.currency.map(|currency| currency.code().to_owned()),
            by: self.by(read),
            all: self.rounded(all),
            failed: self.rounded(sum(&|run| run.reached().is_none())),
            each: (reached > 0).then(|| self.rounded(all / Decimal::from(reached))),
            stops: stops.collect::<Result<_, Failure>>()?,
        }))
    }

    /// How costs are reckoned, in words.
    fn by(&self, read: &Read) -> String {
        match (&read.costs, &self.price) {
            (None, Some(Price(rate))) => {
                let devices = if self.devices > 1 {
                    format!(", {} devices a run", self.devices)
                } else {
                    String::new()
                };
                let seconds =
                    self.seconds_per_update.map_or(String::new(), |own| format!(", {own} s an update"));
                format!("Cost: time at {rate} an hour{devices}{seconds}; rounded once, at the end.")
            }
            _ => "Cost: as the table has it; a run that is stopped costs the share of it that was made."
                .to_owned(),
        }
    }

    /// Says what range tests with a run after them cost, where there is a price.
    pub(super) fn charge(&self, read: &Read, alternatives: &mut [Alternative]) -> Result<(), Failure> {
        let Some(charged) = self.charged(read.unit)? else { return Ok(()) };
        for one in alternatives {
            let cost = |time: f64| Ok(self.rounded(charged.of(crossed(time)?)?));
            one.cost = Some((cost(one.taken())?, cost(one.grid)?));
        }
        Ok(())
    }

    /// A range test with one run after it, where its time is given.
    pub(super) fn plan(&self, read: &Read) -> Result<Option<Plan>, Failure> {
        let Some(range_test) = self.range_test else { return Ok(None) };
        let charged = self.charged(read.unit)?;
        let times: Vec<f64> = read.sweep.runs().iter().filter_map(Run::reached).collect();
        let least = times.iter().copied().min_by(f64::total_cmp);
        let most = times.iter().copied().max_by(f64::total_cmp);
        let (Some(least), Some(most)) = (least, most) else { return Ok(None) };
        let with = |run: f64| -> Result<(f64, Option<Decimal>), Failure> {
            let time = range_test + run;
            let cost = charged.as_ref().map(|charged| charged.of(crossed(time)?)).transpose()?;
            Ok((time, cost.map(|cost| self.rounded(cost))))
        };
        Ok(Some(Plan { range_test, fastest: with(least)?, slowest: with(most)? }))
    }
}

#[cfg(test)]
mod tests {
    use super::Price;

    #[test]
    fn a_price_is_for_an_hour_and_not_below_nothing() {
        assert_eq!(Price::parse("0.90/hour").unwrap(), Price("0.90".parse().unwrap()));
        assert_eq!(Price::parse(" 2.49 / h ").unwrap(), Price("2.49".parse().unwrap()));
        for (text, said) in [
            ("0.90", "0.90/hour"),
            ("-1/hour", "0 or more"),
            ("1/unit", "`unit` is not"),
            ("x/hour", "x"),
            ("1,50/hour", "1.50"),
        ] {
            let refused = Price::parse(text).unwrap_err();
            assert!(refused.contains(said), "{refused}");
        }
    }
}
