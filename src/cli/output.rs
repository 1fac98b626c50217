//! Outputs: standard output, or a file that is written whole or not at all.

mod beside;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::exit::{Exit, Failure};
use super::input::Source;
use beside::Beside;

/// Where the output goes.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Stdout,
    File { path: PathBuf, force: bool },
}

impl Target {
    /// The target of `-o`: standard output for none and for `-`.
    pub(crate) fn new(path: Option<PathBuf>, force: bool) -> Self {
        match path {
            Some(path) if path.as_os_str() != "-" => Self::File { path, force },
            _ => Self::Stdout,
        }
    }

    /// Refuses, before any work, an output that could not be written at its end.
    pub(crate) fn check(&self, sources: &[Source]) -> Result<(), Failure> {
        let Self::File { path, force } = self else {
            return Ok(());
        };
        let shown = path.display();
        if path.as_os_str().is_empty() {
            return Err(Failure::new(Exit::Usage, "an empty path names no output"));
        }
        for source in sources {
            if let Source::File(input) = source
                && let (Ok(one), Ok(other)) = (input.canonicalize(), path.canonicalize())
                && one == other
            {
                return Err(Failure::new(Exit::Usage, format!("the output `{shown}` is one of the inputs"))
                    .with_help("write it elsewhere"));
            }
        }
        if path.is_dir() {
            return Err(Failure::new(Exit::CannotCreate, format!("`{shown}` is a folder")));
        }
        if !folder(path).is_dir() {
            return Err(Failure::new(
                Exit::CannotCreate,
                format!("there is no folder `{}` to write `{shown}` into", folder(path).display()),
            ));
        }
        if path.is_file() && !force {
            return Err(exists(path));
        }
        Ok(())
    }

    /// Writes the output; a reader that has gone away is no failure.
    pub(crate) fn write(&self, text: &str) -> Result<(), Failure> {
        self.write_bytes(text.as_bytes())
    }

    /// The same of what is no text.
    pub(crate) fn write_bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Stdout => {
                let mut out = io::stdout().lock();
                match out.write_all(bytes).and_then(|()| out.flush()) {
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                        Err(Failure::new(Exit::Io, format!("cannot write the output: {error}")))
                    }
                    _ => Ok(()),
                }
            }
            Self::File { path, force } => whole(path, *force, bytes),
        }
    }
}

/// Why a file that is there is not written over.
pub(crate) fn exists(path: &Path) -> Failure {
    Failure::new(Exit::CannotCreate, format!("`{}` exists already", path.display()))
        .with_help("--force writes over it")
}

/// The folder that a path is in.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The file that a link leads to, which may not be there yet; of what is no link it is the path itself.
///
/// A link stays a link: what it leads to is written over.
pub(crate) fn led(path: &Path) -> io::Result<PathBuf> {
    // As many as the system follows.
    const MOST_LINKS: usize = 40;
    let mut led = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&led) {
            Ok(next) => led = folder(&led).join(next),
            Err(_) => return Ok(led),
        }
    }
    Err(io::Error::other("it is a link that leads to itself"))
}

/// Writes beside the target first, then puts the finished file in its place.
fn whole(path: &Path, force: bool, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |exit, error: &dyn std::fmt::Display| {
        // The name of the file that is written first says nothing to anybody.
        let message = error.to_string();
        let why = message.split_once(" at path \"").map_or(message.as_str(), |(why, _)| why);
        Failure::new(exit, format!("cannot write `{}`: {why}", path.display()))
    };
    // A device or a pipe has no place to put a finished file into.
    if path.exists() && !path.is_file() {
        return fs::OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|mut device| device.write_all(bytes).and_then(|()| device.flush()))
            .map_err(|error| failed(Exit::Io, &error));
    }
    let target =
        if force { led(path).map_err(|error| failed(Exit::CannotCreate, &error))? } else { path.to_owned() };
    let mut file = Beside::new(folder(&target)).map_err(|error| failed(Exit::CannotCreate, &error))?;
    let written = file.file().write_all(bytes).and_then(|()| file.file().sync_all());
    written.map_err(|error| failed(Exit::Io, &error))?;
    file.place(&target, force).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => failed(Exit::CannotCreate, &error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_existing_file_is_kept_without_force_and_replaced_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        whole(&path, false, b"one").unwrap();
        assert_eq!(whole(&path, false, b"two").unwrap_err().exit, Exit::CannotCreate);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        whole(&path, true, b"two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_output_that_is_an_input_is_refused_even_with_force() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, "").unwrap();
        let target = Target::new(Some(path.clone()), true);
        assert_eq!(target.check(&[Source::File(path)]).unwrap_err().exit, Exit::Usage);
    }
}
