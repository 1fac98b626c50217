//! Whole scenarios held against figures that were worked out apart from the program.

use serde_json::Value;

use crate::program::run_with;

/// The answers of a scenario.
fn answers(text: &str) -> Vec<Value> {
    let ran = run_with(&["solve", "-", "--format", "json"], text);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str::<Value>(&ran.stdout).unwrap()["answers"].as_array().unwrap().clone()
}

/// What a scenario is refused with.
fn refused(text: &str) -> String {
    let ran = run_with(&["solve", "-"], text);
    assert_eq!(ran.code, Some(65), "{}{}", ran.stdout, ran.stderr);
    ran.stderr
}

#[test]
fn thousands_of_questions_without_ids_are_numbered_in_their_order() {
    let curve = "[curve.wright]\nfirst_time = '2 h'\nlearning_rate = '80%'\n";
    let question = "[[question]]\nfind.average = { units = 4 }\n";
    let taken = "[[question]]\nid = 'average-3'\nfind.average = { units = 4 }\n";
    let found = answers(&format!("{curve}{taken}{}", question.repeat(3_000)));
    let ids: Vec<&str> = found.iter().map(|answer| answer["id"].as_str().unwrap()).collect();
    assert_eq!(ids[..5], ["average-3", "average", "average-2", "average-4", "average-5"]);
    assert_eq!(ids.last(), Some(&"average-3001"));
    let said = refused(&format!("{curve}{}", question.repeat(100_001)));
    assert!(said.contains("[too-many-rows]: `100001` questions"), "{said}");
}
