use super::*;

fn decimal(text: &str) -> Decimal {
    money::parse_decimal(text).unwrap()
}

fn updates(seconds: &str, devices: u64) -> Run {
    let effort = Effort::Updates { seconds: Some(decimal(seconds)), samples: None, tokens: None };
    Run { effort, devices, total: None }
}

#[test]
fn a_tie_stays_a_tie_because_the_division_comes_last() {
    // 600 s at 0.03 an hour are 0.005; a sixth of an hour has no last place.
    let cost = updates("600", 1).cost(&Price::parse("0.03/hour").unwrap(), Decimal::ONE).unwrap();
    assert_eq!(cost, decimal("0.005"));
    let by_second = updates("0.021", 8).cost(&Price::parse("0.00072/s").unwrap(), decimal("25000")).unwrap();
    assert_eq!(by_second, decimal("3.024"));
}

#[test]
fn a_budget_and_its_cost_are_inverse() {
    let (run, price) = (updates("0.021", 8), Price::parse("2.49/hour").unwrap());
    let count = run.affordable(&price, decimal("100")).unwrap();
    assert_eq!(count.floor(), decimal("860585"));
    assert!(run.cost(&price, count.floor()).unwrap() <= decimal("100"));
    assert!(run.cost(&price, count.floor() + Decimal::ONE).unwrap() > decimal("100"));
}

#[test]
fn products_past_a_decimal_are_divided_on_the_way_and_only_quotients_past_it_refused() {
    let speed = Speed { flops: decimal("989e12"), utilisation: decimal("0.4") };
    let run = Run { effort: Effort::Flop { speed: Some(speed) }, devices: 1, total: None };
    // 5e28 FLOP at 100 an hour: the product has 31 digits, the cost 13.
    let cost = run.cost(&Price::parse("100/hour").unwrap(), decimal("5e28")).unwrap();
    assert_eq!(cost.round_dp(2), decimal("3510841478485.56"));
    let wide = Price::parse("1/FLOP").unwrap();
    assert!(run.cost(&wide, decimal("5e28")).is_ok());
    assert_eq!(
        run.cost(&Price::parse("2/FLOP").unwrap(), decimal("5e28")).unwrap_err().to_string(),
        "the amount of `the cost` exceeds 7.9e28, the largest amount that is exact"
    );
}

#[test]
fn what_a_run_lacks_is_told_by_its_keys() {
    let speed = Some(Speed { flops: decimal("989e12"), utilisation: decimal("0.4") });
    let none = Effort::Updates { seconds: None, samples: None, tokens: None };
    let tokens =
        |parameters: Option<&str>, speed| Effort::Tokens { parameters: parameters.map(decimal), speed };
    let flop = Effort::Flop { speed: None };
    for (effort, of, keys) in [
        (none, Quantity::Samples, "`samples_per_update` in [ml.training] says it"),
        (none, Quantity::Tokens, "`tokens_per_update` in [ml.training] says it"),
        (none, Quantity::DeviceHours, "`seconds_per_update` in [ml.training] says it"),
        (Effort::Hours, Quantity::Updates, "`seconds_per_update` in [ml.training] says it"),
        (tokens(None, None), Quantity::Flop, "`parameters` in [ml.training] says it"),
        (tokens(None, speed), Quantity::DeviceHours, "`parameters` in [ml.training] says it"),
        (
            tokens(None, None),
            Quantity::DeviceHours,
            "`parameters`, `flops` and `utilisation` in [ml.training] say it",
        ),
        (
            tokens(Some("7e9"), None),
            Quantity::DeviceHours,
            "`flops` and `utilisation` in [ml.training] say it",
        ),
        (flop, Quantity::DeviceHours, "`flops` and `utilisation` in [ml.training] say it"),
        (flop, Quantity::Tokens, "`parameters` in [ml.training] says it"),
        (Effort::Hours, Quantity::Flop, "`flops` and `utilisation` in [ml.training] say it"),
        (Effort::Hours, Quantity::Tokens, "`parameters`, `flops` and `utilisation` in [ml.training] say it"),
    ] {
        let run = Run { effort, devices: 1, total: None };
        assert_eq!(run.lacks(of).help().as_deref(), Some(keys), "{effort:?} {of:?}");
    }
    let samples =
        Run { effort: Effort::Hours, devices: 1, total: None }.lacks(Quantity::Samples).help().unwrap();
    assert!(samples.starts_with("count the training in "), "{samples}");
}
