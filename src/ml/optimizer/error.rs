//! Why there is no such optimiser.

use thiserror::Error as Derive;

/// Why there is no such optimiser.
#[derive(Debug, Clone, PartialEq, Derive)]
#[non_exhaustive]
pub enum Error {
    /// No rule has this name.
    #[error("there is no optimiser `{name}`: they are {}", super::NAMES.join(", "))]
    NoRule {
        /// The name that was given.
        name: String,
    },
    /// The rule has no such setting.
    #[error("`{rule}` has no setting `{key}`: it has {known}")]
    NoSetting {
        /// The rule's name.
        rule: &'static str,
        /// The key that was given.
        key: String,
        /// The keys that it has, as a list.
        known: String,
    },
    /// A setting's value is outside what the rule allows.
    #[error("`{key}` of `{rule}` is {value}: it has to be {allowed}")]
    OutOfRange {
        /// The rule's name.
        rule: &'static str,
        /// The setting.
        key: &'static str,
        /// The value that was given.
        value: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// Nesterov's momentum without what it looks ahead along.
    #[error(
        "`nesterov` needs a `momentum` above 0 and a `dampening` of 0: momentum is {momentum}, dampening {dampening}"
    )]
    Nesterov {
        /// The momentum.
        momentum: f64,
        /// The dampening.
        dampening: f64,
    },
    /// The least step is above the largest.
    #[error(
        "`smallest` is {smallest} and `largest` {largest}: the smallest step has to be at most the largest"
    )]
    Steps {
        /// The least step.
        smallest: f64,
        /// The largest step.
        largest: f64,
    },
}
