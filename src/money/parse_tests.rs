use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(parse_decimal(text).map(|value| value.to_string()).as_deref(), Ok(expected));
}

#[track_caller]
fn check_too_precise(text: &str) {
    let result = parse_decimal(text);
    assert!(matches!(result, Err(ParseError::TooPrecise { .. })), "{result:?}");
}

#[track_caller]
fn check_too_large(text: &str) {
    let result = parse_decimal(text);
    assert!(matches!(result, Err(ParseError::TooLarge { .. })), "{result:?}");
}

#[test]
fn numbers_are_read_exactly() {
    check("0", "0");
    check("15.00", "15.00");
    check("+2.5", "2.5");
    check("-2.345", "-2.345");
    check("0.1", "0.1");
    check("007.50", "7.50");
}

#[test]
fn underscores_stand_between_digits() {
    check("1_234.50", "1234.50");
    check("1_2_3.4_5e1_0", "1234500000000");
    for text in ["_1", "1_", "1__0", "1_.5", "1._5", "1e_5", "1e5_"] {
        assert!(matches!(parse_decimal(text), Err(ParseError::Malformed { .. })), "{text}");
    }
}

#[test]
fn exponents_are_applied_exactly() {
    check("1.5e3", "1500");
    check("1.50e1", "15.0");
    check("1.5E-3", "0.0015");
    check("1e+2", "100");
    check("112e-0", "112");
    check("7.9e28", "79000000000000000000000000000");
    check("1e-28", "0.0000000000000000000000000001");
    check("0e999999999999999999999", "0");
}

#[test]
fn trailing_zeros_are_kept() {
    assert_eq!(parse_decimal("20.950").unwrap().scale(), 3);
    check("0.00", "0.00");
}

#[test]
fn a_negative_zero_is_zero() {
    check("-0", "0");
    check("-0.00", "0.00");
    check("-0e5", "0");
    assert!(!parse_decimal("-0.00").unwrap().is_sign_negative());
}

#[test]
fn the_extremes_are_held_and_nothing_beyond() {
    let largest = "79228162514264337593543950335";
    check(largest, largest);
    check("-79228162514264337593543950335", "-79228162514264337593543950335");
    check("7.9228162514264337593543950335", "7.9228162514264337593543950335");
    check_too_large("79228162514264337593543950336");
    check_too_large("79228162514264337593543950336.00000000000000000000000000000000001");
    check_too_large("8e28");
    check_too_large("1e999");
    check_too_large("-1e999");
    check_too_large("1e99999999999999999999999999");
    check_too_large("123456789012345678901234567890");
}

#[test]
fn more_places_than_28_are_refused_rather_than_rounded() {
    check("0.1234567890123456789012345678", "0.1234567890123456789012345678");
    check_too_precise("0.12345678901234567890123456789");
    // 2^96 with places to spare, and a whole part in range before more digits than any number keeps.
    check_too_precise("7.9228162514264337593543950336");
    check_too_precise("10000000000000000000000000000.123456789");
    check_too_precise("1e-29");
    check_too_precise("1e-999");
    check_too_precise("1e-99999999999999999999999999");
    check_too_precise("0.00000000000000000000000000000");
}

#[test]
fn more_digits_than_29_are_refused_rather_than_rounded() {
    check_too_precise("79228162514264337593543950335.5");
    check_too_precise("9.0000000000000000000000000001");
    check_too_precise("12345678901234567890123456789.0");
}

#[test]
fn long_texts_are_read_in_one_pass() {
    let long = 1 << 24;
    check(&format!("{}1.5", "0".repeat(long)), "1.5");
    check_too_large(&"9".repeat(long));
    check_too_precise(&format!("0.{}", "9".repeat(long)));
    check(&format!("1e{}5", "0".repeat(long)), "100000");
    check_too_large(&format!("1e{}", "9".repeat(long)));
    assert!(parse_decimal(&",".repeat(long)).is_err());
    assert!(parse_decimal(&"１".repeat(long)).is_err());
    assert!(parse_decimal(&"-".repeat(long)).is_err());
    assert!(parse_decimal(&" ".repeat(long)).is_err());
}

proptest! {
    #[test]
    fn a_printed_decimal_is_read_back(mantissa in -((1_i128 << 96) - 1)..(1_i128 << 96), scale in 0_u32..=28) {
        let value = Decimal::from_i128_with_scale(mantissa, scale);
        let read = parse_decimal(&value.to_string()).unwrap();
        prop_assert_eq!(read, value);
        prop_assert_eq!(read.scale(), value.scale());
    }

    #[test]
    fn an_exponent_only_moves_the_point(mantissa in -999_999_i128..=999_999, exponent in -20_i32..=20) {
        let read = parse_decimal(&format!("{mantissa}e{exponent}")).unwrap();
        let shift = 10_i128.pow(exponent.unsigned_abs());
        let expected = if exponent < 0 {
            Decimal::from_i128_with_scale(mantissa, exponent.unsigned_abs())
        } else {
            Decimal::from_i128_with_scale(mantissa * shift, 0)
        };
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn agrees_with_the_decimal_library_where_both_read(text in "[+-]?[0-9]{1,20}(\\.[0-9]{1,20})?") {
        let ours = parse_decimal(&text);
        let theirs = Decimal::from_str_exact(&text);
        prop_assert_eq!(ours.is_ok(), theirs.is_ok());
        if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
            prop_assert_eq!(ours, theirs);
            prop_assert_eq!(ours.scale(), theirs.scale());
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}|[-+0-9.,_eE$%() '−１]{0,40}") {
        if let Err(error) = parse_decimal(&text) {
            prop_assert!(!error.to_string().is_empty());
            prop_assert!(error.help().is_some());
        }
    }
}
