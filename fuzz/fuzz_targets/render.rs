//! Scenarios with any text wherever a text may stand, in every format, read back by readers that are not ours.
//!
//! The first byte chooses the scenario; the rest are texts, one on a line, put in the place of its `@0`, `@1` and so on.
#![no_main]

use learncurve::live;
use learncurve::render::{Format, Options, render, workbook};
use learncurve_fuzz as held;

const SCENARIOS: [&str; 4] = [
    include_str!("../scenarios/costs.toml"),
    include_str!("../scenarios/elements.toml"),
    include_str!("../scenarios/questions.toml"),
    include_str!("../scenarios/training.toml"),
];

/// A TOML string of any text.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let (choice, rest) = input;
    let mut text = SCENARIOS[usize::from(choice) % SCENARIOS.len()].to_owned();
    let mut texts = rest.split('\u{1e}');
    for place in 0..10 {
        text = text.replace(&format!("'@{place}'"), &quoted(texts.next().unwrap_or("text")));
    }
    let entries = held::read(&text);
    let scenarios: Vec<_> = entries.iter().map(|entry| entry.scenario.clone()).collect();
    let reports: Vec<_> = entries.into_iter().map(|entry| held::check_entry(entry, &text)).collect();
    let books: Vec<_> = reports
        .iter()
        .zip(&scenarios)
        .filter(|(report, _)| !report.answers.is_empty())
        .filter_map(|(report, scenario)| Some((report, live::book(scenario.as_ref()?, report))))
        .collect();
    if !books.is_empty() {
        let bound: Vec<_> = books.iter().map(|(report, book)| (*report, book)).collect();
        if let Ok(written) = workbook::workbook(&bound) {
            held::check_workbook(&written);
        }
    }
    drop(books);
    let pairs: Vec<_> = reports.into_iter().map(|report| (report, text.as_str())).collect();
    let width = 20 + usize::from(choice);
    let written = |format| render(&pairs, &[], format, Options { working: true, width, styled: false });
    for format in [Format::Text, Format::Markdown] {
        assert!(!written(format).unwrap().contains('\u{1b}'), "an escape goes through");
    }
    if let Ok(csv) = written(Format::Csv) {
        held::check_csv(&csv);
    }
    held::check_json(&written(Format::Json).unwrap());
    held::check_html(&written(Format::Html).unwrap());
    held::check_typeset(&written(Format::Latex).unwrap(), ('{', '}'), false);
    held::check_typeset(&written(Format::Typst).unwrap(), ('[', ']'), true);
});
