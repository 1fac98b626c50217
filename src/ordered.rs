//! Work done on several threads, its results taken in the order in which the work came.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

/// Pieces of work under way for each thread: enough that none waits, few enough that memory is bounded.
const AHEAD: usize = 3;

/// How many threads there is a processor for, 1 where that can't be told.
///
/// ```
/// assert!(learncurve::ordered::processors() >= 1);
/// ```
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does the pieces of work 0 to `count`, as many at a time as there are processors, and gives what they made in their order.
///
/// # Panics
///
/// Where `work` does, on the calling thread.
///
/// # Example
///
/// ```
/// assert_eq!(learncurve::ordered::each(5, |n| n * n), [0, 1, 4, 9, 16]);
/// ```
pub fn each<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = processors().min(count);
    if threads < 2 {
        return (0..count).map(work).collect();
    }
    let (mut pieces, mut made) = (0..count, Vec::with_capacity(count));
    let take = |one| {
        made.push(one);
        ControlFlow::<()>::Continue(())
    };
    run(threads, || pieces.next(), work, take);
    made
}

/// Takes work from `next` until there is none, does it on `threads` threads, and gives each result to `take` in the work's order.
///
/// At most `3 threads + 1` pieces exist at a time, whatever their number in all. `take` runs on the calling thread; where it
/// breaks, no more work is begun and what it broke with is given back. Where no threads are to be had, it does the work itself.
///
/// # Panics
///
/// Where `work` does, on the calling thread and in its turn.
///
/// # Example
///
/// ```
/// use std::ops::ControlFlow;
/// let mut numbers = 0..1_000_u64;
/// let mut squares = Vec::new();
/// let stopped = learncurve::ordered::run(4, || numbers.next(), |n| n * n, |square| {
///     squares.push(square);
///     ControlFlow::<()>::Continue(())
/// });
/// assert!(stopped.is_none() && squares.is_sorted() && squares.len() == 1_000);
/// ```
pub fn run<T: Send, U: Send, B>(
    threads: usize,
    next: impl FnMut() -> Option<T> + Send,
    work: impl Fn(T) -> U + Sync,
    mut take: impl FnMut(U) -> ControlFlow<B>,
) -> Option<B> {
    let threads = threads.max(1);
    let most = AHEAD * threads + 1;
    let (permit, permits) = sync_channel::<()>(most);
    let (jobs_in, jobs_out) = sync_channel::<(u64, T)>(most);
    let (results_in, results_out) = channel::<(u64, thread::Result<U>)>();
    for _ in 0..most {
        // There is room for all of them.
        let _ = permit.send(());
    }
    let jobs_out = Mutex::new(jobs_out);
    let next = Mutex::new(next);
    let next = || next.lock().ok().and_then(|mut next| next());
    let (jobs, work, next) = (&jobs_out, &work, &next);
    // The ends of the channels go with the closure: where it returns early, whoever waits at another end is let go.
    thread::scope(move |scope| {
        let mut working = 0;
        for _ in 0..threads {
            let results = results_in.clone();
            let worker = move || {
                loop {
                    let job = jobs.lock().map(|jobs| jobs.recv());
                    let Ok(Ok((number, item))) = job else { break };
                    // A panic is handed on like a result, so that nobody waits for one that never comes.
                    let done = panic::catch_unwind(AssertUnwindSafe(|| work(item)));
                    if results.send((number, done)).is_err() {
                        break;
                    }
                }
            };
            if thread::Builder::new().spawn_scoped(scope, worker).is_err() {
                break;
            }
            working += 1;
        }
        drop(results_in);
        let reader = move || {
            let mut number = 0;
            // No permits any more: nobody takes results.
            while permits.recv().is_ok() {
                let Some(item) = next() else { break };
                if jobs_in.send((number, item)).is_err() {
                    break;
                }
                number += 1;
            }
        };
        if working == 0 || thread::Builder::new().spawn_scoped(scope, reader).is_err() {
            // The ends of the channels went with the closure: whoever works ends.
            while let Some(item) = next() {
                if let ControlFlow::Break(broken) = take(work(item)) {
                    return Some(broken);
                }
            }
            return None;
        }
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        while let Ok((number, result)) = results_out.recv() {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&due) {
                due += 1;
                let result = result.unwrap_or_else(|panicked| panic::resume_unwind(panicked));
                if let ControlFlow::Break(broken) = take(result) {
                    return Some(broken);
                }
                let _ = permit.send(());
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_and_few_are_under_way() {
        let (begun, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut numbers = 0..2_000_u64;
        let mut seen = Vec::new();
        let next = || {
            let under_way = begun.fetch_add(1, Ordering::SeqCst) - taken.load(Ordering::SeqCst);
            assert!(under_way <= 14, "{under_way} under way");
            numbers.next()
        };
        // The first of each ten takes longest.
        let work = |n: u64| {
            (0..if n.is_multiple_of(10) { 20_000 } else { 10 }).fold(n, |made, _| std::hint::black_box(made))
        };
        let stopped = run(4, next, work, |n| {
            seen.push(n);
            taken.fetch_add(1, Ordering::SeqCst);
            ControlFlow::<()>::Continue(())
        });
        assert_eq!(stopped, None);
        assert!(seen.iter().copied().eq(0..2_000));
    }

    #[test]
    fn pieces_are_done_at_once_where_there_are_processors_for_it() {
        let here = std::sync::Barrier::new(processors().min(2));
        // The first two wait for one another.
        let made = each(1_000, |place| {
            if place < 2 {
                here.wait();
            }
            place * place
        });
        assert!(made.iter().enumerate().all(|(place, square)| *square == place * place));
        assert_eq!(made.len(), 1_000);
        assert_eq!(each(0, |place| place), Vec::<usize>::new());
    }

    #[test]
    fn work_that_panics_lets_nobody_wait() {
        for threads in [1, 2, 5] {
            let mut numbers = 0..1_000_u64;
            let mut taken = 0;
            let ran = panic::catch_unwind(AssertUnwindSafe(|| {
                let work = |n: u64| if n == 70 { panic!("as a test") } else { n };
                run(
                    threads,
                    || numbers.next(),
                    work,
                    |n| {
                        taken = n + 1;
                        ControlFlow::<()>::Continue(())
                    },
                )
            }));
            assert!(ran.is_err());
            assert_eq!(taken, 70);
        }
    }

    #[test]
    fn work_stops_where_its_taker_breaks() {
        let begun = AtomicUsize::new(0);
        let next = || Some(begun.fetch_add(1, Ordering::SeqCst));
        let stopped =
            run(2, next, |n| n, |n| if n == 50 { ControlFlow::Break(n) } else { ControlFlow::Continue(()) });
        assert_eq!(stopped, Some(50));
        assert!(begun.load(Ordering::SeqCst) < 70);
    }
}
