//! The valleys: the best lr of each group with its interval, or a plain word why there is none.

use super::{Block, Report, chance, heading, lr, significant, title};
use crate::ml::sweep::{Bottom, Census, Group, Side, Valley};

/// The words that stand in the place of a best lr, and why.
pub(super) fn refusal(valley: &Valley) -> [String; 2] {
    let words = |what: &str, why: &str| [what.to_owned(), why.to_owned()];
    match valley {
        Valley::Found(_) => words("", ""),
        Valley::Outside(..) => words("beyond", ""),
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
        Valley::Found(bottom) | Valley::Outside(bottom, _) => Some(inside(bottom, lr)),
        _ => None,
    }
}

fn inside(bottom: &Bottom, lr: f64) -> bool {
    (bottom.interval.0..=bottom.interval.1).contains(&lr)
}

/// The best lr and the ends of its interval, as cells: an open end as the end of the sweep; of walls, whose bottom is looked
/// for among the step sizes that reached the target, an end there as the next lr, which failed.
pub(super) fn cells(valley: &Valley, census: &Census, walled: bool) -> [String; 3] {
    let (Valley::Found(bottom), Some((low, high)), Some((least, most))) =
        (valley, census.swept, census.range)
    else {
        let [what, why] = refusal(valley);
        return [what, why, String::new()];
    };
    let (from, to) = bottom.interval;
    let at = |end: f64, edge: f64| walled && (end / edge).ln().abs() < 1e-9;
    [
        lr(bottom.lr),
        match census.beyond.0 {
            Some(failed) if at(from, least) => format!(">{}", lr(failed)),
            _ if from < low || at(from, low) => format!("<{}", lr(low)),
            _ => lr(from),
        },
        match census.beyond.1 {
            Some(failed) if at(to, most) => format!("<{}", lr(failed)),
            _ if to > high || at(to, high) => format!(">{}", lr(high)),
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
    let from = format!("{level} from");
    let head = heading([
        report.kind().to_owned(),
        "parabola".to_owned(),
        from.clone(),
        "to".to_owned(),
        "walls".to_owned(),
        from,
        "to".to_owned(),
    ]);
    let rows = groups.iter().enumerate().map(|(place, group)| {
        let mut row = vec![report.group(place)];
        row.extend(cells(&group.reached, &group.census, false));
        row.extend(cells(believed(group), &group.census, true));
        row
    });
    let mut made = vec![title("Best lr: the bottom of a valley"), Block::Table(head, rows.collect())];
    let beside =
        if groups.iter().any(|group| group.sizes.is_some()) { ", with ln size beside it" } else { "" };
    made.push(Block::Line(format!(
        "Parabola: ln time over ln lr{beside}, of the runs that reached the target, by least squares; no valley where it is a hill or its bend can't be told from 0. It knows nothing of runs that failed, and one wall mirrors the other."
    )));
    made.push(Block::Line(
        "Walls: of all runs, a failed one as a time above its limit (censored normal likelihood); each wall has a bend of its own, and a side of failures alone is a cliff. Believe these.".to_owned(),
    ));
    made.push(Block::Line(format!(
        "An interval holds each bottom that a test at {level} doesn't refuse (Fieller's; by likelihood ratio for walls) and may stay open; < and > stand for ends beyond: at a step size that fails, or out of the sweep."
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
            Valley::Found(bottom) => notes.push(report.of(place, &found(report, group, bottom))),
            Valley::Outside(_, side) => {
                let (low, high) = group.census.swept.unwrap_or((0.0, f64::INFINITY));
                let way = match side {
                    Side::Above => {
                        format!("the valley goes on up beyond {}: sweep greater ones.", lr(high))
                    }
                    Side::Below => {
                        format!("the valley goes on down beyond {}: sweep smaller ones.", lr(low))
                    }
                };
                notes.push(report.of(place, &way));
            }
            _ => {}
        }
    }
    notes
}

/// What has to be known of a valley.
fn found(report: &Report<'_>, group: &Group, bottom: &Bottom) -> String {
    let mut said = format!(
        "times scatter about the walls by a factor of {}",
        significant(bottom.scatter, if bottom.scatter < 2.0 { 3 } else { 2 })
    );
    if let Some(p) = group.whole.alike.filter(|p| *p <= 1.0 - report.level) {
        said += &match bottom.bends {
            (_, above) if above.is_infinite() => {
                format!(", which differ: above, a cliff ({} for alike)", chance(p))
            }
            (below, _) if below.is_infinite() => {
                format!(", which differ: below, a cliff ({} for alike)", chance(p))
            }
            (below, above) if below > 0.0 && above > 0.0 => format!(
                ", which differ: the upper bends {} times as much ({} for alike)",
                significant(above / below, 2),
                chance(p)
            ),
            _ => format!(", which differ: one is level ({} for alike)", chance(p)),
        };
    }
    match group.census.fastest.filter(|_| group.sizes.is_none()) {
        Some((fastest, _)) if !inside(bottom, fastest) => {
            said += &format!("; the fastest run, at {}, lies outside of the interval", lr(fastest));
        }
        _ => {}
    }
    said + "."
}
