//! The curve in a line.

use super::notation::{number, places};
use super::training;
use crate::curve::{Basis, Floor, Passage, Shape};
use crate::question::{SteadyRule, Subject, Work};

/// The curve in a line: theory, model, first unit, rate, index, what interrupts it, learning's end.
///
/// # Example
///
/// ```
/// let text = "[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[question]]\nfind.index = {}";
/// let scenario = learncurve::scenario::load(text).remove(0).scenario.unwrap();
/// let line = learncurve::explain::describe(&scenario.whole);
/// assert_eq!(line, "Wright (cumulative average): first unit 2 h, learning rate 95%, b = -0.07400058");
/// ```
pub fn describe<'a>(subject: impl Into<Subject<'a>>) -> String {
    match subject.into() {
        Subject::Curve(work) => of_curve(work),
        Subject::Elements(project) => {
            let lines: Vec<String> = project
                .elements
                .iter()
                .map(|element| format!("{}: {}", element.name, of_curve(&element.work)))
                .collect();
            lines.join(" | ")
        }
        Subject::Training(own) => training::describe(own),
    }
}

fn of_curve(work: &Work) -> String {
    let inputs = work.inputs();
    let shape = work.run.curve().shape();
    let theory = match inputs.basis {
        Basis::CumulativeAverage => "Wright (cumulative average)",
        Basis::Unit => "Crawford (unit)",
    };
    let name = match shape {
        Shape::PowerLaw { .. } => theory.to_owned(),
        Shape::Factors(_) => "Table of factors".to_owned(),
        _ => format!("{theory}, {}", shape.written().0),
    };
    let item = if inputs.batch_size > 1 { "batch" } else { "unit" };
    let parameters = &work.parameters;
    let unit = work.measure_unit();
    // Where T1 is no unit's value, it is called by its letter.
    let first = match shape {
        Shape::StanfordB { .. }
        | Shape::SCurve { .. }
        | Shape::Plateau { form: Floor::Additive, .. }
        | Shape::Knecht { .. }
        | Shape::Levy { .. } => "T1".to_owned(),
        _ => format!("first {item}"),
    };
    let mut said = Vec::new();
    if inputs.has_first_unit() {
        said.push(format!("{first} {} {unit}", number(work.run.curve().first_unit())));
    }
    if let (Some(rate), Some(b)) = (parameters.learning_rate, parameters.index) {
        said.push(format!("learning rate {}%, b = {}", number(100.0 * rate), places(b.value(), 8)));
    }
    let mut text = format!("{name}: {}", said.join(", "));
    if inputs.batch_size > 1 {
        text += &format!(", batches of {} units", inputs.batch_size);
    }
    for passage in work.run.passages() {
        text += &match *passage {
            Passage::Rate { after, index, .. } => {
                format!("; from {item} {after} a rate of {}%", number(100.0 * index.learning_rate().ratio()))
            }
            Passage::Break { after, .. } | Passage::Forgetting { after, .. } => {
                format!("; a break after {item} {after}")
            }
            Passage::Step { after, scale, .. } => {
                format!("; production after {item} {after} at {}%", number(100.0 * scale))
            }
            Passage::Pace { after, .. } => format!("; another production rate after {item} {after}"),
        };
    }
    if let Some(after) = inputs.ends_after {
        let rule = match inputs.steady {
            SteadyRule::LastUnit if inputs.batch_size > 1 => "take the last batch's time".to_owned(),
            SteadyRule::LastUnit => format!("take unit {after}'s"),
            SteadyRule::Average => "take the average".to_owned(),
            SteadyRule::LastDoubling => "take the average of the last doubling".to_owned(),
            SteadyRule::Given(value) => format!("take {value} {unit}"),
        };
        text += &format!("; learning ends with unit {after}, the units after it {rule}");
    }
    text
}
