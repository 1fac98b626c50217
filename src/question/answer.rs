//! Answers: the figures that a question asks for, and the named quantities that they were made from.

use rust_decimal::Decimal;

use super::amount::{Amount, Amounts, Once, amounts, per_unit};
use super::limit::{self, LimitTrace};
use super::parameter;
use super::quantity::{FirstN, LotOf, One, Steady};
use super::reckon::Reckoner;
use super::work::{batches, lot_in_batches};
use super::{Error, Measure, Of, Question, Work, natural_places};
use crate::money;

/// One figure of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is, such as `average cost`.
    pub name: String,
    /// Rounded, with exactly the places that it is shown with.
    pub value: Decimal,
    /// Unrounded.
    pub exact: f64,
    /// Unrounded, as a decimal: what a published answer is compared with.
    pub unrounded: Decimal,
    /// Its unit, such as `USD/unit`; empty for a pure number.
    pub unit: String,
}

/// An answer: its figures, headline first, and what they were made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// In time or in money; neither for a parameter of the curve.
    pub of: Option<Of>,
    /// The figures; the first is the headline.
    pub figures: Vec<Figure>,
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
}

/// What an answer was made from.
#[derive(Debug, Clone, PartialEq)]
pub enum Trace {
    /// A time or cost of some units.
    Units {
        /// Which units, in the curve's items.
        scope: Scope,
        /// How many units.
        units: u64,
        /// Their time and cost.
        amounts: Amounts,
    },
    /// A parameter of the curve.
    Parameter,
    /// A lot's midpoint.
    Midpoint {
        /// The lot, in the curve's items.
        lot: LotOf,
    },
    /// A count of units that meets a limit.
    Limit(LimitTrace),
    /// Several counts of units.
    Table(Vec<Row>),
}

/// One row of a table question.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// How many units.
    pub units: u64,
    /// The last of them alone.
    pub unit: Figure,
    /// Their average.
    pub average: Figure,
    /// Their total.
    pub total: Figure,
}

/// Answers one question.
///
/// `of` says whether in time or in money; for a parameter of the curve it is not looked at.
///
/// # Errors
///
/// Every [`Error`]: what the curve does not define, limits that cannot be met, amounts past what a decimal holds.
pub fn answer(work: &Work, question: &Question, of: Of) -> Result<Answer, Error> {
    if !question.is_of_the_curve() {
        match (of, work.inputs().measure) {
            (Of::Cost, _) if work.lines.is_empty() => return Err(Error::NoCosts),
            (Of::Time, Measure::Money) => return Err(Error::NoTime),
            _ => {}
        }
    }
    let (mut figures, trace) = figures_of(work, question, of)?;
    if !matches!(question, Question::Table(_)) {
        for (beside, other) in others(work, question) {
            let (exact, _) = figures_of(&other, question, of)?;
            if let Some(headline) = exact.into_iter().next() {
                figures.push(Figure { name: format!("{}, {beside}", headline.name), ..headline });
            }
        }
    }
    Ok(Answer { question: question.clone(), of: (!question.is_of_the_curve()).then_some(of), figures, trace })
}

/// The same work without what a mark scheme rounds, and on the exact index: what is shown beside the headline.
fn others(work: &Work, question: &Question) -> Vec<(&'static str, Work)> {
    let plain = Work {
        run: work.unrounded_run.clone().unwrap_or_else(|| work.run.clone()),
        rounding: super::Rounding { steps: super::Steps::default(), ..work.rounding },
        ..work.clone()
    };
    let mut others = Vec::new();
    let rounds = work.rounding.steps.carry_on() && !question.is_of_the_curve();
    let at = |run: super::Run| {
        let mut other = plain.clone();
        other.parameters.index = run.curve().index();
        other.run = run;
        other
    };
    if rounds || work.unrounded_run.is_some() {
        others.push(("nothing rounded on the way", at(plain.run.clone())));
    }
    if let Some(run) = work.exact_run.clone() {
        others.push(("with the exact index", at(run)));
    }
    others
}

fn figures_of(work: &Work, question: &Question, of: Of) -> Result<(Vec<Figure>, Trace), Error> {
    let reckoner = Reckoner::new(&work.run, work.rounding.steps, work.rounding.mode);
    figures(work, &reckoner, question, of)
}

fn figures(
    work: &Work,
    reckoner: &Reckoner<'_>,
    question: &Question,
    of: Of,
) -> Result<(Vec<Figure>, Trace), Error> {
    let size = work.batch_size();
    Ok(match question {
        Question::Average { units } | Question::Total { units } => {
            let first = reckoner.first(batches(*units, size)?)?;
            let each = per_unit(work, first.average);
            let amounts = amounts(work, *units, first.total, each, Once::Carried)?;
            let average = ["average", "total"];
            let total = ["total", "average"];
            let (names, per_unit_first) = match question {
                Question::Average { .. } => (average, true),
                _ => (total, false),
            };
            let figures = pair(work, &amounts, of, names, per_unit_first)?;
            (figures, units_trace(Scope::First(first), *units, amounts))
        }
        Question::Unit { number } => {
            let one = reckoner.one(batches(*number, size)?)?;
            let each = per_unit(work, one.value);
            let amounts = amounts(work, 1, each, each, Once::LeftOut)?;
            let figures = single(work, &amounts.each, of, "unit")?;
            (figures, units_trace(Scope::One(one), 1, amounts))
        }
        Question::Lot(lot) => {
            let (items, quantity) = (lot_in_batches(*lot, size)?, lot.quantity());
            let made = reckoner.lot(items)?;
            let each = made.total / crate::curve::count(quantity);
            let amounts = amounts(work, quantity, made.total, each, Once::LeftOut)?;
            let mut figures = pair(work, &amounts, of, ["lot total", "lot average"], false)?;
            if let Ok(midpoint) = parameter::midpoint(work, *lot) {
                figures.push(parameter::midpoint_figure(work, midpoint)?);
            }
            (figures, units_trace(Scope::Lot(made), quantity, amounts))
        }
        Question::SteadyState => {
            let steady = reckoner.steady()?.ok_or(Error::LearningNeverEnds)?;
            let each = per_unit(work, steady.value);
            let amounts = amounts(work, 1, each, each, Once::LeftOut)?;
            let figures = single(work, &amounts.each, of, "steady-state")?;
            (figures, units_trace(Scope::Steady(steady), 1, amounts))
        }
        Question::LearningRate | Question::Index | Question::FirstUnit => {
            (parameter::figures(work, question)?, Trace::Parameter)
        }
        Question::Midpoint(lot) => {
            let made = Reckoner::exact(&work.run).lot(lot_in_batches(*lot, size)?)?;
            let figures = parameter::midpoint_figures(work, *lot)?;
            (figures, Trace::Midpoint { lot: made })
        }
        Question::Units(limit) => {
            let (figures, trace) = limit::units(work, reckoner, *limit, of)?;
            (figures, Trace::Limit(trace))
        }
        Question::Table(counts) => {
            let rows =
                counts.iter().map(|&units| row(work, reckoner, units, of)).collect::<Result<Vec<_>, _>>()?;
            let figures = rows
                .last()
                .map_or_else(Vec::new, |row| vec![row.average.clone(), row.total.clone(), row.unit.clone()]);
            (figures, Trace::Table(rows))
        }
    })
}

fn units_trace(scope: Scope, units: u64, amounts: Amounts) -> Trace {
    Trace::Units { scope, units, amounts }
}

fn row(work: &Work, reckoner: &Reckoner<'_>, units: u64, of: Of) -> Result<Row, Error> {
    let items = batches(units, work.batch_size())?;
    let first = reckoner.first(items)?;
    let each = per_unit(work, first.average);
    let taken = amounts(work, units, first.total, each, Once::Carried)?;
    let one = per_unit(work, reckoner.one(items)?.value);
    let one = amounts(work, 1, one, one, Once::LeftOut)?;
    Ok(Row {
        units,
        unit: figure(work, &one.each, of, "unit", true)?,
        average: figure(work, &taken.each, of, "average", true)?,
        total: figure(work, &taken.total, of, "total", false)?,
    })
}

/// Total and per-unit figures of an amount, in the asked measure first, then in time where cost was asked.
fn pair(
    work: &Work,
    amounts: &Amounts,
    of: Of,
    names: [&str; 2],
    per_unit_first: bool,
) -> Result<Vec<Figure>, Error> {
    let order = if per_unit_first {
        [(&amounts.each, true), (&amounts.total, false)]
    } else {
        [(&amounts.total, false), (&amounts.each, true)]
    };
    let mut figures = Vec::new();
    for of in shown(work, of) {
        for (name, (amount, per_unit)) in names.iter().zip(order) {
            figures.push(figure(work, amount, of, name, per_unit)?);
        }
    }
    Ok(figures)
}

fn single(work: &Work, amount: &Amount, of: Of, name: &str) -> Result<Vec<Figure>, Error> {
    shown(work, of).into_iter().map(|of| figure(work, amount, of, name, true)).collect()
}

fn shown(work: &Work, of: Of) -> Vec<Of> {
    match (of, work.inputs().measure) {
        (Of::Cost, Measure::Time(_)) => vec![Of::Cost, Of::Time],
        _ => vec![of],
    }
}

/// One figure of an amount, rounded to the places that its kind is shown with.
pub(super) fn figure(
    work: &Work,
    amount: &Amount,
    of: Of,
    name: &str,
    per_unit: bool,
) -> Result<Figure, Error> {
    let (exact, unrounded, value, unit) = match (of, &amount.sheet) {
        (Of::Cost, Some(sheet)) => (
            money::to_f64(sheet.sum),
            sheet.sum,
            work.rounding.mode.round(sheet.sum, work.rounding.money),
            work.money_unit(),
        ),
        (Of::Cost, None) => return Err(Error::NoCosts),
        (Of::Time, _) => {
            let places = work.rounding.time.or(step_places(work, name));
            let places = places.unwrap_or_else(|| natural_places(amount.decimal));
            (
                amount.value,
                amount.decimal,
                work.rounding.mode.round(amount.decimal, places),
                work.measure_unit(),
            )
        }
    };
    Ok(Figure {
        name: format!("{name} {}", of.name()),
        value,
        exact,
        unrounded,
        unit: if per_unit { format!("{unit}/unit") } else { unit },
    })
}

/// The places that the mark scheme has for a figure; with batches it rounds the batch's, not the unit's.
fn step_places(work: &Work, name: &str) -> Option<u32> {
    let steps = &work.rounding.steps;
    if work.batch_size() > 1 {
        return None;
    }
    match name {
        "average" => steps.average,
        "total" | "lot total" => steps.total,
        "unit" | "steady-state" => steps.unit,
        _ => None,
    }
}

impl Answer {
    /// The figure that the question asks for.
    pub fn headline(&self) -> Option<&Figure> {
        self.figures.first()
    }
}

impl Figure {
    /// The value with its unit, thousands grouped: `2,681.62 USD`.
    pub fn text(&self) -> String {
        let number = money::format_grouped(&self.value);
        match self.unit.as_str() {
            "" => number,
            "unit" | "batch" => format!("{} {number}", self.unit),
            "%" => format!("{number}%"),
            unit => format!("{number} {unit}"),
        }
    }

    /// A figure of the curve itself, rounded half-up to at most `places`.
    pub(super) fn of_curve(name: &str, exact: f64, places: u32, unit: &str) -> Result<Self, Error> {
        let decimal = money::from_f64(exact)?;
        let places = places.min(decimal.normalize().scale());
        Ok(Self {
            name: name.to_owned(),
            value: money::RoundingMode::HalfUp.round(decimal, places),
            exact,
            unrounded: decimal,
            unit: unit.to_owned(),
        })
    }

    /// A figure that is a whole count.
    pub(super) fn of_count(name: &str, count: u64, unit: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: Decimal::from(count),
            exact: crate::curve::count(count),
            unrounded: Decimal::from(count),
            unit: unit.to_owned(),
        }
    }
}
