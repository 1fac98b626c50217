//! Schedules of the step size: what it is at every update, as the well-known libraries have it and as you like.
//!
//! An update is counted from 0; a schedule's value at `t` is the lr that update number `t` is made with.

mod cosine;
mod cyclic;
mod decay;
pub mod keys;
pub mod named;
mod one_cycle;
mod plateau;
mod warmup;

pub use cosine::{Cosine, Decays, PastEnd, RestartShape, Restarts};
pub use cyclic::{Cyclic, Scaling};
pub use decay::{Change, Decay, DecayKind, Polynomial, Ramp, RampPosition, RampShape};
pub use one_cycle::{Anneal, OneCycle};
pub use plateau::{Direction, Plateau, Settings, Threshold};
pub use warmup::{InverseRoot, Noam, Origin, Stable, StableEnd, StableRise, Warmup};

/// What the step size is at each update.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Schedule {
    /// The same, perhaps times a factor for the first updates.
    Constant {
        /// The lr.
        lr: f64,
        /// What it is multiplied by at first.
        factor: f64,
        /// For how many updates.
        steps: u64,
    },
    /// Multiplied or divided by the count of updates, smoothly or in stairs.
    Decay(Decay),
    /// Multiplied by `gamma` at each milestone.
    MultiStep {
        /// The lr at the beginning.
        lr: f64,
        /// The factor.
        gamma: f64,
        /// The milestones, ascending; one that is there twice counts twice.
        milestones: Vec<u64>,
        /// Whether the milestone itself has the new value.
        change: Change,
    },
    /// One value after another.
    Piecewise {
        /// The values, one more than boundaries.
        values: Vec<f64>,
        /// Where the next begins, ascending.
        boundaries: Vec<u64>,
        /// Whether the boundary itself has the new value.
        change: Change,
    },
    /// A power of what is left.
    Polynomial(Polynomial),
    /// From one value to another, evenly, along a cosine, by ratios, or by a power of what is done.
    Ramp(Ramp),
    /// Half a cosine.
    Cosine(Cosine),
    /// Falls that start again.
    Restarts(Restarts),
    /// Falls with the root of the updates.
    InverseRoot(InverseRoot),
    /// That of the paper on transformers.
    Noam(Noam),
    /// Warm-up, a plateau, a decay.
    Stable(Stable),
    /// Up and down between two values.
    Cyclic(Cyclic),
    /// Up once and down once.
    OneCycle(OneCycle),
    /// Lowered when a metric no longer gets better, over a metric for each update.
    Plateau(Plateau),
    /// A rise before another schedule.
    Warmup(Box<Warmup>),
    /// One after another, each from its own update 0.
    Sequence {
        /// The schedules.
        parts: Vec<Schedule>,
        /// The update at which each but the first begins, ascending.
        milestones: Vec<u64>,
    },
    /// The product of two, the second a factor.
    Product(Box<(Schedule, Schedule)>),
}

impl Schedule {
    /// The same lr, above 0, at every update.
    pub fn constant(lr: f64) -> Self {
        Self::Constant { lr, factor: 1.0, steps: 0 }
    }

    /// The lr of update `t`.
    ///
    /// # Example
    ///
    /// Smith's triangular policy of 2017: from 0.001 to 0.006 in 2,000 updates.
    ///
    /// ```
    /// use learncurve::ml::schedule::named::{Like, named};
    /// use learncurve::ml::schedule::keys::Keys;
    /// let mut keys = Keys::parse(["base=0.001", "max=0.006", "step_size=2000"]).unwrap();
    /// let triangular = named("triangular", Like::Own, &mut keys).unwrap();
    /// assert!((triangular.at(1_000) - 0.0035).abs() < 1e-15 && (triangular.at(2_000) - 0.006).abs() < 1e-15);
    /// ```
    pub fn at(&self, t: u64) -> f64 {
        match self {
            Self::Constant { lr, factor, steps } => {
                if t < *steps {
                    lr * factor
                } else {
                    *lr
                }
            }
            Self::Decay(decay) => decay.at(t),
            Self::MultiStep { lr, gamma, milestones, change } => {
                lr * gamma.powi(i32::try_from(change.passed(milestones, t)).unwrap_or(i32::MAX))
            }
            Self::Piecewise { values, boundaries, change } => {
                values[change.passed(boundaries, t).min(values.len() - 1)]
            }
            Self::Polynomial(polynomial) => polynomial.at(t),
            Self::Ramp(ramp) => ramp.at(t),
            Self::Cosine(cosine) => cosine.at(t),
            Self::Restarts(restarts) => restarts.at(t),
            Self::InverseRoot(root) => root.at(t),
            Self::Noam(noam) => noam.at(t),
            Self::Stable(stable) => stable.at(t),
            Self::Cyclic(cyclic) => cyclic.at(t),
            Self::OneCycle(cycle) => cycle.at(t),
            Self::Plateau(plateau) => plateau.at(t),
            Self::Warmup(warmup) => warmup.at(t),
            Self::Sequence { parts, milestones } => {
                let place = milestones.partition_point(|milestone| *milestone <= t).min(parts.len() - 1);
                parts[place].at(if place == 0 { t } else { t - milestones[place - 1] })
            }
            Self::Product(both) => both.0.at(t) * both.1.at(t),
        }
    }

    /// The momentum of update `t`, where the schedule cycles it.
    pub fn momentum(&self, t: u64) -> Option<f64> {
        match self {
            Self::Cyclic(cyclic) => cyclic.momentum(t),
            Self::OneCycle(cycle) => cycle.momentum(t),
            Self::Sequence { parts, milestones } => {
                let place = milestones.partition_point(|milestone| *milestone <= t).min(parts.len() - 1);
                parts[place].momentum(if place == 0 { t } else { t - milestones[place - 1] })
            }
            Self::Warmup(warmup) => warmup.momentum(t),
            Self::Product(both) => both.0.momentum(t).or_else(|| both.1.momentum(t)),
            _ => None,
        }
    }

    /// The number of updates after which the schedule's library raises an error; none where it goes on for ever.
    pub fn ends(&self) -> Option<u64> {
        match self {
            Self::OneCycle(cycle) => cycle.ends(),
            Self::Plateau(plateau) => Some(plateau.len()),
            Self::Warmup(warmup) => warmup.then.ends().map(|ends| ends.saturating_add(warmup.steps)),
            Self::Sequence { parts, milestones } => {
                let starts = std::iter::once(0).chain(milestones.iter().copied());
                let next = milestones.iter().copied().chain([u64::MAX]);
                let ends = parts.iter().zip(starts).zip(next).filter_map(|((part, start), next)| {
                    part.ends().map(|ends| ends.saturating_add(start)).filter(|ends| *ends < next)
                });
                ends.min()
            }
            Self::Product(both) => [both.0.ends(), both.1.ends()].into_iter().flatten().min(),
            _ => None,
        }
    }

    /// Fills a slice with the lr of updates from `first` on.
    pub fn fill(&self, first: u64, into: &mut [f64]) {
        match self {
            Self::Plateau(plateau) => plateau.fill(first, into),
            Self::Decay(decay) => decay.fill(first, into),
            Self::Restarts(restarts) => restarts.fill(first, into),
            Self::Cosine(cosine) => each(first, into, |t| cosine.at(t)),
            Self::Cyclic(cyclic) => each(first, into, |t| cyclic.at(t)),
            Self::OneCycle(cycle) => each(first, into, |t| cycle.at(t)),
            Self::Polynomial(polynomial) => each(first, into, |t| polynomial.at(t)),
            _ => each(first, into, |t| self.at(t)),
        }
    }

    /// The lr of the first `steps` updates.
    pub fn table(&self, steps: usize) -> Vec<f64> {
        let mut table = vec![0.0; steps];
        self.fill(0, &mut table);
        table
    }
}

fn each(first: u64, into: &mut [f64], at: impl Fn(u64) -> f64) {
    for (t, into) in (first..).zip(into) {
        *into = at(t);
    }
}

/// A count of updates as a number; exact to 2^53, beyond which no training goes.
#[expect(clippy::cast_precision_loss, reason = "no training has 2^53 updates")]
fn real(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
#[path = "schedule/schedule_tests.rs"]
mod tests;
