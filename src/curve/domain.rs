//! The numbers that curves are made of, each checked once.

use super::{Error, MAX_UNITS};

/// A learning rate as a ratio: what each doubling falls to, 0.80 for 80%.
///
/// Domain: 2^-5 to 2^2 (3.125% to 400%); over 1 every doubling costs more.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct LearningRate(f64);

impl LearningRate {
    /// A rate from its ratio.
    ///
    /// # Errors
    ///
    /// [`Error::Rate`] outside the domain.
    ///
    /// # Example
    ///
    /// The index of an 80% curve, -0.3219 in every table.
    ///
    /// ```
    /// use learncurve::curve::LearningRate;
    /// let index = LearningRate::new(0.80).unwrap().index().value();
    /// assert!((index - -0.321_928_094_887_362_3).abs() < 1e-15);
    /// ```
    pub fn new(ratio: f64) -> Result<Self, Error> {
        if (0.031_25..=4.0).contains(&ratio) { Ok(Self(ratio)) } else { Err(Error::Rate { ratio }) }
    }

    /// The ratio, 0.80 for 80%.
    pub fn ratio(self) -> f64 {
        self.0
    }

    /// The index b = log r / log 2.
    pub fn index(self) -> Index {
        Index(self.0.log2())
    }
}

/// The index b of a power law: log r / log 2, negative where work gets faster.
///
/// Domain: -5 to 2, over which the sums' stated accuracy is tested.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Index(pub(super) f64);

impl Index {
    /// No learning: 0, the index of a rate of 100%.
    pub const NONE: Self = Self(0.0);

    pub(crate) const LEAST: f64 = -5.0;
    pub(crate) const MOST: f64 = 2.0;

    /// An index from its value.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] outside the domain.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::curve::Index;
    /// assert_eq!(Index::new(-1.0).unwrap().learning_rate().ratio(), 0.5);
    /// ```
    pub fn new(index: f64) -> Result<Self, Error> {
        if (Self::LEAST..=Self::MOST).contains(&index) {
            Ok(Self(index))
        } else {
            Err(Error::Index { index })
        }
    }

    /// The value of b.
    pub fn value(self) -> f64 {
        self.0
    }

    /// The learning rate 2^b.
    pub fn learning_rate(self) -> LearningRate {
        LearningRate(self.0.exp2())
    }
}

/// Units `first..=last`; both from 1 to 1e15, the first not after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lot {
    first: u64,
    last: u64,
}

impl Lot {
    /// A lot from its ends.
    ///
    /// # Errors
    ///
    /// [`Error::Units`] for an end outside 1 to 1e15, [`Error::Lot`] for ends out of order.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::curve::Lot;
    /// assert_eq!(Lot::new(201, 500).unwrap().quantity(), 300);
    /// assert!(Lot::new(10, 5).is_err());
    /// ```
    pub fn new(first: u64, last: u64) -> Result<Self, Error> {
        check_units(first)?;
        check_units(last)?;
        if first > last {
            return Err(Error::Lot { first, last });
        }
        Ok(Self { first, last })
    }

    /// The first unit.
    pub fn first(self) -> u64 {
        self.first
    }

    /// The last unit.
    pub fn last(self) -> u64 {
        self.last
    }

    /// How many units.
    pub fn quantity(self) -> u64 {
        self.last - self.first + 1
    }
}

/// Refuses a count or number of units outside 1 to 1e15.
pub(crate) fn check_units(units: u64) -> Result<(), Error> {
    if (1..=MAX_UNITS).contains(&units) { Ok(()) } else { Err(Error::Units { units }) }
}

/// A count as a double: exact, as counts stay below 2^53.
#[expect(clippy::cast_precision_loss, reason = "counts are at most 1e15, below 2^53")]
pub(crate) fn count(units: u64) -> f64 {
    units as f64
}
