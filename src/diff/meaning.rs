//! What changed of a passage beside its words: strikes, emphasis, links, pictures, notes, alerts.

use crate::diff::line::is_mark;
use crate::diff::shown::Passage;
use std::cmp::Ordering;

/// Returns the file of a picture that is another one under its own name.
pub(super) fn redrawn(was: &Passage, is: &Passage) -> Option<String> {
    let picture = |one: &Passage| -> Option<(String, String)> {
        let mut keys = one.pieces.iter().filter_map(|(key, _)| key.strip_prefix("{▣"));
        let (path, hash) = keys.next()?.rsplit_once(' ')?;
        Some((path.to_owned(), hash.to_owned()))
    };
    let ((before, a), (after, b)) = (picture(was)?, picture(is)?);
    (before == after && a != b).then_some(after)
}

/// Returns what changed of a passage beside its words, in words: "struck out", "link leads
/// elsewhere"; none where only words changed.
pub(super) fn meaning(was: &Passage, is: &Passage) -> Option<String> {
    let marks = |one: &Passage, sort: &str| -> Vec<String> {
        let pieces = one.pieces.iter().filter(|(key, _)| key.starts_with(sort));
        pieces.map(|(key, _)| key.clone()).collect()
    };
    let plain = |one: &Passage| -> String {
        one.pieces
            .iter()
            .filter(|(key, _)| {
                !is_mark(key) && !key.starts_with("{→") && !key.starts_with("{@")
            })
            .map(|(key, _)| &**key)
            .collect()
    };
    let mut out: Vec<String> = Vec::new();
    if plain(was) != plain(is) {
        out.push("changed".to_owned());
    }
    // A key finding names the figure that shows it.
    let shown = is.slot.starts_with("finding ") && is.slot.ends_with(" figure");
    for (sort, other, come, gone) in [
        ("{→", "shown in another figure", "shown in a figure", "shown in no figure"),
        ("{~}", "struck out elsewhere", "struck out", "no longer struck out"),
        ("{⇒", "link leads elsewhere", "link added", "link removed"),
        ("{→", "reference leads elsewhere", "reference added", "reference removed"),
        ("{@", "another work is cited", "a work is cited", "a work is no longer cited"),
        ("{▣", "another picture", "picture added", "picture removed"),
        ("{x}", "box ticked", "box ticked", "box no longer ticked"),
        ("{quote}", "quotation", "now a quotation", "no longer a quotation"),
    ] {
        if sort == "{→" && shown != other.starts_with("shown") {
            continue;
        }
        let (a, b) = (marks(was, sort), marks(is, sort));
        match a.len().cmp(&b.len()) {
            Ordering::Less => out.push(come.to_owned()),
            Ordering::Greater => out.push(gone.to_owned()),
            Ordering::Equal if a != b => out.push(other.to_owned()),
            Ordering::Equal => {}
        }
    }
    let (a, b) = (marks(was, "{^"), marks(is, "{^"));
    let label = |key: &String| key.trim_matches(['{', '}', '^']).to_owned();
    out.extend(
        b.iter()
            .filter(|note| !a.contains(note))
            .map(|note| format!("note {} now stands here", label(note))),
    );
    out.extend(
        a.iter()
            .filter(|note| !b.contains(note))
            .map(|note| format!("note {} no longer stands here", label(note))),
    );
    let alert = |one: &Passage| -> String {
        marks(one, "{!")
            .first()
            .map(|key| key.trim_matches(['{', '}', '!']).to_owned())
            .unwrap_or_default()
    };
    match (alert(was), alert(is)) {
        (a, b) if a == b => {}
        (a, b) if a.is_empty() => out.push(format!("became a {b}")),
        (a, b) if b.is_empty() => out.push(format!("{a} became plain text")),
        (a, b) => out.push(format!("{a} became a {b}")),
    }
    // Emphasis is told where nothing else is.
    if out.is_empty() {
        for (sort, other, come, gone) in [
            ("{**}", "bold elsewhere", "set in bold", "no longer bold"),
            ("{*}", "italics elsewhere", "set in italics", "no longer in italics"),
        ] {
            let (a, b) = (marks(was, sort).len(), marks(is, sort).len());
            match a.cmp(&b) {
                Ordering::Less => out.push(come.to_owned()),
                Ordering::Greater => out.push(gone.to_owned()),
                Ordering::Equal if a > 0 => out.push(other.to_owned()),
                Ordering::Equal => {}
            }
        }
        // Where only one of them changed, the other stands where it stood.
        if out.len() > 1 {
            out.retain(|what| !what.ends_with(" elsewhere"));
        }
    }
    (out.len() > 1 || out.first().is_some_and(|first| first != "changed"))
        .then(|| out.join(", "))
}
