//! Cosines: half of one, and ones that start again.

use std::f64::consts::PI;

use super::real;

/// Half a cosine: `end + (lr - end) ((1 + cos(pi cycles 2 t/steps))/2)^exponent`.
#[derive(Debug, Clone, PartialEq)]
pub struct Cosine {
    /// The lr at the beginning.
    pub lr: f64,
    /// The lr at the end.
    pub end: f64,
    /// Updates from one to the other.
    pub steps: u64,
    /// Whole cosines within them; 0.5 is from top to bottom.
    pub cycles: f64,
    /// The power of the share of it.
    pub exponent: f64,
    /// What comes after.
    pub past: PastEnd,
}

/// What a cosine does past its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PastEnd {
    /// It stays there, as in Keras and Optax.
    Hold,
    /// It goes on along the cosine and rises again, as in PyTorch and transformers.
    Rise,
    /// It starts again after one update more, as in burn 0.21.
    Restart,
}

impl Cosine {
    pub(super) fn at(&self, t: u64) -> f64 {
        let t = match self.past {
            PastEnd::Hold => t.min(self.steps),
            PastEnd::Rise => t,
            PastEnd::Restart => t % (self.steps + 1),
        };
        let share = 0.5 * (1.0 + (2.0 * self.cycles * PI * (real(t) / real(self.steps))).cos());
        let share =
            if self.exponent.to_bits() == 1_f64.to_bits() { share } else { share.powf(self.exponent) };
        self.end + (self.lr - self.end) * share
    }
}

/// Falls that start again, each longer or lower than the one before.
///
/// In cycle i, counted in whole updates and never by a logarithm, with `p = (t_i/T_i)^k` and `T_i = first multiply^i`:
/// `end + (top - end) share(p)`, along a cosine `(1 + cos(pi p))/2`.
///
/// Source: I. Loshchilov and F. Hutter, SGDR: stochastic gradient descent with warm restarts, 2017.
#[derive(Debug, Clone, PartialEq)]
pub struct Restarts {
    /// The lr at the top of the first cycle.
    pub lr: f64,
    /// The lr that each cycle falls to.
    pub end: f64,
    /// Updates of the first cycle; may be a broken number.
    pub first: f64,
    /// How many times longer each is than the one before, 1 or more.
    pub multiply: f64,
    /// How many times higher each top is than the one before.
    pub decay: f64,
    /// What that is of.
    pub decays: Decays,
    /// How many cycles there are; the end is held after them.
    pub limit: u64,
    /// The power k of the share that is done.
    pub power: f64,
    /// Along what each falls.
    pub shape: RestartShape,
}

/// Along what a cycle falls, with p the share that is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RestartShape {
    /// `(1 + cos(pi p))/2`.
    Cosine,
    /// `(1 - p)^power`.
    Power(f64),
    /// `(1 - tanh(low (1 - p) + high p))/2`.
    Tanh {
        /// What the hyperbolic tangent begins at.
        low: f64,
        /// What it ends at.
        high: f64,
    },
}

impl RestartShape {
    fn share(self, done: f64) -> f64 {
        match self {
            Self::Cosine => 0.5 * (1.0 + (PI * done).cos()),
            Self::Power(power) => (1.0 - done).powf(power),
            Self::Tanh { low, high } => 0.5 * (1.0 - (low * (1.0 - done) + high * done).tanh()),
        }
    }
}

/// What is lower in each cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decays {
    /// The height above the end, as in Keras.
    Height,
    /// The top itself, as in timm.
    Top,
}

/// A cycle: the update at which it starts, how long it is, and how many were before it.
#[derive(Debug, Clone, Copy)]
struct Cycle {
    start: f64,
    length: f64,
    passed: u64,
}

impl Restarts {
    /// The cycle of an update, looked for from an earlier one on.
    fn cycle(&self, mut cycle: Cycle, t: f64) -> Cycle {
        if self.multiply.to_bits() == 1_f64.to_bits() {
            let passed = (t / self.first).floor();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of cycles")]
            let whole = passed as u64;
            return Cycle { start: passed * self.first, length: self.first, passed: whole };
        }
        while t >= cycle.start + cycle.length && cycle.passed < self.limit {
            cycle.start += cycle.length;
            cycle.length *= self.multiply;
            cycle.passed += 1;
        }
        cycle
    }

    fn opening(&self) -> Cycle {
        Cycle { start: 0.0, length: self.first, passed: 0 }
    }

    pub(super) fn at(&self, t: u64) -> f64 {
        let t = real(t);
        self.within(self.cycle(self.opening(), t), t)
    }

    /// Fills a slice, going on from each update's cycle to the next one's.
    pub(super) fn fill(&self, first: u64, into: &mut [f64]) {
        let mut cycle = self.opening();
        for (t, into) in (first..).zip(into) {
            let t = real(t);
            cycle = self.cycle(cycle, t);
            *into = self.within(cycle, t);
        }
    }

    fn within(&self, cycle: Cycle, t: f64) -> f64 {
        let Cycle { start, length, passed: cycle } = cycle;
        if cycle >= self.limit {
            return self.end;
        }
        let decay = self.decay.powi(i32::try_from(cycle).unwrap_or(i32::MAX));
        let share = (t - start) / length;
        let share = if self.power.to_bits() == 1_f64.to_bits() { share } else { share.powf(self.power) };
        let height = match self.decays {
            Decays::Height => (self.lr - self.end) * decay,
            Decays::Top => self.lr * decay - self.end,
        };
        self.end + height * self.shape.share(share)
    }
}
