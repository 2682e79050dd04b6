//! A folder held open. What is in it is reached from the handle by single names, and no link is
//! ever followed, so that nobody can lead a write elsewhere, neither in advance nor meanwhile.

mod fault;
mod tree;

pub(super) use fault::Fault;
pub(super) use fault::shown;

use rustix::fs::AtFlags;
use rustix::fs::FileType;
use rustix::fs::Mode;
use rustix::fs::OFlags;
use rustix::io::Errno;
use std::ffi::OsStr;
use std::io::Read as _;
use std::io::Write as _;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// An open file.
#[expect(clippy::disallowed_types, reason = "the home of writing")]
pub(super) type File = std::fs::File;

/// A folder held open.
#[derive(Debug)]
pub struct Folder {
    handle: OwnedFd,
    path: PathBuf,
}

/// How folders are opened.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// Returns the parts of a name, each of which is a plain name.
fn parts(name: &str) -> Result<Vec<&str>, Fault> {
    let parts: Vec<&str> = name.split('/').collect();
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\0');
    if parts.iter().all(|part| plain(part)) {
        Ok(parts)
    } else {
        Err(Fault::Name(name.to_owned()))
    }
}

impl Folder {
    /// Opens a folder that the user named: links on the way are the user's own.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let named = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let handle = rustix::fs::open(named, FOLDER, Mode::empty())?;
        Ok(Self { handle, path: path.to_owned() })
    }

    /// Makes a folder that the user named, and those it is in, and opens it.
    #[expect(clippy::disallowed_methods, reason = "the home of writing")]
    pub(super) fn make(path: &Path) -> Result<Self, Fault> {
        if !path.as_os_str().is_empty() {
            std::fs::create_dir_all(path)?;
        }
        Self::open(path)
    }

    /// Returns another handle of the same folder.
    pub(super) fn again(&self) -> Result<Self, Fault> {
        Ok(Self { handle: self.handle.try_clone()?, path: self.path.clone() })
    }

    /// Returns where it was opened, for messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns a path that leads to this very folder for as long as it is held: for a program that
    /// is run in it, and for what that made.
    pub fn inside(&self) -> PathBuf {
        crate::output::typst::inside(&self.handle, &self.path)
    }

    /// Opens a folder that is one name within.
    fn child(&self, name: &OsStr) -> Result<Self, Fault> {
        let path = self.path.join(name);
        match rustix::fs::openat(
            &self.handle,
            name,
            FOLDER | OFlags::NOFOLLOW,
            Mode::empty(),
        ) {
            Ok(handle) => Ok(Self { handle, path }),
            Err(Errno::NOTDIR | Errno::LOOP) => {
                self.refuse_link(name)?;
                let why = format!("`{}` is a file", shown(&self.path.join(name)));
                Err(Fault::System(std::io::Error::other(why)))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Opens a folder within.
    pub(super) fn within(&self, name: &str) -> Result<Self, Fault> {
        parts(name)?
            .into_iter()
            .try_fold(self.again()?, |at, part| at.child(part.as_ref()))
    }

    /// Opens a folder within, and makes what is missing of it.
    pub(super) fn made(&self, name: &str) -> Result<Self, Fault> {
        parts(name)?.into_iter().try_fold(self.again()?, |at, part| at.made_child(part))
    }

    fn made_child(&self, name: &str) -> Result<Self, Fault> {
        match self.child(name.as_ref()) {
            Err(Fault::System(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                match rustix::fs::mkdirat(&self.handle, name, Mode::from_raw_mode(0o777))
                {
                    // Another thread may have been quicker.
                    Ok(()) | Err(Errno::EXIST) => self.child(name.as_ref()),
                    Err(error) => Err(error.into()),
                }
            }
            opened => opened,
        }
    }

    /// Opens a folder that is one name within and made if need be, in which nobody else can put
    /// anything or exchange it: for a program that follows the links it meets there.
    pub(super) fn private(&self, name: &str) -> Result<Self, Fault> {
        parts(name)?;
        let mut folder = self.made_child(name)?;
        if !folder.is_ours()? {
            self.remove(name)?;
            folder = self.made_child(name)?;
            if !folder.is_ours()? {
                return Err(Fault::Foreign(shown(&folder.path)));
            }
        }
        // Some file systems have no modes, and their folders belong to whoever mounted them.
        let _ = rustix::fs::fchmod(&folder.handle, Mode::from_raw_mode(0o700));
        Ok(folder)
    }

    /// Returns whether the folder has the owner that a file of ours gets in it.
    fn is_ours(&self) -> Result<bool, Fault> {
        const PROBE: &str = ".whose";
        self.replace(PROBE, b"")?;
        let file = rustix::fs::statat(&self.handle, PROBE, AtFlags::SYMLINK_NOFOLLOW)?;
        rustix::fs::unlinkat(&self.handle, PROBE, AtFlags::empty())?;
        Ok(rustix::fs::fstat(&self.handle)?.st_uid == file.st_uid)
    }

    /// Returns the folder that a name is in, made if need be, and the last part of the name.
    fn place<'a>(&self, name: &'a str) -> Result<(Self, &'a str), Fault> {
        if let Some((folder, last)) = name.rsplit_once('/') {
            parts(last)?;
            return Ok((self.made(folder)?, last));
        }
        parts(name)?;
        Ok((self.again()?, name))
    }

    /// Returns what a name within is, itself.
    pub(super) fn kind(&self, name: impl AsRef<OsStr>) -> Option<FileType> {
        let name = name.as_ref().as_bytes();
        let about =
            rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        Some(FileType::from_raw_mode(about.st_mode))
    }

    /// Refuses a name that is a link.
    pub(super) fn refuse_link(&self, name: &OsStr) -> Result<(), Fault> {
        match self.kind(name) {
            Some(FileType::Symlink) => Err(Fault::Link(shown(&self.path.join(name)))),
            _ => Ok(()),
        }
    }

    /// Opens a plain file within to read it; none where there is no such thing.
    pub(super) fn file(&self, name: &str) -> Option<File> {
        let within;
        let (folder, last) = match name.rsplit_once('/') {
            Some((folder, last)) => {
                within = self.within(folder).ok()?;
                (&within, last)
            }
            None => (self, name),
        };
        // A pipe must not be waited for.
        let flags =
            OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let flags = flags | OFlags::NOCTTY;
        let handle =
            rustix::fs::openat(&folder.handle, last, flags, Mode::empty()).ok()?;
        let file = File::from(handle);
        file.metadata().is_ok_and(|about| about.is_file()).then_some(file)
    }

    /// Reads a plain file within.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        let mut file = self.file(name)?;
        let size = file.metadata().map_or(0, |about| about.len());
        let mut bytes =
            Vec::with_capacity(usize::try_from(size.min(1 << 26)).unwrap_or(0));
        file.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Opens a file of our own that is kept open, made if need be.
    pub(super) fn own(&self, name: &str) -> Result<File, Fault> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let mode = Mode::from_raw_mode(0o666);
        let opened =
            rustix::fs::openat(&self.handle, name, flags | OFlags::CLOEXEC, mode);
        let file = match opened {
            Ok(handle) => File::from(handle),
            Err(error) => {
                self.refuse_link(name.as_ref())?;
                return Err(match self.kind(name) {
                    None | Some(FileType::RegularFile) => error.into(),
                    Some(_) => Fault::Kind(shown(&self.path.join(name))),
                });
            }
        };
        self.refuse_shared(name, &file)?;
        Ok(file)
    }

    /// Refuses what is no plain file, and a file that another name leads to as well: what is
    /// written would show there.
    fn refuse_shared(&self, name: &str, file: &File) -> Result<(), Fault> {
        let about = rustix::fs::fstat(file)?;
        let shown = shown(&self.path.join(name));
        if FileType::from_raw_mode(about.st_mode) != FileType::RegularFile {
            return Err(Fault::Kind(shown));
        }
        if about.st_nlink == 1 { Ok(()) } else { Err(Fault::Shared(shown)) }
    }

    /// Writes a file that is not there yet.
    pub(super) fn create(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let (folder, last) = self.place(name)?;
        folder.create_here(last, bytes, 0o666)
    }

    /// Writes a file that is rarely there already.
    pub(super) fn replace_or_create(
        &self,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), Fault> {
        match self.create(name, bytes) {
            Err(Fault::System(error))
                if error.kind() == std::io::ErrorKind::AlreadyExists =>
            {
                self.replace(name, bytes)
            }
            written => written,
        }
    }

    fn create_here(&self, name: &str, bytes: &[u8], mode: u32) -> Result<(), Fault> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW;
        let mode = Mode::from_raw_mode(mode);
        let handle =
            rustix::fs::openat(&self.handle, name, flags | OFlags::CLOEXEC, mode)?;
        let written = File::from(handle).write_all(bytes);
        if written.is_err() {
            // Half a file takes room that may be what is lacking.
            let _ = rustix::fs::unlinkat(&self.handle, name, AtFlags::empty());
        }
        Ok(written?)
    }

    /// Writes a file by way of a temporary name, so that it is there whole or not at all, and
    /// that no other name of the file before sees it.
    pub(super) fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.replace_with(name, bytes, 0o666)
    }

    /// The same for a file that only this user may read.
    pub(super) fn replace_private(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.replace_with(name, bytes, 0o600)
    }

    fn replace_with(&self, name: &str, bytes: &[u8], mode: u32) -> Result<(), Fault> {
        // Two threads, or two builds, may write the same entry.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let (folder, last) = self.place(name)?;
        folder.refuse_link(last.as_ref())?;
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = format!(".tmp-{}-{count}", std::process::id());
        // One of a process of the same number that was killed.
        let _ =
            rustix::fs::unlinkat(&folder.handle, temporary.as_str(), AtFlags::empty());
        folder.create_here(&temporary, bytes, mode)?;
        let renamed = rustix::fs::renameat(
            &folder.handle,
            temporary.as_str(),
            &folder.handle,
            last,
        );
        if renamed.is_err() {
            let _ = rustix::fs::unlinkat(
                &folder.handle,
                temporary.as_str(),
                AtFlags::empty(),
            );
        }
        Ok(renamed?)
    }

    /// Writes a file in its place, where it is one that only its own name leads to: for somebody
    /// who watches it. Else it is replaced.
    pub(super) fn rewrite(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let (folder, last) = self.place(name)?;
        let flags =
            OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let opened = rustix::fs::openat(&folder.handle, last, flags, Mode::empty());
        if let Ok(handle) = opened {
            let mut file = File::from(handle);
            if folder.refuse_shared(last, &file).is_ok() {
                file.set_len(0)?;
                return Ok(file.write_all(bytes)?);
            }
        }
        folder.replace(last, bytes)
    }

    /// Gives a plain file of another folder a second name here; false where it cannot, or is not
    /// the file that was meant any more.
    pub(super) fn take(&self, from: &Self, name: &str, meant: &File) -> bool {
        let take = || -> Result<bool, Fault> {
            let (old, last) = match name.rsplit_once('/') {
                Some((folder, last)) => (from.within(folder)?, last),
                None => (from.again()?, name),
            };
            let (new, _) = self.place(name)?;
            rustix::fs::linkat(&old.handle, last, &new.handle, last, AtFlags::empty())?;
            let taken = rustix::fs::statat(&new.handle, last, AtFlags::SYMLINK_NOFOLLOW)?;
            let meant = rustix::fs::fstat(meant)?;
            if (taken.st_ino, taken.st_dev) == (meant.st_ino, meant.st_dev) {
                return Ok(true);
            }
            rustix::fs::unlinkat(&new.handle, last, AtFlags::empty())?;
            Ok(false)
        };
        take().unwrap_or(false)
    }

    /// Makes a symbolic link within.
    pub(super) fn link(&self, name: &str, target: &str) -> bool {
        rustix::fs::symlinkat(target, &self.handle, name).is_ok()
    }

    /// Returns where a symbolic link within leads.
    pub(super) fn target(&self, name: impl AsRef<OsStr>) -> Option<Vec<u8>> {
        let name = name.as_ref().as_bytes();
        Some(rustix::fs::readlinkat(&self.handle, name, Vec::new()).ok()?.into_bytes())
    }

    /// Renames what a name within is; what is there already stays, and is an error.
    pub(super) fn rename(&self, name: &str, to: (&Self, &str)) -> Result<(), Fault> {
        parts(to.1)?;
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        {
            use rustix::fs::RenameFlags;
            let flags = RenameFlags::NOREPLACE;
            let (from, into) = (&self.handle, &to.0.handle);
            match rustix::fs::renameat_with(from, name, into, to.1, flags) {
                Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
                renamed => return Ok(renamed?),
            }
        }
        if to.0.kind(to.1).is_some() {
            return Err(Errno::EXIST.into());
        }
        Ok(rustix::fs::renameat(&self.handle, name, &to.0.handle, to.1)?)
    }

    /// Swaps two names in one step of the system, where it can.
    pub(super) fn exchange(&self, name: &str, with: (&Self, &str)) -> Result<(), Fault> {
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        {
            use rustix::fs::RenameFlags;
            let flags = RenameFlags::EXCHANGE;
            let (from, into) = (&self.handle, &with.0.handle);
            Ok(rustix::fs::renameat_with(from, name, into, with.1, flags)?)
        }
        #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
        {
            let _ = (name, with);
            Err(Errno::NOSYS.into())
        }
    }

    /// Sets when a file was last used.
    pub(super) fn touch(&self, name: &str) {
        if let Some(file) = self.file(name) {
            let now = rustix::fs::Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_NOW };
            let times =
                rustix::fs::Timestamps { last_access: now, last_modification: now };
            let _ = rustix::fs::futimens(&file, &times);
        }
    }
}

/// Returns the folder that a path the user named is in, and its name there. What lies below
/// `base` is reached without following links; any other path is the user's own.
pub(super) fn destination(base: &Path, path: &Path) -> Result<(Folder, String), Fault> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| Fault::Name(path.display().to_string()))?;
    let here = base.as_os_str().is_empty() || base == Path::new(".");
    let below =
        if here { path } else { path.strip_prefix(base).unwrap_or(Path::new("/")) };
    let below = below.strip_prefix(".").unwrap_or(below);
    let plain = below.components().all(|part| matches!(part, Component::Normal(_)));
    let parent = below.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = match (plain, parent) {
        (true, None) => Folder::make(base)?,
        (true, Some(parent)) => Folder::make(base)?.made(&parent.to_string_lossy())?,
        (false, _) => Folder::make(path.parent().unwrap_or(Path::new("")))?,
    };
    Ok((folder, name))
}
