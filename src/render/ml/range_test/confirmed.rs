//! Short trainings inside a zone: which step size was best on rows that were held out.

use serde_json::{Value, json};

use super::super::super::fit::significant;
use super::super::super::sheet::Block;
use super::lr;

/// Trainings at step sizes of the zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmed {
    /// The updates of each.
    pub steps: u64,
    /// The seeds at each lr.
    pub seeds: usize,
    /// The step sizes, from the zone's lower edge to its upper; none where there was no zone.
    pub tried: Vec<Tried>,
}

/// Trainings at one step size.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The lr.
    pub lr: f64,
    /// The held-out accuracy of each at its end, a share.
    pub accuracies: Vec<f64>,
    /// The held-out loss of each at its end, in nats.
    pub losses: Vec<f64>,
    /// How many diverged.
    pub diverged: usize,
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / crate::curve::count(values.len() as u64)
}

impl Tried {
    fn accuracy(&self) -> f64 {
        mean(&self.accuracies)
    }
}

impl Confirmed {
    /// The step size with the highest mean accuracy, of those at which none diverged; the least of several.
    pub fn best(&self) -> Option<&Tried> {
        let sound = self.tried.iter().filter(|tried| tried.diverged == 0);
        sound.reduce(|best, tried| if tried.accuracy() > best.accuracy() { tried } else { best })
    }

    /// As it is read.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let title = Block::Heading(2, format!("Tried: {} updates at step sizes of the zone", self.steps));
        if self.tried.is_empty() {
            return vec![title, Block::Line("There is no zone to try step sizes of.".to_owned())];
        }
        let percent = |share: f64| format!("{:.1}%", 100.0 * share);
        let heading = ["lr", "held-out accuracy", "from", "to", "held-out loss", "diverged"];
        let rows = self.tried.iter().map(|tried| {
            let low = tried.accuracies.iter().copied().fold(f64::INFINITY, f64::min);
            let high = tried.accuracies.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            vec![
                lr(tried.lr),
                percent(tried.accuracy()),
                percent(low),
                percent(high),
                significant(mean(&tried.losses), 3),
                format!("{} of {}", tried.diverged, tried.accuracies.len()),
            ]
        });
        let told = match self.best() {
            Some(best) => format!(
                "Best on the held-out rows: lr {}, {} right. Means over {} seeds; step sizes whose ranges overlap are not told apart by so few.",
                lr(best.lr),
                percent(best.accuracy()),
                self.seeds
            ),
            None => {
                "At each of them a training diverged: take the lower edge, or test over smaller step sizes."
                    .to_owned()
            }
        };
        vec![title, Block::Table(heading.map(str::to_owned).to_vec(), rows.collect()), Block::Line(told)]
    }

    /// As an object.
    pub(super) fn object(&self) -> Value {
        let tried = self.tried.iter().map(|tried| {
            json!({
                "lr": tried.lr, "accuracies": tried.accuracies, "losses": tried.losses, "diverged": tried.diverged,
                "accuracy": tried.accuracy(),
            })
        });
        json!({
            "steps": self.steps, "seeds": self.seeds, "best": self.best().map(|best| best.lr),
            "tried": tried.collect::<Vec<_>>(),
        })
    }
}
