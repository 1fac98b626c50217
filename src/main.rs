//! The `learncurve` command.

use std::process::ExitCode;
use std::thread;

/// Scenarios in batches are many small tables and texts: a seventh of their time was the system's allocator.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Room for the deepest text that is read, whatever the first thread was given.
const STACK: usize = 8 * 1024 * 1024;

fn main() -> ExitCode {
    let run = thread::Builder::new().name("main".to_owned()).stack_size(STACK).spawn(learncurve::cli::run);
    match run.map(thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // What a panic says has been said.
        Ok(Err(_)) => ExitCode::from(101),
        // No thread is to be had: the first one does.
        Err(_) => learncurve::cli::run(),
    }
}
