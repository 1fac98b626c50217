//! Seeded draws where no formula is right: the total of many units, each with an error in logarithms.

use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rand_distr::{ChiSquared, Distribution as _, StandardNormal};

use super::predict::{How, Interval, Options, slopes};
use super::{Estimated, Place};
use crate::curve::{Lot, count};
use crate::fit::stats::quantile;

/// Up to so many units each has a draw of its own; more are drawn in so many groups of units that are nearly alike.
const EACH: u64 = 256;

/// The interval of a lot's total under a log fit of units.
///
/// A draw has a residual variance (`dof s² / χ²`), a curve whose logarithms move with the parameters as the delta method has it, and an
/// error for each unit. A group's sum is drawn as a lognormal with the mean and the variance of the sum. Of a single unit it would be
/// the interval by Student's t.
///
/// Source: L. F. Fenton, The sum of log-normal probability distributions, IRE Transactions on Communications Systems, 1960.
pub(super) fn lot(fit: &Estimated, lot: Lot, options: &Options) -> Option<Interval> {
    let dof = fit.summary.dof;
    let s = fit.own_error()?;
    let weight = (fit.core.residual_error()? / s).powi(2);
    let groups = groups(lot);
    let mut values = vec![0.0; groups.len()];
    let places = || groups.iter().map(|(middle, _)| (Place::Unit(*middle), options.rate));
    fit.model.values(&fit.at, places(), &mut values);
    let moves = moves(fit, places)?;
    let chi = ChiSquared::new(count(dof as u64)).ok()?;
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let mut totals = Vec::with_capacity(options.draws);
    for _ in 0..options.draws {
        let chi: f64 = chi.sample(&mut random);
        let s = s * (count(dof as u64) / chi).sqrt();
        let normal = DVector::from_fn(moves.ncols(), |_, _| StandardNormal.sample(&mut random));
        let moved = &moves * normal * (s * weight.sqrt());
        let total: f64 = groups
            .iter()
            .zip(&values)
            .zip(moved.iter())
            .map(|(((_, units), value), moved)| {
                let error: f64 = StandardNormal.sample(&mut random);
                let value = units * value * moved.exp();
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

/// How the logarithm of each place moves with independent normal draws, for a residual variance of 1.
///
/// Its slopes by the parameters times a root of their covariance. A draw of the parameters themselves could lie beyond their bounds,
/// and held there one by one they would be a curve that nothing like the data suggests.
fn moves<I: Iterator<Item = (Place, Option<f64>)>>(
    fit: &Estimated,
    places: impl Fn() -> I,
) -> Option<DMatrix<f64>> {
    let s = fit.core.residual_error()?;
    let free: Vec<usize> = (0..fit.at.len()).filter(|place| !fit.core.estimates[*place].at_bound).collect();
    let mut covariance = DMatrix::zeros(free.len(), free.len());
    for (row, one) in free.iter().enumerate() {
        for (column, other) in free.iter().enumerate() {
            covariance[(row, column)] = fit.core.covariance.of_pair(*one, *other)? / (s * s);
        }
    }
    let rows = places().count();
    let logarithms = |at: &[f64], into: &mut [f64]| {
        fit.model.values(at, places(), into);
        for value in into {
            *value = value.ln();
        }
    };
    let slopes = DMatrix::from_vec(rows, fit.at.len(), slopes(fit, rows, logarithms)).select_columns(&free);
    Some(slopes * covariance.cholesky()?.l())
}

#[cfg(test)]
mod tests {
    use super::super::predict::predict;
    use super::super::{Data, Method, Model, Observation, estimate};
    use super::*;

    #[test]
    fn a_bounded_share_does_not_send_lots_beyond_what_units_may_take() {
        // 100 x^-0.3 with errors of some 6%: DeJong's share is hardly known, and pulls against b.
        let errors = [3, -5, 1, 6, -2, -7, 4, 0, 5, -4, 2, -6, 7, 1, -3, 4, -1, 3, -5, 2];
        let rows = errors.iter().zip(1..).map(|(error, unit)| {
            let unit = f64::from(unit);
            Observation::new(
                Place::Unit(unit),
                100.0 * unit.powf(-0.3) * (f64::from(*error) / 100.0).exp(),
                2,
            )
        });
        let data = Data::new(rows.collect()).unwrap();
        let told = |name: &str, lot: Lot| {
            let model = Model::named(name, None, &[], &data).unwrap();
            let fit = estimate(&data, &model, Method::LogOls, &super::super::Options::default()).unwrap();
            predict(&fit, lot, &Options::default())
        };
        let lot = Lot::new(21, 30).unwrap();
        for name in ["de-jong", "s-curve", "stanford-b", "plateau", "levy"] {
            let made = told(name, lot);
            let (curve, own) = (made.confidence.unwrap(), made.prediction.unwrap());
            assert_eq!(own.how, How::Simulation);
            // Each unit's own error is some 4%, that of ten of them together between 1% and 2%.
            assert!(own.low < curve.low * 1.005 && own.high > curve.high * 0.995, "{name}: {made:?}");
            assert!(own.low > 0.6 * curve.low && own.high < 1.5 * curve.high, "{name}: {made:?}");
        }
    }

    #[test]
    fn the_draws_of_a_single_unit_are_students_interval() {
        let rows = [(1.0, 100.0), (2.0, 87.0), (4.0, 71.0), (7.0, 60.0), (10.0, 57.0), (20.0, 43.0)];
        let rows = rows.iter().map(|(x, y)| Observation::new(Place::Unit(*x), *y, 2)).collect();
        let data = Data::new(rows).unwrap();
        let model = Model::named("de-jong", None, &[], &data).unwrap();
        let fit = estimate(&data, &model, Method::LogOls, &super::super::Options::default()).unwrap();
        let unit = Lot::new(30, 30).unwrap();
        let options = Options { draws: 200_000, ..Options::default() };
        let (drawn, student) =
            (lot(&fit, unit, &options).unwrap(), predict(&fit, unit, &options).prediction.unwrap());
        assert_eq!(student.how, How::LogT);
        // Of 200,000 draws the 2.5% quantile is sure to some 0.5% of its own logarithm's distance.
        for (drawn, student) in [(drawn.low, student.low), (drawn.high, student.high)] {
            assert!((drawn / student - 1.0).abs() < 0.01, "{drawn} {student}");
        }
    }
}
