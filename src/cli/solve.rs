//! `solve`: scenario files in, answers with their working out.

use std::io;
use std::path::PathBuf;

use super::args::{self, Show};
use super::draw::draw;
use super::exit::{Exit, Failure};
use super::input::{self, Input};
use super::output::Target;
use super::{coloured, complain, say, width, workbook};
use crate::plot::{Picture, Scale, curves};
use crate::render::{Format, Options, render};
use crate::report::{Outcome, Report, report};
use crate::scenario::Entry;
use crate::scenario::diagnostic::{Diagnostic, Severity};

pub(super) fn run(args: &args::Solve) -> Result<Exit, Failure> {
    let sources = input::expand(&args.files)?;
    let target = Target::new(args.show.out.output.clone(), args.show.out.force);
    target.check(&sources)?;
    workbook::check(&args.show, &target)?;
    let mut books = Vec::new();
    let mut exit = Exit::Fine;
    let mut inputs: Vec<Solved> = Vec::new();
    for source in &sources {
        match input::read(source) {
            Ok(input) if args.show.format == Format::Xlsx => {
                let entries = super::fit::data::scenarios(&input);
                books.push(workbook::Solved::new(input, entries));
            }
            Ok(input) => {
                let entries = super::fit::data::scenarios(&input);
                inputs.push(Solved::new(input, entries, args.show.format));
            }
            Err(failure) => {
                complain(&failure);
                exit = exit.max(failure.exit);
                inputs.push(unreadable(source, &failure));
            }
        }
    }
    if args.show.format == Format::Xlsx {
        return Ok(exit.max(workbook::finish(&books, &target)?));
    }
    let shown = finish(inputs, &args.show, &target)?;
    Ok(exit.max(shown))
}

/// An input with the reports of its entries, and the pictures of each.
pub(super) struct Solved {
    input: Input,
    pub(super) reports: Vec<Report>,
    pictures: Vec<Vec<Picture>>,
}

impl Solved {
    /// Answers the entries of an input, and draws them where the format holds pictures.
    pub(super) fn new(input: Input, entries: Vec<Entry>, format: Format) -> Self {
        let pictures = if format.holds_pictures() {
            entries.iter().map(|entry| pictures(entry, &input.stem)).collect()
        } else {
            Vec::new()
        };
        Self { reports: reports(&input, entries), input, pictures }
    }
}

/// The pictures of a scenario's curve, each on even axes and on logarithmic ones; none of what has no curve over units.
fn pictures(entry: &Entry, stem: &str) -> Vec<Picture> {
    let Some(scenario) = &entry.scenario else { return Vec::new() };
    let name = entry.title.as_deref().unwrap_or(stem);
    let on = |scale| {
        let options = curves::Options { scale, ..curves::Options::default() };
        curves::picture(name, &[curves::Named { name, scenario }], &options)
    };
    let (Ok(even), Ok(log)) = (on(Scale::Linear), on(Scale::Log)) else { return Vec::new() };
    let pairs = even.panels.into_iter().zip(log.panels);
    pairs
        .map(|(even, log)| {
            let (what, _) = even.y.label.rsplit_once(" (").unwrap_or((&even.y.label, ""));
            let title = format!("{what} over the units");
            Picture { title, subtitle: String::new(), panels: vec![even, log] }
        })
        .collect()
}

/// Answers the entries of one input.
pub(super) fn reports(input: &Input, entries: Vec<Entry>) -> Vec<Report> {
    let many = entries.len() > 1;
    entries
        .into_iter()
        .enumerate()
        .map(|(place, entry)| {
            let stem = if many { format!("{} {}", input.stem, place + 1) } else { input.stem.clone() };
            report(entry, &input.name, &stem)
        })
        .collect()
}

/// A report in the place of an input that could not be read, so that readers of the output miss nothing.
fn unreadable(source: &input::Source, failure: &Failure) -> Solved {
    let input =
        Input { name: source.name(), stem: source.name(), folder: PathBuf::new(), text: String::new() };
    let finding = Diagnostic::error("unreadable", 0..0, failure.message.clone());
    let finding = match &failure.help {
        Some(help) => finding.with_help(help.clone()),
        None => finding,
    };
    // Its exit code is the failure's own.
    let report = Report { outcome: Outcome::Fine, ..Report::unread(&input.name, &input.stem, finding) };
    Solved { input, reports: vec![report], pictures: vec![Vec::new()] }
}

/// Tells the findings, writes the reports, and gives the exit code that they add up to.
pub(super) fn finish(inputs: Vec<Solved>, show: &Show, target: &Target) -> Result<Exit, Failure> {
    let mut exit = Exit::Fine;
    let mut texts = Vec::new();
    let mut all = Vec::new();
    let mut pictures = Vec::new();
    for solved in inputs {
        exit = exit.max(tell(&solved.input, &solved.reports));
        texts.push(solved.input.text);
        all.push(solved.reports);
        pictures.extend(solved.pictures);
    }
    let pairs: Vec<(Report, &str)> = all
        .into_iter()
        .zip(&texts)
        .flat_map(|(reports, text)| reports.into_iter().map(move |report| (report, text.as_str())))
        .collect();
    // Without a single answer only JSON has something to say on standard output.
    if show.format != Format::Json && pairs.iter().all(|(report, _)| report.answers.is_empty()) {
        return Ok(exit);
    }
    let to_terminal = matches!(target, Target::Stdout) && coloured(&io::stdout());
    let options = Options {
        working: !show.no_working,
        width: width(),
        styled: to_terminal && show.format == Format::Text,
    };
    let written =
        render(&pairs, &pictures, show.format, options).map_err(|message| Failure::new(Exit::Io, message))?;
    target.write(&written)?;
    Ok(exit)
}

/// Draws the findings of an input's reports, and what was expected and missed, on standard error.
pub(super) fn tell(input: &Input, reports: &[Report]) -> Exit {
    let mut findings: Vec<Diagnostic> = reports
        .iter()
        .flat_map(|report| report.findings.iter().cloned())
        .filter(|finding| finding.code != "unreadable")
        .collect();
    findings.sort_by_key(|finding| (finding.span.start, finding.severity == Severity::Warning));
    if !findings.is_empty() {
        let styled = coloured(&io::stderr());
        say(draw(&findings, &input.name, &input.text, styled, width()).trim_end());
    }
    for report in reports {
        for answered in &report.answers {
            if let (Some(verdict), Some(headline)) = (&answered.expect, answered.results.first())
                && !verdict.met
            {
                say(&crate::render::visible(&format!(
                    "missed: {} `{}`: expected {}, found {} ({})",
                    input.name,
                    answered.id,
                    verdict.want,
                    headline.text(),
                    headline.exact
                )));
            }
        }
    }
    reports.iter().fold(Exit::Fine, |exit, report| {
        exit.max(match report.outcome {
            Outcome::Fine => Exit::Fine,
            Outcome::Failed => Exit::Failed,
            Outcome::BadData => Exit::BadData,
        })
    })
}
