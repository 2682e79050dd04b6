//! The folder that a run works in: the very folder that was filled for it, whatever its name leads
//! to meanwhile.

use std::os::fd::AsFd;
use std::os::fd::AsRawFd as _;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::path::PathBuf;

/// A folder held open.
#[derive(Debug)]
pub(super) struct Place {
    handle: OwnedFd,
    path: PathBuf,
}

impl Place {
    /// Opens a folder.
    pub(super) fn of(folder: &Path) -> std::io::Result<Self> {
        use rustix::fs::Mode;
        use rustix::fs::OFlags;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = rustix::fs::open(folder, flags, Mode::empty())?;
        Ok(Self { handle, path: folder.to_owned() })
    }

    /// Returns a path that leads into the folder, for as long as it is held.
    pub(super) fn path(&self) -> PathBuf {
        inside(&self.handle, &self.path)
    }

    /// Returns whether this is the folder.
    pub(super) fn is(&self, folder: &Path) -> bool {
        let same = || -> std::io::Result<bool> {
            let (own, other) = (
                rustix::fs::fstat(&self.handle)?,
                rustix::fs::fstat(&Self::of(folder)?.handle)?,
            );
            Ok((own.st_ino, own.st_dev) == (other.st_ino, other.st_dev))
        };
        same().unwrap_or(false)
    }
}

/// Returns a path that leads into a folder which is held open, for a program that is run in it and
/// for what that made: nobody can put another folder in its place. Where the system has no such
/// path it is the one that the folder was opened by.
pub fn inside(handle: impl AsFd, path: &Path) -> PathBuf {
    let held = PathBuf::from(format!("/proc/self/fd/{}", handle.as_fd().as_raw_fd()));
    if cfg!(target_os = "linux") && held.is_dir() { held } else { path.to_owned() }
}
