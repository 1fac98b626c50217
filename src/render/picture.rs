//! What a picture draws, as numbers: CSV and JSON.

use serde_json::{Value, json};

use super::csv::cell;
use super::page::table;
use crate::plot::{At, Drawn, Panel, Picture, Scale};

const COLUMNS: [&str; 9] = ["panel", "series", "drawn", "x", "y", "low", "high", "to", "unit"];

/// The values of a picture: a row for each point, each lot, each place along a band.
///
/// # Errors
///
/// A message where the writer fails, which in memory it does not.
pub fn csv(picture: &Picture) -> Result<String, String> {
    let mut rows = Vec::new();
    for (place, panel) in picture.panels.iter().enumerate() {
        for series in panel.series.iter().rev() {
            let start = [(place + 1).to_string(), cell(&series.name), kind(&series.drawn).to_owned()];
            let mut row = |values: [Option<f64>; 5]| {
                let numbers = values.map(|value| value.map_or_else(String::new, |value| value.to_string()));
                let row = start.iter().cloned().chain(numbers);
                rows.push(row.chain(std::iter::once(cell(&panel.y.label))).collect::<Vec<String>>());
            };
            match &series.drawn {
                Drawn::Line(points) | Drawn::Beyond(points) | Drawn::Points(points) => {
                    for (x, y) in points.iter().filter(|point| point.1.is_finite()) {
                        row([Some(*x), Some(*y), None, None, None]);
                    }
                }
                Drawn::Band { ends, .. } => {
                    for (x, low, high) in ends.iter().filter(|end| end.1.is_finite() && end.2.is_finite()) {
                        row([Some(*x), None, Some(*low), Some(*high), None]);
                    }
                }
                Drawn::Spans(spans) => {
                    for (from, to, y) in spans {
                        row([Some(*from), Some(*y), None, None, Some(*to)]);
                    }
                }
            }
        }
    }
    table(&COLUMNS.map(str::to_owned), &rows)
}

/// The picture as an object: titles, axes, series and landmarks; where the pen is lifted, y is null.
///
/// # Errors
///
/// A message where the writer fails, which in memory it does not.
pub fn json(picture: &Picture) -> Result<String, String> {
    let panels: Vec<Value> = picture.panels.iter().map(panel).collect();
    let object =
        json!({ "schema": 1, "title": picture.title, "subtitle": picture.subtitle, "panels": panels });
    serde_json::to_string(&object).map(|line| line + "\n").map_err(|error| error.to_string())
}

fn panel(panel: &Panel) -> Value {
    let axis = |axis: &crate::plot::Axis| {
        let scale = if axis.scale == Scale::Log { "log" } else { "linear" };
        json!({ "label": axis.label, "scale": scale, "low": axis.low, "high": axis.high })
    };
    let series = panel.series.iter().rev().map(|series| {
        let points = match &series.drawn {
            Drawn::Line(points) | Drawn::Beyond(points) | Drawn::Points(points) => json!(points),
            Drawn::Band { ends, .. } => json!(ends),
            Drawn::Spans(spans) => json!(spans),
        };
        json!({ "name": series.name, "drawn": kind(&series.drawn), "values": points })
    });
    let landmarks = panel.landmarks.iter().map(|landmark| match landmark.at {
        At::X(x) => json!({ "name": landmark.name, "x": x }),
        At::Y(y) => json!({ "name": landmark.name, "y": y }),
        At::Span(from, to) => json!({ "name": landmark.name, "from": from, "to": to }),
    });
    json!({
        "x": axis(&panel.x), "y": axis(&panel.y),
        "series": series.collect::<Vec<_>>(), "landmarks": landmarks.collect::<Vec<_>>(),
    })
}

fn kind(drawn: &Drawn) -> &'static str {
    match drawn {
        Drawn::Line(_) => "line",
        Drawn::Beyond(_) => "beyond",
        Drawn::Points(_) => "points",
        Drawn::Band { wide: true, .. } => "prediction",
        Drawn::Band { wide: false, .. } => "confidence",
        Drawn::Spans(_) => "lots",
    }
}
