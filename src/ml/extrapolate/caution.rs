//! What a reader has to know before believing an extrapolation.

use super::fitted::{Coefficient, Fitted};
use super::law::Law;
use super::points::{Errors, Points, real};
use super::tail::Verdict;
use super::{AS_GOOD, Analysis, Options, RULED_OUT};
use crate::fit::stats;

/// What speaks against an extrapolation, or limits it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Caution {
    /// Too few points to tell a floor.
    FewPoints {
        /// How many there are.
        points: usize,
    },
    /// The law goes through every point.
    Exact,
    /// The errors rise with the amount.
    Rises,
    /// The data don't tell whether errors fall at all.
    PerhapsLevel,
    /// The fitted floor is 0, its bound.
    FloorAtBound {
        /// The floor that the data still allow.
        high: f64,
    },
    /// Another parameter is at one of its bounds: the law is not the curve's shape.
    AtBound {
        /// Its name.
        name: &'static str,
        /// The bound.
        value: f64,
    },
    /// The floor may lie anywhere from 0 to the least error seen.
    FloorUnknown {
        /// The least error.
        least: f64,
    },
    /// The floor that is known lies above the least error seen.
    FloorAbove {
        /// The floor.
        floor: f64,
        /// The least error.
        least: f64,
    },
    /// The power laws with and without a floor are as good.
    Indistinct {
        /// How far their AICc differ.
        apart: f64,
    },
    /// Another law fits far better than the one taken.
    OtherLaw {
        /// Which.
        law: Law,
        /// How far its AICc is below.
        by: f64,
    },
    /// The curve rises on its way by more than its noise.
    NotMonotone {
        /// The amount at which it has risen most.
        amount: f64,
        /// To this error,
        value: f64,
        /// from this one before.
        from: f64,
    },
    /// The residuals go together: the law misses the curve's shape.
    Misfit {
        /// Durbin and Watson's d, about 2 where they don't.
        durbin_watson: f64,
    },
    /// Such an extrapolation failed on the hidden points.
    Failed,
    /// An amount is asked for that is farther beyond the data than any that was tested.
    Far {
        /// The amount.
        amount: f64,
        /// How many times the last point's.
        times: f64,
        /// How many times beyond was tested; none where nothing was.
        tested: Option<f64>,
    },
    /// An amount is asked for below the first point's.
    Below {
        /// The amount.
        amount: f64,
    },
}

impl Caution {
    /// Its name, which scripts may rely on.
    pub fn name(&self) -> &'static str {
        match self {
            Self::FewPoints { .. } => "few-points",
            Self::Exact => "exact",
            Self::Rises => "rises",
            Self::PerhapsLevel => "perhaps-level",
            Self::FloorAtBound { .. } => "floor-at-bound",
            Self::AtBound { .. } => "at-bound",
            Self::FloorUnknown { .. } => "floor-unknown",
            Self::FloorAbove { .. } => "floor-above",
            Self::Indistinct { .. } => "indistinct",
            Self::OtherLaw { .. } => "other-law",
            Self::NotMonotone { .. } => "not-monotone",
            Self::Misfit { .. } => "misfit",
            Self::Failed => "test-failed",
            Self::Far { .. } => "far",
            Self::Below { .. } => "below",
        }
    }
}

/// Points from which on AICc tells a floor: 3 parameters, the variance, and two more.
const ENOUGH: usize = 6;
/// A d below which residuals go together, of ten points or more: the lower bound of the test for 20 points is 1.1 to 1.2.
const TOGETHER: f64 = 1.0;
/// How many standard errors of a difference a rise has to be.
const RISE: f64 = 3.0;

pub(super) fn cautions(of: &Analysis, points: &Points, options: &Options) -> Vec<Caution> {
    let mut made = Vec::new();
    let (fit, summary) = (of.fit(), &of.fit().summary);
    if summary.points < ENOUGH {
        made.push(Caution::FewPoints { points: summary.points });
    }
    if fit.is_exact() {
        made.push(Caution::Exact);
    }
    falling(of, &mut made);
    let rises = made.contains(&Caution::Rises);
    if !rises {
        floors(of, points, &mut made);
    }
    let bound = |one: &&Coefficient| one.at_bound && !matches!(one.name, "floor" | "ratio_per_doubling");
    if let Some(one) = fit.coefficients.iter().find(bound) {
        made.push(Caution::AtBound { name: one.name, value: one.value });
    }
    let behind = of.laws[of.taken].behind.unwrap_or(0.0);
    if let Some(best) = of.laws.first().filter(|_| behind > RULED_OUT) {
        made.push(Caution::OtherLaw { law: best.fit.curve.law, by: behind });
    }
    made.extend(rise(points, fit).filter(|_| !rises));
    if let Some(durbin_watson) = summary.durbin_watson.filter(|d| *d < TOGETHER && summary.points >= 10) {
        made.push(Caution::Misfit { durbin_watson });
    }
    if of.tail.as_ref().is_some_and(|tail| tail.verdict != Verdict::Held) {
        made.push(Caution::Failed);
    }
    let tested = of.tail.as_ref().map(super::Tail::times);
    let last = points.last();
    for amount in &options.to {
        let times = amount / last;
        if *amount < points.first() {
            made.push(Caution::Below { amount: *amount });
        } else if times > 2.0_f64.max(tested.unwrap_or(1.0)) {
            made.push(Caution::Far { amount: *amount, times, tested });
        }
    }
    made
}

/// Whether errors fall, as far as a power law tells.
fn falling(of: &Analysis, made: &mut Vec<Caution>) {
    let Some(power) = of.of(Law::Power).map(|one| &one.fit) else { return };
    if power.curve.is_rising() {
        made.push(Caution::Rises);
    } else if power.coefficient("index").and_then(|b| b.interval).is_some_and(|(_, high)| high >= 0.0) {
        made.push(Caution::PerhapsLevel);
    }
}

fn floors(of: &Analysis, points: &Points, made: &mut Vec<Caution>) {
    let law = of.fit().curve.law;
    let (floor, least) = (of.fit().curve.floor, points.extremes().0);
    if of.fit().coefficient("floor").is_none() && floor > least {
        made.push(Caution::FloorAbove { floor, least });
    }
    // Of a law without a floor the other one tells what a floor might be.
    let with = if law == Law::Power { of.of(Law::OffsetPower).map(|one| &one.fit) } else { Some(of.fit()) };
    if let Some(floor) = with.and_then(|fit| fit.coefficient("floor"))
        && let Some((low, high)) = floor.interval
    {
        if low == 0.0 && high >= least {
            made.push(Caution::FloorUnknown { least });
        } else if floor.at_bound && law != Law::Power {
            made.push(Caution::FloorAtBound { high });
        }
    }
    if matches!(law, Law::Power | Law::OffsetPower)
        && let (Some(one), Some(other)) = (of.of(Law::Power), of.of(Law::OffsetPower))
        && let (Some(one), Some(other)) = (one.behind, other.behind)
        && (one - other).abs() < AS_GOOD
    {
        made.push(Caution::Indistinct { apart: (one - other).abs() });
    }
}

/// The greatest rise above the least value before it, where noise does not explain it.
fn rise(points: &Points, fit: &Fitted) -> Option<Caution> {
    let weights = points.weights();
    let absolute = points.errors() == Errors::Absolute;
    let measure = |value: f64| if absolute { value } else { value.ln() };
    // What neighbours say of noise, as a rise throws the fit off: second differences, whose variance is six times theirs. It is
    // no more than what the fit takes for noise, and no less than a tenth of it.
    let seen: Vec<f64> = points.points().iter().map(|point| measure(point.value)).collect();
    let mut bends: Vec<f64> =
        seen.windows(3).map(|three| (three[0] - 2.0 * three[1] + three[2]).abs()).collect();
    bends.sort_by(f64::total_cmp);
    let usual = stats::quantile(&bends, 0.5)? / (stats::QUARTILE * 6.0_f64.sqrt());
    let see = fit.summary.see?;
    let noise = usual.clamp(0.1 * see, see);
    let mut least = (f64::INFINITY, 1.0);
    let mut most: Option<(f64, Caution)> = None;
    for (point, weight) in points.points().iter().zip(&weights) {
        let error = noise * (1.0 / weight + 1.0 / least.1).sqrt();
        let times = (measure(point.value) - measure(least.0)) / error;
        if least.0.is_finite() && times > RISE && most.as_ref().is_none_or(|(before, _)| times > *before) {
            most = Some((
                times,
                Caution::NotMonotone { amount: point.amount, value: point.value, from: least.0 },
            ));
        }
        if point.value < least.0 {
            least = (point.value, *weight);
        }
    }
    // Of as many points as there may be, the least is less than it should be: the more there are, the more is allowed.
    let allowed = RISE + (0.5 * real(points.points().len())).ln().max(0.0) / RISE;
    most.filter(|(times, _)| *times > allowed).map(|(_, caution)| caution)
}
