use super::super::{Fixed, Template};
use super::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

fn cells() -> impl Strategy<Value = Vec<String>> {
    let number =
        prop_oneof!["[0-9]{1,6}", "[0-9]{1,8}\\.[0-9]{1,9}", "0\\.[0-9]{1,16}", "-1|nan|1e3|\\.5|5\\.|, "];
    let time = (number.clone(), prop_oneof![Just(""), Just(" h"), Just("min"), Just(" s"), Just(" d")])
        .prop_map(|(number, unit)| number + unit);
    let rate = prop_oneof!["[0-9]{1,3}(\\.[0-9]{1,6})?%", "[01]\\.[0-9]{1,12}", "[0-9]{1,3}"];
    let count = prop_oneof!["[1-9][0-9]{0,14}", "[0-9]{1,4}", "1_000|1e3|2\\.0|"];
    let model =
        prop_oneof![Just("wright"), Just("crawford"), Just(""), Just("Wright")].prop_map(str::to_owned);
    let end = prop_oneof![2 => "", 3 => "[1-9][0-9]{0,5}", 1 => "[0-9]{1,3}|x"];
    let cost = prop_oneof!["", "[0-9]{1,3}(\\.[0-9]{1,4})?", "[0-9]{1,20}|x"];
    let first = prop_oneof!["[1-9]", "[0-9]{1,3}"];
    (model, time, rate, count, end, cost, first).prop_map(|(model, time, rate, count, end, cost, first)| {
        vec![model, time, rate, count, end, cost, first]
    })
}

/// Whether a row is quick; its figures are then the scenario's, to the bit.
fn holds(mut row: Vec<String>, cost: bool, index: bool) -> Result<bool, TestCaseError> {
    if cost {
        row[1] = row[1].trim_end_matches([' ', 'h', 's', 'd', 'm', 'i', 'n']).to_owned();
    }
    if index {
        row[2] = format!("-0.{}", row[2].replace(['%', '.'], ""));
    }
    let first = if cost { "first_cost" } else { "first_time" };
    let slope = if index { "index" } else { "learning_rate" };
    let charged = if cost { "charged" } else { "rate" };
    let columns = ["model", first, slope, "units", "ends_after", charged, "first", "last"].map(str::to_owned);
    row.push(row[3].clone());
    let wanted = ["average", "total", "unit", "lot"].map(|name| Wanted::of_name(name).unwrap()).to_vec();
    let template = Template::new(&columns, &Fixed::default(), wanted).unwrap();
    let texts: Vec<&str> = row.iter().map(String::as_str).collect();
    let mut quick = Vec::new();
    if !template.quick(&texts, &mut quick) {
        return Ok(false);
    }
    let figures =
        template.evaluate(&texts).map_err(|reason| TestCaseError::fail(format!("{row:?}: {reason:?}")))?;
    let slow: Vec<u64> = figures.0.iter().map(|(exact, _)| exact.to_bits()).collect();
    prop_assert_eq!(quick.iter().map(|value| value.to_bits()).collect::<Vec<_>>(), slow, "{:?}", row);
    Ok(true)
}

#[test]
fn what_is_quick_is_what_the_scenario_says_to_the_bit() {
    let quick = std::cell::Cell::new(0);
    let rows = (cells(), any::<bool>(), any::<bool>());
    let mut runner = TestRunner::new(ProptestConfig::with_cases(4_000));
    let ran = runner.run(&rows, |(row, cost, index)| {
        quick.set(quick.get() + u32::from(holds(row, cost, index)?));
        Ok(())
    });
    ran.unwrap();
    assert!(quick.get() > 400, "{} rows were quick", quick.get());
}

#[test]
fn ordinary_rows_are_quick() {
    let columns = ["model", "first_time", "learning_rate", "first", "last"].map(str::to_owned);
    let template = Template::new(&columns, &Fixed::default(), vec![Wanted::of_name("lot").unwrap()]).unwrap();
    let mut lots = Vec::new();
    assert!(template.quick(&["crawford", "100 h", "80%", "1", "8"], &mut lots));
    assert!((lots[0] - 534.591_353_327_031_2).abs() < 1e-10);
    assert!(!template.quick(&["boone", "100 h", "80%", "1", "8"], &mut lots) && lots.len() == 1);
}
