//! `plot`: pictures of curves, whole program.

use roxmltree::{Document, Node};
use serde_json::Value;

use crate::program::{Ran, files, hold, root, run, run_in, run_with};

/// A picture's values, by `--format json`.
fn values(args: &[&str]) -> Value {
    let ran = run(&[&["plot"], args, &["--format", "json"]].concat());
    assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// What a series of the first panel has at so many units.
fn at(picture: &Value, series: &str, units: f64) -> f64 {
    let all = picture["panels"][0]["series"].as_array().unwrap();
    let own = all.iter().find(|one| one["name"] == series).unwrap_or_else(|| panic!("{series} in {picture}"));
    let points = own["values"].as_array().unwrap();
    points.iter().find(|point| point[0] == units).unwrap()[1].as_f64().unwrap()
}

fn names(picture: &Value, what: &str) -> Vec<String> {
    let all = picture["panels"][0][what].as_array().unwrap();
    all.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

/// A picture as an SVG file's text.
fn svg(args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("curve.svg");
    let ran = run(&[&["plot"], args, &["-o", file.to_str().unwrap()]].concat());
    assert_eq!(ran.code, Some(0), "{args:?}: {}", ran.stderr);
    std::fs::read_to_string(file).unwrap()
}

/// Parses an SVG, and holds it to what every one of ours is.
fn sound(text: &str) -> Document<'_> {
    let document = Document::parse(text).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    for (kind, attribute) in [("title", "aria-labelledby"), ("desc", "aria-describedby")] {
        let said = root.children().find(|node| node.tag_name().name() == kind).unwrap();
        assert!(said.text().is_some_and(|text| !text.is_empty()), "{kind}");
        assert_eq!(said.attribute("id"), root.attribute(attribute));
    }
    for node in document.descendants().filter(Node::is_element) {
        assert!(!node.has_tag_name("script") && node.attribute("style").is_none(), "{node:?}");
        for own in node.attributes() {
            assert!(!own.value().contains("NaN") && !own.value().contains("inf"), "{node:?}");
        }
    }
    document
}

#[test]
fn curves_pass_through_published_figures() {
    // The massage chair's: the average of 128 at 95% from 2 h is 2 h × 0.95^7 = 1.396675 h.
    let picture = values(&["--first-time", "2 h", "--learning-rate", "95%", "--to", "128"]);
    assert!((at(&picture, "average", 128.0) - 1.396_675).abs() < 5e-7);
    assert_eq!(picture["panels"][0]["y"]["label"], "time (h/unit)");
    // Crawford's curve of 80% from 100 h. Printed tables of coefficients have 0.512 for unit 8 and 5.346 for the total of 8.
    let crawford = ["--model", "crawford", "--first-time", "100 h", "--learning-rate", "80%", "--to", "8"];
    let picture = values(&crawford);
    for (unit, hours) in [(1.0, 100.0), (2.0, 80.0), (4.0, 64.0), (8.0, 51.2)] {
        assert!((at(&picture, "unit", unit) - hours).abs() < 1e-9, "{unit}");
    }
    let picture = values(&[&crawford[..], &["--show", "total"]].concat());
    assert!((at(&picture, "total", 8.0) - 534.591).abs() < 5e-4);
    assert_eq!(picture["panels"][0]["y"]["label"], "total time (h)");
}

#[test]
fn the_line_of_an_svg_lies_where_its_axes_say() {
    for log in [false, true] {
        let mut args =
            vec!["--first-time", "2 h", "--learning-rate", "95%", "--to", "128", "--show", "average"];
        args.extend(log.then_some("--log"));
        let text = svg(&args);
        let document = sound(&text);
        let with = |class: &'static str| {
            document.descendants().filter(move |node| {
                node.attribute("class").is_some_and(|own| own.split(' ').any(|word| word == class))
            })
        };
        let line =
            with("line").find(|node| node.ancestors().any(|one| one.has_attribute("clip-path"))).unwrap();
        let (_, end) = line.attribute("d").unwrap().rsplit_once('L').unwrap();
        let y: f64 = end.split_once(' ').unwrap().1.parse().unwrap();
        let ticks: Vec<(f64, f64)> = with("tick")
            .filter(|node| node.attribute("text-anchor") == Some("end"))
            // Numbers stand a little below their marks.
            .map(|node| {
                (
                    node.text().unwrap().parse().unwrap(),
                    node.attribute("y").unwrap().parse::<f64>().unwrap() - 4.5,
                )
            })
            .collect();
        assert!(ticks.len() >= 3, "{ticks:?}");
        let (one, other) = (ticks[0], ticks[ticks.len() - 1]);
        let share = (y - one.1) / (other.1 - one.1);
        let value =
            if log { one.0 * (other.0 / one.0).powf(share) } else { one.0 + share * (other.0 - one.0) };
        assert!((value - 1.396_675).abs() < 2e-4, "{value}, log: {log}");
    }
}

#[test]
fn the_picture_of_the_readme_is_what_its_command_draws() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let line = readme.lines().find(|line| line.starts_with("learncurve plot ")).unwrap();
    let words: Vec<&str> = line.split_whitespace().skip(2).collect();
    let [args @ .., "-o", file] = &words[..] else { panic!("{line}") };
    assert!(readme.contains(&format!("]({file})")), "{file} is not shown");
    hold(&root().join(file), &svg(args));
}

#[test]
fn what_happens_on_a_curve_and_what_is_asked_of_it_is_marked() {
    for (config, wanted) in [
        ("massage-chair", "learning ends after 128"),
        ("production-break", "break after 100"),
        ("production-break", "units 101–150"),
        ("rates-by-doubling", "90% from 9"),
        ("prototypes", "production from 5"),
        ("schedule", "Q2"),
    ] {
        let picture = values(&[&format!("configs/{config}.toml")]);
        let found = names(&picture, "landmarks");
        assert!(found.iter().any(|name| name == wanted), "{config}: {found:?}");
    }
    // At a break the pen is lifted; the 101st unit of the source starts afresh at its own time.
    let broken = values(&["configs/production-break.toml"]);
    let unit = broken["panels"][0]["series"][0]["values"].as_array().unwrap();
    let lifted = unit.iter().position(|point| point[1].is_null()).unwrap();
    assert!(unit[lifted - 1][0] == 100.0 && unit[lifted + 1][0] == 101.0, "{:?}", &unit[lifted]);
    assert!(unit[lifted + 1][1].as_f64() > unit[lifted - 1][1].as_f64());
    let batches = values(&["configs/batch-trap.toml", "--show", "average"]);
    assert_eq!(batches["panels"][0]["x"]["label"], "units made, in batches of 100");
    assert!(names(&batches, "series").contains(&"average after each batch".to_owned()));
}

#[test]
fn a_fitted_curve_has_its_data_bands_and_is_dashed_beyond_them() {
    let picture = values(&["configs/fitted-hours.toml", "--log"]);
    let series = picture["panels"][0]["series"].as_array().unwrap();
    let drawn: Vec<&str> = series.iter().map(|one| one["drawn"].as_str().unwrap()).collect();
    assert_eq!(drawn, ["points", "line", "beyond", "confidence", "prediction"]);
    // The rows of the scenario, as it has them.
    assert_eq!(series[0]["values"].as_array().unwrap().len(), 8);
    let (known, beyond) = (series[1]["values"].as_array().unwrap(), series[2]["values"].as_array().unwrap());
    assert_eq!(known.last(), beyond.first());
    assert_eq!(known.last().unwrap()[0], 10_000.0);
    for place in series[3]["values"].as_array().unwrap() {
        assert!(place[1].as_f64() < place[2].as_f64(), "{place}");
    }
    let narrow = values(&["configs/fitted-hours.toml", "--to", "1000"]);
    let points = narrow["panels"][0]["series"][0]["values"].as_array().unwrap();
    assert!(points.iter().all(|point| point[0].as_f64() <= Some(1000.0)) && points.len() == 6, "{points:?}");
}

#[test]
fn several_scenarios_values_and_models_share_a_picture() {
    let varied = values(&[
        "--first-time",
        "100 h",
        "--vary",
        "learning_rate=75%,80%",
        "--vary",
        "model=wright,crawford",
        "--show",
        "unit",
        "--to",
        "2",
    ]);
    assert_eq!(
        names(&varied, "series"),
        [
            "learning rate 75%, wright",
            "learning rate 75%, crawford",
            "learning rate 80%, wright",
            "learning rate 80%, crawford"
        ]
    );
    // Wright's second unit is 2 r - 1 of the first, Crawford's r.
    let seconds =
        ["wright", "crawford"].map(|model| at(&varied, &format!("learning rate 80%, {model}"), 2.0));
    assert!((seconds[0] - 60.0).abs() < 1e-9 && (seconds[1] - 80.0).abs() < 1e-9, "{seconds:?}");
    let files = values(&["configs/massage-chair.toml", "configs/production-break.toml"]);
    assert_eq!(
        names(&files, "series"),
        ["Massage chair: labour cost", "Six months' break after a hundred units"]
    );
    assert_eq!(files["panels"][0]["y"]["label"], "unit time (h/unit)", "not everything has costs");
    let with_flags =
        values(&["configs/production-break.toml", "--first-time", "90 h", "--learning-rate", "80%"]);
    assert_eq!(names(&with_flags, "series"), ["Six months' break after a hundred units", "as stated"]);
    let picked = values(&["configs/budget-units.toml", "--scenario", "Budget of hours, unit theory"]);
    assert_eq!(picked["title"], "Budget of hours, unit theory");
}

#[test]
fn names_come_out_as_text_and_are_cut_where_they_are_too_long() {
    let folder = tempfile::tempdir().unwrap();
    let long = "Ωמגדל ".repeat(2_000);
    for (name, title) in
        [("evil", "<script>alert(1)</script>"), ("cell", "=cmd|' /C calc'!A0"), ("long", &long)]
    {
        let text = format!(
            "title = {}\n[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '95%'\n[[question]]\nfind.average = {{ units = 9 }}\n",
            serde_json::to_string(&format!("{title}\u{7}\u{202e}")).unwrap()
        );
        std::fs::write(folder.path().join(format!("{name}.toml")), text).unwrap();
    }
    let ran = run_in(folder.path(), &["plot", "evil.toml", "cell.toml", "long.toml", "-o", "all.svg"], "");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = std::fs::read_to_string(folder.path().join("all.svg")).unwrap();
    let document = sound(&text);
    let titles: Vec<&str> = document
        .descendants()
        .filter(|node| node.tag_name().name() == "title")
        .filter_map(|node| node.text())
        .collect();
    assert!(
        titles.iter().any(|title| *title == format!("{long}\\u{{7}}\\u{{202e}}")),
        "the full name is there"
    );
    let shown =
        document.descendants().filter(|node| node.tag_name().name() == "text").filter_map(|node| node.text());
    for text in shown {
        assert!(text.chars().count() < 120, "{text}");
    }
    let csv = run_in(folder.path(), &["plot", "cell.toml", "evil.toml", "--format", "csv"], "").stdout;
    assert!(csv.contains("'=cmd") && !csv.contains(",=cmd") && !csv.contains('\u{7}'), "{}", &csv[..300]);
    for columns in ["20", "30", "80"] {
        let ran = terminal(folder.path(), &["evil.toml", "cell.toml", "long.toml"], &[("COLUMNS", columns)]);
        let most: usize = columns.parse().unwrap();
        for line in ran.stdout.lines() {
            assert!(line.chars().count() <= most, "{most}: {line}");
        }
        assert!(ran.stdout.contains('…') && !ran.stdout.contains(['\u{7}', '\u{202e}']), "{}", ran.stdout);
    }
}

/// A picture in characters, under an environment of one's own.
fn terminal(folder: &std::path::Path, args: &[&str], environment: &[(&str, &str)]) -> Ran {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_learncurve"))
        .arg("plot")
        .args(args)
        .current_dir(folder)
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", "80")
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn a_terminal_gets_what_it_can_show() {
    let args = ["configs/massage-chair.toml", "--log"];
    let plain = terminal(&root(), &args, &[]).stdout;
    assert!(plain.contains('⠒') && !plain.contains('\u{1b}'), "no colours but on a terminal: {plain}");
    for (more, environment) in [(&[][..], [("LC_ALL", "C")]), (&["--ascii"][..], [("LC_ALL", "C.UTF-8")])] {
        let ascii = terminal(&root(), &[&args[..], more].concat(), &environment).stdout;
        assert!(ascii.is_ascii() && ascii.contains("learning ends after 128"), "{ascii}");
    }
    hold(&root().join("tests/it/golden/plot/massage-chair.txt"), &terminal(&root(), &args[..1], &[]).stdout);
    let rates = [
        "--first-time",
        "100 h",
        "--vary",
        "learning_rate=75%,85%",
        "--show",
        "average",
        "--log",
        "--to",
        "1000",
    ];
    hold(&root().join("tests/it/golden/plot/rates.txt"), &terminal(&root(), &rates, &[]).stdout);
}

#[test]
fn the_narrowest_and_the_widest_curves_are_drawn() {
    let all: [&[&str]; 8] = [
        &["--first-time", "2 h", "--learning-rate", "95%", "--to", "1"],
        &["--first-time", "2 h", "--learning-rate", "95%", "--from", "7", "--to", "7"],
        &[
            "--first-time",
            "2 h",
            "--learning-rate",
            "95%",
            "--to",
            "1000000000000000",
            "--show",
            "unit,average,total",
        ],
        &["--first-time", "2 h", "--learning-rate", "130%", "--to", "1000"],
        &["--first-time", "2 h", "--learning-rate", "100%"],
        &["--first-cost", "0", "--learning-rate", "80%"],
        &["--first-cost", "0.000001", "--learning-rate", "50%", "--to", "1000000000"],
        &[
            "--first-time",
            "2 h",
            "--learning-rate",
            "80%",
            "--cost",
            "Labour=0/hour",
            "--cost",
            "Tools=5/once",
        ],
    ];
    for args in all {
        for log in [&[][..], &["--log"]] {
            let text = svg(&[args, log].concat());
            let document = sound(&text);
            let seen = document.descendants().any(|node| {
                node.attribute("class")
                    .is_some_and(|own| own.starts_with("line") || own.starts_with("points"))
            });
            assert!(seen, "{args:?}");
            let ran = run(&[&["plot"], args, log].concat());
            assert!(ran.code == Some(0) && !ran.stdout.contains("NaN"), "{args:?}: {}", ran.stderr);
        }
    }
}

#[test]
fn every_config_is_drawn_or_says_why_not() {
    for config in files("configs", "toml") {
        let ran = run(&["plot", config.to_str().unwrap(), "--format", "svg"]);
        match ran.code {
            Some(0) => {
                sound(&ran.stdout);
            }
            Some(1) => assert!(ran.stderr.contains("error: ") && ran.stdout.is_empty(), "{}", ran.stderr),
            other => panic!("{}: {other:?} {}", config.display(), ran.stderr),
        }
    }
}

#[test]
fn what_has_no_picture_is_refused_with_advice() {
    let many: Vec<String> = (1..=30).map(|rate| format!("{}%", 60 + rate)).collect();
    let many = format!("learning_rate={}", many.join(","));
    let refused: [(&[&str], i32, &str); 12] = [
        (&[], 2, "there is no curve to draw"),
        (&["configs/training-cost.toml"], 1, "is a training, which has no units"),
        (&["configs/variances.toml"], 1, "they share no axis"),
        (&["configs/models.toml"], 1, "is in money, and has no time"),
        (&["--learning-rate", "80%"], 1, "does not say what its first unit takes"),
        (&["--first-time", "2 h", "--learning-rate", "80%", "--of", "cost"], 1, "has no costs to draw"),
        (&["--first-time", "2 h", "--vary", &many], 2, "30 scenarios are too many"),
        (&["--first-time", "2 h", "--vary", "model=wrong"], 2, "there is no model `wrong`"),
        (&["--first-time", "2 h", "--vary", "learning_rate"], 2, "is not understood"),
        (&["--first-time", "two", "--learning-rate", "80%"], 2, "--first-time"),
        (&["configs/budget-units.toml", "--scenario", "none"], 2, "no scenario is called `none`"),
        (&["configs/massage-chair.toml", "--from", "9", "--to", "3"], 2, "--from 9 is after --to 3"),
    ];
    for (args, code, said) in refused {
        let ran = run(&[&["plot"], args].concat());
        assert_eq!(ran.code, Some(code), "{args:?}: {}", ran.stderr);
        assert!(ran.stdout.is_empty() && ran.stderr.contains(said), "{args:?}: {}", ran.stderr);
    }
    let broken = "title = 'broken'\n[curve.wright]\nfirst_time = '2 h'\nlearning_rat = '95%'\n";
    let ran = run_with(&["plot", "-"], broken);
    assert!(ran.code == Some(65) && ran.stdout.is_empty(), "{}", ran.stderr);
    assert!(ran.stderr.contains("learning_rat"), "{}", ran.stderr);
}

#[test]
fn a_png_is_drawn_as_wide_as_is_asked_and_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let draw = |name: &str| {
        let file = folder.path().join(name);
        let ran =
            run(&["plot", "configs/massage-chair.toml", "--width", "900", "-o", file.to_str().unwrap()]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        std::fs::read(file).unwrap()
    };
    let (one, other) = (draw("one.png"), draw("other.PNG"));
    assert_eq!(&one[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(one[16..20], 900_u32.to_be_bytes());
    assert_eq!(one, other);
    let file = folder.path().join("fit.png");
    let ran = run(&["fit", "tests/fits/lots.csv", "--plot", file.to_str().unwrap()]);
    assert!(ran.code == Some(0) && std::fs::read(file).unwrap().starts_with(b"\x89PNG"), "{}", ran.stderr);
}

#[test]
fn what_is_not_drawn_is_said_and_names_of_no_format_are_refused() {
    let steep = [
        "plot",
        "--first-time",
        "2 h",
        "--learning-rate",
        "400%",
        "--cost",
        "L=9999999/hour",
        "--to",
        "1000000000000000",
    ];
    let made = run(&[&steep[..], &["--format", "json"]].concat());
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    assert!(made.stdout.contains("not drawn beyond unit"), "{}", made.stdout);
    let refused = run(&["plot", "configs/massage-chair.toml", "-o", "chair.pdf"]);
    assert!(refused.code == Some(2) && refused.stderr.contains(".svg, .png"), "{}", refused.stderr);
}
