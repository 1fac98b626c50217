//! Range tests by training: the lr rises from batch to batch, and runs of several seeds are averaged.

use super::{End, Error, Model, Options, Outcome, Split, run};
use crate::ml::schedule::{Ramp, RampPosition, RampShape, Schedule};

/// A range test that is to be run.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeTest {
    /// The lr of the first batch, above 0.
    pub start: f64,
    /// The lr of the last, above the first.
    pub end: f64,
    /// How many batches, at least two.
    pub batches: u64,
    /// The seed of each run; 0 is the run without draws.
    pub seeds: Vec<u64>,
    /// Whether the losses are those of the held-out rows, before each update, or those of the batches.
    pub held_out: bool,
}

/// Runs a range test: the lr of each batch and its loss, the mean over the runs. From one batch to the next the lr is multiplied
/// by the same; [`ramped`] has other ways.
///
/// Options' `steps`, `evaluate_every`, `target`, `seed` and `ceiling` are the test's own. Where the loss of any run is no number, it
/// is NaN in the mean, and the test ends. `watch` stops the test by `false`, which then gives what it has.
///
/// # Errors
///
/// [`Error`] for options that no training can have.
///
/// # Example
///
/// ```
/// use learncurve::ml::train::{Model, Options, RangeTest, Split, TRAINING_ROWS, digits, range_test};
/// let split = Split::first(&digits(), TRAINING_ROWS).unwrap();
/// let test = RangeTest { start: 1e-4, end: 100.0, batches: 120, seeds: vec![0], held_out: false };
/// let losses = range_test(&split, Model::Softmax, &Options::default(), &test, || true).unwrap();
/// let (lr, loss) = losses[59];
/// assert!((lr / 0.0943604310147889 - 1.0).abs() < 1e-12 && (loss / 2.1222815132314166 - 1.0).abs() < 1e-9);
/// ```
///
/// Source: the same test in `NumPy`, `tests/ml/digits/range_test.csv`.
pub fn range_test(
    split: &Split,
    model: Model,
    options: &Options,
    test: &RangeTest,
    mut watch: impl FnMut() -> bool,
) -> Result<Vec<(f64, f64)>, Error> {
    ramped(split, model, options, test, RampShape::Exponential, &mut watch)
}

/// Runs a range test whose lr goes along another ramp: [`RampShape::Linear`] is L. N. Smith's own.
///
/// # Errors
///
/// [`Error`] for options that no training can have.
///
/// Source: L. N. Smith, Cyclical learning rates for training neural networks, 2017, section 3.3.
pub fn ramped(
    split: &Split,
    model: Model,
    options: &Options,
    test: &RangeTest,
    shape: RampShape,
    mut watch: impl FnMut() -> bool,
) -> Result<Vec<(f64, f64)>, Error> {
    let ramp = Ramp {
        start: test.start,
        end: test.end,
        steps: test.batches.saturating_sub(1).max(1),
        shape,
        position: RampPosition::BeforeUpdate,
    };
    let lr = Schedule::Ramp(ramp);
    let every = if test.held_out { 1 } else { test.batches };
    let options = Options {
        steps: test.batches,
        evaluate_every: every,
        target: None,
        ceiling: None,
        ..options.clone()
    };
    let mut sums: Vec<f64> = Vec::new();
    for seed in &test.seeds {
        let options = Options { seed: *seed, ..options.clone() };
        let outcome = run(split, model, &lr, &options, |_| watch())?;
        add(&mut sums, &losses(&outcome, test.held_out));
    }
    let runs = crate::curve::count(test.seeds.len() as u64);
    let end = sums.iter().position(|sum| !sum.is_finite()).map_or(sums.len(), |place| place + 1);
    Ok((0..).zip(&sums[..end]).map(|(batch, sum)| (lr.at(batch), sum / runs)).collect())
}

/// The loss before each update; where training broke down, a last one that is no number.
fn losses(outcome: &Outcome, held_out: bool) -> Vec<f64> {
    if !held_out {
        return outcome.steps.iter().map(|step| step.loss).collect();
    }
    let looks = outcome.evaluations.iter().map(|look| look.loss);
    if outcome.end == End::Diverged {
        // What broke down may be the batch, after which nobody looks, or the look after the last update.
        return looks.filter(|loss| loss.is_finite()).chain([f64::NAN]).collect();
    }
    looks.take(outcome.steps.len()).collect()
}

/// Adds the losses of a run to those before; where either has ended, there is no number.
fn add(sums: &mut Vec<f64>, losses: &[f64]) {
    if sums.is_empty() {
        sums.extend(losses);
        return;
    }
    let longest = sums.len().max(losses.len());
    sums.resize(longest, f64::NAN);
    for (place, sum) in sums.iter_mut().enumerate() {
        *sum += losses.get(place).copied().unwrap_or(f64::NAN);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TRAINING_ROWS, digits};
    use super::*;
    use crate::ml::range_test::{self, Log, analyse};

    fn of(model: Model, seeds: Vec<u64>, held_out: bool) -> Vec<(f64, f64)> {
        let split = Split::first(&digits(), TRAINING_ROWS).unwrap();
        let test = RangeTest { start: 1e-4, end: 100.0, batches: 120, seeds, held_out };
        range_test(&split, model, &Options::default(), &test, || true).unwrap()
    }

    #[test]
    fn zones_of_real_runs_hold_the_best_lr_of_the_sweep() {
        for (model, best) in [(Model::Softmax, 3.162_277_660_168_379_5), (Model::Tanh { hidden: 32 }, 1.0)] {
            for (seeds, held_out) in [(vec![0], false), (vec![0], true), (vec![1, 2, 3, 4, 5], false)] {
                let log = Log::new(&of(model, seeds.clone(), held_out)).unwrap();
                let analysis = analyse(&log, range_test::Options { resamples: 0, ..Default::default() });
                let (low, high) = analysis.zone().unwrap();
                assert!(low < best && best < high, "{model} {seeds:?} {held_out}: {low} to {high}");
            }
        }
    }

    #[test]
    fn a_test_that_breaks_down_says_where_whatever_judges_it() {
        let split = Split::first(&digits(), TRAINING_ROWS).unwrap();
        let model = Model::Tanh { hidden: 8 };
        let (end, batches) = (1e300, 40);
        let diverged = [false, true].map(|held_out| {
            let test = RangeTest { start: 1e-3, end, batches, seeds: vec![0, 1], held_out };
            let rows = range_test(&split, model, &Options::default(), &test, || true).unwrap();
            let (last, before) = rows.split_last().unwrap();
            assert!(last.1.is_nan() && before.iter().all(|row| row.1.is_finite()), "{held_out} {rows:?}");
            last.0
        });
        // They look at it a batch apart at most.
        let step = (end / 1e-3_f64).powf(1.0 / 39.0);
        assert!((diverged[0] / diverged[1]).ln().abs() < 1.01 * step.ln(), "{diverged:?}");
    }

    #[test]
    fn a_linear_ramp_is_that_of_numpy() {
        let split = Split::first(&digits(), TRAINING_ROWS).unwrap();
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ml/digits/range_test.csv");
        let text = std::fs::read_to_string(path).unwrap();
        for (name, model) in [("softmax", Model::Softmax), ("mlp32", Model::Tanh { hidden: 32 })] {
            let own: Vec<Vec<f64>> = text
                .lines()
                .filter_map(|line| line.strip_prefix(&format!("{name},linear,")))
                .map(|line| line.split(',').map(|cell| cell.parse().unwrap_or(f64::NAN)).collect())
                .collect();
            let (first, last) = (own[0][1], own[own.len() - 1][1]);
            for held_out in [false, true] {
                let test = RangeTest {
                    start: first,
                    end: last,
                    batches: own.len() as u64,
                    seeds: vec![0],
                    held_out,
                };
                let options = Options::default();
                let made = ramped(&split, model, &options, &test, RampShape::Linear, || true).unwrap();
                assert_eq!(made.len(), own.len());
                for ((lr, loss), row) in made.iter().zip(&own) {
                    assert!((lr / row[1] - 1.0).abs() < 1e-12, "{name} {lr} {row:?}");
                    // The held-out rows were looked at now and then.
                    let wanted = row[if held_out { 3 } else { 2 }];
                    let met = wanted.is_nan() || (loss / wanted - 1.0).abs() < 1e-9;
                    assert!(met && (held_out || !wanted.is_nan()), "{name} {held_out}: {loss} {row:?}");
                }
            }
        }
    }

    #[test]
    fn losses_of_several_seeds_are_averaged_batch_by_batch() {
        let (one, other, both) = (
            of(Model::Softmax, vec![1], false),
            of(Model::Softmax, vec![2], false),
            of(Model::Softmax, vec![1, 2], false),
        );
        assert_eq!(both.len(), 120);
        for ((one, other), both) in one.iter().zip(&other).zip(&both) {
            assert!((0.5 * (one.1 + other.1) - both.1).abs() <= 1e-15 * both.1);
        }
        let mut sums = vec![1.0, 2.0, 3.0];
        add(&mut sums, &[1.0, 1.0]);
        assert!(sums[..2] == [2.0, 3.0] && sums[2].is_nan());
    }
}
