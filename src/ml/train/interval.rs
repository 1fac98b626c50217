//! How sure an accuracy is.

/// The quantile of the normal distribution that leaves 2.5% above it.
const QUANTILE: f64 = 1.959_963_984_540_054;

/// The 95% interval of a share that was counted among `count` cases, by Wilson's score: both ends from 0 to 1.
///
/// # Example
///
/// 15 of 148: Newcombe's Table I has 0.0624 to 0.1605 as 81 of 263 has 0.2553 to 0.3662.
///
/// ```
/// use learncurve::ml::train::wilson;
/// let (low, high) = wilson(81.0 / 263.0, 263);
/// assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5);
/// let (low, high) = wilson(15.0 / 148.0, 148);
/// assert!((low - 0.0624).abs() < 5e-5 && (high - 0.1605).abs() < 5e-5);
/// ```
///
/// Source: R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), method 3.
pub fn wilson(share: f64, count: usize) -> (f64, f64) {
    let n = crate::curve::count(count as u64);
    let z2 = QUANTILE * QUANTILE;
    let middle = 2.0 * n * share + z2;
    let reach = QUANTILE * (z2 + 4.0 * n * share * (1.0 - share)).max(0.0).sqrt();
    let whole = 2.0 * (n + z2);
    (((middle - reach) / whole).max(0.0), ((middle + reach) / whole).min(1.0))
}
