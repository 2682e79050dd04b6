//! `reissue release` and `reissue releases`: editions that never change.

use crate::cli::Exit;
use crate::cli::args::LiftArgs;
use crate::cli::args::ReleaseArgs;
use crate::cli::args::ReleasesArgs;
use crate::cli::build;
use crate::cli::embargo;
use crate::cli::environment::Environment;
use crate::cli::guards;
use crate::cli::side::against_latest;
use crate::cli::ui::Ui;
use crate::diff;
use crate::make;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::project;
use crate::project::Disk;
use crate::project::Files;
use crate::project::ProjectPath;
use std::fmt::Write as _;
use std::sync::Arc;

pub(super) fn release(ui: Ui, args: &ReleaseArgs, environment: &Environment) -> Exit {
    let root = &args.build.project;
    let failed = |failure: Failure, exit: Exit| {
        ui.findings(failure.diagnostics(), &Sources::new());
        exit
    };
    let disk = Disk::new(root);
    let (releases, review) = match (project::releases(&disk), project::review(&disk)) {
        (Ok(releases), Ok(review)) => (releases, review),
        (Err(failure), _) | (_, Err(failure)) => return failed(failure, Exit::Failed),
    };
    let first = project::latest(&releases).is_none() && args.against.is_none();
    let found = if first {
        None
    } else {
        match against_latest(
            ui,
            (root, &environment.seal()),
            args.against.as_deref(),
            None,
        ) {
            Some(found) => Some(found),
            None => return Exit::Failed,
        }
    };
    if args.notice {
        let latest = project::latest(&releases).and_then(|id| releases.get_key_value(id));
        let same =
            found.as_ref().is_some_and(crate::model::comparison::Comparison::is_empty);
        // Once a release is out, its notice is about what it changed.
        if let (true, None, Some((id, released))) = (same, &args.against, latest) {
            if released.after.is_empty() {
                ui.urgent(&format!(
                    "nothing changed since `{id}`, and no release came before it"
                ));
                return Exit::Failed;
            }
            let sides = [&released.after, id].map(|id| format!("release:{id}"));
            let [old, new] = sides;
            let Some(found) =
                against_latest(ui, (root, &environment.seal()), Some(&old), Some(&new))
            else {
                return Exit::Failed;
            };
            ui.data(&diff::notice(&found, &review));
            return Exit::Done;
        }
        let Some(found) = &found else {
            ui.urgent("there is no release to compare with; name one with `--against`");
            return Exit::Failed;
        };
        ui.data(&diff::notice(found, &review));
        return Exit::Done;
    }
    let Some(id) = &args.id else {
        ui.urgent("error: a release needs an id: `reissue release ID`");
        return Exit::Failed;
    };
    if let Err(failure) = make::check_release(root, id) {
        return failed(failure, Exit::Failed);
    }
    let reason = args.because.clone().unwrap_or_default();
    if args.force && reason.trim().is_empty() {
        ui.urgent("error: `--force` needs its reason: `--because REASON`");
        return Exit::Failed;
    }
    if let Some(held) = found.as_ref().and_then(|found| make::held_back(found, &review)) {
        if !args.force {
            let mut sources = Sources::new();
            let behind = found.iter().flat_map(|found| {
                guards::left_behind(found, &review, &disk, &mut sources)
            });
            let faults: Vec<Diagnostic> = behind.chain([held]).collect();
            ui.findings(&faults, &sources);
            return Exit::Found;
        }
        let warning = Diagnostic { severity: Severity::Warning, ..held };
        ui.findings(&[warning], &Sources::new());
    }
    let mut sources = Sources::new();
    let same =
        found.as_ref().and_then(|found| guards::same_name(found, &disk, &mut sources));
    ui.findings(same.as_slice(), &sources);
    let asked = LiftArgs { lift: args.lift, ..LiftArgs::default() };
    let help = "wait, or release it with its stamps, without `--lift`";
    let exit =
        build::build(ui, &args.build, &[], embargo::lift(&asked, help), environment);
    if exit != Exit::Done {
        return exit;
    }
    let wanted = make::Wanted {
        id: id.clone(),
        date: args.date.clone().unwrap_or_default(),
        forced: if args.force { reason } else { String::new() },
    };
    let out = root.join(&args.build.out);
    match make::release(root, &out, &wanted, found.as_ref()) {
        Ok(released) => {
            let hash: String = released.archive.chars().take(16).collect();
            ui.say(&format!("released {} as {} ({hash})", id, make::release_place(id)));
            Exit::Done
        }
        Err(failure) => {
            // A quotation that is not approved is a fault of the report.
            if failure.diagnostics().iter().any(|one| one.code != Code::R0717) {
                return failed(failure, Exit::Failed);
            }
            let mut sources = Sources::new();
            for span in failure.diagnostics().iter().filter_map(Diagnostic::span) {
                let path = ProjectPath::new(&span.file).ok();
                if let Some(text) = path.and_then(|path| disk.text(&path).ok()) {
                    sources.insert(Arc::clone(&span.file), text);
                }
            }
            ui.findings(failure.diagnostics(), &sources);
            Exit::Found
        }
    }
}

pub(super) fn releases(ui: Ui, args: &ReleasesArgs) -> Exit {
    let releases = match project::releases(&Disk::new(&args.project)) {
        Ok(releases) => releases,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &Sources::new());
            return Exit::Failed;
        }
    };
    let mut list: Vec<_> = releases.iter().collect();
    list.sort_by_key(|(_, released)| released.number);
    let mut out = String::new();
    let mut exit = Exit::Done;
    for (id, released) in list {
        let hash: String = released.archive.chars().take(16).collect();
        let whole = make::is_whole(&args.project, id, released);
        let _ = write!(out, "{id}  {}  {}  {hash}", released.date, released.edition);
        if !released.forced.is_empty() {
            let _ = write!(out, "  forced, {} open: {}", released.open, released.forced);
        }
        if !whole {
            exit = Exit::Found;
            out.push_str("  the archive is missing or altered");
        }
        out.push('\n');
    }
    ui.data(&out);
    exit
}
