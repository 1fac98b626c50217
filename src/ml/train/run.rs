//! A training from its first update to its last.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use thiserror::Error as Derive;

use super::network::Network;
use super::order::Order;
use super::{MOST_PARAMETERS, Model, ModelError, Split};
use crate::ml::optimizer::{self, Optimizer, Rule};
use crate::ml::schedule::Schedule;

/// The most updates of a run.
pub const MOST_STEPS: u64 = 10_000_000;

/// How a model is trained.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The optimiser.
    pub rule: Rule,
    /// Rows in a batch, from 1 to as many as there are for training.
    pub batch: usize,
    /// Updates to make, from 1 to [`MOST_STEPS`].
    pub steps: u64,
    /// Updates from one look at the held-out rows to the next, from 1; the first and the last are looked at always.
    pub evaluate_every: u64,
    /// The held-out accuracy, a share from 0 to 1, at which to stop.
    pub target: Option<f64>,
    /// The strength of weight decay on weights alone, biases left out; 0 or more. It is no part of the losses.
    pub l2: f64,
    /// What first weights and the order of rows are drawn by; 0 for those that need no draws.
    pub seed: u64,
    /// Stops as diverged where the median of the last 100 batches' losses is more than so many times the first loss, above 1.
    ///
    /// None for only where a loss is no number. Large steps may recover from a loss that is tenfold, but seldom do.
    pub ceiling: Option<f64>,
}

impl Default for Options {
    /// Plain gradient descent with batches of 32 rows, 1,000 updates, and a look at the held-out rows every 15.
    fn default() -> Self {
        let rule = Rule::Sgd { momentum: 0.0, dampening: 0.0, weight_decay: 0.0, nesterov: false };
        Self {
            rule,
            batch: 32,
            steps: 1_000,
            evaluate_every: 15,
            target: None,
            l2: 0.0,
            seed: 0,
            ceiling: None,
        }
    }
}

/// Why a training can't begin.
#[derive(Debug, Clone, PartialEq, Derive)]
#[non_exhaustive]
pub enum Error {
    /// The optimiser's settings.
    #[error(transparent)]
    Rule(#[from] optimizer::Error),
    /// The model's size.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A batch without rows, or with more than there are.
    #[error(
        "a batch of {batch} rows: write a whole number from 1 to the {rows} rows that there are for training"
    )]
    Batch {
        /// The size that was given.
        batch: usize,
        /// The training rows.
        rows: usize,
    },
    /// No update, or too many.
    #[error("{0} updates: write a whole number from 1 to {MOST_STEPS}")]
    Steps(u64),
    /// The schedule is shorter than the training.
    #[error("the schedule has {ends} updates, and {steps} are to be made: make fewer, or make it longer")]
    Schedule {
        /// The schedule's length.
        ends: u64,
        /// The updates to make.
        steps: u64,
    },
    /// A weight decay that is none.
    #[error("an l2 of {0}: write a number that is 0 or more")]
    L2(f64),
    /// A ceiling that the first loss is above already.
    #[error("a ceiling of {0} times the first loss: write a number above 1")]
    Ceiling(f64),
    /// A target that is no accuracy.
    #[error("a target of {0}: an accuracy is a share from 0 to 1")]
    Target(f64),
}

/// An update: what it was made with, and the loss before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The step size.
    pub lr: f64,
    /// The mean cross-entropy of the batch before the update, in nats.
    pub loss: f64,
}

/// What the held-out rows say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// The updates made before.
    pub updates: u64,
    /// Their mean cross-entropy, in nats.
    pub loss: f64,
    /// The share that is told rightly.
    pub accuracy: f64,
}

/// Why a training ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All updates were made.
    Steps,
    /// The target was reached.
    Target,
    /// The loss was no number any more, or stayed above the ceiling.
    Diverged,
    /// It was asked to stop.
    Stopped,
}

/// How far a training is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The updates made.
    pub updates: u64,
    /// The last look at the held-out rows.
    pub look: Evaluation,
}

/// What a training came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Weights and biases of the model.
    pub parameters: usize,
    /// Every update in order; where the last one's loss is no number, it was not made.
    pub steps: Vec<Step>,
    /// The update, from 0, at which training broke down: where the loss was no number, or first above the ceiling for good.
    pub diverged_at: Option<u64>,
    /// Looks at the held-out rows in order, the first before any update.
    pub evaluations: Vec<Evaluation>,
    /// Why it ended.
    pub end: End,
}

impl Outcome {
    /// The updates that were made.
    pub fn updates(&self) -> u64 {
        self.steps.iter().filter(|step| step.loss.is_finite()).count() as u64
    }

    /// The updates after which the held-out accuracy was `target` or more for the first time it was looked at.
    pub fn updates_to(&self, target: f64) -> Option<u64> {
        self.evaluations.iter().find(|one| one.accuracy >= target).map(|one| one.updates)
    }

    /// The look with the highest held-out accuracy; the first of several.
    pub fn best(&self) -> Option<Evaluation> {
        self.evaluations
            .iter()
            .copied()
            .reduce(|best, one| if one.accuracy > best.accuracy { one } else { best })
    }

    /// The look with the least held-out loss.
    pub fn least_loss(&self) -> Option<Evaluation> {
        self.evaluations.iter().copied().reduce(|best, one| if one.loss < best.loss { one } else { best })
    }

    /// The last look.
    pub fn last(&self) -> Option<Evaluation> {
        self.evaluations.last().copied()
    }
}

/// Trains a model on the training rows of a split with the step sizes of a schedule.
///
/// `watch` is told after every look at the held-out rows, and every 64 updates, and stops the training by `false`. Where the
/// schedule cycles momentum, the optimiser's follows it if it has one.
///
/// # Errors
///
/// [`Error`] for options that no training can have.
///
/// # Example
///
/// Softmax regression on the digits at lr 1 gets to 88% of the held-out ones in 120 updates of 32 rows:
///
/// ```
/// use learncurve::ml::schedule::Schedule;
/// use learncurve::ml::train::{Model, Options, Split, TRAINING_ROWS, digits, run};
/// let split = Split::first(&digits(), TRAINING_ROWS).unwrap();
/// let options = Options { target: Some(0.88), ..Options::default() };
/// let outcome = run(&split, Model::Softmax, &Schedule::constant(1.0), &options, |_| true).unwrap();
/// assert_eq!(outcome.updates_to(0.88), Some(120));
/// ```
///
/// Source: the same training in `NumPy`, `tests/ml/digits/sweep.csv`.
pub fn run(
    split: &Split,
    model: Model,
    lr: &Schedule,
    options: &Options,
    mut watch: impl FnMut(&Progress) -> bool,
) -> Result<Outcome, Error> {
    let (training, held_out) = (split.training(), split.held_out());
    let parameters = checked(split, model, lr, options)?;
    let mut random = (options.seed > 0).then(|| ChaCha8Rng::seed_from_u64(options.seed));
    let start = model.start(training.features(), training.classes(), random.as_mut());
    let mut network = Network::new(model, training, start);
    let mut order = Order::new(training.rows(), random);
    let mut optimizer = Optimizer::new(options.rule, parameters)?;
    let mut rows = vec![0; options.batch];
    let mut sizes = [0.0; LOOKAHEAD];
    let mut outcome = Outcome {
        parameters,
        steps: Vec::new(),
        diverged_at: None,
        evaluations: Vec::new(),
        end: End::Steps,
    };
    for update in 0..=options.steps {
        let looked = update % options.evaluate_every.max(1) == 0 || update == options.steps;
        if looked {
            let (loss, accuracy) = network.judge(held_out);
            outcome.evaluations.push(Evaluation { updates: update, loss, accuracy });
            if !loss.is_finite() {
                (outcome.end, outcome.diverged_at) = (End::Diverged, Some(update.saturating_sub(1)));
                break;
            }
            if options.target.is_some_and(|target| accuracy >= target) {
                outcome.end = End::Target;
                break;
            }
        }
        let look = outcome.evaluations[outcome.evaluations.len() - 1];
        if (looked || update % 64 == 0) && !watch(&Progress { updates: update, look }) {
            outcome.end = End::Stopped;
            break;
        }
        if update == options.steps {
            break;
        }
        order.fill(&mut rows);
        let loss = network.learn(training, &rows, options.l2);
        let place = usize::try_from(update % LOOKAHEAD as u64).unwrap_or(0);
        if place == 0 {
            lr.fill(update, &mut sizes);
        }
        let size = sizes[place];
        outcome.steps.push(Step { lr: size, loss });
        outcome.diverged_at = broken(&outcome.steps, options.ceiling, window(options.steps));
        if outcome.diverged_at.is_some() {
            outcome.end = End::Diverged;
            break;
        }
        optimizer.follow(lr.momentum(update));
        optimizer.step(&mut network.parameters, &network.gradient, size);
    }
    Ok(outcome)
}

/// Updates whose step sizes are taken from the schedule at once: some schedules have each from the one before.
const LOOKAHEAD: usize = 1_024;

/// Batches whose median is held against the ceiling; half of those of a short run.
const WINDOW: usize = 100;

/// How many batches' median is held against the ceiling in a run of so many updates.
fn window(steps: u64) -> usize {
    usize::try_from(steps / 2).unwrap_or(WINDOW).clamp(5, WINDOW)
}

/// Where training broke down, if it did: at a loss that is no number, or at the first of those above the ceiling.
fn broken(steps: &[Step], ceiling: Option<f64>, wide: usize) -> Option<u64> {
    let last = steps.len().checked_sub(1)?;
    if !steps[last].loss.is_finite() {
        return Some(last as u64);
    }
    let limit = ceiling? * steps[0].loss;
    // Looking at every tenth is soon enough.
    if steps.len() < wide || !steps.len().is_multiple_of((wide / 10).max(1)) {
        return None;
    }
    let window = steps.len() - wide;
    let above = |step: &&Step| step.loss > limit;
    if 2 * steps[window..].iter().filter(above).count() <= wide {
        return None;
    }
    let first = window + steps[window..].iter().position(|step| above(&step))?;
    let before = steps[..first].iter().rev().take_while(above).count();
    Some((first - before) as u64)
}

/// The count of parameters, where all is as it has to be.
fn checked(split: &Split, model: Model, lr: &Schedule, options: &Options) -> Result<usize, Error> {
    let (training, steps) = (split.training(), options.steps);
    let parameters = model.parameters(training.features(), training.classes());
    if parameters > MOST_PARAMETERS {
        return Err(ModelError::Parameters(parameters).into());
    }
    if options.batch == 0 || options.batch > training.rows() {
        return Err(Error::Batch { batch: options.batch, rows: training.rows() });
    }
    if steps == 0 || steps > MOST_STEPS {
        return Err(Error::Steps(steps));
    }
    if let Some(ends) = lr.ends().filter(|ends| steps > *ends) {
        return Err(Error::Schedule { ends, steps });
    }
    if !(options.l2.is_finite() && options.l2 >= 0.0) {
        return Err(Error::L2(options.l2));
    }
    if let Some(ceiling) = options.ceiling.filter(|ceiling| !(ceiling.is_finite() && *ceiling > 1.0)) {
        return Err(Error::Ceiling(ceiling));
    }
    match options.target {
        Some(target) if !(0.0..=1.0).contains(&target) => Err(Error::Target(target)),
        _ => Ok(parameters),
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
