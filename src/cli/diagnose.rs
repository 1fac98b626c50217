//! `diagnose`: which slip, convention or rounding leads to somebody's answer.

use std::io;

use super::args::{self, Show};
use super::draw::draw;
use super::exit::{Exit, Failure};
use super::input::Input;
use super::output::Target;
use super::{coloured, input, say, width};
use crate::diagnose::{Claim, Verdict};
use crate::render::{Format, Options, diagnosis};
use crate::report::diagnosed::{Diagnosed, diagnosed};
use crate::scenario::diagnostic::{Diagnostic, Severity};
use crate::scenario::{Asked, Entry, Scenario};

pub(super) fn run(args: &args::Diagnose) -> Result<Exit, Failure> {
    let claim = claim("--answer", &args.answer, &args.show)?;
    let sources = input::expand(std::slice::from_ref(&args.file))?;
    let [source] = sources.as_slice() else {
        return Err(Failure::new(Exit::Usage, "one file at a time")
            .with_help("name the file that holds the question"));
    };
    let target = Target::new(args.show.out.output.clone(), args.show.out.force);
    target.check(&sources)?;
    let input = input::read(source)?;
    let entries = super::fit::data::scenarios(&input);
    let findings: Vec<Diagnostic> = entries.iter().flat_map(|entry| entry.findings.clone()).collect();
    if !findings.is_empty() {
        let styled = coloured(&io::stderr());
        say(draw(&findings, &input.name, &input.text, styled, width()).trim_end());
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Ok(Exit::BadData);
    }
    let meant = find(args, &entries, &input.stem)?;
    finish(&meant, claim, &input, &args.show, args.most, &target)
}

/// Somebody's answer as a flag gives it; refused with a format that has no room for a diagnosis.
pub(super) fn claim(flag: &str, text: &str, show: &Show) -> Result<Claim, Failure> {
    super::workbook::refuse(show, "a diagnosis")?;
    if show.format == Format::Csv {
        return Err(Failure::new(Exit::Usage, "--format: a diagnosis has no CSV: two workings fit no row")
            .with_help("use text, markdown or json"));
    }
    Claim::parse(text).map_err(|error| {
        let failure = Failure::new(Exit::Usage, format!("{flag}: {error}"));
        match error.help() {
            Some(help) => failure.with_help(help),
            None => failure,
        }
    })
}

/// A question with its scenario and that one's title.
pub(super) type Meant<'a> = (String, &'a Scenario, &'a Asked);

/// Diagnoses and writes; the exit code says whether anything leads to the answer.
pub(super) fn finish(
    (title, scenario, asked): &Meant<'_>,
    claim: Claim,
    input: &Input,
    show: &Show,
    most: u16,
    target: &Target,
) -> Result<Exit, Failure> {
    let found = diagnosed(scenario, asked, claim, &input.name, title).map_err(|error| {
        let exit = if error.is_unanswerable() { Exit::Failed } else { Exit::BadData };
        let failure = Failure::new(exit, format!("`{}` has no answer: {error}", asked.id));
        match error.help() {
            Some(help) => failure.with_help(help),
            None => failure,
        }
    })?;
    target.write(&written(&found, show, most, target)?)?;
    let fits = found.diagnosis.verdict != Verdict::Wrong || !found.diagnosis.fits.is_empty();
    Ok(if fits { Exit::Fine } else { Exit::Failed })
}

fn written(found: &Diagnosed, show: &Show, most: u16, target: &Target) -> Result<String, Failure> {
    let to_terminal = matches!(target, Target::Stdout) && coloured(&io::stdout());
    let options = Options {
        working: !show.no_working,
        width: width(),
        styled: to_terminal && show.format == Format::Text,
    };
    diagnosis::render(found, show.format, options, usize::from(most))
        .map_err(|message| Failure::new(Exit::Io, message))
}

/// The question that is meant.
fn find<'a>(args: &args::Diagnose, entries: &'a [Entry], stem: &str) -> Result<Meant<'a>, Failure> {
    let titled = |entry: &'a Entry| entry.title.clone().unwrap_or_else(|| stem.to_owned());
    let all: Vec<Meant<'_>> = entries
        .iter()
        .filter_map(|entry| Some((titled(entry), entry.scenario.as_ref()?)))
        .filter(|(title, _)| args.scenario.as_ref().is_none_or(|wanted| wanted == title))
        .flat_map(|(title, scenario)| {
            scenario.questions.iter().map(move |asked| (title.clone(), scenario, asked))
        })
        .collect();
    if let (Some(wanted), true) = (&args.scenario, all.is_empty()) {
        let titles: Vec<String> = entries.iter().map(|entry| format!("`{}`", titled(entry))).collect();
        return Err(Failure::new(Exit::Usage, format!("--scenario: there is no scenario `{wanted}`"))
            .with_help(format!("the file has {}", titles.join(", "))));
    }
    let ids = || {
        let ids: Vec<String> = all.iter().map(|(_, _, asked)| format!("`{}`", asked.id)).collect();
        format!("the file asks {}", ids.join(", "))
    };
    let Some(wanted) = &args.question else {
        return match all.as_slice() {
            [only] => Ok(only.clone()),
            _ => {
                Err(Failure::new(Exit::Usage, "--question is missing: the file asks several")
                    .with_help(ids()))
            }
        };
    };
    let mut meant = all.iter().filter(|(_, _, asked)| &asked.id == wanted);
    let Some(one) = meant.next() else {
        let near = all
            .iter()
            .map(|(_, _, asked)| (strsim::damerau_levenshtein(wanted, &asked.id), &asked.id))
            .filter(|(distance, _)| (1..=3).contains(distance))
            .min();
        let help = near.map_or_else(ids, |(_, id)| format!("did you mean `{id}`?"));
        return Err(
            Failure::new(Exit::Usage, format!("--question: there is no question `{wanted}`")).with_help(help)
        );
    };
    if let Some((other, _, _)) = meant.next() {
        return Err(Failure::new(
            Exit::Usage,
            format!("--question: `{wanted}` is asked in several scenarios"),
        )
        .with_help(format!("say in which: --scenario \"{}\" or --scenario \"{other}\"", one.0)));
    }
    Ok(one.clone())
}
