//! Standard input, which may have nothing to say for long: read by a thread of its own, so that waiting for it can be stopped.

use std::io::{self, BufRead, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use super::super::stop::Stop;

/// How often somebody may ask to stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// What is said of a wait that was stopped.
pub(super) const STOPPED: io::ErrorKind = io::ErrorKind::TimedOut;

/// A stream that is read ahead, a block or two.
pub(super) struct Piped {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: Vec<u8>,
    at: usize,
    stop: Stop,
}

impl Piped {
    pub(super) fn new(mut stream: impl Read + Send + 'static, size: usize, stop: Stop) -> io::Result<Self> {
        let (filled, blocks) = sync_channel(1);
        // It ends with the stream, or with the program.
        thread::Builder::new().spawn(move || {
            loop {
                let mut block = vec![0; size];
                let read = loop {
                    match stream.read(&mut block) {
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        read => break read,
                    }
                };
                let read = read.map(|length| {
                    block.truncate(length);
                    block
                });
                let ends = read.as_ref().map_or(true, Vec::is_empty);
                if filled.send(read).is_err() || ends {
                    return;
                }
            }
        })?;
        Ok(Self { blocks, block: Vec::new(), at: 0, stop })
    }
}

impl BufRead for Piped {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at >= self.block.len() {
            match self.blocks.recv_timeout(PATIENCE) {
                Ok(block) => {
                    (self.block, self.at) = (block?, 0);
                    if self.block.is_empty() {
                        break;
                    }
                }
                Err(RecvTimeoutError::Timeout) if !self.stop.is_asked() => {}
                Err(RecvTimeoutError::Timeout) => return Err(STOPPED.into()),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(&self.block[self.at.min(self.block.len())..])
    }

    fn consume(&mut self, used: usize) {
        self.at += used;
    }
}

impl Read for Piped {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_the_stream_whatever_their_size() {
        let text: Vec<u8> = (0..=255).cycle().take(1_000).collect();
        for size in [1, 7, 4_096] {
            let mut all = Vec::new();
            let mut piped = Piped::new(io::Cursor::new(text.clone()), size, Stop::default()).unwrap();
            piped.read_to_end(&mut all).unwrap();
            assert_eq!(all, text);
        }
    }
}
