//! Sums of units, on the first leg of a run and on later ones.

use super::Step;
use super::model;
use super::notation::{Notation, grouped, number, places};
use super::quantities::{Want, lot};
use crate::curve::{Lot, Shape, count};
use crate::question::quantity::LotOf;
use crate::question::reckon::Reckoner;

/// Sums of up to this many terms are written out.
const MOST_TERMS: u64 = 5;

/// Units that are rounded one by one are written out up to this many.
const MOST_UNITS: usize = 12;

/// A sum under the unit theory with its numbers.
pub(super) fn sum_text(notation: &Notation<'_>, from: u64, to: u64, factors: f64, rounded: bool) -> String {
    if rounded {
        return rounded_units(notation, from, to);
    }
    let first = notation.first_unit();
    if matches!(notation.work.run.curve().shape(), Shape::Factors(_) | Shape::Stepped { .. }) {
        return format!("{first} × {}", number(factors));
    }
    if to - from < MOST_TERMS {
        let terms: Vec<String> = (from..=to).map(|k| notation.factor(&k.to_string())).collect();
        return format!("{first} × ({}) = {first} × {}", terms.join(" + "), number(factors));
    }
    let (from, to) = (notation.factor(&grouped(from)), notation.factor(&grouped(to)));
    format!("{first} × ({from} + … + {to}) = {first} × {}", number(factors))
}

/// Units that were rounded one by one, written out where there are few.
fn rounded_units(notation: &Notation<'_>, from: u64, to: u64) -> String {
    let work = notation.work;
    let reckoner = Reckoner::of(work);
    let units = || (from..=to).map(|k| reckoner.one(k).map(|one| notation.number(one.value)));
    match units().take(MOST_UNITS).collect::<Result<Vec<String>, _>>() {
        Ok(terms) if to - from < MOST_UNITS as u64 => format!("{} {}", terms.join(" + "), notation.unit),
        _ => format!("units {} to {}, each rounded, added", grouped(from), grouped(to)),
    }
}

/// The formula of a total under the unit theory, `ends` saying over which units.
pub(super) fn sum_formula(notation: &Notation<'_>, ends: &str) -> String {
    match notation.work.run.curve().shape() {
        Shape::Factors(_) => "T1 × factor of the total".to_owned(),
        _ if notation.work.rounding.steps.unit.is_some() => {
            format!("units rounded one by one, then added; unit k = T1 × {}", notation.formula("k"))
        }
        _ => format!("T1 × Σ {}, k = {ends}", notation.formula("k")),
    }
}

/// Steps for each part of a lot, then their names and their values as a sum.
pub(super) fn each_part(notation: &Notation<'_>, parts: &[LotOf], steps: &mut Vec<Step>) -> (String, String) {
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for part in parts {
        lot(notation, part, Want::Total, steps);
        let (from, to) = (grouped(part.lot.first()), grouped(part.lot.last()));
        names.push(if from == to {
            format!("{} {from}", notation.item)
        } else {
            format!("{} {from} to {to}", notation.items())
        });
        values.push(number(part.total));
    }
    (names.join(" + "), format!("{} {}", values.join(" + "), notation.unit))
}

/// The formula of units on a later leg, and the formula with its numbers.
pub(super) fn leg_text(
    notation: &Notation<'_>,
    leg: usize,
    lot: Option<Lot>,
    factors: f64,
    rounded: bool,
) -> (String, String) {
    let (Some((curve, from, scale)), Some(lot)) = (model::on_leg(notation, leg), lot) else {
        return (String::new(), String::new());
    };
    let start = from + count(lot.first()) - count(notation.work.run.legs()[leg].first);
    let end = start + count(lot.quantity() - 1);
    let (low, high) = (places(start, 6), places(end, 6));
    #[expect(clippy::float_cmp, reason = "a leg that is scaled by anything else says so")]
    let (times, by) =
        if scale == 1.0 { (String::new(), "") } else { (format!(" × {}", number(scale)), " × scale") };
    let shape = |x: &str| model::substituted(curve.shape(), x);
    let first = notation.value(curve.first_unit());
    let formula = |x: &str| model::formula(curve.shape(), x);
    if rounded {
        return (format!("T1{by} × Σ {}", formula("x")), "each unit rounded, then added".to_owned());
    }
    let shown = number(factors);
    if notation.wright() {
        let below = places(start - 1.0, 6);
        let terms = format!("{high} × {} - {below} × {}", shape(&high), shape(&below));
        let f = formula("x");
        return (
            format!("T1{by} × (x × {f} at the last - x × {f} before the first)"),
            format!("{first}{times} × ({terms}) = {first} × {shown}"),
        );
    }
    if lot.quantity() == 1 {
        return (
            format!("T1{by} × {}, x = {low}", formula("x")),
            format!("{first}{times} × {}", shape(&low)),
        );
    }
    (
        format!("T1{by} × Σ {}, x = {low} to {high}", formula("x")),
        format!("{first}{times} × ({} + … + {}) = {first} × {shown}", shape(&low), shape(&high)),
    )
}
