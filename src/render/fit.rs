//! Fits as text, Markdown, CSV and JSON.

mod blocks;
mod json;

use super::{Format, sheet};
use crate::estimate::compare::Comparison;
use crate::estimate::predict::{self, Prediction};
use crate::estimate::table::Read;
use crate::estimate::{Estimated, Kind, Warning};
use crate::plot::Picture;

/// All that a report of fits is made from.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// Where the data are from.
    pub name: &'a str,
    /// The data.
    pub read: &'a Read,
    /// The fits.
    pub fits: &'a [Estimated],
    /// What each fit predicts.
    pub predictions: &'a [Vec<Prediction>],
    /// How predictions were made.
    pub ahead: predict::Options,
    /// The ranking, where every model was fitted.
    pub comparison: Option<&'a Comparison>,
}

impl Report<'_> {
    /// What values are in: the unit that the heading says, or what they are.
    fn unit(&self) -> &str {
        self.read.unit.as_deref().unwrap_or("")
    }

    /// The warnings of a fit and of what it predicts.
    fn warnings(&self, fit: &Estimated, predictions: &[Prediction]) -> Vec<Warning> {
        fit.warnings.iter().cloned().chain(predict::warning(fit, predictions, &self.ahead)).collect()
    }

    /// A line about the data.
    fn data(&self) -> String {
        let data = &self.read.data;
        let rows = data.len();
        let what = match data.kind() {
            Kind::Unit => "units",
            Kind::Lot => "lots",
            Kind::Average => "cumulative averages",
        };
        let rates = if data.has_rates() { ", each with its production rate" } else { "" };
        format!("{rows} {what}{rates}, up to unit {}", place(data.last()))
    }
}

/// Writes a report of fits, with a picture where the format holds pictures.
///
/// # Errors
///
/// What the format can't hold, as a message.
pub fn render(
    report: &Report<'_>,
    picture: Option<&Picture>,
    format: Format,
    rows: bool,
    width: usize,
) -> Result<String, String> {
    match format {
        Format::Json => json::render(report, rows),
        Format::Csv => csv(report),
        Format::Xlsx => Err(super::NO_WORKBOOK.to_owned()),
        _ => Ok(sheet::write(&blocks::blocks(report, rows), picture, format, width).unwrap_or_default()),
    }
}

/// A number to six significant digits, plain where it can be.
pub(crate) fn number(value: f64) -> String {
    significant(value, 6)
}

/// Where something lies among the units: to six significant digits, or to whole units where these take more.
pub(crate) fn place(unit: f64) -> String {
    let before_the_point = if unit >= 1.0 { format!("{unit:.0}").len() } else { 1 };
    significant(unit, before_the_point.max(6))
}

/// A number to so many significant digits, without zeros at its end.
pub(crate) fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return value.to_string();
    }
    let written = format!("{value:.*e}", digits - 1);
    let Some((mantissa, power)) = written.split_once('e') else {
        return written;
    };
    let power: i32 = power.parse().unwrap_or(0);
    if !(-5..15).contains(&power) {
        let mantissa = if mantissa.contains('.') {
            mantissa.trim_end_matches('0').trim_end_matches('.')
        } else {
            mantissa
        };
        return format!("{mantissa}e{power}");
    }
    let places = usize::try_from(i32::try_from(digits).unwrap_or(6) - 1 - power).unwrap_or(0);
    let rounded: f64 = written.parse().unwrap_or(value);
    let plain = format!("{rounded:.places$}");
    if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.').to_owned() } else { plain }
}

/// A row for each parameter, statistic and prediction of each fit.
fn csv(report: &Report<'_>) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let say = |error: csv::Error| error.to_string();
    writer
        .write_record(["file", "model", "method", "what", "name", "value", "std_error", "low", "high"])
        .map_err(say)?;
    let cell =
        |value: Option<f64>| value.filter(|value| value.is_finite()).map_or(String::new(), |v| v.to_string());
    for (fit, predictions) in report.fits.iter().zip(report.predictions) {
        let mut row = |what: &str, name: &str, values: [Option<f64>; 4]| {
            let mut record =
                vec![super::csv::cell(report.name), fit.model.label(), fit.method.name().to_owned()];
            record.extend([what.to_owned(), name.to_owned()]);
            record.extend(values.map(cell));
            writer.write_record(&record).map_err(say)
        };
        for one in &fit.coefficients {
            row("parameter", &one.name, [Some(one.value), one.std_error, one.low, one.high])?;
        }
        for (name, value) in blocks::statistics(fit) {
            row("statistic", name, [value, None, None, None])?;
        }
        for one in predictions {
            let lot = blocks::lot(one.lot);
            let ends =
                |interval: Option<predict::Interval>| (interval.map(|i| i.low), interval.map(|i| i.high));
            let (low, high) = ends(one.confidence);
            row("confidence", &lot, [Some(one.value), None, low, high])?;
            let (low, high) = ends(one.prediction);
            row("prediction", &lot, [Some(one.value), None, low, high])?;
        }
    }
    if let Some(comparison) = report.comparison {
        for one in &comparison.ranked {
            let mut record =
                vec![report.name.to_owned(), one.fit.model.label(), one.fit.method.name().to_owned()];
            record.extend(["ranking".to_owned(), "aicc".to_owned(), cell(one.fit.summary.aicc)]);
            record.extend([String::new(), String::new(), String::new()]);
            writer.write_record(&record).map_err(say)?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_to_their_significant_digits() {
        let written =
            [0.0, 1234.5678, 0.000_012_345_67, 1e-300, 1e20, -0.422_762_687, 999_999.96, 123_456_789.0]
                .map(number);
        assert_eq!(
            written,
            ["0", "1234.57", "0.0000123457", "1e-300", "1e20", "-0.422763", "1000000", "123457000"]
        );
    }

    #[test]
    fn a_place_is_a_whole_unit_at_least() {
        let written = [5.2, 45.234_234, 999_999.96, 1_234_567.0, 1_000_000_000_002.0, 999_999_999_999_999.0];
        assert_eq!(
            written.map(place),
            ["5.2", "45.2342", "1000000", "1234567", "1000000000002", "999999999999999"]
        );
    }
}
