//! Step sizes as they are asked for: a schedule in words, some of which a range test stands for.

use super::super::super::exit::{Exit, Failure};
use super::super::super::stop::Stop;
use super::super::schedule::{of_words, problems};
use super::super::trainee::Ready;
use super::job::refused;
use crate::ml::range_test::{self, Analysis, Log, analyse};
use crate::ml::schedule::Schedule;
use crate::ml::schedule::named::{LIBRARIES, Like};
use crate::ml::train::{Model, Options, RangeTest, Split, run};
use crate::render::fit::significant;
use crate::render::ml::range_test::words as verdict;

/// What a range test stands for, by the words that ask for it.
const FOUND: [&str; 4] = ["base", "maximum", "steepest", "divergence"];

/// A schedule in words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Words {
    words: String,
    like: Like,
}

/// Step sizes that a range test found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    test: RangeTest,
    analysis: Analysis,
    values: [f64; 4],
    /// Step sizes that were tried for the maximum, where half of the divergence is none.
    tried: Option<Tried>,
}

/// Short runs at step sizes below divergence, each with the loss in training at its end.
#[derive(Debug, Clone)]
pub(crate) struct Tried {
    /// The step sizes, with the losses of those that did not diverge.
    pub(crate) runs: Vec<(f64, Option<f64>)>,
    /// Updates of each.
    pub(crate) steps: u64,
}

impl Tried {
    /// The step size with the least loss.
    pub(crate) fn best(&self) -> Option<f64> {
        let kept = self.runs.iter().filter_map(|(lr, loss)| loss.map(|loss| (*lr, loss)));
        kept.min_by(|one, other| one.1.total_cmp(&other.1)).map(|(lr, _)| lr)
    }
}

/// Tries step sizes from a quarter of the steepest descent to half of the divergence, for a rule with a memory.
///
/// Half of the divergence is a rule of plain gradient descent: with momentum, or gradients scaled by their own size, a range
/// test is over before the memory is full, and whole runs diverge or stall far below its edge. The rows that are held out
/// judge nothing here. None for plain gradient descent, and where it was stopped.
pub(crate) fn tries(
    split: &Split,
    model: Model,
    options: &Options,
    zone: (f64, f64),
    stop: &Stop,
) -> Result<Option<Tried>, Failure> {
    const COUNT: u32 = 7;
    if options.rule.is_plain() {
        return Ok(None);
    }
    let (low, high) = (zone.0 / 4.0, (zone.1 / 2.0).max(zone.0 / 2.0));
    let steps = options.steps.min(300);
    let own = Options { steps, evaluate_every: steps, target: None, ceiling: Some(10.0), ..options.clone() };
    let mut runs = Vec::new();
    for place in 0..COUNT {
        let lr = low * (high / low).powf(f64::from(place) / f64::from(COUNT - 1));
        let outcome = run(split, model, &Schedule::constant(lr), &own, |_| !stop.is_asked())
            .map_err(|error| refused(&error))?;
        if stop.is_asked() {
            return Ok(None);
        }
        let last = &outcome.steps[outcome.steps.len() - outcome.steps.len().div_ceil(6)..];
        let loss = last.iter().map(|step| step.loss).sum::<f64>() / crate::curve::count(last.len() as u64);
        runs.push((lr, (outcome.diverged_at.is_none() && loss.is_finite()).then_some(loss)));
    }
    Ok(Some(Tried { runs, steps }))
}

impl Words {
    /// A constant lr: a number, `auto`, or a word that a range test stands for.
    pub(crate) fn lr(text: &str) -> Result<Self, Failure> {
        let text = if text.trim() == "auto" { "maximum" } else { text.trim() };
        let number = text.parse::<f64>().is_ok_and(|lr| lr > 0.0 && lr.is_finite());
        let words = Self { words: format!("constant lr={text}"), like: Like::Own };
        if number || words.are_found() && !text.contains(char::is_whitespace) {
            return Ok(words);
        }
        let message = format!("--lr: `{text}` is no step size, which is a number above 0");
        Err(Failure::new(Exit::Usage, message)
            .with_help(format!("or auto, or one of {}, which a range test finds", FOUND.join(", "))))
    }

    /// A schedule, by a library's conventions.
    pub(crate) fn new(words: &str, like: Option<&str>) -> Result<Self, Failure> {
        Self::read(words, like).map_err(|(problems, help)| {
            let list: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
            let failure = Failure::new(Exit::Usage, format!("--schedule `{words}`:{}", list.concat()));
            match help {
                Some(help) => failure.with_help(help),
                None => failure,
            }
        })
    }

    /// [`new`](Self::new) with its problems one by one, and what helps.
    pub(crate) fn read(words: &str, like: Option<&str>) -> Result<Self, (Vec<String>, Option<String>)> {
        let like = like.and_then(|like| LIBRARIES.iter().find(|(name, _)| *name == like));
        let made = Self { words: words.trim().to_owned(), like: like.map_or(Like::Own, |(_, like)| *like) };
        // What is wrong with it is told before a range test is run.
        problems(&made.replaced([0.1, 0.4, 0.05, 0.8]), made.like)?;
        Ok(made)
    }

    /// The schedule's name.
    pub(crate) fn name(&self) -> String {
        self.words.split_whitespace().next().unwrap_or("run").to_owned()
    }

    /// Whether some of its step sizes are to be found.
    pub(crate) fn are_found(&self) -> bool {
        self.replaced([1.0; 4]) != self.words
    }

    /// The schedule, with what was found in the place of the words for it.
    pub(crate) fn schedule(&self, found: Option<&Found>) -> Result<Schedule, Failure> {
        of_words(&self.replaced(found.map_or([1.0; 4], |found| found.values)), self.like)
    }

    /// The words, with what was found in their place.
    pub(crate) fn told(&self, found: Option<&Found>) -> String {
        let told = found.map_or(self.words.clone(), |found| {
            self.replaced(found.values.map(|value| significant(value, 4).parse().unwrap_or(value)))
        });
        let told =
            told.strip_prefix("constant lr=").map_or(told.clone(), |lr| format!("lr {lr} at every update"));
        if self.like == Like::Own {
            return told;
        }
        let library = LIBRARIES.iter().find(|(_, like)| *like == self.like).map_or("", |(name, _)| *name);
        format!("{told}, as {library} has it")
    }

    /// The words with values in place of those that are found: `max=maximum/2` becomes `max=0.8/2`.
    fn replaced(&self, values: [f64; 4]) -> String {
        let one = |word: &str| {
            let Some((key, value)) = word.split_once('=') else { return word.to_owned() };
            let (name, rest) = value.split_once('/').map_or((value, None), |(name, rest)| (name, Some(rest)));
            let Some(place) = FOUND.iter().position(|found| *found == name) else { return word.to_owned() };
            let rest = rest.map_or(String::new(), |rest| format!("/{rest}"));
            format!("{key}={}{rest}", values[place])
        };
        self.words.split_whitespace().map(one).collect::<Vec<_>>().join(" ")
    }
}

/// Finds step sizes by a range test of the training that they are for.
pub(crate) fn find(ready: &Ready, options: &Options, stop: &Stop) -> Result<Found, Failure> {
    let test = RangeTest { start: 1e-4, end: 10.0, batches: 100, seeds: vec![options.seed], held_out: false };
    // Some rules take far larger steps: a second test goes on where the first never diverged.
    find_by(ready, options, test.clone(), stop).or_else(|failure| match failure.exit {
        Exit::Failed if !stop.is_asked() => {
            find_by(ready, options, RangeTest { start: 0.01, end: 1e4, ..test }, stop)
        }
        _ => Err(failure),
    })
}

/// [`find`] by a given test.
pub(crate) fn find_by(
    ready: &Ready,
    options: &Options,
    test: RangeTest,
    stop: &Stop,
) -> Result<Found, Failure> {
    let rows = crate::ml::train::range_test(&ready.split, ready.model, options, &test, || !stop.is_asked())
        .map_err(|error| refused(&error))?;
    if stop.is_asked() {
        return Err(Failure::new(Exit::Interrupted, "interrupted during the range test"));
    }
    let log = Log::new(&rows).map_err(|error| none(&error.to_string()))?;
    let analysis = analyse(&log, range_test::Options { resamples: 0, ..Default::default() });
    let (Some(base), Some(maximum), Some((steepest, divergence))) =
        (analysis.base(), analysis.maximum(), analysis.zone())
    else {
        let said = analysis.verdicts.first().map_or("no zone".to_owned(), verdict);
        return Err(none(&said));
    };
    let tried = tries(&ready.split, ready.model, options, (steepest, divergence), stop)?;
    if stop.is_asked() {
        return Err(Failure::new(Exit::Interrupted, "interrupted while step sizes were tried"));
    }
    let best = tried
        .as_ref()
        .map(|tried| tried.best().ok_or_else(|| none("every step size that was tried diverges")));
    let (base, maximum) = match best.transpose()? {
        Some(best) => (best / 4.0, best),
        None => (base, maximum),
    };
    Ok(Found { test, values: [base, maximum, steepest, divergence], analysis, tried })
}

fn none(why: &str) -> Failure {
    Failure::new(Exit::Failed, format!("the range test found no step size: {why}"))
        .with_help("look at it with `learncurve ml range-test`, or give a number")
}

impl Found {
    /// What was found, in words and as an object.
    pub(crate) fn told(&self) -> (String, serde_json::Value) {
        let [base, maximum, steepest, divergence] = self.values;
        let lr = |value: f64| significant(value, 3);
        let seeds = match self.test.seeds.len() {
            1 => String::new(),
            count => format!(", the mean of {count} seeds"),
        };
        let how = match &self.tried {
            None => "So".to_owned(),
            Some(tried) => format!(
                "Of {} step sizes from {} to {}, each tried for {} updates, {} has the least loss in training. So",
                tried.runs.len(),
                lr(tried.runs[0].0),
                lr(tried.runs[tried.runs.len() - 1].0),
                tried.steps,
                lr(maximum)
            ),
        };
        let words = format!(
            "A range test of {} batches, lr {} to {}{seeds}: the loss falls most steeply at {} and diverges at {}. {how} base is {} and maximum {}.",
            self.test.batches,
            lr(self.test.start),
            lr(self.test.end),
            lr(steepest),
            lr(divergence),
            lr(base),
            lr(maximum)
        );
        let object = serde_json::json!({
            "start": self.test.start, "end": self.test.end, "batches": self.test.batches, "seeds": self.test.seeds,
            "steepest": steepest, "divergence": divergence, "base": base, "maximum": maximum,
            "noise": self.analysis.noise,
            "tried": self.tried.as_ref().map(|tried| serde_json::json!({
                "updates": tried.steps,
                "runs": tried.runs.iter().map(|(lr, loss)| serde_json::json!({ "lr": lr, "loss": loss })).collect::<Vec<_>>(),
            })),
        });
        (words, object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_what_is_found_are_replaced_where_they_are_values() {
        let words = Words::new("triangular2 base=maximum/4 max=maximum step_size=90", None).unwrap();
        assert!(words.are_found());
        assert_eq!(words.replaced([0.5, 2.0, 1.0, 4.0]), "triangular2 base=2/4 max=2 step_size=90");
        let schedule = of_words(&words.replaced([0.5, 2.0, 1.0, 4.0]), Like::Own).unwrap();
        assert!((schedule.at(0) - 0.5).abs() < 1e-15 && (schedule.at(90) - 2.0).abs() < 1e-15);
        assert!(!Words::new("cosine lr=0.1 steps=10", None).unwrap().are_found());
    }

    #[test]
    fn step_sizes_are_numbers_above_0_or_words_for_them() {
        for text in ["0.1", "auto", "maximum", "divergence/3"] {
            assert!(Words::lr(text).is_ok(), "{text}");
        }
        for text in ["0", "-1", "nan", "inf", "fast", "1 steps=3", ""] {
            assert_eq!(Words::lr(text).unwrap_err().exit, Exit::Usage, "{text}");
        }
    }
}
