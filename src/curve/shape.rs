//! Shapes: how the value falls with the unit number, before any theory says what the value is.

mod formula;
mod parameter;
mod pieces;
mod rise;
pub(super) mod table;

use std::sync::Arc;

use super::analytic::{Analytic as _, Taylor};
use super::domain::Index;
use super::power::power;
pub use parameter::Parameter;
use parameter::{ABOVE_ZERO, Slot};
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
    /// The shape of a model by its name, its parameters not yet said; none for those that are made of lists.
    pub fn of_model(name: &str) -> Option<Self> {
        let (index, unsaid) = (Index::NONE, 1.0);
        Some(match name {
            "wright" | "crawford" | "rate-effect" => Self::PowerLaw { index },
            "stanford-b" => Self::StanfordB { index, prior_units: 0.0 },
            "de-jong" => Self::DeJong { index, incompressible: unsaid },
            "s-curve" => Self::SCurve { index, prior_units: 0.0, incompressible: unsaid },
            "plateau" => Self::Plateau { index, floor: unsaid, form: Floor::Hard },
            "boone" => Self::Boone { index, decay: unsaid },
            "knecht" => Self::Knecht { index, growth: unsaid },
            "pegels" => Self::Pegels { ratio: unsaid, floor: unsaid },
            "levy" => Self::Levy { index, floor: unsaid, flattening: unsaid },
            "hyperbolic" => Self::Hyperbolic { prior_units: 0.0, half_units: unsaid },
            "exponential" => Self::Exponential { prior_units: 0.0, time_constant: unsaid },
            _ => return None,
        })
    }

    /// Every parameter with the place of its value; `letter` is what formulas call it.
    fn slots(&mut self) -> Vec<Slot<'_>> {
        let b = |index| Slot { name: "index", letter: "b", low: -5.0, high: 2.0, value: index };
        let slot = |name, letter, low, high, value| Slot { name, letter, low, high, value };
        match self {
            Self::PowerLaw { index } => vec![b(&mut index.0)],
            Self::StanfordB { index, prior_units } => {
                vec![b(&mut index.0), slot("prior_units", "B", 0.0, 1e9, prior_units)]
            }
            Self::DeJong { index, incompressible } => {
                vec![b(&mut index.0), slot("incompressible", "M", 0.0, 1.0, incompressible)]
            }
            Self::SCurve { index, prior_units, incompressible } => vec![
                b(&mut index.0),
                slot("prior_units", "B", 0.0, 1e9, prior_units),
                slot("incompressible", "M", 0.0, 1.0, incompressible),
            ],
            Self::Plateau { index, floor, .. } => {
                vec![b(&mut index.0), slot("floor", "C", 0.0, 1e9, floor)]
            }
            Self::Stepped { indexes } => {
                Arc::make_mut(indexes).iter_mut().map(|index| b(&mut index.0)).collect()
            }
            Self::Factors(_) => Vec::new(),
            Self::Boone { index, decay } => {
                vec![b(&mut index.0), slot("decay", "c", ABOVE_ZERO, 1e15, decay)]
            }
            Self::Knecht { index, growth } => vec![b(&mut index.0), slot("growth", "c", -1.0, 1.0, growth)],
            Self::Pegels { ratio, floor } => {
                vec![slot("unit_ratio", "a", ABOVE_ZERO, 1.0, ratio), slot("floor", "C", 0.0, 1.0, floor)]
            }
            Self::Levy { index, floor, flattening } => vec![
                b(&mut index.0),
                slot("floor", "C", ABOVE_ZERO, 1e9, floor),
                slot("flattening", "k", 1.0, 100.0, flattening),
            ],
            Self::Hyperbolic { prior_units, half_units } => vec![
                slot("prior_units", "p", 0.0, 1e9, prior_units),
                slot("half_units", "R", ABOVE_ZERO, 1e15, half_units),
            ],
            Self::Exponential { prior_units, time_constant } => vec![
                slot("prior_units", "p", 0.0, 1e9, prior_units),
                slot("time_constant", "R", ABOVE_ZERO, 1e15, time_constant),
            ],
        }
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
            Self::PowerLaw { index } => power(x, index.value()),
            Self::Knecht { index, growth } => {
                // Of an exponent of some hundreds the product's rounding is a thousand eps of the value.
                let exponent = growth * x;
                let lost = growth.mul_add(x, -exponent);
                power(x, index.value()) * exponent.exp() * (1.0 + lost)
            }
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
