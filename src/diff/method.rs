//! Declarations that changed: what of them is a matter of method, and what is words.

use crate::diff::align::Relabelled;
use crate::diff::changed::Changed;
use crate::diff::guards;
use crate::diff::relabelled;
use crate::diff::settings::Settings;
use crate::diff::settings::short;
use crate::diff::sides::Sides;
use crate::diff::weigh::bare;
use crate::diff::weigh::said;
use crate::model::comparison::Class;
use crate::model::comparison::Detail;
use crate::model::comparison::Item;
use std::collections::BTreeMap;

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

/// Returns what of the declarations is a matter of method, and words of them that no passage
/// shows.
pub(super) fn items(
    sides: &Sides<'_>,
    changed: &[Changed],
    labels: &BTreeMap<String, Relabelled>,
) -> Vec<Item> {
    let mut out = Vec::new();
    for one in changed {
        let Settings { meaning, words, .. } = &one.settings;
        let method = METHOD.contains(&one.sort());
        // A rule that was loosened or changed is listed among the guards.
        if method && !meaning.is_empty() && guards::rule(sides, one).is_none() {
            let id = format!("method:{}", one.name.replace(' ', "."));
            let mut item =
                Item::new(Class::Method, id, one.what).title(title(sides, &one.name));
            if one.what == "changed"
                && let Some(first) = meaning.first()
            {
                let value = |text: &str| {
                    let text = if text.is_empty() { "none" } else { text };
                    format!("{}: {}", first.what, short(text))
                };
                item = item.values(value(&first.old), value(&first.new));
            }
            item.details.clone_from(meaning);
            item.cause = one.cause(meaning);
            out.push(item);
        }
        // Words of a declaration that came or went are part of its coming and going.
        let labelled = one.sort() == "labels" || one.sort() == "local-labels";
        let local = one.sort().starts_with("local-");
        let worded = labelled || one.what == "changed" && (method || local);
        let words: Vec<Detail> = if labelled {
            meaning.iter().chain(words).cloned().collect()
        } else {
            // Articles and spellings say nothing.
            let other = |one: &&Detail| said(&bare(&one.old)) != said(&bare(&one.new));
            words.iter().filter(other).cloned().collect()
        };
        if worded && !words.is_empty() {
            let id = format!("words:{}", one.name.replace(' ', "."));
            let mut item = Item::new(Class::Statements, id, "words of a declaration")
                .title(one.name.clone());
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

/// Returns what a declaration is called, with its title where it has one.
pub(super) fn title(sides: &Sides<'_>, name: &str) -> String {
    let definitions = [&sides.new.definitions, &sides.old.definitions];
    let found = definitions.into_iter().find_map(|side| side.get(name));
    let title =
        found.and_then(|one| one.settings.get("title").or(one.settings.get("says")));
    title.map_or_else(|| name.to_owned(), |title| format!("{name} ({title})"))
}
