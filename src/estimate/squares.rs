//! A model and data as a problem of least squares, in each of the spaces that residuals are taken in.

use super::starts::{self, Held};
use super::{Data, Estimated, Method, Model};
use crate::fit::{Parameter, Problem, differentiate, differentiate_roughly, sum_of_squares};

/// What a residual is the difference of.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Space {
    /// Logarithms: `ln f - ln y`.
    Log,
    /// The values themselves: `f - y`.
    Level,
    /// Shares of these values: `(f - y) / base`.
    Relative(Vec<f64>),
    /// Shares of the fitted values, without bias: the roots of `2 (y / f - 1 - ln (y / f))`, whose slopes are those of `(f - y) / f` with the
    /// f below held.
    ///
    /// Source: P. McCullagh and J. A. Nelder, Generalized linear models, 2nd ed., 1989: the deviance of a gamma distribution.
    Deviance,
}

impl Space {
    /// That of a fit's profiles: of shares of fitted values those of the fit are held.
    pub(super) fn held(fit: &Estimated) -> Self {
        match fit.method {
            Method::LogOls | Method::Midpoints => Self::Log,
            Method::Nls => Self::Level,
            Method::Mupe | Method::Zmpe => {
                Self::Relative(fit.rows.iter().map(|row| row.fitted * fit.scale).collect())
            }
        }
    }
}

/// The ratio of two values as a logarithm, to a double's digits where they are near one another too.
fn log_ratio(value: f64, to: f64) -> f64 {
    let ratio = value / to;
    if (ratio - 1.0).abs() < 0.1 { ((value - to) / to).ln_1p() } else { ratio.ln() }
}

/// The deviance's root of a logarithm `u = ln (f / y)`, and its slope by u: `r² = 2 (e^-u - 1 + u)` with the sign of u.
fn deviance_root(u: f64) -> (f64, f64) {
    // r / u squared, of which the direct form would lose the digits near 0.
    let square = if u.abs() < 0.5 {
        let (mut term, mut sum) = (1.0, 1.0);
        for order in 3..=20 {
            term *= -u / f64::from(order);
            sum += term;
        }
        sum
    } else {
        2.0 * ((-u).exp_m1() + u) / (u * u)
    };
    let root = square.sqrt();
    let slope = if u == 0.0 { 1.0 } else { -(-u).exp_m1() / (u * root) };
    (u * root, slope)
}

/// How a problem's slopes are had by differences.
pub(super) struct Differ<'p> {
    pub(super) parameters: &'p [Parameter],
    pub(super) rows: usize,
    pub(super) roughly: bool,
}

impl Differ<'_> {
    /// By every parameter.
    fn by_all(&self, at: &[f64], into: &mut [f64], residuals: impl Fn(&[f64], &mut [f64])) {
        if self.roughly {
            differentiate_roughly(residuals, self.parameters, at, self.rows, into);
        } else {
            differentiate(residuals, self.parameters, at, self.rows, into);
        }
    }

    /// By every parameter but T1, the first, whose slopes `by_scale` knows.
    pub(super) fn but_by_scale(
        &self,
        at: &[f64],
        into: &mut [f64],
        residuals: impl Fn(&[f64], &mut [f64]),
        by_scale: impl FnOnce(&mut [f64]),
    ) {
        let (scale, others) = into.split_at_mut(self.rows);
        by_scale(scale);
        let with = |rest: &[f64]| std::iter::once(at[0]).chain(rest.iter().copied()).collect::<Vec<_>>();
        let others_alone = Differ { parameters: &self.parameters[1..], ..*self };
        others_alone.by_all(&at[1..], others, |rest, into| residuals(&with(rest), into));
    }
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
            Space::Deviance => {
                rows().map(|(_, (fitted, row))| row.weight * (row.value / fitted)).sum::<f64>()
                    / self.data.weight()
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
        let rows = self.data.observations().iter().zip(&self.roots);
        for (place, (slope, (row, root))) in fitted.iter_mut().zip(rows).enumerate() {
            let by_log = match &self.space {
                Space::Log => 1.0,
                Space::Level => *slope,
                Space::Relative(base) => *slope / base[place],
                Space::Deviance => deviance_root(log_ratio(*slope, row.value)).1,
            };
            *slope = by_log * root / first_unit;
        }
    }

    /// Whether the slopes have a closed form: of a power law's logarithm.
    fn is_linear_in_logs(&self) -> bool {
        matches!(self.space, Space::Log | Space::Deviance) && self.model.is_log_linear(self.data)
    }

    /// The slopes of the residuals by differences, but for those by T1 where it multiplies all.
    fn slopes(&self, at: &[f64], into: &mut [f64], roughly: bool) {
        let differ = Differ { parameters: self.model.parameters(), rows: self.data.len(), roughly };
        let residuals = |at: &[f64], into: &mut [f64]| self.residuals(at, into);
        if self.model.is_scaled_by_first_unit() {
            differ.but_by_scale(at, into, residuals, |scale| self.by_scale(at, scale));
        } else {
            differ.by_all(at, into, residuals);
        }
    }

    /// The slopes of the residuals by T1, where it multiplies all that is fitted at `at`.
    pub(super) fn by_scale(&self, at: &[f64], into: &mut [f64]) {
        self.fitted(at, into);
        self.slopes_by_scale(into, at[0]);
    }

    /// Residuals of what was fitted, in its place.
    fn compare(&self, fitted: &mut [f64]) {
        for (place, (into, row)) in fitted.iter_mut().zip(self.data.observations()).enumerate() {
            let residual = match &self.space {
                Space::Log => log_ratio(*into, row.value),
                Space::Deviance => deviance_root(log_ratio(*into, row.value)).0,
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
        if self.is_linear_in_logs() {
            // ln f is ln T1 + b ln x + c ln q: what differences have of it is eleven digits.
            let rows = self.data.len();
            let (scale, others) = into.split_at_mut(rows);
            self.fitted(at, scale);
            self.slopes_by_scale(scale, at[0]);
            for (place, row) in self.data.observations().iter().enumerate() {
                others[place] = scale[place] * at[0] * row.place.about().ln();
                if self.model.has_rates() {
                    others[rows + place] = scale[place] * at[0] * row.rate.unwrap_or(1.0).ln();
                }
            }
            return;
        }
        self.slopes(at, into, false);
    }

    fn rough_jacobian(&self, at: &[f64], into: &mut [f64]) -> bool {
        if self.is_linear_in_logs() {
            return false;
        }
        self.slopes(at, into, true);
        true
    }

    fn settled(&self) -> Option<usize> {
        self.model.is_scaled_by_first_unit().then_some(0)
    }

    fn settle(&self, at: &mut [f64], into: &mut [f64]) {
        at[0] = self.settled_first_unit(at, into);
    }

    fn held(&self, place: usize, value: f64) -> Vec<Vec<f64>> {
        starts::candidates(self.model, self.data, Some(Held { place, value }))
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        if let Some(warm) = &self.warm {
            return vec![warm.clone()];
        }
        let mut residuals = vec![0.0; self.data.len()];
        let loss = |at: &[f64]| {
            self.residuals(at, &mut residuals);
            sum_of_squares(&residuals)
        };
        let loss = std::cell::RefCell::new(loss);
        starts::starts(self.model, self.data, |at| (loss.borrow_mut())(at))
    }
}
