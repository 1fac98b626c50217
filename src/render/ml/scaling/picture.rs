//! The picture: losses over compute with the best of each, and how the best size grows.

use super::{Report, flop};
use crate::ml::cost::Size;
use crate::ml::scaling::Run;
use crate::plot::{Drawn, Panel, Picture, Scale, Series};

/// The losses of the runs over their compute, the best loss of each compute, and how the best size grows with it.
pub(super) fn picture(report: &Report) -> Picture {
    let budgets = report.budgets();
    let runs = report.fit.as_ref().map_or(&[][..], |fit| &fit.runs);
    let seen = runs.iter().map(flop).chain(budgets.iter().copied());
    let (mut low, mut high) = seen.fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    if low >= high {
        (low, high) = if high > 0.0 { (1e-4 * high, high) } else { (1e18, 1e24) };
    }
    let places: Vec<f64> = (0..=48).map(|k| low * (high / low).powf(f64::from(k) / 48.0)).collect();
    let frontier = report.law.by_flop();
    let line = |name: &str, hue: usize, of: &dyn Fn(f64) -> f64| Series {
        name: name.to_owned(),
        hue,
        drawn: Drawn::Line(places.iter().map(|flop| (*flop, of(*flop))).collect()),
    };
    let dots = |name: &str, hue: usize, of: &dyn Fn(&Run) -> f64| Series {
        name: name.to_owned(),
        hue,
        drawn: Drawn::Points(runs.iter().map(|run| (flop(run), of(run))).collect()),
    };
    let best = |at: f64| -> Size { report.law.best(at) };
    let mut losses = vec![line("at the best size", 0, &|at| frontier.at(at))];
    let mut sizes = vec![line("at the best size", 0, &|at| best(at).parameters)];
    if !runs.is_empty() {
        losses.push(dots("runs", 1, &|run| run.loss));
        sizes.push(dots("runs", 1, &|run| run.parameters));
    }
    let panels = vec![
        Panel::of(losses, ("FLOP", "loss"), Scale::Log),
        Panel::of(sizes, ("FLOP", "parameters"), Scale::Log),
    ];
    Picture::of(format!("Scaling law: {}", report.source), panels)
}
