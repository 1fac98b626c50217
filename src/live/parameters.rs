//! Questions about the curve itself: its rate, its index, its first unit, a lot's midpoint.

use super::Fixed;
use super::asked::{Asking, Figure};
use super::book::{Kind, Show};
use super::legs::unit_at;
use super::model::{Model, items};
use super::reckon::Run;
use super::round::natural_places;
use super::search;
use crate::curve::{Analytic as _, Basis, Shape};
use crate::formula::Expression;
use crate::money::RoundingMode;
use crate::question::{Question, Steps};

impl<'r, 'w> Asking<'_, 'r, 'w> {
    /// The rate, the index and the first unit, the asked one first; those that the house does not name are left out.
    pub(super) fn parameters(&self) -> Result<Vec<Figure<'r>>, Fixed> {
        let model = self.whole.curve()?;
        let work = model.work;
        let mut figures = Vec::new();
        if let (Some(index), Some(rate)) = (model.index, model.rate) {
            figures.push(self.number("learning rate", rate, 6, Show::of(Kind::Percent, "")));
            let places = work.rounding.steps.index.unwrap_or(6);
            let written = work.inputs().index.map_or(0, |index| index.scale());
            figures.push(self.number("index", index, places.max(written), Show::number()));
        }
        let name = if work.batch_size() > 1 { "first batch" } else { "first unit" };
        let first = model.run.legs[0].curve.first;
        let made = Figure {
            mode: RoundingMode::HalfUp,
            places: natural_places(first),
            ..self.time(name, first, false)
        };
        figures.push(made);
        Ok(figures)
    }

    pub(super) fn item(&self, name: &str, exact: Expression<'r>) -> Figure<'r> {
        let unit = if self.subject.batch_size() > 1 { "batch" } else { "unit" };
        self.number(name, exact, 4, Show::of(Kind::Number, unit))
    }

    pub(super) fn midpoints(&self, ends: (Expression<'r>, Expression<'r>)) -> Result<Vec<Figure<'r>>, Fixed> {
        let model = self.whole.curve()?;
        let mut figures = vec![self.item("lot midpoint", self.midpoint(ends)?)];
        let (first, last) = self.in_items(model, ends);
        let root = (first * last).pow(0.5.into());
        let algebraic = (first + last + Expression::from(2.0) * root) / 4.0.into();
        figures.push(self.item("algebraic midpoint, (F + L + 2 sqrt(F L)) / 4", algebraic));
        if let Some(b) = model.index {
            let half = Expression::from(0.5);
            let c = b + 1.0.into();
            let integral = ((last + half).pow(c) - (first - half).pow(c)) / (c * (last - first + 1.0.into()));
            let value = integral.pow(Expression::from(1.0) / b);
            figures.push(self.item("half-unit integral midpoint", value));
        }
        Ok(figures)
    }

    fn in_items(
        &self,
        model: &Model<'r, 'w>,
        (first, last): (Expression<'r>, Expression<'r>),
    ) -> (Expression<'r>, Expression<'r>) {
        let one = Expression::from(1.0);
        let from = match model.batch {
            Expression::Number(_) => first,
            batch @ Expression::Made(..) => items(self.builder, first - one, batch) + one,
        };
        (from, items(self.builder, last, model.batch))
    }

    /// The unit whose value is the lot's average.
    pub(super) fn midpoint(&self, ends: (Expression<'r>, Expression<'r>)) -> Result<Expression<'r>, Fixed> {
        let model = self.whole.curve()?;
        let exact = Run { steps: Steps::default(), ..model.run.clone() };
        let solved = match self.question {
            Question::Midpoint(lot) | Question::Lot(lot) | Question::LotAverage(lot) => lot.first(),
            _ => 1,
        };
        let place = model.work.run.leg_of((solved - 1) / model.work.batch_size() + 1);
        let leg = exact.legs.get(place).ok_or_else(|| Fixed::new("its lot lies past learning's end"))?;
        let (first, last) = self.in_items(model, ends);
        // The formula is of this part of the run, and of no other.
        let first =
            if place > 0 { first.at_least(leg.first).choose(first, self.builder.none()) } else { first };
        let last = leg.last.map_or(last, |end| last.at_most(end).choose(last, self.builder.none()));
        let average = exact.lot(self.builder, (first, last))? / (last - first + 1.0.into());
        let average =
            self.builder.step("average of the lot", "total / quantity", exact.show.clone(), average);
        if let (Shape::PowerLaw { .. }, Basis::Unit, None) = (&leg.curve.shape, leg.curve.basis, &exact.end) {
            let b = leg.curve.parameters[0];
            let on_curve = (average / (leg.curve.first * leg.scale)).pow(Expression::from(1.0) / b);
            let place = if place > 0 { on_curve - leg.from + leg.first } else { on_curve };
            return Ok(self.builder.step("midpoint K", "(average / T1)^(1/b)", Show::number(), place));
        }
        let high = exact.end.as_ref().map_or(last, |end| last.min(end.after));
        let title = format!("midpoint of {}", self.id);
        let excess = |x: Expression<'r>| {
            let value = unit_at(self.builder, &leg.curve, leg.position(x), "item")?;
            Ok(leg.scale * value / average - 1.0.into())
        };
        search::halve(self.builder, &title, (first, high), &excess)
    }
}
