//! A sweep for programs: one table with a row for each figure, and one object.

use serde_json::{Value, json};

use super::costs::{chosen, totals};
use super::valleys::cells;
use super::{Alternative, Plan, Report};
use crate::ml::sweep::{Census, Direction, Drift, Growth, Law, Line, Order, Side, Sizes, Test, Valley};

/// The heading of the table.
const HEADING: [&str; 8] = ["what", "group", "lr", "name", "value", "std_error", "low", "high"];

/// Rows of figures: of what, of which group and lr.
struct Rows {
    rows: Vec<Vec<String>>,
    group: String,
}

impl Rows {
    fn put(&mut self, what: &str, lr: Option<f64>, name: &str, figures: [Option<f64>; 4]) {
        let cell = |value: Option<f64>| {
            // Very small ones as a power of ten: a p-value's zeros fill a line.
            value.filter(|value| value.is_finite()).map_or(String::new(), |value| match value.abs() {
                small if small < 1e-9 && small > 0.0 => format!("{value:e}"),
                _ => value.to_string(),
            })
        };
        let mut row = vec![what.to_owned(), self.group.clone(), cell(lr), name.to_owned()];
        row.extend(figures.map(cell));
        self.rows.push(row);
    }

    fn one(&mut self, what: &str, lr: Option<f64>, name: &str, value: f64) {
        self.put(what, lr, name, [Some(value), None, None, None]);
    }

    fn count(&mut self, what: &str, lr: Option<f64>, name: &str, value: usize) {
        self.one(what, lr, name, crate::curve::count(value as u64));
    }

    fn word(&mut self, what: &str, name: &str, word: &str) {
        let mut row =
            vec![what.to_owned(), self.group.clone(), String::new(), name.to_owned(), word.to_owned()];
        row.resize(HEADING.len(), String::new());
        self.rows.push(row);
    }
}

/// Every figure in a row of its own.
pub(super) fn table(report: &Report<'_>) -> (Vec<String>, Vec<Vec<String>>) {
    let mut rows = Rows { rows: Vec::new(), group: String::new() };
    for (place, group) in report.analysis.groups.iter().enumerate() {
        rows.group = super::super::super::csv::cell(&report.group(place));
        census(&mut rows, &group.census, group.sizes.is_none());
        for (what, one, walled) in
            [("parabola", &group.reached, false), ("valley", &group.whole.valley, true)]
        {
            valley(&mut rows, what, one);
            if matches!(one, Valley::Found(_)) {
                let [_, from, to] = cells(one, &group.census, walled);
                rows.word(what, "interval", &format!("{from} to {to}"));
            }
        }
        if let Some(p) = group.whole.alike {
            rows.one("valley", None, "walls alike p", p);
        }
        if let Some(sizes) = &group.sizes {
            sized(&mut rows, sizes);
        }
    }
    rows.group = String::new();
    if let Some((all, failed)) = totals(report) {
        rows.one("time", None, "all", all);
        rows.one("time", None, "failed", failed);
    }
    if let Some(costs) = report.costs {
        rows.word("cost", "all", &costs.all.to_string());
        rows.word("cost", "failed", &costs.failed.to_string());
        if let Some(each) = costs.each {
            rows.word("cost", "each", &each.to_string());
        }
    }
    for place in chosen(&report.analysis.stops) {
        let stop = report.analysis.stops[place];
        rows.one("stop", None, "at", stop.at);
        rows.one("stop", None, "time", stop.spent);
        rows.count("stop", None, "reached", stop.reached);
        if let Some(cost) = report.costs.and_then(|costs| costs.stops.get(place)) {
            rows.word("stop", "cost", &cost.to_string());
        }
    }
    (HEADING.map(str::to_owned).to_vec(), rows.rows)
}

fn census(rows: &mut Rows, census: &Census, one_size: bool) {
    rows.count("census", None, "runs", census.runs);
    rows.count("census", None, "reached", census.reached);
    if let Some((low, high)) = census.swept {
        rows.put("census", None, "swept", [None, None, Some(low), Some(high)]);
    }
    if let Some((low, high)) = census.range {
        rows.put("census", None, "reached at", [None, None, Some(low), Some(high)]);
    }
    for (name, success) in [("fastest", census.fastest), ("slowest", census.slowest)] {
        if let Some((lr, time)) = success {
            rows.one("census", Some(lr), name, time);
        }
    }
    for lr in census.tied.iter().filter(|_| one_size) {
        rows.put("census", Some(*lr), "tied", [None; 4]);
    }
    for lr in &census.holes {
        rows.put("census", Some(*lr), "failed between", [None; 4]);
    }
}

fn valley(rows: &mut Rows, what: &str, valley: &Valley) {
    rows.word(what, "verdict", verdict(valley));
    match valley {
        Valley::Found(bottom) | Valley::Outside(bottom, _) => {
            let (low, high) = bottom.interval;
            rows.put(what, None, "lr", [Some(bottom.lr), None, Some(low), Some(high)]);
            rows.put(
                what,
                None,
                "log10 lr",
                [Some(bottom.lr.log10()), bottom.decades, Some(low.log10()), Some(high.log10())],
            );
            rows.one(what, None, "time", bottom.least);
            rows.one(what, None, "scatter", bottom.scatter);
            rows.one(what, None, "bend below", bottom.bends.0);
            rows.one(what, None, "bend above", bottom.bends.1);
            rows.one(what, None, "p", bottom.p);
        }
        Valley::Concave { p } | Valley::Unclear { p } => rows.one(what, None, "p", *p),
        Valley::TooFew { .. } => {}
    }
}

fn verdict(valley: &Valley) -> &'static str {
    match valley {
        Valley::Found(_) => "valley",
        Valley::Outside(_, Side::Below) => "below-the-sweep",
        Valley::Outside(_, Side::Above) => "above-the-sweep",
        Valley::Concave { .. } => "hill",
        Valley::Unclear { .. } => "no-valley",
        Valley::TooFew { .. } => "too-few",
    }
}

fn sized(rows: &mut Rows, sizes: &Sizes) {
    for order in &sizes.orders {
        let at = Some(order.lr);
        rows.count("order", at, "fastest at sizes", order.fastest);
        for (name, factor) in [("x fastest, small", order.small), ("x fastest, large", order.large)] {
            if let Some(factor) = factor {
                rows.one("order", at, name, factor);
            }
        }
        let Some(growth) = &order.growth else { continue };
        for (what, line) in [("line", Some(growth.line)), ("line in weights", growth.weights)] {
            let Some(line) = line else { continue };
            rows.put(what, at, "c", [Some(line.c), Some(line.c_error), None, None]);
            rows.put(what, at, "k", [Some(line.k), Some(line.k_error), None, None]);
            rows.put(what, at, "r_squared", [line.r_squared, None, None, None]);
            rows.put(what, at, "aicc", [line.aicc, None, None, None]);
            rows.one(what, at, "scatter", line.scatter);
        }
        if let Some(power) = growth.power {
            rows.one("power", at, "a", power.a);
            rows.put(
                "power",
                at,
                "b",
                [Some(power.b), power.b_error, power.b_interval.0, power.b_interval.1],
            );
            rows.one("power", at, "c", power.c);
            rows.put("power", at, "aicc", [power.aicc, None, None, None]);
        }
    }
    let Some(drift) = &sizes.drift else { return };
    rows.word("drift", "verdict", direction(drift));
    rows.one("drift", None, "interaction", drift.interaction);
    for (name, test) in
        [("alike", Some(drift.alike)), ("interaction", Some(drift.leaning)), ("weighted", drift.weighted)]
    {
        if let Some(test) = test {
            rows.one("drift", None, &format!("{name} F"), test.f);
            rows.one("drift", None, &format!("{name} p"), test.p);
        }
    }
    let Some(moving) = &drift.moving else { return };
    valley(rows, "smallest", &moving.small.1);
    valley(rows, "largest", &moving.large.1);
    if let Some((factor, (low, high))) = moving.doubling {
        rows.put("drift", None, "factor of a doubling", [Some(factor), None, Some(low), Some(high)]);
    }
}

fn direction(drift: &Drift) -> &'static str {
    match drift.direction {
        Direction::Smaller => "smaller",
        Direction::Greater => "greater",
        Direction::NoneSeen => "none-seen",
        Direction::Doubtful => "doubtful",
    }
}

/// The report as an object; what is no finite number is null.
pub(super) fn object(report: &Report<'_>) -> Value {
    let analysis = report.analysis;
    let groups = analysis.groups.iter().enumerate().map(|(place, group)| {
        let census = &group.census;
        let success = |success: Option<(f64, f64)>| success.map(|(lr, time)| json!({ "lr": lr, "time": time }));
        let ends = |range: Option<(f64, f64)>| range.map(|(low, high)| json!({ "low": low, "high": high }));
        json!({
            "group": report.grouped.map(|_| &report.sweep.groups()[place]),
            "runs": census.runs, "reached": census.reached, "swept": ends(census.swept), "reached_at": ends(census.range),
            "failed_between": census.holes, "failed_below": census.beyond.0, "failed_above": census.beyond.1,
            "fastest": success(census.fastest), "slowest": success(census.slowest), "tied": census.tied,
            "parabola": valley_object(&group.reached), "valley": valley_object(&group.whole.valley),
            "parabola_interval": told(&group.reached, census, false), "valley_interval": told(&group.whole.valley, census, true),
            "walls_alike_p": group.whole.alike,
            "sizes": group.sizes.as_ref().map(sizes_object),
        })
    });
    let total = totals(report);
    let costs = report.costs.map(|costs| {
        json!({
            "currency": costs.currency, "by": costs.by, "all": costs.all.to_string(), "failed": costs.failed.to_string(),
            "each": costs.each.map(|each| each.to_string()),
        })
    });
    let stops = chosen(&analysis.stops).into_iter().map(|place| {
        let stop = analysis.stops[place];
        let cost = report.costs.and_then(|costs| costs.stops.get(place)).map(ToString::to_string);
        json!({ "at": stop.at, "time": stop.spent, "reached": stop.reached, "time_each": stop.each(), "cost": cost })
    });
    let standings = report.standings.iter().map(|one| {
        json!({
            "group": report.grouped.map(|_| &report.sweep.groups()[one.group]), "asked": one.asked, "nearest": one.nearest,
            "time": one.reached.map(|reached| reached.0), "rank": one.reached.map(|reached| reached.1), "ratio": one.ratio,
            "in_valley": super::valleys::holds(&analysis.groups[one.group], one.asked),
        })
    });
    json!({
        "schema": 1, "file": report.title, "unit": report.unit, "target": report.target, "level": report.level,
        "runs": report.sweep.runs().len(), "look": analysis.look, "groups": groups.collect::<Vec<_>>(),
        "time": total.map(|total| total.0), "time_failed": total.map(|total| total.1),
        "cost": costs, "stops": stops.collect::<Vec<_>>(), "plan": report.plan.map(plan), "range_tests": report.alternatives.iter().map(alternative).collect::<Vec<_>>(), "asked": standings.collect::<Vec<_>>(),
    })
}

fn plan(plan: &Plan) -> Value {
    let one = |(time, cost): (f64, Option<crate::money::Decimal>)| json!({ "time": time, "cost": cost.map(|cost| cost.to_string()) });
    json!({ "range_test": plan.range_test, "fastest": one(plan.fastest), "slowest": one(plan.slowest) })
}

fn alternative(one: &Alternative) -> Value {
    json!({
        "group": one.group, "zone": one.zone.map(|(low, high)| json!({ "low": low, "high": high })), "lr": one.lr,
        "range_test": one.range_test, "run": one.run, "reached": one.reached, "time": one.taken(), "time_grid": one.grid,
        "cost": one.cost.map(|cost| cost.0.to_string()), "cost_grid": one.cost.map(|cost| cost.1.to_string()),
    })
}

/// The ends of an interval as they are told: `<` and `>` for one that lies beyond a step size that failed, or out of the sweep.
fn told(valley: &Valley, census: &Census, walled: bool) -> Value {
    match valley {
        Valley::Found(_) => {
            let [_, from, to] = cells(valley, census, walled);
            json!([from, to])
        }
        _ => Value::Null,
    }
}

fn valley_object(valley: &Valley) -> Value {
    match valley {
        Valley::Found(bottom) | Valley::Outside(bottom, _) => json!({
            "verdict": verdict(valley), "lr": bottom.lr, "low": bottom.interval.0, "high": bottom.interval.1,
            "std_error_decades": bottom.decades, "time": bottom.least, "scatter": bottom.scatter, "bend_below": bottom.bends.0, "bend_above": bottom.bends.1, "p": bottom.p,
        }),
        Valley::Concave { p } | Valley::Unclear { p } => json!({ "verdict": verdict(valley), "p": p }),
        Valley::TooFew { reached, places } => {
            json!({ "verdict": verdict(valley), "reached": reached, "step_sizes": places })
        }
    }
}

fn sizes_object(sizes: &Sizes) -> Value {
    let fastest = sizes.sizes.iter().zip(&sizes.fastest).map(|(size, best)| {
        json!({ "size": size, "lr": best.map(|best| best.0), "time": best.map(|best| best.1) })
    });
    json!({
        "fastest": fastest.collect::<Vec<_>>(),
        "orders": sizes.orders.iter().map(order_object).collect::<Vec<_>>(),
        "drift": sizes.drift.as_ref().map(|drift| json!({
            "verdict": direction(drift), "interaction": drift.interaction, "test": test_object(drift.leaning),
            "alike": test_object(drift.alike), "weighted": drift.weighted.map(test_object), "uneven": drift.uneven,
            "moving": drift.moving.as_ref().map(|moving| json!({
                "smallest": { "size": moving.small.0, "valley": valley_object(&moving.small.1) },
                "largest": { "size": moving.large.0, "valley": valley_object(&moving.large.1) },
                "doubling": moving.doubling.map(|(factor, (low, high))| json!({ "factor": factor, "low": low, "high": high })),
            })),
        })),
    })
}

fn test_object(test: Test) -> Value {
    json!({ "f": test.f, "numerator": test.numerator, "denominator": test.denominator, "p": test.p })
}

fn order_object(order: &Order) -> Value {
    json!({
        "lr": order.lr, "runs": order.runs, "reached": order.reached, "sizes": order.sizes, "fastest": order.fastest,
        "factor_small": order.small, "factor_large": order.large, "growth": order.growth.as_ref().map(growth_object),
    })
}

fn growth_object(growth: &Growth) -> Value {
    let line = |line: Line| {
        json!({
            "c": line.c, "c_std_error": line.c_error, "k": line.k, "k_std_error": line.k_error,
            "r_squared": line.r_squared, "scatter": line.scatter, "aicc": line.aicc,
        })
    };
    json!({
        "line": line(growth.line), "weights": growth.weights.map(line),
        "power": growth.power.map(|power| json!({
            "a": power.a, "b": power.b, "b_std_error": power.b_error, "b_low": power.b_interval.0, "b_high": power.b_interval.1,
            "c": power.c, "aicc": power.aicc,
        })),
        "law": match growth.law() { Law::Line => "line", Law::Power => "power", Law::Weights => "weights", Law::Open => "either" },
    })
}
