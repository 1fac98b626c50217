//! The `learncurve` command.

/// Scenarios in batches are many small tables and texts: a seventh of their time was the system's allocator.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    learncurve::cli::run()
}
