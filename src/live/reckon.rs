//! The named quantities of a run as formulas: averages, totals, units, lots and the steady state, rounded on the way where a mark
//! scheme does, as `question::reckon` has them.

use super::Fixed;
use super::book::{Kind, Show};
use super::builder::Builder;
use super::curve::MOST_ADDED;
use super::legs::Leg;
use super::round::{in_sum, rounded};
use crate::curve::Basis;
use crate::formula::Expression;
use crate::money::RoundingMode;
use crate::question::{SteadyRule, Steps};

/// The most choices within one another in a formula; spreadsheets take 64 levels, and what is chosen has some too.
const CHOICES: usize = 30;

/// Where learning ends.
#[derive(Clone)]
pub(super) struct End<'r> {
    pub(super) after: Expression<'r>,
    pub(super) rule: SteadyRule,
    /// What each later item takes, where that is given.
    pub(super) given: Expression<'r>,
}

/// A run whose numbers are formulas.
#[derive(Clone)]
pub(super) struct Run<'r> {
    pub(super) legs: Vec<Leg<'r>>,
    pub(super) end: Option<End<'r>>,
    pub(super) steps: Steps,
    pub(super) mode: RoundingMode,
    /// How times, or costs, are shown.
    pub(super) show: Show,
    /// What the curve counts: `unit` or `batch`.
    pub(super) item: &'static str,
    /// Whose they are, before the names of steps: `Assembly: `.
    pub(super) whose: String,
}

/// The first so many: their average and total.
#[derive(Clone, Copy)]
pub(super) struct First<'r> {
    pub(super) average: Expression<'r>,
    pub(super) total: Expression<'r>,
}

type Lot<'r> = (Expression<'r>, Expression<'r>);

fn one<'r>() -> Expression<'r> {
    1.0.into()
}

impl<'r> Run<'r> {
    fn keep(&self, value: Expression<'r>, places: Option<u32>) -> Expression<'r> {
        match places {
            Some(places) => rounded(self.mode, value, f64::from(places).into()),
            None => value,
        }
    }

    /// A step's name, with whose it is and what the curve counts.
    fn named(&self, what: &str) -> String {
        format!("{}{}", self.whose, what.replace("item", self.item))
    }

    fn step(&self, builder: &Builder<'r>, what: &str, how: &str, value: Expression<'r>) -> Expression<'r> {
        builder.step(&self.named(what), how, self.show.clone(), value)
    }

    fn factor(&self, builder: &Builder<'r>, what: &str, how: &str, value: Expression<'r>) -> Expression<'r> {
        builder.step(&self.named(what), how, Show::number(), value)
    }

    fn basis(&self) -> Basis {
        self.legs[0].curve.basis
    }

    /// The items of a lot that learn: its end cut at learning's.
    fn learning(&self, builder: &Builder<'r>, item: Expression<'r>) -> Expression<'r> {
        match &self.end {
            Some(end) => builder.step(
                &format!("{}number while learning", self.whose),
                "at most that at which learning ends",
                Show::of(Kind::Count, ""),
                item.min(end.after),
            ),
            None => item,
        }
    }

    /// The first `items`.
    pub(super) fn first(&self, builder: &Builder<'r>, items: Expression<'r>) -> Result<First<'r>, Fixed> {
        let Some(end) = &self.end else {
            return self.learned(builder, items);
        };
        let learned = self.learned(builder, self.learning(builder, items))?;
        let steady = self.steady(builder)?;
        let rest = (items - end.after).max(0.0.into());
        let rest = builder.step(
            &format!("{}number past learning's end", self.whose),
            "",
            Show::of(Kind::Count, ""),
            rest,
        );
        let total = self.keep(learned.total + rest * steady, self.steps.total);
        let how = "total while learning + later ones × steady state";
        let total = self.step(builder, "total with what comes after learning", how, total);
        let spread = self.keep(total / items, self.steps.average);
        let average = rest.at_most(0.0.into()).choose(learned.average, spread);
        Ok(First { average: self.step(builder, "average, all together", "total / N", average), total })
    }

    /// The first `items`, all of which learn.
    fn learned(&self, builder: &Builder<'r>, items: Expression<'r>) -> Result<First<'r>, Fixed> {
        let [leg, others @ ..] = self.legs.as_slice() else {
            return Err(Fixed::new("there is no curve"));
        };
        if others.is_empty() {
            return self.at_the_start(builder, items);
        }
        let cut = leg.last.map_or(items, |last| items.min(last));
        let start = self.at_the_start(builder, cut)?;
        let mut parts = vec![start.total];
        for (place, leg) in others.iter().enumerate() {
            parts.push(self.part(builder, (place + 1, leg), (one(), items))?);
        }
        let total = builder.sum(&self.named("total of the parts"), &self.show, parts);
        let total = self.keep(total, self.steps.total);
        let total =
            self.step(builder, "total of the parts", "the parts between breaks and changes, added", total);
        let spread = self.keep(total / items, self.steps.average);
        let average = leg.last.map_or(spread, |last| items.at_most(last).choose(start.average, spread));
        Ok(First { average: self.step(builder, "average of the parts", "total / N", average), total })
    }

    /// The first `items` where all lie on the first leg.
    fn at_the_start(&self, builder: &Builder<'r>, items: Expression<'r>) -> Result<First<'r>, Fixed> {
        let leg = &self.legs[0];
        match self.basis() {
            Basis::CumulativeAverage => {
                let factor = self.keep(leg.scale * leg.curve.value(builder, items)?, self.steps.factor);
                let factor = self.factor(builder, "factor of the average of N", &leg.curve.formula(), factor);
                let average = self.keep(leg.curve.first * factor, self.steps.average);
                let average = self.step(builder, "average of the first N", "T1 × factor", average);
                let total = self.keep(items * average, self.steps.total);
                Ok(First {
                    average, total: self.step(builder, "total of the first N", "N × average", total)
                })
            }
            Basis::Unit => {
                let total = self.added(builder, (one(), items), items)?;
                let average = self.keep(total / items, self.steps.average);
                Ok(First {
                    average: self.step(builder, "average of the first N", "total / N", average),
                    total,
                })
            }
        }
    }

    /// The total of a lot of the first leg under the unit theory.
    fn added(
        &self,
        builder: &Builder<'r>,
        (first, last): Lot<'r>,
        terms: Expression<'r>,
    ) -> Result<Expression<'r>, Fixed> {
        let leg = &self.legs[0];
        let t1 = leg.curve.first;
        if self.steps.unit.is_some() {
            return self.one_by_one(builder, leg, (leg.position(first), terms));
        }
        if let Some(places) = self.steps.factor {
            let upto = |n: Expression<'r>| -> Result<Expression<'r>, Fixed> {
                let sum =
                    leg.scale * leg.curve.stretch(builder, (one(), n), &format!("{}Σ to N", self.whose))?;
                let sum = self.keep(sum, Some(places));
                Ok(self.factor(builder, "sum of the factors up to N", "Σ of the factors, rounded", sum))
            };
            let below = match first {
                Expression::Number(start) if start <= 1.0 => 0.0.into(),
                _ => upto(first - one())?,
            };
            let total = self.keep(t1 * (upto(last)? - below), self.steps.total);
            return Ok(self.step(builder, "total", "T1 × sum of the factors", total));
        }
        let sum = leg.curve.stretch(builder, (leg.position(first), terms), &format!("{}Σ", self.whose))?;
        let sum = self.factor(builder, "sum of the factors", "one factor for each, added", leg.scale * sum);
        let total = self.keep(t1 * sum, self.steps.total);
        Ok(self.step(builder, "total", "T1 × sum of the factors", total))
    }

    /// Units rounded one by one, and added.
    fn one_by_one(
        &self,
        builder: &Builder<'r>,
        leg: &Leg<'r>,
        (start, terms): Lot<'r>,
    ) -> Result<Expression<'r>, Fixed> {
        let counter = builder.recorder().counter();
        let keep = |value, places: Option<u32>| match places {
            Some(places) => in_sum(self.mode, value, places),
            None => Ok(value),
        };
        let factor = keep(leg.scale * leg.curve.term(start + counter)?, self.steps.factor)?;
        let unit = keep(leg.curve.first * factor, self.steps.unit)?;
        let added = builder.recorder().sum(MOST_ADDED, counter.less(terms) * unit);
        let few = terms.at_most(f64::from(MOST_ADDED).into());
        let total = few.choose(self.keep(added, self.steps.total), builder.none());
        let how = format!("each rounded, and added; at most {MOST_ADDED} of them");
        Ok(self.step(builder, "total of the rounded units", &how, total))
    }

    /// What a leg has of a lot.
    fn part(
        &self,
        builder: &Builder<'r>,
        (place, leg): (usize, &Leg<'r>),
        (first, last): Lot<'r>,
    ) -> Result<Expression<'r>, Fixed> {
        let count = |what: &str, value| {
            builder.step(
                &format!("{}part {}: {what}", self.whose, place + 1),
                "",
                Show::of(Kind::Count, ""),
                value,
            )
        };
        let low = count("first", if place == 0 { first } else { first.max(leg.first) });
        let high = count("last", leg.last.map_or(last, |end| last.min(end)));
        let terms = count("how many", (high - low + one()).max(0.0.into()));
        let total = if place == 0 && self.basis() == Basis::Unit {
            self.added(builder, (low, high), terms)?
        } else if place == 0 {
            self.between(builder, (low, high), terms)?
        } else {
            self.on_leg(builder, (place, leg), (leg.position(low), terms))?
        };
        let sure = self.end.is_none() && self.legs.len() == 1;
        Ok(if sure { total } else { terms.at_most(0.0.into()).choose(0.0.into(), total) })
    }

    fn on_leg(
        &self,
        builder: &Builder<'r>,
        (place, leg): (usize, &Leg<'r>),
        (position, terms): Lot<'r>,
    ) -> Result<Expression<'r>, Fixed> {
        let part = format!("part {}", place + 1);
        let position = self.factor(
            builder,
            &format!("{part}: position"),
            "where on the curve its first unit lies",
            position,
        );
        if self.steps.unit.is_some() && leg.curve.basis == Basis::Unit {
            return self.one_by_one(builder, leg, (position, terms));
        }
        let name = format!("{}{part}: Σ", self.whose);
        let sum =
            self.keep(leg.scale * leg.curve.stretch(builder, (position, terms), &name)?, self.steps.factor);
        let sum =
            self.factor(builder, &format!("{part}: sum of the factors"), "one factor for each, added", sum);
        let total = self.keep(leg.curve.first * sum, self.steps.total);
        Ok(self.step(builder, &format!("{part}: total"), "T1 × sum of the factors", total))
    }

    /// A lot of the first leg under the cumulative-average theory.
    fn between(
        &self,
        builder: &Builder<'r>,
        (first, last): Lot<'r>,
        terms: Expression<'r>,
    ) -> Result<Expression<'r>, Fixed> {
        let leg = &self.legs[0];
        if self.steps.carry_on() {
            let upper = self.at_the_start(builder, last)?.total;
            let below = self.at_the_start(builder, (first - one()).max(one()))?.total;
            let below = first.at_most(one()).choose(0.0.into(), below);
            let total = self.keep(upper - below, self.steps.total);
            return Ok(self.step(
                builder,
                "total of the lot",
                "total of the last - total before the first",
                total,
            ));
        }
        let position = leg.position(first);
        let sum = leg.curve.stretch(builder, (position, terms), &format!("{}lot", self.whose))?;
        let total = leg.curve.first * (leg.scale * sum);
        Ok(self.step(builder, "total of the lot", "total of the last - total before the first", total))
    }

    /// One item alone.
    pub(super) fn one(&self, builder: &Builder<'r>, number: Expression<'r>) -> Result<Expression<'r>, Fixed> {
        let Some(end) = &self.end else {
            return self.learning_one(builder, number);
        };
        let alone = self.learning_one(builder, self.learning(builder, number))?;
        let value = number.at_most(end.after).choose(alone, self.steady(builder)?);
        Ok(self.step(builder, "item N alone", "while learning its own, then the steady state", value))
    }

    fn learning_one(&self, builder: &Builder<'r>, number: Expression<'r>) -> Result<Expression<'r>, Fixed> {
        let mut value = None;
        for (place, leg) in self.legs.iter().enumerate().rev() {
            let within = leg.last.map_or(number, |last| number.min(last));
            let within = if place == 0 { within } else { within.max(leg.first) };
            let own = self.one_on_leg(builder, (place, leg), within)?;
            let chosen = match (value, leg.last) {
                (Some(later), Some(last)) => number.at_most(last).choose(own, later),
                _ => own,
            };
            value = Some(if place > 0 && place % CHOICES == 0 {
                let what = format!("item N alone, from part {} on", place + 1);
                self.step(builder, &what, "on its part of the run", chosen)
            } else {
                chosen
            });
        }
        let value = value.ok_or_else(|| Fixed::new("there is no curve"))?;
        Ok(self.step(builder, "item N alone", "on its part of the run", value))
    }

    fn one_on_leg(
        &self,
        builder: &Builder<'r>,
        (place, leg): (usize, &Leg<'r>),
        number: Expression<'r>,
    ) -> Result<Expression<'r>, Fixed> {
        let t1 = leg.curve.first;
        if place == 0 && self.basis() == Basis::CumulativeAverage && self.steps.carry_on() {
            let upper = self.at_the_start(builder, number)?.total;
            let below = self.at_the_start(builder, (number - one()).max(one()))?.total;
            let below = number.at_most(one()).choose(0.0.into(), below);
            let value = self.keep(upper - below, self.steps.unit);
            return Ok(self.step(builder, "item N alone", "total of N - total of N - 1", value));
        }
        let position = leg.position(number);
        if place == 0 && self.basis() == Basis::CumulativeAverage {
            let share = leg.scale * leg.curve.stretch(builder, (position, one()), &self.named("item N"))?;
            return Ok(self.step(builder, "item N alone", "total of N - total of N - 1", t1 * share));
        }
        let factor = match leg.curve.basis {
            Basis::Unit => leg.curve.value(builder, position)?,
            Basis::CumulativeAverage => {
                leg.curve.stretch(builder, (position, one()), &self.named("item N"))?
            }
        };
        let factor = self.keep(leg.scale * factor, self.steps.factor);
        let factor = self.factor(builder, "factor of item N", &leg.curve.formula(), factor);
        let value = self.keep(t1 * factor, self.steps.unit);
        Ok(self.step(builder, "item N alone", "T1 × factor", value))
    }

    /// The total of a lot.
    pub(super) fn lot(&self, builder: &Builder<'r>, (first, last): Lot<'r>) -> Result<Expression<'r>, Fixed> {
        let Some(end) = &self.end else {
            return self.learned_lot(builder, (first, last));
        };
        let learned = self.learned_lot(builder, (first, self.learning(builder, last)))?;
        let rest = (last - end.after.max(first - one())).max(0.0.into());
        let total = self.keep(learned + rest * self.steady(builder)?, self.steps.total);
        let how = "those that learn + later ones × steady state";
        Ok(self.step(builder, "total of the lot with what comes after learning", how, total))
    }

    fn learned_lot(&self, builder: &Builder<'r>, (first, last): Lot<'r>) -> Result<Expression<'r>, Fixed> {
        let mut parts = Vec::with_capacity(self.legs.len());
        for (place, leg) in self.legs.iter().enumerate() {
            parts.push(self.part(builder, (place, leg), (first, last))?);
        }
        let total = builder.sum(&self.named("total of the lot"), &self.show, parts);
        let total = self.keep(total, self.steps.total);
        Ok(self.step(builder, "total of the lot, by parts", "", total))
    }

    /// Each item after learning's end.
    pub(super) fn steady(&self, builder: &Builder<'r>) -> Result<Expression<'r>, Fixed> {
        let end = self.end.as_ref().ok_or_else(|| Fixed::new("learning never ends"))?;
        let after = end.after;
        let (how, value) = match end.rule {
            SteadyRule::LastUnit => ("the last one that learns", self.learning_one(builder, after)?),
            SteadyRule::Average => ("the average when learning ends", self.learned(builder, after)?.average),
            SteadyRule::LastDoubling => {
                let half = after / 2.0.into();
                let lot = self.learned_lot(builder, (half + one(), after))?;
                ("the average over the last doubling", self.keep(lot / half, self.steps.unit))
            }
            SteadyRule::Given(_) => ("as given", end.given),
        };
        Ok(self.step(builder, "steady state", how, value))
    }
}
