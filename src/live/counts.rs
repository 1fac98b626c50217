//! Counts of units that meet a limit or cover what is fixed: sought in cells, by powers of two.

use super::Fixed;
use super::amounts::Part;
use super::asked::{Asking, Figure};
use super::book::{Allowed, Kind, Show};
use super::curve::MOST_ADDED;
use super::search;
use super::sum::powers;
use crate::curve::{Analytic as _, Basis, Shape, count};
use crate::formula::Expression;
use crate::money;
use crate::question::{Limit, Of, Part as Taking, Subject};

/// The most batches that are looked at.
fn most(asking: &Asking<'_, '_, '_>) -> f64 {
    let added = asking.subject.works().any(|work| {
        let closed = match work.run.curve().shape() {
            Shape::Boone { .. } | Shape::Knecht { .. } | Shape::Levy { .. } | Shape::Exponential { .. } => {
                false
            }
            _ => work.rounding.steps.unit.is_none(),
        };
        !closed && work.inputs().basis == Basis::Unit
    });
    let most = count(asking.subject.most());
    if added { most.min(f64::from(MOST_ADDED)) } else { most }
}

/// Refuses what may fall and rise again before learning ends: there the first count within need not be the only one.
fn only_falls(asking: &Asking<'_, '_, '_>) -> Result<(), Fixed> {
    let turned = asking.whole.models().iter().any(|model| model.turns());
    let size = asking.subject.batch_size();
    let reading = |part: Taking| {
        let taken = asking.subject.take(part).ok()?.amounts.each;
        match (asking.of, &taken.sheet) {
            (Of::Cost, sheet) => sheet.as_ref().map(|sheet| sheet.sum),
            (Of::Time, _) => Some(taken.decimal),
        }
    };
    let falls_by = |part: &dyn Fn(u64) -> Taking| {
        let mut stretches = asking.subject.stretches(asking.of, part);
        if asking.subject.ends() {
            stretches.pop();
        }
        let ends = stretches.iter().flat_map(|(first, last)| [*first, *last]);
        let values: Option<Vec<_>> = ends.map(|items| reading(part(items))).collect();
        values.is_some_and(|values| values.windows(2).all(|pair| pair[0] >= pair[1]))
    };
    let falls =
        falls_by(&|items| Taking::One(items * size)) && falls_by(&|items| asking.subject.last_batch(items));
    if turned || !falls {
        return Err(Fixed::new(
            "units fall and rise again, and no search in cells finds the first count for sure",
        ));
    }
    Ok(())
}

/// Where the first curve stops learning, in batches of the whole.
fn end<'r>(asking: &Asking<'_, 'r, '_>) -> Option<Expression<'r>> {
    match asking.subject {
        Subject::Curve(_) => asking.whole.models()[0].run.end.as_ref().map(|end| end.after),
        _ => None,
    }
}

/// Units in a batch of the whole.
fn size<'r>(asking: &Asking<'_, 'r, '_>) -> Expression<'r> {
    match asking.whole.curve() {
        Ok(model) => model.batch,
        Err(_) => count(asking.subject.batch_size()).into(),
    }
}

/// What a limit bounds.
fn bounded<'r>(
    asking: &Asking<'_, 'r, '_>,
    limit: Limit,
    units: Expression<'r>,
) -> Result<Expression<'r>, Fixed> {
    let take = |part| asking.whole.take(asking.builder, part);
    match limit {
        Limit::Total(_) => take(Part::First(units))?.total.of(asking.of),
        Limit::Average(_) => take(Part::First(units))?.each.of(asking.of),
        Limit::Unit(_) => take(Part::One(units))?.each.of(asking.of),
    }
}

/// The units that meet a limit, with what it bounds there and one step further.
pub(super) fn units<'r>(asking: &Asking<'_, 'r, '_>, limit: Limit) -> Result<Vec<Figure<'r>>, Fixed> {
    let builder = asking.builder;
    let (key, each, bound) = match limit {
        Limit::Total(bound) => ("total", false, bound),
        Limit::Average(bound) => ("average", true, bound),
        Limit::Unit(bound) => ("unit", true, bound),
    };
    let show = asking.show(asking.of, each);
    let bound =
        asking.give(key, &format!("limit of the {key}"), show.clone(), Allowed::Any, money::to_f64(bound));
    let (size, most) = (size(asking), most(asking));
    let one = Expression::from(1.0);
    let at = |items: Expression<'r>| bounded(asking, limit, items * size);
    let rising = matches!(limit, Limit::Total(_));
    if !rising {
        only_falls(asking)?;
    }
    let title = format!("{}: the last count {}", asking.id, if rising { "within" } else { "above" });
    let end = if rising { None } else { end(asking) };
    let at_end = end.map(at).transpose()?;
    let found = search::last(builder, &title, most, (key, &show), &|items| {
        let value = at(items)?;
        let held = if rising { value.at_most(bound) } else { value.more(bound) };
        // Past learning's end a unit may take more again than the last that learned.
        let held = match (end, at_end) {
            (Some(end), Some(at_end)) => items.more(end).choose(builder.both(held, at_end.more(bound)), held),
            _ => held,
        };
        Ok((value, held))
    })?;
    let limited = asking.subject.works().any(|work| matches!(work.run.curve().shape(), Shape::Factors(_)));
    let items = if rising {
        let all = if limited { found } else { found.less(most.into()).choose(found, builder.none()) };
        found.at_least(one).choose(all, builder.none())
    } else {
        let first = at(one)?.at_most(bound);
        first.choose(one, found.less(most.into()).choose(found + one, builder.none()))
    };
    let items = builder.step(
        "count",
        if rising { "the last within" } else { "one past the last above" },
        Show::of(Kind::Count, ""),
        items,
    );
    let name = format!("{key} {}", asking.of.name());
    let headline = asking.count("units", items * size);
    let reached = asking.either(asking.of, &name, at(items)?, each);
    let mut figures = vec![headline, Asking::positioned(reached, 1)];
    let beyond = if rising { items + one } else { items - one };
    if asking.names.len() > 2 {
        let further = if rising { "one step further" } else { "one step before" };
        let figure = asking.either(asking.of, &format!("{name}, {further}"), at(beyond)?, each);
        figures.push(Asking::positioned(figure, 2));
    }
    Ok(figures)
}

/// The fewest units whose contribution covers what is fixed.
pub(super) fn break_even<'r>(
    asking: &Asking<'_, 'r, '_>,
    (price, fixed): (f64, f64),
) -> Result<Vec<Figure<'r>>, Fixed> {
    only_falls(asking)?;
    let builder = asking.builder;
    let price = asking.give("price", "price", asking.money_show(true), Allowed::NotNegative, price);
    let fixed = asking.give("fixed", "fixed costs to cover", asking.money_show(false), Allowed::Any, fixed);
    let (size, most) = (size(asking), most(asking));
    let one = Expression::from(1.0);
    let cost =
        |items: Expression<'r>| asking.whole.take(builder, Part::First(items * size))?.total.of(Of::Cost);
    let left = |items: Expression<'r>| Ok::<_, Fixed>(price * (items * size) - cost(items)?);
    let end = end(asking);
    let at_end = end.map(left).transpose()?;
    let title = format!("{}: the last count that does not cover it", asking.id);
    let show = asking.money_show(false);
    let found = search::last(builder, &title, most, ("contribution", &show), &|items| {
        let value = left(items)?;
        let held = value.less(fixed);
        let held = match (end, at_end) {
            (Some(end), Some(at_end)) => items.more(end).choose(builder.both(held, at_end.less(fixed)), held),
            _ => held,
        };
        Ok((value, held))
    })?;
    let first = left(one)?.at_least(fixed);
    let items = first.choose(one, found.less(most.into()).choose(found + one, builder.none()));
    let items =
        builder.step("count", "one past the last that does not cover it", Show::of(Kind::Count, ""), items);
    let total = cost(items)?;
    let revenue = builder.step("revenue", "price × units", asking.money_show(false), price * (items * size));
    let mut figures = vec![
        asking.count("units", items * size),
        asking.money("contribution", revenue - total, false),
        asking.money("revenue", revenue, false),
        asking.money("total cost", total, false),
    ];
    if asking.names.len() > 4 {
        let figure = asking.money("contribution, one step before", left(items - one)?, false);
        figures.push(Asking::positioned(figure, 4));
    }
    Ok(figures)
}

/// Of several elements, the rate of the one curve with their first units' sum and their total.
pub(super) fn equivalent_rate<'r>(asking: &Asking<'_, 'r, '_>, units: Expression<'r>) -> Option<Figure<'r>> {
    let place = asking.names.iter().position(|name| name.starts_with("equivalent "))?;
    let unit_theory = asking.names[place].contains("Crawford");
    let one = Expression::from(1.0);
    let builder = asking.builder;
    let of_first = asking.whole.take(builder, Part::One(one)).ok()?.each.of(asking.of).ok()?;
    let of_all = asking.whole.take(builder, Part::Lot(one, units)).ok()?.total.of(asking.of).ok()?;
    let ratio =
        builder.step("total / first unit", "of the elements together", Show::number(), of_all / of_first);
    let index = if unit_theory {
        let title = format!("{}: index of the one curve", asking.id);
        let excess = |b: Expression<'r>| Ok(powers(builder, (one, units), b, "Σ k^b") / ratio - one);
        search::halve(builder, &title, ((-5.0).into(), 2.0.into()), &excess).ok()?
    } else {
        (ratio / units).ln() / units.ln()
    };
    let theory = if unit_theory { "Crawford" } else { "Wright" };
    let rate = Expression::from(2.0).pow(index);
    let name = format!("equivalent {theory} rate at these units alone");
    Some(Asking::positioned(asking.number(&name, rate, 6, Show::of(Kind::Percent, "")), place))
}
