use std::sync::Arc;

use super::super::super::{
    FactorTable, Floor, Index, LearningEnd, LearningRate, Outline, SteadyState, Transition, TransitionKind,
};
use super::*;

/// Holds a run's ranges to its units, one by one: they follow each other from 1 to `most`, and within each units only fall, or
/// only rise, or stay. How many ranges there are is in `ranges`.
#[track_caller]
fn holds(run: &Run, most: u64, ranges: usize) {
    let stretches = run.stretches(most);
    let mut next = 1;
    for &(first, last) in &stretches {
        assert!(first == next && last >= first, "{stretches:?}");
        next = last + 1;
        let units: Vec<f64> = (first..=last).map(|unit| run.unit(unit).unwrap()).collect();
        let hair = 1e-13 * units[0];
        let falls = units.windows(2).all(|pair| pair[1] <= pair[0] + hair);
        let rises = units.windows(2).all(|pair| pair[1] >= pair[0] - hair);
        assert!(falls || rises, "{first} to {last} of {stretches:?}");
    }
    assert_eq!(next, most + 1, "{stretches:?}");
    assert_eq!(stretches.len(), ranges, "{stretches:?}");
}

fn rate(ratio: f64) -> Index {
    LearningRate::new(ratio).unwrap().index()
}

fn plain(basis: Basis, shape: Shape) -> Run {
    Outline::plain(basis, shape).run(rate(0.8), 100.0).unwrap()
}

#[test]
fn curves_that_only_fall_are_one_range() {
    let index = rate(0.8);
    for basis in [Basis::Unit, Basis::CumulativeAverage] {
        holds(&plain(basis, Shape::PowerLaw { index }), 500, 1);
        holds(&plain(basis, Shape::StanfordB { index, prior_units: 4.0 }), 500, 1);
        holds(&plain(basis, Shape::DeJong { index, incompressible: 0.2 }), 500, 1);
    }
}

#[test]
fn curves_that_turn_are_two_ranges_that_part_at_the_turn() {
    let index = rate(0.8);
    for decay in [20.0, 200.0, 1_000.0] {
        holds(&plain(Basis::Unit, Shape::Boone { index, decay }), 2_000, 2);
    }
    // Knecht's turns at -b/c: 0.3219/0.01 is unit 32, 0.3219/0.0015 unit 215.
    for growth in [0.01, 0.0015] {
        holds(&plain(Basis::Unit, Shape::Knecht { index, growth }), 1_000, 2);
        holds(&plain(Basis::CumulativeAverage, Shape::Knecht { index, growth }), 1_000, 2);
    }
    let knecht = plain(Basis::Unit, Shape::Knecht { index, growth: 0.01 });
    assert_eq!(knecht.stretches(1_000), [(1, 32), (33, 1_000)]);
    // Up to the turn there is nothing to part.
    holds(&knecht, 32, 1);
    holds(&knecht, 20, 1);
    holds(&knecht, 33, 2);
    holds(&knecht, 1, 1);
}

#[test]
fn a_printed_table_parts_at_its_rows_where_they_turn() {
    let rows = vec![(1.0, 1.0), (10.0, 0.6), (20.0, 0.8), (40.0, 0.5)];
    let table = Shape::Factors(Arc::new(FactorTable::new(Some(rows), None).unwrap()));
    let run = Outline::plain(Basis::Unit, table).run(Index::NONE, 100.0).unwrap();
    assert_eq!(run.reach(), 40);
    // Its first row is a range of its own.
    holds(&run, 40, 4);
    assert_eq!(run.stretches(40), [(1, 1), (2, 10), (11, 20), (21, 40)]);
}

#[test]
fn a_hard_floor_of_averages_has_units_that_turn_at_its_corner() {
    // The average falls as x^b to half, which 8.6 units have at 80%; the units of a steady average are that average.
    let shape = Shape::Plateau { index: rate(0.8), floor: 0.5, form: Floor::Hard };
    let run = plain(Basis::CumulativeAverage, shape);
    let stretches = run.stretches(60);
    for &(first, last) in &stretches {
        let units: Vec<f64> = (first..=last).map(|unit| run.unit(unit).unwrap()).collect();
        assert!(
            units.windows(2).all(|pair| pair[1] <= pair[0] + 1e-11)
                || units.windows(2).all(|pair| pair[1] >= pair[0] - 1e-11),
            "{stretches:?}"
        );
    }
    assert!(stretches.len() > 1 && stretches[0].1 < 12, "{stretches:?}");
}

#[test]
fn legs_part_where_they_begin_and_turns_are_counted_in_units_of_the_run() {
    let step = |after, restart| Transition { after, kind: TransitionKind::Step { scale: 1.5, restart } };
    let mut outline = Outline::plain(Basis::Unit, Shape::Knecht { index: Index::NONE, growth: 0.01 });
    // Production goes back to position 5 after unit 20: it turns at position 32.2, which is unit 48.
    outline.transitions = vec![step(20, Some(5.0))];
    let run = outline.run(rate(0.8), 100.0).unwrap();
    assert_eq!(run.stretches(300), [(1, 20), (21, 48), (49, 300)]);
    holds(&run, 300, 3);
    assert_eq!(run.stretches(20), [(1, 20)]);
    assert_eq!(run.stretches(21), [(1, 20), (21, 21)]);
    // Learning ends before the turn, and there is none.
    outline.end = Some(LearningEnd { after: 40, steady_state: SteadyState::LastUnit });
    let ended = outline.run(rate(0.8), 100.0).unwrap();
    assert_eq!(ended.stretches(300), [(1, 20), (21, 40), (41, 300)]);
    assert_eq!(ended.legs().iter().map(|leg| leg.first).collect::<Vec<_>>(), [1, 21, 41]);
}
