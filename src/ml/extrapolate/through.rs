//! A law held to pass through one place: how far the data object to that.

use super::points::real;
use super::squares::Squares;
use crate::fit::{self, Fit, Options, Parameter, Problem, profile, stats};

/// A law that passes through a value at a place; its shape and the share of the value that is floor are open.
struct Through<'s> {
    squares: &'s Squares,
    /// ln of the amount over the middle.
    place: f64,
    value: f64,
    starts: Vec<Vec<f64>>,
}

impl Through<'_> {
    fn floor(&self, at: &[f64]) -> f64 {
        if self.squares.has_open_floor() { at[at.len() - 1] * self.value } else { self.squares.fixed_floor() }
    }

    fn shape(&self, at: &[f64]) -> [f64; 2] {
        [at[0], if self.squares.law.shapes() > 1 { at[1] } else { 0.0 }]
    }
}

impl Problem for Through<'_> {
    fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = self.squares.shape_parameters();
        if self.squares.has_open_floor() {
            parameters.push(Parameter::between("share", 0.0, 1.0));
        }
        parameters
    }

    fn observations(&self) -> usize {
        self.squares.places.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        let (floor, shape, law) = (self.floor(at), self.shape(at), self.squares.law);
        let there = law.log_fall(shape, self.place).0;
        let heights = self.squares.places.iter();
        let heights =
            heights.map(|u| floor + (self.value - floor) * (law.log_fall(shape, *u).0 - there).exp());
        self.squares.misses(heights, into);
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let (floor, shape, law) = (self.floor(at), self.shape(at), self.squares.law);
        let (there, by_shape_there, _) = law.log_fall(shape, self.place);
        let (rows, shapes) = (self.squares.places.len(), law.shapes());
        for (row, u) in self.squares.places.iter().enumerate() {
            let (fall, by_shape, _) = law.log_fall(shape, *u);
            let times = (fall - there).exp();
            let above = (self.value - floor) * times;
            let pull = self.squares.pull(row, floor + above);
            for part in 0..shapes {
                into[part * rows + row] = pull * above * (by_shape[part] - by_shape_there[part]);
            }
            if self.squares.has_open_floor() {
                into[shapes * rows + row] = pull * self.value * (1.0 - times);
            }
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        self.starts.clone()
    }
}

/// A fitted law, and how far it may be moved.
pub(super) struct Profile<'f> {
    squares: &'f Squares,
    core: &'f Fit,
    variance: f64,
    /// Student's t that is allowed.
    pub(super) wanted: f64,
}

/// Amounts are looked for up to so many times the middle one, in logarithms: 1e15.
const FARTHEST: f64 = 34.5;

impl<'f> Profile<'f> {
    /// None without degrees of freedom.
    pub(super) fn new(squares: &'f Squares, core: &'f Fit, level: f64) -> Option<Self> {
        let wanted = stats::t_quantile(0.5 + 0.5 * level, core.degrees_of_freedom)?;
        Some(Self { squares, core, variance: core.sum_of_squares / real(core.degrees_of_freedom), wanted })
    }

    /// How far the data object to a value at a place: t, and where the shape came to rest.
    fn objection(&self, place: f64, value: f64, from: &[f64]) -> Option<(f64, Vec<f64>)> {
        let mut through = Through { squares: self.squares, place, value, starts: Vec::new() };
        let parameters = through.parameters();
        let inside = |start: &[f64]| -> Vec<f64> {
            // Off the bounds, where a transform has no slope.
            let ends = parameters.iter().map(|one| (one.low, one.high)).zip(start);
            ends.map(|((low, high), value)| {
                value.clamp(low + 1e-3 * (high - low), high - 1e-3 * (high - low))
            })
            .collect()
        };
        through.starts = vec![inside(from)];
        let found = fit::fit(&through, &Options::default()).ok()?;
        let excess = (found.sum_of_squares - self.core.sum_of_squares).max(0.0);
        Some(((excess / self.variance).sqrt(), found.values()))
    }

    /// The shape and the share of the floor in the law's value at a place.
    fn start(&self, value: f64) -> Vec<f64> {
        let all = self.core.values();
        let mut start = all[1..=self.squares.law.shapes()].to_vec();
        if self.squares.has_open_floor() {
            start.push((all[all.len() - 1] / value).clamp(0.0, 1.0));
        }
        start
    }

    /// The ends between which the value at a place may lie; never below the floor that is known, or 0.
    ///
    /// `error` is about the standard error of the value's logarithm there.
    pub(super) fn values(&self, place: f64, value: f64, error: f64) -> (f64, f64) {
        let floor = self.squares.fixed_floor();
        let first_step = 0.5 * self.wanted * error.clamp(1e-6, 2.0) * value / (value - floor);
        let end = |direction: f64| {
            let profile = |log: f64, start: &[f64]| self.objection(place, floor + log.exp(), start);
            let (from, limit) = ((value - floor).ln(), direction * 700.0);
            profile::outwards(from, direction * first_step, limit, self.wanted, self.start(value), profile)
        };
        (
            end(-1.0).map_or(floor, |log| floor + log.exp()),
            end(1.0).map_or(f64::INFINITY, |log| floor + log.exp()),
        )
    }

    /// The ends between which the place may lie at which the law comes down to a value, where it does at `place`.
    ///
    /// None for an end that the data don't set: below, any amount; above, perhaps never.
    pub(super) fn places(&self, value: f64, place: f64, error: f64) -> (Option<f64>, Option<f64>) {
        let end = |direction: f64| {
            let profile = |place: f64, start: &[f64]| self.objection(place, value, start);
            let first_step = direction * 0.5 * self.wanted * error.clamp(1e-6, 2.0);
            let limit = direction * FARTHEST.max(direction * place + 1.0);
            profile::outwards(place, first_step, limit, self.wanted, self.start(value), profile)
        };
        (end(-1.0), end(1.0))
    }

    /// The first place from `from` on at which the law may have come down to a value that the fitted one never comes to.
    pub(super) fn earliest(&self, value: f64, from: f64) -> Option<f64> {
        let start = self.start(value);
        let t = |place: f64| self.objection(place, value, &start).map_or(f64::NAN, |(t, _)| t - self.wanted);
        if t(from) <= 0.0 {
            return Some(from);
        }
        // Objections fall with the distance; the root is where they are just allowed.
        let mut near = from;
        let mut step = 0.5;
        while near < FARTHEST {
            let far = (near + step).min(FARTHEST);
            if t(far) <= 0.0 {
                return crate::root::brent(t, near, far, 1e-9);
            }
            (near, step) = (far, 1.5 * step);
        }
        None
    }
}
