//! The named quantities of a curve, each kept with what it was made from.

use crate::curve::Lot;

/// The first N items of a curve: their average and total.
#[derive(Debug, Clone, PartialEq)]
pub struct FirstN {
    /// N, at least 1 (0 only as the lower end of a difference).
    pub count: u64,
    /// How the average and the total were made.
    pub route: FirstRoute,
    /// The cumulative average.
    pub average: f64,
    /// The total.
    pub total: f64,
}

/// How a [`FirstN`] was made.
#[derive(Debug, Clone, PartialEq)]
pub enum FirstRoute {
    /// Average = first × factor, total = N × average.
    Wright {
        /// `N^b`.
        factor: f64,
    },
    /// Total = first × the sum of the factors, average = total / N.
    Crawford {
        /// The sum of `k^b` for k from 1 to N.
        factors: f64,
        /// Whether it is the sum of units that were rounded one by one.
        rounded_units: bool,
    },
    /// A break or a change came on the way: the units before it, and those after it.
    Parts(Vec<LotOf>),
    /// Learning ended on the way: what was learned, and the rest at the steady state.
    PastEnd {
        /// Up to the last unit that learns.
        learning: Box<FirstN>,
        /// What each later one takes.
        steady: Box<Steady>,
        /// How many later ones.
        rest: u64,
    },
}

/// One item of a curve.
#[derive(Debug, Clone, PartialEq)]
pub struct One {
    /// Its number, from 1.
    pub number: u64,
    /// How its value was made.
    pub route: OneRoute,
    /// Its time or cost.
    pub value: f64,
}

/// How a [`One`] was made.
#[derive(Debug, Clone, PartialEq)]
pub enum OneRoute {
    /// The difference of two totals.
    Difference {
        /// The first N.
        upper: Box<FirstN>,
        /// The first N - 1; absent for the first of all.
        lower: Option<Box<FirstN>>,
    },
    /// First × `N^b`.
    Factor {
        /// `N^b`.
        factor: f64,
    },
    /// After a break or a change.
    Leg {
        /// Which leg of the run, counted from 0.
        leg: usize,
        /// The unit's share of T1: the shape there, or under Wright the difference of two products.
        factor: f64,
    },
    /// After learning's end.
    PastEnd(Box<Steady>),
}

/// A lot of items: its total and average.
#[derive(Debug, Clone, PartialEq)]
pub struct LotOf {
    /// Which.
    pub lot: Lot,
    /// How its total was made.
    pub route: LotRoute,
    /// Its total.
    pub total: f64,
}

/// How a [`LotOf`] was made.
#[derive(Debug, Clone, PartialEq)]
pub enum LotRoute {
    /// The difference of two totals.
    Difference {
        /// The first L.
        upper: Box<FirstN>,
        /// The first F - 1; absent where F is 1.
        lower: Option<Box<FirstN>>,
    },
    /// First × the sum of the factors from F to L.
    Sum {
        /// The sum of `k^b` for k from F to L.
        factors: f64,
        /// Whether it is the sum of units that were rounded one by one.
        rounded_units: bool,
    },
    /// After a break or a change, on one leg of the run.
    Leg {
        /// Which leg, counted from 0.
        leg: usize,
        /// The lot's share of T1.
        factors: f64,
        /// Whether it is the sum of units that were rounded one by one.
        rounded_units: bool,
    },
    /// Across a break or a change: leg by leg.
    Parts(Vec<LotOf>),
    /// Learning ended before the lot did: the part that learns, if any, and the rest.
    PastEnd {
        /// The units that still learn.
        learning: Option<Box<LotOf>>,
        /// What each later one takes.
        steady: Box<Steady>,
        /// How many later ones.
        rest: u64,
    },
}

/// What each item takes once learning has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Steady {
    /// The last item that learns.
    pub after: u64,
    /// By which convention.
    pub route: SteadyRoute,
    /// Time or cost of each later item.
    pub value: f64,
}

/// How a [`Steady`] was made.
#[derive(Debug, Clone, PartialEq)]
pub enum SteadyRoute {
    /// The last learning item's own.
    LastUnit(One),
    /// The cumulative average at the end.
    Average(FirstN),
    /// The average over the last doubling.
    LastDoubling(LotOf),
    /// As the scenario gives it.
    Given,
}
