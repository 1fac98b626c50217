//! Exit codes, and the errors that are not about a scenario.

use std::fmt;

/// How the program ends; the numbers are a contract with scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// All went well.
    Fine = 0,
    /// A question had no answer, or an expectation was missed.
    Failed = 1,
    /// The command line was wrong.
    Usage = 2,
    /// A scenario was wrong.
    BadData = 65,
    /// An input was not there.
    MissingInput = 66,
    /// An output could not be created.
    CannotCreate = 73,
    /// Reading or writing failed on the way.
    Io = 74,
    /// Somebody stopped it.
    Interrupted = 130,
}

/// Something that ends the program, or keeps one input from being read.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), help: None }
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", crate::render::visible(&self.message))?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {}", crate::render::visible(help)),
            None => Ok(()),
        }
    }
}
