//! Linear fits in which some values are known only to be more than a bound: runs that were cut off before their end.

use nalgebra::{DMatrix, DVector};

use super::factor::Factored;
use super::line::{self, solve};
use super::{Error, stats};

/// What is known of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// The value itself.
    Exactly(f64),
    /// No more than that it is above this.
    MoreThan(f64),
}

/// A linear fit to such values.
#[derive(Debug, Clone, PartialEq)]
pub struct Censored {
    /// The coefficient of each column.
    pub coefficients: Vec<f64>,
    /// The standard deviation of values about the fit, by maximum likelihood: no degrees of freedom are taken off.
    pub deviation: f64,
    /// The log-likelihood, but for a constant.
    pub log_likelihood: f64,
    /// How many values are known exactly.
    pub exact: usize,
}

impl Censored {
    /// A fit to values that are all exact, by another way: the coefficients of least squares and the sum of the squares left.
    pub fn exact(coefficients: Vec<f64>, sum_of_squares: f64, values: &[f64]) -> Self {
        let count = line::whole(values.len());
        let deviation = (sum_of_squares / count).sqrt().max(least_deviation(values));
        let log_likelihood = -count * deviation.ln() - 0.5 * sum_of_squares / (deviation * deviation);
        Self { coefficients, deviation, log_likelihood, exact: values.len() }
    }
}

/// Below this, scatter is rounding.
fn least_deviation(values: &[f64]) -> f64 {
    1e-12 * values.iter().fold(f64::MIN_POSITIVE, |most, value| value.abs().max(most))
}

/// The most of Newton's steps; the likelihood is concave, and ten are many.
const MOST_STEPS: usize = 100;

/// Fits `columns × coefficients` to values of which some are only bounded from below, by maximum likelihood: the model that
/// econometrics knows as Tobit's, with a bound for each value.
///
/// Values scatter normally about the fit by one deviation σ. In `coefficients/σ` and `1/σ` the log-likelihood is concave, so
/// that Newton's method ends at its one maximum; each of its steps is a linear least-squares problem, solved by QR. With no
/// bounds the coefficients are those of least squares.
///
/// # Errors
///
/// [`Error::TooFew`] where no more values are exact than there are columns; [`Error::Dependent`] where the columns depend on
/// one another in those rows; [`Error::NotConverged`] where the search led nowhere.
///
/// # Example
///
/// Lives of 40 motorettes at four temperatures, 23 of them still running when the test ended: the published fit of log10
/// hours is `-6.019 + 4.311 (1000/K)`, σ = 0.2592.
///
/// ```
/// use learncurve::fit::censored::{Value::{Exactly, MoreThan}, fit};
/// let failed = [
///     (170.0, vec![1764.0, 2772.0, 3444.0, 3542.0, 3780.0, 4860.0, 5196.0]),
///     (190.0, vec![408.0, 408.0, 1344.0, 1344.0, 1440.0]),
///     (220.0, vec![408.0, 408.0, 504.0, 504.0, 504.0]),
/// ];
/// let running = [(150.0, 8064.0, 10), (170.0, 5448.0, 3), (190.0, 1680.0, 5), (220.0, 528.0, 5)];
/// let hours = failed.iter().flat_map(|(at, lives)| lives.iter().map(move |life: &f64| (*at, Exactly(life.log10()))));
/// let bounds = running.iter().flat_map(|(at, end, count)| vec![(*at, MoreThan(f64::log10(*end))); *count]);
/// let (at, values): (Vec<f64>, Vec<_>) = hours.chain(bounds).unzip();
/// let columns = [vec![1.0; 40], at.iter().map(|celsius| 1000.0 / (celsius + 273.2)).collect()];
/// let made = fit(&columns, &values).unwrap();
/// assert!((made.coefficients[0] + 6.019).abs() < 5e-4 && (made.coefficients[1] - 4.311).abs() < 5e-4);
/// assert!((made.deviation - 0.2592).abs() < 5e-5);
/// ```
///
/// Source: J. Schmee and G. J. Hahn, Technometrics 21 (1979), 417-432, for the motorettes; J. Tobin, Econometrica 26 (1958),
/// 24-36; R. J. Olsen, Econometrica 46 (1978), 1211-1215, for the concave form.
pub fn fit(columns: &[Vec<f64>], values: &[Value]) -> Result<Censored, Error> {
    let exact: Vec<usize> =
        (0..values.len()).filter(|row| matches!(values[*row], Value::Exactly(_))).collect();
    if exact.len() <= columns.len() {
        return Err(Error::TooFew { observations: exact.len(), parameters: columns.len() + 1 });
    }
    let kept: Vec<Vec<f64>> =
        columns.iter().map(|column| exact.iter().map(|row| column[*row]).collect()).collect();
    let observed: Vec<f64> = exact.iter().map(|row| height(values[*row])).collect();
    let first = solve(&kept, &observed)?;
    let count = line::whole(exact.len());
    let least = least_deviation(&observed);
    let deviation = (first.sum_of_squares / count).sqrt().max(least);
    let mut search = Search { columns, values, count, at: first.coefficients };
    for coefficient in &mut search.at {
        *coefficient /= deviation;
    }
    search.at.push(1.0 / deviation);
    if exact.len() < values.len() {
        search.climb(1.0 / least)?;
    }
    let log_likelihood = search.log_likelihood(&search.at);
    let deviation = 1.0 / search.at.pop().unwrap_or(1.0);
    let coefficients = search.at.iter().map(|scaled| scaled * deviation).collect();
    Ok(Censored { coefficients, deviation, log_likelihood, exact: exact.len() })
}

fn height(value: Value) -> f64 {
    match value {
        Value::Exactly(height) | Value::MoreThan(height) => height,
    }
}

/// How likely a fit with `dropped` columns fewer would be as good by chance, and the F by which that is judged.
///
/// `F = (e^(2 (L - L0)/n) - 1) (n - p)/dropped` of the two log-likelihoods, n exact values and p columns: for values that
/// are all exact, the F test of least squares itself. With bounds it is the likelihood-ratio test, made as careful as F makes
/// it; the bounds count for nothing in n.
///
/// None where nothing is left over to judge by.
pub fn test(with: &Censored, without: &Censored, columns: usize) -> Option<(f64, f64)> {
    let dropped = columns.checked_sub(without.coefficients.len()).filter(|dropped| *dropped > 0)?;
    let left = with.exact.checked_sub(columns).filter(|left| *left > 0)?;
    let f = ratio(with, without) * line::whole(left) / line::whole(dropped);
    Some((f, stats::f_p_value(f, dropped, left)?))
}

/// `e^(2 (L - L0)/n) - 1`: by how much more the simpler fit's squares are, were all values exact.
pub fn ratio(with: &Censored, without: &Censored) -> f64 {
    (2.0 * (with.log_likelihood - without.log_likelihood).max(0.0) / line::whole(with.exact)).exp_m1()
}

/// Where a search is: coefficients over σ, then 1/σ.
struct Search<'c> {
    columns: &'c [Vec<f64>],
    values: &'c [Value],
    /// How many values are exact.
    count: f64,
    at: Vec<f64>,
}

impl Search<'_> {
    /// How far a value lies above the fit, in deviations.
    fn above(&self, at: &[f64], row: usize) -> f64 {
        let fitted: f64 = self.columns.iter().zip(at).map(|(column, scaled)| column[row] * scaled).sum();
        at[self.columns.len()] * height(self.values[row]) - fitted
    }

    fn log_likelihood(&self, at: &[f64]) -> f64 {
        let each = (0..self.values.len()).map(|row| match self.values[row] {
            Value::Exactly(_) => -0.5 * self.above(at, row).powi(2),
            Value::MoreThan(_) => stats::ln_upper_tail(self.above(at, row)),
        });
        self.count * at[self.columns.len()].ln() + each.sum::<f64>()
    }

    /// Goes up to the maximum; `most` is the largest 1/σ that is still scatter.
    fn climb(&mut self, most: f64) -> Result<(), Error> {
        let mut height = self.log_likelihood(&self.at);
        for _ in 0..MOST_STEPS {
            let step = self.step()?;
            let mut share = 1.0;
            let mut gained = None;
            for _ in 0..60 {
                let tried: Vec<f64> = self.at.iter().zip(&step).map(|(at, step)| at + share * step).collect();
                let inside = tried.last().is_some_and(|scale| *scale > 0.0);
                let reached = if inside { self.log_likelihood(&tried) } else { f64::NAN };
                if reached >= height {
                    gained = Some((tried, reached));
                    break;
                }
                share *= 0.5;
            }
            // Nothing higher in the direction of a concave function's Newton step: this is the top, to rounding.
            let Some((tried, reached)) = gained else { return Ok(()) };
            let gain = reached - height;
            (self.at, height) = (tried, reached);
            if gain <= 1e-14 * height.abs().max(1.0) || self.at.last().is_some_and(|scale| *scale >= most) {
                return Ok(());
            }
        }
        Err(Error::NotConverged { tried: 1 })
    }

    /// Newton's step, as the least-squares problem that it is: a row for each value, and one for the ln of 1/σ.
    fn step(&self) -> Result<Vec<f64>, Error> {
        let (rows, last) = (self.values.len() + 1, self.columns.len());
        let mut matrix = DMatrix::zeros(rows, self.at.len());
        let mut right = DVector::zeros(rows);
        for (row, value) in self.values.iter().enumerate() {
            let above = self.above(&self.at, row);
            let (weight, pull) = match value {
                Value::Exactly(_) => (1.0, -above),
                Value::MoreThan(_) => {
                    let ratio = stats::inverse_mills(above);
                    let weight = (ratio * (ratio - above)).max(0.0).sqrt();
                    // Far above its bound a value has no say.
                    if weight > 1e-150 { (weight, -ratio / weight) } else { (0.0, 0.0) }
                }
            };
            for (place, column) in self.columns.iter().enumerate() {
                matrix[(row, place)] = -weight * column[row];
            }
            matrix[(row, last)] = weight * height(*value);
            right[row] = pull;
        }
        matrix[(rows - 1, last)] = self.count.sqrt() / self.at[last];
        right[rows - 1] = self.count.sqrt();
        // A step need not be exact, so a double's precision does, unless the columns are nearly one another's.
        let quick = Factored::of(matrix.clone()).filter(Factored::has_full_rank);
        if let Some(step) = quick.and_then(|factored| factored.solve(&factored.q.tr_mul(&right))) {
            return Ok(step.iter().copied().collect());
        }
        let columns: Vec<Vec<f64>> =
            matrix.column_iter().map(|column| column.iter().copied().collect()).collect();
        Ok(solve(&columns, right.as_slice())?.coefficients)
    }
}

#[cfg(test)]
#[path = "censored_tests.rs"]
mod tests;
