use super::*;

fn rows(file: &str, keep: &[&str], lr: usize, loss: usize) -> Vec<(f64, f64)> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ml").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let kept = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    kept.filter(|cells| keep.iter().zip(cells).all(|(keep, cell)| keep == cell))
        .map(|cells| (cells[lr].parse().unwrap(), cells[loss].parse().unwrap_or(f64::NAN)))
        .collect()
}

fn of(curve: &str) -> Analysis {
    analyse(&Log::new(&rows("lr_finder/curves.csv", &[curve], 2, 3)).unwrap(), Options::default())
}

#[test]
fn intervals_hold_the_steepest_place_of_frozen_curves() {
    for curve in ["clean", "noisy", "very_noisy", "early_spike", "nan_tail"] {
        let analysis = of(curve);
        let steepest = analysis.steepest.unwrap();
        let (low, high) = steepest.interval.unwrap();
        // Without noise the interval is a point, to what a search leaves.
        assert!(low <= 1.0e-3 * 1.000_001 && 1.0e-3 <= high * 1.000_001, "{curve}: {steepest:?}");
        assert!(analysis.zone().is_some(), "{curve}");
    }
}

#[test]
fn where_there_is_nothing_to_find_it_says_so() {
    for curve in ["flat", "monotone_up"] {
        let analysis = of(curve);
        assert!(analysis.zone().is_none());
    }
}

#[test]
fn the_zone_holds_the_best_step_size_of_whole_runs() {
    for (model, best) in [("softmax", 3.162_277_660_168_379_5), ("mlp32", 1.0)] {
        let log = Log::new(&rows("digits/range_test.csv", &[model, "exp"], 3, 4)).unwrap();
        let analysis = analyse(&log, Options::default());
        let (low, high) = analysis.zone().unwrap();
        assert!(low < best && best < high, "{model}: {low} {high}");
    }
}

#[test]
fn a_test_that_ends_too_soon_asks_for_a_higher_end() {
    let all = rows("lr_finder/curves.csv", &["noisy"], 2, 3);
    let analysis = analyse(&Log::new(&all[..65]).unwrap(), Options::default());
    assert!(analysis.verdicts.contains(&Verdict::NeverDiverged), "{:?}", analysis.verdicts);
    assert!(analysis.zone().is_none() && analysis.steepest.is_some());
}

#[test]
fn a_test_that_starts_too_high_asks_for_a_lower_start() {
    let rows: Vec<(f64, f64)> =
        (0..40).map(|batch| (1.0 * 1.1_f64.powi(batch), 2.3 * 1.5_f64.powi(batch))).collect();
    let analysis = analyse(&Log::new(&rows).unwrap(), Options::default());
    assert_eq!(analysis.verdicts, [Verdict::DivergedAtOnce]);
}

#[test]
fn the_same_seed_draws_the_same_intervals() {
    assert_eq!(of("noisy"), of("noisy"));
}
