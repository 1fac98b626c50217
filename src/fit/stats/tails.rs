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
            // Too far to tell, and half as far may fall short again.
            log *= 0.5;
            beyond = false;
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
    let far = (-less * (x / two) * one, less * x);
    let front = front((a, b), [(far.0, (a + b) * x / a), (far.1, (a + b) * y / b)]);
    if far.0 <= 0.0 {
        let tail = (front * fraction((x, y), (a, b), -a * far.0)).min(1.0);
        (tail, 1.0 - tail)
    } else {
        let rest = (front * fraction((y, x), (b, a), -b * far.1)).min(1.0);
        (1.0 - rest, rest)
    }
}

/// `x^a y^b / B(a, b)`, from how far x and y lie from their means a/(a+b) and b/(a+b): as shares of them above or below, and
/// as multiples of them, of which one keeps all digits near the mean and the other near 0.
///
/// Source: C. Loader, Fast and accurate computation of binomial probabilities, 2000.
fn front((a, b): (f64, f64), [x, y]: [(f64, f64); 2]) -> f64 {
    let peak = stirling(a + b) - stirling(a) - stirling(b);
    let exponent = peak - a * excess(x) - b * excess(y);
    (a * (b / (a + b)) / (2.0 * std::f64::consts::PI)).sqrt() * exponent.exp()
}

/// `e - ln(1 + e)`, without loss near 0 and near -1, from e and 1 + e.
fn excess((e, one_more): (f64, f64)) -> f64 {
    if e.abs() > 0.1 {
        return e - one_more.ln();
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

/// What multiplies the front in `I_x(a, b)` for y = 1 - x, as a continued fraction whose terms nearly all add up; `short` is how far x
/// falls short of its mean, `a - (a + b) x`, 0 or more.
///
/// Source: A. R. `DiDonato` and A. H. Morris, Significant digit computation of the incomplete beta function ratios, 1992, equation 9.
fn fraction((x, y): (f64, f64), (a, b): (f64, f64), short: f64) -> f64 {
    let term = |n: f64| {
        let w = if n > 0.0 { n * (b - n) * x / (a + 2.0 * n - 1.0) } else { 0.0 };
        n + w + (a + n) / (a + 2.0 * n + 1.0) * (short + 1.0 + n * (1.0 + y))
    };
    let mut value = term(0.0);
    let (mut c, mut d) = (value, 0.0);
    let mut n = 1.0;
    // Next to the mean it takes some two hundred with a million degrees of freedom, and further off fewer.
    while n < 10_000.0 {
        let s = a + 2.0 * n - 1.0;
        let over = (a + n - 1.0) / s * ((a + b + n - 1.0) / s) * (n * (b - n)) * (x * x);
        let below = term(n);
        d = 1.0 / (below + over * d);
        c = below + over / c;
        value *= c * d;
        if (c * d - 1.0).abs() <= f64::EPSILON {
            break;
        }
        n += 1.0;
    }
    1.0 / value
}

#[cfg(test)]
#[expect(clippy::excessive_precision, reason = "the digits that were computed, more than a double holds")]
mod tests {
    use super::*;

    #[track_caller]
    fn close(got: Option<f64>, want: f64, what: &str) {
        let got = got.unwrap();
        // An exponent of some hundreds rounds by as many eps.
        let bound = 1e-13_f64.max(4.0 * f64::EPSILON * want.ln().abs());
        assert!((got / want - 1.0).abs() < bound, "{what}: {got:e} for {want:e}");
    }

    /// Roots of the incomplete beta function to 40 digits, for the doubles that stand here.
    #[test]
    fn quantiles_of_t_have_thirteen_digits_from_one_degree_of_freedom_to_a_million() {
        for (p, dof, want) in [
            (0.975, 1, 12.706_204_736_174_693_3),
            (0.975, 4, 2.776_445_105_197_793_5),
            (0.975, 37, 2.026_192_463_029_109_36),
            (0.995, 1_000, 2.580_754_698_065_950_77),
            (0.999_9, 3, 22.203_742_273_205_002),
            (0.999_999_999, 12, 15.894_813_401_374_752),
            (0.999_999_999_967_497_6, 921_655, 6.531_828_997_610_570_44),
        ] {
            close(t_quantile(p, dof), want, &format!("p = {p}, {dof}"));
            close(t_quantile(1.0 - p, dof).map(|t| -t), want, &format!("p = 1 - {p}, {dof}"));
        }
        assert_eq!(t_quantile(0.5, 7), Some(0.0));
        // Next to the middle a quantile is as far from 0 as p from a half, over the density there.
        let off = 2_f64.powi(-40);
        close(t_quantile(0.5 + off, 2), off * 8.0_f64.sqrt(), "p = 1/2 + 2^-40");
        assert_eq!(t_quantile(1.0, 5), None);
        assert_eq!(t_quantile(f64::NAN, 5), None);
    }

    #[test]
    fn tails_of_t_and_f_keep_their_digits_where_they_are_nearly_one_and_with_many_degrees_of_freedom() {
        for (t, dof, want) in [
            (1e-8, 330_569, 0.999_999_992_021_160_426),
            (1.879_513_328_217_783, 987_393, 0.060_174_729_606_858_291_6),
            (2.5, 30, 0.018_115_649_068_066_694_1),
            (40.0, 10, 2.280_857_743_085_754_64e-12),
            (0.001, 5, 0.999_240_786_772_197_651),
        ] {
            close(t_p_value(t, dof), want, &format!("t = {t}, {dof}"));
            close(t_p_value(-t, dof), want, &format!("t = -{t}, {dof}"));
        }
        for (f, numerator, denominator, want) in [
            (185_375.353_381_2, 100, 44, 2.257_023_035_691_207_22e-106),
            (4.956_611_940_860_045_5, 1, 1_000_000, 0.025_991_305_129_691_672_7),
            (1e-5, 1, 999_806, 0.997_476_872_314_103_004),
            (3.708, 3, 10, 0.050_008_781_604_542_453_8),
            (2.5, 8, 17, 0.053_456_629_917_346_600_3),
        ] {
            close(
                f_p_value(f, numerator, denominator),
                want,
                &format!("F = {f}, {numerator}, {denominator}"),
            );
        }
        assert_eq!(t_p_value(0.0, 3), Some(1.0));
        assert_eq!(t_p_value(f64::INFINITY, 3), Some(0.0));
        assert_eq!(f_p_value(f64::INFINITY, 3, 4), Some(0.0));
        assert_eq!(f_p_value(-1.0, 3, 4), None);
        assert_eq!(f_p_value(0.0, 3, 10), Some(1.0));
        for (f, numerator, denominator) in [(f64::NAN, 3, 4), (2.0, 0, 4), (2.0, 3, 0)] {
            assert_eq!(f_p_value(f, numerator, denominator), None, "{f}, {numerator}, {denominator}");
        }
        assert_eq!((t_p_value(1.0, 0), t_p_value(f64::NAN, 4)), (None, None));
        assert_eq!([0.0, 1.0, f64::NAN].map(|p| t_quantile(p, 4)), [None; 3]);
        assert_eq!(t_quantile(0.5, 0), None);
        // So far out that 3 F is past all doubles, it is 4/(π √(3 F)) with one degree of freedom below.
        let far = 4.0 / (std::f64::consts::PI * 3_f64.sqrt() * 1e154);
        assert!((f_p_value(1e308, 3, 1).unwrap() / far - 1.0).abs() < 1e-12);
    }

    #[test]
    fn with_two_degrees_of_freedom_tails_are_algebraic() {
        for t in [1e-6_f64, 0.3, 1.0, 1.000_000_1, 5.0, 1e5] {
            // 1 - t / sqrt(2 + t²), without loss for large t.
            let root = (2.0 + t * t).sqrt();
            close(t_p_value(t, 2), 2.0 / (root * (root + t)), &format!("{t}"));
        }
    }
}
