//! The questions of a scenario: their ids, what they are in, and what is expected of them.

use std::collections::HashMap;

use super::tree::Node;

use super::check::{one_of, text};
use super::context::Context;
use super::diagnostic::Diagnostic;
use super::raw::{OF, QUESTION};
use super::reader::{Findings, Reader, Value, list, nearest, shorten};
use super::{Asked, Expect, find, number};
use crate::question::{Error, Measure, Of, Question};

/// The most questions of a scenario.
const MOST: usize = 100_000;

/// Reads the questions, each with an id of its own.
///
/// They are asked of `whole`, or of one of `elements` by its name.
pub(super) fn read(
    table: &Reader<'_, '_>,
    whole: Context<'_>,
    elements: &[(String, Context<'_>)],
    found: &mut Findings<'_>,
) -> Vec<Asked> {
    if table.get("question").is_none() {
        found.push(
            Diagnostic::error("missing-key", table.span.clone(), "the scenario asks nothing")
                .with_help("add a [[question]] with, say, `find.average = { units = 128 }`"),
        );
    }
    if let Some(Node::Array(items)) = table.get("question").map(Value::node)
        && items.len() > MOST
    {
        found.push(
            Diagnostic::error(
                "too-many-rows",
                table.key_span("question"),
                format!("`{}` questions", items.len()),
            )
            .with_help(format!("at most {MOST} of one scenario: ask the others in another")),
        );
        return Vec::new();
    }
    let tables = table.tables("question", &QUESTION, found);
    let mut asked: Vec<Asked> = Vec::with_capacity(tables.len());
    // The place of each id's first question, and the number that the next of a kind may have.
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut numbers: HashMap<String, u64> = HashMap::new();
    for own in &tables {
        let Some(mut one) = question(own, whole, elements, found) else {
            continue;
        };
        let first = places.get(&one.id);
        if let (Some(_), None) = (first, own.get("id")) {
            let kind = one.id.clone();
            let next = numbers.entry(kind.clone()).or_insert(2);
            while places.contains_key(&one.id) {
                one.id = format!("{kind}-{next}");
                *next += 1;
            }
        } else if let Some(first) = first {
            found.push(
                Diagnostic::error(
                    "duplicate-id",
                    own.key_span("id"),
                    format!("a second question is called `{}`", shorten(&one.id)),
                )
                .with_help("ids tell the answers apart: change one")
                .with_related(asked[*first].span.clone(), "the first"),
            );
        }
        if asked.len() + 1 < tables.len() {
            // Nothing comes after the last that would have to differ from it.
            places.entry(one.id.clone()).or_insert(asked.len());
        }
        asked.push(one);
    }
    asked
}

fn question(
    own: &Reader<'_, '_>,
    whole: Context<'_>,
    elements: &[(String, Context<'_>)],
    found: &mut Findings<'_>,
) -> Option<Asked> {
    let element = match own.get("element") {
        Some(value) => Some(named(value, elements, found)?),
        None => None,
    };
    let context = element.map_or(whole, |place| elements[place].1);
    let costs = context.costs;
    let id = own.get("id").and_then(|v| text(v, found));
    let note = own.get("note").and_then(|v| text(v, found));
    let published = own.get("published").and_then(|v| text(v, found));
    let expect = own.get("expect").and_then(|value| {
        let (want, percent, unit) = number::figure(value, found)?;
        Some(Expect { want, percent, unit, span: value.span() })
    });
    let of = match own.get("of").and_then(|v| one_of(v, &OF, found)) {
        Some("time") => Of::Time,
        Some(_) => Of::Cost,
        None if costs => Of::Cost,
        None => Of::Time,
    };
    if let (Some(value), true) = (own.get("of"), context.trains) {
        found.push(
            Diagnostic::error("contradiction", value.span(), "`of` in a question about a training")
                .with_help("its answers are in what is asked for: leave `of` out"),
        );
    }
    if let (Some(value), Some(measure)) = (own.get("of"), context.measure) {
        let problem = match (of, measure) {
            (Of::Time, Measure::Money) => Some(Error::NoTime),
            (Of::Cost, _) if !costs => Some(Error::NoCosts),
            _ => None,
        };
        if let Some(error) = problem {
            let diagnostic = Diagnostic::error(error.code(), value.span(), error.to_string());
            found.push(diagnostic.with_help(error.help().unwrap_or_default()));
        }
    }
    let Some(value) = own.get("find") else {
        found.push(
            Diagnostic::error("missing-key", own.span.clone(), "the question does not say what to `find`")
                .with_help("write, say, `find.average = { units = 128 }`"),
        );
        return None;
    };
    let question = find::read(value, context, of, found)?;
    if matches!(question, Question::SteadyState) && !context.ends {
        let error = Error::LearningNeverEnds;
        found.push(
            Diagnostic::error(error.code(), value.span(), error.to_string())
                .with_help(error.help().unwrap_or_default()),
        );
    }
    Some(Asked {
        id: id.unwrap_or_else(|| question.kind().to_owned()),
        question,
        element,
        of,
        expect,
        published,
        note,
        span: value.span(),
    })
}

/// The place of the element that a question names.
fn named(value: &Value<'_>, elements: &[(String, Context<'_>)], found: &mut Findings<'_>) -> Option<usize> {
    let name = text(value, found)?;
    let place = elements.iter().position(|(other, _)| *other == name);
    if place.is_none() {
        let names = || elements.iter().map(|(other, _)| other.as_str());
        let help = match nearest(&name, names()) {
            _ if elements.is_empty() => "the scenario has no elements: leave it out".to_owned(),
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the elements are {}", list(names())),
        };
        found.push(
            Diagnostic::error(
                "unknown-element",
                value.span(),
                format!("there is no element `{}`", shorten(&name)),
            )
            .with_help(help),
        );
    }
    place
}
