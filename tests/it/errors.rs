//! The gallery of errors: each file of `errors` with the whole of what is said of it.

use crate::program::{files, hold, run};

#[test]
fn every_file_of_the_gallery_is_told_off_in_the_words_that_were_kept() {
    let gallery = files("tests/it/errors", "toml");
    assert!(gallery.len() >= 20);
    for file in gallery {
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let ran = run(&["solve", &format!("tests/it/errors/{stem}.toml"), "--no-working"]);
        let exit = if stem.starts_with("warn-") {
            0
        } else if stem.starts_with("unmet-") {
            1
        } else {
            65
        };
        assert_eq!(ran.code, Some(exit), "{stem}: {}", ran.stderr);
        hold(&file.with_extension("stderr"), &ran.stderr);
    }
}

/// Every kind of finding that the sources can make is shown in the gallery, or reached elsewhere as said here.
#[test]
fn every_code_of_a_finding_stands_in_the_gallery() {
    let said: String = files("tests/it/errors", "stderr")
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    for file in files("src/scenario", "rs") {
        let source = std::fs::read_to_string(&file).unwrap();
        for call in ["Diagnostic::error(", "Diagnostic::warning("] {
            for part in source.split(call).skip(1) {
                let Some(code) = part.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next())
                else {
                    continue;
                };
                assert!(
                    said.contains(&format!("[{code}]")),
                    "`{code}` of {} is in no gallery file",
                    file.display()
                );
            }
        }
    }
}
