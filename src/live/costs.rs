//! Cost lines as formulas.

use super::book::{Allowed, Kind, Show};
use super::builder::{Builder, Given};
use crate::cost::{CostLine, Driver};
use crate::formula::Expression;
use crate::money;

/// What lines are multiplied by: hours (or the curve's own money), units, batches, and the share of what is paid once.
#[derive(Clone, Copy)]
pub(super) struct Quantities<'r> {
    pub(super) curve: Expression<'r>,
    pub(super) units: Expression<'r>,
    pub(super) batches: Expression<'r>,
    pub(super) once: Expression<'r>,
}

/// Lines with where they belong.
#[derive(Clone, Copy)]
pub(super) struct Lines<'l> {
    pub(super) all: &'l [CostLine],
    /// Before the keys of their inputs.
    pub(super) prefix: &'l str,
    /// Before the names of steps.
    pub(super) whose: &'l str,
    /// The currency.
    pub(super) money: &'l str,
    pub(super) places: u32,
}

/// The rate of every line, as an input.
pub(super) fn inputs<'r>(builder: &Builder<'r>, lines: Lines<'_>) -> Vec<Expression<'r>> {
    builder.inputs_of(&format!("{}Costs", lines.whose));
    lines.all.iter().map(|line| input(builder, lines, line)).collect()
}

fn input<'r>(builder: &Builder<'r>, lines: Lines<'_>, line: &CostLine) -> Expression<'r> {
    let money = |per: &str| Show::of(Kind::Money(lines.places.max(2)), format!("{}/{per}", lines.money));
    let (show, value, ending) = match line.driver {
        Driver::Hour(rate) => (money("h"), rate, "rate"),
        Driver::Unit(rate) => (money("unit"), rate, "per_unit"),
        Driver::Batch(rate) => (money("batch"), rate, "per_batch"),
        Driver::Once(rate) => (Show::of(Kind::Money(lines.places), lines.money), rate, "once"),
        Driver::Percent { ratio, .. } => (Show::of(Kind::Percent, ""), ratio, "percent"),
        Driver::Curve | Driver::Element => return 1.0.into(),
    };
    let key = format!("{}_{ending}", line.name);
    let mut label = line.name.clone();
    if let Driver::Percent { of, .. } = line.driver {
        label += &format!(", of {}", lines.all[of].name);
    }
    let whose = format!("cost `{}`: {}", line.name, if ending == "percent" { "percent" } else { "rate" });
    builder.input(
        lines.prefix,
        Given::new(&key, label, show, Allowed::Any).noted(whose),
        money::to_f64(value),
    )
}

/// The sum of the lines for some quantities.
pub(super) fn charge<'r>(
    builder: &Builder<'r>,
    lines: Lines<'_>,
    quantities: Quantities<'r>,
    what: &str,
) -> Expression<'r> {
    let rates = inputs(builder, lines);
    let show = Show::of(Kind::Money(lines.places), lines.money);
    let mut made = vec![None; lines.all.len()];
    let places = 0..lines.all.len();
    let amounts: Vec<Expression<'r>> =
        places.map(|place| amount(builder, lines, (&rates, quantities), (place, what), &mut made)).collect();
    let what = format!("{}cost {what}", lines.whose);
    let sum = builder.sum(&what, &show, amounts);
    builder.step(&what, "the lines, added", show, sum)
}

/// A line's amount, made once; a percentage goes by the amount that it is of, and never in a ring.
fn amount<'r>(
    builder: &Builder<'r>,
    lines: Lines<'_>,
    (rates, quantities): (&[Expression<'r>], Quantities<'r>),
    (place, what): (usize, &str),
    made: &mut Vec<Option<Expression<'r>>>,
) -> Expression<'r> {
    if let Some(amount) = made[place] {
        return amount;
    }
    let line = &lines.all[place];
    let (how, quantity) = match line.driver {
        Driver::Hour(_) => ("rate × hours", quantities.curve),
        Driver::Unit(_) => ("per unit × units", quantities.units),
        Driver::Batch(_) => ("per batch × batches", quantities.batches),
        Driver::Once(_) => ("once × share", quantities.once),
        Driver::Curve => ("the curve's own cost", quantities.curve),
        Driver::Percent { of, .. } => {
            ("percentage × line", amount(builder, lines, (rates, quantities), (of, what), made))
        }
        Driver::Element => ("", 0.0.into()),
    };
    let show = Show::of(Kind::Money(lines.places), lines.money);
    let amount =
        builder.step(&format!("{}{} {what}", lines.whose, line.name), how, show, rates[place] * quantity);
    made[place] = Some(amount);
    amount
}
