//! A file that is written beside the one that it will be. Where the system has files without names it gets one only when it
//! is whole: nothing is left of it, however the program ends.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// What the names of such files begin with, for as long as they have one.
const PREFIX: &str = ".learncurve-";

/// A file that is not in its place yet.
pub(super) enum Beside {
    #[cfg(target_os = "linux")]
    Unnamed(File),
    Named(NamedTempFile),
}

impl Beside {
    /// A new file in a folder, with permissions as for any new file.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = unnamed::open(folder) {
            return Ok(Self::Unnamed(file));
        }
        let mut builder = builder();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        Ok(Self::Named(builder.tempfile_in(folder)?))
    }

    pub(super) fn file(&mut self) -> &mut File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => file,
            Self::Named(file) => file.as_file_mut(),
        }
    }

    /// Puts it in its place, in one step: there is the older file or this one.
    ///
    /// # Errors
    ///
    /// `AlreadyExists` where the name is taken, and another file is not to be written over.
    pub(super) fn place(self, target: &Path, over: bool) -> io::Result<()> {
        let file = match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => match unnamed::link(&file, target) {
                // A name is not given to another file but by renaming.
                Err(error) if over && error.kind() == io::ErrorKind::AlreadyExists => {
                    let linked =
                        builder().make_in(super::folder(target), |path| unnamed::link(&file, path))?;
                    linked.into_temp_path()
                }
                linked => return linked,
            },
            Self::Named(file) => file.into_temp_path(),
        };
        let placed = if over { file.persist(target) } else { file.persist_noclobber(target) };
        placed.map_err(|error| error.error)
    }
}

fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX);
    builder
}

/// Files without names.
#[cfg(target_os = "linux")]
mod unnamed {
    use std::os::fd::AsRawFd as _;
    use std::path::PathBuf;

    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat};

    use super::{File, Path, fs, io};

    /// Where the system shows an open file.
    fn shown(file: &File) -> PathBuf {
        PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
    }

    /// A new one; none where the folder's file system has no such files, or where they could not be named later.
    pub(super) fn open(folder: &Path) -> Option<File> {
        let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::open(folder, flags, Mode::from_raw_mode(0o666)).ok()?);
        fs::metadata(shown(&file)).is_ok().then_some(file)
    }

    /// Gives one a name that is not taken.
    pub(super) fn link(file: &File, path: &Path) -> io::Result<()> {
        Ok(linkat(CWD, shown(file), CWD, path, AtFlags::SYMLINK_FOLLOW)?)
    }
}
