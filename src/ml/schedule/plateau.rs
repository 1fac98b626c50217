//! Lowered when a metric no longer gets better.

/// The lr over a metric that is known: lowered when it has not become better for longer than `patience` updates.
///
/// Better than `best` by more than the threshold: relative `best (1 -+ threshold)`, absolute `best -+ threshold`. With the count
/// of updates that were not, `bad > patience` lowers the lr to `max(lr factor, least)`, where that is by more than `least_change`, and
/// `cooldown` updates follow that don't count. The metric of update t bears on the lr of update t + 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Plateau {
    /// The lr of each update.
    lr: Vec<f64>,
}

/// Whether a metric is better when it is lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Lower is better, as of a loss.
    Min,
    /// Higher is better, as of an accuracy.
    Max,
}

/// By how much a metric has to be better to count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Threshold {
    /// By a share of the best.
    Relative(f64),
    /// By so much.
    Absolute(f64),
}

/// What a plateau's schedule is made with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The lr at the beginning.
    pub lr: f64,
    /// What it is multiplied by, from 0 to below 1.
    pub factor: f64,
    /// Updates that may be no better.
    pub patience: u64,
    /// Updates after a lowering that don't count.
    pub cooldown: u64,
    /// The least lr.
    pub least: f64,
    /// A lowering by no more than this is none.
    pub least_change: f64,
    /// Which way is better.
    pub direction: Direction,
    /// By how much.
    pub threshold: Threshold,
    /// Whether `patience` updates that are no better lower it already, as in Keras, and not one more; the one in which a
    /// cooldown ends counts then.
    pub at_patience: bool,
}

impl Plateau {
    /// The schedule over a metric; a metric that is NaN is no better.
    pub fn new(metric: &[f64], settings: Settings) -> Self {
        let mut lr = settings.lr;
        let sign = if settings.direction == Direction::Min { 1.0 } else { -1.0 };
        let (mut best, mut bad, mut cooling) = (f64::INFINITY * sign, 0, 0);
        let mut table = Vec::with_capacity(metric.len());
        for value in metric {
            table.push(lr);
            let bound = match settings.threshold {
                _ if best.is_infinite() => best,
                Threshold::Relative(share) => best * (1.0 - sign * share),
                Threshold::Absolute(by) => best - sign * by,
            };
            let better = sign * value < sign * bound;
            // Keras counts the update in which a cooldown ends; PyTorch does not.
            let counts = cooling == 0 || settings.at_patience && cooling == 1;
            if cooling > 0 {
                (cooling, bad) = (cooling - 1, 0);
            }
            if better {
                (best, bad) = (*value, 0);
            } else if counts {
                bad += 1;
            }
            if bad > settings.patience || (settings.at_patience && bad == settings.patience && bad > 0) {
                let lower = (lr * settings.factor).max(settings.least);
                if lr - lower > settings.least_change {
                    lr = lower;
                }
                (cooling, bad) = (settings.cooldown, 0);
            }
        }
        Self { lr: table }
    }

    pub(super) fn at(&self, t: u64) -> f64 {
        usize::try_from(t).ok().and_then(|t| self.lr.get(t)).or(self.lr.last()).copied().unwrap_or(f64::NAN)
    }

    pub(super) fn len(&self) -> u64 {
        self.lr.len() as u64
    }

    pub(super) fn fill(&self, first: u64, into: &mut [f64]) {
        for (t, into) in (first..).zip(into) {
            *into = self.at(t);
        }
    }
}
