//! An item of changed words: what stood there, what stands there now, and which words differ.

use crate::diff::cause::written;
use crate::diff::line::Piece;
use crate::diff::matching::tokens;
use crate::diff::meaning::redrawn;
use crate::diff::shown::Passage;
use crate::diff::weigh::weigh;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use crate::model::comparison::Marks;
use similar::Algorithm;
use similar::DiffTag;
use similar::capture_diff_slices;

/// Returns an item of words with the class that it has by what they state.
pub(super) fn told(
    id: &str,
    kind: &str,
    was: Option<&Passage>,
    is: Option<&Passage>,
) -> Item {
    let text =
        |side: Option<&Passage>| side.map(|one| one.text.clone()).unwrap_or_default();
    let place = is.or(was).map(|one| one.place.clone()).unwrap_or_default();
    let mut item = Item::new(Class::Words, id, kind)
        .title(place.at.clone())
        .values(text(was), text(is));
    // A picture that was drawn anew changed in its own file.
    let picture = was.zip(is).and_then(|(was, is)| redrawn(was, is));
    let cause = picture.as_ref().unwrap_or(&place.line);
    if !cause.is_empty() {
        item.cause = written(cause);
    }
    let before = was.map(|one| &one.place).filter(|before| before.line != place.line);
    let before = before.filter(|_| is.is_some()).cloned();
    item.places.push(place);
    item.places.extend(before);
    let pieces =
        |side: Option<&Passage>| side.map(|one| one.pieces.clone()).unwrap_or_default();
    item.marks = marks(&pieces(was), &pieces(is));
    weigh(&mut item, was, is);
    item
}

/// Marks what of two passages the author changed.
fn marks(old: &[Piece], new: &[Piece]) -> Marks {
    let (old, new) = (pieces(old), pieces(new));
    let keys = |list: &[Piece]| -> Vec<String> {
        list.iter().map(|(key, _)| key.clone()).collect()
    };
    let mut out = Marks::default();
    let push = |runs: &mut Vec<(String, bool)>, list: &[Piece], changed: bool| {
        let text: String = list.iter().map(|(_, text)| text.as_str()).collect();
        match runs.last_mut() {
            Some((last, same)) if *same == changed => last.push_str(&text),
            _ if text.is_empty() => {}
            _ => runs.push((text, changed)),
        }
    };
    for step in capture_diff_slices(Algorithm::Myers, &keys(&old), &keys(&new)) {
        let changed = step.tag() != DiffTag::Equal;
        push(&mut out.old, old.get(step.old_range()).unwrap_or_default(), changed);
        push(&mut out.new, new.get(step.new_range()).unwrap_or_default(), changed);
    }
    out
}

/// Cuts text into words and the spaces between them; a number stays one piece.
pub(super) fn pieces(list: &[Piece]) -> Vec<Piece> {
    let mut out = Vec::new();
    for (key, text) in list {
        if key != text {
            out.push((key.clone(), text.clone()));
            continue;
        }
        for (at, word) in text.split(' ').enumerate() {
            if at > 0 {
                out.push((" ".to_owned(), " ".to_owned()));
            }
            out.extend(tokens(word).map(|part| (part.to_owned(), part.to_owned())));
        }
    }
    out
}
