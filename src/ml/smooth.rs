//! Smoothing of losses, with and without a lag.

use super::alpha::{Alpha, Smoother};
use crate::fit::line;

/// Exponential smoothing: each value moves what is held by `weight` of the way to it, from the first value on.
///
/// `s(0) = y(0)`, `s(t) = s(t-1) + weight (y(t) - s(t-1))`; weight from 0 (the first value stays) to 1 (only the newest counts).
///
/// # Example
///
/// ```
/// use learncurve::ml::smooth::exponential;
/// assert_eq!(exponential(&[4.0, 2.0, 2.0], 0.5), [4.0, 3.0, 2.5]);
/// ```
pub fn exponential(values: &[f64], weight: f64) -> Vec<f64> {
    let mut held = Smoother::new(Alpha::Fixed(weight), values.first().copied().unwrap_or_default());
    values.iter().map(|value| held.update(*value)).collect()
}

/// Exponential smoothing that starts at 0 and is divided by the weights so far, whose exponent may be `shifted`.
///
/// `a(t) = beta a(t-1) + (1 - beta) y(t)`, `s(t) = a(t) / (1 - beta^(t + 1 + shifted))` for t from 0; `beta` from 0 to below 1.
/// With a shift of 0 the mean of constants is that constant; a shift of 1 is a well-known slip, by which it starts at half of it.
///
/// # Example
///
/// ```
/// use learncurve::ml::smooth::corrected;
/// assert!((corrected(&[3.0, 3.0], 0.98, 0)[1] - 3.0).abs() < 1e-12);
/// ```
///
/// Source: D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015, section 3.
pub fn corrected(values: &[f64], beta: f64, shifted: u32) -> Vec<f64> {
    let mut held = Smoother::new(Alpha::Fixed(1.0 - beta), 0.0).shifted(shifted);
    values
        .iter()
        .map(|value| {
            held.update(*value);
            held.corrected().unwrap_or(f64::NAN)
        })
        .collect()
}

/// The median of each value and its neighbours, `reach` to either side where there are as many; no lag.
pub fn running_median(values: &[f64], reach: usize) -> Vec<f64> {
    let mut window = Vec::with_capacity(2 * reach + 1);
    (0..values.len())
        .map(|place| {
            let reach = reach.min(place).min(values.len() - 1 - place);
            window.clear();
            window.extend_from_slice(&values[place - reach..=place + reach]);
            window.sort_by(f64::total_cmp);
            window[reach]
        })
        .collect()
}

/// A straight line through the neighbours of each point by weighted least squares: its height and its slope there.
///
/// Weights are `(1 - |d/width|³)³` of the distance d (tricube); `x` ascending. The width grows where fewer than five points
/// are near. No lag: a line at the point itself follows slopes that a mean would shift.
///
/// Source: W. S. Cleveland, Robust locally weighted regression and smoothing scatterplots, 1979.
pub fn local_lines(x: &[f64], y: &[f64], width: f64) -> Vec<(f64, f64)> {
    let (mut from, mut to) = (0, 0);
    let (mut distances, mut weights) = (Vec::new(), Vec::new());
    x.iter()
        .enumerate()
        .map(|(place, at)| {
            let width = width.max(reach(x, place) * 1.001).max(f64::MIN_POSITIVE);
            // Widths differ from point to point, so that the window's beginning may go back as well.
            from = from.min(place);
            while from > 0 && at - x[from - 1] < width {
                from -= 1;
            }
            while at - x[from] >= width {
                from += 1;
            }
            to = to.max(place + 1);
            while to < x.len() && x[to] - at < width {
                to += 1;
            }
            while x[to - 1] - at >= width {
                to -= 1;
            }
            distances.clear();
            distances.extend(x[from..to].iter().map(|x| x - at));
            weights.clear();
            weights.extend(distances.iter().map(|d| (1.0 - (d / width).abs().powi(3)).powi(3)));
            let line = line::weighted(&distances, &y[from..to], &weights);
            line.map_or_else(|| (mean(&y[from..to], &weights), 0.0), |line| (line.intercept, line.slope))
        })
        .collect()
}

/// How far the fifth nearest of a point's neighbours is; the farthest where there are fewer.
fn reach(x: &[f64], place: usize) -> f64 {
    const NEAREST: usize = 5;
    let (mut from, mut to) = (place, place);
    let mut far = 0.0;
    for _ in 0..NEAREST {
        let below = from.checked_sub(1).map(|next| x[place] - x[next]);
        let above = x.get(to + 1).map(|next| next - x[place]);
        match (below, above) {
            (Some(below), above) if above.is_none_or(|above| below <= above) => {
                (from, far) = (from - 1, below);
            }
            (_, Some(above)) => (to, far) = (to + 1, above),
            _ => break,
        }
    }
    far
}

fn mean(values: &[f64], weights: &[f64]) -> f64 {
    let sum: f64 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    sum / weights.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_lines_keep_straight_lines() {
        let x: Vec<f64> = (0..30).map(|place| f64::from(place) * 0.3).collect();
        let y: Vec<f64> = x.iter().map(|x| 5.0 - 2.0 * x).collect();
        for ((height, slope), y) in local_lines(&x, &y, 1.0).into_iter().zip(&y) {
            assert!((height - y).abs() < 1e-12 && (slope + 2.0).abs() < 1e-10);
        }
    }

    #[test]
    fn local_lines_are_weighted_by_their_distance_and_as_wide_as_five_neighbours() {
        // About 0 a parabola's line is level, at the mean of 0, 1, 4 and 9 by their tricube weights.
        let x: Vec<f64> = (-10..=10).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| x * x).collect();
        let weight = |d: f64| (1.0 - (d / 3.5).powi(3)).powi(3);
        let height = 2.0 * (weight(1.0) + 4.0 * weight(2.0) + 9.0 * weight(3.0))
            / (1.0 + 2.0 * (weight(1.0) + weight(2.0) + weight(3.0)));
        let made = local_lines(&x, &y, 3.5)[10];
        assert!((made.0 - height).abs() < 1e-12 && made.1.abs() < 1e-12, "{made:?}");
        // A width below the neighbours' distances grows to the fifth of them, which is 3 away.
        let narrow = local_lines(&x, &y, 0.1)[10];
        let weight = |d: f64| (1.0 - (d / 3.003_f64).powi(3)).powi(3);
        let height = 2.0 * (weight(1.0) + 4.0 * weight(2.0) + 9.0 * weight(3.0))
            / (1.0 + 2.0 * (weight(1.0) + weight(2.0) + weight(3.0)));
        assert!((narrow.0 - height).abs() < 1e-12, "{narrow:?}");
        // Points at one place have a height and no slope.
        assert_eq!(local_lines(&[2.0; 7], &[1.0, 3.0, 2.0, 2.0, 2.0, 2.0, 2.0], 1.0)[3], (2.0, 0.0));
    }

    #[test]
    fn what_was_infinite_stays_so() {
        let held = exponential(&[1.0, f64::INFINITY, 2.0], 0.1);
        assert!(held[1].is_infinite() && held[2].is_infinite());
        assert!(corrected(&[1.0, f64::NAN, 2.0], 0.9, 0)[2].is_nan());
    }

    #[test]
    fn a_running_median_forgets_a_spike() {
        assert_eq!(running_median(&[1.0, 1.0, 9.0, 1.0, 2.0], 1), [1.0, 1.0, 1.0, 2.0, 2.0]);
    }
}
