use super::*;

fn table(file: &str) -> Vec<Vec<String>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Points read off a figure of Hoffmann and others by Besiroglu and others, without those of the fewest tokens per parameter.
fn chinchilla(dropped: usize) -> Vec<Run> {
    let row = |cells: Vec<String>| {
        let cells: Vec<f64> = cells.iter().map(|cell| cell.parse().unwrap()).collect();
        Run { parameters: cells[0], tokens: cells[1] / (6.0 * cells[0]), loss: cells[2] }
    };
    let mut runs: Vec<Run> = table("ml/chinchilla_245.csv").into_iter().map(row).collect();
    runs.sort_by(|one, other| (one.tokens / one.parameters).total_cmp(&(other.tokens / other.parameters)));
    runs.split_off(dropped)
}

fn plain(dropped: usize) -> Fitted {
    fit(&chinchilla(dropped), &Options { resamples: 0, ..Options::default() }).unwrap()
}

/// 25 digits by another route: `tests/oracle/huber.py`.
#[test]
fn the_law_of_chinchillas_points_is_that_of_twenty_five_digits() {
    for dropped in [0, 5] {
        let found = plain(dropped);
        let mut values: Vec<(&str, f64)> =
            found.coefficients().iter().map(|one| (one.name, one.value)).collect();
        values.push(("sum", found.sum));
        for row in table("oracle/huber.csv").iter().filter(|row| row[0] == dropped.to_string()) {
            let exact: f64 = row[2].parse().unwrap();
            if let Some((_, value)) = values.iter().find(|(name, _)| *name == row[1]) {
                assert!((value / exact - 1.0).abs() < 1e-11, "{dropped} {row:?}: {value}");
            }
        }
        assert!(found.slope < 1e-12 * found.sum.sqrt());
    }
}

/// The golden table's own search stopped before its end: its sums are 7e-8 and 1.3e-7 above the least, its parameters up to a
/// thousandth off. Ours are the least, so they are held to the table no closer than that.
#[test]
fn the_golden_fit_is_met_as_far_as_it_went() {
    for row in table("ml/power_law_fits.csv").iter().filter(|row| row[0].starts_with("chinchilla")) {
        let dropped = if row[0].contains("_0_") { 0 } else { 5 };
        let found = plain(dropped);
        let ours = found.coefficients().into_iter().find(|one| one.name == row[3]).unwrap().value;
        assert!((ours / row[4].parse::<f64>().unwrap() - 1.0).abs() < 2e-3, "{row:?}: {ours}");
        let golden = table("oracle/huber.csv");
        let at =
            golden.iter().find(|one| one[0] == dropped.to_string() && one[1] == "sum_at_golden").unwrap();
        let above = at[2].parse::<f64>().unwrap() / found.sum - 1.0;
        assert!(0.0 < above && above < 2e-7, "{above}");
    }
}

/// Besiroglu and others: E 1.8172 (0.03), A 482.01 (124.58), B 2085.43 (1293.23), alpha .3478 (.02), beta .3658 (.02), by 4,000
/// resamples. Held at their printed powers the best scales are 481.5 and 2085.2: the rest of the difference, 0.9% of A and 2.7%
/// of B, is what four places of alpha and beta leave open. Errors of B vary from draw to draw, its resamples being skewed.
#[test]
fn besiroglus_refit_is_met_within_what_they_print() {
    let found = fit(&chinchilla(5), &Options::default()).unwrap();
    let published = [
        ("E", 1.8172, 0.03, 5e-4),
        ("A", 482.01, 124.58, 1e-2),
        ("B", 2085.43, 1293.23, 3e-2),
        ("alpha", 0.3478, 0.02, 2e-3),
        ("beta", 0.3658, 0.02, 4e-3),
    ];
    for (one, (name, value, error, tolerance)) in found.coefficients().iter().zip(published) {
        assert_eq!(one.name, name);
        assert!((one.value / value - 1.0).abs() < tolerance, "{one:?}");
        let times = one.std_error.unwrap() / error;
        assert!((0.7..1.4).contains(&times), "{one:?}: {times}");
        let (low, high) = one.interval.unwrap();
        assert!(low < value && value < high, "{one:?}");
    }
    // Hoffmann's own constants lie outside: E, alpha and beta.
    let hoffmann = [("E", 1.69), ("beta", 0.28)];
    for (name, value) in hoffmann {
        let one = found.coefficients().into_iter().find(|one| one.name == name).unwrap();
        assert!(value < one.interval.unwrap().0, "{one:?}");
    }
}

#[test]
fn the_best_size_of_gophers_budget_is_chinchillas() {
    let best = fit(&chinchilla(5), &Options::default()).unwrap().best(5.76e23);
    for (known, chinchilla) in
        [(best.parameters, 70e9), (best.tokens, 1.4e12), (best.tokens_per_parameter, 20.0)]
    {
        let (low, high) = known.interval.unwrap();
        assert!(low < chinchilla && chinchilla < high, "{known:?}");
    }
    // With the five outliers left in it would have been a model half as large again, on fewer tokens.
    let thrown_off = plain(0).best(5.76e23);
    assert!(thrown_off.parameters.value > 1.5 * best.parameters.value, "{thrown_off:?}");
}

#[test]
fn five_outliers_move_what_tokens_do_sixfold() {
    let (all, kept) = (plain(0), plain(5));
    let b = |found: &Fitted| found.coefficients()[2].value;
    assert!((5.0..7.0).contains(&(b(&all) / b(&kept))));
    // And four of the five are among the farthest from the law that they bend.
    let far = all.far();
    assert!(far.iter().filter(|place| **place < 5).count() >= 4, "{far:?}");
}

#[test]
fn what_was_hidden_is_met_to_a_hundredth() {
    let tested = hidden(&chinchilla(5), 0.2, &Options::default()).unwrap();
    assert_eq!((tested.seen.0, tested.hidden.0), (192, 48));
    assert!(tested.typical < 0.02 && tested.bias.abs() < 0.01, "{tested:?}");
}

#[test]
fn a_search_that_lost_patience_is_told() {
    assert!(plain(5).settled);
    // Where every miss counts by its size the sum has corners, at which Newton's steps end early.
    let corners = Options { huber: 1e-12, resamples: 0, ..Options::default() };
    let short = fit::Options { starts: fit::Starts::First, patience: 1 };
    assert!(!searched(&chinchilla(5), &corners, &short).unwrap().settled);
}

#[test]
fn the_same_seed_draws_the_same_intervals() {
    let options = Options { resamples: 120, ..Options::default() };
    let one = fit(&chinchilla(5), &options).unwrap().coefficients();
    assert_eq!(one, fit(&chinchilla(5), &options).unwrap().coefficients());
    assert_ne!(one, fit(&chinchilla(5), &Options { seed: 2, ..options }).unwrap().coefficients());
}

#[test]
fn runs_that_give_no_law_say_why() {
    let mut runs = chinchilla(5);
    runs[3].loss = f64::NAN;
    runs[9].tokens = 0.0;
    let Err(Error::Runs(wrong)) = fit(&runs, &Options::default()) else { panic!() };
    assert_eq!(wrong.iter().map(|one| one.0).collect::<Vec<_>>(), [3, 9]);
    assert!(matches!(fit(&runs[10..15], &Options::default()), Err(Error::TooFew { found: 5 })));
    let twenty: Vec<Run> =
        chinchilla(5).iter().map(|run| Run { tokens: 20.0 * run.parameters, ..*run }).collect();
    assert!(matches!(fit(&twenty, &Options::default()), Err(Error::Together(_))));
    let one: Vec<Run> = chinchilla(5).iter().map(|run| Run { parameters: 1e9, ..*run }).collect();
    assert!(matches!(fit(&one, &Options::default()), Err(Error::Together(_))));
}
