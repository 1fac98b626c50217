//! Rounding as formulas.

use super::Fixed;
use crate::curve::Analytic as _;
use crate::formula::{Expression, Function};
use crate::money::RoundingMode;

/// Places past the wanted ones at which noise of the last digits is cut off, before a direction is taken from it.
const NOISE: f64 = 9.0;

/// How near to a tie is one, as a share of the value: what doubles leave of fifteen digits, after which the program decides.
const TIE: f64 = 5e-15;

/// A value rounded at a decimal place.
pub(super) fn rounded<'r>(
    mode: RoundingMode,
    value: Expression<'r>,
    places: Expression<'r>,
) -> Expression<'r> {
    let clean = clean(value, places);
    let away = || clean.rounded(Function::RoundUp, places);
    let toward = || clean.rounded(Function::RoundDown, places);
    let positive = value.at_least(0.0.into());
    match mode {
        RoundingMode::HalfUp => value.rounded(Function::Round, places),
        RoundingMode::Up => away(),
        RoundingMode::Down => toward(),
        RoundingMode::Ceiling => positive.choose(away(), toward()),
        RoundingMode::Floor => positive.choose(toward(), away()),
        RoundingMode::HalfEven => {
            let scale = Expression::from(10.0).pow(places);
            let scaled = value * scale;
            let tie = (scaled - scaled.floor() - 0.5.into()).abs().at_most(scaled.abs() * TIE.into());
            let even =
                Expression::from(2.0) * (scaled / 2.0.into()).rounded(Function::Round, 0.0.into()) / scale;
            tie.choose(even, value.rounded(Function::Round, places))
        }
    }
}

/// A value without the noise of its last digits.
fn clean<'r>(value: Expression<'r>, places: Expression<'r>) -> Expression<'r> {
    value.rounded(Function::Round, places + NOISE.into())
}

/// The same within the term of a sum, where there is no choice.
pub(super) fn in_sum(
    mode: RoundingMode,
    value: Expression<'_>,
    places: u32,
) -> Result<Expression<'_>, Fixed> {
    let places = f64::from(places).into();
    Ok(match mode {
        RoundingMode::HalfUp => value.rounded(Function::Round, places),
        RoundingMode::Up => clean(value, places).rounded(Function::RoundUp, places),
        RoundingMode::Down => clean(value, places).rounded(Function::RoundDown, places),
        _ => {
            let why = format!(
                "units rounded one by one are added in a formula by half-up, up and down, and not by {}",
                mode.name()
            );
            return Err(Fixed::new(why));
        }
    })
}

/// Decimal places that show a figure well, as `question::natural_places` has them.
pub(super) fn natural_places(value: Expression<'_>) -> Expression<'_> {
    let size = value.abs();
    let number = Expression::from;
    let small = number(5.0) - size.log10().floor();
    let small = size.more(0.0.into()).choose(small, 0.0.into());
    size.at_least(1e6.into()).choose(2.0.into(), size.at_least(1.0.into()).choose(4.0.into(), small))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::{Recorder, Value};

    #[test]
    fn a_tie_goes_to_the_even_neighbour_and_what_is_near_one_to_the_nearer() {
        let recorder = Recorder::default();
        let even = |value: f64, places: f64| {
            let cell = recorder.of(recorder.cell(Value::Number(value)));
            rounded(RoundingMode::HalfEven, cell, places.into()).number()
        };
        for (value, places, wanted) in [
            (2.5, 0.0, 2.0),
            (3.5, 0.0, 4.0),
            (-2.5, 0.0, -2.0),
            // 2.675 is a double a little below it.
            (2.675, 2.0, 2.68),
            (1_000_000.125, 2.0, 1_000_000.12),
            (2.500_000_04, 0.0, 3.0),
            (2.499_999_96, 0.0, 2.0),
            (3.499_999_999_9, 0.0, 3.0),
        ] {
            assert!((even(value, places) - wanted).abs() < 1e-9, "{value}: {}", even(value, places));
        }
    }

    #[test]
    fn the_noise_of_the_last_digits_takes_no_term_of_a_sum_a_step_further() {
        // Doubles make 0.30000000000000004 of 0.1 + 0.2.
        let recorder = Recorder::default();
        let term = |mode, value: f64| {
            let cell = recorder.of(recorder.cell(Value::Number(value)));
            in_sum(mode, cell, 1).ok().unwrap().number()
        };
        assert!((term(RoundingMode::Up, 0.1 + 0.2) - 0.3).abs() < 1e-12);
        assert!((term(RoundingMode::Down, 0.899_999_999_999_999_9) - 0.9).abs() < 1e-12);
    }
}
