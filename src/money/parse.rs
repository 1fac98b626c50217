//! Exact decimals from their text.

use rust_decimal::Decimal;

use super::error::{ParseError, excerpt};
use super::slip;

/// The most decimal places that a `Decimal` holds.
const MAX_PLACES: i64 = 28;
/// The largest mantissa that a `Decimal` holds, 2^96 - 1: 29 digits.
const MAX_MANTISSA: u128 = (1 << 96) - 1;
const MAX_DIGITS: i64 = 29;
/// As many digits as any `u128` can take.
const KEPT_DIGITS: i64 = 38;

/// The exact value of a number's text, as TOML and command lines write it.
///
/// Takes an optional sign, digits with underscores between them, an optional fraction and an optional
/// exponent. Nothing is ever rounded, and trailing zeros are kept: `20.950` has three places. A negative
/// zero is plain zero. The value lies within ±79228162514264337593543950335.
///
/// # Errors
///
/// [`ParseError::TooPrecise`] for more than 28 decimal places (counted as written, after the exponent) or
/// more digits than a decimal holds, [`ParseError::TooLarge`] beyond its range; for a text that is no
/// number, the variant that names the slip.
///
/// ```
/// use learncurve::money::parse_decimal;
///
/// assert_eq!(parse_decimal("1_234.50")?.to_string(), "1234.50");
/// assert_eq!(parse_decimal("1.5e3")?.to_string(), "1500");
/// assert_eq!(
///     parse_decimal("1,234.50").unwrap_err().help().as_deref(),
///     Some("write 1234.50 or 1_234.50"),
/// );
/// # Ok::<(), learncurve::money::ParseError>(())
/// ```
///
/// Source: TOML v1.0.0, "Integer" and "Float".
pub fn parse_decimal(text: &str) -> Result<Decimal, ParseError> {
    match Literal::read(text) {
        Some(literal) => literal.value().map_err(|limit| {
            let text = excerpt(text);
            match limit {
                Limit::Places => ParseError::TooPrecise { text },
                Limit::Size => ParseError::TooLarge { text },
            }
        }),
        None => Err(slip::diagnose(text)),
    }
}

/// The value of a text that is known to be a number, or nothing.
pub(super) fn plain_value(text: &str) -> Option<Decimal> {
    Literal::read(text)?.value().ok()
}

enum Limit {
    Places,
    Size,
}

/// A number as written: `head` × 10^(`digits` not kept) × 10^-`places`.
#[derive(Default)]
struct Literal {
    negative: bool,
    /// The first significant digits, at most [`KEPT_DIGITS`] of them.
    head: u128,
    /// How many significant digits there are, trailing zeros included.
    digits: i64,
    /// Digits after the point, less the exponent.
    places: i64,
}

impl Literal {
    fn read(text: &str) -> Option<Self> {
        let mut literal = Self::default();
        let (negative, rest) = sign(text.as_bytes());
        literal.negative = negative;
        let (whole, mut rest) = digits(rest)?;
        literal.append(whole);
        if let Some((b'.', after)) = rest.split_first() {
            let (fraction, after) = digits(after)?;
            literal.places = literal.append(fraction);
            rest = after;
        }
        if let Some((b'e' | b'E', after)) = rest.split_first() {
            let (negative, after) = sign(after);
            let (exponent, after) = digits(after)?;
            let exponent = saturating_integer(exponent);
            literal.places = if negative {
                literal.places.saturating_add(exponent)
            } else {
                literal.places.saturating_sub(exponent)
            };
            rest = after;
        }
        rest.is_empty().then_some(literal)
    }

    /// Takes a run of digits and says how many there were.
    fn append(&mut self, run: &[u8]) -> i64 {
        let mut count = 0;
        for &byte in run.iter().filter(|&&byte| byte != b'_') {
            count += 1;
            if self.digits > 0 || byte != b'0' {
                if self.digits < KEPT_DIGITS {
                    self.head = self.head * 10 + u128::from(byte - b'0');
                }
                self.digits += 1;
            }
        }
        count
    }

    fn value(&self) -> Result<Decimal, Limit> {
        if self.exceeds_range() {
            return Err(Limit::Size);
        }
        if self.places > MAX_PLACES || self.digits > MAX_DIGITS {
            return Err(Limit::Places);
        }
        let mantissa = if self.places < 0 && self.head > 0 {
            self.head * power_of_ten(self.places.saturating_neg())
        } else {
            self.head
        };
        if mantissa > MAX_MANTISSA {
            return Err(Limit::Places);
        }
        let magnitude = i128::try_from(mantissa).map_err(|_| Limit::Size)?;
        let signed = if self.negative { -magnitude } else { magnitude };
        let scale = u32::try_from(self.places.max(0)).map_err(|_| Limit::Places)?;
        Decimal::try_from_i128_with_scale(signed, scale).map_err(|_| Limit::Size)
    }

    /// Whether the whole part alone is more than a decimal holds.
    fn exceeds_range(&self) -> bool {
        let whole_digits = self.digits.saturating_sub(self.places);
        if self.digits == 0 || whole_digits < MAX_DIGITS {
            return false;
        }
        let kept = self.digits.min(KEPT_DIGITS);
        whole_digits > MAX_DIGITS
            || if kept > MAX_DIGITS {
                self.head / power_of_ten(kept - MAX_DIGITS) > MAX_MANTISSA
            } else {
                self.head * power_of_ten(MAX_DIGITS - kept) > MAX_MANTISSA
            }
    }
}

fn sign(bytes: &[u8]) -> (bool, &[u8]) {
    match bytes.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, bytes),
    }
}

/// A run of digits with single underscores between them, and what follows it.
fn digits(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'_')).unwrap_or(bytes.len());
    let (run, rest) = bytes.split_at(end);
    let bounded = run.first()? != &b'_' && run.last()? != &b'_';
    (bounded && !run.windows(2).any(|pair| pair == b"__")).then_some((run, rest))
}

fn saturating_integer(run: &[u8]) -> i64 {
    run.iter()
        .filter(|&&byte| byte != b'_')
        .fold(0_i64, |sum, &byte| sum.saturating_mul(10).saturating_add(i64::from(byte - b'0')))
}

/// 10^`exponent`, for an exponent that the range checks have bounded by 38.
fn power_of_ten(exponent: i64) -> u128 {
    u32::try_from(exponent).map_or(u128::MAX, |exponent| 10_u128.saturating_pow(exponent))
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
