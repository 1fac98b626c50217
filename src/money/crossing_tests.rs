use proptest::prelude::*;

use super::*;
use crate::money::parse_decimal;

#[track_caller]
fn check(value: f64, expected: &str) {
    assert_eq!(from_f64(value).map(|value| value.to_string()).as_deref(), Ok(expected));
}

#[test]
fn fifteen_digits_cross_and_noise_stays_behind() {
    check(0.1 + 0.2, "0.3");
    check(2.345, "2.345");
    check(2.345_f64.next_up(), "2.345");
    check(2.345_f64.next_down(), "2.345");
    check(1.0 / 3.0, "0.333333333333333");
    check(-2.0 / 3.0, "-0.666666666666667");
    check(123_456_789_012_345.68, "123456789012346");
}

#[test]
fn trailing_zeros_are_left_out() {
    check(15.0, "15");
    check(1500.0, "1500");
    check(0.25, "0.25");
}

#[test]
fn zeros_of_either_sign_are_zero() {
    check(0.0, "0");
    check(-0.0, "0");
}

#[test]
fn what_is_not_finite_does_not_cross() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(matches!(from_f64(value), Err(CrossingError::NotFinite { .. })));
    }
}

#[test]
fn what_a_decimal_cannot_hold_is_too_large() {
    check(7.9e28, "79000000000000000000000000000");
    check(-7.922_816_251_426_43e28, "-79228162514264300000000000000");
    for value in [7.922_816_251_426_44e28, 8e28, -1e29, 1e30, f64::MAX] {
        assert_eq!(from_f64(value), Err(CrossingError::TooLarge { value }));
    }
    let message = from_f64(1e30).unwrap_err().to_string();
    assert_eq!(message, "`1e30` exceeds 7.9e28, the most that a decimal holds");
}

#[test]
fn small_values_keep_what_fits_and_never_become_zero() {
    check(1e-28, "0.0000000000000000000000000001");
    check(1.5e-28, "0.0000000000000000000000000002");
    check(2.5e-28, "0.0000000000000000000000000002");
    check(-1.234_567_89e-25, "-0.0000000000000000000000001235");
    check(6e-29, "0.0000000000000000000000000001");
    for value in [4e-29, -1e-40, 1e-300, f64::MIN_POSITIVE, 5e-324] {
        assert_eq!(from_f64(value), Err(CrossingError::TooSmall { value }));
    }
}

#[test]
fn rounding_a_float_keeps_ties() {
    let round = |value, mode| round_f64(value, 2, mode).map(|value| value.to_string());
    assert_eq!(round(2.345, RoundingMode::HalfUp).as_deref(), Ok("2.35"));
    assert_eq!(round(2.675, RoundingMode::HalfUp).as_deref(), Ok("2.68"));
    assert_eq!(round(2.345, RoundingMode::HalfEven).as_deref(), Ok("2.34"));
    assert_eq!(round(20.95, RoundingMode::Up).as_deref(), Ok("20.95"));
    assert!(round(f64::NAN, RoundingMode::HalfUp).is_err());
}

#[test]
fn a_float_below_every_decimal_rounds_as_any_other() {
    let round = |value, mode| round_f64(value, 2, mode).map(|value| value.to_string());
    assert_eq!(round(1e-300, RoundingMode::HalfUp).as_deref(), Ok("0.00"));
    assert_eq!(round(-1e-300, RoundingMode::HalfUp).as_deref(), Ok("0.00"));
    assert_eq!(round(1e-300, RoundingMode::Up).as_deref(), Ok("0.01"));
    assert_eq!(round(-1e-300, RoundingMode::Floor).as_deref(), Ok("-0.01"));
    assert!(round_f64(1e-300, 28, RoundingMode::HalfUp).is_err());
}

#[test]
fn the_way_back_is_correctly_rounded() {
    for text in ["0.1", "2.345", "79228162514264337593543950335", "0.0000000000000000000000000001"] {
        let expected: f64 = text.parse().unwrap();
        assert_eq!(to_f64(parse_decimal(text).unwrap()).to_bits(), expected.to_bits(), "{text}");
    }
    // 21 and 22 places, the half of the last bit nearly reached and just passed.
    for text in ["1023175.9029266127853500000000", "10231759.029266127853500000000"] {
        let expected: f64 = text.parse().unwrap();
        assert_eq!(to_f64(parse_decimal(text).unwrap()).to_bits(), expected.to_bits(), "{text}");
    }
    assert_eq!(to_f64(parse_decimal("-0.00").unwrap()).to_bits(), 0);
}

proptest! {
    #[test]
    fn fifteen_digits_survive_the_way_there_and_back(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, scale in 0_u32..=28) {
        let value = Decimal::new(mantissa, scale);
        prop_assert_eq!(from_f64(to_f64(value)), Ok(value));
    }

    #[test]
    fn digits_in_integers_are_those_that_are_printed(value in -1e15_f64..1e15, scale in 0_i32..24, near in -3_i64..=3) {
        // Values of every size, and the neighbours of 15 digits and of their ties.
        let tie = (value * 2.0).round() / 2.0;
        for start in [value, tie, value.trunc(), 10_f64.powi(scale - 9)] {
            for scaled in [start, start / 10_f64.powi(scale), start * 2_f64.powi(-scale)] {
                let beside = f64::from_bits(scaled.to_bits().wrapping_add_signed(near));
                if let Some((digits, power)) = scaled_digits(beside) {
                    let printed = printed_digits(beside).unwrap();
                    // 999999999999999.5 rounds up to a digit more, of the same value.
                    let carried = (digits / 10, power + 1);
                    prop_assert!((digits, power) == printed || (digits.abs() == 1_000_000_000_000_000 && carried == printed));
                }
            }
        }
    }

    #[test]
    fn quotients_are_the_floats_that_are_read_from_the_text(mantissa: u128, bits in 1_u32..=96, negative: bool) {
        let mantissa = i128::try_from(mantissa >> (128 - bits)).unwrap();
        for scale in 0..=28 {
            let mut value = Decimal::from_i128_with_scale(mantissa, scale);
            value.set_sign_negative(negative);
            prop_assert_eq!(to_f64(value).to_bits(), by_text(value).to_bits(), "{}", value);
        }
    }

    #[test]
    fn quotients_beside_ties_are_the_floats_that_are_read_from_the_text(
        whole in (1_u64 << 52)..(1 << 53), shift in 1_u32..42, near in -2_i128..=2,
    ) {
        // A float and a half of its last place, and its neighbours; then the same in tenths, in hundredths, ...
        let mut tie = ((i128::from(whole) * 2 + 1) << (shift - 1)) + near;
        for scale in 0..=28 {
            let Ok(value) = Decimal::try_from_i128_with_scale(tie, scale) else { break };
            prop_assert_eq!(to_f64(value).to_bits(), by_text(value).to_bits(), "{}", value);
            tie *= 10;
        }
    }

    #[test]
    fn crossing_moves_a_float_by_half_a_unit_of_its_fifteenth_digit(value in -1e15_f64..1e15) {
        let crossed = to_f64(from_f64(value).unwrap());
        // And by what the float nearest to those digits is off them: half of its own last place.
        prop_assert!((crossed - value).abs() <= value.abs() * (5e-15 + 0.5 * f64::EPSILON));
    }

    #[test]
    fn no_float_makes_it_panic(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        if let Ok(decimal) = from_f64(value) {
            prop_assert!(decimal.is_zero() == (value.abs() == 0.0));
        }
    }
}

#[test]
fn dust_is_what_stands_after_26_digits() {
    let of = |text: &str| text.parse::<Decimal>().unwrap();
    // A third of 10 and what 28 digits make of three of them.
    assert_eq!(without_dust(of("9.999999999999999999999999999")), of("10"));
    assert_eq!(without_dust(of("0.1234567890123456789012345678")), of("0.12345678901234567890123457"));
    assert_eq!(without_dust(of("81.25")), of("81.25"));
    assert_eq!(without_dust(Decimal::ZERO), Decimal::ZERO);
}
