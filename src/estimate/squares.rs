//! A model and data as a problem of least squares, in each of the spaces that residuals are taken in.

use super::{Data, Model, starts};
use crate::fit::{Parameter, Problem, differentiate};

/// What a residual is the difference of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Space {
    /// Logarithms: `ln f - ln y`.
    Log,
    /// The values themselves: `f - y`.
    Level,
    /// Shares of these values: `(f - y) / base`.
    Relative(Vec<f64>),
}

/// The problem.
pub(super) struct Squares<'a> {
    model: &'a Model,
    data: &'a Data,
    space: Space,
    roots: Vec<f64>,
    /// A start from elsewhere, in place of the search for some.
    warm: Option<Vec<f64>>,
}

impl<'a> Squares<'a> {
    pub(super) fn new(model: &'a Model, data: &'a Data, space: Space) -> Self {
        let roots = data.observations().iter().map(|row| row.weight.sqrt()).collect();
        Self { model, data, space, roots, warm: None }
    }

    pub(super) fn from(self, warm: Vec<f64>) -> Self {
        Self { warm: Some(warm), ..self }
    }

    /// What the model says of every row.
    pub(super) fn fitted(&self, at: &[f64], into: &mut [f64]) {
        self.model.values(at, self.data.observations().iter().map(|row| (row.place, row.rate)), into);
    }
}

impl Problem for Squares<'_> {
    fn parameters(&self) -> Vec<Parameter> {
        self.model.parameters().to_vec()
    }

    fn observations(&self) -> usize {
        self.data.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        self.fitted(at, into);
        for (place, (into, row)) in into.iter_mut().zip(self.data.observations()).enumerate() {
            let residual = match &self.space {
                // Near one another the two would cancel in their logarithms.
                Space::Log => {
                    let ratio = *into / row.value;
                    if (ratio - 1.0).abs() < 0.1 {
                        ((*into - row.value) / row.value).ln_1p()
                    } else {
                        ratio.ln()
                    }
                }
                Space::Level => *into - row.value,
                Space::Relative(base) => (*into - row.value) / base[place],
            };
            *into = residual * self.roots[place];
        }
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        if self.space != Space::Log || !self.model.is_log_linear(self.data) {
            differentiate(
                |at, into| self.residuals(at, into),
                self.model.parameters(),
                at,
                self.data.len(),
                into,
            );
            return;
        }
        // ln f is ln T1 + b ln x + c ln q: what differences have of it is eleven digits.
        let rows = self.data.len();
        for (place, (row, root)) in self.data.observations().iter().zip(&self.roots).enumerate() {
            into[place] = root / at[0];
            into[rows + place] = root * row.place.about().ln();
            if self.model.has_rates() {
                into[2 * rows + place] = root * row.rate.unwrap_or(1.0).ln();
            }
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        if let Some(warm) = &self.warm {
            return vec![warm.clone()];
        }
        let mut residuals = vec![0.0; self.data.len()];
        let loss = |at: &[f64]| {
            self.residuals(at, &mut residuals);
            residuals.iter().map(|residual| residual * residual).sum()
        };
        let loss = std::cell::RefCell::new(loss);
        starts::starts(self.model, self.data, |at| (loss.borrow_mut())(at))
    }
}
