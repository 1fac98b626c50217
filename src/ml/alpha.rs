//! The step size of reinforcement learning, α: how far an estimate moves to what it has just seen.
//!
//! `Q ← Q + α (r - Q)`: exponential smoothing, the same that makes a loss curve readable. At 0 nothing is learned, at 1 only the
//! newest counts; `1/t` gives the mean of all.

use thiserror::Error as Derive;

use crate::curve::count;

/// Why there is no such step size or task.
#[derive(Debug, Clone, Copy, PartialEq, Derive)]
#[non_exhaustive]
pub enum Error {
    /// α is outside of 0 to 1.
    #[error("α is {value}: it goes from 0 (learns nothing) to 1 (only the newest counts)")]
    Alpha {
        /// The value that was given.
        value: f64,
    },
    /// The discount is outside of 0 to 1.
    #[error("the discount is {value}: it goes from 0 to 1")]
    Discount {
        /// The value that was given.
        value: f64,
    },
}

/// How far an estimate moves to each new value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Alpha {
    /// The same share α each time.
    Fixed(f64),
    /// `1/t` at the `t`th value: the mean of all so far.
    Harmonic,
}

impl Alpha {
    /// The same share each time, from 0 to 1.
    ///
    /// # Errors
    ///
    /// A share that is outside, or no number.
    pub fn fixed(value: f64) -> Result<Self, Error> {
        if (0.0..=1.0).contains(&value) { Ok(Self::Fixed(value)) } else { Err(Error::Alpha { value }) }
    }

    /// The share for the `t`th value, from 1.
    pub fn at(self, t: u64) -> f64 {
        match self {
            Self::Fixed(share) => share,
            Self::Harmonic => 1.0 / count(t.max(1)),
        }
    }

    /// About how many of the newest values count: `1/α`, infinite at 0; none for `1/t`, where all do.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::alpha::Alpha;
    /// assert_eq!(Alpha::fixed(0.1)?.memory(), Some(10.0));
    /// # Ok::<(), learncurve::ml::alpha::Error>(())
    /// ```
    ///
    /// Source: R. S. Sutton and A. G. Barto, Reinforcement Learning, 2nd edition 2018, section 2.5.
    pub fn memory(self) -> Option<f64> {
        self.share().map(|share| 1.0 / share)
    }

    /// After how many values half of what was known is forgotten: `ln 2 / -ln(1 - α)`; 0 at 1, infinite at 0.
    pub fn half_life(self) -> Option<f64> {
        self.reach(0.5)
    }

    /// After how many values a share `reached` of a change has been followed: `ln(1 - reached) / ln(1 - α)`.
    ///
    /// `reached` lies between 0 and 1; none for `1/t`, which follows ever more slowly.
    pub fn reach(self, reached: f64) -> Option<f64> {
        // At 1 the logarithm is infinite, and the change is followed at once.
        self.share()
            .map(|share| if share == 0.0 { f64::INFINITY } else { (-reached).ln_1p() / (-share).ln_1p() })
    }

    /// What is left of the values' spread in the estimate, in the long run: `√(α / (2 - α))`; none for `1/t`, where it goes to 0.
    ///
    /// Of standard deviations, for values that don't depend on one another.
    ///
    /// # Example
    ///
    /// At 0.1 a noise of 1 is one of 0.23, which takes 28 values to get near a change:
    ///
    /// ```
    /// use learncurve::ml::alpha::Alpha;
    /// let alpha = Alpha::fixed(0.1)?;
    /// assert!((alpha.noise().unwrap() - (1.0_f64 / 19.0).sqrt()).abs() < 1e-15);
    /// assert_eq!(alpha.reach(0.95).unwrap().round(), 28.0);
    /// # Ok::<(), learncurve::ml::alpha::Error>(())
    /// ```
    ///
    /// Source: S. W. Roberts, Control chart tests based on geometric moving averages, Technometrics 1959.
    pub fn noise(self) -> Option<f64> {
        self.share().map(|share| (share / (2.0 - share)).sqrt())
    }

    fn share(self) -> Option<f64> {
        match self {
            Self::Fixed(share) => Some(share),
            Self::Harmonic => None,
        }
    }
}

/// An estimate that moves to each new value by a share: `Q ← Q + α (value - Q)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Smoother {
    alpha: Alpha,
    value: f64,
    seen: u64,
    /// How much of the start is still in it.
    left: f64,
}

impl Smoother {
    /// An estimate that starts at a value.
    ///
    /// # Example
    ///
    /// ```
    /// use learncurve::ml::alpha::{Alpha, Smoother};
    /// let mut mean = Smoother::new(Alpha::Harmonic, 0.0);
    /// let after: Vec<f64> = [1.0, 0.0, 1.0, 1.0].into_iter().map(|reward| mean.update(reward)).collect();
    /// assert_eq!(after[3], 0.75);
    /// ```
    pub fn new(alpha: Alpha, start: f64) -> Self {
        Self { alpha, value: start, seen: 0, left: 1.0 }
    }

    /// The same estimate, corrected as if it had taken in so many values more than it has: a well-known slip.
    #[must_use]
    pub fn shifted(mut self, values: u32) -> Self {
        for _ in 0..values {
            self.left *= 1.0 - self.alpha.at(self.seen + 1);
        }
        self
    }

    /// Takes a value in, and gives the estimate after it. What is infinite stays so, whatever is mixed into it.
    pub fn update(&mut self, value: f64) -> f64 {
        self.seen += 1;
        let share = self.alpha.at(self.seen);
        if self.value.is_finite() || value.is_nan() || share >= 1.0 {
            self.value += share * (value - self.value);
        }
        self.left *= 1.0 - share;
        self.value
    }

    /// The estimate.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The estimate without what a start at 0 still has in it: `Q / (1 - (1 - α)^t)`; none before anything was learned.
    ///
    /// Source: D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015, section 3.
    pub fn corrected(&self) -> Option<f64> {
        (self.left < 1.0).then(|| self.value / (1.0 - self.left))
    }
}

/// The values of a bandit of one arm after each of its rewards, from 0.
pub fn bandit(rewards: &[f64], alpha: Alpha) -> Vec<f64> {
    let mut value = Smoother::new(alpha, 0.0);
    rewards.iter().map(|reward| value.update(*reward)).collect()
}

/// The value of the first of `states` states in a corridor after each episode, all values starting at 0.
///
/// Each state leads to the next and the last one out, with a reward of 1; every episode updates the states from the first
/// to the last by `Q(s) ← Q(s) + α (r + discount Q(s + 1) - Q(s))`. The limit is `discount^(states - 1)`.
///
/// # Errors
///
/// A discount outside of 0 to 1.
///
/// # Example
///
/// ```
/// use learncurve::ml::alpha::{Alpha, corridor};
/// let first = corridor(4, 0.9, Alpha::fixed(1.0)?, 4)?;
/// assert!((first[3] - 0.729).abs() < 1e-15);
/// # Ok::<(), learncurve::ml::alpha::Error>(())
/// ```
///
/// Source: C. J. C. H. Watkins and P. Dayan, Q-learning, Machine Learning 8, 1992.
pub fn corridor(states: usize, discount: f64, alpha: Alpha, episodes: u64) -> Result<Vec<f64>, Error> {
    if !(0.0..=1.0).contains(&discount) {
        return Err(Error::Discount { value: discount });
    }
    let mut values = vec![0.0; states];
    let mut first = Vec::new();
    for episode in 1..=episodes {
        let share = alpha.at(episode);
        for state in 0..states {
            let target = values.get(state + 1).map_or(1.0, |next| discount * next);
            values[state] += share * (target - values[state]);
        }
        first.push(values.first().copied().unwrap_or(0.0));
    }
    Ok(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alpha(text: &str) -> Alpha {
        if text == "1/t" { Alpha::Harmonic } else { Alpha::fixed(text.parse().unwrap()).unwrap() }
    }

    #[test]
    fn bandits_and_corridors_learn_as_the_tables_say() {
        let text = include_str!("../../tests/ml/q_learning.csv");
        let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let number = |row: &[&str], place: usize| row[place].parse::<f64>().unwrap();
        for (task, shares) in
            [("bandit", &["0", "0.1", "0.5", "1", "1/t"][..]), ("corridor", &["0", "0.1", "0.5", "1"])]
        {
            for share in shares {
                let own: Vec<_> = rows.iter().filter(|row| row[0] == task && row[1] == *share).collect();
                let wanted: Vec<f64> = own.iter().map(|row| number(row, 4)).collect();
                let made = if task == "bandit" {
                    let rewards: Vec<f64> = own.iter().map(|row| number(row, 3)).collect();
                    bandit(&rewards, alpha(share))
                } else {
                    corridor(4, 0.9, alpha(share), wanted.len() as u64).unwrap()
                };
                assert!(wanted.len() >= 20);
                for (made, wanted) in made.iter().zip(&wanted) {
                    assert!(
                        (made - wanted).abs() <= 2.0 * f64::EPSILON,
                        "{task} {share}: {made} and {wanted}"
                    );
                }
            }
        }
    }

    #[test]
    fn nothing_is_learned_at_0_and_only_the_newest_counts_at_1() {
        let rewards = [3.0, -1.0, 7.5];
        assert_eq!(bandit(&rewards, alpha("0")), [0.0; 3]);
        assert_eq!(bandit(&rewards, alpha("1")), rewards);
        assert_eq!((alpha("0").memory(), alpha("0").half_life()), (Some(f64::INFINITY), Some(f64::INFINITY)));
        assert_eq!(
            (alpha("1").memory(), alpha("1").half_life(), alpha("1").noise()),
            (Some(1.0), Some(0.0), Some(1.0))
        );
        assert_eq!((Alpha::Harmonic.memory(), Alpha::Harmonic.noise()), (None, None));
    }

    #[test]
    fn half_lives_halve_what_was_known() {
        for share in ["0.01", "0.1", "0.5", "0.9"] {
            let Some(half) = alpha(share).half_life() else { panic!("{share}") };
            let left = (1.0 - alpha(share).at(1)).powf(half);
            assert!((left - 0.5).abs() < 1e-14, "{share}: {left}");
        }
    }

    #[test]
    fn a_corrected_estimate_of_a_constant_is_that_constant() {
        let mut smooth = Smoother::new(Alpha::fixed(0.02).unwrap(), 0.0);
        assert_eq!(smooth.corrected(), None);
        for _ in 0..5 {
            smooth.update(3.0);
            assert!((smooth.corrected().unwrap() - 3.0).abs() < 1e-14);
        }
        assert!(smooth.value() < 0.3);
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for value in [-0.1, 1.1, f64::NAN] {
            assert!(Alpha::fixed(value).is_err());
            assert!(corridor(4, value, Alpha::Harmonic, 1).is_err());
        }
    }
}
