//! Exponentials and hyperbolic tangents by the slice, by one algorithm: the same digits on every machine, and several at once.

#![expect(clippy::inline_always, reason = "what is not inlined into `fused` is compiled without its vectors")]

/// Adding it rounds a small double to a whole number, which is then in the lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts, the first with so few digits that small multiples of it are exact.
const LN_2: (f64, f64) = (0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10);

/// 1/2!, 1/3!, … 1/13!, from the last: by |r| ≤ ln 2 / 2 what they leave out is 4e-18.
const INVERSE_FACTORIALS: [f64; 12] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
];

/// `exp(x) - 1` of what is left of x when multiples of ln 2 are taken away, and 2 to the power of their number.
#[inline(always)]
fn parts(x: f64) -> (f64, f64) {
    let shifted = x.mul_add(std::f64::consts::LOG2_E, ROUNDER);
    let n = shifted - ROUNDER;
    let r = n.mul_add(-LN_2.1, n.mul_add(-LN_2.0, x));
    let series = INVERSE_FACTORIALS.iter().fold(0.0_f64, |sum, factor| sum.mul_add(r, *factor));
    let scale = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1_f64.to_bits()));
    ((r * r).mul_add(series, r), scale)
}

/// `exp(x)` for x up to 0, within 2 units of the last place; 0 below -708, NaN for NaN.
#[inline(always)]
pub(super) fn exp(x: f64) -> f64 {
    let bounded = if x < -708.0 { -708.0 } else { x };
    let (rest, scale) = parts(bounded);
    if x < -708.0 { 0.0 } else { rest.mul_add(scale, scale) }
}

/// `tanh(x)`, within 4 units of the last place; NaN for NaN.
#[inline(always)]
pub(super) fn tanh(x: f64) -> f64 {
    let twice = -2.0 * x.abs();
    // From here on it is 1 to the last digit.
    let bounded = if twice < -50.0 { -50.0 } else { twice };
    let (rest, scale) = parts(bounded);
    // exp(-2|x|) - 1 without the cancellation that the difference would have for small x.
    let less_one = rest.mul_add(scale, scale - 1.0);
    (-less_one / (less_one + 2.0)).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> impl Iterator<Item = f64> {
        (0..40_000).map(|k| f64::from(k) / 40_000.0).chain([1e-300, 1e-12, 1e-8, 5e-324])
    }

    #[test]
    fn exponentials_are_those_of_the_c_library_to_two_units() {
        for x in places().flat_map(|share| [-share, -25.0 * share, -708.0 * share]) {
            let (own, wanted) = (exp(x), x.exp());
            assert!((own - wanted).abs() <= 2.0 * f64::EPSILON * wanted, "{x}: {own} {wanted}");
        }
        let bits = [exp(0.0), exp(-709.0), exp(f64::NEG_INFINITY)].map(f64::to_bits);
        assert_eq!(bits, [1.0_f64, 0.0, 0.0].map(f64::to_bits));
        assert!(exp(f64::NAN).is_nan());
    }

    #[test]
    fn tangents_are_those_of_the_c_library_to_four_units() {
        for x in places().flat_map(|share| [share, 0.01 * share, 3.0 * share, 30.0 * share]) {
            for x in [x, -x] {
                let (own, wanted) = (tanh(x), x.tanh());
                assert!((own - wanted).abs() <= 4.0 * f64::EPSILON * wanted.abs(), "{x}: {own} {wanted}");
            }
        }
        let bits = [tanh(f64::INFINITY), tanh(f64::NEG_INFINITY)].map(f64::to_bits);
        assert_eq!(bits, [1.0_f64, -1.0].map(f64::to_bits));
        assert!(tanh(0.0).is_sign_positive() && tanh(-0.0).is_sign_negative() && tanh(f64::NAN).is_nan());
    }
}
