//! `reissue fetch`: makes the frames that are made elsewhere, and keeps them as extracts.

use crate::cli::Exit;
use crate::cli::args::ConnectionArgs;
use crate::cli::args::FetchArgs;
use crate::cli::environment::Environment;
use crate::cli::environment::variable;
use crate::cli::ui::Ui;
use crate::engine;
use crate::make;
use crate::make::Surroundings;
use crate::model::diagnostic::Sources;
use crate::model::diagnostic::did_you_mean;
use crate::model::visible::visible_line;
use crate::model::words::counted;
use crate::project;
use crate::project::Disk;
use crate::project::Extract;
use crate::project::Maker;
use crate::project::Project;
use crate::project::ProjectPath;
use std::io::Read as _;
use std::time::Duration;

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
    let mut surroundings = Surroundings {
        path: environment.path.clone(),
        variables: Vec::new(),
        profiles: environment.profiles.clone(),
        variable,
        own: environment.own.clone(),
    };
    for name in &args.env {
        match variable(name) {
            Some(value) => surroundings.variables.push((name.clone(), value)),
            None => return refused(&format!("the variable `{name}` is not set")),
        }
    }
    let asked = match asked(&project, args) {
        Ok(asked) => asked,
        Err(why) => return refused(&why),
    };
    if asked.is_empty() {
        listed(ui, &project);
        return Exit::Done;
    }
    let mut exit = Exit::Done;
    for extract in &asked {
        let ended = if args.check {
            compared(ui, &project, extract, &surroundings, &sources)
        } else {
            made(ui, args, (&mut project, extract), &surroundings, &sources)
        };
        if ended != Exit::Done {
            exit = ended;
        }
    }
    exit
}

/// Returns the frames that are asked for: those whose programs are named, and those of engines that
/// are named, or all of engines where nothing is.
fn asked(project: &Project, args: &FetchArgs) -> Result<Vec<Extract>, String> {
    let extracts = &project.statistics.extracts;
    let programs = |it: &&Extract| matches!(it.maker, Maker::Program(_));
    let find = |name: &String, program: bool| {
        let (own, what) = if program {
            ("no program makes", "frames made by programs")
        } else {
            ("no engine makes", "frames made by engines")
        };
        let mut all = extracts.iter().filter(|extract| programs(extract) == program);
        all.clone().find(|extract| extract.name == *name).cloned().ok_or_else(|| {
            if !program && extracts.iter().filter(programs).any(|it| it.name == *name) {
                return format!(
                    "a program makes the frame `{name}`: `--run {name}` runs it"
                );
            }
            let known = all.by_ref().map(|extract| extract.name.as_str());
            format!("{own} a frame `{name}`; {}", did_you_mean(name, known, what))
        })
    };
    if args.run.is_empty() && args.names.is_empty() {
        return Ok(extracts.iter().filter(|it| !programs(it)).cloned().collect());
    }
    let named = args.names.iter().map(|name| find(name, false));
    named.chain(args.run.iter().map(|name| find(name, true))).collect()
}

/// Makes a frame and says what came of it.
fn made(
    ui: Ui,
    args: &FetchArgs,
    (project, extract): (&mut Project, &Extract),
    surroundings: &Surroundings,
    sources: &Sources,
) -> Exit {
    announce(ui, extract);
    let mut sources = sources.clone();
    let made = make::fetch(&args.project, project, extract, surroundings, &mut sources);
    match made {
        Ok(done) => {
            ui.findings(&done.warnings, &sources);
            if done.value.exposed {
                ui.say("warning: this system cannot keep the program from the network");
            }
            let entry = done.value.entry;
            let withheld = match done.value.withheld {
                0 => String::new(),
                count => format!(", {} withheld", counted(count, "cell")),
            };
            let same = if done.value.changed { "" } else { ", the same as before" };
            ui.say(&format!(
                "wrote `{}`: {}{withheld}{same}",
                entry.path,
                counted(entry.rows, "row")
            ));
            project.extracts.insert(extract.name.clone(), entry);
            Exit::Done
        }
        Err(failure) => {
            ui.findings(failure.diagnostics(), &sources);
            ui.say(&match project.extracts.get(&extract.name) {
                Some(entry) => format!("`{}` is kept as it was", entry.path),
                None => "nothing is kept".to_owned(),
            });
            Exit::Found
        }
    }
}

/// Says whether an engine has other data than when a frame was fetched.
fn compared(
    ui: Ui,
    project: &Project,
    extract: &Extract,
    surroundings: &Surroundings,
    sources: &Sources,
) -> Exit {
    let name = &extract.name;
    let Maker::Query(query) = &extract.maker else {
        ui.say(&format!(
            "{name}: `reissue check` says whether its program is to run again"
        ));
        return Exit::Done;
    };
    if query.version.is_none() {
        ui.say(&format!(
            "{name}: add `version:`, a query by which the engine says which data it has"
        ));
        return Exit::Done;
    }
    let is = match make::data(project, extract, query, surroundings) {
        Ok(is) => is,
        Err(failure) => {
            ui.findings(failure.diagnostics(), sources);
            return Exit::Found;
        }
    };
    let was = project.extracts.get(name).map(|entry| entry.data.as_str());
    let (line, exit) = match was {
        Some(was) if was == is => {
            (format!("the data are those fetched (`{is}`)"), Exit::Done)
        }
        Some(was) => (format!("the data changed: `{was}` → `{is}`"), Exit::Found),
        None => (format!("not fetched yet; the data are `{is}`"), Exit::Found),
    };
    ui.say(&visible_line(&format!("{name}: {line}")));
    exit
}

/// Says what is about to run.
fn announce(ui: Ui, extract: &Extract) {
    let line = match &extract.maker {
        Maker::Query(query) => {
            format!("asks `{}` for the rows of `{}`", query.engine, extract.name)
        }
        Maker::Program(program) => {
            let reads: Vec<&str> =
                program.reads.iter().map(ProjectPath::as_str).collect();
            let reads = if reads.is_empty() {
                "in an empty folder".to_owned()
            } else {
                format!("on a copy of {}", reads.join(", "))
            };
            let command = make::command(&program.run);
            let (timeout, memory) = (program.timeout, program.memory);
            format!(
                "runs `{command}` {reads}, for at most {timeout} and with {memory} of memory"
            )
        }
    };
    ui.say(&visible_line(&line));
}

/// Lists the frames that are made elsewhere.
fn listed(ui: Ui, project: &Project) {
    let extracts = &project.statistics.extracts;
    for extract in extracts {
        let state = match project.extracts.get(&extract.name) {
            Some(entry) => format!("{} in `{}`", counted(entry.rows, "row"), entry.path),
            None => "not fetched yet".to_owned(),
        };
        let maker = match &extract.maker {
            Maker::Program(program) => format!("`{}`", make::command(&program.run)),
            Maker::Query(query) => format!("the engine `{}`", query.engine),
        };
        let line = format!("{}: {state}; made by {maker}", extract.name);
        ui.data(&format!("{}\n", visible_line(&line)));
    }
    ui.say(if extracts.is_empty() {
        "no frame is made elsewhere; `reissue explain programs` and `reissue explain engines` say how to declare one"
    } else {
        "`reissue fetch --run NAME` runs the program of a frame"
    });
}

/// How long a driver may take to have its engine stop.
const CANCELLED: Duration = Duration::from_millis(1500);

/// Answers a question to an engine, as the process of one connection; stops when whoever asked does.
pub(super) fn connection(ui: Ui, args: &ConnectionArgs) -> Exit {
    let Ok(question) = serde_json::from_str(&args.question) else {
        ui.urgent("error: this is no question");
        return Exit::Failed;
    };
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::thread::spawn(engine::cancel);
        // The driver may still have to send it.
        std::thread::sleep(CANCELLED);
        #[expect(clippy::exit, reason = "a driver may be deep within a call")]
        std::process::exit(1);
    });
    let answer = engine::answer(&question);
    ui.data(&serde_json::to_string(&answer).unwrap_or_default());
    Exit::Done
}
