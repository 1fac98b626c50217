//! Money, against exact rational numbers.

use learncurve::money::{
    Decimal, RoundingMode, format_grouped, from_f64, parse_decimal, round_f64, to_f64, without_dust,
};
use rug::{Float, Integer, Rational};

use crate::draw::Draw;
use crate::ledger::Ledger;

/// Parsing, rounding, both crossings and grouping.
pub fn all(draw: &mut Draw, ledger: &mut Ledger, cases: u64) {
    for case in 0..cases {
        match case % 4 {
            0 => rounding(draw, ledger),
            1 => parsing(draw, ledger),
            2 => to_float(draw, ledger),
            _ => from_float(draw, ledger),
        }
    }
}

/// A decimal of any size and number of places; often a tie of some places.
fn decimal(draw: &mut Draw) -> Decimal {
    let digits = draw.whole(0, 28) as u32;
    let most = 10_u128.pow(digits).min(1 << 95);
    let drawn = u128::from(draw.bits()) << 64 | u128::from(draw.bits());
    let mut mantissa = drawn % most.max(1);
    let scale = draw.whole(0, 28) as u32;
    if draw.chance(0.4) && scale > 0 {
        // A five and zeros after a place.
        let behind = draw.whole(1, u64::from(scale)) as u32;
        let unit = 10_u128.pow(behind);
        let whole = mantissa / unit * unit + unit / 2;
        let off = draw.one_of(&[0, 0, 1, -1_i8]);
        mantissa = (whole.saturating_add_signed(i128::from(off))).min((1 << 96) - 1);
    }
    let signed = i128::try_from(mantissa).unwrap_or(0) * i128::from(draw.one_of(&[1, -1]));
    Decimal::from_i128_with_scale(signed, scale)
}

fn exact(value: &Decimal) -> Rational {
    let power = Integer::from(10_u32).pow_of(value.scale());
    Rational::from((Integer::from(value.mantissa()), power))
}

trait PowOf {
    fn pow_of(self, exponent: u32) -> Self;
}

impl PowOf for Integer {
    fn pow_of(self, exponent: u32) -> Self {
        use rug::ops::Pow as _;
        self.pow(exponent)
    }
}

/// An exact number as a whole number of units of a place, rounded by the definition of the mode.
fn rounded(value: &Rational, places: u32, mode: RoundingMode) -> Integer {
    let scaled = Rational::from(value * Integer::from(10_u32).pow_of(places));
    let floor = Integer::from(scaled.floor_ref());
    let rest = Rational::from(&scaled - &floor);
    let half = Rational::from((1, 2));
    let negative = scaled < 0;
    let up = match mode {
        RoundingMode::Floor => false,
        RoundingMode::Ceiling => rest > 0,
        RoundingMode::Down => negative && rest > 0,
        RoundingMode::Up => !negative && rest > 0,
        RoundingMode::HalfUp => rest > half || (rest == half && !negative),
        RoundingMode::HalfEven => rest > half || (rest == half && floor.is_odd()),
    };
    floor + u32::from(up)
}

fn rounding(draw: &mut Draw, ledger: &mut Ledger) {
    let (value, places) = (decimal(draw), draw.whole(0, 28) as u32);
    let mode = draw.one_of(&RoundingMode::ALL);
    let got = mode.round(value, places);
    // Where there is no room for so many places, the value was of fewer.
    let want = rounded(&exact(&value), places, mode);
    let right = Rational::from((want, Integer::from(10_u32).pow_of(places))) == exact(&got);
    ledger.hold_exactly(&format!("rounding, {mode}"), right, || format!("{value} to {places}: {got}"));
}

fn parsing(draw: &mut Draw, ledger: &mut Ledger) {
    let value = decimal(draw);
    let plain = value.to_string();
    let parsed = parse_decimal(&plain);
    let right =
        parsed.as_ref().is_ok_and(|parsed| exact(parsed) == exact(&value) && parsed.scale() == value.scale());
    ledger.hold_exactly("parsing", right, || format!("{plain}: {parsed:?}"));
    let grouped = format_grouped(&value);
    let (whole, _) = grouped.split_once('.').unwrap_or((&grouped, ""));
    let groups: Vec<&str> = whole.trim_start_matches('-').split(',').collect();
    let right = grouped.replace(',', "") == value.to_string().replace("-0.0", "-0.0")
        && groups[1..].iter().all(|group| group.len() == 3)
        && (1..=3).contains(&groups[0].len());
    let zero = exact(&value) == 0;
    ledger.hold_exactly("grouping", right || zero, || format!("{value}: {grouped}"));
    // With an exponent, and underscores.
    let shift = draw.below(10) as i32 - 5;
    let written = format!("{}e{shift}", plain);
    if let Ok(parsed) = parse_decimal(&written) {
        let factor = Integer::from(10_u32).pow_of(shift.unsigned_abs());
        let moved = if shift >= 0 { exact(&value) * factor } else { exact(&value) / factor };
        ledger.hold_exactly("parsing with an exponent", exact(&parsed) == moved, || {
            format!("{written}: {parsed}")
        });
    }
}

fn to_float(draw: &mut Draw, ledger: &mut Ledger) {
    let value = decimal(draw);
    let want = Float::with_val(53, &exact(&value)).to_f64();
    let got = to_f64(value);
    ledger
        .hold_exactly("decimal to double, nearest", got == want, || format!("{value}: {got:e} for {want:e}"));
}

fn from_float(draw: &mut Draw, ledger: &mut Ledger) {
    let value = match draw.below(4) {
        // A tie at some place, or its neighbours.
        0 => {
            let near = (draw.whole(0, 10_000_000) as f64 + 0.5) / 10_f64.powi(draw.whole(0, 6) as i32);
            f64::from_bits(near.to_bits().wrapping_add(draw.whole(0, 2)).wrapping_sub(1))
        }
        1 => draw.log_between(1e-28, 7.9e28),
        2 => f64::from_bits(draw.bits() & !(0x7ff << 52) | (draw.whole(930, 1118) << 52)),
        _ => draw.log_between(1e-6, 1e15),
    };
    let Ok(got) = from_f64(value) else { return };
    // The digits of the exact value of the double, cut at 15 by the definition of half even, then at 28 places.
    let Some(size) = Rational::from_f64(value.abs()) else { return };
    let mut power = value.abs().log10().floor() as i32 - 14;
    let ten = |power: i32| Rational::from(Integer::from(10_u32).pow_of(power.unsigned_abs()));
    let scaled = |power: i32| {
        if power >= 0 { Rational::from(&size / ten(power)) } else { Rational::from(&size * ten(power)) }
    };
    if scaled(power) < 100_000_000_000_000_u64 {
        power -= 1;
    }
    if scaled(power) >= 1_000_000_000_000_000_u64 {
        power += 1;
    }
    let digits = rounded(&scaled(power), 0, RoundingMode::HalfEven);
    let mut want =
        if power >= 0 { Rational::from(digits) * ten(power) } else { Rational::from(digits) / ten(power) };
    if power < -28 {
        want = Rational::from((rounded(&want, 28, RoundingMode::HalfEven), Integer::from(10_u32).pow_of(28)));
    }
    if value < 0.0 {
        want = -want;
    }
    ledger.hold_exactly("double to decimal, 15 digits", exact(&got) == want, || format!("{value:e}: {got}"));
    let (places, mode) = (draw.whole(0, 12) as u32, draw.one_of(&RoundingMode::ALL));
    if let Ok(cents) = round_f64(value, places, mode) {
        let want = rounded(&exact(&got), places, mode);
        let right = Rational::from((want, Integer::from(10_u32).pow_of(places))) == exact(&cents);
        ledger.hold_exactly("double to money", right, || format!("{value:e} to {places}, {mode}: {cents}"));
    }
    // What 28 digits lack of an exact quotient is gone after 26; one below 1 has as many fewer as it has zeros.
    let (one, two) = (draw.whole(4_000, 100_000), draw.one_of(&[3_u64, 7, 9, 60, 3600, 360, 128]));
    let quotient = Decimal::from(one) / Decimal::from(two) * Decimal::from(two);
    let right = exact(&without_dust(quotient)) == one;
    ledger.hold_exactly("a quotient's dust", right, || format!("{one}/{two}: {quotient}"));
}
