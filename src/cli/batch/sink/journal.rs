//! What a run notes while it writes, so that another can go on after it; and that only one writes at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::super::super::exit::{Exit, Failure};
use super::super::job::{Position, Tally};
use super::part::failed;
use super::tables::Tables;

/// How often the journal is written.
const EVERY: Duration = Duration::from_millis(200);

/// A line for each moment at which all that was written is whole. It is locked for as long as the run lasts.
pub(super) struct Journal {
    pub(super) path: PathBuf,
    file: File,
    /// Whether it was not there before.
    pub(super) made: bool,
    last: Instant,
    /// Whether its last line may have been cut off: then the next begins on a new one.
    cut: bool,
}

/// What a journal's last line says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    pub(super) position: Position,
    pub(super) tally: Tally,
    /// How long the results are, and how long the rejects.
    pub(super) output: u64,
    pub(super) rejects: u64,
    /// Whether nothing is left but to put the files in their places.
    pub(super) whole: bool,
}

impl Left {
    fn line(&self) -> String {
        let Position { source, at, line, number, bytes } = self.position;
        let Tally { fine, failed } = self.tally;
        let (output, rejects) = (self.output, self.rejects);
        let whole = if self.whole { " whole" } else { "" };
        format!("{source} {at} {line} {number} {bytes} {fine} {failed} {output} {rejects}{whole}\n")
    }

    fn of_line(line: &str) -> Option<Self> {
        let (numbers, whole) = line.strip_suffix(" whole").map_or((line, false), |numbers| (numbers, true));
        let numbers: Vec<u64> = numbers.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [source, at, line, number, bytes, fine, failed, output, rejects] = numbers[..] else {
            return None;
        };
        let position = Position { source: usize::try_from(source).ok()?, at, line, number, bytes };
        Some(Self { position, tally: Tally { fine, failed }, output, rejects, whole })
    }
}

/// What is to become of a journal that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// It is in the way.
    New,
    /// It is begun anew.
    Forced,
    /// It is gone on with.
    Resumed,
}

impl Journal {
    /// Opens a journal as its only writer; gives what a stopped run left, where that is to be gone on with.
    ///
    /// `print` tells the run: its inputs and its flags.
    pub(super) fn open(path: &Path, print: &str, wanted: Wanted) -> Result<(Self, Option<Left>), Failure> {
        let cannot = |error: io::Error| {
            Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {error}", path.display()))
        };
        let (mut file, made) = Self::locked(path, wanted)?;
        let mut text = String::new();
        file.read_to_string(&mut text)
            .map_err(|error| Failure::new(Exit::Io, format!("cannot read `{}`: {error}", path.display())))?;
        // The last line may have been cut off.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let mut lines = text[..whole].lines();
        let own = lines.next();
        let left = if wanted == Wanted::Resumed {
            lines.clone().filter_map(Left::of_line).next_back()
        } else {
            None
        };
        let its = || format!("its journal is `{}`", path.display());
        if wanted == Wanted::Resumed && own.is_some_and(|own| own != print) {
            let message = "--resume: the run that was stopped had other inputs or other flags";
            let help = format!("say the same again, or start anew with --force; {}", its());
            return Err(Failure::new(Exit::Usage, message).with_help(help));
        }
        if left.is_some()
            && let Some(name) = Tables::changed(lines)
        {
            let message = format!("--resume: the table `{name}`, which scenarios read, was changed since");
            return Err(
                Failure::new(Exit::Usage, message).with_help(format!("start anew with --force; {}", its()))
            );
        }
        let kept = if left.is_some() { whole } else { 0 };
        file.set_len(kept as u64).and_then(|()| file.seek(SeekFrom::End(0))).map_err(cannot)?;
        if left.is_none() {
            writeln!(file, "{print}").map_err(cannot)?;
        }
        Ok((Self { path: path.to_owned(), file, made, last: Instant::now(), cut: false }, left))
    }

    /// The file, locked, and whether it was made for that.
    fn locked(path: &Path, wanted: Wanted) -> Result<(File, bool), Failure> {
        let cannot = |error: io::Error| {
            Failure::new(Exit::CannotCreate, format!("cannot write `{}`: {error}", path.display()))
        };
        let busy = || {
            Failure::new(
                Exit::CannotCreate,
                format!("another run writes this output now: it holds `{}`", path.display()),
            )
            .with_help("wait until it has ended, or name another output")
        };
        let stopped = || {
            Failure::new(Exit::CannotCreate, "a run with this output was stopped before its end")
                .with_help("--resume goes on with it, --force starts anew")
        };
        loop {
            let mut options = OpenOptions::new();
            options.read(true).write(true);
            let (file, made) = match options.clone().create_new(true).open(path) {
                Ok(file) => (file, true),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match options.open(path) {
                    Ok(_) if wanted == Wanted::New && !is_locked(path) => {
                        return Err(stopped());
                    }
                    Ok(file) => (file, false),
                    // Its run has just ended.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(cannot(error)),
                },
                Err(error) => return Err(cannot(error)),
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(busy()),
                // Where nothing can be locked, nothing is.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(cannot(error)),
            }
            // A run that ended between the opening and the locking has taken the file away.
            if is_at(&file, path) {
                // One that was killed just now is gone on with, or not, as any other.
                return if wanted == Wanted::New && !made { Err(stopped()) } else { Ok((file, made)) };
            }
        }
    }

    /// Whether it is time for the next line.
    pub(super) fn is_due(&self) -> bool {
        self.last.elapsed() >= EVERY
    }

    /// Notes how far all is whole, after lines about what was read for it.
    pub(super) fn note(&mut self, read: &str, left: &Left) -> Result<(), Failure> {
        let begun = if self.cut { "\n" } else { "" };
        self.cut = true;
        let line = format!("{begun}{read}{}", left.line());
        self.file.write_all(line.as_bytes()).map_err(|error| failed(&self.path, &error))?;
        (self.cut, self.last) = (false, Instant::now());
        Ok(())
    }

    /// Takes it away: there is nothing to go on with.
    pub(super) fn remove(&self) -> Result<(), Failure> {
        super::part::remove(&self.path)
    }
}

/// Whether another run holds a file.
fn is_locked(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Whether a file is still the one at its path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(own), Ok(there)) = (file.metadata(), fs::metadata(path)) else { return false };
    (own.dev(), own.ino()) == (there.dev(), there.ino())
}

/// Whether a file is still the one at its path: what is open can't be taken away here.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
