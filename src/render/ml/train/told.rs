//! What is said of trainings in words: how they ended, what is wrong, what to do.

use super::{Group, Shown, loss, percent};
use crate::ml::train::{End, Evaluation, Outcome, Scaling};
use crate::render::fit::significant;

/// Where a training got to, in a heading.
pub(super) fn headline(last: Evaluation, outcome: &Outcome) -> String {
    match outcome.end {
        End::Diverged => "Diverged".to_owned(),
        _ => format!("Held out: {} right, loss {}", percent(last.accuracy), loss(last.loss)),
    }
}

/// How a training ended.
pub(super) fn ended(outcome: &Outcome, target: Option<f64>) -> String {
    let updates = outcome.updates();
    let made = format!("{updates} update{}", if updates == 1 { " was made" } else { "s were made" });
    match (outcome.end, target) {
        (End::Target, Some(target)) => {
            format!("It stopped where {} of the held-out rows were right: {made}.", percent(target))
        }
        (End::Diverged, _) => format!("It was stopped where it diverged: {made}."),
        (End::Stopped, _) => format!("It was stopped: {made}."),
        _ => format!("{made}."),
    }
}

/// What is wrong with a training, and what to do.
pub(super) fn notes(outcome: &Outcome, shown: &Shown<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let first = outcome.steps.first().map_or(f64::NAN, |step| step.loss);
    if let Some(at) = outcome.diverged_at {
        let place = usize::try_from(at).unwrap_or(usize::MAX).min(outcome.steps.len().saturating_sub(1));
        let lr = outcome.steps.get(place).map_or(f64::NAN, |step| step.lr);
        let end = outcome.steps.last().map_or(f64::NAN, |step| step.loss);
        let what = if end.is_finite() {
            format!(
                "the loss in training was {} at first, and stayed far above: {} at the end",
                loss(first),
                loss(end)
            )
        } else {
            "the loss was no number any more".to_owned()
        };
        let scaled = match shown.about.scaling {
            Scaling::None if shown.about.data != "digits" => {
                " Or scale the features first: --scale standard."
            }
            _ => "",
        };
        notes.push(format!(
            "It diverged at update {at}, where lr was {}: {what}. Take a smaller lr, a tenth of it to begin with; `learncurve ml range-test` finds where training breaks down.{scaled}",
            significant(lr, 3)
        ));
        return notes;
    }
    let (Some(last), Some(least), Some(best)) = (outcome.last(), outcome.least_loss(), outcome.best()) else {
        return notes;
    };
    let tail = &outcome.steps[outcome.steps.len().saturating_sub(50)..];
    let end = tail.iter().map(|step| step.loss).sum::<f64>() / crate::curve::count(tail.len().max(1) as u64);
    if end >= first && outcome.steps.len() >= 50 {
        notes.push(format!(
            "Nothing was learned: the loss in training was {} at first and {} in the last 50 batches. Take a smaller lr; `learncurve ml range-test` finds where training breaks down.",
            loss(first),
            loss(end)
        ));
    } else if last.loss > 1.05 * least.loss {
        notes.push(format!(
            "The held-out loss was least after {} updates, {}, and rose to {} since: from there on it learned what the training rows alone have. Stop there, or add --l2.",
            least.updates,
            loss(least.loss),
            loss(last.loss)
        ));
    } else if outcome.end == End::Steps && least == last {
        notes.push(
            "The held-out loss was still falling at the end: more updates would get further.".to_owned(),
        );
    }
    if let Some(target) = shown.target.filter(|target| best.accuracy < *target) {
        notes.push(format!(
            "{} was not reached; the nearest was {} after {} updates.",
            percent(target),
            percent(best.accuracy),
            best.updates
        ));
    }
    notes
}

/// The same of several, each by its name: those that diverged or learned nothing.
pub(super) fn of_groups(shown: &Shown<'_>) -> Vec<String> {
    let told = |group: &Group| {
        let all = group.runs.len();
        let name = if group.name.is_empty() { String::new() } else { format!("{}: ", group.name) };
        let mut lines: Vec<String> = Vec::new();
        for (seed, outcome) in &group.runs {
            let by = if all > 1 { format!("with seed {seed}, ") } else { String::new() };
            if outcome.diverged_at.is_some() {
                lines.extend(
                    notes(outcome, shown).into_iter().map(|note| format!("{name}{by}{}", lower(&note))),
                );
            }
        }
        lines
    };
    shown.groups.iter().flat_map(told).collect()
}

/// Every note there is, for programs.
pub(super) fn all(shown: &Shown<'_>) -> Vec<String> {
    let mut told = shown.about.notes.clone();
    match shown.groups {
        [Group { runs, .. }] if runs.len() == 1 => told.extend(notes(&runs[0].1, shown)),
        _ => told.extend(of_groups(shown)),
    }
    told
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
