//! Breaks in production overlooked, or their loss added to another unit.

use super::attempt::Attempt;
use super::case::Case;
use crate::curve::{Base, TransitionKind};

fn one(attempt: Option<Attempt>) -> Vec<Attempt> {
    attempt.into_iter().collect()
}

pub(super) fn ignored(case: &Case<'_>) -> Vec<Attempt> {
    let is_break = |kind: &TransitionKind| {
        matches!(kind, TransitionKind::Break { .. } | TransitionKind::Forgetting { .. })
    };
    if !case.inputs().form.transitions.iter().any(|transition| is_break(&transition.kind)) {
        return Vec::new();
    }
    let work =
        case.changed(|inputs| inputs.form.transitions.retain(|transition| !is_break(&transition.kind)));
    one(work.map(|work| case.ask_of(work)))
}

pub(super) fn of_the_other_unit(case: &Case<'_>) -> Vec<Attempt> {
    with_break(case, |_, base| {
        *base = match base {
            Base::NextUnit => Base::LastUnit,
            Base::LastUnit => Base::NextUnit,
        }
    })
}

pub(super) fn kept_for_lost(case: &Case<'_>) -> Vec<Attempt> {
    with_break(case, |loss, _| *loss = 1.0 - *loss)
}

pub(super) fn all_lost(case: &Case<'_>) -> Vec<Attempt> {
    with_break(case, |loss, _| *loss = 1.0)
}

/// The problem with every break's loss and base changed.
fn with_break(case: &Case<'_>, change: impl Fn(&mut f64, &mut Base)) -> Vec<Attempt> {
    let mut any = false;
    let work = case.changed(|inputs| {
        // Their weights and losses add up to another loss than this.
        inputs.form.elements.clear();
        for transition in &mut inputs.form.transitions {
            if let TransitionKind::Break { loss, base, .. } = &mut transition.kind {
                change(loss, base);
                any = true;
            }
        }
    });
    one(work.filter(|_| any).map(|work| case.ask_of(work)))
}
