//! A question in words: what is to be found.

use rust_decimal::Decimal;

use super::notation::{decimal_number, grouped};
use crate::curve::Lot;
use crate::question::{CostOf, Limit, Of, Profit, Question, Reported, Subject, Target};

/// What a question asks for, as it would be said: `the average time of the first 128 units`.
///
/// # Example
///
/// ```
/// use learncurve::explain::task;
/// let text = "[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[question]]\nfind.average = { units = 128 }";
/// let scenario = learncurve::scenario::load(text).remove(0).scenario.unwrap();
/// let asked = &scenario.questions[0];
/// assert_eq!(task(&scenario.whole, &asked.question, asked.of), "the average time of the first 128 units");
/// ```
pub fn task<'a>(subject: impl Into<Subject<'a>>, question: &Question, of: Of) -> String {
    let subject = subject.into();
    let name = of.name();
    let amount = |value: Decimal| format!("{} {}", decimal_number(value), unit(subject, of));
    let money = |value: Decimal| format!("{} {}", decimal_number(value), subject.money_unit());
    match question {
        Question::Average { units } => format!("the average {name} of {}", first(*units)),
        Question::LotAverage(own) => format!("the average {name} of {}", lot(own)),
        Question::Total { units } => format!("the total {name} of {}", first(*units)),
        Question::Unit { number } => format!("the {name} of unit {} alone", grouped(*number)),
        Question::Lot(own) => format!("the total {name} of {}", lot(own)),
        Question::SteadyState => format!("the {name} of each unit once learning has ended"),
        Question::LearningRate => "the learning rate".to_owned(),
        Question::Index => "the index b of the curve".to_owned(),
        Question::FirstUnit => "what the first unit takes".to_owned(),
        Question::Midpoint(own) => {
            format!("the midpoint of {}: the unit that takes their average", lot(own))
        }
        Question::Units(Limit::Total(limit)) => {
            format!("the most units whose total {name} is at most {}", amount(*limit))
        }
        Question::Units(Limit::Average(limit)) => {
            format!("the fewest units whose average {name} is at most {}", amount(*limit))
        }
        Question::Units(Limit::Unit(limit)) => {
            format!("the first unit whose own {name} is at most {}", amount(*limit))
        }
        Question::Price(cost, profit) => {
            let profit = match profit {
                Profit::Markup(share) => format!("a markup of {} on the cost", percent(*share)),
                Profit::Margin(share) => format!("a margin of {} of the price", percent(*share)),
            };
            format!("the price of {}, at {profit}", each(*cost))
        }
        Question::CostGap(cost, target) => {
            let target = match target {
                Target::Given(target) => format!("its target of {}", money(*target)),
                Target::OfPrice { price, margin } => {
                    format!("a price of {} less a margin of {}", money(*price), percent(*margin))
                }
            };
            format!("the gap between the cost of {} and {target}", each(*cost))
        }
        Question::BreakEven { price, fixed } => {
            let fixed = if fixed.is_zero() {
                "what is paid once".to_owned()
            } else {
                format!("{} of fixed costs", money(*fixed))
            };
            format!("the fewest units that, sold at {} each, cover {fixed}", money(*price))
        }
        Question::Variance(own) => {
            let report = match own.report {
                Reported::Efficiency => "efficiency",
                Reported::Rate => "rate",
                Reported::Planning => "planning",
                Reported::Operational => "operational",
                Reported::Total => "total labour",
            };
            let (units, unit) = (grouped(own.units), unit(subject, Of::Time));
            let time = decimal_number(own.time);
            format!("the {report} variance where {units} units took {time} {unit}")
        }
        Question::Table(counts) => format!("the {name}s at {} numbers of units", counts.len()),
        Question::Schedule { periods, .. } => {
            let many = if periods.len() == 1 { "period" } else { "periods" };
            format!("what each of {} {many} takes", periods.len())
        }
        Question::Sensitivity(own) => {
            format!("how {} varies with what is assumed", task(subject, &own.find, of))
        }
        Question::Training(ask) => super::training::task(*ask, &subject.money_unit()),
    }
}

fn unit(subject: Subject<'_>, of: Of) -> String {
    match of {
        Of::Time => subject.measure_unit(),
        Of::Cost => subject.money_unit(),
    }
}

fn first(units: u64) -> String {
    if units == 1 { "the first unit".to_owned() } else { format!("the first {} units", grouped(units)) }
}

fn lot(lot: &Lot) -> String {
    if lot.quantity() == 1 {
        format!("unit {}", grouped(lot.first()))
    } else {
        format!("units {} to {}", grouped(lot.first()), grouped(lot.last()))
    }
}

fn each(cost: CostOf) -> String {
    match cost {
        CostOf::First(1) => "the first unit".to_owned(),
        CostOf::First(units) => format!("each of {}, on average", first(units)),
        CostOf::Lot(own) => format!("each of {}, on average", lot(&own)),
        CostOf::Unit(number) => format!("unit {}", grouped(number)),
        CostOf::Steady => "each unit once learning has ended".to_owned(),
    }
}

/// A share as a percentage.
pub(super) fn percent(share: Decimal) -> String {
    format!("{}%", decimal_number(share * Decimal::ONE_HUNDRED))
}
