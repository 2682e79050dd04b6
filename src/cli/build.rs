//! `reissue build` and `reissue check`.

use crate::cli::Exit;
use crate::cli::args::BuildArgs;
use crate::cli::args::BuildCommand;
use crate::cli::args::CheckArgs;
use crate::cli::diff::weighs;
use crate::cli::embargo;
use crate::cli::environment::Environment;
use crate::cli::guards;
use crate::cli::side::opened;
use crate::cli::side::side;
use crate::cli::side::sides;
use crate::cli::steps;
use crate::cli::ui::Ui;
use crate::diff;
use crate::make;
use crate::make::OpenedSide;
use crate::make::Outcome;
use crate::make::Request;
use crate::make::Seal;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::model::words::listed;
use crate::narrative::Measured;
use crate::output::typst::Program;
use crate::project;
use crate::project::Disk;
use crate::project::Lift;
use std::time::Duration;

pub(super) fn command(ui: Ui, args: &BuildCommand, environment: &Environment) -> Exit {
    let help = "wait, or lift it with `--lift --force --because REASON`, which the edition records";
    build(ui, &args.build, &args.only, embargo::lift(&args.embargo, help), environment)
}

/// Builds everything, or documents alone, with or without the stamps of an embargo.
pub(super) fn build(
    ui: Ui,
    args: &BuildArgs,
    only: &[String],
    lift: Option<Lift>,
    environment: &Environment,
) -> Exit {
    let request = match request(ui, args, environment) {
        Ok(request) => Request { lift, only: only.to_vec(), ..request },
        Err(exit) => return exit,
    };
    let local = request.out.join("editions");
    let (stood, page) = (local.is_dir(), request.out.join("index.html"));
    let whole = page.is_file();
    let line = ui.progress();
    let outcome = make::build(&request, &line);
    line.clear();
    let exit = report(ui, &outcome);
    if let Some(path) = &args.timings {
        let trace = timings(&outcome);
        if let Err(failure) = make::write_file(path, trace.as_bytes()) {
            ui.findings(failure.diagnostics(), &Sources::new());
        }
    }
    if exit == Exit::Done {
        let reused = outcome.steps.iter().all(|step| step.reused);
        let out = args.out.display();
        ui.say(&if reused {
            format!("{out}/ is up to date")
        } else if !only.is_empty() {
            let folders = only.iter().map(|id| format!("{out}/documents/{id}/"));
            format!("wrote {}", listed(&folders.collect::<Vec<_>>()))
        } else if request.typst.is_some() {
            format!("wrote {out}/index.html and {out}/report.pdf")
        } else {
            format!("wrote {out}/index.html")
        });
        if request.editions && !reused {
            ui.say(&format!("wrote {out}/editions/index.html and the editions it lists"));
        }
        if whole && !page.is_file() {
            ui.say(&format!(
                "left out the rest of {out}/, which was made of other values: build without `--only` to make it"
            ));
        } else if stood && !local.is_dir() {
            ui.say(&format!(
                "left out {out}/editions/, which stood there before: add `--editions` to make it"
            ));
        }
        let asked = |one: &&Measured| only.is_empty() || only.contains(&one.id);
        outcome.measured.iter().filter(asked).for_each(|one| ui.say(&length(one)));
        if let Some(embargo) = &outcome.embargo {
            ui.say(&embargo::standing(embargo, "reissue build --lift"));
        }
    }
    exit
}

/// Returns what was measured of a document, as a line.
fn length(measured: &Measured) -> String {
    let Measured { id, words, most, age } = measured;
    let most = most.map(|most| format!(" of at most {most}")).unwrap_or_default();
    let age = age.map(|age| format!(", reading age {age}")).unwrap_or_default();
    format!("`{id}`: {words}{most} words{age}")
}

/// Turns arguments into a request; finds or installs typst.
pub(super) fn request(
    ui: Ui,
    args: &BuildArgs,
    environment: &Environment,
) -> Result<Request, Exit> {
    if !args.project.join("report").join("report.yaml").is_file() {
        ui.urgent(&format!(
            "error: there is no report project in `{}`: report/report.yaml is missing",
            args.project.display()
        ));
        ui.urgent(
            "hint: run `reissue new demo` to make one, or point at one with `--project`",
        );
        return Err(Exit::Failed);
    }
    let patience = Duration::from_secs(args.typst_patience);
    let typst = if args.html_only {
        None
    } else {
        Some(typst(ui, args, environment)?.patience(patience).packages(args.packages))
    };
    Ok(Request {
        out: args.project.join(&args.out),
        draft: args.draft,
        strict: args.strict,
        typst,
        wait: args.wait,
        cache: !args.no_cache,
        editions: args.editions,
        seal: environment.seal(),
        ..Request::of(&args.project)
    })
}

fn typst(ui: Ui, args: &BuildArgs, environment: &Environment) -> Result<Program, Exit> {
    let cache = environment.cache.as_deref();
    let asked = args.typst.as_deref().or(environment.typst.as_deref());
    let found = Program::find(asked, cache, &environment.path);
    // Only where another could be installed must it be known at once whether this one is fit.
    let found = if args.install_typst { found.and_then(Program::checked) } else { found };
    let failure = match found {
        Ok(program) => return Ok(program),
        Err(failure) => failure,
    };
    let installed = match (args.install_typst, cache) {
        (false, _) => Err(failure),
        (true, Some(cache)) => Program::install(cache, &mut |line| ui.say(line)),
        (true, None) => Err(Program::no_place()),
    };
    installed.map_err(|failure| {
        ui.findings(failure.diagnostics(), &Sources::new());
        Exit::Failed
    })
}

pub(super) fn check(ui: Ui, args: &CheckArgs, environment: &Environment) -> Exit {
    let request = Request {
        draft: args.draft,
        strict: args.strict,
        editions: args.editions,
        seal: environment.seal(),
        ..Request::of(&args.project)
    };
    let line = ui.progress();
    let outcome = make::check(&request, &line);
    line.clear();
    let exit = report(ui, &outcome);
    if exit == Exit::Done {
        let seal = &request.seal;
        if args.strict {
            match guards::loosened(ui, &args.project, seal) {
                Ok(false) => {}
                Ok(true) => return Exit::Found,
                Err(failure) => {
                    ui.findings(failure.diagnostics(), &Sources::new());
                    return Exit::Failed;
                }
            }
        }
        ui.say(if outcome.diagnostics.is_empty() {
            "no faults found"
        } else {
            "no errors found"
        });
        outcome.measured.iter().for_each(|one| ui.say(&length(one)));
        if outcome.unwoven {
            ui.say(
                "the local editions were not woven: add `--editions` to check them, too",
            );
        }
        if let Some(edition) = &args.against {
            return drifted(ui, args, edition, seal);
        }
    }
    // What is wrong hides nothing that changed, if the report can be made at all.
    if let (Exit::Found, Some(edition)) = (exit, &args.against)
        && let (Ok(new), _) = side((&args.project, &request.seal), ".")
        && let Some(old) = opened(ui, (&args.project, &request.seal), edition)
    {
        compared(ui, args, &old, &new);
    }
    exit
}

/// Returns how many items nobody accepted, in words.
fn waiting(count: usize) -> String {
    match count {
        0 => "no item waits for review".to_owned(),
        1 => "1 item waits for review".to_owned(),
        _ => format!("{count} items wait for review"),
    }
}

/// Says what drifted since an edition, and how much of it waits for a decision.
fn drifted(ui: Ui, args: &CheckArgs, edition: &str, seal: &Seal) -> Exit {
    let Some((old, new)) = sides(ui, (&args.project, seal), [edition, "."]) else {
        return Exit::Failed;
    };
    compared(ui, args, &old, &new)
}

fn compared(ui: Ui, args: &CheckArgs, old: &OpenedSide, new: &OpenedSide) -> Exit {
    let found = make::compare(old, new);
    ui.data(&diff::terminal(&found, false, crate::cli::ui::screen()));
    match project::review(&Disk::new(&args.project)) {
        Ok(review) => ui.say(&waiting(diff::unaccepted(&found, &review).len())),
        Err(failure) => {
            ui.findings(failure.diagnostics(), &Sources::new());
            return Exit::Failed;
        }
    }
    if weighs(&found, args.fail_on) { Exit::Found } else { Exit::Done }
}

/// Draws what a run found, and its steps when asked.
pub(super) fn report(ui: Ui, outcome: &Outcome) -> Exit {
    if ui.verbose {
        for line in steps::told(&outcome.steps) {
            ui.say(&line);
        }
    }
    ui.findings(&outcome.diagnostics, &outcome.sources);
    let errors =
        outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let (machine, report): (Vec<_>, Vec<_>) =
        errors.partition(|found| found.code.of_the_machine());
    match (outcome.done, report.is_empty(), machine.is_empty()) {
        (true, true, true) => Exit::Done,
        (_, true, false) => Exit::Failed,
        _ => Exit::Found,
    }
}

/// Returns the steps in the trace-event form that browsers' profilers read, a lane a thread.
fn timings(outcome: &Outcome) -> String {
    let last = outcome.steps.iter().map(|step| step.lane).max().unwrap_or_default();
    let lanes = (0..=last).map(|lane| {
        let name = format!("thread {}", lane + 1);
        serde_json::json!({
            "name": "thread_name", "ph": "M", "pid": 1, "tid": lane + 1, "args": {"name": name},
        })
    });
    let steps = outcome.steps.iter().map(|step| {
        serde_json::json!({
            "name": step.name,
            "cat": if step.reused { "reused" } else { "ran" },
            "ph": "X",
            "pid": 1,
            "tid": step.lane + 1,
            "ts": u64::try_from(step.start.as_micros()).unwrap_or(0),
            "dur": u64::try_from(step.took.as_micros()).unwrap_or(0),
            "args": {"reused": step.reused, "changed": step.changed},
        })
    });
    let events: Vec<serde_json::Value> = lanes.chain(steps).collect();
    format!("{:#}\n", serde_json::json!({ "traceEvents": events }))
}
