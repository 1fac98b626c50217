//! What a curve refuses, with the values that it refuses.

use thiserror::Error;

/// What a curve refuses.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A learning rate outside its domain.
    #[error("a learning rate of `{ratio}` is outside 0.03125 to 4 (3.125% to 400%)")]
    Rate {
        /// The rate as a ratio.
        ratio: f64,
    },
    /// An index outside its domain.
    #[error("an index of `{index}` is outside -5 to 2")]
    Index {
        /// The index.
        index: f64,
    },
    /// A first unit that is negative or not finite.
    #[error("a first unit of `{value}` is not a finite number of 0 or more")]
    FirstUnit {
        /// The value.
        value: f64,
    },
    /// A floor under a first unit of 0, of which it is no multiple.
    #[error("a floor lies under a first unit above 0, and this one is 0")]
    FloorOfNothing,
    /// A parameter of a shape outside its bounds.
    #[error("`{name}` of `{value}` is outside {low} to {high}")]
    Parameter {
        /// The parameter's name.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The least that it can be.
        low: f64,
        /// The most.
        high: f64,
    },
    /// A printed table that is empty, or whose rows are out of order.
    #[error("a table of factors needs rows whose unit numbers rise, each factor above 0")]
    Table,
    /// Totals of a printed table, its own or its averages times their units, that do not rise.
    #[error("the table's total does not rise at unit `{unit}`, so the units up to it would take nothing")]
    TableFalls {
        /// The unit number of the row.
        unit: u64,
    },
    /// A printed table that says two things of unit 1.
    #[error(
        "unit 1 alone and the first 1 together are one unit, but the table has `{unit}` and `{together}`"
    )]
    TableStart {
        /// The factor of unit 1 alone.
        unit: f64,
        /// That of the first 1.
        together: f64,
    },
    /// Units that a printed table does not reach.
    #[error("unit `{unit}` is not in the table of factors, which goes from `{first}` to `{last}`")]
    OutsideTable {
        /// The unit that was asked for.
        unit: u64,
        /// The first unit of the table.
        first: u64,
        /// The last.
        last: u64,
    },
    /// A transition at learning's end or past it.
    #[error(
        "nothing changes after unit `{after}`: learning ends with unit `{end}`, and later ones all take the same"
    )]
    LearningHasEnded {
        /// The last unit before the transition.
        after: u64,
        /// Where learning ends.
        end: u64,
    },
    /// Transitions that are out of order.
    #[error("what happens after unit `{after}` does not come in the order of the units")]
    TransitionOrder {
        /// The last unit before the one at fault.
        after: u64,
    },
    /// A break after which no unit of the curve has the value to go back to.
    #[error(
        "after the break at unit `{after}` there is no place on the curve to go back to: \
         there is no learning to lose, or the curve never took so much"
    )]
    NoRetrograde {
        /// The last unit before the break.
        after: u64,
    },
    /// A learn-forget break where that model has no formula.
    #[error(
        "the learn-forget model of the break after unit `{after}` is one of Crawford's power law \
         with a rate between 50% and 100%"
    )]
    Forgetting {
        /// The last unit before the break.
        after: u64,
    },
    /// A curve that has no learning rate of its own.
    #[error("this model has no learning rate to solve for")]
    NoIndex,
    /// A steady state that is negative or not finite.
    #[error("a steady state of `{value}` is not a finite number of 0 or more")]
    SteadyState {
        /// The value.
        value: f64,
    },
    /// A count of units outside its domain.
    #[error("`{units}` units are outside 1 to 1e15")]
    Units {
        /// The count.
        units: u64,
    },
    /// A lot whose ends are out of order.
    #[error("a lot from unit `{first}` to unit `{last}` is not one: its first comes after its last")]
    Lot {
        /// Its first unit.
        first: u64,
        /// Its last unit.
        last: u64,
    },
    /// A last doubling of an odd number of items.
    #[error("the last doubling before `{after}` has no middle: learning must end after an even number")]
    OddDoubling {
        /// Where learning ends.
        after: u64,
    },
    /// A midpoint where all units are alike, or none has the lot's average.
    #[error("no unit from `{first}` to `{last}` has the lot's average, so it has no midpoint")]
    NoMidpoint {
        /// The lot's first unit.
        first: u64,
        /// The lot's last unit.
        last: u64,
    },
    /// A fact of zero or less, from which nothing can be solved.
    #[error("a known value of `{value}` fits no curve: it must be above 0")]
    Fact {
        /// The value.
        value: f64,
    },
    /// A fact about units past learning's end alone, whose value is given and not the curve's.
    #[error(
        "a known value of `{value}` past unit `{after}`, where learning ends, says nothing of the curve: \
         the steady state is given, so it must be of units up to `{after}`"
    )]
    FactPastLearning {
        /// The value.
        value: f64,
        /// Where learning ends.
        after: u64,
    },
    /// A fact that no first unit above 0 gives.
    #[error("no first unit above 0 gives the known value of `{value}` at an index of `{index}`")]
    NoFirstUnitFits {
        /// The value.
        value: f64,
        /// The index.
        index: f64,
    },
    /// Two facts that differ about the same units.
    #[error("the two facts say `{one}` and `{two}` of the same units: one of them must go")]
    ContradictoryFacts {
        /// The first fact's value.
        one: f64,
        /// The second fact's value.
        two: f64,
    },
    /// Two facts that say nothing about the index.
    #[error("the two facts are about the same units, so no learning rate follows from them")]
    SameFact,
    /// Facts that no index fits.
    #[error(
        "no learning rate between 3.125% and 400% fits both facts (`{one}` and `{two}`): \
         with the first, the second can be from `{low:.6}` to `{high:.6}`"
    )]
    NoIndexFits {
        /// The first fact's value.
        one: f64,
        /// The second fact's value.
        two: f64,
        /// The least that the second could be with the first, as far as it was sought.
        low: f64,
        /// The most.
        high: f64,
    },
    /// Facts that several indexes fit equally well.
    #[error("two learning rates fit both facts: b = `{one}` and b = `{two}`")]
    SeveralIndexesFit {
        /// One of them.
        one: f64,
        /// Another.
        two: f64,
    },
    /// No fact to find the first unit from.
    #[error("nothing says what the first unit takes")]
    FirstUnitUndetermined,
}
