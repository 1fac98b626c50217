//! Sums of powers, and totals, lots and averages of every shape, against adding one unit after another.
#![no_main]

use learncurve::curve::{Basis, Curve, Floor, Index, Lot, Shape, power_sum};
use libfuzzer_sys::arbitrary::{self, Arbitrary};

#[derive(Debug, Arbitrary)]
struct Case {
    shape: u8,
    wright: bool,
    index: u32,
    first_unit: f32,
    parameters: [u16; 3],
    first: u64,
    quantity: u16,
}

/// A number of a range, by its place in it.
fn within(place: f64, low: f64, high: f64) -> f64 {
    low + (high - low) * place
}

fn shape(case: &Case, index: Index) -> Shape {
    let [one, two, three] = case.parameters.map(|parameter| f64::from(parameter) / 65_535.0);
    let (prior_units, incompressible) = (within(one, 0.0, 500.0), within(two, 0.0, 0.999));
    match case.shape % 7 {
        0 => Shape::PowerLaw { index },
        1 => Shape::StanfordB { index, prior_units },
        2 => Shape::DeJong { index, incompressible },
        3 => Shape::SCurve { index, prior_units, incompressible },
        4 => Shape::Plateau { index, floor: within(three, 0.0, 1.0), form: Floor::Hard },
        5 => Shape::Boone { index, decay: within(three, 0.5, 1e6) },
        _ => Shape::Knecht { index, growth: within(three, -0.01, 0.0) },
    }
}

/// The sum of many terms with what rounding took away kept beside it, by Neumaier.
fn added(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0);
    for term in terms {
        let next = sum + term;
        lost += if sum.abs() >= term.abs() { (sum - next) + term } else { (term - next) + sum };
        sum = next;
    }
    sum + lost
}

libfuzzer_sys::fuzz_target!(|case: Case| {
    let b = within(f64::from(case.index) / f64::from(u32::MAX), -1.5, 0.0);
    let first = case.first % 1_000_000_000_000 + 1;
    let lot = Lot::new(first, first + u64::from(case.quantity % 2_048)).unwrap();
    #[expect(clippy::cast_precision_loss, reason = "units are below 2^53")]
    let direct = added((lot.first()..=lot.last()).map(|unit| (unit as f64).powf(b)));
    let sum = power_sum(b, lot);
    assert!((sum / direct - 1.0).abs() < 4e-15, "{sum:e} for {direct:e}: {b} {lot:?}");

    let Ok(index) = Index::new(b) else { return };
    let basis = if case.wright { Basis::CumulativeAverage } else { Basis::Unit };
    let Ok(curve) = Curve::new(basis, shape(&case, index), f64::from(case.first_unit.abs())) else { return };
    let Ok(total) = curve.lot(lot) else { return };
    assert!(total.is_finite(), "{total} of {curve:?} {lot:?}");
    let units: Result<Vec<f64>, _> = (lot.first()..=lot.last()).map(|unit| curve.unit(unit)).collect();
    let Ok(units) = units else { return };
    // Where averages fall faster than units are made, units are below 0 and cancel.
    let size = added(units.iter().map(|unit| unit.abs()));
    let direct = added(units.into_iter());
    // Below the least normal double digits are lost one after another, of the shape, which T1 multiplies, too.
    if size > 1e-290 * curve.first_unit().max(1.0) {
        assert!((total - direct).abs() < 1e-12 * size, "{total:e} for {direct:e}: {curve:?} {lot:?}");
    }
});
