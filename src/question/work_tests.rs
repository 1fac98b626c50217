use super::super::sample::{crawford, decimal, line, lot, work, wright};
use super::*;

#[test]
fn whole_batches_are_counted_and_others_told_the_nearest_that_are() {
    assert_eq!(batches(30, 10), Ok(3));
    assert_eq!(batches(0, 10), Ok(0));
    let split = |units, below, above| Err(Error::NotWholeBatches { units, batch_size: 10, below, above });
    assert_eq!(batches(37, 10), split(37, Some(30), Some(40)));
    // Below the first batch there is none, and above the largest count none either.
    assert_eq!(batches(7, 10), split(7, None, Some(10)));
    assert_eq!(batches(u64::MAX, 10), split(u64::MAX, Some(u64::MAX - 5), None));
}

#[test]
fn a_lot_of_units_is_a_lot_of_batches_where_it_starts_and_ends_one() {
    assert_eq!(lot_in_batches(lot(1, 10), 10), Ok(lot(1, 1)));
    assert_eq!(lot_in_batches(lot(11, 30), 10), Ok(lot(2, 3)));
    assert_eq!(lot_in_batches(lot(5, 9), 1), Ok(lot(5, 9)));
    let splits = |first, below, above| Err(Error::LotSplitsBatch { first, batch_size: 10, below, above });
    assert_eq!(lot_in_batches(lot(5, 20), 10), splits(5, 1, 11));
    assert_eq!(lot_in_batches(lot(15, 30), 10), splits(15, 11, 21));
    assert_eq!(lot_in_batches(lot(30, 40), 10), splits(30, 21, 31));
    let ends = Err(Error::NotWholeBatches { units: 25, batch_size: 10, below: Some(20), above: Some(30) });
    assert_eq!(lot_in_batches(lot(11, 25), 10), ends);
}

#[test]
fn two_lots_from_the_first_unit_on_are_joined_to_a_point_of_wrights_law() {
    // At 80% from 100: two take 160, and four 256, 96 of them the latter two.
    let known = |kind, value| Known { kind, value: decimal(value) };
    let facts = [known(KnownKind::Total(2), "160"), known(KnownKind::Lot(lot(3, 4)), "96")];
    let of = |inputs| CurveInputs { first: None, rate: None, known: facts.to_vec(), ..inputs };
    let joined = work(of(wright("1", "1"))).parameters;
    assert_eq!(joined.joined, Some(facts));
    assert_eq!(joined.inputs.known[1], known(KnownKind::Total(4), "256"));
    let solution = joined.solution.unwrap();
    assert!((solution.first_unit - 100.0).abs() < 1e-9, "{solution:?}");
    assert!((solution.learning_rate().ratio() - 0.8).abs() < 1e-12, "{solution:?}");
    // Under the unit theory they stay what they are, and so do lots that leave a gap.
    assert_eq!(work(of(crawford("1", "1"))).parameters.joined, None);
    let apart = [facts[0], known(KnownKind::Lot(lot(4, 8)), "180")];
    let apart = CurveInputs { known: apart.to_vec(), ..of(wright("1", "1")) };
    assert_eq!(work(apart).parameters.joined, None);
}

#[test]
fn what_is_paid_once_is_a_line_of_its_own_kind() {
    let lines = |drivers: [Driver; 2]| Work {
        lines: drivers.map(|driver| line("", driver)).to_vec(),
        ..work(wright("1", "1"))
    };
    let (hour, once) = (Driver::Hour(Decimal::ONE), Driver::Once(Decimal::ONE));
    assert!(lines([hour.clone(), once]).has_once_costs());
    assert!(!lines([hour.clone(), hour]).has_once_costs());
}
