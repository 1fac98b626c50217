//! The gallery of bad inputs: each row of `tests/gallery` run as it is written, and `docs/errors.md` made from them.

mod document;
mod row;

use std::collections::BTreeSet;
use std::path::Path;

use crate::program::{files, hold, root};
use row::Chapter;

/// Rows of the gallery; a file that is lost, or rows that are dropped, are seen here.
const LEAST: usize = 670;

fn sections() -> Vec<(std::path::PathBuf, Chapter)> {
    files("tests/gallery", "toml")
        .into_iter()
        .map(|file| {
            let text = std::fs::read_to_string(&file).unwrap();
            let section = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            (file, section)
        })
        .collect()
}

/// Pipes, devices and shells are Linux's.
#[cfg(target_os = "linux")]
#[test]
fn every_row_of_the_gallery_ends_as_it_says_in_the_words_that_it_says() {
    let update = std::env::var("UPDATE_GOLDEN").is_ok_and(|value| value == "1");
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = sections()
            .into_iter()
            .map(|(file, section)| {
                scope.spawn(move || {
                    let ran: Vec<_> = section.rows.iter().map(|row| (row, row.run(&section))).collect();
                    if update {
                        keep(&file, &ran.iter().map(|(_, ran)| ran.stderr.as_str()).collect::<Vec<_>>());
                    }
                    ran.into_iter()
                        .filter_map(|(row, ran)| Some((row, row.wrong(&ran, update)?)))
                        .map(|(row, wrong)| format!("{}: {}: {wrong}", section.section, row.title))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} rows:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Writes what was said into the rows' `says`.
fn keep(file: &Path, said: &[&str]) {
    let mut document: toml_edit::DocumentMut = std::fs::read_to_string(file).unwrap().parse().unwrap();
    let rows = document["row"].as_array_of_tables_mut().unwrap();
    for (row, said) in rows.iter_mut().zip(said) {
        let plain = !said.contains("'''") && !said.contains(|c: char| c.is_control() && c != '\n');
        let written = if plain && said.contains('\n') {
            format!("'''\n{said}'''").parse::<toml_edit::Value>().unwrap()
        } else {
            toml_edit::Value::from(*said)
        };
        row["says"] = toml_edit::value(written);
    }
    std::fs::write(file, document.to_string()).unwrap();
}

#[test]
fn the_gallery_is_large_and_no_row_stands_twice() {
    let (mut titles, mut count) = (BTreeSet::new(), 0);
    for (file, section) in sections() {
        for row in &section.rows {
            count += 1;
            assert!(titles.insert(row.title.clone()), "{}: a second `{}`", file.display(), row.title);
            let told = ["help: ", "tip: ", "[possible values", ", expected "]
                .iter()
                .any(|word| row.says.contains(word));
            assert!(
                told || row.advice.is_some() || row.code == 0,
                "{}: `{}` tells nobody what to do: give it `advice`",
                file.display(),
                row.title
            );
        }
    }
    assert!(count >= LEAST, "{count} rows");
}

#[test]
fn the_page_of_errors_is_up_to_date() {
    hold(&root().join("docs/errors.md"), &document::document(&sections()));
}
