//! Which rows a batch has.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng as _;

/// The stride of the order that needs no draws.
const STRIDE: usize = 101;

/// Training rows in the order that batches take them, without end: every row once, then every row again.
#[derive(Debug)]
pub(super) enum Order {
    /// Place p is row `p stride mod rows`.
    Strided { rows: usize, stride: usize, next: usize },
    /// Shuffled anew for each pass.
    Shuffled { rows: Vec<usize>, next: usize, random: Box<ChaCha8Rng> },
}

impl Order {
    /// An order of so many rows, at least one; shuffled where there is a source of draws.
    pub(super) fn new(rows: usize, random: Option<ChaCha8Rng>) -> Self {
        match random {
            None => {
                // The nearest stride that comes by every row.
                let stride =
                    (STRIDE..STRIDE + rows).find(|stride| greatest_divisor(*stride, rows) == 1).unwrap_or(1);
                Self::Strided { rows, stride: stride % rows, next: 0 }
            }
            Some(random) => Self::Shuffled { rows: (0..rows).collect(), next: 0, random: Box::new(random) },
        }
    }

    /// The rows of the next batch.
    pub(super) fn fill(&mut self, batch: &mut [usize]) {
        match self {
            Self::Strided { rows, stride, next } => {
                for row in batch {
                    *row = *next;
                    *next += *stride;
                    if *next >= *rows {
                        *next -= *rows;
                    }
                }
            }
            Self::Shuffled { rows, next, random } => {
                for row in batch {
                    if *next == 0 {
                        shuffle(rows, random);
                    }
                    *row = rows[*next];
                    *next = (*next + 1) % rows.len();
                }
            }
        }
    }
}

/// Fisher and Yates's shuffle; a draw's bias is below one in 2^40.
pub(super) fn shuffle(rows: &mut [usize], random: &mut ChaCha8Rng) {
    for last in (1..rows.len()).rev() {
        let share = u128::from(random.next_u64()) * (last as u128 + 1);
        rows.swap(last, usize::try_from(share >> 64).unwrap_or(0));
    }
}

fn greatest_divisor(one: usize, other: usize) -> usize {
    if other == 0 { one } else { greatest_divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use rand_chacha::rand_core::SeedableRng as _;

    use super::*;

    #[test]
    fn batch_k_has_the_rows_of_the_golden_runs() {
        let mut order = Order::new(1437, None);
        let mut batch = [0; 32];
        for k in 0..100 {
            order.fill(&mut batch);
            for (j, row) in batch.iter().enumerate() {
                assert_eq!(*row, ((32 * k + j) * 101) % 1437);
            }
        }
    }

    #[test]
    fn every_pass_has_every_row_once() {
        for rows in [1, 2, 7, 100, 101, 202, 303, 1437] {
            let random = ChaCha8Rng::seed_from_u64(7);
            for mut order in [Order::new(rows, None), Order::new(rows, Some(random))] {
                for _ in 0..3 {
                    let mut pass = vec![0; rows];
                    order.fill(&mut pass);
                    pass.sort_unstable();
                    assert!(pass.iter().copied().eq(0..rows), "{rows}: {order:?}");
                }
            }
        }
    }
}
