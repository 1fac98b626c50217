//! How a decimal is written for people.

use rust_decimal::Decimal;

/// How many decimal places `value` is written with, trailing zeros included: 0 to 28.
///
/// ```
/// use learncurve::money::{parse_decimal, places};
///
/// assert_eq!(places(&parse_decimal("20.950")?), 3);
/// # Ok::<(), learncurve::money::ParseError>(())
/// ```
pub const fn places(value: &Decimal) -> u32 {
    value.scale()
}

/// `value` with commas between its thousands; the sign and every place, trailing zeros included, are kept.
///
/// ```
/// use learncurve::money::{format_grouped, parse_decimal};
///
/// assert_eq!(format_grouped(&parse_decimal("-2681.620")?), "-2,681.620");
/// # Ok::<(), learncurve::money::ParseError>(())
/// ```
pub fn format_grouped(value: &Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::with_capacity(text.len() + text.len() / 3 + 1);
    if value.is_sign_negative() && !value.is_zero() {
        grouped.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped.push_str(fraction);
    grouped
}

/// `value` as digits and a power of ten, for numbers that nobody counts the zeros of.
///
/// ```
/// use learncurve::money::{format_scientific, parse_decimal};
///
/// assert_eq!(format_scientific(&parse_decimal("588000000000000000000000")?), "5.88e23");
/// # Ok::<(), learncurve::money::ParseError>(())
/// ```
pub fn format_scientific(value: &Decimal) -> String {
    let normal = value.normalize();
    let digits = normal.mantissa().unsigned_abs().to_string();
    let power = digits.len().saturating_sub(1 + normal.scale() as usize);
    let below = (1 + normal.scale() as usize).saturating_sub(digits.len());
    let (first, rest) = digits.split_at(1);
    let rest = rest.trim_end_matches('0');
    let sign = if normal.is_sign_negative() { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    let power = if below > 0 { format!("-{below}") } else { power.to_string() };
    format!("{sign}{first}{point}{rest}e{power}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::parse_decimal;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(format_grouped(&parse_decimal(text).unwrap()), expected);
    }

    #[test]
    fn thousands_are_grouped_and_decimals_are_not() {
        check("2681.62", "2,681.62");
        check("1234567.8901234", "1,234,567.8901234");
        check("123456", "123,456");
        check("1000", "1,000");
        check("79228162514264337593543950335", "79,228,162,514,264,337,593,543,950,335");
    }

    #[test]
    fn powers_of_ten_are_counted_from_the_first_digit() {
        for (text, written) in [
            ("588000", "5.88e5"),
            ("-70000000000", "-7e10"),
            ("123.456", "1.23456e2"),
            ("0.00025", "2.5e-4"),
            ("1", "1e0"),
            ("0", "0e0"),
        ] {
            assert_eq!(format_scientific(&parse_decimal(text).unwrap()), written);
        }
    }

    #[test]
    fn short_numbers_stay_as_they_are() {
        check("0", "0");
        check("999.90", "999.90");
        check("-100", "-100");
        check("-1000.00", "-1,000.00");
    }

    #[test]
    fn a_negative_zero_has_no_sign() {
        let mut zero = Decimal::new(0, 2);
        zero.set_sign_negative(true);
        assert_eq!(format_grouped(&zero), "0.00");
    }

    #[test]
    fn places_are_counted_with_the_zeros_at_the_end() {
        for (text, expected) in [("12", 0), ("1.5", 1), ("1.50", 2), ("0.0001", 4)] {
            assert_eq!(places(&parse_decimal(text).unwrap()), expected);
        }
    }
}
