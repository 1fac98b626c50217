//! Sums and integrals of smooth functions that have no closed form, in time that grows with the logarithm of their length.

use super::analytic::Taylor;
use super::domain::count;
use super::sum::{WEIGHTS, direct, past_direct, rounding};

/// Coefficients that Euler-Maclaurin needs: derivatives up to the fifteenth.
pub(super) const ORDERS: usize = 16;

/// Up to this many terms are added one by one: what a series costs, whatever the length, pays only past it.
const SHORT: u64 = 160;

/// From the term of this position on the series is good, for functions that vary on the scale of x.
pub(super) const DIRECT: u64 = 24;

/// Positive nodes of the 16-point Gauss-Legendre rule on [-1, 1], and their weights.
const NODES: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_096),
];

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
/// rest by Euler-Maclaurin with eight corrections about an integral that is taken piece by piece. Relative error about 1e-14 for
/// functions that from there on vary on the scale of x, or no faster than e^x.
pub(super) fn sum(
    f: impl Fn(f64) -> f64,
    series: impl Fn(f64) -> Taylor<ORDERS>,
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
    for (k, weight) in WEIGHTS.iter().enumerate() {
        // The derivative of order 2k+1 is its coefficient times (2k+1)!.
        let order = 2 * k + 1;
        corrections += weight * factorial * (at_n.coefficients()[order] - at_m.coefficients()[order]);
        factorial *= f64::from(u32::try_from((order + 1) * (order + 2)).unwrap_or(u32::MAX));
    }
    head + integral(&f, m, n) + (0.5 * (at_m.coefficients()[0] + at_n.coefficients()[0]) + corrections)
}

/// The integral of `f` from `low` to `high`, 0 < low <= high, to about 1e-15 of its size.
pub(super) fn integral(f: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    if high < NARROW * low
        && let Some(narrow) = kronrod(&f, low, high)
    {
        return narrow;
    }
    let (mut sum, mut lost) = (0.0, 0.0);
    let mut from = low;
    while from < high {
        // A function that varies on the scale of x is smooth over a doubling.
        let to = if 2.0 * from < high { 2.0 * from } else { high };
        let whole = gauss(&f, from, to);
        // Sixteen products and their sum round by a few eps, which no halving mends.
        let tolerance = 16.0 * f64::EPSILON * whole.abs();
        let term = halved(&f, (from, to), whole, (tolerance, 0.0), 12) - lost;
        let next: f64 = sum + term;
        lost = rounding(sum, term, next);
        sum = next;
        from = to;
    }
    sum
}

/// The integral by halves, as long as they and the whole disagree by more than `tolerance`, and by less each time.
///
/// Halving a smooth function's interval divides the rule's error by 2^32; where `before`, the disagreement one level up, was
/// hardly larger, what is left is the rounding of the function itself, which no halving mends.
fn halved(
    f: &impl Fn(f64) -> f64,
    (low, high): (f64, f64),
    whole: f64,
    (tolerance, before): (f64, f64),
    depth: u32,
) -> f64 {
    let middle = 0.5 * (low + high);
    let (left, right) = (gauss(f, low, middle), gauss(f, middle, high));
    let both = left + right;
    let error = (both - whole).abs();
    let rounding = error < 1e-11 * whole.abs() && error > 0.01 * before;
    if depth == 0 || !both.is_finite() || error <= tolerance || rounding {
        return both;
    }
    halved(f, (low, middle), left, (tolerance, error), depth - 1)
        + halved(f, (middle, high), right, (tolerance, error), depth - 1)
}

/// The ratio of an interval's ends below which a rule of few points mostly does.
const NARROW: f64 = 1.3;

/// The integral by fifteen points; none where seven of them say something else.
///
/// The error of the fifteen is about the square of what the two differ by.
fn kronrod(f: &impl Fn(f64) -> f64, low: f64, high: f64) -> Option<f64> {
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    let at_middle = f(middle);
    let mut fifteen = KRONROD_MIDDLE.0 * at_middle;
    let mut seven = KRONROD_MIDDLE.1 * at_middle;
    for (node, weight, among_seven) in KRONROD {
        let both = f(middle - half * node) + f(middle + half * node);
        fifteen += weight * both;
        seven += among_seven * both;
    }
    ((fifteen - seven).abs() <= 1e-11 * fifteen.abs()).then_some(half * fifteen)
}

fn gauss(f: &impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    half * NODES
        .iter()
        .map(|(node, weight)| weight * (f(middle - half * node) + f(middle + half * node)))
        .sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrals_are_their_closed_forms_whether_or_not_a_doubling_has_to_be_halved() {
        // Of 1/x over a million, and of a peak of width 1 at 40, which sixteen points over a doubling do not see: √(2π).
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
    fn a_smooth_integrand_is_asked_for_no_more_than_its_doublings_need() {
        let asked = std::cell::Cell::new(0);
        let count = |x: f64| {
            asked.set(asked.get() + 1);
            x.powf(-0.3)
        };
        let whole = integral(count, 1.0, 1024.0);
        assert!((whole / ((1024_f64.powf(0.7) - 1.0) / 0.7) - 1.0).abs() < 1e-15);
        // Ten doublings, 16 places in each and 16 in each half of it.
        assert_eq!(asked.get(), 10 * 48);
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
    fn what_has_no_value_somewhere_has_no_integral_and_no_endless_search() {
        assert!(integral(|x| if x > 2.0 { f64::NAN } else { x }, 1.0, 4.0).is_nan());
    }
}
