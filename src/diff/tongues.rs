//! Words that were changed in one language of a publication and not in another.
//!
//! Translations have the same chapters in the same order, so that a passage of one is at the place of a passage of
//! the other. Where a chapter has more passages in one language, it is compared as a whole.

use crate::diff::cause::written;
use crate::diff::matching::matching;
use crate::diff::shown::Passage;
use crate::diff::shown::alone;
use crate::diff::sides::Sides;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use crate::model::document::Document;
use crate::model::edition::Edition;
use crate::model::edition::translated;

/// A passage, and whether it differs from what it was.
struct Seen {
    was: Option<Passage>,
    is: Passage,
    changed: bool,
}

/// A part of a document: what has slots of its own, or a chapter.
#[derive(Default)]
struct Stretch {
    passages: Vec<Seen>,
    /// Whether passages came or went.
    longer: bool,
}

/// Returns an item for each passage that changed in one language alone.
pub(super) fn tongues<'a>(sides: &Sides<'a>) -> Vec<Item> {
    let (old, new) = (sides.old, sides.new);
    let first = new.document.meta.language.as_str();
    let mut out = Vec::new();
    for (tag, is) in &new.translations {
        let Some(was) = old.translations.get(tag) else { continue };
        let report = [Some(&old.document), Some(was), Some(&new.document), Some(is)];
        let documents = new.documents.keys().map(|id| {
            let both = |edition: &'a Edition| {
                let find = |id: &str| edition.documents.get(id);
                [find(id), find(&translated(id, tag))]
            };
            let ([a, b], [c, d]) = (both(old), both(new));
            (format!("{id}."), [a, b, c, d])
        });
        for (of, pair) in std::iter::once((String::new(), report)).chain(documents) {
            let [Some(own_was), Some(was), Some(own), Some(is)] = pair else { continue };
            let own = stretches((old, own_was), (new, own));
            let other = stretches((old, was), (new, is));
            for (at, (a, b)) in own.iter().zip(&other).enumerate() {
                let at = format!("{of}{at}");
                out.extend(apart((first, a), (tag, b), &at));
                out.extend(apart((tag, b), (first, a), &at));
            }
        }
    }
    out
}

/// Returns what changed in one language of a stretch and not in the other.
fn apart(
    (own, a): (&str, &Stretch),
    (other, b): (&str, &Stretch),
    at: &str,
) -> Vec<Item> {
    let parallel = a.passages.len() == b.passages.len() && !a.longer && !b.longer;
    let changed = a.passages.iter().enumerate().filter(|(_, seen)| seen.changed);
    let alone = changed.filter(|(n, _)| match b.passages.get(*n) {
        Some(seen) if parallel => !seen.changed,
        _ => !b.longer && b.passages.iter().all(|seen| !seen.changed),
    });
    let item = |(n, seen): (usize, &Seen)| {
        let kind = format!("changed in `{own}` only, not in `{other}`");
        let was = seen.was.as_ref().map(|one| one.text.clone()).unwrap_or_default();
        let mut item =
            Item::new(Class::Statements, format!("language:{own}.{at}.{n}"), &kind)
                .title(seen.is.place.at.clone())
                .values(was, seen.is.text.clone());
        if !seen.is.place.line.is_empty() {
            item.cause = written(&seen.is.place.line);
        }
        item.places.push(seen.is.place.clone());
        item.places.extend(
            b.passages.get(n).filter(|_| parallel).map(|one| one.is.place.clone()),
        );
        item
    };
    alone.map(item).collect()
}

/// Returns the parts of a document, each passage with what it was before.
fn stretches(
    (old, was): (&Edition, &Document),
    (new, is): (&Edition, &Document),
) -> Vec<Stretch> {
    let (before, after) = (parted(alone(old, was)), parted(alone(new, is)));
    let empty = Vec::new();
    let parts = after.into_iter().enumerate();
    parts.map(|(at, now)| stretch(before.get(at).unwrap_or(&empty), now)).collect()
}

/// Cuts passages where chapters begin; what has a slot comes first.
fn parted(passages: Vec<Passage>) -> Vec<Vec<Passage>> {
    let (mut slots, running): (Vec<Passage>, Vec<Passage>) =
        passages.into_iter().partition(|one| !one.slot.is_empty());
    slots.sort_by(|a, b| a.slot.cmp(&b.slot));
    let mut chapters: Vec<Vec<Passage>> = Vec::new();
    for passage in running {
        match chapters.last_mut() {
            Some(last) if passage.level != 1 => last.push(passage),
            _ => chapters.push(vec![passage]),
        }
    }
    std::iter::once(slots).chain(chapters).collect()
}

fn stretch(before: &[Passage], after: Vec<Passage>) -> Stretch {
    let longer = before.len() != after.len();
    let (old, new): (Vec<&Passage>, Vec<&Passage>) =
        (before.iter().collect(), after.iter().collect());
    let found = matching(&old, &new);
    let slot = |is: &Passage| before.iter().find(|one| one.slot == is.slot);
    let was: Vec<Option<Passage>> = (0..after.len())
        .map(|at| match after.get(at) {
            Some(is) if !is.slot.is_empty() => slot(is).cloned(),
            _ => found.pairs.get(&at).and_then(|from| before.get(*from)).cloned(),
        })
        .collect();
    let seen = was.into_iter().zip(after).map(|(was, is)| {
        let changed = was.as_ref().is_none_or(|was| was.words != is.words);
        Seen { was, is, changed }
    });
    Stretch { passages: seen.collect(), longer }
}
