//! What a sweep cost, what its failures did, and what stopping early would have saved.

use super::{Block, Report, heading, share, significant, time, title};
use crate::ml::sweep::{Run, Stop};
use crate::money::{Decimal, format_grouped};

/// What runs cost, rounded to the places that are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Costs {
    /// The currency's code, where one is given.
    pub currency: Option<String>,
    /// How it is reckoned, in words.
    pub by: String,
    /// All runs.
    pub all: Decimal,
    /// Those that failed.
    pub failed: Decimal,
    /// The cost of all for each that reached the target.
    pub each: Option<Decimal>,
    /// Of the analysis' stops, each in its place: all runs stopped so.
    pub stops: Vec<Decimal>,
}

/// A range test, then one run at an lr of its zone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// What the range test takes, in the unit of times.
    pub range_test: f64,
    /// What it takes with the fastest run of the sweep after it, and what that costs where there is a price.
    pub fastest: (f64, Option<Decimal>),
    /// The same with the slowest run that reached the target.
    pub slowest: (f64, Option<Decimal>),
}

impl Costs {
    /// An amount with the currency before it.
    fn amount(&self, amount: Decimal) -> String {
        let code = self.currency.as_ref().map_or(String::new(), |code| format!("{code} "));
        format!("{code}{}", format_grouped(&amount))
    }
}

/// Sums of times: of all runs, of those that failed; none where a failed one's time is not known.
pub(super) fn totals(report: &Report<'_>) -> Option<(f64, f64)> {
    let runs = report.sweep.runs();
    let times: Option<Vec<f64>> = runs.iter().map(Run::time).collect();
    let sum = |times: &mut dyn Iterator<Item = f64>| times.fold(0.0, |sum, time| sum + time);
    let all = sum(&mut times?.into_iter());
    let failed = sum(&mut runs.iter().filter(|run| run.reached().is_none()).filter_map(Run::time));
    Some((all, failed))
}

pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let Some((all, failed)) = totals(report) else { return Vec::new() };
    let runs = report.sweep.runs();
    let reached = runs.iter().filter(|run| run.reached().is_some()).count();
    let mut head =
        heading(["".to_owned(), "runs".to_owned(), format!("time ({})", report.unit), "share".to_owned()]);
    let row = |name: &str, runs: Option<usize>, taken: f64, cost: Option<Decimal>| {
        let mut row = vec![name.to_owned(), String::new(), significant(taken, 7), String::new()];
        if let Some(runs) = runs {
            (row[1], row[3]) = (runs.to_string(), share(taken, all));
        }
        row.extend(report.costs.zip(cost).map(|(costs, cost)| costs.amount(cost)));
        row
    };
    let costs = report.costs;
    let mut rows = vec![
        row("all", Some(runs.len()), all, costs.map(|costs| costs.all)),
        row("failed", Some(runs.len() - reached), failed, costs.map(|costs| costs.failed)),
    ];
    if reached > 0 {
        let each = all / crate::curve::count(reached as u64);
        rows.push(row("for each that reached it", None, each, costs.and_then(|costs| costs.each)));
    }
    if costs.is_some() {
        head.push("cost".to_owned());
    }
    let mut made = vec![title("What it took"), Block::Table(head, rows)];
    if let Some(costs) = costs {
        made.push(Block::Line(costs.by.clone()));
    }
    made.extend(stopping(report, all));
    made.extend(report.plan.map(|plan| planned(report, plan, all)));
    made
}

/// The stops that are worth a row: the best for each success, and those that keep all, 90%, three quarters and half.
pub(super) fn chosen(stops: &[Stop]) -> Vec<usize> {
    let Some(last) = stops.last() else { return Vec::new() };
    let best = (0..stops.len()).min_by(|one, other| stops[*one].each().total_cmp(&stops[*other].each()));
    let all = crate::curve::count(last.reached as u64);
    let keeping = |share: f64| {
        stops.iter().position(|stop| crate::curve::count(stop.reached as u64) >= share * all - 1e-9)
    };
    let mut places: Vec<usize> = [0.5, 0.75, 0.9, 1.0].into_iter().filter_map(keeping).chain(best).collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn stopping(report: &Report<'_>, all: f64) -> Vec<Block> {
    let stops = &report.analysis.stops;
    let (Some(last), places) = (stops.last(), chosen(stops)) else { return Vec::new() };
    let costs = report.costs;
    let mut head = heading([
        format!("stopped at ({})", report.unit),
        "reached".to_owned(),
        "lost".to_owned(),
        "time".to_owned(),
        "saved".to_owned(),
        "for each".to_owned(),
    ]);
    if costs.is_some() {
        head.push("cost".to_owned());
    }
    let rows = places.iter().map(|place| {
        let stop = stops[*place];
        let mut row = vec![
            time(stop.at),
            stop.reached.to_string(),
            (last.reached - stop.reached).to_string(),
            significant(stop.spent, 5),
            share(all - stop.spent, all),
            time(stop.each()),
        ];
        row.extend(costs.and_then(|costs| Some(costs.amount(*costs.stops.get(*place)?))));
        row
    });
    let best = stops.iter().min_by(|one, other| one.each().total_cmp(&other.each()));
    let mut made = vec![title("Had every run been stopped earlier"), Block::Table(head, rows.collect())];
    if let Some(best) = best {
        made.push(Block::Line(format!(
            "In hindsight a limit of {} {} gives the most for the time: {} {} for each run that reaches the target, against {}.",
            time(best.at),
            report.unit,
            time(best.each()),
            report.unit,
            time(all / crate::curve::count(last.reached as u64))
        )));
    }
    made
}

fn planned(report: &Report<'_>, plan: &Plan, all: f64) -> Block {
    let amount = |(taken, cost): (f64, Option<Decimal>)| {
        let cost = report
            .costs
            .zip(cost)
            .map_or(String::new(), |(costs, cost)| format!(" ({})", costs.amount(cost)));
        format!("{} {}{cost}", time(taken), report.unit)
    };
    Block::Line(format!(
        "A range test of {} {} and then one run instead of the grid: {} if that run is as fast as the fastest here, {} if as slow as the slowest that reached the target; {} to {} of the grid. One run may fail: that is what the grid is paid for.",
        time(plan.range_test),
        report.unit,
        amount(plan.fastest),
        amount(plan.slowest),
        share(plan.fastest.0, all),
        share(plan.slowest.0, all)
    ))
}
