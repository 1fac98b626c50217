//! Answers about a training: its figures, headline first.

use rust_decimal::Decimal;

use super::effort::Spend;
use super::figures::{Figures, flop, scaled, significant};
use super::learning::{best_size, doubling, marginal};
use super::schedule::{break_even, saving, step_size, zone};
use super::trace::Trace;
use super::{Ask, Means, Sweep, Training};
use crate::question::figure::{Figure, Table};
use crate::question::{Answer, Error, Question, Trace as Any, natural_places};

/// What a question comes to.
type Made = Result<(Vec<Figure>, Trace), Error>;

/// Answers one question about a training.
pub(in super::super) fn answer(training: &Training, ask: Ask) -> Result<Answer, Error> {
    let figures = Figures { training };
    let (figures, trace) = match ask {
        Ask::Cost => figures.of_cost(),
        Ask::Budget { budget } => figures.of_budget(budget),
        Ask::BestSize(means) => figures.of_best_size(means),
        Ask::Reach { loss } => figures.of_reach(loss),
        Ask::Marginal { at, step } => figures.of_marginal(at, step),
        Ask::Doubling { spend } => figures.of_doubling(spend),
        Ask::Saving { against } => figures.of_saving(against),
        Ask::BreakEven { against, sweep } => figures.of_break_even(against, sweep),
        Ask::StepSize { update } => figures.of_step_size(update),
        Ask::Zone => figures.of_zone(),
    }?;
    let (question, of) = (Question::Training(ask), ask.of());
    Ok(Answer { question, of, figures, table: Table::default(), trace: Any::Training(trace) })
}

impl Figures<'_> {
    fn of_cost(&self) -> Made {
        let training = self.training;
        let spend = Spend::of_all(training)?;
        let mut list = vec![self.money("training cost", spend.cost)];
        list.extend(self.taken(&spend));
        list.extend(self.each()?);
        list.extend(self.learned(spend.count)?);
        Ok((list, Trace::Cost(spend)))
    }

    fn of_budget(&self, budget: Decimal) -> Made {
        let training = self.training;
        let (run, price) = (&training.run, training.priced()?);
        let affordable = run.affordable(price, budget)?;
        let each = run.cost(price, Decimal::ONE)?;
        let counts = run.counts();
        let (at, beyond) = if counts.is_whole() {
            let mut count = affordable.floor();
            // The quotient has 28 digits, and the last of them may be one too high.
            if run.cost(price, count)? > budget {
                count -= Decimal::ONE;
            }
            if count < Decimal::ONE {
                let one = self.decimal("", each, natural_places(each), &training.money_unit());
                let why = format!("one {} already costs {}", counts.one(), one.text());
                return Err(Error::NoTraining { why });
            }
            {
                let next = count.checked_add(Decimal::ONE).ok_or_else(|| Error::too_large(counts.name()))?;
                (Spend::of(training, count)?, Some(Spend::of(training, next)?))
            }
        } else {
            (Spend::of(training, affordable)?, None)
        };
        let mut list = vec![self.count("most that the budget pays for", at.count)];
        list.push(self.money("cost", at.cost));
        list.push(self.money("left of the budget", budget - at.cost));
        list.extend(self.taken(&at));
        list.extend(self.learned(at.count)?);
        Ok((list, Trace::Budget { budget, each, affordable, at, beyond }))
    }

    fn of_best_size(&self, means: Means) -> Made {
        let best = best_size(self.training, means)?;
        let mut list = vec![
            scaled("best size", best.size.parameters, "parameters")?,
            scaled("trained on", best.size.tokens, "tokens")?,
            significant("tokens per parameter", best.size.tokens / best.size.parameters, "")?,
            self.loss("loss reached", best.loss)?,
            flop("compute", best.flop),
        ];
        if let Some(spend) = &best.spend {
            list.push(self.money("cost", spend.cost));
            list.extend(self.taken(spend).into_iter().filter(|figure| figure.name != "compute"));
        }
        Ok((list, Trace::BestSize(best)))
    }

    fn of_reach(&self, target: Decimal) -> Made {
        let training = self.training;
        let followed = training.learns()?.followed(&training.run);
        let place = followed.reach(training, target)?;
        let headline = format!("cost to reach {} {target}", followed.metric);
        let mut list = vec![self.money(&headline, place.spend.cost)];
        list.extend(self.length(&place.spend));
        list.extend(self.led_to(&followed.metric, &place)?);
        Ok((list, Trace::Reach { target, followed, place: Box::new(place) }))
    }

    fn of_marginal(&self, at: Option<Decimal>, step: Decimal) -> Made {
        let training = self.training;
        let followed = training.learns()?.followed(&training.run);
        let made = marginal(training, at, step)?;
        let metric = &followed.metric;
        let mut list = vec![self.money(&format!("marginal cost of {step} less {metric}"), made.by_slope)];
        if let Some((_, more)) = &made.whole {
            list.push(self.money(&format!("cost of the whole next {step}"), *more));
        }
        list.push(self.money("cost so far", made.from.spend.cost));
        list.push(self.count("length so far", made.from.spend.count));
        list.push(self.loss(&format!("{metric} so far"), made.at.0)?);
        Ok((list, Trace::Marginal(followed, Box::new(made))))
    }

    fn of_doubling(&self, spend: Option<Decimal>) -> Made {
        let training = self.training;
        let followed = training.learns()?.followed(&training.run);
        let made = doubling(training, spend)?;
        let metric = &followed.metric;
        let left =
            self.loss(&format!("{metric} above its floor left by a doubling of the spend"), made.left)?;
        let mut list = vec![Figure { unit: "%".to_owned(), ..left }];
        if let Some((before, after)) = &made.places {
            list.push(self.money("spend", before.spend.cost));
            list.push(self.loss(&format!("{metric} before"), before.loss)?);
            list.push(self.loss(&format!("{metric} after"), after.loss)?);
            list.push(self.loss("fall", before.loss - after.loss)?);
        }
        list.push(self.loss(&format!("floor of the {metric}"), followed.law.floor())?);
        Ok((list, Trace::Doubling(followed, Box::new(made))))
    }

    fn of_saving(&self, against: Decimal) -> Made {
        let made = saving(self.training, against)?;
        let mut list = vec![self.money("saving of a training", made.saving)];
        list.extend(self.sides(&made)?);
        Ok((list, Trace::Saving(made)))
    }

    fn of_break_even(&self, against: Decimal, sweep: Sweep) -> Made {
        let saving = saving(self.training, against)?;
        let (paid, trainings) = break_even(self.training, &saving, sweep)?;
        let net = trainings
            .checked_mul(saving.saving)
            .and_then(|saved| saved.checked_sub(paid))
            .ok_or_else(|| Error::too_large("the savings"))?;
        let unit = if trainings == Decimal::ONE { "training" } else { "trainings" };
        let mut list = vec![
            Figure::of_number("trainings that pay for the sweep", trainings, 0, unit),
            self.money("cost of the sweep", paid),
            self.money("saving of a training", saving.saving),
            self.money("saved once the sweep is paid", net),
        ];
        list.extend(self.sides(&saving)?);
        Ok((list, Trace::BreakEven { saving, sweep, paid, trainings }))
    }

    fn of_step_size(&self, update: u64) -> Made {
        let (lr, momentum) = step_size(self.training, update)?;
        let mut list = vec![self.loss("lr", lr)?];
        if let Some(momentum) = momentum {
            list.push(self.loss("momentum", momentum)?);
        }
        Ok((list, Trace::StepSize { update, lr }))
    }

    fn of_zone(&self) -> Made {
        let analysis = zone(self.training)?;
        let mut list = Vec::new();
        for (name, edge) in [("zone up to lr", analysis.diverges), ("zone from lr", analysis.steepest)] {
            let Some(edge) = edge else { continue };
            list.push(significant(name, edge.lr, "")?);
            if let Some((low, high)) = edge.interval {
                list.push(significant(&format!("{name}, 95% interval from"), low, "")?);
                list.push(significant(&format!("{name}, 95% interval to"), high, "")?);
            }
        }
        for (name, lr) in [("maximum of a cycle", analysis.maximum()), ("base of a cycle", analysis.base())] {
            if let Some(lr) = lr {
                list.push(significant(name, lr, "")?);
            }
        }
        Ok((list, Trace::Zone(Box::new(analysis))))
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
