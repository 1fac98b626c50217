//! Curves from data: what a learning rate is when nobody states it, and how sure that is.
//!
//! [`Data`] are units, lots or cumulative averages; a [`Model`] is a curve whose parameters are open; [`estimate`](estimate())
//! fits one to the other by a [`Method`] and says all that the fit can: parameters with their errors, statistics, influence,
//! warnings. [`predict`] looks ahead with intervals, [`compare`] ranks models, [`forecast`] goes by first differences.

pub mod band;
mod coefficient;
pub mod compare;
mod data;
mod error;
pub mod forecast;
mod method;
mod model;
pub mod power;
pub mod predict;
mod shares;
mod simulate;
mod squares;
mod starts;
mod summary;
pub mod table;
mod warning;
mod zmpe;

pub use coefficient::Coefficient;
pub use data::{Data, Kind, Observation, Place};
pub use error::Error;
pub use method::{METHODS, Method};
pub use model::{MODELS, Model};
pub use summary::Summary;
pub use warning::Warning;

use crate::fit::{Fit, Stopped, stats};
use summary::Rows;

/// How intervals for parameters are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Intervals {
    /// From standard errors and Student's t; for log fits T1's in logarithms.
    #[default]
    Asymptotic,
    /// By the profile of the sum of squares: as far as a parameter can go before the data object.
    Profile,
}

/// What is asked of a fit besides the fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The level of the intervals, above 0 and below 1: 0.95.
    pub level: f64,
    /// How they are made.
    pub intervals: Intervals,
}

impl Default for Options {
    fn default() -> Self {
        Self { level: 0.95, intervals: Intervals::Asymptotic }
    }
}

/// One row of the data as the fit has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitted {
    /// What was observed.
    pub observation: Observation,
    /// What the curve says.
    pub fitted: f64,
    /// Observed less fitted, in the space of the fit: logarithms, values or shares of the fitted.
    pub residual: f64,
    /// The residual over what its standard error is, leverage counted; none without degrees of freedom.
    pub studentised: Option<f64>,
    /// The diagonal of the hat matrix, 0 to 1; none where it is not determined.
    pub leverage: Option<f64>,
    /// Cook's distance; none without degrees of freedom.
    pub cooks_distance: Option<f64>,
}

/// Factors that turn a log fit's curve, which goes through medians, into one of means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corrections {
    /// `exp((1 - p/n) s²/2)`: the PING factor.
    pub ping: f64,
    /// The mean of `e^residual`: Duan's smearing.
    pub smearing: f64,
    /// `exp(s²/2)`.
    pub naive: f64,
}

/// A curve fitted to data.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimated {
    /// The model.
    pub model: Model,
    /// The method.
    pub method: Method,
    /// Parameters and what follows from them: the learning rate, for a log fit ln T1.
    pub coefficients: Vec<Coefficient>,
    /// The values of the model's own parameters, in their order.
    pub at: Vec<f64>,
    /// The statistics.
    pub summary: Summary,
    /// The rows.
    pub rows: Vec<Fitted>,
    /// The correlations of the fitted parameters, in their order; none where they are not determined.
    pub correlations: Vec<Vec<Option<f64>>>,
    /// For a log fit, the factors to a mean; none where there is no telling, or they are no numbers.
    pub corrections: Option<Corrections>,
    /// What a reader has to know.
    pub warnings: Vec<Warning>,
    /// Why the search stopped.
    pub stopped: Stopped,
    /// How often the residuals were evaluated, and from how many starts.
    pub effort: (usize, usize),
    /// Rounds of midpoints; 0 for methods without.
    pub rounds: usize,
    /// The level of the intervals.
    pub level: f64,
    /// The fit itself, of values times `scale`.
    core: Fit,
    scale: f64,
    /// The data that were given, and those that were fitted, lots having become midpoints.
    given: Data,
}

/// Fits a model to data.
///
/// # Errors
///
/// [`Error::TooFew`] for fewer rows than parameters, [`Error::OnePlace`] where all are at one place; what the method and the
/// search refuse.
///
/// # Example
///
/// Nahmias' XYZ company: ln T1 = 3.1301 and b = -0.42276, roughly a 75% curve.
///
/// ```
/// use learncurve::estimate::{Data, Method, Model, Observation, Options, Place, estimate};
/// let hours = [(10, 9.22), (25, 4.85), (100, 3.8), (250, 2.44), (500, 1.7), (1_000, 1.03), (5_000, 0.6), (10_000, 0.5)];
/// let rows = hours.iter().zip(1..).map(|((unit, hours), row)| Observation::new(Place::Unit(f64::from(*unit)), *hours, row));
/// let data = Data::new(rows.collect()).unwrap();
/// let model = Model::named("crawford", None, &[], &data).unwrap();
/// let fit = estimate(&data, &model, Method::LogOls, &Options::default()).unwrap();
/// let index = fit.coefficient("index").unwrap();
/// assert!((index.value - -0.422_762_687_752_181).abs() < 1e-14);
/// assert!((index.std_error.unwrap() - 0.021_437_334_547_125_6).abs() < 1e-14);
/// ```
///
/// Source: S. Nahmias, Production and Operations Analysis, learning curves.
pub fn estimate(data: &Data, model: &Model, method: Method, options: &Options) -> Result<Estimated, Error> {
    estimate_from(data, model, method, options, None)
}

/// [`estimate`](estimate()) from parameters that are near already, without a search for starts.
pub(crate) fn estimate_from(
    data: &Data,
    model: &Model,
    method: Method,
    options: &Options,
    near: Option<&[f64]>,
) -> Result<Estimated, Error> {
    let parameters = model.parameters().len();
    if data.len() < parameters {
        return Err(Error::TooFew { rows: data.len(), parameters, model: model.label() });
    }
    let first = data.observations()[0].place;
    if parameters > 1 && data.observations().iter().all(|row| row.place == first) {
        return Err(Error::OnePlace { place: first.to_string() });
    }
    // Values near 1, so that no square of theirs is too large or too small for a double.
    let scale = scale_of(data);
    let (scaled_data, scaled_model) = (data.scaled(scale), model.scaled(scale));
    let near: Option<Vec<f64>> = near.map(|near| rescaled(model, near, scale));
    let found = method::fitted(&scaled_model, &scaled_data, method, near.as_deref())?;
    let at = rescaled(model, &found.fit.values(), 1.0 / scale);
    let fitted_data = found.data.scaled(1.0 / scale);
    let rows = rows(&found, model, &at, &fitted_data, method);
    let observed: Vec<f64> = rows.iter().map(|row| row.observation.value * scale).collect();
    let fitted: Vec<f64> = rows.iter().map(|row| row.fitted * scale).collect();
    let weights: Vec<f64> = rows.iter().map(|row| row.observation.weight).collect();
    let units: Vec<f64> = rows.iter().map(|row| row.observation.place.units()).collect();
    let summary = summary::summary(
        &found.fit,
        method,
        &Rows { observed: &observed, fitted: &fitted, weights: &weights, units: &units },
    );
    let corrections = method.is_log().then(|| corrections(&found.fit, &weights)).flatten();
    let count = parameters;
    let correlation = |one: usize| {
        (0..count)
            .map(|other| found.fit.covariance.correlation(one, other).filter(|_| found.errors))
            .collect()
    };
    let mut estimated = Estimated {
        model: model.clone(),
        method,
        coefficients: Vec::new(),
        at,
        summary,
        rows,
        correlations: (0..count).map(correlation).collect(),
        corrections,
        warnings: Vec::new(),
        stopped: found.fit.stopped,
        effort: (found.fit.evaluations, found.fit.starts),
        rounds: found.rounds,
        level: options.level,
        core: found.fit,
        scale,
        given: data.clone(),
    };
    estimated.unscale_summary(method);
    estimated.coefficients =
        coefficient::coefficients(&estimated, found.errors, options, (&scaled_model, &found.data));
    estimated.warnings = warning::warnings(&estimated, found.cycled);
    Ok(estimated)
}

impl Estimated {
    /// A coefficient by its name.
    pub fn coefficient(&self, name: &str) -> Option<&Coefficient> {
        self.coefficients.iter().find(|coefficient| coefficient.name == name)
    }

    /// The data as they were given.
    pub fn data(&self) -> &Data {
        &self.given
    }

    /// What the curve says of a place.
    pub fn value(&self, place: Place, rate: Option<f64>) -> f64 {
        self.model.value(&self.at, place, rate)
    }

    /// The residual standard error of a row of average weight, in the measure of the fit.
    fn own_error(&self) -> Option<f64> {
        let weights = self.rows.iter().map(|row| row.observation.weight).sum::<f64>();
        let mean = weights / crate::curve::count(self.rows.len() as u64);
        Some(self.core.residual_error()? / mean.sqrt())
    }

    /// The rows as they were fitted: lots at their midpoints are units there.
    fn fitted_data(&self) -> Data {
        let rows = self.rows.iter().map(|row| row.observation).collect();
        Data::new(rows).unwrap_or_else(|_| self.given.clone())
    }

    fn unscale_summary(&mut self, method: Method) {
        let back = 1.0 / self.scale;
        let summary = &mut self.summary;
        let n = crate::curve::count(summary.observations as u64);
        summary.see = summary.see.map(|see| see * back);
        summary.mae *= back;
        // A criterion is of the values as they were given, not as they were scaled.
        let shift = if method.is_log() { 0.0 } else { 2.0 * n * back.ln() };
        summary.aicc = summary.aicc.map(|criterion| criterion + shift);
        summary.bic = summary.bic.map(|criterion| criterion + shift);
        if !method.is_log() && !method.is_relative() {
            summary.see_fit = summary.see_fit.map(|see| see * back);
            summary.sse *= back * back;
        }
    }
}

/// The power of two that brings a data set's values near 1.
fn scale_of(data: &Data) -> f64 {
    let logs = data.observations().iter().map(|row| row.value.log2()).sum::<f64>();
    (-logs / crate::curve::count(data.len() as u64)).round().clamp(-1000.0, 1000.0).exp2()
}

fn rescaled(model: &Model, at: &[f64], scale: f64) -> Vec<f64> {
    let names = model.parameters().iter().zip(at);
    names.map(|(p, value)| if model::is_valued(&p.name) { value * scale } else { *value }).collect()
}

fn rows(found: &method::Found, model: &Model, at: &[f64], data: &Data, method: Method) -> Vec<Fitted> {
    let fit = &found.fit;
    let mut values = vec![0.0; data.len()];
    model.values(at, data.observations().iter().map(|row| (row.place, row.rate)), &mut values);
    let parameters = fit.residuals.len() - fit.degrees_of_freedom;
    let variance = fit.residual_error().map(|error| error * error);
    let leverage = fit.covariance.leverage();
    let distances = variance.map(|s| stats::cooks_distances(&fit.residuals, leverage, parameters, s));
    let finite = |value: f64| value.is_finite().then_some(value);
    data.observations()
        .iter()
        .zip(&values)
        .enumerate()
        .map(|(place, (observation, fitted))| {
            let (residual, pull) = (-fit.residuals[place], leverage[place]);
            Fitted {
                observation: *observation,
                fitted: *fitted,
                residual: match method {
                    // The solver's are weighted; a reader's are not.
                    Method::LogOls | Method::Midpoints => (observation.value / fitted).ln(),
                    Method::Nls => observation.value - fitted,
                    Method::Mupe | Method::Zmpe => (observation.value - fitted) / fitted,
                },
                studentised: variance.and_then(|s| finite(residual / (s * (1.0 - pull)).sqrt())),
                leverage: finite(pull),
                cooks_distance: distances.as_ref().and_then(|distances| finite(distances[place])),
            }
        })
        .collect()
}

fn corrections(fit: &Fit, weights: &[f64]) -> Option<Corrections> {
    let n = crate::curve::count(fit.residuals.len() as u64);
    // Of a row of average weight.
    let variance = fit.residual_error()?.powi(2) * n / weights.iter().sum::<f64>();
    let free = n - crate::curve::count(fit.degrees_of_freedom as u64);
    // The solver's residuals are fitted less observed, weighted.
    let plain = fit.residuals.iter().zip(weights).map(|(residual, weight)| (-residual / weight.sqrt()).exp());
    let made = Corrections {
        ping: ((1.0 - free / n) * 0.5 * variance).exp(),
        smearing: plain.sum::<f64>() / n,
        naive: (0.5 * variance).exp(),
    };
    // Of values that scatter over a hundred decades there is no mean.
    let finite = made.ping.is_finite() && made.smearing.is_finite() && made.naive.is_finite();
    finite.then_some(made)
}
