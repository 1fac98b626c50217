//! The rules with their settings, by the names that people call them.

use super::Error;

/// An optimiser's formula with its settings; what each does is said by [`Rule::formula`].
///
/// Weight decay is added to the gradient (L2) unless `decoupled` takes it from the parameters instead.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// Gradient descent, with momentum where that is above 0.
    Sgd {
        /// The share of the last step that is kept, from 0 to below 1.
        momentum: f64,
        /// The share of a new gradient that momentum leaves out, from 0 to below 1.
        dampening: f64,
        /// The strength of weight decay, 0 or more.
        weight_decay: f64,
        /// Whether the gradient is followed one step of momentum further.
        nesterov: bool,
    },
    /// Steps that shrink with the sum of all squared gradients.
    Adagrad {
        /// How fast lr itself falls, as `lr / (1 + (t - 1) lr_decay)`; 0 or more.
        lr_decay: f64,
        /// The strength of weight decay, 0 or more.
        weight_decay: f64,
        /// What the sum of squares starts from, 0 or more.
        initial_accumulator: f64,
        /// Keeps the divisor from 0; above 0.
        eps: f64,
    },
    /// Steps as long as recent steps were, in units of the recent gradient.
    Adadelta {
        /// The share of the mean squares that is kept, from 0 to below 1.
        rho: f64,
        /// Keeps the divisor from 0 and gets the first step going; above 0.
        eps: f64,
        /// The strength of weight decay, 0 or more.
        weight_decay: f64,
    },
    /// Gradients over the root of their recent mean square.
    RmsProp {
        /// The share of the mean square that is kept, from 0 to below 1.
        alpha: f64,
        /// Keeps the divisor from 0; above 0.
        eps: f64,
        /// The share of the last step that is kept, from 0 to below 1.
        momentum: f64,
        /// Whether the square of the mean is taken from the mean square.
        centered: bool,
        /// The strength of weight decay, 0 or more.
        weight_decay: f64,
    },
    /// The mean gradient over the root of the mean square, both corrected for their start at 0.
    Adam {
        /// The share of the mean gradient that is kept, from 0 to below 1.
        beta1: f64,
        /// The share of the mean square that is kept, from 0 to below 1.
        beta2: f64,
        /// Keeps the divisor from 0; above 0.
        eps: f64,
        /// The strength of weight decay, 0 or more.
        weight_decay: f64,
        /// Whether weight decay stays out of the gradient: `AdamW`.
        decoupled: bool,
        /// Whether the largest mean square so far divides: `AMSGrad`.
        amsgrad: bool,
    },
    /// Adam with the largest recent gradient in place of the mean square.
    Adamax {
        /// The share of the mean gradient that is kept, from 0 to below 1.
        beta1: f64,
        /// The share of the largest gradient that is kept, from 0 to below 1.
        beta2: f64,
        /// Keeps the divisor from 0; above 0.
        eps: f64,
        /// The strength of weight decay, 0 or more.
        weight_decay: f64,
    },
    /// Adam with Nesterov's look ahead.
    NAdam {
        /// The share of the mean gradient that is kept in the end, from 0 to below 1.
        beta1: f64,
        /// The share of the mean square that is kept, from 0 to below 1.
        beta2: f64,
        /// Keeps the divisor from 0; above 0.
        eps: f64,
        /// How fast momentum warms up to `beta1`, 0 or more.
        momentum_decay: f64,
        /// The strength of weight decay, 0 or more.
        weight_decay: f64,
        /// Whether weight decay stays out of the gradient.
        decoupled: bool,
    },
    /// Adam that goes by the mean gradient alone until its mean square can be trusted.
    RAdam {
        /// The share of the mean gradient that is kept, from 0 to below 1.
        beta1: f64,
        /// The share of the mean square that is kept, from 0 to below 1.
        beta2: f64,
        /// Keeps the divisor from 0; above 0.
        eps: f64,
        /// The strength of weight decay, 0 or more.
        weight_decay: f64,
        /// Whether weight decay stays out of the gradient.
        decoupled: bool,
    },
    /// Steps of a size for each parameter, by the sign of the gradient alone.
    Rprop {
        /// What a step shrinks by where the sign turns, from 0 to below 1.
        shrink: f64,
        /// What a step grows by where the sign stays, above 1.
        grow: f64,
        /// The smallest step, above 0.
        smallest: f64,
        /// The largest step, no less than the smallest.
        largest: f64,
    },
}

/// The names of the rules: families, and those members of them that have names of their own.
pub const NAMES: [&str; 13] = [
    "sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "adamw", "amsgrad", "adamax",
    "nadam", "radam", "rprop",
];

const SGD: Rule = Rule::Sgd { momentum: 0.0, dampening: 0.0, weight_decay: 0.0, nesterov: false };

impl Rule {
    /// A rule by its name, with some of its settings changed from their defaults, which are `PyTorch`'s.
    ///
    /// `momentum` is `sgd` with momentum 0.9, `nesterov` the same looking ahead, `adamw` is `adam` with a decoupled weight decay
    /// of 0.01, `amsgrad` is `adam` with the largest mean square. Values are numbers, or `true` and `false`.
    ///
    /// # Errors
    ///
    /// A name or a key that there is not, with those that there are; a value that is not allowed, with what is.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::optimizer::Rule;
    /// let rule = Rule::named("adam", &[("beta1", "0.8")])?;
    /// assert!(matches!(rule, Rule::Adam { beta1: 0.8, beta2: 0.999, .. }));
    /// assert_eq!(Rule::named("sgd", &[("momentum", "1")]).unwrap_err().to_string(),
    ///     "`momentum` of `sgd` is 1: it has to be from 0 to below 1");
    /// # Ok::<(), learncurve::ml::optimizer::Error>(())
    /// ```
    pub fn named(name: &str, settings: &[(&str, &str)]) -> Result<Self, Error> {
        let (beta1, beta2, eps) = (0.9, 0.999, 1e-8);
        let adam = Self::Adam { beta1, beta2, eps, weight_decay: 0.0, decoupled: false, amsgrad: false };
        let mut rule = match name {
            "sgd" => SGD,
            "momentum" => Self::Sgd { momentum: 0.9, dampening: 0.0, weight_decay: 0.0, nesterov: false },
            "nesterov" => Self::Sgd { momentum: 0.9, dampening: 0.0, weight_decay: 0.0, nesterov: true },
            "adagrad" => {
                Self::Adagrad { lr_decay: 0.0, weight_decay: 0.0, initial_accumulator: 0.0, eps: 1e-10 }
            }
            "adadelta" => Self::Adadelta { rho: 0.9, eps: 1e-6, weight_decay: 0.0 },
            "rmsprop" => {
                Self::RmsProp { alpha: 0.99, eps, momentum: 0.0, centered: false, weight_decay: 0.0 }
            }
            "adam" => adam,
            "adamw" => Self::Adam { beta1, beta2, eps, weight_decay: 0.01, decoupled: true, amsgrad: false },
            "amsgrad" => Self::Adam { beta1, beta2, eps, weight_decay: 0.0, decoupled: false, amsgrad: true },
            "adamax" => Self::Adamax { beta1, beta2, eps, weight_decay: 0.0 },
            "nadam" => {
                Self::NAdam { beta1, beta2, eps, momentum_decay: 0.004, weight_decay: 0.0, decoupled: false }
            }
            "radam" => Self::RAdam { beta1, beta2, eps, weight_decay: 0.0, decoupled: false },
            "rprop" => Self::Rprop { shrink: 0.5, grow: 1.2, smallest: 1e-6, largest: 50.0 },
            _ => return Err(Error::NoRule { name: name.to_owned() }),
        };
        for (key, value) in settings {
            rule.set(key, value)?;
        }
        rule.check()?;
        Ok(rule)
    }

    /// The name of the rule's family.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sgd { .. } => "sgd",
            Self::Adagrad { .. } => "adagrad",
            Self::Adadelta { .. } => "adadelta",
            Self::RmsProp { .. } => "rmsprop",
            Self::Adam { .. } => "adam",
            Self::Adamax { .. } => "adamax",
            Self::NAdam { .. } => "nadam",
            Self::RAdam { .. } => "radam",
            Self::Rprop { .. } => "rprop",
        }
    }

    /// Whether it is plain gradient descent, without a memory.
    pub fn is_plain(&self) -> bool {
        matches!(self, Self::Sgd { momentum, .. } if *momentum <= 0.0)
    }

    /// The same rule with another momentum (`beta1` where that is what it has), from 0 to below 1; none where it has none.
    ///
    /// Plain gradient descent and plain `rmsprop` have none: theirs is 0, and no buffer is kept for it.
    pub fn with_momentum(&self, value: f64) -> Option<Self> {
        let mut changed = *self;
        match &mut changed {
            Self::Sgd { momentum, .. } | Self::RmsProp { momentum, .. } if *momentum > 0.0 => {
                *momentum = value;
            }
            Self::Adam { beta1, .. }
            | Self::Adamax { beta1, .. }
            | Self::NAdam { beta1, .. }
            | Self::RAdam { beta1, .. } => *beta1 = value,
            _ => return None,
        }
        Some(changed)
    }

    /// The lr that `PyTorch` takes where none is given.
    pub fn default_lr(&self) -> f64 {
        match self {
            Self::Sgd { .. } | Self::Adam { .. } | Self::RAdam { .. } => 1e-3,
            Self::Adagrad { .. } | Self::RmsProp { .. } | Self::Rprop { .. } => 0.01,
            Self::Adadelta { .. } => 1.0,
            Self::Adamax { .. } | Self::NAdam { .. } => 2e-3,
        }
    }

    /// The formula of a step as people write it: p a parameter, g its gradient, t the step from 1.
    pub fn formula(&self) -> &'static str {
        match self {
            Self::Sgd { momentum, .. } if *momentum == 0.0 => "p ← p - lr g",
            Self::Sgd { nesterov: true, .. } => {
                "b ← momentum b + (1 - dampening) g; p ← p - lr (g + momentum b)"
            }
            Self::Sgd { .. } => "b ← momentum b + (1 - dampening) g, at first g; p ← p - lr b",
            Self::Adagrad { .. } => "s ← s + g²; p ← p - lr / (1 + (t - 1) lr_decay) g / (√s + eps)",
            Self::Adadelta { .. } => {
                "s ← rho s + (1 - rho) g²; d = √(a + eps) / √(s + eps) g; a ← rho a + (1 - rho) d²; p ← p - lr d"
            }
            Self::RmsProp { centered: true, .. } => {
                "s ← alpha s + (1 - alpha) g²; m ← alpha m + (1 - alpha) g; b ← momentum b + g / (√(s - m²) + eps); p ← p - lr b"
            }
            Self::RmsProp { .. } => {
                "s ← alpha s + (1 - alpha) g²; b ← momentum b + g / (√s + eps); p ← p - lr b"
            }
            Self::Adam { amsgrad: true, .. } => {
                "m ← beta1 m + (1 - beta1) g; v ← beta2 v + (1 - beta2) g²; p ← p - lr m / (1 - beta1^t) / (√(max v / (1 - beta2^t)) + eps)"
            }
            Self::Adam { .. } => {
                "m ← beta1 m + (1 - beta1) g; v ← beta2 v + (1 - beta2) g²; p ← p - lr m / (1 - beta1^t) / (√(v / (1 - beta2^t)) + eps)"
            }
            Self::Adamax { .. } => {
                "m ← beta1 m + (1 - beta1) g; u ← max(beta2 u, |g| + eps); p ← p - lr m / ((1 - beta1^t) u)"
            }
            Self::NAdam { .. } => {
                "µ(t) = beta1 (1 - 0.96^(t momentum_decay) / 2); m, v as Adam's; p ← p - lr ((1 - µ(t)) g / (1 - Π µ) + µ(t+1) m / (1 - µ(t+1) Π µ)) / (√(v / (1 - beta2^t)) + eps)"
            }
            Self::RAdam { .. } => {
                "m, v as Adam's; ρ = 2 / (1 - beta2) - 1; ρ(t) = ρ - 2 t beta2^t / (1 - beta2^t); where ρ(t) > 5 a step of Adam times √((ρ(t)-4)(ρ(t)-2) ρ / ((ρ-4)(ρ-2) ρ(t))), else p ← p - lr m / (1 - beta1^t)"
            }
            Self::Rprop { .. } => {
                "s ← s grow where g keeps its sign, s shrink where it turns (and g ← 0), within smallest and largest, at first lr; p ← p - s sign g"
            }
        }
    }
}
