//! What trainings take, and what more of it buys: arithmetic of FLOP and hours, and the laws by which loss falls.
//!
//! A loss falls as learning curves do: a power of what is spent, over a floor. What a law of two terms has for sizes and tokens
//! is, along its best sizes, such a power of the FLOP too; so every question is answered on one shape.

use std::fmt;

/// FLOP of a training: `6 N D`, with N parameters and D tokens, both above 0.
///
/// Two for the forward pass and four for the backward one, for each parameter and token; attention's own are left out.
///
/// # Example
///
/// Chinchilla, 70e9 parameters and 1.4e12 tokens: 5.88e23 FLOP.
///
/// ```
/// assert_eq!(learncurve::ml::cost::flop(70e9, 1.4e12), 5.88e23);
/// ```
///
/// Source: J. Kaplan and others, Scaling laws for neural language models, 2020, section 2.1.
pub fn flop(parameters: f64, tokens: f64) -> f64 {
    6.0 * parameters * tokens
}

/// Device-hours of so many FLOP on devices of a `peak` in FLOP per second, of which the share `utilisation` is reached.
///
/// `flop / (peak utilisation 3600)`; the peak above 0, the share above 0 and at most 1.
///
/// # Example
///
/// 5.88e23 FLOP at 40% of 989e12 FLOP/s, an H100's dense bfloat16 peak: 412,875 h.
///
/// ```
/// let hours = learncurve::ml::cost::device_hours(5.88e23, 989e12, 0.4);
/// assert_eq!(hours.round(), 412_875.0);
/// ```
///
/// Source: arithmetic; the peak is from NVIDIA's data sheet of the H100 SXM.
pub fn device_hours(flop: f64, peak: f64, utilisation: f64) -> f64 {
    flop / (peak * utilisation * 3_600.0)
}

/// A loss that falls as a power of x towards a floor: `floor + scale x^exponent`.
///
/// x is what is spent, in updates, tokens, FLOP or whatever the law counts; the loss is in its own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OffsetPower {
    scale: f64,
    exponent: f64,
    floor: f64,
}

/// A parameter that makes no law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BadParameter {
    /// Its name.
    pub name: &'static str,
    /// What it was.
    pub value: f64,
    /// What it may be.
    pub allowed: &'static str,
}

impl fmt::Display for BadParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is {}, and has to be {}", self.name, self.value, self.allowed)
    }
}

impl std::error::Error for BadParameter {}

/// Those of some parameters that are not good, in their order.
fn bad<const N: usize>(parameters: [(&'static str, f64, bool, &'static str); N]) -> Vec<BadParameter> {
    parameters
        .into_iter()
        .filter(|(_, value, good, _)| !(*good && value.is_finite()))
        .map(|(name, value, _, allowed)| BadParameter { name, value, allowed })
        .collect()
}

impl OffsetPower {
    /// A law of a `scale` above 0, an `exponent` from -5 up to but not 0, and a `floor` of 0 or more.
    ///
    /// # Errors
    ///
    /// The first [`BadParameter`] of [`faults`](Self::faults).
    pub fn new(scale: f64, exponent: f64, floor: f64) -> Result<Self, BadParameter> {
        match Self::faults(scale, exponent, floor).first() {
            Some(fault) => Err(*fault),
            None => Ok(Self { scale, exponent, floor }),
        }
    }

    /// Every parameter that makes no law; empty where all are good.
    pub fn faults(scale: f64, exponent: f64, floor: f64) -> Vec<BadParameter> {
        bad([
            ("scale", scale, scale > 0.0, "a number above 0"),
            ("exponent", exponent, (-5.0..0.0).contains(&exponent), "from -5 to below 0"),
            ("floor", floor, floor >= 0.0, "0 or more"),
        ])
    }

    /// The scale: what x = 1 is above the floor.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// The exponent, negative.
    pub fn exponent(&self) -> f64 {
        self.exponent
    }

    /// What the loss falls towards.
    pub fn floor(&self) -> f64 {
        self.floor
    }

    /// The loss at an x above 0; within 4 eps where the power is one of doubles.
    ///
    /// # Example
    ///
    /// Kaplan's law of parameters, `(8.8e13 / N)^0.076`, at 1.5e9 parameters: 2.304.
    ///
    /// ```
    /// use learncurve::ml::cost::OffsetPower;
    /// let kaplan = OffsetPower::new(8.8e13_f64.powf(0.076), -0.076, 0.0).unwrap();
    /// assert!((kaplan.at(1.5e9) - 2.304).abs() < 5e-4);
    /// ```
    ///
    /// Source: J. Kaplan and others, 2020, equation 1.1.
    pub fn at(&self, x: f64) -> f64 {
        self.floor + self.scale * x.powf(self.exponent)
    }

    /// The x at which the loss has fallen to `loss`; none at the floor and below, where there is no such x.
    ///
    /// `((loss - floor) / scale)^(1/exponent)`. Near the floor the difference has few digits left and x as many fewer: its relative
    /// error is about `eps loss / (loss - floor) / |exponent|`.
    ///
    /// # Example
    ///
    /// Halving what `2 x^-0.5` leaves above a floor of 0.1 takes four times as much.
    ///
    /// ```
    /// use learncurve::ml::cost::OffsetPower;
    /// let law = OffsetPower::new(2.0, -0.5, 0.1).unwrap();
    /// assert!((law.reach(0.2).unwrap() - 400.0).abs() < 1e-9 && (law.reach(0.15).unwrap() - 1_600.0).abs() < 1e-8);
    /// assert_eq!(law.reach(0.1), None);
    /// ```
    ///
    /// Source: algebra.
    pub fn reach(&self, loss: f64) -> Option<f64> {
        (loss > self.floor).then(|| ((loss - self.floor) / self.scale).powf(self.exponent.recip()))
    }

    /// How much more x a loss takes for each unit that it is to be lower: `-dx/dloss = x / (|exponent| (loss - floor))`.
    ///
    /// None at the floor and below.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::cost::OffsetPower;
    /// let law = OffsetPower::new(2.0, -0.5, 0.1).unwrap();
    /// // 400 / (0.5 × 0.1)
    /// assert!((law.marginal(0.2).unwrap() - 8_000.0).abs() < 1e-8);
    /// ```
    ///
    /// Source: the derivative of [`reach`](Self::reach).
    pub fn marginal(&self, loss: f64) -> Option<f64> {
        self.reach(loss).map(|x| x / (-self.exponent * (loss - self.floor)))
    }

    /// What each doubling of x leaves of the loss above the floor: `2^exponent`, the learning rate of cost curves.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::cost::OffsetPower;
    /// // Hoffmann's exponent of parameters: 79.0%.
    /// assert!((OffsetPower::new(406.4, -0.34, 1.69).unwrap().per_doubling() - 0.790).abs() < 5e-4);
    /// ```
    ///
    /// Source: T. P. Wright, Factors affecting the cost of airplanes, 1936, in the words of cost curves.
    pub fn per_doubling(&self) -> f64 {
        self.exponent.exp2()
    }
}

/// A loss by parameters N and tokens D: `floor + parameter_scale / N^alpha + token_scale / D^beta`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScalingLaw {
    floor: f64,
    parameter_scale: f64,
    alpha: f64,
    token_scale: f64,
    beta: f64,
}

/// A size and the tokens that go with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// N, parameters.
    pub parameters: f64,
    /// D, tokens.
    pub tokens: f64,
}

impl ScalingLaw {
    /// Hoffmann and others' fit, rounded as they print it.
    ///
    /// Source: J. Hoffmann and others, Training compute-optimal large language models, 2022, equation 10.
    pub const HOFFMANN: Self =
        Self { floor: 1.69, parameter_scale: 406.4, alpha: 0.34, token_scale: 410.7, beta: 0.28 };

    /// Besiroglu and others' fit to the same trainings, which Hoffmann's is not the best of.
    ///
    /// Source: T. Besiroglu and others, Chinchilla scaling: a replication attempt, 2024, table 1.
    pub const BESIROGLU: Self =
        Self { floor: 1.8172, parameter_scale: 482.01, alpha: 0.3478, token_scale: 2085.43, beta: 0.3658 };

    /// A law of your own: scales above 0, exponents above 0 and at most 5, a floor of 0 or more.
    ///
    /// # Errors
    ///
    /// The first [`BadParameter`] of [`faults`](Self::faults).
    pub fn new(
        floor: f64,
        (parameter_scale, alpha): (f64, f64),
        (token_scale, beta): (f64, f64),
    ) -> Result<Self, BadParameter> {
        match Self::faults(floor, (parameter_scale, alpha), (token_scale, beta)).first() {
            Some(fault) => Err(*fault),
            None => Ok(Self { floor, parameter_scale, alpha, token_scale, beta }),
        }
    }

    /// Every parameter that makes no law; empty where all are good.
    pub fn faults(
        floor: f64,
        (parameter_scale, alpha): (f64, f64),
        (token_scale, beta): (f64, f64),
    ) -> Vec<BadParameter> {
        const SCALE: &str = "a number above 0";
        const POWER: &str = "above 0 and at most 5: the minus is in the law";
        let power = |value: f64| value > 0.0 && value <= 5.0;
        bad([
            ("floor", floor, floor >= 0.0, "0 or more"),
            ("parameter_scale", parameter_scale, parameter_scale > 0.0, SCALE),
            ("alpha", alpha, power(alpha), POWER),
            ("token_scale", token_scale, token_scale > 0.0, SCALE),
            ("beta", beta, power(beta), POWER),
        ])
    }

    /// The floor, the scale and exponent of parameters, and those of tokens.
    pub fn parameters(&self) -> (f64, (f64, f64), (f64, f64)) {
        (self.floor, (self.parameter_scale, self.alpha), (self.token_scale, self.beta))
    }

    /// The loss of a size and its tokens, in nats per token for the published laws.
    ///
    /// # Example
    ///
    /// Chinchilla itself: 1.94 by the rounded constants.
    ///
    /// ```
    /// use learncurve::ml::cost::{ScalingLaw, Size};
    /// let loss = ScalingLaw::HOFFMANN.loss(Size { parameters: 70e9, tokens: 1.4e12 });
    /// assert!((loss - 1.94).abs() < 5e-3);
    /// ```
    ///
    /// Source: J. Hoffmann and others, 2022, equation 10.
    pub fn loss(&self, size: Size) -> f64 {
        self.floor + self.above_floor(size)
    }

    fn above_floor(&self, size: Size) -> f64 {
        self.parameter_scale * size.parameters.powf(-self.alpha)
            + self.token_scale * size.tokens.powf(-self.beta)
    }

    /// The best size for so many FLOP, above 0: of all N and D with `6 N D = flop`, those of the least loss.
    ///
    /// `N = G (flop/6)^(beta/(alpha+beta))`, `D = (flop/6)^(alpha/(alpha+beta)) / G`, `G = (alpha A/(beta B))^(1/(alpha+beta))`.
    ///
    /// # Example
    ///
    /// Gopher's 5.76e23 FLOP: 32.2e9 parameters and 2.98e12 tokens by Hoffmann's rounded constants, 72.2e9 and 1.33e12 by Besiroglu's.
    ///
    /// ```
    /// use learncurve::ml::cost::ScalingLaw;
    /// let best = ScalingLaw::HOFFMANN.best(5.76e23);
    /// assert!((best.parameters / 32.2e9 - 1.0).abs() < 2e-3 && (best.tokens / 2.98e12 - 1.0).abs() < 2e-3);
    /// ```
    ///
    /// Source: J. Hoffmann and others, 2022, equation 4.
    pub fn best(&self, flop: f64) -> Size {
        let (alpha, beta) = (self.alpha, self.beta);
        let ratio = (alpha * self.parameter_scale) / (beta * self.token_scale);
        let pull = ratio.powf((alpha + beta).recip());
        let tokens = (flop / 6.0).powf(alpha / (alpha + beta)) / pull;
        Size { parameters: pull * (flop / 6.0).powf(beta / (alpha + beta)), tokens }
    }

    /// The loss by FLOP along the best sizes: an [`OffsetPower`] of exponent `-alpha beta / (alpha + beta)`.
    ///
    /// # Example
    ///
    /// By Hoffmann's constants a doubling of compute leaves 89.9% of the loss above the floor.
    ///
    /// ```
    /// use learncurve::ml::cost::ScalingLaw;
    /// let law = ScalingLaw::HOFFMANN;
    /// let frontier = law.by_flop();
    /// assert!((frontier.per_doubling() - 0.899).abs() < 5e-4);
    /// assert!((frontier.at(5.76e23) - law.loss(law.best(5.76e23))).abs() < 1e-12);
    /// ```
    ///
    /// Source: [`best`](Self::best) put into the law.
    pub fn by_flop(&self) -> OffsetPower {
        let exponent = -self.alpha * self.beta / (self.alpha + self.beta);
        OffsetPower { scale: self.above_floor(self.best(1.0)), exponent, floor: self.floor }
    }

    /// The loss by tokens at a size of so many parameters, above 0: an [`OffsetPower`] whose floor is that size's own.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::cost::{ScalingLaw, Size};
    /// let law = ScalingLaw::HOFFMANN;
    /// let of_size = law.by_tokens(70e9);
    /// assert_eq!(of_size.at(1.4e12), law.loss(Size { parameters: 70e9, tokens: 1.4e12 }));
    /// ```
    ///
    /// Source: the law with N held.
    pub fn by_tokens(&self, parameters: f64) -> OffsetPower {
        OffsetPower {
            scale: self.token_scale,
            exponent: -self.beta,
            floor: self.floor + self.parameter_scale * parameters.powf(-self.alpha),
        }
    }
}

#[cfg(test)]
#[path = "cost/cost_tests.rs"]
mod tests;
