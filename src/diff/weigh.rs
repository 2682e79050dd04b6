//! Which changed words state something: a release waits for these, and not for a comma.

use crate::diff::bound::BOUND;
use crate::diff::bound::bound;
use crate::diff::line::in_digits;
use crate::diff::line::statistic;
use crate::diff::meaning::meaning;
use crate::diff::shown::Passage;
use crate::model::comparison::Class;
use crate::model::comparison::Item;
use crate::model::unreadable::silent;
use crate::project::lexicon::lexicon;
use crate::project::sense::Sense;
use std::collections::BTreeMap;
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
    "another picture",
    "picture removed",
];

/// Gives an item of changed words the class that it has by what they state.
pub(super) fn weigh(item: &mut Item, was: Option<&Passage>, is: Option<&Passage>) {
    let slot = is.or(was).map_or("", |one| one.slot.as_str());
    let words =
        |side: Option<&Passage>| side.map_or(String::new(), |one| bare(&one.words));
    let (old, new) = (words(was), words(is));
    if old == new || BESIDE.iter().any(|name| slot.starts_with(name)) {
        return;
    }
    // An address that leads elsewhere is no number.
    let addresses = |one: &Passage| -> Vec<String> {
        let words = one.words.split_whitespace().filter(|word| word.contains("://"));
        words.map(str::to_owned).collect()
    };
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
        let claimed =
            passage.claims.iter().any(|claim| sentence.contains(claim.as_str()));
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
    // "chosen, not drawn" and "drawn, not chosen" hold the same words.
    if a == b {
        let all = |side: &[Sentence]| -> Vec<String> {
            side.iter()
                .flat_map(|(words, _)| words.split(' ').map(str::to_owned))
                .collect()
        };
        return all(gone) != all(come)
            && a.keys().any(|word| denies(word) || strong(word));
    }
    let words: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let other = |word: &&String| a.get(*word) != b.get(*word);
    // What is added or taken out whole states something by its verbs and ends of ranks; "none" and
    // "any" do where they count somebody.
    let alone = gone.is_empty() || come.is_empty();
    let number = |word: &str| {
        let own = lexicon();
        let counts = own.numbers.get(word).is_some_and(|n| (n - 1.0).abs() > 0.5);
        counts || own.parts.contains_key(word) || own.folds.contains_key(word)
    };
    // "small" in the place of "large".
    let more =
        |word: &str, side: &BTreeMap<String, i32>, than: &BTreeMap<String, i32>| {
            side.get(word).copied().unwrap_or(0) > than.get(word).copied().unwrap_or(0)
        };
    let reversed = |word: &str| {
        let own = lexicon();
        let others = [&own.antonyms, &own.swapped].into_iter();
        let others = others.filter_map(|pairs| pairs.get(word)).flatten();
        more(word, &a, &b) && others.into_iter().any(|other| more(other, &b, &a))
    };
    words.into_iter().filter(other).any(|word| {
        // One number in words in the place of another; another word of the method, or of how far it holds.
        let method = [Sense::Method, Sense::Caveat];
        let method = || method.iter().any(|sense| lexicon().says(word, *sense));
        !alone && (number(word) || reversed(word) || method())
            || (lexicon().tells(word) || opens(word))
                && !lexicon().says(word, Sense::Idle)
                && (!alone
                    || strong(word)
                    || opens(word)
                    || counts(gone.iter().chain(come), word))
    }) || alone && gone.iter().chain(come).any(|(words, _)| qualifies(words))
        || !alone && !alike_in_reach(gone, come)
}

/// Returns whether two sides deny as often, and speak as often of all and of some alone: "None of them was declared" and
/// "All of them were declared" do not.
fn alike_in_reach(gone: &[Sentence], come: &[Sentence]) -> bool {
    let reach = [
        &[Sense::Negation, Sense::Turn, Sense::Instead][..],
        &[Sense::Each, Sense::Both],
        &[Sense::Alone],
    ];
    reach.iter().all(|senses| {
        let says = |word: &&str| senses.iter().any(|sense| lexicon().says(word, *sense));
        let count = |side: &[Sentence]| {
            side.iter().flat_map(|(words, _)| words.split(' ')).filter(says).count()
        };
        count(gone) == count(come)
    })
}

/// Returns whether a sentence that says how far something holds came or went, whatever else was reworded.
fn dropped(gone: &[Sentence], come: &[Sentence]) -> bool {
    single(gone, come).chain(single(come, gone)).any(qualifies)
}

/// Returns the sentences of which no other is another form.
fn single<'s>(own: &'s [Sentence], others: &[Sentence]) -> impl Iterator<Item = &'s str> {
    let others: Vec<BTreeSet<String>> = others
        .iter()
        .map(|(words, _)| words.split(' ').map(str::to_owned).collect())
        .collect();
    own.iter().map(|(words, _)| words.as_str()).filter(move |words| {
        let own: BTreeSet<&str> = words.split(' ').collect();
        others.iter().all(|other| {
            let shared = own.iter().filter(|word| other.contains(**word)).count();
            shared * 2 < own.len().max(other.len())
        })
    })
}

/// Returns whether a sentence says how far something holds, or how it was found: "We give no
/// significance test", "This may reflect how offences are recorded".
fn qualifies(words: &str) -> bool {
    let senses = [
        Sense::Negation,
        Sense::Hedge,
        Sense::Caveat,
        Sense::Method,
        Sense::Significant,
        Sense::Certainty,
        Sense::Counting,
    ];
    words.split(' ').any(|word| senses.iter().any(|sense| lexicon().says(word, *sense)))
}

/// Returns whether a word denies what follows it, or compares what stands on its two sides.
fn denies(word: &str) -> bool {
    let senses = [Sense::Negation, Sense::Turn, Sense::Instead, Sense::Than];
    senses.into_iter().any(|sense| lexicon().says(word, sense))
}

/// Returns whether a word alone says which way something went, or how much more one thing is.
fn strong(word: &str) -> bool {
    [Sense::Rise, Sense::Fall, Sense::More, Sense::Less, Sense::Most, Sense::Least]
        .into_iter()
        .chain([Sense::Ratio, Sense::Cause])
        .any(|sense| lexicon().says(word, sense))
}

/// Returns whether a word says that a gap became wider or narrower.
fn opens(word: &str) -> bool {
    [Sense::Widens, Sense::Narrows].iter().any(|sense| lexicon().says(word, *sense))
}

/// Returns whether a word is said of something counted: "none of the areas".
fn counts<'s>(sentences: impl Iterator<Item = &'s Sentence>, word: &str) -> bool {
    sentences.into_iter().any(|(text, _)| {
        let words: Vec<&str> = text.split(' ').collect();
        (0..words.len()).filter(|at| words[*at] == word).any(|at| {
            let near = words.get(at + 1..).unwrap_or_default().iter().take(3);
            near.into_iter().any(|near| lexicon().says(near, Sense::Counted))
        })
    })
}

/// Returns whether a sentence says which way something went or what is first: another subject
/// is then another statement.
fn asserts(words: &str) -> bool {
    words.split(' ').any(|word| {
        let says = |sense: Sense| lexicon().says(word, sense);
        let end = (says(Sense::Most) || says(Sense::Least)) && !says(Sense::AtEnd);
        !says(Sense::Particle)
            && (says(Sense::Rise) && says(Sense::VerbOnly)
                || says(Sense::Fall) && says(Sense::VerbOnly)
                || end && !says(Sense::Last) && word != "top")
    })
}

/// Returns what words say: without articles and the like, each in one spelling.
pub(super) fn said(words: &str) -> String {
    let spelt = lexicon().spellings.iter().fold(format!(" {words} "), |text, (a, b)| {
        text.replace(&format!(" {a} "), &format!(" {b} "))
    });
    let kept = spelt.split_whitespace().filter(|word| !lexicon().says(word, Sense::Idle));
    kept.collect::<Vec<_>>().join(" ")
}

/// Returns words without what a reader does not read: case, punctuation, kinds of quotes.
pub(super) fn bare(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut within_link = false;
    for (at, c) in chars.iter().copied().enumerate() {
        // Where a reference or a citation leads is one word, however it is spelt.
        within_link = match c {
            '{' => matches!(chars.get(at + 1), Some('→' | '@')),
            '}' => false,
            _ => within_link,
        };
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
        } else if within_link {
            out.push('_');
        } else if !matches!(c, '’' | '\'') && !silent(c) {
            out.push(' ');
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns words with one sign in the place of each number.
pub(super) fn unnumbered(words: &str) -> String {
    let mut out = String::new();
    for word in words.split(' ') {
        let link = word.contains("{→") || word.contains("{@");
        let number = word.starts_with('{') || word.ends_with('}') || in_digits(word);
        out.push_str(if number && !link { "#" } else { word });
        out.push(' ');
    }
    // What is shown another way has more words between its braces.
    out.replace("# # ", "# ")
}

#[cfg(test)]
mod tests {
    use super::bare;
    use super::dropped;
    use super::numbered;
    use super::qualifies;
    use super::telling;
    use super::unnumbered;

    #[test]
    fn commas_quotes_and_case_state_nothing_but_signs_of_numbers_do() {
        assert_eq!(bare("The “trees”, grew—fast."), bare("the 'trees' grew - fast"));
        assert_ne!(bare("by 1.5%"), bare("by 15%"));
        assert_ne!(bare("by -5"), bare("by 5"));
        assert_ne!(bare("It fell?"), bare("It fell."));
    }

    #[test]
    fn the_same_words_in_another_order_state_something_else_about_a_denial() {
        let one = |words: &str| vec![(words.to_owned(), false)];
        let told = |old: &str, new: &str| telling(&one(old), &one(new));
        assert!(told(
            "the areas were chosen not drawn by lot",
            "the areas were drawn by lot not chosen"
        ));
        assert!(told("halls cost more than parks", "parks cost more than halls"));
        assert!(!told("the hall opened at last", "at last the hall opened"));
        // Neither does a sentence that is cut in two.
        let parts =
            ["halls cost more", "than parks"].map(|words| (words.to_owned(), false));
        assert!(!telling(&one("halls cost more than parks"), &parts));
    }

    #[test]
    fn a_sentence_that_says_how_far_something_holds_qualifies() {
        assert!(qualifies("we give no significance test for these gaps"));
        assert!(qualifies("this may reflect how offences are recorded"));
        assert!(qualifies("these are associations"));
        assert!(qualifies("all figures are subject to rounding"));
        assert!(!qualifies("the market hall stands by the river"));
    }

    #[test]
    fn digits_of_addresses_notes_and_references_are_no_numbers_of_a_sentence() {
        assert!(numbered("It rose by {growth.a size}."));
        assert!(numbered("in 2012, see it there{⇒https://example.org/}"));
        assert!(!numbered("all of it{⇒https://example.org/report-2/} is there{^1}."));
        assert!(!numbered("as figure {→figure.2} shows {@smith2020}."));
        assert!(!numbered("{cy:}Mae'r cyfan yno."));
    }

    #[test]
    fn a_caveat_that_goes_is_not_hidden_by_another_sentence_that_is_reworded() {
        let list = |words: &[&str]| -> Vec<(String, bool)> {
            words.iter().map(|words| ((*words).to_owned(), false)).collect()
        };
        let old = list(&["these are associations", "the groups were alike in most"]);
        let new = list(&["in most the groups were alike"]);
        assert!(dropped(&old, &new) && dropped(&new, &old));
        let other = list(&["these are the associations", "the groups were alike"]);
        assert!(!dropped(&old, &other));
    }

    #[test]
    fn another_number_in_words_and_the_reverse_of_a_word_tell() {
        let side = |words: &str| vec![(words.to_owned(), false)];
        let tells = |old: &str, new: &str| telling(&side(old), &side(new));
        assert!(tells("a hall with seven arches", "a hall with nine arches"));
        assert!(tells("the group is small", "the group is large"));
        assert!(!tells("the group is small", "this group is small"));
        assert!(tells("a gap that widens slowly", "a gap that closes slowly"));
        assert!(!tells("a drawn street of houses", "a drawn street of bright houses"));
    }

    #[test]
    fn another_word_of_the_method_tells() {
        let side = |words: &str| vec![(words.to_owned(), false)];
        let tells = |old: &str, new: &str| telling(&side(old), &side(new));
        assert!(tells(
            "the figures come from administrative records",
            "the figures were collected by a survey of residents"
        ));
        assert!(tells("years are financial years", "years are calendar years"));
        assert!(tells("the quotations were invented", "the quotations were collected"));
        assert!(tells("one area shows little", "one area shows much"));
        assert!(tells("the areas were drawn at random", "the areas were drawn"));
        assert!(!tells("the hall is near the river", "the hall is by the river"));
        assert!(qualifies("the answers are those of a sample"));
    }

    #[test]
    fn another_number_leaves_the_words_as_they_were() {
        assert_eq!(unnumbered("by {growth.a} and"), unnumbered("by {growth.b size} and"));
        assert_eq!(unnumbered("by {growth.a} and"), unnumbered("by 51% and"));
        assert_ne!(unnumbered("rose by {a}"), unnumbered("fell by {a}"));
        // Another name is another word, also where it has digits.
        assert_eq!(unnumbered("us$5 (51%) −3"), unnumbered("us$7 (52%) 2019–20"));
        assert_ne!(unnumbered("resident n024"), unnumbered("resident n025"));
        assert_ne!(unnumbered("covid-19"), unnumbered("covid-21"));
        assert_ne!(unnumbered("see {→limits}"), unnumbered("see {→evidence}"));
        let led = |to: &str| unnumbered(&bare(&format!("see {{→figure-{to}}}")));
        assert_ne!(led("crime_line"), led("crime_areas"));
        assert_ne!(unnumbered(&bare("{@a, p. 3}")), unnumbered(&bare("{@a, p. 4}")));
    }
}
