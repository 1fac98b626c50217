//! Files that are written beside the ones that they will be.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::super::super::exit::{Exit, Failure};
use super::places::{PART, beside};
use super::syncing::Syncing;

/// A file that is written beside the one that it will be.
pub(super) struct Part {
    /// What it will be; none for a standard stream.
    pub(super) path: Option<PathBuf>,
    pub(super) beside: PathBuf,
    file: Box<dyn Write>,
    syncing: Option<Syncing>,
    pub(super) length: u64,
    /// Whether a reader that has gone away ends the run: not where only rejects went to it.
    needed: bool,
}

/// A failure to write; a reader that has gone away is none.
pub(super) fn failed(what: &Path, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::new(Exit::Fine, "the reader has gone away");
    }
    let stream = what.as_os_str().is_empty();
    let name = if stream { "the output".to_owned() } else { format!("`{}`", what.display()) };
    Failure::new(Exit::Io, format!("cannot write {name}: {error}"))
}

impl Part {
    pub(super) fn stream(stream: Box<dyn Write>) -> Self {
        Self { path: None, beside: PathBuf::new(), file: stream, syncing: None, length: 0, needed: true }
    }

    /// A stream without which the run goes on.
    pub(super) fn aside(stream: Box<dyn Write>) -> Self {
        Self { needed: false, ..Self::stream(stream) }
    }

    /// A new file.
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        let part = beside(path, PART);
        // An older one may be known by another name too, which is to keep what it has.
        match fs::remove_file(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(cannot(&part, &error)),
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).open(&part);
        Ok(Self::of(path, part.clone(), file.map_err(|error| cannot(&part, &error))?, 0))
    }

    /// What a stopped run left of it: so many bytes, for what was written after its journal's last line is written again.
    pub(super) fn go_on(path: &Path, length: u64) -> Result<Self, Failure> {
        let part = beside(path, PART);
        let mut file = OpenOptions::new().write(true).open(&part).map_err(|error| cannot(&part, &error))?;
        if file.metadata().map_err(|error| cannot(&part, &error))?.len() < length {
            return Err(Failure::new(
                Exit::BadData,
                format!("`{}` is shorter than its journal says", part.display()),
            )
            .with_help("start anew with --force"));
        }
        file.set_len(length)
            .and_then(|()| file.seek(SeekFrom::End(0)))
            .map_err(|error| cannot(&part, &error))?;
        Ok(Self::of(path, part, file, length))
    }

    /// A file that a stopped run has finished: it has but to be put in its place.
    pub(super) fn finished(path: &Path, ending: &str, length: u64) -> Self {
        let beside = beside(path, ending);
        Self {
            path: Some(path.to_owned()),
            beside,
            file: Box::new(io::sink()),
            syncing: None,
            length,
            needed: true,
        }
    }

    fn of(path: &Path, beside: PathBuf, file: File, length: u64) -> Self {
        let syncing = Syncing::of(&file);
        let file = Box::new(BufWriter::with_capacity(1 << 20, file));
        Self { path: Some(path.to_owned()), beside, file, syncing, length, needed: true }
    }

    /// The part as one that another file is made of: it need not be on the disk.
    pub(super) fn passing(self) -> Self {
        Self { syncing: None, ..self }
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = self.file.write_all(bytes);
        self.told(written)?;
        self.length += bytes.len() as u64;
        if let Some(syncing) = &mut self.syncing {
            syncing.written(bytes.len());
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        let flushed = self.file.flush();
        self.told(flushed)
    }

    fn told(&self, done: io::Result<()>) -> Result<(), Failure> {
        match done {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe && !self.needed => Ok(()),
            done => done.map_err(|error| failed(&self.beside, &error)),
        }
    }

    /// Waits until all of it is on the disk.
    pub(super) fn settle(&mut self) -> Result<(), Failure> {
        self.flush()?;
        if self.path.is_none() {
            return Ok(());
        }
        let sent = self.syncing.take().map_or(Ok(()), Syncing::finish);
        sent.and_then(|()| File::open(&self.beside))
            .and_then(|file| file.sync_all())
            .map_err(|error| failed(&self.beside, &error))
    }

    /// Puts the finished file in its place, where it is not there yet.
    pub(super) fn place(&self, force: bool) -> Result<(), Failure> {
        let Some(path) = &self.path else { return Ok(()) };
        if !self.beside.exists() && path.exists() {
            return Ok(());
        }
        let placed = if force {
            fs::rename(&self.beside, path)
        } else {
            // A renaming that is refused where the name is taken.
            let whole = tempfile::TempPath::try_from_path(&self.beside);
            whole.and_then(|whole| {
                whole.persist_noclobber(path).map_err(|refused| {
                    let _ = refused.path.keep();
                    refused.error
                })
            })
        };
        placed.map_err(|error| {
            Failure::new(Exit::CannotCreate, format!("cannot put `{}` in its place: {error}", path.display()))
                .with_help(format!("the results are whole in `{}`", self.beside.display()))
        })
    }

    /// Takes away what was written.
    pub(super) fn discard(&self) {
        if self.path.is_some() {
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// Takes away what was written on the way, where it is there.
pub(super) fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::new(Exit::Io, format!("cannot take `{}` away: {error}", path.display()))
                .with_help("the same command with --resume goes on"))
        }
        _ => Ok(()),
    }
}

fn cannot(part: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {error}", part.display()))
}
