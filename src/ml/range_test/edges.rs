//! Where the phases of a range test meet, and the part of it that a curve can be fitted to.

use super::shape::{Curve, Shape};
use crate::fit::stats;
use crate::ml::smooth::{local_lines, running_median};

/// Neighbours to either side in running medians.
pub(super) const REACH: usize = 2;

/// The places ln lr at which phases meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edges {
    pub(super) begins: f64,
    pub(super) steepest: f64,
    pub(super) least: f64,
}

impl Edges {
    /// Those of a curve over the places that it was fitted to.
    pub(super) fn of(curve: &Curve, places: &[f64]) -> Self {
        let (low, high) = (places[0], places[places.len() - 1]);
        let steepest = curve.steepest(low, high);
        let least = curve.turn(steepest, high);
        Self { begins: curve.fallen(0.1, low, least).min(steepest), steepest, least }
    }
}

/// The lr at which the running median of losses first exceeds twice its least value, after that.
pub(super) fn divergence(lr: &[f64], loss: &[f64]) -> Option<f64> {
    let medians = running_median(loss, REACH);
    let (least, bound) = bound(&medians)?;
    (least..medians.len()).find(|place| medians[*place] > bound).map(|place| lr[place])
}

/// Where medians are least, and twice that; where losses may be below 0, as far above the least as they began.
fn bound(medians: &[f64]) -> Option<(usize, f64)> {
    let place = (0..medians.len()).min_by(|one, other| medians[*one].total_cmp(&medians[*other]))?;
    let least = medians[place];
    let began = start_level(medians);
    Some((place, if least > 0.0 { 2.0 * least } else { 2.0 * began - least }))
}

/// The level of the first tenth of losses.
pub(super) fn start_level(losses: &[f64]) -> f64 {
    let mut first = losses[..(losses.len() / 10).max(3).min(losses.len())].to_vec();
    first.sort_by(f64::total_cmp);
    first[first.len() / 2]
}

/// The noise of a loss, and how many losses come before they have left every curve.
pub(super) fn fitted_part(places: &[f64], losses: &[f64]) -> (f64, usize) {
    const FEWEST: usize = 8;
    let medians = running_median(losses, REACH);
    let began = start_level(&medians);
    let (turn, above) = bound(&medians).unwrap_or((0, f64::INFINITY));
    let ceiling = above.max(2.0 * began - medians[turn]);
    let gone = (turn..medians.len()).find(|place| medians[*place] > ceiling);
    let kept = gone.unwrap_or(medians.len()).max(FEWEST.min(losses.len()));
    // While losses fall they are noisy as at rest; beyond, they jump about.
    let calm = if turn >= FEWEST { turn } else { kept };
    let width = 0.12 * (places[kept - 1] - places[0]);
    let lines = local_lines(&places[..calm], &losses[..calm], width);
    let mut misses: Vec<f64> =
        lines.iter().zip(losses).map(|((line, _), loss)| (line - loss).abs()).collect();
    misses.sort_by(f64::total_cmp);
    let (least, most) = stats::ends(&losses[..kept]);
    // Three quarters of normal misses are below 1.1503 of their deviation. The median would be that of the flat phase alone,
    // where the noise of some models is next to none.
    let noise = (misses[3 * misses.len() / 4] / 1.150_3).max(1e-6 * (most - least)).max(f64::MIN_POSITIVE);
    (noise, kept)
}

/// The problem of fitting a curve to losses, with where to search from.
pub(super) fn shape(places: &[f64], losses: &[f64], noise: f64) -> Shape {
    let medians = running_median(losses, REACH);
    let (first, last) = (places[0], places[places.len() - 1]);
    let turn = (0..medians.len()).min_by(|one, other| medians[*one].total_cmp(&medians[*other])).unwrap_or(0);
    let (top, bottom) = (start_level(&medians), medians[turn]);
    let fall = (top - bottom).max(2.0 * noise);
    let half = medians.iter().position(|median| *median < bottom + 0.5 * fall).unwrap_or(turn);
    let risen = (turn..medians.len()).find(|place| medians[*place] > bottom + 0.5 * fall);
    let edge = risen.map_or(last + 0.1 * (last - first), |place| places[place]);
    let mut starts = Vec::new();
    for centre in [places[half], 0.5 * (places[half] + places[turn]), first + 0.3 * (last - first)] {
        for (steepness, power) in [(1.0, 2.0), (2.5, 4.0)] {
            starts.push(vec![bottom, fall, centre, steepness, edge, power]);
        }
    }
    // What counts by its square is what noise makes.
    let spread = 1.5 * noise;
    let mut shape = Shape {
        places: places.to_vec(),
        losses: losses.to_vec(),
        rise: 0.5 * fall,
        spread,
        starts: Vec::new(),
        falls: true,
    };
    shape.starts = starts;
    shape
}

/// Where to search from for a curve that only rises.
pub(super) fn level_starts(shape: &Shape) -> Vec<Vec<f64>> {
    let last = shape.places[shape.places.len() - 1];
    let level = start_level(&shape.losses);
    [2.0, 5.0].into_iter().map(|power| vec![level, 0.0, shape.places[0], 1.0, last, power]).collect()
}

/// Where straight lines through neighbours fall most steeply before a place, and how far such lines see.
pub(super) fn straight_look(shape: &Shape, before: f64) -> (f64, f64) {
    let (first, last) = (shape.places[0], shape.places[shape.places.len() - 1]);
    let width = 0.15 * (last - first);
    let lines = local_lines(&shape.places, &shape.losses, width);
    let steepest = (shape.places.iter().zip(&lines))
        .filter(|(place, _)| **place <= before)
        .min_by(|(_, one), (_, other)| one.1.total_cmp(&other.1));
    (steepest.map_or(first, |(place, _)| *place), width)
}
