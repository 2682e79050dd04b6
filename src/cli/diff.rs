//! `reissue diff`: what changed between two editions, ordered by how much it matters.

use crate::cli::Exit;
use crate::cli::args::DiffArgs;
use crate::cli::args::DiffFormat;
use crate::cli::args::Weight;
use crate::cli::environment::Environment;
use crate::cli::side::sides;
use crate::cli::ui::Ui;
use crate::diff;
use crate::make;
use crate::make::OpenedSide;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::output::typst::Program;
use crate::project;
use crate::project::Disk;

pub(super) fn diff(ui: Ui, args: &DiffArgs, environment: &Environment) -> Exit {
    let old = args.old.as_deref().unwrap_or("git:HEAD");
    let new = args.new.as_deref().unwrap_or(".");
    let Some((old, new)) = sides(ui, (&args.project, &environment.seal()), [old, new])
    else {
        return Exit::Failed;
    };
    let line = ui.progress();
    let found = make::compare(&old, &new);
    let told = told(args, &old, &new, &found);
    let printed = printed(args, environment, (&old, &new), &found);
    line.clear();
    match told.and_then(|text| printed.map(|()| text)) {
        Ok(Some(text)) => ui.data(&text),
        Ok(None) => {}
        Err(failure) => {
            ui.findings(failure.diagnostics(), &Sources::new());
            return Exit::Failed;
        }
    }
    if weighs(&found, args.fail_on) { Exit::Found } else { Exit::Done }
}

/// Returns the comparison in the form that was asked for, unless it went to a file.
fn told(
    args: &DiffArgs,
    old: &OpenedSide,
    new: &OpenedSide,
    found: &Comparison,
) -> Result<Option<String>> {
    let text = match args.format {
        DiffFormat::Text => diff::terminal(found, args.all, crate::cli::ui::screen()),
        DiffFormat::Markdown => diff::markdown(found),
        DiffFormat::Html => {
            let review = project::review(&Disk::new(&args.project))?;
            make::changes_page(&args.project, old, new, found, &review)?
        }
        DiffFormat::Json => serde_json::to_string_pretty(found)
            .map(|text| text + "\n")
            .unwrap_or_default(),
    };
    match &args.to {
        Some(path) => make::write_file(path, text.as_bytes()).map(|()| None),
        None => Ok(Some(text)),
    }
}

/// Writes the comparison as a PDF, where it was asked for.
fn printed(
    args: &DiffArgs,
    environment: &Environment,
    sides: (&OpenedSide, &OpenedSide),
    found: &Comparison,
) -> Result<()> {
    let Some(path) = &args.pdf else { return Ok(()) };
    let asked = args.typst.as_deref().or(environment.typst.as_deref());
    let program = Program::find(asked, environment.cache.as_deref(), &environment.path)?
        .packages(args.packages);
    make::write_file(path, &make::changes_pdf(&args.project, sides, found, &program)?)
}

/// Returns whether anything of this weight, or more, changed.
pub(super) fn weighs(found: &Comparison, weight: Weight) -> bool {
    found.items.iter().any(|item| match weight {
        Weight::Conclusions => item.class == Class::Conclusions || diff::loosened(item),
        Weight::Numbers => item.class.signed(),
        Weight::Words => item.class <= Class::Words && item.class != Class::Unseen,
        Weight::Any => true,
    })
}
