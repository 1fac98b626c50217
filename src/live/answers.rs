//! A scenario with its answers as a book, each figure held against the solved one.

use super::Fixed;
use super::amounts::Whole;
use super::asked::{Asking, Figure, Made, Row};
use super::book::{Answer, AnswerFigure, Book, Column, Expected, Grid, Kind, Show};
use super::builder::Builder;
use super::grids;
use super::model::Way;
use super::round::rounded;
use crate::formula::{Recorder, Value};
use crate::money;
use crate::question::{self, Subject, sided};
use crate::report::{Answered, Report};
use crate::scenario::{Asked, Scenario};

/// How near a formula has to come to the solved figure: beyond it stands as a value.
const AGREES: f64 = 1e-9;

/// Units that a table of the curve goes to where nothing says how far.
const SHOWN_UNITS: u64 = 128;

/// The book of a scenario; `report` is what it was answered with.
///
/// # Example
///
/// The massage chairs of ACCA F5, December 2009, average 20.95 USD at 95%; at 90% they average 14.35.
///
/// ```
/// let text = "currency = 'USD'\n[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[cost]]\nname = 'Labour'\n\
///             rate = 15\nper = 'hour'\n[[question]]\nfind.average = { units = 128 }";
/// let entry = learncurve::scenario::load(text).remove(0);
/// let scenario = entry.scenario.clone().unwrap();
/// let book = learncurve::live::book(&scenario, &learncurve::report::report(entry, "chairs", "chairs"));
/// let rounded = |book: &learncurve::live::Book| book.value(book.answers[0].figures[0].rounded).number();
/// assert!((rounded(&book) - 20.95).abs() < 1e-12);
/// assert!((rounded(&book.with(&[("learning_rate", 0.90)]).unwrap()) - 14.35).abs() < 1e-12);
/// ```
pub fn book(scenario: &Scenario, report: &Report) -> Book {
    let recorder = Recorder::default();
    let builder = Builder::new(&recorder);
    let subject = Subject::from(&scenario.whole);
    let whole = Whole::new(&builder, subject, "", Way::Asked);
    let mut answers = Vec::new();
    for answered in &report.answers {
        if let Some(asked) = scenario.questions.iter().find(|asked| asked.id == answered.id) {
            answers.push(answer(&builder, scenario, asked, answered));
        }
    }
    let last = report.answers.iter().filter_map(|answered| answered.last_unit).max();
    let last =
        last.map_or(SHOWN_UNITS, |items| items.saturating_mul(subject.batch_size()).max(16)).min(1_000_000);
    let tables = match (&whole, subject) {
        (Ok(whole), Subject::Curve(_) | Subject::Elements(_))
            if subject.works().all(|work| work.inputs().has_first_unit()) =>
        {
            builder.working_of("Curve");
            grids::tables(&builder, subject, whole, last).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    drop(whole);
    let (contents, inputs, working) = builder.finish();
    let (formulas, values) = recorder.finish();
    Book { formulas, contents, values, inputs, working, answers, mode: subject.rounding().mode, tables }
}

fn answer(builder: &Builder<'_>, scenario: &Scenario, asked: &Asked, answered: &Answered) -> Answer {
    let made = formulas(builder, scenario, asked, answered);
    let (made, why) = match made {
        Ok(made) => (made, String::new()),
        Err(Fixed(why)) => (Made::default(), why),
    };
    let figures: Vec<AnswerFigure> = answered
        .results
        .iter()
        .enumerate()
        .map(|(place, figure)| {
            let own = made.figures.iter().find(|own| match own.place {
                Some(own) => own == place,
                None => own.name == figure.name,
            });
            answer_figure(builder, figure, own, &why)
        })
        .collect();
    let grid = grid(builder, answered, &made.rows, (&made.heading, &why));
    let expected = asked.expect.as_ref().zip(answered.expect.as_ref()).map(|(expect, verdict)| {
        let headline =
            made.figures.first().filter(|_| figures.first().is_some_and(|figure| figure.fixed.is_none()));
        let said = if verdict.met { "agrees" } else { "differs" };
        let made = headline.filter(|_| expect.unit.is_none()).map(|headline| {
            let places = expect.want.scale() + if headline.show.kind == Kind::Percent { 2 } else { 0 };
            let want =
                money::to_f64(expect.want) / if headline.show.kind == Kind::Percent { 100.0 } else { 1.0 };
            let ours = rounded(headline.mode, headline.exact, f64::from(places).into());
            let off = (ours - want.into())
                .abs()
                .less((0.1 * 10_f64.powi(-i32::try_from(places).unwrap_or(15))).into());
            off.choose(builder.text("agrees"), builder.text("differs"))
        });
        let live = made.filter(|made| builder.recorder().value(*made) == Value::Text(said.to_owned()));
        let verdict_cell = match live {
            Some(made) => builder.made(made),
            None => builder.fixed(Value::Text(said.to_owned())),
        };
        Expected { text: verdict.want.clone(), verdict: verdict_cell }
    });
    Answer { id: answered.id.clone(), note: answered.note.clone(), figures, grid, expected }
}

/// The figures of a question as formulas, with those beside them: nothing rounded on the way, and the exact index.
fn formulas<'r>(
    builder: &Builder<'r>,
    scenario: &Scenario,
    asked: &Asked,
    answered: &Answered,
) -> Result<Made<'r>, Fixed> {
    let subject = asked.subject(&scenario.whole);
    let prefix = match (&scenario.whole, asked.element) {
        (question::Whole::Elements(project), Some(place)) => {
            project.elements.get(place).map_or_else(String::new, |element| format!("{}_", element.name))
        }
        _ => String::new(),
    };
    let names: Vec<String> = answered.results.iter().map(|figure| figure.name.clone()).collect();
    let heading = format!("Question {}", asked.id);
    let ask = |way: Way, names: &[String]| {
        let whole = Whole::new(builder, subject, &prefix, way)?;
        builder.working_of(&heading);
        let asking = Asking {
            builder,
            subject,
            whole: &whole,
            question: &asked.question,
            of: asked.of,
            id: &asked.id,
            names,
            prefix: &prefix,
            way,
        };
        asking.made()
    };
    let mut made = ask(Way::Asked, &names)?;
    let beside = [("nothing rounded on the way", Way::Unrounded), ("with the exact index", Way::Exact)];
    for (said, way) in beside {
        let ending = format!(", {said}");
        let Some(place) = names.iter().position(|name| name.ends_with(&ending)) else {
            continue;
        };
        // Only a work's own steps go: those of the subject are what the figure is shown with.
        if let (Some(other), Some(headline)) =
            (ask(way, &names)?.figures.into_iter().next(), made.figures.first())
        {
            let places = match answered.results.get(place) {
                Some(figure) => f64::from(figure.value.scale() + extra(&other.show)).into(),
                None => headline.places,
            };
            made.figures.push(Figure {
                name: format!("{}{ending}", other.name),
                place: Some(place),
                places,
                ..other
            });
        }
    }
    Ok(made)
}

/// Places that a percentage has more as a ratio.
fn extra(show: &Show) -> u32 {
    if show.kind == Kind::Percent { 2 } else { 0 }
}

/// Whether a formula comes to what was solved.
fn agrees(made: f64, solved: f64) -> bool {
    (made - solved).abs() <= AGREES * solved.abs().max(1e-3)
}

fn answer_figure<'r>(
    builder: &Builder<'r>,
    solved: &question::Figure,
    own: Option<&Figure<'r>>,
    why: &str,
) -> AnswerFigure {
    let ratio = if solved.unit == "%" { 0.01 } else { 1.0 };
    let (exact, value) = (solved.exact * ratio, money::to_f64(solved.value) * ratio);
    let (bare, side) = sided(&solved.unit);
    if let Some(own) =
        own.filter(|own| agrees(own.exact.number(), exact) && agrees(own.rounded().number(), value))
    {
        let side = own.signed.map(|signed| {
            let mark = signed.less(0.0.into()).choose(builder.text("A"), builder.text(""));
            builder.made(signed.more(0.0.into()).choose(builder.text("F"), mark))
        });
        return AnswerFigure {
            name: own.name.clone(),
            exact: builder.made(own.exact),
            rounded: builder.made(own.rounded()),
            show: own.show.clone(),
            side,
            solved: value,
            scale: solved.value.scale(),
            fixed: None,
        };
    }
    let why = match (why, own) {
        ("", Some(_)) => "its formula loses digits here",
        ("", None) => "it has no formula in the workbook",
        (why, _) => why,
    };
    let kind = match solved.unit.as_str() {
        "%" => Kind::Percent,
        _ => Kind::Number,
    };
    AnswerFigure {
        name: solved.name.clone(),
        exact: builder.fixed(exact.into()),
        rounded: builder.fixed(value.into()),
        show: Show::of(kind, if ratio < 1.0 { "" } else { bare }),
        side: side.map(|side| builder.fixed(Value::Text(side.mark().to_owned()))),
        solved: value,
        scale: solved.value.scale(),
        fixed: Some(why.to_owned()),
    }
}

/// The rows of an answer; those whose formulas come to what was solved follow the inputs, all or none.
fn grid<'r>(
    builder: &Builder<'r>,
    answered: &Answered,
    made: &[Row<'r>],
    (heading, why): (&str, &str),
) -> Option<Grid> {
    let table = &answered.table;
    let first = table.rows.first()?;
    let percent = |figure: &question::Figure| if figure.unit == "%" { 0.01 } else { 1.0 };
    let skip = made.first().map_or(0, |row| row.figures.len().saturating_sub(first.figures.len()));
    let by_label = |label: &str| made.iter().find(|row| row.label == label);
    let paired: Vec<_> = table
        .rows
        .iter()
        .enumerate()
        .filter_map(|(place, row)| {
            if heading.is_empty() { made.get(place) } else { by_label(&row.label) }.map(|own| (row, own))
        })
        .collect();
    let same = |(row, own): &(&question::Row, &Row<'_>)| {
        row.figures.iter().zip(own.figures.iter().skip(skip)).all(|(solved, own)| {
            agrees(own.exact.number(), solved.exact * percent(solved))
                && agrees(own.rounded().number(), money::to_f64(solved.value) * percent(solved))
        })
    };
    let live = paired.len() == table.rows.len() && paired.iter().all(same);
    let title = answered.id.clone();
    if live {
        let own = paired.first().map(|(_, own)| &own.figures[..])?;
        let columns = own.iter().map(|figure| column(&figure.name, figure.show.clone())).collect();
        let rows = paired
            .iter()
            .map(|(_, own)| own.figures.iter().map(|figure| Some(builder.made(figure.rounded()))).collect())
            .collect();
        let labels = match heading {
            "" => Vec::new(),
            _ => paired.iter().map(|(row, _)| row.label.clone()).collect(),
        };
        return Some(Grid { title, columns, rows, labels, label: heading.to_owned(), fixed: None });
    }
    let columns = first
        .figures
        .iter()
        .map(|figure| {
            let kind = if figure.unit == "%" { Kind::Percent } else { Kind::Number };
            column(&figure.name, Show::of(kind, if figure.unit == "%" { "" } else { sided(&figure.unit).0 }))
        })
        .collect();
    let value = |figure: &question::Figure| {
        Some(builder.fixed((money::to_f64(figure.value) * percent(figure)).into()))
    };
    let rows = table.rows.iter().map(|row| row.figures.iter().map(value).collect()).collect();
    let labels = table.rows.iter().map(|row| row.label.clone()).collect();
    let why = if why.is_empty() { "its formulas lose digits here" } else { why };
    Some(Grid { title, columns, rows, labels, label: table.heading.clone(), fixed: Some(why.to_owned()) })
}

fn column(heading: &str, show: Show) -> Column {
    Column { heading: heading.to_owned(), show, aside: false }
}
