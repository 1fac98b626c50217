//! `--price`: what the runs' times cost, by the cost lines of the rest of the program.

use clap::Args;

use super::super::super::args::whole;
use super::super::super::exit::{Exit, Failure};
use super::super::money::Money;
use super::above_0;
use super::columns::Unit;
use super::read::Read;
use crate::ml::sweep::{Analysis, Run};
use crate::money::{self, Decimal};
use crate::question::training::{Price, Quantity, fraction};
use crate::render::ml::sweep::{Alternative, Costs, Plan};

// No doc comment: it would take the place of the description of the command.
// What turns times into money.
#[derive(Debug, Args)]
#[command(next_help_heading = "Money")]
pub(crate) struct Charges {
    #[command(flatten)]
    money: Money,
    /// How many devices a run takes
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u32, 1, 4_294_967_295>, requires = "price")]
    devices: u32,
    /// What an update takes, where runs are counted in updates and devices paid by the hour
    #[arg(long, value_name = "SECONDS", allow_hyphen_values = true, value_parser = above_0, requires = "price")]
    seconds_per_update: Option<f64>,
    /// What a range test would take, in the unit of times: what it costs with one run after it, against the whole sweep
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, value_parser = above_0)]
    range_test: Option<f64>,
}

/// A way from times to money.
struct Charged<'a> {
    price: &'a Price,
    /// What a time is multiplied by for what has the price.
    over: Vec<Decimal>,
    /// What it is divided by.
    under: Vec<Decimal>,
}

impl Charged<'_> {
    /// The cost of a time that runs take together, unrounded.
    fn of(&self, time: Decimal) -> Result<Decimal, Failure> {
        self.price.of(&[&[time], &self.over[..]].concat(), &self.under).ok_or_else(too_large)
    }
}

fn too_large() -> Failure {
    Failure::new(Exit::Failed, "the sweep costs more than 7.9e28, the largest amount that is exact")
}

/// A sum of costs.
fn sum(costs: impl IntoIterator<Item = Decimal>) -> Result<Decimal, Failure> {
    costs.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add).ok_or_else(too_large)
}

/// A time as a decimal of 15 digits.
fn crossed(time: f64) -> Result<Decimal, Failure> {
    money::from_f64(time)
        .map_err(|error| Failure::new(Exit::Failed, format!("a time can't be charged: {error}")))
}

impl Charges {
    /// The price with what it is multiplied by; none without a price.
    fn charged(&self, unit: Unit) -> Result<Option<Charged<'_>>, Failure> {
        let Some(price) = &self.money.price else { return Ok(None) };
        let usage = |message: &str, help: &str| Failure::new(Exit::Usage, message).with_help(help);
        let devices = Decimal::from(self.devices);
        let (over, under) = match (unit, price.quantity, self.seconds_per_update) {
            (Unit::Time(unit), Quantity::DeviceHours, None) => (vec![devices], vec![unit.per_hour()]),
            (Unit::Time(_), _, Some(_)) => {
                return Err(usage(
                    "--seconds-per-update: the runs are in time, not in updates",
                    "leave it out",
                ));
            }
            (Unit::Count, Quantity::DeviceHours, Some(seconds)) => {
                (vec![crossed(seconds)?, devices], vec![Decimal::from(3600)])
            }
            (Unit::Count, Quantity::DeviceHours, None) => {
                return Err(usage(
                    "--price: the runs are counted in updates, and the price is one of time",
                    "say what an update takes: --seconds-per-update 0.021",
                ));
            }
            (Unit::Count, Quantity::Updates, None) => (Vec::new(), Vec::new()),
            (Unit::Count, Quantity::Updates, Some(_)) => {
                return Err(usage(
                    "--seconds-per-update: the price is for updates, not for time",
                    "leave it out",
                ));
            }
            (unit, ..) => {
                let (what, price) = match unit {
                    Unit::Time(_) => ("time", "0.90/hour"),
                    Unit::Count => ("updates", "0.0001/update"),
                };
                return Err(usage(
                    &format!("--price: the runs are counted in {what}, not by the {}", self.unit()),
                    &format!("write it as {price}"),
                ));
            }
        };
        Ok(Some(Charged { price, over, under }))
    }

    /// What the price is for, as it was written.
    fn unit(&self) -> &str {
        self.money.price.as_ref().map_or("", |price| &price.unit)
    }

    fn rounded(&self, amount: Decimal) -> Decimal {
        self.money.rounded(amount)
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
        let of = |keep: &dyn Fn(&Run) -> bool| {
            sum(runs.iter().zip(&each).filter(|(run, _)| keep(run)).map(|(_, (cost, _))| *cost))
        };
        let all = of(&|_| true)?;
        let stops = analysis.stops.iter().map(|stop| {
            let at = crossed(stop.at)?;
            // A run that is stopped costs the share of it that was made.
            let share = |(cost, time): &(Decimal, Option<Decimal>)| match time {
                Some(time) if *time > at => fraction(&[*cost, at], &[*time]).ok_or_else(too_large),
                _ => Ok(*cost),
            };
            let costs: Vec<Decimal> = each.iter().map(share).collect::<Result<_, Failure>>()?;
            Ok(self.rounded(sum(costs)?))
        });
        Ok(Some(Costs {
            currency: self.money.code(),
            by: self.by(read),
            all: self.rounded(all),
            failed: self.rounded(of(&|run| run.reached().is_none())?),
            each: (reached > 0).then(|| self.rounded(all / Decimal::from(reached))),
            stops: stops.collect::<Result<_, Failure>>()?,
        }))
    }

    /// How costs are reckoned, in words.
    fn by(&self, read: &Read) -> String {
        match (&read.costs, &self.money.price) {
            (None, Some(price)) => {
                let devices = if self.devices > 1 {
                    format!(", {} devices a run", self.devices)
                } else {
                    String::new()
                };
                let seconds =
                    self.seconds_per_update.map_or(String::new(), |own| format!(", {own} s an update"));
                let what = if price.quantity == Quantity::Updates { "updates" } else { "time" };
                format!(
                    "Cost: {what} at {}/{}{devices}{seconds}; rounded once, at the end.",
                    price.amount, price.unit
                )
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
