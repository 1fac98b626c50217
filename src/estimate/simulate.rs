//! Seeded draws where no formula is right: the total of many units, each with an error in logarithms.

use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rand_distr::{ChiSquared, Distribution as _, StandardNormal};

use super::predict::{How, Interval, Options, sum_of_squares};
use super::{Estimated, Place, model};
use crate::curve::{Lot, count};

/// Up to so many units each has a draw of its own; the sum of more is normal, by the central limit theorem.
const EACH: u64 = 256;

/// The interval of a lot's total under a log fit of units.
///
/// A draw has a residual variance (`dof s² / χ²`), parameters about the fitted ones with its covariance, T1 in logarithms, and an
/// error for each unit.
pub(super) fn lot(fit: &Estimated, lot: Lot, options: &Options) -> Option<Interval> {
    let dof = fit.summary.dof;
    let s = fit.core.residual_error()?;
    let factor = Factor::of(fit)?;
    let chi = ChiSquared::new(count(dof as u64)).ok()?;
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let squares = sum_of_squares(fit, lot, options.rate);
    let fitted = fit.value(Place::Lot(lot), options.rate);
    let mut totals = Vec::with_capacity(options.draws);
    for _ in 0..options.draws {
        let chi: f64 = chi.sample(&mut random);
        let s = s * (count(dof as u64) / chi).sqrt();
        let at = factor.draw(fit, s, &mut random);
        let total = if lot.quantity() <= EACH {
            (lot.first()..=lot.last())
                .map(|unit| {
                    let error: f64 = StandardNormal.sample(&mut random);
                    fit.model.value(&at, Place::Unit(count(unit)), options.rate) * (s * error).exp()
                })
                .sum::<f64>()
        } else {
            let mean = fit.model.value(&at, Place::Lot(lot), options.rate);
            let error: f64 = StandardNormal.sample(&mut random);
            // The spread of a sum is small beside it: the fitted curve's own squares serve.
            let spread = (squares * (s * s).exp_m1()).sqrt() * (mean / fitted);
            (0.5 * s * s).exp() * (mean + spread * error)
        };
        if total.is_finite() {
            totals.push(total);
        }
    }
    totals.sort_by(f64::total_cmp);
    let (low, high) =
        (quantile(&totals, 0.5 - 0.5 * options.level)?, quantile(&totals, 0.5 + 0.5 * options.level)?);
    Some(Interval { low, high, how: How::Simulation })
}

/// The value below which a share of a sorted list lies, between two of them as it falls.
pub(super) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let at = share * count(last as u64);
    let below = super::data::whole(at.floor());
    let below = usize::try_from(below).ok()?.min(last);
    let above = (below + 1).min(last);
    Some(sorted[below] + (at - at.floor()) * (sorted[above] - sorted[below]))
}

/// A root of the parameters' covariance, for a residual variance of 1; T1 in logarithms.
struct Factor {
    root: DMatrix<f64>,
    places: Vec<usize>,
}

impl Factor {
    fn of(fit: &Estimated) -> Option<Self> {
        let s = fit.core.residual_error()?;
        let estimates = &fit.core.estimates;
        let places: Vec<usize> = (0..estimates.len()).filter(|place| !estimates[*place].at_bound).collect();
        // d ln T1 = dT1 / T1.
        let unit = |place: usize| if place == 0 { estimates[0].value } else { 1.0 };
        let mut covariance = DMatrix::zeros(places.len(), places.len());
        for (row, one) in places.iter().enumerate() {
            for (column, other) in places.iter().enumerate() {
                let pair = fit.core.covariance.of_pair(*one, *other)?;
                covariance[(row, column)] = pair / (s * s * unit(*one) * unit(*other));
            }
        }
        Some(Self { root: covariance.cholesky()?.l(), places })
    }

    /// Parameters of the unscaled model drawn with residual error `s`, held within their bounds.
    fn draw(&self, fit: &Estimated, s: f64, random: &mut ChaCha8Rng) -> Vec<f64> {
        let normal = DVector::from_fn(self.places.len(), |_, _| StandardNormal.sample(random));
        let moved = &self.root * normal * s;
        let mut at = fit.at.clone();
        for (place, shift) in self.places.iter().zip(moved.iter()) {
            let parameter = &fit.model.parameters()[*place];
            let unscale = if model::is_valued(&parameter.name) { 1.0 / fit.scale } else { 1.0 };
            let value = if *place == 0 { at[0] * shift.exp() } else { at[*place] + shift * unscale };
            at[*place] = value.clamp(parameter.low, parameter.high);
        }
        at
    }
}
