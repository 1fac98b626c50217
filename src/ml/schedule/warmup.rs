//! Rises at the beginning: before any schedule, and the schedules that have one of their own.

use super::{Schedule, real};

/// A rise in a straight line before another schedule.
///
/// Update t below `steps` has `from + (to - from) (t + first)/steps`.
#[derive(Debug, Clone, PartialEq)]
pub struct Warmup {
    /// Updates of it.
    pub steps: u64,
    /// Where it begins.
    pub from: f64,
    /// Where it goes to.
    pub to: f64,
    /// 0 where the first update has `from`, 1 where it is a step above it.
    pub first: u64,
    /// What follows.
    pub then: Schedule,
    /// From where that counts.
    pub origin: Origin,
}

/// From where a schedule after a warm-up counts its updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From its own first.
    Own,
    /// From the first of all: its head is skipped, as timm does by default.
    All,
}

impl Warmup {
    pub(super) fn at(&self, t: u64) -> f64 {
        if t < self.steps {
            return self.from + (self.to - self.from) * (real(t + self.first) / real(self.steps));
        }
        self.then.at(self.place(t))
    }

    /// The update of what follows; its first during the rise.
    fn place(&self, t: u64) -> u64 {
        if self.origin == Origin::Own { t.saturating_sub(self.steps) } else { t }
    }

    /// The momentum of what follows; during the rise that of its first update.
    pub(super) fn momentum(&self, t: u64) -> Option<f64> {
        self.then.momentum(self.place(t))
    }
}

/// Falls with the root of the updates after a rise: `lr t/warmup`, then `lr/sqrt((t + timescale - warmup)/timescale)`.
#[derive(Debug, Clone, PartialEq)]
pub struct InverseRoot {
    /// The lr after the rise.
    pub lr: f64,
    /// Updates of the rise.
    pub warmup: u64,
    /// Updates that count as one in the root.
    pub timescale: f64,
}

impl InverseRoot {
    pub(super) fn at(&self, t: u64) -> f64 {
        if t < self.warmup {
            return self.lr * real(t) / real(self.warmup);
        }
        self.lr / ((real(t) + self.timescale - real(self.warmup)) / self.timescale).sqrt()
    }
}

/// That of the paper on transformers: `factor size^-0.5 min(s^-0.5, s warmup^-1.5)`, s = t + 1.
///
/// Source: A. Vaswani and others, Attention is all you need, 2017, equation 3.
#[derive(Debug, Clone, PartialEq)]
pub struct Noam {
    /// A factor.
    pub factor: f64,
    /// The width of the model.
    pub size: f64,
    /// Updates of the rise.
    pub warmup: u64,
}

impl Noam {
    pub(super) fn at(&self, t: u64) -> f64 {
        let step = real(t) + 1.0;
        self.factor / self.size.sqrt() * (1.0 / step.sqrt()).min(step * real(self.warmup).powf(-1.5))
    }
}

/// A warm-up, a plateau and a decay, then the end held.
#[derive(Debug, Clone, PartialEq)]
pub struct Stable {
    /// The lr of the plateau.
    pub lr: f64,
    /// The lr at the end.
    pub end: f64,
    /// Updates of the rise from `from`.
    pub warmup: u64,
    /// Where the rise begins.
    pub from: f64,
    /// Along what it goes.
    pub rise: StableRise,
    /// Updates of the plateau.
    pub stable: u64,
    /// Updates of the decay.
    pub decay: u64,
    /// Along what it decays.
    pub shape: StableEnd,
}

/// Along what the rise to a plateau goes, with p the share that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StableRise {
    /// `p`.
    Linear,
    /// `(1 - cos(pi p))/2`.
    Cosine,
    /// `1 - sqrt(1 - p)`.
    Root,
}

/// Along what the end of a plateau decays, with p the share that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StableEnd {
    /// `1 - p`.
    Linear,
    /// `(1 + cos(pi p))/2`.
    Cosine,
    /// `1 - sqrt(p)`.
    Root,
}

impl Stable {
    pub(super) fn at(&self, t: u64) -> f64 {
        if t < self.warmup {
            let done = real(t) / real(self.warmup);
            let share = match self.rise {
                StableRise::Linear => done,
                StableRise::Cosine => 0.5 * (1.0 - (std::f64::consts::PI * done).cos()),
                StableRise::Root => 1.0 - (1.0 - done).sqrt(),
            };
            return self.from + (self.lr - self.from) * share;
        }
        let t = t - self.warmup;
        if t < self.stable {
            return self.lr;
        }
        let t = t - self.stable;
        if t >= self.decay {
            return self.end;
        }
        let done = real(t) / real(self.decay);
        let share = match self.shape {
            StableEnd::Linear => 1.0 - done,
            StableEnd::Cosine => 0.5 * (1.0 + (std::f64::consts::PI * done).cos()),
            StableEnd::Root => 1.0 - done.sqrt(),
        };
        self.end + (self.lr - self.end) * share
    }
}
