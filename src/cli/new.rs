//! `reissue new`: a small working project, which is also a tutorial.

use crate::cli::Exit;
use crate::cli::args::NewArgs;
use crate::cli::ui::Ui;
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
    let files: make::OutFiles = output::builtin_under("new/")
        .map(|(path, bytes)| (path.to_owned(), bytes.to_vec()))
        .collect();
    if let Err(failure) = make::write_new(folder, &files) {
        ui.findings(failure.diagnostics(), &Sources::new());
        return Exit::Failed;
    }
    ui.say(&format!("made a report project in {}", folder.display()));
    ui.say(&format!("next: cd {} && reissue build", folder.display()));
    Exit::Done
}
