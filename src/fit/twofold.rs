//! Numbers of twice a double's precision: the unevaluated sum of two doubles, some 31 digits.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A sum `high + low` of two doubles that do not overlap.
///
/// Source: T. J. Dekker, A floating-point technique for extending the available precision, 1971.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Twofold {
    high: f64,
    low: f64,
}

impl From<f64> for Twofold {
    fn from(high: f64) -> Self {
        Self { high, low: 0.0 }
    }
}

/// `a + b`, and what that rounded away.
fn sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let from_b = sum - a;
    (sum, (a - (sum - from_b)) + (b - from_b))
}

/// Two halves of a double's digits.
fn split(a: f64) -> (f64, f64) {
    // 2^27 + 1.
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

/// `a × b`, and what that rounded away; for factors below 1e150.
fn product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let ((a_high, a_low), (b_high, b_low)) = (split(a), split(b));
    (product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low)
}

impl Twofold {
    fn renormed(high: f64, low: f64) -> Self {
        let total = high + low;
        Self { high: total, low: low - (total - high) }
    }

    /// The nearest double.
    pub(super) fn rounded(self) -> f64 {
        self.high
    }

    /// The square root of a number that is 0 or more.
    pub(super) fn sqrt(self) -> Self {
        if self.high <= 0.0 {
            return Self::default();
        }
        let near = Self::from(self.high.sqrt());
        // One step of Newton's doubles the digits.
        near + (self - near * near) / (near + near)
    }
}

impl Add for Twofold {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (high, lost) = sum(self.high, other.high);
        let (low, lower) = sum(self.low, other.low);
        let first = Self::renormed(high, lost + low);
        Self::renormed(first.high, first.low + lower)
    }
}

impl Neg for Twofold {
    type Output = Self;

    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Sub for Twofold {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Twofold {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let (high, lost) = product(self.high, other.high);
        Self::renormed(high, lost + (self.high * other.low + self.low * other.high))
    }
}

impl Div for Twofold {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let left = self - other * Self::from(first);
        let second = left.high / other.high;
        let left = left - other * Self::from(second);
        Self::renormed(first, second) + Self::from(left.high / other.high)
    }
}

impl std::iter::Sum for Twofold {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: f64) -> Twofold {
        Twofold::from(value)
    }

    #[test]
    fn a_third_times_three_is_one_to_thirty_digits() {
        let left = of(1.0) / of(3.0) * of(3.0) - of(1.0);
        assert!(left.rounded().abs() < 1e-31, "{left:?}");
    }

    #[test]
    fn the_root_of_two_squares_to_two_to_thirty_digits() {
        let root = of(2.0).sqrt();
        assert!((root * root - of(2.0)).rounded().abs() < 1e-30);
        assert_eq!(of(0.0).sqrt().rounded().to_bits(), 0);
    }

    #[test]
    fn what_a_double_would_lose_is_kept() {
        let sum: Twofold = [1e16, 1.0, -1e16].into_iter().map(of).sum();
        assert_eq!(sum.rounded().to_bits(), 1_f64.to_bits());
    }
}
