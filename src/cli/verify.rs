//! `reissue verify`: whether a press pack is as it was sealed.

use crate::cli::Exit;
use crate::cli::args::VerifyArgs;
use crate::cli::ui::Ui;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::press;
use crate::press::Checked;
use crate::press::Files;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
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
        line(format!("whole: {} files", manifest.files.len()));
    }
    ui.data(&out);
    if good { Exit::Done } else { Exit::Found }
}

fn checked(pack: &Path) -> Result<Checked> {
    if pack.is_dir() {
        let disk = Disk::new(pack);
        let mut files = Files::new();
        for name in disk.paths()? {
            let path = ProjectPath::new(&name)
                .map_err(|why| Diagnostic::error(Code::R0705, why))?;
            files.insert(name, disk.read(&path)?.to_vec());
        }
        return press::check(&files);
    }
    press::check_archive(&bytes(pack)?)
}

/// Reads a file that belongs to no project.
pub(super) fn bytes(file: &Path) -> Result<Arc<[u8]>> {
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
    disk.read(&path)
}
