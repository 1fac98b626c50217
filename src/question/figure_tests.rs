use super::super::sample::{crawford, decimal, lot, said, stepped};
use super::*;
use crate::question::{CurveInputs, Question, Steps, answer};

fn headline(inputs: CurveInputs, question: &Question) -> String {
    let steps = Steps { average: Some(3), total: Some(2), unit: Some(1), ..Steps::default() };
    said(&answer(&stepped(inputs, steps), question, Of::Time).unwrap()).remove(0)
}

#[test]
fn a_figure_has_the_places_that_the_mark_scheme_rounds_it_to() {
    // Units of 60, 30 and 20 h.
    let inputs = CurveInputs { ends_after: Some(3), ..crawford("60", "0.5") };
    for (question, text) in [
        (Question::Average { units: 2 }, "average time: 45.000 h/unit"),
        (Question::Total { units: 2 }, "total time: 90.00 h"),
        (Question::Lot(lot(2, 3)), "lot total time: 50.00 h"),
        (Question::Unit { number: 2 }, "unit time: 30.0 h/unit"),
        (Question::SteadyState, "steady-state time: 20.0 h/unit"),
    ] {
        assert_eq!(headline(inputs.clone(), &question), text);
    }
    // Of batches it is the batch's time that is rounded so, and not a unit's tenth of it.
    let batches = CurveInputs { batch_size: 10, ..crawford("60", "0.5") };
    assert_eq!(headline(batches, &Question::Unit { number: 20 }), "unit time: 3 h/unit");
}

#[test]
fn flop_are_counted_in_full_below_a_million() {
    let text = |value| {
        let value = decimal(value);
        Figure { name: String::new(), value, exact: 0.0, unrounded: value, unit: "FLOP".to_owned() }.text()
    };
    assert_eq!(text("999999"), "999,999 FLOP");
    assert_eq!(text("1000000"), "1e6 FLOP");
}
