//! What the data so far, targets and less error cost, where data have a price.

use serde_json::{Value, json};

use super::{Report, amount, error, times};
use crate::ml::extrapolate::{Analysis, Curve, Points};
use crate::money::{self, Currency, Decimal, RoundingMode, format_grouped};
use crate::question::training::Price;
use crate::render::sheet::Block;

/// How many steps of less error are priced.
const STEPS: usize = 5;

/// What amounts cost.
#[derive(Debug, Clone)]
pub struct Costs {
    /// The price of so many.
    pub price: Price,
    /// The currency, where one is named.
    pub currency: Option<Currency>,
    /// Decimal places of money.
    pub places: u32,
    /// How much less error is priced at a time.
    pub step: f64,
}

impl Costs {
    /// What an amount costs, rounded once; none past what a decimal holds.
    fn of(&self, amount: f64) -> Option<Decimal> {
        let cost = self.price.of(&[money::from_f64(amount).ok()?], &[])?;
        Some(RoundingMode::HalfUp.round(cost, self.places))
    }

    fn said(&self, amount: f64) -> String {
        self.of(amount).map_or("past 7.9e28".to_owned(), |cost| format_grouped(&cost))
    }

    fn heading(&self) -> String {
        self.currency.map_or("cost".to_owned(), |currency| format!("cost ({})", currency.code()))
    }
}

/// A step of less error: from which to which, and the amounts there.
struct Step {
    errors: (f64, f64),
    amounts: (f64, f64),
}

impl Step {
    fn more(&self) -> f64 {
        self.amounts.1 - self.amounts.0
    }
}

/// The first steps down from the law's error at the last amount, as far as it comes.
fn steps(costs: &Costs, curve: &Curve, last: f64) -> Vec<Step> {
    let start = curve.value(last);
    let mut steps: Vec<Step> = Vec::new();
    for step in 1..=STEPS {
        let from = steps.last().map_or((start, last), |step| (step.errors.1, step.amounts.1));
        let to = start - f64::from(u32::try_from(step).unwrap_or(u32::MAX)) * costs.step;
        let Some(at) = curve.amount(to).filter(|_| to > 0.0) else { break };
        steps.push(Step { errors: (from.0, to), amounts: (from.1, at) });
    }
    steps
}

pub(super) fn blocks(report: &Report, points: &Points, analysis: &Analysis, made: &mut Vec<Block>) {
    let Some(costs) = &report.costs else { return };
    made.push(Block::Heading(2, "What it costs".to_owned()));
    let known = |amount: Option<f64>| amount.map_or(String::new(), |amount| costs.said(amount));
    let row = |what: String, at: f64, ends: [String; 2]| {
        let [low, high] = ends;
        vec![what, amount(at), costs.said(at), low, high]
    };
    let none = || [String::new(), String::new()];
    let mut rows = vec![
        row("the data so far".to_owned(), points.last(), none()),
        row("twice as much".to_owned(), 2.0 * points.last(), none()),
    ];
    rows.extend(
        analysis
            .ahead
            .iter()
            .map(|one| row(format!("{} {}", amount(one.amount), report.amount), one.amount, none())),
    );
    rows.extend(analysis.reaches.iter().map(|reach| {
        let what = format!("{} {}", report.value, error(reach.target));
        let high =
            if reach.high.is_none() && reach.low.is_some() { "never".to_owned() } else { known(reach.high) };
        match reach.amount {
            Some(at) => row(what, at, [known(reach.low), high]),
            None => vec![what, "never".to_owned(), String::new(), known(reach.low), high],
        }
    }));
    let level = super::percent(report.options.level);
    let heading =
        vec![String::new(), report.amount.clone(), costs.heading(), format!("{level} from"), "to".to_owned()];
    made.push(Block::Table(heading, rows));
    let steps = steps(costs, &analysis.fit().curve, points.last());
    let (less, price) = (error(costs.step), &costs.price);
    if steps.is_empty() {
        made.push(Block::Line(format!("No amount brings {less} less.")));
    } else {
        let mut before: Option<f64> = None;
        let rows = steps.iter().map(|step| {
            let ratio =
                before.replace(step.more()).map_or(String::new(), |before| times(step.more() / before));
            vec![
                error(step.errors.0),
                error(step.errors.1),
                amount(step.more()),
                costs.said(step.more()),
                ratio,
            ]
        });
        let heading = vec![
            format!("{} from", report.value),
            "to".to_owned(),
            format!("more {}", report.amount),
            costs.heading(),
            "times the last".to_owned(),
        ];
        made.push(Block::Table(heading, rows.collect()));
        if steps.len() < STEPS {
            made.push(Block::Line(format!("After that no amount brings {less} less.")));
        }
    }
    made.push(Block::Line(format!(
        "At {}/{}; by the law that is taken, each cost rounded once.",
        price.amount, price.unit
    )));
}

pub(super) fn object(report: &Report, points: &Points, analysis: &Analysis) -> Value {
    let Some(costs) = &report.costs else { return Value::Null };
    let cost = |amount: f64| json!(costs.of(amount).map(|cost| cost.to_string()));
    let maybe = |amount: Option<f64>| amount.map_or(Value::Null, cost);
    json!({
        "price": costs.price.amount.to_string(), "per": costs.price.unit, "currency": costs.currency.map(Currency::code),
        "so_far": cost(points.last()),
        "ahead": analysis.ahead.iter().map(|one| json!({ "amount": one.amount, "cost": cost(one.amount) })).collect::<Vec<_>>(),
        "targets": analysis.reaches.iter().map(|one| json!({
            "target": one.target, "cost": maybe(one.amount), "low": maybe(one.low), "high": maybe(one.high),
        })).collect::<Vec<_>>(),
        "steps": steps(costs, &analysis.fit().curve, points.last()).iter().map(|step| json!({
            "from": step.errors.0, "to": step.errors.1, "more": step.more(), "cost": cost(step.more()),
        })).collect::<Vec<_>>(),
    })
}

/// Rows for the table of figures: what each is, its name, its cost and the ends of its interval.
pub(super) fn rows(report: &Report, points: &Points, analysis: &Analysis) -> Vec<[String; 5]> {
    let Some(costs) = &report.costs else { return Vec::new() };
    let cost = |amount: Option<f64>| {
        amount.and_then(|amount| costs.of(amount)).map_or(String::new(), |cost| cost.to_string())
    };
    let row = |what: &str, name: f64, ends: [Option<f64>; 3]| {
        let [value, low, high] = ends.map(cost);
        [what.to_owned(), name.to_string(), value, low, high]
    };
    let mut rows = vec![row("cost", points.last(), [Some(points.last()), None, None])];
    rows.extend(analysis.ahead.iter().map(|one| row("cost", one.amount, [Some(one.amount), None, None])));
    rows.extend(
        analysis.reaches.iter().map(|one| row("cost of target", one.target, [one.amount, one.low, one.high])),
    );
    let steps = steps(costs, &analysis.fit().curve, points.last());
    rows.extend(steps.iter().map(|step| row("cost of less", step.errors.1, [Some(step.more()), None, None])));
    rows
}
