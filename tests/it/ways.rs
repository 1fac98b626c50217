//! One answer, whatever way it is asked for: the same figures from every format, by any number of threads, read from anywhere.
//!
//! `tests/differential/formats.py` goes on with it for as long as one likes.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::batch::table;
use crate::program::{files, run, run_in};

/// Rows as `--format csv` has them, by the names of their columns.
fn rows(text: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let named = |record: csv::StringRecord| {
        head.iter().zip(record.iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| named(record.unwrap())).collect()
}

fn cell<'a>(row: &'a [(String, String)], name: &str) -> &'a str {
    row.iter().find(|(column, _)| column == name).map_or("", |(_, cell)| cell)
}

/// Every number of a text, commas between thousands left out, as the shortest double of it.
fn numbers(text: &str) -> BTreeSet<u64> {
    let characters: Vec<char> = text.chars().collect();
    let (mut found, mut number) = (BTreeSet::new(), String::new());
    for (place, character) in characters.iter().enumerate() {
        let next = characters.get(place + 1);
        let digit_next = next.is_some_and(char::is_ascii_digit);
        match character {
            '0'..='9' => number.push(*character),
            '.' if !number.is_empty() && digit_next && !number.contains('.') => number.push('.'),
            ',' if !number.is_empty() && digit_next => {}
            'e' if !number.is_empty() && (digit_next || next == Some(&'-')) && !number.contains('e') => {
                number.push('e');
            }
            '-' if number.ends_with('e') => number.push('-'),
            _ => {
                found.extend(number.trim_end_matches(['e', '-']).parse::<f64>().ok().map(f64::to_bits));
                number.clear();
            }
        }
    }
    found.extend(number.parse::<f64>().ok().map(f64::to_bits));
    found
}

/// Text and Markdown may write a large figure as 5.88e23, CSV may say of which row of a table a figure is; the value stays.
#[test]
fn every_figure_of_the_json_is_the_same_in_every_other_format() {
    for config in files("configs", "toml") {
        let path = config.to_str().unwrap();
        let of = |format: &str| run(&["solve", path, "--format", format]).stdout;
        let json = of("json");
        let reports: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let lists = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
        let results: Vec<Value> = reports
            .iter()
            .flat_map(|report| lists(report, "answers"))
            .flat_map(|answer| lists(&answer, "results"))
            .collect();
        assert!(!results.is_empty(), "{path}");
        let in_csv = rows(&of("csv"));
        let others: Vec<(&str, String, BTreeSet<u64>)> = ["text", "markdown", "html"]
            .into_iter()
            .map(|format| {
                let text = of(format);
                let seen = numbers(&text);
                (format, text, seen)
            })
            .collect();
        for result in &results {
            let (name, value) = (result["name"].as_str().unwrap(), result["value"].as_str().unwrap());
            let exact = result["exact"].as_f64();
            let beside = in_csv.iter().any(|row| {
                cell(row, "name").starts_with(name)
                    && cell(row, "value") == value
                    && cell(row, "exact").parse::<f64>().ok().map(f64::to_bits) == exact.map(f64::to_bits)
            });
            assert!(beside, "{path}: {result} is not in the CSV");
            // A sign may stand in words: 12 below the target.
            let number = value.trim_end_matches('%').trim_start_matches('-').parse::<f64>();
            for (format, text, seen) in &others {
                let there =
                    text.contains(value) || number.as_ref().is_ok_and(|n| seen.contains(&n.to_bits()));
                assert!(there, "{path}: {result} is not in the {format}");
            }
        }
    }
}

#[test]
fn rows_have_the_same_digits_by_any_number_of_threads_from_a_file_or_a_stream_and_in_any_format() {
    let folder = tempfile::tempdir().unwrap();
    let text = table(900);
    std::fs::write(folder.path().join("in.csv"), &text).unwrap();
    let batch = |args: &[&str], stdin: &str| {
        let ran = run_in(folder.path(), &[&["batch"], args].concat(), stdin);
        assert_eq!(ran.code, Some(1), "{}", ran.stderr);
        ran.stdout
    };
    let whole = batch(&["in.csv", "--threads", "1"], "");
    for threads in ["2", "7"] {
        assert!(batch(&["in.csv", "--threads", threads], "") == whole, "{threads} threads");
    }
    assert!(batch(&["-", "--from", "csv"], &text) == whole, "standard input");
    let in_csv = rows(&whole);
    assert!(in_csv.len() > 800, "{}", in_csv.len());
    let lines = batch(&["in.csv", "--format", "jsonl"], "");
    for (row, line) in in_csv.iter().zip(lines.lines()) {
        for figure in ["average", "total", "unit"] {
            let written = format!("\"{figure}\":{}", cell(row, figure));
            assert!(
                line.contains(&format!("{written},")) || line.contains(&format!("{written}}}")),
                "{written} is not in {line}"
            );
        }
    }
}
