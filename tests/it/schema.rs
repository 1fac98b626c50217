//! The JSON Schema and the checker agree on what a scenario file is.

use learncurve::scenario::load;

use crate::program::{files, root, run};

fn validator() -> jsonschema::Validator {
    let schema: serde_json::Value = serde_json::from_str(&run(&["schema"]).stdout).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    jsonschema::draft7::new(&schema).unwrap()
}

fn read(text: &str) -> serde_json::Value {
    serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap()
}

#[test]
fn every_config_and_the_template_are_valid_under_the_schema() {
    let validator = validator();
    let mut texts: Vec<String> =
        files("configs", "toml").iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    texts.push(std::fs::read_to_string(root().join("src/cli/template.toml")).unwrap());
    for text in texts {
        let errors: Vec<String> = validator.iter_errors(&read(&text)).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?} in\n{text}");
    }
}

#[test]
fn numbers_that_the_checker_takes_in_odd_spellings_the_schema_takes_too() {
    let validator = validator();
    for (time, rate) in
        [("-0 h", "9e1%"), ("-00.0 min", " 90 %"), ("+1_000 s", "+90%"), (" 2.5 hours ", "900e-1%")]
    {
        let text = format!(
            "[curve.wright]\nfirst_time = '{time}'\nlearning_rate = '{rate}'\n[[question]]\nfind.index = {{}}"
        );
        assert!(validator.is_valid(&read(&text)), "{text}");
        for entry in load(&text) {
            assert!(entry.scenario.is_some(), "{text}\n{:?}", entry.findings);
        }
    }
}

#[test]
fn what_the_checker_refuses_by_shape_the_schema_refuses_too() {
    let validator = validator();
    for text in [
        "title = 'x'",
        "[curve.wright]\nfirst_tme = '2 h'\n[[question]]\nfind.index = {}",
        "[curve.write]\n[[question]]\nfind.index = {}",
        "[curve.wright]\nfirst_time = 2\n[[question]]\nfind.index = {}",
        "[curve.wright]\nlearning_rate = 80\n[[question]]\nfind.index = {}",
        "[curve.wright]\n[[question]]\nfind.average = { units = 0 }",
        "[curve.wright]\n[[question]]\nfind.average = {}",
        "[curve.wright]\n[[question]]\nfind.average = { units = 4 }\nof = 'money'",
        "[ml.training]\nupdates = 0\n[[question]]\nfind.training-cost = {}",
        "[ml.training]\nprice = 2.49\n[[question]]\nfind.training-cost = {}",
        "[ml.curve]\nscale = 2\n[[question]]\nfind.training-cost = {}",
        "[ml.law]\nhoffmann = {}\nown = {}\n[[question]]\nfind.training-cost = {}",
        "[ml.schedule]\n[[question]]\nfind.lr = { update = 1 }",
        "[ml.training]\n[[question]]\nfind.training-budget = {}",
        "format = 2\n[curve.wright]\n[[question]]\nfind.index = {}",
    ] {
        assert!(!validator.is_valid(&read(text)), "{text}");
    }
}
