//! Bounds by transform: a search over all reals for parameters that are not free to be anything.

use super::Parameter;

/// How a parameter within its bounds is made of a real number that has none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Transform {
    /// The number itself.
    Free,
    /// `low + (high - low) sin² u`.
    Between { low: f64, high: f64 },
    /// `low (high/low)^(sin² u)`: for bounds of one sign that are decades apart.
    Decades { low: f64, high: f64 },
    /// `low + sqrt(u² + 1) - 1`.
    Above { low: f64 },
    /// `high + 1 - sqrt(u² + 1)`.
    Below { high: f64 },
}

impl Transform {
    pub(super) fn of(parameter: &Parameter) -> Self {
        let (low, high) = (parameter.low, parameter.high);
        match (low.is_finite(), high.is_finite()) {
            (false, false) => Self::Free,
            (true, true) if parameter.is_in_decades() => Self::Decades { low, high },
            (true, true) => Self::Between { low, high },
            (true, false) => Self::Above { low },
            (false, true) => Self::Below { high },
        }
    }

    /// The parameter at `u`.
    pub(super) fn outward(self, u: f64) -> f64 {
        match self {
            Self::Free => u,
            Self::Between { low, high } => (low + (high - low) * u.sin().powi(2)).clamp(low, high),
            Self::Decades { low, high } => (low * (high / low).powf(u.sin().powi(2))).clamp(low, high),
            Self::Above { low } => low + excess(u),
            Self::Below { high } => high - excess(u),
        }
    }

    /// A number `u` that has this parameter.
    pub(super) fn inward(self, value: f64) -> f64 {
        let share = |share: f64| share.clamp(0.0, 1.0).sqrt().asin();
        match self {
            Self::Free => value,
            Self::Between { low, high } => share((value - low) / (high - low)),
            Self::Decades { low, high } => share((value.max(low) / low).ln() / (high / low).ln()),
            Self::Above { low } => unexcess(value - low),
            Self::Below { high } => unexcess(high - value),
        }
    }

    /// The slope of the parameter in `u`.
    pub(super) fn slope(self, u: f64) -> f64 {
        let tilt = (2.0 * u).sin();
        match self {
            Self::Free => 1.0,
            Self::Between { low, high } => (high - low) * tilt,
            Self::Decades { low, high } => self.outward(u) * (high / low).ln() * tilt,
            Self::Above { .. } => u / u.hypot(1.0),
            Self::Below { .. } => -u / u.hypot(1.0),
        }
    }
}

/// `sqrt(u² + 1) - 1` without loss near 0.
fn excess(u: f64) -> f64 {
    if u.abs() > 1e150 { u.abs() } else { u * u / (u.hypot(1.0) + 1.0) }
}

fn unexcess(value: f64) -> f64 {
    let value = value.max(0.0);
    // (v + 1)² - 1 = v (v + 2).
    value.sqrt() * (value + 2.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds() -> impl Strategy<Value = (f64, f64, f64)> {
        let infinite = f64::INFINITY;
        prop_oneof![
            (-1e3..1e3).prop_map(move |value: f64| (-infinite, infinite, value)),
            (-1e3..1e3, 1e-3..1e3, 0.001..0.999).prop_map(|(low, width, at)| (
                low,
                low + width,
                low + width * at
            )),
            (1e-6..1e-3, 1e3..1e9, 0.0..1.0).prop_map(|(low, high, at): (f64, f64, f64)| (
                low,
                high,
                low * (high / low).powf(at)
            )),
            (-1e3..1e3, 1e-3..1e6).prop_map(move |(low, above)| (low, infinite, low + above)),
            (-1e3..1e3, 1e-3..1e6).prop_map(move |(high, below)| (-infinite, high, high - below)),
        ]
    }

    #[test]
    fn bounds_of_one_sign_that_are_decades_apart_are_counted_in_decades() {
        let of = |low, high| Transform::of(&Parameter::between("p", low, high));
        assert_eq!(of(1e-3, 11.0), Transform::Decades { low: 1e-3, high: 11.0 });
        assert_eq!(of(1e-3, 9.0), Transform::Between { low: 1e-3, high: 9.0 });
        assert_eq!(of(2.0, 15_000.0), Transform::Between { low: 2.0, high: 15_000.0 });
        assert_eq!(of(0.0, 1e9), Transform::Between { low: 0.0, high: 1e9 });
        assert_eq!(of(-3.0, f64::INFINITY), Transform::Above { low: -3.0 });
        assert_eq!(of(f64::NEG_INFINITY, 3.0), Transform::Below { high: 3.0 });
        assert_eq!(of(f64::NEG_INFINITY, f64::INFINITY), Transform::Free);
    }

    #[test]
    fn a_number_too_large_to_be_squared_still_has_its_parameter() {
        let above = Transform::Above { low: 0.0 };
        assert!((above.outward(1e200) / 1e200 - 1.0).abs() < 1e-15);
        assert!((above.outward(1e100) / 1e100 - 1.0).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn a_transform_undoes_its_inverse_and_keeps_within_the_bounds((low, high, value) in kinds(), u in -50.0..50.0) {
            let transform = Transform::of(&Parameter::between("p", low, high));
            let back = transform.outward(transform.inward(value));
            prop_assert!((back - value).abs() <= 1e-9 * value.abs().max(1.0), "{} {}", back, value);
            let outward = transform.outward(u);
            prop_assert!(low <= outward && outward <= high);
        }

        #[test]
        fn a_transforms_slope_is_that_of_its_values((low, high, value) in kinds()) {
            let transform = Transform::of(&Parameter::between("p", low, high));
            let u = transform.inward(value);
            let h = 1e-5 * u.abs().max(1.0);
            let slope = (transform.outward(u + h) - transform.outward(u - h)) / (2.0 * h);
            let scale = transform.slope(u).abs().max(1e-3 * value.abs()).max(1e-3);
            prop_assert!((slope - transform.slope(u)).abs() <= 1e-4 * scale, "{} {}", slope, transform.slope(u));
        }
    }
}
