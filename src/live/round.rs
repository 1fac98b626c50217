//! Rounding as formulas.

use super::Fixed;
use crate::curve::Analytic as _;
use crate::formula::{Expression, Function};
use crate::money::RoundingMode;

/// Places past the wanted ones at which noise of the last digits is cut off, before a direction is taken from it.
const NOISE: f64 = 9.0;

/// A value rounded at a decimal place.
pub(super) fn rounded<'r>(
    mode: RoundingMode,
    value: Expression<'r>,
    places: Expression<'r>,
) -> Expression<'r> {
    let clean = || value.rounded(Function::Round, places + NOISE.into());
    let away = || clean().rounded(Function::RoundUp, places);
    let toward = || clean().rounded(Function::RoundDown, places);
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
            let tie = (scaled - scaled.floor() - 0.5.into()).abs().less(1e-7.into());
            let even =
                Expression::from(2.0) * (scaled / 2.0.into()).rounded(Function::Round, 0.0.into()) / scale;
            tie.choose(even, value.rounded(Function::Round, places))
        }
    }
}

/// The same within the term of a sum, where there is no choice.
pub(super) fn in_sum(
    mode: RoundingMode,
    value: Expression<'_>,
    places: u32,
) -> Result<Expression<'_>, Fixed> {
    let function = match mode {
        RoundingMode::HalfUp => Function::Round,
        RoundingMode::Up => Function::RoundUp,
        RoundingMode::Down => Function::RoundDown,
        _ => {
            let why = format!(
                "units rounded one by one are added in a formula by half-up, up and down, and not by {}",
                mode.name()
            );
            return Err(Fixed::new(why));
        }
    };
    Ok(value.rounded(function, f64::from(places).into()))
}

/// Decimal places that show a figure well, as `question::natural_places` has them.
pub(super) fn natural_places(value: Expression<'_>) -> Expression<'_> {
    let size = value.abs();
    let number = Expression::from;
    let small = number(5.0) - size.log10().floor();
    let small = size.more(0.0.into()).choose(small, 0.0.into());
    size.at_least(1e6.into()).choose(2.0.into(), size.at_least(1.0.into()).choose(4.0.into(), small))
}
