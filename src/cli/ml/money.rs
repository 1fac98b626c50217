//! `--price`, `--currency` and `--money`: what turns amounts into money.

use clap::Args;

use super::super::args::whole;
use crate::money::{Currency, Decimal, RoundingMode, without_dust};
use crate::question::training::Price;

// No doc comment: it would take the place of the description of the command.
// What something costs, in what, to how many places.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Money")]
pub(crate) struct Money {
    /// What it costs: 0.90/hour of a device; or /update, /sample, "/million tokens", /EFLOP. There is no default
    #[arg(long, value_name = "PRICE", value_parser = price, allow_hyphen_values = true)]
    pub(crate) price: Option<Price>,
    /// The currency, an ISO 4217 code
    #[arg(long, value_name = "CODE", value_parser = currency)]
    pub(crate) currency: Option<Currency>,
    /// Decimal places of money; default the currency's, else 2
    #[arg(long = "money", value_name = "PLACES", value_parser = whole::<u32, 0, 28>)]
    pub(crate) places: Option<u32>,
}

impl Money {
    /// The decimal places that are shown.
    pub(crate) fn decimals(&self) -> u32 {
        self.places.or(self.currency.map(Currency::minor_units)).unwrap_or(2)
    }

    /// An amount to the places that are shown, half up.
    pub(crate) fn rounded(&self, amount: Decimal) -> Decimal {
        RoundingMode::HalfUp.round(without_dust(amount), self.decimals())
    }

    /// The currency's code.
    pub(crate) fn code(&self) -> Option<String> {
        self.currency.map(|currency| currency.code().to_owned())
    }
}

fn price(text: &str) -> Result<Price, String> {
    Price::parse(text).map_err(|error| with_help(&error, error.help()))
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).map_err(|error| with_help(&error, error.help()))
}

fn with_help(error: &dyn std::fmt::Display, help: Option<String>) -> String {
    help.map_or_else(|| error.to_string(), |help| format!("{error}; {help}"))
}
