//! The problem under diagnosis, with what the routes ask of it again and again.

use crate::cost::{CostLine, Driver};
use crate::curve::{Basis, Lot, count};
use crate::explain::{Step, number};
use crate::question::amount::Once;
use crate::question::work::{batches, lot_in_batches};
use crate::question::{CurveInputs, Figure, Measure, Of, Question, Work, answer};

use super::attempt::{Attempt, Taken, decimal};

/// Units that are rounded one by one and added: more than this nobody does by hand, nor a search in time.
const MOST_UNITS: u64 = 500;

/// A problem as it is to be solved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) work: &'a Work,
    pub(super) question: &'a Question,
    pub(super) of: Of,
}

/// The units that a question is about, in the curve's items.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// The first item.
    pub(super) first: u64,
    /// The last item.
    pub(super) last: u64,
    /// How many units the answer is of.
    pub(super) units: u64,
    /// Whether the answer is per unit.
    pub(super) per_unit: bool,
    /// What stands in the answer's name before `time` or `cost`.
    name: &'static str,
    once: Once,
}

impl Span {
    /// How many items.
    pub(super) fn items(&self) -> u64 {
        self.last - self.first + 1
    }

    /// Whether it is one unit alone, and not the first of all.
    fn is_one(&self) -> bool {
        self.units == 1 && matches!(self.once, Once::LeftOut)
    }
}

impl<'a> Case<'a> {
    pub(super) fn inputs(&self) -> &'a CurveInputs {
        self.work.inputs()
    }

    pub(super) fn wright(&self) -> bool {
        self.inputs().basis == Basis::CumulativeAverage
    }

    pub(super) fn first_unit(&self) -> f64 {
        self.work.run.curve().first_unit()
    }

    pub(super) fn index(&self) -> f64 {
        self.work.parameters.index.map_or(0.0, crate::curve::Index::value)
    }

    /// The learning rate that the curve follows.
    pub(super) fn rate(&self) -> f64 {
        self.index().exp2()
    }

    /// Whether the curve is a power law, which the formulas of their own are about.
    pub(super) fn power_law(&self) -> bool {
        let curve = self.work.run.curve();
        if self.work.parameters.index.is_none() || !self.inputs().form.is_plain() {
            return false;
        }
        [2, 3, 8, 1000]
            .into_iter()
            .all(|n| (curve.factor(n) / count(n).powf(self.index()) - 1.0).abs() < 1e-9)
    }

    /// The units that the question is about; none for questions about none in particular.
    pub(super) fn span(&self) -> Option<Span> {
        let size = self.work.batch_size();
        let first = |units: u64, per_unit, name| {
            let last = batches(units, size).ok()?;
            Some(Span { first: 1, last, units, per_unit, name, once: Once::Carried })
        };
        let one = |number: u64, name| {
            let last = batches(number, size).ok()?;
            Some(Span { first: last, last, units: 1, per_unit: true, name, once: Once::LeftOut })
        };
        match self.question {
            Question::Average { units } => first(*units, true, "average"),
            Question::Total { units } => first(*units, false, "total"),
            Question::Unit { number } => one(*number, "unit"),
            Question::SteadyState => one(self.inputs().ends_after?, "steady-state"),
            Question::Lot(lot) | Question::LotAverage(lot) => {
                let items = lot_in_batches(*lot, size).ok()?;
                let (first, last, units) = (items.first(), items.last(), lot.quantity());
                let per_unit = matches!(self.question, Question::LotAverage(_));
                let name = if per_unit { "lot average" } else { "lot total" };
                Some(Span { first, last, units, per_unit, name, once: Once::LeftOut })
            }
            _ => None,
        }
    }

    /// The same question of a curve with other inputs; none where they make no curve.
    pub(super) fn changed(&self, change: impl FnOnce(&mut CurveInputs)) -> Option<Work> {
        let mut inputs = self.inputs().clone();
        change(&mut inputs);
        self.with_inputs(inputs)
    }

    fn with_inputs(&self, inputs: CurveInputs) -> Option<Work> {
        Work::new(inputs, self.work.lines.clone(), self.work.currency, self.work.rounding).ok()
    }

    /// The curve's inputs with T1 and b for what facts gave.
    pub(super) fn pinned(&self) -> Option<CurveInputs> {
        let mut inputs = self.inputs().clone();
        if !inputs.known.is_empty() {
            inputs.known.clear();
            inputs.first = Some(decimal(self.first_unit())?);
            if inputs.rate.is_none() && inputs.index.is_none() {
                inputs.index = Some(decimal(self.index())?);
            }
        }
        Some(inputs)
    }

    /// The same curve with another index, from one first unit; `said` is how that index came about.
    pub(super) fn with_index(&self, index: f64, said: Step) -> Option<Attempt> {
        let mut inputs = self.pinned()?;
        inputs.rate = None;
        inputs.index = Some(decimal(index)?);
        Some(self.ask_of(self.with_inputs(inputs)?).led_by(said))
    }

    /// The same curve with another learning rate, from one first unit.
    pub(super) fn with_rate(&self, rate: f64) -> Option<Attempt> {
        let mut inputs = self.pinned()?;
        inputs.rate = Some(decimal(rate)?);
        inputs.index = None;
        Some(self.ask_of(self.with_inputs(inputs)?))
    }

    /// The right answer's headline.
    pub(super) fn headline(&self) -> Option<Figure> {
        answer(self.work, self.question, self.of).ok()?.headline().cloned()
    }

    /// The question asked of another work.
    pub(super) fn ask_of(&self, work: Work) -> Attempt {
        Attempt::solve(work, self.question.clone(), self.of)
    }

    /// Another question of the same work.
    pub(super) fn ask(&self, question: Question) -> Attempt {
        Attempt::solve(self.work.clone(), question, self.of)
    }

    /// Another question, first without what is paid once where the question asked leaves that out.
    pub(super) fn ask_about_first(&self, question: &Question) -> Vec<Attempt> {
        let mut asked = Vec::new();
        let carried = self.span().is_some_and(|span| matches!(span.once, Once::Carried));
        if self.work.has_once_costs() && !carried {
            let mut work = self.work.clone();
            work.lines = without(&work.lines, |line| matches!(line.driver, Driver::Once(_)));
            asked.push(Attempt::solve(work, question.clone(), self.of));
        }
        asked.push(self.ask(question.clone()).unlikely(u32::from(!asked.is_empty()) * 4));
        asked
    }

    /// The answer from a value per item, by a formula of its own; a total is the items times it.
    pub(super) fn at_each(&self, each: f64, mut steps: Vec<Step>) -> Option<Attempt> {
        let span = self.span()?;
        let total = each * count(span.items());
        if !span.per_unit {
            steps.push(Step::new(
                format!("total of {} {}", span.items(), self.items_word()),
                "number × each",
                format!("{} × {}", span.items(), self.value(each)),
                self.value(total),
            ));
        }
        self.at_total(total, steps)
    }

    /// The answer from a total of the items asked about, by a formula of its own.
    pub(super) fn at_total(&self, total: f64, mut steps: Vec<Step>) -> Option<Attempt> {
        let span = self.span()?;
        let each = total / count(span.items());
        let size = self.work.batch_size();
        let per_unit = each / count(size);
        if span.per_unit && size > 1 {
            steps.push(Step::new(
                "per unit",
                "per batch / batch size",
                format!("{} / {size}", self.value(each)),
                format!("{} {}/unit", number(per_unit), self.work.measure_unit()),
            ));
        }
        if span.per_unit && span.items() > 1 && steps.len() < 2 {
            steps.push(Step::new(
                "average",
                "total / number",
                format!("{} / {}", self.value(total), span.items()),
                self.each(each),
            ));
        }
        let taken = Taken {
            units: span.units,
            total: if span.is_one() { per_unit } else { total },
            each: per_unit,
            per_unit: span.per_unit,
            once: span.once,
            name: format!("{} {}", span.name, self.of.name()),
        };
        total.is_finite().then(|| Attempt::take(self.work, self.of, taken, steps))
    }

    /// Whether the question is about more units than anybody rounds one by one.
    pub(super) fn many_units(&self) -> bool {
        self.span().is_none_or(|span| span.last > MOST_UNITS)
    }

    /// A work of this question that rounds no units one by one where they are many.
    pub(super) fn lighter(&self, mut work: Work) -> Work {
        if work.inputs().basis == Basis::Unit && self.many_units() {
            work.rounding.steps.unit = None;
        }
        work
    }

    /// `units` or `batches`.
    pub(super) fn items_word(&self) -> &'static str {
        if self.work.batch_size() > 1 { "batches" } else { "units" }
    }

    /// `unit` or `batch`.
    pub(super) fn item_word(&self) -> &'static str {
        if self.work.batch_size() > 1 { "batch" } else { "unit" }
    }

    /// A value of the curve with its unit: `178.774348 h`.
    pub(super) fn value(&self, value: f64) -> String {
        format!("{} {}", number(value), self.work.measure_unit())
    }

    /// A value per item with its unit: `1.396675 h/unit`.
    pub(super) fn each(&self, value: f64) -> String {
        format!("{}/{}", self.value(value), self.item_word())
    }

    /// The first unit's value as steps put it into formulas.
    pub(super) fn t1(&self) -> String {
        self.value(self.first_unit())
    }

    /// `time` or `cost`: what the curve is in.
    pub(super) fn measure(&self) -> &'static str {
        match self.inputs().measure {
            Measure::Time(_) => "time",
            Measure::Money => "cost",
        }
    }

    /// A lot of items as a lot of units.
    pub(super) fn lot_of_units(&self, first: u64, last: u64) -> Option<Lot> {
        let size = self.work.batch_size();
        let before = first.checked_sub(1)?.checked_mul(size)?;
        Lot::new(before + 1, last.checked_mul(size)?).ok()
    }
}

/// Cost lines without some of them, and without the percentages of those.
pub(super) fn without(lines: &[CostLine], drop: impl Fn(&CostLine) -> bool) -> Vec<CostLine> {
    let mut gone: Vec<bool> = lines.iter().map(drop).collect();
    for _ in 0..lines.len() {
        for (place, line) in lines.iter().enumerate() {
            if let Driver::Percent { of, .. } = line.driver {
                gone[place] |= gone.get(of).copied().unwrap_or_default();
            }
        }
    }
    let moved = |of: usize| of - gone[..of].iter().filter(|gone| **gone).count();
    let kept = lines.iter().zip(&gone).filter(|(_, gone)| !**gone);
    kept.map(|(line, _)| {
        let mut line = line.clone();
        if let Driver::Percent { of, .. } = &mut line.driver {
            *of = moved(*of);
        }
        line
    })
    .collect()
}
