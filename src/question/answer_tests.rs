use rust_decimal::Decimal;

use super::super::sample::{at_an_hour, crawford, decimal, line, lot, rounding, said, stepped, work, wright};
use super::*;
use crate::cost::Driver;
use crate::question::{
    CostOf, CurveInputs, Element, Form, Period, Project, Reported, SteadyRule, Target, TimeUnit, Variance,
};

fn minutes(inputs: CurveInputs) -> CurveInputs {
    CurveInputs { measure: Measure::Time(TimeUnit::Minute), ..inputs }
}

#[test]
fn an_answer_that_only_roundings_have_stands_alone() {
    // To whole hours 10.4 h are 10, within the limit; nothing rounded, no unit is.
    let steps = Steps { total: Some(0), ..Steps::default() };
    let work = stepped(wright("10.4", "0.8"), steps);
    let found =
        answer(&work, &Question::Units(crate::question::Limit::Total(decimal("10"))), Of::Time).unwrap();
    assert_eq!(said(&found)[0], "units: 1 units");
    assert!(!said(&found).iter().any(|figure| figure.contains("nothing rounded")), "{:?}", said(&found));
}

#[test]
fn a_question_is_answered_in_what_the_curve_has() {
    let (hours, money) =
        (wright("100", "0.8"), CurveInputs { measure: Measure::Money, ..wright("100", "0.8") });
    let (hours, money) = (work(hours), Work { lines: vec![line("Curve", Driver::Curve)], ..work(money) });
    let average = Question::Average { units: 8 };
    assert_eq!(answer(&money, &average, Of::Time), Err(Error::NoTime));
    assert_eq!(answer(&hours, &average, Of::Cost), Err(Error::NoCosts));
    // Nor is anything else wrong with it looked for then: there is no rate per hour either.
    assert_eq!(answer(&hours, &Question::Variance(Box::new(paid("8", None))), Of::Cost), Err(Error::NoCosts));
    // A parameter of the curve is in neither.
    for (work, of) in [(&hours, Of::Cost), (&money, Of::Time)] {
        let answer = answer(work, &Question::LearningRate, of).unwrap();
        assert_eq!((answer.headline().unwrap().text().as_str(), answer.of), ("80%", None));
    }
}

#[test]
fn minutes_cost_a_sixtieth_of_an_hours_rate() {
    // 90 min at 20 an hour are 30.
    let work = at_an_hour(minutes(crawford("90", "1")), "20");
    let answer = answer(&work, &Question::Unit { number: 1 }, Of::Cost).unwrap();
    assert_eq!(said(&answer), ["unit cost: 30.00 money/unit", "unit time: 90 min/unit"]);
}

#[test]
fn beside_a_rounded_index_stands_the_answer_on_the_other() {
    // 80% is b = -0.3219, rounded -0.3: 100 x 2^-0.3 = 81.2252, and 100 x 0.8 = 80.
    let work = stepped(wright("100", "0.8"), Steps { index: Some(1), ..Steps::default() });
    let average = answer(&work, &Question::Average { units: 2 }, Of::Time).unwrap();
    let beside = "average time, nothing rounded on the way: 80.0000 h/unit";
    assert_eq!(said(&average)[0], "average time: 81.2252 h/unit");
    assert_eq!(said(&average).last().unwrap(), beside);
    let rate = answer(&work, &Question::LearningRate, Of::Time).unwrap();
    assert_eq!(said(&rate)[..2], ["learning rate: 81.2252%", "index: -0.3"]);
}

#[test]
fn a_rate_that_was_written_is_answered_as_it_was_written() {
    for share in 5_000..=10_000 {
        let ratio = Decimal::new(share, 4).to_string();
        let answer = answer(&work(wright("100", &ratio)), &Question::LearningRate, Of::Time).unwrap();
        let exact = crate::money::to_f64(decimal(&ratio)) * 100.0;
        assert_eq!(answer.headline().unwrap().exact.to_bits(), exact.to_bits(), "{ratio}");
    }
}

#[test]
fn a_midpoint_numbers_what_the_curve_counts() {
    // A lot of one is its own midpoint.
    for (batch_size, text) in [(1, "unit 2"), (10, "batch 2")] {
        let work = work(CurveInputs { batch_size, ..crawford("100", "0.8") });
        let lot = lot(batch_size + 1, 2 * batch_size);
        let answer = answer(&work, &Question::Midpoint(lot), Of::Time).unwrap();
        assert_eq!(answer.headline().unwrap().text(), text);
    }
}

#[test]
fn a_steady_state_that_is_given_is_each_units_with_batches_too() {
    let inputs = CurveInputs {
        batch_size: 10,
        ends_after: Some(20),
        steady: SteadyRule::Given(decimal("1.3")),
        ..crawford("60", "0.5")
    };
    let answer = answer(&work(inputs), &Question::SteadyState, Of::Time).unwrap();
    assert_eq!(said(&answer), ["steady-state time: 1.3 h/unit"]);
}

#[test]
fn a_target_from_a_price_is_one_of_money() {
    let target = Target::OfPrice { price: decimal("100"), margin: decimal("0.2") };
    let work = at_an_hour(crawford("5", "0.5"), "20");
    let gap = |of| answer(&work, &Question::CostGap(CostOf::Unit(1), target), of);
    // 5 h at 20 an hour are 100; a fifth of the price leaves 80.
    assert_eq!(gap(Of::Cost).unwrap().headline().unwrap().text(), "20.00 money/unit");
    assert_eq!(gap(Of::Time), Err(Error::PriceInTime));
}

#[test]
fn workers_work_hours_whatever_the_curves_unit() {
    // Four units of 60 min are 4 h, and of 2 h each two workers.
    let periods = vec![Period { name: "May".to_owned(), units: 4 }];
    let question = Question::Schedule { periods, hours_per_worker: Some(Decimal::TWO) };
    let answer = answer(&work(minutes(crawford("60", "1"))), &question, Of::Time).unwrap();
    let row: Vec<String> = answer.table.rows[0].figures.iter().map(Figure::text).collect();
    assert_eq!(row, ["4 units", "4 units", "240 min", "2", "2"]);
}

fn paid(time: &str, line: Option<&str>) -> Variance {
    Variance {
        units: 4,
        time: decimal(time),
        cost: None,
        line: line.map(str::to_owned),
        revised: None,
        revises: Vec::new(),
        report: Reported::Efficiency,
    }
}

#[test]
fn variances_are_of_hours_valued_by_the_line_that_is_named() {
    // Four units of 60 min are 4 h, an hour less than was taken.
    let lines = vec![
        line("Material", Driver::Unit(decimal("3"))),
        line("Labour", Driver::Hour(decimal("20"))),
        line("Overtime", Driver::Hour(decimal("30"))),
    ];
    let work = Work { lines, ..work(minutes(crawford("60", "1"))) };
    let variance =
        |line| answer(&work, &Question::Variance(Box::new(paid("300", line))), Of::Cost).map(|a| said(&a));
    let hours = ["standard hours: 4 h", "actual hours: 5 h"];
    assert_eq!(
        variance(Some("Overtime")).unwrap(),
        ["efficiency variance: 30.00 money A", hours[0], hours[1]]
    );
    assert_eq!(variance(None).unwrap()[0], "efficiency variance: 20.00 money A");
    assert_eq!(variance(Some("Material")), Err(Error::NoHourlyLine));
}

#[test]
fn one_equivalent_rate_stands_for_elements_that_learn_alike() {
    // At one rate the sum is a learning curve of that rate; of the first unit alone there is no rate.
    let element = |name: &str, first| Element {
        name: name.to_owned(),
        work: work(CurveInputs { form: Form::default(), ..crawford(first, "0.8") }),
    };
    let project = Project {
        elements: vec![element("Assembly", "100"), element("Test", "60")],
        lines: Vec::new(),
        currency: None,
        rounding: rounding(Steps::default()),
    };
    let total = |units| answer(Subject::Elements(&project), &Question::Total { units }, Of::Time).unwrap();
    // 160 x 1.8
    let two = said(&total(2));
    assert_eq!(two[0], "total time: 288 h");
    assert_eq!(two.last().unwrap(), "equivalent Crawford rate at 2 units alone: 80%");
    let four = said(&total(4));
    assert!(four.last().unwrap().starts_with("equivalent Crawford rate at 4 units alone: 80"), "{four:?}");
    assert_eq!(total(1).figures.len(), total(2).figures.len() - 1);
}
