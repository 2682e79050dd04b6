//! The characters that the fonts have: of pictures (Noto Sans) and of the PDF (Noto Sans and the
//! fonts that Typst brings).
//!
//! **In:** text. **Out:** the characters that no font has, which would print as empty boxes.

use crate::figure::measure;
use crate::model::unreadable::control;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Ranges of characters, in order; a test sets all of them with Typst.
static RANGES: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let number = |text: &str| u32::from_str_radix(text, 16).ok();
    let range = |text: &str| {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        Some((number(first)?, number(last)?))
    };
    let text = include_str!("letters.txt");
    text.split_whitespace().filter_map(range).collect()
});

/// Returns whether a character prints without a letter of its own: spaces, what only joins or
/// divides, what says which form or direction its neighbours have, and our own marks.
fn is_silent(c: char) -> bool {
    (c.is_whitespace() && !control(c))
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
}

fn is_in_print(c: char) -> bool {
    let code = u32::from(c);
    let at = RANGES.partition_point(|(_, last)| *last < code);
    RANGES.get(at).is_some_and(|(first, _)| *first <= code)
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'\n' | b'\r' | b'\t' | b' '..=b'~'))
}

/// Returns the characters of a text that no font of the PDF has.
pub fn missing_in_print(text: &str) -> BTreeSet<char> {
    if is_plain(text) {
        return BTreeSet::new();
    }
    let mut base = None;
    let mut missing = BTreeSet::new();
    for c in text.chars() {
        if c.is_whitespace() {
            base = None;
        }
        if is_silent(c) {
            continue;
        }
        let script = script_of_mark(c);
        let strays = script.zip(base).is_some_and(|(script, base)| !script(base));
        let gone = if c.is_alphabetic() {
            lacks(c)
        } else {
            !is_in_print(c) && (control(c) || lacks(c))
        };
        if strays || gone {
            missing.insert(c);
        }
        if script.is_none() {
            base = Some(c);
        }
    }
    missing
}

/// Returns whether neither our fonts, which travel with the page, nor the project's have a character.
/// The fonts that Typst brings have more letters, which a page would take from the reader's machine.
fn lacks(c: char) -> bool {
    !measure::missing(c.encode_utf8(&mut [0; 4])).is_empty()
}

/// Returns what the letter below a mark must be, where the mark can stand above no other: Typst sets
/// both in one font or refuses the document.
fn script_of_mark(c: char) -> Option<fn(char) -> bool> {
    match c {
        '\u{64b}'..='\u{655}' => {
            Some(|base| matches!(base, '\u{600}'..='\u{6ff}' | '\u{fb50}'..='\u{fefe}'))
        }
        '\u{951}'..='\u{954}' => Some(|base| matches!(base, '\u{900}'..='\u{97f}')),
        _ => None,
    }
}

/// Returns the characters of a text that the font of pictures lacks.
pub fn missing_in_pictures(text: &str) -> BTreeSet<char> {
    if is_plain(text) {
        return BTreeSet::new();
    }
    let mut missing = measure::missing(text);
    missing.retain(|c| !is_silent(*c));
    missing.extend(text.chars().filter(|c| control(*c)));
    missing
}

/// Returns characters as a message names them.
pub fn named(missing: &BTreeSet<char>) -> String {
    const NAMED: usize = 5;
    let names: Vec<String> = missing
        .iter()
        .take(NAMED)
        .map(|c| format!("`{c}` (U+{:04X})", u32::from(*c)))
        .collect();
    let more = missing.len().saturating_sub(NAMED);
    let noun = if missing.len() == 1 { "character" } else { "characters" };
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("the {noun} {}{more}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::missing_in_pictures;
    use super::missing_in_print;
    use super::named;

    #[test]
    fn letters_of_many_languages_print_and_others_are_named() {
        for fine in [
            "Ynys Môn, Łódź, Ελλάδα, Київ, Việt Nam, İstanbul",
            "“a” ‘b’ – — … £ € ¥ ° ± × ÷ ≤ ≥ ≠ √ ∞ ½ m² CO₂ μ Ω → ← ✓ ■ □ ● ▲",
            "b\u{300}\u{323}",
            "soft\u{ad}hyphen, zero\u{200b}width, \u{202b}turned\u{202c}",
        ] {
            assert_eq!(missing_in_print(fine).len(), 0, "{:?}", missing_in_print(fine));
        }
        for (text, name) in [
            ("a\u{7}b", "the character `\u{7}` (U+0007)"),
            ("a\u{b}b", "the character `\u{b}` (U+000B)"),
            ("\u{915}", "the character `क` (U+0915)"),
            ("a \u{5d0} b", "the character `א` (U+05D0)"),
            ("a 北 b", "the character `北` (U+5317)"),
            ("அஆ", "the characters `அ` (U+0B85), `ஆ` (U+0B86)"),
            ("so 🙂", "the character `🙂` (U+1F642)"),
            ("a mark\u{feff} within", "the character `\u{feff}` (U+FEFF)"),
            ("1\u{fe0f}\u{20e3}", "the character `\u{20e3}` (U+20E3)"),
            ("a\u{64e}", "the character `\u{64e}` (U+064E)"),
            ("a\u{951}", "the character `\u{951}` (U+0951)"),
            (
                "กขคงจฉช",
                "the characters `ก` (U+0E01), `ข` (U+0E02), `ค` (U+0E04), `ง` (U+0E07), `จ` (U+0E08) and 2 more",
            ),
        ] {
            assert_eq!(named(&missing_in_print(text)), name);
            assert_eq!(missing_in_pictures(text), missing_in_print(text));
        }
    }
}
