//! The laws by which error falls with the amount: what is above the floor, the same function for all uses of it.

/// A law: error as a function of the amount n (samples, steps, FLOP), n above 0.
///
/// Each is `c + a g(n)` with a floor c and a g that falls towards 0: with a and c not below 0, no error is ever negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Law {
    /// `a n^b`: no floor.
    Power,
    /// `a n^b + c`.
    ///
    /// Source: J. Hestness and others, Deep learning scaling is predictable, empirically, 2017.
    OffsetPower,
    /// `a e^(-n/s) + c`.
    Exponential,
    /// Morgan, Mercer and Flodin: `a / (1 + (n/h)^k) + c`, half of a gone at h.
    ///
    /// Source: P. H. Morgan, L. P. Mercer and N. W. Flodin, General model for nutritional responses, PNAS 72(11), 1975.
    Mmf,
    /// `a e^(-(n/s)^k) + c`.
    Weibull,
    /// `a (n + d)^b + c`: a power law that starts late.
    Pow4,
}

/// Every law, the two that are compared by default first.
pub const LAWS: [Law; 6] =
    [Law::Power, Law::OffsetPower, Law::Exponential, Law::Mmf, Law::Weibull, Law::Pow4];

impl Law {
    /// Its name, as on the command line and in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Power => "power",
            Self::OffsetPower => "offset-power",
            Self::Exponential => "exponential",
            Self::Mmf => "mmf",
            Self::Weibull => "weibull",
            Self::Pow4 => "pow4",
        }
    }

    /// What it is called in a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::Power => "power law",
            Self::OffsetPower => "power law with a floor",
            Self::Exponential => "exponential with a floor",
            Self::Mmf => "Morgan-Mercer-Flodin",
            Self::Weibull => "Weibull",
            Self::Pow4 => "shifted power law with a floor",
        }
    }

    /// Its formula in the letters of its parameters.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Power => "a n^b",
            Self::OffsetPower => "a n^b + c",
            Self::Exponential => "a e^(-n/s) + c",
            Self::Mmf => "a / (1 + (n/h)^k) + c",
            Self::Weibull => "a e^(-(n/s)^k) + c",
            Self::Pow4 => "a (n + d)^b + c",
        }
    }

    /// The law of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        LAWS.into_iter().find(|law| law.name() == name)
    }

    /// Whether it has a floor.
    pub fn has_floor(self) -> bool {
        self != Self::Power
    }

    /// Whether the ratio of what is above the floor is the same for every doubling.
    pub fn has_ratio(self) -> bool {
        matches!(self, Self::Power | Self::OffsetPower)
    }

    /// How many parameters its shape has, besides the height a and the floor c.
    pub(super) fn shapes(self) -> usize {
        match self {
            Self::Power | Self::OffsetPower | Self::Exponential => 1,
            Self::Mmf | Self::Weibull | Self::Pow4 => 2,
        }
    }

    /// ln g at `u = ln(n/m)`, m the middle amount, and its derivatives by the shape's parameters and by u.
    ///
    /// The shape is (b), (ln(s/m)), (ln(h/m), k), (ln(s/m), k) or (b, d/m).
    pub(super) fn log_fall(self, shape: [f64; 2], u: f64) -> (f64, [f64; 2], f64) {
        let [one, other] = shape;
        match self {
            Self::Power | Self::OffsetPower => (one * u, [u, 0.0], one),
            Self::Exponential => {
                let share = (u - one).exp();
                (-share, [share, 0.0], -share)
            }
            Self::Mmf => {
                let far = other * (u - one);
                // ln(1 + e^far) without overflow.
                let fall = -(far.max(0.0) + (-far.abs()).exp().ln_1p());
                let gone = 1.0 / (1.0 + (-far).exp());
                (fall, [other * gone, -(u - one) * gone], -other * gone)
            }
            Self::Weibull => {
                let share = (other * (u - one)).exp();
                (-share, [other * share, -(u - one) * share], -other * share)
            }
            Self::Pow4 => {
                let amount = u.exp();
                let shifted = amount + other;
                (one * shifted.ln(), [shifted.ln(), one / shifted], one * amount / shifted)
            }
        }
    }

    /// The u at which ln g is `fall`; none where g is that nowhere.
    fn place(self, shape: [f64; 2], fall: f64) -> Option<f64> {
        let [one, other] = shape;
        let u = match self {
            Self::Power | Self::OffsetPower => fall / one,
            Self::Exponential => one + (-fall).ln(),
            Self::Mmf => one + (-fall).exp_m1().ln() / other,
            Self::Weibull => one + (-fall).ln() / other,
            Self::Pow4 => ((fall / one).exp() - other).ln(),
        };
        u.is_finite().then_some(u)
    }
}

/// A law with its parameters' values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// The law.
    pub law: Law,
    /// ln a as it would be if amounts were counted in `middle`.
    pub(super) log_height: f64,
    pub(super) shape: [f64; 2],
    /// The floor c.
    pub floor: f64,
    /// The amount by which amounts are divided, so that their powers stay near 1.
    pub(super) middle: f64,
}

impl Curve {
    /// The curve `a n^b + c`; without a floor where c is 0.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::extrapolate::Curve;
    /// let curve = Curve::power(4.0, -0.5, 0.02);
    /// assert!((curve.value(100.0) - 0.42).abs() < 1e-15);
    /// assert!((curve.amount(0.42).unwrap() - 100.0).abs() < 1e-10);
    /// assert_eq!(curve.amount(0.02), None);
    /// ```
    pub fn power(a: f64, b: f64, c: f64) -> Self {
        let law = if c == 0.0 { Law::Power } else { Law::OffsetPower };
        Self { law, log_height: a.ln(), shape: [b, 0.0], floor: c, middle: 1.0 }
    }

    /// The error at an amount above 0.
    pub fn value(&self, amount: f64) -> f64 {
        let (fall, ..) = self.law.log_fall(self.shape, (amount / self.middle).ln());
        self.floor + (self.log_height + fall).exp()
    }

    /// How the error changes by each unit more of the amount: negative where it falls.
    ///
    /// # Example
    ///
    /// ```
    /// let curve = learncurve::ml::extrapolate::Curve::power(4.0, -0.5, 0.02);
    /// assert!((curve.slope(100.0) - -0.002).abs() < 1e-15);
    /// ```
    pub fn slope(&self, amount: f64) -> f64 {
        let (fall, _, slope) = self.law.log_fall(self.shape, (amount / self.middle).ln());
        (self.log_height + fall).exp() * slope / amount
    }

    /// The amount at which the error has come down to a value; none where it never does.
    pub fn amount(&self, value: f64) -> Option<f64> {
        if value <= self.floor || self.is_rising() {
            return None;
        }
        let fall = (value - self.floor).ln() - self.log_height;
        let amount = self.law.place(self.shape, fall)?.exp() * self.middle;
        (amount > 0.0 && amount.is_finite()).then_some(amount)
    }

    /// Whether it does not fall at all.
    pub fn is_rising(&self) -> bool {
        matches!(self.law, Law::Power | Law::OffsetPower | Law::Pow4) && self.shape[0] >= 0.0
    }

    /// What is above the floor after a doubling, as a share of what was: `2^b`; none for laws whose share changes.
    pub fn ratio_per_doubling(&self) -> Option<f64> {
        self.law.has_ratio().then(|| self.shape[0].exp2())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn curves() -> impl Strategy<Value = Curve> {
        let parts = (0_usize..6, -5.0_f64..2.0, -2.0_f64..-0.05, 0.1_f64..3.0, 0.0_f64..0.5, 1e-3_f64..1e9);
        parts.prop_map(|(law, log_height, index, other, floor, middle)| {
            let law = LAWS[law];
            let shape = match law {
                Law::Power | Law::OffsetPower | Law::Exponential => [index, 0.0],
                Law::Mmf | Law::Weibull | Law::Pow4 => [index, other],
            };
            let floor = if law.has_floor() { floor } else { 0.0 };
            Curve { law, log_height, shape, floor, middle }
        })
    }

    proptest! {
        #[test]
        fn an_error_is_never_below_the_floor_and_its_amount_is_found_again(curve in curves(), u in -3.0_f64..1.5) {
            let amount = curve.middle * u.exp();
            let value = curve.value(amount);
            prop_assert!(value >= curve.floor && curve.floor >= 0.0);
            prop_assert!(curve.value(2.0 * amount) <= value);
            // Far along, what is above the floor is lost beside it.
            if value - curve.floor > 1e-6 * curve.floor.max(1e-6) {
                let found = curve.amount(value).unwrap();
                prop_assert!((curve.value(found) / value - 1.0).abs() < 1e-9, "{found} {amount}");
            }
        }

        #[test]
        fn derivatives_are_those_of_differences(curve in curves(), u in -2.0_f64..1.0) {
            let (_, by_shape, by_place) = curve.law.log_fall(curve.shape, u);
            let step = 1e-6;
            for part in 0..curve.law.shapes() {
                let at = |step: f64| {
                    let mut shape = curve.shape;
                    shape[part] += step;
                    curve.law.log_fall(shape, u).0
                };
                let near = (at(step) - at(-step)) / (2.0 * step);
                prop_assert!((near - by_shape[part]).abs() < 1e-6 * (1.0 + near.abs()), "{near} {by_shape:?}");
            }
            let near = (curve.law.log_fall(curve.shape, u + step).0 - curve.law.log_fall(curve.shape, u - step).0) / (2.0 * step);
            prop_assert!((near - by_place).abs() < 1e-6 * (1.0 + near.abs()), "{near} {by_place}");
        }
    }
}
