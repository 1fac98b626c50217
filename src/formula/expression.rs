//! Arithmetic that is recorded as formulas.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{Formula, Function, Operator, Recorder};
use crate::curve::Analytic;

/// Below this size `e^x - 1` is taken from its series: the difference would lose its digits.
const SMALL: f64 = 1e-4;

/// A number, or a formula that is being recorded.
#[derive(Debug, Clone, Copy)]
pub enum Expression<'r> {
    /// A number that stands in the formula as it is.
    Number(f64),
    /// A recorded formula.
    Made(&'r Recorder, Formula),
}

impl<'r> Expression<'r> {
    /// Where it is recorded; nowhere for a number.
    fn recorder(self, other: Self) -> Option<&'r Recorder> {
        match (self, other) {
            (Self::Made(recorder, _), _) | (_, Self::Made(recorder, _)) => Some(recorder),
            _ => None,
        }
    }

    fn is(self, number: f64) -> bool {
        matches!(self, Self::Number(own) if own.to_bits() == number.to_bits())
    }

    /// What it comes to, as a number.
    pub fn number(self) -> f64 {
        match self {
            Self::Number(number) => number,
            Self::Made(recorder, _) => recorder.value(self).number(),
        }
    }

    fn call(self, function: Function, more: &[Self]) -> Option<Self> {
        let recorder = more.iter().fold(self.recorder(self), |found, next| found.or(next.recorder(*next)))?;
        let mut given = vec![self];
        given.extend(more);
        Some(recorder.call(function, &given))
    }

    fn compare(self, operator: Operator, other: Self) -> Self {
        match self.recorder(other) {
            Some(recorder) => recorder.binary(operator, self, other),
            None => {
                let (one, other) = (self.number(), other.number());
                let holds = match operator {
                    Operator::Less => one < other,
                    Operator::AtMost => one <= other,
                    Operator::AtLeast => one >= other,
                    Operator::More => one > other,
                    _ => (one - other).abs() == 0.0,
                };
                Self::Number(f64::from(u8::from(holds)))
            }
        }
    }

    /// 1 where it is less than another.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        self.compare(Operator::Less, other)
    }

    /// 1 where it is at most another.
    #[must_use]
    pub fn at_most(self, other: Self) -> Self {
        self.compare(Operator::AtMost, other)
    }

    /// 1 where it is at least another.
    #[must_use]
    pub fn at_least(self, other: Self) -> Self {
        self.compare(Operator::AtLeast, other)
    }

    /// 1 where it is more than another.
    #[must_use]
    pub fn more(self, other: Self) -> Self {
        self.compare(Operator::More, other)
    }

    /// 1 where it equals another.
    #[must_use]
    pub fn equals(self, other: Self) -> Self {
        self.compare(Operator::Equal, other)
    }

    /// One formula where this holds, else another.
    #[must_use]
    pub fn choose(self, then: Self, otherwise: Self) -> Self {
        match self {
            Self::Number(0.0) => otherwise,
            Self::Number(_) => then,
            Self::Made(recorder, _) => recorder.call(Function::If, &[self, then, otherwise]),
        }
    }

    /// The larger of two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        self.call(Function::Max, &[other]).unwrap_or_else(|| Self::Number(self.number().max(other.number())))
    }

    /// The lesser of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        self.call(Function::Min, &[other]).unwrap_or_else(|| Self::Number(self.number().min(other.number())))
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        self.call(Function::Abs, &[]).unwrap_or_else(|| Self::Number(self.number().abs()))
    }

    /// The whole number at or below it.
    #[must_use]
    pub fn floor(self) -> Self {
        self.call(Function::Int, &[]).unwrap_or_else(|| Self::Number(self.number().floor()))
    }

    /// Rounded by one of the functions that round.
    #[must_use]
    pub fn rounded(self, function: Function, places: Self) -> Self {
        self.call(function, &[places]).unwrap_or(self)
    }

    /// The logarithm to base 10.
    #[must_use]
    pub fn log10(self) -> Self {
        self.call(Function::Log10, &[]).unwrap_or_else(|| Self::Number(self.number().log10()))
    }
}

impl From<f64> for Expression<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl Add for Expression<'_> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        match self.recorder(other) {
            None => Self::Number(self.number() + other.number()),
            Some(_) if self.is(0.0) => other,
            Some(_) if other.is(0.0) => self,
            Some(recorder) => recorder.binary(Operator::Add, self, other),
        }
    }
}

impl Sub for Expression<'_> {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        match self.recorder(other) {
            None => Self::Number(self.number() - other.number()),
            Some(_) if other.is(0.0) => self,
            Some(recorder) => recorder.binary(Operator::Subtract, self, other),
        }
    }
}

impl Mul for Expression<'_> {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        match self.recorder(other) {
            None => Self::Number(self.number() * other.number()),
            Some(_) if self.is(1.0) => other,
            Some(_) if other.is(1.0) => self,
            Some(_) if self.is(0.0) || other.is(0.0) => Self::Number(0.0),
            Some(recorder) => recorder.binary(Operator::Multiply, self, other),
        }
    }
}

impl Div for Expression<'_> {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        match self.recorder(other) {
            None => Self::Number(self.number() / other.number()),
            Some(_) if other.is(1.0) => self,
            Some(recorder) => recorder.binary(Operator::Divide, self, other),
        }
    }
}

impl Neg for Expression<'_> {
    type Output = Self;

    fn neg(self) -> Self {
        Self::Number(0.0) - self
    }
}

impl Analytic for Expression<'_> {
    fn constant(value: f64) -> Self {
        Self::Number(value)
    }

    fn value(self) -> f64 {
        self.number()
    }

    fn ln(self) -> Self {
        self.call(Function::Ln, &[]).unwrap_or_else(|| Self::Number(self.number().ln()))
    }

    fn exp(self) -> Self {
        self.call(Function::Exp, &[]).unwrap_or_else(|| Self::Number(self.number().exp()))
    }

    fn exp_m1(self) -> Self {
        // No spreadsheet has the function itself. The choice is arithmetic, so that it may stand within a sum.
        let series = self * (Self::from(1.0) + self / 2.0.into() + self * self / 6.0.into());
        let plain = self.exp() - 1.0.into();
        plain + self.abs().less(SMALL.into()) * (series - plain)
    }

    fn pow(self, exponent: Self) -> Self {
        match self.recorder(exponent) {
            None => Self::Number(self.number().powf(exponent.number())),
            Some(_) if exponent.is(1.0) => self,
            Some(recorder) => recorder.binary(Operator::Power, self, exponent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_is_recorded_and_comes_to_the_same() {
        let recorder = Recorder::default();
        let x = recorder.of(recorder.cell(3.0.into()));
        let made = (x * 2.0.into() + 1.0.into()).pow(x) / x - x.ln();
        assert!((made.number() - (343.0 / 3.0 - 3_f64.ln())).abs() < 1e-12);
        let few = recorder.sum(16, recorder.counter().less(x) * (recorder.counter() + 1.0.into()).pow(x));
        assert_eq!(few.number().to_bits(), 36_f64.to_bits());
    }

    #[test]
    fn what_adds_nothing_is_left_out_and_what_is_the_same_is_kept_once() {
        let recorder = Recorder::default();
        let x = recorder.of(recorder.cell(3.0.into()));
        let same = (x + 0.0.into()) * 1.0.into() - 0.0.into();
        assert_eq!(recorder.formula(same), recorder.formula(x));
        assert_eq!(recorder.formula(x + 2.0.into()), recorder.formula(x + 2.0.into()));
    }

    #[test]
    fn e_to_a_number_near_nothing_less_one_keeps_its_digits() {
        let recorder = Recorder::default();
        for value in [1e-12, -9e-5, 1.1e-4, 0.7] {
            let x = recorder.of(recorder.cell(value.into()));
            assert!((x.exp_m1().number() / value.exp_m1() - 1.0).abs() < 2e-12, "{value}");
        }
    }
}
