//! Words as they are compared: without case, punctuation and articles, each in one spelling.
//!
//! **In:** the words of a passage. **Out:** the same without what a reader does not read.
//! **Guarantees:** signs of numbers and of what is struck out are kept, and each mark stands apart from its words.

use crate::diff::line::in_digits;
use crate::diff::line::is_mark;
use crate::diff::line::unemphasised;
use crate::model::unreadable::silent;
use crate::project::lexicon::lexicon;
use crate::project::sense::Sense;
use std::borrow::Cow;

/// Returns what words say: without articles and the like, each in one spelling.
pub(super) fn said(words: &str) -> String {
    let spelt = lexicon().spellings.iter().filter(|(from, _)| from.contains(' '));
    let spelt = spelt.fold(format!(" {words} "), |text, (from, to)| {
        text.replace(&format!(" {from} "), &format!(" {to} "))
    });
    let kept = spelt.split_whitespace().filter(|word| !lexicon().says(word, Sense::Idle));
    kept.map(one_spelling).collect::<Vec<_>>().join(" ")
}

/// The fewest letters before an ending that is spelt in two ways.
const STEM: usize = 3;

/// Returns a word in one of its spellings, by itself or by its ending (`~isation`).
fn one_spelling(word: &str) -> Cow<'_, str> {
    let spellings = &lexicon().spellings;
    if let Some(other) = spellings.get(word) {
        return Cow::Borrowed(other);
    }
    let other = spellings.iter().find_map(|(from, to)| {
        let (from, to) = (from.strip_prefix('~')?, to.strip_prefix('~')?);
        let stem = word.strip_suffix(from)?;
        (stem.chars().count() >= STEM).then(|| format!("{stem}{to}"))
    });
    other.map_or(Cow::Borrowed(word), Cow::Owned)
}

/// Returns a text in which each mark stands apart from the words beside it.
fn set_apart(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('{') {
        let end = tail.find('}').map_or(tail.len(), |end| end + 1);
        let (key, after) = tail.split_at(end);
        let mark = is_mark(&format!("{{{key}"));
        let space = if mark { " " } else { "" };
        out.push_str(&format!("{before}{space}{{{key}{space}"));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Returns words without what a reader does not read: case, punctuation, kinds of quotes.
pub(super) fn bare(text: &str) -> String {
    let chars: Vec<char> = set_apart(&unemphasised(text)).chars().collect();
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
    use super::said;
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
        // Another name is another word, also where it has digits.
        assert_eq!(unnumbered("us$5 (51%) −3"), unnumbered("us$7 (52%) 2019–20"));
        assert_ne!(unnumbered("resident n024"), unnumbered("resident n025"));
        assert_ne!(unnumbered("covid-19"), unnumbered("covid-21"));
        assert_ne!(unnumbered("see {→limits}"), unnumbered("see {→evidence}"));
        let led = |to: &str| unnumbered(&bare(&format!("see {{→figure-{to}}}")));
        assert_ne!(led("crime_line"), led("crime_areas"));
        assert_ne!(unnumbered(&bare("{@a, p. 3}")), unnumbered(&bare("{@a, p. 4}")));
    }

    #[test]
    fn a_word_beside_a_mark_is_read_as_itself() {
        assert_eq!(bare("{!warning}None of them"), "{ warning} none of them");
        assert_eq!(bare("were declared{^1}."), "were declared { 1}");
        assert_eq!(bare("by {growth.a}% of them"), "by {growth a}% of them");
    }

    #[test]
    fn what_is_spelt_in_two_ways_says_the_same() {
        let same = |a: &str, b: &str| said(a) == said(b);
        assert!(same("ten kilometres of colour", "ten kilometers of color"));
        assert!(same("a cancelled organisation", "a canceled organization"));
        assert!(same("forty per cent", "forty percent"));
        assert!(!same("four rises", "for rises"));
    }
}
