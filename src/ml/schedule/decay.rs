//! Schedules that fall by a formula: exponential, inverse time, steps, polynomials and ramps.

use super::real;

/// Which side of a boundary the boundary belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The boundary itself has the new value, as in PyTorch and Optax.
    At,
    /// The boundary keeps the old value, as in Keras.
    After,
}

impl Change {
    /// How many boundaries update `t` has passed.
    pub(super) fn passed(self, boundaries: &[u64], t: u64) -> usize {
        match self {
            Self::At => boundaries.partition_point(|boundary| *boundary <= t),
            Self::After => boundaries.partition_point(|boundary| *boundary < t),
        }
    }
}

/// A decay by the count of updates.
///
/// With `p = (t + offset - begin)/steps`, rounded down where it goes in stairs, and 0 before `begin`: exponential `lr rate^p`,
/// inverse time `lr/(1 + rate p)`, compounded `lr(t) = lr(t-1)/(1 + rate t)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Decay {
    /// The lr at the beginning.
    pub lr: f64,
    /// The rate: a factor, or a share of each step.
    pub rate: f64,
    /// Updates for one rate, above 0.
    pub steps: f64,
    /// Whether it goes in stairs.
    pub staircase: bool,
    /// Counted before the first update: 1 drops one update early, as a widely copied formula does.
    pub offset: u64,
    /// Updates before it begins.
    pub begin: u64,
    /// Which formula.
    pub kind: DecayKind,
    /// What it does not go beyond.
    pub end: Option<f64>,
}

/// The formula of a decay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecayKind {
    /// By a factor.
    Exponential,
    /// By the count.
    InverseTime,
    /// By the count, over and over.
    Compounded,
}

impl Decay {
    pub(super) fn at(&self, t: u64) -> f64 {
        if self.kind == DecayKind::Compounded {
            return (1..=t).fold(self.lr, |lr, step| lr / (1.0 + self.rate * real(step)));
        }
        self.after(self.share(t))
    }

    /// How many times the rate is taken at update `t`; in stairs a whole number.
    fn share(&self, t: u64) -> f64 {
        let counted = (t + self.offset).saturating_sub(self.begin);
        let share = real(counted) / self.steps;
        if self.staircase { share.floor() } else { share }
    }

    /// The lr after the rate was taken so many times.
    fn after(&self, share: f64) -> f64 {
        let value = match self.kind {
            DecayKind::InverseTime => self.lr / (1.0 + self.rate * share),
            _ => self.lr * self.rate.powf(share),
        };
        match self.end {
            Some(end) if self.rate < 1.0 => value.max(end),
            Some(end) => value.min(end),
            None => value,
        }
    }

    /// Fills a slice: compounded, each value from the one before; in stairs, one value for each.
    pub(super) fn fill(&self, first: u64, into: &mut [f64]) {
        if self.kind == DecayKind::Compounded {
            let mut lr = self.at(first);
            for (t, into) in (first..).zip(into) {
                if t > first {
                    lr /= 1.0 + self.rate * real(t);
                }
                *into = lr;
            }
            return;
        }
        let mut stair = self.share(first);
        let mut lr = self.after(stair);
        for (t, into) in (first..).zip(into) {
            let share = self.share(t);
            if share.to_bits() != stair.to_bits() {
                (stair, lr) = (share, self.after(share));
            }
            *into = lr;
        }
    }
}

/// A power of what is left: `(lr - end) (1 - min(t, steps)/steps)^power + end`.
#[derive(Debug, Clone, PartialEq)]
pub struct Polynomial {
    /// The lr at the beginning.
    pub lr: f64,
    /// The lr at the end.
    pub end: f64,
    /// Updates from one to the other.
    pub steps: u64,
    /// The power; 1 is a straight line.
    pub power: f64,
    /// Whether, past the end, it starts again over as many `steps` more, from what that leaves.
    pub cycle: bool,
    /// Updates before it begins.
    pub begin: u64,
}

impl Polynomial {
    pub(super) fn at(&self, t: u64) -> f64 {
        let t = t.saturating_sub(self.begin);
        let done = if self.cycle {
            let cycles = t.div_ceil(self.steps.max(1)).max(1);
            real(t) / (real(self.steps) * real(cycles))
        } else if t >= self.steps {
            return self.end;
        } else {
            real(t) / real(self.steps)
        };
        let left = 1.0 - done;
        (self.lr - self.end) * power(left, self.power) + self.end
    }
}

/// A power of a share; small whole ones, which are usual, by multiplying.
fn power(share: f64, power: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number from 1 to 8")]
    match power {
        1.0..=8.0 if power.fract() == 0.0 => share.powi(power as i32),
        _ => share.powf(power),
    }
}

/// From one value to another over `steps` updates, then held.
#[derive(Debug, Clone, PartialEq)]
pub struct Ramp {
    /// The first value.
    pub start: f64,
    /// The last.
    pub end: f64,
    /// Updates from one to the other.
    pub steps: u64,
    /// Along what.
    pub shape: RampShape,
    /// How far along an update is.
    pub position: RampPosition,
}

/// Along what a ramp goes, with p the share that is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RampShape {
    /// `start + p (end - start)`.
    Linear,
    /// `start + (1 - cos(pi p)) (end - start)/2`.
    Cosine,
    /// `start (end/start)^p`.
    Exponential,
    /// `start + p^power (end - start)`.
    Power(f64),
}

/// How far along update t of n is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RampPosition {
    /// `t/n`: the end is never reached within n updates, as in fastai.
    BeforeUpdate,
    /// `t/(n - 1)`: the last update has the end, as in torch-lr-finder.
    ToLast,
    /// `(t + 1)/n` but for the first update: a jump of two after it, as in Lightning.
    Jumping,
}

impl Ramp {
    pub(super) fn at(&self, t: u64) -> f64 {
        let (done, of) = match self.position {
            RampPosition::BeforeUpdate => (t, self.steps),
            RampPosition::ToLast => (t, self.steps.saturating_sub(1)),
            RampPosition::Jumping => (if t == 0 { 0 } else { t + 1 }, self.steps),
        };
        let share = if done >= of { 1.0 } else { real(done) / real(of) };
        self.along(share)
    }

    /// The value where this share is done.
    pub(super) fn along(&self, share: f64) -> f64 {
        let (start, end) = (self.start, self.end);
        match self.shape {
            RampShape::Linear => start + share * (end - start),
            // From the nearer end, so that a small one is met to its last digit.
            RampShape::Cosine if share < 0.5 => {
                start + (end - start) * 0.5 * (1.0 - (std::f64::consts::PI * share).cos())
            }
            RampShape::Cosine => end + (start - end) * 0.5 * (1.0 + (std::f64::consts::PI * share).cos()),
            RampShape::Exponential => start * (end / start).powf(share),
            RampShape::Power(power) => start + (end - start) * share.powf(power),
        }
    }
}
