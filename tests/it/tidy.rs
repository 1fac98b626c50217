//! The rules of the house: file sizes, which layer may know what, names that must agree.

use std::path::PathBuf;

use crate::program::{files, root};

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    found
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    for (path, text) in sources("src") {
        if !path.to_str().unwrap().ends_with("_tests.rs") {
            assert!(text.lines().count() <= 400, "{}: {} lines", path.display(), text.lines().count());
        }
    }
}

/// What each layer must not know, as words that would give it away.
#[test]
fn no_layer_knows_a_higher_layers_words() {
    let rules: [(&[&str], &[&str]); 5] = [
        (
            &["src/fit"],
            &[
                "Decimal",
                "crate::money",
                "crate::curve",
                "crate::estimate",
                "crate::question",
                "std::fs",
                "std::io",
            ],
        ),
        (
            &["src/curve", "src/root.rs"],
            &["Decimal", "crate::money", "crate::question", "toml::", "std::fs", "std::io"],
        ),
        (&["src/money", "src/cost.rs"], &["crate::curve", "crate::question", "toml::", "std::fs", "std::io"]),
        (
            &["src/question", "src/explain", "src/diagnose"],
            &["crate::scenario", "crate::report", "toml::", "std::fs", "std::io"],
        ),
        (&["src/scenario", "src/report.rs"], &["crate::render", "crate::cli", "std::fs", "std::io"]),
    ];
    for (path, text) in sources("src") {
        let name = path.to_str().unwrap();
        for (layers, words) in rules {
            if layers.iter().any(|layer| name.starts_with(layer)) {
                for word in words {
                    assert!(!text.contains(word), "{name} knows `{word}`");
                }
            }
        }
    }
}

#[test]
fn floats_become_decimals_in_one_place() {
    for (path, text) in sources("src") {
        for word in ["from_f64_retain", "Decimal::from_f64", "Decimal::try_from("] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn features_gate_modules_in_few_files() {
    // The roots of layers gate what the layer has of machine learning.
    let gates = [
        "src/main.rs",
        "src/lib.rs",
        "src/question.rs",
        "src/explain.rs",
        "src/scenario.rs",
        "src/cli.rs",
        "src/cli/args.rs",
        "src/cli/batch.rs",
        "src/render.rs",
        "src/plot.rs",
    ];
    for (path, text) in sources("src") {
        if !gates.contains(&path.to_str().unwrap()) {
            assert!(!text.contains("feature = \""), "{}", path.display());
        }
    }
}

#[test]
fn every_config_is_named_in_the_readme_or_the_docs() {
    let named: String = ["README.md", "docs/scenario.md", "docs/methods.md", "docs/configs.md"]
        .iter()
        .filter_map(|document| std::fs::read_to_string(root().join(document)).ok())
        .collect();
    for config in files("configs", "toml") {
        let name = config.file_name().unwrap().to_str().unwrap();
        assert!(named.contains(name), "{name} is named nowhere");
    }
}

#[test]
fn every_dependency_has_its_reason_written_down() {
    let manifest: toml::Table =
        toml::from_str(&std::fs::read_to_string(root().join("Cargo.toml")).unwrap()).unwrap();
    let reasons = std::fs::read_to_string(root().join("docs/DESIGN.md")).unwrap();
    for section in ["dependencies", "dev-dependencies"] {
        for name in manifest[section].as_table().unwrap().keys() {
            assert!(reasons.contains(&format!("`{name}`")), "{name} has no reason in docs/DESIGN.md");
        }
    }
}

#[test]
fn the_changelog_begins_with_this_version() {
    let changelog = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let top = changelog.lines().find(|line| line.starts_with("## ")).unwrap();
    assert!(top.contains(env!("CARGO_PKG_VERSION")), "{top}");
}

#[test]
fn every_key_of_the_format_is_documented() {
    let document = std::fs::read_to_string(root().join("docs/scenario.md")).unwrap();
    for shape in learncurve::scenario::raw::shapes() {
        for key in shape.keys() {
            assert!(
                document.contains(key.name),
                "`{}` of {} is not in docs/scenario.md",
                key.name,
                shape.name
            );
        }
    }
}
