//! Names of inputs that every spreadsheet takes as names.

use std::collections::{HashMap, HashSet};

use crate::formula::Cell;
use crate::live::Book;

/// The names that are taken so far, in lower case.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// A name for each input of a book that no other has.
    pub(super) fn of(&mut self, book: &Book) -> HashMap<Cell, String> {
        let mut names = HashMap::new();
        for input in book.inputs.iter().flat_map(|section| &section.rows) {
            let name = safe(&input.name);
            let unique =
                (1..).map(|number| if number == 1 { name.clone() } else { format!("{name}_{number}") });
            if let Some(name) = unique.into_iter().find(|name| self.taken.insert(name.to_lowercase())) {
                names.insert(input.cell, name);
            }
        }
        names
    }
}

/// A name that is no address of a cell, as `A1` or `R1C1` are, does not begin like one, and is no word that means something.
fn safe(name: &str) -> String {
    let lower = name.to_lowercase();
    let letters = lower.chars().take_while(char::is_ascii_alphabetic).count();
    let address = letters <= 3 && lower[letters..].starts_with(|c: char| c.is_ascii_digit());
    let word = matches!(lower.as_str(), "r" | "c" | "rc" | "true" | "false" | "na" | "pi" | "n" | "t");
    if address || word { format!("_{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_an_address_is_given_a_mark() {
        for address in ["R1", "T1", "A1", "xfd1048576", "R", "c", "R1C1", "rc", "TRUE", "C12", "R1_units"] {
            assert_eq!(safe(address), format!("_{address}"), "{address}");
        }
        for name in
            ["learning_rate", "units_1", "_1_units", "Labour_rate", "rate", "ABCD1", "first_time", "r_units"]
        {
            assert_eq!(safe(name), name);
        }
    }
}
