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
#[derive(Clone)]
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

    /// The same from these parameters alone, in place of starts that the data suggest.
    pub(super) fn from(self, warm: Vec<f64>) -> Self {
        Self { warm: Some(warm), ..self }
    }

    /// The model.
    pub(super) fn model(&self) -> &'a Model {
        self.model
    }

    /// The data.
    pub(super) fn data(&self) -> &'a Data {
        self.data
    }

    /// The residuals at `at` once T1, `at[0]`, which multiplies all that is fitted there, makes their sum of squares least; gives T1.
    ///
    /// It is a ratio of sums, or of logarithms a mean.
    pub(super) fn settled_first_unit(&self, at: &[f64], into: &mut [f64]) -> f64 {
        self.fitted(at, into);
        let rows = || into.iter().zip(self.data.observations()).enumerate();
        let times = match &self.space {
            Space::Log => {
                let logs =
                    rows().map(|(_, (fitted, row))| row.weight * (row.value / fitted).ln()).sum::<f64>();
                (logs / self.data.weight()).exp()
            }
            space => {
                let (mut along, mut square) = (0.0, 0.0);
                for (place, (fitted, row)) in rows() {
                    let base = if let Space::Relative(base) = space { base[place] } else { 1.0 };
                    let fitted = fitted / base;
                    along += row.weight * fitted * (row.value / base);
                    square += row.weight * fitted * fitted;
                }
                along / square
            }
        };
        let bounds = &self.model.parameters()[0];
        let settled = (at[0] * times).clamp(bounds.low, bounds.high);
        // No number where the curve has none.
        let settled = if settled.is_finite() { settled } else { at[0] };
        for fitted in into.iter_mut() {
            *fitted *= settled / at[0];
        }
        self.compare(into);
        settled
    }

    /// The slopes of the residuals by T1 where it multiplies these fitted values.
    fn slopes_by_scale(&self, fitted: &mut [f64], first_unit: f64) {
        if self.space == Space::Log {
            fitted.fill(1.0);
        }
        for (place, (slope, root)) in fitted.iter_mut().zip(&self.roots).enumerate() {
            *slope *= root / first_unit;
            if let Space::Relative(base) = &self.space {
                *slope /= base[place];
            }
        }
    }

    /// Residuals of what was fitted, in its place.
    fn compare(&self, fitted: &mut [f64]) {
        for (place, (into, row)) in fitted.iter_mut().zip(self.data.observations()).enumerate() {
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
        self.compare(into);
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let rows = self.data.len();
        if self.space == Space::Log && self.model.is_log_linear(self.data) {
            // ln f is ln T1 + b ln x + c ln q: what differences have of it is eleven digits.
            for (place, (row, root)) in self.data.observations().iter().zip(&self.roots).enumerate() {
                into[place] = root / at[0];
                into[rows + place] = root * row.place.about().ln();
                if self.model.has_rates() {
                    into[2 * rows + place] = root * row.rate.unwrap_or(1.0).ln();
                }
            }
            return;
        }
        let residuals = |at: &[f64], into: &mut [f64]| self.residuals(at, into);
        if !self.model.is_scaled_by_first_unit() {
            differentiate(residuals, self.model.parameters(), at, rows, into);
            return;
        }
        let (scale, others) = into.split_at_mut(rows);
        self.fitted(at, scale);
        self.slopes_by_scale(scale, at[0]);
        let first_unit = at[0];
        let with =
            |others: &[f64]| std::iter::once(first_unit).chain(others.iter().copied()).collect::<Vec<_>>();
        differentiate(
            |others, into| residuals(&with(others), into),
            &self.model.parameters()[1..],
            &at[1..],
            rows,
            others,
        );
    }

    fn settled(&self) -> Option<usize> {
        self.model.is_scaled_by_first_unit().then_some(0)
    }

    fn settle(&self, at: &mut [f64], into: &mut [f64]) {
        at[0] = self.settled_first_unit(at, into);
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
