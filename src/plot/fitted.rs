//! The picture of a fit: the data, the curve and its bands, on even and on logarithmic axes.

use super::{Drawn, Panel, Picture, Scale, Series};
use crate::estimate::band::{self, Sample, marks};
use crate::estimate::predict::{self, Interval};
use crate::estimate::{Estimated, Intervals, Kind};

/// A picture of fits to the same data up to unit `last`, or to the last row where that is further; bands are the first fit's.
///
/// `what` is what values are, with their unit where it is known.
pub fn fitted(
    fits: &[Estimated],
    title: String,
    (what, unit): (&str, Option<&str>),
    last: u64,
    options: &predict::Options,
) -> Option<Picture> {
    let (fit, others) = fits.split_first()?;
    // A profile takes a search for each place.
    let most = if options.intervals == Intervals::Profile { 24 } else { 160 };
    let samples = band::samples(fit, last, most, options);
    let averages = fit.data().kind() == Kind::Average;
    let (x, y) = if averages {
        ("units made", format!("cumulative average {what}"))
    } else {
        ("unit", format!("{what} per unit"))
    };
    let y = unit.map_or_else(|| y.clone(), |unit| format!("{y} ({unit})"));
    let mut series = series(fit, &samples, options);
    // Under the first fit's line and the data, above its bands.
    let under = series.iter().position(|one| !matches!(one.drawn, Drawn::Band { .. })).unwrap_or(0);
    let one_model = others.iter().all(|other| other.model == fit.model);
    for (place, other) in others.iter().enumerate() {
        let points =
            band::samples(other, last, most, options).iter().map(|sample| (sample.x, sample.value)).collect();
        let name = if one_model { other.method.name().to_owned() } else { other.model.label() };
        series.insert(under, Series { name, hue: 2 + place, drawn: Drawn::Line(points) });
    }
    let panel = |scale| Panel::of(series.clone(), (x, &y), scale);
    Some(Picture { title, panels: vec![panel(Scale::Linear), panel(Scale::Log)] })
}

fn series(fit: &Estimated, samples: &[Sample], options: &predict::Options) -> Vec<Series> {
    let level = super::axis::tick((1e4 * options.level).round() / 100.0);
    let band = |pick: fn(&Sample) -> Option<Interval>| -> Vec<(f64, f64, f64)> {
        samples.iter().filter_map(|sample| pick(sample).map(|ends| (sample.x, ends.low, ends.high))).collect()
    };
    let marks = marks(fit);
    let mut made = Vec::new();
    let mut add = |name: String, hue: usize, drawn: Drawn, some: bool| {
        if some {
            made.push(Series { name, hue, drawn });
        }
    };
    let (wide, near) = (band(|sample| sample.prediction), band(|sample| sample.confidence));
    let (some_wide, some_near) = (!wide.is_empty(), !near.is_empty());
    add(format!("{level}% prediction"), 0, Drawn::Band { ends: wide, wide: true }, some_wide);
    add(format!("{level}% confidence"), 0, Drawn::Band { ends: near, wide: false }, some_near);
    let line = samples.iter().map(|sample| (sample.x, sample.value)).collect();
    let name = if fit.model.has_rates() { "fit, at each row's rate" } else { "fit" };
    add(format!("{name}: {}, {}", fit.model.label(), fit.method.name()), 0, Drawn::Line(line), true);
    let lots: Vec<_> =
        marks.iter().filter_map(|mark| mark.lot.map(|(first, last)| (first, last, mark.value))).collect();
    let are_lots = !lots.is_empty();
    add("lots".to_owned(), 1, Drawn::Spans(lots), are_lots);
    let points = marks.iter().map(|mark| (mark.x, mark.value)).collect();
    add(
        if are_lots { "lots' averages at their midpoints" } else { "data" }.to_owned(),
        1,
        Drawn::Points(points),
        true,
    );
    made
}
