//! A sweep's report: who reached the target, the valleys, what sizes do, what it cost, and a picture.

mod costs;
mod object;
mod picture;
mod runs;
mod sizes;
mod valleys;

use super::super::fit::{number, significant};
use super::super::page::Page;
use super::super::sheet::Block;
use crate::ml::sweep::{Analysis, Standing, Sweep};

pub use costs::{Alternative, Costs, Plan};
pub use picture::picture;

/// All that a report of a sweep is made from.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// Where the runs are from.
    pub title: &'a str,
    /// What was trained, in sentences; empty for runs from elsewhere.
    pub about: &'a [String],
    /// The runs.
    pub sweep: &'a Sweep,
    /// What they say.
    pub analysis: &'a Analysis,
    /// The unit of times: `s`, `min`, `h`, or `updates` where they are counts.
    pub unit: &'a str,
    /// What groups are, as the column is called; none where runs stand in one group.
    pub grouped: Option<&'a str>,
    /// What sizes are, as the column is called.
    pub sized: Option<&'a str>,
    /// When a run has reached its target, in words.
    pub target: &'a str,
    /// The group of each run whose row is in every cell as one before it; empty for runs from elsewhere.
    pub copies: &'a [usize],
    /// The level of the intervals and tests.
    pub level: f64,
    /// The step sizes that were asked about.
    pub standings: &'a [Standing],
    /// What the runs cost; none without a price.
    pub costs: Option<&'a Costs>,
    /// A range test and one run in the place of the sweep.
    pub plan: Option<&'a Plan>,
    /// Range tests and single runs that were made to compare with; empty for runs from elsewhere.
    pub alternatives: &'a [Alternative],
}

impl Report<'_> {
    /// The name of a group as it stands in a table.
    fn group(&self, place: usize) -> String {
        if self.grouped.is_some() { self.sweep.groups()[place].clone() } else { "all runs".to_owned() }
    }

    /// A group's name before a clause about it, where there are groups; else the clause as a sentence.
    fn of(&self, place: usize, clause: &str) -> String {
        if self.grouped.is_some() {
            return format!("{}: {clause}", self.sweep.groups()[place]);
        }
        let mut letters = clause.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    }

    /// What groups are called.
    fn kind(&self) -> &str {
        self.grouped.unwrap_or("group")
    }

    fn percent(&self) -> String {
        percent(self.level)
    }
}

/// An lr to three digits, in powers of ten where it has many zeros.
fn lr(value: f64) -> String {
    if value < 0.999_5e-4 {
        let written = format!("{value:.2e}");
        let (mantissa, power) = written.split_once('e').unwrap_or((&written, "0"));
        let mantissa = if mantissa.contains('.') {
            mantissa.trim_end_matches('0').trim_end_matches('.')
        } else {
            mantissa
        };
        return format!("{mantissa}e{power}");
    }
    significant(value, 3)
}

/// A time to four.
fn time(value: f64) -> String {
    significant(value, 4)
}

fn percent(share: f64) -> String {
    format!("{}%", number(100.0 * share))
}

/// A share to a tenth of a percent.
fn share(part: f64, whole: f64) -> String {
    format!("{:.1}%", 100.0 * part / whole)
}

/// A p-value: not below what its distribution is good for.
fn chance(p: f64) -> String {
    if p < 1e-12 { "p < 1e-12".to_owned() } else { format!("p = {}", significant(p, 2)) }
}

/// `a, b and c`; long lists with what is left out counted.
fn list(values: &[f64]) -> String {
    const SHOWN: usize = 8;
    let mut written: Vec<String> = values.iter().take(SHOWN).map(|value| lr(*value)).collect();
    if values.len() > SHOWN {
        return format!("{} and {} more", written.join(", "), values.len() - SHOWN);
    }
    match written.pop() {
        Some(last) if !written.is_empty() => format!("{} and {last}", written.join(", ")),
        Some(only) => only,
        None => String::new(),
    }
}

/// The report of a sweep.
pub fn page(report: &Report<'_>) -> Page {
    let mut blocks = runs::blocks(report);
    blocks.extend(valleys::blocks(report));
    blocks.extend(sizes::blocks(report));
    blocks.extend(runs::asked(report));
    blocks.extend(costs::blocks(report));
    Page { blocks, table: object::table(report), object: object::object(report) }
}

fn heading<const N: usize>(names: [String; N]) -> Vec<String> {
    Vec::from(names)
}

fn title(text: impl Into<String>) -> Block {
    Block::Heading(2, text.into())
}
