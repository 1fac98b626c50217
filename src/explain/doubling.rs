//! The tabular method: the rate applied once for each doubling, no index needed.

use super::Step;
use super::notation::{Notation, grouped};
use crate::curve::count;
use crate::money;

/// Averages by doubling up to `last`, where that is a whole number of doublings and the rate is a given one.
pub(super) fn averages(notation: &Notation<'_>, last: u64, steps: &mut Vec<Step>) {
    let headings = [notation.items(), "average", "total"];
    step(notation, last, "average", &headings, steps);
}

/// Unit times by doubling up to unit `last`, on the same terms.
pub(super) fn units(notation: &Notation<'_>, last: u64, steps: &mut Vec<Step>) {
    let headings = [notation.item, notation.measure];
    step(notation, last, notation.measure, &headings, steps);
}

fn step(notation: &Notation<'_>, last: u64, of: &str, headings: &[&str], steps: &mut Vec<Step>) {
    let Some(rate) = notation.work.inputs().rate else {
        return;
    };
    if !notation.plain() || last < 2 || !last.is_power_of_two() || notation.work.rounding.steps.carry_on() {
        return;
    }
    let doublings = last.ilog2();
    let percent = format!("{}%", (rate * rust_decimal::Decimal::ONE_HUNDRED).normalize());
    let ratio = money::to_f64(rate);
    let mut rows = vec![headings.iter().map(ToString::to_string).collect::<Vec<_>>()];
    let mut value = notation.work.run.curve().first_unit();
    for doubling in 0..=doublings {
        if doubling > 0 {
            value *= ratio;
        }
        let reached = 1_u64 << doubling;
        let mut row = vec![grouped(reached), notation.value(value)];
        if headings.len() > row.len() {
            row.push(notation.value(value * count(reached)));
        }
        rows.push(row);
    }
    let plural = if doublings == 1 { "" } else { "s" };
    steps.push(Step {
        rows,
        ..Step::new(
            format!("tabular method: {} {} is {doublings} doubling{plural}", grouped(last), notation.items()),
            format!("T1 × r^{doublings}: each doubling takes the {of} to {percent} of what it was"),
            format!("{} × {percent}^{doublings}", notation.first_unit()),
            notation.each(value),
        )
    });
}
