//! Extrapolation put to the test: the last points hidden, the laws fitted to those before, and held against what came.

use super::Options;
use super::fitted::Fitted;
use super::law::Law;
use super::points::{Points, real};

/// How far a law that never saw the hidden points misses them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Miss {
    /// The law.
    pub law: Law,
    /// The root of the mean square of `ln(foretold / observed)`: about the share by which it misses.
    pub typical: f64,
    /// The mean of `ln(foretold / observed)`: above 0 where it foretells errors that are too high.
    pub bias: f64,
    /// What it foretells for the last point.
    pub last: f64,
}

/// Whether the extrapolation held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Four fifths or more of the hidden points lie in their intervals.
    Held,
    /// Fewer do, and errors came out lower than foretold.
    TooHigh,
    /// Fewer do, and errors came out higher than foretold.
    TooLow,
    /// Fewer do, to either side.
    Missed,
}

/// An extrapolation whose outcome is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Tail {
    /// How many points the laws saw.
    pub seen: usize,
    /// The greatest amount among them.
    pub seen_to: f64,
    /// How many were hidden.
    pub hidden: usize,
    /// The greatest amount of all.
    pub last: f64,
    /// The value observed there; of several their mean.
    pub observed: f64,
    /// What each law missed them by, the law that the points seen would have chosen first.
    pub misses: Vec<Miss>,
    /// How many hidden points lie in the prediction intervals that the points seen would have given.
    pub inside: usize,
    /// Whether that held.
    pub verdict: Verdict,
}

impl Tail {
    /// How many times beyond the points seen it reached.
    pub fn times(&self) -> f64 {
        self.last / self.seen_to
    }

    /// The law that missed least.
    pub fn best(&self) -> Option<Miss> {
        self.misses.iter().copied().min_by(|one, other| one.typical.total_cmp(&other.typical))
    }
}

/// The share of hidden points in their intervals from which on an extrapolation is said to have held.
///
/// Of points that go together, as those of one curve do, more than the level's few are outside at once or none.
const HELD: f64 = 0.8;

/// Hides the last share of the points; none where too few would be left on either side, or values are 0.
pub(super) fn tail(points: &Points, options: &Options) -> Option<Tail> {
    let all = points.points();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
    let hidden = (options.hide * real(all.len()) - 1e-9).ceil() as usize;
    let mut seen = all.len().checked_sub(hidden)?;
    // Measurements of one amount are hidden together.
    while seen > 0 && seen < all.len() && all[seen].amount.to_bits() == all[seen - 1].amount.to_bits() {
        seen -= 1;
    }
    let ahead = &all[seen..];
    if seen < 4 || ahead.is_empty() || ahead.iter().any(|point| point.value <= 0.0) {
        return None;
    }
    let head = points.head(seen);
    let head = Points::new(head.points(), points.errors()).ok()?;
    let (fits, _) = super::fitted_laws(&head, options);
    let choice = super::choose(&fits, options.model)?;
    let logs = |fit: &Fitted| -> Vec<f64> {
        ahead.iter().map(|point| (fit.curve.value(point.amount) / point.value).ln()).collect()
    };
    let n = real(ahead.len());
    let last = ahead[ahead.len() - 1].amount;
    let at_last: Vec<f64> = ahead
        .iter()
        .filter(|point| point.amount.to_bits() == last.to_bits())
        .map(|point| point.value)
        .collect();
    let mut misses: Vec<Miss> = fits
        .iter()
        .map(|fit| {
            let logs = logs(fit);
            Miss {
                law: fit.curve.law,
                typical: (logs.iter().map(|log| log * log).sum::<f64>() / n).sqrt(),
                bias: logs.iter().sum::<f64>() / n,
                last: fit.curve.value(last),
            }
        })
        .filter(|miss| miss.typical.is_finite())
        .collect();
    let chosen = fits[choice.law].curve.law;
    misses.sort_by_key(|miss| miss.law != chosen);
    let inside = ahead
        .iter()
        .filter(|point| {
            let ends = fits[choice.bands].foretell(point.amount).prediction;
            // A law that goes through every point has intervals that are points, but for rounding.
            let within = |(low, high): (f64, f64)| {
                low * (1.0 - 1e-9) <= point.value && point.value <= high * (1.0 + 1e-9)
            };
            ends.is_some_and(within)
        })
        .count();
    let first = misses.first()?;
    let verdict = if real(inside) >= HELD * n {
        Verdict::Held
    } else if first.bias > 0.5 * first.typical {
        Verdict::TooHigh
    } else if first.bias < -0.5 * first.typical {
        Verdict::TooLow
    } else {
        Verdict::Missed
    };
    Some(Tail {
        seen,
        seen_to: all[seen - 1].amount,
        hidden: ahead.len(),
        last,
        observed: at_last.iter().sum::<f64>() / real(at_last.len()),
        misses,
        inside,
        verdict,
    })
}
