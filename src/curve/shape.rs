//! Shapes: how the value falls with the unit number, before any theory says what the value is.

mod check;
mod formula;
mod pieces;
pub(super) mod table;

use std::sync::Arc;

use super::analytic::{Analytic as _, Taylor};
use super::domain::Index;
pub use check::Parameter;
pub use table::FactorTable;

/// One function of the position x, 1 or more: what a curve's value is as a multiple of T1.
///
/// The formula of each is in `docs/methods.md` with its source; [`Shape::value`] evaluates it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Shape {
    /// `x^b`: each doubling of x multiplies it by 2^b.
    PowerLaw {
        /// The index b.
        index: Index,
    },
    /// `(x + B)^b`: B units' worth of experience came before the first. T1 is the value at x = 1 - B, not the first unit's.
    StanfordB {
        /// The index b.
        index: Index,
        /// B, 0 to 1e9 units.
        prior_units: f64,
    },
    /// `M + (1 - M) x^b`: a share M, machine-paced say, does not fall.
    DeJong {
        /// The index b.
        index: Index,
        /// M, 0 to 1.
        incompressible: f64,
    },
    /// `M + (1 - M) (x + B)^b`: Stanford-B's and `DeJong`'s together.
    SCurve {
        /// The index b.
        index: Index,
        /// B, 0 to 1e9 units.
        prior_units: f64,
        /// M, 0 to 1.
        incompressible: f64,
    },
    /// A power law above a floor C: `max(x^b, C)`, or `x^b + C`.
    Plateau {
        /// The index b.
        index: Index,
        /// C as a multiple of T1, 0 to 1e9.
        floor: f64,
        /// How the floor bears on the power law.
        form: Floor,
    },
    /// A power law whose index changes at 2, 4, 8, …; the last goes on.
    Stepped {
        /// The index of each doubling, at least one.
        indexes: Arc<[Index]>,
    },
    /// A printed table of factors, straight lines between its rows.
    Factors(Arc<FactorTable>),
    /// Boone's: `x^(b / (1 + x/c))`, on which learning slows as units are made. It turns up again far out.
    Boone {
        /// The index b at the start.
        index: Index,
        /// c, above 0 to 1e15 units.
        decay: f64,
    },
    /// Knecht's: `x^b e^(c x)`.
    Knecht {
        /// The index b.
        index: Index,
        /// c, -1 to 1 for each unit.
        growth: f64,
    },
    /// Pegels': `(1 - C) a^(x - 1) + C`.
    Pegels {
        /// a, above 0 to 1: what each unit's excess over the floor is of the one before it.
        ratio: f64,
        /// C as a multiple of T1, 0 to 1.
        floor: f64,
    },
    /// Levy's: `1 / (1/C - (1/C - x^-b) k^(-k x))`, a power law at k = 1, which goes to C the sooner the larger k.
    Levy {
        /// The index b.
        index: Index,
        /// C as a multiple of T1, above 0 to 1e9.
        floor: f64,
        /// k, 1 to 100.
        flattening: f64,
    },
    /// Hyperbolic output `(x + p) / (x + p + R)` as time per unit, 1 at x = 1.
    Hyperbolic {
        /// p, 0 to 1e9 units.
        prior_units: f64,
        /// R, above 0 to 1e15 units: with so many (and p) behind them, people reach half their best rate.
        half_units: f64,
    },
    /// Exponential output `1 - e^(-(x + p) / R)` as time per unit, 1 at x = 1.
    Exponential {
        /// p, 0 to 1e9 units.
        prior_units: f64,
        /// R, above 0 to 1e15 units.
        time_constant: f64,
    },
}

/// How a floor bears on a power law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Floor {
    /// The larger of the two: `max(x^b, C)`.
    Hard,
    /// Their sum: `x^b + C`.
    Additive,
}

impl Shape {
    /// The index b, where the shape has one.
    pub fn index(&self) -> Option<Index> {
        match self {
            Self::PowerLaw { index }
            | Self::StanfordB { index, .. }
            | Self::DeJong { index, .. }
            | Self::SCurve { index, .. }
            | Self::Plateau { index, .. }
            | Self::Boone { index, .. }
            | Self::Knecht { index, .. }
            | Self::Levy { index, .. } => Some(*index),
            Self::Stepped { .. }
            | Self::Factors(_)
            | Self::Pegels { .. }
            | Self::Hyperbolic { .. }
            | Self::Exponential { .. } => None,
        }
    }

    /// The same shape with another index, where it has one.
    #[must_use]
    pub fn with_index(mut self, other: Index) -> Self {
        match &mut self {
            Self::PowerLaw { index }
            | Self::StanfordB { index, .. }
            | Self::DeJong { index, .. }
            | Self::SCurve { index, .. }
            | Self::Plateau { index, .. }
            | Self::Boone { index, .. }
            | Self::Knecht { index, .. }
            | Self::Levy { index, .. } => *index = other,
            Self::Stepped { .. }
            | Self::Factors(_)
            | Self::Pegels { .. }
            | Self::Hyperbolic { .. }
            | Self::Exponential { .. } => {}
        }
        self
    }

    /// The same shape with another floor, where it has one; `share` as a multiple of T1.
    #[must_use]
    pub fn with_floor(mut self, share: f64) -> Self {
        if let Self::Plateau { floor, .. } | Self::Pegels { floor, .. } | Self::Levy { floor, .. } = &mut self
        {
            *floor = share;
        }
        self
    }

    /// What the shape tends to as units are made without end, for output curves, which tend to a best rate.
    pub fn limit(&self) -> Option<f64> {
        match self {
            Self::Hyperbolic { prior_units: p, half_units: r } => Some((1.0 + p) / (1.0 + p + r)),
            Self::Exponential { prior_units: p, time_constant: r } => Some(-(-(1.0 + p) / r).exp_m1()),
            _ => None,
        }
    }

    /// The shape at position `x`, 1 or more.
    ///
    /// # Example
    ///
    /// `DeJong` at 85% with a quarter incompressible: a first cycle of 150 s falls to 90.4 s by the 25th.
    ///
    /// ```
    /// use learncurve::curve::{LearningRate, Shape};
    /// let index = LearningRate::new(0.85).unwrap().index();
    /// let shape = Shape::DeJong { index, incompressible: 0.25 };
    /// assert!((150.0 * shape.value(25.0) - 90.4).abs() < 0.05);
    /// ```
    pub fn value(&self, x: f64) -> f64 {
        match self {
            Self::PowerLaw { index } => x.powf(index.value()),
            _ => self.evaluate(x, |_, parameter| parameter),
        }
    }

    /// The slope of the shape in x.
    pub fn slope(&self, x: f64) -> f64 {
        let at = self.evaluate(Taylor::<2>::variable(x), |_, parameter| Taylor::constant(parameter));
        at.coefficients()[1]
    }

    /// The partial derivatives of the shape at `x` by each of its [`parameters`](Self::parameters), in their order.
    ///
    /// # Example
    ///
    /// Of `x^b` by b: `x^b ln x`.
    ///
    /// ```
    /// use learncurve::curve::{LearningRate, Shape};
    /// let shape = Shape::PowerLaw { index: LearningRate::new(0.5).unwrap().index() };
    /// assert!((shape.gradient(10.0)[0] - 0.1 * 10_f64.ln()).abs() < 1e-15);
    /// ```
    pub fn gradient(&self, x: f64) -> Vec<f64> {
        (0..self.parameters().len())
            .map(|wanted| {
                let lift = |place: usize, parameter: f64| {
                    if place == wanted {
                        Taylor::<2>::variable(parameter)
                    } else {
                        Taylor::constant(parameter)
                    }
                };
                self.evaluate(Taylor::constant(x), lift).coefficients()[1]
            })
            .collect()
    }

    /// The Taylor expansion of the shape at `x`.
    pub(super) fn series<const N: usize>(&self, x: f64) -> Taylor<N> {
        self.evaluate(Taylor::variable(x), |_, parameter| Taylor::constant(parameter))
    }

    /// Whether its values may both fall and rise.
    pub(super) fn may_turn(&self) -> bool {
        matches!(
            self,
            Self::Boone { .. }
                | Self::Knecht { .. }
                | Self::Levy { .. }
                | Self::Stepped { .. }
                | Self::Factors(_)
        )
    }

    /// Where the shape, having fallen, begins to rise, for a shape that does.
    ///
    /// Boone's turns where `x (ln x - 1) = c`, Knecht's at `-b / c`.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::curve::{LearningRate, Shape};
    /// let index = LearningRate::new(0.80).unwrap().index();
    /// let turn = Shape::Boone { index, decay: 1_000.0 }.turning_point().unwrap();
    /// assert!((turn - 226.2).abs() < 0.05);
    /// ```
    pub fn turning_point(&self) -> Option<f64> {
        let turn = match self {
            Self::Boone { index, decay } if index.value() < 0.0 => {
                let excess = |x: f64| x * (x.ln() - 1.0) / decay - 1.0;
                crate::root::brent(excess, 1.0, std::f64::consts::E + 2.0 * decay + 10.0, 1e-14)?
            }
            Self::Knecht { index, growth } if index.value() < 0.0 && *growth > 0.0 => -index.value() / growth,
            _ => return None,
        };
        Some(turn.max(1.0))
    }
}

#[cfg(test)]
#[path = "shape/shape_tests.rs"]
mod tests;
