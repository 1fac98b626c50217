//! One power of a real number, the same to the bit alone and by the vector, on every machine.
//!
//! `x^b = 2^(b log2 x)`: the logarithm and its product with b are carried as two doubles each, so that what is rounded is
//! the last addition. Every operation is an IEEE addition, multiplication, division, fused multiply-add or a shift, none
//! depends on a branch, and so the compiler may do eight rows at once where the processor can without changing a bit.

#![expect(clippy::inline_always, reason = "what is not inlined into `fused` is compiled without its vectors")]

use pulp::{Arch, Simd, WithSimd};

/// A number as the unevaluated sum of two doubles, the second small beside the first.
#[derive(Debug, Clone, Copy)]
struct Pair {
    high: f64,
    low: f64,
}

/// 2/ln 2 and ln 2, each as two doubles.
const TWO_OVER_LN_2: Pair = Pair { high: 2.885_390_081_777_926_8, low: 4.071_054_748_186_206_6e-17 };
const LN_2: Pair = Pair { high: std::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };

/// `2/ln 2 (atanh(s) - s)/s^3` in powers of `s^2`, |s| up to 0.2: `tests/oracle/power_coefficients.py`.
const LOGARITHM: [f64; 8] = [
    0.961_796_693_925_975_6,
    0.577_078_016_355_699_9,
    0.412_198_583_051_222_53,
    0.320_598_909_893_852_6,
    0.262_307_027_082_115_23,
    0.222_014_432_680_547_32,
    0.190_575_805_724_092_55,
    0.196_336_804_715_337_82,
];

/// `(e^t - 1 - t - t^2/2)/t^3` in powers of t, |t| up to 0.3475: from the same script.
const EXPONENTIAL: [f64; 10] = [
    0.166_666_666_666_666_69,
    0.041_666_666_666_666_664,
    0.008_333_333_333_329_994,
    0.001_388_888_888_888_650_4,
    0.000_198_412_698_633_922_14,
    2.480_158_731_738_63e-5,
    2.755_726_793_523_192_6e-6,
    2.755_728_259_480_407e-7,
    2.510_063_446_187_849_7e-8,
    2.091_141_442_195_665_4e-9,
];

/// The bits of the square root of a half, from which on a significand counts as below 1, not above.
const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
const ONE: u64 = 0x3ff0_0000_0000_0000;
const EXPONENT: u64 = 0xfff0_0000_0000_0000;
/// 2^52, whose last bits count ones: a whole number below it joins them by an `or`.
const WHOLE: f64 = 4_503_599_627_370_496.0;
/// 1.5 × 2^52: adding it rounds to a whole number, which its last bits then hold.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// `x^b`: its error at most 0.6 units in the last place for x from 2^-64 to 2^64 and b from -8 to 8, tested from -5 to 2;
/// what [`f64::powf`] gives past them.
pub(crate) fn power(x: f64, b: f64) -> f64 {
    if ordinary(x, b) { fused(Power { x, b }) } else { x.powf(b) }
}

/// [`power`] of each number, in place, a multiple of 8 of them: quicker than one by one.
pub(super) fn powers(x: &mut [f64], b: f64) {
    if x.iter().all(|x| ordinary(*x, b)) {
        fused(Powers { x, b });
    } else {
        for x in x {
            *x = power(*x, b);
        }
    }
}

/// Whether [`power_of`] is for these numbers.
#[inline(always)]
pub(super) fn ordinary(x: f64, b: f64) -> bool {
    (5e-20..=1.8e19).contains(&x) && b.abs() <= 8.0
}

/// Runs work with the widest vectors that the processor has, and its fused multiply-add; without one, each is a call to the C library.
#[inline(always)]
pub(crate) fn fused<W: WithSimd>(work: W) -> W::Output {
    Arch::new().dispatch(work)
}

/// `1 - (low/high)^(1+b)` for `width` = `high - low`, without loss where the two are near one another; 0 < low < high, both ordinary.
pub(super) fn fall(b: f64, (low, high): (f64, f64), width: f64) -> f64 {
    fused(Fall { b, low, high, width })
}

struct Power {
    x: f64,
    b: f64,
}

impl WithSimd for Power {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> f64 {
        power_of(self.x, self.b)
    }
}

struct Powers<'a> {
    x: &'a mut [f64],
    b: f64,
}

impl WithSimd for Powers<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for eight in self.x.as_chunks_mut::<8>().0 {
            for x in eight {
                *x = power_of(*x, self.b);
            }
        }
    }
}

struct Fall {
    b: f64,
    low: f64,
    high: f64,
    width: f64,
}

impl WithSimd for Fall {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> f64 {
        let Self { b, low, high, width } = self;
        let near = width <= 0.2 * (low + high);
        fall_of(b, if near { log2_near(low, high, width) } else { log2_far(low, high) })
    }
}

/// [`power`] of ordinary numbers, for use within [`fused`].
#[inline(always)]
pub(super) fn power_of(x: f64, b: f64) -> f64 {
    let (twos, rest, low) = exponential(times(log2(x), Pair { high: b, low: 0.0 }));
    let high = 1.0 + rest;
    let significand = high + (((1.0 - high) + rest) + low);
    f64::from_bits(significand.to_bits().wrapping_add(twos))
}

/// [`fall`] to `high`, a whole number from 2, from the one before it: the same to the bit, without a branch; for use within [`fused`].
#[inline(always)]
pub(super) fn fall_by_one(b: f64, high: f64) -> f64 {
    let near = log2_near(high - 1.0, high, 1.0);
    let half = Pair { high: -1.0, low: 0.0 };
    fall_of(b, if high < 2.5 { half } else { near })
}

#[inline(always)]
fn fall_of(b: f64, log: Pair) -> f64 {
    let c = 1.0 + b;
    // 1 + b rounds: what it lost shows where the logarithm is large.
    let exponent = times(log, Pair { high: c, low: b - (c - 1.0) });
    0.0 - exp2_m1(exponent)
}

/// `2^p - 1` without loss where p is near 0; |p| up to 600.
#[inline(always)]
fn exp2_m1(p: Pair) -> f64 {
    let (twos, rest, low) = exponential(p);
    let scale = f64::from_bits(ONE.wrapping_add(twos));
    let (base, rest) = (scale - 1.0, scale * rest);
    let high = base + rest;
    high + scale.mul_add(low, (base - high) + rest)
}

/// `2^p` in three parts: bits to add to a double for its power of two, and t and r where `1 + t + r` is from 2^-0.5 to 2^0.5.
#[inline(always)]
fn exponential(p: Pair) -> (u64, f64, f64) {
    let p = sum(p.high, p.low);
    let shifted = p.high + ROUND;
    let t = times(sum(p.high - (shifted - ROUND), p.low), LN_2);
    let square = t.high * t.high;
    let fourth = square * square;
    // Pairs first (Estrin's scheme): short chains, which a single power waits for.
    let c = EXPONENTIAL;
    let first = square.mul_add(t.high.mul_add(c[3], c[2]), t.high.mul_add(c[1], c[0]));
    let second = square.mul_add(t.high.mul_add(c[7], c[6]), t.high.mul_add(c[5], c[4]));
    let tail = fourth.mul_add(fourth.mul_add(t.high.mul_add(c[9], c[8]), second), first);
    // The largest last, for it alone rounds where it shows.
    let carried = (square * t.high).mul_add(tail, t.low.mul_add(t.high, t.low));
    (shifted.to_bits() << 52, t.high, square.mul_add(0.5, carried))
}

/// The binary logarithm of x, above 0 and normal; its absolute error about 2^-60.
#[inline(always)]
fn log2(x: f64) -> Pair {
    let shifted = x.to_bits().wrapping_add(ONE - ROOT_HALF);
    let significand = f64::from_bits(x.to_bits().wrapping_sub(shifted & EXPONENT).wrapping_add(ONE));
    let whole = f64::from_bits((shifted >> 52) | WHOLE.to_bits()) - (WHOLE + 1023.0);
    let denominator = significand + 1.0;
    let lost = significand - (denominator - 1.0);
    let part = log2_by_quotient(significand - 1.0, Pair { high: denominator, low: lost });
    let sum = sum(whole, part.high);
    Pair { high: sum.high, low: sum.low + part.low }
}

/// The binary logarithm of `low/high`, which is 2/3 or more; `width` = `high - low`.
#[inline(always)]
fn log2_near(low: f64, high: f64, width: f64) -> Pair {
    log2_by_quotient(-width, sum(high, low))
}

/// The binary logarithm of `low/high`, which is not near 1.
#[inline(always)]
fn log2_far(low: f64, high: f64) -> Pair {
    let (at_low, at_high) = (log2(low), log2(high));
    // Either may be the larger: the rounding of their difference by Knuth's sum.
    let high = at_low.high - at_high.high;
    let part = high - at_low.high;
    let lost = (at_low.high - (high - part)) - (at_high.high + part);
    Pair { high, low: lost + (at_low.low - at_high.low) }
}

/// `2 atanh(s)/ln 2`, the binary logarithm of `(1 + s)/(1 - s)`; s is the quotient, at most 0.2 in size.
#[inline(always)]
fn log2_by_quotient(numerator: f64, denominator: Pair) -> Pair {
    let inverse = 1.0 / denominator.high;
    let s = numerator * inverse;
    let rest = (-s).mul_add(denominator.low, (-s).mul_add(denominator.high, numerator)) * inverse;
    let z = s * s;
    let square = z * z;
    let c = LOGARITHM;
    let first = square.mul_add(z.mul_add(c[3], c[2]), z.mul_add(c[1], c[0]));
    let second = square.mul_add(z.mul_add(c[7], c[6]), z.mul_add(c[5], c[4]));
    let tail = (square * square).mul_add(second, first);
    // What s lacks counts 1/(1 - s^2) times, the slope of atanh.
    let product = times(Pair { high: s, low: rest.mul_add(z, rest) }, TWO_OVER_LN_2);
    Pair { high: product.high, low: (z * s).mul_add(tail, product.low) }
}

/// A product; its low part is at most a hundredth of the high one where those of the factors are.
#[inline(always)]
fn times(one: Pair, other: Pair) -> Pair {
    let high = one.high * other.high;
    let rounded = one.high.mul_add(other.high, -high);
    Pair { high, low: one.low.mul_add(other.high, one.high.mul_add(other.low, rounded)) }
}

/// A sum with what its rounding lost; `large` is 0, or no smaller than `small`.
#[inline(always)]
fn sum(large: f64, small: f64) -> Pair {
    let high = large + small;
    Pair { high, low: (large - high) + small }
}

#[cfg(test)]
#[path = "power_tests.rs"]
mod tests;
