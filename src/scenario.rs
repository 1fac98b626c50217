//! Scenario files: from TOML text to checked scenarios, with the place of every mistake.

pub mod diagnostic;
