//! Break-even: the fewest units whose contribution covers what is fixed.

use rust_decimal::Decimal;

use super::answer::{Made, Trace};
use super::figure::{Figure, Table, reading};
use super::limit::first_within;
use super::{Error, Of, Part, Subject};

/// How a break-even was found.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEvenTrace {
    /// The price per unit.
    pub price: Decimal,
    /// What has to be covered.
    pub fixed: Decimal,
    /// The answer.
    pub at: Contribution,
    /// One step less, which does not cover it: the proof.
    pub before: Option<Contribution>,
}

/// What a count of units brings in and costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// How many units.
    pub units: u64,
    /// Price × units.
    pub revenue: Decimal,
    /// Their total cost.
    pub cost: Decimal,
    /// Revenue less cost.
    pub contribution: Decimal,
}

/// The fewest units whose revenue covers their costs and `fixed`.
///
/// Early units may cost more than the price, so that the contribution falls before it rises: it is sought stretch by
/// stretch, in each from where a unit costs less than the price.
///
/// # Errors
///
/// [`Error::PriceInTime`] for a question in time; [`Error::Unreachable`] with the price and what units cost in the end.
pub(super) fn units(subject: Subject<'_>, price: Decimal, fixed: Decimal, of: Of) -> Result<Made, Error> {
    if of == Of::Time {
        return Err(Error::PriceInTime);
    }
    let size = subject.batch_size();
    let at = |items: u64| contribution(subject, price, items * size);
    let mut failure = None;
    let mut covers = |items: u64| match at(items) {
        Ok(made) => made.contribution >= fixed,
        // Costs past what a decimal holds are covered by no revenue.
        Err(Error::Cost(_) | Error::Crossing(_)) => false,
        Err(error) => {
            failure.get_or_insert(error);
            false
        }
    };
    let mut pays = |items: u64| {
        let last = subject.take(subject.last_batch(items)).and_then(|taken| reading(&taken.amounts.each, of));
        last.is_ok_and(|cost| cost <= price)
    };
    let stretches = subject.stretches(of, &|items| subject.last_batch(items));
    let found = first_within(&stretches, false, &mut covers, &mut pays);
    if let (None, Some(error)) = (found, failure) {
        return Err(error);
    }
    let Some(items) = found else {
        // What the first units come to tells whether there is an answer at all, or an amount too large.
        at(1)?;
        let last = subject.most() * size;
        let cost = reading(&subject.take(Part::One(last))?.amounts.each, of)?;
        let told = |name: &str, amount, each| Figure::of_money(subject, name, amount, each).text();
        let why = match at(subject.most()) {
            // Units pay in the end, and still there are not enough of them.
            Ok(all) if cost < price => format!(
                "{} units, the most that are counted, contribute {}, and {} is to be covered",
                all.units,
                told("contribution", all.contribution, false),
                told("fixed", fixed, false)
            ),
            _ => {
                let (unit, price) = (told("unit", cost, true), told("price", price, true));
                format!("a unit costs {unit} in the end, and the price is {price}")
            }
        };
        return Err(Error::Unreachable { why });
    };
    let made = at(items)?;
    let before = if items > 1 { Some(at(items - 1)?) } else { None };
    let money = |name: &str, amount| Figure::of_money(subject, name, amount, false);
    let mut figures = vec![
        Figure::of_count("units", made.units, "units"),
        money("contribution", made.contribution),
        money("revenue", made.revenue),
        money("total cost", made.cost),
    ];
    if let Some(before) = &before {
        figures.push(money(&format!("contribution at {} units", before.units), before.contribution));
    }
    let trace = BreakEvenTrace { price, fixed, at: made, before };
    Ok((figures, Table::default(), Trace::BreakEven(trace)))
}

fn contribution(subject: Subject<'_>, price: Decimal, units: u64) -> Result<Contribution, Error> {
    let cost = reading(&subject.take(Part::First(units))?.amounts.total, Of::Cost)?;
    let revenue = price.checked_mul(Decimal::from(units)).ok_or_else(|| Error::too_large("the revenue"))?;
    let contribution = revenue.checked_sub(cost).ok_or_else(|| Error::too_large("the contribution"))?;
    Ok(Contribution { units, revenue, cost, contribution })
}
