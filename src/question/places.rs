//! How many decimal places a figure is shown with, where nobody says.

use rust_decimal::Decimal;

/// Decimal places that show a figure well: four from 1 upward, two from a million, six digits below 1.
///
/// Never more places than the value has, so that an exact 640 is `640`.
///
/// # Example
///
/// ```
/// use learncurve::question::natural_places;
/// assert_eq!(natural_places("1.39667459519485".parse().unwrap()), 4);
/// assert_eq!(natural_places("640".parse().unwrap()), 0);
/// assert_eq!(natural_places("0.00123456789".parse().unwrap()), 8);
/// ```
pub fn natural_places(value: Decimal) -> u32 {
    let value = value.abs().normalize();
    let places = if value >= Decimal::from(1_000_000) {
        2
    } else if value >= Decimal::ONE {
        4
    } else {
        // The mantissa's digits past the point, less the zeros that lead them.
        let digits = value.mantissa().unsigned_abs().checked_ilog10().map_or(0, |log| log + 1);
        (value.scale() - digits.min(value.scale())) + 6
    };
    places.min(value.scale())
}
