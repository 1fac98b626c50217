//! Questions about the curve itself: its rate, its index, its first unit, a lot's midpoint.

use super::figure::{Figure, reading};
use super::work::lot_in_batches;
use super::{Error, Of, Part, Question, Subject, Work};
use crate::curve::anchor::{self, Fact};
use crate::curve::{self, Basis, Index, Lot, Outline, midpoint};
use crate::money;

/// The figures of a rate, index or first-unit question, headline first.
///
/// # Errors
///
/// A value past what a decimal holds.
pub(super) fn figures(work: &Work, question: &Question) -> Result<Vec<Figure>, Error> {
    let first = if work.inputs().has_first_unit() { Some(first_unit_figure(work)?) } else { None };
    let Some(index) = work.parameters.index else {
        return match question {
            Question::FirstUnit => first.map(|first| vec![first]).ok_or(Error::NotTwoFacts),
            _ => Err(curve::Error::NoIndex.into()),
        };
    };
    let rate = rate_figure(work, index)?;
    let index = index_figure(work, index)?;
    Ok(match question {
        Question::Index => [index, rate].into_iter().chain(first).collect(),
        Question::FirstUnit => first.into_iter().chain([rate, index]).collect(),
        _ => [rate, index].into_iter().chain(first).collect(),
    })
}

/// The learning rate as a percentage: as given or found, 2^b where the headline's index was rounded.
fn rate_figure(work: &Work, index: Index) -> Result<Figure, Error> {
    let parameters = &work.parameters;
    let ratio = match parameters.learning_rate {
        Some(rate) if parameters.index == parameters.exact_index => rate,
        _ => index.learning_rate().ratio(),
    };
    Figure::of_curve("learning rate", 100.0 * ratio, 4, "%")
}

fn index_figure(work: &Work, index: Index) -> Result<Figure, Error> {
    let places = work.rounding.steps.index.unwrap_or(6);
    let written = work.inputs().index.map_or(0, |index| index.scale());
    Figure::of_curve("index", index.value(), places.max(written), "")
}

fn first_unit_figure(work: &Work) -> Result<Figure, Error> {
    let value = work.run.curve().first_unit();
    let decimal = money::from_f64(value)?;
    let places = super::natural_places(decimal);
    let name = if work.batch_size() > 1 { "first batch" } else { "first unit" };
    Figure::of_curve(name, value, places, &work.measure_unit())
}

/// The midpoint of a lot of units: the unit, or with batches the batch, whose time is the lot's average.
///
/// # Errors
///
/// The curve's: a lot past learning's end, where all units are alike, has none.
pub(super) fn midpoint(work: &Work, lot: Lot) -> Result<f64, Error> {
    let items = lot_in_batches(lot, work.batch_size())?;
    Ok(work.run.midpoint(items)?)
}

/// The figure of a midpoint.
///
/// # Errors
///
/// None in practice: midpoints lie between 1 and 1e15.
pub(super) fn midpoint_figure(work: &Work, value: f64) -> Result<Figure, Error> {
    Figure::of_curve("lot midpoint", value, 4, item(work))
}

/// A lot's midpoint, and the two rules of thumb that handbooks use for it; these know nothing of learning's end.
///
/// # Errors
///
/// As [`midpoint`].
pub(super) fn midpoint_figures(work: &Work, lot: Lot) -> Result<Vec<Figure>, Error> {
    let items = lot_in_batches(lot, work.batch_size())?;
    let mut figures = vec![midpoint_figure(work, midpoint(work, lot)?)?];
    // The rules of thumb are of a lot in which every unit learns.
    if work.run.end().is_some_and(|end| items.last() > end.after) {
        return Ok(figures);
    }
    figures.push(Figure::of_curve(
        "algebraic midpoint, (F + L + 2 sqrt(F L)) / 4",
        midpoint::algebraic(items),
        4,
        item(work),
    )?);
    let index = work.parameters.index.filter(|_| work.inputs().form.is_plain());
    if let Some(value) = index.and_then(|index| midpoint::half_unit_integral(items, index)) {
        figures.push(Figure::of_curve("half-unit integral midpoint", value, 4, item(work))?);
    }
    Ok(figures)
}

/// What a midpoint numbers.
fn item(work: &Work) -> &'static str {
    if work.batch_size() > 1 { "batch" } else { "unit" }
}

/// Of several elements, the rate of the one curve that starts with their first units' sum and has their total at `units`.
///
/// A sum of learning curves is not one: at another number of units the rate is another.
pub(super) fn equivalent_rate(subject: Subject<'_>, units: u64, of: Of) -> Option<Figure> {
    let Subject::Elements(project) = subject else {
        return None;
    };
    if units < 2 {
        return None;
    }
    let unit_theory = project.elements.iter().all(|element| element.work.inputs().basis == Basis::Unit);
    let basis = if unit_theory { Basis::Unit } else { Basis::CumulativeAverage };
    // Where there are batches a first unit alone is none, and there is no such rate.
    let of_first = reading(&subject.take(Part::One(1)).ok()?.amounts.each, of).ok()?;
    // Together the units carry no share of what is paid once, which does not learn.
    let lot = Part::Lot(Lot::new(1, units).ok()?);
    let of_all = reading(&subject.take(lot).ok()?.amounts.total, of).ok()?;
    let fact = Fact::Total { units, value: money::to_f64(of_all) };
    let solution =
        anchor::solve_index(&Outline::power_law(basis, None), money::to_f64(of_first), fact).ok()?;
    let theory = if unit_theory { "Crawford" } else { "Wright" };
    let name = format!("equivalent {theory} rate at {units} units alone");
    Figure::of_curve(&name, 100.0 * solution.learning_rate().ratio(), 4, "%").ok()
}
