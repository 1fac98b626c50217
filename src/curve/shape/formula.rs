//! Each shape's formula, written once, for doubles and for Taylor series alike.

use super::super::analytic::Analytic;
use super::{Floor, Shape};

impl Shape {
    /// The shape's formula at `x`; `lift` makes a number of its parameter at a place.
    pub(super) fn evaluate<A: Analytic>(&self, x: A, lift: impl Fn(usize, f64) -> A) -> A {
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
                let fading = (-(k * k.ln()) * x).exp();
                one / (limit - (limit - x.pow(-lift(0, index.value()))) * fading)
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
