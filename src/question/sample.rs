//! Curves and costs for tests, of numbers that can be reckoned by hand.

use rust_decimal::Decimal;

use super::{Answer, CurveInputs, Form, Measure, Rounding, SteadyRule, Steps, TimeUnit, Work};
use crate::cost::{CostLine, Driver};
use crate::curve::{Basis, Lot};
use crate::money::{self, RoundingMode};

pub(super) fn decimal(text: &str) -> Decimal {
    money::parse_decimal(text).unwrap()
}

pub(super) fn lot(first: u64, last: u64) -> Lot {
    Lot::new(first, last).unwrap()
}

/// A power law in hours that never ends.
fn inputs(basis: Basis, first: &str, rate: &str) -> CurveInputs {
    CurveInputs {
        basis,
        form: Form::default(),
        measure: Measure::Time(TimeUnit::Hour),
        first: Some(decimal(first)),
        rate: Some(decimal(rate)),
        index: None,
        known: Vec::new(),
        ends_after: None,
        steady: SteadyRule::LastUnit,
        batch_size: 1,
        fitted: None,
    }
}

/// Under the unit theory at 50% unit n takes `first / n`, at 200% it takes `first n`.
pub(super) fn crawford(first: &str, rate: &str) -> CurveInputs {
    inputs(Basis::Unit, first, rate)
}

/// Under Wright's theory at 80% two take 1.6 times the first, and four 2.56 times.
pub(super) fn wright(first: &str, rate: &str) -> CurveInputs {
    inputs(Basis::CumulativeAverage, first, rate)
}

pub(super) fn rounding(steps: Steps) -> Rounding {
    Rounding { mode: RoundingMode::HalfUp, money: 2, time: None, steps }
}

/// The curve of some inputs, without costs.
pub(super) fn work(inputs: CurveInputs) -> Work {
    stepped(inputs, Steps::default())
}

/// The same, rounded as a mark scheme does.
pub(super) fn stepped(inputs: CurveInputs, steps: Steps) -> Work {
    Work::new(inputs, Vec::new(), None, rounding(steps)).unwrap()
}

/// The same with a line of so much an hour.
pub(super) fn at_an_hour(inputs: CurveInputs, rate: &str) -> Work {
    Work { lines: vec![line("Labour", Driver::Hour(decimal(rate)))], ..work(inputs) }
}

pub(super) fn line(name: &str, driver: Driver) -> CostLine {
    CostLine { name: name.to_owned(), driver }
}

/// The figures of an answer, each with its name.
pub(super) fn said(answer: &Answer) -> Vec<String> {
    answer.figures.iter().map(|figure| format!("{}: {}", figure.name, figure.text())).collect()
}
