//! Money: exact decimals, how they are read, rounded and written, and the one place where a float becomes one.

mod characters;
mod crossing;
mod currency;
mod error;
mod format;
mod iso4217;
mod parse;
mod rounding;
mod slip;

pub use rust_decimal::Decimal;

pub use crossing::{CrossingError, from_f64, round_f64, to_f64, without_dust};
pub use currency::{Currency, UnknownCurrency, minor_units};
pub use error::ParseError;
pub use format::{format_grouped, format_scientific, places};
pub use parse::parse_decimal;
pub use rounding::RoundingMode;
