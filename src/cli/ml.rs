//! `ml`: the step size of machine learning, and what training costs.

mod range_test;
mod shared;

use clap::Subcommand;

use super::exit::{Exit, Failure};

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Ml {
    /// Read a range test: the phases, the zone of good step sizes, and what well-known finders say
    #[command(
        after_help = "Examples:\n  learncurve ml range-test lr_find.csv --plot\n  learncurve ml range-test log.csv --lr-column lr --loss-column val_loss --format json\n\nThe log has a row for each batch of one run whose lr rises; a loss that is NaN or blank is divergence."
    )]
    RangeTest(range_test::RangeTest),
}

pub(super) fn run(command: &Ml) -> Result<Exit, Failure> {
    match command {
        Ml::RangeTest(args) => range_test::run(args),
    }
}
