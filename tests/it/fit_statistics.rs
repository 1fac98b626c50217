//! Statistics of fits against figures that were worked out apart from the program, in Python by scipy's optimisers and by drawing.

use serde_json::Value;

use crate::program::run_with;

/// Cumulative averages up to 226 units.
const AVERAGES: &str = "first,last,average\n1,3,397.121\n4,8,335.989\n9,16,252.083\n17,24,227.251\n25,34,209.692\n35,46,205.957\n\
                        47,61,179.468\n62,81,175.503\n82,106,158.753\n107,136,142.067\n137,176,138.353\n177,226,124.268\n";
const UNITS: &str =
    "unit,time\n1,101.743\n2,83.4664\n3,71.5314\n5,55.9799\n8,53.7862\n13,45.0019\n21,36.7477\n";

/// The first fit of a table.
fn fitted(table: &str, args: &[&str]) -> Value {
    let mut all = vec!["fit", "-", "--format", "json"];
    all.extend(args);
    let ran = run_with(&all, table);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str::<Value>(&ran.stdout).unwrap()["fits"][0].clone()
}

fn parameter(fit: &Value, name: &str) -> Value {
    fit["parameters"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone()
}

fn close(found: &Value, wanted: f64, relative: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} for {wanted}"));
    assert!((found / wanted - 1.0).abs() < relative, "{found} for {wanted}");
}

#[test]
fn lots_of_unlike_sizes_explain_nothing_by_their_sizes() {
    // No learning: the index' t is -0.67, whose square is F.
    let table = "first,last,total\n1,5,512.3\n6,15,978.1\n16,35,2101.4\n36,75,3894.2\n76,135,6110.8\n136,215,7790.6\n";
    for method in ["log-ols", "nls", "mupe"] {
        let fit = fitted(table, &["--method", method]);
        let (t, f) = (parameter(&fit, "index")["t"].as_f64().unwrap(), fit["f"].as_f64().unwrap());
        assert!((t * t / f - 1.0).abs() < 0.1, "{method}: t² {} and F {f}", t * t);
        assert!(fit["r_squared"].as_f64().unwrap() < 0.5, "{method}");
    }
}

#[test]
fn a_parameter_that_crept_to_its_bound_is_at_it() {
    // With nothing to decay Boone's curve is the power law, with 5 degrees of freedom.
    let fit = fitted(UNITS, &["--model", "boone", "--method", "mupe"]);
    assert_eq!((&fit["dof"], &parameter(&fit, "decay")["at_bound"]), (&5.into(), &true.into()));
    close(&parameter(&fit, "index")["std_error"], 0.015_68, 5e-4);
}

#[test]
fn a_profile_lets_go_of_a_bound() {
    let fit = fitted(AVERAGES, &["--model", "de-jong", "--intervals", "profile"]);
    close(&parameter(&fit, "index")["low"], -0.307_017, 5e-6);
}

#[test]
fn a_parameter_is_tested_against_what_would_be_no_effect() {
    // (0.96677 - 1) / 0.006485; a ratio of 1 is no learning.
    let fit = fitted(AVERAGES, &["--model", "pegels"]);
    close(&parameter(&fit, "unit_ratio")["t"], -5.12, 2e-3);
    let fit = fitted(UNITS, &["--model", "hyperbolic"]);
    assert_eq!(parameter(&fit, "half_units")["t"], Value::Null);
}

#[test]
fn a_correction_moves_the_curve_and_not_where_a_unit_will_lie() {
    let plain = fitted(UNITS, &["--predict", "60"])["predictions"][0].clone();
    let means = fitted(UNITS, &["--predict", "60", "--correct", "ping"])["predictions"][0].clone();
    assert_eq!(plain["prediction"], means["prediction"]);
    assert!(means["value"].as_f64() > plain["value"].as_f64());
}

#[test]
fn weights_of_one_size_change_nothing() {
    let weighted = |weight: u32| -> Value {
        let rows = UNITS.lines().skip(1).map(|line| format!("{line},{weight}\n"));
        fitted(&format!("unit,time,weight\n{}", rows.collect::<String>()), &["--predict", "40,41..50"])
    };
    let (one, four) = (weighted(1), weighted(4));
    for place in [0, 1] {
        for end in [0, 1] {
            let ends = |fit: &Value| fit["predictions"][place]["prediction"][end].clone();
            close(&ends(&four), ends(&one).as_f64().unwrap(), 1e-9);
        }
    }
    close(&four["corrections"]["ping"], one["corrections"]["ping"].as_f64().unwrap(), 1e-12);
}

#[test]
fn totals_of_many_units_are_drawn_as_their_units_are() {
    // 200,000 draws of every unit in Python: 2,231 to 798,851, and nearly the same for one unit less.
    let table = "unit,time\n1,100\n4,60\n16,45\n";
    let fit = fitted(table, &["--predict", "17..272,17..273", "--draws", "20000"]);
    let ends = |place: usize, end: usize| fit["predictions"][place]["prediction"][end].as_f64().unwrap();
    assert!((ends(0, 0) / ends(1, 0) - 1.0).abs() < 0.08 && (ends(1, 0) / 2_231.0 - 1.0).abs() < 0.08);
    assert!((ends(1, 1).ln() - 798_851_f64.ln()).abs() < 0.5, "{}", ends(1, 1));
    // One degree of freedom and no fit to speak of: still no time below 0.
    let wild = fitted("unit,time\n1,100\n4,40\n16,45\n", &["--predict", "17..400"]);
    assert!(wild["predictions"][0]["prediction"][0].as_f64().is_none_or(|low| low > 0.0));
}

#[test]
fn a_profile_of_a_prediction_is_the_same_in_any_unit() {
    let scaled = |scale: f64| {
        let rows = UNITS.lines().skip(1).map(|line| {
            let (unit, time) = line.split_once(',').unwrap();
            format!("{unit},{:e}\n", time.parse::<f64>().unwrap() * scale)
        });
        fitted(
            &format!("unit,time\n{}", rows.collect::<String>()),
            &["--predict", "60", "--intervals", "profile"],
        )
    };
    let (plain, tiny) = (scaled(1.0), scaled(1e-13));
    for end in [0, 1] {
        let ends = |fit: &Value| fit["predictions"][0]["confidence"][end].as_f64().unwrap();
        assert!((ends(&tiny) * 1e13 / ends(&plain) - 1.0).abs() < 1e-6);
    }
}

#[test]
fn zmpe_says_how_its_search_went() {
    let fit = fitted(AVERAGES, &["--model", "levy", "--method", "zmpe"]);
    assert!(fit["search"]["evaluations"].as_u64().unwrap() > 10, "{}", fit["search"]);
    assert!(!fit["warnings"].to_string().contains("standard error"), "{}", fit["warnings"]);
}

#[test]
fn sums_of_medians_are_warned_of_where_units_vary() {
    let noisy: Vec<String> =
        (1..=30).map(|unit| format!("{unit},{}\n", if unit % 2 == 0 { 40 } else { 100 })).collect();
    let table = format!("unit,time\n{}", noisy.concat());
    let warned = |args: &[&str]| fitted(&table, args)["warnings"].to_string().contains("sum-of-medians");
    assert!(warned(&["--predict", "31..40"]) && !warned(&["--predict", "31"]));
    assert!(!warned(&["--predict", "31..40", "--correct", "smearing"]));
}
