//! `reissue verify`: whether a press pack is as it was sealed.

use crate::cli::Exit;
use crate::cli::args::VerifyArgs;
use crate::cli::ui::Ui;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::words::counted;
use crate::output::archive::Archive;
use crate::press;
use crate::press::Checked;
use crate::press::Contents;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

pub(super) fn verify(ui: Ui, args: &VerifyArgs) -> Exit {
    let checked = match checked(&args.pack) {
        Ok(checked) => checked,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &Sources::new());
            return Exit::Failed;
        }
    };
    let manifest = &checked.manifest;
    let mut out = format!(
        "{}: {}, {}\nseal {}\n",
        args.pack.display(),
        manifest.report,
        manifest.edition,
        checked.seal
    );
    let mut line = |text: String| out.push_str(&(text + "\n"));
    if !manifest.embargo.is_empty() {
        let state = match (manifest.lifted, manifest.because.is_empty()) {
            (false, _) => "under embargo until",
            (true, true) => "embargo lifted:",
            (true, false) => "embargo lifted before its time,",
        };
        line(format!("{state} {}", manifest.embargo));
        if !manifest.because.is_empty() {
            line(format!("because: {}", manifest.because));
        }
    }
    if !manifest.recipient.is_empty() {
        line(format!("copy for {}", manifest.recipient));
    }
    for (what, names) in [
        ("altered", &checked.altered),
        ("missing", &checked.missing),
        ("added", &checked.added),
    ] {
        for name in names {
            line(format!("{what} {name}"));
        }
    }
    let sealed =
        args.seal.as_ref().is_none_or(|seal| seal.eq_ignore_ascii_case(&checked.seal));
    if !sealed {
        line("the seal is another: this is not the pack that was handed out".to_owned());
    }
    let good = checked.whole() && sealed;
    if good {
        line(format!("whole: {}", counted(manifest.files.len(), "file")));
    }
    ui.data(&out);
    if good { Exit::Done } else { Exit::Found }
}

/// A pack as a folder.
struct Folder {
    disk: Disk,
    /// What is neither a file nor a folder: it belongs to no pack, and is never opened.
    strangers: Vec<String>,
}

impl Contents for Folder {
    fn names(&mut self) -> Result<Vec<String>> {
        let mut names = self.disk.paths()?;
        names.extend(self.strangers.iter().cloned());
        names.sort();
        Ok(names)
    }

    fn pass(&mut self, name: &str, take: &mut dyn FnMut(&[u8])) -> Result<()> {
        let mut file = self.disk.open(&self.path(name)?)?;
        let mut piece = vec![0; 64 * 1024];
        loop {
            let count = file.read(&mut piece).map_err(|error| {
                Diagnostic::error(Code::R0705, format!("cannot read `{name}`: {error}"))
            })?;
            if count == 0 {
                return Ok(());
            }
            take(piece.get(..count).unwrap_or_default());
        }
    }

    fn archive(&mut self, name: &str) -> Option<Result<Archive<'static>>> {
        let source = self.path(name).and_then(|path| self.disk.source(&path));
        Some(source.and_then(|source| Archive::open(Box::new(source))))
    }
}

impl Folder {
    fn path(&self, name: &str) -> Result<ProjectPath> {
        let refused = |why: String| Diagnostic::error(Code::R0705, why);
        let path = ProjectPath::new(name).map_err(refused)?;
        if path.as_str() != name || self.strangers.iter().any(|other| other == name) {
            return Err(refused(format!("`{name}` is not a plain file")).into());
        }
        Ok(path)
    }
}

fn checked(pack: &Path) -> Result<Checked> {
    if pack.is_dir() {
        let disk = Disk::new(pack);
        let strangers = disk.strangers()?;
        return press::check(&mut Folder { disk, strangers });
    }
    let (disk, path) = alone(pack)?;
    let mut first = [0; 2];
    if disk.open(&path)?.read_exact(&mut first).is_err() || first != *b"PK" {
        let message = format!("`{}` is no press pack", pack.display());
        let help = format!(
            "name the folder or the ZIP of a pack; `reissue press --verify {}` says whether a single file is \
             current",
            pack.display()
        );
        return Err(Diagnostic::error(Code::R0705, message).help(help).into());
    }
    press::check(&mut Archive::open(Box::new(disk.source(&path)?))?)
}

/// Returns the folder of a file that belongs to no project, and its name in it.
fn alone(file: &Path) -> Result<(Disk, ProjectPath)> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let unreadable = |why: &str| -> Failure {
        let message = format!("cannot read `{}`: {why}", file.display());
        Diagnostic::error(Code::R0705, message).into()
    };
    let path =
        ProjectPath::new(&name.unwrap_or_default()).map_err(|why| unreadable(&why))?;
    let disk = Disk::new(folder.unwrap_or(Path::new(".")));
    if !disk.exists(&path) {
        return Err(unreadable("there is no such file"));
    }
    Ok((disk, path))
}

/// Reads a file of at most so many bytes that belongs to no project.
pub(super) fn bytes(file: &Path, most: u64) -> Result<Arc<[u8]>> {
    let (disk, path) = alone(file)?;
    let size = disk.size(&path)?;
    if size > most {
        let message = format!(
            "cannot read `{}`: it has {size} bytes, more than the {most} of any file that is judged",
            file.display()
        );
        return Err(Diagnostic::error(Code::R0705, message).into());
    }
    disk.read(&path)
}
