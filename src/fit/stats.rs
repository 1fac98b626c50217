//! What a fit's residuals say: the statistics of a report, and the distributions behind its intervals.

mod tails;

pub use tails::{f_p_value, t_p_value, t_quantile};

#[expect(clippy::cast_precision_loss, reason = "counts of observations")]
fn real(count: usize) -> f64 {
    count as f64
}

/// The normal density at `z` over the normal's share above it, `φ(z)/Φ(-z)`: the inverse Mills ratio, to about 1e-14.
///
/// # Example
///
/// ```
/// let ratio = learncurve::fit::stats::inverse_mills(0.0);
/// assert!((ratio - (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-15);
/// ```
///
/// Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 1964, 26.2.11 and 26.2.14.
pub fn inverse_mills(z: f64) -> f64 {
    if z < CROSSING { density(z) / share_above(z) } else { continued(z) }
}

/// The logarithm of a normal's share above `z`, `ln Φ(-z)`, for any `z`.
///
/// # Example
///
/// ```
/// let tail = learncurve::fit::stats::ln_upper_tail(40.0);
/// assert!((tail + 804.608_442_013_753_9).abs() < 1e-10);
/// ```
pub fn ln_upper_tail(z: f64) -> f64 {
    if z < 0.0 {
        (-share_above(-z)).ln_1p()
    } else if z < CROSSING {
        share_above(z).ln()
    } else {
        -0.5 * z * z - 0.5 * (2.0 * std::f64::consts::PI).ln() - continued(z).ln()
    }
}

/// Below, the series about 0 leaves all digits of the tail but two; above, the continued fraction ends within its terms.
const CROSSING: f64 = 2.0;

fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

/// A normal's share above `z`.
fn share_above(z: f64) -> f64 {
    if z >= CROSSING {
        return density(z) / continued(z);
    }
    if z < -CROSSING {
        return 1.0 - share_above(-z);
    }
    let (mut term, mut sum, mut odd) = (z, z, 1.0);
    while term.abs() > 1e-17 * sum.abs() {
        odd += 2.0;
        term *= z * z / odd;
        sum += term;
    }
    0.5 - density(z) * sum
}

/// `z + 1/(z + 2/(z + 3/(z + …)))`, for z from 2 on.
fn continued(z: f64) -> f64 {
    // What is left out falls as e^(-1.8 z √terms): these leave less than a double's rounding.
    let mut term = (480.0 / (z * z)).ceil() + 4.0;
    let mut below = z;
    while term > 0.0 {
        below = z + term / below;
        term -= 1.0;
    }
    below
}

/// Akaike's criterion corrected for few observations: `n ln(SSE/n) + 2k + 2k(k+1)/(n-k-1)`, k counting the variance.
///
/// None where `n - k - 1` is not above 0, or where nothing is left to explain. Of several fits to the same values, the
/// least is the best.
pub fn aicc(sum_of_squares: f64, observations: usize, parameters: usize) -> Option<f64> {
    let (n, k) = (real(observations), real(parameters + 1));
    (n - k - 1.0 > 0.0 && sum_of_squares > 0.0)
        .then(|| n * (sum_of_squares / n).ln() + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0))
}

/// Schwarz's criterion: `n ln(SSE/n) + k ln n`, k counting the variance.
pub fn bic(sum_of_squares: f64, observations: usize, parameters: usize) -> Option<f64> {
    let (n, k) = (real(observations), real(parameters + 1));
    (sum_of_squares > 0.0).then(|| n * (sum_of_squares / n).ln() + k * n.ln())
}

/// Akaike's weights of models fitted to the same values: how far each criterion is above the least, and how likely its model
/// is the best of them, `exp(-behind/2)` over the sum of those.
///
/// None for models without a criterion.
///
/// # Example
///
/// ```
/// let [best, other] = learncurve::fit::stats::akaike_weights(&[Some(10.0), Some(12.0)])[..] else { unreachable!() };
/// assert_eq!(other.unwrap().0, 2.0);
/// assert!((best.unwrap().1 - 0.731_058_578_6).abs() < 1e-10);
/// ```
///
/// Source: K. P. Burnham and D. R. Anderson, Model Selection and Multimodel Inference, 2002, section 2.9.
pub fn akaike_weights(criteria: &[Option<f64>]) -> Vec<Option<(f64, f64)>> {
    let least = criteria.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let likelihood = |criterion: f64| (-0.5 * (criterion - least)).exp();
    let total: f64 = criteria.iter().flatten().map(|criterion| likelihood(*criterion)).sum();
    let one = |criterion: f64| (criterion - least, likelihood(criterion) / total);
    criteria.iter().map(|criterion| criterion.map(one)).collect()
}

/// The upper quartile of a standard normal: the median size of normal misses over their standard deviation.
pub const QUARTILE: f64 = 0.674_489_750_196_081_7;

/// The value below which a share, 0 to 1, of a sorted list lies, between two of them as it falls; none of an empty one.
///
/// # Example
///
/// ```
/// assert_eq!(learncurve::fit::stats::quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
/// ```
///
/// Source: R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, 1996, definition 7.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share.clamp(0.0, 1.0) * real(last);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
    let below = (at.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let share = at - at.floor();
    // Beside an infinite value a share of 0 is that of nothing.
    let further = if share > 0.0 && sorted[below] < sorted[above] {
        share * (sorted[above] - sorted[below])
    } else {
        0.0
    };
    Some(sorted[below] + further)
}

/// The ends between which the middle `level` of resampled values lies; none of fewer than a hundred.
///
/// # Example
///
/// ```
/// let values = (0..=100).rev().map(f64::from).collect();
/// assert_eq!(learncurve::fit::stats::middle(values, 0.5), Some((25.0, 75.0)));
/// ```
///
/// Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3.
pub fn middle(mut values: Vec<f64>, level: f64) -> Option<(f64, f64)> {
    const FEWEST: usize = 100;
    if values.len() < FEWEST {
        return None;
    }
    values.sort_by(f64::total_cmp);
    Some((quantile(&values, 0.5 - 0.5 * level)?, quantile(&values, 0.5 + 0.5 * level)?))
}

/// The least and the greatest of some values; infinity and minus infinity of none.
///
/// # Example
///
/// ```
/// assert_eq!(learncurve::fit::stats::ends(&[2.0, 1.0, 4.0]), (1.0, 4.0));
/// ```
pub fn ends(values: &[f64]) -> (f64, f64) {
    values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)))
}

/// Durbin and Watson's d: about 2 for residuals that don't follow from those before them, towards 0 where they do.
pub fn durbin_watson(residuals: &[f64]) -> Option<f64> {
    let squares = super::sum_of_squares(residuals);
    let steps: f64 = residuals.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum();
    (residuals.len() > 1 && squares > 0.0).then(|| steps / squares)
}

/// Cook's distance of each observation: how far leaving it out would move the fit.
pub fn cooks_distances(residuals: &[f64], leverage: &[f64], parameters: usize, variance: f64) -> Vec<f64> {
    let distance = |(residual, leverage): (&f64, &f64)| {
        residual * residual * leverage / (real(parameters) * variance * (1.0 - leverage).powi(2))
    };
    residuals.iter().zip(leverage).map(distance).collect()
}

/// The square of Pearson's correlation of two lists; none where either does not vary.
pub fn pearson_squared(one: &[f64], other: &[f64]) -> Option<f64> {
    let n = real(one.len());
    let (one_mean, other_mean) = (one.iter().sum::<f64>() / n, other.iter().sum::<f64>() / n);
    let across = |a: &[f64], a_mean: f64, b: &[f64], b_mean: f64| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - a_mean) * (b - b_mean)).sum()
    };
    let scale = across(one, one_mean, one, one_mean) * across(other, other_mean, other, other_mean);
    (scale > 0.0).then(|| across(one, one_mean, other, other_mean).powi(2) / scale)
}

#[cfg(test)]
#[path = "stats_tests.rs"]
mod tests;
