//! Rows of power laws evaluated by the slice: what a price list of many parts is made of.
//!
//! `cargo run --release --example rows`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use learncurve::batch::rows::{Row, evaluate};
use learncurve::curve::{Basis, LearningRate};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Hours of the first unit, the learning rate, and how many are ordered.
    let orders = [("frame", 12.5, 0.85, 40), ("wing", 230.0, 0.80, 12), ("seat", 3.2, 0.92, 500)];
    let mut rows = Vec::with_capacity(orders.len());
    for (_, first_unit, rate, units) in orders {
        let index = LearningRate::new(rate)?.index().value();
        rows.push(Row { basis: Basis::Unit, first_unit, index, units, ends_after: None });
    }
    for ((part, ..), values) in orders.iter().zip(evaluate(&rows)) {
        let values = values?;
        println!(
            "{part:>6}: {:9.1} h in all, {:6.2} h on average, {:6.2} h the last",
            values.total, values.average, values.unit
        );
    }
    Ok(())
}
