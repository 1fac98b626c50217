//! Whole-program tests: what a user types, and what comes back.

mod bad_input;
mod commands;
mod errors;
mod golden;
mod program;
mod published;
mod readme;
mod schema;
mod tidy;
mod working;
