use super::sample::{decimal, lot};
use super::*;

#[test]
fn a_question_names_the_last_unit_that_it_is_about() {
    let price = |of| Question::Price(of, Profit::Markup(Decimal::ONE));
    let variance = Variance {
        units: 460,
        time: decimal("1860"),
        cost: None,
        line: None,
        revised: None,
        revises: Vec::new(),
        report: Reported::Efficiency,
    };
    let periods = [30, 50].map(|units| Period { name: units.to_string(), units }).to_vec();
    for (question, last) in [
        (Question::Average { units: 8 }, Some(8)),
        (Question::Unit { number: 9 }, Some(9)),
        (Question::Lot(lot(3, 7)), Some(7)),
        (Question::LotAverage(lot(3, 7)), Some(7)),
        (Question::Midpoint(lot(3, 7)), Some(7)),
        (price(CostOf::First(16)), Some(16)),
        (price(CostOf::Unit(5)), Some(5)),
        (price(CostOf::Steady), None),
        (Question::CostGap(CostOf::Lot(lot(2, 6)), Target::Given(Decimal::ONE)), Some(6)),
        (Question::Variance(Box::new(variance)), Some(460)),
        (Question::Schedule { periods, hours_per_worker: None }, Some(80)),
        (Question::Table(vec![4, 32, 8]), Some(32)),
        (Question::LearningRate, None),
        (Question::Units(Limit::Total(Decimal::ONE)), None),
    ] {
        assert_eq!(question.last_unit(), last, "{question:?}");
    }
}
