//! `reissue data`: describe new data files in the contract, check them, and look at them.

use crate::cli::Exit;
use crate::cli::args::DataAddArgs;
use crate::cli::args::DataArgs;
use crate::cli::args::DataCommand;
use crate::cli::args::DataLookArgs;
use crate::cli::given::Given;
use crate::cli::given::given;
use crate::cli::replace::replace;
use crate::cli::ui::Ui;
use crate::frame;
use crate::frame::Draft;
use crate::make;
use crate::make::Seal;
use crate::memo::Forgetful;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Severity;
use crate::model::diagnostic::Sources;
use crate::model::table::Cells;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::model::visible::visible_line;
use crate::model::words::counted;
use crate::project;
use crate::project::Disk;
use crate::project::ProjectPath;
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn data(ui: Ui, args: &DataArgs, seal: &Seal) -> Exit {
    match &args.command {
        DataCommand::Add(args) => add(ui, args),
        DataCommand::Replace(args) => replace(ui, args, seal),
        DataCommand::Check(args) => check(ui, args),
        DataCommand::Describe(args) => describe(ui, args),
    }
}

/// Drafts the resources of files; files of one shape become one resource.
pub(super) fn drafts(given: &[Given], taken: &[String]) -> Result<Vec<Draft>, String> {
    let mut taken = taken.to_vec();
    let mut out: Vec<Draft> = Vec::new();
    for group in frame::grouped(given.iter().map(|it| (it.name.as_str(), &it.bytes))) {
        let drafts = frame::draft(&group, &taken)
            .map_err(|why| format!("`{}`: {why}", group.path))?;
        taken.extend(drafts.iter().map(|draft| draft.name.clone()));
        out.extend(drafts);
    }
    Ok(out)
}

/// Prints what was found and what to check.
pub(super) fn report(ui: Ui, drafts: &[Draft]) {
    for draft in drafts {
        ui.say(&draft.summary);
        for check in &draft.checks {
            ui.say(&format!("  check: {check}"));
        }
    }
}

fn add(ui: Ui, args: &DataAddArgs) -> Exit {
    let refused = |why: &str| {
        ui.urgent(&format!("error: {why}"));
        Exit::Failed
    };
    let contract = args.project.join("data/datapackage.yaml");
    let given = match given(&args.files, Some(&args.project.join("data"))) {
        Ok(given) => given,
        Err(why) => return refused(&why),
    };
    if given.is_empty() {
        return refused("no data file there");
    }
    let disk = Disk::new(&args.project);
    let text = {
        use crate::project::Files as _;
        let path = ProjectPath::contract();
        if disk.exists(&path) {
            disk.text(&path).map(|text| text.to_string())
        } else {
            Ok(String::new())
        }
    };
    let text = match text {
        Ok(text) => text,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &Sources::new());
            return Exit::Failed;
        }
    };
    let taken = frame::names_in(&text);
    let drafts = match drafts(&given, &taken) {
        Ok(drafts) => drafts,
        Err(why) => return refused(&why),
    };
    let entries: Vec<String> = drafts.iter().map(|draft| draft.yaml.clone()).collect();
    let Some(new) = frame::inserted(&text, &entries) else {
        return refused(&format!(
            "`{}` has no list `resources:` to add to",
            contract.display()
        ));
    };
    if args.dry_run {
        ui.data(&entries.join("\n"));
        report(ui, &drafts);
        return Exit::Done;
    }
    for file in given.iter().filter(|file| !file.there) {
        let name = format!("data/{}", file.name);
        if args.project.join(&name).exists() {
            return refused(&format!("`{name}` is there already: use another name"));
        }
        if let Err(failure) = make::write_source(&args.project, &name, &file.bytes) {
            ui.findings(failure.diagnostics(), &Sources::new());
            return Exit::Failed;
        }
    }
    if let Err(failure) =
        make::write_source(&args.project, "data/datapackage.yaml", new.as_bytes())
    {
        ui.findings(failure.diagnostics(), &Sources::new());
        return Exit::Failed;
    }
    report(ui, &drafts);
    ui.say(&format!(
        "wrote {} to {}",
        if drafts.len() == 1 {
            "a resource".to_owned()
        } else {
            format!("{} resources", drafts.len())
        },
        contract.display()
    ));
    Exit::Done
}

/// Loads the data of a project and does something with the frames.
fn with_frames(
    ui: Ui,
    root: &Path,
    look: impl FnOnce(&project::Project, &frame::Frames<'_>) -> Exit,
) -> Exit {
    let disk = Disk::new(root);
    let (project, mut sources) = project::load(&disk, &make::KINDS);
    let project = match project {
        Ok(project) => project,
        Err(failure) => {
            ui.findings(failure.diagnostics(), &sources);
            return Exit::Found;
        }
    };
    match frame::load(&project, &disk, &Forgetful, &mut sources) {
        Ok(frames) => {
            ui.findings(frames.stale(Severity::Warning).so_far(), &sources);
            ui.findings(&frames.warnings(), &sources);
            look(&project, &frames)
        }
        Err(failure) => {
            ui.findings(failure.diagnostics(), &sources);
            Exit::Found
        }
    }
}

fn check(ui: Ui, args: &DataLookArgs) -> Exit {
    with_frames(ui, &args.project, |project, frames| {
        for resource in project.resources() {
            let rows = frames.digest(&resource.name).map_or(0, |digest| digest.rows);
            let keep = if rows == 1 { "keeps its" } else { "keep their" };
            ui.say(&format!(
                "{}: {} {keep} contract",
                resource.name,
                counted(rows, "row")
            ));
        }
        Exit::Done
    })
}

fn describe(ui: Ui, args: &DataLookArgs) -> Exit {
    with_frames(ui, &args.project, |project, frames| {
        let names: Vec<&str> = match &args.name {
            Some(name) => vec![name.as_str()],
            None => project.resources().map(|resource| resource.name.as_str()).collect(),
        };
        let mut found = Findings::new();
        for name in names {
            match frames.table(name) {
                Ok(Some(table)) => ui.data(&described(name, table)),
                Ok(None) => {
                    let known: Vec<&str> = frames.names().collect();
                    ui.urgent(&format!(
                        "error: there is no `{name}`; the tables are {}",
                        known.join(", ")
                    ));
                    return Exit::Failed;
                }
                Err(failure) => found.extend(failure.into_diagnostics()),
            }
        }
        match found.finish(()) {
            Ok(_) => Exit::Done,
            Err(failure) => {
                ui.findings(failure.diagnostics(), &Sources::new());
                Exit::Found
            }
        }
    })
}

/// Rows that are shown.
const FIRST: usize = 5;

/// Describes a table: its columns with ranges and missing cells, and its first rows.
fn described(name: &str, table: &Table) -> String {
    let mut out = format!(
        "{name}: {}, {}, from {}\n\n",
        counted(table.rows(), "row"),
        counted(table.columns.len(), "column"),
        table.files.join(", ")
    );
    let width = table.names().map(|name| name.chars().count()).max().unwrap_or(0).min(40);
    for column in table.columns.iter().filter(|column| !is_reason(table, &column.name)) {
        let kind = match &column.cells {
            Cells::Integer(_) => "whole",
            Cells::Number(_) => "number",
            Cells::Text(_) => "text",
            Cells::Bool(_) => "truth",
        };
        let (codes, values) = column.codes();
        let missing = codes.iter().filter(|code| code.is_none()).count();
        let _ = write!(out, "  {:width$}  {kind:6}  ", visible_line(&column.name));
        let range = if column.is_numeric() {
            numbers(column)
        } else {
            texts(column, &codes, &values)
        };
        let _ = write!(out, "{}", visible_line(&range));
        if missing > 0 {
            let _ = write!(out, "; {missing} missing{}", reasons(table, &column.name));
        }
        out.push('\n');
    }
    let _ = write!(out, "\n  first rows\n");
    for row in 0..table.rows().min(FIRST) {
        let cells: Vec<String> = table
            .columns
            .iter()
            .take(8)
            .map(|column| column.key(row).unwrap_or_else(|| "·".to_owned()))
            .map(|cell| visible_line(&cell).chars().take(24).collect())
            .collect();
        let _ = writeln!(out, "  {}", cells.join(" | "));
    }
    out
}

fn is_reason(table: &Table, name: &str) -> bool {
    name.strip_suffix("_reason").is_some_and(|base| table.column(base).is_some())
}

/// Returns the reasons of missing cells with their counts.
fn reasons(table: &Table, name: &str) -> String {
    let Some(column) = table.column(&format!("{name}_reason")) else {
        return String::new();
    };
    let (codes, values) = column.codes();
    let parts: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(at, reason)| {
            let count = codes.iter().filter(|code| **code == Some(at)).count();
            format!("{count} {reason}")
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Returns the range of numbers, and a small picture of how they are spread.
fn numbers(column: &Column) -> String {
    let values: Vec<f64> =
        (0..column.len()).filter_map(|row| column.number(row)).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if values.is_empty() {
        return "no value".to_owned();
    }
    let mut bins = [0_usize; 12];
    for value in &values {
        let share = if high > low { (value - low) / (high - low) } else { 0.0 };
        let bin = ((share * 12.0) as usize).min(11);
        if let Some(count) = bins.get_mut(bin) {
            *count += 1;
        }
    }
    let most = bins.iter().copied().max().unwrap_or(1).max(1);
    let bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let picture: String = bins
        .iter()
        .map(|count| {
            if *count == 0 {
                ' '
            } else {
                bars.get((count * 7).div_ceil(most)).copied().unwrap_or('█')
            }
        })
        .collect();
    format!("{low} to {high}  {picture}")
}

/// Returns the most frequent texts, or the range where all differ.
fn texts(column: &Column, codes: &[Option<usize>], values: &[String]) -> String {
    let mut counts = vec![0_usize; values.len()];
    for code in codes.iter().flatten() {
        if let Some(count) = counts.get_mut(*code) {
            *count += 1;
        }
    }
    let mut all: Vec<(usize, &String)> = counts.into_iter().zip(values).collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let shown: Vec<String> = all
        .iter()
        .take(3)
        .map(|(count, text)| {
            format!("{} ({count})", text.chars().take(30).collect::<String>())
        })
        .collect();
    let more = if all.len() > 3 { ", …" } else { "" };
    let distinct = values.len();
    let _ = column;
    format!("{distinct} different: {}{more}", shown.join(", "))
}
