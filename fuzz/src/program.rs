//! The program within this process: arguments and standard input in, exit code and standard output out.

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::OnceLock;

use rustix::fs::MemfdFlags;
use rustix::stdio;

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code.
    pub code: u8,
    /// Standard output.
    pub output: String,
}

/// The exit codes that the program documents.
const CODES: [u8; 8] = [0, 1, 2, 65, 66, 73, 74, 130];

/// The folder that runs happen in, which is on no disk where that can be.
pub fn folder() -> &'static Path {
    static FOLDER: OnceLock<std::path::PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        let within = if memory.is_dir() { memory } else { Path::new("/tmp") };
        let made = tempfile::Builder::new().prefix("learncurve-fuzz-").tempdir_in(within).unwrap();
        made.keep()
    })
}

/// Standard error as it was, where panics are told.
fn errors() -> &'static OwnedFd {
    static ERRORS: OnceLock<OwnedFd> = OnceLock::new();
    ERRORS.get_or_init(|| {
        let kept = rustix::io::dup(rustix::stdio::stderr()).unwrap();
        // The fuzzer's own hook ends the process before anybody could give standard error back.
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if let Some(kept) = ERRORS.get() {
                let _ = stdio::dup2_stderr(kept);
            }
            hook(info);
        }));
        std::env::set_current_dir(folder()).unwrap();
        kept
    })
}

/// Runs the program; its messages are thrown away.
pub fn run(arguments: &[&str], input: &[u8]) -> Ended {
    let errors = errors();
    let mut stdin = File::from(rustix::fs::memfd_create("stdin", MemfdFlags::CLOEXEC).unwrap());
    stdin.write_all(input).unwrap();
    stdin.rewind().unwrap();
    let mut stdout = File::from(rustix::fs::memfd_create("stdout", MemfdFlags::CLOEXEC).unwrap());
    let nowhere = File::options().write(true).open("/dev/null").unwrap();
    stdio::dup2_stdin(&stdin).unwrap();
    stdio::dup2_stdout(&stdout).unwrap();
    stdio::dup2_stderr(&nowhere).unwrap();
    let all = std::iter::once("learncurve").chain(arguments.iter().copied());
    let code = learncurve::cli::run_with(all.map(OsString::from));
    stdio::dup2_stderr(errors).unwrap();
    stdio::dup2_stdout(&nowhere).unwrap();
    assert!(CODES.contains(&code), "exit code {code}");
    let mut bytes = Vec::new();
    stdout.rewind().unwrap();
    stdout.read_to_end(&mut bytes).unwrap();
    let output = String::from_utf8(bytes).expect("the output is text");
    Ended { code, output }
}
