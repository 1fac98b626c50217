//! Files that are written beside the ones that they will be.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::super::super::exit::{Exit, Failure};
use super::syncing::Syncing;

/// A file that is written beside the one that it will be.
pub(super) struct Part {
    /// What it will be; none for a standard stream.
    pub(super) path: Option<PathBuf>,
    pub(super) beside: PathBuf,
    file: Box<dyn Write>,
    syncing: Option<Syncing>,
    pub(super) length: u64,
}

pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(ending);
    path.with_file_name(name)
}

/// A failure to write; a reader that has gone away is none.
pub(super) fn failed(what: &Path, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::new(Exit::Fine, "the reader has gone away");
    }
    let stream = what.as_os_str().is_empty();
    let name = if stream { "the output".to_owned() } else { format!("`{}`", what.display()) };
    let failure = Failure::new(Exit::Io, format!("cannot write {name}: {error}"));
    if stream { failure } else { failure.with_help("what was finished is kept: --resume goes on from there") }
}

impl Part {
    pub(super) fn stream(stream: Box<dyn Write>) -> Self {
        Self { path: None, beside: PathBuf::new(), file: stream, syncing: None, length: 0 }
    }

    /// A part of a file: new, or what a stopped run left of it.
    pub(super) fn open(path: &Path, left: Option<u64>) -> Result<Self, Failure> {
        let part = beside(path, ".part");
        let cannot = |error: io::Error| {
            Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {error}", part.display()))
        };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(left.is_none());
        let mut file = options.open(&part).map_err(cannot)?;
        let length = left.unwrap_or(0);
        if file.metadata().map_err(cannot)?.len() < length {
            return Err(Failure::new(
                Exit::BadData,
                format!("`{}` is shorter than its journal says", part.display()),
            )
            .with_help("start anew with --force"));
        }
        // What was written after the journal's last line is written again.
        file.set_len(length).map_err(cannot)?;
        file.seek(SeekFrom::End(0)).map_err(cannot)?;
        Ok(Self {
            path: Some(path.to_owned()),
            beside: part,
            syncing: Syncing::of(&file),
            file: Box::new(BufWriter::with_capacity(1 << 20, file)),
            length,
        })
    }

    /// The part as one that another file is made of: it need not be on the disk.
    pub(super) fn passing(self) -> Self {
        Self { syncing: None, ..self }
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write_all(bytes).map_err(|error| failed(&self.beside, &error))?;
        self.length += bytes.len() as u64;
        if let Some(syncing) = &mut self.syncing {
            syncing.written(bytes.len());
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        self.file.flush().map_err(|error| failed(&self.beside, &error))
    }

    /// Puts the finished file in its place.
    pub(super) fn place(&mut self, force: bool) -> Result<(), Failure> {
        self.flush()?;
        let Some(path) = &self.path else { return Ok(()) };
        let cannot = |error: io::Error| {
            Failure::new(Exit::CannotCreate, format!("cannot put `{}` in its place: {error}", path.display()))
                .with_help(format!("the results are whole in `{}`", self.beside.display()))
        };
        let sent = self.syncing.take().map_or(Ok(()), Syncing::finish);
        sent.and_then(|()| File::open(&self.beside)).and_then(|file| file.sync_all()).map_err(cannot)?;
        if force {
            fs::rename(&self.beside, path).map_err(cannot)
        } else {
            // A link is refused where the name is taken, which a renaming is not.
            fs::hard_link(&self.beside, path).map_err(cannot)?;
            fs::remove_file(&self.beside).map_err(cannot)
        }
    }
}
