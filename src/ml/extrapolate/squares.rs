//! A law and points as least squares sees them.

use super::Curve;
use super::law::Law;
use super::points::{Errors, Points, real};
use crate::fit::line;
use crate::fit::{Parameter, Problem, sum_of_squares};

/// Where the floor of a law may lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Floor {
    /// At 0 or above: no error is negative anywhere.
    Fitted,
    /// Where it is known to be, 0 or above.
    At(f64),
    /// Anywhere, below 0 too, and curves may rise: what others fit, to be compared with.
    Free,
}

/// The most searches that are made for one law.
const STARTS: usize = 5;
/// How steep a power of the amount may be; the steepest seen on 130 data sets are below 2.
const STEEPEST: f64 = 5.0;

/// A law to be fitted to points: its parameters are ln a, those of the shape, and the floor where it is open.
#[derive(Debug, Clone)]
pub(super) struct Squares {
    pub(super) law: Law,
    pub(super) floor: Floor,
    pub(super) errors: Errors,
    /// ln of the amounts over their middle.
    pub(super) places: Vec<f64>,
    pub(super) middle: f64,
    pub(super) values: Vec<f64>,
    roots: Vec<f64>,
}

impl Squares {
    pub(super) fn new(law: Law, points: &Points, floor: Floor) -> Self {
        let logs: Vec<f64> = points.points().iter().map(|point| point.amount.ln()).collect();
        let middle = logs.iter().sum::<f64>() / real(logs.len());
        Self {
            law,
            floor,
            errors: points.errors(),
            places: logs.iter().map(|log| log - middle).collect(),
            middle: middle.exp(),
            values: points.points().iter().map(|point| point.value).collect(),
            roots: points.weights().into_iter().map(f64::sqrt).collect(),
        }
    }

    /// Whether the floor is a parameter.
    pub(super) fn has_open_floor(&self) -> bool {
        self.law.has_floor() && !matches!(self.floor, Floor::At(_))
    }

    /// The floor where it is none.
    pub(super) fn fixed_floor(&self) -> f64 {
        match self.floor {
            Floor::At(floor) if self.law.has_floor() => floor,
            _ => 0.0,
        }
    }

    /// The curve at parameters.
    pub(super) fn curve(&self, at: &[f64]) -> Curve {
        let shape = [at[1], if self.law.shapes() > 1 { at[2] } else { 0.0 }];
        let floor = if self.has_open_floor() { at[at.len() - 1] } else { self.fixed_floor() };
        Curve { law: self.law, log_height: at[0], shape, floor, middle: self.middle }
    }

    /// What a value misses another by, as the fit counts it.
    pub(super) fn miss(&self, fitted: f64, observed: f64) -> f64 {
        if self.errors == Errors::Absolute { fitted - observed } else { (fitted / observed).ln() }
    }

    /// The weighted misses of heights at the points.
    pub(super) fn misses(&self, heights: impl Iterator<Item = f64>, into: &mut [f64]) {
        for (((into, height), value), root) in into.iter_mut().zip(heights).zip(&self.values).zip(&self.roots)
        {
            *into = root * self.miss(height, *value);
        }
    }

    /// What a miss changes by with a height, weighted.
    pub(super) fn pull(&self, row: usize, height: f64) -> f64 {
        self.roots[row] * if self.errors == Errors::Absolute { 1.0 } else { 1.0 / height }
    }

    /// What the last point counts: what is taken for a point beyond it.
    pub(super) fn last_weight(&self) -> f64 {
        self.roots[self.roots.len() - 1].powi(2)
    }

    /// The parameters of the shape.
    pub(super) fn shape_parameters(&self) -> Vec<Parameter> {
        let (low, high) = (self.places[0], self.places[self.places.len() - 1]);
        let index = match (self.law, self.floor) {
            (_, Floor::Free) => Parameter::between("index", -2.0 * STEEPEST, 2.0 * STEEPEST),
            (Law::Power, _) => Parameter::between("index", -STEEPEST, STEEPEST),
            _ => Parameter::between("index", -STEEPEST, 0.0),
        };
        let steepness = Parameter::between("steepness", 0.02, STEEPEST);
        match self.law {
            Law::Power | Law::OffsetPower => vec![index],
            Law::Exponential => vec![Parameter::between("scale", low - 5.0, high + 7.0)],
            Law::Mmf => vec![Parameter::between("half_amount", low - 10.0, high + 7.0), steepness],
            Law::Weibull => vec![Parameter::between("scale", low - 25.0, high + 7.0), steepness],
            Law::Pow4 => vec![index, Parameter::between("shift", 0.0, high.exp())],
        }
    }

    /// Guesses of the shape, without a and the floor.
    fn shapes(&self) -> Vec<[f64; 2]> {
        let (low, high) = (self.places[0], self.places[self.places.len() - 1]);
        let within = |share: f64| low + share * (high - low);
        match self.law {
            // Found by a line instead.
            Law::Power | Law::OffsetPower => vec![[0.0; 2]],
            Law::Exponential => [0.2, 0.5, 0.9].map(|share| [within(share), 0.0]).to_vec(),
            Law::Mmf => {
                [-0.3, 0.1, 0.5].iter().flat_map(|share| [0.5, 1.0].map(|k| [within(*share), k])).collect()
            }
            Law::Weibull => {
                [-0.5, 0.2, 0.6].iter().flat_map(|share| [0.3, 0.7].map(|k| [within(*share), k])).collect()
            }
            Law::Pow4 => {
                [0.02, 0.3].iter().flat_map(|share| [-0.4, -1.0].map(|b| [b, within(*share).exp()])).collect()
            }
        }
    }

    /// Parameters of a shape and a floor with the a that goes through the middle of the points; none where there is none.
    fn through_middle(&self, shape: [f64; 2], floor: f64) -> Option<Vec<f64>> {
        let above = self.places.iter().zip(&self.values).filter(|(_, value)| **value > floor);
        let (u, logs): (Vec<f64>, Vec<f64>) = above.map(|(u, value)| (*u, (value - floor).ln())).unzip();
        if u.len() < 2 {
            return None;
        }
        // A power law is a straight line here, and needs no guess.
        let (log_height, shape) = match self.law {
            Law::Power | Law::OffsetPower => {
                let line = line::straight(&u, &logs)?;
                let flat = self.law == Law::OffsetPower && self.floor != Floor::Free;
                let most = if flat { -0.02 } else { STEEPEST };
                (line.intercept, [line.slope.clamp(0.1 - STEEPEST, most), 0.0])
            }
            _ => {
                let falls = u.iter().map(|u| self.law.log_fall(shape, *u).0);
                (falls.zip(&logs).map(|(fall, log)| log - fall).sum::<f64>() / real(u.len()), shape)
            }
        };
        let mut start = vec![log_height];
        start.extend(&shape[..self.law.shapes()]);
        if self.has_open_floor() {
            start.push(floor);
        }
        start.iter().all(|value| value.is_finite()).then_some(start)
    }
}

impl Problem for Squares {
    fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = vec![Parameter::free("log_height")];
        parameters.extend(self.shape_parameters());
        if self.has_open_floor() {
            parameters.push(if self.floor == Floor::Free {
                Parameter::free("floor")
            } else {
                let most = self.values.iter().fold(0.0_f64, |most, value| value.max(most));
                Parameter::between("floor", 0.0, most)
            });
        }
        parameters
    }

    fn observations(&self) -> usize {
        self.places.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        let curve = self.curve(at);
        let heights =
            self.places.iter().map(|u| curve.floor + (at[0] + self.law.log_fall(curve.shape, *u).0).exp());
        self.misses(heights, into);
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let curve = self.curve(at);
        let (rows, shapes) = (self.places.len(), self.law.shapes());
        for (row, u) in self.places.iter().enumerate() {
            let (fall, by_shape, _) = self.law.log_fall(curve.shape, *u);
            let above = (at[0] + fall).exp();
            let pull = self.pull(row, curve.floor + above);
            into[row] = pull * above;
            for (part, slope) in by_shape[..shapes].iter().enumerate() {
                into[(part + 1) * rows + row] = pull * above * slope;
            }
            if self.has_open_floor() {
                into[(shapes + 1) * rows + row] = pull;
            }
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        let least = self.values.iter().fold(f64::INFINITY, |least, value| value.min(least));
        let floors: Vec<f64> = if self.has_open_floor() {
            [0.02, 0.35, 0.7, 0.93].map(|share| share * least).to_vec()
        } else {
            vec![self.fixed_floor()]
        };
        let shapes = self.shapes();
        let mut residuals = vec![0.0; self.places.len()];
        let mut found: Vec<(f64, Vec<f64>)> = Vec::new();
        for floor in floors {
            for shape in &shapes {
                let Some(start) = self.through_middle(*shape, floor) else { continue };
                self.residuals(&start, &mut residuals);
                let sum = sum_of_squares(&residuals);
                if sum.is_finite() {
                    found.push((sum, start));
                }
            }
        }
        found.sort_by(|one, other| one.0.total_cmp(&other.0));
        found.truncate(STARTS);
        found.into_iter().map(|(_, start)| start).collect()
    }
}
