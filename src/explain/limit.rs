//! Steps for the number of units that meets a limit.

use super::Step;
use super::notation::{decimal_number, grouped};
use crate::cost::Driver;
use crate::curve::Basis;
use crate::question::limit::LimitTrace;
use crate::question::{Limit, Of, Subject};

/// The condition, the figure at the answer, the figure beyond it that proves it, and the answer.
pub(super) fn steps(subject: Subject<'_>, trace: &LimitTrace, steps: &mut Vec<Step>) {
    let unit = match trace.of {
        Of::Time => subject.measure_unit(),
        Of::Cost => subject.money_unit(),
    };
    let work = subject.curve().ok();
    let wright = work.is_some_and(|work| work.inputs().basis == Basis::CumulativeAverage);
    let plain = work.is_some_and(|work| work.inputs().form.is_plain());
    let (bound, which, formula) = match trace.limit {
        Limit::Total(bound) if wright => {
            (bound, "most units whose total is at most", "N × average = T1 × N^(1+b) <= limit")
        }
        Limit::Total(bound) => {
            (bound, "most units whose total is at most", "T1 × Σ k^b, k = 1 to N, <= limit")
        }
        Limit::Average(bound) if wright => {
            (bound, "fewest units whose average is at most", "T1 × N^b <= limit")
        }
        Limit::Average(bound) => (bound, "fewest units whose average is at most", "T1 × Σ k^b / N <= limit"),
        Limit::Unit(bound) if wright => {
            (bound, "first unit that takes at most", "T1 × (N^(1+b) - (N-1)^(1+b)) <= limit")
        }
        Limit::Unit(bound) => (bound, "first unit that takes at most", "T1 × N^b <= limit"),
    };
    // What costs beside the curve is in no such formula.
    let formula = match trace.of {
        _ if work.is_none() => "of all elements, <= limit",
        _ if !plain => "from the curve, <= limit",
        Of::Cost if work.is_some_and(|work| work.lines.iter().any(|line| line.driver != Driver::Curve)) => {
            "with every cost line, <= limit"
        }
        _ => formula,
    };
    let limit = format!("{} {unit}", decimal_number(bound));
    let at = |units: u64| match trace.limit {
        Limit::Unit(_) => format!("{} of unit {}", trace.at.name, grouped(units)),
        _ => format!("{} of {} units", trace.at.name, grouped(units)),
    };
    steps.push(
        Step::new(at(trace.units), formula, format!("{} <= {limit}", trace.at.text()), "within the limit")
            .stated(),
    );
    if let Some((units, figure)) = &trace.beyond {
        steps.push(
            Step::new(at(*units), formula, format!("{} > {limit}", figure.text()), "over the limit").stated(),
        );
    }
    steps.push(
        Step::new(
            format!("{which} {limit}"),
            "the last step that keeps within the limit, or the first",
            format!("N = {}", grouped(trace.units)),
            "",
        )
        .stated(),
    );
}
