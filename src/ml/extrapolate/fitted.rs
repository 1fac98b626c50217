//! A law fitted to points: its parameters, statistics and intervals.

use super::law::{Curve, Law};
use super::points::{Errors, Points, real};
use super::squares::{Floor, Squares};
use super::through::Profile;
use crate::fit::{self, Fit, Options, Problem as _, profile, stats};

/// One line of the table of parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// Its name: `a`, `index`, `ratio_per_doubling`, `floor`, `scale`, `half_amount`, `steepness` or `shift`.
    pub name: &'static str,
    /// Its value; heights and floors in the error's unit, `scale`, `half_amount` and `shift` in the amount's.
    pub value: f64,
    /// Its standard error; none without degrees of freedom, at a bound, or where the data do not determine it.
    pub std_error: Option<f64>,
    /// The ends of its interval: the floor's by profile, those of heights and amounts in logarithms, others by Student's t.
    pub interval: Option<(f64, f64)>,
    /// Whether it is at one of its bounds.
    pub at_bound: bool,
}

/// The statistics of a fit, in the measure that it was made in: logarithms for relative errors.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Points.
    pub points: usize,
    /// Points less parameters that are not at a bound.
    pub dof: usize,
    /// The weighted sum of squares that was made least.
    pub sum_of_squares: f64,
    /// The standard error of the estimate; of logarithms, about a share of the value.
    pub see: Option<f64>,
    /// The same of the values, in the error's unit.
    pub see_values: Option<f64>,
    /// R² against a level; none where there is nothing to explain.
    pub r_squared: Option<f64>,
    /// Akaike's criterion, corrected; it counts parameters at a bound too.
    pub aicc: Option<f64>,
    /// Durbin and Watson's d of the residuals by rising amount.
    pub durbin_watson: Option<f64>,
}

/// An amount that a target takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The error to come down to.
    pub target: f64,
    /// The amount at which the law does; none where it never does.
    pub amount: Option<f64>,
    /// The least amount that the data allow for it; none where they allow none.
    pub low: Option<f64>,
    /// The greatest; none where it may never come to it.
    pub high: Option<f64>,
}

/// What a law says of an amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foretold {
    /// The law's value.
    pub value: f64,
    /// Where the law itself lies.
    pub confidence: Option<(f64, f64)>,
    /// Where a measurement will lie, its own error counted.
    pub prediction: Option<(f64, f64)>,
}

/// A law fitted to points.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The curve.
    pub curve: Curve,
    /// Its parameters and what follows from them.
    pub coefficients: Vec<Coefficient>,
    /// The statistics.
    pub summary: Summary,
    /// The level of the intervals.
    pub level: f64,
    squares: Squares,
    core: Fit,
    /// What a single measurement beyond the last counts.
    single: f64,
}

impl Fitted {
    /// Fits a law; its floor has no interval before [`with_floors`](Self::with_floors).
    ///
    /// # Errors
    ///
    /// [`fit::Error`] for fewer points than parameters, or where the search leads nowhere.
    pub fn new(law: Law, points: &Points, floor: Floor, level: f64) -> Result<Self, fit::Error> {
        let squares = Squares::new(law, points, floor);
        let core = fit::fit(&squares, &Options::default())?;
        let curve = squares.curve(&core.values());
        let summary = summary(&squares, &core, curve, points);
        let last = points.points()[points.points().len() - 1];
        let single = squares.last_weight() / last.count;
        let mut made = Self { curve, coefficients: Vec::new(), summary, level, squares, core, single };
        made.coefficients = made.reported();
        Ok(made)
    }

    /// A parameter by its name.
    pub fn coefficient(&self, name: &str) -> Option<&Coefficient> {
        self.coefficients.iter().find(|coefficient| coefficient.name == name)
    }

    /// Whether the errors that were made least are those of values, not of logarithms.
    pub fn is_absolute(&self) -> bool {
        self.squares.errors == Errors::Absolute
    }

    /// Whether it goes through every point, but for rounding.
    pub fn is_exact(&self) -> bool {
        let size: f64 = match self.squares.errors {
            Errors::Absolute => self.squares.values.iter().map(|value| value * value).sum(),
            _ => real(self.squares.values.len()),
        };
        self.core.sum_of_squares <= 1e-20 * size
    }

    /// The fitted parameters as they are searched for: ln a at the middle amount, the shape, the floor where it is open.
    fn gradient(&self, amount: f64) -> Vec<f64> {
        let law = self.curve.law;
        let (fall, by_shape, _) = law.log_fall(self.curve.shape, (amount / self.curve.middle).ln());
        let above = (self.curve.log_height + fall).exp();
        let mut gradient = vec![above];
        gradient.extend(by_shape[..law.shapes()].iter().map(|slope| above * slope));
        if self.squares.has_open_floor() {
            gradient.push(1.0);
        }
        gradient
    }

    /// The standard error of the value at an amount, by the delta method.
    fn error(&self, amount: f64) -> Option<f64> {
        self.core.covariance.variance_of(&self.gradient(amount)).map(f64::sqrt)
    }

    /// The standard error of a difference of the values at two amounts.
    pub(super) fn error_of_gain(&self, from: f64, to: f64) -> Option<f64> {
        let gradient: Vec<f64> =
            self.gradient(from).iter().zip(self.gradient(to)).map(|(one, other)| one - other).collect();
        self.core.covariance.variance_of(&gradient).map(f64::sqrt)
    }

    /// What the law says of an amount above 0: its value with where it and a measurement lie.
    ///
    /// The confidence interval is by the profile of the sum of squares, so that it keeps above the floor that is known and
    /// is as wide upwards as a floor would have it. A measurement's own error is as the last point's.
    pub fn foretell(&self, amount: f64) -> Foretold {
        let value = self.curve.value(amount);
        let none = Foretold { value, confidence: None, prediction: None };
        if self.is_exact() {
            return Foretold { confidence: Some((value, value)), prediction: Some((value, value)), ..none };
        }
        let Some(own) = self.core.residual_error().map(|error| error / self.single.sqrt()) else {
            return none;
        };
        let Some((low, high, t)) = self.ends(amount, value) else { return none };
        let prediction = if self.squares.errors == Errors::Absolute {
            let floor = if self.squares.floor == Floor::Free { f64::NEG_INFINITY } else { 0.0 };
            ((value - (value - low).hypot(t * own)).max(floor), value + (high - value).hypot(t * own))
        } else {
            let wider = |end: f64| (end / value).ln().hypot(t * own).exp();
            (value / wider(low), value * wider(high))
        };
        let prediction = Some(prediction).filter(|(_, high)| high.is_finite());
        Foretold { confidence: Some((low, high)).filter(|(_, high)| high.is_finite()), prediction, ..none }
    }

    /// The ends between which the law's value at an amount lies, with the t that they are made by.
    fn ends(&self, amount: f64, value: f64) -> Option<(f64, f64, f64)> {
        let profile = Profile::new(&self.squares, &self.core, self.level)?;
        let error = self.error(amount);
        if self.squares.floor == Floor::Free {
            let reach = profile.wanted * error?;
            return Some((value - reach, value + reach, profile.wanted));
        }
        let place = (amount / self.curve.middle).ln();
        let (low, high) = profile.values(place, value, error.map_or(0.1, |error| error / value));
        Some((low, high, profile.wanted))
    }

    /// The amount at which the law comes down to a target, an error above 0, with the amounts that the data allow for that.
    pub fn reach(&self, target: f64) -> Reach {
        let amount = self.curve.amount(target);
        let none = Reach { target, amount, low: None, high: None };
        if self.is_exact() || self.squares.floor == Floor::Free {
            return Reach { low: amount, high: amount, ..none };
        }
        let Some(profile) = Profile::new(&self.squares, &self.core, self.level)
            .filter(|_| target > self.squares.fixed_floor() && !self.curve.is_rising())
        else {
            return none;
        };
        let middle = self.curve.middle;
        let out = |place: Option<f64>| place.map(|place| middle * place.exp());
        let Some(amount) = amount else {
            let from = self.squares.places[self.squares.places.len() - 1];
            return Reach { low: out(profile.earliest(target, from)), ..none };
        };
        let steepness = -self.curve.slope(amount) * amount;
        let error = self.error(amount).map_or(0.1, |error| error / steepness);
        let (low, high) = profile.places(target, (amount / middle).ln(), error);
        Reach { low: out(low).or(Some(0.0)), high: out(high), ..none }
    }

    /// The same with the interval of its floor, by the profile of the sum of squares: a search for each step outwards.
    #[must_use]
    pub fn with_floors(mut self) -> Self {
        if self.squares.has_open_floor() && self.squares.floor != Floor::Free {
            let interval = self.floor_interval();
            if let Some(floor) = self.coefficients.last_mut() {
                floor.interval = interval;
            }
        }
        self
    }

    fn reported(&self) -> Vec<Coefficient> {
        let (law, curve) = (self.curve.law, self.curve);
        let estimates = &self.core.estimates;
        let t = stats::t_quantile(0.5 + 0.5 * self.level, self.core.degrees_of_freedom);
        let places = estimates.len();
        let unit = |place: usize| (0..places).map(|other| f64::from(u8::from(other == place))).collect();
        let error = |gradient: &Vec<f64>| self.core.covariance.variance_of(gradient).map(f64::sqrt);
        // Of a logarithm: the value, and an interval of the same ratio to either side.
        let of_log = |name: &'static str, log: f64, gradient: Vec<f64>, at_bound: bool| {
            let error = error(&gradient).filter(|_| !at_bound);
            let ends = error.zip(t).map(|(error, t)| ((log - t * error).exp(), (log + t * error).exp()));
            let interval = ends.filter(|(_, high)| high.is_finite());
            Coefficient {
                name,
                value: log.exp(),
                std_error: error.map(|e| e * log.exp()),
                interval,
                at_bound,
            }
        };
        let plain = |name: &'static str, place: usize| {
            let (value, at_bound) = (estimates[place].value, estimates[place].at_bound);
            let error = estimates[place].std_error;
            let interval = error.zip(t).map(|(error, t)| (value - t * error, value + t * error));
            Coefficient { name, value, std_error: error, interval, at_bound }
        };
        let log_middle = curve.middle.ln();
        let by_amount =
            |name: &'static str| of_log(name, curve.shape[0] + log_middle, unit(1), estimates[1].at_bound);
        let mut made = Vec::new();
        if law.has_ratio() || law == Law::Pow4 {
            // a of amounts as they are counted: ln a less b ln(middle).
            let mut gradient: Vec<f64> = unit(0);
            gradient[1] = -log_middle;
            made.push(of_log("a", curve.log_height - curve.shape[0] * log_middle, gradient, false));
            made.push(plain("index", 1));
        } else {
            made.push(of_log("a", curve.log_height, unit(0), false));
        }
        match law {
            Law::Power | Law::OffsetPower => made.push(ratio(&made[1])),
            Law::Exponential => made.push(by_amount("scale")),
            Law::Mmf => made.extend([by_amount("half_amount"), plain("steepness", 2)]),
            Law::Weibull => made.extend([by_amount("scale"), plain("steepness", 2)]),
            Law::Pow4 => made.push(times(&plain("shift", 2), curve.middle)),
        }
        if self.squares.has_open_floor() {
            let mut floor = plain("floor", places - 1);
            if self.squares.floor != Floor::Free {
                floor.interval = None;
            }
            made.push(floor);
        }
        made
    }

    /// Where the floor may lie, by profile: from 0 where the data don't object to none, to infinity where not to any.
    fn floor_interval(&self) -> Option<(f64, f64)> {
        if self.is_exact() {
            return Some((self.curve.floor, self.curve.floor));
        }
        let place = self.core.estimates.len() - 1;
        let (low, high) = profile::interval(&self.squares, &self.core, place, self.level).ok()?;
        Some((low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY)))
    }
}

/// The ratio per doubling of an index: 2^b, its ends those of b.
fn ratio(index: &Coefficient) -> Coefficient {
    let value = index.value.exp2();
    Coefficient {
        name: "ratio_per_doubling",
        value,
        std_error: index.std_error.map(|error| error * value * std::f64::consts::LN_2),
        interval: index.interval.map(|(low, high)| (low.exp2(), high.exp2())),
        at_bound: index.at_bound,
    }
}

/// A parameter that was counted in so many units.
fn times(one: &Coefficient, unit: f64) -> Coefficient {
    Coefficient {
        value: one.value * unit,
        std_error: one.std_error.map(|error| error * unit),
        interval: one.interval.map(|(low, high)| ((low * unit).max(0.0), high * unit)),
        ..one.clone()
    }
}

fn summary(squares: &Squares, core: &Fit, curve: Curve, points: &Points) -> Summary {
    let n = squares.values.len();
    let dof = core.degrees_of_freedom;
    let weights = points.weights();
    let measured: Vec<f64> = squares
        .values
        .iter()
        .map(|value| if squares.errors == Errors::Absolute { *value } else { value.ln() })
        .collect();
    let total_weight: f64 = weights.iter().sum();
    let middle =
        measured.iter().zip(&weights).map(|(value, weight)| weight * value).sum::<f64>() / total_weight;
    let total: f64 =
        measured.iter().zip(&weights).map(|(value, weight)| weight * (value - middle).powi(2)).sum();
    let sum = core.sum_of_squares;
    let of_values: f64 = points
        .points()
        .iter()
        .zip(&weights)
        .map(|(point, weight)| weight * (point.value - curve.value(point.amount)).powi(2))
        .sum();
    let exact = sum <= 1e-20 * total;
    Summary {
        points: n,
        dof,
        sum_of_squares: sum,
        see: core.residual_error(),
        see_values: (dof > 0).then(|| (of_values / real(dof)).sqrt()),
        r_squared: (total > 0.0).then(|| 1.0 - sum / total),
        aicc: stats::aicc(sum, n, squares.parameters().len()).filter(|_| !exact),
        durbin_watson: stats::durbin_watson(&core.residuals).filter(|_| !exact),
    }
}
