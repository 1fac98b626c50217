//! The report as one table for CSV, and as JSON.

use serde_json::{Value, json};

use super::Report;
use crate::ml::scaling::{Coefficient, Known};

pub(super) fn table(report: &Report) -> (Vec<String>, Vec<Vec<String>>) {
    let heading = ["what", "name", "value", "std_error", "low", "high"].map(str::to_owned).to_vec();
    let cell = |value: Option<f64>| value.filter(|x| x.is_finite()).map_or(String::new(), |x| x.to_string());
    let mut rows = Vec::new();
    let mut put = |what: &str, name: String, value: f64, error: Option<f64>, interval: Option<(f64, f64)>| {
        let (low, high) = interval.unzip();
        rows.push(vec![what.to_owned(), name, cell(Some(value)), cell(error), cell(low), cell(high)]);
    };
    for one in coefficients(report) {
        put("parameter", one.name.to_owned(), one.value, one.std_error, one.interval);
    }
    for flop in report.budgets() {
        let best = report.best(flop);
        for (what, known) in [
            ("best parameters", best.parameters),
            ("best tokens", best.tokens),
            ("best tokens per parameter", best.tokens_per_parameter),
            ("loss at best", best.loss),
        ] {
            put(what, flop.to_string(), known.value, None, known.interval);
        }
    }
    for loss in &report.asked.losses {
        let known = report.budget(*loss).0;
        put(
            "flop for loss",
            loss.to_string(),
            known.map_or(f64::NAN, |k| k.value),
            None,
            known.and_then(|k| k.interval),
        );
    }
    if let Some(hidden) = report.fit.as_ref().and_then(|fit| fit.hidden) {
        put("test", "typical".to_owned(), hidden.typical, None, None);
        put("test", "bias".to_owned(), hidden.bias, None, None);
    }
    (heading, rows)
}

fn coefficients(report: &Report) -> Vec<Coefficient> {
    if let Some(fit) = &report.fit {
        return fit.fitted.coefficients();
    }
    let (floor, (a, alpha), (b, beta)) = report.law.parameters();
    let one = |(name, value)| Coefficient { name, value, std_error: None, interval: None };
    [("E", floor), ("A", a), ("B", b), ("alpha", alpha), ("beta", beta)].map(one).to_vec()
}

pub(super) fn object(report: &Report) -> Value {
    let finite = |value: f64| value.is_finite().then_some(value);
    let ends = |interval: Option<(f64, f64)>| {
        interval.map_or(Value::Null, |(low, high)| json!([finite(low), finite(high)]))
    };
    let known = |one: Known| json!({ "value": finite(one.value), "interval": ends(one.interval) });
    let frontier = report.law.by_flop();
    let options = report.asked.options;
    json!({
        "schema": 1, "source": report.source, "law": "scaling", "level": options.level,
        "runs": report.fit.as_ref().map(|fit| fit.runs.len()), "dropped": report.fit.as_ref().map(|fit| fit.dropped),
        "parameters": coefficients(report).iter().map(|one| json!({
            "name": one.name, "value": one.value, "std_error": one.std_error, "interval": ends(one.interval),
        })).collect::<Vec<_>>(),
        "huber": options.huber, "sum_of_losses": report.fit.as_ref().map(|fit| fit.fitted.sum),
        "resamples": options.resamples, "seed": options.seed,
        "settled": report.fit.as_ref().map(|fit| fit.fitted.settled),
        "far": report.fit.as_ref().map(|fit| fit.fitted.far().len()),
        "noise": report.fit.as_ref().map(|fit| fit.fitted.noise()),
        "frontier": { "floor": frontier.floor(), "scale": frontier.scale(), "exponent": frontier.exponent(), "ratio_per_doubling": frontier.per_doubling() },
        "budgets": report.budgets().iter().map(|flop| {
            let best = report.best(*flop);
            json!({
                "flop": flop, "parameters": known(best.parameters), "tokens": known(best.tokens),
                "tokens_per_parameter": known(best.tokens_per_parameter), "loss": known(best.loss),
            })
        }).collect::<Vec<_>>(),
        "targets": report.asked.losses.iter().map(|loss| {
            let (flop, share) = report.budget(*loss);
            json!({ "loss": loss, "flop": flop.map(known), "resamples_that_come_to_it": share.map(|share| share.0) })
        }).collect::<Vec<_>>(),
        "test": report.fit.as_ref().and_then(|fit| fit.hidden).map(|hidden| json!({
            "seen": hidden.seen.0, "seen_to": hidden.seen.1, "hidden": hidden.hidden.0, "last": hidden.hidden.1,
            "typical": hidden.typical, "bias": hidden.bias,
        })),
    })
}
