//! A run before its first unit and its index are known: the shape, what interrupts it, and where learning ends.

use super::domain::check_units;
use super::power::power;
use super::run::{Leg, Passage, Path};
use super::{Basis, Curve, Error, Index, Run, Shape, retrograde};

/// What each unit takes once learning has ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SteadyState {
    /// The last learning unit's own value; under Wright the difference of two totals.
    LastUnit,
    /// The cumulative average when learning ends.
    Average,
    /// The average over the last doubling, units after/2 + 1 to `after`.
    LastDoubling,
    /// A value of its own, finite and 0 or more, in the unit of the first unit.
    Given(f64),
}

/// Where learning ends, and what comes then.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LearningEnd {
    /// The last unit that learns, 1 to 1e15; even for [`SteadyState::LastDoubling`].
    pub after: u64,
    /// What each later unit takes.
    pub steady_state: SteadyState,
}

/// Something that happens after a unit and changes how later ones go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transition {
    /// The last unit before it.
    pub after: u64,
    /// What it is.
    pub kind: TransitionKind,
}

/// What happens between two units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TransitionKind {
    /// From here on the value follows a power law of this index, which starts from the value reached.
    Rate(Index),
    /// A break in production that loses a share of the learning achieved; the next unit goes back on the curve.
    ///
    /// Source: G. Anderlohr, "What Production Breaks Cost", Industrial Engineering, September 1969.
    Break {
        /// The share of the learning that is lost, 0 to 1.
        loss: f64,
        /// Which unit's value the lost learning is added to.
        base: Base,
        /// Where on the curve production starts again.
        restart: Restart,
    },
    /// A break of a stated length, by the learn-forget curve model; on a power law of the unit theory alone.
    ///
    /// Source: M. Y. Jaber and M. Bonney, "Production breaks and the learning curve: the forgetting phenomenon", 1996.
    Forgetting {
        /// How long the break is, in the unit of the first unit's value.
        time: f64,
        /// The break after which all would be forgotten, in the same unit.
        total: f64,
    },
    /// A step to another level: from prototypes to production.
    Step {
        /// What values are multiplied by from here on, above 0.
        scale: f64,
        /// Where on the curve the next unit lies: further along, or at a position of its own of 1 or more.
        restart: Option<f64>,
    },
    /// Another production rate: values are multiplied by this in place of what they were for the rate before.
    Pace(f64),
}

/// Which unit's value the lost learning is added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Base {
    /// The unit that would have come next.
    NextUnit,
    /// The last unit that was built.
    LastUnit,
}

/// Where on the curve production starts again after a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Restart {
    /// At the very position, between two units as it may be.
    Fractional,
    /// At the unit that is nearest.
    Whole,
}

/// All that is known of a run but its index and its first unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The theory.
    pub basis: Basis,
    /// The shape; its index, if it has one, stands for the one that is not known yet.
    pub shape: Shape,
    /// The shape's floor in the unit of the first unit's value, where it has one.
    pub floor: Option<f64>,
    /// What the first units' values are multiplied by for their production rate; 1 for none.
    pub pace: f64,
    /// What happens on the way, in the order of the units.
    pub transitions: Vec<Transition>,
    /// Where learning ends.
    pub end: Option<LearningEnd>,
}

impl Outline {
    /// A shape that nothing interrupts.
    pub fn plain(basis: Basis, shape: Shape) -> Self {
        Self { basis, shape, floor: None, pace: 1.0, transitions: Vec::new(), end: None }
    }

    /// A power law that nothing interrupts, but that learning may end.
    pub fn power_law(basis: Basis, end: Option<LearningEnd>) -> Self {
        let shape = Shape::PowerLaw { index: Index::NONE };
        Self { end, ..Self::plain(basis, shape) }
    }

    /// Whether values are a power of the unit number until learning ends.
    pub fn is_power_law(&self) -> bool {
        matches!(self.shape, Shape::PowerLaw { .. }) && self.transitions.is_empty()
    }

    /// Whether every value is a multiple of the first unit's, plus what a given steady state adds.
    pub fn is_linear(&self) -> bool {
        let fixed = |transition: &Transition| matches!(transition.kind, TransitionKind::Forgetting { .. });
        self.floor.is_none() && !self.transitions.iter().any(fixed)
    }

    /// First units between which the floor is a multiple of T1 that the shape allows; 0 to infinity for no floor.
    pub(super) fn first_units(&self) -> (f64, f64) {
        let bounds = self.shape.parameters().into_iter().find(|parameter| parameter.name == "floor");
        match (self.floor, bounds) {
            // A hair inside, so that rounding does not put the multiple outside.
            (Some(floor), Some(bounds)) => (
                floor / bounds.high * (1.0 + 8.0 * f64::EPSILON),
                floor / bounds.low * (1.0 - 8.0 * f64::EPSILON),
            ),
            _ => (0.0, f64::INFINITY),
        }
    }

    /// The run with this index, where the shape has one, and this T1.
    ///
    /// # Errors
    ///
    /// What the curve refuses; [`Error::TransitionOrder`] for transitions that are out of order, [`Error::LearningHasEnded`] for one past learning's end;
    /// [`Error::NoRetrograde`] and [`Error::Forgetting`] where a break has no place to go back to.
    ///
    /// # Example
    ///
    /// T1 100, 80%, a break after 100 units that loses 40% of the learning: production goes back to unit 6.9586.
    ///
    /// ```
    /// use learncurve::curve::{Base, Basis, LearningRate, Outline, Restart, Transition, TransitionKind};
    /// let lost = TransitionKind::Break { loss: 0.4, base: Base::NextUnit, restart: Restart::Fractional };
    /// let mut outline = Outline::power_law(Basis::Unit, None);
    /// outline.transitions = vec![Transition { after: 100, kind: lost }];
    /// let run = outline.run(LearningRate::new(0.80).unwrap().index(), 100.0).unwrap();
    /// assert!((run.unit(101).unwrap() - 53.5511).abs() < 5e-5);
    /// ```
    pub fn run(&self, index: Index, first_unit: f64) -> Result<Run, Error> {
        let mut shape = self.shape.clone().with_index(index);
        if let Some(floor) = self.floor {
            let share = floor / first_unit;
            if first_unit == 0.0 && floor > 0.0 {
                return Err(Error::FloorOfNothing);
            }
            shape = shape.with("floor", if share.is_nan() { 0.0 } else { share });
        }
        let curve = Curve::new(self.basis, shape, first_unit)?;
        let mut legs = vec![Leg { first: 1, path: Path::Follow { curve, from: 1.0, scale: self.pace } }];
        let mut passages = Vec::with_capacity(self.transitions.len());
        let mut level = Level { step: 1.0, pace: self.pace };
        for transition in &self.transitions {
            let after = transition.after;
            check_units(after)?;
            if let Some(end) = self.end.filter(|end| after >= end.after) {
                return Err(Error::LearningHasEnded { after, end: end.after });
            }
            let Some(leg) = legs.last().filter(|leg| leg.first <= after + 1) else {
                return Err(Error::TransitionOrder { after });
            };
            let (path, passage) = follow(&legs[0], leg, transition, &mut level)?;
            if leg.first == after + 1 {
                // Two things at once: the leg between them has no unit.
                legs.pop();
            }
            legs.push(Leg { first: after + 1, path });
            passages.push(passage);
        }
        Run::new(legs, passages, self.end)
    }
}

/// What values are multiplied by: for the step that was taken, and for the production rate.
struct Level {
    step: f64,
    pace: f64,
}

impl Level {
    fn scale(&self) -> f64 {
        self.step * self.pace
    }
}

/// How units go on after a transition at the end of `leg`; `start` is the first leg of all.
fn follow(
    start: &Leg,
    leg: &Leg,
    transition: &Transition,
    level: &mut Level,
) -> Result<(Path, Passage), Error> {
    let after = transition.after;
    let Path::Follow { curve, scale, .. } = &leg.path else {
        return Err(Error::TransitionOrder { after });
    };
    let reached = leg.position(after);
    let on = |curve: &Curve, from: f64, scale: f64| Path::Follow { curve: curve.clone(), from, scale };
    Ok(match transition.kind {
        TransitionKind::Rate(index) => {
            // The new power law passes through the value reached.
            let value = curve.shape().value(reached);
            let first_unit = curve.first_unit() * value / power(reached, index.value());
            let turned = Curve::new(curve.basis(), Shape::PowerLaw { index }, first_unit)?;
            let passage = Passage::Rate { after, index, value: curve.first_unit() * value * scale };
            (on(&turned, reached + 1.0, *scale), passage)
        }
        TransitionKind::Break { loss, base, restart } => {
            let Path::Follow { curve: first, .. } = &start.path else {
                return Err(Error::NoRetrograde { after });
            };
            // Learning is counted from unit 1, at the level that production is at now.
            let first = first.unit_at(1.0) * scale;
            let passage =
                retrograde::retrograde(curve, *scale, (after, reached), first, (loss, base, restart))?;
            let Passage::Break { restart: from, .. } = passage else {
                return Err(Error::NoRetrograde { after });
            };
            (on(curve, from, *scale), passage)
        }
        TransitionKind::Forgetting { time, total } => {
            let passage = retrograde::forgetting(curve, *scale, after, reached, time, total)?;
            let Passage::Forgetting { restart: from, .. } = passage else {
                return Err(Error::NoRetrograde { after });
            };
            (on(curve, from, *scale), passage)
        }
        TransitionKind::Step { scale: step, restart } => {
            if !(step.is_finite() && step > 0.0) {
                return Err(Error::Parameter { name: "step", value: step, low: 0.0, high: f64::MAX });
            }
            level.step = step;
            let from = restart.unwrap_or(reached + 1.0);
            (on(curve, from, level.scale()), Passage::Step { after, scale: step, restart: from })
        }
        TransitionKind::Pace(pace) => {
            level.pace = pace;
            (on(curve, reached + 1.0, level.scale()), Passage::Pace { after, pace })
        }
    })
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;
