//! The questions of a scenario: their ids, what they are in, and what is expected of them.

use super::check::{one_of, text};
use super::diagnostic::Diagnostic;
use super::raw::{OF, QUESTION};
use super::reader::{Findings, Reader, shorten};
use super::{Asked, Expect, find, number};
use crate::question::{CurveInputs, Error, Measure, Of, Question};

/// Reads the questions, each with an id of its own.
pub(super) fn read(
    table: &Reader<'_, '_>,
    curve: Option<&CurveInputs>,
    costs: bool,
    found: &mut Findings<'_>,
) -> Vec<Asked> {
    if table.get("question").is_none() {
        found.push(
            Diagnostic::error("missing-key", table.span.clone(), "the scenario asks nothing")
                .with_help("add a [[question]] with, say, `find.average = { units = 128 }`"),
        );
    }
    let tables = table.tables("question", &QUESTION, found);
    let mut asked: Vec<Asked> = Vec::new();
    for own in &tables {
        let Some(mut one) = question(own, curve, costs, found) else {
            continue;
        };
        if own.get("id").is_none() {
            let kind = one.id.clone();
            let mut next = 2;
            while asked.iter().any(|other| other.id == one.id) {
                one.id = format!("{kind}-{next}");
                next += 1;
            }
        } else if let Some(first) = asked.iter().find(|other| other.id == one.id) {
            found.push(
                Diagnostic::error(
                    "duplicate-id",
                    own.key_span("id"),
                    format!("a second question is called `{}`", shorten(&one.id)),
                )
                .with_help("ids tell the answers apart: change one")
                .with_related(first.span.clone(), "the first"),
            );
        }
        asked.push(one);
    }
    asked
}

fn question(
    own: &Reader<'_, '_>,
    curve: Option<&CurveInputs>,
    costs: bool,
    found: &mut Findings<'_>,
) -> Option<Asked> {
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
    if let (Some(value), Some(curve)) = (own.get("of"), curve) {
        let problem = match (of, curve.measure) {
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
    let question = find::read(value, curve, of, found)?;
    if matches!(question, Question::SteadyState) && curve.is_some_and(|curve| curve.ends_after.is_none()) {
        let error = Error::LearningNeverEnds;
        found.push(
            Diagnostic::error(error.code(), value.span(), error.to_string())
                .with_help(error.help().unwrap_or_default()),
        );
    }
    Some(Asked {
        id: id.unwrap_or_else(|| question.kind().to_owned()),
        question,
        of,
        expect,
        published,
        note,
        span: value.span(),
    })
}
