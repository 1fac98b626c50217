//! Documents of worked solutions: opened in a browser, set by LaTeX and Typst, and read for what they say.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::browser::Browser;
use crate::program::{files, hold, root, run};
use crate::tools::{found, latex, on_path};

const HOSTILE: &str = "tests/it/reports/hostile.toml";

/// Scenarios of every sort: curves with one question and with many, batches, tables, elements, fits, trainings.
const SCENARIOS: [&str; 8] = [
    "configs/massage-chair.toml",
    "configs/mark-scheme.toml",
    "configs/schedule.toml",
    "configs/departments.toml",
    "configs/fitted-hours.toml",
    "configs/training-cost.toml",
    "configs/sensitivity.toml",
    HOSTILE,
];

/// What `solve` writes in a format.
fn solved(scenario: &str, format: &str) -> String {
    let ran = run(&["solve", scenario, "--format", format]);
    assert_eq!(ran.code, Some(0), "{scenario}: {}", ran.stderr);
    ran.stdout
}

/// The objects of JSON, one of each scenario.
fn objects(scenario: &str) -> Vec<Value> {
    solved(scenario, "json").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// The digits of a number, without the commas between its thousands.
fn digits(text: &str) -> String {
    text.replace(',', "")
}

/// A text as a page shows it: control characters and marks that turn the reading order written out, spaces run together.
fn shown(text: &str) -> String {
    let visible = learncurve::render::visible(text);
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn pages_open_in_a_browser_without_a_complaint_and_say_what_json_says() {
    let Some(chromium) = found("chromium") else { return };
    let folder = tempfile::tempdir().unwrap();
    for (place, scenario) in SCENARIOS.into_iter().enumerate() {
        let page = written(folder.path(), "page.html", &solved(scenario, "html"));
        // Every other one in the dark, and on a narrow screen.
        let odd = place % 2 == 1;
        let size = if odd { (360, 800) } else { (1000, 1200) };
        let mut browser = Browser::open(&chromium, &page, size, odd);
        assert_eq!(browser.complaints(), [""; 0], "{scenario}");
        let wide = browser.value("document.documentElement.scrollWidth - window.innerWidth");
        assert!(wide.as_i64().unwrap() <= 0, "{scenario}: wider than the screen by {wide}");
        let paper = browser.value("getComputedStyle(document.documentElement).backgroundColor");
        assert_eq!(paper, if odd { "rgb(22, 24, 29)" } else { "rgb(255, 255, 255)" });
        let answers = browser.value(
            "[...document.querySelectorAll('section')].filter(one => one.querySelector('.figure')).map(one => [
                one.querySelector('h2, h3').textContent, one.querySelector('.figure strong').textContent,
                [...one.querySelectorAll('.figures td.number')].map(cell => cell.textContent)])",
        );
        let objects = objects(scenario);
        let wanted = objects.iter().flat_map(|object| object["answers"].as_array().unwrap());
        let wanted: Vec<&Value> = wanted.filter(|answer| answer["find"] != "table").collect();
        let answers = answers.as_array().unwrap();
        assert_eq!(answers.len(), wanted.len(), "{scenario}");
        for (answer, wanted) in answers.iter().zip(wanted) {
            assert_eq!(shown(answer[0].as_str().unwrap()), shown(wanted["id"].as_str().unwrap()));
            let numbers = std::iter::once(&answer[1]).chain(answer[2].as_array().unwrap());
            let numbers: Vec<String> = numbers.map(|cell| digits(cell.as_str().unwrap())).collect();
            let values = wanted["results"].as_array().unwrap();
            assert_eq!(numbers.len(), values.len(), "{scenario}: {}", wanted["id"]);
            for (number, value) in numbers.iter().zip(values) {
                let number =
                    number.trim_start_matches("unit ").trim_start_matches("batch ").trim_end_matches('%');
                let value = value["value"].as_str().unwrap();
                // A large count of FLOP is written as a power of ten, to six digits.
                let parsed = |text: &str| text.parse::<f64>().unwrap();
                let close = number.contains('e') && (parsed(number) / parsed(value) - 1.0).abs() < 5e-6;
                assert!(number == value || close, "{scenario}: {number} for {value}");
            }
        }
    }
}

/// The middle of an element in the window.
fn middle(browser: &mut Browser, selector: &str) -> (f64, f64) {
    let found = browser.value(&format!(
        "(() => {{ const at = document.querySelector({selector:?}); at.scrollIntoView({{ block: 'center' }});
            const box = at.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
    ));
    (found[0].as_f64().unwrap(), found[1].as_f64().unwrap())
}

#[test]
fn a_chart_is_drawn_switched_and_read_by_pointer_and_by_keyboard() {
    let Some(chromium) = found("chromium") else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = written(folder.path(), "page.html", &solved("configs/massage-chair.toml", "html"));
    let mut browser = Browser::open(&chromium, &page, (1000, 900), false);
    let shown = |browser: &mut Browser| {
        browser.value("[...document.querySelectorAll('.panel')].filter(one => one.checkVisibility()).map(one => one.className)")
    };
    let lines = browser
        .value("document.querySelectorAll('.panel.linear svg path.line, .panel.linear svg .line').length");
    assert!(lines.as_u64().unwrap() >= 2, "the unit and the average: {lines}");
    assert_eq!(shown(&mut browser), serde_json::json!(["panel linear"]));
    // The pointer: what the readout says lies where the pointer is.
    let (x, y) = middle(&mut browser, ".panel.linear .axis");
    browser.point(x, y);
    let said = browser.value("document.querySelector('output').textContent");
    let said = said.as_str().unwrap();
    let (units, rest) = said.strip_prefix("units ").unwrap().split_once(' ').unwrap();
    let units: u64 = units.replace(',', "").parse().unwrap();
    let values: Vec<&str> = rest.split_whitespace().collect();
    let average = values[values.iter().position(|word| *word == "average").unwrap() + 1];
    assert!(rest.contains("/unit"), "with its unit: {said}");
    // The same number as the table of the same curve says.
    let counts = units.to_string();
    let table = run(&["table", "configs/massage-chair.toml", "--units", &counts, "--format", "json"]);
    let table: Value = serde_json::from_str(&table.stdout).unwrap();
    let figures = table["answers"][0]["results"].as_array().unwrap();
    let own = figures.iter().find(|figure| figure["name"] == "average cost").unwrap();
    let (one, other) = (digits(average).parse::<f64>().unwrap(), own["exact"].as_f64().unwrap());
    assert!((one / other - 1.0).abs() < 1e-6, "{one} for {other}");
    assert_eq!(browser.value("document.querySelectorAll('.marks circle').length"), 2);
    // The switch, by a click on its label.
    let (x, y) = middle(&mut browser, ".axes label:last-child");
    browser.click(x, y);
    assert_eq!(shown(&mut browser), serde_json::json!(["panel log"]));
    // The keyboard: from the switch into the chart, along it, and to its end.
    browser.press("Tab");
    assert_eq!(browser.value("document.activeElement.className"), "panel log");
    let first = browser.value("document.activeElement.getAttribute('aria-valuetext')");
    browser.press("ArrowRight");
    let second = browser.value("document.activeElement.getAttribute('aria-valuetext')");
    assert!(first != second && second.as_str().unwrap().starts_with("units 2 "), "{first}, then {second}");
    browser.press("End");
    let last = browser.value("document.activeElement.getAttribute('aria-valuetext')");
    assert!(last.as_str().unwrap().starts_with("units 1"), "{last}");
    assert_eq!(
        browser.value("document.activeElement.getAttribute('aria-valuenow') === document.activeElement.getAttribute('aria-valuemax')"),
        true
    );
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn the_policy_of_a_page_lets_nothing_else_in() {
    let Some(chromium) = found("chromium") else { return };
    let folder = tempfile::tempdir().unwrap();
    // A page with a script that is not its own: the policy has to refuse it, or the test before proves nothing.
    let html = solved("configs/massage-chair.toml", "html");
    let broken =
        html.replace("</main>", "<p style=\"color:red\">x</p><script>window.ran = 1</script></main>");
    let page = written(folder.path(), "page.html", &broken);
    let mut browser = Browser::open(&chromium, &page, (800, 800), false);
    assert_eq!(browser.value("window.ran === undefined"), true);
    assert_eq!(browser.complaints().len(), 2, "{:?}", browser.complaints());
}

#[test]
fn no_page_has_an_inline_style_or_a_text_that_is_markup() {
    for scenario in SCENARIOS {
        let html = solved(scenario, "html");
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{scenario}");
        assert!(!html.contains(" style=\"") && !html.contains("http://www.w3.org/1999"), "{scenario}");
        assert_eq!(html.matches("<h1>").count(), 1, "{scenario}");
        assert!(!html.contains('\u{202e}') && !html.contains('\u{7}'), "{scenario}");
        let scripts = html.matches("<script").count();
        let charts = html.matches("<figure").count();
        assert_eq!(scripts, charts + usize::from(charts > 0), "{scenario}");
        assert!(!html.contains("<img"), "{scenario}");
        let faults = scraper::Html::parse_document(&html).errors;
        assert!(faults.is_empty(), "{scenario}: {faults:?}");
    }
}

/// Sets a document with a program in a folder of its own; what it said.
fn set(command: &mut Command, folder: &Path, made: &str) -> String {
    let output = command.current_dir(folder).output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(folder.join(made).is_file(), "{said}");
    said
}

#[test]
fn pdflatex_sets_every_scenario_without_a_complaint() {
    let Some(pdflatex) = latex() else { return };
    let folder = tempfile::tempdir().unwrap();
    for config in files("configs", "toml").iter().map(|path| path.to_str().unwrap()).chain([HOSTILE]) {
        written(folder.path(), "page.tex", &solved(config, "latex"));
        let mut command = Command::new(&pdflatex);
        command.args(["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"]);
        let said = set(&mut command, folder.path(), "page.pdf");
        assert!(!said.contains("Missing character") && !said.contains("undefined"), "{config}: {said}");
    }
}

#[test]
fn pdflatex_sets_any_character_of_unicode() {
    let Some(pdflatex) = latex() else { return };
    let folder = tempfile::tempdir().unwrap();
    let ranges = [0x20..0x3400_u32, 0xfb00..0xfe00, 0xff00..0x1_0000, 0x1_f300..0x1_f700];
    let all: Vec<char> = ranges.into_iter().flatten().filter_map(char::from_u32).collect();
    let lines: Vec<String> = all.chunks(64).map(|chunk| chunk.iter().collect()).collect();
    let blocks: Vec<learncurve::render::sheet::Block> =
        lines.iter().map(|line| learncurve::render::sheet::Block::Line(line.clone())).collect();
    let format = learncurve::render::Format::Latex;
    let text = learncurve::render::sheet::write(&blocks, None, format, 80).unwrap();
    assert!(text.is_ascii(), "nothing is left for the fonts to lack");
    written(folder.path(), "page.tex", &text);
    let mut command = Command::new(&pdflatex);
    command.args(["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "page.tex"]);
    let said = set(&mut command, folder.path(), "page.pdf");
    assert!(!said.contains("Missing character"), "{said}");
}

/// Typst: the program, or the Python package of it; `compile` with files comes after.
fn typst() -> Option<Command> {
    const COMPILE: &str = "import sys, typst; typst.compile(sys.argv[2], output=sys.argv[3])";
    if let (None, Some(python)) = (on_path("typst"), on_path("python3")) {
        let has = Command::new(&python).args(["-c", "import typst"]).output().unwrap().status.success();
        if has {
            let mut command = Command::new(python);
            command.args(["-c", COMPILE]);
            return Some(command);
        }
    }
    found("typst").map(Command::new)
}

#[test]
fn typst_sets_every_scenario_and_takes_texts_for_texts() {
    let folder = tempfile::tempdir().unwrap();
    for config in files("configs", "toml").iter().map(|path| path.to_str().unwrap()).chain([HOSTILE]) {
        let Some(mut command) = typst() else { return };
        written(folder.path(), "page.typ", &solved(config, "typst"));
        set(command.args(["compile", "page.typ", "page.pdf"]), folder.path(), "page.pdf");
    }
}

#[test]
fn texts_of_a_pdf_are_those_of_the_scenario() {
    let (Some(pdflatex), Some(pdftotext)) = (latex(), found("pdftotext")) else { return };
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), "page.tex", &solved(HOSTILE, "latex"));
    let mut command = Command::new(&pdflatex);
    command.args(["-interaction=nonstopmode", "-halt-on-error", "page.tex"]);
    set(&mut command, folder.path(), "page.pdf");
    set(Command::new(&pdftotext).args(["page.pdf", "page.txt"]), folder.path(), "page.txt");
    let text = std::fs::read_to_string(folder.path().join("page.txt")).unwrap();
    for said in [
        "<script>alert(1)</script>",
        "\\input{/etc/passwd}",
        "</style><img src=x onerror=alert(1)>",
        "U+1F600",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert!(!text.contains("root:x:0"), "a file was read");
}

#[test]
fn every_command_that_reports_writes_documents() {
    let commands: [&[&str]; 6] = [
        &["ask", "average", "--first-time", "2 h", "--learning-rate", "95%", "--units", "128"],
        &["fit", "tests/fits/lots.csv"],
        &["table", "configs/massage-chair.toml"],
        &["diagnose", "configs/massage-chair.toml", "--question", "the-128th", "--answer", "20.95"],
        &["ml", "schedule", "cosine", "lr=0.1", "steps=100"],
        &["solve", "configs/mark-scheme.toml", "configs/schedule.toml"],
    ];
    for command in commands {
        for (format, starts, ends) in [
            ("html", "<!DOCTYPE html>", "</html>"),
            ("latex", "\\documentclass", "\\end{document}"),
            ("typst", "#set document(title: \"", ""),
        ] {
            let ran = run(&[command, &["--format", format]].concat());
            assert_eq!(ran.code, Some(0), "{command:?}: {}", ran.stderr);
            assert!(ran.stdout.starts_with(starts) && ran.stdout.trim_end().ends_with(ends), "{command:?}");
        }
    }
}

#[test]
fn documents_for_typesetters_are_as_they_were_kept() {
    for (format, ending) in [("latex", "tex"), ("typst", "typ")] {
        for stem in ["massage-chair", "departments"] {
            let text = solved(&format!("configs/{stem}.toml"), format);
            hold(&root().join(format!("tests/it/golden/report/{stem}.{ending}")), &text);
        }
    }
}

#[test]
fn the_working_is_left_out_of_documents_too() {
    for (format, word) in
        [("html", "class=\"working\""), ("latex", "\\begin{enumerate}"), ("typst", "#enum(")]
    {
        let with = solved("configs/massage-chair.toml", format);
        let without =
            run(&["solve", "configs/massage-chair.toml", "--format", format, "--no-working"]).stdout;
        assert!(with.contains(word) && !without.contains(word), "{format}");
    }
}

#[test]
fn markdown_keeps_texts_texts_and_sets_the_working() {
    let text = solved(HOSTILE, "markdown");
    assert!(text.contains("$`b = \\frac{\\log r}{\\log 2}`$"), "{text}");
    for line in text.lines() {
        let prose = line.split("$`").enumerate().map(|(place, part)| match place {
            0 => part,
            _ => part.split_once("`$").map_or("", |(_, after)| after),
        });
        let prose = prose.collect::<String>().replace("<span>$</span>", "");
        assert!(!prose.contains('$'), "mathematics that nobody meant: {line}");
        assert!(!prose.contains('<') || prose.contains("\\<"), "markup: {line}");
        assert!(
            !line.starts_with("- one") && !line.starts_with("1. one"),
            "a list that nobody meant: {line}"
        );
    }
    assert!(root().join(HOSTILE).is_file());
}
