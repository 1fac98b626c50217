//! The report as JSON, and as one table for CSV.

use serde_json::{Map, Value, json};

use super::{Report, costs, words};
use crate::ml::extrapolate::{Analysis, Caution, Coefficient, Fitted, Points, Ranked, Tail, Verdict};

/// A number, or null where it is none.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// The ends of an interval, each null where it is none.
fn ends(interval: Option<(f64, f64)>) -> Value {
    interval.map_or(Value::Null, |(low, high)| json!([finite(low), finite(high)]))
}

pub(super) fn object(report: &Report) -> Value {
    json!({
        "schema": 1, "file": report.file, "amount": report.amount, "value": report.value,
        "errors": report.errors.name(), "level": report.options.level, "notes": report.notes,
        "curves": report.curves.iter().map(|curve| {
            let mut object = Map::new();
            object.insert("curve".to_owned(), json!(curve.name));
            match &curve.said {
                Err(why) => {
                    object.insert("error".to_owned(), json!(why));
                }
                Ok((points, analysis)) => {
                    one(points, analysis, &mut object);
                    if report.costs.is_some() {
                        object.insert("costs".to_owned(), costs::object(report, points, analysis));
                    }
                }
            }
            Value::Object(object)
        }).collect::<Vec<_>>(),
    })
}

fn one(points: &Points, analysis: &Analysis, object: &mut Map<String, Value>) {
    let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
    put(
        "points",
        json!({
            "given": points.given(), "fitted": points.points().len(), "first": points.first(), "last": points.last(),
            "sorted": points.was_sorted(), "repeated": points.repeated(),
        }),
    );
    put("law", json!(analysis.fit().curve.law.name()));
    put("intervals_by", json!(analysis.bands().curve.law.name()));
    put("laws", analysis.laws.iter().map(ranked).collect());
    put(
        "failed",
        analysis
            .failed
            .iter()
            .map(|(law, why)| json!({ "law": law.name(), "error": why.to_string() }))
            .collect(),
    );
    put(
        "ahead",
        analysis
            .ahead
            .iter()
            .map(|one| {
                json!({
                    "amount": one.amount, "value": finite(one.foretold.value),
                    "confidence": ends(one.foretold.confidence), "prediction": ends(one.foretold.prediction),
                    "laws_left": ends(Some(one.span)),
                })
            })
            .collect(),
    );
    put(
        "targets",
        analysis
            .reaches
            .iter()
            .map(|one| {
                json!({ "target": one.target, "amount": one.amount, "low": one.low, "high": one.high, "reached": one.amount.is_some() })
            })
            .collect(),
    );
    put(
        "doublings",
        analysis
            .doublings
            .iter()
            .map(|one| json!({ "from": one.from, "value": one.value, "gain": one.gain, "interval": ends(one.interval) }))
            .collect(),
    );
    put("slope_at_last", json!(finite(analysis.fit().curve.slope(points.last()))));
    put("worth", analysis.worth.iter().map(|one| json!({ "gain": one.gain, "from": one.from })).collect());
    put("test", analysis.tail.as_ref().map_or(Value::Null, test));
    put(
        "warnings",
        analysis
            .cautions
            .iter()
            .map(|caution: &Caution| json!({ "code": caution.name(), "message": words::caution(caution) }))
            .collect(),
    );
}

fn ranked(one: &Ranked) -> Value {
    let (fit, summary) = (&one.fit, &one.fit.summary);
    json!({
        "law": fit.curve.law.name(), "formula": fit.curve.law.formula(),
        "parameters": fit.coefficients.iter().map(|one: &Coefficient| json!({
            "name": one.name, "value": one.value, "std_error": one.std_error, "interval": ends(one.interval), "at_bound": one.at_bound,
        })).collect::<Vec<_>>(),
        "dof": summary.dof, "sum_of_squares": summary.sum_of_squares, "see": summary.see, "see_values": summary.see_values,
        "r_squared": summary.r_squared, "aicc": summary.aicc, "durbin_watson": summary.durbin_watson,
        "aicc_above_least": one.behind, "akaike_weight": one.weight,
    })
}

fn test(tail: &Tail) -> Value {
    let verdict = match tail.verdict {
        Verdict::Held => "held",
        Verdict::TooHigh => "too-high",
        Verdict::TooLow => "too-low",
        Verdict::Missed => "missed",
    };
    json!({
        "seen": tail.seen, "seen_to": tail.seen_to, "hidden": tail.hidden, "last": tail.last, "observed": tail.observed,
        "inside": tail.inside, "verdict": verdict,
        "laws": tail.misses.iter().map(|miss| json!({
            "law": miss.law.name(), "typical": miss.typical, "bias": miss.bias, "at_last": finite(miss.last),
        })).collect::<Vec<_>>(),
    })
}

/// A row for each figure: the curve, the law, what it is, at which amount or target, its value, and the ends of its interval.
pub(super) fn table(report: &Report) -> (Vec<String>, Vec<Vec<String>>) {
    let heading =
        ["curve", "law", "what", "name", "value", "low", "high", "prediction_low", "prediction_high"];
    let mut rows = Vec::new();
    for curve in &report.curves {
        let Ok((points, analysis)) = &curve.said else { continue };
        for one in &analysis.laws {
            parameters(&curve.name, &one.fit, &mut rows);
        }
        let law = analysis.fit().curve.law.name();
        let mut put = |what: &str, name: String, values: [Option<f64>; 5]| {
            rows.push(row([&curve.name, law, what, &name], values));
        };
        for one in &analysis.ahead {
            let (confidence, prediction) = (one.foretold.confidence.unzip(), one.foretold.prediction.unzip());
            put(
                "ahead",
                one.amount.to_string(),
                [Some(one.foretold.value), confidence.0, confidence.1, prediction.0, prediction.1],
            );
        }
        for one in &analysis.reaches {
            put("target", one.target.to_string(), [one.amount, one.low, one.high, None, None]);
        }
        for one in &analysis.doublings {
            let ends = one.interval.unzip();
            put("doubling", one.from.to_string(), [Some(one.gain), ends.0, ends.1, None, None]);
        }
        for one in &analysis.worth {
            put("worth", one.gain.to_string(), [one.from, None, None, None, None]);
        }
        for [what, name, value, low, high] in costs::rows(report, points, analysis) {
            let names = [&curve.name, law, &what, &name].map(crate::render::csv::cell);
            rows.push(names.into_iter().chain([value, low, high, String::new(), String::new()]).collect());
        }
        for miss in analysis.tail.iter().flat_map(|tail| &tail.misses) {
            let name = miss.law.name();
            rows.push(row(
                [&curve.name, name, "test", "typical"],
                [Some(miss.typical), None, None, None, None],
            ));
            rows.push(row([&curve.name, name, "test", "bias"], [Some(miss.bias), None, None, None, None]));
        }
    }
    (heading.map(str::to_owned).to_vec(), rows)
}

fn parameters(curve: &str, fit: &Fitted, rows: &mut Vec<Vec<String>>) {
    let law = fit.curve.law.name();
    for one in &fit.coefficients {
        let ends = one.interval.unzip();
        rows.push(row([curve, law, "parameter", one.name], [Some(one.value), ends.0, ends.1, None, None]));
    }
    let summary = &fit.summary;
    for (name, value) in [
        ("sum_of_squares", Some(summary.sum_of_squares)),
        ("see", summary.see),
        ("see_values", summary.see_values),
        ("r_squared", summary.r_squared),
        ("aicc", summary.aicc),
        ("durbin_watson", summary.durbin_watson),
    ] {
        rows.push(row([curve, law, "statistic", name], [value, None, None, None, None]));
    }
}

fn row(names: [&str; 4], values: [Option<f64>; 5]) -> Vec<String> {
    let cell = |value: Option<f64>| value.and_then(finite).map_or(String::new(), |value| value.to_string());
    let names = names.map(crate::render::csv::cell);
    names.into_iter().chain(values.map(cell)).collect()
}
