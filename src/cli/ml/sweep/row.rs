//! The cells of one run, and what is wrong with them.

use super::columns::Named;
use super::target::Target;
use crate::money::{Decimal, parse_decimal};

/// One row with what is needed to read its cells.
pub(super) struct Row<'r> {
    pub(super) named: &'r Named<'r>,
    pub(super) line: usize,
    pub(super) cells: &'r [String],
    pub(super) problems: &'r mut Vec<String>,
}

impl Row<'_> {
    fn text(&self, column: usize) -> &str {
        self.cells[column].trim()
    }

    pub(super) fn is_blank(&self, column: usize) -> bool {
        self.text(column).is_empty()
    }

    pub(super) fn refuse(&mut self, column: usize, reason: &str) {
        self.problems.push(format!("line {}: `{}` {reason}", self.line, self.named.heading(column)));
    }

    /// A number above 0.
    pub(super) fn number(&mut self, column: usize) -> Option<f64> {
        let cell = self.text(column).to_owned();
        let reason = match cell.parse::<f64>() {
            _ if cell.is_empty() => "is blank".to_owned(),
            Ok(number) if number > 0.0 && number.is_finite() => return Some(number),
            Ok(_) => format!("is `{cell}`, and has to be a number above 0"),
            Err(_) => format!("is `{}`, which is no number", shown(&cell)),
        };
        self.refuse(column, &reason);
        None
    }

    pub(super) fn word(&mut self, column: usize) -> Option<bool> {
        let cell = self.text(column).to_lowercase();
        match cell.as_str() {
            "yes" | "true" | "1" | "y" => return Some(true),
            "no" | "false" | "0" | "n" => return Some(false),
            "" => self.refuse(column, "is blank, and is yes or no"),
            _ => self
                .refuse(column, &format!("is `{}`, and is yes or no (true or false, 1 or 0)", shown(&cell))),
        }
        None
    }

    /// Whether a metric meets the target; NaN, as of a run that diverged, and blanks don't.
    pub(super) fn metric(&mut self, column: usize, target: &Target) -> Option<bool> {
        let cell = self.text(column).to_owned();
        if cell.is_empty() || cell.eq_ignore_ascii_case("nan") {
            return Some(false);
        }
        match target.is_met(&cell) {
            Ok(met) => Some(met),
            Err(reason) => {
                self.refuse(column, &format!("is `{}`, {reason}", shown(&cell)));
                None
            }
        }
    }

    pub(super) fn money(&mut self, column: usize) -> Option<Decimal> {
        let cell = self.text(column).to_owned();
        match parse_decimal(&cell) {
            Ok(amount) if amount.is_sign_negative() && !amount.is_zero() => {
                self.refuse(column, &format!("is `{cell}`, and costs are 0 or more"));
                None
            }
            Ok(amount) => Some(amount),
            Err(error) => {
                self.refuse(column, &format!("is no amount: {error}"));
                None
            }
        }
    }
}

/// A cell as far as a message takes it.
fn shown(cell: &str) -> String {
    cell.chars().take(40).flat_map(char::escape_debug).collect()
}
