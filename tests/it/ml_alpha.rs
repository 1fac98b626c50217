//! `ml alpha`: what is learned from rewards, and what the table says of each step size.

use crate::program::run;

#[test]
fn rewards_are_learned_from_as_by_hand() {
    let ran = run(&["ml", "alpha", "0", "0.5", "1", "1/t", "--rewards", "1,0,1,1", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let object: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let learned: Vec<Vec<f64>> = object["alphas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["q"].as_array().unwrap().iter().map(|q| q.as_f64().unwrap()).collect())
        .collect();
    assert_eq!(learned[0], [0.0; 4]);
    assert_eq!(learned[1], [0.5, 0.25, 0.625, 0.8125]);
    assert_eq!(learned[2], [1.0, 0.0, 1.0, 1.0]);
    assert_eq!(learned[3], [1.0, 0.5, 2.0 / 3.0, 0.75]);
}

#[test]
fn the_table_has_a_row_for_each_step_size_and_words_for_the_ends() {
    let ran = run(&["ml", "alpha"]);
    for wanted in ["learns nothing", "only the newest counts", "the mean of all", "68.97", "22.9%"] {
        assert!(ran.stdout.contains(wanted), "{wanted}: {}", ran.stdout);
    }
    let drawn = run(&["ml", "alpha", "0.1", "1/t", "--plot"]);
    assert!(drawn.stdout.contains("What α does to speed and noise"));
}

#[test]
fn step_sizes_outside_of_0_to_1_are_refused() {
    for (text, wanted) in [("1.5", "α is 1.5"), ("nan", "α is NaN"), ("x", "a number from 0 to 1, or 1/t")]
    {
        let ran = run(&["ml", "alpha", text]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.stderr.contains(wanted), "{}", ran.stderr);
    }
}
