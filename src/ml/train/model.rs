//! The models that can be trained, and the weights that they start from.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng as _;
use thiserror::Error as Derive;

/// The most hidden units.
pub const MOST_HIDDEN: usize = 10_000;

/// The most parameters.
pub const MOST_PARAMETERS: usize = 20_000_000;

/// What is trained: it turns features into a probability for each class, and its loss is the mean cross-entropy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// Softmax regression: `softmax(x W + b)`.
    Softmax,
    /// One hidden layer: `softmax(tanh(x V + a) W + b)`.
    Tanh {
        /// Its units, from 1 to [`MOST_HIDDEN`].
        hidden: usize,
    },
}

/// Why there is no such model.
#[derive(Debug, Clone, PartialEq, Eq, Derive)]
#[non_exhaustive]
pub enum ModelError {
    /// No model has this name.
    #[error("there is no model `{0}`: write `softmax`, or `tanh:32` for 32 hidden units")]
    Unknown(String),
    /// A hidden layer of no units, or of too many.
    #[error("`{0}` hidden units: write a whole number from 1 to {MOST_HIDDEN}, as in `tanh:32`")]
    Hidden(String),
    /// More parameters than fit.
    #[error("{0} parameters: at most {MOST_PARAMETERS} fit, so take fewer hidden units or fewer features")]
    Parameters(usize),
}

impl Model {
    /// A model by its name: `softmax`, or `tanh:N` with N hidden units.
    ///
    /// # Errors
    ///
    /// [`ModelError`] for another name, and for a hidden layer that can't be.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::train::Model;
    /// assert_eq!(Model::named("tanh:32").unwrap().parameters(64, 10), 2_410);
    /// assert_eq!(Model::named("softmax").unwrap().parameters(64, 10), 650);
    /// ```
    pub fn named(name: &str) -> Result<Self, ModelError> {
        let plain = name.trim().to_lowercase();
        if plain == "softmax" {
            return Ok(Self::Softmax);
        }
        let Some(units) = plain.strip_prefix("tanh:") else {
            return Err(ModelError::Unknown(name.to_owned()));
        };
        match units.trim().parse() {
            Ok(hidden) if (1..=MOST_HIDDEN).contains(&hidden) => Ok(Self::Tanh { hidden }),
            _ => Err(ModelError::Hidden(units.trim().to_owned())),
        }
    }

    /// How many weights and biases it has, for rows of `features` numbers and so many classes.
    pub fn parameters(&self, features: usize, classes: usize) -> usize {
        let layer = |from: usize, to: usize| from.saturating_add(1).saturating_mul(to);
        match *self {
            Self::Softmax => layer(features, classes),
            Self::Tanh { hidden } => layer(features, hidden).saturating_add(layer(hidden, classes)),
        }
    }

    /// Each layer's inputs and outputs, first to last.
    pub(super) fn layers(self, features: usize, classes: usize) -> Vec<(usize, usize)> {
        match self {
            Self::Softmax => vec![(features, classes)],
            Self::Tanh { hidden } => vec![(features, hidden), (hidden, classes)],
        }
    }

    /// The parameters at the start: for each layer the weights, input by input, then the biases.
    ///
    /// Biases and softmax's weights are 0. A net's weights are within `± sqrt(6 / (inputs + outputs))` (Glorot and Bengio, 2010),
    /// drawn evenly where there is a source of draws; else `sin(1 + 12.9898 k)` and `sin(2 + 78.233 k)` times that for weight k of
    /// the first layer and of the second, which need no generator to be the same everywhere.
    pub(super) fn start(self, features: usize, classes: usize, random: Option<&mut ChaCha8Rng>) -> Vec<f64> {
        let mut parameters = vec![0.0; self.parameters(features, classes)];
        if self == Self::Softmax {
            return parameters;
        }
        let mut rest = parameters.as_mut_slice();
        let sines = [(1.0, 12.9898), (2.0, 78.233)];
        let mut random = random;
        for ((from, to), (phase, pace)) in self.layers(features, classes).into_iter().zip(sines) {
            let scale = (6.0 / crate::curve::count((from + to) as u64)).sqrt();
            let (layer, others) = rest.split_at_mut((from + 1) * to);
            for (k, weight) in layer[..from * to].iter_mut().enumerate() {
                *weight = match random.as_deref_mut() {
                    // 53 bits of a draw, evenly from -1 to 1.
                    Some(random) => crate::curve::count(random.next_u64() >> 11) * 2_f64.powi(-52) - 1.0,
                    None => (phase + pace * crate::curve::count(k as u64)).sin(),
                } * scale;
            }
            rest = others;
        }
        parameters
    }
}

impl std::fmt::Display for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Softmax => f.write_str("softmax"),
            Self::Tanh { hidden } => write!(f, "tanh:{hidden}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_written_alike() {
        for name in ["softmax", "tanh:1", "tanh:10000"] {
            assert_eq!(Model::named(name).unwrap().to_string(), name);
        }
        assert_eq!(Model::named("TANH: 8").unwrap(), Model::Tanh { hidden: 8 });
        for name in ["tanh:0", "tanh:10001", "tanh:1e9", "tanh:", "tanh:-1", "tanh:99999999999999999999"] {
            let error = Model::named(name).unwrap_err().to_string();
            assert!(error.contains("from 1 to 10000"), "{name}: {error}");
        }
        assert!(matches!(Model::named("relu:3"), Err(ModelError::Unknown(_))));
    }
}
