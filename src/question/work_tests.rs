use super::*;

fn lot(first: u64, last: u64) -> Lot {
    Lot::new(first, last).unwrap()
}

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
