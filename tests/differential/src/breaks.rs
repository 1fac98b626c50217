//! Runs that something interrupts: breaks, changes of rate, steps, and learning's end.

use learncurve::curve::{
    Base, Basis, Index, LearningEnd, Lot, Outline, Passage, Path, Restart, Run, SteadyState, Transition,
    TransitionKind,
};

use crate::draw::Draw;
use crate::high::High;
use crate::ledger::Ledger;
use crate::sums::Sums;

const STATED: f64 = 1e-13;

/// Runs of power laws with one interruption, and perhaps an end.
pub fn all(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums, cases: u64) {
    for case in 0..cases {
        match case % 3 {
            0 => retrograde(draw, ledger),
            1 => forgetting(draw, ledger),
            _ => changed(draw, ledger, sums),
        }
    }
}

fn learning(draw: &mut Draw) -> Index {
    let b = match draw.below(4) {
        0 => -10_f64.powf(-draw.between(0.0, 12.0)) * 0.999,
        _ => draw.between(0.501, 0.999).log2(),
    };
    Index::new(b).unwrap_or(Index::NONE)
}

/// The place to which the retrograde method goes back: `x = [(n+1)^b + L (1 - n^b)]^(1/b)`.
fn retrograde(draw: &mut Draw, ledger: &mut Ledger) {
    let (index, after, loss) = (learning(draw), draw.units(1_000_000_000).max(2), draw.unit());
    let base = draw.one_of(&[Base::NextUnit, Base::LastUnit]);
    let kind = TransitionKind::Break { loss, base, restart: Restart::Fractional };
    let t1 = draw.log_between(1e-3, 1e6);
    let told = || format!("b = {:e}, T1 = {t1:e}, {loss} lost after {after}, {base:?}", index.value());
    let outline =
        Outline { transitions: vec![Transition { after, kind }], ..Outline::power_law(Basis::Unit, None) };
    let Ok(run) = outline.run(index, t1) else {
        ledger.hold_exactly("retrograde, refused", false, told);
        return;
    };
    let [Passage::Break { exact, resumed, lost, .. }] = run.passages() else { return };
    let b = High::from(index.value());
    // 1 - n^b, without loss for b near 0.
    let fallen = |n: u64| -(High::from(n).ln() * &b).exp_m1();
    let at = if base == Base::NextUnit { after + 1 } else { after };
    let below = fallen(at) - fallen(after) * loss;
    let place = ((-&below).ln_1p() / &b).exp();
    ledger.hold("retrograde, the place", *exact, &place, STATED, told);
    let t1 = High::from(t1);
    ledger.hold("retrograde, the next unit", *resumed, &((High::one() - below) * &t1), STATED, told);
    ledger.hold("retrograde, what is lost", *lost, &(fallen(after) * loss * &t1), STATED, told);
    let further = draw.units(1_000_000);
    let want = (place + High::from(further - 1)).pow(&b) * &t1;
    let got = run.unit(after + further).unwrap_or(f64::NAN);
    ledger.hold("retrograde, later units", got, &want, STATED, told);
}

/// What the learn-forget model remembers.
fn forgetting(draw: &mut Draw, ledger: &mut Ledger) {
    let (index, after) = (learning(draw), draw.units(1_000_000).max(2));
    let t1 = draw.log_between(1e-2, 1e4);
    let total = t1 * draw.log_between(1.0, 1e6);
    let time = total * draw.one_of(&[0.0, 1.0, draw.clone().unit(), draw.clone().log_between(1e-9, 1.0)]);
    draw.bits();
    let kind = TransitionKind::Forgetting { time, total };
    let told = || format!("b = {:e}, T1 = {t1:e}, {time:e} of {total:e} after {after}", index.value());
    let outline =
        Outline { transitions: vec![Transition { after, kind }], ..Outline::power_law(Basis::Unit, None) };
    let Ok(run) = outline.run(index, t1) else {
        ledger.hold_exactly("forgetting, refused", false, told);
        return;
    };
    let [Passage::Forgetting { exponent, would_have, remembered, .. }] = run.passages() else { return };
    let (beta, n, t1) = (-High::from(index.value()), High::from(after), High::from(t1));
    let rest = High::one() - &beta;
    let spent = &t1 * n.pow(&rest) / &rest;
    let f = &beta * &rest * n.ln() / (High::from(total) / spent).ln_1p();
    let reach = (&rest * time / &t1 + n.pow(&rest)).pow(&(High::one() / &rest));
    let u = n.pow(&(&f / &beta + 1.0)) * reach.pow(&-(&f / &beta));
    ledger.hold("forgetting, the exponent", *exponent, &f, STATED, told);
    let made = if time == 0.0 { High::zero() } else { &reach - &n };
    ledger.hold("forgetting, units not made", *would_have, &made, STATED, told);
    let most = u.min(n);
    ledger.hold("forgetting, units remembered", *remembered, &most, STATED, told);
}

/// A change of rate or a step, then an end perhaps: totals and units on either side.
fn changed(draw: &mut Draw, ledger: &mut Ledger, sums: &Sums) {
    let basis = if draw.chance(0.5) { Basis::Unit } else { Basis::CumulativeAverage };
    let (index, after) = (learning(draw), draw.units(1_000_000).max(1));
    let other = learning(draw);
    let kind = match draw.below(3) {
        0 => TransitionKind::Rate(other),
        1 => TransitionKind::Step {
            scale: draw.log_between(1e-3, 10.0),
            restart: draw.chance(0.5).then(|| draw.between(1.0, 20.0)),
        },
        _ => TransitionKind::Pace(draw.log_between(1e-2, 10.0)),
    };
    let steady_state = draw.one_of(&[
        SteadyState::LastUnit,
        SteadyState::Average,
        SteadyState::LastDoubling,
        SteadyState::Given(0.25),
    ]);
    let end = after + 2 * draw.units(1_000_000) + after % 2;
    let end = draw.chance(0.5).then_some(LearningEnd { after: end, steady_state });
    let t1 = draw.log_between(1e-3, 1e6);
    let outline = Outline { transitions: vec![Transition { after, kind }], ..Outline::power_law(basis, end) };
    let Ok(run) = outline.run(index, t1) else { return };
    let (first, last) = draw.lot(10_000_000);
    let told = || format!("{outline:?}, b = {:e}, T1 = {t1:e}, {first}..={last}", index.value());
    let Some(want) = lot(sums, &run, (basis, index, t1, after, kind), end, first, last) else { return };
    let got = run.lot(Lot::new(first, last).expect("ends in order")).unwrap_or(f64::NAN);
    ledger.hold("lots across a change and an end", got, &want, STATED, told);
}

type Written = (Basis, Index, f64, u64, TransitionKind);

/// A lot of such a run, from its definition.
fn lot(
    sums: &Sums,
    run: &Run,
    written: Written,
    end: Option<LearningEnd>,
    first: u64,
    last: u64,
) -> Option<High> {
    let (basis, index, t1, after, kind) = written;
    let t1 = High::from(t1);
    let learns = end.map_or(u64::MAX, |end| end.after);
    let own = |b: f64, from: &High, terms: u64| -> High {
        match basis {
            Basis::Unit => sums.powers(b, from, terms),
            Basis::CumulativeAverage => {
                let c = High::from(b) + 1.0;
                let before = from - 1.0;
                let before = if before.is_zero() { High::zero() } else { before.pow(&c) };
                (from + High::from(terms - 1)).pow(&c) - before
            }
        }
    };
    let part = |first: u64, last: u64| -> High {
        let mut sum = High::zero();
        if first <= after {
            let to = last.min(after);
            sum = sum + own(index.value(), &High::from(first), to - first + 1) * &t1;
        }
        if last > after {
            let from = first.max(after + 1);
            let terms = last - from + 1;
            sum = sum
                + match kind {
                    TransitionKind::Rate(other) => {
                        let reached = High::from(after).pow(&(High::from(index.value()) - other.value()));
                        own(other.value(), &High::from(from), terms) * reached * &t1
                    }
                    TransitionKind::Step { scale, restart } => {
                        let place = restart.map_or(High::from(from), |place| {
                            High::from(place) + High::from(from - after - 1)
                        });
                        own(index.value(), &place, terms) * scale * &t1
                    }
                    TransitionKind::Pace(pace) => own(index.value(), &High::from(from), terms) * pace * &t1,
                    _ => return High::zero(),
                };
        }
        sum
    };
    let mut sum = High::zero();
    if first <= learns {
        sum = sum + part(first, last.min(learns));
    }
    if last > learns {
        let flat = match end?.steady_state {
            SteadyState::LastUnit => part(learns, learns),
            SteadyState::Average => part(1, learns) / High::from(learns),
            SteadyState::LastDoubling => part(learns / 2 + 1, learns) / High::from(learns / 2),
            SteadyState::Given(value) => High::from(value),
        };
        sum = sum + flat * High::from(last - first.max(learns + 1) + 1);
    }
    debug_assert!(matches!(run.legs()[0].path, Path::Follow { .. }));
    Some(sum)
}
