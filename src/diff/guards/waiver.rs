//! Waivers and thresholds of `report.yaml` that let more pass.

use crate::diff::cause::written;
use crate::diff::changed::Changed;
use crate::diff::guards::Turn;
use crate::diff::guards::held;
use crate::diff::guards::item;
use crate::diff::guards::number;
use crate::diff::part;
use crate::diff::sides::Sides;
use crate::diff::spelt::bare;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use crate::model::document::Design;
use crate::model::edition::Edition;
use crate::model::moment::Moment;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Returns waivers and thresholds of `report.yaml` that let more pass.
pub(super) fn report(sides: &Sides<'_>, changed: &[Changed]) -> Vec<Item> {
    let mut out = Vec::new();
    if !changed.iter().any(|one| one.name == "report") {
        return out;
    }
    let mut turned = |turn: Turn, id: &str, title: &str, part: Detail| {
        let cause = written(&part::changed(sides, &slot(id)));
        out.push(item(id, turn, title.to_owned(), vec![part], cause));
    };
    let mut push =
        |id: &str, title: &str, part: Detail| turned(Turn::Loosened, id, title, part);
    let (old, new) = (&sides.old.document.meta, &sides.new.document.meta);
    if (old.design, new.design) == (Design::Association, Design::Causal) {
        push(
            "design",
            "how far the wording may go",
            Detail::new("design", "association", "causal"),
        );
    }
    if let Some(was) = &old.embargo
        && new.lifted.is_none()
        && new.embargo.as_ref() != Some(was)
    {
        let is = new.embargo.as_ref().map(Moment::words).unwrap_or_default();
        push(
            "embargo",
            "when the report may be published",
            Detail::new("embargo", was.words(), is),
        );
    }
    let [were, are] = [sides.old, sides.new].map(signatories);
    if are < were {
        push(
            "review",
            "how many persons sign a release",
            Detail::new("signatories", were.to_string(), are.to_string()),
        );
    }
    let empty = BTreeMap::new();
    let settings = |edition: &'_ Edition| {
        edition
            .definitions
            .get("report")
            .map_or_else(|| empty.clone(), |one| one.settings.clone())
    };
    let (old, new) = (settings(sides.old), settings(sides.new));
    let read = digits(&old);
    for path in digits(&new).difference(&read) {
        push(path, "what sentences are held to", Detail::new("guard", "words", "digits"));
    }
    for (path, title, part) in lengths(&old, &new) {
        push(&path, &title, part);
    }
    let waived = allowed(&old);
    let (fresh, kept): (Vec<_>, Vec<_>) =
        allowed(&new).into_iter().partition(|(words, _)| !waived.contains_key(words));
    for (words, because) in fresh {
        let part = Detail {
            note: format!("because {because}"),
            ..Detail::new("allow", "", format!("“{words}”"))
        };
        push(
            &format!("allow.{}", bare(&words).replace(' ', "-")),
            "words that need no binding",
            part,
        );
    }
    let (was, is) = (least(&old), least(&new));
    // What one line of the file says of several is one item.
    let mut loosened: Vec<(Vec<&str>, Detail)> = Vec::new();
    for (name, (stat, threshold)) in &was {
        let part = match is.get(name) {
            None => Detail::new("withhold least", threshold.clone(), ""),
            Some((other, _)) if other != stat => {
                Detail::new("withhold by", stat.clone(), other.clone())
            }
            Some((_, now)) if number(now) < number(threshold) => {
                Detail::new("withhold least", threshold.clone(), now.clone())
            }
            Some(_) => continue,
        };
        match loosened.iter_mut().find(|(_, known)| *known == part) {
            Some((names, _)) => names.push(name),
            None => loosened.push((vec![name.as_str()], part)),
        }
    }
    for (names, part) in loosened {
        let title =
            format!("{}: values that rest on too few are withheld", names.join(", "));
        let id = names.first().copied().unwrap_or_default().replace(' ', ".");
        push(&id, &title, part);
    }
    // Whoever agreed to a waiver agreed to its reason.
    for (words, because) in kept {
        let before = waived.get(&words).filter(|before| **before != because);
        let Some(before) = before else { continue };
        let id = format!("allow.{}", bare(&words).replace(' ', "-"));
        let part = Detail::new("because", before.clone(), because);
        let title = format!("“{words}”, words that need no binding");
        turned(Turn::Changed, &id, &title, part);
    }
    out.iter_mut().for_each(|item| passing(sides, item));
    out
}

/// Adds the sentences that a waiver lets pass.
fn passing(sides: &Sides<'_>, item: &mut Item) {
    let waived = item.details.first().filter(|part| part.what == "allow");
    let Some(words) = waived.map(|part| part.new.trim_matches(['“', '”']).to_owned())
    else {
        return;
    };
    for (part, place) in held::sentences(sides, &words) {
        item.details.push(part);
        item.places.push(place);
    }
}

/// Returns how many persons sign a release.
pub(in crate::diff) fn signatories(edition: &Edition) -> usize {
    let report = edition.definitions.get("report");
    let count = report.and_then(|one| one.settings.get("review.signatories"));
    count.and_then(|count| count.parse().ok()).unwrap_or(1)
}

/// Returns waivers that went and thresholds that let less pass: no guard is weaker for them, but less may be shown.
pub(in crate::diff) fn tightened(sides: &Sides<'_>, changed: &[Changed]) -> Vec<Item> {
    if !changed.iter().any(|one| one.name == "report") {
        return Vec::new();
    }
    let settings = |edition: &Edition| {
        let own = edition.definitions.get("report");
        own.map(|one| one.settings.clone()).unwrap_or_default()
    };
    let (old, new) = (settings(sides.old), settings(sides.new));
    let kept = allowed(&new);
    let gone = allowed(&old).into_keys().filter(|words| !kept.contains_key(words));
    let mut parts: Vec<(String, String, Detail)> = gone
        .map(|words| {
            let id = format!("allow.{}", bare(&words).replace(' ', "-"));
            let part = Detail::new("allow", format!("“{words}”"), "");
            (id, "words that need no binding".to_owned(), part)
        })
        .collect();
    let read = digits(&new);
    parts.extend(digits(&old).into_iter().filter(|path| !read.contains(path)).map(
        |path| {
            let part = Detail::new("guard", "digits", "words");
            (path, "what sentences are held to".to_owned(), part)
        },
    ));
    let was = least(&old);
    // What one line of the file says of several is one item.
    let mut higher: Vec<(Vec<String>, Detail)> = Vec::new();
    for (name, (_, now)) in least(&new) {
        let before = was.get(&name).map_or("", |(_, least)| least.as_str());
        if number(&now) > number(before) {
            let part = Detail::new("withhold least", before, now);
            match higher.iter_mut().find(|(_, known)| *known == part) {
                Some((names, _)) => names.push(name),
                None => higher.push((vec![name], part)),
            }
        }
    }
    for (names, part) in higher {
        let title =
            format!("{}: values that rest on too few are withheld", names.join(", "));
        let id = names.first().map_or_else(String::new, |name| name.replace(' ', "."));
        parts.push((id, title, part));
    }
    let item = |(id, title, part): (String, String, Detail)| {
        let slot = if part.what.starts_with("withhold") {
            "editions withhold".to_owned()
        } else {
            slot(&id)
        };
        let mut item =
            Item::new(Class::Method, format!("method:{id}"), "a guard was tightened")
                .title(title)
                .values(
                    if part.old.is_empty() {
                        format!("{}: none", part.what)
                    } else {
                        format!("{}: {}", part.what, part.old)
                    },
                    if part.new.is_empty() {
                        "none".to_owned()
                    } else {
                        part.new.clone()
                    },
                );
        item.details = vec![part];
        item.cause = written(&part::changed(sides, &slot));
        item
    };
    parts.into_iter().map(item).collect()
}

/// Returns the part of `report.yaml` in which a waiver stands.
fn slot(id: &str) -> String {
    match id.split_once('.') {
        Some(("documents", rest)) => format!("document {}", rest.replace('.', " ")),
        Some(("family", _)) => "editions withhold".to_owned(),
        _ => id.replace('.', " "),
    }
}

/// Returns where a report, or a document of it, declares that only digits are read.
fn digits(report: &BTreeMap<String, String>) -> BTreeSet<String> {
    let own = report.iter().filter(|(path, value)| {
        path.rsplit('.').next() == Some("guard") && *value == "digits"
    });
    own.map(|(path, _)| path.clone()).collect()
}

/// Returns the documents that may be longer or shorter than before.
fn lengths(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Vec<(String, String, Detail)> {
    let mut out = Vec::new();
    for (path, was) in old {
        let Some(own) = path.strip_prefix("documents.") else { continue };
        let Some((id, end)) = own.split_once(".words.") else { continue };
        let is = new.get(path).cloned().unwrap_or_default();
        // A document that went has no length.
        let there = new.contains_key(&format!("documents.{id}.title"));
        let wider = match end {
            "most" => is.is_empty() || number(&is) > number(was),
            _ => number(&is) < number(was),
        };
        if there && wider {
            let title = format!("how long the document `{id}` may be");
            let part = Detail::new(format!("words: {end}"), was.clone(), is);
            out.push((path.clone(), title, part));
        }
    }
    out
}

/// Returns the words that may stand unbound, with their reasons.
fn allowed(report: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let paths = report.iter().filter(|(path, _)| path.starts_with("allow."));
    paths
        .filter_map(|(path, words)| {
            let own = path.strip_suffix(".words")?;
            let because =
                report.get(&format!("{own}.because")).cloned().unwrap_or_default();
            Some((words.clone(), because))
        })
        .collect()
}

/// Returns the least number of things behind a value by what it is withheld of: `family x`.
fn least(report: &BTreeMap<String, String>) -> BTreeMap<String, (String, String)> {
    let mut out = BTreeMap::new();
    for (path, least) in report {
        let Some(own) = path.strip_suffix(".base.least") else { continue };
        let text =
            |key: &str| report.get(&format!("{own}.{key}")).cloned().unwrap_or_default();
        let stat = text("base.stat");
        if own.starts_with("editions.withhold.") {
            for family in text("families").split(", ") {
                out.insert(format!("family {family}"), (stat.clone(), least.clone()));
            }
        } else if let Some(id) = own.strip_prefix("press.local.") {
            out.insert(format!("press.local {id}"), (stat, least.clone()));
        }
    }
    out
}
