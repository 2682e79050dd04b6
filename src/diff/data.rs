//! Data files that changed: their rows by key, their columns, and how far the values drifted;
//! and their contract.

use crate::diff::align::RenamedColumn;
use crate::diff::align::Value;
use crate::diff::align::reasons;
use crate::diff::changed::Changed;
use crate::diff::extract;
use crate::diff::extract::EXTRACT;
use crate::diff::guards;
use crate::diff::sides::Sides;
use crate::diff::spelt::bare;
use crate::diff::spelt::said;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::edition::Edition;
use crate::model::edition::Profile;
use crate::model::edition::Rows;
use crate::model::name::Name;
use crate::model::words::counted;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The most keys named of one file.
const MOST: usize = 5;

/// What is told of a column with another name.
const RENAMED: &str = "column renamed";

/// What is told of a file whose rows stand in another one now.
const ANEW: &str = "the same rows in another form";

/// What changed within a data file, as read from both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drift {
    /// Keys of rows whose cells changed.
    pub changed: Vec<String>,
    /// Columns whose cells changed, with how many and by how much.
    pub columns: Vec<Detail>,
}

/// Drift by the path of its file.
pub type Drifts = BTreeMap<String, Drift>;

/// A data file that changed.
#[derive(Debug, Clone)]
pub(super) struct FileChange {
    pub path: String,
    /// `added`, `removed`, `changed` or `sorted anew`.
    pub what: &'static str,
    /// Rows and columns that came, went or changed.
    pub details: Vec<Detail>,
}

impl FileChange {
    /// Returns it as an input that others may depend on.
    pub(super) fn input(&self) -> Input {
        Input {
            name: self.path.clone(),
            file: self.path.clone(),
            place: self.path.clone(),
            what: self.summary(),
            alone: String::new(),
        }
    }

    /// Returns whether nothing changed that a number could follow: its columns have other names, or its rows stand in
    /// another file.
    pub(super) fn renamed(&self) -> bool {
        self.what == ANEW
            || self.details.iter().all(|detail| detail.what == RENAMED)
                && !self.details.is_empty()
    }

    /// Returns how far the columns drifted, in a few words.
    fn drifted(&self) -> Option<String> {
        let columns = self.details.iter().filter(|detail| detail.what.starts_with('`'));
        let parts: Vec<String> =
            columns.take(2).map(|one| format!("{}: {}", one.what, one.note)).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn summary(&self) -> String {
        let parts: Vec<String> = self
            .details
            .iter()
            .filter(|detail| {
                ["row", "column ", "value renamed"]
                    .iter()
                    .any(|part| detail.what.contains(part))
            })
            .map(|detail| match (detail.note.as_str(), self.drifted()) {
                // Of many rows the drift says more than the first keys.
                (note, Some(drift)) if note.ends_with('…') => {
                    format!("{} ({drift})", detail.what)
                }
                ("", _) => detail.what.clone(),
                (note, _) => format!("{} ({note})", detail.what),
            })
            .collect();
        let made = self.details.iter().find(|detail| detail.what == EXTRACT);
        let mut out =
            if parts.is_empty() { self.what.to_owned() } else { parts.join(", ") };
        made.into_iter().for_each(|made| out += &format!("; {}", made.note));
        out
    }
}

/// Returns the data files that differ, by path.
pub(super) fn files(
    old: &Edition,
    new: &Edition,
    drift: &Drifts,
    renamed: &[&Value],
) -> Vec<FileChange> {
    let known = |name: &String| {
        old.rows.contains_key(name)
            || new.rows.contains_key(name)
            || (name.starts_with("data/") && name.rsplit('.').next() != Some("yaml"))
    };
    let names: BTreeSet<&String> =
        old.inputs.keys().chain(new.inputs.keys()).filter(|name| known(name)).collect();
    let anew = encoded(old, new);
    names
        .into_iter()
        .filter(|name| !anew.iter().any(|one| one.was == **name))
        .filter_map(|name| {
            let what = match (old.inputs.get(name), new.inputs.get(name)) {
                (Some(a), Some(b)) if a == b => return None,
                (Some(_), Some(_)) => "changed",
                (None, _) => "added",
                (Some(_), None) => "removed",
            };
            if let Some(one) = anew.iter().find(|one| one.is == *name) {
                let note = format!("the same rows, now {}", form(name));
                let details = vec![
                    Detail::new("file", one.was.clone(), name.clone()),
                    Detail::note(note, ""),
                ];
                return Some(FileChange { path: name.clone(), what: ANEW, details });
            }
            let (was, is) = (old.rows.get(name), new.rows.get(name));
            let Some((was, is)) = was.zip(is) else {
                let details = count(was.or(is));
                return Some(FileChange { path: name.clone(), what, details });
            };
            let same = was.hash == is.hash && names_of(was) == names_of(is);
            let what = match name.rsplit('.').next() {
                _ if !same => what,
                // Outlines are no rows.
                Some("geojson" | "topojson" | "json" | "zip") => {
                    "the same rows; outlines or form changed"
                }
                _ => "the same rows in another order or form",
            };
            let mut details =
                if same { Vec::new() } else { details(was, is, drift.get(name)) };
            details.extend(values(was, is, renamed));
            details.extend(extract::changed(old, new, name));
            let renamed = details.iter().all(|detail| detail.what == RENAMED);
            let what = match details.len() {
                1 if renamed => RENAMED,
                2.. if renamed => "columns renamed",
                _ => what,
            };
            Some(FileChange { path: name.clone(), what, details })
        })
        .collect()
}

/// A data file whose rows stand in another file now.
struct Encoded {
    resource: String,
    was: String,
    is: String,
}

/// Returns the resources whose file was written anew in another form or under another name.
fn encoded(old: &Edition, new: &Edition) -> Vec<Encoded> {
    let path = |edition: &Edition, name: &str| {
        let definition = edition.definitions.get(name)?;
        let path = definition.settings.get("path")?;
        let folder = definition.file.rsplit_once('/');
        Some(
            folder.map_or_else(|| path.clone(), |(folder, _)| format!("{folder}/{path}")),
        )
    };
    let names = new.definitions.keys();
    let found = names.filter_map(|name| {
        let Ok(Name::Resource(resource)) = name.parse() else { return None };
        let (was, is) = (path(old, name)?, path(new, name)?);
        let (before, after) = (old.rows.get(&was)?, new.rows.get(&is)?);
        let same = was != is && before.hash == after.hash && before.count == after.count;
        (same && names_of(before) == names_of(after)).then_some(Encoded {
            resource,
            was,
            is,
        })
    });
    found.collect()
}

/// Returns files that changed because a data file was written anew: the file that went, and the
/// contract.
pub(super) fn explained(old: &Edition, new: &Edition) -> Vec<String> {
    let contract = |one: &Encoded| {
        let definition =
            new.definitions.get(&Name::Resource(one.resource.clone()).to_string());
        definition.map(|definition| definition.file.clone())
    };
    let files =
        encoded(old, new).into_iter().flat_map(|one| [contract(&one), Some(one.was)]);
    files.flatten().collect()
}

/// Returns what the form of a file is called.
fn form(path: &str) -> String {
    match path.rsplit('.').next().unwrap_or_default() {
        "parquet" => "Parquet".to_owned(),
        "csv" => "CSV".to_owned(),
        "tsv" => "TSV".to_owned(),
        "gz" | "zst" => "compressed".to_owned(),
        other => other.to_owned(),
    }
}

/// Settings of a resource that say how its file is written.
const FORM: &[&str] =
    &["path", "format", "mediatype", "encoding", "bytes", "hash", "dialect", "profile"];

fn count(rows: Option<&Rows>) -> Vec<Detail> {
    rows.map(|rows| Detail::note(counted(rows.count, "row"), "")).into_iter().collect()
}

fn names_of(rows: &Rows) -> Vec<&str> {
    rows.columns.iter().map(|column| column.name.as_str()).collect()
}

fn listed(what: &str, noun: &str, list: &[String]) -> Option<Detail> {
    let plural = if list.len() == 1 { "" } else { "s" };
    let first: Vec<&str> = list.iter().take(MOST).map(String::as_str).collect();
    let more = if list.len() > MOST { "; …" } else { "" };
    (!list.is_empty()).then(|| {
        let title = format!("{} {noun}{plural} {what}", list.len());
        Detail::note(title, format!("{}{more}", first.join("; ")))
    })
}

fn details(was: &Rows, is: &Rows, drift: Option<&Drift>) -> Vec<Detail> {
    let mut out = columns(was, is);
    let renamed = !out.is_empty();
    if was.keys.is_empty() || is.keys.is_empty() {
        if was.count != is.count {
            let note = format!("{} → {}", was.count, is.count);
            out.push(Detail::note("number of rows", note));
        }
    } else {
        let pick =
            |side: &Rows, test: &dyn Fn(&String, &String) -> bool| -> Vec<String> {
                let keys = side.keys.iter().filter(|(key, hash)| test(key, hash));
                keys.map(|(key, _)| key.clone()).collect()
            };
        let changed = match drift {
            Some(drift) => drift.changed.clone(),
            // Where columns came or went every row has another hash.
            None if renamed => Vec::new(),
            None => {
                pick(is, &|key, hash| was.keys.get(key).is_some_and(|old| old != hash))
            }
        };
        out.extend(listed("changed", "row", &changed));
        out.extend(listed(
            "gone",
            "row",
            &pick(was, &|key, _| !is.keys.contains_key(key)),
        ));
        out.extend(listed(
            "new",
            "row",
            &pick(is, &|key, _| !was.keys.contains_key(key)),
        ));
    }
    match drift {
        Some(drift) => out.extend(drift.columns.iter().cloned()),
        None => out.extend(profiles(was, is)),
    }
    out
}

/// Returns columns that came, went or have another name.
fn columns(was: &Rows, is: &Rows) -> Vec<Detail> {
    let only = |side: &Rows, other: &Rows| -> Vec<Profile> {
        let known =
            names_of(other).into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
        side.columns
            .iter()
            .filter(|column| !known.contains(&column.name))
            .cloned()
            .collect()
    };
    let (mut gone, mut come) = (only(was, is), only(is, was));
    let mut renamed: Vec<(String, String)> = Vec::new();
    gone.retain(|old| {
        let twin = come.iter().position(|new| new.hash == old.hash);
        if let Some(at) = twin {
            renamed.push((old.name.clone(), come.remove(at).name));
        }
        twin.is_none()
    });
    // The reasons of a column go with it.
    let own = |(old, new): &&(String, String)| {
        !renamed.iter().any(|(a, b)| *old == reasons(a) && *new == reasons(b))
    };
    let note = |(old, new): &(String, String)| {
        Detail::note(RENAMED, format!("{old} → {new}, the same values"))
    };
    let mut out: Vec<Detail> = renamed.iter().filter(own).map(note).collect();
    let names = |list: &[Profile]| -> Vec<String> {
        list.iter().map(|column| column.name.clone()).collect()
    };
    out.extend(listed("gone", "column", &names(&gone)));
    out.extend(listed("new", "column", &names(&come)));
    if out.is_empty() && names_of(was) != names_of(is) {
        out.push(Detail::note("columns in another order", ""));
    }
    out
}

/// Returns the values of groups that have another name in this file.
fn values(was: &Rows, is: &Rows, renamed: &[&Value]) -> Vec<Detail> {
    let hash = |rows: &Rows, name: &str| {
        let column = rows.columns.iter().find(|column| column.name == name);
        column.map(|column| column.hash.clone())
    };
    let here = renamed.iter().filter(|one| {
        let (before, after) = (hash(was, &one.of), hash(is, &one.of));
        before.is_some() && after.is_some() && before != after
    });
    let note = |one: &&Value| format!("`{}`: “{}” is “{}” now", one.of, one.old, one.new);
    here.map(|one| Detail::note("value renamed", note(one))).collect()
}

/// Returns what is known of columns without the cells at hand.
fn profiles(was: &Rows, is: &Rows) -> Vec<Detail> {
    let mut out = Vec::new();
    for new in &is.columns {
        let Some(old) = was.columns.iter().find(|old| old.name == new.name) else {
            continue;
        };
        if old.hash == new.hash {
            continue;
        }
        let range = |column: &Profile| match (column.low, column.high) {
            (Some(low), Some(high)) => format!("{low} to {high}"),
            _ => String::new(),
        };
        let mut detail = Detail::new(format!("`{}`", new.name), range(old), range(new));
        if detail.old == detail.new {
            (detail.old, detail.new) = (String::new(), String::new());
        }
        detail.note = if old.missing == new.missing {
            "cells changed".to_owned()
        } else {
            format!("cells changed, {} missing → {}", old.missing, new.missing)
        };
        out.push(detail);
    }
    out
}

/// Returns the declarations that only follow the new names of a file's columns.
fn following(
    sides: &Sides<'_>,
    file: &str,
    changed: &[Changed],
    renamed: &[RenamedColumn],
) -> Vec<Place> {
    let names: Vec<&str> =
        renamed.iter().filter(|one| one.of == file).map(|one| one.new.as_str()).collect();
    let follows = |one: &&Changed| {
        let text = sides.new.definitions.get(&one.name).map_or("", |is| is.text.as_str());
        let settings = &one.settings;
        settings.meaning.is_empty()
            && settings.words.is_empty()
            && names.iter().any(|name| text.contains(name))
    };
    let place = |one: &Changed| Place {
        at: one.name.clone(),
        line: one.settings.place.clone(),
        ..Place::default()
    };
    changed.iter().filter(follows).map(place).collect()
}

/// Returns the data files and the parts of their contract that changed.
pub(super) fn items(
    sides: &Sides<'_>,
    files: &[FileChange],
    changed: &[Changed],
    renamed: &[RenamedColumn],
) -> Vec<Item> {
    let anew = encoded(sides.old, sides.new);
    let mut out: Vec<Item> = files
        .iter()
        .map(|file| {
            let named = anew.iter().find(|one| one.is == file.path);
            let title = named.map_or(&file.path, |one| &one.resource);
            let mut item =
                Item::new(Class::Data, format!("data:{}", file.path), file.what)
                    .title(title.clone());
            item.details.clone_from(&file.details);
            item.places = following(sides, &file.path, changed, renamed);
            item.cause = if file.renamed() {
                Cause { inputs: vec![file.input()], ..Cause::default() }
            } else {
                sides.causes.one(&file.path)
            };
            item
        })
        .collect();
    for one in changed.iter().filter(|one| one.sort() == "resource") {
        // Rules that were loosened or changed are told among the guards.
        let guarded = guards::rule(sides, one).is_some();
        let settings: Vec<Detail> = one
            .settings
            .meaning
            .iter()
            .chain(&one.settings.words)
            .filter(|part| !(guarded && guards::is_rule(&part.what)))
            .cloned()
            .collect();
        let resource = match one.name.parse() {
            Ok(Name::Resource(resource)) => resource,
            _ => one.name.clone(),
        };
        let form = |detail: &Detail| {
            FORM.contains(&detail.what.split('.').next().unwrap_or_default())
        };
        let written = anew.iter().any(|one| one.resource == resource);
        if settings.is_empty() || written && settings.iter().all(form) {
            continue;
        }
        let id = format!("contract:{resource}");
        let mut item = Item::new(Class::Data, id, &format!("contract {}", one.what))
            .title(one.name.clone());
        item.cause = one.cause(&settings);
        // What a file and its columns are said to hold.
        let said_otherwise = |part: &Detail| {
            matches!(part.what.rsplit('.').next(), Some("title" | "description"))
                && said(&bare(&part.old)) != said(&bare(&part.new))
        };
        if one.what == "changed" && settings.iter().any(said_otherwise) {
            item.class = Class::Statements;
        }
        item.details = settings;
        out.push(item);
    }
    out
}
