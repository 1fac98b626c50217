//! Several elements in place of one curve, each with a curve and costs of its own.

use super::tree::Node;

use super::Scenario;
use super::check::{curve_and_costs, curve_span, has_errors, work};
use super::context::Context;
use super::curve::no_first_unit;
use super::diagnostic::Diagnostic;
use super::raw::ELEMENT_OF_WORK;
use super::reader::{Findings, Reader, shorten, wrong_type};
use super::{asked, costs};
use crate::cost::Driver;
use crate::curve::MAX_UNITS;
use crate::money::Currency;
use crate::question::subject::least_common_multiple;
use crate::question::{Element, Measure, Project, Rounding, Whole};

/// The most elements of a scenario.
const MOST: usize = 1_000;

/// Reads `[element.NAME…]` and what is asked of the elements.
pub(super) fn read(
    table: &Reader<'_, '_>,
    currency: Option<Currency>,
    rounding: Rounding,
    found: &mut Findings<'_>,
) -> Option<Scenario> {
    if table.get("curve").is_some() {
        found.push(
            Diagnostic::error("contradiction", table.key_span("curve"), "both a curve and elements")
                .with_help("give the curve to an element of its own: [element.NAME.curve.wright]")
                .with_related(table.key_span("element"), "the elements"),
        );
    }
    let value = table.get("element")?;
    let Node::Table(named) = value.node() else {
        found.push(wrong_type(value, "a table for each element: [element.NAME.curve.wright]"));
        return None;
    };
    if named.is_empty() || named.len() > MOST {
        found.push(
            Diagnostic::error("missing-key", value.span(), format!("{} elements", named.len()))
                .with_help("at least one element, and at most 1000"),
        );
        return None;
    }
    let mut read = Vec::with_capacity(named.len());
    for (name, value) in named.iter() {
        let Some(own) = Reader::open(value, &ELEMENT_OF_WORK, found) else {
            continue;
        };
        let name = name.name().to_owned();
        if own.get("curve").is_none() {
            found.push(
                Diagnostic::error(
                    "missing-key",
                    own.span.clone(),
                    format!("the element `{}` has no curve", shorten(&name)),
                )
                .with_help(format!("add a table [element.{}.curve.wright]", shorten(&name))),
            );
        }
        let (inputs, lines) = curve_and_costs(&own, found);
        if inputs.as_ref().is_some_and(|inputs| !inputs.has_first_unit()) {
            found.push(no_first_unit(curve_span(&own)));
        }
        read.push((name, own, inputs, lines));
    }
    let shared = costs::read(table, found);
    let sound = read.iter().all(|(_, _, inputs, _)| inputs.is_some());
    let measures: Vec<Measure> =
        read.iter().filter_map(|(_, _, inputs, _)| inputs.as_ref().map(|inputs| inputs.measure)).collect();
    let measure =
        if measures.contains(&Measure::Money) { Some(Measure::Money) } else { measures.first().copied() };
    if measure == Some(Measure::Money) && shared.iter().any(|line| matches!(line.driver, Driver::Hour(_))) {
        found.push(
            Diagnostic::error(
                "contradiction",
                table.key_span("cost"),
                "a rate per hour of the whole, but an element is in money",
            )
            .with_help("give the rate to the elements that are in time"),
        );
    }
    let context = |inputs, lines| Context::of_curve(inputs, lines, currency, rounding);
    let own: Vec<(String, Context<'_>)> =
        read.iter().map(|(name, _, inputs, lines)| (name.clone(), context(inputs.as_ref(), lines))).collect();
    let batch_size = own.iter().map(|(_, context)| context.batch_size).fold(1, least_common_multiple);
    if batch_size > MAX_UNITS {
        found.push(
            Diagnostic::error(
                "too-many-units",
                value.span(),
                "no number of units up to 1e15 is whole batches of every element",
            )
            .with_help("give the elements batch sizes that divide one another"),
        );
        return None;
    }
    let whole = Context {
        inputs: None,
        trains: false,
        measure: measure.filter(|_| sound),
        batch_size,
        ends: own.iter().all(|(_, context)| context.ends),
        lines: &shared,
        costs: !shared.is_empty() || own.iter().any(|(_, context)| context.costs),
        currency,
        rounding,
    };
    let questions = asked::read(table, whole, &own, found);
    drop(own);
    let mut elements = Vec::with_capacity(read.len());
    for (name, table, inputs, lines) in read {
        if let Some(work) = work(&table, inputs, lines, currency, rounding, found) {
            elements.push(Element { name, work });
        }
    }
    if has_errors(found) {
        return None;
    }
    Some(Scenario {
        whole: Whole::Elements(Project { elements, lines: shared, currency, rounding }),
        questions,
    })
}
