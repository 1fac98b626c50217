//! What trainings cost: from flags, in scenarios, against figures that others print and integers that need no rounding.

use learncurve::report::{Outcome, Report, report};
use learncurve::scenario;
use proptest::prelude::*;
use serde_json::Value;

use crate::ml::{json, rows};
use crate::program::{run, run_in, run_with};

/// The answers of `ml cost` with these flags, words apart by spaces, `_` for a space within one.
#[track_caller]
fn asked(flags: &str) -> Vec<Value> {
    let mut words: Vec<String> = vec!["ml".into(), "cost".into()];
    words.extend(flags.split(' ').map(|word| word.replace('_', " ")));
    words.extend(["--format".into(), "json".into()]);
    let ran = run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    json(&ran)["answers"].as_array().unwrap().clone()
}

/// A figure of an answer by its name: the value as it is shown, with its unit.
#[track_caller]
fn figure(answer: &Value, name: &str) -> String {
    let results = answer["results"].as_array().unwrap();
    let found = results.iter().find(|result| result["name"] == name);
    let found = found.unwrap_or_else(|| panic!("no `{name}` in {results:?}"));
    format!("{} {}", found["value"].as_str().unwrap(), found["unit"].as_str().unwrap()).trim().to_owned()
}

const CYCLIC: &str = "--updates 25000 --seconds-per-update 0.021 --price 2.49/hour --currency USD --money 3";

#[test]
fn updates_cost_their_seconds_on_every_device() {
    let answer = &asked("--updates 25000 --seconds-per-update 0.021 --devices 8 --price 2.49/hour")[0];
    assert_eq!(figure(answer, "training cost"), "2.91 money");
    assert_eq!(figure(answer, "device time"), "1.1667 h");
    assert_eq!(figure(answer, "elapsed time"), "0.145833 h");
    assert_eq!(figure(answer, "cost of one update"), "0.0001162 money");
}

/// 5.88e23 FLOP, 412,875 hours of an H100 at 40% of 989e12 FLOP/s.
#[test]
fn chinchilla_costs_a_million_at_the_price_of_an_h100() {
    let answer =
        &asked("--parameters 70e9 --tokens 1.4T --flops 989e12 --utilisation 40% --price 2.49/hour")[0];
    assert_eq!(figure(answer, "training cost"), "1028058.65 money");
    assert_eq!(figure(answer, "compute"), "588000000000000000000000 FLOP");
    assert_eq!(figure(answer, "device time"), "412874.9579 h");
    let text = run(&[
        "ml",
        "cost",
        "--parameters",
        "70B",
        "--tokens",
        "1.4e12",
        "--flops",
        "989T",
        "--utilization",
        "0.4",
        "--price",
        "2.49/GPU-hour",
    ]);
    assert!(text.stdout.contains("compute                     5.88e23 FLOP"), "{}", text.stdout);
}

/// Smith 2017: 25,000 updates in place of 70,000.
#[test]
fn a_cyclical_schedule_saves_654_thousandths_and_pays_for_a_sweep_with_the_twelfth_training() {
    let saving = &asked(&format!("{CYCLIC} --against 70000"))[1];
    assert_eq!(figure(saving, "saving of a training"), "0.654 USD");
    assert_eq!(figure(saving, "cost of 25,000 updates"), "0.363 USD");
    assert_eq!(figure(saving, "cost of 70,000 updates"), "1.017 USD");
    assert_eq!(figure(saving, "share saved"), "64.3 %");
    let paid = &asked(&format!("{CYCLIC} --against 70000 --sweep 7.77"))[1];
    assert_eq!(figure(paid, "trainings that pay for the sweep"), "12 trainings");
    // 12 × 0.653625 - 7.77, and 11 trainings would not do: 7.189875.
    assert_eq!(figure(paid, "saved once the sweep is paid"), "0.074 USD");
    // Mack's sweep: 31,094.67 s are 8.637408 h, 21.507 at this price.
    let hours = &asked(&format!("{CYCLIC} --against 70000 --sweep 31094.67_s"))[1];
    assert_eq!(figure(hours, "cost of the sweep"), "21.507 USD");
}

#[test]
fn best_sizes_are_those_of_the_published_constants() {
    for (law, parameters, tokens, per) in [
        ("hoffmann", "32.19 billion parameters", "2.982 trillion tokens", "92.65"),
        ("besiroglu", "72.25 billion parameters", "1.329 trillion tokens", "18.39"),
        ("1.69,406.4,410.7,0.34,0.28", "32.19 billion parameters", "2.982 trillion tokens", "92.65"),
    ] {
        let answer = &asked(&format!("--law {law} --flop 5.76e23 --best-size"))[0];
        assert_eq!(figure(answer, "best size"), parameters);
        assert_eq!(figure(answer, "trained on"), tokens);
        assert_eq!(figure(answer, "tokens per parameter"), per);
    }
    // The price of 5.76e23 FLOP buys them again.
    let flags = "--flops 989e12 --utilisation 40% --price 2.49/hour --law hoffmann --best-size --budget";
    let bought = &asked(&format!("{flags} 1007077.86"))[0];
    assert_eq!(figure(bought, "best size"), "32.19 billion parameters");
    assert_eq!(figure(bought, "compute"), "576000000000000000000000 FLOP");
}

/// error = 0.1 + 2 x^-0.5: 0.2 after 400 updates of 0.01, 0.19 after (2/0.09)² = 493.8.
#[test]
fn less_loss_costs_what_the_law_says() {
    let answers = asked(
        "--price 0.01/update --scale 2 --exponent -0.5 --floor 0.1 --counts updates --metric error --target 0.2 --marginal 0.2 --doubling 4",
    );
    assert_eq!(figure(&answers[0], "cost to reach error 0.2"), "4.00 money");
    assert_eq!(figure(&answers[0], "length"), "400 updates");
    // 0.01 × 400 / (0.5 × 0.1) × 0.01, and 494 - 400 updates for the whole of it.
    assert_eq!(figure(&answers[1], "marginal cost of 0.01 less error"), "0.80 money");
    assert_eq!(figure(&answers[1], "cost of the whole next 0.01"), "0.94 money");
    assert_eq!(figure(&answers[2], "error above its floor left by a doubling of the spend"), "70.7107 %");
    assert_eq!(figure(&answers[2], "error before"), "0.2");
    assert_eq!(figure(&answers[2], "error after"), "0.170711");
}

#[test]
fn a_law_of_sizes_is_followed_at_the_size_that_is_trained_or_along_the_best() {
    let priced = "--flops 989e12 --utilisation 40% --price 2.49/hour --law hoffmann --doubling --target 2";
    let at_size = asked(&format!("--parameters 70e9 {priced}"));
    let along = asked(priced);
    let left = "loss above its floor left by a doubling of the spend";
    // 2^-0.28 and 2^-(0.34 × 0.28 / 0.62).
    assert_eq!(
        (figure(&at_size[1], left), figure(&along[1], left)),
        ("82.3591 %".into(), "89.9037 %".into())
    );
    let cost = |answer: &Value| answer["results"][0]["exact"].as_f64().unwrap();
    assert!(cost(&along[0]) < cost(&at_size[0]), "the best size reaches a loss for less than any other");
}

#[test]
fn prices_by_any_measure_of_the_same_training_agree() {
    let updates = "--updates 3600 --seconds-per-update 2 --samples-per-update 10 --tokens-per-update 1000";
    for price in
        ["1.5/hour", "0.025/minute", "36/day", "3/3600_updates", "3/36k_samples", "3/3.6_million_tokens"]
    {
        let answer = &asked(&format!("{updates} --price {price}"))[0];
        assert_eq!(figure(answer, "training cost"), "3.00 money", "{price}");
    }
    let flop = &asked("--flop 4e18 --price 0.75/EFLOP")[0];
    assert_eq!(figure(flop, "training cost"), "3.00 money");
    let tokens = &asked("--tokens 50M --price 8/million_tokens")[0];
    assert_eq!(figure(tokens, "training cost"), "400.00 money");
}

#[test]
fn a_tie_is_rounded_as_the_scenario_says() {
    // 600 s at 0.03 an hour: half a cent.
    for (mode, cost) in
        [("half-up", "0.01 money"), ("half-even", "0.00 money"), ("down", "0.00 money"), ("up", "0.01 money")]
    {
        let answer = &asked(&format!("--time 600_s --price 0.03/hour --rounding {mode}"))[0];
        assert_eq!(figure(answer, "training cost"), cost, "{mode}");
    }
    let yen = &asked("--time 600_s --price 900/hour --currency JPY")[0];
    assert_eq!(figure(yen, "training cost"), "150 JPY");
}

#[test]
fn what_is_wrong_with_a_flag_is_told_by_the_flag() {
    let timed = "--updates 25000 --seconds-per-update 0.021";
    let sized = "--parameters 70e9 --tokens 1.4e12 --flops 989e12 --utilisation 40% --price 2.49/hour";
    let law = "--seconds-per-update 1 --price 1/hour --scale 5 --exponent -0.3 --floor 0.1";
    for (flags, code, said) in [
        (format!("{timed} --price 0/hour"), 2, "--price: a price of `0`"),
        (format!("{timed} --price -2/hour"), 2, "--price: a price of `-2`"),
        (format!("{timed} --price 2.49"), 2, "--price: `2.49` does not say what it is the price of"),
        (format!("{timed} --price 2,49/hour"), 2, "--price: `2,49`"),
        (format!("{timed} --price 2.49/fortnight"), 2, "--price: `fortnight` is nothing"),
        (timed.to_owned(), 2, "--price <PRICE>"),
        (format!("{timed} --price 1/hour --devices 2.5"), 2, "--devices"),
        (format!("{timed} --price 1/hour --devices 0"), 2, "--devices"),
        (format!("{timed} --price 1/sample"), 2, "`samples_per_update` in [ml.training] says it"),
        (
            "--updates 5 --seconds-per-update -1 --price 1/hour".into(),
            2,
            "--seconds-per-update: `-1` is not above 0",
        ),
        ("--updates 5 --seconds-per-update inf --price 1/hour".into(), 2, "--seconds-per-update: `inf`"),
        ("--updates 5 --price 1/hour".into(), 2, "what turns updates into device-hours"),
        (sized.replace("40%", "140%"), 2, "--utilisation: a utilisation of 140%"),
        (sized.replace("40%", "0"), 2, "--utilisation: a utilisation of 0%"),
        (sized.replace("40%", "40"), 2, "--utilisation: `40` is read as a ratio, 4000%"),
        (sized.replace("1.4e12", "1e999"), 2, "--tokens: `1e999` is too large"),
        (sized.replace("70e9", "7.5"), 2, "--parameters: `7.5` is not a whole number"),
        (sized.replace("--utilisation 40% ", ""), 2, "--flops: `flops` without `utilisation`"),
        (sized.replace("70e9", "1e20").replace("1.4e12", "1e20"), 2, "`FLOP` exceeds 7.9e28"),
        (format!("{sized} --updates 5"), 2, "both `updates` and `parameters`"),
        (
            "--seconds-per-update 1 --price 1/hour --budget 0.0001".into(),
            1,
            "one update already costs 0.000277778 money",
        ),
        ("--seconds-per-update 1 --price 1/hour --budget -1".into(), 2, "--budget: `-1` is not above 0"),
        (format!("{law} --target 0.05"), 1, "the loss never falls to 0.05: its floor is 0.1"),
        (format!("{law} --target 0.10000000001"), 1, "takes more than 7.9e28 updates"),
        (law.replace("-0.3", "0.3"), 2, "--exponent: `exponent` is 0.3"),
        ("--price 1/hour --law chinchilla --budget 5".into(), 2, "--law: `chinchilla` is no law"),
        ("--price 1/hour --law 1,2,3,4,nan --budget 5".into(), 2, "--law: `nan`"),
        ("--law hoffmann --best-size".into(), 2, "one of `budget`, `flop` is missing"),
        (format!("{timed} --price 1/hour --against 20000 --sweep 5"), 1, "saves nothing against the other"),
        (format!("{timed} --price 1/hour --counts parsecs"), 2, "--counts"),
    ] {
        let words: Vec<&str> = ["ml", "cost"].into_iter().chain(flags.split(' ')).collect();
        let ran = run(&words);
        assert_eq!(ran.code, Some(code), "{flags}\n{}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(said), "{flags}: {}", ran.stderr);
    }
}

#[test]
fn the_scenario_that_flags_stand_for_answers_the_same() {
    let flags = "ml cost --parameters 70e9 --tokens 1.4e12 --flops 989e12 --utilisation 40% --price 2.49/hour --law hoffmann --budget 1e6 --target 1.95 --marginal --doubling --against 2e12 --sweep 5000 --currency EUR --rounding half-even";
    let flags: Vec<&str> = flags.split(' ').collect();
    let own = run(&[flags.as_slice(), &["--format", "json"]].concat());
    let written = run(&[flags.as_slice(), &["--as-scenario"]].concat()).stdout;
    let solved = json(&run_with(&["solve", "-", "--format", "json"], &written));
    assert_eq!(json(&own)["answers"], solved["answers"]);
    assert_eq!(solved["answers"].as_array().unwrap().len(), 6);
}

#[test]
fn trainings_go_through_batches_and_every_format() {
    let batch = run(&["batch", "configs/training-cost.toml"]);
    assert_eq!(batch.code, Some(0), "{}", batch.stderr);
    let lines: Vec<Value> = batch.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let solved = run(&["solve", "configs/training-cost.toml", "--format", "json"]);
    let own: Vec<Value> = solved.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, own);
    let csv = run(&["batch", "configs/training-cost.toml", "--format", "csv"]).stdout;
    assert!(csv.contains(",the-sweep,training-cost,cost,training cost,7.77,7.7736675,USD,true"), "{csv}");
}

#[test]
fn a_range_test_beside_a_scenario_is_read_as_its_command_reads_it() {
    let log = rows("digits/range_test.csv", &["mlp32", "exp"]);
    let lines: Vec<String> = log.iter().map(|row| format!("{},{}\n", row[3], row[4])).collect();
    let text = lines.concat();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("run.csv"), format!("step size,val loss\n{text}")).unwrap();
    std::fs::write(folder.path().join("torn.csv"), format!("lr,loss\n{text}0.1,much\n")).unwrap();
    let ask = |data: &str| {
        let text = format!("[ml.range-test]\n{data}\n[[question]]\nfind = 'lr-zone'\n");
        std::fs::write(folder.path().join("zone.toml"), text).unwrap();
        run_in(folder.path(), &["solve", "zone.toml", "--format", "json"], "")
    };
    let answers = json(&ask("data = 'run.csv'\nlr_column = 'step size'\nloss_column = 'val loss'"));
    let flags = ["--lr-column", "step size", "--loss-column", "val loss", "--format", "json"];
    let zone =
        json(&run_in(folder.path(), &[["ml", "range-test", "run.csv"].as_slice(), &flags].concat(), ""));
    let results = answers["answers"][0]["results"].as_array().unwrap();
    let exact =
        |name: &str| results.iter().find(|one| one["name"] == name).unwrap()["exact"].as_f64().unwrap();
    assert_eq!(exact("zone up to lr").to_bits(), zone["zone"]["high"].as_f64().unwrap().to_bits());
    assert_eq!(exact("zone from lr").to_bits(), zone["zone"]["low"].as_f64().unwrap().to_bits());
    for (data, said) in [
        ("data = 'torn.csv'", "`torn.csv`, line 108: `much` is no number"),
        ("data = 'none.csv'", "none.csv"),
        ("data = 'run.csv'", "`run.csv` has no column `loss`"),
        ("data = [ { lr = 0.1, loss = 1 } ]", "1 finite losses before the first that is none"),
    ] {
        let ran = ask(data);
        assert_eq!(ran.code, Some(65), "{data}");
        assert!(ran.stderr.contains(said), "{data}: {}", ran.stderr);
    }
    let flat = (0..40).map(|at| format!("{{ lr = {}, loss = {} }}", f64::from(at + 1) / 100.0, 2 + at % 2));
    let ran = ask(&format!("data = [ {} ]", flat.collect::<Vec<_>>().join(", ")));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("the range test shows no zone"), "{}", ran.stderr);
}

#[test]
fn a_loss_that_was_no_number_is_the_edge_of_divergence_in_rows_too() {
    // 0.3 + 2 / (1 + (lr/1e-3)^1.2), and no number at lr 1.
    let loss = |lr: f64| 0.3 + 2.0 / (1.0 + (lr / 1e-3).powf(1.2));
    let steps = (0..60).map(|at| 1e-6 * 10_f64.powf(f64::from(at) / 10.0));
    let rows: Vec<String> = steps.map(|lr| format!("{{ lr = {lr:?}, loss = {:?} }}", loss(lr))).collect();
    for broken in ["{ lr = 1, loss = nan }", "{ lr = 1, loss = inf }", "{ lr = 1 }"] {
        let text = format!(
            "[ml.range-test]\ndata = [ {}, {broken} ]\n[[question]]\nfind.lr-zone = true",
            rows.join(", ")
        );
        assert!((headline(&text) - 1.0).abs() < 1e-15, "{broken}");
    }
}

/// Answers the questions of a scenario in the library.
fn solve(text: &str) -> Report {
    report(scenario::load(text).remove(0), "test", "test")
}

/// The headline of a scenario's first question, unrounded.
fn headline(text: &str) -> f64 {
    let report = solve(text);
    report.answers.first().unwrap_or_else(|| panic!("{:?}", report.findings)).results[0].exact
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// In integers: price in cents × updates × milliseconds × devices over 3,600 × 1,000, rounded half up.
    #[test]
    fn costs_are_right_to_the_last_cent(
        updates in 1_u64..10_000_000,
        milliseconds in 1_u64..100_000,
        devices in 1_u64..5_000,
        cents in 1_u64..100_000,
    ) {
        let text = format!(
            "[ml.training]\nupdates = {updates}\nseconds_per_update = '{}.{:03}'\ndevices = {devices}\nprice = '{}.{:02}/hour'\n[[question]]\nfind = 'training-cost'\n",
            milliseconds / 1_000, milliseconds % 1_000, cents / 100, cents % 100,
        );
        let over = u128::from(updates) * u128::from(milliseconds) * u128::from(devices) * u128::from(cents);
        let exact = (2 * over + 3_600_000) / (2 * 3_600_000);
        let found = solve(&text).answers[0].results[0].value.to_string();
        prop_assert_eq!(found, format!("{}.{:02}", exact / 100, exact % 100));
    }

    #[test]
    fn a_budget_pays_for_what_it_says_and_not_for_one_more(
        milliseconds in 1_u32..100_000,
        cents in 1_u32..100_000,
        budget in 1_u32..1_000_000,
    ) {
        let training = |length: &str| format!(
            "[rounding]\nmoney = 20\n[ml.training]\n{length}\nseconds_per_update = '{}.{:03}'\nprice = '{}.{:02}/hour'\n[[question]]\n",
            milliseconds / 1_000, milliseconds % 1_000, cents / 100, cents % 100,
        );
        let report = solve(&format!("{}find.training-budget = {{ budget = {budget} }}\n", training("")));
        let Some(answer) = report.answers.first() else {
            // One update costs more.
            prop_assert_eq!(report.outcome, Outcome::Failed);
            return Ok(());
        };
        let updates: u64 = answer.results[0].value.try_into().unwrap();
        let cost = |updates: u64| {
            let text = format!("{}find = 'training-cost'\n", training(&format!("updates = {updates}")));
            solve(&text).answers[0].results[0].unrounded
        };
        prop_assert!(cost(updates) <= budget.into() && cost(updates + 1) > budget.into());
    }

    #[test]
    fn a_target_is_reached_by_the_update_that_is_paid_for_and_not_by_the_one_before(
        scale in 0.5_f64..50.0,
        exponent in 0.1_f64..1.5,
        floor in 0.0_f64..0.5,
        over in 0.02_f64..0.4,
    ) {
        let (scale, exponent) = ((scale * 1e3).round() / 1e3, (exponent * 1e3).round() / 1e3);
        let (floor, over) = ((floor * 1e3).round() / 1e3, (over * 1e3).round() / 1e3);
        let target = ((floor + over) * 1e3).round() / 1e3;
        // Where counts of updates are exact, and far below the most that can be written.
        prop_assume!((scale / over).powf(1.0 / exponent) < 1e12);
        let law = format!(
            "[ml.training]\nprice = '1/update'\n[ml.curve]\nscale = {scale:?}\nexponent = {:?}\nfloor = {floor:?}\ncounts = 'updates'\n[[question]]\n",
            -exponent
        );
        let updates = headline(&format!("{law}find.cost-to-reach = {{ target = {target:?} }}\n"));
        let loss = |updates: f64| floor + scale * updates.powf(-exponent);
        prop_assert!(loss(updates) <= target * (1.0 + 1e-13));
        prop_assert!(updates < 1.5 || loss(updates - 1.0) >= target * (1.0 - 1e-13));
    }

    /// And a doubling of the spend is a doubling of what the law counts.
    #[test]
    fn the_last_step_of_the_working_is_the_answer(
        parameters in 1_u64..2_000,
        tokens in 1_u64..20_000,
        percent in 1_u32..=100,
        devices in 1_u64..10_000,
        cents in 1_u32..10_000,
        budget in 1_000_u32..1_000_000,
    ) {
        let training = format!(
            "[ml.training]\nparameters = '{parameters}M'\ntokens = '{tokens}M'\nflops = 312e12\nutilisation = '{percent}%'\n\
             devices = {devices}\nprice = '{}.{:02}/hour'\n[ml.law.besiroglu]\n",
            cents / 100, cents % 100,
        );
        let finds = [
            "training-cost = {}".to_owned(),
            format!("training-budget = {{ budget = {budget} }}"),
            format!("best-size = {{ budget = {budget} }}"),
            "best-size = { flop = 5.76e23 }".to_owned(),
            "cost-to-reach = { target = 10 }".to_owned(),
            "marginal-cost = {}".to_owned(),
            "marginal-cost = { at = 9.5, step = 0.001 }".to_owned(),
            "spend-doubling = {}".to_owned(),
            format!("schedule-saving = {{ against = '{}M' }}", tokens + 1),
            format!("schedule-break-even = {{ against = '{}M', sweep = '3 h' }}", tokens + 1),
        ];
        let questions = finds.map(|find| format!("[[question]]\nfind.{find}\n"));
        let report = solve(&format!("{training}{}", questions.concat()));
        // Only a size too small for a loss may have no answer.
        prop_assert!(report.outcome != Outcome::BadData, "{:?}", report.findings);
        for answer in &report.answers {
            prop_assert_eq!(&answer.working.last().unwrap().value, &answer.results[0].text(), "{}", answer.id);
            prop_assert!(answer.results.iter().all(|figure| figure.exact.is_finite()));
        }
    }
}
