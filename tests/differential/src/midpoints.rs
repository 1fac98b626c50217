//! Lot midpoints, exact and by rule of thumb.

use learncurve::curve::midpoint::{algebraic, exact, half_unit_integral};
use learncurve::curve::{Basis, Index, Lot, MAX_UNITS};

use crate::draw::Draw;
use crate::high::High;
use crate::ledger::Ledger;
use crate::sums::Sums;

const EXACT: f64 = 1e-13;

/// Midpoints of lots of any length under both theories.
pub fn all(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums, cases: u64) {
    for _ in 0..cases / 4 {
        let index = draw.index();
        let (first, last) = draw.lot(MAX_UNITS);
        let lot = Lot::new(first, last).expect("ends in order");
        let at = || format!("b = {:e}, {first}..={last}", index.value());
        if let Ok(got) = exact(Basis::Unit, index, lot) {
            let want = power_mean(sums, index, lot);
            ledger.hold("midpoint, unit theory", got, &want, EXACT, at);
        }
        let got = exact(Basis::CumulativeAverage, index, lot);
        match (got, wright(index, lot)) {
            (Ok(got), Some(want)) => ledger.hold("midpoint, average theory", got, &want, EXACT, at),
            (got, want) => {
                let right = got.is_err() && want.is_none();
                ledger.hold_exactly("midpoint, average theory, none", right, || {
                    format!("{}: {got:?} for {:?}", at(), want.map(|want| want.to_string()))
                });
            }
        }
        let (low, high) = (High::from(first), High::from(last));
        let root = (&low * &high).sqrt() * 2.0;
        let want = (&low + &high + root) / High::from(4.0);
        ledger.hold("midpoint, algebraic", algebraic(lot), &want, 4.0 * f64::EPSILON, at);
        if let Some(got) = half_unit_integral(lot, index) {
            let (low, high, b) = (low - 0.5, high + 0.5, High::from(index.value()));
            let c = &b + 1.0;
            let log = (&high / &low).ln();
            let integral = if c.is_zero() { log } else { low.pow(&c) * (&c * log).exp_m1() / &c };
            let want = ((integral / High::from(lot.quantity())).ln() / b).exp();
            // Next to b = 0 the root takes all digits, of 256 bits too.
            if index.value().abs() > 1e-30 {
                ledger.hold("midpoint, half-unit integral", got, &want, EXACT, at);
            }
        }
    }
}

/// `(Σ k^b / Q)^(1/b)`; for b next to 0, by its first term, the geometric mean, to within b.
fn power_mean(sums: &Sums, index: Index, lot: Lot) -> High {
    let (b, first) = (index.value(), High::from(lot.first()));
    let quantity = High::from(lot.quantity());
    if b.abs() > 1e-25 {
        let mean = sums.powers(b, &first, lot.quantity()) / quantity;
        return (mean.ln() / High::from(b)).exp();
    }
    // The slope of the sum of k^b at b = 0 is the sum of the logarithms: by a difference of 1e-25 to either side.
    let near = 1e-25;
    let sum = |b: f64| sums.powers(b, &first, lot.quantity()) / &quantity;
    ((sum(near) - sum(-near)) / High::from(2.0 * near)).exp()
}

/// The K with `K^c - (K-1)^c = (L^c - (F-1)^c) / Q`, by bisection of a function that only falls or only rises.
fn wright(index: Index, lot: Lot) -> Option<High> {
    let b = High::from(index.value());
    let c = &b + 1.0;
    if lot.quantity() == 1 {
        return Some(High::from(lot.first()));
    }
    if c.is_zero() || (c < High::zero() && lot.first() == 1) {
        return None;
    }
    let (first, last) = (High::from(lot.first()), High::from(lot.last()));
    // In ln x, and over c, so that nothing is lost for b near 0 or -1 that 256 bits would miss.
    let share = |low: &High, high: &High| -> High {
        if low.is_zero() { high.pow(&c) / &c } else { high.pow(&c) * -((low / high).ln() * &c).exp_m1() / &c }
    };
    let average = share(&(&first - 1.0), &last) / High::from(lot.quantity());
    // At b = 0 every unit is the average: the limit is the root of the slope by b.
    if index.value().abs() < 1e-25 {
        return Some(at_no_learning(&first, &last));
    }
    let rises = index.value() > 0.0;
    let (mut low, mut high) = (first, last);
    let excess = |x: &High| share(&(x - 1.0), x) - &average;
    for _ in 0..200 {
        let middle = (&low + &high) * 0.5;
        if (excess(&middle) > High::zero()) == rises {
            high = middle
        } else {
            low = middle
        }
        if (&high - &low).abs() <= &low * 1e-22 {
            break;
        }
    }
    Some((low + high) * 0.5)
}

/// For b = 0: `x ln x - (x-1) ln (x-1)` is its average over the lot.
fn at_no_learning(first: &High, last: &High) -> High {
    let whole = |x: &High| if x.is_zero() { High::zero() } else { x * x.ln() };
    let quantity = last - first + 1.0;
    let average = (whole(last) - whole(&(first - 1.0))) / quantity;
    let (mut low, mut high) = (first.clone(), last.clone());
    for _ in 0..200 {
        let middle = (&low + &high) * 0.5;
        if whole(&middle) - whole(&(&middle - 1.0)) > average {
            high = middle
        } else {
            low = middle
        }
        if (&high - &low).abs() <= &low * 1e-22 {
            break;
        }
    }
    (low + high) * 0.5
}
