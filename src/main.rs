//! The `learncurve` command.

fn main() -> std::process::ExitCode {
    learncurve::cli::run()
}
