//! `reissue new`: a small working project, which is also a tutorial.

use crate::cli::Exit;
use crate::cli::args::NewArgs;
use crate::cli::data;
use crate::cli::ui::Ui;
use crate::frame;
use crate::make;
use crate::model::diagnostic::Sources;
use crate::output;

pub(super) fn new(ui: Ui, args: &NewArgs) -> Exit {
    let folder = &args.folder;
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
    let files = match files(ui, args) {
        Ok(files) => files,
        Err(why) => {
            ui.urgent(&format!("error: {why}"));
            return Exit::Failed;
        }
    };
    if let Err(failure) = make::write_new(folder, &files) {
        ui.findings(failure.diagnostics(), &Sources::new());
        return Exit::Failed;
    }
    ui.say(&format!("made a report project in {}", folder.display()));
    ui.say(&format!("next: cd {} && reissue build", folder.display()));
    Exit::Done
}

/// Returns the files of the tutorial, or of a project around the data that were named.
fn files(ui: Ui, args: &NewArgs) -> Result<make::OutFiles, String> {
    if args.from.is_empty() {
        let files = output::builtin_under("new/");
        return Ok(files
            .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
            .collect());
    }
    let given = data::given(&args.from, None)?;
    if given.is_empty() {
        return Err("no data file there".to_owned());
    }
    let drafts = data::drafts(&given, &[])?;
    let folder = args.folder.canonicalize().unwrap_or_else(|_| args.folder.clone());
    let name =
        folder.file_name().unwrap_or_default().to_string_lossy().replace(['-', '_'], " ");
    let mut signs = name.trim().chars();
    let title: String = signs.next().map_or_else(
        || "A first report".to_owned(),
        |first| first.to_uppercase().chain(signs).collect(),
    );
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
