//! Where on the curve production starts again after a break.

use super::power::power;
use super::run::Passage;
use super::{Base, Basis, Curve, Error, Restart, Shape};
use crate::root;

/// Goes back on the curve to the unit that takes what the next unit takes with the lost learning added.
///
/// Learning achieved = first unit - last unit; lost = share × achieved; the next unit takes the base (the unit that would have
/// come next, or the last built) + lost; production starts again at the x at which the curve has that value.
/// `after` is the last unit and `reached` its position; values are multiplied by `scale`. `first` is the value of unit 1, which
/// after a change of rate is not the value at position 1 of the curve.
pub(super) fn retrograde(
    curve: &Curve,
    scale: f64,
    (after, reached): (u64, f64),
    first: f64,
    (loss, base, restart): (f64, Base, Restart),
) -> Result<Passage, Error> {
    if !(0.0..=1.0).contains(&loss) {
        return Err(Error::Parameter { name: "loss", value: loss, low: 0.0, high: 1.0 });
    }
    let at = |x: f64| scale * curve.unit_at(x);
    let (last, next) = (at(reached), at(reached + 1.0));
    let (achieved, resumed, found) = match (curve.shape(), curve.basis()) {
        (Shape::PowerLaw { index }, Basis::Unit) if index.value() != 0.0 => {
            // As shares of the value at position 1, by what they have fallen: near b = 0 all values are nearly one.
            let (b, one) = (index.value(), at(1.0));
            let fallen = |x: f64| -(b * x.ln()).exp_m1();
            let above = (first - one) / one;
            let achieved = above + fallen(reached);
            let base = if base == Base::NextUnit { reached + 1.0 } else { reached };
            // All learning lost is unit 1 again, and not a rounding more.
            let below = (fallen(base) - loss * achieved).max(-above);
            let left = if below < 0.5 { 1.0 - below } else { loss * achieved + power(base, b) };
            let log = if below < 0.5 { (-below).ln_1p() } else { left.ln() };
            (one * achieved, one * left, Some((log / b).exp()))
        }
        _ => {
            let achieved = first - last;
            let resumed = (loss * achieved + if base == Base::NextUnit { next } else { last }).min(first);
            (achieved, resumed, last_place(|x| at(x) / resumed - 1.0, reached + 1.0))
        }
    };
    let lost = loss * achieved;
    let exact = found
        .filter(|x| x.is_finite() && achieved > 0.0)
        .filter(|x| *x > 1.0 - 1e-12)
        .map(|x| x.clamp(1.0, reached + 1.0))
        .ok_or(Error::NoRetrograde { after })?;
    let position = match restart {
        Restart::Fractional => exact,
        Restart::Whole => (exact + 0.5).floor().max(1.0),
    };
    Ok(Passage::Break { after, base, first, last, next, achieved, lost, resumed, exact, restart: position })
}

/// The last place up to `end` at which `excess` is 0: the least that production can be set back.
fn last_place(excess: impl Fn(f64) -> f64, end: f64) -> Option<f64> {
    let mut high = end;
    while high > 1.0 {
        let low = (high / 1.25).max(1.0);
        if let Some(found) = root::brent(&excess, low, high, 1e-15) {
            return Some(found);
        }
        high = low;
    }
    None
}

/// Forgets by the learn-forget curve model, on a power law of the unit theory.
///
/// With β = -b, n = the position reached: time so far `t = T1 n^(1-β) / (1-β)`; forgetting exponent
/// `f = β (1-β) ln n / ln(1 + D/t)`; units that the break's time would have made `s = ((1-β) d / T1 + n^(1-β))^(1/(1-β)) - n`;
/// units remembered `u = n^(1+f/β) (n+s)^(-f/β)`. The next unit lies at u + 1.
///
/// Both are worked out from `ln((n+s)/n) = ln(1 + d/t) / (1-β)`: s is small beside n after a short break, and beyond a double
/// where β is near 1.
pub(super) fn forgetting(
    curve: &Curve,
    scale: f64,
    after: u64,
    reached: f64,
    time: f64,
    total: f64,
) -> Result<Passage, Error> {
    let (Shape::PowerLaw { index }, Basis::Unit) = (curve.shape(), curve.basis()) else {
        return Err(Error::Forgetting { after });
    };
    let beta = -index.value();
    let first = curve.first_unit() * scale;
    if !(0.0..1.0).contains(&beta) || beta == 0.0 || time < 0.0 || total <= 0.0 || first <= 0.0 {
        return Err(Error::Forgetting { after });
    }
    let rest = 1.0 - beta;
    let spent = first * reached.powf(rest) / rest;
    let exponent = beta * rest * reached.ln() / (total / spent).ln_1p();
    let growth = (time / spent).ln_1p() / rest;
    let would_have = reached * growth.exp_m1();
    let remembered = reached * (-exponent / beta * growth).exp();
    let remembered = remembered.clamp(0.0, reached);
    Ok(Passage::Forgetting { after, spent, exponent, would_have, remembered, restart: remembered + 1.0 })
}

#[cfg(test)]
#[expect(clippy::excessive_precision, reason = "the digits that were computed, more than a double holds")]
mod tests {
    use super::super::{Index, LearningRate, Lot, Outline, Transition, TransitionKind};
    use super::*;

    fn after_break(base: Base, restart: Restart) -> super::super::Run {
        let kind = TransitionKind::Break { loss: 0.4, base, restart };
        let mut outline = Outline::power_law(Basis::Unit, None);
        outline.transitions = vec![Transition { after: 100, kind }];
        outline.run(LearningRate::new(0.80).unwrap().index(), 100.0).unwrap()
    }

    /// T1 = 100, 80%, 100 units built, 40% lost: values to 60 digits, restated from handbook steps.
    #[test]
    fn the_retrograde_method_goes_step_by_step_as_the_handbook_does() {
        let run = after_break(Base::NextUnit, Restart::Fractional);
        let [Passage::Break { first, last, next, achieved, lost, resumed, exact, .. }] = run.passages()
        else {
            panic!("one break");
        };
        for (value, printed) in [
            (first, 100.0),
            (last, 22.7062),
            (next, 22.6335),
            (achieved, 77.2938),
            (lost, 30.9175),
            (resumed, 53.5511),
            (exact, 6.9586),
        ] {
            assert!((value - printed).abs() < 6e-5, "{value} for {printed}");
        }
        let run = after_break(Base::LastUnit, Restart::Fractional);
        assert!(matches!(run.passages(), [Passage::Break { exact, .. }] if (exact - 6.9294).abs() < 5e-5));
    }

    #[test]
    fn a_whole_restart_goes_on_with_that_unit_of_the_curve() {
        let run = after_break(Base::NextUnit, Restart::Whole);
        let plain = Outline::power_law(Basis::Unit, None)
            .run(LearningRate::new(0.80).unwrap().index(), 100.0)
            .unwrap();
        for k in 0..50 {
            assert!((run.unit(101 + k).unwrap() / plain.unit(7 + k).unwrap() - 1.0).abs() < 1e-15);
        }
        let lot = run.lot(Lot::new(101, 150).unwrap()).unwrap();
        assert!((lot / plain.lot(Lot::new(7, 56).unwrap()).unwrap() - 1.0).abs() < 1e-15);
        // A lot across the break is its two parts.
        let across = run.lot(Lot::new(91, 110).unwrap()).unwrap();
        let parts =
            plain.lot(Lot::new(91, 100).unwrap()).unwrap() + plain.lot(Lot::new(7, 16).unwrap()).unwrap();
        assert!((across / parts - 1.0).abs() < 1e-15);
    }

    #[test]
    fn losing_nothing_changes_nothing_and_losing_all_starts_afresh() {
        for basis in [Basis::Unit, Basis::CumulativeAverage] {
            let run = |loss, base| {
                let kind = TransitionKind::Break { loss, base, restart: Restart::Fractional };
                let mut outline = Outline::power_law(basis, None);
                outline.transitions = vec![Transition { after: 60, kind }];
                outline.run(LearningRate::new(0.85).unwrap().index(), 10.0).unwrap()
            };
            let plain =
                Outline::power_law(basis, None).run(LearningRate::new(0.85).unwrap().index(), 10.0).unwrap();
            let kept = run(0.0, Base::NextUnit);
            assert!((kept.total(200).unwrap() / plain.total(200).unwrap() - 1.0).abs() < 1e-12);
            let afresh = run(1.0, Base::LastUnit);
            assert!((afresh.unit(61).unwrap() / plain.unit(1).unwrap() - 1.0).abs() < 1e-12);
        }
    }

    /// T1 = 10, β = 0.322, n = 100, D = 1000: values to 60 digits.
    #[test]
    fn the_learn_forget_curve_model_gives_its_checked_figures() {
        let passage = |time| {
            let mut outline = Outline::power_law(Basis::Unit, None);
            let kind = TransitionKind::Forgetting { time, total: 1_000.0 };
            outline.transitions = vec![Transition { after: 100, kind }];
            outline.run(Index::new(-0.322).unwrap(), 10.0).unwrap().passages()[0]
        };
        for (time, would_have, remembered) in
            [(100.0, Some(47.033_2), 41.883_8), (500.0, None, 4.772_3), (1_000.0, None, 1.0)]
        {
            let Passage::Forgetting { exponent, would_have: s, remembered: u, .. } = passage(time) else {
                panic!("a break");
            };
            assert!((exponent - 0.726_942).abs() < 5e-7);
            assert!(would_have.is_none_or(|printed: f64| (s - printed).abs() < 5e-5));
            assert!((u - remembered).abs() < 5e-5, "{u} for {remembered}");
        }
    }

    /// Half of 10 h from prototypes on: what was spent is `5 n^(1-β) / (1-β)`, and learning is lost from 5 h on.
    #[test]
    fn a_break_after_a_step_is_reckoned_at_the_level_of_production() {
        let passage = |kind| {
            let mut outline = Outline::power_law(Basis::Unit, None);
            let step = TransitionKind::Step { scale: 0.5, restart: None };
            outline.transitions = vec![Transition { after: 4, kind: step }, Transition { after: 100, kind }];
            outline.run(Index::new(-0.5).unwrap(), 10.0).unwrap().passages()[1]
        };
        let forgotten = passage(TransitionKind::Forgetting { time: 10.0, total: 1_000.0 });
        let Passage::Forgetting { spent, .. } = forgotten else { panic!("{forgotten:?}") };
        assert!((spent - 5.0 * 10.0 / 0.5).abs() < 1e-12, "{spent}");
        let (base, restart) = (Base::NextUnit, Restart::Fractional);
        let broken = passage(TransitionKind::Break { loss: 0.4, base, restart });
        let Passage::Break { first, last, achieved, .. } = broken else { panic!("{broken:?}") };
        assert!((first - 5.0).abs() < 1e-12 && (last - 0.5).abs() < 1e-12, "{broken:?}");
        assert!((achieved - 4.5).abs() < 1e-12, "{broken:?}");
    }

    /// 100 h with b = -1/2 are 50 h at unit 4, from where on b = -1/4: unit x takes 50 (x/4)^(-1/4) h.
    #[test]
    fn learning_is_counted_from_the_first_unit_of_all_after_a_change_of_rate() {
        for loss in [0.4, 0.1] {
            let mut outline = Outline::power_law(Basis::Unit, None);
            let turned = TransitionKind::Rate(Index::new(-0.25).unwrap());
            let (base, restart) = (Base::NextUnit, Restart::Fractional);
            outline.transitions = vec![
                Transition { after: 4, kind: turned },
                Transition { after: 100, kind: TransitionKind::Break { loss, base, restart } },
            ];
            let run = outline.run(Index::new(-0.5).unwrap(), 100.0).unwrap();
            let Passage::Break { achieved, lost, resumed, exact, .. } = run.passages()[1] else {
                panic!("{:?}", run.passages());
            };
            let at = |x: f64| 50.0 * (x / 4.0).powf(-0.25);
            let learned = 100.0 - at(100.0);
            // No unit of the curve that is gone on with takes more than its first.
            let goes_on = at(101.0) + loss * learned;
            for (found, wanted) in [
                (achieved, learned),
                (lost, loss * learned),
                (resumed, goes_on),
                (exact, 4.0 * (goes_on / 50.0).powi(-4)),
            ] {
                assert!((found / wanted - 1.0).abs() < 1e-12, "{loss}: {found}, not {wanted}");
            }
        }
    }

    #[test]
    fn under_wright_learning_is_the_first_unit_less_the_last_too() {
        let mut outline = Outline::power_law(Basis::CumulativeAverage, None);
        let (base, restart) = (Base::LastUnit, Restart::Fractional);
        let kind = TransitionKind::Break { loss: 0.25, base, restart };
        outline.transitions = vec![Transition { after: 4, kind }];
        let run = outline.run(Index::new(-0.5).unwrap(), 10.0).unwrap();
        let Passage::Break { achieved, lost, resumed, .. } = run.passages()[0] else {
            panic!("{:?}", run.passages());
        };
        // Four units take 20, three 10 √3.
        let last = 20.0 - 10.0 * 3_f64.sqrt();
        for (found, wanted) in
            [(achieved, 10.0 - last), (lost, 2.5 - last / 4.0), (resumed, 2.5 + 0.75 * last)]
        {
            assert!((found / wanted - 1.0).abs() < 1e-13, "{found}, not {wanted}");
        }
    }

    #[test]
    fn of_several_places_the_last_is_gone_back_to() {
        let place = last_place(|x| (x - 2.0) * (x - 6.0), 7.0).unwrap();
        assert!((place - 6.0).abs() < 1e-12, "{place}");
        assert_eq!(last_place(|x| x - 9.0, 7.0), None);
    }

    /// b = -1.5e-12: in 50 digits the place is 53.96206100043331762…, and all values differ in their last four digits alone.
    #[test]
    fn a_curve_that_hardly_falls_is_gone_back_on_as_exactly_as_any() {
        let kind = TransitionKind::Break {
            loss: 0.520_525_818_033_505_8,
            base: Base::NextUnit,
            restart: Restart::Fractional,
        };
        let mut outline = Outline::power_law(Basis::Unit, None);
        outline.transitions = vec![Transition { after: 4_095, kind }];
        let run = outline.run(Index::new(-1.491_846_099_649_705_7e-12).unwrap(), 1.0).unwrap();
        let [Passage::Break { exact, .. }] = run.passages() else {
            panic!("one break");
        };
        assert!((exact / 53.962_061_000_433_317_6 - 1.0).abs() < 1e-13, "{exact}");
    }

    /// A break of a billionth of an hour, and one on a curve so steep that no double holds the units not made for long; in 50 digits.
    #[test]
    fn very_short_breaks_and_very_steep_curves_are_forgotten_exactly() {
        for (b, time, exponent, would_have, remembered) in [
            (-0.322, 1e-9, 0.726_942_058_566_561_95, 4.405_548_635_068_658_35e-10, 99.999_999_999_005_410_4),
            (
                -0.995,
                500.0,
                0.057_586_535_837_950_902_5,
                9.675_418_935_829_312_11e20,
                7.965_022_038_555_340_72,
            ),
        ] {
            let mut outline = Outline::power_law(Basis::Unit, None);
            outline.transitions =
                vec![Transition { after: 100, kind: TransitionKind::Forgetting { time, total: 1_000.0 } }];
            let run = outline.run(Index::new(b).unwrap(), 10.0).unwrap();
            let [Passage::Forgetting { exponent: f, would_have: s, remembered: u, .. }] = run.passages()
            else {
                panic!("one break");
            };
            for (got, want) in [(f, exponent), (s, would_have), (u, remembered)] {
                assert!((got / want - 1.0).abs() < 1e-13, "b = {b}: {got:e} for {want:e}");
            }
        }
    }

    #[test]
    fn forgetting_is_refused_where_the_model_has_no_formula() {
        let mut outline = Outline::power_law(Basis::CumulativeAverage, None);
        let kind = TransitionKind::Forgetting { time: 10.0, total: 1_000.0 };
        outline.transitions = vec![Transition { after: 100, kind }];
        let refused = outline.run(Index::new(-0.322).unwrap(), 10.0);
        assert_eq!(refused, Err(Error::Forgetting { after: 100 }));
    }
}
