//! Bytes sent on to the disk while others are made, so that at the end only the last of them are waited for.

use std::fs::File;
use std::io;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// Bytes between one sending and the next: a disk's work for some milliseconds.
const STRIDE: u64 = 4 << 20;

/// A file that a thread of its own sends on to the disk.
pub(super) struct Syncing {
    ask: SyncSender<()>,
    thread: JoinHandle<io::Result<()>>,
    /// Bytes since the last sending.
    since: u64,
}

impl Syncing {
    /// Of a file that is written elsewhere; none where that can't be had, which costs time alone.
    pub(super) fn of(file: &File) -> Option<Self> {
        let file = file.try_clone().ok()?;
        let (ask, asked) = sync_channel(1);
        let send_on = move || asked.iter().try_for_each(|()| file.sync_data());
        let thread = thread::Builder::new().spawn(send_on).ok()?;
        Some(Self { ask, thread, since: 0 })
    }

    /// Tells that so many bytes were written.
    pub(super) fn written(&mut self, bytes: usize) {
        self.since += bytes as u64;
        // While the disk is busy there is nothing to ask of it.
        if self.since >= STRIDE && self.ask.try_send(()).is_ok() {
            self.since = 0;
        }
    }

    /// Waits for what was sent. An error is told here and nowhere else: the system reports each of them once.
    pub(super) fn finish(self) -> io::Result<()> {
        drop(self.ask);
        self.thread.join().unwrap_or(Ok(()))
    }
}
