//! Intervals of a range test's edges: losses drawn again around the curve, and the curve fitted again.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::Options;
use super::edges::{Edges, divergence};
use super::shape::{Curve, Shape};
use crate::fit;

/// What resamples came to.
pub(super) struct Resampled {
    edges: Vec<Edges>,
    divergence: Vec<f64>,
}

/// Draws the losses again around their curve, each miss from those near it, since noise grows where training is unstable.
pub(super) fn resample(
    shape: &Shape,
    curve: &Curve,
    (lr, loss): (&[f64], &[f64]),
    options: Options,
) -> Resampled {
    let count = shape.losses.len();
    let reach = (count / 10).max(3);
    let heights: Vec<f64> = shape.places.iter().map(|x| curve.value(*x)).collect();
    let misses: Vec<f64> = shape.losses.iter().zip(&heights).map(|(loss, height)| loss - height).collect();
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let mut drawn = shape.clone();
    let mut whole = loss.to_vec();
    let mut made = Resampled { edges: Vec::new(), divergence: Vec::new() };
    for _ in 0..options.resamples {
        for (place, into) in drawn.losses.iter_mut().enumerate() {
            let (low, high) = (place.saturating_sub(reach), (place + reach).min(count - 1));
            let share = u64::from(random.next_u32()) * (high - low + 1) as u64;
            *into = heights[place] + misses[low + usize::try_from(share >> 32).unwrap_or(0)];
        }
        if let Some(at) = fit::refit(&drawn, &curve.at, 2) {
            made.edges.push(Edges::of(&drawn.curve(&at), &drawn.places));
        }
        whole[..count].copy_from_slice(&drawn.losses);
        made.divergence.extend(divergence(lr, &whole));
    }
    made
}

impl Resampled {
    /// The interval of an edge at a level.
    pub(super) fn interval(&self, pick: fn(&Edges) -> f64, level: f64) -> Option<(f64, f64)> {
        percentiles(self.edges.iter().map(pick).collect(), level)
    }

    /// The interval of the edge of divergence.
    pub(super) fn divergence(&self, level: f64) -> Option<(f64, f64)> {
        percentiles(self.divergence.clone(), level)
    }
}

/// The ends between which the middle `level` of values lies; none of fewer than a hundred.
fn percentiles(mut values: Vec<f64>, level: f64) -> Option<(f64, f64)> {
    if values.len() < 100 {
        return None;
    }
    values.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "places among a few thousand"
    )]
    let at =
        |share: f64| values[((share * (values.len() - 1) as f64).round() as usize).min(values.len() - 1)];
    Some((at(0.5 * (1.0 - level)), at(0.5 * (1.0 + level))))
}
