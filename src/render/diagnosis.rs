//! Diagnoses in every format that has room for them: two workings beside one another fit no CSV.

mod beside;
mod document;
mod json;
mod markdown;
mod text;

use super::{Format, Options};
use crate::diagnose::{Diagnosis, Fit, Verdict};
use crate::money;
use crate::report::diagnosed::Diagnosed;

/// Writes a diagnosis in a format, with at most so many of the ways that fit.
///
/// # Errors
///
/// A message for CSV, which has no room for workings.
pub fn render(found: &Diagnosed, format: Format, options: Options, most: usize) -> Result<String, String> {
    match format {
        Format::Text => Ok(text::render(found, options, most)),
        Format::Markdown => Ok(markdown::render(found, options, most)),
        Format::Html => Ok(super::html::write(&document::document(found, options, most))),
        Format::Latex => Ok(super::latex::write(&document::document(found, options, most))),
        Format::Typst => Ok(super::typst::write(&document::document(found, options, most))),
        Format::Json => json::render(found, options, most),
        Format::Xlsx => Err(super::NO_WORKBOOK.to_owned()),
        Format::Csv => Err("a diagnosis has no CSV: two workings do not fit a row".to_owned()),
    }
}

/// Digits below which a figure fits many ways by chance.
const FEW_DIGITS: u32 = 3;

/// The sentence that says what the answer is.
fn verdict(diagnosis: &Diagnosis) -> String {
    let claim = diagnosis.claim.text();
    match &diagnosis.verdict {
        Verdict::Right => format!("{claim} is right."),
        Verdict::RightBut(how) => format!("{claim} is right, {how}."),
        Verdict::Wrong if diagnosis.fits.is_empty() => format!(
            "Nothing leads to {claim}: none of the {} ways that were tried gives it.",
            money::format_grouped(&diagnosis.tried.into())
        ),
        Verdict::Wrong => format!("{claim} is not right."),
    }
}

/// The sentences that say how much the list is worth; none where there is no list.
fn worth(diagnosis: &Diagnosis, most: usize) -> Vec<String> {
    let fits = diagnosis.fits.len();
    if fits == 0 {
        return Vec::new();
    }
    let tried = money::format_grouped(&diagnosis.tried.into());
    let claim = diagnosis.claim.text();
    let verb = if fits == 1 { "leads" } else { "lead" };
    let mut said = format!("{fits} of the {tried} ways that were tried {verb} to {claim}");
    if fits > most {
        said += &format!("; the {most} most plausible are shown, {} more are not", fits - most);
    }
    said.push('.');
    let mut sentences = vec![said];
    if diagnosis.claim.digits() < FEW_DIGITS && fits > 1 {
        sentences.push("So few digits fit much by chance: more of them would tell more.".to_owned());
    }
    sentences
}

/// What was done, and in which way.
fn said(fit: &Fit) -> String {
    let mut said = fit.said.to_owned();
    if !fit.detail.is_empty() {
        said += &format!(" Here: {}.", fit.detail);
    }
    if fit.cut {
        said += " The figure was then cut off, not rounded.";
    }
    said
}

/// What it leads to: `average cost = 20.95 USD/unit`.
fn leads_to(fit: &Fit) -> String {
    format!("{} = {}", fit.figure.name, fit.figure.text())
}
