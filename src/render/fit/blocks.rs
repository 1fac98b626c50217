//! A report of fits as headings, lines and tables.

use super::super::sheet::Block;
use super::{Report, number, place, significant};
use crate::curve::Lot;
use crate::estimate::compare::Comparison;
use crate::estimate::predict::{Correction, How, Interval, Prediction};
use crate::estimate::{Estimated, Method};

pub(super) fn blocks(report: &Report<'_>, rows: bool) -> Vec<Block> {
    let mut made = vec![Block::Heading(1, report.name.to_owned()), Block::Line(report.data())];
    if let Some(comparison) = report.comparison {
        ranking(comparison, &mut made);
    }
    for (fit, predictions) in report.fits.iter().zip(report.predictions) {
        one(report, fit, predictions, rows, &mut made);
    }
    made
}

fn percent(value: f64) -> String {
    format!("{}%", significant(100.0 * value, 5))
}

fn maybe(value: Option<f64>, write: impl Fn(f64) -> String) -> String {
    value.filter(|value| value.is_finite()).map_or_else(|| "-".to_owned(), write)
}

/// A lot as people write it.
pub(super) fn lot(lot: Lot) -> String {
    if lot.quantity() == 1 { lot.first().to_string() } else { format!("{}..{}", lot.first(), lot.last()) }
}

fn one(report: &Report<'_>, fit: &Estimated, predictions: &[Prediction], rows: bool, made: &mut Vec<Block>) {
    made.push(Block::Heading(
        2,
        format!("{} by {} ({})", fit.model.label(), fit.method.title(), fit.method.name()),
    ));
    made.push(Block::Line(equation(fit)));
    parameters(report, fit, made);
    made.push(Block::Heading(3, "How good the fit is".to_owned()));
    let cells = readable(fit, report.unit());
    made.push(Block::Table(
        vec!["statistic".to_owned(), "value".to_owned()],
        cells.into_iter().map(|(name, value)| vec![name, value]).collect(),
    ));
    if let Some(corrections) = &fit.corrections {
        let used = match report.ahead.correction {
            Correction::None => "predictions are left at the medians",
            Correction::Ping => "predicted totals and where the curve lies are multiplied by the PING factor",
            Correction::Smearing => {
                "predicted totals and where the curve lies are multiplied by the smearing factor"
            }
        };
        made.push(Block::Line(format!(
            "The curve of a log fit goes through medians. To means: × {} (PING), × {} (smearing); {used}.",
            number(corrections.ping),
            number(corrections.smearing)
        )));
    }
    if !predictions.is_empty() {
        ahead(report, fit, predictions, made);
    }
    if rows {
        influence(fit, made);
    }
    let warnings = report.warnings(fit, predictions);
    if !warnings.is_empty() {
        made.push(Block::Heading(3, "Warnings".to_owned()));
        let points =
            warnings.iter().map(|warning| format!("{}: {}", warning.name, warning.message)).collect();
        made.push(Block::Points(points));
    }
}

/// The fitted curve as a formula with its numbers.
fn equation(fit: &Estimated) -> String {
    let what = match fit.model.basis() {
        crate::curve::Basis::Unit => "unit x",
        crate::curve::Basis::CumulativeAverage => "average of the first x",
    };
    let (_, formula) = fit.model.shape().written();
    let rate = if fit.model.has_rates() { " × q^c" } else { "" };
    let learning = fit
        .coefficient("learning_rate")
        .map(|rate| match (rate.low, rate.high) {
            (Some(low), Some(high)) => format!(
                "; a learning rate of {} ({} interval {} to {})",
                percent(rate.value),
                percent(fit.level),
                percent(low),
                percent(high)
            ),
            _ => format!("; a learning rate of {}", percent(rate.value)),
        })
        .unwrap_or_default();
    format!("{what} = T1 × {formula}{rate}{learning}")
}

fn parameters(report: &Report<'_>, fit: &Estimated, made: &mut Vec<Block>) {
    let heading = ["parameter", "value", "std error", "%", "t", "p"];
    let mut heading: Vec<String> = heading.map(str::to_owned).to_vec();
    heading.push(format!("{} low", percent(fit.level)));
    heading.push("high".to_owned());
    let rows = fit.coefficients.iter().map(|one| {
        let rate = matches!(one.name.as_str(), "learning_rate" | "rate_slope");
        let write = |value: f64| if rate { percent(value) } else { number(value) };
        let unit = if matches!(one.name.as_str(), "first_unit" | "floor") { report.unit() } else { "" };
        let bound = if one.at_bound { " (at its bound)" } else { "" };
        let name = match unit {
            "" => format!("{}{bound}", one.name),
            unit => format!("{}, {unit}{bound}", one.name),
        };
        let share = one.std_error.map(|error| 100.0 * error / one.value.abs());
        vec![
            name,
            write(one.value),
            maybe(one.std_error, |error| if rate { percent(error) } else { significant(error, 4) }),
            maybe(share, |share| significant(share, 3)),
            maybe(one.t, |t| significant(t, 4)),
            maybe(one.p, |p| if p < 1e-12 { "<1e-12".to_owned() } else { significant(p, 3) }),
            maybe(one.low, write),
            maybe(one.high, write),
        ]
    });
    made.push(Block::Table(heading, rows.collect()));
    let names = fit.model.parameters();
    let mut pairs = Vec::new();
    for (place, one) in names.iter().enumerate() {
        for (other_place, other) in names.iter().enumerate().skip(place + 1) {
            if let Some(correlation) = fit.correlations[place][other_place] {
                pairs.push(format!("{} and {} {correlation:.3}", one.name, other.name));
            }
        }
    }
    if !pairs.is_empty() {
        made.push(Block::Line(format!("Correlations: {}", pairs.join(", "))));
    }
    if fit.method == Method::Zmpe {
        made.push(Block::Line(
            "ZMPE has no standard errors: its constraint is not a sum of squares.".to_owned(),
        ));
    }
}

/// The statistics by the names that JSON and CSV have for them.
pub(super) fn statistics(fit: &Estimated) -> Vec<(&'static str, Option<f64>)> {
    let s = &fit.summary;
    vec![
        ("see", s.see),
        ("see_fit", s.see_fit),
        ("spe", s.spe),
        ("cv", s.cv),
        ("sse", Some(s.sse)),
        ("r_squared", s.r_squared),
        ("adjusted_r_squared", s.adjusted_r_squared),
        ("r_squared_unit_space", s.r_squared_unit_space),
        ("f", s.f.map(|(f, _)| f)),
        ("f_p", s.f.map(|(_, p)| p)),
        ("aicc", s.aicc),
        ("bic", s.bic),
        ("durbin_watson", s.durbin_watson),
        ("mape", Some(s.mape)),
        ("bias", Some(s.bias)),
        ("mae", Some(s.mae)),
    ]
}

/// The statistics with names for people, errors before R², which is near 1 for almost anything in logarithms.
fn readable(fit: &Estimated, unit: &str) -> Vec<(String, String)> {
    let s = &fit.summary;
    let space = if fit.method.is_log() {
        "in logarithms"
    } else if fit.method.is_relative() {
        "in shares"
    } else {
        "in values"
    };
    let in_unit =
        |value: f64| if unit.is_empty() { number(value) } else { format!("{} {unit}", number(value)) };
    let f = s.f.map(|(f, p)| format!("{} (p {})", significant(f, 5), significant(p, 3)));
    let rows = [
        (
            "rows, parameters, degrees of freedom".to_owned(),
            format!("{}, {}, {}", s.observations, s.parameters, s.dof),
        ),
        ("standard error of the estimate (SEE)".to_owned(), maybe(s.see, in_unit)),
        (format!("standard error {space}"), maybe(s.see_fit, number)),
        ("standard percentage error (SPE)".to_owned(), maybe(s.spe, percent)),
        ("coefficient of variation (SEE / mean)".to_owned(), maybe(s.cv, percent)),
        ("mean absolute percentage error".to_owned(), percent(s.mape)),
        ("mean percentage error (bias)".to_owned(), percent(s.bias)),
        (format!("R² {space}"), maybe(s.r_squared, |r| significant(r, 6))),
        ("adjusted R²".to_owned(), maybe(s.adjusted_r_squared, |r| significant(r, 6))),
        (
            "r² in unit space (observed, fitted)".to_owned(),
            maybe(s.r_squared_unit_space, |r| significant(r, 6)),
        ),
        ("F against a constant".to_owned(), f.unwrap_or_else(|| "-".to_owned())),
        ("AICc".to_owned(), maybe(s.aicc, |a| format!("{a:.2}"))),
        ("BIC".to_owned(), maybe(s.bic, |b| format!("{b:.2}"))),
        ("Durbin-Watson".to_owned(), maybe(s.durbin_watson, |d| format!("{d:.3}"))),
        (
            "search".to_owned(),
            match fit.effort {
                (_, 0) => fit.stopped.name().to_owned(),
                (evaluations, starts) => {
                    let starts = if starts == 1 { "1 start".to_owned() } else { format!("{starts} starts") };
                    format!("{}, {evaluations} evaluations from {starts}", fit.stopped.name())
                }
            },
        ),
    ];
    rows.into_iter().collect()
}

fn ahead(report: &Report<'_>, fit: &Estimated, predictions: &[Prediction], made: &mut Vec<Block>) {
    made.push(Block::Heading(3, format!("Predictions, {} intervals", percent(fit.level))));
    let heading =
        ["units", "total", "average", "confidence", "", "prediction", ""].map(str::to_owned).to_vec();
    let ends = |interval: Option<Interval>| match interval {
        Some(interval) => [number(interval.low), number(interval.high)],
        None => ["-".to_owned(), "-".to_owned()],
    };
    let rows = predictions.iter().map(|one| {
        let average = one.value / crate::curve::count(one.lot.quantity());
        let mut row = vec![lot(one.lot), number(one.value), number(average)];
        row.extend(ends(one.confidence));
        row.extend(ends(one.prediction));
        row
    });
    made.push(Block::Table(heading, rows.collect()));
    let mut how: Vec<String> = Vec::new();
    for interval in predictions.iter().flat_map(|one| [one.confidence, one.prediction]).flatten() {
        let name = match interval.how {
            How::Simulation => {
                format!("simulation ({} draws, seed {})", report.ahead.draws, report.ahead.seed)
            }
            how => how.name().to_owned(),
        };
        if !how.contains(&name) {
            how.push(name);
        }
    }
    if !how.is_empty() {
        made.push(Block::Line(format!(
            "Confidence: where the curve lies; prediction: where the units' own total will. By {}.",
            how.join(", ")
        )));
    }
    if predictions.iter().any(|one| one.prediction.is_none()) && fit.method != Method::Zmpe {
        made.push(Block::Line(
            "No prediction interval where the data say nothing of the error of such units themselves."
                .to_owned(),
        ));
    }
}

fn influence(fit: &Estimated, made: &mut Vec<Block>) {
    made.push(Block::Heading(3, "Rows".to_owned()));
    let heading = ["at", "observed", "fitted", "error", "studentised", "leverage", "Cook's D"];
    let rows = fit.rows.iter().map(|row| {
        let at = if fit.method == Method::Midpoints {
            format!("midpoint {}", place(row.observation.place.last()))
        } else {
            row.observation.place.to_string()
        };
        vec![
            at,
            number(row.observation.value),
            number(row.fitted),
            percent(row.observation.value / row.fitted - 1.0),
            maybe(row.studentised, |value| format!("{value:.3}")),
            maybe(row.leverage, |value| format!("{value:.3}")),
            maybe(row.cooks_distance, |value| format!("{value:.3}")),
        ]
    });
    made.push(Block::Table(heading.map(str::to_owned).to_vec(), rows.collect()));
}

fn ranking(comparison: &Comparison, made: &mut Vec<Block>) {
    let method = comparison.ranked[0].fit.method;
    made.push(Block::Heading(2, format!("Models ranked, by {}", method.title())));
    let heading = ["model", "k", "AICc", "behind", "weight", "left-out error", "SPE", "learning rate"];
    let rows = comparison.ranked.iter().map(|one| {
        let summary = &one.fit.summary;
        vec![
            one.fit.model.label(),
            summary.parameters.to_string(),
            maybe(summary.aicc, |criterion| format!("{criterion:.2}")),
            maybe(one.behind, |behind| format!("{behind:.2}")),
            maybe(one.weight, |weight| format!("{weight:.3}")),
            maybe(one.left_out_error, |error| significant(error, 4)),
            maybe(summary.spe, percent),
            maybe(one.fit.coefficient("learning_rate").map(|rate| rate.value), percent),
        ]
    });
    made.push(Block::Table(heading.map(str::to_owned).to_vec(), rows.collect()));
    let way =
        if comparison.by_leverage { "by leverage" } else { "each row left out and foretold from the others" };
    made.push(Block::Line(format!("Left-out error: root mean square, {way}, in the space of the fit.")));
    if !comparison.failed.is_empty() {
        let each = comparison.failed.iter().map(|(model, error)| format!("{model}: {error}")).collect();
        made.push(Block::Line("Not fitted:".to_owned()));
        made.push(Block::Points(each));
    }
    if !comparison.warnings.is_empty() {
        let points = comparison
            .warnings
            .iter()
            .map(|warning| format!("{}: {}", warning.name, warning.message))
            .collect();
        made.push(Block::Points(points));
    }
}
