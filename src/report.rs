//! The report of one scenario: what every output format reads.

pub mod diagnosed;

use crate::curve::{Floor, Shape, count};
use crate::diagnose::{Agrees, Claim};
use crate::explain::{Step, describe, explain, task};
use crate::question::{self, Answer, Figure, Of, Subject, Table, Whole, Work};
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
    /// The curve, or the training, in a line.
    pub curve: Option<String>,
    /// What that line is called where a label stands before it; a training's says itself what it is.
    pub label: Option<&'static str>,
    /// The answers, in the order of the questions.
    pub answers: Vec<Answered>,
    /// Errors and warnings, in the text's order.
    pub findings: Vec<Diagnostic>,
    /// Whether the scenario is sound, and all its answers as expected.
    pub outcome: Outcome,
    /// The line of the file that the scenario's text starts on, 1 for a whole file.
    pub first_line: usize,
}

impl Report {
    /// A report in the place of what could not be read.
    pub fn unread(file: &str, title: &str, finding: Diagnostic) -> Self {
        Self {
            file: file.to_owned(),
            title: title.to_owned(),
            source: None,
            note: None,
            currency: None,
            curve: None,
            label: None,
            answers: Vec::new(),
            findings: vec![finding],
            outcome: Outcome::BadData,
            first_line: 1,
        }
    }

    /// The line and the column of a finding in its file, both from 1; `text` is the scenario's.
    pub fn position(&self, found: &Diagnostic, text: &str) -> (usize, usize) {
        let (line, column) = found.position(text);
        (line + self.first_line - 1, column)
    }
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
    /// What is to be found, in words; empty where the working is left out.
    pub task: String,
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
    /// Rows of figures, for the questions that have them.
    pub table: Table,
    /// The last unit that the question is about, where it is about units.
    pub last_unit: Option<u64>,
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
    let curve = entry.scenario.as_ref().map(|scenario| describe(&scenario.whole));
    let trains = matches!(&entry.scenario, Some(scenario) if matches!(scenario.whole, Whole::Training(_)));
    let label = (!trains).then_some("Curve");
    Report { curve, label, ..plain(entry, file, stem, true) }
}

/// [`report`] for tables and JSON, which have no line about the curve; with the working, which takes half of the time, or without.
pub fn plain(entry: Entry, file: &str, stem: &str, working: bool) -> Report {
    let mut report = Report {
        file: file.to_owned(),
        title: entry.title.unwrap_or_else(|| stem.to_owned()),
        source: entry.source,
        note: entry.note,
        currency: entry.currency,
        curve: None,
        label: None,
        answers: Vec::new(),
        findings: entry.findings,
        outcome: Outcome::Fine,
        first_line: 1,
    };
    if report.findings.iter().any(|f| f.severity == Severity::Error) {
        report.outcome = Outcome::BadData;
    }
    let Some(scenario) = entry.scenario else {
        report.outcome = Outcome::BadData;
        return report;
    };
    for asked in scenario.questions {
        let subject = asked.subject(&scenario.whole);
        match question::answer(subject, &asked.question, asked.of) {
            Ok(answer) => {
                let element = asked.element.and_then(|place| Subject::from(&scenario.whole).element(place));
                let mut answered = answered(subject, asked, answer, &mut report.findings, working);
                if let (Some(element), true) = (element, working) {
                    answered.task += &format!(", {element} alone");
                }
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
    for work in Subject::from(&scenario.whole).works() {
        report.findings.extend(past_minimum(work, &report.answers));
        report.findings.extend(other_solution(work));
        report.findings.extend(never_above_its_floor(work));
    }
    report.findings.sort_by_key(|finding| finding.span.start);
    report
}

/// A warning where the facts have another solution, which does not learn.
fn other_solution(work: &Work) -> Option<Diagnostic> {
    let also = &work.parameters.solution.as_ref()?.also;
    if also.is_empty() {
        return None;
    }
    let also: Vec<String> = also.iter().map(|b| format!("`{b:.6}`")).collect();
    Some(Diagnostic::warning(
        "other-solution",
        0..0,
        format!("another curve fits the facts too, b = {}; this one learns", also.join(", ")),
    ))
}

/// A warning where a curve that falls starts under its floor, so that it never learns.
fn never_above_its_floor(work: &Work) -> Option<Diagnostic> {
    let Shape::Plateau { index, floor, form: Floor::Hard } = work.run.curve().shape() else {
        return None;
    };
    (*floor > 1.0 && index.value() <= 0.0).then(|| {
        Diagnostic::warning("floor-above-first", 0..0, "the floor is above the first unit, so that every unit takes the floor")
            .with_help("the floor is what units fall to, less than the first takes; with form = \"additive\" it is added to the power law")
    })
}

/// A warning where answers go past the unit at which the curve, having fallen, rises again.
fn past_minimum(work: &Work, answers: &[Answered]) -> Option<Diagnostic> {
    let turn = work.run.curve().shape().turning_point()?;
    // Past learning's end the curve is followed no more.
    let end = work.run.end().map_or(u64::MAX, |end| end.after);
    let past =
        answers.iter().any(|answered| answered.last_unit.is_some_and(|last| count(last.min(end)) > turn));
    past.then(|| {
        Diagnostic::warning(
            "past-minimum",
            0..0,
            format!("the curve is least at unit `{turn:.1}` and rises from there on: learning does not"),
        )
        .with_help("the model is of no use past that unit: end learning before it with `ends_after`")
    })
}

fn answered(
    subject: Subject<'_>,
    asked: Asked,
    answer: Answer,
    findings: &mut Vec<Diagnostic>,
    working: bool,
) -> Answered {
    let expect = asked.expect.as_ref().zip(answer.headline()).map(|(expect, headline)| {
        if let Some(problem) = other_unit(expect, headline) {
            findings.push(problem);
        }
        verdict(subject, expect, headline)
    });
    let (task, working) = if working {
        (task(subject, &asked.question, asked.of), explain(subject, &answer))
    } else {
        (String::new(), Vec::new())
    };
    Answered {
        id: asked.id,
        find: asked.question.kind(),
        of: answer.of,
        task,
        note: asked.note,
        results: answer.figures,
        expect,
        published: asked.published,
        working,
        table: answer.table,
        last_unit: asked.question.last_unit().map(|last| last / subject.batch_size()),
    }
}

/// A warning where the published answer is in another unit than ours.
fn other_unit(expect: &Expect, headline: &Figure) -> Option<Diagnostic> {
    let ours = headline.unit.as_str();
    claim(expect).in_other_unit(headline).then(|| {
        Diagnostic::warning(
            "other-unit",
            expect.span.clone(),
            format!("the expected figure is in another unit than the answer, which is in `{ours}`"),
        )
    })
}

/// Holds the headline against a published figure, as a claim is: right to the places that it is written with.
fn verdict(subject: Subject<'_>, expect: &Expect, headline: &Figure) -> Verdict {
    let percent = if expect.percent { "%" } else { "" };
    let unit = expect.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    Verdict {
        want: format!("{}{percent}{unit}", expect.want),
        met: claim(expect).agrees(headline, subject.rounding().mode) == Some(Agrees::Rounded),
    }
}

/// A published figure as somebody's answer.
fn claim(expect: &Expect) -> Claim {
    Claim { value: expect.want, percent: expect.percent, unit: expect.unit.clone() }
}
