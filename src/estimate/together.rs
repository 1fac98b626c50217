//! Pieces of work that don't wait for one another.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does the pieces 0 to `count`, as many at a time as there are processors, and gives what they made in their order.
pub(super) fn each<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let made = Mutex::new(Vec::with_capacity(count));
    let one_by_one = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= count {
                break;
            }
            let one = work(place);
            made.lock().unwrap_or_else(PoisonError::into_inner).push((place, one));
        }
    };
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(count);
    thread::scope(|scope| {
        for _ in 1..threads {
            // Where there may be no more threads, those that are there do the rest.
            if thread::Builder::new().spawn_scoped(scope, one_by_one).is_err() {
                break;
            }
        }
        one_by_one();
    });
    let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    made.sort_by_key(|(place, _)| *place);
    made.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_stands_in_its_order_whoever_made_it() {
        let squares = each(1_000, |place| place * place);
        assert!(squares.iter().enumerate().all(|(place, square)| *square == place * place));
        assert_eq!(squares.len(), 1_000);
        assert_eq!(each(0, |place| place), Vec::<usize>::new());
    }
}
