//! Which changed words state something: a release waits for these, and not for a comma.

use crate::diff::shown::Passage;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use crate::project::lexicon::lexicon;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Parts of the cover that state nothing of what was found.
const BESIDE: &[&str] = &["cover keywords", "cover contact", "reference "];

/// Gives an item of changed words the class that it has by what they state.
pub(super) fn weigh(item: &mut Item, was: Option<&Passage>, is: Option<&Passage>) {
    let slot = is.or(was).map_or("", |one| one.slot.as_str());
    let words =
        |side: Option<&Passage>| side.map_or(String::new(), |one| bare(&one.words));
    let (old, new) = (words(was), words(is));
    if old == new || BESIDE.iter().any(|name| slot.starts_with(name)) {
        return;
    }
    if let (Some(was), Some(is)) = (was, is)
        && bare(&was.text) != bare(&is.text)
        && unnumbered(&old) == unnumbered(&new)
    {
        item.class = Class::Numbers;
        "another number in the same words".clone_into(&mut item.kind);
        return;
    }
    let (gone, come) = differing(was, is);
    let telling = telling(&gone, &come);
    let main = matches!(slot, "headline") || slot.starts_with("finding ");
    if main && telling && was.is_some() && is.is_some() {
        let what = if slot == "headline" { "headline" } else { "key finding" };
        item.class = Class::Conclusions;
        item.kind = format!("{what} says something else");
        return;
    }
    let held = gone.iter().chain(&come).any(|(_, held)| *held);
    if !slot.is_empty() || held || telling {
        item.class = Class::Statements;
    }
}

/// A sentence, and whether it holds a number or a claim.
type Sentence = (String, bool);

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
    let text = &passage.words;
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
    for end in ends {
        let sentence = text.get(start..end).unwrap_or_default();
        if end < text.len() && !sentence.ends_with(['.', '?', '!', '\n']) {
            continue;
        }
        let number = sentence.char_indices().any(|(at, c)| {
            c.is_numeric()
                || c == '{'
                    && !sentence.get(at + 1..).unwrap_or("").starts_with(['→', '@'])
        });
        let claimed =
            passage.claims.iter().any(|claim| sentence.contains(claim.as_str()));
        out.push((bare(sentence), number || claimed));
        start = end + 1;
    }
    out
}

/// Returns whether a word that says more, less, not, perhaps or because of came or went.
fn telling(gone: &[Sentence], come: &[Sentence]) -> bool {
    let count = |side: &[Sentence]| -> BTreeMap<String, i32> {
        let mut out = BTreeMap::new();
        for word in side.iter().flat_map(|(words, _)| words.split(' ')) {
            *out.entry(word.to_owned()).or_default() += 1;
        }
        out
    };
    let (a, b) = (count(gone), count(come));
    let words: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    words.into_iter().any(|word| a.get(word) != b.get(word) && lexicon().tells(word))
}

/// Returns words without what a reader does not read: case, punctuation, kinds of quotes.
pub(super) fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().copied().enumerate() {
        let digit = |at: Option<usize>| {
            at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit)
        };
        let within = digit(Some(at + 1)) && (digit(at.checked_sub(1)) || c == '-');
        let kept = c.is_alphanumeric()
            || matches!(
                c,
                '{' | '}'
                    | '→'
                    | '@'
                    | '%'
                    | '−'
                    | '?'
                    | '_'
                    | '£'
                    | '$'
                    | '€'
                    | '<'
                    | '>'
                    | '='
                    | '+'
            )
            || matches!(c, '.' | ',' | '-' | '/') && within;
        if kept {
            out.extend(c.to_lowercase());
        } else if !matches!(c, '’' | '\'') {
            out.push(' ');
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns words with one sign in the place of each number.
pub(super) fn unnumbered(words: &str) -> String {
    let mut out = String::new();
    for word in words.split(' ') {
        let number =
            word.starts_with('{') && !word.starts_with("{→") && !word.starts_with("{@")
                || word.chars().any(|c| c.is_ascii_digit());
        out.push_str(if number || word.ends_with('}') { "#" } else { word });
        out.push(' ');
    }
    // What is shown another way has more words between its braces.
    out.replace("# # ", "# ")
}

#[cfg(test)]
mod tests {
    use super::bare;
    use super::unnumbered;

    #[test]
    fn commas_quotes_and_case_state_nothing_but_signs_of_numbers_do() {
        assert_eq!(bare("The “trees”, grew—fast."), bare("the 'trees' grew - fast"));
        assert_ne!(bare("by 1.5%"), bare("by 15%"));
        assert_ne!(bare("by -5"), bare("by 5"));
        assert_ne!(bare("It fell?"), bare("It fell."));
    }

    #[test]
    fn another_number_leaves_the_words_as_they_were() {
        assert_eq!(unnumbered("by {growth.a} and"), unnumbered("by {growth.b size} and"));
        assert_eq!(unnumbered("by {growth.a} and"), unnumbered("by 51% and"));
        assert_ne!(unnumbered("rose by {a}"), unnumbered("fell by {a}"));
    }
}
