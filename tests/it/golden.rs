//! Every scenario of `configs` in every format, held against what was kept and read.

use crate::program::{files, hold, root, run};

#[test]
fn every_config_answers_the_same_in_every_format() {
    let configs = files("configs", "toml");
    assert!(configs.len() >= 10, "only {} configs", configs.len());
    for config in configs {
        let stem = config.file_stem().unwrap().to_str().unwrap();
        let path = format!("configs/{stem}.toml");
        for (format, ending) in [("text", "txt"), ("markdown", "md"), ("csv", "csv"), ("json", "json")] {
            let ran = run(&["solve", &path, "--format", format]);
            assert_eq!(ran.code, Some(0), "{path}: {}", ran.stderr);
            hold(&root().join(format!("tests/it/golden/{stem}.{ending}")), &ran.stdout);
        }
    }
}

#[test]
fn every_config_meets_every_expectation_and_names_its_source() {
    let ran = run(&["check", "configs"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    for config in files("configs", "toml") {
        let text = std::fs::read_to_string(&config).unwrap();
        assert!(text.contains("source"), "{} names no source", config.display());
        assert!(text.contains("expect"), "{} expects nothing", config.display());
    }
}
