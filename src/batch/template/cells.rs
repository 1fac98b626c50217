//! What cells must not be, whatever they would mean in a scenario.

use super::meaning::Literal;
use super::{From, Reason, Template};
use crate::estimate::table::is_grouped_by_points;
use crate::question::TimeUnit;

impl Template {
    /// Refuses, with a decimal comma, points that may set off thousands: `1.000` is a thousand to most who write commas.
    pub(super) fn check_points(&self, cells: &[&str]) -> Result<(), Reason> {
        if !self.decimal_comma {
            return Ok(());
        }
        for slot in &self.slots {
            let From::Column(place) = slot.from else { continue };
            let cell = cells.get(place).copied().unwrap_or_default().trim();
            let number = cell.split([' ', '%', ';']).next().unwrap_or(cell);
            let number = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            if is_grouped_by_points(number) {
                return Err(Reason(format!(
                    "{}: `{number}` may be in thousands: with --decimal-comma write {} or {}",
                    slot.name,
                    number.replace('.', ""),
                    number.replacen('.', ",", 1)
                )));
            }
        }
        Ok(())
    }

    /// Refuses times in another unit than their column's: the results of a column are in one unit.
    pub(super) fn check_units(&self, cells: &[&str]) -> Result<(), Reason> {
        for slot in self.slots.iter().filter(|slot| slot.literal == Literal::Time) {
            let From::Column(place) = slot.from else { continue };
            let cell = cells.get(place).copied().unwrap_or_default().trim();
            let own = cell.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or(cell);
            let column = if slot.unit.is_empty() { "h" } else { &slot.unit };
            if let Some(own) = TimeUnit::of_word(own)
                && Some(own) != TimeUnit::of_word(column)
            {
                let key = slot.key;
                return Err(Reason(format!(
                    "{}: `{cell}` is not in {column}, as its column is: write it so, or name the column `{key} ({})`",
                    slot.name,
                    own.symbol()
                )));
            }
        }
        Ok(())
    }
}
