//! Curves through known facts, as formulas: closed where the house's own are, else sought by halving.

use super::Fixed;
use super::book::{Allowed, Kind, Show};
use super::builder::{Builder, Given};
use super::model::Setting;
use super::reckon::Run;
use super::search;
use crate::curve::{Analytic as _, Basis};
use crate::formula::Expression;
use crate::money;
use crate::question::{Known, KnownKind, SteadyRule, Steps};

/// A fact in cells; numbers and values of items as the curve counts them.
#[derive(Clone, Copy)]
pub(super) struct Fact<'r> {
    kind: KnownKind,
    first: Expression<'r>,
    last: Expression<'r>,
    value: Expression<'r>,
}

/// The facts as inputs; two lots that were joined are two inputs, of which the second becomes a total.
pub(super) fn inputs<'r>(builder: &Builder<'r>, setting: &Setting<'r, '_>) -> Vec<Fact<'r>> {
    let parameters = &setting.work.parameters;
    if let Some([first, second]) = &parameters.joined {
        let one = input(builder, setting, (1, first));
        let two = input(builder, setting, (2, second));
        let total = builder.step(
            "total of both lots",
            "first lot + second lot",
            setting.show.clone(),
            one.value + two.value,
        );
        let both =
            Fact { kind: parameters.inputs.known[1].kind, first: 1.0.into(), last: two.last, value: total };
        return vec![one, both];
    }
    let known = parameters.inputs.known.iter().enumerate();
    known.map(|(place, known)| input(builder, setting, (place + 1, known))).collect()
}

fn input<'r>(builder: &Builder<'r>, setting: &Setting<'r, '_>, (place, known): (usize, &Known)) -> Fact<'r> {
    let note = format!("curve: known, fact {place}");
    let give = |key: &str, label: String, show: Show, allowed: Allowed, value: f64| {
        let key = format!("known_{place}_{key}");
        let given = Given::new(&key, label, show, allowed).noted(note.clone());
        builder.input(&setting.prefix, given, value)
    };
    let units = |key: &str, label: &str, value: u64| {
        let show = Show::of(Kind::Count, "units");
        give(key, format!("fact {place}: {label}"), show, Allowed::Whole(1), crate::curve::count(value))
    };
    let (what, each) = match known.kind {
        KnownKind::Average(_) => ("average", true),
        KnownKind::Total(_) => ("total", false),
        KnownKind::Unit(_) => ("unit", true),
        KnownKind::Lot(_) => ("lot", false),
    };
    let (first, last) = match known.kind {
        KnownKind::Average(n) | KnownKind::Total(n) => (1.0.into(), units("units", "first units", n)),
        KnownKind::Unit(n) => {
            let number = units("number", "unit number", n);
            (number, number)
        }
        KnownKind::Lot(lot) => (
            units("first", "first unit of the lot", lot.first()),
            units("last", "last unit of the lot", lot.last()),
        ),
    };
    let per = if each { "/unit" } else { "" };
    let show = Show::of(setting.show.kind, format!("{}{per}", setting.show.unit));
    let value =
        give(what, format!("fact {place}: {what}"), show, Allowed::Positive, money::to_f64(known.value));
    let batch = setting.batch;
    let one = Expression::from(1.0);
    let first =
        if matches!(known.kind, KnownKind::Lot(_)) { (first - one) / batch + one } else { first / batch };
    let first = if matches!(known.kind, KnownKind::Average(_) | KnownKind::Total(_)) { one } else { first };
    Fact { kind: known.kind, first, last: last / batch, value: if each { value * batch } else { value } }
}

impl<'r> Fact<'r> {
    /// What a run has for it.
    fn on(self, builder: &Builder<'r>, run: &Run<'r>) -> Result<Expression<'r>, Fixed> {
        match self.kind {
            KnownKind::Average(_) => Ok(run.first(builder, self.last)?.average),
            KnownKind::Total(_) => Ok(run.first(builder, self.last)?.total),
            KnownKind::Unit(_) => run.one(builder, self.last),
            KnownKind::Lot(_) => run.lot(builder, (self.first, self.last)),
        }
    }

    /// The fact as a point of `y = T1 x^b`, where it is one; `plain` says whether that is the curve.
    fn point(
        self,
        builder: &Builder<'r>,
        setting: &Setting<'r, '_>,
    ) -> Option<(Expression<'r>, Expression<'r>)> {
        let wright = setting.basis() == Basis::CumulativeAverage;
        if !setting.is_power_law() {
            return None;
        }
        let (x, y) = match self.kind {
            KnownKind::Average(_) if wright => (self.last, self.value),
            KnownKind::Total(_) if wright => (self.last, self.value / self.last),
            KnownKind::Lot(lot) if wright && lot.first() == 1 => (self.last, self.value / self.last),
            KnownKind::Unit(number) if !wright || number == 1 => (self.last, self.value),
            _ => return None,
        };
        let x = match setting.end_after() {
            // A fact past learning's end would not be one about the power law.
            Some(after) => x.at_most(after).choose(x, builder.none()),
            None => x,
        };
        Some((x, y))
    }
}

/// The index from the facts, and from the first unit where that is given.
pub(super) fn index<'r>(
    builder: &Builder<'r>,
    setting: &Setting<'r, '_>,
    first: Option<Expression<'r>>,
    facts: &[Fact<'r>],
) -> Result<Expression<'r>, Fixed> {
    let solved = setting.work.parameters.solution.as_ref();
    let solved = solved.ok_or_else(|| Fixed::new("its index is not solved for"))?.index.value();
    let points: Vec<_> = facts.iter().map(|fact| fact.point(builder, setting)).collect();
    let closed = match (first, points.as_slice()) {
        (Some(first), [Some(two)]) => Some(((1.0.into(), first * setting.pace), *two)),
        (None, [Some(one), Some(two)]) => Some((*one, *two)),
        _ => None,
    };
    if let Some(((x1, y1), (x2, y2))) = closed {
        let index = (y2 / y1).ln() / (x2 / x1).ln();
        return Ok(builder.step("index b", "ln(y2 / y1) / ln(x2 / x1)", Show::number(), index));
    }
    let bracket = match (setting.basis(), solved) {
        (_, b) if b > 0.0 => (0.0, 2.0),
        (Basis::CumulativeAverage, b) if b > -1.0 => (-0.999_999, 0.0),
        (Basis::CumulativeAverage, _) => (-5.0, -1.000_001),
        (Basis::Unit, _) => (-5.0, 0.0),
    };
    let title = format!("{}index b through the facts", setting.whose);
    let excess = |b: Expression<'r>| {
        let (first, fact) = match (first, facts) {
            (Some(first), [fact]) => (first, fact),
            (None, [one, two]) => (first_unit(builder, setting, b, one)?, two),
            _ => return Err(Fixed::new("its index is not sought from two facts")),
        };
        let run = setting.assemble(builder, Some(b), first, Steps::default())?;
        Ok(fact.on(builder, &run)? / fact.value - 1.0.into())
    };
    search::halve(builder, &title, (bracket.0.into(), bracket.1.into()), &excess)
}

/// The first unit from a fact, the index known.
pub(super) fn first_unit<'r>(
    builder: &Builder<'r>,
    setting: &Setting<'r, '_>,
    index: Expression<'r>,
    fact: &Fact<'r>,
) -> Result<Expression<'r>, Fixed> {
    if let Some((x, y)) = fact.point(builder, setting) {
        let first = y / (setting.pace * x.pow(index));
        return Ok(builder.step("T1", "y / x^b, from the fact", setting.show.clone(), first));
    }
    if !setting.is_linear() {
        return Err(Fixed::new("its first unit is sought where values are no multiple of it"));
    }
    let whole = fact.on(builder, &setting.assemble(builder, Some(index), 1.0.into(), Steps::default())?)?;
    if !matches!(setting.work.inputs().steady, SteadyRule::Given(_)) || setting.end_after().is_none() {
        return Ok(builder.step(
            "T1",
            "the fact / the same for T1 = 1",
            setting.show.clone(),
            fact.value / whole,
        ));
    }
    let free = setting.assemble(builder, Some(index), 1.0.into(), Steps::default())?.with_given(0.0.into());
    let multiple = fact.on(builder, &free)?;
    let first = (fact.value - (whole - multiple)) / multiple;
    let how = "(the fact - what the given steady state adds) / the rest for T1 = 1";
    Ok(builder.step("T1", how, setting.show.clone(), first))
}
