//! The statistics of a fit, in the space that it was made in and in the data's own.

use super::Method;
use crate::fit::{Fit, stats};

/// The statistics of a fit. None where there are too few degrees of freedom for one.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Rows.
    pub observations: usize,
    /// Fitted parameters, those at a bound left out.
    pub parameters: usize,
    /// Rows less parameters.
    pub dof: usize,
    /// The standard error of the estimate, in the data's unit: `sqrt(Σ (y - f)² / dof)`.
    pub see: Option<f64>,
    /// The standard error in the space of the fit: of logarithms, values or shares.
    pub see_fit: Option<f64>,
    /// The standard percentage error as a share: `sqrt(Σ ((y - f) / f)² / dof)`.
    pub spe: Option<f64>,
    /// The coefficient of variation: SEE over the mean value.
    pub cv: Option<f64>,
    /// The sum of squares that was made least.
    pub sse: f64,
    /// R² in the space of the fit, against units that all take the same; none where there is nothing to explain.
    pub r_squared: Option<f64>,
    /// The same, adjusted for the parameters.
    pub adjusted_r_squared: Option<f64>,
    /// The square of the correlation of values and fitted values, per unit.
    pub r_squared_unit_space: Option<f64>,
    /// F of the whole fit against units that all take the same, and its p-value.
    pub f: Option<(f64, f64)>,
    /// Akaike's criterion, corrected; comparable between models fitted by one method to the same rows. It counts every
    /// parameter that was fitted, those that ended at a bound too.
    pub aicc: Option<f64>,
    /// Schwarz's criterion, comparable likewise.
    pub bic: Option<f64>,
    /// Durbin and Watson's d of the residuals, in the rows' order.
    pub durbin_watson: Option<f64>,
    /// The mean of `(f - y) / y`, a share.
    pub bias: f64,
    /// The mean of `|f - y| / y`, a share.
    pub mape: f64,
    /// The mean absolute error, in the data's unit.
    pub mae: f64,
}

/// What a fit is summed up from: rows of observed, fitted and weight.
pub(super) struct Rows<'a> {
    pub(super) observed: &'a [f64],
    pub(super) fitted: &'a [f64],
    pub(super) weights: &'a [f64],
    /// How many units each value is the total of.
    pub(super) units: &'a [f64],
}

/// The statistics of a fit by a method.
pub(super) fn summary(fit: &Fit, method: Method, rows: &Rows<'_>) -> Summary {
    let n = rows.observed.len();
    let dof = fit.degrees_of_freedom;
    let parameters = n - dof;
    let points = || rows.observed.iter().zip(rows.fitted);
    let mean = |sum: f64| sum / real(n);
    let per_dof = |sum: f64| (dof > 0).then(|| (sum / real(dof)).sqrt());
    let see = per_dof(points().map(|(y, f)| (y - f).powi(2)).sum());
    // In the space of the fit: the values, and what each squared difference there is weighted by.
    let (values, weights): (Vec<f64>, Vec<f64>) = if method.is_log() {
        (
            rows.observed.iter().zip(rows.units).map(|(y, units)| (y / units).ln()).collect(),
            rows.weights.to_vec(),
        )
    } else if method.is_relative() {
        (
            rows.observed.to_vec(),
            rows.weights.iter().zip(rows.fitted).map(|(weight, f)| weight / (f * f)).collect(),
        )
    } else {
        (rows.observed.to_vec(), rows.weights.to_vec())
    };
    // Without learning every unit takes the same, so that a lot is in proportion to its units.
    let ones = vec![1.0; n];
    let sizes = if method.is_log() { &ones[..] } else { rows.units };
    let rows_of = || values.iter().zip(sizes).zip(&weights);
    let middle = rows_of().map(|((value, size), weight)| weight * value * size).sum::<f64>()
        / rows_of().map(|((_, size), weight)| weight * size * size).sum::<f64>();
    let total: f64 = rows_of().map(|((value, size), weight)| weight * (value - middle * size).powi(2)).sum();
    let sse = fit.sum_of_squares;
    let spread = values.iter().zip(&weights).map(|(value, weight)| weight * value * value).sum::<f64>();
    // Values that differ by their rounding alone have nothing to explain.
    let varies = total > 1e-24 * spread.max(f64::MIN_POSITIVE);
    let r_squared = varies.then(|| 1.0 - sse / total);
    let explained = parameters.saturating_sub(1);
    let f = (varies && dof > 0 && explained > 0 && sse > 0.0)
        .then(|| ((total - sse).max(0.0) / real(explained)) / (sse / real(dof)))
        .and_then(|f| Some((f, stats::f_p_value(f, explained, dof)?)));
    // A likelihood of shares depends on the fitted values themselves.
    let jacobian =
        if method.is_relative() { 2.0 * rows.fitted.iter().map(|f| f.ln()).sum::<f64>() } else { 0.0 };
    let each = |values: &[f64]| -> Vec<f64> {
        values.iter().zip(rows.units).map(|(value, units)| value / units).collect()
    };
    let exact = sse <= 1e-28 * spread;
    Summary {
        observations: n,
        parameters,
        dof,
        see,
        see_fit: fit.residual_error(),
        spe: per_dof(points().map(|(y, f)| ((y - f) / f).powi(2)).sum()),
        cv: see.map(|see| see / mean(rows.observed.iter().sum())),
        sse,
        r_squared,
        adjusted_r_squared: r_squared.filter(|_| dof > 0).map(|r| 1.0 - (1.0 - r) * real(n - 1) / real(dof)),
        r_squared_unit_space: stats::pearson_squared(&each(rows.observed), &each(rows.fitted)),
        f,
        aicc: stats::aicc(sse, n, fit.estimates.len())
            .filter(|_| !exact)
            .map(|criterion| criterion + jacobian),
        bic: stats::bic(sse, n, fit.estimates.len())
            .filter(|_| !exact && dof > 0)
            .map(|criterion| criterion + jacobian),
        durbin_watson: stats::durbin_watson(&fit.residuals).filter(|_| !exact),
        bias: mean(points().map(|(y, f)| (f - y) / y).sum()),
        mape: mean(points().map(|(y, f)| ((f - y) / y).abs()).sum()),
        mae: mean(points().map(|(y, f)| (f - y).abs()).sum()),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of observations")]
fn real(count: usize) -> f64 {
    count as f64
}
