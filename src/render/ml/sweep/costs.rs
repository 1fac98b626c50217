//! What a sweep cost, what its failures did, and what stopping early would have saved.

use super::{Block, Report, heading, lr, share, significant, time, title};
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

/// A range test that was run, and a run at the step size that it suggests.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The group that it stands against.
    pub group: String,
    /// The zone of good step sizes; none where the range test found none.
    pub zone: Option<(f64, f64)>,
    /// The step size that it suggests.
    pub lr: Option<f64>,
    /// What the range test took, in the unit of times.
    pub range_test: f64,
    /// What the run took.
    pub run: Option<f64>,
    /// Whether the run reached the target.
    pub reached: bool,
    /// What the group's runs of the sweep took.
    pub grid: f64,
    /// What both cost: this and the sweep's; none without a price.
    pub cost: Option<(Decimal, Decimal)>,
}

impl Alternative {
    /// What the range test and the run took.
    pub fn taken(&self) -> f64 {
        self.range_test + self.run.unwrap_or(0.0)
    }
}

impl Costs {
    /// The heading of a column of costs.
    fn heading(&self) -> String {
        self.currency.as_ref().map_or("cost".to_owned(), |code| format!("cost ({code})"))
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
    let (totals, costs) = (totals(report), report.costs);
    if totals.is_none() && costs.is_none() {
        return Vec::new();
    }
    let runs = report.sweep.runs();
    let reached = runs.iter().filter(|run| run.reached().is_some()).count();
    let mut head = heading([String::new(), "runs".to_owned()]);
    if totals.is_some() {
        head.extend([format!("time ({})", report.unit), "share".to_owned()]);
    }
    head.extend(costs.map(Costs::heading));
    // A time with its share of all: both blank where times are not known.
    let row = |name: &str, runs: Option<usize>, taken: Option<[String; 2]>, cost: Option<Decimal>| {
        let mut row = vec![name.to_owned(), runs.map_or(String::new(), |runs| runs.to_string())];
        row.extend(taken.into_iter().flatten());
        row.extend(cost.map(|cost| format_grouped(&cost)));
        row
    };
    let taken = |time: f64, all: f64| [significant(time, 7), share(time, all)];
    let mut rows = vec![
        row("all", Some(runs.len()), totals.map(|(all, _)| taken(all, all)), costs.map(|costs| costs.all)),
        row(
            "failed",
            Some(runs.len() - reached),
            totals.map(|(all, failed)| taken(failed, all)),
            costs.map(|costs| costs.failed),
        ),
    ];
    if reached > 0 {
        let each =
            totals.map(|(all, _)| [significant(all / crate::curve::count(reached as u64), 4), String::new()]);
        rows.push(row("for each that reached it", None, each, costs.and_then(|costs| costs.each)));
    }
    let mut made = vec![title("What it took"), Block::Table(head, rows)];
    let hours = totals.and_then(|(all, _)| match report.unit {
        "s" => Some(all / 3600.0),
        "min" => Some(all / 60.0),
        _ => None,
    });
    if let Some(hours) = hours.filter(|hours| *hours >= 1.0) {
        made.push(Block::Line(format!("All together are {} h.", significant(hours, 5))));
    }
    if let Some(costs) = costs {
        made.push(Block::Line(costs.by.clone()));
    }
    let Some((all, _)) = totals else { return made };
    made.extend(stopping(report, all));
    made.extend(compared(report));
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
    head.extend(costs.map(Costs::heading));
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
        row.extend(costs.and_then(|costs| costs.stops.get(*place)).map(format_grouped));
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
    let code = report.costs.and_then(|costs| costs.currency.as_ref());
    let code = code.map_or(String::new(), |code| format!("{code} "));
    let amount = |(taken, cost): (f64, Option<Decimal>)| {
        let cost = cost.map_or(String::new(), |cost| format!(" ({code}{})", format_grouped(&cost)));
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

/// The range tests that were run, each with its run, against the grid.
fn compared(report: &Report<'_>) -> Vec<Block> {
    if report.alternatives.is_empty() {
        return Vec::new();
    }
    let priced = report.alternatives.iter().any(|one| one.cost.is_some());
    let mut head = heading([
        report.kind().to_owned(),
        "zone from".to_owned(),
        "to".to_owned(),
        "run at lr".to_owned(),
        "took".to_owned(),
        "with test".to_owned(),
        "grid".to_owned(),
        "share".to_owned(),
    ]);
    if priced {
        head.extend([report.costs.map_or("cost".to_owned(), Costs::heading), "grid's".to_owned()]);
    }
    let rows = report.alternatives.iter().map(|one| {
        let ends = one.zone.map_or((String::new(), String::new()), |(low, high)| (lr(low), lr(high)));
        let mut row = vec![one.group.clone(), ends.0, ends.1];
        row.push(one.lr.map_or("none found".to_owned(), lr));
        row.push(match (one.run, one.reached) {
            (Some(run), true) => time(run),
            (Some(run), false) => format!("{}, failed", time(run)),
            (None, _) => String::new(),
        });
        row.extend([time(one.taken()), time(one.grid), share(one.taken(), one.grid)]);
        if let Some((own, grid)) = one.cost {
            row.extend([own, grid].map(|amount| format_grouped(&amount)));
        }
        row
    });
    vec![
        title(format!("A range test and one run, against the grid, in {}", report.unit)),
        Block::Table(head, rows.collect()),
        Block::Line(
            "Each was run: a range test of up to 120 batches from lr 0.0001 to 100, and one training at half of where it diverges; for rules with a memory seven short trainings choose the lr, and are counted.".to_owned(),
        ),
    ]
}
