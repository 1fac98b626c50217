//! Forecasts and hindcasts as text, Markdown, CSV and JSON.

use serde_json::json;

use super::Format;
use super::fit::number;
use super::page::table;
use super::sheet::{self, Block};
use crate::estimate::forecast::{Ahead, Hindcast, Trend};

/// A forecast with what it was made from.
pub struct Forecast<'a> {
    /// Where the data are from.
    pub name: String,
    /// The trend.
    pub trend: Trend,
    /// The levels of the bands.
    pub levels: &'a [f64],
    /// Each period.
    pub ahead: &'a [Ahead],
    /// The growth of production that was assumed.
    pub growth: Option<f64>,
}

fn percent(value: f64) -> String {
    format!("{}%", super::fit::significant(100.0 * value, 4))
}

/// Writes a forecast.
///
/// # Errors
///
/// What the format can't hold, as a message.
pub fn forecast(report: &Forecast<'_>, format: Format, width: usize) -> Result<String, String> {
    let trend = &report.trend;
    if format == Format::Json {
        let ahead: Vec<serde_json::Value> = report
            .ahead
            .iter()
            .map(|one| {
                let bands = report.levels.iter().zip(&one.bands);
                let bands =
                    bands.map(|(level, (low, high))| json!({ "level": level, "low": low, "high": high }));
                json!({
                    "horizon": one.horizon, "experience": one.experience, "cost": one.cost,
                    "error": one.error, "bands": bands.collect::<Vec<_>>(),
                })
            })
            .collect();
        let object = json!({
            "schema": 1, "file": report.name,
            "trend": {
                "exponent": trend.exponent, "std_error": trend.std_error, "learning_rate": trend.exponent.exp2(),
                "noise": trend.noise, "autocorrelation": trend.autocorrelation, "dof": trend.dof,
            },
            "growth": report.growth, "forecast": ahead,
        });
        return serde_json::to_string(&object).map(|line| line + "\n").map_err(|error| error.to_string());
    }
    let mut heading: Vec<String> = ["period", "experience", "cost"].map(str::to_owned).to_vec();
    for level in report.levels {
        heading.push(format!("{} low", percent(*level)));
        heading.push("high".to_owned());
    }
    let rows: Vec<Vec<String>> = report
        .ahead
        .iter()
        .map(|one| {
            let mut row = vec![one.horizon.to_string(), number(one.experience), number(one.cost)];
            let none = if format == Format::Csv { "" } else { "-" };
            for (low, high) in &one.bands {
                row.extend([low, high].map(|end| end.map_or_else(|| none.to_owned(), number)));
            }
            row
        })
        .collect();
    if format == Format::Csv {
        return table(&heading, &rows);
    }
    let growth = report.growth.map_or_else(
        || "production as given".to_owned(),
        |growth| format!("production growing {} each period", percent(growth)),
    );
    let rate = trend.exponent.exp2();
    let rate =
        if rate.is_finite() { format!(" (a learning rate of {})", percent(rate)) } else { String::new() };
    let blocks = [
        Block::Heading(1, report.name.clone()),
        Block::Line(format!(
            "Costs go as cumulative production to the power {} ± {}{rate}, from {} differences; noise {} a period, autocorrelation {}; {growth}.",
            number(trend.exponent),
            number(trend.std_error),
            trend.dof + 1,
            number(trend.noise),
            trend.autocorrelation
        )),
        Block::Table(heading, rows),
    ];
    Ok(written(&blocks, format, width))
}

fn written(blocks: &[Block], format: Format, width: usize) -> String {
    sheet::write(blocks, None, format, width).unwrap_or_default()
}

/// Writes a hindcast.
///
/// # Errors
///
/// What the format can't hold, as a message.
pub fn hindcast(name: &str, made: &Hindcast, format: Format, width: usize) -> Result<String, String> {
    let (forecasts, coverage) = made.coverage();
    let share = |held: usize, of: usize| crate::curve::count(held as u64) / crate::curve::count(of as u64);
    if format == Format::Json {
        let horizons: Vec<serde_json::Value> = made
            .by_horizon
            .iter()
            .zip(1..)
            .map(|((forecasts, held, squares), horizon): (_, usize)| {
                let held: Vec<f64> = held.iter().map(|held| share(*held, *forecasts)).collect();
                let error = (squares / crate::curve::count(*forecasts as u64)).sqrt();
                json!({ "horizon": horizon, "forecasts": forecasts, "coverage": held, "error": error })
            })
            .collect();
        let object = json!({
            "schema": 1, "file": name, "levels": made.levels, "forecasts": forecasts, "coverage": coverage,
            "horizons": horizons,
        });
        return serde_json::to_string(&object).map(|line| line + "\n").map_err(|error| error.to_string());
    }
    let mut heading: Vec<String> = ["periods ahead", "forecasts"].map(str::to_owned).to_vec();
    heading.extend(made.levels.iter().map(|level| format!("in {} band", percent(*level))));
    heading.push("error (rms, ln)".to_owned());
    let mut rows: Vec<Vec<String>> = made
        .by_horizon
        .iter()
        .zip(1..)
        .map(|((forecasts, held, squares), horizon): (_, usize)| {
            let mut row = vec![horizon.to_string(), forecasts.to_string()];
            row.extend(held.iter().map(|held| percent(share(*held, *forecasts))));
            row.push(number((squares / crate::curve::count(*forecasts as u64)).sqrt()));
            row
        })
        .collect();
    let mut all = vec!["all".to_owned(), forecasts.to_string()];
    all.extend(coverage.iter().map(|share| percent(*share)));
    let squares: f64 = made.by_horizon.iter().map(|(.., squares)| squares).sum();
    all.push(number((squares / crate::curve::count(forecasts as u64)).sqrt()));
    rows.push(all);
    if format == Format::Csv {
        return table(&heading, &rows);
    }
    let held: Vec<String> = made
        .levels
        .iter()
        .zip(&coverage)
        .map(|(level, share)| format!("{} of the {} bands", percent(*share), percent(*level)))
        .collect();
    let blocks = [
        Block::Heading(1, name.to_owned()),
        Block::Line(format!(
            "Of {forecasts} forecasts from parts of this history, what came lay in {}. Forecasts from one history overlap, so that these shares vary more than as many coins would.",
            held.join(" and ")
        )),
        Block::Table(heading, rows),
    ];
    Ok(written(&blocks, format, width))
}
