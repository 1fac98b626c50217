//! One way of going about a question, and the figure that it leads to.

use rust_decimal::Decimal;

use crate::explain::{self, Step, explain};
use crate::money::{self, RoundingMode};
use crate::question::amount::{Once, amounts};
use crate::question::{Answer, Figure, Of, Question, Work, answer, natural_places};

/// One way of going about a question.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    /// Which of the row's ways it is, where there are several: `2 doublings`.
    pub(super) detail: String,
    /// How much less likely it is than its row says.
    pub(super) unlikely: u32,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    /// A changed problem or another question, answered as any is.
    Solve { work: Box<Work>, question: Question, of: Of, lead: Vec<Step> },
    /// A formula of its own for what some units take, charged as any time is.
    Take { work: Box<Work>, of: Of, taken: Taken, steps: Vec<Step> },
    /// A figure of its own.
    Give { figure: Figure, steps: Vec<Step> },
}

/// What some units take by a formula that is not the curve's.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// How many units.
    pub(super) units: u64,
    /// All of them together, in the curve's measure.
    pub(super) total: f64,
    /// Each, in the curve's measure.
    pub(super) each: f64,
    /// Whether the figure asked for is that of each.
    pub(super) per_unit: bool,
    /// Whether lines paid once belong to them.
    pub(super) once: Once,
    /// The figure's name: `average time`.
    pub(super) name: String,
}

/// The figure of an attempt, and what its working is made from.
pub(super) struct Made {
    pub(super) figure: Figure,
    answer: Option<Answer>,
}

impl Attempt {
    /// A changed problem, or another question.
    pub(super) fn solve(work: Work, question: Question, of: Of) -> Self {
        Self::of(Way::Solve { work: Box::new(work), question, of, lead: Vec::new() })
    }

    /// What some units take by a formula of its own; the steps end with it, before any cost.
    pub(super) fn take(work: &Work, of: Of, taken: Taken, steps: Vec<Step>) -> Self {
        Self::of(Way::Take { work: Box::new(work.clone()), of, taken, steps })
    }

    /// A figure of its own, from a double; the last step's value becomes the figure's text.
    pub(super) fn give(name: &str, value: f64, unit: &str, steps: Vec<Step>) -> Option<Self> {
        let unrounded = money::from_f64(value).ok()?;
        let figure = Figure {
            name: name.to_owned(),
            value: RoundingMode::HalfUp.round(unrounded, natural_places(unrounded)),
            exact: value,
            unrounded,
            unit: unit.to_owned(),
        };
        Some(Self::of(Way::Give { figure, steps }))
    }

    /// A figure of its own in the place of another, with that one's name, unit and places.
    pub(super) fn give_for(figure: &Figure, value: f64, steps: Vec<Step>) -> Option<Self> {
        let mut attempt = Self::give(&figure.name, value, &figure.unit, steps)?;
        if let Way::Give { figure: own, .. } = &mut attempt.way {
            let places = figure.value.scale();
            let kept = RoundingMode::HalfUp.round(own.unrounded, places);
            if !kept.is_zero() {
                own.value = kept;
            }
        }
        Some(attempt)
    }

    fn of(way: Way) -> Self {
        Self { detail: String::new(), unlikely: 0, way }
    }

    /// The same, told apart from the row's other ways.
    pub(super) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same, less likely.
    pub(super) fn unlikely(mut self, by: u32) -> Self {
        self.unlikely += by;
        self
    }

    /// The same, with a step that says where a changed figure comes from.
    pub(super) fn led_by(mut self, step: Step) -> Self {
        if let Way::Solve { lead, .. } = &mut self.way {
            lead.push(step);
        }
        self
    }

    /// The figure; none where this way leads nowhere.
    pub(super) fn made(&self) -> Option<Made> {
        match &self.way {
            Way::Solve { work, question, of, .. } => {
                let answer = answer(&**work, question, *of).ok()?;
                let figure = answer.headline()?.clone();
                Some(Made { figure, answer: Some(answer) })
            }
            Way::Take { work, of, taken, .. } => {
                Some(Made { figure: taken.figure(work, *of)?, answer: None })
            }
            Way::Give { figure, .. } => Some(Made { figure: figure.clone(), answer: None }),
        }
    }

    /// The steps of this way, the last of them the figure.
    pub(super) fn working(&self, made: &Made) -> Vec<Step> {
        let mut steps = match &self.way {
            Way::Solve { work, lead, .. } => {
                let mut own = made.answer.as_ref().map_or_else(Vec::new, |answer| explain(&**work, answer));
                // What the lead derives is not given.
                if !lead.is_empty() && own.len() > 1 {
                    own.retain(|step| !step.what.starts_with("index as given"));
                }
                lead.iter().cloned().chain(own).collect()
            }
            Way::Take { work, of, taken, steps } => {
                let mut steps = steps.clone();
                if *of == Of::Cost
                    && let Some(both) = taken.charged(work)
                {
                    let amount = if taken.per_unit { &both.each } else { &both.total };
                    steps.extend(explain::charged(work, amount, taken.units, taken.per_unit, &made.figure));
                }
                steps
            }
            Way::Give { steps, .. } => steps.clone(),
        };
        if let Some(last) = steps.last_mut() {
            last.value = made.figure.text();
        }
        steps
    }
}

impl Taken {
    fn charged(&self, work: &Work) -> Option<crate::question::amount::Amounts> {
        amounts(work, self.units, self.total, self.each, self.once).ok()
    }

    fn figure(&self, work: &Work, of: Of) -> Option<Figure> {
        let both = self.charged(work)?;
        let amount = if self.per_unit { both.each } else { both.total };
        let (unrounded, places, unit) = match of {
            Of::Cost => (amount.sheet?.sum, work.rounding.money, work.money_unit()),
            Of::Time => {
                let places = work.rounding.time.unwrap_or_else(|| natural_places(amount.decimal));
                (amount.decimal, places, work.measure_unit())
            }
        };
        Some(Figure {
            name: self.name.clone(),
            value: work.rounding.mode.round(unrounded, places),
            exact: money::to_f64(unrounded),
            unrounded,
            unit: if self.per_unit { format!("{unit}/unit") } else { unit },
        })
    }
}

/// A double as a decimal that inputs hold; none outside what they hold.
pub(super) fn decimal(value: f64) -> Option<Decimal> {
    money::from_f64(value).ok()
}
