//! Each shape's formula, written once, for doubles and for Taylor series alike.

use super::super::analytic::Analytic;
use super::{Floor, Shape};

impl Shape {
    /// What the shape is called, and its formula in x and the letters of its parameters.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::curve::Shape;
    /// assert_eq!(Shape::of_model("stanford-b").unwrap().written(), ("Stanford-B", "(x + B)^b"));
    /// ```
    pub fn written(&self) -> (&'static str, &'static str) {
        match self {
            Self::PowerLaw { .. } => ("power law", "x^b"),
            Self::StanfordB { .. } => ("Stanford-B", "(x + B)^b"),
            Self::DeJong { .. } => ("DeJong", "(M + (1 - M) × x^b)"),
            Self::SCurve { .. } => ("S-curve", "(M + (1 - M) × (x + B)^b)"),
            Self::Plateau { form: Floor::Hard, .. } => ("power law down to a floor", "max(x^b, C)"),
            Self::Plateau { form: Floor::Additive, .. } => ("power law above a floor", "(x^b + C)"),
            Self::Stepped { .. } => ("rates that change by doubling", "f(x)"),
            Self::Factors(_) => ("printed table, straight lines between its rows", "factor"),
            Self::Boone { .. } => ("Boone", "x^(b / (1 + x/c))"),
            Self::Knecht { .. } => ("Knecht", "x^b × e^(c × x)"),
            Self::Pegels { .. } => ("Pegels", "((1 - C) × a^(x - 1) + C)"),
            Self::Levy { .. } => ("Levy", "1 / (1/C - (1/C - 1/x^b) × k^(-k × x))"),
            Self::Hyperbolic { .. } => {
                ("hyperbolic output", "((x + p + R) / (x + p)) × ((1 + p) / (1 + p + R))")
            }
            Self::Exponential { .. } => ("exponential output", "(1 - e^(-(1 + p)/R)) / (1 - e^(-(x + p)/R))"),
        }
    }

    /// The shape's formula at `x`; `lift` makes a number of its parameter at a place.
    pub(crate) fn evaluate<A: Analytic>(&self, x: A, lift: impl Fn(usize, f64) -> A) -> A {
        let one = A::constant(1.0);
        match self {
            Self::PowerLaw { index } => x.pow(lift(0, index.value())),
            Self::StanfordB { index, prior_units } => (x + lift(1, *prior_units)).pow(lift(0, index.value())),
            Self::DeJong { index, incompressible } => {
                let fixed = lift(1, *incompressible);
                fixed + (one - fixed) * x.pow(lift(0, index.value()))
            }
            Self::SCurve { index, prior_units, incompressible } => {
                let fixed = lift(2, *incompressible);
                fixed + (one - fixed) * (x + lift(1, *prior_units)).pow(lift(0, index.value()))
            }
            Self::Plateau { index, floor, form } => {
                let (power, floor) = (x.pow(lift(0, index.value())), lift(1, *floor));
                match form {
                    Floor::Additive => power + floor,
                    Floor::Hard if power.value() >= floor.value() => power,
                    Floor::Hard => floor,
                }
            }
            Self::Stepped { indexes } => {
                let doubling = self.doubling_at(x.value());
                let two = A::constant(2.0);
                let reached = (0..doubling)
                    .fold(one, |reached, step| reached * two.pow(lift(step, indexes[step].value())));
                let from = A::constant(doubling_start(doubling));
                reached * (x / from).pow(lift(doubling, indexes[doubling].value()))
            }
            Self::Factors(table) => {
                let (value, slope) = table.unit_and_slope(x.value());
                A::constant(value) + A::constant(slope) * (x - A::constant(x.value()))
            }
            Self::Boone { index, decay } => x.pow(lift(0, index.value()) / (one + x / lift(1, *decay))),
            Self::Knecht { index, growth } => x.pow(lift(0, index.value())) * (lift(1, *growth) * x).exp(),
            Self::Pegels { ratio, floor } => {
                let floor = lift(1, *floor);
                (one - floor) * lift(0, *ratio).pow(x - one) + floor
            }
            Self::Levy { index, floor, flattening } => {
                let (limit, k) = (one / lift(1, *floor), lift(2, *flattening));
                let fade = -(k * k.ln()) * x;
                // (1/C) (1 - e^-L) + x^-b e^-L: a floor near 0 would cancel as the formula is printed.
                one / (x.pow(-lift(0, index.value())) * fade.exp() - limit * fade.exp_m1())
            }
            Self::Hyperbolic { prior_units, half_units } => {
                let (p, r) = (lift(0, *prior_units), lift(1, *half_units));
                (x + p + r) / (x + p) * ((one + p) / (one + p + r))
            }
            Self::Exponential { prior_units, time_constant } => {
                let (p, r) = (lift(0, *prior_units), lift(1, *time_constant));
                (-((one + p) / r)).exp_m1() / (-((x + p) / r)).exp_m1()
            }
        }
    }

    /// Which of a stepped shape's doublings `x` lies in, from 0 for 1 to 2; the last goes on.
    pub(super) fn doubling_at(&self, x: f64) -> usize {
        let Self::Stepped { indexes } = self else {
            return 0;
        };
        (1..indexes.len()).take_while(|&doubling| x > doubling_start(doubling)).count()
    }
}

/// Where a doubling starts: 2 to its number.
pub(super) fn doubling_start(doubling: usize) -> f64 {
    f64::from(u32::try_from(doubling).unwrap_or(u32::MAX)).exp2()
}
