//! The command line: arguments, files, streams and exit codes; everything else is the library's.

mod args;
mod ask;
mod batch;
mod caught;
mod check;
mod diagnose;
mod draw;
mod ending;
mod exit;
mod fit;
mod flagged;
mod forecast;
mod init;
mod input;
#[cfg(feature = "ml")]
mod ml;
#[cfg(not(feature = "ml"))]
#[path = "cli/no_ml.rs"]
mod ml;
mod output;
mod picture;
mod plot;
pub mod schema;
mod shell;
mod solve;
#[cfg_attr(not(feature = "ml"), allow(dead_code))]
mod stop;
mod table;
mod workbook;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use args::Command;
use ending::Refused;
use exit::{Exit, Failure};

/// Runs the program on this process's arguments and gives its exit code.
pub fn run() -> ExitCode {
    heed_limits();
    ExitCode::from(run_with(std::env::args_os()))
}

/// Runs the program on arguments, the first of which is its own name, with this process's streams; gives the exit code.
pub fn run_with(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match ending::arguments(arguments) {
        Ok(arguments) => arguments,
        Err(Refused::Ending(failure)) => {
            complain(&failure);
            return failure.exit as u8;
        }
        Err(Refused::Arguments(error)) => {
            let asked = if error.use_stderr() { Exit::Usage } else { Exit::Fine };
            let written = error.print().and_then(|()| io::stdout().flush());
            // A reader that has gone away is no failure; a full disk is.
            let lost = written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe);
            if lost && asked == Exit::Fine {
                complain(&Failure::new(Exit::Io, "cannot write the output"));
                return Exit::Io as u8;
            }
            return asked as u8;
        }
    };
    let outcome = match arguments.command {
        Command::Solve(args) => solve::run(&args),
        Command::Ask(args) => ask::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Diagnose(args) => diagnose::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Fit(args) => fit::run(&args),
        Command::Forecast(args) => forecast::run(&args),
        Command::Hindcast(args) => forecast::hindcast(&args),
        #[cfg(feature = "ml")]
        Command::Ml(command) => ml::run(&command),
        Command::Plot(args) => plot::run(&args),
        Command::Table(args) => table::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => shell::completions(&args),
        Command::Man(args) => shell::man(&args),
    };
    let exit = outcome.unwrap_or_else(|failure| {
        complain(&failure);
        failure.exit
    });
    exit as u8
}

/// A file that would be longer than the system allows (`ulimit -f`) is one that can't be written, and not the program's end.
#[cfg(unix)]
fn heed_limits() {
    // Where signals can't be heard the system's way is left.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn heed_limits() {}

/// Tells a failure on standard error.
fn complain(failure: &Failure) {
    say(&failure.to_string());
}

/// A line on standard error; where nobody listens there is nothing to do about it.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Whether a stream takes colours: a terminal, and nobody asked for none.
fn coloured(stream: &impl io::IsTerminal) -> bool {
    let asked_not = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    stream.is_terminal() && !asked_not
}

/// Whether the locale lets characters beyond ASCII through; where none is said, that is taken for granted.
fn unicode() -> bool {
    let said = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    said.is_none_or(|locale| {
        let lower = locale.to_lowercase();
        lower.contains("utf-8") || lower.contains("utf8")
    })
}

/// Columns to write in: the terminal's, those of COLUMNS, or 100 where there is neither.
fn width() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || {
        io::stdout()
            .is_terminal()
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(terminal_size::Width(columns), _)| usize::from(columns))
    };
    asked.filter(|columns| *columns > 0).or_else(terminal).unwrap_or(100).clamp(20, 200)
}
