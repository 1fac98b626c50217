//! What `ml extrapolate --price` says of data, targets and points of accuracy.

use std::fmt::Write as _;

use serde_json::Value;

use crate::ml::json;
use crate::program::run_with;

fn with(text: &str, args: &[&str]) -> Value {
    json(&run_with(&[&["ml", "extrapolate", "-"], args, &["--format", "json"]].concat(), text))
}

#[test]
fn data_have_a_price_and_so_have_targets_and_points_of_accuracy() {
    // error = 4 n^-0.5: 0.1 takes 1,600 samples, 32.00 at 0.02 each; from 400 on the error falls by 0.01 in
    // (4/0.19)² - 400 = 43.213 more, 0.86, and by 0.01 again in (4/0.18)² - (4/0.19)² = 50.614 more, 1.01.
    let mut text = "samples,error\n".to_owned();
    for n in [25.0_f64, 50.0, 100.0, 200.0, 400.0] {
        let _ = writeln!(text, "{n},{}", 4.0 / n.sqrt());
    }
    let priced = ["--target", "0.1", "--price", "0.02/sample", "--currency", "USD"];
    let said = with(&text, &priced);
    let costs = &said["curves"][0]["costs"];
    assert_eq!(
        (&costs["so_far"], &costs["targets"][0]["cost"]),
        (&"8.00".into(), &"32.00".into()),
        "{costs}"
    );
    let steps: Vec<_> = costs["steps"].as_array().unwrap().iter().map(|step| step["cost"].as_str()).collect();
    assert_eq!(steps[..2], [Some("0.86"), Some("1.01")], "{costs}");
    let by_thousand = with(&text, &["--price", "20/thousand samples", "--money", "4", "--marginal", "0.1"]);
    assert_eq!(by_thousand["curves"][0]["costs"]["so_far"], "8.0000");
    assert_eq!(by_thousand["curves"][0]["costs"]["steps"][0]["cost"], "24.0000");
    assert_eq!(by_thousand["curves"][0]["costs"]["steps"].as_array().unwrap().len(), 1, "0 is never reached");
    let csv = run_with(&[&["ml", "extrapolate", "-", "--format", "csv"], &priced[..]].concat(), &text);
    assert!(csv.stdout.contains(",cost of target,0.1,32.00,"), "{}", csv.stdout);
    for (price, help) in [("2.49/hour", "ml cost"), ("1/token", "--price 1/sample")] {
        let refused = run_with(&["ml", "extrapolate", "-", "--price", price], &text);
        assert!(refused.code == Some(2) && refused.stderr.contains(help), "{}", refused.stderr);
    }
    let bare = run_with(&["ml", "extrapolate", "-", "--currency", "USD"], &text);
    assert!(bare.code == Some(2) && bare.stderr.contains("there is no price"), "{}", bare.stderr);
}
