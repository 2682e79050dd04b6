//! What statistics say of themselves, in the language of the text.
//!
//! Titles of tests, methods and definitions are written in English where a statistic is computed, so that the
//! record of an edition is one whatever its language; outputs print them by this.
//!
//! **In:** English words that a message whose id begins with `stat-` makes. **Out:** that message in the language of
//! this thread, its arguments likewise.
//! **Guarantees:** words that no message makes are returned as they are.

use crate::labels::Labels;
use crate::labels::Value;
use crate::labels::capital;
use crate::labels::current;
use crate::labels::english;
use std::sync::LazyLock;

/// A message, cut at its arguments.
#[derive(Debug)]
struct Pattern {
    id: String,
    /// The words before the first argument, between two, and after the last.
    words: Vec<String>,
    names: Vec<&'static str>,
}

/// Names that arguments of such messages may have.
const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

/// Messages around all else that a statistic says: what a block keeps of its rows stands behind it, and
/// what an alternative is one to in front.
const OUTER: [&str; 3] =
    ["stat-only-rows-and", "stat-only-rows", "stat-under-another-choice-by"];

/// Messages of English by what they say; those with the most words of their own first.
static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let mark = |at: usize| format!("\u{f8f0}{at}\u{f8f1}");
    let marks: Vec<String> = (0..NAMES.len()).map(mark).collect();
    let arguments: Vec<(&str, Value<'_>)> = NAMES
        .into_iter()
        .zip(marks.iter().map(|mark| Value::from(mark.as_str())))
        .collect();
    let ids = english().ids().into_iter().filter(|id| id.starts_with("stat-"));
    let mut out: Vec<Pattern> = ids
        .map(|id| {
            let said = english().say(&id, &arguments);
            let mut words = Vec::new();
            let mut names = Vec::new();
            for (at, piece) in said.split('\u{f8f0}').enumerate() {
                let (name, piece) = match piece.split_once('\u{f8f1}') {
                    Some((number, rest)) if at > 0 => (number.parse().ok(), rest),
                    _ => (None::<usize>, piece),
                };
                names.extend(name.and_then(|at| NAMES.get(at)));
                words.push(piece.to_owned());
            }
            Pattern { id, words, names }
        })
        .collect();
    out.sort_by_key(|pattern| {
        let words = pattern.words.iter().map(String::len).sum::<usize>();
        let outer = OUTER.iter().position(|id| *id == pattern.id);
        (outer.unwrap_or(OUTER.len()), std::cmp::Reverse(words))
    });
    out
});

impl Pattern {
    /// Returns the arguments with which the message is these words.
    fn read<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let [first, between @ ..] = self.words.as_slice() else { return None };
        let mut rest = text.strip_prefix(first.as_str())?;
        let mut out = Vec::new();
        for (at, word) in between.iter().enumerate() {
            let end = if at + 1 == between.len() {
                rest.len()
                    .checked_sub(word.len())
                    .filter(|_| rest.ends_with(word.as_str()))?
            } else if at == 0 && first.is_empty() {
                // What a statistic adds to the words of another comes last.
                rest.rfind(word.as_str())?
            } else {
                rest.find(word.as_str())?
            };
            let (given, after) = rest.split_at_checked(end)?;
            out.push(given);
            rest = after.get(word.len()..)?;
        }
        (rest.is_empty() && out.iter().all(|given| !given.is_empty())).then_some(out)
    }
}

/// Returns what a statistic says of itself in the language of this thread.
pub fn phrase(text: &str) -> String {
    let labels = current();
    if labels.language() == "en" || text.is_empty() {
        return text.to_owned();
    }
    said(&labels, text, 0)
}

/// Returns the text with a small letter in front.
fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn said(labels: &Labels, text: &str, depth: usize) -> String {
    // Arguments hold phrases of their own; none is as deep.
    if depth > 6 {
        return text.to_owned();
    }
    // What an author writes ends as a sentence does.
    if text.ends_with('.') {
        return text.to_owned();
    }
    let found = |text| PATTERNS.iter().find_map(|one| Some((one, one.read(text)?)));
    let small = lowered(text);
    let Some((pattern, given)) = found(text) else {
        // Members of an estimate are named with a small letter and begin a definition with a great one.
        return match found(&small).filter(|_| small != text) {
            Some(_) => capital(&said(labels, &small, depth + 1)),
            None => named(labels, text, depth),
        };
    };
    let given: Vec<String> =
        given.into_iter().map(|given| said(labels, given, depth + 1)).collect();
    let arguments: Vec<(&str, Value<'_>)> = pattern
        .names
        .iter()
        .zip(&given)
        .map(|(name, given)| (*name, Value::from(given.as_str())))
        .collect();
    labels.say(&pattern.id, &arguments)
}

/// Returns the name of a value behind the author's title of its block: "Growth, standard error".
fn named(labels: &Labels, text: &str, depth: usize) -> String {
    let parts = text.match_indices(", ").filter_map(|(at, comma)| {
        let (title, name) = text.split_at_checked(at)?;
        let name = name.strip_prefix(comma)?;
        let mut plain = PATTERNS.iter().filter(|pattern| {
            pattern.names.is_empty() || pattern.id.starts_with("stat-criterion-")
        });
        let title = said(labels, title, depth + 1);
        plain
            .find_map(|one| one.read(name))
            .map(|_| format!("{title}, {}", said(labels, name, depth + 1)))
    });
    parts.min_by_key(String::len).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::phrase;
    use crate::labels::Labels;
    use crate::labels::enter;
    use std::sync::Arc;

    #[test]
    fn what_statistics_say_is_said_in_the_language_with_its_arguments() {
        let definition = "Mean over areas of the percentage change in trees, 2018 to 2024; areas \
                          are weighted equally, those without both years left out";
        assert_eq!(phrase(definition), definition);
        let _within = enter(&Arc::new(Labels::built_in("cy").unwrap()));
        assert_eq!(
            phrase(definition),
            "Cymedr dros ardaloedd o’r newid canrannol yn trees, 2018 i 2024; mae’r ardaloedd \
             wedi’u pwysoli’n gyfartal, gan hepgor y rhai heb y ddwy flynedd"
        );
        assert_eq!(phrase("Welch t test"), "prawf t Welch");
        let kept = format!("{definition}; only rows with group x or y");
        assert_eq!(
            phrase(&kept),
            format!("{}; dim ond rhesi â group x or y", phrase(definition))
        );
        assert_eq!(
            phrase("Twf, i gyd, standard error"),
            "Twf, i gyd, cyfeiliornad safonol"
        );
        assert_eq!(
            phrase(
                "Difference for “Twf” between A and B when each of the A is compared with its nearest B (Mahalanobis distance, without replacement, 2 each) in x, y"
            ),
            "Gwahaniaeth ar gyfer ‘Twf’ rhwng A a(c) B pan gymherir pob un o’r A â’i B agosaf (pellter Mahalanobis, heb ailosod, 2 yr un) yn x, y"
        );
        assert_eq!(
            phrase(
                "Difference for “Twf” under another choice: matched; Mean over areas of x; rows with a missing value are left out; only rows with a 1, and b 2"
            ),
            "Gwahaniaeth ar gyfer ‘Twf’ o dan ddewis arall: matched; Cymedr dros ardaloedd o x; hepgorir rhesi â gwerth coll; dim ond rhesi â a 1, a(c) b 2"
        );
        assert_eq!(
            phrase("Twf, outcomes before and after: is it so"),
            "Twf, canlyniadau cyn ac ar ôl: a yw’n wir"
        );
        assert_eq!(
            phrase("Degrees of freedom, with: Mean"),
            "Graddau rhyddid, gyda: Cymedr"
        );
        assert_eq!(
            phrase("mean of 100·(y(2024)/y(2018) − 1)"),
            "cymedr 100·(y(2024)/y(2018) − 1)"
        );
    }

    #[test]
    fn what_an_author_writes_is_left_alone() {
        let _within = enter(&Arc::new(Labels::built_in("cy").unwrap()));
        for own in ["Ardaloedd â mwy o goed.", "Trees over all areas.", ""] {
            assert_eq!(phrase(own), own);
        }
    }
}
