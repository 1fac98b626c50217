//! The range test: which step sizes do nothing, which teach, and from where on training breaks down.
//!
//! A run's step size rises from batch to batch, and its losses tell three phases apart: flat, descending, unstable. No single
//! point of them is the best step size: on real runs it lies between the steepest descent and the edge of divergence, often far
//! nearer to the edge. So the answer is that zone, its edges with intervals.

mod edges;
pub mod finders;
mod log;
mod resample;
mod shape;

use crate::fit::{self, stats};
use edges::{Edges, divergence};
use finders::Suggestion;
use shape::{Curve, Shape};

pub use log::{FEWEST, Log, LogError, MOST};

/// How a range test is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The level of the intervals, above 0 and below 1.
    pub level: f64,
    /// The seed of the resampling.
    pub seed: u64,
    /// How many resamples; 0 for no intervals.
    pub resamples: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { level: 0.95, seed: 1, resamples: 1_000 }
    }
}

/// A step size with the interval that it lies in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The estimate.
    pub lr: f64,
    /// The interval's ends, the upper one infinite where it lies beyond the test; none where it has none.
    pub interval: Option<(f64, f64)>,
}

/// What keeps a range test from being an answer, or limits it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// The loss falls by no more than noise does.
    NoDescent {
        /// The fall over the noise of a single loss.
        fall: f64,
    },
    /// The loss is no higher at the end than where it was least.
    NeverDiverged,
    /// The loss breaks out before it falls.
    DivergedAtOnce,
    /// The steepest place is known to no better than a decade.
    TooNoisy {
        /// How many runs, averaged batch by batch, would bring it within a factor of two.
        seeds: u32,
    },
    /// Divergence is known to no better than a decade, or may lie below the steepest place.
    VagueDivergence,
    /// A straight look at the losses, without the curve, sees the steepest place somewhere else.
    Disagreement {
        /// Where it sees it.
        lr: f64,
    },
}

/// What a range test says.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// What is wrong or doubtful; empty where all is well.
    pub verdicts: Vec<Verdict>,
    /// Where a tenth of the descent is done: before it, flat.
    pub begins: Option<Edge>,
    /// Where the loss falls most steeply over ln lr.
    pub steepest: Option<Edge>,
    /// Where it is least; from here on, unstable.
    pub least: Option<Edge>,
    /// Where it has doubled since, or was no number any more.
    pub diverges: Option<Edge>,
    /// The noise of a single loss.
    pub noise: f64,
    /// From which loss to which it falls.
    pub falls: Option<(f64, f64)>,
    /// The losses that were read, with their step sizes: the log's own, or means of neighbours where it has more than [`MOST`].
    pub read: Vec<(f64, f64)>,
    /// The fitted curve at each step size that it was fitted to.
    pub fitted: Vec<(f64, f64)>,
    /// What well-known finders suggest.
    pub suggestions: Vec<Suggestion>,
}

impl Analysis {
    /// From the steepest descent to the edge of divergence: the best step size of a whole run lies here.
    pub fn zone(&self) -> Option<(f64, f64)> {
        Some((self.steepest?.lr, self.diverges?.lr)).filter(|(low, high)| low < high)
    }

    /// The maximum of a cyclical schedule: half of the edge of divergence, within the zone.
    ///
    /// Source: L. N. Smith, Cyclical learning rates for training neural networks, 2017: the best step size is within a factor
    /// of two of the largest that converges.
    pub fn maximum(&self) -> Option<f64> {
        let (low, high) = self.zone()?;
        Some((0.5 * high).max(low))
    }

    /// The base of a cyclical schedule: a quarter of its maximum.
    ///
    /// Source: as of [`maximum`](Self::maximum): a third or a quarter of it.
    pub fn base(&self) -> Option<f64> {
        self.maximum().map(|maximum| maximum / 4.0)
    }
}

/// How long the curve is searched for: its starts are read off the losses, so that what is not found soon is not there.
const SEARCH: fit::Options = fit::Options { starts: fit::Starts::All, patience: 40 };

/// Reads a range test: the phases, their edges with intervals, and what speaks against them.
///
/// The losses are fitted as they are, in ln lr, by `loss = low + drop / (1 + (lr/centre)^s) + rise (lr/edge)^p` with a robust
/// loss (soft L1) on the shared least squares; intervals are those of a local residual bootstrap. The edge of divergence is
/// where the running median of five losses first exceeds twice its least value, or the first loss that is no number.
///
/// # Example
///
/// The frozen curve `0.3 + 2/(1 + (lr/1e-3)^1.2) + 0.05 (lr/0.6)^3`: its steepest place is 1e-3, its minimum 0.1865.
///
/// ```
/// use learncurve::ml::range_test::{Log, Options, analyse};
/// let loss = |lr: f64| 0.3 + 2.0 / (1.0 + (lr / 1e-3).powf(1.2)) + 0.05 * (lr / 0.6).powi(3);
/// let rows: Vec<(f64, f64)> = (0..100).map(|i| 1e-7 * 1e8_f64.powf(f64::from(i) / 100.0)).map(|lr| (lr, loss(lr))).collect();
/// let analysis = analyse(&Log::new(&rows).unwrap(), Options::default());
/// assert!((analysis.steepest.unwrap().lr / 1e-3 - 1.0).abs() < 0.01 && analysis.verdicts.is_empty());
/// ```
pub fn analyse(log: &Log, options: Options) -> Analysis {
    let mut analysis = start(log);
    // Nobody stops it.
    let _ = read(log, options, &mut analysis, || true);
    analysis
}

/// Reads a range test as [`analyse`] does; `watch` is asked before each resample and stops it by `false`, which leaves none.
pub fn analyse_watched(log: &Log, options: Options, watch: impl FnMut() -> bool) -> Option<Analysis> {
    let mut analysis = start(log);
    read(log, options, &mut analysis, watch).then_some(analysis)
}

/// What needs no curve.
fn start(log: &Log) -> Analysis {
    let (all_lr, all_loss): (Vec<f64>, Vec<f64>) = log.rows().iter().copied().unzip();
    let (lr, loss) = log.gathered();
    let diverges = divergence(&lr, &loss).or(log.diverged());
    Analysis {
        verdicts: Vec::new(),
        begins: None,
        steepest: None,
        least: None,
        diverges: diverges.map(|lr| Edge { lr, interval: None }),
        noise: 0.0,
        falls: None,
        read: lr.into_iter().zip(loss).collect(),
        fitted: Vec::new(),
        suggestions: finders::suggestions(&all_lr, &all_loss),
    }
}

/// Fits the curve and finds what it says; false where it was stopped.
fn read(log: &Log, options: Options, analysis: &mut Analysis, watch: impl FnMut() -> bool) -> bool {
    let (lr, loss): (Vec<f64>, Vec<f64>) = analysis.read.iter().copied().unzip();
    let places: Vec<f64> = lr.iter().map(|lr| lr.ln()).collect();
    let diverges = analysis.diverges.map(|edge| edge.lr);
    let (noise, kept) = edges::fitted_part(&places, &loss);
    analysis.noise = noise;
    let shape = edges::shape(&places[..kept], &loss[..kept], noise);
    let Ok(fit) = fit::fit(&shape.counted(), &SEARCH) else {
        analysis.verdicts.push(Verdict::NoDescent { fall: 0.0 });
        return true;
    };
    let values = fit.values();
    let curve = shape.curve(&values);
    let found = Edges::of(&curve, &shape.places);
    let (top, bottom) = (curve.value(shape.places[0]), curve.value(found.least));
    analysis.fitted = (shape.places.iter().zip(&lr)).map(|(x, lr)| (*lr, curve.value(*x))).collect();
    if !descends(&shape, fit.sum_of_squares, top - bottom, noise) {
        let early = diverges.is_some_and(|at| lr.iter().filter(|other| **other < at).count() * 5 < lr.len());
        analysis.verdicts.push(if early {
            Verdict::DivergedAtOnce
        } else {
            Verdict::NoDescent { fall: ((top - bottom) / noise.max(f64::MIN_POSITIVE)).max(0.0) }
        });
        return true;
    }
    analysis.falls = Some((top, bottom));
    let leverage = fit.covariance.leverage();
    let resampled =
        resample::resample(&shape, (&curve, leverage), (&lr, &loss), log.diverged(), options, watch);
    let Some(resampled) = resampled else { return false };
    // Resamples may lie to one side of the estimate, which no interval of it should leave out.
    let around = |lr: f64, (low, high): (f64, f64)| (low.min(lr), high.max(lr));
    let edge = |lr: f64, pick: fn(&Edges) -> f64| {
        let ends = resampled.interval(pick, options.level);
        Edge { lr, interval: ends.map(|ends| around(lr, ends)) }
    };
    analysis.begins = Some(edge(found.begins.exp(), |edges| edges.begins.exp()));
    analysis.steepest = Some(edge(found.steepest.exp(), |edges| edges.steepest.exp()));
    analysis.least = Some(edge(found.least.exp(), |edges| edges.least.exp()));
    let ends = resampled.divergence(options.level);
    analysis.diverges = diverges.map(|lr| Edge { lr, interval: ends.map(|ends| around(lr, ends)) });
    if diverges.is_none() {
        analysis.verdicts.push(Verdict::NeverDiverged);
    }
    doubts(analysis, &shape, &curve, found);
    true
}

/// Whether the losses fall: by more than noise, and better told by a curve that does.
fn descends(shape: &Shape, squares: f64, fall: f64, noise: f64) -> bool {
    // A fall of a loss or two's noise is none.
    const LEAST_FALL: f64 = 1.5;
    // Differences of AICc from which on a model is left with little support.
    const SUPPORT: f64 = 6.0;
    let level = Shape { falls: false, starts: edges::level_starts(shape), ..shape.clone() };
    let Ok(without) = fit::fit(&level.counted(), &SEARCH) else { return fall > LEAST_FALL * noise };
    let count = shape.losses.len();
    let (with, without) = (
        stats::aicc(squares, count, shape::COUNT),
        stats::aicc(without.sum_of_squares, count, shape::COUNT - 3),
    );
    let supported = match (with, without) {
        (Some(with), Some(without)) => without - with > SUPPORT,
        _ => true,
    };
    fall > LEAST_FALL * noise && supported
}

/// What speaks against the answer.
fn doubts(analysis: &mut Analysis, shape: &Shape, curve: &Curve, found: Edges) {
    let Some((low, high)) = analysis.steepest.and_then(|edge| edge.interval) else { return };
    let width = (high / low).ln();
    if width > 10_f64.ln() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
        let seeds = (width / 2_f64.ln()).powi(2).ceil().min(1e6) as u32;
        analysis.verdicts.push(Verdict::TooNoisy { seeds });
    }
    let ends = analysis.diverges.and_then(|edge| edge.interval).filter(|(_, high)| high.is_finite());
    if ends.is_some_and(|(from, to)| to > 10.0 * from || from < found.steepest.exp()) {
        analysis.verdicts.push(Verdict::VagueDivergence);
    }
    let (seen, reach) = edges::straight_look(shape, found.least);
    if (seen - curve.steepest(shape.places[0], found.least)).abs() > width.max(reach) {
        analysis.verdicts.push(Verdict::Disagreement { lr: seen.exp() });
    }
}

#[cfg(test)]
#[path = "range_test/range_test_tests.rs"]
mod tests;
