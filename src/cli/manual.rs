//! `reissue schema`, `reissue templates` and `reissue lsp`: what the program knows, for people and
//! for editors.

use crate::cli::Exit;
use crate::cli::args::SchemaArgs;
use crate::cli::args::TemplatesArgs;
use crate::cli::ui::Ui;
use crate::lsp;
use crate::make;
use crate::manual;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::did_you_mean;

pub(super) fn schema(ui: Ui, args: &SchemaArgs) -> Exit {
    let Some(name) = &args.file else {
        for file in manual::FILES {
            ui.data(&format!("{}\n    {}\n", file.name, file.about));
        }
        return Exit::Done;
    };
    let bare = name.rsplit('/').next().unwrap_or_default();
    let Some(file) = manual::FILES.iter().find(|file| file.name == bare) else {
        let known = manual::FILES.iter().map(|file| file.name);
        ui.urgent(&format!("error: there is no schema of `{name}`"));
        ui.urgent(&format!("hint: {}", did_you_mean(bare, known, "files")));
        return Exit::Failed;
    };
    let text = serde_json::to_string_pretty(&manual::schema(file)).unwrap_or_default();
    ui.data(&(text + "\n"));
    Exit::Done
}

pub(super) fn templates(ui: Ui, args: &TemplatesArgs) -> Exit {
    let Some(name) = &args.copy else {
        ui.data(&manual::templates_list());
        return Exit::Done;
    };
    let name = name.strip_prefix("templates/").unwrap_or(name);
    let Some(bytes) = manual::template(name) else {
        ui.urgent(&format!("error: there is no template `{name}`"));
        ui.urgent(&format!(
            "hint: {}",
            did_you_mean(name, manual::templates(), "templates")
        ));
        return Exit::Failed;
    };
    if let Err(failure) = make::write_template(&args.project, name, bytes) {
        ui.findings(failure.diagnostics(), &Sources::new());
        return Exit::Failed;
    }
    ui.say(&format!("copied to templates/{name}: the build uses it from now on"));
    Exit::Done
}

pub(super) fn lsp(ui: Ui) -> Exit {
    match lsp::serve() {
        Ok(()) => Exit::Done,
        Err(error) => {
            ui.urgent(&format!("error: the conversation with the editor ended: {error}"));
            Exit::Failed
        }
    }
}
