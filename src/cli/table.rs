//! `table`: a scenario's curve as numbers.

use super::args;
use super::exit::{Exit, Failure};
use super::output::Target;
use super::solve::Solved;
use super::{input, solve, workbook};
use crate::question::{Of, Question, Subject};
use crate::render::Format;
use crate::scenario::{self, Asked};

pub(super) fn run(args: &args::Table) -> Result<Exit, Failure> {
    let sources = input::expand(std::slice::from_ref(&args.file))?;
    let target = Target::new(args.show.out.output.clone(), args.show.out.force);
    target.check(&sources)?;
    workbook::check(&args.show, &target)?;
    let mut inputs = Vec::new();
    let mut books = Vec::new();
    for source in &sources {
        let input = input::read(source)?;
        let mut entries = super::fit::data::scenarios(&input);
        for entry in &mut entries {
            let Some(scenario) = &mut entry.scenario else {
                continue;
            };
            let subject = Subject::from(&scenario.whole);
            let costs = subject.has_costs();
            let of = match args.of.as_deref() {
                Some("time") => Of::Time,
                Some(_) => Of::Cost,
                None if costs => Of::Cost,
                None => Of::Time,
            };
            let counts = counts(args, ends_after(subject), subject.batch_size())?;
            scenario.questions = vec![Asked {
                id: "table".to_owned(),
                question: Question::Table(counts),
                element: None,
                of,
                expect: None,
                published: None,
                note: None,
                span: 0..0,
            }];
        }
        if args.show.format == Format::Xlsx {
            books.push(workbook::Solved::new(input, entries));
            continue;
        }
        inputs.push(Solved::new(input, entries, args.show.format));
    }
    if args.show.format == Format::Xlsx {
        return workbook::finish(&books, &target);
    }
    let mut show = args.show.clone();
    show.no_working = true;
    solve::finish(inputs, &show, &target)
}

/// The last unit at which learning ends on any curve.
fn ends_after(subject: Subject<'_>) -> Option<u64> {
    subject.works().filter_map(|work| work.inputs().ends_after).max()
}

fn counts(args: &args::Table, ends_after: Option<u64>, batch_size: u64) -> Result<Vec<u64>, Failure> {
    if !args.units.is_empty() {
        return Ok(args.units.clone());
    }
    let to = args.to.or(ends_after).unwrap_or(batch_size.saturating_mul(128));
    scenario::rows(to, &args.by, batch_size).map_err(|message| {
        Failure::new(Exit::Usage, format!("--by: {message}"))
            .with_help("`--by doubling`, or a step such as `--by 10`")
    })
}
