//! What is asked of a training, in words.

use super::super::notation::{decimal_number, grouped};
use super::large;
use crate::question::training::{Ask, Means, Sweep};

/// What a question asks for: `the cost of the training`.
pub(in crate::explain) fn task(ask: Ask, currency: &str) -> String {
    let money = |value| format!("{} {currency}", decimal_number(value));
    match ask {
        Ask::Cost => "the cost of the training".to_owned(),
        Ask::Budget { budget } => format!("as much training as {} pays for", money(budget)),
        Ask::BestSize(Means::Budget(budget)) => {
            format!("the best size of a model for {}, and its tokens", money(budget))
        }
        Ask::BestSize(Means::Flop(flop)) => {
            format!("the best size of a model for {} FLOP, and its tokens", large(flop))
        }
        Ask::Reach { loss } => format!("the cost of a training down to {}", decimal_number(loss)),
        Ask::Marginal { step, .. } => format!("the cost of the next {} of the loss", decimal_number(step)),
        Ask::Doubling { .. } => "what twice the spend leaves of the loss above its floor".to_owned(),
        Ask::Saving { against } => {
            format!("the saving against a schedule of length {}", decimal_number(against))
        }
        Ask::BreakEven { against, sweep } => {
            let sweep = match sweep {
                Sweep::Cost(cost) => money(cost),
                Sweep::Hours(hours) => format!("{} device-hours", decimal_number(hours)),
            };
            format!(
                "the trainings that pay for a sweep of {sweep}, against a schedule of length {}",
                decimal_number(against)
            )
        }
        Ask::StepSize { update } => format!("the lr of update {}", grouped(update)),
        Ask::Zone => "the zone of good lr, from the range test".to_owned(),
    }
}
