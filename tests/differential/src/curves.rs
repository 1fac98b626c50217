//! Units, totals, averages and lots of every model under both theories.

use learncurve::curve::{Basis, Curve, Lot, MAX_UNITS, Shape, power_sum};

use crate::draw::Draw;
use crate::high::High;
use crate::ledger::Ledger;
use crate::shapes;
use crate::sums::Sums;

/// What `docs/accuracy.md` states of a power law: relative, T1's product and a division by N included.
const POWER_LAW: f64 = 5.0 * f64::EPSILON;
/// And of every other model.
const MODELS: f64 = 1e-13;

/// A curve with the name of its model and theory.
struct Drawn {
    name: String,
    curve: Curve,
    bound: f64,
}

fn drawn(draw: &mut Draw) -> Drawn {
    let (model, shape) = shapes::draw(draw);
    let basis = if draw.chance(0.5) { Basis::Unit } else { Basis::CumulativeAverage };
    let bound = if matches!(shape, Shape::PowerLaw { .. }) { POWER_LAW } else { MODELS };
    let theory = if basis == Basis::Unit { "unit" } else { "average" };
    let curve = Curve::new(basis, shape, draw.first_unit()).expect("what is drawn is within its domain");
    Drawn { name: format!("{model}, {theory} theory"), curve, bound }
}

impl Drawn {
    fn at(&self, what: &str, first: u64, last: u64) -> String {
        format!("{what} {first}..={last} of {:?}", self.curve)
    }

    /// Holds the value of units `first..=last` to `factor`, for T1 = 1.
    fn hold(&self, ledger: &mut Ledger, what: &str, (first, last): (u64, u64), factor: &High) {
        let lot = Lot::new(first, last).expect("ends in order");
        let got = match what {
            "unit" => self.curve.unit(last),
            "total" => self.curve.total(last),
            "average" => self.curve.average(last),
            _ => self.curve.lot(lot),
        };
        let got = got.expect("units within the domain");
        let t1 = High::from(self.curve.first_unit());
        let size = shapes::size(
            self.curve.shape(),
            self.curve.basis(),
            factor,
            (&High::from(first - 1), &High::from(last)),
        );
        let per = if what == "average" { High::from(last) } else { High::one() };
        let (want, size) = (&t1 * factor / &per, t1 * size / per);
        let name = format!("{what}, {}", self.name);
        ledger.hold_to(&name, got, &want, &size, self.bound, || self.at(what, first, last));
    }
}

/// Every unit, total, average and a lot that ends there, up to 2,000 units, each curve against its own terms added up.
pub fn dense(draw: &mut Draw, ledger: &mut Ledger, cases: u64) {
    let mut done = 0;
    while done < cases {
        let one = drawn(draw);
        let n = draw.units(2_000);
        let mut totals = vec![High::zero()];
        for k in 1..=n {
            let at = High::from(k);
            let total = match one.curve.basis() {
                Basis::Unit => &totals[totals.len() - 1] + shapes::value(one.curve.shape(), &at),
                Basis::CumulativeAverage => shapes::total(one.curve.shape(), &at),
            };
            totals.push(total);
        }
        for k in 1..=n {
            let total = &totals[k as usize];
            one.hold(ledger, "unit", (k, k), &nothing_or(total - &totals[k as usize - 1], total));
            one.hold(ledger, "total", (1, k), total);
            one.hold(ledger, "average", (1, k), total);
            let first = draw.whole(1, k);
            one.hold(ledger, "lot", (first, k), &nothing_or(total - &totals[first as usize - 1], total));
        }
        done += 4 * n;
    }
}

/// Units and lots far out, up to 1e15, against the terms of a window of at most 300 units.
pub fn windows(draw: &mut Draw, ledger: &mut Ledger, cases: u64) {
    let mut done = 0;
    while done < cases {
        let one = drawn(draw);
        let n = draw.units(300);
        let first = draw.far().min(MAX_UNITS - n + 1);
        let shape = one.curve.shape();
        let mut before = High::zero();
        let start = shapes::total(shape, &High::from(first - 1));
        let mut last_total = start.clone();
        for k in first..first + n {
            let at = High::from(k);
            let (unit, sum) = match one.curve.basis() {
                Basis::Unit => {
                    let unit = shapes::value(shape, &at);
                    let sum = &before + &unit;
                    (unit, sum)
                }
                Basis::CumulativeAverage => {
                    let total = shapes::total(shape, &at);
                    let made =
                        (nothing_or(&total - &last_total, &total), nothing_or(&total - &start, &total));
                    last_total = total;
                    made
                }
            };
            one.hold(ledger, "unit", (k, k), &unit);
            one.hold(ledger, "lot", (first, k), &sum);
            before = sum;
        }
        done += 2 * n;
    }
}

/// Lots, totals and averages of any length up to 1e15 units.
pub fn long(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums, cases: u64) {
    let mut done = 0;
    while done < cases {
        let one = drawn(draw);
        let shape = one.curve.shape();
        let lots = if is_smooth(&one.curve) { 1 } else { 8 };
        for _ in 0..lots {
            let (first, last) = draw.lot(reach(shape));
            let (of_lot, total) = match one.curve.basis() {
                Basis::Unit => {
                    let lot = sums.shape(shape, &High::from(first), last - first + 1);
                    // Every total is checked by its own sum, but those of shapes whose sums take long.
                    let total = (lots > 1).then(|| sums.shape(shape, &High::one(), last));
                    (lot, total)
                }
                Basis::CumulativeAverage => {
                    let total = shapes::total(shape, &High::from(last));
                    let lot = &total - shapes::total(shape, &High::from(first - 1));
                    (nothing_or(lot, &total), Some(total))
                }
            };
            one.hold(ledger, "lot", (first, last), &of_lot);
            done += 1;
            if let Some(total) = total {
                one.hold(ledger, "total", (1, last), &total);
                one.hold(ledger, "average", (1, last), &total);
                done += 2;
            }
        }
    }
}

/// `power_sum` itself, the building block of most totals.
pub fn power_sums(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums, cases: u64) {
    for _ in 0..cases {
        let b = draw.index().value();
        let (first, last) = draw.lot(MAX_UNITS);
        let lot = Lot::new(first, last).expect("ends in order");
        let want = sums.powers(b, &High::from(first), last - first + 1);
        let at = || format!("b = {b:e}, {first}..={last}");
        ledger.hold("power_sum", power_sum(b, lot), &want, 4.0 * f64::EPSILON, at);
    }
}

/// A difference of two totals, of which at 50% nothing is left but their own rounding.
fn nothing_or(difference: High, total: &High) -> High {
    if difference.abs() < total.abs() * 1e-60 { High::zero() } else { difference }
}

/// Whether its sums take an integral.
fn is_smooth(curve: &Curve) -> bool {
    let shape = curve.shape();
    curve.basis() == Basis::Unit
        && matches!(
            shape,
            Shape::Boone { .. } | Shape::Knecht { .. } | Shape::Levy { .. } | Shape::Exponential { .. }
        )
}

/// How far a shape's values stay within a double's range.
fn reach(shape: &Shape) -> u64 {
    match shape {
        Shape::Knecht { growth, .. } if *growth > 0.0 => (600.0 / growth).clamp(1.0, MAX_UNITS as f64) as u64,
        _ => MAX_UNITS,
    }
}
