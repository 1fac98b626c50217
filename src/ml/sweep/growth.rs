//! How time grows with the size of a model at one step size: in a straight line, or by a power.

use super::{count, distinct};
use crate::fit::{self, Fit, Options, Parameter, Problem, line, profile, stats};

/// The growth of time at one step size.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// `c + k size`.
    pub line: Line,
    /// `c + a size^b`; none for fewer than 4 sizes, or where no power can be told.
    pub power: Option<Power>,
    /// `c + k weights`, where runs say their number of weights.
    pub weights: Option<Line>,
}

/// A straight line through times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// The time at size 0.
    pub c: f64,
    /// Its standard error.
    pub c_error: f64,
    /// The time for each 1 of size.
    pub k: f64,
    /// Its standard error.
    pub k_error: f64,
    /// The share of the times' variance that the line explains; none where they don't vary.
    pub r_squared: Option<f64>,
    /// The residual standard deviation, in the unit of time.
    pub scatter: f64,
    /// Akaike's criterion corrected for few observations.
    pub aicc: Option<f64>,
}

/// A power of size through times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Power {
    /// The factor.
    pub a: f64,
    /// The exponent: 1 is a straight line, more grows faster.
    pub b: f64,
    /// Its standard error.
    pub b_error: Option<f64>,
    /// Its interval, by the profile of the sum of squares.
    pub b_interval: (Option<f64>, Option<f64>),
    /// The time at size 0.
    pub c: f64,
    /// Akaike's criterion corrected for few observations.
    pub aicc: Option<f64>,
}

/// Which law the times speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Law {
    /// The straight line in size.
    Line,
    /// The power.
    Power,
    /// The straight line in the number of weights.
    Weights,
    /// No one of them: their criteria are within 2 of the best.
    Open,
}

impl Growth {
    /// The growth of times over sizes; none for fewer than 3 runs or sizes.
    pub(super) fn of(sizes: &[f64], times: &[f64], weights: Option<&[f64]>, level: f64) -> Option<Self> {
        let differ = distinct(sizes.to_vec()).len();
        if differ < 3 {
            return None;
        }
        let straight = Line::of(sizes, times)?;
        let power = if differ >= 4 { Power::of(sizes, times, level) } else { None };
        let weights = weights.and_then(|weights| Line::of(weights, times));
        Some(Self { line: straight, power, weights })
    }

    /// Which law Akaike's criterion speaks for; differences up to 2 are none.
    ///
    /// Source: K. P. Burnham and D. R. Anderson, Model Selection and Multimodel Inference, 2002, 2.6.
    pub fn law(&self) -> Law {
        let mut laws: Vec<(f64, Law)> = [
            (self.line.aicc, Law::Line),
            (self.power.and_then(|power| power.aicc), Law::Power),
            (self.weights.and_then(|line| line.aicc), Law::Weights),
        ]
        .into_iter()
        .filter_map(|(aicc, law)| aicc.map(|aicc| (aicc, law)))
        .collect();
        laws.sort_by(|one, other| one.0.total_cmp(&other.0));
        match laws.as_slice() {
            [first, second, ..] if second.0 - first.0 > 2.0 => first.1,
            _ => Law::Open,
        }
    }
}

impl Line {
    fn of(sizes: &[f64], times: &[f64]) -> Option<Self> {
        let fit = line::solve(&[vec![1.0; sizes.len()], sizes.to_vec()], times).ok()?;
        let errors = fit.std_errors?;
        Some(Self {
            c: fit.coefficients[0],
            c_error: errors[0],
            k: fit.coefficients[1],
            k_error: errors[1],
            r_squared: stats::pearson_squared(sizes, times),
            scatter: (fit.sum_of_squares / count(times.len() - 2)).sqrt(),
            aicc: stats::aicc(fit.sum_of_squares, times.len(), 2),
        })
    }
}

/// `time = c + a (size/unit)^b`; a unit amid the sizes keeps `a` and `b` apart.
struct Powers<'d> {
    sizes: Vec<f64>,
    times: &'d [f64],
}

/// The exponents that are searched.
const LEAST: f64 = 0.02;
const MOST: f64 = 20.0;

impl Powers<'_> {
    /// The best c and a for an exponent, which are a straight line's.
    fn line(&self, b: f64) -> Option<[f64; 3]> {
        let powers: Vec<f64> = self.sizes.iter().map(|size| size.powf(b)).collect();
        line::straight(&powers, self.times).map(|line| [line.intercept, line.slope, b])
    }
}

impl Problem for Powers<'_> {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::free("c"), Parameter::free("a"), Parameter::between("b", LEAST, MOST)]
    }

    fn observations(&self) -> usize {
        self.times.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        for ((into, size), time) in into.iter_mut().zip(&self.sizes).zip(self.times) {
            *into = at[0] + at[1] * size.powf(at[2]) - time;
        }
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let rows = self.times.len();
        for (row, size) in self.sizes.iter().enumerate() {
            let power = size.powf(at[2]);
            into[row] = 1.0;
            into[rows + row] = power;
            into[2 * rows + row] = at[1] * power * size.ln();
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        [1.0, 0.4, 2.5].into_iter().filter_map(|b| self.line(b)).map(|start| start.to_vec()).collect()
    }
}

impl Power {
    fn of(sizes: &[f64], times: &[f64], level: f64) -> Option<Self> {
        let (low, high) = stats::ends(sizes);
        let unit = (low * high).sqrt();
        let problem = Powers { sizes: sizes.iter().map(|size| size / unit).collect(), times };
        let made: Fit = fit::fit(&problem, &Options::default()).ok()?;
        let exponent = &made.estimates[2];
        if exponent.at_bound || exponent.inert || !made.stopped.is_success() {
            return None;
        }
        let b_interval = profile::interval(&problem, &made, 2, level).unwrap_or((None, None));
        Some(Self {
            a: made.estimates[1].value / unit.powf(exponent.value),
            b: exponent.value,
            b_error: exponent.std_error,
            b_interval,
            c: made.estimates[0].value,
            aicc: stats::aicc(made.sum_of_squares, times.len(), 3),
        })
    }
}
