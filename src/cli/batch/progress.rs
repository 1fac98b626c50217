//! How a batch is told of.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::job::Tally;

/// A bar on standard error; nothing where that is no terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub(super) fn new(size: Option<u64>, begun: u64) -> Self {
        let terminal = io::stderr().is_terminal();
        let target =
            if terminal { ProgressDrawTarget::stderr_with_hz(8) } else { ProgressDrawTarget::hidden() };
        let (bar, shape) = match size {
            Some(size) => (
                ProgressBar::with_draw_target(Some(size), target),
                "{bar:30} {percent:>3}%  {binary_bytes_per_sec}  {eta} left  {msg}",
            ),
            None => {
                (ProgressBar::with_draw_target(None, target), "{binary_bytes}  {binary_bytes_per_sec}  {msg}")
            }
        };
        let bar = bar
            .with_style(ProgressStyle::with_template(shape).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_position(begun);
        bar.reset_eta();
        Self(bar)
    }

    pub(super) fn moved(&self, bytes: u64, tally: Tally) {
        self.0.set_position(bytes);
        if !self.0.is_hidden() {
            let failed = if tally.failed > 0 { format!(", {} failed", tally.failed) } else { String::new() };
            self.0.set_message(format!("{} done{failed}", tally.fine + tally.failed));
        }
    }

    pub(super) fn done(&self) {
        self.0.finish_and_clear();
    }
}
