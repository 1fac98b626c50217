//! `check`: are the files sound, and are the answers the expected ones?

use super::args;
use super::exit::{Exit, Failure};
use super::output::Target;
use super::{complain, input, solve};
use crate::report::Outcome;

pub(super) fn run(args: &args::Check) -> Result<Exit, Failure> {
    let sources = input::expand_all(&args.paths)?;
    let mut exit = Exit::Fine;
    let mut lines = String::new();
    let (mut scenarios, mut trainings, mut answers, mut expected, mut met) = (0, 0, 0, 0, 0);
    for source in &sources {
        let input = match input::read(source) {
            Ok(input) => input,
            Err(failure) => {
                complain(&failure);
                exit = exit.max(failure.exit);
                continue;
            }
        };
        if let Some(plan) = super::ml::checked(&input) {
            exit = exit.max(plan.exit);
            lines += &format!(
                "{} {}: {}, {} of {} met\n",
                word(plan.exit),
                crate::render::visible(&input.name),
                counted(plan.runs, "training"),
                plan.met,
                counted(plan.expected, "expectation")
            );
            trainings += plan.runs;
            expected += plan.expected;
            met += plan.met;
            continue;
        }
        let reports = solve::reports(&input, super::fit::data::scenarios(&input));
        exit = exit.max(solve::tell(&input, &reports));
        let worst = reports.iter().map(|report| report.outcome).max();
        let verdicts = || reports.iter().flat_map(|r| &r.answers).filter_map(|a| a.expect.as_ref());
        let given: usize = reports.iter().map(|report| report.answers.len()).sum();
        let (all, right) = (verdicts().count(), verdicts().filter(|verdict| verdict.met).count());
        let word = word(match worst {
            Some(Outcome::Fine) => Exit::Fine,
            Some(Outcome::Failed) => Exit::Failed,
            _ => Exit::BadData,
        });
        lines += &format!(
            "{word} {}: {given} answer{}, {right} of {all} expectation{} met\n",
            crate::render::visible(&input.name),
            if given == 1 { "" } else { "s" },
            if all == 1 { "" } else { "s" }
        );
        scenarios += reports.len();
        answers += given;
        expected += all;
        met += right;
    }
    let trained = if trainings > 0 { format!("{}, ", counted(trainings, "training")) } else { String::new() };
    lines += &format!(
        "{}, {trained}{}, {met} of {} met\n",
        counted(scenarios, "scenario"),
        counted(answers, "answer"),
        counted(expected, "expectation")
    );
    Target::Stdout.write(&lines)?;
    Ok(exit)
}

fn word(exit: Exit) -> &'static str {
    match exit {
        Exit::Fine => "ok    ",
        Exit::Failed => "FAILED",
        _ => "BAD   ",
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
