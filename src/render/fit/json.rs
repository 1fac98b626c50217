//! A report of fits as one JSON object.

use serde_json::{Map, Value, json};

use super::{Report, blocks};
use crate::estimate::Estimated;
use crate::estimate::compare::Comparison;
use crate::estimate::predict::{How, Interval, Prediction};

pub(super) fn render(report: &Report<'_>, rows: bool) -> Result<String, String> {
    let data = &report.read.data;
    let fits: Vec<Value> = report
        .fits
        .iter()
        .zip(report.predictions)
        .map(|(fit, predictions)| one(report, fit, predictions, rows))
        .collect();
    let mut object = json!({
        "schema": 1,
        "file": report.name,
        "data": { "kind": data.kind().name(), "n": data.len(), "unit": report.read.unit, "rates": data.has_rates() },
        "fits": fits,
    });
    if let (Some(comparison), Some(object)) = (report.comparison, object.as_object_mut()) {
        object.insert("comparison".to_owned(), ranking(comparison));
    }
    serde_json::to_string(&object).map(|line| line + "\n").map_err(|error| error.to_string())
}

fn one(report: &Report<'_>, fit: &Estimated, predictions: &[Prediction], rows: bool) -> Value {
    let parameters: Vec<Value> = fit
        .coefficients
        .iter()
        .map(|one| {
            json!({
                "name": one.name, "value": one.value, "std_error": one.std_error, "t": one.t, "p": one.p,
                "low": one.low, "high": one.high, "at_bound": one.at_bound,
            })
        })
        .collect();
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
    put("model", json!(fit.model.name()));
    put("basis", json!(basis(fit)));
    put("method", json!(fit.method.name()));
    put("level", json!(fit.level));
    put("parameters", Value::Array(parameters));
    put("n", json!(fit.summary.observations));
    put("dof", json!(fit.summary.dof));
    for (name, value) in blocks::statistics(fit) {
        put(name, json!(value));
    }
    put("correlations", json!(fit.correlations));
    if let Some(corrections) = &fit.corrections {
        put(
            "corrections",
            json!({
                "ping": corrections.ping, "smearing": corrections.smearing,
                "used": report.ahead.correction.name(),
            }),
        );
    }
    put(
        "search",
        json!({ "stopped": fit.stopped.name(), "evaluations": fit.effort.0, "starts": fit.effort.1, "rounds": fit.rounds }),
    );
    let simulated = predictions.iter().flat_map(|one| [one.confidence, one.prediction]).flatten();
    if simulated.into_iter().any(|interval| interval.how == How::Simulation) {
        put("simulation", json!({ "seed": report.ahead.seed, "draws": report.ahead.draws }));
    }
    put("predictions", predictions.iter().map(ahead).collect());
    if rows {
        let row = |row: &crate::estimate::Fitted| {
            json!({
                "row": row.observation.row, "at": row.observation.place.to_string(),
                "observed": row.observation.value, "fitted": row.fitted, "residual": row.residual,
                "studentised": row.studentised, "leverage": row.leverage, "cooks_distance": row.cooks_distance,
            })
        };
        put("rows", fit.rows.iter().map(row).collect());
    }
    let warnings = report.warnings(fit, predictions);
    let said = warnings.iter().map(|warning| json!(format!("{}: {}", warning.name, warning.message)));
    put("warnings", said.collect());
    Value::Object(object)
}

fn basis(fit: &Estimated) -> &'static str {
    match fit.model.basis() {
        crate::curve::Basis::Unit => "unit",
        crate::curve::Basis::CumulativeAverage => "cumulative-average",
    }
}

fn ahead(one: &Prediction) -> Value {
    let ends = |interval: Option<Interval>| interval.map(|interval| [interval.low, interval.high]);
    let how = |interval: Option<Interval>| interval.map(|interval| interval.how.name());
    json!({
        "first": one.lot.first(), "last": one.lot.last(), "value": one.value,
        "confidence": ends(one.confidence), "prediction": ends(one.prediction),
        "confidence_by": how(one.confidence), "prediction_by": how(one.prediction),
    })
}

fn ranking(comparison: &Comparison) -> Value {
    let one = |one: &crate::estimate::compare::Ranked| {
        json!({
            "model": one.fit.model.name(), "basis": basis(&one.fit), "parameters": one.fit.summary.parameters,
            "aicc": one.fit.summary.aicc, "behind": one.behind, "weight": one.weight,
            "left_out_error": one.left_out_error, "spe": one.fit.summary.spe,
        })
    };
    let failed =
        comparison.failed.iter().map(|(model, error)| json!({ "model": model, "error": error.to_string() }));
    let warnings =
        comparison.warnings.iter().map(|warning| json!(format!("{}: {}", warning.name, warning.message)));
    json!({
        "ranked": comparison.ranked.iter().map(one).collect::<Vec<Value>>(),
        "failed": failed.collect::<Vec<Value>>(),
        "warnings": warnings.collect::<Vec<Value>>(),
    })
}
