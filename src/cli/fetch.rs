//! `reissue fetch`: makes the frames that are made elsewhere, and keeps them as extracts.

use crate::cli::Exit;
use crate::cli::args::FetchArgs;
use crate::cli::environment::Environment;
use crate::cli::environment::variable;
use crate::cli::ui::Ui;
use crate::make;
use crate::make::Surroundings;
use crate::model::diagnostic::did_you_mean;
use crate::model::visible::visible_line;
use crate::project;
use crate::project::Disk;
use crate::project::Extract;
use crate::project::Project;
use crate::project::ProjectPath;

pub(super) fn fetch(ui: Ui, args: &FetchArgs, environment: &Environment) -> Exit {
    let (project, sources) = project::load(&Disk::new(&args.project), &make::KINDS);
    let mut project = match project {
        Ok(project) => project,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &sources);
            return Exit::Found;
        }
    };
    let refused = |why: &str| {
        ui.urgent(&format!("error: {why}"));
        Exit::Failed
    };
    if args.run.is_empty() {
        listed(ui, &project);
        return Exit::Done;
    }
    let mut surroundings =
        Surroundings { path: environment.path.clone(), ..Surroundings::default() };
    for name in &args.env {
        match variable(name) {
            Some(value) => surroundings.variables.push((name.clone(), value)),
            None => return refused(&format!("the variable `{name}` is not set")),
        }
    }
    for name in &args.run {
        let Some(extract) = project.statistics.extract(name) else {
            let known = project.statistics.extracts.iter();
            let known = known.map(|extract| extract.name.as_str());
            let help = did_you_mean(name, known, "frames made by programs");
            return refused(&format!("no program makes a frame `{name}`; {help}"));
        };
        announce(ui, extract);
        let mut sources = sources.clone();
        let made =
            make::fetch(&args.project, &project, extract, &surroundings, &mut sources);
        match made {
            Ok(done) => {
                ui.findings(&done.warnings, &sources);
                if !done.value.apart {
                    ui.say(
                        "warning: this system cannot keep the program from the network",
                    );
                }
                let entry = done.value.entry;
                let same = if done.value.changed { "" } else { ", the same as before" };
                ui.say(&format!("wrote `{}`: {} rows{same}", entry.path, entry.rows));
                project.extracts.insert(name.clone(), entry);
            }
            Err(failure) => {
                ui.findings(failure.diagnostics(), &sources);
                ui.say(&match project.extracts.get(name) {
                    Some(entry) => format!("`{}` is kept as it was", entry.path),
                    None => "nothing is kept".to_owned(),
                });
                return Exit::Found;
            }
        }
    }
    Exit::Done
}

/// Says what is about to run.
fn announce(ui: Ui, extract: &Extract) {
    let program = &extract.decl.program;
    let reads: Vec<&str> = program.reads.iter().map(ProjectPath::as_str).collect();
    let reads = if reads.is_empty() {
        "in an empty folder".to_owned()
    } else {
        format!("on a copy of {}", reads.join(", "))
    };
    let command = make::command(&program.run);
    let (timeout, memory) = (program.timeout, program.memory);
    ui.say(&visible_line(&format!(
        "runs `{command}` {reads}, for at most {timeout} and with {memory} of memory"
    )));
}

/// Lists the frames that are made elsewhere.
fn listed(ui: Ui, project: &Project) {
    let extracts = &project.statistics.extracts;
    for extract in extracts {
        let state = match project.extracts.get(&extract.name) {
            Some(entry) => format!("{} rows in `{}`", entry.rows, entry.path),
            None => "not fetched yet".to_owned(),
        };
        let command = make::command(&extract.decl.program.run);
        let line = format!("{}: {state}; made by `{command}`", extract.name);
        ui.data(&format!("{}\n", visible_line(&line)));
    }
    ui.say(if extracts.is_empty() {
        "no frame is made by a program; `reissue explain programs` says how to declare one"
    } else {
        "`reissue fetch --run NAME` runs the program of a frame"
    });
}
