//! A new form of a data file: what it changes, found before anything is written.
//!
//! In: a project, the name of a resource, and bytes that would take the place of its file. Out:
//! [`Vintage`]. Guarantees: nothing is written; rows are paired by the contract's primary key;
//! where the new form breaks the contract, that is among the findings, and what can be compared
//! is compared all the same.

use crate::frame;
use crate::make::KINDS;
use crate::make::drift::drift;
use crate::make::rows::keys;
use crate::memo::Forgetful;
use crate::model::calendar;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Failure;
use crate::model::diagnostic::Sources;
use crate::model::table::Column;
use crate::model::table::Table;
use crate::project;
use crate::project::Constraints;
use crate::project::FieldType;
use crate::project::FieldsMatch;
use crate::project::Files;
use crate::project::Overlay;
use crate::project::Project;
use crate::project::ProjectPath;
use crate::project::ResourceDecl;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most names listed of one sort.
const LISTED: usize = 5;
/// The most distinct values of a column that are compared as categories.
const CATEGORIES: usize = 500;

/// What a new form of a data file changes.
#[derive(Debug)]
pub struct Vintage {
    /// The file, from the project's folder.
    pub path: ProjectPath,
    /// What it holds now.
    pub old: Arc<[u8]>,
    /// What changes, a line each.
    pub changes: Vec<String>,
    /// What the project would find wrong with the new form.
    pub faults: Vec<Diagnostic>,
    /// The texts that these point at.
    pub sources: Sources,
}

/// Why there is nothing to compare.
#[derive(Debug)]
pub enum Refusal {
    /// The project or the file cannot be read.
    Faults(Failure, Box<Sources>),
    /// There is no such resource, or it is no single file.
    Name(String),
}

/// Compares a resource's file with bytes that would take its place.
pub fn vintage(
    files: &dyn Files,
    name: &str,
    bytes: &Arc<[u8]>,
) -> Result<Vintage, Refusal> {
    let (project, mut sources) = project::load(files, &KINDS);
    let faults = |failure, sources| Refusal::Faults(failure, Box::new(sources));
    let project = match project {
        Ok(project) => project,
        Err(failure) => return Err(faults(failure, sources)),
    };
    let resources = &project.package.resources;
    let Some(resource) = resources.iter().find(|resource| resource.name == name) else {
        let known: Vec<&str> =
            resources.iter().map(|known| known.name.as_str()).collect();
        let known = known.join(", ");
        return Err(Refusal::Name(format!(
            "there is no resource `{name}`; the resources are {known}"
        )));
    };
    let single = resource.path.single();
    let Some(path) = single.and_then(|path| project.package_path.beside(path).ok())
    else {
        return Err(Refusal::Name(format!(
            "`{name}` is made of several files: put the new one beside them in `data/`, and name it in `path:`"
        )));
    };
    let old = match files.read(&path) {
        Ok(old) => old,
        Err(failure) => return Err(faults(failure, sources)),
    };
    let replaced = Overlay::new(files, path.clone(), Some(Arc::clone(bytes)));
    let loose = loosened(&project, resource);
    let changes = {
        let before = frame::load(&loose, files, &Forgetful, &mut sources);
        let before = match before {
            Ok(before) => before,
            Err(failure) => return Err(faults(failure, sources)),
        };
        let mut ignored = Sources::new();
        let after = frame::load(&loose, &replaced, &Forgetful, &mut ignored);
        let tables = after.as_ref().map(|after| (before.table(name), after.table(name)));
        match tables {
            Ok((Ok(Some(old)), Ok(Some(new)))) => compared(resource, old, new),
            _ => vec![
                "the new form cannot be read by the contract, and is not compared"
                    .to_owned(),
            ],
        }
    };
    let mut sources = Sources::new();
    let faults = match frame::load(&project, &replaced, &Forgetful, &mut sources) {
        Ok(frames) => frames.warnings(),
        Err(failure) => failure.diagnostics().to_vec(),
    };
    Ok(Vintage { path, old, changes, faults, sources })
}

/// Returns the project with one resource, of which only the types of columns are kept.
fn loosened(project: &Project, resource: &ResourceDecl) -> Project {
    let mut resource = resource.clone();
    resource.schema.fields_match = FieldsMatch::Partial;
    resource.schema.primary_key = project::Names::default();
    resource.schema.unique_keys.clear();
    resource.schema.foreign_keys.clear();
    resource.expect = None;
    resource.complete.clear();
    for field in &mut resource.schema.fields {
        field.constraints = Constraints::default();
    }
    let mut project = project.clone();
    project.package.resources = vec![resource];
    project.statistics.frames.clear();
    project.statistics.extracts.clear();
    project
}

/// Returns what differs between two forms of a table, a line each.
fn compared(resource: &ResourceDecl, old: &Table, new: &Table) -> Vec<String> {
    let mut out = vec![format!("rows: {} before, {} after", old.rows(), new.rows())];
    out.extend(columns(old, new));
    let key = resource.schema.primary_key.list();
    match (keys(old, key), keys(new, key)) {
        (Some(was), Some(is)) => out.extend(rows(&was, &is)),
        _ => out.push("no `primaryKey` is declared: rows are not paired".to_owned()),
    }
    if let Some(found) = drift((old, key), (new, key)) {
        if !found.changed.is_empty() {
            out.push(format!("revised rows: {}", listed(&found.changed)));
        }
        for detail in &found.columns {
            let moved = if detail.old.is_empty() && detail.new.is_empty() {
                String::new()
            } else {
                format!(", {} → {}", detail.old, detail.new)
            };
            out.push(format!(
                "revised values of {}: {}{moved}",
                detail.what, detail.note
            ));
        }
    }
    for column in &new.columns {
        let Some(before) = old.column(&column.name) else { continue };
        if is_reason(new, &column.name) {
            continue;
        }
        out.extend(values(resource, before, column));
        let missing = |column: &Column| {
            column.codes().0.iter().filter(|code| code.is_none()).count()
        };
        let (was, is) = (missing(before), missing(column));
        if was != is {
            let name = &column.name;
            out.push(format!("missing cells of `{name}`: {was} before, {is} after"));
        }
    }
    out
}

/// Names columns that one form has and the other does not.
fn columns(old: &Table, new: &Table) -> Vec<String> {
    let only = |these: &Table, those: &Table| -> Vec<String> {
        let names = these.names().filter(|name| those.column(name).is_none());
        names
            .filter(|name| !is_reason(these, name))
            .map(|name| format!("`{name}`"))
            .collect()
    };
    let sorts =
        [("new columns", only(new, old)), ("columns that are gone", only(old, new))];
    let some = sorts.into_iter().filter(|(_, names)| !names.is_empty());
    some.map(|(words, names)| format!("{words}: {}", listed(&names))).collect()
}

/// Names rows that one form has and the other does not, and keys that occur twice.
fn rows(was: &[String], is: &[String]) -> Vec<String> {
    let (before, after): (BTreeSet<&String>, BTreeSet<&String>) =
        (was.iter().collect(), is.iter().collect());
    let only = |these: &[String], those: &BTreeSet<&String>| -> Vec<String> {
        these.iter().filter(|key| !those.contains(key)).cloned().collect()
    };
    let mut seen = BTreeSet::new();
    let twice: Vec<String> =
        is.iter().filter(|key| !seen.insert(*key)).cloned().collect();
    let sorts = [
        ("new rows", only(is, &before)),
        ("rows that are gone", only(was, &after)),
        ("keys that occur twice", twice),
    ];
    let some = sorts.into_iter().filter(|(_, keys)| !keys.is_empty());
    some.map(|(words, keys)| format!("{words}: {}", listed(&keys))).collect()
}

/// Names periods or categories of a column that one form has and the other does not.
fn values(resource: &ResourceDecl, before: &Column, after: &Column) -> Vec<String> {
    let fields = &resource.schema.fields;
    let declared = fields.iter().find(|field| field.name == after.name);
    let dated = declared.is_some_and(|field| {
        matches!(field.kind, FieldType::Year | FieldType::Yearmonth | FieldType::Date)
    });
    if after.is_numeric() && !dated {
        return Vec::new();
    }
    let (was, is) = (before.codes().1, after.codes().1);
    let texts = was.iter().chain(&is).map(String::as_str);
    let time = dated || !is.is_empty() && calendar::periods(texts).is_some();
    if !time && (was.len() > CATEGORIES || is.len() > CATEGORIES) {
        return Vec::new();
    }
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|value| !those.contains(value)).cloned().collect()
    };
    let sort = if time { "periods" } else { "categories" };
    let sorts = [
        (format!("new {sort} of `{}`", after.name), only(&is, &was)),
        (format!("{sort} of `{}` that are gone", after.name), only(&was, &is)),
    ];
    let some = sorts.into_iter().filter(|(_, values)| !values.is_empty());
    some.map(|(words, values)| format!("{words}: {}", listed(&values))).collect()
}

/// Lists the first names, after how many there are.
fn listed(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
    let more = names.len().saturating_sub(LISTED);
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{} ({}{rest})", names.len(), shown.join("; "))
}

/// Whether a column holds the reasons for missing cells of another.
fn is_reason(table: &Table, name: &str) -> bool {
    name.strip_suffix("_reason").is_some_and(|base| table.column(base).is_some())
}
