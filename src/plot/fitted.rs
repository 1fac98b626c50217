//! The picture of a fit: the data, the curve and its bands, on even and on logarithmic axes.

use super::{Drawn, Panel, Picture, Scale, Series};
use crate::estimate::band::{self, Sample, marks};
use crate::estimate::predict;
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
    let seen = samples(fit, last, options);
    let averages = fit.data().kind() == Kind::Average;
    let x = if averages { "units made" } else { "unit" };
    let y = match (averages, unit) {
        (true, Some(unit)) => format!("average {what} ({unit}/unit)"),
        (false, Some(unit)) => format!("unit {what} ({unit}/unit)"),
        (true, None) => format!("cumulative average {what}"),
        (false, None) => format!("{what} per unit"),
    };
    let mut series = bands(fit, &seen, options, 0);
    let one_model = others.iter().all(|other| other.model == fit.model);
    for (place, other) in others.iter().enumerate().rev() {
        let name = if one_model { other.method.name().to_owned() } else { other.model.label() };
        // Only where it lies is drawn.
        let alone = predict::Options { intervals: Intervals::Asymptotic, ..*options };
        series.push(line(&samples(other, last, &alone), name, 2 + place));
    }
    let name = if fit.model.has_rates() { "fit, at each row's rate" } else { "fit" };
    series.push(line(&seen, format!("{name}: {}, {}", fit.model.label(), fit.method.name()), 0));
    series.extend(rows(fit, 1, ""));
    let panel = |scale| Panel::of(series.clone(), (x, &y), scale);
    Some(Picture::of(title, vec![panel(Scale::Linear), panel(Scale::Log)]))
}

/// The fitted curve along its length.
pub(super) fn samples(fit: &Estimated, last: u64, options: &predict::Options) -> Vec<Sample> {
    // A profile takes a search for each place.
    let most = if options.intervals == Intervals::Profile { 24 } else { 160 };
    band::samples(fit, last, most, options)
}

fn line(samples: &[Sample], name: String, hue: usize) -> Series {
    Series { name, hue, drawn: Drawn::Line(samples.iter().map(|sample| (sample.x, sample.value)).collect()) }
}

/// Where the curve lies, and where single rows would, the wider band first.
pub(super) fn bands(
    fit: &Estimated,
    samples: &[Sample],
    options: &predict::Options,
    hue: usize,
) -> Vec<Series> {
    let level = super::axis::tick((1e4 * options.level).round() / 100.0);
    let mut made = Vec::new();
    for (name, wide) in [("prediction", true), ("confidence", false)] {
        let pick = |sample: &Sample| if wide { sample.prediction } else { sample.confidence };
        let ends: Vec<_> = samples
            .iter()
            .filter_map(|sample| pick(sample).map(|ends| (sample.x, ends.low, ends.high)))
            .collect();
        // With rates the places are rows, between which there is no band.
        if !ends.is_empty() && !fit.model.has_rates() {
            made.push(Series { name: format!("{level}% {name}"), hue, drawn: Drawn::Band { ends, wide } });
        }
    }
    made
}

/// The rows of the data: lots as far as they reach, with a point at their midpoint; `of` says whose they are.
pub(super) fn rows(fit: &Estimated, hue: usize, of: &str) -> Vec<Series> {
    let marks = marks(fit);
    let named = |what: &str| if of.is_empty() { what.to_owned() } else { format!("{of}: {what}") };
    let lots: Vec<_> =
        marks.iter().filter_map(|mark| mark.lot.map(|(first, last)| (first, last, mark.value))).collect();
    let points = Drawn::Points(marks.iter().map(|mark| (mark.x, mark.value)).collect());
    if lots.is_empty() {
        return vec![Series { name: named("data"), hue, drawn: points }];
    }
    vec![
        Series { name: named("lots"), hue, drawn: Drawn::Spans(lots) },
        Series { name: named("lots' averages at their midpoints"), hue, drawn: points },
    ]
}
