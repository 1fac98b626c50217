//! What was observed: units, lots or cumulative averages with their times or costs.

use super::Error;
use crate::curve::Lot;

/// What a row observes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// One unit's own value. A real number above 0: volumes are counted in tons too.
    Unit(f64),
    /// The total of a lot.
    Lot(Lot),
    /// The average over a lot.
    LotAverage(Lot),
    /// The cumulative average of the first so many units, a real number above 0.
    Average(f64),
}

impl Place {
    /// What kind of data such rows make.
    pub fn kind(self) -> Kind {
        match self {
            Self::Unit(_) => Kind::Unit,
            Self::Lot(_) | Self::LotAverage(_) => Kind::Lot,
            Self::Average(_) => Kind::Average,
        }
    }

    /// How many units the value is spread over, to make of it a value per unit.
    pub(super) fn units(self) -> f64 {
        match self {
            Self::Lot(lot) => count(lot.quantity()),
            _ => 1.0,
        }
    }

    /// About where on the curve it lies: a unit, by a rule of thumb for lots.
    pub(super) fn about(self) -> f64 {
        match self {
            Self::Unit(x) | Self::Average(x) => x,
            // The rule of thumb of cost estimators: a third of the way into a first lot, half into others.
            Self::Lot(lot) | Self::LotAverage(lot) => {
                let (before, quantity) = (count(lot.first() - 1), count(lot.quantity()));
                let into = if lot.first() == 1 && lot.quantity() >= 10 { 1.0 / 3.0 } else { 0.5 };
                before + (quantity * into).max(0.5) + if quantity > 1.0 { 0.0 } else { 0.5 }
            }
        }
    }

    /// The last unit that it takes in.
    pub fn last(self) -> f64 {
        match self {
            Self::Unit(x) | Self::Average(x) => x,
            Self::Lot(lot) | Self::LotAverage(lot) => count(lot.last()),
        }
    }

    /// Whether it is at whole units, as runs with breaks need it.
    pub(super) fn is_whole(self) -> bool {
        match self {
            Self::Unit(x) | Self::Average(x) => x.fract() == 0.0 && x >= 1.0,
            Self::Lot(_) | Self::LotAverage(_) => true,
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unit(x) => write!(f, "unit {x}"),
            Self::Lot(lot) => write!(f, "units {}..{}", lot.first(), lot.last()),
            Self::LotAverage(lot) => write!(f, "average of {}..{}", lot.first(), lot.last()),
            Self::Average(x) => write!(f, "average of {x}"),
        }
    }
}

/// What the rows of a data set are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Single units.
    Unit,
    /// Lots.
    Lot,
    /// Cumulative averages.
    Average,
}

impl Kind {
    /// Its name, as in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Lot => "lot",
            Self::Average => "cumulative-average",
        }
    }
}

/// One row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// What it observes.
    pub place: Place,
    /// The time or cost, above 0.
    pub value: f64,
    /// How much it counts, above 0: what its squared residual is multiplied by.
    pub weight: f64,
    /// The production rate, above 0, where there is one.
    pub rate: Option<f64>,
    /// The row or line that it came from, for messages.
    pub row: usize,
}

impl Observation {
    /// An observation of weight 1 at no particular production rate.
    pub fn new(place: Place, value: f64, row: usize) -> Self {
        Self { place, value, weight: 1.0, rate: None, row }
    }

    /// The value of a unit: of a lot's total the average.
    pub(super) fn per_unit(&self) -> f64 {
        self.value / self.place.units()
    }
}

/// How many times as large as the least the largest value may be: the square of more could be none.
const FARTHEST: f64 = 1e100;

/// A data set that can be fitted: rows of one kind, every number sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    kind: Kind,
    observations: Vec<Observation>,
}

impl Data {
    /// A data set of these rows, in their order.
    ///
    /// # Errors
    ///
    /// [`Error::Rows`] with every row that can't be used and why; [`Error::NoRows`] for none; [`Error::FarApart`].
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::estimate::{Data, Observation, Place};
    /// let rows = [(1.0, 600.0), (2.0, -578.0)];
    /// let rows = rows.iter().enumerate().map(|(row, (unit, cost))| Observation::new(Place::Unit(*unit), *cost, row + 1));
    /// let refused = Data::new(rows.collect()).unwrap_err();
    /// assert_eq!(refused.to_string(), "1 row can't be used: row 2: the value -578 is not above 0");
    /// ```
    pub fn new(observations: Vec<Observation>) -> Result<Self, Error> {
        let Some(first) = observations.first() else {
            return Err(Error::NoRows);
        };
        let kind = first.place.kind();
        let mut refused = Vec::new();
        for observation in &observations {
            if let Some(reason) = refuse(observation, kind, first.rate.is_some()) {
                refused.push((observation.row, reason));
            }
        }
        if !refused.is_empty() {
            return Err(Error::Rows { refused });
        }
        let of_a_unit = |row: &Observation| (row.row, row.per_unit());
        let (mut least, mut most) = (of_a_unit(first), of_a_unit(first));
        for row in observations.iter().map(of_a_unit) {
            if row.1 < least.1 {
                least = row;
            } else if row.1 > most.1 {
                most = row;
            }
        }
        // A quotient could be too large for a double.
        if most.1 / FARTHEST > least.1 {
            let (one, other) = if least.0 < most.0 { (least, most) } else { (most, least) };
            return Err(Error::FarApart { one, other });
        }
        Ok(Self { kind, observations })
    }

    /// What its rows are.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The rows.
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// How many rows.
    #[expect(clippy::len_without_is_empty, reason = "it never is")]
    pub fn len(&self) -> usize {
        self.observations.len()
    }

    /// Whether rows have production rates.
    pub fn has_rates(&self) -> bool {
        self.observations[0].rate.is_some()
    }

    /// The values.
    pub fn values(&self) -> Vec<f64> {
        self.observations.iter().map(|observation| observation.value).collect()
    }

    /// The rows' values of a unit, lots' being their averages.
    fn per_unit(&self) -> impl Iterator<Item = f64> {
        self.observations.iter().map(Observation::per_unit)
    }

    /// The least value of a unit, lots' being their averages.
    pub(super) fn least(&self) -> f64 {
        self.per_unit().fold(f64::INFINITY, f64::min)
    }

    /// The largest value of a unit, lots' being their averages.
    pub(super) fn most(&self) -> f64 {
        self.per_unit().fold(0.0, f64::max)
    }

    /// The sum of the rows' weights.
    pub(super) fn weight(&self) -> f64 {
        self.observations.iter().map(|row| row.weight).sum()
    }

    /// The place nearest to the beginning, above 0.
    pub(super) fn nearest(&self) -> f64 {
        let places = self.observations.iter().map(|row| row.place.about());
        places.fold(f64::INFINITY, f64::min).max(f64::MIN_POSITIVE)
    }

    /// The last unit that any row takes in.
    pub fn last(&self) -> f64 {
        self.observations.iter().map(|observation| observation.place.last()).fold(0.0, f64::max)
    }

    /// The count of units that takes in all rows.
    pub fn last_unit(&self) -> u64 {
        whole(self.last().ceil())
    }

    /// The same rows with values `scale` times as large.
    pub(super) fn scaled(&self, scale: f64) -> Self {
        let scaled = |row: &Observation| Observation { value: row.value * scale, ..*row };
        Self { kind: self.kind, observations: self.observations.iter().map(scaled).collect() }
    }

    /// Lots as single units at their midpoints, each with the lot's average.
    pub(super) fn at_midpoints(&self, midpoints: &[f64]) -> Self {
        let rows = self.observations.iter().zip(midpoints);
        let moved = |(row, midpoint): (&Observation, &f64)| Observation {
            place: Place::Unit(*midpoint),
            value: row.per_unit(),
            ..*row
        };
        Self { kind: Kind::Unit, observations: rows.map(moved).collect() }
    }

    /// All rows but one.
    pub(super) fn without(&self, left_out: usize) -> Self {
        let mut rest = self.clone();
        rest.observations.remove(left_out);
        rest
    }

    /// Cumulative averages as the lots between them, whose values share no units; none where they are not whole and rising.
    ///
    /// # Example
    ///
    /// Warren's airframes: 15 take 9,936 h and 25 take 14,691 h, so that units 16 to 25 take 4,755 h.
    ///
    /// ```
    /// use learncurve::estimate::{Data, Observation, Place};
    /// let rows = [(15.0, 9_936.0 / 15.0), (25.0, 14_691.0 / 25.0)];
    /// let rows = rows.iter().enumerate().map(|(row, (units, average))| Observation::new(Place::Average(*units), *average, row));
    /// let lots = Data::new(rows.collect()).unwrap().as_lots().unwrap();
    /// assert!((lots.values()[1] - 4_755.0).abs() < 1e-9);
    /// ```
    pub fn as_lots(&self) -> Option<Self> {
        let (mut units, mut total) = (0.0, 0.0);
        let mut lots = Vec::with_capacity(self.len());
        for row in &self.observations {
            let Place::Average(reached) = row.place else {
                return None;
            };
            if !row.place.is_whole() || reached <= units {
                return None;
            }
            let value = row.value * reached - total;
            let lot = Lot::new(whole(units) + 1, whole(reached)).ok()?;
            if value <= 0.0 {
                return None;
            }
            lots.push(Observation { place: Place::Lot(lot), value, ..*row });
            (units, total) = (reached, row.value * reached);
        }
        Some(Self { kind: Kind::Lot, observations: lots })
    }
}

/// What observed numbers lie within: where doubles have all of their digits.
const RANGE: (f64, f64) = (f64::MIN_POSITIVE, f64::MAX);
/// No place lies nearer to the beginning of a curve.
const NEAREST: f64 = 1e-9;

/// Why an observed number can't be used.
pub(super) fn unsound(what: &str, value: f64) -> Option<String> {
    let (low, high) = RANGE;
    match value {
        value if (low..=high).contains(&value) => None,
        value if value > 0.0 => Some(format!("the {what} {value:e} is not from 2.3e-308 to 1.7e308")),
        value => Some(format!("the {what} {value} is not above 0")),
    }
}

/// Why a row can't be used.
fn refuse(row: &Observation, kind: Kind, rates: bool) -> Option<String> {
    let place = match row.place {
        Place::Unit(x) => unsound("unit", x),
        Place::Average(x) => unsound("number of units", x),
        Place::Lot(_) | Place::LotAverage(_) => None,
    };
    let last = row.place.last();
    place
        .or_else(|| (last > count(crate::curve::MAX_UNITS)).then(|| format!("unit {last} is past 1e15")))
        .or_else(|| (last < NEAREST).then(|| format!("unit {last:e} is before 1e-9")))
        .or_else(|| {
            (row.place.kind() != kind)
                .then(|| format!("a {} among {}s", row.place.kind().name(), kind.name()))
        })
        .or_else(|| unsound("value", row.value))
        .or_else(|| unsound("weight", row.weight))
        .or_else(|| row.rate.and_then(|rate| unsound("production rate", rate)))
        .or_else(|| {
            (row.rate.is_some() != rates)
                .then(|| "some rows have a production rate and others none".to_owned())
        })
}

fn count(units: u64) -> f64 {
    crate::curve::count(units)
}

/// A whole double as a count; what calls it has checked it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, 0 to 1e15")]
pub(super) fn whole(units: f64) -> u64 {
    units as u64
}
