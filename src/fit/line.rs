//! Linear least squares by QR, in twice the precision of a double.

use super::Error;
use super::twofold::Twofold;

/// The coefficients of a linear problem, and what is left.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// The coefficient of each column.
    pub coefficients: Vec<f64>,
    /// The standard error of each; none without degrees of freedom.
    pub std_errors: Option<Vec<f64>>,
    /// Fitted less observed, for each row.
    pub residuals: Vec<f64>,
    /// The sum of their squares.
    pub sum_of_squares: f64,
}

/// Solves `columns × coefficients = observed` in least squares, by QR and never by normal equations.
///
/// Gram-Schmidt, each column made right-angled to those before it twice, in numbers of twice a double's precision: what is lost
/// to ill-conditioned columns is then lost from digits that a double does not have. A column holds a value for each row.
///
/// # Errors
///
/// [`Error::TooFew`] for fewer rows than columns; [`Error::Dependent`] where a column is made of those before it, to 24
/// digits.
///
/// # Example
///
/// NIST's certified fit of the data set `NoInt2`: `y = 0.727272727272727 x`, with a standard error of 0.0420827318078432.
///
/// ```
/// use learncurve::fit::line::solve;
/// let fit = solve(&[vec![4.0, 5.0, 6.0]], &[3.0, 4.0, 4.0]).unwrap();
/// assert!((fit.coefficients[0] - 0.727_272_727_272_727).abs() < 1e-15);
/// assert!((fit.std_errors.unwrap()[0] - 0.042_082_731_807_843_2).abs() < 1e-15);
/// ```
///
/// Source: Å. Björck, Numerical Methods for Least Squares Problems, 1996, section 2.4.
pub fn solve(columns: &[Vec<f64>], observed: &[f64]) -> Result<Linear, Error> {
    let (rows, count) = (observed.len(), columns.len());
    if rows < count {
        return Err(Error::TooFew { observations: rows, parameters: count });
    }
    // Powers of two scale without rounding, and keep squares within a double's range.
    let scale = |values: &[f64]| power_of_two(values.iter().fold(0.0, |most, value| value.abs().max(most)));
    let lifted = |values: &[f64], scale: f64| -> Vec<Twofold> {
        values.iter().map(|value| Twofold::from(value / scale)).collect()
    };
    let scales: Vec<f64> = columns.iter().map(|column| scale(column)).collect();
    let mut axes: Vec<Vec<Twofold>> = Vec::with_capacity(count);
    let mut r: Vec<Vec<Twofold>> = Vec::with_capacity(count);
    for (place, column) in columns.iter().enumerate() {
        let mut axis = lifted(column, scales[place]);
        let before = norm(&axis);
        let mut shares = project(&axes, &mut axis);
        let after = norm(&axis);
        // Squares of numbers near 1, so that a share of 1e-24 is still told from nothing.
        if before.rounded() == 0.0 || after.rounded() <= 1e-24 * before.rounded() {
            return Err(Error::Dependent { column: place + 1 });
        }
        for value in &mut axis {
            *value = *value / after;
        }
        shares.push(after);
        r.push(shares);
        axes.push(axis);
    }
    let height = scale(observed);
    let mut left = lifted(observed, height);
    let shares = project(&axes, &mut left);
    let coefficients = backward(&r, &shares);
    let squares: Twofold = left.iter().map(|value| *value * *value).sum();
    let std_errors = (rows > count).then(|| {
        let s = (squares / Twofold::from(whole(rows - count))).sqrt();
        errors(&r)
            .into_iter()
            .zip(&scales)
            .map(|(error, scale)| (error * s).rounded() * height / scale)
            .collect()
    });
    Ok(Linear {
        coefficients: coefficients
            .iter()
            .zip(&scales)
            .map(|(coefficient, scale)| coefficient.rounded() * height / scale)
            .collect(),
        std_errors,
        residuals: left.iter().map(|value| -value.rounded() * height).collect(),
        sum_of_squares: squares.rounded() * height * height,
    })
}

/// Takes the part along each axis out of a vector, twice; gives those parts.
fn project(axes: &[Vec<Twofold>], vector: &mut [Twofold]) -> Vec<Twofold> {
    let mut shares = vec![Twofold::default(); axes.len()];
    for _ in 0..2 {
        for (axis, share) in axes.iter().zip(&mut shares) {
            let along: Twofold = axis.iter().zip(vector.iter()).map(|(one, other)| *one * *other).sum();
            for (value, direction) in vector.iter_mut().zip(axis) {
                *value = *value - along * *direction;
            }
            *share = *share + along;
        }
    }
    shares
}

fn norm(vector: &[Twofold]) -> Twofold {
    vector.iter().map(|value| *value * *value).sum::<Twofold>().sqrt()
}

/// Solves R x = shares; `r` holds R by columns.
fn backward(r: &[Vec<Twofold>], shares: &[Twofold]) -> Vec<Twofold> {
    let mut solution = shares.to_vec();
    for place in (0..r.len()).rev() {
        solution[place] = solution[place] / r[place][place];
        let known = solution[place];
        for (row, share) in solution.iter_mut().enumerate().take(place) {
            *share = *share - known * r[place][row];
        }
    }
    solution
}

/// The lengths of the rows of R's inverse: the coefficients' standard errors for a residual error of 1.
fn errors(r: &[Vec<Twofold>]) -> Vec<Twofold> {
    let mut squares = vec![Twofold::default(); r.len()];
    for place in 0..r.len() {
        let mut unit = vec![Twofold::default(); r.len()];
        unit[place] = Twofold::from(1.0);
        for (square, entry) in squares.iter_mut().zip(backward(r, &unit)) {
            *square = *square + entry * entry;
        }
    }
    squares.into_iter().map(Twofold::sqrt).collect()
}

/// The power of two next to a size; 1 for 0.
fn power_of_two(size: f64) -> f64 {
    if size > 0.0 && size.is_finite() { size.log2().round().clamp(-1000.0, 1000.0).exp2() } else { 1.0 }
}

#[expect(clippy::cast_precision_loss, reason = "counts of observations")]
pub(super) fn whole(count: usize) -> f64 {
    count as f64
}

/// A straight line `y = intercept + slope x` through points, with the standard errors of both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Straight {
    /// The value at x = 0.
    pub intercept: f64,
    /// The rise for each 1 of x.
    pub slope: f64,
    /// The intercept's standard error; NaN for two points.
    pub intercept_error: f64,
    /// The slope's.
    pub slope_error: f64,
    /// The sum of the squared residuals.
    pub sum_of_squares: f64,
}

/// The straight line of least squares, quickly: for fits by the hundred thousand and for first guesses.
///
/// QR of the two columns 1 and x, which for two is subtracting the mean: good to about 1e-15 of what the points' spread
/// allows. None for fewer than two points, or where every x is the same but for its sixteenth digit.
///
/// # Example
///
/// ```
/// use learncurve::fit::line::straight;
/// let line = straight(&[1.0, 2.0, 3.0], &[3.0, 5.0, 7.0]).unwrap();
/// assert_eq!((line.intercept, line.slope), (1.0, 2.0));
/// ```
pub fn straight(x: &[f64], y: &[f64]) -> Option<Straight> {
    through(x, y, |_| 1.0)
}

/// The straight line of weighted least squares; weights, above 0 or 0, count like so many points.
///
/// None for fewer than two points, or where every x that counts is the same.
///
/// # Example
///
/// A point that counts twice is two points: through (0, 0), (1, 2), (1, 2), (2, 2) the slope is 1.
///
/// ```
/// use learncurve::fit::line::weighted;
/// let line = weighted(&[0.0, 1.0, 2.0], &[0.0, 2.0, 2.0], &[1.0, 2.0, 1.0]).unwrap();
/// assert_eq!((line.intercept, line.slope), (0.5, 1.0));
/// ```
pub fn weighted(x: &[f64], y: &[f64], weights: &[f64]) -> Option<Straight> {
    if x.len() == weights.len() { through(x, y, |place| weights[place]) } else { None }
}

fn through(x: &[f64], y: &[f64], weight: impl Fn(usize) -> f64) -> Option<Straight> {
    if x.len() < 2 || x.len() != y.len() {
        return None;
    }
    let n: f64 = (0..x.len()).map(&weight).sum();
    let mean = |of: &[f64]| of.iter().enumerate().map(|(place, of)| weight(place) * of).sum::<f64>() / n;
    let (x_mean, y_mean) = (mean(x), mean(y));
    let (mut xx, mut xy) = (0.0, 0.0);
    for (place, (x, y)) in x.iter().zip(y).enumerate() {
        let far = weight(place) * (x - x_mean);
        xx += far * (x - x_mean);
        xy += far * (y - y_mean);
    }
    let slope = xy / xx;
    if !slope.is_finite() || xx <= 1e-30 * n * x_mean * x_mean {
        return None;
    }
    let left = |(x, y): (&f64, &f64)| (y - y_mean) - slope * (x - x_mean);
    let squares = x.iter().zip(y).enumerate().map(|(place, point)| weight(place) * left(point) * left(point));
    let sum_of_squares = squares.sum::<f64>();
    let variance = if x.len() > 2 { sum_of_squares / whole(x.len() - 2) } else { f64::NAN };
    Some(Straight {
        intercept: y_mean - slope * x_mean,
        slope,
        intercept_error: (variance * (1.0 / n + x_mean * x_mean / xx)).sqrt(),
        slope_error: (variance / xx).sqrt(),
        sum_of_squares,
    })
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
