//! The valleys: the best lr of each group with its interval, or a plain word why there is none.

use super::{Block, Report, chance, heading, lr, significant, title};
use crate::ml::sweep::{Bottom, Census, Group, Valley};

/// The words that stand in the place of a best lr, and why.
pub(super) fn refusal(valley: &Valley) -> [String; 2] {
    let words = |what: &str, why: &str| [what.to_owned(), why.to_owned()];
    match valley {
        Valley::Found(_) => words("", ""),
        Valley::Outside(_) => words("beyond", ""),
        Valley::Concave { .. } => words("no valley", "a hill"),
        Valley::Unclear { p } => words("no valley", &chance(*p)),
        Valley::TooFew { .. } => words("too few", ""),
    }
}

/// The valley that is believed: that of all runs.
pub(super) fn believed(group: &Group) -> &Valley {
    &group.whole.valley
}

/// Whether the interval of the believed valley's bottom holds an lr; none where it has none.
pub(super) fn holds(group: &Group, lr: f64) -> Option<bool> {
    match believed(group) {
        Valley::Found(bottom) | Valley::Outside(bottom) => Some(inside(bottom, lr)),
        _ => None,
    }
}

fn inside(bottom: &Bottom, lr: f64) -> bool {
    (bottom.interval.0..=bottom.interval.1).contains(&lr)
}

/// The best lr and the ends of its interval, as cells: an end at a cliff as the next lr, which failed, and an open one as the
/// end of the sweep.
pub(super) fn cells(valley: &Valley, census: &Census) -> [String; 3] {
    let (Valley::Found(bottom), Some((low, high)), Some((least, most))) =
        (valley, census.swept, census.range)
    else {
        let [what, why] = refusal(valley);
        return [what, why, String::new()];
    };
    let (from, to) = bottom.interval;
    // Walls that are told apart have their bottom among the step sizes that reached the target.
    let apart = bottom.bends.0.to_bits() != bottom.bends.1.to_bits();
    let at = |end: f64, edge: f64| apart && (end / edge).ln().abs() < 1e-9;
    [
        lr(bottom.lr),
        match census.beyond.0 {
            Some(failed) if at(from, least) => format!(">{}", lr(failed)),
            _ if from < low => format!("<{}", lr(low)),
            _ => lr(from),
        },
        match census.beyond.1 {
            Some(failed) if at(to, most) => format!("<{}", lr(failed)),
            _ if to > high => format!(">{}", lr(high)),
            _ => lr(to),
        },
    ]
}

/// The table of valleys, and what has to be known of it.
pub(super) fn blocks(report: &Report<'_>) -> Vec<Block> {
    let groups = &report.analysis.groups;
    let few = |valley: &Valley| matches!(valley, Valley::TooFew { .. });
    if groups.iter().all(|group| few(&group.reached) && few(believed(group))) {
        return vec![
            title("Best lr"),
            Block::Line(
                "No valley: a parabola takes 4 runs that reached the target, at 3 step sizes, in one group."
                    .to_owned(),
            ),
        ];
    }
    let level = report.percent();
    // Two valleys where they can differ.
    let bounds = report.sweep.runs().iter().any(|run| run.bound().is_some());
    let both = bounds || groups.iter().any(|group| group.whole.apart);
    let mut head = heading([
        report.kind().to_owned(),
        if both { "reached alone" } else { "best lr" }.to_owned(),
        format!("{level} from"),
        "to".to_owned(),
    ]);
    if both {
        head.extend(["all runs".to_owned(), format!("{level} from"), "to".to_owned()]);
    }
    let rows = groups.iter().enumerate().map(|(place, group)| {
        let mut row = vec![report.group(place)];
        row.extend(cells(&group.reached, &group.census));
        if both {
            row.extend(cells(&group.whole.valley, &group.census));
        }
        row
    });
    let mut made = vec![title("Best lr: the bottom of a valley"), Block::Table(head, rows.collect())];
    let beside =
        if groups.iter().any(|group| group.sizes.is_some()) { ", with ln size beside it" } else { "" };
    let failures = match (both, bounds) {
        (true, true) => {
            " The first is of the runs alone that reached the target, and is flattered: slow ones beside them were cut off. Of all runs, a failed one counts as a time above its limit (censored normal likelihood), and walls get bends of their own where a test tells them apart; these are the ones to believe."
        }
        (true, false) => {
            " The second gives walls bends of their own where a test tells them apart, and is the one to believe."
        }
        _ => "",
    };
    let tests = if both { "Fieller's; by likelihood ratio in the second" } else { "Fieller's" };
    made.push(Block::Line(format!(
        "A valley is ln time as a parabola of ln lr{beside}; there is none where it is a hill or its bend can't be told from 0.{failures} An interval holds each lr that a test at {level} doesn't refuse as the bottom ({tests}), so it may stay open; < and > stand for ends beyond: at a step size that fails, or out of the sweep."
    )));
    let notes = notes(report);
    if !notes.is_empty() {
        made.push(Block::Points(notes));
    }
    made
}

fn notes(report: &Report<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    for (place, group) in report.analysis.groups.iter().enumerate() {
        match believed(group) {
            Valley::Found(bottom) => notes.push(report.of(place, &found(group, bottom))),
            Valley::Outside(bottom) => {
                let (low, high) = group.census.swept.unwrap_or((0.0, f64::INFINITY));
                let way = if bottom.lr >= high {
                    format!("the valley goes on up beyond {}: sweep greater ones.", lr(high))
                } else {
                    format!("the valley goes on down beyond {}: sweep smaller ones.", lr(low))
                };
                notes.push(report.of(place, &way));
            }
            _ => {}
        }
    }
    notes
}

/// What has to be known of a valley.
fn found(group: &Group, bottom: &Bottom) -> String {
    let mut said =
        format!("times scatter about the valley by a factor of {}", significant(bottom.scatter, 2));
    if group.whole.apart {
        let alike = group.whole.alike.map_or(String::new(), |p| format!(" ({} for alike)", chance(p)));
        said += &match bottom.bends {
            (_, above) if above.is_infinite() => format!("; its walls differ{alike}: above, a cliff"),
            (below, _) if below.is_infinite() => format!("; its walls differ{alike}: below, a cliff"),
            (below, above) => format!(
                "; its walls differ{alike}: the upper bends {} times as much as the lower",
                significant(above / below, 2)
            ),
        };
    }
    match group.census.fastest.filter(|_| group.sizes.is_none()) {
        Some((fastest, _)) if !inside(bottom, fastest) => {
            let alike = group.whole.alike;
            said += &format!(
                "; the fastest run, at {}, is outside of the interval: luck, or walls that differ{}",
                lr(fastest),
                alike.map_or(String::new(), |p| format!(" ({} for alike)", chance(p)))
            );
        }
        _ => {}
    }
    said + "."
}
