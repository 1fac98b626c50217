//! A diagnosis as a document, the right working above the one that was taken.

use super::{leads_to, said, verdict, worth};
use crate::explain::Step;
use crate::render::Options;
use crate::render::document::{self, Document, Part, Remark, Section};
use crate::report::diagnosed::Diagnosed;

/// A diagnosis as a document.
pub(super) fn document(found: &Diagnosed, options: Options, most: usize) -> Document {
    let diagnosis = &found.diagnosis;
    let working =
        |steps: &[Step]| Part::Working(steps.iter().map(|step| document::step(step, usize::MAX)).collect());
    let below = |heading: &str, depth: u8, parts: Vec<Part>| Section {
        heading: Some(heading.to_owned()),
        depth,
        parts,
    };
    let mut parts = vec![
        Part::Facts(vec![("Curve", found.curve.clone()), ("Answer given", diagnosis.claim.text())]),
        Part::Answer(document::value(&diagnosis.right), Vec::new()),
        Part::Line(verdict(diagnosis)),
    ];
    parts.extend(diagnosis.note.iter().map(|note| Part::Remark(Remark::Note, note.clone())));
    if diagnosis.fits.is_empty() && options.working {
        parts.push(working(&diagnosis.working));
    }
    parts.extend(worth(diagnosis, most).into_iter().map(Part::Line));
    let mut sections = vec![Section { heading: None, depth: 1, parts }];
    for (place, fit) in diagnosis.fits.iter().take(most).enumerate() {
        let label = if place == 0 { "Most likely" } else { "Or" };
        let parts = vec![Part::Line(said(fit)), Part::Line(format!("It gives {}.", leads_to(fit)))];
        sections.push(below(&format!("{label}: {}", fit.code), 1, parts));
        if place == 0 && options.working {
            sections.push(below("As it is right", 2, vec![working(&diagnosis.working)]));
            sections.push(below("As it was done", 2, vec![working(&fit.working)]));
        }
    }
    Document { title: format!("{}: {}", found.title, found.id), sections }
}
