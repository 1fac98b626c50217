//! `ml extrapolate`: learning curves of models, and scaling laws, as whole programs.

use std::fmt::Write as _;

use serde_json::Value;

use crate::ml::json;
use crate::program::{root, run, run_with};

const LCDB: &str = "tests/ml/lcdb_subset.csv";
const CHINCHILLA: &str = "tests/ml/chinchilla_245.csv";

fn extrapolate(args: &[&str]) -> Value {
    json(&run(&[&["ml", "extrapolate"], args, &["--format", "json"]].concat()))
}

fn with(text: &str, args: &[&str]) -> Value {
    json(&run_with(&[&["ml", "extrapolate", "-"], args, &["--format", "json"]].concat(), text))
}

fn only<'a>(args: &[&'a str], curve: &'a str) -> Vec<&'a str> {
    [&[LCDB, "--by", "dataset,learner", "--only", curve], args].concat()
}

/// A figure of the oracle's table: `tests/oracle/learning_curves.py`.
fn oracle(curve: &str, errors: &str, law: &str, quantity: &str) -> f64 {
    let text = std::fs::read_to_string(root().join("tests/oracle/learning_curves.csv")).unwrap();
    let start = format!("{curve},{errors},{law},{quantity},");
    text.lines().find_map(|line| line.strip_prefix(&start)).unwrap().parse().unwrap()
}

fn near(found: &Value, expected: f64, tolerance: f64) {
    let found = found.as_f64().unwrap();
    assert!((found / expected - 1.0).abs() < tolerance, "{found} {expected}");
}

fn parameter<'v>(curve: &'v Value, law: &str, name: &str) -> &'v Value {
    let named = |list: &'v Value, key: &str, wanted: &str| -> &'v Value {
        list.as_array().unwrap().iter().find(|one| one[key] == wanted).unwrap()
    };
    named(&named(&curve["laws"], "law", law)["parameters"], "name", name)
}

fn codes(curve: &Value) -> Vec<&str> {
    curve["warnings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn a_curve_with_a_floor_is_told_with_what_it_comes_to_and_what_it_never_does() {
    let said = extrapolate(&only(
        &["--to", "18208", "--target", "0.05,0.03", "--worth", "0.001"],
        "optdigits,LogisticRegression",
    ));
    let curve = &said["curves"][0];
    assert_eq!((&curve["law"], &said["errors"]), (&Value::from("offset-power"), &Value::from("spread")));
    let name = "lcdb_optdigits_LogisticRegression";
    let expected = |quantity: &str| oracle(name, "spread", "offset-power", quantity);
    let floor = parameter(curve, "offset-power", "floor");
    near(&floor["interval"][0], expected("floor_low"), 1e-4);
    near(&floor["interval"][1], expected("floor_high"), 1e-4);
    let ahead = &curve["ahead"][0];
    near(&ahead["value"], expected("at_four_times"), 1e-4);
    near(&ahead["confidence"][0], expected("low_at_four_times"), 1e-4);
    near(&ahead["confidence"][1], expected("high_at_four_times"), 1e-4);
    // The curve is at 0.05 within the data, and its floor lies above 0.03.
    let (first, second) = (&curve["targets"][0], &curve["targets"][1]);
    assert!(
        first["low"].as_f64() < first["amount"].as_f64() && first["amount"].as_f64() < first["high"].as_f64()
    );
    assert_eq!(
        (&second["reached"], &second["amount"], &second["low"]),
        (&Value::from(false), &Value::Null, &Value::Null)
    );
    assert_eq!(curve["test"]["verdict"], "held");
    let typical = curve["test"]["laws"].as_array().unwrap();
    for law in typical {
        near(&law["typical"], oracle(name, "spread", law["law"].as_str().unwrap(), "tail_typical"), 1e-4);
    }
}

#[test]
fn the_text_says_in_words_what_was_found() {
    let text = run(&[
        &["ml", "extrapolate"],
        &only(&["--target", "0.05,0.03", "--to", "1e6", "--plot"], "optdigits,LogisticRegression")[..],
    ]
    .concat());
    assert_eq!(text.code, Some(0), "{}", text.stderr);
    for said in [
        "Power law with a floor: error = 4.403 n^-0.8953 + 0.03698",
        "Each doubling leaves 53.8% of what is above the floor.",
        "0.05: at training_rows = 669; the data allow 592 to 764.",
        "0.03: never, the floor 0.03698 (0.03449 to 0.03939) lies above it.",
        "1,000,000 is 220 times the last amount",
        "It held: 6 of the 6 hidden points lie in their 95% intervals",
        "points hidden from the test",
        "beyond the data",
    ] {
        assert!(text.stdout.contains(said), "{said}\n{}", text.stdout);
    }
    assert!(text.stdout.lines().all(|line| line.chars().count() <= 100), "{}", text.stdout);
}

#[test]
fn an_extrapolation_that_failed_before_says_so_and_names_a_better_law() {
    let curve = &extrapolate(&only(&[], "letter,KNeighborsClassifier"))["curves"][0];
    assert_eq!(curve["test"]["verdict"], "too-high");
    assert!(codes(curve).contains(&"test-failed") && codes(curve).contains(&"other-law"), "{curve}");
    let text = run(&[&["ml", "extrapolate"], &only(&[], "letter,KNeighborsClassifier")[..]].concat()).stdout;
    assert!(text.replace("\n     ", " ").contains("Morgan-Mercer-Flodin missed least, by 6.4%."), "{text}");
    let all = &extrapolate(&only(&["--model", "all"], "letter,KNeighborsClassifier"))["curves"][0];
    assert_eq!(all["law"], "mmf");
}

#[test]
fn several_curves_are_told_beside_one_another() {
    let said = extrapolate(&[LCDB, "--by", "dataset,learner", "--to", "1e5"]);
    let curves = said["curves"].as_array().unwrap();
    assert_eq!(curves.len(), 16);
    let floors = curves.iter().filter(|curve| curve["law"] == "offset-power").count();
    assert_eq!(floors, 12);
    for curve in curves {
        let ahead = &curve["ahead"][0];
        assert!(ahead["prediction"][0].as_f64().unwrap() >= 0.0, "{curve}");
    }
    let text = run(&["ml", "extrapolate", LCDB, "--by", "dataset,learner", "--to", "1e5"]).stdout;
    assert!(text.contains("bank-marketing, LogisticRegression") && text.contains("--only"), "{text}");
    let drawn = run(&["ml", "extrapolate", LCDB, "--by", "dataset,learner", "--plot"]);
    assert!(drawn.stdout.contains("optdigits, SVC_rbf: points"), "{}", drawn.stdout);
}

#[test]
fn a_law_of_parameters_and_tokens_gives_gopher_chinchillas_size() {
    let said = extrapolate(&[
        CHINCHILLA,
        "--drop-undertrained",
        "5",
        "--budget-flop",
        "5.76e23",
        "--target",
        "2,1.7",
    ]);
    let value = |name: &str| {
        let all = said["parameters"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap()["value"].clone()
    };
    // `tests/oracle/huber.py`.
    for (name, exact) in [
        ("E", 1.817_218_105_070_774_8),
        ("A", 477.825_882_807_351_3),
        ("B", 2_143.417_509_047_502_4),
        ("alpha", 0.347_310_500_810_411_6),
        ("beta", 0.367_172_435_793_026_4),
    ] {
        near(&value(name), exact, 1e-11);
    }
    let best = &said["budgets"][0];
    let interval = |name: &str| [0, 1].map(|end: usize| best[name]["interval"][end].as_f64().unwrap());
    let ([low, high], [few, many]) = (interval("parameters"), interval("tokens"));
    assert!(low < 70e9 && 70e9 < high && few < 1.4e12 && 1.4e12 < many, "{best}");
    assert_eq!(said["targets"][1]["flop"], Value::Null);
    assert!(said["test"]["typical"].as_f64().unwrap() < 0.02);
    // Without a word about it the table is known by its columns, and its outliers are told.
    let text = run(&["ml", "extrapolate", CHINCHILLA, "--resamples", "0"]).stdout;
    assert!(text.contains("5 of the runs lie farther from the law"), "{text}");
    assert!(text.contains("loss = 1.891 + 495.7 / N^0.3493 + 12850 / D^0.453"), "{text}");
}

#[test]
fn published_constants_give_published_sizes() {
    for (constants, parameters, tokens) in [
        ("hoffmann", 32.2e9, 2.98e12),
        ("1.69,406.4,410.7,0.34,0.28", 32.2e9, 2.98e12),
        ("besiroglu", 72.2e9, 1.33e12),
    ] {
        let said = extrapolate(&["--constants", constants, "--budget-flop", "5.76e23"]);
        near(&said["budgets"][0]["parameters"]["value"], parameters, 2e-3);
        near(&said["budgets"][0]["tokens"]["value"], tokens, 2e-3);
    }
}

/// A curve without noise to speak of: 2 n^-0.4 + 0.05, wobbling by a thousandth.
fn made(row: impl Fn(f64, f64) -> String, heading: &str) -> String {
    (0..14).fold(format!("{heading}\n"), |mut text, k| {
        let n = (50.0 * 1.7_f64.powi(k)).round();
        let error = (2.0 * n.powf(-0.4) + 0.05) * (1.0 + 0.001 * f64::from(k * k % 5 - 2));
        let _ = writeln!(text, "{}", row(n, error));
        text
    })
}

#[test]
fn accuracies_are_read_as_errors_in_percent_too() {
    let errors = with(&made(|n, error| format!("{n},{error}"), "n,error"), &["--target", "0.055"]);
    let near_same = |said: &Value| {
        let (one, other) =
            (&errors["curves"][0]["targets"][0]["amount"], &said["curves"][0]["targets"][0]["amount"]);
        near(other, one.as_f64().unwrap(), 1e-6);
    };
    near_same(&with(&made(|n, error| format!("{n},{}", 1.0 - error), "n,accuracy"), &["--target", "0.055"]));
    near_same(&with(
        &made(|n, error| format!("{n},{}%", 100.0 * (1.0 - error)), "n,val_acc"),
        &["--target", "0.055"],
    ));
    let percent = made(|n, error| format!("{},{n}", 100.0 * (1.0 - error)), "score,rows");
    let flags = ["--target", "0.055", "--percent", "--accuracy-column", "score"];
    let said = with(&percent, &flags);
    near_same(&said);
    assert_eq!(said["notes"][0], "The error is 1 less `score`.");
}

#[test]
fn errors_above_one_are_taken_as_they_are_with_a_word_on_percent() {
    let text = made(|n, error| format!("{n},{}", 100.0 * error), "n,test_error");
    let said = with(&text, &[]);
    assert!(said["notes"][0].as_str().unwrap().contains("say --percent"), "{}", said["notes"]);
    assert!(with(&text, &["--percent"])["notes"].as_array().unwrap().is_empty());
    near(&parameter(&said["curves"][0], "offset-power", "floor")["value"], 5.0, 0.05);
}

#[test]
fn rows_come_in_any_order_and_more_than_once() {
    let text = made(|n, error| format!("{n},{error}"), "n,error");
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    let sorted = with(&format!("n,error\n{}\n{}\n", lines.join("\n"), lines[13]), &[]);
    lines.reverse();
    let said = with(&format!("n,error\n{}\n{}\n", lines[0], lines.join("\n")), &[]);
    assert_eq!(sorted["curves"][0]["laws"], said["curves"][0]["laws"]);
    assert_eq!(
        (&said["curves"][0]["points"]["sorted"], &said["curves"][0]["points"]["repeated"]),
        (&Value::from(false), &Value::from(1))
    );
}

#[test]
fn logs_of_training_are_read_without_their_blanks_and_by_groups_of_near_steps() {
    let mut text = "step,train_loss,val_loss\n".to_owned();
    for step in 1..=20_000_u32 {
        let noise = 1.0 + 0.05 * (f64::from(step) * 12.9898).sin();
        let loss = 1.5 + 3.0 * f64::from(step).powf(-0.3) * noise;
        let shown = if step % 2 == 0 { loss.to_string() } else { String::new() };
        let _ = writeln!(text, "{step},{loss},{shown}");
    }
    let refused = run_with(&["ml", "extrapolate", "-"], &text);
    assert_eq!(refused.code, Some(65));
    assert!(refused.stderr.contains("line 2: `val_loss` is blank; --skip-blank leaves such rows out"));
    assert!(refused.stderr.contains("and 9980 more"), "{}", refused.stderr);
    let said = with(&text, &["--skip-blank"]);
    let curve = &said["curves"][0];
    assert_eq!(
        (&curve["points"]["given"], &curve["law"]),
        (&Value::from(10_000), &Value::from("offset-power"))
    );
    near(&parameter(curve, "offset-power", "floor")["value"], 1.5, 0.01);
    near(&parameter(curve, "offset-power", "index")["value"], -0.3, 0.02);
}

#[test]
fn errors_that_rise_or_stay_promise_nothing() {
    let rising = "n,error\n1,0.2\n2,0.25\n4,0.3\n8,0.33\n16,0.4\n32,0.5\n";
    let said = with(rising, &["--target", "0.1", "--to", "100"]);
    let curve = &said["curves"][0];
    assert_eq!(codes(curve), ["rises", "far"][..1]);
    assert_eq!(curve["targets"][0]["reached"], false);
    let back = "n,loss\n10,1\n20,0.8\n40,0.65\n80,0.52\n160,0.43\n320,0.36\n640,0.3\n1280,0.9\n2560,0.21\n5120,0.17\n";
    assert!(codes(&with(back, &[])["curves"][0]).contains(&"not-monotone"));
}

#[test]
fn a_known_floor_is_taken_and_doubted_where_errors_lie_below_it() {
    let text = made(|n, error| format!("{n},{error}"), "n,error");
    let said = with(&text, &["--floor", "0.05", "--to", "1e9"]);
    near(&parameter(&said["curves"][0], "offset-power", "index")["value"], -0.4, 1e-2);
    let ahead = &said["curves"][0]["ahead"][0];
    assert!(ahead["confidence"][0].as_f64().unwrap() >= 0.05, "{ahead}");
    assert!(codes(&with(&text, &["--floor", "0.09"])["curves"][0]).contains(&"floor-above"));
    assert_eq!(with(&text, &["--floor", "0"])["curves"][0]["law"], "power");
}

#[test]
fn what_is_no_curve_is_refused_with_its_lines() {
    for (text, args, code, said) in [
        ("n,error\n100,0.1\n", &[][..], 65, "1 different amount, and a curve takes 3 at least"),
        ("n,error\n100,0.1\n200,0.05\n", &[], 65, "2 different amounts, and a curve takes 3 at least"),
        ("n,error\n100,0.1\n100,0.05\n100,0.03\n", &[], 65, "1 different amount"),
        ("n,error\n1,0.2\n2,0.2\n3,0.2\n", &[], 65, "every value is 0.2: nothing falls"),
        (
            "n,error\n100,0\n200,-0.05\n400,nan\n800,\n1600,x\n0,0.2\ninf,0.1\n",
            &[],
            65,
            "line 2: the error is 0, of which relative errors know nothing: leave the row out, or fit absolute errors\n  line 3: the error is -0.05, and has to be a number above 0\n  line 4: `error` is `nan`; --skip-blank leaves such rows out\n  line 5: `error` is blank; --skip-blank leaves such rows out\n  line 6: `error` is `x`, which is no number\n  line 7: the amount is 0, and has to be above 0\n  line 8: `n` is `inf`, which is no number",
        ),
        (
            "n,accuracy\n1,94\n2,95\n4,96\n",
            &[],
            65,
            "line 2: the accuracy is 94, and lies from 0 to 1: say --percent",
        ),
        (
            "n,error,sd\n1,0.2,0\n2,0.1,\n4,.05,.1\n",
            &[],
            65,
            "line 2: the standard deviation is 0, and has to be above 0",
        ),
        ("n,error,sd\n1,0.2,0\n2,0.1,\n4,.05,.1\n", &[], 65, "line 3: `sd` is blank"),
        (
            "a,b\n1,2\n",
            &[],
            65,
            "has no column `samples`, of amounts, nor another that is known; --amount-column names it",
        ),
        ("n,b\n1,2\n", &[], 65, "has no column `error`, of errors, nor another that is known"),
        ("n,error\n", &[], 65, "has no rows"),
        ("", &[], 65, "is empty"),
        ("n,error\n1,.3\n2,.2\n4,.1\n", &["--by", "x"], 65, "has no column `x`, to tell curves apart"),
        ("n,error,x\n1,.3,a\n2,.2,a\n4,.1,b\n", &["--by", "x", "--only", "c"], 65, "has no curve `c`"),
        (
            "n,error\n1,.3\n2,.2\n4,.1\n",
            &["--errors", "spread"],
            2,
            "there is no column of standard deviations",
        ),
        ("n,error\n1,.3\n2,.2\n4,.1\n", &["--target", "-1"], 2, "a number above 0"),
        ("n,error\n1,.3\n2,.2\n4,.1\n", &["--target", "0"], 2, "a number above 0"),
        ("n,error\n1,.3\n2,.2\n4,.1\n", &["--to", "nan"], 2, "a number above 0"),
        ("n,error\n1,.3\n2,.2\n4,.1\n", &["--hide", "100%"], 2, "a share from 0% to below 100%"),
        (
            "n,error\n1,.3\n2,.2\n4,.1\n",
            &["--model", "mmf"],
            65,
            "3 observations can't determine 4 parameters",
        ),
        (
            "n,error\n1,.3\n2,.2\n4,.1\n",
            &["--budget-flop", "1e20"],
            2,
            "--budget-flop goes with --model scaling alone",
        ),
        (
            "n,error\n1,.3\n2,.2\n4,.1\n",
            &["--model", "power", "--floor", "0.05"],
            2,
            "--model power has no floor",
        ),
        ("n,error\n1,.3\n2,.2\n4,.1\n", &["--model", "offset-power", "--floor", "0"], 2, "a power law"),
        ("n,error\n1,.3\n2,.2\n4,.1\n", &["--model", "scaling"], 65, "has no column `parameters`"),
        (
            "parameters,tokens,loss\n1e9,2e10,2.5\n",
            &[],
            65,
            "1 runs, and a law of parameters and tokens takes 8",
        ),
        (
            "parameters,tokens,loss\n1e9,2e10,0\n0,2e10,2\n",
            &[],
            65,
            "line 3: 0 parameters, 20000000000 tokens and a loss of 2: each has to be above 0",
        ),
        ("parameters,tokens,loss\n1e9,2e10,2\n", &["--to", "1e9"], 2, "--to goes with curves of one amount"),
    ] {
        let ran = run_with(&[&["ml", "extrapolate", "-"], args].concat(), text);
        assert_eq!(ran.code, Some(code), "{text} {args:?}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(said), "{text} {args:?}: {}", ran.stderr);
        assert!(ran.stdout.is_empty());
    }
    let constants = run(&["ml", "extrapolate", "--constants", "1,2,3"]);
    assert!(constants.code == Some(2) && constants.stderr.contains("five numbers E,A,B,alpha,beta"));
}

#[test]
fn one_curve_that_fails_leaves_the_others_told() {
    let mut text = "n,error,who\n".to_owned();
    for k in 0..6 {
        let _ = writeln!(text, "{},{},good", 10 * (1 << k), 0.5 * 0.7_f64.powi(k));
    }
    text += "10,0.5,bad\n20,0.4,bad\n";
    let ran = run_with(&["ml", "extrapolate", "-", "--by", "who", "--format", "json"], &text);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let said: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(said["curves"][1]["error"].as_str().unwrap().contains("2 different amounts"), "{said}");
    assert_eq!(said["curves"][0]["law"], "power");
    let none = "n,error,who\n10,0.5,a\n20,0.4,a\n10,0.5,b\n20,0.4,b\n";
    let ran = run_with(&["ml", "extrapolate", "-", "--by", "who"], none);
    assert!(ran.code == Some(65) && ran.stderr.contains("no curve can be fitted"), "{}", ran.stderr);
}

#[test]
fn every_format_and_the_picture_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let svg = folder.path().join("curve.svg");
    let args = only(&["--to", "1e5", "--target", "0.05"], "optdigits,LogisticRegression");
    let full =
        [&["ml", "extrapolate"], &args[..], &["--format", "csv", "--plot", svg.to_str().unwrap()]].concat();
    let csv = run(&full);
    assert_eq!(csv.code, Some(0), "{}", csv.stderr);
    assert!(csv.stdout.starts_with("curve,law,what,name,value,low,high,prediction_low,prediction_high\n"));
    let value = extrapolate(&args)["curves"][0]["ahead"][0]["value"].as_f64().unwrap();
    let row = format!("\"optdigits, LogisticRegression\",offset-power,ahead,100000,{value},");
    assert!(csv.stdout.contains(&row), "{row}\n{}", csv.stdout);
    let drawn = std::fs::read_to_string(&svg).unwrap();
    let document = roxmltree::Document::parse(&drawn).unwrap();
    let has =
        |text: &str| document.descendants().any(|node| node.text().is_some_and(|own| own.contains(text)));
    for wanted in ["beyond the data", "points hidden from the test", "95% prediction", "target 0.05"] {
        assert!(has(wanted), "{wanted}");
    }
    let markdown = run(&[&["ml", "extrapolate"], &args[..], &["--format", "markdown"]].concat());
    assert!(markdown.stdout.starts_with("# Learning curve: "), "{}", markdown.stdout);
}
