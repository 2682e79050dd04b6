//! What changed and says nothing else: templates, comments, the order of things, the tools.

use crate::diff::changed::Changed;
use crate::diff::data::FileChange;
use crate::diff::data::explained;
use crate::diff::guards::signatories;
use crate::diff::sides::Sides;
use crate::model::comparison::Cause;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Input;
use crate::model::comparison::Item;
use crate::model::comparison::Place;
use crate::model::document::Design;
use crate::model::edition::Edition;
use std::collections::BTreeSet;

/// Returns files that no other item explains, and the tools that changed.
pub(super) fn layout(
    sides: &Sides<'_>,
    told: &[Item],
    (changed, data): (&[Changed], &[FileChange]),
    followed: &BTreeSet<String>,
) -> Vec<Item> {
    let (old, new) = (&sides.old.inputs, &sides.new.inputs);
    let explained = explained(sides.old, sides.new);
    let known: BTreeSet<&str> = told
        .iter()
        .flat_map(|item| {
            let lines = item.places.iter().filter(|_| told_by_place(item));
            let files = lines.map(file);
            item.cause.inputs.iter().map(|input| input.file.as_str()).chain(files)
        })
        .chain(data.iter().map(|file| file.path.as_str()))
        .chain(explained.iter().chain(followed).map(String::as_str))
        .chain(
            changed
                .iter()
                .filter(|one| one.name == "report" && !one.settings.meaning.is_empty())
                .map(|one| one.file.as_str()),
        )
        .collect();
    let mut out = Vec::new();
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let (was, is) = (old.get(name), new.get(name));
        if was == is || known.contains(name.as_str()) {
            continue;
        }
        let template = name.starts_with("templates/");
        let (kind, what) = match (was, is) {
            (Some(_), Some(_)) if template || class(name) != Class::Layout => {
                ("changed", String::new())
            }
            (Some(_), Some(_)) if name == bibliography(sides) => {
                ("what no reference prints, or comments", String::new())
            }
            (Some(_), Some(_)) => {
                ("comments or layout", comments(name, changed).unwrap_or_default())
            }
            (None, Some(hash)) => match old
                .iter()
                .find(|(path, other)| *other == hash && !new.contains_key(*path))
            {
                Some((path, _)) => ("renamed", format!("was {path}")),
                None => ("added", String::new()),
            },
            (Some(hash), None) => {
                let renamed = new
                    .iter()
                    .any(|(path, other)| other == hash && !old.contains_key(path));
                if renamed {
                    continue;
                }
                // Its file and its declaration may be there.
                let declared =
                    sides.new.definitions.values().any(|one| {
                        one.settings.get("file").is_some_and(|file| file == name)
                    });
                (
                    if declared { "shown nowhere any more" } else { "removed" },
                    String::new(),
                )
            }
            (None, None) => continue,
        };
        let mut item = Item::new(class(name), format!("layout:{name}"), kind);
        item.title.clone_from(name);
        let place = if kind == "renamed" || what.is_empty() { name } else { &what };
        let what = if kind == "renamed" { what.clone() } else { String::new() };
        item.cause = cause(name, place, what);
        out.push(item);
    }
    out.extend(arrangement(sides, changed));
    for (tool, was, is) in [
        ("reissue", &sides.old.reissue, &sides.new.reissue),
        ("typst", &sides.old.typst, &sides.new.typst),
    ] {
        // An edition without a PDF names no typst.
        if was != is && !was.is_empty() && !is.is_empty() {
            let mut item =
                Item::new(Class::Layout, format!("tool:{tool}"), "another version")
                    .title(tool)
                    .values(was.clone(), is.clone());
            item.cause = cause(tool, tool, String::new());
            out.push(item);
        }
    }
    out
}

/// Returns the file of the references.
pub(super) fn bibliography<'a>(sides: &'a Sides<'_>) -> &'a str {
    let report = sides.new.definitions.get("report");
    let named = report.and_then(|report| report.settings.get("bibliography"));
    named.map_or("report/references.yaml", String::as_str)
}

/// The templates that pages are made with.
const PAGES: [&str; 3] = ["templates/html/", "templates/pdf/", "templates/press/"];

/// Returns how much it matters that a file changed of which nothing else is known: the words of
/// all outputs, and those that the prose is held to, reach every sentence.
fn class(name: &str) -> Class {
    match name {
        "report/words.yaml" => Class::Guards,
        name if name.starts_with("templates/words/") => Class::Guards,
        name if name.starts_with("templates/labels/") => Class::Statements,
        // What the template of a page adds to it or hides of it shows in no other item.
        name if PAGES.iter().any(|folder| name.starts_with(folder)) => Class::Guards,
        _ => Class::Layout,
    }
}

/// Returns the file that a place lies in; key findings and the cover are in the report's own.
fn file(place: &Place) -> &str {
    let front = ["key finding", "the cover", "the notice"];
    if place.line.is_empty() && front.iter().any(|start| place.at.starts_with(start)) {
        return "report/report.yaml";
    }
    place.line.split(':').next().unwrap_or_default()
}

/// Returns whether an item tells of a change of the files it stands in.
fn told_by_place(item: &Item) -> bool {
    item.worded()
        || matches!(item.class, Class::Statements | Class::Guards)
        || item.id.starts_with("number:in.")
        || item.kind.starts_with("renamed")
        || matches!(item.kind.as_str(), "added" | "removed")
}

fn cause(name: &str, place: &str, what: String) -> Cause {
    let input = Input {
        name: name.to_owned(),
        file: name.to_owned(),
        place: place.to_owned(),
        what,
        alone: String::new(),
    };
    Cause { inputs: vec![input], ..Cause::default() }
}

/// Returns the line of a declaration in a file that differs in comments alone.
fn comments(file: &str, changed: &[Changed]) -> Option<String> {
    let found = changed.iter().find(|one| {
        one.file == file
            && one.settings.meaning.is_empty()
            && one.settings.words.is_empty()
    });
    found.map(|one| one.settings.place.clone())
}

/// Settings of a document that are neither its words nor a guard.
const ARRANGED: [&str; 3] = ["outputs", "template", "language"];

/// Returns changed settings of `report.yaml` that no reader sees as words, where no words
/// tell of them: an order of chapters does.
fn arrangement(sides: &Sides<'_>, changed: &[Changed]) -> Vec<Item> {
    let Some(report) = changed.iter().find(|one| one.name == "report") else {
        return Vec::new();
    };
    let told = ["chapters", "front", "appendices", "allow", "embargo"];
    // Their words are read, and what is withheld is a guard.
    let single = ["press", "editions"];
    let elsewhere = ["title", "subtitle", "says", "rise", "fall", "level", "chapters"];
    let guarded = ["least", "stat", "families"];
    // Of a design, only what lets more be said is a guard.
    let loosened = sides.new.document.meta.design == Design::Causal;
    // A document that came or went is told by its words.
    let kept = |path: &str| {
        let mut parts = path.split('.');
        let id = parts.nth(1).unwrap_or_default();
        let last = parts.next_back().unwrap_or_default();
        let title = format!("documents.{id}.title");
        let has = |edition: &Edition| {
            let report = edition.definitions.get("report");
            report.is_some_and(|report| report.settings.contains_key(&title))
        };
        has(sides.old) && has(sides.new) && ARRANGED.contains(&last)
    };
    // Fewer signatures are a guard that was loosened.
    let [were, are] = [sides.old, sides.new].map(signatories);
    let fewer = are < were;
    let is_told = |path: &str| {
        let first = path.split('.').next().unwrap_or_default();
        let last = path.rsplit('.').next().unwrap_or_default();
        // `part::form` tells that a page became pages.
        let form = |edition: &Edition| edition.document.meta.pages;
        told.contains(&first)
            || first == "review" && fewer
            || path == "html.form" && form(sides.old) != form(sides.new)
            || path == "design" && loosened
            || first == "documents" && !kept(path)
            || single.contains(&first)
                && (elsewhere.contains(&last) || guarded.contains(&last))
    };
    let details: Vec<_> = report
        .settings
        .meaning
        .iter()
        .filter(|one| !is_told(&one.what))
        .cloned()
        .collect();
    // What single areas are compared with decides what is said of them.
    let compared =
        |part: &Detail| single.contains(&part.what.split('.').next().unwrap_or_default());
    // A part of the report that is written by the program, and is no longer.
    let lost = |part: &Detail| {
        let list = |text: &str| -> BTreeSet<String> {
            text.split(", ").map(str::to_owned).collect()
        };
        part.what == "generated" && !list(&part.old).is_subset(&list(&part.new))
    };
    let class = |part: &Detail| match part {
        part if lost(part) => Class::Statements,
        part if compared(part) => Class::Method,
        _ => Class::Layout,
    };
    let mut out = Vec::new();
    for (sort, id, kind) in [
        (Class::Statements, "generated:report", "a part of the report is no longer made"),
        (Class::Method, "method:report", "settings of the report"),
        (Class::Layout, "layout:report", "settings of the report"),
    ] {
        let own = details.iter().filter(|part| class(part) == sort);
        let own: Vec<Detail> = own.cloned().collect();
        let Some(first) = own.first() else { continue };
        let mut item = Item::new(sort, id, kind).title("report/report.yaml").values(
            format!("{}: {}", first.what, first.old),
            format!("{}: {}", first.what, first.new),
        );
        item.cause = report.cause(&own);
        item.details = own;
        out.push(item);
    }
    out
}
