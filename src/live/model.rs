//! One curve as a scenario writes it: its inputs as cells, and the run that follows from them.

use super::Fixed;
use super::book::{Allowed, Kind, Show};
use super::builder::{Builder, Given};
use super::curve::Curve;
use super::factors::Factors;
use super::legs::{self, Leg, Turn};
use super::reckon::{End, Run};
use super::{facts, round};
use crate::curve::{Analytic as _, Basis, Path, Shape, count};
use crate::formula::Expression;
use crate::money;
use crate::question::{Measure, SteadyRule, Steps, Work};

/// Which of the house's figures are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As the scenario says.
    Asked,
    /// Nothing rounded on the way.
    Unrounded,
    /// On the exact index, where b is given as well.
    Exact,
}

/// Everything that is given of a curve but its index and its first unit.
pub(super) struct Setting<'r, 'w> {
    pub(super) work: &'w Work,
    pub(super) prefix: String,
    pub(super) whose: String,
    pub(super) show: Show,
    pub(super) batch: Expression<'r>,
    /// What the first leg's values are multiplied by.
    pub(super) pace: Expression<'r>,
    /// The shape's parameters; none where one is the index or follows from the first unit.
    parameters: Vec<Option<Expression<'r>>>,
    /// A floor in the curve's measure, for each item.
    floor: Option<Expression<'r>>,
    factors: Option<Factors>,
    turns: Vec<Turn<'r>>,
    end: Option<End<'r>>,
}

/// A curve with all its numbers.
pub(super) struct Model<'r, 'w> {
    pub(super) work: &'w Work,
    pub(super) run: Run<'r>,
    pub(super) batch: Expression<'r>,
    /// The index that the figures follow; none for a model without one.
    pub(super) index: Option<Expression<'r>>,
    /// The learning rate of that index.
    pub(super) rate: Option<Expression<'r>>,
}

impl<'r, 'w> Setting<'r, 'w> {
    pub(super) fn new(builder: &Builder<'r>, work: &'w Work, prefix: &str, whose: &str) -> Self {
        let inputs = work.inputs();
        builder.inputs_of(&format!("{whose}Curve"));
        builder.working_of(&format!("{whose}Curve"));
        let show = match inputs.measure {
            Measure::Time(unit) => Show::of(Kind::Measure, unit.symbol()),
            Measure::Money => Show::of(Kind::Money(work.rounding.money.max(2)), work.money_unit()),
        };
        let give = |key: &str, label: &str, show: Show, allowed: Allowed, value: f64| {
            builder.input(prefix, Given::new(key, label, show, allowed).noted(format!("curve: {key}")), value)
        };
        let counted = || Show::of(Kind::Count, "units");
        let batch = match inputs.batch_size {
            1 => 1.0.into(),
            size => give("batch_size", "units in a batch", counted(), Allowed::Whole(1), count(size)),
        };
        let shape = work.run.curve().shape();
        let mut rates = 0;
        let mut parameters = Vec::new();
        for own in shape.parameters() {
            parameters.push(match (own.name, shape) {
                ("index", Shape::Stepped { .. }) => {
                    rates += 1;
                    let label = format!("learning rate of doubling {rates}");
                    let key = format!("learning_rate_{rates}");
                    let ratio = clean(own.value.exp2());
                    let rate = give(&key, &label, Show::of(Kind::Percent, ""), Allowed::Positive, ratio);
                    let index = rate.ln() / 2_f64.ln().into();
                    Some(builder.step(
                        &format!("index of doubling {rates}"),
                        "ln r / ln 2",
                        Show::number(),
                        index,
                    ))
                }
                ("index", _) => None,
                ("floor", _) if inputs.form.floor.is_some() => None,
                ("incompressible", _) => {
                    let label = "share that does not fall";
                    let show = Show::of(Kind::Percent, "");
                    Some(give(own.name, label, show, Allowed::Between(0.0, 1.0), own.value))
                }
                (name, _) => {
                    let allowed = Allowed::Between(own.low, own.high);
                    Some(give(name, &name.replace('_', " "), Show::number(), allowed, own.value))
                }
            });
        }
        let per_unit = || Show::of(show.kind, format!("{}/unit", show.unit));
        let floor = inputs.form.floor.map(|floor| {
            batch * give("floor", "floor", per_unit(), Allowed::NotNegative, money::to_f64(floor))
        });
        let factors = match shape {
            Shape::Factors(table) => Some(builder.factors(table, whose)),
            _ => None,
        };
        let end = inputs.ends_after.map(|after| {
            let after =
                give("ends_after", "last unit that learns", counted(), Allowed::Whole(1), count(after));
            let given = match inputs.steady {
                SteadyRule::Given(value) => {
                    let value = money::to_f64(value);
                    batch * give("steady_state", "steady state", per_unit(), Allowed::NotNegative, value)
                }
                _ => 0.0.into(),
            };
            End { after: items(builder, after, batch), rule: inputs.steady, given }
        });
        let (pace, turns) = legs::inputs(builder, work, (prefix, whose), batch);
        let (prefix, whose) = (prefix.to_owned(), whose.to_owned());
        Self { work, prefix, whose, show, batch, pace, parameters, floor, factors, turns, end }
    }

    pub(super) fn basis(&self) -> Basis {
        self.work.inputs().basis
    }

    /// Whether values are a power of the unit number until learning ends.
    pub(super) fn is_power_law(&self) -> bool {
        matches!(self.work.run.curve().shape(), Shape::PowerLaw { .. }) && self.turns.is_empty()
    }

    /// Whether every value is a multiple of the first unit's, plus what a given steady state adds.
    pub(super) fn is_linear(&self) -> bool {
        self.floor.is_none() && !self.turns.iter().any(Turn::has_a_size)
    }

    /// The last item that learns.
    pub(super) fn end_after(&self) -> Option<Expression<'r>> {
        self.end.as_ref().map(|end| end.after)
    }

    /// The run with this index and this first unit.
    pub(super) fn assemble(
        &self,
        builder: &Builder<'r>,
        index: Option<Expression<'r>>,
        first: Expression<'r>,
        steps: Steps,
    ) -> Result<Run<'r>, Fixed> {
        let mut parameters = Vec::with_capacity(self.parameters.len());
        for (own, named) in self.parameters.iter().zip(self.work.run.curve().shape().parameters()) {
            parameters.push(match (own, named.name) {
                (Some(own), _) => *own,
                (None, "floor") => {
                    let floor = self.floor.ok_or_else(|| Fixed::new("its floor is not given"))?;
                    builder.step("floor as a share of T1", "C / T1", Show::number(), floor / first)
                }
                (None, _) => index.ok_or_else(|| Fixed::new("its index is not known"))?,
            });
        }
        let curve = Curve {
            basis: self.basis(),
            shape: self.work.run.curve().shape().clone(),
            parameters,
            first,
            factors: self.factors.clone(),
        };
        let start = Leg { first: 1.0.into(), last: None, curve, from: 1.0.into(), scale: self.pace };
        let legs = legs::follow(builder, (start, &self.turns), &self.whose, &self.show)?;
        Ok(Run {
            legs,
            end: self.end.clone(),
            steps,
            mode: self.work.rounding.mode,
            show: self.show.clone(),
            item: if self.work.batch_size() > 1 { "batch" } else { "unit" },
            whose: self.whose.clone(),
        })
    }
}

impl<'r> Run<'r> {
    /// The same with another given steady state.
    pub(super) fn with_given(mut self, given: Expression<'r>) -> Self {
        if let Some(end) = &mut self.end {
            end.given = given;
        }
        self
    }
}

impl<'r, 'w> Model<'r, 'w> {
    /// The curve of a work, with its inputs under a prefix.
    pub(super) fn new(
        builder: &Builder<'r>,
        work: &'w Work,
        (prefix, whose): (&str, &str),
        way: Way,
    ) -> Result<Self, Fixed> {
        let setting = Setting::new(builder, work, prefix, whose);
        let inputs = work.inputs();
        let give = |key: &str, label: &str, show: Show, allowed: Allowed, value: f64| {
            let note = match &inputs.fitted {
                Some(fitted) => {
                    format!("fitted by {}: a value here; fit again where the data change", fitted.by)
                }
                None => format!("curve: {key}"),
            };
            builder.input(prefix, Given::new(key, label, show, allowed).noted(note), value)
        };
        let batches = if inputs.batch_size > 1 { "first batch" } else { "first unit" };
        let first_given = inputs.first.map(|first| {
            let key = if inputs.measure == Measure::Money { "first_cost" } else { "first_time" };
            give(key, batches, setting.show.clone(), Allowed::NotNegative, money::to_f64(first))
        });
        let percent = || Show::of(Kind::Percent, "");
        let has_index = work.run.curve().index().is_some();
        let rate_given = inputs.rate.filter(|_| has_index).map(|rate| {
            give(
                "learning_rate",
                "learning rate",
                percent(),
                Allowed::Between(0.03125, 4.0),
                money::to_f64(rate),
            )
        });
        let index_given = inputs.index.filter(|_| has_index).map(|index| {
            give("index", "index b", Show::number(), Allowed::Between(-5.0, 2.0), money::to_f64(index))
        });
        let known = facts::inputs(builder, &setting);
        let shape = work.run.curve().shape();
        let from_final = inputs.form.final_value.map(|value| {
            let per_unit = Show::of(setting.show.kind, format!("{}/unit", setting.show.unit));
            let value =
                give("final", "what units tend to", per_unit, Allowed::Positive, money::to_f64(value));
            let given = &setting.parameters;
            let limit = match (shape, given.as_slice()) {
                (Shape::Hyperbolic { .. }, [Some(p), Some(r)]) => {
                    (Expression::from(1.0) + *p) / (Expression::from(1.0) + *p + *r)
                }
                (Shape::Exponential { .. }, [Some(p), Some(r)]) => {
                    -(-((Expression::from(1.0) + *p) / *r)).exp_m1()
                }
                _ => builder.none(),
            };
            builder.step(
                "T1",
                "final / the shape's limit",
                setting.show.clone(),
                value * setting.batch / limit,
            )
        });
        let first = first_given.or(from_final);
        let exact = match (rate_given, index_given) {
            _ if !has_index => None,
            (Some(rate), _) => {
                let index = rate.ln() / 2_f64.ln().into();
                Some(builder.step(&format!("{whose}index b"), "ln r / ln 2", Show::number(), index))
            }
            (None, Some(index)) => Some(index),
            (None, None) => Some(facts::index(builder, &setting, first, &known)?),
        };
        let written = index_given.or(exact);
        let index = match (way, written, work.rounding.steps.index) {
            (Way::Asked, Some(written), Some(places)) => {
                let made = round::rounded(work.rounding.mode, written, f64::from(places).into());
                Some(builder.step(
                    &format!("{whose}index b, to {places} places"),
                    "rounded",
                    Show::number(),
                    made,
                ))
            }
            (Way::Exact, _, _) => exact,
            _ => written,
        };
        let first = match (first, index, known.as_slice()) {
            (Some(first), _, _) => first,
            (None, Some(index), [fact, ..]) => facts::first_unit(builder, &setting, index, fact)?,
            (None, _, [fact, ..]) => facts::first_unit(builder, &setting, 0.0.into(), fact)?,
            (None, _, []) => 1.0.into(),
        };
        let steps = if way == Way::Asked { work.rounding.steps } else { Steps::default() };
        let run = setting.assemble(builder, index, first, steps)?;
        let same = index.map(|index| builder.recorder().formula(index))
            == exact.map(|exact| builder.recorder().formula(exact));
        let rate = match (rate_given, index) {
            (Some(rate), _) if same => Some(rate),
            (_, index) => index.map(|index| Expression::from(2.0).pow(index)),
        };
        Ok(Self { work, run, batch: setting.batch, index, rate })
    }

    /// The run as it was solved, for what decides which formulas there are.
    pub(super) fn turns(&self) -> bool {
        self.work.run.legs().iter().filter(|leg| matches!(leg.path, Path::Follow { .. })).count() > 1
    }
}

/// Units as the curve counts them; none where they are no whole number of batches.
pub(super) fn items<'r>(
    builder: &Builder<'r>,
    units: Expression<'r>,
    batch: Expression<'r>,
) -> Expression<'r> {
    if matches!(batch, Expression::Number(size) if (size - 1.0).abs() == 0.0) {
        return units;
    }
    let items = units / batch;
    let whole = items.floor().equals(items).choose(items, builder.none());
    builder.step("batches", "units / units in a batch", Show::of(Kind::Count, "batches"), whole)
}

/// The decimal of 15 digits that a double stands for.
pub(super) fn clean(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}
