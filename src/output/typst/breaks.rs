//! Where a word may break that is too long for its line, as an address or a compound can be.
//!
//! **In:** text, and the width that is certain to be there, in ems.
//! **Out:** the text with invisible break opportunities inside such words.
//! **Guarantees:** a word that fits is returned as it is; no piece is wider than the width.

use crate::figure::text_width;
use crate::model::format::NBSP;
use std::borrow::Cow;

/// Breaks a word with a hyphen.
const HYPHEN: char = '\u{ad}';
/// Breaks a word without one.
const PLAIN: char = '\u{200b}';

/// Returns a text whose words can all be set in a width, in ems.
pub(super) fn breakable(text: &str, width: f64, bold: bool) -> Cow<'_, str> {
    let long = |word: &str| text_width(word, 1.0, bold) > width;
    if !text.split([' ', '\n']).any(long) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        if !long(word) {
            out.push_str(word);
            continue;
        }
        // What a no-break space holds together may break there first.
        for (at, part) in word.split(NBSP).enumerate() {
            if at > 0 {
                out.push(' ');
            }
            if long(part) {
                broken(part, width, bold, &mut out);
            } else {
                out.push_str(part);
            }
        }
    }
    Cow::Owned(out)
}

/// Writes a word with break opportunities: after the signs of addresses and compounds where that
/// is enough, else before a syllable.
fn broken(word: &str, width: f64, bold: bool, out: &mut String) {
    let letters: Vec<char> = word.chars().collect();
    // A hyphen in the middle of an address or a number would be read as a part of it.
    let address = word.contains(['/', '@', '_', '\\']) || word.contains("www.");
    let of = |part: &[char]| text_width(&part.iter().collect::<String>(), 1.0, bold);
    let mut from = 0;
    while from < letters.len() {
        let mut to = from + 1;
        // Room for the hyphen.
        while to < letters.len() && of(&letters[from..=to]) <= width - 0.4 {
            to += 1;
        }
        if to == letters.len() || of(&letters[from..]) <= width {
            out.extend(&letters[from..]);
            return;
        }
        let sign = (from + 2..=to).rev().find(|at| {
            let before = letters[at - 1];
            before.is_ascii_punctuation() && !matches!(before, '(' | '[' | '<' | '"')
        });
        let wordy =
            |at: usize| letters[at - 1].is_alphabetic() && letters[at].is_alphabetic();
        let syllable = (from + 3..=to).rev().find(|at| {
            let next = letters.get(at + 1).copied().unwrap_or(' ');
            wordy(*at) && !vowel(letters[*at]) && vowel(next)
        });
        let (at, mark) = match (sign, syllable) {
            (Some(at), _) => (at, PLAIN),
            (None, Some(at)) if !address => (at, HYPHEN),
            (None, _) if !address && wordy(to) => (to, HYPHEN),
            (None, _) => (to, PLAIN),
        };
        out.extend(&letters[from..at]);
        out.push(mark);
        from = at;
    }
}

fn vowel(letter: char) -> bool {
    "aeiouyäöüåæøáéíóúàèìòùâêîôûŵŷ"
        .contains(letter.to_lowercase().next().unwrap_or(letter))
}

#[cfg(test)]
mod tests {
    use super::breakable;
    use crate::figure::text_width;

    fn shown(text: &str, width: f64) -> String {
        breakable(text, width, true).replace('\u{ad}', "~").replace('\u{200b}', "|")
    }

    #[test]
    fn words_that_fit_are_left_alone() {
        assert_eq!(shown("Number of local units", 8.0), "Number of local units");
    }

    #[test]
    fn long_words_break_after_their_signs_and_before_syllables() {
        assert_eq!(
            shown("the Unemployment-rate-(seasonally-adjusted)", 9.0),
            "the Unemployment-|rate-(seasonally-|adjusted)"
        );
        assert_eq!(
            shown("Wirtschaftsentwicklungsgesellschaften", 9.0),
            "Wirtschaftsent~wicklungsge~sellschaften"
        );
        assert_eq!(
            shown("https://example.org/statistics/2024/populationestimates.csv", 9.0),
            "https://example.|org/statistics/|2024/|populationestim|ates.csv"
        );
    }

    #[test]
    fn no_piece_is_wider_than_the_width() {
        for word in
            ["WWWWWWWWWWWWWWWWWWWW", "0123456789012345678901234567890", "Straßenbäume"]
        {
            for width in [2.0, 3.5, 6.0, 11.0] {
                let text = breakable(word, width, false).into_owned();
                for piece in text.split(['\u{ad}', '\u{200b}']) {
                    let wide = text_width(piece, 1.0, false);
                    assert!(
                        wide <= width || piece.chars().count() == 1,
                        "{text:?} {width}"
                    );
                }
            }
        }
    }
}
