//! Numbers that a shape is evaluated in: doubles, and truncated Taylor series, which carry derivatives along.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number with the operations that shapes are written in.
pub trait Analytic:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    /// A number that does not vary.
    fn constant(value: f64) -> Self;
    /// The value, without any derivatives.
    fn value(self) -> f64;
    /// The natural logarithm of a number above 0.
    #[must_use]
    fn ln(self) -> Self;
    /// e to the number.
    #[must_use]
    fn exp(self) -> Self;
    /// e to the number, less 1, without loss near 0.
    #[must_use]
    fn exp_m1(self) -> Self;
    /// The number, above 0, to a power.
    #[must_use]
    fn pow(self, exponent: Self) -> Self;
}

impl Analytic for f64 {
    fn constant(value: f64) -> Self {
        value
    }

    fn value(self) -> f64 {
        self
    }

    fn ln(self) -> Self {
        f64::ln(self)
    }

    fn exp(self) -> Self {
        f64::exp(self)
    }

    fn exp_m1(self) -> Self {
        f64::exp_m1(self)
    }

    fn pow(self, exponent: Self) -> Self {
        self.powf(exponent)
    }
}

/// The first N Taylor coefficients of a function of one variable: value, slope, half the second derivative, …
///
/// `Taylor<2>` is a dual number. The coefficient of order k times k! is the k-th derivative.
///
/// # Example
///
/// The slope of x^-0.3219 at 10 is -0.3219 × 10^-1.3219.
///
/// ```
/// use learncurve::curve::{Analytic, Taylor};
/// let x = Taylor::<2>::variable(10.0);
/// let power = x.pow(Taylor::constant(-0.3219));
/// assert!((power.coefficients()[1] + 0.3219 * 10_f64.powf(-1.3219)).abs() < 1e-16);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taylor<const N: usize>([f64; N]);

impl<const N: usize> Taylor<N> {
    /// The variable itself, at a point.
    pub fn variable(at: f64) -> Self {
        let mut coefficients = [0.0; N];
        coefficients[0] = at;
        if let Some(slope) = coefficients.get_mut(1) {
            *slope = 1.0;
        }
        Self(coefficients)
    }

    /// The coefficients, from the value on.
    pub fn coefficients(&self) -> &[f64; N] {
        &self.0
    }

    fn make(mut coefficient: impl FnMut(usize, &[f64; N]) -> f64) -> Self {
        let mut made = [0.0; N];
        for order in 0..N {
            made[order] = coefficient(order, &made);
        }
        Self(made)
    }

    fn is_constant(&self) -> bool {
        self.0.iter().skip(1).all(|coefficient| *coefficient == 0.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "orders are small")]
fn real(order: usize) -> f64 {
    order as f64
}

impl<const N: usize> Analytic for Taylor<N> {
    fn constant(value: f64) -> Self {
        let mut coefficients = [0.0; N];
        coefficients[0] = value;
        Self(coefficients)
    }

    fn value(self) -> f64 {
        self.0[0]
    }

    fn ln(self) -> Self {
        let a = self.0;
        Self::make(|n, made| {
            if n == 0 {
                return a[0].ln();
            }
            let carried: f64 = (1..n).map(|k| real(k) * made[k] * a[n - k]).sum();
            (a[n] - carried / real(n)) / a[0]
        })
    }

    fn exp(self) -> Self {
        let a = self.0;
        Self::make(|n, made| {
            if n == 0 {
                return a[0].exp();
            }
            (1..=n).map(|k| real(k) * a[k] * made[n - k]).sum::<f64>() / real(n)
        })
    }

    fn exp_m1(self) -> Self {
        let mut made = self.exp();
        made.0[0] = self.0[0].exp_m1();
        made
    }

    fn pow(self, exponent: Self) -> Self {
        if !exponent.is_constant() {
            return (exponent * self.ln()).exp();
        }
        // From a·y' = b·a'·y, order by order.
        let (a, b) = (self.0, exponent.0[0]);
        Self::make(|n, made| {
            if n == 0 {
                return a[0].powf(b);
            }
            let sum: f64 = (1..=n).map(|k| (b * real(k) - real(n - k)) * a[k] * made[n - k]).sum();
            sum / (real(n) * a[0])
        })
    }
}

impl<const N: usize> Add for Taylor<N> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::make(|n, _| self.0[n] + other.0[n])
    }
}

impl<const N: usize> Sub for Taylor<N> {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::make(|n, _| self.0[n] - other.0[n])
    }
}

impl<const N: usize> Neg for Taylor<N> {
    type Output = Self;

    fn neg(self) -> Self {
        Self::make(|n, _| -self.0[n])
    }
}

impl<const N: usize> Mul for Taylor<N> {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self::make(|n, _| (0..=n).map(|k| self.0[k] * other.0[n - k]).sum())
    }
}

impl<const N: usize> Div for Taylor<N> {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        Self::make(|n, made| {
            let carried: f64 = (1..=n).map(|k| other.0[k] * made[n - k]).sum();
            (self.0[n] - carried) / other.0[0]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_of_known_functions_have_their_known_coefficients() {
        let x = Taylor::<6>::variable(0.5);
        // e^x: every derivative is e^x.
        let factorials = [1.0, 1.0, 2.0, 6.0, 24.0, 120.0];
        for (coefficient, factorial) in x.exp().coefficients().iter().zip(factorials) {
            assert!((coefficient * factorial / 0.5_f64.exp() - 1.0).abs() < 1e-15);
        }
        // 1/x at 1/2: (-1)^k 2^(k+1).
        let reciprocal = Taylor::<6>::constant(1.0) / x;
        for (order, coefficient) in reciprocal.coefficients().iter().enumerate() {
            let sign = if order % 2 == 0 { 1.0 } else { -1.0 };
            assert!((coefficient - sign * 2_f64.powi(i32::try_from(order).unwrap() + 1)).abs() < 1e-13);
        }
    }

    #[test]
    fn a_power_with_a_varying_exponent_has_the_slope_of_the_textbook() {
        // d/dx x^x = x^x (ln x + 1).
        let x = Taylor::<2>::variable(3.0);
        let slope = x.pow(x).coefficients()[1];
        assert!((slope - 27.0 * (3_f64.ln() + 1.0)).abs() < 1e-12);
    }

    #[test]
    fn a_power_is_the_exponential_of_its_logarithm() {
        // Of 1 + x + x², whose coefficients are none of them 0 or 1 at 3.
        let x = Taylor::<6>::variable(3.0);
        let base = Taylor::constant(1.0) + x + x * x;
        let exponent = Taylor::constant(-0.3);
        let apart = base.pow(exponent) - (exponent * base.ln()).exp();
        assert!(apart.coefficients().iter().all(|coefficient| coefficient.abs() < 1e-15), "{apart:?}");
    }

    #[test]
    fn logarithm_and_exponential_undo_each_other() {
        let x = Taylor::<8>::variable(2.7);
        let round_trip = x.ln().exp() - x;
        assert!(round_trip.coefficients().iter().all(|coefficient| coefficient.abs() < 1e-14));
    }
}
