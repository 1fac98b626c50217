//! Time over lr on scales of logarithms: a colour for each group, failures where they were cut off, the valley.

use super::Report;
use crate::ml::sweep::{Bottom, Run, Valley};
use crate::plot::{Drawn, Panel, Picture, Scale, Series};

/// The most groups that are drawn apart: colours for more can't be told from one another.
const GROUPS: usize = 6;

/// The picture of a sweep.
pub fn picture(report: &Report<'_>) -> Picture {
    let mut series = Vec::new();
    for (place, group) in report.analysis.groups.iter().enumerate().take(GROUPS) {
        let name = report.group(place);
        let runs = report.sweep.of(place);
        let at = |run: &Run, time: Option<f64>| time.map(|time| (run.lr, time));
        let reached: Vec<(f64, f64)> = runs.iter().filter_map(|run| at(run, run.reached())).collect();
        let failed: Vec<(f64, f64)> = runs
            .iter()
            .filter(|run| run.reached().is_none())
            .filter_map(|run| at(run, run.bound().or(run.time())))
            .collect();
        if let Valley::Found(bottom) = super::valleys::believed(group) {
            let highest = runs.iter().filter_map(Run::time).fold(bottom.least, f64::max);
            let drawn = Drawn::Line(walls(bottom, group.census.swept, highest));
            series.push(Series { name: format!("{name}, valley"), hue: place, drawn });
        }
        if !failed.is_empty() {
            // Failed runs lie where they were cut off: as a line of ends, which points would hide.
            let spans = failed.iter().map(|(lr, time)| (lr / 1.06, lr * 1.06, *time)).collect();
            series.push(Series { name: format!("{name}, failed"), hue: place, drawn: Drawn::Spans(spans) });
        }
        series.push(Series { name, hue: place, drawn: Drawn::Points(reached) });
    }
    let left = report.analysis.groups.len().saturating_sub(GROUPS);
    let more = if left > 0 { format!(" (without {left} more groups)") } else { String::new() };
    let what = if matches!(report.unit, "s" | "min" | "h") {
        format!("time ({})", report.unit)
    } else {
        report.unit.to_owned()
    };
    let panel = Panel::of(series, ("lr", &what), Scale::Log);
    Picture::of(format!("Sweep: {}{more}", report.title), vec![panel])
}

/// The valley where it is no higher than the runs.
fn walls(bottom: &Bottom, swept: Option<(f64, f64)>, highest: f64) -> Vec<(f64, f64)> {
    const POINTS: u32 = 60;
    let height = (highest / bottom.least).ln().max(0.0);
    let reach = |bend: f64| if bend > 0.0 { (height / bend).sqrt() } else { f64::INFINITY };
    let (low, high) = swept.unwrap_or((bottom.lr, bottom.lr));
    let from = (bottom.lr.ln() - reach(bottom.bends.0)).max(low.ln());
    let to = (bottom.lr.ln() + reach(bottom.bends.1)).min(high.ln());
    (0..=POINTS)
        .map(|point| (from + (to - from) * f64::from(point) / f64::from(POINTS)).exp())
        .map(|lr| (lr, bottom.time(lr)))
        // A cliff goes straight up.
        .chain(bottom.bends.1.is_infinite().then_some((bottom.lr, highest)))
        .collect()
}
