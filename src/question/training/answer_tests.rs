use super::*;
use crate::ml::cost::ScalingLaw;
use crate::ml::range_test::Log;
use crate::question::sample::{decimal, rounding, said, work, wright};
use crate::question::training::{Effort, Learning, Price, Run, Speed};
use crate::question::{Of, Steps, Subject};

fn training(effort: Effort, price: &str) -> Training {
    Training {
        run: Run { effort, devices: 1, total: None },
        price: Some(Price::parse(price).unwrap()),
        learning: None,
        schedule: None,
        range_test: None,
        currency: None,
        rounding: rounding(Steps::default()),
    }
}

fn updates(price: &str) -> Training {
    training(Effort::Updates { seconds: None, samples: None, tokens: None }, price)
}

#[test]
fn a_budget_pays_for_no_update_that_it_does_not_cover() {
    let most = |budget: &str| answer(&updates("3/update"), Ask::Budget { budget: decimal(budget) });
    let found = |budget| most(budget).map(|answer| said(&answer)[0].clone());
    assert_eq!(found("3").unwrap(), "most that the budget pays for: 1 updates");
    assert_eq!(found("6").unwrap(), "most that the budget pays for: 2 updates");
    // A third of this is below 2 by less than the quotient's last place.
    assert_eq!(found("5.9999999999999999999999999999").unwrap(), "most that the budget pays for: 1 updates");
    let none = most("2.99").unwrap_err().to_string();
    assert_eq!(none, "no training does this: one update already costs 3 money");
}

#[test]
fn a_best_size_is_of_the_devices_and_of_no_size_that_the_training_has() {
    // An hour of 1e12 FLOP/s in full is 3.6e15 FLOP, and a budget of 20 pays for ten of them at 2 each.
    let speed = Some(Speed { flops: decimal("1e12"), utilisation: Decimal::ONE });
    for effort in [
        Effort::Tokens { parameters: None, speed },
        Effort::Tokens { parameters: Some(decimal("1e9")), speed },
        Effort::Flop { speed },
    ] {
        let mut training = training(effort, "2/hour");
        training.learning = Some(Learning::Scaling { law: ScalingLaw::HOFFMANN, name: "hoffmann" });
        let found = said(&answer(&training, Ask::BestSize(Means::Budget(decimal("20")))).unwrap());
        for figure in ["compute: 3.6e16 FLOP", "cost: 20.00 money", "device time: 10 h"] {
            assert!(found.iter().any(|said| said == figure), "{found:?}");
        }
    }
}

#[test]
fn large_numbers_are_said_in_words() {
    let text = |value| scaled("best size", value, "parameters").unwrap().text();
    assert_eq!(text(999.0), "999 parameters");
    assert_eq!(text(999_900.0), "999,900 parameters");
    assert_eq!(text(1e6), "1 million parameters");
    assert_eq!(text(70e6), "70 million parameters");
    assert_eq!(text(1e9), "1 billion parameters");
    assert_eq!(text(1.4e12), "1.4 trillion parameters");
}

#[test]
fn a_range_test_without_a_zone_says_why() {
    // A loss that stays where it is, and one that only falls.
    let log = |loss: fn(f64) -> f64| {
        let rows: Vec<(f64, f64)> =
            (0..60).map(f64::from).map(|k| (1e-5 * 1.1_f64.powf(k), loss(k))).collect();
        Training { range_test: Some(Log::new(&rows).unwrap()), ..updates("3/update") }
    };
    let why = |training| answer(&training, Ask::Zone).unwrap_err().to_string();
    let flat = why(log(|k| 2.3 + 0.005 * (std::f64::consts::PI * k).cos()));
    assert_eq!(
        flat,
        "no training does this: the range test shows no zone: no loss of it falls by more than noise does"
    );
    let falls = why(log(|k| 0.5 + 2.0 / (1.0 + (0.3 * (k - 30.0)).exp())));
    assert_eq!(
        falls,
        "no training does this: the range test shows no zone: its losses never diverge; raise its end"
    );
}

#[test]
fn trainings_and_curves_are_asked_what_is_of_them() {
    let training = updates("3/update");
    let units =
        crate::question::answer(Subject::Training(&training), &Question::Average { units: 8 }, Of::Time);
    assert_eq!(units.unwrap_err(), Error::of_another("average", false));
    // Of a curve without costs too, where a question of cost would have no answer for that reason.
    let curve = work(wright("100", "0.8"));
    let cost = crate::question::answer(&curve, &Question::Training(Ask::Cost), Of::Cost);
    assert_eq!(cost.unwrap_err(), Error::of_another("training-cost", true));
}
