//! Characters that no text of an author may hold: outputs would leave them out without a word.
//!
//! **In:** a character. **Out:** whether it is one of them, and the message that says so.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Span;

/// Returns whether a character has no meaning but what two parties agree on: no font draws it
/// for a reader, and markers are made of it.
pub fn private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Returns whether a character controls a device, or says in which order the bytes of a file stand,
/// which no text of a PDF may hold; ends of lines and tabulators are spaces.
pub fn control(c: char) -> bool {
    c == '\u{feff}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// Returns whether a character has what follows it written the other way round: `delbuod` shows as "doubled".
fn turns(c: char) -> bool {
    matches!(c, '\u{202d}' | '\u{202e}')
}

/// Returns whether a character is one of any kind.
pub fn unreadable(c: char) -> bool {
    private(c) || control(c) || turns(c)
}

/// Returns whether a character has no width: a reader sees the word without it.
pub fn silent(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Returns the letter of another alphabet in a Latin word that a reader takes for a Latin one: the Cyrillic `а` in "cаused".
pub fn lookalike(word: &str) -> Option<char> {
    let alike = |c: char| {
        matches!(c, '\u{400}'..='\u{52f}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
            || "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ".contains(c)
    };
    // "xΑ" may be a symbol.
    let latin = word.chars().filter(char::is_ascii_alphabetic).count();
    (latin > 1).then(|| word.chars().find(|c| alike(*c)))?
}

/// Returns the error for such a character.
pub fn refused(character: char, place: Span) -> Diagnostic {
    let number = u32::from(character);
    let (code, sort, help) = if turns(character) {
        (
            Code::R0661,
            "control",
            "remove it: it turns letters round in an editor, and outputs would leave it out",
        )
    } else if control(character) {
        (
            Code::R0661,
            "control",
            "remove it, or write the space that is meant: outputs would leave it out",
        )
    } else {
        (
            Code::R0501,
            "private-use",
            "remove it; such characters have no meaning for a reader",
        )
    };
    let message = format!("{sort} character U+{number:04X} in the text");
    Diagnostic::error(code, message).at(place, "").help(help)
}

#[cfg(test)]
mod tests {
    use super::refused;
    use super::unreadable;
    use crate::model::diagnostic::Span;

    #[test]
    fn a_sign_that_turns_letters_round_is_refused() {
        assert!(unreadable('\u{202e}') && unreadable('\u{202d}'));
        // Isolates are how names of other scripts are set.
        assert!(!unreadable('\u{2067}') && !unreadable('\u{200f}'));
        let told = refused('\u{202e}', Span::new("report/c.md", 3..6));
        assert_eq!(told.message, "control character U+202E in the text");
    }
}
