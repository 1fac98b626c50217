//! The one place where a float becomes a decimal, and the way back.

use rust_decimal::Decimal;
use thiserror::Error;

use super::RoundingMode;

/// The most decimal places that a `Decimal` holds.
const MAX_PLACES: u32 = 28;

/// Why a float has no decimal.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum CrossingError {
    /// An infinity or a NaN.
    #[error("`{value}` is not a finite number")]
    NotFinite {
        /// The float.
        value: f64,
    },
    /// Farther from zero than 79228162514264337593543950335.
    #[error("`{value:e}` exceeds 7.9e28, the most that a decimal holds")]
    TooLarge {
        /// The float.
        value: f64,
    },
    /// Not zero, but nearer to it than half of 1e-28.
    #[error("`{value:e}` is not zero but below 1e-28, the least that a decimal holds")]
    TooSmall {
        /// The float.
        value: f64,
    },
}

/// The decimal nearest to `value` at 15 significant digits, without trailing zeros, in `value`'s own unit.
///
/// Fifteen digits are what every double carries faithfully (`f64::DIGITS`). The curve's values carry errors
/// of a few units in the last place, so that digits past the fifteenth are noise; cutting them off here lets
/// a tie stay a tie: 2.345 is the double 2.34500000000000019539…, or a neighbour of it after some
/// arithmetic, and becomes exactly 2.345. A value below 1e-14 keeps those of the 15 digits that fit in 28
/// decimal places. The domain is ±7.9e28.
///
/// # Errors
///
/// [`CrossingError::NotFinite`] for NaN and the infinities, [`CrossingError::TooLarge`] beyond ±7.9e28, and
/// [`CrossingError::TooSmall`] for a value that is not zero but would become it.
///
/// ```
/// use learncurve::money::from_f64;
///
/// assert_eq!(from_f64(0.1 + 0.2)?.to_string(), "0.3");
/// assert_eq!(from_f64(20.950_000_000_000_003)?.to_string(), "20.95");
/// assert!(from_f64(f64::NAN).is_err());
/// # Ok::<(), learncurve::money::CrossingError>(())
/// ```
///
/// Source: Goldberg 1991, "What every computer scientist should know about floating-point arithmetic",
/// on conversion between binary and decimal; C11 5.2.4.2.2 (`DBL_DIG`).
pub fn from_f64(value: f64) -> Result<Decimal, CrossingError> {
    if !value.is_finite() {
        return Err(CrossingError::NotFinite { value });
    }
    let too_large = CrossingError::TooLarge { value };
    let (mut mantissa, exponent) = fifteen_digits(value).ok_or(too_large)?;
    if mantissa == 0 {
        return Ok(Decimal::ZERO);
    }
    if exponent >= 0 {
        let whole = 10_i128
            .checked_pow(exponent.unsigned_abs())
            .and_then(|factor| mantissa.checked_mul(factor))
            .ok_or(too_large)?;
        return Decimal::try_from_i128_with_scale(whole, 0).map_err(|_| too_large);
    }
    let mut places = exponent.unsigned_abs();
    if places > MAX_PLACES {
        mantissa = divide_half_even(mantissa, places - MAX_PLACES);
        places = MAX_PLACES;
    }
    if mantissa == 0 {
        return Err(CrossingError::TooSmall { value });
    }
    let decimal = Decimal::try_from_i128_with_scale(mantissa, places).map_err(|_| too_large)?;
    Ok(decimal.normalize())
}

/// The double nearest to `value`, ties to even, in `value`'s own unit.
///
/// ```
/// use learncurve::money::{parse_decimal, to_f64};
///
/// assert_eq!(to_f64(parse_decimal("20.95")?), 20.95);
/// # Ok::<(), learncurve::money::ParseError>(())
/// ```
pub fn to_f64(value: Decimal) -> f64 {
    // A decimal's text is always a float's text, and the standard library reads it correctly rounded,
    // which rust_decimal's own conversion does not promise.
    value.array_string().as_ref().parse().unwrap_or(f64::NAN)
}

/// `value` as a decimal of exactly `places` places (0 to 28), by way of its 15 significant digits.
///
/// A value too near to zero for [`from_f64`] rounds as any other would: to zero, or, where the mode goes
/// away from it, to one unit of the last place.
///
/// # Errors
///
/// As for [`from_f64`]; [`CrossingError::TooSmall`] only at 28 places.
///
/// ```
/// use learncurve::money::{RoundingMode, round_f64};
///
/// assert_eq!(round_f64(2.345, 2, RoundingMode::HalfUp)?.to_string(), "2.35");
/// assert_eq!(round_f64(1e-40, 2, RoundingMode::HalfUp)?.to_string(), "0.00");
/// # Ok::<(), learncurve::money::CrossingError>(())
/// ```
pub fn round_f64(value: f64, places: u32, mode: RoundingMode) -> Result<Decimal, CrossingError> {
    let decimal = match from_f64(value) {
        // The least decimal lies on the same side of every boundary as the float does.
        Err(CrossingError::TooSmall { .. }) if places < MAX_PLACES => {
            let least = if value < 0.0 { -1 } else { 1 };
            Decimal::new(least, MAX_PLACES)
        }
        crossed => crossed?,
    };
    Ok(mode.round(decimal, places))
}

/// `value`'s first 15 significant digits as an integer, and the power of ten that goes with it.
fn fifteen_digits(value: f64) -> Option<(i128, i32)> {
    let text = format!("{value:.14e}");
    let (digits, exponent) = text.split_once('e')?;
    let mantissa = digits.replace('.', "").parse().ok()?;
    let exponent: i32 = exponent.parse().ok()?;
    Some((mantissa, exponent - 14))
}

/// `mantissa` / 10^`places`, ties to even.
fn divide_half_even(mantissa: i128, places: u32) -> i128 {
    // Beyond the range of i128 the divisor exceeds any 15 digits by far.
    let Some(divisor) = 10_i128.checked_pow(places) else {
        return 0;
    };
    let (quotient, remainder) = (mantissa / divisor, mantissa % divisor);
    let twice = 2 * remainder.abs();
    if twice > divisor || (twice == divisor && quotient % 2 != 0) {
        quotient + mantissa.signum()
    } else {
        quotient
    }
}

#[cfg(test)]
#[path = "crossing_tests.rs"]
mod tests;
