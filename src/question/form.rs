//! The model of a curve as a scenario writes it: its shape, amounts that are in the curve's measure, and what interrupts it.

use rust_decimal::Decimal;

use super::Error;
use super::work::batches;
use crate::curve::{Index, Outline, Shape, Transition, TransitionKind};
use crate::money;

/// A model with its own parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// The shape; an index in it stands for one that the rate, b or the facts give.
    pub shape: Shape,
    /// The shape's floor, per unit, in the curve's measure, where it has one.
    pub floor: Option<Decimal>,
    /// What each unit tends to, in the curve's measure, in place of the first unit's value.
    pub final_value: Option<Decimal>,
    /// What happens on the way, in the order of the units; counts are of units, whatever the curve counts.
    pub transitions: Vec<Transition>,
    /// The elements of learning that each break's loss was weighted from, where they are written: after which unit.
    pub elements: Vec<(u64, Vec<LearningElement>)>,
    /// How values depend on the production rate, where they do.
    pub pace: Option<Pace>,
}

/// One element of learning in a break: personnel, supervision, continuity, methods or tooling.
#[derive(Debug, Clone, PartialEq)]
pub struct LearningElement {
    /// Its name.
    pub name: String,
    /// Its share of all learning, 0 to 1; the shares add up to 1.
    pub weight: f64,
    /// How much of it is lost, 0 to 1.
    pub loss: f64,
}

/// The rate effect: values are multiplied by `q^c`, q units made in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Pace {
    /// c, negative where a higher rate makes units cheaper.
    pub index: f64,
    /// From which unit on which rate holds, the first from unit 1.
    pub rates: Vec<(u64, f64)>,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            shape: Shape::PowerLaw { index: Index::NONE },
            floor: None,
            final_value: None,
            transitions: Vec::new(),
            elements: Vec::new(),
            pace: None,
        }
    }
}

impl Form {
    /// Whether values are a power of the unit number and nothing interrupts them.
    pub fn is_plain(&self) -> bool {
        matches!(self.shape, Shape::PowerLaw { .. }) && self.transitions.is_empty() && self.pace.is_none()
    }

    /// The elements of the break after a unit, where they are written.
    pub fn elements_of(&self, after: u64) -> Option<&[LearningElement]> {
        self.elements.iter().find(|(unit, _)| *unit == after).map(|(_, elements)| elements.as_slice())
    }

    /// T1, with batches the first batch's, from what units tend to, where that is written.
    pub(super) fn first_from_final(&self, batch_size: u64) -> Option<f64> {
        let of_batch = money::to_f64(self.final_value?) * crate::curve::count(batch_size);
        Some(of_batch / self.shape.limit()?)
    }

    /// The outline with this form's floor, production rates and transitions.
    pub(super) fn interrupt(&self, outline: Outline, batch_size: u64) -> Result<Outline, Error> {
        let mut transitions = Vec::with_capacity(self.transitions.len());
        for transition in &self.transitions {
            let kind = match transition.kind {
                // Production goes on at the unit after those that the prototypes are worth.
                TransitionKind::Step { scale, restart: Some(unit) } => TransitionKind::Step {
                    scale,
                    restart: Some(1.0 + (unit - 1.0) / crate::curve::count(batch_size)),
                },
                kind => kind,
            };
            transitions.push(Transition { after: batches(transition.after, batch_size)?, kind });
        }
        let mut pace = 1.0;
        if let Some(effect) = &self.pace {
            for (from, rate) in &effect.rates {
                let factor = rate.powf(effect.index);
                if *from == 1 {
                    pace = factor;
                } else {
                    let after = batches(from - 1, batch_size)?;
                    transitions.push(Transition { after, kind: TransitionKind::Pace(factor) });
                }
            }
        }
        transitions.sort_by_key(|transition| transition.after);
        let floor = self.floor.map(|floor| money::to_f64(floor) * crate::curve::count(batch_size));
        Ok(Outline { floor, pace, transitions, ..outline })
    }
}
