//! Sums and integrals of smooth functions that have no closed form, in time that grows with the logarithm of their length.

use super::analytic::Taylor;
use super::domain::count;
use super::sum::{WEIGHTS, direct, past_direct, rounding};

/// Coefficients that Euler-Maclaurin needs with eight corrections: derivatives up to the fifteenth.
pub(super) const ORDERS: usize = 16;
/// Those with four, which do from [`FAR`] on for functions that vary by no more than e^(`SLOW` x): what is left out is under 1e-16 of a term.
pub(super) const FEW_ORDERS: usize = 8;
/// See [`FEW_ORDERS`].
pub(super) const FAR: f64 = 200.0;
/// See [`FEW_ORDERS`].
pub(super) const SLOW: f64 = 0.05;

/// Up to this many terms are added one by one: what a series costs, whatever the length, pays only past it.
const SHORT: u64 = 160;

/// From the term of this position on the series is good, for functions that vary on the scale of x.
pub(super) const DIRECT: u64 = 24;

/// Positive nodes of the 15-point Kronrod rule on [-1, 1] with their weights, and those of the 7-point Gauss rule within it.
///
/// Source: R. Piessens and others, QUADPACK, 1983.
const KRONROD: [(f64, f64, f64); 7] = [
    (0.991_455_371_120_812_6, 0.022_935_322_010_529_224, 0.0),
    (0.949_107_912_342_758_5, 0.063_092_092_629_978_55, 0.129_484_966_168_869_7),
    (0.864_864_423_359_769_1, 0.104_790_010_322_250_18, 0.0),
    (0.741_531_185_599_394_4, 0.140_653_259_715_525_92, 0.279_705_391_489_276_67),
    (0.586_087_235_467_691_1, 0.169_004_726_639_267_9, 0.0),
    (0.405_845_151_377_397_2, 0.190_350_578_064_785_4, 0.381_830_050_505_118_9),
    (0.207_784_955_007_898_47, 0.204_432_940_075_298_9, 0.0),
];
/// The weights of both at 0.
const KRONROD_MIDDLE: (f64, f64) = (0.209_482_141_084_727_83, 0.417_959_183_673_469_4);

/// The sum of `f(start + j)` for j from 0 to `terms` - 1, `start` a real number of 1 or more.
///
/// `series` is the same function's Taylor expansion at a point. The terms before the position `settled`, 24 or more, directly, the
/// rest by Euler-Maclaurin with a correction for every two orders, about an integral that is taken piece by piece. Relative error
/// about 1e-14 for functions that from there on vary on the scale of x, or no faster than e^x, by [`ORDERS`].
pub(super) fn sum<const N: usize>(
    f: impl Fn(f64) -> f64,
    series: impl Fn(f64) -> Taylor<N>,
    (start, terms): (f64, u64),
    settled: u64,
) -> f64 {
    if terms <= SHORT {
        return direct(f, start, terms);
    }
    let (head, m, rest) = past_direct(start, terms, settled);
    if rest < DIRECT {
        return direct(f, start, terms);
    }
    let head = if head > 0 { direct(&f, start, head) } else { 0.0 };
    let n = m + count(rest - 1);
    let (at_m, at_n) = (series(m), series(n));
    let mut corrections = 0.0;
    let mut factorial = 1.0;
    for (k, weight) in WEIGHTS.iter().take(N / 2).enumerate() {
        // The derivative of order 2k+1 is its coefficient times (2k+1)!.
        let order = 2 * k + 1;
        corrections += weight * factorial * (at_n.coefficients()[order] - at_m.coefficients()[order]);
        factorial *= f64::from(u32::try_from((order + 1) * (order + 2)).unwrap_or(u32::MAX));
    }
    head + integral(&f, m, n) + (0.5 * (at_m.coefficients()[0] + at_n.coefficients()[0]) + corrections)
}

/// The integral of `f` from `low` to `high`, 0 < low <= high, to about 1e-15 of its size.
pub(super) fn integral(f: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let (mut sum, mut lost) = (0.0, 0.0);
    let mut from = low;
    while from < high {
        // A function that varies on the scale of x is smooth over so far.
        let to = if REACH * from < high { REACH * from } else { high };
        let term = halved(&f, (from, to), f64::INFINITY, DEPTH) - lost;
        let next: f64 = sum + term;
        lost = rounding(sum, term, next);
        sum = next;
        from = to;
    }
    sum
}

/// The ratio of the ends of what is integrated at once.
const REACH: f64 = 4.0;
/// How often an interval is halved at most.
const DEPTH: u32 = 13;
/// How much of the integral the two rules may differ by: the error of the larger one is then far below rounding.
const ALIKE: f64 = 1e-11;

/// The integral by halves, as long as the rules disagree, and by less each time.
///
/// Halving a smooth function's interval divides what they differ by by 2^14; where `before`, the difference one level up, was
/// hardly larger, what is left is the rounding of the function itself, which no halving mends. Where the function nearly vanishes,
/// that is more of it.
fn halved(f: &impl Fn(f64) -> f64, (low, high): (f64, f64), before: f64, depth: u32) -> f64 {
    let (whole, apart) = kronrod(f, low, high);
    let is_left = |share: f64, of_before: f64| apart < share * whole.abs() && apart > of_before * before;
    let rounding = is_left(1e-9, 0.01) || is_left(1e-7, 0.1);
    if depth == 0 || !whole.is_finite() || apart <= ALIKE * whole.abs() || rounding {
        return whole;
    }
    let middle = if high < NARROW * low { 0.5 * (low + high) } else { (low * high).sqrt() };
    halved(f, (low, middle), apart, depth - 1) + halved(f, (middle, high), apart, depth - 1)
}

/// The ratio of an interval's ends below which positions are spaced evenly; above it by a ratio, in which powers of x are exponentials.
const NARROW: f64 = 1.3;

/// The integral by fifteen points, and by how much that by seven of them differs.
fn kronrod(f: &impl Fn(f64) -> f64, low: f64, high: f64) -> (f64, f64) {
    let evenly = high < NARROW * low;
    let (middle, half) = if evenly {
        (0.5 * (low + high), 0.5 * (high - low))
    } else {
        ((low * high).sqrt(), 0.5 * (high / low).ln())
    };
    let weighted = |x: f64| if evenly { f(x) } else { x * f(x) };
    let at_middle = weighted(middle);
    let mut fifteen = KRONROD_MIDDLE.0 * at_middle;
    let mut seven = KRONROD_MIDDLE.1 * at_middle;
    for (node, weight, among_seven) in KRONROD {
        let both = if evenly {
            weighted(middle - half * node) + weighted(middle + half * node)
        } else {
            let ratio = (half * node).exp();
            weighted(middle / ratio) + weighted(middle * ratio)
        };
        fifteen += weight * both;
        seven += among_seven * both;
    }
    (half * fifteen, half * (fifteen - seven).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrals_are_their_closed_forms_whether_or_not_they_have_to_be_halved() {
        // Of 1/x over a million, and of a peak of width 1 at 40, which fifteen points so far apart do not see: √(2π).
        let logarithm = integral(|x| 1.0 / x, 1.0, 1e6);
        assert!((logarithm / 1e6_f64.ln() - 1.0).abs() < 1e-15, "{logarithm}");
        let peak = integral(|x| (-0.5 * (x - 40.0).powi(2)).exp(), 1.0, 100.0);
        assert!((peak / (2.0 * std::f64::consts::PI).sqrt() - 1.0).abs() < 1e-14, "{peak}");
        let narrow = integral(|x| 1.0 / (1.0 + (100.0 * (x - 3.0)).powi(2)), 1.0, 5.0);
        assert!((narrow / (0.02 * 200_f64.atan()) - 1.0).abs() < 1e-13, "{narrow}");
        assert!(integral(|x| x, 3.0, 3.0).abs() < f64::MIN_POSITIVE);
        assert!((integral(|x| x * x, 3.0, 3.5) - (3.5_f64.powi(3) - 27.0) / 3.0).abs() < 1e-14);
    }

    #[test]
    fn a_smooth_integrand_is_asked_for_fifteen_places_from_each_x_to_four_times_it() {
        let asked = std::cell::Cell::new(0);
        let count = |x: f64| {
            asked.set(asked.get() + 1);
            x.powf(-0.3)
        };
        let whole = integral(count, 1.0, 1024.0);
        assert!((whole / ((1024_f64.powf(0.7) - 1.0) / 0.7) - 1.0).abs() < 1e-15);
        assert_eq!(asked.get(), 5 * 15);
    }

    #[test]
    fn a_narrow_interval_is_asked_for_fifteen_places_unless_they_do_not_do() {
        let asked = std::cell::Cell::new(0);
        let count = |x: f64| {
            asked.set(asked.get() + 1);
            1.0 / x
        };
        let narrow = integral(count, 40.0, 50.0);
        assert!((narrow / 1.25_f64.ln() - 1.0).abs() < 4e-16, "{narrow}");
        assert_eq!(asked.get(), 15);
        // A peak that seven points miss.
        let peak = integral(|x| (-0.5 * (20.0 * (x - 41.0)).powi(2)).exp(), 40.0, 45.0);
        assert!((peak * 20.0 / (2.0 * std::f64::consts::PI).sqrt() - 1.0).abs() < 1e-14, "{peak}");
    }

    #[test]
    fn what_is_left_of_a_function_that_nearly_vanishes_is_not_halved_for_its_rounding() {
        let asked = std::cell::Cell::new(0);
        let noisy = |x: f64| {
            asked.set(asked.get() + 1);
            (x * 1e8 + 1.1) - x * 1e8
        };
        let whole = integral(noisy, 9.0, 10.0);
        assert!((whole - 1.1).abs() < 1e-7, "{whole}");
        assert!(asked.get() < 40 * 15, "{}", asked.get());
        // An exponential that has fallen to nothing long before the end is followed to where it begins.
        let fallen = integral(|x| (-40.0 * (x - 10.0)).exp(), 10.0, 13.0);
        assert!((fallen * 40.0 - 1.0).abs() < 1e-13, "{fallen}");
    }

    #[test]
    fn what_has_no_value_somewhere_has_no_integral_and_no_endless_search() {
        assert!(integral(|x| if x > 2.0 { f64::NAN } else { x }, 1.0, 4.0).is_nan());
    }
}
