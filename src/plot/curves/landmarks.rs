//! What happens along a curve, and which units its questions are about.

use super::Named;
use crate::curve::{Lot, TransitionKind, count};
use crate::plot::axis::tick;
use crate::plot::{At, Landmark};
use crate::question::{CostOf, Question, Subject, Work};
use crate::scenario::Scenario;

/// The most scenarios of which everything that happens is named.
const MOST_NAMED: usize = 4;
/// How many units are shown of a curve that says nothing of how far it goes.
const PLENTY: u64 = 128;

/// The last unit that a scenario is about, with some room after learning's end and what interrupts it.
pub(super) fn last(scenario: &Scenario) -> u64 {
    let subject = Subject::from(&scenario.whole);
    let size = subject.batch_size();
    let asked = scenario.questions.iter().filter_map(|asked| asked.question.last_unit());
    let data = subject.works().filter_map(|work| {
        let fitted = work.inputs().fitted.as_ref()?;
        Some(fitted.fit.data().last_unit())
    });
    let happens = subject.works().flat_map(|work| events(work).into_iter().map(|(after, _)| after));
    let with_room = happens.map(|after| after.saturating_add(after / 4).saturating_add(1));
    let last = asked.chain(data).chain(with_room).max().unwrap_or(PLENTY.saturating_mul(size));
    last.div_ceil(size).clamp(1, subject.most()).saturating_mul(size)
}

/// What happens after which unit of a curve.
fn events(work: &Work) -> Vec<(u64, String)> {
    let inputs = work.inputs();
    let rate_of = |index: crate::curve::Index| tick((1e4 * index.learning_rate().ratio()).round() / 100.0);
    let mut made: Vec<(u64, String)> = Vec::new();
    for transition in &inputs.form.transitions {
        let after = transition.after;
        let next = tick(count(after + 1));
        made.push((
            after,
            match transition.kind {
                TransitionKind::Rate(index) => format!("{}% from {next}", rate_of(index)),
                TransitionKind::Break { .. } | TransitionKind::Forgetting { .. } => {
                    format!("break after {}", tick(count(after)))
                }
                TransitionKind::Step { .. } => format!("production from {next}"),
                TransitionKind::Pace(_) => format!("another pace from {next}"),
            },
        ));
    }
    if let Some(pace) = &inputs.form.pace {
        let changes = pace.rates.iter().filter(|(from, _)| *from > 1);
        made.extend(
            changes.map(|(from, rate)| (from - 1, format!("{rate} a period from {}", tick(count(*from))))),
        );
    }
    if let Some(after) = inputs.ends_after {
        made.push((after, format!("learning ends after {}", tick(count(after)))));
    }
    made
}

/// The landmarks of a picture: what happens on the way, and the lots that are asked for.
pub(super) fn of(scenarios: &[Named<'_>], (first, last): (u64, u64)) -> Vec<Landmark> {
    let mut made: Vec<Landmark> = Vec::new();
    let several = scenarios.len() > 1;
    if scenarios.len() > MOST_NAMED {
        return made;
    }
    for (hue, named) in scenarios.iter().enumerate() {
        let subject = Subject::from(&named.scenario.whole);
        let own = several.then_some(hue);
        match subject {
            Subject::Elements(project) => {
                for (place, element) in project.elements.iter().enumerate() {
                    let events = events(&element.work).into_iter();
                    let of = |what| format!("{}: {what}", element.name);
                    made.extend(
                        events.map(|(after, what)| landmark(of(what), own.or(Some(place + 1)), after)),
                    );
                }
            }
            _ => {
                made.extend(subject.works().flat_map(events).map(|(after, what)| landmark(what, own, after)));
            }
        }
        for asked in &named.scenario.questions {
            for (name, lot) in lots(&asked.question) {
                let at = At::Span(count(lot.first()) - 0.5, count(lot.last()) + 0.5);
                made.push(Landmark { name, hue: own, at });
            }
        }
    }
    made.retain(|landmark| match landmark.at {
        At::X(x) => (count(first)..=count(last) + 0.5).contains(&x),
        At::Span(from, to) => to >= count(first) && from <= count(last),
        At::Y(_) => true,
    });
    shared(made)
}

fn landmark(name: String, hue: Option<usize>, after: u64) -> Landmark {
    Landmark { name, hue, at: At::X(count(after) + 0.5) }
}

/// Landmarks of the same name at the same place become one that belongs to nobody.
fn shared(landmarks: Vec<Landmark>) -> Vec<Landmark> {
    let mut made: Vec<Landmark> = Vec::new();
    for landmark in landmarks {
        match made.iter_mut().find(|one| one.at == landmark.at && one.name == landmark.name) {
            Some(same) => {
                if same.hue != landmark.hue {
                    same.hue = None;
                }
            }
            None => made.push(landmark),
        }
    }
    made
}

/// The lots that a question is about, each with its name.
fn lots(question: &Question) -> Vec<(String, Lot)> {
    let units = |lot: &Lot| format!("units {}–{}", tick(count(lot.first())), tick(count(lot.last())));
    match question {
        Question::Lot(lot) | Question::LotAverage(lot) | Question::Midpoint(lot) => vec![(units(lot), *lot)],
        Question::Price(CostOf::Lot(lot), _) | Question::CostGap(CostOf::Lot(lot), _) => {
            vec![(units(lot), *lot)]
        }
        Question::Schedule { periods, .. } => {
            let mut before = 0_u64;
            let lots = periods.iter().filter_map(|period| {
                let first = before + 1;
                before = before.saturating_add(period.units);
                Some((period.name.clone(), Lot::new(first, before).ok()?))
            });
            lots.collect()
        }
        Question::Sensitivity(sensitivity) => lots(&sensitivity.find),
        _ => Vec::new(),
    }
}
