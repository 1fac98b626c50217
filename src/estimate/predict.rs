//! What a fitted curve says of units not yet made, with how sure that is.

mod profiled;

use self::profiled::Ground;
use super::{Estimated, Intervals, Kind, Method, Place, Warning, model, simulate};
use crate::curve::{Lot, count};
use crate::fit::{differentiate, stats};
use crate::ordered;

/// How predictions are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The level of the intervals: 0.95.
    pub level: f64,
    /// What a log fit's curve is multiplied by: nothing leaves it at the medians.
    pub correction: Correction,
    /// How the confidence intervals are made.
    pub intervals: Intervals,
    /// The production rate to predict at, for a model that has one.
    pub rate: Option<f64>,
    /// The seed of the draws where something is simulated.
    pub seed: u64,
    /// How many draws.
    pub draws: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            level: 0.95,
            correction: Correction::None,
            intervals: Intervals::Asymptotic,
            rate: None,
            seed: 1,
            draws: 20_000,
        }
    }
}

/// What a log fit's curve is multiplied by to go through means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Correction {
    /// Nothing: the curve goes through medians.
    None,
    /// The PING factor.
    Ping,
    /// Duan's smearing factor.
    Smearing,
}

impl Correction {
    /// Its name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ping => "ping",
            Self::Smearing => "smearing",
        }
    }
}

/// What an interval was made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// Student's t in logarithms.
    LogT,
    /// The delta method and Student's t.
    Delta,
    /// The profile of the sum of squares.
    Profile,
    /// Seeded draws.
    Simulation,
}

impl How {
    /// Its name, as in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::LogT => "t in logarithms",
            Self::Delta => "delta method",
            Self::Profile => "profile",
            Self::Simulation => "simulation",
        }
    }
}

/// An interval and what it was made by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// How it was made.
    pub how: How,
}

/// What is said of a lot: its total.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The lot; a single unit is a lot of one.
    pub lot: Lot,
    /// The lot's total by the curve, corrected as the options say.
    pub value: f64,
    /// Where the curve itself lies.
    pub confidence: Option<Interval>,
    /// Where the lot will lie, its own error counted.
    pub prediction: Option<Interval>,
}

/// Predicts the total of a lot.
///
/// The data's own kind says what has an error of its own: with data of units every unit of the lot has one, with data of lots
/// the lot as a whole has, whatever its size. Cumulative averages say nothing of a lot's own error unless it starts at unit 1.
/// For log fits intervals are t-based in logarithms, `ln f ± t s sqrt(1 + g'(J'J)^-1 g)`; elsewhere by the delta method; the sum
/// of many units with log errors is simulated. ZMPE has no intervals.
///
/// # Example
///
/// TRI 2016, example 2, has 539 at x = 22 by log-log least squares.
///
/// ```
/// use learncurve::curve::Lot;
/// use learncurve::estimate::predict::{self, predict};
/// use learncurve::estimate::{Data, Method, Model, Observation, Options, Place, estimate};
/// let x = [5.0, 5.2, 7.0, 10.0, 12.0, 17.8, 18.0, 21.0, 25.0];
/// let y = [205.3, 111.0, 225.6, 182.2, 255.3, 523.4, 695.8, 377.0, 638.5];
/// let rows = x.iter().zip(y).zip(1..).map(|((x, y), row)| Observation::new(Place::Unit(*x), y, row));
/// let data = Data::new(rows.collect()).unwrap();
/// let model = Model::named("crawford", None, &[], &data).unwrap();
/// let fit = estimate(&data, &model, Method::LogOls, &Options::default()).unwrap();
/// let ahead = predict(&fit, Lot::new(22, 22).unwrap(), &predict::Options::default());
/// assert_eq!(ahead.value.round(), 539.0);
/// assert!(ahead.prediction.unwrap().low < ahead.confidence.unwrap().low);
/// ```
///
/// Source: N. R. Draper and H. Smith, Applied Regression Analysis, 1998, section 3.1.
pub fn predict(fit: &Estimated, lot: Lot, options: &Options) -> Prediction {
    one(fit, lot, options, ground(fit, options).as_ref())
}

/// [`predict`] of several lots, on as many threads as there are processors.
///
/// # Example
///
/// ```
/// use learncurve::curve::Lot;
/// use learncurve::estimate::predict::{self, predict};
/// use learncurve::estimate::{Data, Method, Model, Observation, Options, Place, estimate};
/// let rows = [(1.0, 100.0), (2.0, 82.0), (4.0, 63.0)].iter().zip(1..);
/// let data = Data::new(rows.map(|((x, y), row)| Observation::new(Place::Unit(*x), *y, row)).collect()).unwrap();
/// let model = Model::named("crawford", None, &[], &data).unwrap();
/// let fit = estimate(&data, &model, Method::LogOls, &Options::default()).unwrap();
/// let (lots, options) = ([Lot::new(5, 5).unwrap(), Lot::new(6, 9).unwrap()], predict::Options::default());
/// assert_eq!(predict::all(&fit, &lots, &options), lots.map(|lot| predict(&fit, lot, &options)));
/// ```
pub fn all(fit: &Estimated, lots: &[Lot], options: &Options) -> Vec<Prediction> {
    let ground = ground(fit, options);
    ordered::each(lots.len(), |place| one(fit, lots[place], options, ground.as_ref()))
}

fn ground(fit: &Estimated, options: &Options) -> Option<Ground> {
    (options.intervals == Intervals::Profile).then(|| Ground::of(fit))
}

/// A lot's prediction; `ground` is what its profile stands on.
fn one(fit: &Estimated, lot: Lot, options: &Options, ground: Option<&Ground>) -> Prediction {
    let value = fit.value(Place::Lot(lot), options.rate);
    let factor = match (options.correction, fit.corrections) {
        (Correction::Ping, Some(corrections)) => corrections.ping,
        (Correction::Smearing, Some(corrections)) => corrections.smearing,
        _ => 1.0,
    };
    let t = stats::t_quantile(0.5 + 0.5 * options.level, fit.summary.dof);
    let (Some(t), Some(spread)) =
        (t.filter(|_| fit.method != Method::Zmpe), spread(fit, lot, value, options))
    else {
        return Prediction { lot, value: value * factor, confidence: None, prediction: None };
    };
    let around = |error: f64| {
        if fit.method.is_log() {
            let times = (t * error / value).exp();
            Interval { low: value / times, high: value * times, how: How::LogT }
        } else {
            Interval { low: value - t * error, high: value + t * error, how: How::Delta }
        }
    };
    let confidence = match ground {
        None => Some(around(spread.curve)),
        Some(ground) => ground.interval(lot, value, options),
    };
    let prediction = match spread.own {
        Own::Unknown => None,
        Own::Error(own) => Some(around(spread.curve.hypot(own))),
        Own::Simulated => simulate::lot(fit, lot, options),
    };
    // A correction moves the curve; where the lot itself will lie does not depend on what its mean is called.
    let corrected = |interval: Interval| Interval {
        low: interval.low * factor,
        high: interval.high * factor,
        ..interval
    };
    let finite = |interval: &Interval| interval.low.is_finite() && interval.high.is_finite();
    Prediction {
        lot,
        value: value * factor,
        confidence: confidence.map(corrected).filter(finite),
        prediction: prediction.filter(finite),
    }
}

/// How much more than 1 the factor to a mean may be before totals of medians are warned of.
const NOTICEABLE: f64 = 1.02;

/// A warning where totals of several units are foretold as sums of medians, which is less than such totals come to.
pub fn warning(fit: &Estimated, predictions: &[Prediction], options: &Options) -> Option<Warning> {
    let factor = fit.corrections.filter(|_| options.correction == Correction::None)?.ping;
    let sums = fit.data().kind() == Kind::Unit && predictions.iter().any(|one| one.lot.quantity() > 1);
    (sums && factor > NOTICEABLE).then(|| {
        Warning::new(
            "sum-of-medians",
            format!(
                "totals of several units are sums of medians, about {:.0}% less than they will come to: --correct ping makes them means",
                100.0 * (factor - 1.0)
            ),
        )
    })
}

/// How far the curve and the lot itself may be off: standard errors of the total.
struct Spread {
    curve: f64,
    own: Own,
}

enum Own {
    Error(f64),
    Simulated,
    Unknown,
}

fn spread(fit: &Estimated, lot: Lot, value: f64, options: &Options) -> Option<Spread> {
    let gradient = gradient(fit, lot, options.rate);
    let curve = fit.core.covariance.variance_of(&gradient)?.sqrt();
    // For log fits the covariance is of parameters whose residuals are logarithms: the delta method gives the same error.
    let s = fit.own_error()?;
    let quantity = count(lot.quantity());
    let single = lot.quantity() == 1;
    let averages = matches!(fit.data().observations()[0].place, Place::LotAverage(_));
    let own = match (fit.data().kind(), fit.method) {
        (Kind::Average, _) if lot.first() > 1 => Own::Unknown,
        (Kind::Unit, Method::LogOls | Method::Midpoints) if !single => Own::Simulated,
        (Kind::Unit, Method::Mupe) => Own::Error(s * sum_of_squares(fit, lot, options.rate).sqrt()),
        (Kind::Unit, Method::Nls) => Own::Error(s / fit.scale * quantity.sqrt()),
        (_, Method::Nls) if averages || fit.data().kind() == Kind::Average => {
            Own::Error(s / fit.scale * quantity)
        }
        (_, Method::Nls) => Own::Error(s / fit.scale),
        _ => Own::Error(s * value),
    };
    Some(Spread { curve, own })
}

/// The derivatives of a lot's total by the parameters, in the measure of the fit's own covariance.
pub(super) fn gradient(fit: &Estimated, lot: Lot, rate: Option<f64>) -> Vec<f64> {
    slopes(fit, 1, |at, into| into[0] = fit.model.value(at, Place::Lot(lot), rate))
}

/// The derivatives of so many values by each parameter in turn, in the measure of the fit's own covariance.
pub(super) fn slopes(fit: &Estimated, rows: usize, values: impl Fn(&[f64], &mut [f64])) -> Vec<f64> {
    let parameters = fit.model.parameters();
    let mut slopes = vec![0.0; rows * parameters.len()];
    differentiate(values, parameters, &fit.at, rows, &mut slopes);
    for (column, parameter) in slopes.chunks_mut(rows).zip(parameters) {
        if model::is_valued(&parameter.name) {
            for slope in column {
                *slope /= fit.scale;
            }
        }
    }
    slopes
}

/// The sum of the squares of the units' values; of large lots by their values at 4,096 places.
pub(super) fn sum_of_squares(fit: &Estimated, lot: Lot, rate: Option<f64>) -> f64 {
    const PLACES: u64 = 4_096;
    let unit = |number: u64| fit.value(Place::Unit(count(number)), rate);
    if lot.quantity() <= 2 * PLACES {
        return (lot.first()..=lot.last()).map(|number| unit(number).powi(2)).sum();
    }
    // Strata that grow with the unit number, each counted at its geometric middle.
    let ratio = (count(lot.last()) / count(lot.first())).ln() / count(PLACES);
    let mut sum = 0.0;
    let mut from = lot.first();
    for place in 1..=PLACES {
        let end = if place == PLACES {
            count(lot.last())
        } else {
            count(lot.first()) * (ratio * count(place)).exp()
        };
        let to = super::data::whole(end).clamp(from, lot.last());
        if to >= from {
            let middle = super::data::whole((count(from) * count(to)).sqrt().round()).clamp(from, to);
            sum += count(to - from + 1) * unit(middle).powi(2);
            from = to + 1;
        }
        if from > lot.last() {
            break;
        }
    }
    sum
}
