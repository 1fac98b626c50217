//! `ml optimizer`: paths over surfaces, held to `PyTorch`'s, and the words that go with them.

use crate::program::{Ran, run};

fn optimizer(args: &[&str]) -> Ran {
    let mut all = vec!["ml", "optimizer"];
    all.extend(args);
    run(&all)
}

#[test]
fn paths_as_csv_are_those_of_pytorch() {
    let ran = optimizer(&["adam", "--on", "rosenbrock", "--lr", "0.02", "--format", "csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let golden =
        include_str!("../ml/optimizers/adam.csv").lines().filter(|line| line.starts_with("rosenbrock"));
    let number = |line: &str, place: usize| line.split(',').nth(place).unwrap().parse::<f64>().unwrap();
    let mut steps = 0;
    for (own, wanted) in ran.stdout.lines().skip(1).zip(golden) {
        for (place, other) in [(2, 1), (3, 2), (4, 3)] {
            let (own, wanted) = (number(own, place), number(wanted, other));
            assert!((own - wanted).abs() <= 1e-9 * wanted.abs(), "{own} and {wanted}");
        }
        steps += 1;
    }
    assert_eq!(steps, 51);
}

#[test]
fn an_lr_beyond_the_limit_is_called_so_and_one_within_is_too() {
    // Momentum 0.9 on curvature 10: 2 (1 + 0.9) / 10.
    let beyond = optimizer(&["momentum", "--on", "bowl", "--lr", "0.39", "--steps", "4000"]);
    assert!(beyond.stdout.contains("= 0.38 steps across the valley grow without end"), "{}", beyond.stdout);
    assert!(beyond.stdout.contains("0.39 is beyond it") || beyond.stdout.contains("0.39 is\n     beyond it"));
    assert!(beyond.stdout.contains("It diverged"), "{}", beyond.stdout);
    let within =
        optimizer(&["momentum", "--on", "bowl", "--lr", "0.37", "--steps", "4000", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_str(&within.stdout).unwrap();
    let path = &object["paths"][0];
    assert_eq!((path["beyond"].as_bool(), path["lost"].as_bool()), (Some(false), Some(false)));
    assert_eq!(path["limit"].as_f64(), Some(0.38));
}

#[test]
fn escapes_of_several_are_those_that_were_counted() {
    let compared = "momentum,nesterov,rmsprop=0.01,adam=0.1,radam=0.1,rprop=0.01";
    let ran = optimizer(&[
        "sgd",
        "--on",
        "bounded-saddle",
        "--lr",
        "0.05",
        "--steps",
        "200",
        "--compare",
        compared,
        "--format",
        "json",
    ]);
    let object: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let escapes: Vec<u64> =
        object["paths"].as_array().unwrap().iter().map(|path| path["escape"].as_u64().unwrap()).collect();
    assert_eq!(escapes, [131, 37, 34, 7, 6, 47, 14]);
}

#[test]
fn pictures_of_paths_are_drawn_for_pages_and_terminals() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paths.svg");
    let ran = optimizer(&[
        "sgd",
        "--on",
        "bowl",
        "--lr",
        "0.1",
        "--compare",
        "all",
        "--plot",
        file.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = std::fs::read_to_string(file).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let lines = document
        .descendants()
        .filter(|node| node.attribute("class").is_some_and(|own| own.starts_with("line ")));
    let looks: std::collections::BTreeSet<_> =
        lines.map(|node| (node.attribute("stroke").unwrap(), node.attribute("stroke-dasharray"))).collect();
    assert_eq!(looks.len(), 13, "every optimiser has a look of its own: {looks:?}");
    let shown = optimizer(&["sgd", "--on", "rosenbrock", "--lr", "0.001", "--plot"]);
    assert!(shown.stdout.contains("Paths on the rosenbrock"), "{}", shown.stdout);
    assert_eq!(optimizer(&["sgd", "--plot", "--format", "csv"]).code, Some(2));
}

#[test]
fn wrong_settings_are_told_with_those_that_there_are() {
    let cases: [(&[&str], &str); 5] = [
        (&["adam", "momentum=0.9"], "`adam` has no setting `momentum`: it has `beta1`"),
        (&["sgd", "momentum=1.5"], "it has to be from 0 to below 1"),
        (&["sgd", "nesterov=true"], "`nesterov` needs a `momentum` above 0"),
        (&["sgd", "--lr", "0"], "a number above 0"),
        (&["sgd", "--start", "nan,0"], "a point is two numbers"),
    ];
    for (args, wanted) in cases {
        let ran = optimizer(args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert!(ran.stderr.contains(wanted), "{args:?}: {}", ran.stderr);
    }
}
