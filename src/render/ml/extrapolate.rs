//! Reports of learning curves of models: the law, what lies beyond the data, and how such extrapolations did before.

mod blocks;
mod costs;
mod object;
mod picture;
mod words;

use super::super::fit::significant;
use super::super::page::Page;
use crate::ml::extrapolate::{Analysis, Errors, Options, Points};
use crate::plot::{self, Picture};

pub use costs::Costs;

/// One curve of a report.
pub struct Curve {
    /// What tells it from the others; empty where it is the only one.
    pub name: String,
    /// Its points with what is said of them, or why nothing is.
    pub said: Result<(Points, Analysis), String>,
}

/// Curves of one table.
pub struct Report {
    /// Where they are from.
    pub file: String,
    /// What amounts are called.
    pub amount: String,
    /// What errors are called.
    pub value: String,
    /// What errors the fits make least.
    pub errors: Errors,
    /// What was asked.
    pub options: Options,
    /// What amounts cost, where they have a price.
    pub costs: Option<Costs>,
    /// What a reader has to know of how the table was read.
    pub notes: Vec<String>,
    /// The curves, one at least of them with something said.
    pub curves: Vec<Curve>,
}

/// The report in every format.
pub fn page(report: &Report) -> Page {
    Page { blocks: blocks::blocks(report), table: object::table(report), object: object::object(report) }
}

/// The curves over logarithmic axes, with what is hidden from the test and what lies beyond the data.
pub fn picture(report: &Report) -> Picture {
    picture::picture(report)
}

/// An amount to four digits, whole from a hundred on, its thousands grouped.
pub(super) fn amount(value: f64) -> String {
    if !(1e-3..1e15).contains(&value) {
        return significant(value, 4);
    }
    let digits = if (100.0..1e3).contains(&value) { 3 } else { 4 };
    let rounded: f64 = format!("{value:.*e}", digits - 1).parse().unwrap_or(value);
    if rounded < 1e7 { plot::tick(rounded) } else { with_power(rounded, 4) }
}

/// A number to so many digits with a power of ten.
pub(super) fn with_power(value: f64, digits: usize) -> String {
    let written = format!("{value:.*e}", digits - 1);
    let (mantissa, power) = written.split_once('e').unwrap_or((&written, "0"));
    let trimmed = mantissa.trim_end_matches('0').trim_end_matches('.');
    format!("{}e{power}", if mantissa.contains('.') { trimmed } else { mantissa })
}

/// An error to four digits.
pub(super) fn error(value: f64) -> String {
    significant(value, 4)
}

/// A share as a percentage to three digits.
pub(super) fn percent(share: f64) -> String {
    if share.abs() < 1e-9 { "0%".to_owned() } else { format!("{}%", significant(100.0 * share, 3)) }
}

/// An interval in words.
pub(super) fn ends(interval: Option<(f64, f64)>, written: fn(f64) -> String) -> String {
    match interval {
        Some((low, high)) if high.is_finite() => format!("{} to {}", written(low), written(high)),
        Some((low, _)) => format!("{} or more", written(low)),
        None => String::new(),
    }
}

/// How many times, to two digits.
pub(super) fn times(value: f64) -> String {
    if value < 1e5 {
        plot::tick(significant(value, 2).parse().unwrap_or(value))
    } else {
        with_power(value, 2)
    }
}
