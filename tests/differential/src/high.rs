//! Numbers of 256 bits with the operators of doubles, by MPFR.

use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

use rug::Float;
use rug::ops::Pow as _;

/// Significant bits: 77 decimal digits, of which the worst cancellation of a case takes 40.
pub const BITS: u32 = 256;

/// A number of 256 bits.
#[derive(Clone, PartialEq, PartialOrd)]
pub struct High(pub Float);

impl From<f64> for High {
    fn from(value: f64) -> Self {
        Self(Float::with_val(BITS, value))
    }
}

impl From<u64> for High {
    fn from(value: u64) -> Self {
        Self(Float::with_val(BITS, value))
    }
}

impl fmt::Display for High {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.to_string_radix(10, Some(30)))
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $symbol:tt) => {
        impl $trait<&High> for &High {
            type Output = High;
            fn $method(self, other: &High) -> High {
                High(Float::with_val(BITS, &self.0 $symbol &other.0))
            }
        }
        impl $trait<High> for High {
            type Output = High;
            fn $method(self, other: High) -> High {
                High(self.0 $symbol other.0)
            }
        }
        impl $trait<&High> for High {
            type Output = High;
            fn $method(self, other: &High) -> High {
                High(self.0 $symbol &other.0)
            }
        }
        impl $trait<High> for &High {
            type Output = High;
            fn $method(self, other: High) -> High {
                High(&self.0 $symbol other.0)
            }
        }
        impl $trait<f64> for High {
            type Output = High;
            fn $method(self, other: f64) -> High {
                High(self.0 $symbol other)
            }
        }
        impl $trait<f64> for &High {
            type Output = High;
            fn $method(self, other: f64) -> High {
                High(Float::with_val(BITS, &self.0 $symbol other))
            }
        }
    };
}

operator!(Add, add, +);
operator!(Sub, sub, -);
operator!(Mul, mul, *);
operator!(Div, div, /);

impl Neg for High {
    type Output = High;
    fn neg(self) -> High {
        High(-self.0)
    }
}

impl Neg for &High {
    type Output = High;
    fn neg(self) -> High {
        High(Float::with_val(BITS, -&self.0))
    }
}

impl High {
    /// 0.
    pub fn zero() -> Self {
        Self::from(0.0)
    }

    /// 1.
    pub fn one() -> Self {
        Self::from(1.0)
    }

    /// The natural logarithm.
    pub fn ln(&self) -> Self {
        Self(self.0.clone().ln())
    }

    /// `ln(1 + x)`.
    pub fn ln_1p(&self) -> Self {
        Self(self.0.clone().ln_1p())
    }

    /// e to this.
    pub fn exp(&self) -> Self {
        Self(self.0.clone().exp())
    }

    /// e to this, less 1.
    pub fn exp_m1(&self) -> Self {
        Self(self.0.clone().exp_m1())
    }

    /// The square root.
    pub fn sqrt(&self) -> Self {
        Self(self.0.clone().sqrt())
    }

    /// The size.
    pub fn abs(&self) -> Self {
        Self(self.0.clone().abs())
    }

    /// This to a power.
    pub fn pow(&self, exponent: &Self) -> Self {
        Self(Float::with_val(BITS, (&self.0).pow(&exponent.0)))
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64()
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// The larger of two.
    pub fn max(self, other: Self) -> Self {
        if self < other { other } else { self }
    }

    /// The smaller of two.
    pub fn min(self, other: Self) -> Self {
        if self > other { other } else { self }
    }
}
