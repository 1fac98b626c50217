//! Tails and quantiles of Student's t and of Fisher's F, by the incomplete beta function.
//!
//! Either side of the function is worked out by itself, and never as 1 less the other where that is small; its front factor by
//! Stirling's series, in which logarithms of large gamma functions do not appear, and so do not cancel.

use super::real;

/// Student's t below which a share `p`, above 0 and below 1, of it lies, for a number of degrees of freedom; none for 0 of them.
///
/// Relative error at most 1e-13 for up to a million degrees of freedom.
///
/// # Example
///
/// ```
/// let t = learncurve::fit::stats::t_quantile(0.975, 4).unwrap();
/// assert!((t - 2.776_445_105_197_794).abs() < 1e-14);
/// ```
///
/// Source: R. A. Fisher and F. Yates, Statistical Tables, 1963, table III.
pub fn t_quantile(p: f64, dof: usize) -> Option<f64> {
    if dof == 0 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    // Shares of both tails, and of what lies between them: each exact where it is the smaller.
    let (tails, between) = (2.0 * p.min(1.0 - p), (2.0 * p - 1.0).abs());
    let n = real(dof);
    let size = if between == 0.0 {
        0.0
    } else if between < 0.5 {
        from_within(between, n)
    } else {
        from_without(tails, n)
    };
    Some(if p < 0.5 { -size } else { size })
}

/// Newton's steps to the t that has a share between it and its negative. The share's curve bends down, so that they only rise.
fn from_within(between: f64, n: f64) -> f64 {
    let mut t = 0.0;
    for _ in 0..100 {
        let (_, share) = shares(t, n);
        let step = (between - share) / (2.0 * density(t, n));
        t += step;
        if step <= 1e-16 * t {
            break;
        }
    }
    t
}

/// Newton's steps in logarithms of both the share of the tails and of t. The curve bends down, so that from beyond they only fall.
fn from_without(tails: f64, n: f64) -> f64 {
    let wanted = tails.ln();
    let mut log = 0.0_f64;
    let mut beyond = false;
    for _ in 0..200 {
        let t = log.exp();
        let (share, _) = shares(t, n);
        if share == 0.0 || !t.is_finite() {
            log *= 0.5;
            continue;
        }
        let step = (share.ln() - wanted) * share / (2.0 * t * density(t, n));
        log += step;
        if step.abs() <= 1e-16 || (beyond && step > -4e-16 * log.abs().max(1.0)) {
            break;
        }
        beyond = true;
    }
    log.exp()
}

/// How likely a t at least this far from 0 is by chance: the two-sided p-value, to a relative error of 1e-12.
///
/// # Example
///
/// ```
/// let p = learncurve::fit::stats::t_p_value(2.776_445_105_197_794, 4).unwrap();
/// assert!((p - 0.05).abs() < 1e-15);
/// ```
///
/// Source: NIST Digital Library of Mathematical Functions, 8.17.
pub fn t_p_value(t: f64, dof: usize) -> Option<f64> {
    if dof == 0 || t.is_nan() {
        return None;
    }
    Some(shares(t.abs(), real(dof)).0)
}

/// How likely an F at least this large is by chance, to a relative error of 1e-12; none below 0, or for 0 degrees of freedom.
///
/// # Example
///
/// The 5% point of F with 3 and 10 degrees of freedom is 3.708 in every table.
///
/// ```
/// let p = learncurve::fit::stats::f_p_value(3.708, 3, 10).unwrap();
/// assert!((p - 0.050_008_781_604_5).abs() < 1e-12);
/// ```
///
/// Source: NIST Digital Library of Mathematical Functions, 8.17.
pub fn f_p_value(f: f64, numerator: usize, denominator: usize) -> Option<f64> {
    if numerator == 0 || denominator == 0 || f.is_nan() || f < 0.0 {
        return None;
    }
    let (one, two) = (real(numerator), real(denominator));
    Some(above(f, f - 1.0, one, two).0)
}

/// The shares of t with `n` degrees of freedom beyond `t` and -`t`, and between them.
fn shares(t: f64, n: f64) -> (f64, f64) {
    above(t * t, (t - 1.0) * (t + 1.0), 1.0, n)
}

/// The density of t.
fn density(t: f64, n: f64) -> f64 {
    // The ratio of two gamma functions half apart, by Stirling's series.
    let (a, above) = (0.5 * n, 0.5 * (n + 1.0));
    let ratio = a * (1.0 / n).ln_1p() - 0.5 + stirling(above) - stirling(a);
    (ratio - above * (t * t / n).ln_1p()).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

/// The shares of F above `f` and below it; `less` is `f - 1`, which the caller may know better.
fn above(f: f64, less: f64, one: f64, two: f64) -> (f64, f64) {
    if f == 0.0 {
        return (1.0, 0.0);
    }
    if f.is_infinite() {
        return (0.0, 1.0);
    }
    let (a, b) = (0.5 * two, 0.5 * one);
    // x = two/(two + one f) and y = 1 - x, with no sum that could overflow.
    let (x, y) = if one * f <= two {
        let ratio = one * f / two;
        (1.0 / (1.0 + ratio), ratio / (1.0 + ratio))
    } else {
        let ratio = two / one / f;
        (ratio / (1.0 + ratio), 1.0 / (1.0 + ratio))
    };
    // How far x and y lie from their means, as shares of them: (a + b) x / a - 1, and so for y.
    let far = (-less * one * (x / two), less * y / f);
    let front = front((a, b), far);
    // The fraction is quick on the near side of the mean.
    if x <= (a + 1.0) / (a + b + 2.0) {
        let tail = (front / a * fraction(x, a, b)).min(1.0);
        (tail, 1.0 - tail)
    } else {
        let rest = (front / b * fraction(y, b, a)).min(1.0);
        (1.0 - rest, rest)
    }
}

/// `x^a y^b / B(a, b)` for x = a/(a+b) (1 + `far.0`), y = b/(a+b) (1 + `far.1`).
///
/// Source: C. Loader, Fast and accurate computation of binomial probabilities, 2000.
fn front((a, b): (f64, f64), far: (f64, f64)) -> f64 {
    let peak = stirling(a + b) - stirling(a) - stirling(b);
    let exponent = peak - a * excess(far.0) - b * excess(far.1);
    (a * (b / (a + b)) / (2.0 * std::f64::consts::PI)).sqrt() * exponent.exp()
}

/// `e - ln(1 + e)`, without loss near 0.
fn excess(e: f64) -> f64 {
    if e.abs() > 0.1 {
        return e - e.ln_1p();
    }
    // With s = e/(2 + e): ln(1 + e) = 2 (s + s³/3 + s⁵/5 + …), and e - 2 s = e s.
    let s = e / (2.0 + e);
    let square = s * s;
    let (mut power, mut odd, mut sum) = (s * square, 3.0, 0.0);
    while power.abs() > 1e-18 * s.abs() {
        sum += power / odd;
        power *= square;
        odd += 2.0;
    }
    e * s - 2.0 * sum
}

/// What Stirling's formula lacks of a gamma function: `ln Γ(z) - (z - 1/2) ln z + z - ln(2π)/2`, for z from 1/2 on.
///
/// Source: NIST Digital Library of Mathematical Functions, 5.11.1.
fn stirling(z: f64) -> f64 {
    let (mut at, mut sum) = (z, 0.0);
    while at < 16.0 {
        // From one z to the next, by Γ(z + 1) = z Γ(z).
        let s = 1.0 / (2.0 * at + 1.0);
        let square = s * s;
        // (at + 1/2) ln((at + 1)/at) - 1 is the series of the inverse hyperbolic tangent past its first term.
        let (mut power, mut odd) = (square, 3.0);
        while power > 1e-18 {
            sum += power / odd;
            power *= square;
            odd += 2.0;
        }
        at += 1.0;
    }
    let square = 1.0 / (at * at);
    let series = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1_260.0,
        -1.0 / 1_680.0,
        1.0 / 1_188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    sum + series.iter().rev().fold(0.0, |sum, term| sum * square + term) / at
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
///
/// Source: NIST Digital Library of Mathematical Functions, 8.17.22.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    let guard = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let (mut c, mut d) = (1.0, 1.0 / guard(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    let mut m = 1.0;
    // It takes some multiple of the root of the larger parameter.
    while m < 1e7 {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let factor = d * c;
        value *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
        m += 1.0;
    }
    value
}
