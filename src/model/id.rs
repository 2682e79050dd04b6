//! The value of a group as a part of an id: two different values never share one.
//!
//! A value of ASCII letters, digits and `_` is its own id. Any other keeps its letters and
//! digits; what stands between them is written with hyphens:
//!
//! | in the value | in the id | |
//! |---|---|---|
//! | one space between words | `-` | `Grade A` is `Grade-A` |
//! | a hyphen within a word | `--` | `5-9` is `5--9` |
//! | any other sign | its word, set off by `-` | `65+` is `65-plus`, `<5` is `lt-5`, `-1` is `minus-1` |
//! | a space beside a sign | one `-` more | `A & B` is `A--amp--B`, `A&B` is `A-amp-B` |
//! | a sign without a word | `u` and its code point | `5‒9` is `5-u2012-9` |
//! | a word that is that of a sign | `word-` before it | `65 plus` is `65-word-plus` |
//! | signs alone, or nothing | `sign-` before them | `*` is `sign-star`, an empty text `sign-blank` |
//!
//! Each row can be read backwards, so that the value can be had from the id: ids do not depend on
//! which other values there are, and no value can take that of another.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;

/// The words of signs. `space` is one of several spaces, or one at an end.
const SIGNS: &[(char, &str)] = &[
    ('-', "minus"),
    ('\u{2013}', "dash"),
    ('\u{2212}', "neg"),
    ('+', "plus"),
    ('*', "star"),
    ('<', "lt"),
    ('>', "gt"),
    ('\u{2264}', "le"),
    ('\u{2265}', "ge"),
    ('=', "eq"),
    ('&', "amp"),
    ('/', "slash"),
    ('.', "dot"),
    (',', "comma"),
    (':', "colon"),
    (';', "semi"),
    ('%', "pct"),
    ('\u{a3}', "gbp"),
    ('\u{20ac}', "eur"),
    ('$', "usd"),
    ('(', "lpar"),
    (')', "rpar"),
    ('[', "lsqb"),
    (']', "rsqb"),
    ('\'', "apos"),
    ('\u{2019}', "rsquo"),
    ('"', "quot"),
    ('#', "hash"),
    ('@', "commat"),
    ('!', "excl"),
    ('?', "quest"),
    ('~', "tilde"),
    ('|', "vert"),
    (' ', "space"),
];

/// Comes before a word that would read as that of a sign.
const WORD: &str = "word";
/// Comes before signs without a letter or digit beside them.
const SIGN: &str = "sign";
/// The empty text.
const BLANK: &str = "blank";

/// A piece of a value.
enum Atom {
    /// Letters, digits and `_`.
    Text(String),
    /// The word of a sign.
    Sign(String),
}

/// Returns a value as a part of an id.
pub fn segment(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    if value.is_empty() {
        return format!("{SIGN}-{BLANK}");
    }
    let characters: Vec<char> = value.chars().collect();
    let within = |at: Option<usize>| {
        at.and_then(|at| characters.get(at)).is_some_and(|c| is_text(*c))
    };
    // Each atom with what joins it to the one before.
    let mut atoms: Vec<(&str, Atom)> = Vec::new();
    let mut joint = "";
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let (before, after) = (within(at.checked_sub(1)), within(Some(at + 1)));
        if is_text(character) {
            let text: String =
                characters.iter().skip(at).take_while(|c| is_text(**c)).collect();
            at += text.chars().count();
            atoms.push((joint, Atom::Text(text)));
            joint = "-";
            continue;
        }
        at += 1;
        if character == '-' && before && after {
            joint = "--";
        } else if character == ' ' && is_single(&characters, at - 1) {
            joint = if before && after { "-" } else { "--" };
        } else {
            atoms.push((joint, Atom::Sign(sign(character))));
            joint = "-";
        }
    }
    let mut out = String::new();
    for (joint, atom) in &atoms {
        out.push_str(joint);
        match atom {
            Atom::Text(text) if is_reserved(text) => {
                out.push_str(WORD);
                out.push('-');
                out.push_str(text);
            }
            Atom::Text(text) | Atom::Sign(text) => out.push_str(text),
        }
    }
    if out.chars().all(plain) { format!("{SIGN}-{out}") } else { out }
}

/// Returns an id without what is easily typed otherwise: capitals, and the sort of joints.
pub fn folded(id: &str) -> String {
    folding(id).collect()
}

/// Does the same letter by letter: an id that is another one mostly is so from its first letters.
pub fn folding(id: &str) -> impl Iterator<Item = char> {
    let small = id.chars().flat_map(char::to_lowercase);
    let mut before = None;
    small.filter_map(move |letter| {
        let next = if letter == '-' { '_' } else { letter };
        let again = letter == '-' && before == Some('_');
        before = Some(next);
        (!again).then_some(next)
    })
}

/// Returns a value as it looks: letters composed, spaces of all sorts one space and none at an
/// end, signs without a width left out.
pub fn visible(value: &str) -> String {
    let drawn: String = value
        .nfc()
        .filter(|c| !WIDTHLESS.contains(c))
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    drawn.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Says of values of a column which differ only in signs that nobody sees.
pub fn alike<'v>(column: &str, values: impl IntoIterator<Item = &'v str>) -> Vec<String> {
    let sorted: BTreeSet<&str> = values.into_iter().collect();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let said = sorted.into_iter().filter_map(|value| {
        let other = seen.insert(visible(value), value)?;
        Some(format!(
            "two values of `{column}` read as `{}`: {} and {}",
            visible(value),
            escaped(other),
            escaped(value)
        ))
    });
    said.collect()
}

/// Returns a value in quotes, with what nobody sees, and what is no ASCII, as code points.
pub fn escaped(value: &str) -> String {
    let plain = |c: char| c == ' ' || c.is_ascii_graphic();
    let shown = |c: char| {
        if plain(c) { c.to_string() } else { format!("U+{:04X}", u32::from(c)) }
    };
    format!("\"{}\"", value.chars().map(shown).collect::<String>())
}

/// Signs without a width: soft hyphen, joiners, marks of direction, byte order mark.
const WIDTHLESS: &[char] = &[
    '\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2060}',
    '\u{feff}',
];

fn is_text(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Whether a space has neither a space beside it nor an end.
fn is_single(characters: &[char], at: usize) -> bool {
    let other = |at: Option<&char>| at.is_some_and(|c| *c != ' ');
    other(at.checked_sub(1).and_then(|at| characters.get(at)))
        && other(characters.get(at + 1))
}

fn sign(character: char) -> String {
    let known = SIGNS.iter().find(|(sign, _)| *sign == character);
    known.map_or_else(
        || format!("u{:04x}", u32::from(character)),
        |(_, word)| (*word).to_owned(),
    )
}

fn is_reserved(text: &str) -> bool {
    let code = |hex: &str| {
        hex.len() >= 4 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    [WORD, SIGN, BLANK].contains(&text)
        || SIGNS.iter().any(|(_, word)| *word == text)
        || text.strip_prefix('u').is_some_and(code)
}

#[cfg(test)]
mod tests {
    use super::Atom;
    use super::BLANK;
    use super::SIGN;
    use super::SIGNS;
    use super::WORD;
    use super::folded;
    use super::is_reserved;
    use super::segment;
    use proptest::prelude::*;

    /// Reads an id backwards, by the table at the head of this file.
    fn value(id: &str) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if id.chars().all(plain) {
            return id.to_owned();
        }
        let mut rest = id.strip_prefix(&format!("{SIGN}-")).unwrap_or(id);
        if rest == BLANK {
            return String::new();
        }
        let mut out = String::new();
        let mut before: Option<bool> = None;
        loop {
            let hyphens = rest.len() - rest.trim_start_matches('-').len();
            rest = &rest[hyphens..];
            let end = rest.find('-').unwrap_or(rest.len());
            let (mut token, mut tail) = rest.split_at(end);
            let atom = if token == WORD {
                tail = tail.strip_prefix('-').unwrap();
                (token, tail) = tail.split_at(tail.find('-').unwrap_or(tail.len()));
                Atom::Text(token.to_owned())
            } else if is_reserved(token) {
                let known = SIGNS.iter().find(|(_, word)| *word == token);
                let code = || u32::from_str_radix(&token[1..], 16).unwrap();
                let character = known
                    .map_or_else(|| char::from_u32(code()).unwrap(), |(sign, _)| *sign);
                Atom::Sign(character.to_string())
            } else {
                Atom::Text(token.to_owned())
            };
            let text = matches!(atom, Atom::Text(_));
            match (before, hyphens) {
                (Some(true), 1) if text => out.push(' '),
                (Some(true), 2) if text => out.push('-'),
                (None, 0) | (Some(_), 1) => {}
                (Some(_), 2) => out.push(' '),
                other => panic!("{id}: {other:?}"),
            }
            let (Atom::Text(piece) | Atom::Sign(piece)) = atom;
            out.push_str(&piece);
            before = Some(text);
            rest = tail;
            if rest.is_empty() {
                return out;
            }
        }
    }

    #[test]
    fn simple_values_are_their_own_ids_and_others_are_easy_to_type() {
        for (value, id) in [
            ("R1", "R1"),
            ("third_up", "third_up"),
            ("2018", "2018"),
            ("Grade A", "Grade-A"),
            ("Grade A*", "Grade-A-star"),
            ("65+", "65-plus"),
            ("65 plus", "65-word-plus"),
            ("<5", "lt-5"),
            (">5", "gt-5"),
            ("5-9", "5--9"),
            ("5\u{2013}9", "5-dash-9"),
            ("A & B", "A--amp--B"),
            ("A B", "A-B"),
            ("-1", "minus-1"),
            ("0.5", "0-dot-5"),
            ("2017/18", "2017-slash-18"),
            ("Anti-social behaviour", "Anti--social-behaviour"),
            ("", "sign-blank"),
            ("*", "sign-star"),
            ("blank", "blank"),
            ("Łódź", "Łódź"),
            ("a  b", "a-space-space-b"),
        ] {
            assert_eq!(segment(value), id);
        }
    }

    #[test]
    fn an_id_may_be_typed_without_capitals_and_with_one_sort_of_joint() {
        assert_eq!(folded(&segment("Anti-social behaviour")), "anti_social_behaviour");
        assert_eq!(folded(&segment("Grade A")), "grade_a");
        assert_eq!(folded(&segment("Grade A*")), "grade_a_star");
    }

    proptest! {
        #[test]
        fn the_value_can_be_had_back_from_the_id(
            text in prop_oneof![
                "[Aa1_ +*<&.-]{0,6}",
                "(plus|word|sign|blank|u2013|space|dash|[ +é\u{301}-]){0,5}",
                "\\PC{0,12}",
                any::<String>(),
            ],
        ) {
            let id = segment(&text);
            prop_assert!(!id.contains(['.', ' ', '"', '\'']), "{id}");
            prop_assert_eq!(value(&id), text, "{}", id);
        }
    }
}
