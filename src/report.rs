//! The report of one scenario: what every output format reads.

pub mod diagnosed;

use rust_decimal::Decimal;

use crate::curve::Basis;
use crate::explain::{Step, explain};
use crate::money;
use crate::question::answer::Row;
use crate::question::{self, Answer, Figure, Of, SteadyRule, Trace, Work};
use crate::scenario::diagnostic::{Diagnostic, Severity};
use crate::scenario::{Asked, Entry, Expect};

/// Everything that is to be said of one scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The file, as it was named.
    pub file: String,
    /// The title, or the file's stem.
    pub title: String,
    /// Where the problem was published.
    pub source: Option<String>,
    /// A remark for the reader.
    pub note: Option<String>,
    /// The currency's code.
    pub currency: Option<String>,
    /// The curve in a line.
    pub curve: Option<String>,
    /// The answers, in the order of the questions.
    pub answers: Vec<Answered>,
    /// Errors and warnings, in the text's order.
    pub findings: Vec<Diagnostic>,
    /// Whether the scenario is sound, and all its answers as expected.
    pub outcome: Outcome,
}

/// How a scenario went, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Every question answered, every expectation met.
    Fine,
    /// A question without an answer, or an expectation missed.
    Failed,
    /// The scenario itself is wrong.
    BadData,
}

/// One question with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The question's name.
    pub id: String,
    /// Its kind, as under `find`.
    pub find: &'static str,
    /// In time or money; neither for a parameter of the curve.
    pub of: Option<Of>,
    /// A remark for the reader.
    pub note: Option<String>,
    /// The figures, headline first.
    pub results: Vec<Figure>,
    /// The published answer, and whether ours agrees.
    pub expect: Option<Verdict>,
    /// What the source prints, where that is another figure than the expected one.
    pub published: Option<String>,
    /// The working; the last step is the headline.
    pub working: Vec<Step>,
    /// Rows of a table question.
    pub table: Vec<Row>,
}

/// A published answer held against ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// As it was written.
    pub want: String,
    /// Whether the headline, to the places that were written, is it.
    pub met: bool,
}

/// Answers every question of an entry.
///
/// `file` and `stem` name the file; errors of questions come back among the report's findings, with their place.
pub fn report(entry: Entry, file: &str, stem: &str) -> Report {
    let mut report = Report {
        file: file.to_owned(),
        title: entry.title.unwrap_or_else(|| stem.to_owned()),
        source: entry.source,
        note: entry.note,
        currency: entry.currency,
        curve: None,
        answers: Vec::new(),
        findings: entry.findings,
        outcome: Outcome::Fine,
    };
    if report.findings.iter().any(|f| f.severity == Severity::Error) {
        report.outcome = Outcome::BadData;
    }
    let Some(scenario) = entry.scenario else {
        report.outcome = Outcome::BadData;
        return report;
    };
    let work = &scenario.work;
    report.curve = Some(describe(work));
    for asked in scenario.questions {
        match question::answer(work, &asked.question, asked.of) {
            Ok(answer) => {
                let answered = answered(work, asked, answer, &mut report.findings);
                if answered.expect.as_ref().is_some_and(|verdict| !verdict.met) {
                    report.outcome = report.outcome.max(Outcome::Failed);
                }
                report.answers.push(answered);
            }
            Err(error) => {
                report.outcome = report.outcome.max(if error.is_unanswerable() {
                    Outcome::Failed
                } else {
                    Outcome::BadData
                });
                let finding = Diagnostic::error(
                    error.code(),
                    asked.span,
                    format!("`{}` has no answer: {error}", asked.id),
                );
                report.findings.push(match error.help() {
                    Some(help) => finding.with_help(help),
                    None => finding,
                });
            }
        }
    }
    if let Some(solution) = &work.parameters.solution
        && !solution.also.is_empty()
    {
        let also: Vec<String> = solution.also.iter().map(|b| format!("`{b:.6}`")).collect();
        report.findings.push(Diagnostic::warning(
            "other-solution",
            0..0,
            format!("another curve fits the facts too, b = {}; this one learns", also.join(", ")),
        ));
    }
    report.findings.sort_by_key(|finding| finding.span.start);
    report
}

fn answered(work: &Work, asked: Asked, answer: Answer, findings: &mut Vec<Diagnostic>) -> Answered {
    let expect = asked.expect.as_ref().zip(answer.headline()).map(|(expect, headline)| {
        if let Some(problem) = other_unit(expect, headline) {
            findings.push(problem);
        }
        verdict(work, expect, headline)
    });
    let working = explain(work, &answer);
    let table = match answer.trace {
        Trace::Table(rows) => rows,
        _ => Vec::new(),
    };
    Answered {
        id: asked.id,
        find: asked.question.kind(),
        of: answer.of,
        note: asked.note,
        results: answer.figures,
        expect,
        published: asked.published,
        working,
        table,
    }
}

/// A warning where the published answer is in another unit than ours.
fn other_unit(expect: &Expect, headline: &Figure) -> Option<Diagnostic> {
    let ours = headline.unit.as_str();
    let alike = match &expect.unit {
        None => !expect.percent || ours == "%",
        Some(theirs) => {
            let bare = |unit: &str| unit.trim_end_matches("/unit").to_owned();
            bare(theirs) == bare(ours)
        }
    };
    (!alike).then(|| {
        Diagnostic::warning(
            "other-unit",
            expect.span.clone(),
            format!("the expected figure is in another unit than the answer, which is in `{ours}`"),
        )
    })
}

/// Holds the headline against a published figure: right to the places that it is written with.
///
/// A rate may be written as a percentage or, up to 4, as a ratio.
fn verdict(work: &Work, expect: &Expect, headline: &Figure) -> Verdict {
    let mut want = expect.want;
    let mut places = want.scale();
    if headline.unit == "%" && !expect.percent && want <= Decimal::from(4) {
        want *= Decimal::ONE_HUNDRED;
        places = places.saturating_sub(2);
    }
    let to_places = work.rounding.mode.round(headline.unrounded, places.min(28));
    let percent = if expect.percent { "%" } else { "" };
    let unit = expect.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    Verdict {
        want: format!("{}{percent}{unit}", expect.want),
        met: to_places == want || headline.value == want,
    }
}

/// The curve in a line: theory, first unit, rate, index, learning's end.
pub(crate) fn describe(work: &Work) -> String {
    let inputs = work.inputs();
    let theory = match inputs.basis {
        Basis::CumulativeAverage => "Wright (cumulative average)",
        Basis::Unit => "Crawford (unit)",
    };
    let item = if inputs.batch_size > 1 { "batch" } else { "unit" };
    let parameters = &work.parameters;
    let rate = crate::explain::number(100.0 * parameters.learning_rate);
    let mut text = format!(
        "{theory}: first {item} {} {}, learning rate {rate}%, b = {}",
        crate::explain::number(work.run.curve().first_unit()),
        work.measure_unit(),
        money::from_f64(parameters.index.value())
            .map_or_else(|_| parameters.index.value().to_string(), |b| b.round_dp(8).normalize().to_string()),
    );
    if inputs.batch_size > 1 {
        text += &format!(", batches of {} units", inputs.batch_size);
    }
    if let Some(after) = inputs.ends_after {
        let rule = match inputs.steady {
            SteadyRule::LastUnit => "at its own time".to_owned(),
            SteadyRule::Average => "at the average".to_owned(),
            SteadyRule::LastDoubling => "at the average of the last doubling".to_owned(),
            SteadyRule::Given(value) => format!("at {value} {}", work.measure_unit()),
        };
        text += &format!("; learning ends with unit {after}, later ones {rule}");
    }
    text
}
