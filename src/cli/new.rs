//! `reissue new`: a small working project, which is also a tutorial.

use crate::cli::Exit;
use crate::cli::args::CiService;
use crate::cli::args::NewArgs;
use crate::cli::data;
use crate::cli::given::given;
use crate::cli::ui::Ui;
use crate::frame;
use crate::labels::capital;
use crate::make;
use crate::model::diagnostic::Sources;
use crate::output;
use std::path::Path;
use std::path::PathBuf;

pub(super) fn new(ui: Ui, args: &NewArgs) -> Exit {
    let (folder, from) = match named(args) {
        Ok(named) => named,
        Err(why) => {
            ui.urgent(&format!("error: {why}"));
            return Exit::Failed;
        }
    };
    let folder = folder.as_path();
    let workflow = args.ci.map(workflow);
    let reported = folder.join("report").join("report.yaml").is_file();
    if let Some((path, bytes)) = workflow.filter(|_| reported && from.is_empty()) {
        return added(ui, folder, path, bytes);
    }
    let taken = folder.is_file()
        || folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        ui.urgent(&format!(
            "error: `{}` is there already, and not empty",
            folder.display()
        ));
        ui.urgent("hint: choose a new folder");
        return Exit::Failed;
    }
    let mut files = match files(ui, folder, &from) {
        Ok(files) => files,
        Err(why) => {
            ui.urgent(&format!("error: {why}"));
            return Exit::Failed;
        }
    };
    files.extend(workflow.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())));
    if let Err(failure) = make::write_new(folder, &files) {
        ui.findings(failure.diagnostics(), &Sources::new());
        return Exit::Failed;
    }
    ui.say(&format!("made a report project in {}", folder.display()));
    ui.say(&format!("next: cd {} && reissue build", folder.display()));
    Exit::Done
}

/// Returns the new folder and the data files: without a folder before `--from`, the last path after it
/// that is not there.
fn named(args: &NewArgs) -> Result<(PathBuf, Vec<PathBuf>), String> {
    let mut from = args.from.clone();
    let folder = args.folder.clone().or_else(|| {
        let last = from.pop_if(|last| !last.exists());
        last.filter(|_| !from.is_empty())
    });
    let why = "which folder is to be made? Write `reissue new FOLDER --from FILE`";
    folder.map(|folder| (folder, from)).ok_or_else(|| why.to_owned())
}

/// Returns the files of the tutorial, or of a project around the data that were named.
fn files(ui: Ui, folder: &Path, from: &[PathBuf]) -> Result<make::OutFiles, String> {
    if from.is_empty() {
        let files = output::builtin_under("new/");
        return Ok(files
            .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
            .collect());
    }
    let given = given(from, None)?;
    if given.is_empty() {
        return Err("no data file there".to_owned());
    }
    let drafts = data::drafts(&given, &[])?;
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name =
        folder.file_name().unwrap_or_default().to_string_lossy().replace(['-', '_'], " ");
    // A number in a title would be bound to nothing.
    let words = name.split_whitespace();
    let words: Vec<&str> =
        words.filter(|word| !word.chars().any(|c| c.is_ascii_digit())).collect();
    let name = words.join(" ");
    let title =
        if name.is_empty() { "A first report".to_owned() } else { capital(&name) };
    let mut files: make::OutFiles = frame::start(&title, &drafts)
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()))
        .collect();
    for file in given {
        files.insert(format!("data/{}", file.name), file.bytes.to_vec());
    }
    data::report(ui, &drafts);
    Ok(files)
}

/// Returns where the workflow of a service is kept, and what is in it.
fn workflow(service: CiService) -> (&'static str, &'static [u8]) {
    let (name, path) = match service {
        CiService::Github => ("ci/github.yml", ".github/workflows/report.yml"),
        CiService::Gitlab => ("ci/gitlab.yml", ".gitlab-ci.yml"),
    };
    (path, output::builtin(name).unwrap_or_default())
}

/// Adds a workflow to a project that is there; what the author has is not replaced.
fn added(ui: Ui, folder: &Path, path: &str, bytes: &[u8]) -> Exit {
    let place = folder.join(path);
    if place.exists() {
        ui.urgent(&format!("error: `{}` is there already", place.display()));
        ui.urgent("hint: move it away to have it written anew");
        return Exit::Failed;
    }
    let files = make::OutFiles::from([(path.to_owned(), bytes.to_vec())]);
    if let Err(failure) = make::write_new(folder, &files) {
        ui.findings(failure.diagnostics(), &Sources::new());
        return Exit::Failed;
    }
    ui.say(&format!("wrote {}", place.display()));
    Exit::Done
}
