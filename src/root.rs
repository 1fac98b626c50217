//! Roots of functions and edges of predicates, as free functions.

/// A root of `f` between `low` and `high` by Brent's method: bisection, secant or inverse quadratic, whichever is safe.
///
/// `f(low)` and `f(high)` must differ in sign; `tolerance` is the width of the last bracket, relative to the root.
/// None where the signs do not differ or a value is not finite.
///
/// # Example
///
/// ```
/// let root = learncurve::root::brent(|x| x * x - 2.0, 0.0, 2.0, 1e-15).unwrap();
/// assert!((root - 2_f64.sqrt()).abs() < 1e-15);
/// ```
///
/// Source: R. P. Brent, Algorithms for Minimization without Derivatives, 1973, chapter 4.
#[expect(clippy::float_cmp, reason = "the points are copies of each other or they are not")]
pub fn brent(f: impl Fn(f64) -> f64, low: f64, high: f64, tolerance: f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa == 0.0 {
        return Some(a);
    }
    if fb == 0.0 {
        return Some(b);
    }
    if !(fa.is_finite() && fb.is_finite()) || (fa > 0.0) == (fb > 0.0) {
        return None;
    }
    let (mut c, mut fc) = (a, fa);
    let mut step = b - a;
    let mut last_step = step;
    // Bisection alone needs under 1,100 halvings of the widest double interval.
    for _ in 0..1_200 {
        if (fb > 0.0) == (fc > 0.0) {
            (c, fc) = (a, fa);
            step = b - a;
            last_step = step;
        }
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let width = 2.0 * f64::EPSILON * b.abs() + 0.5 * tolerance * b.abs().max(f64::MIN_POSITIVE);
        let half = 0.5 * (c - b);
        if half.abs() <= width || fb == 0.0 {
            return Some(b);
        }
        if last_step.abs() >= width && fa.abs() > fb.abs() {
            let s = fb / fa;
            let (mut p, mut q) = if a == c {
                (2.0 * half * s, 1.0 - s)
            } else {
                let (q, r) = (fa / fc, fb / fc);
                (s * (2.0 * half * q * (q - r) - (b - a) * (r - 1.0)), (q - 1.0) * (r - 1.0) * (s - 1.0))
            };
            if p > 0.0 {
                q = -q;
            }
            p = p.abs();
            if 2.0 * p < (3.0 * half * q - (width * q).abs()).min((last_step * q).abs()) {
                last_step = step;
                step = p / q;
            } else {
                step = half;
                last_step = half;
            }
        } else {
            step = half;
            last_step = half;
        }
        (a, fa) = (b, fb);
        b += if step.abs() > width { step } else { width.copysign(half) };
        fb = f(b);
        if !fb.is_finite() {
            return None;
        }
    }
    Some(b)
}

/// Where `f`, which falls and then rises between `low` and `high`, is least, by golden-section search.
///
/// To about half the digits of a double, as far as the values of `f` can tell.
///
/// # Example
///
/// ```
/// let least = learncurve::root::least(|x| (x - 0.3) * (x - 0.3), -1.0, 1.0);
/// assert!((least - 0.3).abs() < 1e-7);
/// ```
///
/// Source: J. Kiefer, Proceedings of the American Mathematical Society 4(3), 1953, 502-506.
pub fn least(f: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    let golden = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut low, mut high) = (low, high);
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (f(left), f(right));
    // 45 steps narrow the interval by 4e-10; a least value is no sharper than the root of eps.
    for _ in 0..45 {
        if at_left < at_right {
            high = right;
            (right, at_right) = (left, at_left);
            left = high - golden * (high - low);
            at_left = f(left);
        } else {
            low = left;
            (left, at_left) = (right, at_right);
            right = low + golden * (high - low);
            at_right = f(right);
        }
    }
    if at_left < at_right { left } else { right }
}

/// The last whole number from `low` to `high` at which `holds`, which is true up to some number and false after it.
///
/// None where it is false at `low` already. It is asked about 2 log2(answer) times.
///
/// # Example
///
/// ```
/// assert_eq!(learncurve::root::last_true(1, 1_000_000, |n| n * n <= 2_000), Some(44));
/// ```
pub fn last_true(low: u64, high: u64, mut holds: impl FnMut(u64) -> bool) -> Option<u64> {
    match first_true(low, high, |n| !holds(n)) {
        Some(first_false) => first_false.checked_sub(1).filter(|last| *last >= low),
        None => Some(high),
    }
}

/// The first whole number from `low` to `high` at which `holds`, which is false before some number and true from it on.
///
/// None where it is false at `high` too. It is asked about 2 log2(answer) times.
///
/// # Example
///
/// ```
/// assert_eq!(learncurve::root::first_true(1, 1_000_000, |n| n * n > 2_000), Some(45));
/// ```
pub fn first_true(low: u64, high: u64, mut holds: impl FnMut(u64) -> bool) -> Option<u64> {
    // Strides that double reach an answer of any size quickly and stay near small ones.
    let (mut below, mut stride, mut above) = (None, 1_u64, low);
    while !holds(above) {
        if above >= high {
            return None;
        }
        below = Some(above);
        above = above.saturating_add(stride).min(high);
        stride = stride.saturating_mul(2);
    }
    let Some(mut below) = below else {
        return Some(low);
    };
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if holds(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    Some(above)
}

#[cfg(test)]
#[path = "root/root_tests.rs"]
mod tests;
