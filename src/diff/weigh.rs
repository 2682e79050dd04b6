//! Which changed words state something: a release waits for these, and not for a comma.

use crate::diff::bound::BOUND;
use crate::diff::bound::bound;
use crate::diff::line::statistic;
use crate::diff::line::unemphasised;
use crate::diff::meaning::meaning;
use crate::diff::shown::Passage;
use crate::diff::spelt::bare;
use crate::diff::spelt::said;
use crate::diff::spelt::unnumbered;
use crate::diff::telling::Sentence;
use crate::diff::telling::asserts;
use crate::diff::telling::dropped;
use crate::diff::telling::reversed;
use crate::diff::telling::strong;
use crate::diff::telling::telling;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use std::collections::BTreeSet;

/// Parts of the cover that state nothing of what was found.
const BESIDE: &[&str] = &["cover keywords", "reference "];

/// What changed of a passage beside its words that makes it say something else.
const MARKED: &[&str] = &[
    "became a ",
    "became plain text",
    "quotation",
    "box ",
    "stands here",
    "leads elsewhere",
    "another work",
    "no longer cited",
    "another picture",
    "picture removed",
];

/// Gives an item of changed words the class that it has by what they state.
pub(super) fn weigh(item: &mut Item, was: Option<&Passage>, is: Option<&Passage>) {
    let slot = is.or(was).map_or("", |one| one.slot.as_str());
    let words =
        |side: Option<&Passage>| side.map_or(String::new(), |one| bare(&one.words));
    let (old, new) = (words(was), words(is));
    // A work that is found elsewhere now is another one.
    if slot.starts_with("reference ")
        && let (Some(was), Some(is)) = (was, is)
        && addresses(was) != addresses(is)
    {
        item.class = Class::Statements;
        "link leads elsewhere".clone_into(&mut item.kind);
        return;
    }
    if old == new || BESIDE.iter().any(|name| slot.starts_with(name)) {
        return;
    }
    if let (Some(was), Some(is)) = (was, is)
        && formulas(&was.words) != formulas(&is.words)
    {
        item.class = Class::Statements;
        if item.kind == "changed" {
            "formula changed".clone_into(&mut item.kind);
        }
        return;
    }
    // An address that leads elsewhere is no number.
    if let (Some(was), Some(is)) = (was, is)
        && bare(&was.text) != bare(&is.text)
        && addresses(was) == addresses(is)
        && unnumbered(&old) == unnumbered(&new)
    {
        item.class = Class::Numbers;
        "another number in the same words".clone_into(&mut item.kind);
        return;
    }
    // What is struck out is said no longer.
    let struck = |side: Option<&Passage>| {
        side.map_or(0, |one| {
            one.words.matches("{~}").count() + one.text.matches("{~}").count()
        })
    };
    if was.is_some() && is.is_some() && struck(was) != struck(is) {
        item.class = Class::Statements;
        return;
    }
    // So is what is a tip and no warning, or stands on another note.
    let marked = was.zip(is).and_then(|(was, is)| meaning(was, is));
    if marked.is_some_and(|what| MARKED.iter().any(|mark| what.contains(mark))) {
        item.class = Class::Statements;
        return;
    }
    // A number that follows the data now reads as before.
    if was.zip(is).and_then(|(was, is)| bound(was, is)).is_some_and(|what| what == BOUND)
    {
        return;
    }
    // Articles and spellings say nothing.
    if said(&old) == said(&new) {
        return;
    }
    let (gone, come) = differing(was, is);
    let heading = is.or(was).is_some_and(|one| one.level > 0);
    let telling = telling(&gone, &come) || !heading && dropped(&gone, &come);
    let main = matches!(slot, "headline") || slot.starts_with("finding ");
    let caveat = slot.starts_with("finding ") && slot.ends_with(" caveat");
    let what = match slot {
        "headline" => "headline",
        _ if caveat => "caveat of a key finding",
        _ => "key finding",
    };
    if main && telling && was.is_some() && is.is_some() {
        item.class = Class::Conclusions;
        item.kind = format!("{what} says something else");
        return;
    }
    if caveat && is.is_none() {
        item.class = Class::Conclusions;
        item.kind = format!("{what} removed");
        return;
    }
    // A heading names what its section is about.
    let titled = heading && format!("{old} {new}").split(' ').any(strong);
    let held =
        titled || gone.iter().chain(&come).any(|(words, held)| *held || asserts(words));
    let states = is.or(was).is_some_and(|one| one.states);
    if !slot.is_empty() || held || telling || states {
        item.class = Class::Statements;
    }
    if item.kind == "changed"
        && let Some(what) = reversed(&gone, &come)
    {
        what.clone_into(&mut item.kind);
    }
}

/// Returns the addresses in a passage.
fn addresses(one: &Passage) -> Vec<String> {
    let words = one.words.split_whitespace().filter(|word| word.contains("://"));
    words.map(str::to_owned).collect()
}

/// Returns the formulas of a passage: what stands between two signs of money is none.
fn formulas(words: &str) -> Vec<&str> {
    let between = words.split('$').skip(1).step_by(2);
    between.filter(|part| part.contains(['=', '\\', '_', '^'])).collect()
}

/// Returns the sentences that only one of two passages has.
fn differing(
    was: Option<&Passage>,
    is: Option<&Passage>,
) -> (Vec<Sentence>, Vec<Sentence>) {
    let list = |side: Option<&Passage>| side.map(sentences).unwrap_or_default();
    let (old, new) = (list(was), list(is));
    let only = |a: &[Sentence], b: &[Sentence]| -> Vec<Sentence> {
        let known: BTreeSet<&str> = b.iter().map(|(words, _)| words.as_str()).collect();
        a.iter().filter(|(words, _)| !known.contains(words.as_str())).cloned().collect()
    };
    (only(&old, &new), only(&new, &old))
}

fn sentences(passage: &Passage) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut start = 0;
    let text = &*unemphasised(&passage.words);
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
    for end in ends {
        let sentence = text.get(start..end).unwrap_or_default();
        if end < text.len() && !sentence.ends_with(['.', '?', '!', '\n']) {
            continue;
        }
        let claimed = {
            let within = |claim: &String| sentence.contains(&*unemphasised(claim));
            passage.claims.iter().any(within)
        };
        out.push((bare(sentence), claimed || numbered(sentence)));
        start = end + 1;
    }
    out
}

/// Returns whether a sentence holds a number: digits or a statistic, but none of an address, of a
/// reference or of a work cited.
fn numbered(sentence: &str) -> bool {
    let mut rest = sentence;
    while let Some((before, tail)) = rest.split_once('{') {
        let end = tail.find('}').map_or(tail.len(), |end| end + 1);
        let (key, after) = tail.split_at(end);
        if before.contains(char::is_numeric) || statistic(&format!("{{{key}")).is_some() {
            return true;
        }
        rest = after;
    }
    rest.contains(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn digits_of_addresses_notes_and_references_are_no_numbers_of_a_sentence() {
        assert!(numbered("It rose by {growth.a size}."));
        assert!(numbered("in 2012, see it there{⇒https://example.org/}"));
        assert!(!numbered("all of it{⇒https://example.org/report-2/} is there{^1}."));
        assert!(!numbered("as figure {→figure.2} shows {@smith2020}."));
        assert!(!numbered("{cy:}Mae'r cyfan yno."));
    }
}
