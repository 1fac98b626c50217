//! Smoothing of losses, with and without a lag.

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
    let mut held = values.first().copied().unwrap_or_default();
    values
        .iter()
        .map(|value| {
            held = weight * value + (1.0 - weight) * held;
            held
        })
        .collect()
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
    let mut held = 0.0;
    let mut left = beta.powf(f64::from(shifted));
    values
        .iter()
        .map(|value| {
            held = beta * held + (1.0 - beta) * value;
            left *= beta;
            held / (1.0 - left)
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
    const NEAREST: usize = 5;
    x.iter()
        .map(|at| {
            let mut distances: Vec<f64> = x.iter().map(|x| (x - at).abs()).collect();
            distances.sort_by(f64::total_cmp);
            let needed = distances.get(NEAREST).or(distances.last()).copied().unwrap_or(0.0);
            let width = width.max(needed * 1.001).max(f64::MIN_POSITIVE);
            let [mut w, mut wd, mut wdd, mut wy, mut wdy] = [0.0; 5];
            for (x, y) in x.iter().zip(y) {
                let d = x - at;
                let share = (d / width).abs();
                if share < 1.0 {
                    let weight = (1.0 - share.powi(3)).powi(3);
                    w += weight;
                    wd += weight * d;
                    wdd += weight * d * d;
                    wy += weight * y;
                    wdy += weight * d * y;
                }
            }
            let determinant = w * wdd - wd * wd;
            if determinant <= 1e-12 * w * wdd {
                return (wy / w, 0.0);
            }
            ((wdd * wy - wd * wdy) / determinant, (w * wdy - wd * wy) / determinant)
        })
        .collect()
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
    fn a_running_median_forgets_a_spike() {
        assert_eq!(running_median(&[1.0, 1.0, 9.0, 1.0, 2.0], 1), [1.0, 1.0, 1.0, 2.0, 2.0]);
    }
}
