//! Answers: the figures that a question asks for, and the named quantities that they were made from.

use super::break_even::{self, BreakEvenTrace};
use super::figure::{Figure, Row, Table, figure, pair, single};
use super::gap::{self, GapTrace};
use super::limit::{self, LimitTrace};
use super::price::{self, PriceTrace};
use super::quantity::{FirstN, LotOf, One, Steady};
use super::reckon::Reckoner;
use super::schedule::{self, ScheduleTrace};
use super::sensitivity;
use super::variance::{self, VarianceTrace};
use super::work::lot_in_batches;
use super::{
    Error, Measure, Of, Part, Question, Rounding, Steps, Subject, Taken, Whole, Work, parameter, training,
};

/// An answer: its figures, headline first, and what they were made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// In time or in money; neither for a parameter of the curve.
    pub of: Option<Of>,
    /// The figures; the first is the headline.
    pub figures: Vec<Figure>,
    /// Rows of figures, for the questions that have them.
    pub table: Table,
    /// The named quantities, for the working.
    pub trace: Trace,
}

/// The units that an answer is about, as the curve makes them.
#[derive(Debug, Clone, PartialEq)]
pub enum Scope {
    /// The first N.
    First(FirstN),
    /// One alone.
    One(One),
    /// A lot.
    Lot(LotOf),
    /// Each after learning's end.
    Steady(Steady),
    /// Units of several elements, each with a scope of its own.
    Several,
}

/// What an answer was made from.
#[derive(Debug, Clone, PartialEq)]
pub enum Trace {
    /// A time or cost of some units.
    Units(Taken),
    /// A parameter of the curve.
    Parameter,
    /// A lot's midpoint.
    Midpoint {
        /// The lot, in the curve's items.
        lot: LotOf,
    },
    /// A count of units that meets a limit.
    Limit(LimitTrace),
    /// A price.
    Price(PriceTrace),
    /// A cost held against its target.
    CostGap(GapTrace),
    /// The units that cover what is fixed.
    BreakEven(BreakEvenTrace),
    /// Labour variances.
    Variance(Box<VarianceTrace>),
    /// Units by period.
    Schedule(ScheduleTrace),
    /// Several counts of units: the answer's table.
    Table,
    /// A question's answer as something varies: the answer's table, and the answer with nothing varied.
    Sensitivity(Box<Answer>),
    /// What is asked of a training.
    Training(training::Trace),
}

/// What a question comes to: its figures, its rows and what they were made from.
pub(super) type Made = (Vec<Figure>, Table, Trace);

/// Answers one question.
///
/// `of` says whether in time or in money; for a parameter of the curve it is not looked at.
///
/// # Errors
///
/// Every [`Error`]: what the curve does not define, limits that cannot be met, amounts past what a decimal holds.
pub fn answer<'a>(subject: impl Into<Subject<'a>>, question: &Question, of: Of) -> Result<Answer, Error> {
    let subject = subject.into();
    match (subject, question) {
        (Subject::Training(training), Question::Training(ask)) => return training::answer(training, *ask),
        (Subject::Training(_), _) => return Err(Error::of_another(question.kind(), false)),
        (_, Question::Training(ask)) => return Err(Error::of_another(ask.kind(), true)),
        _ => {}
    }
    if !question.is_of_the_curve() {
        match (of, subject.measure()) {
            (Of::Cost, _) if !subject.has_costs() => return Err(Error::NoCosts),
            (Of::Time, Measure::Money) => return Err(Error::NoTime),
            _ => {}
        }
    }
    let (mut figures, table, trace) = make(subject, question, of)?;
    if table.rows.is_empty() {
        for (beside, other, question) in others(subject, question) {
            // Where there is an answer by what was rounded alone, nothing stands beside it.
            let Ok((exact, _, _)) = make((&other).into(), &question, of) else { continue };
            if let (Some(other), Some(headline)) = (exact.into_iter().next(), figures.first()) {
                // As many places as the headline has, so that the two can be compared.
                let places = headline.value.scale().max(other.value.scale());
                let value = subject.rounding().mode.round(other.unrounded, places);
                figures.push(Figure { name: format!("{}, {beside}", other.name), value, ..other });
            }
        }
    }
    let of = (!question.is_of_the_curve()).then_some(of);
    Ok(Answer { question: question.clone(), of, figures, table, trace })
}

/// The same without what a mark scheme rounds, and on the exact index: what is shown beside the headline.
fn others(subject: Subject<'_>, question: &Question) -> Vec<(&'static str, Whole, Question)> {
    let revised = match question {
        Question::Variance(variance) => variance.revised.as_ref(),
        _ => None,
    };
    let has_run = |run: fn(&Work) -> bool| subject.works().chain(revised).any(run);
    let mut others = Vec::new();
    let mut push = |name, change: fn(&Work) -> Work| {
        let mut question = question.clone();
        if let Question::Variance(variance) = &mut question {
            variance.revised = variance.revised.as_ref().map(change);
        }
        others.push((name, changed(subject, change), question));
    };
    let rounds = subject.rounding().steps.carry_on() && !question.is_of_the_curve();
    if rounds || has_run(|work| work.unrounded_run.is_some()) {
        push("nothing rounded on the way", unrounded);
    }
    if has_run(|work| work.exact_run.is_some()) {
        push("with the exact index", on_exact_index);
    }
    others
}

fn changed(subject: Subject<'_>, change: impl Fn(&Work) -> Work) -> Whole {
    match subject {
        Subject::Curve(work) => Whole::Curve(change(work)),
        Subject::Elements(project) => {
            let mut project = project.clone();
            for element in &mut project.elements {
                element.work = change(&element.work);
            }
            project.rounding.steps = Steps::default();
            Whole::Elements(project)
        }
        Subject::Training(training) => Whole::Training(training.clone()),
    }
}

fn unrounded(work: &Work) -> Work {
    let run = work.unrounded_run.clone().unwrap_or_else(|| work.run.clone());
    let rounding = Rounding { steps: Steps::default(), ..work.rounding };
    let mut other = Work { run, rounding, ..work.clone() };
    other.parameters.index = other.run.curve().index();
    other
}

fn on_exact_index(work: &Work) -> Work {
    let mut other = unrounded(work);
    if let Some(run) = work.exact_run.clone() {
        other.parameters.index = run.curve().index();
        other.run = run;
    }
    other
}

pub(super) fn make(subject: Subject<'_>, question: &Question, of: Of) -> Result<Made, Error> {
    let plain = |figures, trace| Ok((figures, Table::default(), trace));
    match question {
        Question::Average { units } => {
            let taken = subject.take(Part::First(*units))?;
            let mut figures = pair(subject, &taken.amounts, of, ["average", "total"], true)?;
            figures.extend(by_element(subject, &taken, of, "average", true)?);
            figures.extend(parameter::equivalent_rate(subject, *units, of));
            plain(figures, Trace::Units(taken))
        }
        Question::Total { units } => {
            let taken = subject.take(Part::First(*units))?;
            let mut figures = pair(subject, &taken.amounts, of, ["total", "average"], false)?;
            figures.extend(by_element(subject, &taken, of, "total", false)?);
            figures.extend(parameter::equivalent_rate(subject, *units, of));
            plain(figures, Trace::Units(taken))
        }
        Question::Unit { number } => {
            let taken = subject.take(Part::One(*number))?;
            let mut figures = single(subject, &taken.amounts.each, of, "unit")?;
            figures.extend(by_element(subject, &taken, of, "unit", true)?);
            plain(figures, Trace::Units(taken))
        }
        Question::Lot(lot) | Question::LotAverage(lot) => {
            let taken = subject.take(Part::Lot(*lot))?;
            let average = matches!(question, Question::LotAverage(_));
            let names = if average { ["lot average", "lot total"] } else { ["lot total", "lot average"] };
            let mut figures = pair(subject, &taken.amounts, of, names, average)?;
            figures.extend(by_element(subject, &taken, of, names[0], average)?);
            if let Some(midpoint) = subject.curve().ok().and_then(|work| parameter::midpoint(work, *lot).ok())
            {
                figures.push(parameter::midpoint_figure(subject.curve()?, midpoint)?);
            }
            plain(figures, Trace::Units(taken))
        }
        Question::SteadyState => {
            let taken = subject.take(Part::Steady)?;
            let mut figures = single(subject, &taken.amounts.each, of, "steady-state")?;
            figures.extend(by_element(subject, &taken, of, "steady-state", true)?);
            plain(figures, Trace::Units(taken))
        }
        Question::LearningRate | Question::Index | Question::FirstUnit => {
            plain(parameter::figures(subject.curve()?, question)?, Trace::Parameter)
        }
        Question::Midpoint(lot) => {
            let work = subject.curve()?;
            let made = Reckoner::exact(&work.run).lot(lot_in_batches(*lot, work.batch_size())?)?;
            plain(parameter::midpoint_figures(work, *lot)?, Trace::Midpoint { lot: made })
        }
        Question::Units(limit) => {
            let (figures, trace) = limit::units(subject, *limit, of)?;
            plain(figures, Trace::Limit(trace))
        }
        Question::Price(cost_of, profit) => price::price(subject, *cost_of, *profit, of),
        Question::CostGap(cost_of, target) => gap::gap(subject, *cost_of, *target, of),
        Question::BreakEven { price, fixed } => break_even::units(subject, *price, *fixed, of),
        Question::Variance(variance) => variance::variance(subject, variance),
        Question::Schedule { periods, hours_per_worker } => {
            schedule::schedule(subject, periods, *hours_per_worker, of)
        }
        Question::Sensitivity(sensitivity) => sensitivity::sensitivity(subject, sensitivity, of),
        Question::Training(_) => Err(Error::of_another(question.kind(), true)),
        Question::Table(counts) => {
            let rows = counts.iter().map(|&units| row(subject, units, of)).collect::<Result<Vec<_>, _>>()?;
            let last = rows.last().map_or_else(Vec::new, |row| row.figures.clone());
            let figures = [1, 2, 0].into_iter().filter_map(|place| last.get(place).cloned()).collect();
            Ok((figures, Table { heading: "units".to_owned(), rows }, Trace::Table))
        }
    }
}

/// The figure of each element, where there are several.
fn by_element(
    subject: Subject<'_>,
    taken: &Taken,
    of: Of,
    name: &str,
    per_unit: bool,
) -> Result<Vec<Figure>, Error> {
    let Subject::Elements(project) = subject else {
        return Ok(Vec::new());
    };
    let mut figures = Vec::with_capacity(taken.elements.len());
    for (element, (_, own)) in project.elements.iter().zip(&taken.elements) {
        let amount = if per_unit { &own.amounts.each } else { &own.amounts.total };
        if of == Of::Cost && amount.sheet.is_none() {
            continue;
        }
        let made = figure((&element.work).into(), amount, of, name, per_unit)?;
        figures.push(Figure { name: format!("{}: {}", element.name, made.name), ..made });
    }
    Ok(figures)
}

fn row(subject: Subject<'_>, units: u64, of: Of) -> Result<Row, Error> {
    let taken = subject.take(Part::First(units))?.amounts;
    let one = subject.take(Part::One(units))?.amounts;
    Ok(Row {
        label: units.to_string(),
        at: format!("at {units} units"),
        figures: vec![
            figure(subject, &one.each, of, "unit", true)?,
            figure(subject, &taken.each, of, "average", true)?,
            figure(subject, &taken.total, of, "total", false)?,
        ],
    })
}

impl Answer {
    /// The figure that the question asks for.
    pub fn headline(&self) -> Option<&Figure> {
        self.figures.first()
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
