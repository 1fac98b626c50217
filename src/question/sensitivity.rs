//! Sensitivity: a question's answer as one thing or two vary.

use rust_decimal::Decimal;

use super::answer::{Made, Trace, answer};
use super::figure::{Figure, Row, Side, Table, sided};
use super::{Error, Of, Sensitivity, Subject};

/// A row for each variation: the answer, and its change against the answer as the scenario stands.
///
/// Where several things vary one at a time, they come in the order of what they move: the widest range first, as in a tornado
/// chart. The headline is the answer as the scenario stands.
///
/// # Errors
///
/// Those of the question; a variation without an answer is an error that names it.
pub(super) fn sensitivity(subject: Subject<'_>, given: &Sensitivity, of: Of) -> Result<Made, Error> {
    let base = answer(subject, &given.find, of)?;
    let Some(headline) = base.headline().cloned() else {
        return Err(Error::NothingToSolve);
    };
    let base_value = signed(&headline);
    let mut rows = Vec::with_capacity(given.variations.len());
    for variation in &given.variations {
        let said: Vec<String> =
            variation.changes.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let label = said.join(", ");
        let varied = answer(&variation.whole, &given.find, of)
            .map_err(|error| Error::Variation { label: label.clone(), error: Box::new(error) })?;
        let Some(figure) = varied.headline().cloned() else {
            continue;
        };
        let change = signed(&figure).checked_sub(base_value).ok_or_else(|| Error::too_large("a change"))?;
        let mut figures = vec![figure.clone(), changed(&figure, change)];
        if let Some(share) = change.checked_div(headline.unrounded) {
            let percent = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
            figures.push(Figure { name: "change in %".to_owned(), ..Figure::of_number("", percent, 2, "%") });
        }
        let keys: Vec<&str> = variation.changes.iter().map(|(key, _)| key.as_str()).collect();
        rows.push((keys.join(", "), Row { at: format!("with {label}"), label, figures }));
    }
    let ranges = ranges(&rows, base_value);
    // A stable sort keeps each parameter's values in their order.
    rows.sort_by_key(|(key, _)| ranges.iter().position(|(other, _)| other == key));
    let mut figures = vec![headline.clone()];
    if ranges.len() > 1 {
        for (key, range) in &ranges {
            let name = format!("range over {key}");
            figures.push(Figure { name, ..changed(&headline, *range) });
        }
    }
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let table = Table { heading: "variation".to_owned(), rows };
    Ok((figures, table, Trace::Sensitivity(Box::new(base))))
}

/// A difference of figures, with the places and the unit of one of them.
///
/// Of amounts that are marked F or A it has a sign in place of the mark.
fn changed(figure: &Figure, change: Decimal) -> Figure {
    let exact = crate::money::to_f64(change);
    let value = crate::money::RoundingMode::HalfUp.round(change, figure.value.scale());
    Figure {
        name: "change".to_owned(),
        value,
        exact,
        unrounded: change,
        unit: sided(&figure.unit).0.to_owned(),
    }
}

/// A figure's amount with its sign: an adverse one is below 0.
fn signed(figure: &Figure) -> Decimal {
    if sided(&figure.unit).1 == Some(Side::Adverse) { -figure.unrounded } else { figure.unrounded }
}

/// How far each parameter moves the answer, the widest first; the answer as it stands counts too.
fn ranges(rows: &[(String, Row)], base: Decimal) -> Vec<(String, Decimal)> {
    let mut ends: Vec<(String, Decimal, Decimal)> = Vec::new();
    for (key, row) in rows {
        let value = signed(&row.figures[0]);
        match ends.iter_mut().find(|(other, _, _)| other == key) {
            Some((_, low, high)) => (*low, *high) = ((*low).min(value), (*high).max(value)),
            None => ends.push((key.clone(), value.min(base), value.max(base))),
        }
    }
    let mut ranges: Vec<(String, Decimal)> = ends
        .into_iter()
        .map(|(key, low, high)| (key, high.checked_sub(low).unwrap_or(Decimal::MAX)))
        .collect();
    ranges.sort_by(|(_, one), (_, other)| other.cmp(one));
    ranges
}
