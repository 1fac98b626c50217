//! The working: the steps that a good tutor would write under an answer.
//!
//! Steps are made from the answer's named quantities alone, so they cannot disagree with it; the last one is the answer.

mod asked;
mod costs;
mod describe;
mod doubling;
mod legs;
mod limit;
mod model;
mod notation;
mod parameters;
mod quantities;
mod taken;
mod task;
#[cfg_attr(not(feature = "ml"), path = "explain/no_training.rs")]
mod training;
mod variance;

use crate::question::amount::Amount;
use crate::question::{Answer, Figure, Of, Question, Subject, Trace, Work};
pub use describe::describe;
use notation::Notation;
pub use notation::number;
use quantities::Want;
pub use task::task;

/// One step of the working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is found: `average time of the first 128 units`.
    pub what: String,
    /// By which formula: `first unit × N^b`.
    pub formula: String,
    /// The formula with its numbers put in: `2 h × 128^-0.074001`.
    pub substituted: String,
    /// The result with its unit: `1.396675 h/unit`.
    pub value: String,
    /// Whether formula, numbers and result are one chain of equals, or statements.
    pub reads: Reads,
    /// Rows that belong to the step, headings first; empty for most.
    pub rows: Vec<Vec<String>>,
}

/// How a step's formula, numbers and result hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Each equals the next.
    Equation,
    /// Each says something of its own.
    Statement,
}

impl Step {
    /// The step as one line of text: `average time of the first 128 units: T1 × N^b = 2 h × 128^-0.074 = 1.3967 h`.
    pub fn line(&self) -> String {
        let parts = [&self.formula, &self.substituted, &self.value];
        let mut said: Vec<&str> = Vec::with_capacity(parts.len());
        for part in parts {
            if !part.is_empty() && said.last() != Some(&part.as_str()) {
                said.push(part);
            }
        }
        let between = match self.reads {
            Reads::Equation => " = ",
            Reads::Statement => "; ",
        };
        format!("{}: {}", self.what, said.join(between))
    }

    /// The same step as statements rather than a chain of equals.
    pub(crate) fn stated(mut self) -> Self {
        self.reads = Reads::Statement;
        self
    }

    /// A step without rows.
    pub(crate) fn new(
        what: impl Into<String>,
        formula: impl Into<String>,
        substituted: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self {
            what: what.into(),
            formula: formula.into(),
            substituted: substituted.into(),
            value: value.into(),
            reads: Reads::Equation,
            rows: Vec::new(),
        }
    }
}

/// The steps from the scenario's figures to the answer; the last one's value is the headline.
///
/// # Example
///
/// ```
/// use learncurve::{explain::explain, question::{answer, Of, Question}};
/// # use learncurve::question::*;
/// # use learncurve::{curve::Basis, money::RoundingMode};
/// # let inputs = CurveInputs {
/// #     basis: Basis::CumulativeAverage, measure: Measure::Time(TimeUnit::Hour),
/// #     first: Some("100".parse().unwrap()), rate: Some("0.8".parse().unwrap()), index: None,
/// #     known: vec![], ends_after: None, steady: SteadyRule::LastUnit, batch_size: 1, fitted: None,
/// #     form: Form::default(),
/// # };
/// # let rounding = Rounding { mode: RoundingMode::HalfUp, money: 2, time: None, steps: Steps::default() };
/// # let work = Work::new(inputs, vec![], None, rounding).unwrap();
/// // An 80% curve whose first unit takes 100 h.
/// let answer = answer(&work, &Question::Total { units: 8 }, Of::Time).unwrap();
/// let steps = explain(&work, &answer);
/// assert_eq!(steps.last().unwrap().value, "409.6 h");
/// ```
pub fn explain<'a>(subject: impl Into<Subject<'a>>, answer: &Answer) -> Vec<Step> {
    let subject = subject.into();
    let Some(headline) = answer.headline() else {
        return Vec::new();
    };
    let of = answer.of.unwrap_or(Of::Time);
    let mut steps = match (&answer.trace, subject) {
        (Trace::Units(taken), _) => {
            let want = match answer.question {
                Question::Average { .. } | Question::LotAverage(_) => Want::Average,
                _ => Want::Total,
            };
            taken::steps(subject, taken, want, of, headline)
        }
        (Trace::Price(trace), _) => asked::price(subject, trace, headline),
        (Trace::CostGap(trace), _) => asked::gap(subject, trace, of, &answer.figures),
        (Trace::BreakEven(trace), _) => asked::break_even(subject, trace, headline),
        (Trace::Variance(trace), _) => variance::steps(subject, trace),
        (Trace::Schedule(trace), _) => asked::schedule(subject, trace, answer),
        (Trace::Training(trace), Subject::Training(own)) => training::steps(own, trace, headline),
        (Trace::Sensitivity(base), _) => asked::sensitivity(subject, base, answer),
        (Trace::Parameter, Subject::Curve(work)) => {
            parameters::for_parameter(&Notation::new(work), &answer.question)
        }
        (Trace::Midpoint { lot }, Subject::Curve(work)) => {
            let notation = Notation::new(work);
            let mut steps = parameters::for_curve(&notation);
            quantities::lot(&notation, lot, Want::Average, &mut steps);
            steps.push(quantities::midpoint(&notation, lot, headline.exact));
            steps
        }
        (Trace::Limit(trace), _) => {
            let mut steps = taken::curves(subject);
            limit::steps(subject, trace, &mut steps);
            steps
        }
        (Trace::Table, _) => {
            let mut steps = taken::curves(subject);
            steps.push(asked::rows(subject, &answer.table));
            steps
        }
        (
            Trace::Parameter | Trace::Midpoint { .. } | Trace::Training(_),
            Subject::Curve(_) | Subject::Elements(_) | Subject::Training(_),
        ) => Vec::new(),
    };
    drop_repeats(&mut steps);
    if let Some(last) = steps.last_mut() {
        last.value = headline.text();
    }
    steps
}

/// The places that a figure of this size is shown with.
fn natural(value: rust_decimal::Decimal) -> u32 {
    crate::question::natural_places(value)
}

/// The steps that charge an amount, made by whatever formula, through the cost lines; the last is `headline`.
pub(crate) fn charged(
    work: &Work,
    amount: &Amount,
    units: u64,
    per_unit: bool,
    headline: &Figure,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let want = if per_unit { Want::Average } else { Want::Total };
    costs::charge(&Notation::new(work), amount, units, want, headline, &mut steps);
    steps
}

/// The same total may be needed twice (for an average and for the steady state): once is enough.
fn drop_repeats(steps: &mut Vec<Step>) {
    let mut seen: Vec<Step> = Vec::with_capacity(steps.len());
    let last = steps.pop();
    for step in steps.drain(..) {
        if !seen.contains(&step) && last.as_ref() != Some(&step) {
            seen.push(step);
        }
    }
    seen.extend(last);
    *steps = seen;
}
