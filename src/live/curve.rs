//! Curves whose parameters are cells: values, sums and differences of shapes.

use super::Fixed;
use super::book::{Kind, Show};
use super::builder::Builder;
use super::factors::Factors;
use super::sum::{difference, powers};
use crate::curve::{Analytic as _, Basis, Floor, Shape};
use crate::formula::Expression;

/// The most units that are added one by one, where a model has no closed sum.
pub(super) const MOST_ADDED: u32 = 4_096;

/// A curve, its parameters formulas.
#[derive(Clone)]
pub(super) struct Curve<'r> {
    pub(super) basis: Basis,
    /// The shape; what it holds for parameters counts for nothing.
    pub(super) shape: Shape,
    /// Its parameters, in the shape's order.
    pub(super) parameters: Vec<Expression<'r>>,
    /// T1.
    pub(super) first: Expression<'r>,
    /// The printed table, where that is the shape.
    pub(super) factors: Option<Factors>,
}

impl<'r> Curve<'r> {
    /// The shape's formula, as it is written.
    pub(super) fn formula(&self) -> String {
        self.shape.written().1.replace('x', "N").replace("maN", "max")
    }

    /// The shape at `x`.
    pub(super) fn value(&self, builder: &Builder<'r>, x: Expression<'r>) -> Result<Expression<'r>, Fixed> {
        let given = &self.parameters;
        Ok(match (&self.shape, &self.factors) {
            (Shape::Factors(_), Some(factors)) => match self.basis {
                Basis::Unit => factors.unit(builder, x),
                Basis::CumulativeAverage => factors.total(builder, x) / x,
            },
            (Shape::Factors(_), None) => return Err(Fixed::new("its printed table is not in the workbook")),
            (Shape::Plateau { form: Floor::Hard, .. }, _) => x.pow(given[0]).max(given[1]),
            (Shape::Stepped { .. }, _) => self.stepped(builder, x),
            (shape, _) => shape.evaluate(x, |place, _| given[place]),
        })
    }

    /// The shape where it may stand in the term of a sum: without functions that take a whole range at once.
    pub(super) fn term(&self, x: Expression<'r>) -> Result<Expression<'r>, Fixed> {
        match &self.shape {
            Shape::Factors(_) | Shape::Stepped { .. } | Shape::Plateau { form: Floor::Hard, .. } => {
                Err(Fixed::new("units of this model are not rounded one by one in a formula"))
            }
            shape => Ok(shape.evaluate(x, |place, _| self.parameters[place])),
        }
    }

    /// [`stretch`](Self::stretch) for T1 = 1: the shape's sum, or under Wright the difference of two products.
    ///
    /// `terms` positions from `start` on; `name` says of what, for the steps.
    pub(super) fn stretch(
        &self,
        builder: &Builder<'r>,
        (start, terms): (Expression<'r>, Expression<'r>),
        name: &str,
    ) -> Result<Expression<'r>, Fixed> {
        match self.basis {
            Basis::Unit => self.sum(builder, (start, terms), name),
            Basis::CumulativeAverage => {
                let low = start - 1.0.into();
                self.difference(builder, (low, low + terms, terms), name)
            }
        }
    }

    fn sum(
        &self,
        builder: &Builder<'r>,
        (start, terms): (Expression<'r>, Expression<'r>),
        name: &str,
    ) -> Result<Expression<'r>, Fixed> {
        let one = Expression::from(1.0);
        let given = &self.parameters;
        let power = |start| powers(builder, (start, terms), given[0], name);
        Ok(match &self.shape {
            Shape::PowerLaw { .. } => power(start),
            Shape::StanfordB { .. } => power(start + given[1]),
            Shape::DeJong { .. } => given[1] * terms + (one - given[1]) * power(start),
            Shape::SCurve { .. } => given[2] * terms + (one - given[2]) * power(start + given[1]),
            Shape::Plateau { form: Floor::Additive, .. } => given[1] * terms + power(start),
            Shape::Plateau { form: Floor::Hard, .. } => self.down_to_floor(builder, (start, terms), name),
            Shape::Stepped { .. } => self.stepped_sum(builder, (start, terms), name),
            Shape::Factors(_) => {
                let factors = self
                    .factors
                    .as_ref()
                    .ok_or_else(|| Fixed::new("its printed table is not in the workbook"))?;
                factors.lot(builder, start, start + terms - one)
            }
            Shape::Pegels { .. } => {
                let (ratio, floor) = (given[0], given[1]);
                let log = ratio.ln();
                let series = (one - ratio)
                    .abs()
                    .less(1e-12.into())
                    .choose(terms, (terms * log).exp_m1() / log.exp_m1());
                (one - floor) * ratio.pow(start - one) * series + floor * terms
            }
            Shape::Hyperbolic { .. } => {
                let (p, r) = (given[0], given[1]);
                let harmonic = powers(builder, (start + p, terms), (-1.0).into(), name);
                (one + p) / (one + p + r) * (terms + r * harmonic)
            }
            _ => {
                let counter = builder.recorder().counter();
                let body = counter.less(terms) * self.term(start + counter)?;
                let added = builder.recorder().sum(MOST_ADDED, body);
                let few = terms.at_most(f64::from(MOST_ADDED).into());
                let how = format!("unit by unit, at most {MOST_ADDED} of them");
                builder.step(
                    &format!("{name}: sum of the units"),
                    &how,
                    Show::number(),
                    few.choose(added, builder.none()),
                )
            }
        })
    }

    /// `high f(high) - low f(low)`.
    fn difference(
        &self,
        builder: &Builder<'r>,
        lot: (Expression<'r>, Expression<'r>, Expression<'r>),
        name: &str,
    ) -> Result<Expression<'r>, Fixed> {
        let (one, none) = (Expression::from(1.0), Expression::from(0.0));
        let (low, high, width) = lot;
        let given = &self.parameters;
        Ok(match &self.shape {
            Shape::PowerLaw { .. } => difference(builder, lot, (none, given[0]), name),
            Shape::StanfordB { .. } => difference(builder, lot, (given[1], given[0]), name),
            Shape::DeJong { .. } => {
                given[1] * width + (one - given[1]) * difference(builder, lot, (none, given[0]), name)
            }
            Shape::SCurve { .. } => {
                given[2] * width + (one - given[2]) * difference(builder, lot, (given[1], given[0]), name)
            }
            Shape::Plateau { form: Floor::Additive, .. } => {
                given[1] * width + difference(builder, lot, (none, given[0]), name)
            }
            _ => {
                let at_low = match low {
                    Expression::Number(0.0) => none,
                    _ => low.at_most(none).choose(none, low * self.value(builder, low)?),
                };
                let plain = high * self.value(builder, high)? - at_low;
                // Two products that nearly cancel have lost their digits.
                high.at_most(Expression::from(1e6) * width).choose(plain, builder.none())
            }
        })
    }

    /// A power law down to a floor: the units above the floor as powers, the others at it.
    fn down_to_floor(
        &self,
        builder: &Builder<'r>,
        (start, terms): (Expression<'r>, Expression<'r>),
        name: &str,
    ) -> Expression<'r> {
        let (one, none) = (Expression::from(1.0), Expression::from(0.0));
        let (b, floor) = (self.parameters[0], self.parameters[1]);
        let count = || Show::of(Kind::Number, "");
        let knot = floor.more(none).choose(floor.pow(one / b), 1e16.into());
        let knot = b.equals(none).choose(floor.at_most(one).choose(1e16.into(), none), knot);
        let knot = builder.step("x at which the curve meets its floor", "C^(1/b)", count(), knot);
        let within = |from: Expression<'r>| from.max(none).min(terms);
        // A curve that rises starts at its floor.
        let before = within(-((-knot).floor()) - start);
        let above = builder.step(
            &format!("{name}: units above the floor"),
            "those before the curve meets it",
            count(),
            b.at_most(none).choose(within(knot.floor() - start + one), terms - before),
        );
        let from = b.at_most(none).choose(start, start + before);
        floor * (terms - above) + powers(builder, (from, above), b, name)
    }

    /// Rates by doubling: the product of the rates so far, and a power of what is left.
    fn stepped(&self, builder: &Builder<'r>, x: Expression<'r>) -> Expression<'r> {
        let mut pieces: Vec<Expression<'r>> = Vec::new();
        for doubling in 0..self.parameters.len() {
            let (reached, from) = self.reached(builder, doubling);
            pieces.push(reached * (x / from.into()).pow(self.parameters[doubling]));
        }
        let last = pieces.len() - 1;
        let mut value = pieces[last];
        for (doubling, piece) in pieces.into_iter().enumerate().take(last).rev() {
            value = x.at_most((2.0 * start_of(doubling)).into()).choose(piece, value);
        }
        value
    }

    /// What a doubling starts from: the shape there, and where that is.
    fn reached(&self, builder: &Builder<'r>, doubling: usize) -> (Expression<'r>, f64) {
        let from = start_of(doubling);
        let mut reached = Expression::from(1.0);
        for b in &self.parameters[..doubling] {
            let what = format!("factor reached at {from}");
            reached = builder.step(
                &what,
                "the rates of the doublings so far",
                Show::number(),
                reached * Expression::from(2.0).pow(*b),
            );
        }
        (reached, from)
    }

    /// The sum of rates by doubling: each doubling's share of the units.
    fn stepped_sum(
        &self,
        builder: &Builder<'r>,
        (start, terms): (Expression<'r>, Expression<'r>),
        name: &str,
    ) -> Expression<'r> {
        let (one, none) = (Expression::from(1.0), Expression::from(0.0));
        let mut sum = none;
        for doubling in 0..self.parameters.len() {
            let (reached, from) = self.reached(builder, doubling);
            let b = self.parameters[doubling];
            let low = if doubling == 0 { start } else { start.max((from + 1.0).into()) };
            let end = start + terms - one;
            let high = if doubling + 1 == self.parameters.len() { end } else { end.min((2.0 * from).into()) };
            let own = format!("{name}, doubling {}", doubling + 1);
            let within = builder.step(
                &format!("{own}: units"),
                "",
                Show::of(Kind::Count, ""),
                (high - low + one).max(none),
            );
            sum = sum + reached / Expression::from(from).pow(b) * powers(builder, (low, within), b, &own);
        }
        sum
    }
}

/// Where a doubling starts: 2 to its number.
fn start_of(doubling: usize) -> f64 {
    f64::from(u32::try_from(doubling).unwrap_or(u32::MAX)).exp2()
}
