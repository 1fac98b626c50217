//! Prices: a cost per unit with a markup on it, or a margin within it.

use rust_decimal::Decimal;

use super::answer::{Made, Trace};
use super::figure::{Figure, Table, reading};
use super::{CostOf, Error, Of, Part, Profit, Subject, Taken};

/// How a price was made.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceTrace {
    /// The units with their costs.
    pub taken: Taken,
    /// Cost per unit.
    pub cost: Decimal,
    /// How the price follows from it.
    pub profit: Profit,
}

/// The units that a cost per unit is about.
pub(super) fn part(of: CostOf) -> Part {
    match of {
        CostOf::First(units) => Part::First(units),
        CostOf::Lot(lot) => Part::Lot(lot),
        CostOf::Unit(number) => Part::One(number),
        CostOf::Steady => Part::Steady,
    }
}

/// `cost × (1 + markup)`, or `cost / (1 - margin)`.
fn at_a_profit(cost: Decimal, profit: Profit) -> Option<Decimal> {
    match profit {
        Profit::Markup(markup) => cost.checked_mul(Decimal::ONE.checked_add(markup)?),
        Profit::Margin(margin) => cost.checked_div(Decimal::ONE.checked_sub(margin)?),
    }
}

/// The price per unit of some units, and what it brings in.
///
/// # Errors
///
/// [`Error::PriceInTime`] for a question in time; amounts past what a decimal holds.
pub(super) fn price(subject: Subject<'_>, cost_of: CostOf, profit: Profit, of: Of) -> Result<Made, Error> {
    if of == Of::Time {
        return Err(Error::PriceInTime);
    }
    let taken = subject.take(part(cost_of))?;
    let (cost, total) = (reading(&taken.amounts.each, of)?, reading(&taken.amounts.total, of)?);
    let (Some(price), Some(turnover)) = (at_a_profit(cost, profit), at_a_profit(total, profit)) else {
        return Err(Error::too_large("the price"));
    };
    let figures = vec![
        Figure::of_money(subject, "price", price, true),
        Figure::of_money(subject, "total price", turnover, false),
        Figure::of_money(subject, "cost", cost, true),
        Figure::of_money(subject, "total cost", total, false),
        Figure::of_money(subject, "profit", price - cost, true),
        Figure::of_money(subject, "total profit", turnover - total, false),
    ];
    Ok((figures, Table::default(), Trace::Price(PriceTrace { taken, cost, profit })))
}
