//! Who reached the target, and where step sizes that are asked about stand.

use super::{Block, Report, heading, list, lr, share, significant, time, title};
use crate::ml::sweep::{Census, Run, Standing};

/// The head of the report and the table of groups.
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let (sweep, analysis) = (report.sweep, report.analysis);
    let reached = sweep.runs().iter().filter(|run| run.reached().is_some()).count();
    let all = sweep.runs().len();
    let ends = analysis.groups.iter().filter_map(|group| group.census.swept);
    let (low, high) =
        ends.fold((f64::INFINITY, 0.0_f64), |(low, high), (from, to)| (low.min(from), high.max(to)));
    let groups = match (report.grouped, sweep.groups().len()) {
        (Some(name), count) if count > 1 => format!(", {count} groups by {name}"),
        _ => String::new(),
    };
    let mut made = vec![
        Block::Heading(1, format!("Sweep: {}", report.title)),
        Block::Line(format!(
            "{all} {}{groups}, lr {} to {}; {reached} ({}) reached the target: {}.",
            if all == 1 { "run" } else { "runs" },
            lr(low),
            lr(high),
            share(crate::curve::count(reached as u64), crate::curve::count(all as u64)),
            report.target
        )),
    ];
    made.extend(report.about.iter().cloned().map(Block::Line));
    made.push(title(format!("Who reached the target, in {}", report.unit)));
    made.push(table(report));
    let notes = notes(report);
    if !notes.is_empty() {
        made.push(Block::Points(notes));
    }
    made
}

fn table(report: &Report<'_>) -> Block {
    let head = heading([
        report.kind().to_owned(),
        "runs".to_owned(),
        "reached".to_owned(),
        "lr from".to_owned(),
        "to".to_owned(),
        "fastest".to_owned(),
        "at lr".to_owned(),
        "slowest".to_owned(),
        "ratio".to_owned(),
    ]);
    let rows = report.analysis.groups.iter().enumerate().map(|(place, group)| {
        let census = &group.census;
        let mut row = vec![report.group(place), census.runs.to_string(), census.reached.to_string()];
        let (Some(range), Some(fastest), Some(slowest)) = (census.range, census.fastest, census.slowest)
        else {
            row.resize(head.len(), String::new());
            return row;
        };
        row.extend([lr(range.0), lr(range.1), time(fastest.1), lr(fastest.0), time(slowest.1)]);
        row.push(significant(slowest.1 / fastest.1, 3));
        row
    });
    Block::Table(head.clone(), rows.collect())
}

/// Where each group failed, ties, and what else has to be known of the runs.
fn notes(report: &Report<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let failed: Vec<&Run> = report.sweep.runs().iter().filter(|run| run.reached().is_none()).collect();
    let spread = |of: fn(&Run) -> Option<f64>| -> Option<String> {
        let known: Vec<f64> = failed.iter().filter_map(|run| of(run)).collect();
        let (low, high) =
            (known.iter().copied().min_by(f64::total_cmp)?, known.iter().copied().max_by(f64::total_cmp)?);
        Some(if low < high { format!("{} to {}", time(low), time(high)) } else { time(low) })
    };
    let (spent, bounds) = (spread(Run::time), spread(Run::bound));
    if let (Some(spent), Some(bounds)) = (&spent, &bounds) {
        let more = if spent == bounds { "that".to_owned() } else { bounds.clone() };
        notes.push(format!(
            "{} failed, after {spent} {}: each says that reaching the target takes more than {more}, and nothing else.",
            failed.len(),
            report.unit
        ));
    }
    let unknown = failed.iter().filter(|run| run.bound().is_none()).count();
    if unknown > 0 {
        notes.push(format!(
            "{unknown} failed after nobody knows how long: they are counted, and where all runs fail there is a cliff, but no cost knows of them. --limit says when runs are stopped."
        ));
    }
    for (place, group) in report.analysis.groups.iter().enumerate() {
        let mut note = |clause: &str| notes.push(report.of(place, clause));
        if let Some(failures) = failures(&group.census) {
            note(&failures);
        }
        if group.sizes.is_none() && group.census.tied.len() > 1 {
            note(&format!(
                "{} step sizes are within 5% of the fastest, {}: no clock that looks now and then can order them.",
                group.census.tied.len(),
                list(&group.census.tied)
            ));
        }
        if let (Some(cliff), Some((fastest, _)), None) =
            (group.census.cliff, group.census.fastest, &group.sizes)
        {
            note(&format!(
                "the fastest stands at the edge: every run at the next lr, {}, failed. A step below {} is safer.",
                lr(cliff),
                lr(fastest)
            ));
        }
        let copies = report.copies.iter().filter(|copied| **copied == place).count();
        if copies > 0 {
            note(&match copies {
                1 => "a run is the copy of another to the last digit, and is counted; if its row was written twice, take one out.".to_owned(),
                copies => format!("{copies} runs are copies of others to the last digit, and are counted; if their rows were written twice, take them out."),
            });
        }
    }
    if let Some(look) = report.analysis.look {
        notes.push(format!(
            "Every count is a multiple of {look}: runs looked for the target so often, and differences below that are not seen."
        ));
        // Counts are whole and far below 2^53.
        let first = crate::curve::count(look);
        let at_once =
            report.sweep.runs().iter().filter_map(Run::reached).filter(|time| *time <= first).count();
        if at_once > 0 {
            notes.push(format!(
                "{at_once} of them reached it by their first look: how much sooner nobody knows, and valleys have a floor there. Look more often."
            ));
        }
    }
    notes
}

/// Along which lr every run failed.
fn failures(census: &Census) -> Option<String> {
    let (low, high) = census.swept?;
    if census.reached == 0 {
        let at = if low < high { format!("{} to {}", lr(low), lr(high)) } else { lr(low) };
        return Some(format!("no run reached the target, lr {at}."));
    }
    let mut parts = Vec::new();
    let stretch =
        |from: f64, to: f64| if from < to { format!("{} to {}", lr(from), lr(to)) } else { lr(from) };
    if let Some(below) = census.beyond.0 {
        parts.push(stretch(low, below));
    }
    if !census.holes.is_empty() {
        parts.push(format!("{} (between others that reached it)", list(&census.holes)));
    }
    if let Some(above) = census.beyond.1 {
        parts.push(stretch(above, high));
    }
    (!parts.is_empty()).then(|| format!("every run failed at lr {}.", parts.join(", and at ")))
}

/// How step sizes that were asked about stand.
pub(super) fn asked(report: &Report<'_>) -> Vec<Block> {
    let of = |sized: bool| -> Vec<&Standing> {
        let is = |one: &&Standing| report.analysis.groups[one.group].sizes.is_some() == sized;
        report.standings.iter().filter(is).collect()
    };
    let (plain, sized) = (of(false), of(true));
    let mut made = Vec::new();
    if !report.standings.is_empty() {
        made.push(title("The step sizes that were asked about"));
    }
    if !plain.is_empty() {
        made.extend(ranked(report, &plain));
    }
    if !sized.is_empty() {
        made.extend(over_sizes(report, &sized));
    }
    made
}

/// Their ranks, where models have one size.
fn ranked(report: &Report<'_>, standings: &[&Standing]) -> [Block; 2] {
    let head = heading([
        "asked".to_owned(),
        report.kind().to_owned(),
        "nearest lr".to_owned(),
        format!("fastest ({})", report.unit),
        "rank".to_owned(),
        "x fastest".to_owned(),
        "in the interval".to_owned(),
    ]);
    let rows = standings.iter().map(|one| {
        let group = &report.analysis.groups[one.group];
        let (time, rank) = one
            .reached
            .map_or(("failed".to_owned(), String::new()), |(at, rank)| (time(at), rank.to_string()));
        let ratio = one.ratio.map_or(String::new(), |ratio| significant(ratio, 3));
        let inside = super::valleys::holds(group, one.asked)
            .map_or(String::new(), |inside| if inside { "yes" } else { "no" }.to_owned());
        vec![lr(one.asked), report.group(one.group), lr(one.nearest), time, rank, ratio, inside]
    });
    [
        Block::Table(head, rows.collect()),
        Block::Line(
            "Ranks are among the group's step sizes, by the fastest run of each. In the interval: whether that of the valley's bottom holds the lr that was asked about.".to_owned(),
        ),
    ]
}

/// How they do against the fastest of the same size.
fn over_sizes(report: &Report<'_>, standings: &[&Standing]) -> [Block; 2] {
    let head = heading([
        "asked".to_owned(),
        report.kind().to_owned(),
        "nearest lr".to_owned(),
        "fastest at sizes".to_owned(),
        "x fastest, small".to_owned(),
        "large".to_owned(),
    ]);
    let rows = standings.iter().filter_map(|one| {
        let sizes = report.analysis.groups[one.group].sizes.as_ref()?;
        let order = sizes.orders.iter().find(|order| order.lr.to_bits() == one.nearest.to_bits())?;
        let factor = |value: Option<f64>| value.map_or(String::new(), |value| significant(value, 3));
        Some(vec![
            lr(one.asked),
            report.group(one.group),
            lr(one.nearest),
            format!("{} of {}", order.fastest, sizes.sizes.len()),
            factor(order.small),
            factor(order.large),
        ])
    });
    [
        Block::Table(head, rows.collect()),
        Block::Line("x fastest: the typical time over the fastest at the same size.".to_owned()),
    ]
}
