//! What units take and cost, as formulas: of one curve, or of several elements together.

use super::Fixed;
use super::book::{Kind, Show};
use super::builder::Builder;
use super::costs::{self, Lines, Quantities};
use super::model::{Model, Way, items};
use crate::formula::Expression;
use crate::money;
use crate::question::{Measure, Of, Project, Subject, Work};

/// Which units; numbers of units, whatever the curve counts.
#[derive(Clone, Copy)]
pub(super) enum Part<'r> {
    First(Expression<'r>),
    One(Expression<'r>),
    Lot(Expression<'r>, Expression<'r>),
    Steady,
}

/// A time (or the curve's own money), and what it costs where there are cost lines.
#[derive(Clone, Copy)]
pub(super) struct Amount<'r> {
    pub(super) time: Expression<'r>,
    pub(super) cost: Option<Expression<'r>>,
}

/// Units together and per unit.
#[derive(Clone)]
pub(super) struct Taken<'r> {
    pub(super) units: Expression<'r>,
    pub(super) total: Amount<'r>,
    pub(super) each: Amount<'r>,
    /// The same of each element.
    pub(super) elements: Vec<Taken<'r>>,
}

/// One curve or several, their numbers formulas.
pub(super) enum Whole<'r, 'w> {
    Curve(Box<Model<'r, 'w>>, Owner),
    Elements(Vec<(Model<'r, 'w>, Owner)>, &'w Project, Owner),
}

/// Under which names the inputs and the steps of something go.
#[derive(Clone)]
pub(super) struct Owner {
    pub(super) prefix: String,
    pub(super) whose: String,
}

impl<'r> Amount<'r> {
    /// In time or money.
    pub(super) fn of(self, of: Of) -> Result<Expression<'r>, Fixed> {
        match of {
            Of::Time => Ok(self.time),
            Of::Cost => self.cost.ok_or_else(|| Fixed::new("there are no costs")),
        }
    }
}

impl<'r, 'w> Whole<'r, 'w> {
    /// A subject with its inputs under a prefix.
    pub(super) fn new(
        builder: &Builder<'r>,
        subject: Subject<'w>,
        prefix: &str,
        way: Way,
    ) -> Result<Self, Fixed> {
        let owner = |own: &str, whose: &str| Owner { prefix: own.to_owned(), whose: whose.to_owned() };
        let said = prefix.trim_end_matches('_').replace("_variation_", ", variation ");
        let before = if prefix.is_empty() { String::new() } else { format!("{said}: ") };
        match subject {
            Subject::Curve(work) => {
                let model = Model::new(builder, work, (prefix, &before), way)?;
                Ok(Self::Curve(Box::new(model), owner(prefix, &before)))
            }
            Subject::Elements(project) => {
                let mut elements = Vec::with_capacity(project.elements.len());
                for element in &project.elements {
                    let own = format!("{prefix}{}_", element.name);
                    let whose = format!("{before}{}: ", element.name);
                    let model = Model::new(builder, &element.work, (&own, &whose), way)?;
                    elements.push((model, owner(&own, &whose)));
                }
                Ok(Self::Elements(elements, project, owner(prefix, &before)))
            }
            Subject::Training(_) => Err(Fixed::new("a training's figures are not formulas of the workbook")),
        }
    }

    /// The one curve.
    pub(super) fn curve(&self) -> Result<&Model<'r, 'w>, Fixed> {
        match self {
            Self::Curve(model, _) => Ok(model),
            Self::Elements(..) => Err(Fixed::new("it is of one curve")),
        }
    }

    /// Every curve.
    pub(super) fn models(&self) -> Vec<&Model<'r, 'w>> {
        match self {
            Self::Curve(model, _) => vec![model],
            Self::Elements(elements, ..) => elements.iter().map(|(model, _)| model).collect(),
        }
    }

    /// Some units with what they take and cost.
    pub(super) fn take(&self, builder: &Builder<'r>, part: Part<'r>) -> Result<Taken<'r>, Fixed> {
        match self {
            Self::Curve(model, owner) => one(builder, (model, owner), part),
            Self::Elements(elements, project, owner) => several(builder, (elements, project, owner), part),
        }
    }
}

/// How the money of a work is shown, and its lines.
fn lines<'l>(work: &'l Work, owner: &'l Owner, money: &'l str) -> Lines<'l> {
    Lines { all: &work.lines, prefix: &owner.prefix, whose: &owner.whose, money, places: work.rounding.money }
}

/// The share of what is paid once, in a total and per unit.
fn once<'r>(part: Part<'r>, units: Expression<'r>) -> (Expression<'r>, Expression<'r>) {
    match part {
        Part::First(_) => (1.0.into(), Expression::from(1.0) / units),
        _ => (0.0.into(), 0.0.into()),
    }
}

fn one<'r>(
    builder: &Builder<'r>,
    (model, owner): (&Model<'r, '_>, &Owner),
    part: Part<'r>,
) -> Result<Taken<'r>, Fixed> {
    let batch = model.batch;
    let of_one = Expression::from(1.0);
    let (units, total, each) = match part {
        Part::First(units) => {
            let first = model.run.first(builder, items(builder, units, batch))?;
            (units, first.total, first.average / batch)
        }
        Part::One(number) => {
            let each = model.run.one(builder, items(builder, number, batch))? / batch;
            (of_one, each, each)
        }
        Part::Lot(first, last) => {
            let before = items(builder, first - of_one, batch);
            let from = if matches!(batch, Expression::Number(_)) { first } else { before + of_one };
            let total = model.run.lot(builder, (from, items(builder, last, batch)))?;
            let units = last - first + of_one;
            (units, total, total / units)
        }
        Part::Steady => {
            let each = model.run.steady(builder)? / batch;
            (of_one, each, each)
        }
    };
    let work = model.work;
    let show = Show::of(model.run.show.kind, format!("{}/unit", model.run.show.unit));
    let each = builder.step(&format!("{}per unit", owner.whose), "for one unit", show, each);
    let money = work.money_unit();
    let (share, shared) = once(part, units);
    let amount = |value: Expression<'r>, units: Expression<'r>, once: Expression<'r>, what: &str| {
        let curve = match work.inputs().measure {
            Measure::Time(unit) => value / money::to_f64(unit.per_hour()).into(),
            Measure::Money => value,
        };
        let curve = match work.inputs().measure {
            Measure::Time(_) => {
                builder.step(&format!("{}hours {what}", owner.whose), "", Show::of(Kind::Measure, "h"), curve)
            }
            Measure::Money => curve,
        };
        let quantities = Quantities { curve, units, batches: units / batch, once };
        let cost = (!work.lines.is_empty())
            .then(|| costs::charge(builder, lines(work, owner, &money), quantities, what));
        Amount { time: value, cost }
    };
    let alone = matches!(part, Part::One(_) | Part::Steady);
    let each = amount(each, of_one, shared, "per unit");
    let total = if alone { each } else { amount(total, units, share, "of all units") };
    Ok(Taken { units, total, each, elements: Vec::new() })
}

fn several<'r>(
    builder: &Builder<'r>,
    (elements, project, owner): (&[(Model<'r, '_>, Owner)], &Project, &Owner),
    part: Part<'r>,
) -> Result<Taken<'r>, Fixed> {
    let subject = Subject::Elements(project);
    let mut taken = Vec::with_capacity(elements.len());
    for (model, own) in elements {
        taken.push(one(builder, (model, own), part)?);
    }
    let units = taken.first().map_or(1.0.into(), |taken| taken.units);
    let (share, shared) = once(part, units);
    let money = subject.money_unit();
    let lines = Lines {
        all: &project.lines,
        prefix: &owner.prefix,
        whose: &owner.whose,
        money: &money,
        places: project.rounding.money,
    };
    let size = Expression::from(crate::curve::count(subject.batch_size()));
    let sum =
        |pick: &dyn Fn(&Taken<'r>) -> Amount<'r>, units: Expression<'r>, once: Expression<'r>, what: &str| {
            let (mut times, mut costs) = (Vec::new(), Vec::new());
            for ((model, _), taken) in elements.iter().zip(&taken) {
                let amount = pick(taken);
                if let (Measure::Time(to), Measure::Time(from)) =
                    (subject.measure(), model.work.inputs().measure)
                {
                    let ratio = money::to_f64(to.per_hour()) / money::to_f64(from.per_hour());
                    times.push(amount.time * ratio.into());
                }
                costs.extend(amount.cost);
            }
            let show = Show::of(Kind::Measure, subject.measure_unit());
            let named = format!("{}time {what}", owner.whose);
            let time = builder.sum(&named, &show, times);
            let time = builder.step(&named, "the elements' times, added", show, time);
            if !project.lines.is_empty() {
                let hours = match subject.measure() {
                    Measure::Time(unit) => time / money::to_f64(unit.per_hour()).into(),
                    Measure::Money => 0.0.into(),
                };
                let quantities = Quantities { curve: hours, units, batches: units / size, once };
                costs.push(costs::charge(builder, lines, quantities, &format!("of the whole {what}")));
            }
            let show = Show::of(Kind::Money(project.rounding.money), &*money);
            let named = format!("{}cost {what}", owner.whose);
            let cost = builder.sum(&named, &show, costs);
            let cost = builder.step(&named, "the elements' costs, added", show, cost);
            Amount { time, cost: subject.has_costs().then_some(cost) }
        };
    let each = sum(&|taken| taken.each, 1.0.into(), shared, "per unit");
    let alone = matches!(part, Part::One(_) | Part::Steady);
    let total = if alone { each } else { sum(&|taken| taken.total, units, share, "of all units") };
    Ok(Taken { units, total, each, elements: taken })
}
