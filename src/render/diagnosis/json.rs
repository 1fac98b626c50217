//! A diagnosis as one JSON object.

use serde::Serialize;

use crate::diagnose::{Fit, Verdict};
use crate::render::Options;
use crate::render::json::{ResultObject, StepObject, result, steps};
use crate::report::diagnosed::Diagnosed;

#[derive(Serialize)]
struct Object<'a> {
    schema: u32,
    file: &'a str,
    title: &'a str,
    id: &'a str,
    find: &'a str,
    of: Option<&'a str>,
    answer: String,
    verdict: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    right: ResultObject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    working: Option<Vec<StepObject<'a>>>,
    tried: usize,
    fitting: usize,
    fits: Vec<FitObject<'a>>,
}

#[derive(Serialize)]
struct FitObject<'a> {
    code: &'a str,
    explanation: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
    cut: bool,
    result: ResultObject<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    working: Option<Vec<StepObject<'a>>>,
}

/// Writes a diagnosis as a JSON object on a line.
///
/// # Errors
///
/// A message where a value has no JSON, which no diagnosis holds.
pub(super) fn render(found: &Diagnosed, options: Options, most: usize) -> Result<String, String> {
    let diagnosis = &found.diagnosis;
    let (verdict, how) = match &diagnosis.verdict {
        Verdict::Right => ("right", None),
        Verdict::RightBut(how) => ("right-but", Some(how.as_str())),
        Verdict::Wrong => ("wrong", None),
    };
    let object = Object {
        schema: 1,
        file: &found.file,
        title: &found.title,
        id: &found.id,
        find: found.find,
        of: found.of.map(crate::question::Of::name),
        answer: diagnosis.claim.text(),
        verdict,
        how,
        note: diagnosis.note.as_deref(),
        right: result(&diagnosis.right),
        working: options.working.then(|| steps(&diagnosis.working)),
        tried: diagnosis.tried,
        fitting: diagnosis.fits.len(),
        fits: diagnosis.fits.iter().take(most).map(|fit| fit_object(fit, options)).collect(),
    };
    let line = serde_json::to_string(&object).map_err(|error| error.to_string())?;
    Ok(format!("{line}\n"))
}

fn fit_object(fit: &Fit, options: Options) -> FitObject<'_> {
    FitObject {
        code: fit.code,
        explanation: fit.said,
        detail: &fit.detail,
        cut: fit.cut,
        result: result(&fit.figure),
        working: options.working.then(|| steps(&fit.working)),
    }
}
