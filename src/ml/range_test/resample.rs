//! Intervals of a range test's edges: losses drawn again around the curve, and the curve fitted again.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::Options;
use super::edges::{Edges, REACH, divergence};
use super::shape::{Curve, Shape};
use crate::fit::{self, stats};
use crate::ml::smooth::running_median;

/// What resamples came to.
pub(super) struct Resampled {
    edges: Vec<Edges>,
    divergence: Vec<f64>,
}

/// Draws the losses again around their curve, each miss from those near it, since noise grows where training is unstable;
/// none where `watch` stops it.
///
/// A curve comes nearer to the losses that it was fitted to than to others, most of all where few decide on it, as at its rise:
/// each miss is first divided by `√(1 - leverage)`.
///
/// Source: A. C. Davison and D. V. Hinkley, Bootstrap Methods and their Application, 1997, section 6.2.3.
///
/// Where the loss diverges at once, the curve ends at that place: what the median there is made of is drawn around its own
/// medians, so that divergence may come later too. A resample that does not diverge does so beyond the test, at infinity, or
/// where the log itself has a loss that is none.
pub(super) fn resample(
    shape: &Shape,
    (curve, leverage): (&Curve, &[f64]),
    (lr, loss): (&[f64], &[f64]),
    beyond: Option<f64>,
    options: Options,
    mut watch: impl FnMut() -> bool,
) -> Option<Resampled> {
    let count = shape.losses.len();
    let window = divergence(lr, loss).map_or(count, |at| lr.partition_point(|lr| *lr < at) + REACH + 1);
    let end = window.clamp(count, loss.len());
    let reach = (count / 10).max(3);
    let mut heights: Vec<f64> = shape.places.iter().map(|x| curve.value(*x)).collect();
    heights.extend(&running_median(loss, REACH)[count..end]);
    let mut misses: Vec<f64> = loss.iter().zip(&heights).map(|(loss, height)| loss - height).collect();
    for (miss, leverage) in misses.iter_mut().zip(leverage).filter(|(_, leverage)| leverage.is_finite()) {
        // A loss that decides on a parameter alone has a miss of rounding.
        *miss /= (1.0 - leverage).max(0.1).sqrt();
    }
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let mut drawn = shape.clone();
    let mut whole = loss.to_vec();
    let mut made = Resampled { edges: Vec::new(), divergence: Vec::new() };
    for _ in 0..options.resamples {
        if !watch() {
            return None;
        }
        for (place, into) in whole[..end].iter_mut().enumerate() {
            let last = if place < count { count } else { end } - 1;
            let (low, high) = (place.saturating_sub(reach), (place + reach).min(last));
            let share = u64::from(random.next_u32()) * (high - low + 1) as u64;
            *into = heights[place] + misses[low + usize::try_from(share >> 32).unwrap_or(0)];
        }
        drawn.losses.copy_from_slice(&whole[..count]);
        if let Some(at) = fit::refit(&drawn.counted(), &curve.at, 2) {
            made.edges.push(Edges::of(&drawn.curve(&at), &drawn.places));
        }
        made.divergence.push(divergence(lr, &whole).or(beyond).unwrap_or(f64::INFINITY));
    }
    Some(made)
}

impl Resampled {
    /// The interval of an edge at a level.
    pub(super) fn interval(&self, pick: fn(&Edges) -> f64, level: f64) -> Option<(f64, f64)> {
        stats::middle(self.edges.iter().map(pick).collect(), level)
    }

    /// The interval of the edge of divergence.
    pub(super) fn divergence(&self, level: f64) -> Option<(f64, f64)> {
        stats::middle(self.divergence.clone(), level)
    }
}
