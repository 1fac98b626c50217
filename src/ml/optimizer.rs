//! Optimisers: what makes a step of a gradient and a step size.
//!
//! A [`Rule`] is the formula with its settings, an [`Optimizer`] the rule with its memory of past gradients. Settings and
//! their defaults are those of `PyTorch`, so that numbers can be held against it.

mod error;
mod limit;
mod rule;
mod settings;
mod update;

pub use error::Error;
pub use limit::Limit;
pub use rule::{NAMES, Rule};
pub use settings::Setting;

/// A rule with what it remembers of the gradients so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimizer {
    rule: Rule,
    /// The rule as it was given, before any momentum was cycled.
    given: Rule,
    steps: u64,
    memory: update::Memory,
}

impl Optimizer {
    /// An optimiser of `size` parameters that has seen no gradient yet.
    ///
    /// # Errors
    ///
    /// The first setting that is outside what the rule allows, with what it allows.
    ///
    /// # Example
    ///
    /// Adam's first step is lr long along every axis, whatever the gradient's size:
    ///
    /// ```
    /// use learncurve::ml::optimizer::{Optimizer, Rule};
    /// let mut adam = Optimizer::new(Rule::named("adam", &[])?, 2)?;
    /// let mut at = [1.0, -1.0];
    /// adam.step(&mut at, &[500.0, -0.002], 0.1);
    /// assert!((at[0] - 0.9).abs() < 1e-10 && (at[1] + 0.9).abs() < 1e-6);
    /// # Ok::<(), learncurve::ml::optimizer::Error>(())
    /// ```
    ///
    /// Source: D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015, section 2.1.
    pub fn new(rule: Rule, size: usize) -> Result<Self, Error> {
        rule.check()?;
        Ok(Self { rule, given: rule, steps: 0, memory: update::Memory::new(&rule, size) })
    }

    /// Moves parameters against a gradient, with step size `lr`.
    ///
    /// Both slices are as long as the optimiser was made for; where they are not, only the part that all share is moved.
    /// Nothing is checked on the way: a gradient or an lr that is not finite gives parameters that are not. [`Rule::Rprop`]
    /// takes `lr` as the size of its first step and ignores those that follow.
    pub fn step(&mut self, parameters: &mut [f64], gradient: &[f64], lr: f64) {
        self.steps += 1;
        update::step(&self.rule, &mut self.memory, self.steps, parameters, gradient, lr);
    }

    /// Takes a schedule's momentum for the next step, its own where the schedule cycles none; a rule without one stays as it is.
    pub fn follow(&mut self, momentum: Option<f64>) {
        self.rule = momentum.and_then(|momentum| self.given.with_momentum(momentum)).unwrap_or(self.given);
    }

    /// The rule.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// How many steps were made.
    pub fn steps(&self) -> u64 {
        self.steps
    }
}

#[cfg(test)]
mod golden_tests;
