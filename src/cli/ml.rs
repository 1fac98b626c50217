//! `ml`: the step size of machine learning, and what training costs.

use clap::Subcommand;

use super::exit::{Exit, Failure};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Ml {}

pub(super) fn run(command: &Ml) -> Result<Exit, Failure> {
    match *command {}
}
