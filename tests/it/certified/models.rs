//! The models of the nonlinear sets, each written once: for numbers, and for dual numbers that carry its derivatives.

use std::f64::consts::PI;

use learncurve::curve::{Analytic, Taylor};
use learncurve::fit::{Parameter, Problem, differentiate};

use super::data::Set;

/// A model's value for parameters and predictors, as the set's file writes it.
fn model<T: Analytic>(name: &str, b: &[T], x: &[f64]) -> T {
    let c = T::constant;
    let one = c(1.0);
    let at = c(x[0]);
    let square = |value: T| value * value;
    let polynomial = |b: &[T]| b.iter().rev().fold(c(0.0), |sum, b| sum * at + *b);
    let ratio = |above: &[T], below: &[T]| polynomial(above) / (one + at * polynomial(below));
    let bell = |height: T, middle: T, width: T| height * (-square((at - middle) / width)).exp();
    let wave = |period: T, along: T, across: T| {
        let angle = c(2.0 * PI * x[0]) / period;
        along * cos(angle) + across * sin(angle)
    };
    match name {
        "Bennett5" => b[0] * (b[1] + at).pow(-one / b[2]),
        "BoxBOD" | "Misra1a" => -b[0] * (-b[1] * at).exp_m1(),
        "Chwirut1" | "Chwirut2" => (-b[0] * at).exp() / (b[1] + b[2] * at),
        "DanWood" => b[0] * at.pow(b[1]),
        "ENSO" => b[0] + wave(c(12.0), b[1], b[2]) + wave(b[3], b[4], b[5]) + wave(b[6], b[7], b[8]),
        "Eckerle4" => b[0] / b[1] * (c(-0.5) * square((at - b[2]) / b[1])).exp(),
        "Gauss1" | "Gauss2" | "Gauss3" => {
            b[0] * (-b[1] * at).exp() + bell(b[2], b[3], b[4]) + bell(b[5], b[6], b[7])
        }
        "Hahn1" | "Thurber" => ratio(&b[..4], &b[4..]),
        "Kirby2" => ratio(&b[..3], &b[3..]),
        "Lanczos1" | "Lanczos2" | "Lanczos3" => {
            b[0] * (-b[1] * at).exp() + b[2] * (-b[3] * at).exp() + b[4] * (-b[5] * at).exp()
        }
        "MGH09" => b[0] * (square(at) + at * b[1]) / (square(at) + at * b[2] + b[3]),
        "MGH10" => b[0] * (b[1] / (at + b[2])).exp(),
        "MGH17" => b[0] + b[1] * (-at * b[3]).exp() + b[2] * (-at * b[4]).exp(),
        "Misra1b" => b[0] * (one - (one + b[1] * at / c(2.0)).pow(c(-2.0))),
        "Misra1c" => b[0] * (one - (one + c(2.0) * b[1] * at).pow(c(-0.5))),
        "Misra1d" => b[0] * b[1] * at / (one + b[1] * at),
        "Nelson" => b[0] - b[1] * at * (-b[2] * c(x[1])).exp(),
        "Rat42" => b[0] / (one + (b[1] - b[2] * at).exp()),
        "Rat43" => b[0] / (one + (b[1] - b[2] * at).exp()).pow(one / b[3]),
        "Roszman1" => b[0] - b[1] * at - arctan(b[2] / (at - b[3])) / c(PI),
        _ => panic!("{name} has no model"),
    }
}

/// A function by the chain rule, from its value and its slope.
fn chain<T: Analytic>(inner: T, value: f64, slope: f64) -> T {
    T::constant(value) + T::constant(slope) * (inner - T::constant(inner.value()))
}

fn sin<T: Analytic>(angle: T) -> T {
    let (sin, cos) = angle.value().sin_cos();
    chain(angle, sin, cos)
}

fn cos<T: Analytic>(angle: T) -> T {
    let (sin, cos) = angle.value().sin_cos();
    chain(angle, cos, -sin)
}

fn arctan<T: Analytic>(slope: T) -> T {
    let at = slope.value();
    chain(slope, at.atan(), 1.0 / (1.0 + at * at))
}

/// A set with its model, from one start.
pub(super) struct Certified<'s> {
    pub(super) set: &'s Set,
    pub(super) start: Vec<f64>,
    /// Whether the derivatives are the model's own; differences otherwise.
    pub(super) exact: bool,
}

impl Problem for Certified<'_> {
    fn parameters(&self) -> Vec<Parameter> {
        (1..=self.start.len()).map(|place| Parameter::free(format!("b{place}"))).collect()
    }

    fn observations(&self) -> usize {
        self.set.y.len()
    }

    fn residuals(&self, at: &[f64], into: &mut [f64]) {
        for ((into, x), y) in into.iter_mut().zip(&self.set.x).zip(&self.set.y) {
            // The response of Nelson is a logarithm.
            let observed = if self.set.name == "Nelson" { y.ln() } else { *y };
            *into = model(&self.set.name, at, x) - observed;
        }
    }

    fn jacobian(&self, at: &[f64], into: &mut [f64]) {
        let rows = self.observations();
        if !self.exact {
            return differentiate(|at, into| self.residuals(at, into), &self.parameters(), at, rows, into);
        }
        for (place, column) in into.chunks_mut(rows).enumerate() {
            let mut dual: Vec<Taylor<2>> = at.iter().copied().map(Taylor::constant).collect();
            dual[place] = Taylor::variable(at[place]);
            for (slope, x) in column.iter_mut().zip(&self.set.x) {
                *slope = model(&self.set.name, &dual, x).coefficients()[1];
            }
        }
    }

    fn starts(&self) -> Vec<Vec<f64>> {
        vec![self.start.clone()]
    }
}
