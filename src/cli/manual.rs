//! `reissue manual`, `reissue schema`, `reissue templates` and `reissue lsp`: what the program knows, for people and
//! for editors.

use crate::cli::Environment;
use crate::cli::Exit;
use crate::cli::args::ManualArgs;
use crate::cli::args::SchemaArgs;
use crate::cli::args::TemplatesArgs;
use crate::cli::build;
use crate::cli::ui::Ui;
use crate::lsp;
use crate::make;
use crate::make::Request;
use crate::manual;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::did_you_mean;
use crate::output;
use crate::output::typst::Program;

/// Builds the manual from the program's own files, like any other report.
pub(super) fn manual(ui: Ui, args: &ManualArgs, environment: &Environment) -> Exit {
    let Some(cache) = &environment.cache else {
        ui.urgent("error: there is no cache folder to lay the manual's sources into");
        ui.urgent("hint: set `HOME` or `XDG_CACHE_HOME`");
        return Exit::Failed;
    };
    let root = cache.join("manual");
    let to = args.to.as_ref().map_or_else(|| Ok(root.join("out")), std::path::absolute);
    let out = match to {
        Ok(out) => out,
        Err(error) => {
            ui.urgent(&format!("error: no folder to write to: {error}"));
            return Exit::Failed;
        }
    };
    if let Err(failure) = make::write_new(&root, &manual::book()) {
        ui.findings(failure.diagnostics(), &Sources::new());
        return Exit::Failed;
    }
    let asked = args.typst.as_deref().or(environment.typst.as_deref());
    let found = Program::find(asked, Some(cache), &environment.path).ok();
    let typst = found.filter(|_| !args.html_only);
    let (paper, seal) = (typst.is_some(), environment.seal());
    let request = Request { out: out.clone(), typst, seal, ..Request::of(&root) };
    let line = ui.progress();
    let mut outcome = make::build(&request, &line);
    line.clear();
    // What it says of the program, and of the examples of charts, is held to no data.
    let of_data = |code: Code| matches!(code, Code::R0506 | Code::R0507 | Code::R0548);
    outcome.diagnostics.retain(|found| !of_data(found.code));
    let exit = build::report(ui, &outcome);
    if exit != Exit::Done {
        return exit;
    }
    ui.say(&format!("the manual: {}", out.join("index.html").display()));
    if paper {
        ui.say(&format!("on paper: {}", out.join("report.pdf").display()));
    } else if !args.html_only {
        ui.say("left out the PDF: typst was not found, `reissue build --install-typst` installs it");
    }
    let page = out.join("index.html");
    if args.open && !output::open(&page, &environment.path) {
        ui.say("no program was found to open it with");
    }
    Exit::Done
}

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
    let text =
        serde_json::to_string_pretty(&manual::for_editors(file)).unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use crate::cli::args::Args;
    use crate::manual;
    use clap::Parser as _;

    /// Cuts a command into its words as a shell does: by blanks that no quotes hold.
    fn words(command: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quote = None;
        for letter in command.chars() {
            match letter {
                '"' | '\'' if quote == Some(letter) => quote = None,
                '"' | '\'' if quote.is_none() => quote = Some(letter),
                ' ' if quote.is_none() => words.push(String::new()),
                _ => words.last_mut().unwrap().push(letter),
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    #[test]
    fn every_command_of_the_manual_can_be_typed() {
        let mut count = 0;
        for (path, bytes) in manual::book() {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let blocks = text.split("```sh\n").skip(1);
            let lines =
                blocks.flat_map(|block| block.split("```").next().unwrap().lines());
            let commands = lines.flat_map(|line| line.split("&&"));
            let commands = commands.map(|line| line.split(" #").next().unwrap().trim());
            for command in commands.filter(|command| command.starts_with("reissue ")) {
                let read = Args::try_parse_from(words(command));
                assert!(read.is_ok(), "{path}: {command}: {}", read.unwrap_err());
                count += 1;
            }
        }
        assert!(count > 40, "{count}");
    }
}
