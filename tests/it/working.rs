//! Properties of answers and their working, over models and questions.

use learncurve::curve::{Basis, Lot};
use learncurve::explain::explain;
use learncurve::money::{Decimal, RoundingMode};
use learncurve::question::{
    CurveInputs, Form, Limit, Measure, Of, Question, Rounding, SteadyRule, Steps, TimeUnit, Work, answer,
};
use proptest::prelude::*;

fn work(basis: Basis, rate: u32, first: u32, ends_after: Option<u64>, steps: Steps) -> Work {
    let inputs = CurveInputs {
        basis,
        measure: Measure::Time(TimeUnit::Hour),
        first: Some(Decimal::new(first.into(), 2)),
        rate: Some(Decimal::new(rate.into(), 3)),
        index: None,
        known: vec![],
        ends_after,
        steady: SteadyRule::LastUnit,
        batch_size: 1,
        fitted: None,
        form: Form::default(),
    };
    let lines = vec![learncurve::cost::CostLine {
        name: "Labour".into(),
        driver: learncurve::cost::Driver::Hour(Decimal::new(1525, 2)),
    }];
    let rounding = Rounding { mode: RoundingMode::HalfUp, money: 2, time: None, steps };
    Work::new(inputs, lines, None, rounding).unwrap()
}

fn questions(n: u64) -> Vec<Question> {
    vec![
        Question::Average { units: n },
        Question::Total { units: n },
        Question::Unit { number: n },
        Question::Lot(Lot::new(n.div_ceil(2), n).unwrap()),
        Question::SteadyState,
        Question::LearningRate,
        Question::Index,
        Question::FirstUnit,
        Question::Midpoint(Lot::new(1, n).unwrap()),
        Question::Units(Limit::Total(Decimal::from(1_000_000))),
        Question::Table(vec![1, n]),
    ]
}

/// The number that ends a text such as `2,681.62 USD/unit` or `unit 4.1689`.
fn number_in(text: &str) -> f64 {
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    digits.trim_end_matches('-').parse().unwrap()
}

proptest! {
    #[test]
    fn the_last_step_of_the_working_is_the_answer(
        crawford: bool,
        rate in 510_u32..1_000,
        first in 1_000_u32..100_000,
        n in 1_u64..5_000,
        ends in proptest::option::of(1_u64..3_000),
        of_cost: bool,
    ) {
        let basis = if crawford { Basis::Unit } else { Basis::CumulativeAverage };
        let work = work(basis, rate, first, ends, Steps::default());
        let of = if of_cost { Of::Cost } else { Of::Time };
        for question in questions(n) {
            let Ok(answer) = answer(&work, &question, of) else {
                // A steady state that never comes, a midpoint past learning's end, a first unit over the limit.
                continue;
            };
            let headline = answer.headline().unwrap().clone();
            let steps = explain(&work, &answer);
            prop_assert_eq!(&steps.last().unwrap().value, &headline.text());
            prop_assert!((number_in(&headline.text()) - headline.exact).abs()
                <= 0.006 + 1e-9 * headline.exact.abs(), "{:?}", headline);
        }
    }

    /// The step before the headline's text is put in was made from the same quantities: check it on its own.
    #[test]
    fn the_figures_put_into_the_last_difference_give_the_unit(rate in 600_u32..1_000, n in 2_u64..2_000) {
        let work = work(Basis::CumulativeAverage, rate, 10_000, None, Steps::default());
        let answer = answer(&work, &Question::Unit { number: n }, Of::Time).unwrap();
        let steps = explain(&work, &answer);
        let (upper, lower) = steps.last().unwrap().substituted.split_once(" - ").unwrap();
        let difference = number_in(upper) - number_in(lower.trim_end_matches(" h"));
        prop_assert!((difference - answer.headline().unwrap().exact).abs() < 2e-6);
    }

    #[test]
    fn with_steps_the_unit_is_the_difference_of_rounded_totals(rate in 600_u32..1_000, n in 2_u64..200) {
        let steps = Steps { average: Some(2), ..Steps::default() };
        let work = work(Basis::CumulativeAverage, rate, 1_000, None, steps);
        let average = |n: u64| {
            let answer = answer(&work, &Question::Average { units: n }, Of::Time).unwrap();
            answer.headline().unwrap().value
        };
        let unit = answer(&work, &Question::Unit { number: n }, Of::Time).unwrap();
        let by_hand = average(n) * Decimal::from(n) - average(n - 1) * Decimal::from(n - 1);
        prop_assert_eq!(unit.headline().unwrap().unrounded, by_hand.normalize());
    }

    #[test]
    fn lots_side_by_side_add_up_to_the_total(crawford: bool, rate in 600_u32..1_100, cut in 1_u64..1_000, rest in 1_u64..1_000) {
        let basis = if crawford { Basis::Unit } else { Basis::CumulativeAverage };
        let work = work(basis, rate, 1_000, Some(700), Steps::default());
        let exact = |question| answer(&work, &question, Of::Time).unwrap().headline().unwrap().exact;
        let parts = exact(Question::Lot(Lot::new(1, cut).unwrap()))
            + exact(Question::Lot(Lot::new(cut + 1, cut + rest).unwrap()));
        let whole = exact(Question::Total { units: cut + rest });
        prop_assert!((parts / whole - 1.0).abs() < 1e-13);
    }

    #[test]
    fn the_units_that_fit_a_total_fit_and_one_more_does_not(crawford: bool, rate in 700_u32..1_000, limit in 200_u32..1_000_000) {
        let basis = if crawford { Basis::Unit } else { Basis::CumulativeAverage };
        let work = work(basis, rate, 10_000, None, Steps::default());
        let answer_to = |question| answer(&work, &question, Of::Time).unwrap();
        let units = answer_to(Question::Units(Limit::Total(limit.into())));
        let count: u64 = units.headline().unwrap().value.try_into().unwrap();
        let total = |units| answer_to(Question::Total { units }).headline().unwrap().exact;
        prop_assert!(total(count) <= f64::from(limit) * (1.0 + 1e-14));
        prop_assert!(total(count + 1) > f64::from(limit));
    }
}
