use proptest::prelude::*;

use super::*;
use crate::money::parse_decimal;

/// `expected` in the order of [`RoundingMode::ALL`].
#[track_caller]
fn check(text: &str, places: u32, expected: [&str; 6]) {
    let value = parse_decimal(text).unwrap();
    for (mode, expected) in RoundingMode::ALL.into_iter().zip(expected) {
        assert_eq!(mode.round(value, places).to_string(), expected, "{text} {mode}");
    }
}

#[test]
fn ties_and_their_neighbours_go_where_each_mode_says() {
    check("2.345", 2, ["2.35", "2.34", "2.35", "2.34", "2.35", "2.34"]);
    check("-2.345", 2, ["-2.35", "-2.34", "-2.35", "-2.34", "-2.34", "-2.35"]);
    check("2.355", 2, ["2.36", "2.36", "2.36", "2.35", "2.36", "2.35"]);
    check("0.5", 0, ["1", "0", "1", "0", "1", "0"]);
    check("-0.5", 0, ["-1", "0", "-1", "0", "0", "-1"]);
    check("1.5", 0, ["2", "2", "2", "1", "2", "1"]);
    check("2.5", 0, ["3", "2", "3", "2", "3", "2"]);
    check("-2.5", 0, ["-3", "-2", "-3", "-2", "-2", "-3"]);
    check("2.4", 0, ["2", "2", "3", "2", "3", "2"]);
    check("-2.6", 0, ["-3", "-3", "-3", "-2", "-2", "-3"]);
    check("9.995", 2, ["10.00", "10.00", "10.00", "9.99", "10.00", "9.99"]);
}

#[test]
fn the_least_decimals_round_to_a_unit_or_to_zero() {
    check("1e-28", 0, ["0", "0", "1", "0", "1", "0"]);
    check("1e-28", 2, ["0.00", "0.00", "0.01", "0.00", "0.01", "0.00"]);
    check("-1e-28", 2, ["0.00", "0.00", "-0.01", "0.00", "0.00", "-0.01"]);
    check(
        "5e-28",
        27,
        [
            "0.000000000000000000000000001",
            "0.000000000000000000000000000",
            "0.000000000000000000000000001",
            "0.000000000000000000000000000",
            "0.000000000000000000000000001",
            "0.000000000000000000000000000",
        ],
    );
}

#[test]
fn exact_values_gain_zeros_only() {
    check("2", 2, ["2.00"; 6]);
    check("-2.3", 3, ["-2.300"; 6]);
    check("0", 2, ["0.00"; 6]);
    check("-0.00", 1, ["0.0"; 6]);
    check("1234.50", 1, ["1234.5"; 6]);
}

#[test]
fn values_without_room_for_the_places_keep_what_fits() {
    check("79228162514264337593543950335", 2, ["79228162514264337593543950335"; 6]);
    check("-7922816251426433759354395033", 2, ["-7922816251426433759354395033.0"; 6]);
    check("1", 99, ["1.0000000000000000000000000000"; 6]);
}

#[test]
fn names_lead_back_to_their_modes() {
    for mode in RoundingMode::ALL {
        assert_eq!(RoundingMode::from_name(mode.name()), Some(mode));
    }
    assert_eq!(RoundingMode::from_name("Half-Up"), None);
    assert_eq!(RoundingMode::default(), RoundingMode::HalfUp);
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (-((1_i128 << 96) - 1)..(1_i128 << 96), 0_u32..70, 0_u32..=28)
        .prop_map(|(mantissa, shift, scale)| Decimal::from_i128_with_scale(mantissa >> shift, scale))
}

fn any_mode() -> impl Strategy<Value = RoundingMode> {
    (0..6_usize).prop_map(|index| RoundingMode::ALL[index])
}

/// The definition, in integers: `mantissa` / 10^`dropped`.
fn by_definition(mode: RoundingMode, mantissa: i128, dropped: u32) -> i128 {
    let unit = 10_i128.pow(dropped);
    let floor = mantissa.div_euclid(unit);
    let rest = mantissa.rem_euclid(unit);
    let negative = mantissa < 0;
    let to_ceiling = rest != 0
        && match mode {
            RoundingMode::HalfUp => 2 * rest > unit || (2 * rest == unit && !negative),
            RoundingMode::HalfEven => 2 * rest > unit || (2 * rest == unit && floor % 2 != 0),
            RoundingMode::Up => !negative,
            RoundingMode::Down => negative,
            RoundingMode::Ceiling => true,
            RoundingMode::Floor => false,
        };
    floor + i128::from(to_ceiling)
}

proptest! {
    #[test]
    fn rounding_matches_its_definition_in_integers(value in any_decimal(), places in 0_u32..=28, mode in any_mode()) {
        let places = places.min(value.scale());
        let rounded = mode.round(value, places);
        prop_assert_eq!(rounded.scale(), places);
        let expected = by_definition(mode, value.mantissa(), value.scale() - places);
        prop_assert_eq!(rounded.mantissa(), expected);
    }

    #[test]
    fn rounding_twice_is_rounding_once(value in any_decimal(), places in 0_u32..=28, mode in any_mode()) {
        let once = mode.round(value, places);
        let twice = mode.round(once, places);
        prop_assert_eq!(twice, once);
        prop_assert_eq!(twice.scale(), once.scale());
    }

    #[test]
    fn half_modes_move_a_value_by_half_a_unit_at_most(mantissa in any::<i64>(), scale in 0_u32..=20, places in 0_u32..=20) {
        let value = Decimal::new(mantissa, scale);
        for mode in [RoundingMode::HalfUp, RoundingMode::HalfEven] {
            let moved = (mode.round(value, places) - value).abs();
            prop_assert!(moved <= Decimal::new(5, places + 1));
        }
    }
}

#[test]
fn a_mode_is_written_as_its_name_and_padded_like_text() {
    assert_eq!(RoundingMode::HalfEven.to_string(), "half-even");
    assert_eq!(format!("{:<8}|", RoundingMode::Up), "up      |");
}
