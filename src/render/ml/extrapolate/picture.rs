//! The picture: points seen and hidden, the law over them, and beyond them dashed, with its bands.

use super::{Report, percent};
use crate::ml::extrapolate::{Analysis, Points};
use crate::ordered;
use crate::plot::{At, Drawn, Landmark, Panel, Picture, Scale, Series};

/// Places along a curve.
const PLACES: u32 = 48;
/// The most curves that a picture has.
const MOST: usize = 6;

pub(super) fn picture(report: &Report) -> Picture {
    let said: Vec<(&str, &Points, &Analysis)> = report
        .curves
        .iter()
        .filter_map(|curve| {
            curve.said.as_ref().ok().map(|(points, analysis)| (&*curve.name, points, analysis))
        })
        .collect();
    let (series, targets) = match &said[..] {
        [(_, points, analysis)] => (one(report, points, analysis), targets(analysis)),
        several => (many(report, several), Vec::new()),
    };
    let labels = (&*report.amount, &*report.value);
    let panel = Panel::on(series, targets, labels, (Scale::Log, Scale::Log));
    let of = match &said[..] {
        [(name, ..)] if !name.is_empty() => format!(": {name}"),
        _ => String::new(),
    };
    Picture::of(format!("Learning curve: {}{of}", report.file), vec![panel])
}

/// How far a picture goes: to the amounts asked for, to the targets, or twice as far as the data.
fn end(report: &Report, points: &Points, analysis: &Analysis) -> f64 {
    let targets = analysis.reaches.iter().filter_map(|reach| reach.amount);
    let asked = report.options.to.iter().copied().chain(targets.filter(|at| *at < 1e4 * points.last()));
    asked.fold(2.0 * points.last(), f64::max)
}

/// Places from one amount to another, of one ratio.
fn places(from: f64, to: f64) -> impl Iterator<Item = f64> {
    (0..=PLACES).map(move |place| from * (to / from).powf(f64::from(place) / f64::from(PLACES)))
}

fn one(report: &Report, points: &Points, analysis: &Analysis) -> Vec<Series> {
    let (first, last) = (points.first(), points.last());
    let end = end(report, points, analysis);
    let level = percent(report.options.level);
    let series = |name: String, hue: usize, drawn: Drawn| Series { name, hue, drawn };
    let mut made = Vec::new();
    let along: Vec<f64> = places(first, end).collect();
    let foretold = ordered::each(along.len(), |place| (along[place], analysis.foretell(along[place])));
    for (name, wide) in [("prediction", true), ("confidence", false)] {
        let ends: Vec<(f64, f64, f64)> = foretold
            .iter()
            .filter_map(|(at, one)| {
                let (low, high) = if wide { one.prediction } else { one.confidence }?;
                Some((*at, low, high))
            })
            .collect();
        if !ends.is_empty() {
            made.push(series(format!("{level} {name}"), 0, Drawn::Band { ends, wide }));
        }
    }
    let curve = &analysis.fit().curve;
    let line = |from: f64, to: f64| -> Vec<(f64, f64)> {
        places(from, to).map(|at| (at, curve.value(at))).collect()
    };
    made.push(series(format!("fit: {}", curve.law.title()), 0, Drawn::Line(line(first, last))));
    made.push(series("beyond the data".to_owned(), 0, Drawn::Beyond(line(last, end))));
    let seen_to = analysis.tail.as_ref().map_or(last, |tail| tail.seen_to);
    let of = |hidden: bool| {
        let kept = points.points().iter().filter(|point| (point.amount > seen_to) == hidden);
        Drawn::Points(kept.map(|point| (point.amount, point.value)).collect())
    };
    if analysis.tail.is_some() {
        made.push(series("points that it saw".to_owned(), 1, of(false)));
        made.push(series("points hidden from the test".to_owned(), 2, of(true)));
    } else {
        made.push(series("points".to_owned(), 1, of(false)));
    }
    made
}

/// The heights that are to be reached.
fn targets(analysis: &Analysis) -> Vec<Landmark> {
    let named = analysis.reaches.iter().map(|reach| Landmark {
        name: format!("target {}", super::error(reach.target)),
        hue: None,
        at: At::Y(reach.target),
    });
    named.collect()
}

fn many(report: &Report, curves: &[(&str, &Points, &Analysis)]) -> Vec<Series> {
    let mut made = Vec::new();
    for (place, (name, points, analysis)) in curves.iter().take(MOST).enumerate() {
        let (curve, end) = (&analysis.fit().curve, end(report, points, analysis));
        let line = places(points.first(), end).map(|at| (at, curve.value(at))).collect();
        made.push(Series { name: (*name).to_owned(), hue: place, drawn: Drawn::Line(line) });
        let dots = points.points().iter().map(|point| (point.amount, point.value)).collect();
        made.push(Series { name: format!("{name}: points"), hue: place, drawn: Drawn::Points(dots) });
    }
    made
}
