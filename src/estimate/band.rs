//! A fitted curve along its whole length, with what is known of it at each place: what a picture of a fit is made from.

use super::predict::{self, Interval, Prediction};
use super::{Estimated, Kind, Method, Place};
use crate::curve::{Lot, MAX_UNITS, count};

/// The curve at one place, per unit: a unit's value, or for cumulative averages the average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Where: a unit, or how many the average is of.
    pub x: f64,
    /// What the curve says.
    pub value: f64,
    /// Where the curve itself lies.
    pub confidence: Option<Interval>,
    /// Where a single observation would lie; none where the data say nothing of one.
    pub prediction: Option<Interval>,
}

/// A row of the data, per unit, where it belongs on the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Where it lies: a unit, a lot's midpoint on the fitted curve, or how many an average is of.
    pub x: f64,
    /// The first and last unit, of a lot.
    pub lot: Option<(f64, f64)>,
    /// The value per unit.
    pub value: f64,
}

/// The curve at up to `most` places from the first row to unit `last`, spread evenly on a logarithmic and on a linear scale.
///
/// Of a model with production rates the places are the rows themselves, each at its own rate.
///
/// # Example
///
/// ```
/// use learncurve::estimate::{Data, Method, Model, Observation, Options, Place, band, estimate, predict};
/// let rows = [(1.0, 100.0), (2.0, 82.0), (4.0, 63.0), (8.0, 51.5)].iter().zip(1..);
/// let data = Data::new(rows.map(|((x, y), row)| Observation::new(Place::Unit(*x), *y, row)).collect()).unwrap();
/// let model = Model::named("crawford", None, &[], &data).unwrap();
/// let fit = estimate(&data, &model, Method::LogOls, &Options::default()).unwrap();
/// let samples = band::samples(&fit, 16, 40, &predict::Options::default());
/// assert_eq!((samples[0].x, samples.last().unwrap().x), (1.0, 16.0));
/// assert!(samples.iter().all(|sample| sample.confidence.unwrap().low < sample.value));
/// ```
pub fn samples(fit: &Estimated, last: u64, most: u32, options: &predict::Options) -> Vec<Sample> {
    if fit.model.has_rates() {
        return at_rows(fit);
    }
    let starts = fit.data().observations().iter().map(|row| match row.place {
        Place::Lot(lot) | Place::LotAverage(lot) => count(lot.first()),
        place => place.last(),
    });
    let first = super::data::whole(starts.fold(f64::INFINITY, f64::min).floor()).clamp(1, MAX_UNITS);
    let last = last.max(fit.data().last_unit()).clamp(first, MAX_UNITS);
    let averages = fit.data().kind() == Kind::Average;
    let lots: Vec<Lot> = places(first, last, most)
        .into_iter()
        .filter_map(|place| Lot::new(if averages { 1 } else { place }, place).ok())
        .collect();
    predict::all(fit, &lots, options).into_iter().filter_map(|found| sample(fit, &found)).collect()
}

/// Up to `most` counts from `first` to `last`, spread evenly on a logarithmic and on a linear scale; all where they are no more.
///
/// # Example
///
/// ```
/// assert_eq!(learncurve::estimate::band::places(1, 100, 8), [1, 5, 22, 34, 67, 100]);
/// ```
pub fn places(first: u64, last: u64, most: u32) -> Vec<u64> {
    if last.saturating_sub(first) < u64::from(most) {
        return (first..=last).collect();
    }
    let (low, high) = (count(first), count(last));
    let half = (most / 2).max(2);
    let mut places: Vec<u64> = (0..half)
        .map(|k| f64::from(k) / f64::from(half - 1))
        .flat_map(|share| [low * (high / low).powf(share), low + (high - low) * share])
        .map(|x| super::data::whole(x.round()).clamp(first, last))
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The curve at each row, at that row's own rate.
fn at_rows(fit: &Estimated) -> Vec<Sample> {
    let mut made: Vec<Sample> = marks(fit)
        .iter()
        .zip(&fit.rows)
        .map(|(mark, row)| Sample {
            x: mark.x,
            value: mark.value * row.fitted / row.observation.value,
            confidence: None,
            prediction: None,
        })
        .collect();
    made.sort_by(|one, other| one.x.total_cmp(&other.x));
    made
}

/// A lot's prediction as a place of the curve, which is that of its last unit.
fn sample(fit: &Estimated, found: &Prediction) -> Option<Sample> {
    let units = count(found.lot.quantity());
    let each =
        |interval: Interval| Interval { low: interval.low / units, high: interval.high / units, ..interval };
    // An error of the size of a lot's total is no error of a single unit.
    let single = fit.data().kind() != Kind::Lot || fit.method != Method::Nls;
    Some(Sample {
        x: count(found.lot.last()),
        value: found.value / units,
        confidence: found.confidence.map(each),
        prediction: found.prediction.filter(|_| single).map(each),
    })
    .filter(|sample| sample.value.is_finite())
}

/// The rows of the data per unit, lots at their midpoints on the fitted curve.
///
/// A lot's midpoint is the unit whose value by the curve is the lot's average; where there is none, its middle.
pub fn marks(fit: &Estimated) -> Vec<Mark> {
    let run = fit.model.run(&fit.at);
    fit.data()
        .observations()
        .iter()
        .map(|row| {
            let value = row.per_unit();
            match row.place {
                Place::Unit(x) | Place::Average(x) => Mark { x, lot: None, value },
                Place::Lot(lot) | Place::LotAverage(lot) => {
                    let midpoint = run.as_ref().and_then(|run| run.midpoint(lot).ok());
                    Mark {
                        x: midpoint.unwrap_or_else(|| row.place.about()),
                        lot: Some((count(lot.first()), count(lot.last()))),
                        value,
                    }
                }
            }
        })
        .collect()
}
