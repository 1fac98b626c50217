//! Which key of a curve is at fault where it makes no curve.

use super::super::check::curve_span;
use super::super::reader::Reader;
use crate::{curve, question};

/// The place of the key of the curve that an error is about.
pub(in super::super) fn span(table: &Reader<'_, '_>, error: &question::Error) -> std::ops::Range<usize> {
    let keys: &[&str] = match error {
        question::Error::Curve(error) => match error {
            curve::Error::NoRetrograde { .. } | curve::Error::Forgetting { .. } => &["breaks"],
            curve::Error::TransitionOrder { .. } | curve::Error::LearningHasEnded { .. } => {
                &["breaks", "rate_changes", "prototypes"]
            }
            curve::Error::Parameter { name, .. } => &[name],
            curve::Error::OddDoubling { .. } => &["ends_after"],
            curve::Error::FirstUnit { .. } | curve::Error::FloorOfNothing => &["first_time", "first_cost"],
            curve::Error::Fact { .. }
            | curve::Error::FactPastLearning { .. }
            | curve::Error::NoFirstUnitFits { .. }
            | curve::Error::SameFact
            | curve::Error::ContradictoryFacts { .. }
            | curve::Error::NoIndexFits { .. } => &["known"],
            _ => &[],
        },
        question::Error::NotWholeBatches { .. } => &["ends_after"],
        _ => &[],
    };
    at(table, keys)
}

/// The place of the one of these keys that the curve has; of its whole table where it has none or several.
pub(in super::super) fn at(table: &Reader<'_, '_>, keys: &[&str]) -> std::ops::Range<usize> {
    let span = curve_span(table);
    let models = table.get("curve").and_then(|value| value.as_table());
    let Some(model) = models.and_then(|models| models.iter().next()?.1.as_table()) else {
        return span;
    };
    let mut present = keys.iter().filter_map(|key| model.get_key_value(key));
    match (present.next(), present.next()) {
        (Some((_, value)), None) => value.span(),
        _ => span,
    }
}
