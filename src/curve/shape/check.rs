//! The parameters of each shape, with their names and bounds.

use super::super::Error;
use super::Shape;

/// One parameter of a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name, as scenario files have it.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
    /// The least that it can be.
    pub low: f64,
    /// The most.
    pub high: f64,
}

/// The least of a parameter that has to be above 0.
const ABOVE_ZERO: f64 = 1e-9;

impl Shape {
    /// The shape's parameters, T1 left out, each with its bounds; none for a printed table.
    pub fn parameters(&self) -> Vec<Parameter> {
        let parameter = |name, value, low, high| Parameter { name, value, low, high };
        let b = |index: &super::Index| parameter("index", index.value(), -5.0, 2.0);
        let prior = |units: &f64| parameter("prior_units", *units, 0.0, 1e9);
        let fixed = |share: &f64| parameter("incompressible", *share, 0.0, 1.0);
        match self {
            Self::PowerLaw { index } => vec![b(index)],
            Self::StanfordB { index, prior_units } => vec![b(index), prior(prior_units)],
            Self::DeJong { index, incompressible } => vec![b(index), fixed(incompressible)],
            Self::SCurve { index, prior_units, incompressible } => {
                vec![b(index), prior(prior_units), fixed(incompressible)]
            }
            Self::Plateau { index, floor, .. } => vec![b(index), parameter("floor", *floor, 0.0, 1e9)],
            Self::Stepped { indexes } => indexes.iter().map(b).collect(),
            Self::Factors(_) => Vec::new(),
            Self::Boone { index, decay } => vec![b(index), parameter("decay", *decay, ABOVE_ZERO, 1e15)],
            Self::Knecht { index, growth } => vec![b(index), parameter("growth", *growth, -1.0, 1.0)],
            Self::Pegels { ratio, floor } => {
                vec![parameter("unit_ratio", *ratio, ABOVE_ZERO, 1.0), parameter("floor", *floor, 0.0, 1.0)]
            }
            Self::Levy { index, floor, flattening } => vec![
                b(index),
                parameter("floor", *floor, ABOVE_ZERO, 1e9),
                parameter("flattening", *flattening, 1.0, 100.0),
            ],
            Self::Hyperbolic { prior_units, half_units } => {
                vec![prior(prior_units), parameter("half_units", *half_units, ABOVE_ZERO, 1e15)]
            }
            Self::Exponential { prior_units, time_constant } => {
                vec![prior(prior_units), parameter("time_constant", *time_constant, ABOVE_ZERO, 1e15)]
            }
        }
    }

    /// Refuses parameters outside their bounds.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] for the first that is.
    pub fn check(&self) -> Result<(), Error> {
        for Parameter { name, value, low, high } in self.parameters() {
            if !(low..=high).contains(&value) {
                return Err(Error::Parameter { name, value, low, high });
            }
        }
        Ok(())
    }
}
