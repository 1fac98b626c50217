//! How long work is stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::{Exit, Failure};

/// Whether somebody asked to stop; the default listens to nobody, and is ended by the signal itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens for Ctrl-C and for the end of the session; asked a second time, the program ends at once.
    pub(super) fn on_signals() -> Result<Self, Failure> {
        // A fuzzer runs the program many times in one process, and is ended by the signal.
        if cfg!(fuzzing) {
            return Ok(Self::default());
        }
        let asked = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&asked);
        let end = move || {
            if heard.swap(true, Ordering::SeqCst) {
                // What is finished is on the disk already.
                std::process::exit(Exit::Interrupted as i32);
            }
        };
        ctrlc::set_handler(end)
            .map_err(|error| Failure::new(Exit::Io, format!("cannot listen for Ctrl-C: {error}")))?;
        Ok(Self(asked))
    }

    /// Ends the program as soon as somebody asks to stop, and says so: for work that writes nothing before its end.
    ///
    /// Where nobody can be listened to, the signal itself ends it.
    pub(super) fn at_once() {
        let end = || {
            super::say("interrupted");
            std::process::exit(Exit::Interrupted as i32);
        };
        let _ = ctrlc::set_handler(end);
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
