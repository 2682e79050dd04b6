//! Anchors of headings that have another name: what refers to them leads to the same place.
//!
//! **In:** what two editions show. **Out:** the old one with references to the new names.
//! **Guarantees:** an anchor that is still there, or whose heading is gone, keeps its name; the heading itself keeps
//! its old anchor, so that links from outside that break are told.

use crate::diff::line::Piece;
use crate::diff::matching::matching;
use crate::diff::shown::Passage;
use crate::diff::shown::Shown;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Puts the new names of anchors into the references of the old edition.
pub(super) fn followed(before: &mut Shown, after: &Shown) {
    let renamed = renamed(&before.passages, &after.passages);
    if renamed.is_empty() {
        return;
    }
    let parts = before.figures.values_mut().flat_map(|figure| figure.parts.values_mut());
    let tables = before.tables.values_mut().flat_map(|table| table.parts.values_mut());
    for passage in before.passages.iter_mut().chain(parts).chain(tables) {
        follow(passage, &renamed);
    }
    for one in &mut before.uses {
        one.wording.0 = led(&one.wording.0, &renamed);
        one.sentence.0 = led(&one.sentence.0, &renamed);
    }
}

/// Returns the anchors of headings that have another name now: old → new.
fn renamed(before: &[Passage], after: &[Passage]) -> BTreeMap<String, String> {
    let anchors = |list: &'_ [Passage]| -> BTreeSet<String> {
        let named = list.iter().filter(|one| one.level > 0 && !one.anchor.is_empty());
        named.map(|one| one.anchor.clone()).collect()
    };
    let (old, new) = (anchors(before), anchors(after));
    if old.is_subset(&new) {
        return BTreeMap::new();
    }
    let running = |list: &'_ [Passage]| -> Vec<usize> {
        let own = |at: &usize| list.get(*at).is_some_and(|one| one.slot.is_empty());
        (0..list.len()).filter(own).collect()
    };
    let (left, right) = (running(before), running(after));
    let pick = |list: &'_ [Passage], at: &[usize]| -> Vec<Passage> {
        at.iter().filter_map(|at| list.get(*at).cloned()).collect()
    };
    let (left, right) = (pick(before, &left), pick(after, &right));
    let (left, right): (Vec<&Passage>, Vec<&Passage>) =
        (left.iter().collect(), right.iter().collect());
    let pairs = matching(&left, &right).pairs;
    let both = pairs.iter().filter_map(|(is, was)| left.get(*was).zip(right.get(*is)));
    both.filter(|(was, is)| was.level > 0 && is.level > 0)
        .filter(|(was, is)| !new.contains(&was.anchor) && !old.contains(&is.anchor))
        .filter(|(was, is)| !was.anchor.is_empty() && !is.anchor.is_empty())
        .map(|(was, is)| (was.anchor.clone(), is.anchor.clone()))
        .collect()
}

fn follow(passage: &mut Passage, renamed: &BTreeMap<String, String>) {
    if !passage.words.contains("{→") && !passage.words.contains("{⇒#") {
        return;
    }
    passage.words = led(&passage.words, renamed);
    let pieces = std::mem::take(&mut passage.pieces);
    let piece = |(key, text): Piece| (led(&key, renamed), text);
    passage.pieces = pieces.into_iter().map(piece).collect();
    passage.claims.iter_mut().for_each(|claim| *claim = led(claim, renamed));
}

/// Returns words whose references lead to the new names.
fn led(words: &str, renamed: &BTreeMap<String, String>) -> String {
    renamed.iter().fold(words.to_owned(), |words, (old, new)| {
        let words = words.replace(&format!("{{→{old}}}"), &format!("{{→{new}}}"));
        words.replace(&format!("{{⇒#{old}}}"), &format!("{{⇒#{new}}}"))
    })
}

#[cfg(test)]
mod tests {
    use super::followed;
    use crate::diff::shown::Passage;
    use crate::diff::shown::Shown;

    fn shown(heading: (&str, &str), text: &str) -> Shown {
        let passages = vec![
            Passage {
                words: heading.0.to_owned(),
                anchor: heading.1.to_owned(),
                level: 2,
                ..Passage::default()
            },
            Passage {
                words: text.to_owned(),
                pieces: vec![(text.to_owned(), String::new())],
                ..Passage::default()
            },
        ];
        Shown { passages, ..Shown::default() }
    }

    #[test]
    fn a_reference_follows_the_new_name_of_its_heading() {
        let mut before = shown(("Near and far", "near"), "{→near}");
        followed(&mut before, &shown(("Near and far", "close"), "{→close}"));
        let [heading, passage] = &before.passages[..] else { panic!() };
        assert_eq!((&*heading.anchor, &*passage.words), ("near", "{→close}"));
        assert_eq!(passage.pieces[0].0, "{→close}");
    }

    #[test]
    fn a_reference_to_what_is_still_there_leads_where_it_led() {
        let mut before = shown(("Near and far", "near"), "{→near}");
        followed(&mut before, &shown(("Near and far", "near"), "{→other}"));
        assert_eq!(before.passages[1].words, "{→near}");
        let mut gone = shown(("Near and far", "near"), "{→near}");
        followed(&mut gone, &shown(("Something else altogether", "else"), "{→else}"));
        assert_eq!(gone.passages[1].words, "{→near}");
    }
}
