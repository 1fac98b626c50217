//! Properties over every model, across breaks and changes: what is found by search is what counting finds.

use learncurve::curve::anchor::{Fact, solve_first_unit, solve_index, solve_index_and_first_unit};
use learncurve::curve::{
    Base, Basis, Floor, Index, LearningEnd, Lot, Outline, Restart, Run, Shape, SteadyState, Transition,
    TransitionKind,
};
use proptest::prelude::*;

/// Shapes with an index, which is what can be solved for.
fn with_index() -> impl Strategy<Value = Shape> {
    let index = Index::NONE;
    prop_oneof![
        Just(Shape::PowerLaw { index }),
        (0.0..20.0).prop_map(move |prior_units| Shape::StanfordB { index, prior_units }),
        (0.0..0.8).prop_map(move |incompressible| Shape::DeJong { index, incompressible }),
        (0.0..20.0, 0.0..0.8).prop_map(move |(prior_units, incompressible)| Shape::SCurve {
            index,
            prior_units,
            incompressible
        }),
        (50.0..1e6).prop_map(move |decay| Shape::Boone { index, decay }),
        (-0.003..0.0).prop_map(move |growth| Shape::Knecht { index, growth }),
    ]
}

fn transitions() -> impl Strategy<Value = Vec<Transition>> {
    let one = prop_oneof![
        (0.05..0.95, any::<bool>(), any::<bool>()).prop_map(|(loss, last, whole)| TransitionKind::Break {
            loss,
            base: if last { Base::LastUnit } else { Base::NextUnit },
            restart: if whole { Restart::Whole } else { Restart::Fractional },
        }),
        (-0.6..-0.05).prop_map(|b| TransitionKind::Rate(Index::new(b).unwrap())),
        (0.3..1.5, any::<bool>())
            .prop_map(|(scale, afresh)| TransitionKind::Step { scale, restart: afresh.then_some(1.0) }),
        (0.5..1.5).prop_map(TransitionKind::Pace),
    ];
    (proptest::collection::vec((5_u64..40, one), 0..3)).prop_map(|steps| {
        let mut after = 0;
        steps
            .into_iter()
            .map(|(more, kind)| {
                after += more;
                Transition { after, kind }
            })
            .collect()
    })
}

prop_compose! {
    fn outline()(
        shape in with_index(), wright: bool, transitions in transitions(), ends: bool, pace in 0.5_f64..2.0,
    ) -> Outline {
        let basis = if wright { Basis::CumulativeAverage } else { Basis::Unit };
        let end = LearningEnd { after: 150, steady_state: SteadyState::LastUnit };
        Outline { transitions, pace, end: ends.then_some(end), ..Outline::plain(basis, shape) }
    }
}

fn total(run: &Run, n: u64) -> f64 {
    run.total(n).unwrap()
}

proptest! {
    #[test]
    fn units_add_up_to_totals_and_lots_to_one_another_across_breaks(
        outline in outline(), b in -0.6_f64..-0.05, n in 1_u64..220, cut in 1_u64..220,
    ) {
        let Ok(run) = outline.run(Index::new(b).unwrap(), 100.0) else {
            return Ok(());
        };
        let sum: f64 = (1..=n).map(|k| run.unit(k).unwrap()).sum();
        prop_assert!((sum / total(&run, n) - 1.0).abs() < 1e-12);
        let (low, high) = (n.min(cut), n.max(cut) + 1);
        let lot = run.lot(Lot::new(low + 1, high).unwrap()).unwrap();
        prop_assert!((total(&run, low) + lot - total(&run, high)).abs() <= 1e-12 * total(&run, high));
        prop_assert!((run.average(n).unwrap() * f64::from(u32::try_from(n).unwrap()) / total(&run, n) - 1.0).abs() < 1e-13);
    }

    #[test]
    fn a_curve_is_found_again_from_what_it_says(
        outline in outline(), b in -0.6_f64..-0.05, first in 1.0_f64..1e4, n in 8_u64..120,
    ) {
        let index = Index::new(b).unwrap();
        let Ok(run) = outline.run(index, first) else {
            return Ok(());
        };
        let fact = Fact::Total { units: n, value: total(&run, n) };
        let solved = solve_first_unit(&outline, index, fact).unwrap();
        prop_assert!((solved / first - 1.0).abs() < 1e-12);
        // A changed rate may leave several curves through the facts; then that is what is said.
        if outline.transitions.is_empty() {
            let found = solve_index(&outline, first, fact).unwrap();
            prop_assert!((found.index.value() - b).abs() < 1e-9, "{} for {b}", found.index.value());
            let early = Fact::Total { units: 3, value: total(&run, 3) };
            if let Ok(found) = solve_index_and_first_unit(&outline, early, fact) {
                prop_assert!((found.index.value() - b).abs() < 1e-6 && (found.first_unit / first - 1.0).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn stretches_cover_every_unit_and_within_each_units_go_one_way(
        outline in outline(), b in -0.6_f64..-0.05,
    ) {
        let Ok(run) = outline.run(Index::new(b).unwrap(), 100.0) else {
            return Ok(());
        };
        let mut next = 1;
        for (first, last) in run.stretches(300) {
            prop_assert_eq!(first, next);
            next = last + 1;
            let units: Vec<f64> = (first..=last).map(|k| run.unit(k).unwrap()).collect();
            let falls = units.windows(2).all(|pair| pair[1] <= pair[0] + 1e-11 * pair[0].abs());
            let rises = units.windows(2).all(|pair| pair[1] >= pair[0] - 1e-11 * pair[0].abs());
            prop_assert!(falls || rises, "{first} to {last}");
        }
        prop_assert_eq!(next, 301);
    }
}

#[test]
fn a_floor_and_forgetting_have_sizes_of_their_own_when_a_first_unit_is_sought() {
    let index = Index::new(-0.3).unwrap();
    let mut floored = Outline::plain(Basis::Unit, Shape::Plateau { index, floor: 0.0, form: Floor::Hard });
    floored.floor = Some(30.0);
    let mut forgetting = Outline::power_law(Basis::Unit, None);
    let kind = TransitionKind::Forgetting { time: 200.0, total: 5_000.0 };
    forgetting.transitions = vec![Transition { after: 20, kind }];
    for outline in [floored, forgetting] {
        let run = outline.run(index, 100.0).unwrap();
        let fact = Fact::Total { units: 60, value: run.total(60).unwrap() };
        let solved = solve_first_unit(&outline, index, fact).unwrap();
        assert!((solved - 100.0).abs() < 1e-9, "{solved}");
    }
}
