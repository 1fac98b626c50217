//! What interrupts a run, as formulas: breaks, changes of rate and of level, production rates.

use super::Fixed;
use super::book::{Allowed, Kind, Show};
use super::builder::{Builder, Given};
use super::curve::Curve;
use super::model::{clean, items};
use super::search;
use crate::curve::{Analytic as _, Base, Basis, Restart, Shape, TransitionKind, count};
use crate::formula::Expression;
use crate::question::Work;

/// Units that follow one curve; numbers of items as the curve counts them.
#[derive(Clone)]
pub(super) struct Leg<'r> {
    pub(super) first: Expression<'r>,
    /// The last, where another leg comes after.
    pub(super) last: Option<Expression<'r>>,
    pub(super) curve: Curve<'r>,
    /// Where on the curve the first lies.
    pub(super) from: Expression<'r>,
    /// What the curve's values are multiplied by.
    pub(super) scale: Expression<'r>,
}

impl<'r> Leg<'r> {
    /// Where on the curve an item lies.
    pub(super) fn position(&self, item: Expression<'r>) -> Expression<'r> {
        match (self.from, self.first) {
            (Expression::Number(from), Expression::Number(first)) if (from - first).abs() == 0.0 => item,
            (from, first) => from + (item - first),
        }
    }
}

/// Something that happens after an item.
#[derive(Clone)]
pub(super) struct Turn<'r> {
    after: Expression<'r>,
    kind: TurnKind<'r>,
}

/// What it is.
#[derive(Clone, Copy)]
enum TurnKind<'r> {
    Rate(Expression<'r>),
    Break { loss: Expression<'r>, base: Base, restart: Restart },
    Forgetting { time: Expression<'r>, total: Expression<'r> },
    Step { scale: Expression<'r>, restart: Option<Expression<'r>> },
    Pace(Expression<'r>),
}

impl Turn<'_> {
    /// Whether it has a size of its own, which does not grow with the first unit.
    pub(super) fn has_a_size(&self) -> bool {
        matches!(self.kind, TurnKind::Forgetting { .. })
    }
}

/// Makes inputs of the curve under a prefix, each noted as what its key says.
fn giving<'b, 'r>(
    builder: &'b Builder<'r>,
    prefix: &'b str,
) -> impl Fn(String, String, Show, Allowed, f64) -> Expression<'r> + 'b {
    move |key, label, show, allowed, value| {
        let note = format!("curve: {}", key.replace('_', " "));
        builder.input(prefix, Given::new(&key, label, show, allowed).noted(note), value)
    }
}

/// The interruptions as inputs, in the order of the units, and what the first units are multiplied by.
pub(super) fn inputs<'r>(
    builder: &Builder<'r>,
    work: &Work,
    (prefix, whose): (&str, &str),
    batch: Expression<'r>,
) -> (Expression<'r>, Vec<Turn<'r>>) {
    let form = &work.inputs().form;
    let give = giving(builder, prefix);
    let units = || Show::of(Kind::Count, "units");
    let percent = || Show::of(Kind::Percent, "");
    let measure = || Show::of(Kind::Measure, work.measure_unit());
    let mut turns: Vec<(u64, Turn<'r>)> = Vec::new();
    for (place, transition) in form.transitions.iter().enumerate() {
        let number = place + 1;
        let after = |word: &str| {
            let (key, label) = (format!("{word}_{number}_after"), format!("{word} {number}: after unit"));
            items(builder, give(key, label, units(), Allowed::Whole(1), count(transition.after)), batch)
        };
        let turn = match transition.kind {
            TransitionKind::Rate(index) => {
                let (key, label) =
                    (format!("change_{number}_rate"), format!("change {number}: learning rate"));
                let after = after("change");
                let ratio = clean(index.learning_rate().ratio());
                let rate = give(key, label, percent(), Allowed::Positive, ratio);
                let index = rate.ln() / 2_f64.ln().into();
                let what = format!("{whose}change {number}: index b");
                Turn {
                    after,
                    kind: TurnKind::Rate(builder.step(&what, "ln r / ln 2", Show::number(), index)),
                }
            }
            TransitionKind::Break { loss, base, restart } => {
                let after = after("break");
                let share = || Allowed::Between(0.0, 1.0);
                let loss = match form.elements_of(transition.after) {
                    Some(elements) => {
                        let mut lost = Vec::with_capacity(elements.len());
                        for element in elements {
                            let own = |what: &str, value: f64| {
                                let key = format!("break_{number}_{}_{what}", element.name);
                                let label = format!("break {number}: {}, {what}", element.name);
                                give(key, label, percent(), share(), clean(value))
                            };
                            lost.push(own("weight", element.weight) * own("loss", element.loss));
                        }
                        let what = format!("{whose}break {number}: share of the learning that is lost");
                        let lost = builder.sum(&what, &percent(), lost);
                        builder.step(&what, "weight × loss, added", percent(), lost)
                    }
                    None => {
                        let label = format!("break {number}: share of the learning that is lost");
                        give(format!("break_{number}_loss"), label, percent(), share(), clean(loss))
                    }
                };
                Turn { after, kind: TurnKind::Break { loss, base, restart } }
            }
            TransitionKind::Forgetting { time, total } => {
                let after = after("break");
                let own = |key: &str, label: &str, value: f64| {
                    let (key, label) = (format!("break_{number}_{key}"), format!("break {number}: {label}"));
                    give(key, label, measure(), Allowed::NotNegative, value)
                };
                let time = own("time", "how long", time);
                let total = own("total", "after which all is forgotten", total);
                Turn { after, kind: TurnKind::Forgetting { time, total } }
            }
            TransitionKind::Step { scale, restart } => {
                let after = after("step");
                let label = format!("step {number}: values are multiplied by");
                let scale =
                    give(format!("step_{number}_scale"), label, Show::number(), Allowed::Positive, scale);
                let restart = restart.map(|unit| {
                    let label = format!("step {number}: goes on as unit");
                    let unit =
                        give(format!("step_{number}_unit"), label, Show::number(), Allowed::Positive, unit);
                    Expression::from(1.0) + (unit - 1.0.into()) / batch
                });
                Turn { after, kind: TurnKind::Step { scale, restart } }
            }
            TransitionKind::Pace(pace) => Turn { after: after("pace"), kind: TurnKind::Pace(pace.into()) },
        };
        turns.push((transition.after, turn));
    }
    let start = paces(builder, work, (prefix, whose), batch, &mut turns);
    turns.sort_by_key(|(after, _)| *after);
    (start, turns.into_iter().map(|(_, turn)| turn).collect())
}

/// The production rates as inputs: what the first units are multiplied by, and the changes.
fn paces<'r>(
    builder: &Builder<'r>,
    work: &Work,
    (prefix, whose): (&str, &str),
    batch: Expression<'r>,
    turns: &mut Vec<(u64, Turn<'r>)>,
) -> Expression<'r> {
    let give = giving(builder, prefix);
    let units = || Show::of(Kind::Count, "units");
    let mut start = Expression::from(1.0);
    if let Some(pace) = &work.inputs().form.pace {
        let label = "exponent of the production rate".to_owned();
        let exponent = give("rate_exponent".to_owned(), label, Show::number(), Allowed::Any, pace.index);
        for (place, (from, rate)) in pace.rates.iter().enumerate() {
            let number = place + 1;
            let label = format!("production rate {number}, units in a period");
            let rate =
                give(format!("production_rate_{number}"), label, Show::number(), Allowed::Positive, *rate);
            let what = format!("{whose}factor of production rate {number}");
            let factor = builder.step(&what, "rate^exponent", Show::number(), rate.pow(exponent));
            if *from == 1 {
                start = factor;
                continue;
            }
            let label = format!("production rate {number}: from unit");
            let key = format!("production_rate_{number}_from");
            let unit = give(key, label, units(), Allowed::Whole(2), count(*from));
            let after = items(builder, unit - 1.0.into(), batch);
            turns.push((from - 1, Turn { after, kind: TurnKind::Pace(factor) }));
        }
    }
    start
}

/// The legs of a run, from its first and what interrupts it.
pub(super) fn follow<'r>(
    builder: &Builder<'r>,
    (start, turns): (Leg<'r>, &[Turn<'r>]),
    whose: &str,
    show: &Show,
) -> Result<Vec<Leg<'r>>, Fixed> {
    let (mut step, mut pace) = (Expression::from(1.0), start.scale);
    let first = start.clone();
    let mut legs = vec![start];
    for (place, turn) in turns.iter().enumerate() {
        let after = turn.after;
        let Some(leg) = legs.last_mut() else {
            return Err(Fixed::new("there is no curve"));
        };
        leg.last = Some(after);
        let leg = leg.clone();
        let reached = leg.position(after);
        let on = |what: &str| format!("{whose}after {}: {what}", place + 1);
        let one = Expression::from(1.0);
        let (curve, from, scale) = match turn.kind {
            TurnKind::Rate(index) => {
                let value = leg.curve.first * leg.curve.value(builder, reached)?;
                let value = builder.step(&on("value reached"), "the curve there", show.clone(), value);
                let t1 = builder.step(&on("T1"), "value / N^b", show.clone(), value / reached.pow(index));
                let shape = Shape::PowerLaw { index: crate::curve::Index::NONE };
                let curve =
                    Curve { shape, parameters: vec![index], first: t1, factors: None, ..leg.curve.clone() };
                (curve, reached + one, leg.scale)
            }
            TurnKind::Break { loss, base, restart } => {
                let begun = unit_at(builder, &first.curve, one, &on("unit 1"))? * leg.scale;
                let begun = builder.step(&on("the first unit"), "", show.clone(), begun);
                let at = |x: Expression<'r>, name: &str| -> Result<Expression<'r>, Fixed> {
                    Ok(leg.scale * unit_at(builder, &leg.curve, x, name)?)
                };
                let last =
                    builder.step(&on("the last unit before"), "", show.clone(), at(reached, &on("last"))?);
                let next =
                    builder.step(&on("the next unit"), "", show.clone(), at(reached + one, &on("next"))?);
                let lost = builder.step(
                    &on("learning lost"),
                    "loss × (first - last)",
                    show.clone(),
                    loss * (begun - last),
                );
                let resumed = (lost + if base == Base::NextUnit { next } else { last }).min(begun);
                let resumed =
                    builder.step(&on("the unit that comes"), "base + what is lost", show.clone(), resumed);
                let exact = match (&leg.curve.shape, leg.curve.basis) {
                    (Shape::PowerLaw { .. }, Basis::Unit) => {
                        (resumed / at(one, &on("unit 1"))?).pow(one / leg.curve.parameters[0])
                    }
                    _ => {
                        let excess = |x: Expression<'r>| Ok(at(x, "excess")? / resumed - one);
                        search::halve(builder, &on("where the curve has it"), (one, reached + one), &excess)?
                    }
                };
                let exact = exact.max(one).min(reached + one);
                let exact = builder.step(
                    &on("place on the curve"),
                    "where the curve has that value",
                    Show::number(),
                    exact,
                );
                let from = match restart {
                    Restart::Fractional => exact,
                    Restart::Whole => (exact + 0.5.into()).floor().max(one),
                };
                (leg.curve.clone(), from, leg.scale)
            }
            TurnKind::Forgetting { time, total } => {
                let from = forgotten(builder, &leg, (reached, time, total), &on)?;
                (leg.curve.clone(), from, leg.scale)
            }
            TurnKind::Step { scale, restart } => {
                step = scale;
                (leg.curve.clone(), restart.unwrap_or(reached + one), step * pace)
            }
            TurnKind::Pace(factor) => {
                pace = factor;
                (leg.curve.clone(), reached + one, step * pace)
            }
        };
        let from = builder.step(&on("position of the next unit"), "on the curve", Show::number(), from);
        legs.push(Leg { first: after + one, last: None, curve, from, scale });
    }
    Ok(legs)
}

/// A curve's unit at a position that need not be whole.
pub(super) fn unit_at<'r>(
    builder: &Builder<'r>,
    curve: &Curve<'r>,
    x: Expression<'r>,
    name: &str,
) -> Result<Expression<'r>, Fixed> {
    Ok(curve.first
        * match curve.basis {
            Basis::Unit => curve.value(builder, x)?,
            Basis::CumulativeAverage => curve.stretch(builder, (x, 1.0.into()), name)?,
        })
}

/// Where the next unit lies after a break by the learn-forget curve model.
fn forgotten<'r>(
    builder: &Builder<'r>,
    leg: &Leg<'r>,
    (n, time, total): (Expression<'r>, Expression<'r>, Expression<'r>),
    on: &dyn Fn(&str) -> String,
) -> Result<Expression<'r>, Fixed> {
    let (Shape::PowerLaw { .. }, Basis::Unit) = (&leg.curve.shape, leg.curve.basis) else {
        return Err(Fixed::new("forgetting is of power laws of the unit theory"));
    };
    let one = Expression::from(1.0);
    let step = |what: &str, how: &str, made| builder.step(&on(what), how, Show::number(), made);
    let beta = -leg.curve.parameters[0];
    let rest = one - beta;
    let first = leg.curve.first * leg.scale;
    let spent = step("time spent", "T1 n^(1-β) / (1-β)", first * n.pow(rest) / rest);
    let exponent = beta * rest * n.ln() / (one + total / spent).ln();
    let exponent = step("forgetting exponent", "β (1-β) ln n / ln(1 + D/t)", exponent);
    let would = (rest * time / first + n.pow(rest)).pow(one / rest) - n;
    let would = step("units that the break would have made", "((1-β) d / T1 + n^(1-β))^(1/(1-β)) - n", would);
    let kept = n * (n / (n + would)).pow(exponent / beta);
    Ok(step("units remembered", "n^(1+f/β) (n+s)^(-f/β)", kept.max(0.0.into()).min(n)) + one)
}
