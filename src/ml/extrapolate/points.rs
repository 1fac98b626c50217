//! What was measured: amounts with their errors, checked and in order.

use thiserror::Error as Derive;

/// The fewest different amounts that say anything of a curve.
pub const FEWEST: usize = 3;
/// More points than this are gathered into groups of near amounts.
pub const MOST: usize = 500;

/// One measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The amount: samples, steps or FLOP.
    pub amount: f64,
    /// The error or loss there.
    pub value: f64,
    /// The standard deviation of single runs, where it is known.
    pub sd: Option<f64>,
    /// How many runs the value is the mean of; 1 where nobody says.
    pub runs: f64,
    /// How many measurements it stands for.
    pub count: f64,
}

impl Point {
    /// A single measurement.
    pub fn new(amount: f64, value: f64) -> Self {
        Self { amount, value, sd: None, runs: 1.0, count: 1.0 }
    }
}

/// What errors a fit makes least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Errors {
    /// Those of logarithms: shares of the value, each alike.
    Relative,
    /// Those of logarithms, weighted by the spread over runs: `1 / (sd/value)² × runs`.
    Spread,
    /// Those of the values themselves, each alike.
    Absolute,
}

impl Errors {
    /// Its name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relative => "relative",
            Self::Spread => "spread",
            Self::Absolute => "absolute",
        }
    }
}

/// What is wrong with one measurement.
#[derive(Debug, Clone, PartialEq, Derive)]
pub enum Fault {
    /// The amount is none.
    #[error("the amount is {0}, and has to be above 0")]
    Amount(f64),
    /// The value is no number, or below 0.
    #[error("the error is {0}, and has to be a number above 0")]
    Value(f64),
    /// The value is 0, which has no logarithm.
    #[error(
        "the error is 0, of which relative errors know nothing: leave the row out, or fit absolute errors"
    )]
    Nought,
    /// The spread is none where it is needed.
    #[error("the standard deviation is {0}, and has to be above 0 to weigh the row by")]
    Spread(f64),
    /// The runs are none.
    #[error("the runs are {0}, and have to be 1 or more")]
    Runs(f64),
}

/// Why points are no curve.
#[derive(Debug, Clone, PartialEq, Derive)]
#[non_exhaustive]
pub enum Error {
    /// Single measurements are wrong: each with its place, from 0.
    #[error("{} of the points can't be used", .0.len())]
    Faults(Vec<(usize, Fault)>),
    /// Too few different amounts.
    #[error("{found} different {}, and a curve takes {FEWEST} at least", if *found == 1 { "amount" } else { "amounts" })]
    TooFew {
        /// How many there are.
        found: usize,
    },
    /// Every value is the same.
    #[error("every value is {0}: nothing falls, so there is nothing to extrapolate")]
    Constant(f64),
}

/// Measurements of one curve, by rising amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    all: Vec<Point>,
    errors: Errors,
    sorted: bool,
    repeated: usize,
    given: usize,
}

impl Points {
    /// Checked measurements in any order, to be fitted by some errors; more than [`MOST`] are gathered into groups.
    ///
    /// # Errors
    ///
    /// [`Error::Faults`] with every measurement that is wrong, [`Error::TooFew`], [`Error::Constant`].
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::extrapolate::{Errors, Point, Points};
    /// let points = [(400.0, 0.1), (100.0, 0.2), (1600.0, 0.05)].map(|(n, error)| Point::new(n, error));
    /// let points = Points::new(&points, Errors::Relative).unwrap();
    /// assert_eq!((points.first(), points.last(), points.was_sorted()), (100.0, 1600.0, false));
    /// ```
    pub fn new(points: &[Point], errors: Errors) -> Result<Self, Error> {
        let faults = faults(points, errors);
        if !faults.is_empty() {
            return Err(Error::Faults(faults));
        }
        let sorted = points.is_sorted_by(|one, next| one.amount <= next.amount);
        let given = points.len();
        let mut points = points.to_vec();
        points.sort_by(|one, next| one.amount.total_cmp(&next.amount));
        let same = |pair: &[Point]| pair[0].amount.to_bits() == pair[1].amount.to_bits();
        let repeated = points.windows(2).filter(|pair| same(pair)).count();
        if points.len() - repeated < FEWEST {
            return Err(Error::TooFew { found: points.len() - repeated });
        }
        if points.windows(2).all(|pair| pair[0].value.to_bits() == pair[1].value.to_bits()) {
            return Err(Error::Constant(points[0].value));
        }
        if points.len() > MOST {
            points = gathered(&points, errors);
        }
        Ok(Self { all: points, errors, sorted, repeated, given })
    }

    /// The points, by rising amount.
    pub fn points(&self) -> &[Point] {
        &self.all
    }

    /// What errors they are fitted by.
    pub fn errors(&self) -> Errors {
        self.errors
    }

    /// The least amount.
    pub fn first(&self) -> f64 {
        self.all[0].amount
    }

    /// The greatest.
    pub fn last(&self) -> f64 {
        self.all[self.all.len() - 1].amount
    }

    /// Whether they came in order.
    pub fn was_sorted(&self) -> bool {
        self.sorted
    }

    /// How many repeat the amount of the one before.
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// How many measurements were given.
    pub fn given(&self) -> usize {
        self.given
    }

    /// Whether they were so many that they were gathered into groups.
    pub fn were_gathered(&self) -> bool {
        self.given > self.all.len()
    }

    /// The least and the greatest value.
    pub fn extremes(&self) -> (f64, f64) {
        let values = self.all.iter().map(|point| point.value);
        values.fold((f64::INFINITY, 0.0), |(low, high), value| (low.min(value), value.max(high)))
    }

    /// What each counts, 1 on average.
    pub(super) fn weights(&self) -> Vec<f64> {
        let weights = self.all.iter().map(|point| match (self.errors, point.sd) {
            (Errors::Spread, Some(sd)) => (point.value / sd).powi(2) * point.runs * point.count,
            _ => point.count,
        });
        let weights: Vec<f64> = weights.collect();
        let mean = weights.iter().sum::<f64>() / real(weights.len());
        weights.into_iter().map(|weight| weight / mean).collect()
    }

    /// Those before a place, as points of their own.
    pub(super) fn head(&self, count: usize) -> Self {
        Self { all: self.all[..count].to_vec(), ..self.clone() }
    }
}

/// What is wrong with each measurement that can't be fitted by some errors, with its place, from 0.
pub fn faults(points: &[Point], errors: Errors) -> Vec<(usize, Fault)> {
    let one = |(place, point)| fault(point, errors).map(|fault| (place, fault));
    points.iter().enumerate().filter_map(one).collect()
}

fn fault(point: &Point, errors: Errors) -> Option<Fault> {
    if !(point.amount.is_finite() && point.amount > 0.0) {
        return Some(Fault::Amount(point.amount));
    }
    if !(point.value.is_finite() && point.value >= 0.0) {
        return Some(Fault::Value(point.value));
    }
    if point.value == 0.0 && errors != Errors::Absolute {
        return Some(Fault::Nought);
    }
    if !(point.runs.is_finite() && point.runs >= 1.0) {
        return Some(Fault::Runs(point.runs));
    }
    match point.sd {
        Some(sd) if errors == Errors::Spread && !(sd.is_finite() && sd > 0.0) => Some(Fault::Spread(sd)),
        None if errors == Errors::Spread => Some(Fault::Spread(f64::NAN)),
        _ => None,
    }
}

/// Points in groups of near amounts, as many steps of one ratio from the least to the greatest.
///
/// A group lies at the mean of its logarithms and counts as often as it has points, so that a fit to groups is the fit to the
/// points but for the bend of the curve within a group.
fn gathered(points: &[Point], errors: Errors) -> Vec<Point> {
    let (first, last) = (points[0].amount.ln(), points[points.len() - 1].amount.ln());
    let step = (last - first) / real(MOST);
    let mut made: Vec<Point> = Vec::with_capacity(MOST);
    let mut from = 0;
    while from < points.len() {
        let group = ((points[from].amount.ln() - first) / step).floor();
        let end = first + (group + 1.0) * step;
        let to = from + points[from..].partition_point(|point| point.amount.ln() < end).max(1);
        made.push(together(&points[from..to], errors));
        from = to;
    }
    made
}

fn together(points: &[Point], errors: Errors) -> Point {
    let n = real(points.len());
    let mean = |of: &dyn Fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / n;
    Point {
        amount: mean(&|point| point.amount.ln()).exp(),
        value: if errors == Errors::Absolute {
            mean(&|point| point.value)
        } else {
            mean(&|point| point.value.ln()).exp()
        },
        sd: points[0].sd.is_some().then(|| mean(&|point| point.sd.unwrap_or_default().powi(2)).sqrt()),
        runs: mean(&|point| point.runs),
        count: n,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of points")]
pub(super) fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_point_is_told_with_its_place() {
        let mut points = [1.0, 2.0, 4.0, 8.0, 16.0].map(|n| Point::new(n, 1.0 / n));
        points[1].value = 0.0;
        points[2].amount = -4.0;
        points[4].value = f64::NAN;
        let Err(Error::Faults(faults)) = Points::new(&points, Errors::Relative) else { panic!() };
        assert_eq!(faults.iter().map(|fault| fault.0).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!((&faults[0].1, &faults[1].1), (&Fault::Nought, &Fault::Amount(-4.0)));
        points[2].amount = 4.0;
        points[4].value = 0.01;
        assert!(Points::new(&points, Errors::Absolute).is_ok());
        assert!(matches!(Points::new(&points, Errors::Spread), Err(Error::Faults(_))));
    }

    #[test]
    fn what_is_no_curve_is_refused() {
        let one = [Point::new(10.0, 0.5); 6];
        assert_eq!(Points::new(&one, Errors::Relative), Err(Error::TooFew { found: 1 }));
        let flat = [1.0, 2.0, 3.0].map(|n| Point::new(n, 0.25));
        assert_eq!(Points::new(&flat, Errors::Relative), Err(Error::Constant(0.25)));
    }

    #[test]
    fn weights_are_those_of_means_over_runs() {
        let point = |sd, runs| Point { sd: Some(sd), runs, ..Point::new(1.0, 0.5) };
        let mut points = [point(0.1, 1.0), point(0.1, 4.0), point(0.2, 4.0)];
        for (point, n) in points.iter_mut().zip([1.0, 2.0, 3.0]) {
            point.amount = n;
        }
        points[2].value = 0.4;
        // (5, 5, 2)² × (1, 4, 4) = 25, 100, 16, of which the mean is 47.
        let weights = Points::new(&points, Errors::Spread).unwrap().weights();
        for (weight, expected) in weights.iter().zip([25.0 / 47.0, 100.0 / 47.0, 16.0 / 47.0]) {
            assert!((weight - expected).abs() < 1e-12, "{weights:?}");
        }
    }

    #[test]
    fn many_points_are_gathered_without_moving_the_curve() {
        let points: Vec<Point> = (1..=100_000_u32)
            .map(f64::from)
            .map(|n| Point::new(n, 2.0 * n.powf(-0.3) * (1.0 + 0.1 * (n * 1.7).sin())))
            .collect();
        let points = Points::new(&points, Errors::Relative).unwrap();
        assert!(points.points().len() <= MOST && points.were_gathered());
        assert!((points.points().iter().map(|point| point.count).sum::<f64>() - 1e5).abs() < 1e-6);
        let late = points.points()[points.points().len() - 10];
        assert!((late.value / (2.0 * late.amount.powf(-0.3)) - 1.0).abs() < 0.01, "{late:?}");
    }
}
