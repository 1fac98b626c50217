//! What curves are solved for: indexes, rates and first units from facts, counts from limits.

use learncurve::curve::anchor::{Fact, Solution, solve_first_unit, solve_index, solve_index_and_first_unit};
use learncurve::curve::{Basis, Curve, Error, Index, Lot, MAX_UNITS, Outline, Shape};
use learncurve::root;

use crate::draw::Draw;
use crate::high::High;
use crate::ledger::Ledger;
use crate::sums::Sums;

/// Roots: the facts that they give back are right to this, and they themselves to this over what the facts move them by.
const ROOT: f64 = 2e-12;

/// Facts about random units of random power laws, solved for each thing that can be open.
pub fn all(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums, cases: u64) {
    for case in 0..cases {
        match case % 5 {
            0 => two_points(draw, ledger),
            1 => first_unit(draw, ledger, sums),
            2 => by_root(draw, ledger, sums),
            3 => counts(draw, ledger),
            _ => rates(draw, ledger),
        }
    }
}

fn basis(draw: &mut Draw) -> Basis {
    if draw.chance(0.5) { Basis::Unit } else { Basis::CumulativeAverage }
}

/// A point of the power law itself.
fn point(basis: Basis, x: u64, y: f64) -> Fact {
    match basis {
        Basis::Unit => Fact::Unit { number: x, value: y },
        Basis::CumulativeAverage => Fact::Average { units: x, value: y },
    }
}

/// b, r and T1 from two points, by closed forms.
fn two_points(draw: &mut Draw, ledger: &mut Ledger) {
    let basis = basis(draw);
    let (b, t1) = (draw.index().value(), draw.log_between(1e-6, 1e9));
    let (x1, x2) = draw.lot(MAX_UNITS);
    if x1 == x2 {
        return;
    }
    let at = |x: u64| t1 * (x as f64).powf(b);
    // As files have them, with so many digits.
    let rounded = |y: f64, digits: usize| format!("{y:.digits$e}").parse::<f64>().unwrap_or(y);
    let digits = draw.whole(2, 16) as usize;
    let (y1, y2) = (rounded(at(x1), digits), rounded(at(x2), digits));
    let outline = Outline::power_law(basis, None);
    let found = solve_index_and_first_unit(&outline, point(basis, x1, y1), point(basis, x2, y2));
    let doublings = (High::from(x2) / High::from(x1)).ln();
    let index = (High::from(y2) / High::from(y1)).ln() / &doublings;
    let told = || format!("{basis:?}, {x1}: {y1:e}, {x2}: {y2:e}");
    let Ok(found) = found else {
        let outside = index < High::from(-5.0) * (1.0 - 1e-9) || index > High::from(2.0) * (1.0 - 1e-9);
        ledger.hold_exactly("index from two points, none", outside, || {
            format!("{}: {found:?} for {index}", told())
        });
        return;
    };
    let bound = 4.0 * f64::EPSILON;
    ledger.hold("index from two points", found.index.value(), &index, bound, told);
    let rate = (&index * High::from(2.0).ln()).exp();
    ledger.hold("learning rate from two points", found.learning_rate().ratio(), &rate, 2.0 * bound, told);
    let first = High::from(y1) / (&index * High::from(x1).ln()).exp();
    // A first unit is as far from the points as b is multiplied by the logarithm of how far they are.
    let size = &first * ((&index * High::from(x1).ln()).abs() + 1.0);
    ledger.hold_to("first unit from two points", found.first_unit, &first, &size, bound, told);
}

/// T1 from a rate and a fact.
fn first_unit(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums) {
    let basis = basis(draw);
    let index = draw.index();
    let value = draw.log_between(1e-6, 1e12);
    let (first, last) = draw.lot(MAX_UNITS);
    let (fact, multiple) = fact(draw, sums, basis, index, (first, last), value);
    if multiple <= High::zero() {
        return;
    }
    let want = High::from(value) / multiple;
    let Ok(got) = solve_first_unit(&Outline::power_law(basis, None), index, fact) else {
        ledger.hold_exactly("first unit, none", !(1e-300..1e300).contains(&want.to_f64()), || {
            format!("{basis:?} {index:?} {fact:?} for {want}")
        });
        return;
    };
    ledger.hold("first unit from a fact", got, &want, 6.0 * f64::EPSILON, || {
        format!("{basis:?} {index:?} {fact:?}")
    });
}

/// A fact about units, and what it comes to for T1 = 1.
fn fact(
    draw: &mut Draw,
    sums: &Sums,
    basis: Basis,
    index: Index,
    (first, last): (u64, u64),
    value: f64,
) -> (Fact, High) {
    let total = |first: u64, last: u64| match basis {
        Basis::Unit => sums.powers(index.value(), &High::from(first), last - first + 1),
        Basis::CumulativeAverage => {
            let c = High::from(index.value()) + 1.0;
            let before = if first == 1 { High::zero() } else { High::from(first - 1).pow(&c) };
            High::from(last).pow(&c) - before
        }
    };
    match draw.below(4) {
        0 => (Fact::Average { units: last, value }, total(1, last) / High::from(last)),
        1 => (Fact::Total { units: last, value }, total(1, last)),
        2 => (Fact::Unit { number: last, value }, total(last, last)),
        _ => (Fact::Lot { lot: Lot::new(first, last).expect("ends in order"), value }, total(first, last)),
    }
}

/// b from T1 and a fact that is no point of the law: the root is put back into the law, in 256 bits.
fn by_root(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums) {
    let basis = basis(draw);
    let b = draw.between(0.5, 1.0).log2();
    let index = Index::new(b).unwrap_or(Index::NONE);
    let t1 = draw.log_between(1e-3, 1e9);
    let (first, last) = draw.lot(1_000_000_000);
    if last == 1 {
        return;
    }
    let seed = draw.clone();
    let (_, multiple) = fact(&mut seed.clone(), sums, basis, index, (first, last), 1.0);
    let value = (High::from(t1) * multiple).to_f64();
    let (fact_of, _) = fact(&mut seed.clone(), sums, basis, index, (first, last), value);
    draw.bits();
    let told = || format!("{basis:?}, T1 = {t1:e}, {fact_of:?}, from b = {b:e}");
    match solve_index(&Outline::power_law(basis, None), t1, fact_of) {
        Ok(Solution { index: found, .. }) => {
            let at = |b: f64| {
                let index = Index::new(b.clamp(-5.0, 2.0)).unwrap_or(Index::NONE);
                fact(&mut seed.clone(), sums, basis, index, (first, last), value).1
            };
            let got = at(found.value()) * t1;
            let want = High::from(value);
            // What the nearest double of the index can be off by.
            let step = f64::EPSILON * found.value().abs();
            let slack = (at(found.value() + step) * t1 - &got).abs();
            let size = want.abs() + slack / High::from(ROOT);
            ledger.hold_to("index by root, put back", got.to_f64(), &want, &size, ROOT, told);
        }
        // Under Wright a unit or a lot may have several rates, which is told.
        Err(Error::SeveralIndexesFit { .. }) => {
            ledger.hold_exactly("index by root, several", basis == Basis::CumulativeAverage, told);
        }
        Err(error) => ledger.hold_exactly("index by root, refused", false, || format!("{}: {error}", told())),
    }
}

/// The most units within a total, the fewest within an average or a unit's value.
fn counts(draw: &mut Draw, ledger: &mut Ledger) {
    let basis = basis(draw);
    let b = draw.between(0.51, 0.999).log2();
    let index = Index::new(b).unwrap_or(Index::NONE);
    let t1 = draw.log_between(1e-3, 1e6);
    let curve = Curve::new(basis, Shape::PowerLaw { index }, t1).expect("within the domain");
    let units = draw.units(1_000_000_000_000);
    // Just below, at and just above what so many units take.
    let nudge = 1.0 + draw.one_of(&[-1e-9, 0.0, 1e-9, 0.3]);
    let told = || format!("{curve:?}, about {units} units, nudged {nudge}");
    if basis == Basis::CumulativeAverage {
        let budget = curve.total(units).unwrap_or(f64::NAN) * nudge;
        let found = root::last_true(1, MAX_UNITS, |n| curve.total(n).is_ok_and(|total| total <= budget));
        let fits = |n: u64| (High::from(n).pow(&(High::from(b) + 1.0))) * t1 - budget;
        if let Some(found) = found {
            let slack = High::from(budget) * (4.0 * f64::EPSILON);
            let right = fits(found) <= slack && (found == MAX_UNITS || fits(found + 1) >= -&slack);
            ledger.hold_exactly("units within a total", right, || format!("{}: {found}", told()));
        }
    }
    let target = t1 * (units as f64).powf(b) * nudge;
    let value = |n: u64| match basis {
        Basis::Unit => curve.unit(n),
        Basis::CumulativeAverage => curve.average(n),
    };
    if let Some(found) = root::first_true(1, MAX_UNITS, |n| value(n).is_ok_and(|value| value <= target)) {
        let excess = |n: u64| High::from(n).pow(&High::from(b)) * t1 - target;
        let slack = High::from(target) * (2.0 * f64::EPSILON);
        let right = excess(found) <= slack && (found == 1 || excess(found - 1) >= -&slack);
        ledger.hold_exactly("units to a value", right, || format!("{}: {found}", told()));
    }
}

/// Rates to indexes and back.
fn rates(draw: &mut Draw, ledger: &mut Ledger) {
    let ratio = match draw.below(4) {
        0 => draw.whole(4, 400) as f64 / 100.0,
        1 => 1.0 + draw.between(-1.0, 1.0) * 10_f64.powf(-draw.between(1.0, 15.0)),
        _ => draw.log_between(0.031_25, 4.0),
    };
    let Ok(rate) = learncurve::curve::LearningRate::new(ratio) else { return };
    let two = High::from(2.0).ln();
    let told = || format!("r = {ratio:e}");
    ledger.hold(
        "index of a rate",
        rate.index().value(),
        &(High::from(ratio).ln() / &two),
        2.0 * f64::EPSILON,
        told,
    );
    let index = draw.index();
    let want = (High::from(index.value()) * two).exp();
    let told = || format!("b = {:e}", index.value());
    ledger.hold("rate of an index", index.learning_rate().ratio(), &want, 2.0 * f64::EPSILON, told);
}
