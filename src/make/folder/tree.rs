//! What is in a folder: listed and removed, to a known depth and through no link.

use crate::make::folder::Fault;
use crate::make::folder::Folder;
use crate::make::folder::parts;
use rustix::fs::AtFlags;
use rustix::fs::FileType;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

/// How deep folders may be nested: a hostile tree must not take all handles.
const DEEPEST: usize = 64;

impl Folder {
    /// Returns the names within and what they are.
    pub(in crate::make) fn entries(&self) -> Result<Vec<(Box<OsStr>, FileType)>, Fault> {
        let mut entries = Vec::new();
        for entry in rustix::fs::Dir::read_from(&self.handle)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            let kind = match entry.file_type() {
                FileType::Unknown => self.kind(name).unwrap_or(FileType::Unknown),
                known => known,
            };
            entries.push((name.into(), kind));
        }
        Ok(entries)
    }

    /// Removes what a name within is, with all that is in it; a link goes, not what it leads to.
    pub(in crate::make) fn remove(&self, name: &str) -> Result<(), Fault> {
        parts(name)?;
        self.remove_below(name.as_ref(), 0)
    }

    /// Removes what a path within is, which is no folder.
    pub(in crate::make) fn remove_file(&self, name: &str) -> Result<(), Fault> {
        let (folder, last) = self.place(name)?;
        Ok(rustix::fs::unlinkat(&folder.handle, last, AtFlags::empty())?)
    }

    fn remove_below(&self, name: &OsStr, depth: usize) -> Result<(), Fault> {
        match self.kind(name) {
            None => return Ok(()),
            Some(FileType::Directory) => {}
            Some(_) => {
                rustix::fs::unlinkat(&self.handle, name, AtFlags::empty())?;
                return Ok(());
            }
        }
        too_deep(depth)?;
        let within = self.child(name)?;
        for (name, _) in within.entries()? {
            within.remove_below(&name, depth + 1)?;
        }
        Ok(rustix::fs::unlinkat(&self.handle, name, AtFlags::REMOVEDIR)?)
    }

    /// Returns every file within by its path, in order; links and whatever else is no folder
    /// are among them.
    pub(in crate::make) fn all(&self) -> Result<Vec<(String, FileType)>, Fault> {
        let mut found = Vec::new();
        self.all_below("", 0, &mut found)?;
        found.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(found)
    }

    fn all_below(
        &self,
        prefix: &str,
        depth: usize,
        found: &mut Vec<(String, FileType)>,
    ) -> Result<(), Fault> {
        too_deep(depth)?;
        for (name, kind) in self.entries()? {
            let path = format!("{prefix}{}", name.to_string_lossy());
            if kind == FileType::Directory {
                self.child(&name)?.all_below(&format!("{path}/"), depth + 1, found)?;
            } else {
                found.push((path, kind));
            }
        }
        Ok(())
    }
}

fn too_deep(depth: usize) -> Result<(), Fault> {
    if depth < DEEPEST {
        return Ok(());
    }
    let why = format!("folders lie more than {DEEPEST} deep in one another");
    Err(Fault::System(std::io::Error::other(why)))
}
