//! What the commands of `ml` write, in every format.

use serde_json::Value;

use super::super::exit::{Exit, Failure};
use super::super::width;
use crate::render::sheet::{self, Block};
use crate::render::{Format, page};

/// One report in all its forms.
pub(super) struct Written {
    /// As a document, for text and Markdown.
    pub(super) blocks: Vec<Block>,
    /// As one table, for CSV.
    pub(super) heading: Vec<String>,
    /// The rows of that table, with all the digits that there are.
    pub(super) rows: Vec<Vec<String>>,
    /// As JSON.
    pub(super) json: Value,
}

impl Written {
    /// The report in a format.
    pub(super) fn render(&self, format: Format) -> Result<String, Failure> {
        let failed = |message: String| Failure::new(Exit::Io, message);
        match sheet::write(&self.blocks, None, format, width()) {
            Some(written) => Ok(written),
            None if format == Format::Csv => page::table(&self.heading, &self.rows).map_err(failed),
            None if format == Format::Xlsx => Err(failed(crate::render::NO_WORKBOOK.to_owned())),
            None => serde_json::to_string(&self.json)
                .map(|line| line + "\n")
                .map_err(|error| failed(error.to_string())),
        }
    }
}

/// Texts as the cells of a heading.
pub(super) fn cells<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}

/// A number with all its digits, blank where it is none.
pub(super) fn exact(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

/// An lr from an argument: above 0.
pub(super) fn lr(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(number) if number > 0.0 && number.is_finite() => Ok(number),
        _ => Err("lr is the optimiser's step size, a number above 0".to_owned()),
    }
}
