//! Words that tell: what came or went of a sentence makes it say something else.
//!
//! **In:** the sentences that only one of two passages has. **Out:** whether their words say more, less, not, perhaps,
//! because of, or something else altogether.
//! **Guarantees:** a word in another spelling or another form tells nothing, nor does one that only joins others.

use crate::diff::spelt::said;
use crate::project::lexicon::lexicon;
use crate::project::sense::Sense;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A sentence, and whether it holds a number or a claim.
pub(super) type Sentence = (String, bool);

/// Returns whether a word that says more, less, not, perhaps or because of came or went.
pub(super) fn telling(gone: &[Sentence], come: &[Sentence]) -> bool {
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
        return reordered(gone, come, |word| denies(word) || strong(word));
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
        || !alone && (!alike_in_reach(gone, come) || reordered(gone, come, denies))
        || exchanged(gone, come)
}

/// Returns whether the words that two sides share stand in another order, and one of them is such that its place tells.
fn reordered(gone: &[Sentence], come: &[Sentence], tells: fn(&str) -> bool) -> bool {
    let words = |side: &[Sentence]| -> Vec<String> {
        side.iter().flat_map(|(words, _)| words.split(' ').map(str::to_owned)).collect()
    };
    let (a, b) = (words(gone), words(come));
    let shared = |own: &[String], other: &[String]| -> Vec<String> {
        let mut left: Vec<&String> = other.iter().collect();
        let taken = |word: &&String| {
            let at = left.iter().position(|other| other == word);
            at.map(|at| left.remove(at)).is_some()
        };
        own.iter().filter(taken).cloned().collect()
    };
    let (a, b) = (shared(&a, &b), shared(&b, &a));
    a != b && a.iter().any(|word| tells(word))
}

/// The fewest letters of a word that says something by itself.
const CONTENT: usize = 4;
/// The fewest letters of a word in which one other letter is a slip.
const SLIP: usize = 5;

/// Returns whether a word stands in the place of one that says something else: "as an answer" for "as a question".
fn exchanged(gone: &[Sentence], come: &[Sentence]) -> bool {
    let spelt = |side: &[Sentence]| -> Vec<String> {
        side.iter().map(|(words, _)| said(words)).collect()
    };
    let (gone, come) = (spelt(gone), spelt(come));
    gone.iter().any(|was| {
        let mut forms = come.iter().filter(|is| alike(was, is));
        forms.any(|is| !only(was, is).is_empty() && !only(is, was).is_empty())
    })
}

/// Returns whether two sentences are two forms of one: they share half of their words.
fn alike(was: &str, is: &str) -> bool {
    let words =
        |text: &'_ str| text.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let (a, b) = (words(was), words(is));
    a.intersection(&b).count() * 2 >= a.len().max(b.len())
}

/// Returns the words of a sentence that say something and of which another has no form.
fn only<'s>(own: &'s str, other: &str) -> Vec<&'s str> {
    let others: Vec<&str> = other.split(' ').collect();
    let tells = |word: &&str| {
        word.chars().count() >= CONTENT
            && word.chars().all(char::is_alphabetic)
            && !joins(word)
            && !others.iter().any(|other| one_word(word, other))
    };
    own.split(' ').filter(tells).collect()
}

/// Returns whether a word only joins others, or stands for one.
fn joins(word: &str) -> bool {
    let mut senses = Sense::JOINS.iter().chain(&[Sense::Within, Sense::NoObject]);
    senses.any(|sense| lexicon().says(word, *sense))
}

/// Returns whether two words are forms of one, or one is the other with a slip of a letter.
fn one_word(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (a_length, b_length) = (a.chars().count(), b.chars().count());
    let (short, long) = (a_length.min(b_length), a_length.max(b_length));
    let form = shared >= CONTENT && shared * 2 >= long;
    // "café" and "cafe".
    let accent = !(a.is_ascii() && b.is_ascii());
    let slip =
        (short >= SLIP || accent) && shared > 0 && strsim::damerau_levenshtein(a, b) == 1;
    a == b || form || slip
}

/// Returns whether two sides deny as often, and speak as often of all and of some alone: "None of them was declared" and
/// "All of them were declared" do not.
fn alike_in_reach(gone: &[Sentence], come: &[Sentence]) -> bool {
    let reach = [
        &[Sense::Negation, Sense::Turn, Sense::Instead][..],
        &[Sense::Each, Sense::Both],
        &[Sense::Everyone],
        &[Sense::Vague],
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

/// Returns what came or went that turns a statement round, or makes it surer, in words.
pub(super) fn reversed(gone: &[Sentence], come: &[Sentence]) -> Option<&'static str> {
    let count = |side: &[Sentence], senses: &[Sense]| {
        let words = side.iter().flat_map(|(words, _)| words.split(' '));
        words.filter(|word| senses.iter().any(|s| lexicon().says(word, *s))).count()
    };
    let denials = [Sense::Negation, Sense::Turn, Sense::Instead];
    let hedges = [Sense::Hedge, Sense::Perhaps];
    if gone.is_empty() || come.is_empty() {
        return None;
    }
    let of = |senses: &[Sense]| count(come, senses).cmp(&count(gone, senses));
    match (of(&denials), of(&hedges)) {
        (Ordering::Less, _) => Some("a denial is gone"),
        (Ordering::Greater, _) => Some("a denial was added"),
        (_, Ordering::Less) => Some("“may” or “perhaps” is gone"),
        (_, Ordering::Greater) => Some("“may” or “perhaps” was added"),
        _ => None,
    }
}

/// Returns whether a sentence that says how far something holds came or went, whatever else was reworded.
pub(super) fn dropped(gone: &[Sentence], come: &[Sentence]) -> bool {
    single(gone, come).chain(single(come, gone)).any(qualifies)
}

/// Returns the sentences of which no other is another form.
fn single<'s>(
    own: &'s [Sentence],
    others: &'s [Sentence],
) -> impl Iterator<Item = &'s str> {
    own.iter()
        .map(|(words, _)| words.as_str())
        .filter(|words| !others.iter().any(|(other, _)| alike(words, other)))
}

/// Returns whether a sentence says how far something holds, or how it was found: "We give no
/// significance test", "This may reflect how offences are recorded".
pub(super) fn qualifies(words: &str) -> bool {
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
pub(super) fn strong(word: &str) -> bool {
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
pub(super) fn asserts(words: &str) -> bool {
    words.split(' ').any(|word| {
        let says = |sense: Sense| lexicon().says(word, sense);
        let end = (says(Sense::Most) || says(Sense::Least)) && !says(Sense::AtEnd);
        !says(Sense::Particle)
            && (says(Sense::Rise) && says(Sense::VerbOnly)
                || says(Sense::Fall) && says(Sense::VerbOnly)
                || end && !says(Sense::Last) && word != "top")
    })
}

#[cfg(test)]
mod tests {
    use super::dropped;
    use super::qualifies;
    use super::telling;

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
    fn a_word_in_the_place_of_another_tells_and_its_form_or_a_slip_does_not() {
        let side = |words: &str| vec![(words.to_owned(), false)];
        let tells = |old: &str, new: &str| telling(&side(old), &side(new));
        assert!(tells(
            "what stands out here should be treated as a question",
            "what stands out here should be treated as an answer"
        ));
        assert!(tells("the first limit is absolute", "the first limit is slight"));
        assert!(tells(
            "the interval of a difference is welchs",
            "the interval of a difference is students"
        ));
        assert!(!tells(
            "there is a temptation to round these values up",
            "it is tempting to round these values up"
        ));
        assert!(!tells(
            "the hall of the intial survey",
            "the hall of the initial survey"
        ));
        assert!(!tells(
            "a shop and a café are each one",
            "a shop and a cafe are each one"
        ));
        assert!(!tells("a method that finds effects", "a method which finds effects"));
    }

    #[test]
    fn all_in_the_place_of_none_tells_whatever_the_verb() {
        let side = |words: &str| vec![(words.to_owned(), false)];
        assert!(telling(
            &side(
                "warning none of the comparisons in this chapter was declared in advance as a main outcome"
            ),
            &side(
                "warning all of the comparisons in this chapter were declared in advance as a main outcome"
            ),
        ));
        assert!(telling(
            &side("the statistics do not follow families only places"),
            &side("the statistics follow families not only places"),
        ));
    }
}
