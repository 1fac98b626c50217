//! Whole-program tests: what a user types, and what comes back.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod across;
mod bad_input;
mod batch;
mod batch_files;
mod browser;
mod certified;
mod commands;
mod corpus;
mod coverage;
mod diagnose;
mod errors;
mod faults;
mod fit_command;
mod fit_statistics;
mod fitted;
mod gallery;
mod golden;
mod ml;
mod ml_alpha;
mod ml_cost;
mod ml_extrapolate;
mod ml_extrapolate_cost;
mod ml_money;
mod ml_optimizer;
mod ml_sweep;
mod ml_train;
mod plot;
mod plots;
mod program;
mod published;
mod readme;
mod report;
mod scenarios;
mod schema;
mod tables;
mod tidy;
mod tools;
mod ways;
mod workbook;
mod working;
