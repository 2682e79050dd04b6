//! `reissue data replace`: says what a new form of a data file changes, and puts it in place when
//! asked to.

use crate::cli::Exit;
use crate::cli::args::DataReplaceArgs;
use crate::cli::given::given;
use crate::cli::side::side;
use crate::cli::ui::Ui;
use crate::make;
use crate::make::Refusal;
use crate::make::Seal;
use crate::make::Vintage;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::project;
use crate::project::Disk;
use std::path::Path;
use std::sync::Arc;

pub(super) fn replace(ui: Ui, args: &DataReplaceArgs, seal: &Seal) -> Exit {
    let refused = |why: &str| {
        ui.urgent(&format!("error: {why}"));
        Exit::Failed
    };
    let bytes = match given(std::slice::from_ref(&args.file), None).as_deref() {
        Ok([file]) => Arc::clone(&file.bytes),
        Ok(_) => return refused("name one file"),
        Err(why) => return refused(why),
    };
    let disk = Disk::new(&args.project);
    let found = match make::vintage(&disk, &args.name, &bytes) {
        Ok(found) => found,
        Err(Refusal::Name(why)) => return refused(&why),
        Err(Refusal::Faults(failure, sources)) => {
            ui.findings(failure.diagnostics(), &sources);
            return Exit::Found;
        }
    };
    let name = found.path.as_str();
    let ending = |path: &Path| path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    if ending(Path::new(name)) != ending(&args.file) {
        return refused(&format!(
            "`{name}` is a file of another kind than `{}`: change `path:` of `{}` in the contract",
            args.file.display(),
            args.name
        ));
    }
    if *found.old == *bytes {
        ui.say(&format!("`{name}` holds the same bytes already"));
        return Exit::Done;
    }
    ui.data(&format!("{}, in `{name}`\n", args.name));
    for line in &found.changes {
        ui.data(&format!("  {line}\n"));
    }
    ui.findings(&found.faults, &found.sources);
    if !args.accept {
        ui.say("nothing is written; `--accept` puts the new form in place");
        return Exit::Found;
    }
    accepted(ui, (&args.project, seal), &found, &bytes)
}

/// Keeps the old form and writes the new one.
fn accepted(ui: Ui, (root, seal): (&Path, &Seal), found: &Vintage, bytes: &[u8]) -> Exit {
    let name = found.path.as_str();
    let hash = blake3::hash(&found.old).to_hex();
    if let Some(id) = holder((root, seal), name, hash.as_str()) {
        ui.say(&format!("the release `{id}` holds the old form"));
    } else {
        let short: String = hash.chars().take(8).collect();
        let file = Path::new(name).file_name().unwrap_or_default().to_string_lossy();
        let kept = format!("releases/data/{short}-{file}");
        if let Err(failure) = make::write_source(root, &kept, &found.old) {
            ui.findings(failure.diagnostics(), &Sources::new());
            return Exit::Failed;
        }
        ui.say(&format!("no release holds the old form: kept it as `{kept}`"));
    }
    if let Err(failure) = make::write_source(root, name, bytes) {
        ui.findings(failure.diagnostics(), &Sources::new());
        return Exit::Failed;
    }
    ui.say(&format!("wrote `{name}`"));
    if found.faults.iter().any(|fault| fault.severity == Severity::Error) {
        ui.say("change the contract to what the new form holds: `reissue data check` lists what it breaks");
        return Exit::Found;
    }
    Exit::Done
}

/// Returns the newest release whose record has a file with these bytes, if its archive is whole.
fn holder((root, seal): (&Path, &Seal), name: &str, hash: &str) -> Option<String> {
    let releases = project::releases(&Disk::new(root)).ok()?;
    let mut all: Vec<_> = releases.iter().collect();
    all.sort_by_key(|(_, released)| std::cmp::Reverse(released.number));
    all.into_iter()
        .map(|(id, _)| id)
        .find(|id| {
            let (read, _) = side((root, seal), &format!("release:{id}"));
            read.is_ok_and(|side| {
                side.edition.inputs.get(name).is_some_and(|known| known == hash)
            })
        })
        .cloned()
}
