//! Scaling laws from trainings: a loss that falls with parameters N and tokens D, `E + A/N^alpha + B/D^beta`.
//!
//! Logarithms of losses are fitted by Huber's loss, so that a few runs that went wrong do not bend the law; what is known of its
//! parameters, and of the best size for a budget, is by drawing the runs again.

mod surface;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use thiserror::Error as Derive;

use crate::fit::robust::{self, Loss};
use crate::fit::{self, Problem as _, stats};
use crate::ml::cost::{ScalingLaw, Size};
use surface::Surface;

/// One training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// N, parameters.
    pub parameters: f64,
    /// D, tokens.
    pub tokens: f64,
    /// The loss at its end.
    pub loss: f64,
}

/// The fewest runs that five parameters are fitted to.
pub const FEWEST: usize = 8;

/// Why runs give no law.
#[derive(Debug, Clone, PartialEq, Derive)]
#[non_exhaustive]
pub enum Error {
    /// Runs that are none: each with its place, from 0, and what it has.
    #[error("{} of the runs can't be used: parameters, tokens and losses are numbers above 0", .0.len())]
    Runs(Vec<(usize, Run)>),
    /// Too few.
    #[error("{found} runs, and a law of parameters and tokens takes {FEWEST} at least")]
    TooFew {
        /// How many there are.
        found: usize,
    },
    /// Sizes and tokens that don't vary apart.
    #[error("{0}, so that what parameters do can't be told from what tokens do")]
    Together(&'static str),
    /// The search led nowhere.
    #[error(transparent)]
    Fit(#[from] fit::Error),
}

/// How a law is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// The size of a logarithm's miss from which on it counts by its size: 1e-3, as Hoffmann and others have it.
    pub huber: f64,
    /// The level of the intervals.
    pub level: f64,
    /// How often the runs are drawn again; 0 for no intervals.
    pub resamples: u32,
    /// The seed of the draws.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { huber: 1e-3, level: 0.95, resamples: 400, seed: 1 }
    }
}

/// A parameter of the law with what is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Its name: `E`, `A`, `B`, `alpha` or `beta`.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
    /// The standard deviation over resamples.
    pub std_error: Option<f64>,
    /// The ends between which the middle of the resamples lies.
    pub interval: Option<(f64, f64)>,
}

/// A quantity with the interval that its resamples give it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// The value.
    pub value: f64,
    /// The ends between which the middle of the resamples lies; none of fewer than a hundred.
    pub interval: Option<(f64, f64)>,
}

/// The best use of a budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    /// The budget in FLOP.
    pub flop: f64,
    /// N.
    pub parameters: Known,
    /// D.
    pub tokens: Known,
    /// D over N.
    pub tokens_per_parameter: Known,
    /// The loss.
    pub loss: Known,
}

/// A law that was fitted to runs.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The law.
    pub law: ScalingLaw,
    /// The sum of Huber's losses of logarithms, which is made least.
    pub sum: f64,
    /// How far from 0 its slopes are, in units in which a Newton step would lower it by half of the square.
    pub slope: f64,
    /// Whether the search for it ended where it should; if not, another law may lie nearer to the runs.
    pub settled: bool,
    /// How far each run's loss lies from the law, as a logarithm of fitted over observed, in the runs' order.
    pub misses: Vec<f64>,
    /// The laws of the resamples.
    resampled: Vec<ScalingLaw>,
    level: f64,
}

/// Fits a law to runs.
///
/// # Errors
///
/// [`Error::Runs`] with every run that is none, [`Error::TooFew`], [`Error::Together`], [`Error::Fit`].
///
/// # Example
///
/// Runs that follow Besiroglu's law give it back.
///
/// ```
/// use learncurve::ml::cost::{ScalingLaw, Size};
/// use learncurve::ml::scaling::{Options, Run, fit};
/// let grid = (0..36).map(|k| (1e8 * 2_f64.powi(k % 6), 2e9 * 3_f64.powi(k / 6)));
/// let law = ScalingLaw::BESIROGLU;
/// let run = |(parameters, tokens)| Run { parameters, tokens, loss: law.loss(Size { parameters, tokens }) };
/// let found = fit(&grid.map(run).collect::<Vec<_>>(), &Options { resamples: 0, ..Options::default() }).unwrap();
/// assert!((found.law.best(5.76e23).parameters / law.best(5.76e23).parameters - 1.0).abs() < 1e-6);
/// ```
///
/// Source: J. Hoffmann and others, Training compute-optimal large language models, 2022, section 3.3.
pub fn fit(runs: &[Run], options: &Options) -> Result<Fitted, Error> {
    searched(runs, options, &fit::Options::default())
}

fn searched(runs: &[Run], options: &Options, search: &fit::Options) -> Result<Fitted, Error> {
    checked(runs)?;
    let surface = Surface::new(runs);
    let loss = Loss::Huber { scale: options.huber };
    let found = robust::fit(&surface, loss, search)?;
    let law = surface.law(&found.values).ok_or(fit::Error::NotConverged { tried: 1 })?;
    let mut misses = vec![0.0; runs.len()];
    surface.residuals(&found.values, &mut misses);
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let mut resampled = Vec::new();
    for _ in 0..options.resamples {
        let places = (0..runs.len()).map(|_| {
            let share = u64::from(random.next_u32()) * runs.len() as u64;
            usize::try_from(share >> 32).unwrap_or(0)
        });
        let drawn = surface.of_rows(places);
        resampled.extend(
            robust::settle(&drawn, loss, &found.values, 1e-4).and_then(|near| surface.law(&near.values)),
        );
    }
    let settled = found.stopped.is_success();
    Ok(Fitted { law, sum: found.sum, slope: found.slope, settled, misses, resampled, level: options.level })
}

fn checked(runs: &[Run]) -> Result<(), Error> {
    let sound = |value: f64| value.is_finite() && value > 0.0;
    let wrong: Vec<(usize, Run)> = runs
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, run)| !(sound(run.parameters) && sound(run.tokens) && sound(run.loss)))
        .collect();
    if !wrong.is_empty() {
        return Err(Error::Runs(wrong));
    }
    if runs.len() < FEWEST {
        return Err(Error::TooFew { found: runs.len() });
    }
    let logs = |of: fn(&Run) -> f64| runs.iter().map(|run| of(run).ln()).collect::<Vec<f64>>();
    let (sizes, tokens) = (logs(|run| run.parameters), logs(|run| run.tokens));
    let same = |values: &[f64]| values.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1e-9);
    if same(&sizes) {
        return Err(Error::Together("every run has the same parameters"));
    }
    if same(&tokens) {
        return Err(Error::Together("every run has the same tokens"));
    }
    if stats::pearson_squared(&sizes, &tokens).is_some_and(|squared| squared > 1.0 - 1e-9) {
        return Err(Error::Together("tokens are a power of the parameters in every run"));
    }
    Ok(())
}

/// Misses beyond so many times the usual are counted as far off.
const FAR: f64 = 5.0;

impl Fitted {
    /// The parameters with what the resamples say of them.
    pub fn coefficients(&self) -> Vec<Coefficient> {
        let parts = |law: &ScalingLaw| {
            let (floor, (a, alpha), (b, beta)) = law.parameters();
            [floor, a, b, alpha, beta]
        };
        let values = parts(&self.law);
        let names = ["E", "A", "B", "alpha", "beta"];
        (0..5)
            .map(|part| {
                let drawn: Vec<f64> = self.resampled.iter().map(|law| parts(law)[part]).collect();
                let interval = stats::middle(drawn.clone(), self.level);
                let std_error = interval.map(|_| deviation(&drawn));
                Coefficient { name: names[part], value: values[part], std_error, interval }
            })
            .collect()
    }

    /// A quantity of the law with the interval of its resamples; resamples of which it is none are left out.
    pub fn known(&self, of: impl Fn(&ScalingLaw) -> Option<f64>) -> Option<Known> {
        let drawn: Vec<f64> = self.resampled.iter().filter_map(&of).collect();
        // An interval of the resamples that have such a thing says nothing of those that don't.
        let whole = drawn.len() == self.resampled.len();
        let ends = if whole { stats::middle(drawn, self.level) } else { None };
        of(&self.law).map(|value| Known { value, interval: ends })
    }

    /// How many of the resamples have something, of how many.
    pub fn share(&self, has: impl Fn(&ScalingLaw) -> bool) -> (usize, usize) {
        (self.resampled.iter().filter(|law| has(law)).count(), self.resampled.len())
    }

    /// The best use of a budget of so many FLOP, above 0.
    pub fn best(&self, flop: f64) -> Best {
        let of = |pick: &dyn Fn(&ScalingLaw, Size) -> f64| {
            let value = |law: &ScalingLaw| Some(pick(law, law.best(flop)));
            self.known(value).unwrap_or(Known { value: f64::NAN, interval: None })
        };
        Best {
            flop,
            parameters: of(&|_, size| size.parameters),
            tokens: of(&|_, size| size.tokens),
            tokens_per_parameter: of(&|_, size| size.tokens / size.parameters),
            loss: of(&|law, size| law.loss(size)),
        }
    }

    /// The usual miss: the median size of the misses over that of a standard normal, 0.6745.
    pub fn noise(&self) -> f64 {
        let mut sizes: Vec<f64> = self.misses.iter().map(|miss| miss.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        stats::quantile(&sizes, 0.5).unwrap_or(0.0) / stats::QUARTILE
    }

    /// The places of runs that lie farther from the law than five times the usual.
    pub fn far(&self) -> Vec<usize> {
        let allowed = FAR * self.noise();
        (0..self.misses.len()).filter(|place| self.misses[*place].abs() > allowed).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of resamples")]
fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// A test on the runs of the most compute: the law fitted to the others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hidden {
    /// How many runs the law saw, and how much compute the largest of them took, in FLOP.
    pub seen: (usize, f64),
    /// The same of those that were hidden.
    pub hidden: (usize, f64),
    /// The root of the mean square of `ln(foretold / observed)` over the hidden runs.
    pub typical: f64,
    /// The mean of the same: above 0 where losses came out lower than foretold.
    pub bias: f64,
}

/// Hides the share of the runs that took the most compute, and tells how far the law of the others misses them.
///
/// None where too few are left, or a law can't be fitted to them.
pub fn hidden(runs: &[Run], share: f64, options: &Options) -> Option<Hidden> {
    let flop = |run: &Run| crate::ml::cost::flop(run.parameters, run.tokens);
    let mut sorted = runs.to_vec();
    sorted.sort_by(|one, other| flop(one).total_cmp(&flop(other)));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a count"
    )]
    let count = (share * sorted.len() as f64 - 1e-9).ceil() as usize;
    let (seen, ahead) = sorted.split_at(sorted.len().checked_sub(count)?);
    let (last_seen, last) = (seen.last()?, ahead.last()?);
    let found = fit(seen, &Options { resamples: 0, ..*options }).ok()?;
    let logs: Vec<f64> = ahead
        .iter()
        .map(|run| (found.law.loss(Size { parameters: run.parameters, tokens: run.tokens }) / run.loss).ln())
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a count of runs")]
    let n = logs.len() as f64;
    Some(Hidden {
        seen: (seen.len(), flop(last_seen)),
        hidden: (ahead.len(), flop(last)),
        typical: (logs.iter().map(|log| log * log).sum::<f64>() / n).sqrt(),
        bias: logs.iter().sum::<f64>() / n,
    })
}

#[cfg(test)]
#[path = "scaling/scaling_tests.rs"]
mod tests;
