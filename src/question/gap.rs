//! Cost gaps: a cost per unit less its target.

use rust_decimal::Decimal;

use super::answer::{Made, Trace};
use super::figure::{Figure, Table, reading};
use super::price::part;
use super::{CostOf, Error, Of, Subject, Taken, Target};

/// How a gap was made.
#[derive(Debug, Clone, PartialEq)]
pub struct GapTrace {
    /// The units with their costs.
    pub taken: Taken,
    /// Cost (or time) per unit.
    pub cost: Decimal,
    /// Cost (or time) of all the units.
    pub total: Decimal,
    /// What it is held against.
    pub target: Target,
    /// The target in figures.
    pub bound: Decimal,
}

/// What the cost per unit exceeds its target by; negative where it keeps within.
///
/// # Errors
///
/// [`Error::PriceInTime`] for a target from a price in a question of time; amounts past what a decimal holds.
pub(super) fn gap(subject: Subject<'_>, cost_of: CostOf, target: Target, of: Of) -> Result<Made, Error> {
    let bound = match target {
        Target::Given(bound) => bound,
        Target::OfPrice { .. } if of == Of::Time => return Err(Error::PriceInTime),
        Target::OfPrice { price, margin } => Decimal::ONE
            .checked_sub(margin)
            .and_then(|rest| price.checked_mul(rest))
            .ok_or_else(|| Error::too_large("the target"))?,
    };
    let taken = subject.take(part(cost_of))?;
    let cost = reading(&taken.amounts.each, of)?;
    let figure = |name: &str, value, each| match of {
        Of::Cost => Figure::of_money(subject, name, value, each),
        Of::Time => Figure::of_time(subject, name, value, each),
    };
    let gap = cost.checked_sub(bound).ok_or_else(|| Error::too_large("the gap"))?;
    let word = of.name();
    let mut figures = vec![
        figure(&format!("{word} gap"), gap, true),
        figure(word, cost, true),
        figure("target", bound, true),
    ];
    let total = reading(&taken.amounts.total, of)?;
    if matches!(cost_of, CostOf::First(_) | CostOf::Lot(_)) {
        let over = bound
            .checked_mul(Decimal::from(taken.units))
            .and_then(|allowed| total.checked_sub(allowed))
            .ok_or_else(|| Error::too_large("the gap"))?;
        figures.push(figure(&format!("total {word} gap"), over, false));
    }
    Ok((figures, Table::default(), Trace::CostGap(GapTrace { taken, cost, total, target, bound })))
}
