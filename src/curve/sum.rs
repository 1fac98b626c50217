//! Sums of powers in constant time, and differences of powers that lose nothing.

#![expect(clippy::inline_always, reason = "what is not inlined into `fused` is compiled without its vectors")]

use pulp::{Simd, WithSimd};

use super::domain::{Lot, count};
use super::power::{fall, fall_by_one, fused, ordinary, power, power_of, powers};

/// Up to this many terms are added one by one; the series takes over from the unit of this number.
const DIRECT: u64 = 16;

/// B(2k)/(2k)! for k = 1 to 8, the weights of the Euler-Maclaurin corrections.
pub(super) const WEIGHTS: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 720.0,
    1.0 / 30_240.0,
    -1.0 / 1_209_600.0,
    1.0 / 47_900_160.0,
    -691.0 / 1_307_674_368_000.0,
    1.0 / 74_724_249_600.0,
    -3_617.0 / 10_670_622_842_880_000.0,
];

/// The sum of k^b over a lot, k from first to last, in constant time.
///
/// Some 16 terms directly, then Euler-Maclaurin with eight corrections:
/// `∫ x^b dx + (f(m) + f(n))/2 + Σ B(2k)/(2k)! (f^(2k-1)(n) - f^(2k-1)(m))`.
/// `b` from -5 to 2; relative error at most 4 eps (eps = 2.2e-16) for lots up to 1e15, as tested against 50-digit values.
/// A lot is summed directly, never as the difference of two totals, which loses everything far out.
///
/// # Example
///
/// The first hundred units of an 80% curve, 32.6508 in printed coefficient tables.
///
/// ```
/// use learncurve::curve::{power_sum, Lot};
/// let sum = power_sum(0.8_f64.log2(), Lot::new(1, 100).unwrap());
/// assert!((sum - 32.650_810_8).abs() < 5e-8);
/// ```
///
/// Source: NIST Digital Library of Mathematical Functions, 2.10(i).
pub fn power_sum(b: f64, lot: Lot) -> f64 {
    power_sum_from(b, count(lot.first()), lot.quantity())
}

/// The sum of `(start + j)^b` for j from 0 to `terms` - 1; `start` a real number above 0, `terms` at least 1.
pub(crate) fn power_sum_from(b: f64, start: f64, terms: u64) -> f64 {
    let (head, m, rest) = past_direct(start, terms, DIRECT);
    if rest < DIRECT {
        return if terms == 1 { power(start, b) } else { direct_powers(b, start, terms, [1.0; 2])[0] };
    }
    let n = m + count(rest - 1);
    let [head, at_m, at_n] = direct_powers(b, start, head, [m, n]);
    let mut derivative_m = b * at_m / m;
    let mut derivative_n = b * at_n / n;
    let mut corrections = 0.0;
    let mut order = 1.0;
    for weight in WEIGHTS {
        corrections += weight * (derivative_n - derivative_m);
        let next = (b - order) * (b - order - 1.0);
        derivative_m *= next / (m * m);
        derivative_n *= next / (n * n);
        order += 2.0;
    }
    head + power_integral(b, (m, at_m), (n, at_n), count(rest - 1)) + (0.5 * (at_m + at_n) + corrections)
}

/// How many terms lie before the position `direct`, the first position from there on, and how many are left from it.
pub(super) fn past_direct(start: f64, terms: u64, direct: u64) -> (u64, f64, u64) {
    let mut head = 0;
    // At most `direct` steps: positions are at least 0.
    while head < terms && start + count(head) < count(direct) {
        head += 1;
    }
    (head, start + count(head), terms - head)
}

/// The sum of `(start + j)^b` for j from 0 to `terms` - 1, at most 31, and the powers of two more numbers.
fn direct_powers(b: f64, start: f64, terms: u64, more: [f64; 2]) -> [f64; 3] {
    let mut at = [1.0; 40];
    [at[0], at[1]] = more;
    let mut end = 2_usize;
    for (place, j) in at[2..].iter_mut().zip(0..terms) {
        *place = start + count(j);
        end += 1;
    }
    powers(&mut at[..end.next_multiple_of(8)], b);
    let head = at[2..end].iter().copied();
    [if b < 0.0 { added(head.rev()) } else { added(head) }, at[0], at[1]]
}

/// Terms of a function that falls, added from the smaller end.
pub(super) fn direct(f: impl Fn(f64) -> f64, start: f64, terms: u64) -> f64 {
    added((0..terms).rev().map(|j| f(start + count(j))))
}

/// A sum with the rounding of each addition carried along; best from the smallest term on.
fn added(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0, 0.0);
    for term in terms {
        let term = term - lost;
        let next: f64 = sum + term;
        lost = rounding(sum, term, next);
        sum = next;
    }
    sum
}

/// What `sum + term` lost when it was rounded to `next`; nothing of an overflow, which is not a number otherwise.
pub(super) fn rounding(sum: f64, term: f64, next: f64) -> f64 {
    if next.is_finite() { (next - sum) - term } else { 0.0 }
}

/// The integral of x^b from m to n, 0 < m <= n, each with its power; `width` = n - m, which n may be too large to show.
pub(super) fn power_integral(b: f64, (m, at_m): (f64, f64), (n, at_n): (f64, f64), width: f64) -> f64 {
    let c = 1.0 + b;
    let ratio = if width < 0.5 * m { (width / m).ln_1p() } else { (n / m).ln() };
    let exponent = c * ratio;
    if exponent.abs() > 1.0 {
        // x·x^b rounds less than x^(1+b): 1 + b loses digits of b that a large x would show.
        (n * at_n - m * at_m) / c
    } else if c == 0.0 {
        ratio
    } else {
        m * at_m * exponent.exp_m1() / c
    }
}

/// ln(n/m) without loss where n is near m.
pub(super) fn log_ratio(m: f64, n: f64) -> f64 {
    near(m, n).unwrap_or_else(|| (n / m).ln())
}

/// `log2(n/m)`, likewise.
pub(super) fn log2_ratio(m: f64, n: f64) -> f64 {
    near(m, n).map_or_else(|| (n / m).log2(), |log| log / std::f64::consts::LN_2)
}

/// ln(n/m) where n is so near m that the quotient would round its digits away.
fn near(m: f64, n: f64) -> Option<f64> {
    (n < 1.5 * m && n > 0.5 * m).then(|| ((n - m) / m).ln_1p())
}

/// A lot's share of x^(1+b) under the cumulative-average theory: `high^c - low^c`, c = 1 + b, `width` = high - low.
///
/// As `high^c (1 - (low/high)^c)`, the second factor from a logarithm of two doubles, so that nothing cancels; `b` from -5 to 2.
/// The relative error is at most 4 eps up to 1e15, where plain subtraction has no digit left.
pub(super) fn difference(b: f64, low: f64, high: f64, width: f64) -> f64 {
    let total = high * power(high, b);
    if low == 0.0 {
        total
    } else if ordinary(low, b) && ordinary(high, b) {
        total * fall(b, (low, high), width)
    } else {
        total - low * power(low, b)
    }
}

/// The factors of Wright's average, total and unit at `units`, a whole number from 1 to 1e15, from one power:
/// `n^b`, `n n^b` and the difference of two such totals.
pub(crate) fn wright(b: f64, units: f64) -> [f64; 3] {
    fused(Wright { b, units })
}

struct Wright {
    b: f64,
    units: f64,
}

impl WithSimd for Wright {
    type Output = [f64; 3];

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> [f64; 3] {
        wright_of(self.b, self.units)
    }
}

/// [`wright`] for use within [`fused`], without a branch.
#[inline(always)]
pub(crate) fn wright_of(b: f64, units: f64) -> [f64; 3] {
    let average = power_of(units, b);
    let total = units * average;
    let unit = total * fall_by_one(b, units);
    [average, total, if units < 1.5 { total } else { unit }]
}

#[cfg(test)]
#[path = "sum_tests.rs"]
mod tests;
