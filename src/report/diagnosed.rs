//! The report of one diagnosis: what every output format reads of it.

use crate::diagnose::{Claim, Diagnosis, diagnose};
use crate::question::{Error, Of};
use crate::scenario::{Asked, Scenario};

/// A question of a scenario with what was found out about somebody's answer to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosed {
    /// The file, as it was named.
    pub file: String,
    /// The scenario's title, or the file's stem.
    pub title: String,
    /// The curve in a line.
    pub curve: String,
    /// The question's name.
    pub id: String,
    /// Its kind, as under `find`.
    pub find: &'static str,
    /// In time or money; neither for a parameter of the curve.
    pub of: Option<Of>,
    /// What was found.
    pub diagnosis: Diagnosis,
}

/// Diagnoses somebody's answer to a question of a scenario.
///
/// # Errors
///
/// Where the question has no answer to compare with.
pub fn diagnosed(
    scenario: &Scenario,
    asked: &Asked,
    claim: Claim,
    file: &str,
    title: &str,
) -> Result<Diagnosed, Error> {
    let work = asked.subject(&scenario.whole).curve().map_err(|error| match error {
        Error::OfOneElement => Error::DiagnosisOfOneElement,
        Error::NoUnits => Error::DiagnosisOfTraining,
        other => other,
    })?;
    Ok(Diagnosed {
        file: file.to_owned(),
        title: title.to_owned(),
        curve: super::describe(work),
        id: asked.id.clone(),
        find: asked.question.kind(),
        of: (!asked.question.is_of_the_curve()).then_some(asked.of),
        diagnosis: diagnose(work, &asked.question, asked.of, claim)?,
    })
}
