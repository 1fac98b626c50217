//! `fit`, `forecast` and `hindcast` as whole programs: what they write, and what they refuse.

use crate::program::{hold, root, run, run_with};

/// Commands whose output is kept, by the name of the file that keeps it.
const KEPT: &[(&str, &[&str])] = &[
    ("lots.txt", &["fit", "tests/fits/lots.csv", "--predict", "162..200,250"]),
    ("lots.md", &["fit", "tests/fits/lots.csv", "--predict", "162..200", "--format", "markdown"]),
    ("lots.json", &["fit", "tests/fits/lots.csv", "--predict", "162..200", "--format", "json"]),
    ("lots.csv", &["fit", "tests/fits/lots.csv", "--predict", "162..200", "--format", "csv"]),
    (
        "hours-every-method.txt",
        &["fit", "tests/fits/hours.csv", "--method", "all", "--no-working", "--predict", "20000"],
    ),
    (
        "hours-profile.txt",
        &["fit", "tests/fits/hours.csv", "--method", "nls", "--intervals", "profile", "--predict", "20000"],
    ),
    (
        "hours-simulated.txt",
        &["fit", "tests/fits/hours.csv", "--predict", "10001..10010", "--correct", "ping", "--no-working"],
    ),
    ("lots-midpoints.txt", &["fit", "tests/fits/lots.csv", "--method", "midpoint-ols"]),
    (
        "lots-plateau.txt",
        &["fit", "tests/fits/lots.csv", "--model", "plateau", "--method", "mupe", "--no-working"],
    ),
    ("rates.txt", &["fit", "tests/fits/rates.csv", "--predict", "301..340", "--at-rate", "8"]),
    ("modules.txt", &["forecast", "tests/fits/modules.csv", "--periods", "5"]),
    ("modules.json", &["forecast", "tests/fits/modules.csv", "--periods", "2", "--format", "json"]),
    ("modules-hindcast.txt", &["hindcast", "tests/fits/modules.csv"]),
    ("modules-hindcast.md", &["hindcast", "tests/fits/modules.csv", "--format", "markdown"]),
];

#[test]
fn fits_and_forecasts_read_as_they_were_kept() {
    for (name, args) in KEPT {
        let ran = run(args);
        assert_eq!(ran.code, Some(0), "{name}: {}", ran.stderr);
        hold(&root().join("tests/it/golden/fit").join(name), &ran.stdout);
    }
}

#[test]
fn every_model_is_ranked_and_theories_are_judged_on_the_same_rows() {
    let ran = run(&["fit", "tests/fits/lots.csv", "--model", "all", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_str(&ran.stdout).expect(&ran.stderr);
    let ranked = object["comparison"]["ranked"].as_array().unwrap();
    assert!(ranked.len() >= 20, "{}", ranked.len());
    let numbers: Vec<f64> = ranked.iter().filter_map(|one| one["aicc"].as_f64()).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    let warnings = object["comparison"]["warnings"].to_string();
    assert!(warnings.contains("theories: "), "{warnings}");
}

/// Data that can't be fitted, the exit code, and what has to be said.
const REFUSED: &[(&str, &[&str], i32, &[&str])] = &[
    ("", &[], 65, &["`<stdin>` is empty"]),
    ("unit,time\n", &[], 65, &["there are no rows of data"]),
    ("unit,time,rate\n1,10,1\n2,8,2\n4,7,4\n8,6,8\n", &[], 65, &["goes with the units from row to row"]),
    ("unit,time,rate\n1,10,5\n2,8,5\n4,7,5\n", &[], 65, &["the same in every row"]),
    ("unit,time\n1,\"10\n2,8\n", &[], 65, &["`10\\n2,8`, which is no number"]),
    ("unit,time\n1,10\n", &[], 65, &["1 row can't determine the 2 parameters of crawford"]),
    ("unit,time\n5,10\n5,12\n5,11\n", &[], 65, &["every row is at unit 5"]),
    (
        "unit,time\n1,0\n2,-3\n3,4\n",
        &[],
        65,
        &["line 2: `time` is 0, which is not above 0", "line 3: `time` is -3"],
    ),
    ("unit,time\n1,10\n2,NaN\n3,inf\n", &[], 65, &["line 3: `time` is `NaN`", "line 4: `time` is `inf`"]),
    (
        "unit,time\n1,10\n2\n3,4,5\n",
        &[],
        65,
        &["line 3: 1 cell, and the heading has 2", "line 4: 3 cells, and the heading has 2"],
    ),
    ("unit,time\n1,10\n2,\n", &[], 65, &["line 3: `time` is blank"]),
    ("unit,unit,time\n1,1,10\n", &[], 65, &["the column `unit` stands twice"]),
    ("unit,price\n1,10\n", &[], 65, &["no column holds values", "`price`"]),
    ("unit;time\n1;10\n2;9\n", &[], 65, &["--separator semicolon"]),
    ("unit;time\n1;10,5\n2;9\n", &["--separator", "semicolon"], 65, &["--decimal-comma"]),
    ("unit,time\n1,1e400\n2,9\n", &[], 65, &["line 2: `time` is 1e400, and the largest number is 1.8e308"]),
    ("first,last,total\n1,10,100\n20,11,90\n", &[], 65, &["line 3: "]),
    ("first,last,total\n1,10.5,100\n11,20,90\n", &[], 65, &["units are counted whole"]),
    ("first,total\n1,100\n11,90\n", &[], 65, &["`first` needs `last` beside it"]),
    (
        "unit,time,rate\n1,10,5\n2,9,5\n3,8,5\n4,7,5\n",
        &[],
        65,
        &["the production rate is the same in every row"],
    ),
    (
        "unit,time\n0.5,10\n1,9\n2,8\n",
        &["--model", "wright"],
        65,
        &["wright needs whole units, and row 2 is at unit 0.5"],
    ),
    (
        "unit,time\n1,10\n2,9\n3,8\n",
        &["--set", "prior_units=4"],
        2,
        &["crawford has no parameter `prior_units`"],
    ),
    ("unit,time\n1,10\n2,9\n3,8\n", &["--method", "midpoint-ols"], 65, &["midpoint-ols needs lots"]),
    (
        "unit,time\n1,10\n2,9\n3,8\n",
        &["--correct", "ping", "--method", "nls"],
        2,
        &["only a fit of logarithms"],
    ),
    ("unit,time\n1,10\n2,9\n3,8\n", &["--level", "95"], 2, &["a level lies between"]),
    ("unit,time\n1,10\n2,9\n3,8\n", &["--predict", "9..3"], 2, &["--predict"]),
];

#[test]
fn what_cannot_be_fitted_is_refused_with_its_rows() {
    for (table, args, code, said) in REFUSED {
        let ran = run_with(&[&["fit", "-"], *args].concat(), table);
        assert_eq!(ran.code, Some(*code), "{table:?} {args:?}: {}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.stdout, "", "{table:?}");
        for words in *said {
            assert!(ran.stderr.contains(words), "{table:?} {args:?}: {}", ran.stderr);
        }
    }
}

/// Data that can be fitted but not believed: each with its warning.
const WARNED: &[(&str, &[&str], &str)] = &[
    ("unit,time\n1,10\n2,8\n", &[], "no-dof"),
    ("unit,time\n1,10\n2,8\n4,7\n", &[], "few-dof"),
    ("unit,time\n1,5\n2,5\n3,5\n4,5\n", &[], "no-variation"),
    ("unit,time\n1,10\n2,11\n4,12.3\n8,13\n16,15\n", &[], "rate-over-100"),
    ("units,average\n1,10\n2,9\n4,8.2\n8,7.1\n", &[], "correlated-averages"),
    ("first,last,total\n1,10,100\n5,20,120\n21,40,130\n41,60,120\n", &[], "overlapping-lots"),
    ("unit,time,rate\n1,10,1\n2,9,2.01\n4,8,4.1\n8,7,8\n16,6.5,16.2\n", &[], "collinear-rate"),
    ("unit,time\n1,10\n2,8\n4,6.4\n8,5.12\n16,4.096\n", &[], "exact"),
    ("unit,time\n1,10\n2,8.1\n4,6.5\n8,5\n16,4.2\n10000,9\n", &[], "influential-row"),
];

#[test]
fn fits_that_should_not_be_believed_say_so_by_name() {
    for (table, args, name) in WARNED {
        let ran = run_with(&[&["fit", "-", "--format", "json"], *args].concat(), table);
        assert_eq!(ran.code, Some(0), "{table:?}: {}", ran.stderr);
        let object: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let warnings: Vec<&str> = object["fits"][0]["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap())
            .collect();
        assert!(warnings.iter().any(|one| one.starts_with(name)), "{table:?}: {warnings:?}");
    }
}

#[test]
fn a_table_may_have_semicolons_decimal_commas_and_comments() {
    let plain = run_with(&["fit", "-", "--format", "csv"], "unit,time\n1,10.5\n2,8.25\n4,7\n");
    let other = "# hours\nUnit;Time\n1;10,5\n\n2;8,25\n4;7\n";
    let ran =
        run_with(&["fit", "-", "--format", "csv", "--separator", "semicolon", "--decimal-comma"], other);
    assert_eq!((ran.code, ran.stdout), (Some(0), plain.stdout));
}

#[test]
fn sizes_near_the_ends_of_doubles_do_no_harm() {
    let parameters = |scale: &str, method: &str| {
        let table = format!("unit,time\n1,10e{scale}\n2,8.1e{scale}\n4,6.5e{scale}\n8,5e{scale}\n");
        let ran = run_with(&["fit", "-", "--format", "json", "--method", method], &table);
        let object: serde_json::Value = serde_json::from_str(&ran.stdout).expect(&ran.stderr);
        let index = object["fits"][0]["parameters"].as_array().unwrap();
        let index = index.iter().find(|one| one["name"] == "index").unwrap();
        (index["value"].as_f64().unwrap(), index["std_error"].as_f64().unwrap())
    };
    for method in ["log-ols", "nls", "mupe"] {
        let (value, error) = parameters("0", method);
        for scale in ["-300", "-150", "150", "300"] {
            let (other, other_error) = parameters(scale, method);
            assert!(
                (other / value - 1.0).abs() < 1e-9 && (other_error / error - 1.0).abs() < 1e-6,
                "{method} {scale}"
            );
        }
    }
}

/// Lots of which one is a tenth of what the others foretell: to most models a valley without an end.
const OUTLIER: &str =
    "quantity,total\n22,96800000\n18,7020000\n25,90000000\n30,100500000\n30,96000000\n36,111600000\n";

#[test]
fn searches_along_endless_valleys_end_soon_and_lower_than_plodding_does() {
    let model = ["--model", "s-curve", "--basis", "cumulative-average", "--method", "zmpe"];
    let ran = run_with(&[&["fit", "-", "--format", "json"], &model[..]].concat(), OUTLIER);
    let object: serde_json::Value = serde_json::from_str(&ran.stdout).expect(&ran.stderr);
    let fit = &object["fits"][0];
    // 9,600 evaluations of steps alone end at 0.148; DeJong's curve, an S-curve with B = 0, has 0.09430124.
    let rows = fit["rows"].as_array().unwrap();
    let sum: f64 = rows.iter().map(|row| row["residual"].as_f64().unwrap().powi(2)).sum();
    assert!(sum < 0.0944, "{sum}");
    assert!(fit["search"]["evaluations"].as_u64().unwrap() < 4_000, "{fit}");
}

#[test]
fn no_figure_of_a_fit_is_infinite() {
    // Two units bound no exponent together with a decay, and 2 to the end of its interval is no double.
    let rows = "unit,time\n1,29669.8\n1,29837.314626684234\n2,31664.5\n2,31881.9\n";
    for format in ["text", "csv", "markdown", "html"] {
        let ran = run_with(&["fit", "-", "--model", "boone", "--format", format], rows);
        let written = ran.stdout.split("<script").next().unwrap();
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(
            !written.contains("inf%") && !written.contains(",inf") && !written.contains("NaN"),
            "{written}"
        );
    }
}
