//! Declarations that changed: what of them is a matter of method, and what is words.

use crate::diff::align::Relabelled;
use crate::diff::changed::Changed;
use crate::diff::guards;
use crate::diff::relabelled;
use crate::diff::settings::SettingChanges;
use crate::diff::settings::both;
use crate::diff::sides::Sides;
use crate::diff::spelt::bare;
use crate::diff::spelt::said;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Sorts of declarations that say how numbers come about and what must hold of them.
const METHOD: &[&str] = &[
    "frame",
    "statistic",
    "claim",
    "published",
    "local-statistic",
    "local-claim",
    "local-figure",
    "local-table",
];

/// Files of settings whose words go out with every page, picture and download.
const OUTWARD: &[&str] = &["brand", "package"];

/// The file of colours, fonts and the publisher's name.
const BRAND: &str = "brand";

/// What is told of words by which an author declares something.
pub(super) const DECLARED: &str = "words of a declaration";

/// The name of the other words that readers use.
const SYNONYMS: &str = "synonyms";

/// Returns what of the declarations is a matter of method, and words of them that no passage
/// shows.
pub(super) fn items(
    sides: &Sides<'_>,
    changed: &[Changed],
    labels: &BTreeMap<String, Relabelled>,
) -> Vec<Item> {
    let mut out = guards::tightened(sides, changed);
    for one in changed {
        let SettingChanges { meaning, words, .. } = &one.settings;
        let method = METHOD.contains(&one.sort());
        // A rule that was loosened or changed is listed among the guards; of a statistic, only what is better.
        let guarded = guards::rule(sides, one).is_some();
        let statistic = one.sort().ends_with("statistic");
        let rest = |part: &&Detail| !guarded || statistic && part.what != "better";
        let meaning: Vec<Detail> = meaning.iter().filter(rest).cloned().collect();
        let meaning = &meaning;
        if method && !meaning.is_empty() {
            let id = format!("method:{}", one.name.replace(' ', "."));
            let mut item =
                Item::new(Class::Method, id, one.what).title(title(sides, &one.name));
            if one.what == "changed"
                && let Some(first) = meaning.first()
            {
                let (old, new) = both(&first.old, &first.new);
                let value = |text: &str| {
                    let text = if text.is_empty() { "none" } else { text };
                    format!("{}: {text}", first.what)
                };
                item = item.values(value(&old), value(&new));
            }
            item.details.clone_from(meaning);
            item.cause = one.cause(meaning);
            out.push(item);
        }
        if one.name == BRAND {
            out.extend(brand(sides, one));
        }
        // Words of a declaration that came or went are part of its coming and going.
        if one.name == SYNONYMS {
            out.push(synonyms(one));
            continue;
        }
        let labelled = one.sort() == "labels" || one.sort() == "local-labels";
        let local = one.sort().starts_with("local-");
        // Who publishes, and what the data say of themselves.
        let outward = OUTWARD.contains(&one.sort());
        // A release of an earlier version has the file and not its declaration.
        let known = sides.old.inputs.contains_key(&one.file);
        let other = one.what == "removed" || one.what == "added" && !known;
        let worded = labelled
            || outward && other
            || one.what == "changed" && (method || local || outward);
        let words: Vec<Detail> = if labelled {
            meaning.iter().chain(words).cloned().collect()
        } else {
            // Articles and spellings say nothing.
            let other = |one: &&Detail| said(&bare(&one.old)) != said(&bare(&one.new));
            let parts = if outward { meaning.as_slice() } else { &[] };
            let parts = parts.iter().filter(|part| one.name != BRAND || publishes(part));
            words.iter().chain(parts).filter(other).cloned().collect()
        };
        if worded && !words.is_empty() {
            let id = format!("words:{}", one.name.replace(' ', "."));
            let title = match one.sort() {
                "brand" => "the publisher",
                "package" => "the data package",
                _ => &one.name,
            };
            let mut item = Item::new(Class::Statements, id, DECLARED).title(title);
            if let Some(first) = words.first() {
                item = item.values(first.old.clone(), first.new.clone());
            }
            item.cause = one.cause(&words);
            if let Some(column) = one.name.strip_prefix("labels ")
                && let Some(shown) = labels.get(column)
            {
                "label changed".clone_into(&mut item.kind);
                item.title = format!("labels of `{column}`");
                let labels: Vec<&str> = words.iter().map(|one| &*one.new).collect();
                let (places, spread) = relabelled::shown_in(sides, shown, &labels);
                item.places = places;
                item.kind.push_str(&spread);
            }
            item.details.splice(0..0, words);
            out.push(item);
        }
    }
    out
}

/// Returns whether a setting of the brand says who publishes.
fn publishes(part: &Detail) -> bool {
    matches!(part.what.split('.').next(), Some("name" | "logo"))
}

/// Tells of colours, fonts and the like that every page and picture takes over.
fn brand(sides: &Sides<'_>, one: &Changed) -> Option<Item> {
    // A release of an earlier version keeps the file and not all its settings.
    let text = sides.old.definitions.get(BRAND).map_or("", |one| one.text.as_str());
    let known = |part: &&Detail| {
        let key = part.what.rsplit('.').next().unwrap_or_default();
        let had = |line: &str| line.trim_start().starts_with(&format!("{key}:"));
        !(part.old.is_empty() && text.lines().any(had))
    };
    let all = one.settings.meaning.iter().chain(&one.settings.words);
    let parts = all.filter(|part| !publishes(part)).filter(known);
    let parts: Vec<Detail> = parts.cloned().collect();
    let first = parts.first()?;
    let show =
        |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    let mut item = Item::new(Class::Method, "method:brand", one.what)
        .title("how pages and pictures look")
        .values(format!("{}: {}", first.what, show(&first.old)), show(&first.new));
    item.cause = one.cause(&parts);
    item.details = parts;
    Some(item)
}

/// Tells that figures and findings are found by other words than before.
fn synonyms(one: &Changed) -> Item {
    let parts: Vec<Detail> =
        one.settings.meaning.iter().chain(&one.settings.words).cloned().collect();
    let kind = "other words by which the press finds things";
    let mut item =
        Item::new(Class::Words, "words:synonyms", kind).title(one.file.clone());
    if let Some(first) = parts.first() {
        item = item.values(format!("{}: {}", first.what, first.old), first.new.clone());
    }
    item.cause = one.cause(&parts);
    item.details = parts;
    item
}

/// Takes out declarations of which only the digits that are printed changed, where numbers tell it.
pub(super) fn once(items: &mut Vec<Item>) {
    let printed: BTreeSet<String> = items
        .iter()
        .filter(|item| {
            matches!(item.class, Class::Conclusions | Class::Numbers | Class::Tables)
        })
        .flat_map(|item| item.cause.inputs.iter().map(|input| input.name.clone()))
        .collect();
    let digits = |part: &Detail| part.what.rsplit('.').next() == Some("decimals");
    items.retain(|item| {
        let declared = item.id.starts_with("method:") || item.id.starts_with("contract:");
        let told = item.cause.inputs.iter().all(|input| printed.contains(&input.name));
        !(declared && told && !item.details.is_empty() && item.details.iter().all(digits))
    });
}

/// Returns what a declaration is called, with its title where it has one.
pub(super) fn title(sides: &Sides<'_>, name: &str) -> String {
    let definitions = [&sides.new.definitions, &sides.old.definitions];
    let found = definitions.into_iter().find_map(|side| side.get(name));
    let title =
        found.and_then(|one| one.settings.get("title").or(one.settings.get("says")));
    title.map_or_else(|| name.to_owned(), |title| format!("{name} ({title})"))
}
