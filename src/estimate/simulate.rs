//! Seeded draws where no formula is right: the total of many units, each with an error in logarithms.

use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rand_distr::{ChiSquared, Distribution as _, StandardNormal};

use super::predict::{How, Interval, Options};
use super::{Estimated, Place, model};
use crate::curve::{Lot, count};
use crate::fit::stats::quantile;

/// Up to so many units each has a draw of its own; more are drawn in so many groups of units that are nearly alike.
const EACH: u64 = 256;

/// The interval of a lot's total under a log fit of units.
///
/// A draw has a residual variance (`dof s² / χ²`), parameters about the fitted ones with its covariance, T1 in logarithms, and an
/// error for each unit. A group's sum is drawn as a lognormal with the mean and the variance of the sum.
///
/// Source: L. F. Fenton, The sum of log-normal probability distributions, IRE Transactions on Communications Systems, 1960.
pub(super) fn lot(fit: &Estimated, lot: Lot, options: &Options) -> Option<Interval> {
    let dof = fit.summary.dof;
    let s = fit.own_error()?;
    let weight = (fit.core.residual_error()? / s).powi(2);
    let factor = Factor::of(fit)?;
    let chi = ChiSquared::new(count(dof as u64)).ok()?;
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let groups = groups(lot);
    let mut values = vec![0.0; groups.len()];
    let mut totals = Vec::with_capacity(options.draws);
    for _ in 0..options.draws {
        let chi: f64 = chi.sample(&mut random);
        let s = s * (count(dof as u64) / chi).sqrt();
        let at = factor.draw(fit, s * weight.sqrt(), &mut random);
        fit.model.values(
            &at,
            groups.iter().map(|(middle, _)| (Place::Unit(*middle), options.rate)),
            &mut values,
        );
        let total: f64 = groups
            .iter()
            .zip(&values)
            .map(|((_, units), value)| {
                let error: f64 = StandardNormal.sample(&mut random);
                let value = units * value;
                if *units <= 1.0 {
                    return value * (s * error).exp();
                }
                // ln(1 + (e^s² - 1) / k), of which the logarithm of the sum has the variance.
                let spread = ((s * s).exp_m1() / units).ln_1p();
                value * (0.5 * s * s + spread.sqrt() * error - 0.5 * spread).exp()
            })
            .sum();
        // A total past all numbers is still one of the largest.
        totals.push(if total.is_nan() { f64::INFINITY } else { total });
    }
    totals.sort_by(f64::total_cmp);
    let (low, high) =
        (quantile(&totals, 0.5 - 0.5 * options.level)?, quantile(&totals, 0.5 + 0.5 * options.level)?);
    Some(Interval { low, high, how: How::Simulation })
}

/// The units of a lot in groups: the middle of each, and how many units it has.
fn groups(lot: Lot) -> Vec<(f64, f64)> {
    if lot.quantity() <= EACH {
        return (lot.first()..=lot.last()).map(|unit| (count(unit), 1.0)).collect();
    }
    // Each group reaches as far beyond the one before it as the curve takes to fall by the same share.
    let ratio = (count(lot.last()) / count(lot.first())).ln() / count(EACH);
    let mut made = Vec::new();
    let mut from = lot.first();
    let mut step = 0;
    while from <= lot.last() {
        step += 1;
        let end = count(lot.first()) * (ratio * count(step)).exp();
        let to = if step >= EACH { lot.last() } else { super::data::whole(end).clamp(from, lot.last()) };
        made.push(((count(from) * count(to)).sqrt(), count(to - from + 1)));
        from = to + 1;
    }
    made
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
