//! The one place where a float becomes a decimal, and the way back.

use rust_decimal::Decimal;
use thiserror::Error;

use super::RoundingMode;

/// The most decimal places that a `Decimal` holds.
const MAX_PLACES: u32 = 28;
/// The largest power of ten that integers of 128 bits are used with: it is a double too, 53 bits times it fit in 128, and 128 bits
/// divided by it leave 58, more than a double and its rounding take.
const MOST_POWER: u32 = 21;

/// Why a float has no decimal.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum CrossingError {
    /// An infinity or a NaN.
    #[error("a number on the way lies past 1.8e308, the most that is reckoned with")]
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

/// `value` to 26 significant digits: what a quotient of 28 lacks of an exact one goes, so that a tie is a tie again.
///
/// ```
/// use learncurve::money::{Decimal, parse_decimal, without_dust};
///
/// // Twenty minutes at 3.015 an hour.
/// let cost = Decimal::from(20) / Decimal::from(60) * parse_decimal("3.015")?;
/// assert!(cost.to_string().starts_with("1.00499999"));
/// assert_eq!(without_dust(cost), parse_decimal("1.005")?);
/// # Ok::<(), learncurve::money::ParseError>(())
/// ```
pub fn without_dust(value: Decimal) -> Decimal {
    value.round_sf(26).unwrap_or(value)
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
    // rust_decimal's own conversion does not promise to be correctly rounded.
    quotient(value).unwrap_or_else(|| by_text(value))
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

/// The double nearest to a decimal of at most 21 places: mantissa / 10^places.
///
/// A mantissa up to 2^53 is a double as the divisor is, and their quotient is rounded once. A larger one is divided in integers,
/// to 58 bits at least; what the division leaves over is noted in the last of them, so that rounding to 53 knows of it.
#[expect(clippy::cast_precision_loss, reason = "that one rounding, or none")]
fn quotient(value: Decimal) -> Option<f64> {
    if value.scale() > MOST_POWER {
        return None;
    }
    let mantissa = value.mantissa().unsigned_abs();
    let divisor = 10_u128.pow(value.scale());
    let magnitude = if mantissa <= 1 << f64::MANTISSA_DIGITS {
        mantissa as f64 / divisor as f64
    } else {
        let shift = mantissa.leading_zeros();
        let (whole, left) = ((mantissa << shift) / divisor, (mantissa << shift) % divisor);
        (whole | u128::from(left > 0)) as f64 / (1_u128 << shift) as f64
    };
    Some(if value.is_sign_negative() { -magnitude } else { magnitude })
}

/// The double nearest to any decimal: its text is a float's text, which the standard library reads correctly rounded.
fn by_text(value: Decimal) -> f64 {
    value.array_string().as_ref().parse().unwrap_or(f64::NAN)
}

/// `value`'s first 15 significant digits as an integer, and the power of ten that goes with it.
fn fifteen_digits(value: f64) -> Option<(i128, i32)> {
    scaled_digits(value).or_else(|| printed_digits(value))
}

/// [`fifteen_digits`] of a value from 1e-6 up to 1e15: `value` × 10^p in integers, rounded to the nearest, ties to even.
///
/// A double is m × 2^-s. There m × 10^p fits in 128 bits, and dropping its last s bits is the only rounding.
fn scaled_digits(value: f64) -> Option<(i128, i32)> {
    let magnitude = value.abs();
    if !(1e-6..1e15).contains(&magnitude) {
        return None;
    }
    let bits = magnitude.to_bits();
    let fraction_bits = f64::MANTISSA_DIGITS - 1;
    let mantissa = u128::from((bits & ((1 << fraction_bits) - 1)) | (1 << fraction_bits));
    // The value is at least 2^e and below 2^(e + 1); within those bounds s = 52 - e is from 3 to 72.
    let e = i32::try_from(bits >> fraction_bits).ok()? - 1023;
    let shift = u32::try_from(52 - e).ok()?;
    // log10(2) is 1233/4096, nearly: the power may be one off, and the digits tell.
    let mut power = 14 - ((e * 1233) >> 12);
    loop {
        let scaled = mantissa * 10_u128.pow(u32::try_from(power).ok().filter(|power| *power <= MOST_POWER)?);
        let whole = scaled >> shift;
        if whole >= 10_u128.pow(15) {
            power -= 1;
        } else if whole < 10_u128.pow(14) {
            power += 1;
        } else {
            let (left, half) = (scaled - (whole << shift), 1_u128 << (shift - 1));
            let up = left > half || (left == half && whole % 2 == 1);
            let digits = i128::try_from(whole + u128::from(up)).ok()?;
            return Some((if value < 0.0 { -digits } else { digits }, -power));
        }
    }
}

/// [`fifteen_digits`] of any value, as the standard library prints it.
fn printed_digits(value: f64) -> Option<(i128, i32)> {
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
